-- Setting up. `organ.ways` are codes of law/channels.toml; `since_day` is the day from which the row holds as it stands, empty for the
-- day of setting up; `organ_past` is how it was before, each with its last day. `succession` says who continues the powers of an organ
-- that merges or divides (条例第二十四条). `post_proposal.list` gathers the posts of one staff list. `one_time_until` is when a
-- one-time password runs out, 0 for never.
ALTER TABLE organ ADD COLUMN ways TEXT NOT NULL DEFAULT '';
ALTER TABLE organ ADD COLUMN since_day TEXT;
ALTER TABLE post_proposal ADD COLUMN list BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN one_time_until BIGINT NOT NULL DEFAULT 0;
CREATE TABLE organ_past (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, nth BIGINT NOT NULL, from_day TEXT, to_day TEXT NOT NULL, name TEXT NOT NULL, word TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL, hours TEXT NOT NULL, ways TEXT NOT NULL, remit TEXT NOT NULL, PRIMARY KEY (tenant, organ, nth)) CLUSTERED;
CREATE TABLE succession (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, successor BIGINT NOT NULL, basis TEXT NOT NULL, written_by BIGINT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (tenant, organ, successor)) CLUSTERED;
-- A password that was forgotten: asked for by the system administrator, given by a second person. `state` is as in `post_proposal`.
CREATE TABLE reset_request (tenant BIGINT NOT NULL, request BIGINT NOT NULL, account BIGINT NOT NULL, asked_by BIGINT NOT NULL, asked_at BIGINT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL, settled_by BIGINT NOT NULL, settled_at BIGINT, PRIMARY KEY (tenant, request));
