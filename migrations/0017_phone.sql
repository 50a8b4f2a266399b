-- A phone that opens with its owner's own PIN. `reset_request.kind` says what is asked for: `password` or `phone`. `enrolment` is the
-- picture that is shown to the phone and the digits that are told by mouth: digests alone, one row a request, written anew when it is
-- shown again; `state` is `waits`, `used` or `dead`. `phone.token` is the digest of what the browser keeps, `phone.pin` the hash of the
-- owner's PIN and that token together, empty until he has chosen one. `session.phone` is the phone that it was opened by, 0 for none.
ALTER TABLE reset_request ADD COLUMN kind TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN phone BIGINT NOT NULL DEFAULT 0;
CREATE TABLE enrolment (tenant BIGINT NOT NULL, request BIGINT NOT NULL, account BIGINT NOT NULL, given_by BIGINT NOT NULL, given_at BIGINT NOT NULL, address BYTES NOT NULL, pin TEXT NOT NULL, tries BIGINT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (tenant, request));
CREATE UNIQUE INDEX enrolment_address ON enrolment (tenant, address);
CREATE TABLE phone (tenant BIGINT NOT NULL, phone BIGINT NOT NULL, account BIGINT NOT NULL, token BYTES NOT NULL, pin TEXT NOT NULL, label TEXT NOT NULL, let_in_by BIGINT NOT NULL, enrolled_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, failures BIGINT NOT NULL, ended_at BIGINT, PRIMARY KEY (tenant, phone));
CREATE UNIQUE INDEX phone_token ON phone (tenant, token);
CREATE INDEX phone_account ON phone (tenant, account, phone);
