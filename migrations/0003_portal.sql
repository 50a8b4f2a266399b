-- The portal: what a person has half said, before it is registered. Sealed, keyed by a digest of her visit's cookie, gone after a day.

CREATE TABLE saying (tenant BIGINT NOT NULL, visit TEXT NOT NULL, stream BIGINT NOT NULL, begun_at BIGINT NOT NULL, sent BOOLEAN NOT NULL, begun BYTES NOT NULL, body BYTES NOT NULL, PRIMARY KEY (tenant, visit)) CLUSTERED;
