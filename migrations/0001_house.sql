-- The house. One text for both engines: BIGINT, TEXT, BOOLEAN, BYTES; `CLUSTERED` asks SQLite to keep rows in the
-- order of their key. Every table begins its key with the tenant (the county). Days are 'YYYY-MM-DD', instants are
-- milliseconds UTC. What is long stands last: a list that does not ask for it need not read past it. What starts with `-- reading of the ledger` can be rebuilt from the events.

CREATE TABLE tenant (tenant BIGINT NOT NULL, name TEXT NOT NULL, suite BIGINT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (tenant));
CREATE TABLE lease (tenant BIGINT NOT NULL, name TEXT NOT NULL, holder TEXT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (tenant, name));
CREATE TABLE counter (tenant BIGINT NOT NULL, name TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (tenant, name)) CLUSTERED;

-- places, organs, people who work here
CREATE TABLE area (tenant BIGINT NOT NULL, path TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, pinyin TEXT NOT NULL, initials TEXT NOT NULL, PRIMARY KEY (tenant, path)) CLUSTERED;
CREATE INDEX area_initials ON area (tenant, initials);
CREATE INDEX area_pinyin ON area (tenant, pinyin);
CREATE TABLE organ (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, parent BIGINT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, word TEXT NOT NULL, area TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL, hours TEXT NOT NULL, remit TEXT NOT NULL, initials TEXT NOT NULL, ended_on TEXT, PRIMARY KEY (tenant, organ));
CREATE UNIQUE INDEX organ_word ON organ (tenant, word);
CREATE TABLE account (tenant BIGINT NOT NULL, account BIGINT NOT NULL, name TEXT NOT NULL, shown_name TEXT NOT NULL, password TEXT NOT NULL, password_set_on TEXT NOT NULL, must_change BOOLEAN NOT NULL, totp BYTES, failures BIGINT NOT NULL, locked_until BIGINT NOT NULL, disabled_on TEXT, language TEXT NOT NULL, elder BOOLEAN NOT NULL, PRIMARY KEY (tenant, account));
CREATE UNIQUE INDEX account_name ON account (tenant, name);
CREATE TABLE old_password (tenant BIGINT NOT NULL, account BIGINT NOT NULL, set_at BIGINT NOT NULL, password TEXT NOT NULL, PRIMARY KEY (tenant, account, set_at)) CLUSTERED;
CREATE TABLE post (tenant BIGINT NOT NULL, post BIGINT NOT NULL, account BIGINT NOT NULL, organ BIGINT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL, deputy_for BIGINT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, post));
CREATE INDEX post_account ON post (tenant, account, post);
CREATE INDEX post_organ ON post (tenant, organ, role);
CREATE TABLE session (tenant BIGINT NOT NULL, token BYTES NOT NULL, account BIGINT NOT NULL, post BIGINT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, step TEXT NOT NULL, PRIMARY KEY (tenant, token)) CLUSTERED;
CREATE INDEX session_account ON session (tenant, account);
CREATE TABLE draft (tenant BIGINT NOT NULL, account BIGINT NOT NULL, form TEXT NOT NULL, body BYTES NOT NULL, saved_at BIGINT NOT NULL, PRIMARY KEY (tenant, account, form)) CLUSTERED;
-- what the three administrators and the set-up commands did; chained like events
CREATE TABLE house_record (tenant BIGINT NOT NULL, nth BIGINT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, actor BIGINT NOT NULL, recorded_at BIGINT NOT NULL, hash BYTES NOT NULL, PRIMARY KEY (tenant, nth)) CLUSTERED;

