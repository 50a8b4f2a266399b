-- Letters that were issued: one row a letter, so that an organ's seal-use register is one range of an index.

-- reading of the ledger: letters
CREATE TABLE letter (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, nth BIGINT NOT NULL, organ BIGINT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL, issued_on TEXT NOT NULL, issued_by BIGINT NOT NULL, approved_by BIGINT NOT NULL, copies BIGINT NOT NULL, signed_on TEXT, PRIMARY KEY (tenant, stream, nth)) CLUSTERED;
CREATE INDEX letter_organ ON letter (tenant, organ, issued_on, stream, nth);
