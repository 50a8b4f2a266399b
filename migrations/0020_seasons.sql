-- The blind index by season (a stream's number without its last 53 bits: 99 days), so that a new row falls among those of its own
-- season, which lie in memory, and not all over the index of twenty years. Seeking asks each season, newest first.
ALTER TABLE blind RENAME TO blind_before;
CREATE TABLE blind (tenant BIGINT NOT NULL, season BIGINT NOT NULL, token BIGINT NOT NULL, stream BIGINT NOT NULL, subject BIGINT NOT NULL, PRIMARY KEY (tenant, season, token, stream, subject)) CLUSTERED;
INSERT INTO blind (tenant, season, token, stream, subject) SELECT tenant, stream / 9007199254740992, token, stream, subject FROM blind_before;
DROP TABLE blind_before;
