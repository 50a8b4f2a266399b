-- Proof: what a register's rows are compared with.

-- who may hold which post is asked by one and confirmed by another
CREATE TABLE proposal (tenant BIGINT NOT NULL, proposal BIGINT NOT NULL, kind TEXT NOT NULL, post BIGINT NOT NULL, account BIGINT NOT NULL, organ BIGINT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, asked_by BIGINT NOT NULL, asked_at BIGINT NOT NULL, state TEXT NOT NULL, decided_by BIGINT NOT NULL, decided_at BIGINT, why TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (tenant, proposal)) CLUSTERED;
CREATE INDEX proposal_state ON proposal (tenant, state, proposal);
