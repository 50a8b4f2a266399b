-- Work inside an organ: who approves an answer before it is signed, and matters that one officer hands to another.

CREATE TABLE approver (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, account BIGINT NOT NULL, set_by BIGINT NOT NULL, set_at BIGINT NOT NULL, PRIMARY KEY (tenant, organ, account)) CLUSTERED;
-- `state` is 'offered', 'accepted', 'refused' or 'withdrawn'; `cases` and `left_over` are streams with a space between, `kind` is 'shift', 'leave' or 'post'.
CREATE TABLE handover (tenant BIGINT NOT NULL, handover BIGINT NOT NULL, organ BIGINT NOT NULL, giver BIGINT NOT NULL, taker BIGINT NOT NULL, kind TEXT NOT NULL, offered_at BIGINT NOT NULL, state TEXT NOT NULL, settled_at BIGINT, note TEXT NOT NULL, answer TEXT NOT NULL, cases TEXT NOT NULL, left_over TEXT NOT NULL, PRIMARY KEY (tenant, handover));
CREATE INDEX handover_organ ON handover (tenant, organ, handover);
