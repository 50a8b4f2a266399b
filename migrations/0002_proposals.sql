-- Changes of posts that one administrator asked for and another person confirms. `change` is 'give' or 'end', `state` 'waits',
-- 'confirmed', 'refused' or 'withdrawn'; `post` is the post that would begin or end.
CREATE TABLE post_proposal (tenant BIGINT NOT NULL, proposal BIGINT NOT NULL, change TEXT NOT NULL, post BIGINT NOT NULL, account BIGINT NOT NULL, organ BIGINT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, asked_by BIGINT NOT NULL, asked_at BIGINT NOT NULL, state TEXT NOT NULL, settled_by BIGINT NOT NULL, settled_at BIGINT, reason TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (tenant, proposal));
CREATE INDEX post_proposal_state ON post_proposal (tenant, state, proposal);
