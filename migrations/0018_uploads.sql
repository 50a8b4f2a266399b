-- Files that come in pieces over a bad line, before they are whole: `upload` is one file of something half said, numbered as the file that
-- it will be; `upload_piece` is where each sealed piece lies. `received` is what is kept for sure. Gone after a day.
CREATE TABLE upload (tenant BIGINT NOT NULL, upload BIGINT NOT NULL, stream BIGINT NOT NULL, name BYTES NOT NULL, length BIGINT NOT NULL, received BIGINT NOT NULL, begun_at BIGINT NOT NULL, PRIMARY KEY (tenant, upload));
CREATE INDEX upload_stream ON upload (tenant, stream, upload);
CREATE TABLE upload_piece (tenant BIGINT NOT NULL, upload BIGINT NOT NULL, at BIGINT NOT NULL, piece BIGINT NOT NULL, digest TEXT NOT NULL, size BIGINT NOT NULL, PRIMARY KEY (tenant, upload, at));
CREATE INDEX upload_piece_digest ON upload_piece (tenant, digest);
