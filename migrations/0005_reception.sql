-- Reception: an item that was merged into the living matter, and what was decided on competence, for those who dispatch later.
ALTER TABLE matter_fact ADD COLUMN merged_on TEXT;

-- reading of the ledger: decisions on competence (one a matter, C-12)
CREATE TABLE precedent (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, class TEXT NOT NULL, area TEXT NOT NULL, organ BIGINT NOT NULL, decider BIGINT NOT NULL, how TEXT NOT NULL, ground TEXT NOT NULL, decided_on TEXT NOT NULL, PRIMARY KEY (tenant, stream)) CLUSTERED;
CREATE INDEX precedent_class ON precedent (tenant, class, decided_on);
