-- What is only stored, because its term of keeping is over or its person asked for it; and what was destroyed then.
CREATE TABLE keeping (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, holder BIGINT NOT NULL, number TEXT NOT NULL, term TEXT NOT NULL, closed_on TEXT NOT NULL, ends_on TEXT, stored_on TEXT NOT NULL, until_on TEXT, decide_on TEXT, asked_by BIGINT NOT NULL, basis TEXT NOT NULL, destroyed_on TEXT, PRIMARY KEY (tenant, stream)) CLUSTERED;
CREATE INDEX keeping_holder ON keeping (tenant, holder, destroyed_on, stream);
