-- In whose name a seal was used, wherever: the register shows him those lines too.
CREATE INDEX letter_approver ON letter (tenant, approved_by, issued_on, stream, nth);
