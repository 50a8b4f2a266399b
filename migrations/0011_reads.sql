-- Looks that were just written down, one after the other at one end of one table: so a page costs one row in one place. Soon
-- after they get their links and stand in `read_entry`.
CREATE TABLE read_waiting (tenant BIGINT NOT NULL, at BIGINT NOT NULL, salt BIGINT NOT NULL, account BIGINT NOT NULL, stream BIGINT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (tenant, at, salt)) CLUSTERED;
