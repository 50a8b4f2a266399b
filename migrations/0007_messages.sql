-- Messages out.

-- reading of the ledger: words that are owed to the person; `holder` is the matter's, for the call list
CREATE TABLE notice (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, nth BIGINT NOT NULL, kind TEXT NOT NULL, holder BIGINT NOT NULL, state TEXT NOT NULL, way TEXT NOT NULL, why TEXT NOT NULL, again BIGINT NOT NULL, rings BIGINT NOT NULL, owed_at BIGINT NOT NULL, settled_at BIGINT, PRIMARY KEY (tenant, stream, nth)) CLUSTERED;
CREATE INDEX notice_state ON notice (tenant, state, holder, owed_at, stream, nth);

-- what an officer has not seen yet; every line is told again by the day list and the case page, so no backup carries it
CREATE TABLE news (tenant BIGINT NOT NULL, account BIGINT NOT NULL, stream BIGINT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, seen_at BIGINT, PRIMARY KEY (tenant, account, stream, kind, source)) CLUSTERED;
CREATE INDEX news_at ON news (tenant, account, at, stream);
CREATE INDEX news_stream ON news (tenant, stream, kind);