-- the ledger
CREATE TABLE event (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, version BIGINT NOT NULL, kind TEXT NOT NULL, actor BIGINT NOT NULL, organ BIGINT NOT NULL, acted_on TEXT NOT NULL, recorded_at BIGINT NOT NULL, hash BYTES NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (tenant, stream, version));
CREATE TABLE unplaced (tenant BIGINT NOT NULL, recorded_at BIGINT NOT NULL, stream BIGINT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (tenant, recorded_at, stream, version)) CLUSTERED;
CREATE TABLE place (tenant BIGINT NOT NULL, place BIGINT NOT NULL, seal BIGINT NOT NULL, stream BIGINT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (tenant, place)) CLUSTERED;
CREATE UNIQUE INDEX place_event ON place (tenant, stream, version);
CREATE TABLE seal (tenant BIGINT NOT NULL, seal BIGINT NOT NULL, first_place BIGINT NOT NULL, last_place BIGINT NOT NULL, root BYTES NOT NULL, hash BYTES NOT NULL, sealed_at BIGINT NOT NULL, PRIMARY KEY (tenant, seal)) CLUSTERED;
CREATE TABLE data_key (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, subject BIGINT NOT NULL, wrapped BYTES NOT NULL, erased_at BIGINT, PRIMARY KEY (tenant, stream, subject)) CLUSTERED;
CREATE TABLE erasure (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, subject BIGINT NOT NULL, erased_at BIGINT NOT NULL, PRIMARY KEY (tenant, stream, subject)) CLUSTERED;
CREATE TABLE read_entry (tenant BIGINT NOT NULL, account BIGINT NOT NULL, day TEXT NOT NULL, nth BIGINT NOT NULL, stream BIGINT NOT NULL, at BIGINT NOT NULL, payload TEXT NOT NULL, hash BYTES NOT NULL, PRIMARY KEY (tenant, account, day, nth)) CLUSTERED;
CREATE INDEX read_stream ON read_entry (tenant, stream, at);
CREATE TABLE idempotency (tenant BIGINT NOT NULL, id TEXT NOT NULL, account BIGINT NOT NULL, outcome TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (tenant, id)) CLUSTERED;
CREATE TABLE file (tenant BIGINT NOT NULL, file BIGINT NOT NULL, stream BIGINT NOT NULL, subject BIGINT NOT NULL, digest TEXT NOT NULL, size BIGINT NOT NULL, media_type TEXT NOT NULL, name BYTES NOT NULL, added_at BIGINT NOT NULL, named_in BIGINT, erased_at BIGINT, PRIMARY KEY (tenant, file));
CREATE INDEX file_stream ON file (tenant, stream, file);
CREATE INDEX file_digest ON file (tenant, digest);
CREATE TABLE task (tenant BIGINT NOT NULL, task BIGINT NOT NULL, kind TEXT NOT NULL, stream BIGINT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, run_at BIGINT NOT NULL, attempts BIGINT NOT NULL, holder TEXT NOT NULL, leased_until BIGINT NOT NULL, error TEXT NOT NULL, PRIMARY KEY (tenant, task));
CREATE INDEX task_due ON task (tenant, state, run_at);
CREATE TABLE imported (tenant BIGINT NOT NULL, source TEXT NOT NULL, source_key TEXT NOT NULL, stream BIGINT NOT NULL, PRIMARY KEY (tenant, source, source_key)) CLUSTERED;

-- reading of the ledger: petitions
CREATE TABLE case_file (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, version BIGINT NOT NULL, head BYTES NOT NULL, number TEXT NOT NULL, stage TEXT NOT NULL, matter_type TEXT NOT NULL, track TEXT NOT NULL, channel TEXT NOT NULL, title TEXT NOT NULL, origin BIGINT NOT NULL, holder BIGINT NOT NULL, officer BIGINT NOT NULL, area TEXT NOT NULL, label BIGINT NOT NULL, waits_for TEXT NOT NULL, received_on TEXT NOT NULL, outside_number TEXT NOT NULL, history BOOLEAN NOT NULL, state TEXT NOT NULL, PRIMARY KEY (tenant, stream));
CREATE UNIQUE INDEX case_number ON case_file (tenant, number);
CREATE INDEX case_outside_number ON case_file (tenant, outside_number, stream);
CREATE INDEX case_holder ON case_file (tenant, holder, stage, stream);
CREATE INDEX case_area ON case_file (tenant, area, stream);
CREATE TABLE case_access (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, stream BIGINT NOT NULL, PRIMARY KEY (tenant, organ, stream)) CLUSTERED;
CREATE TABLE bar (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, token BIGINT NOT NULL, PRIMARY KEY (tenant, stream, token)) CLUSTERED;
CREATE TABLE blind (tenant BIGINT NOT NULL, token BIGINT NOT NULL, stream BIGINT NOT NULL, subject BIGINT NOT NULL, PRIMARY KEY (tenant, token, stream, subject)) CLUSTERED;
CREATE TABLE clock (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, rule TEXT NOT NULL, nth BIGINT NOT NULL, holder BIGINT NOT NULL, running BOOLEAN NOT NULL, due_raw TEXT NOT NULL, due_legal TEXT NOT NULL, provisional BOOLEAN NOT NULL, yellow_on TEXT NOT NULL, red_on TEXT NOT NULL, ended_on TEXT, PRIMARY KEY (tenant, stream, rule, nth)) CLUSTERED;
CREATE INDEX clock_day ON clock (tenant, holder, running, due_legal, stream);
CREATE INDEX clock_due ON clock (tenant, running, due_legal);
CREATE TABLE matter_fact (tenant BIGINT NOT NULL, stream BIGINT NOT NULL, history BOOLEAN NOT NULL, channel TEXT NOT NULL, matter_type TEXT NOT NULL, track TEXT NOT NULL, area TEXT NOT NULL, holder BIGINT NOT NULL, level TEXT NOT NULL, first_time BOOLEAN NOT NULL, received_on TEXT NOT NULL, first_handled_on TEXT, noticed_on TEXT, accepted_on TEXT, replied_on TEXT, delivered_on TEXT, completed_on TEXT, came_back_on TEXT, rated_on TEXT, rating TEXT, review_upheld_on TEXT, level_settled TEXT, support_due_on TEXT, executed_on TEXT, withdrawn_on TEXT, not_accepted_on TEXT, voided_on TEXT, erased_on TEXT, PRIMARY KEY (tenant, stream)) CLUSTERED;
CREATE INDEX fact_received ON matter_fact (tenant, received_on);
