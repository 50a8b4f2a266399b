-- The portal and papers, the rest. `channel`: the ways in which a county says that it can be reached (art 18), each with its days; a way
-- that ended stays. `unread_page`: signed pages whose mark nobody could read, sealed, until a human puts them to their letter.
CREATE TABLE channel (tenant BIGINT NOT NULL, channel BIGINT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL, hours TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, channel));
CREATE TABLE unread_page (tenant BIGINT NOT NULL, page BIGINT NOT NULL, organ BIGINT NOT NULL, added_by BIGINT NOT NULL, added_at BIGINT NOT NULL, settled_by BIGINT NOT NULL, settled_at BIGINT, fate TEXT NOT NULL, picture BYTES NOT NULL, PRIMARY KEY (tenant, page));
CREATE INDEX unread_page_organ ON unread_page (tenant, organ, page);
