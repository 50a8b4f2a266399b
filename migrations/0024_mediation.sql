-- reading of the ledger: mediations. `bars` are blind tokens between commas, as lists compare them.
CREATE TABLE mediation (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, version BIGINT NOT NULL, head BYTES NOT NULL, number TEXT NOT NULL, stage TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, grade TEXT NOT NULL, dispute TEXT NOT NULL, title TEXT NOT NULL, origin BIGINT NOT NULL, holder BIGINT NOT NULL, area TEXT NOT NULL, label BIGINT NOT NULL, bars TEXT NOT NULL, received_on TEXT NOT NULL, taken_on TEXT, accepted_on TEXT, law_told_on TEXT, met_on TEXT, effective_on TEXT, ended_on TEXT, followed_on TEXT, closed_on TEXT, outside_number TEXT NOT NULL, alarmed_at BIGINT, state TEXT NOT NULL, PRIMARY KEY (tenant, stream));
CREATE UNIQUE INDEX mediation_number ON mediation (tenant, number);
CREATE INDEX mediation_holder ON mediation (tenant, holder, stage, stream);
CREATE INDEX mediation_outside_number ON mediation (tenant, outside_number, stream);
CREATE TABLE mediation_access (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, stream BIGINT NOT NULL, PRIMARY KEY (tenant, organ, stream)) CLUSTERED;
CREATE TABLE mediation_clock (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, rule TEXT NOT NULL, nth BIGINT NOT NULL, holder BIGINT NOT NULL, running BOOLEAN NOT NULL, due_raw TEXT NOT NULL, due_legal TEXT NOT NULL, provisional BOOLEAN NOT NULL, ended_on TEXT, PRIMARY KEY (tenant, stream, rule, nth)) CLUSTERED;
CREATE INDEX mediation_clock_day ON mediation_clock (tenant, holder, running, due_legal, stream);
CREATE TABLE mediation_session (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, nth BIGINT NOT NULL, organ BIGINT NOT NULL, at BIGINT NOT NULL, minutes BIGINT NOT NULL, way TEXT NOT NULL, together TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (tenant, stream, nth)) CLUSTERED;
CREATE INDEX mediation_session_at ON mediation_session (tenant, organ, at);
CREATE TABLE mediation_seat (tenant BIGINT NOT NULL, account BIGINT NOT NULL, stream BIGINT NOT NULL, PRIMARY KEY (tenant, account, stream)) CLUSTERED;
CREATE INDEX mediation_seat_stream ON mediation_seat (tenant, stream);
CREATE TABLE mediation_promise (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, nth BIGINT NOT NULL, organ BIGINT NOT NULL, due TEXT NOT NULL, fen BIGINT NOT NULL, state TEXT NOT NULL, on_day TEXT, PRIMARY KEY (tenant, stream, nth)) CLUSTERED;
CREATE INDEX mediation_promise_due ON mediation_promise (tenant, organ, state, due);
