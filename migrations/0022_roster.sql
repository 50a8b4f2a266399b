-- Who mediates, and who is on duty where and when (调解员、值班). All are registers: every row is on the record of the house. Nothing here
-- is about anybody who came with a dispute. A `to_day` is the last day. Lists of codes are separated by spaces. `account` is 0 for who has
-- none; `sex` is 'woman', 'man' or empty; `village` is a path, empty when nobody has said. `duty.swapped_from` and `duty_swap.back` are
-- 0 for none; times of day are minutes.
CREATE TABLE mediator (tenant BIGINT NOT NULL, mediator BIGINT NOT NULL, account BIGINT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL, village TEXT NOT NULL, specialities TEXT NOT NULL, languages TEXT NOT NULL, qualifications TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, mediator));
CREATE INDEX mediator_account ON mediator (tenant, account);
CREATE TABLE mediator_organ (tenant BIGINT NOT NULL, mediator BIGINT NOT NULL, organ BIGINT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, mediator, organ, from_day)) CLUSTERED;
CREATE INDEX mediator_organ_organ ON mediator_organ (tenant, organ, mediator);
CREATE TABLE mediator_standing (tenant BIGINT NOT NULL, mediator BIGINT NOT NULL, kind TEXT NOT NULL, given_on TEXT NOT NULL, given_by TEXT NOT NULL, PRIMARY KEY (tenant, mediator, kind, given_on)) CLUSTERED;
CREATE TABLE mentoring (tenant BIGINT NOT NULL, mentor BIGINT NOT NULL, pupil BIGINT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, mentor, pupil, from_day)) CLUSTERED;
CREATE TABLE committee_seat (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, mediator BIGINT NOT NULL, elected_on TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, PRIMARY KEY (tenant, organ, mediator, from_day)) CLUSTERED;
CREATE TABLE squad (tenant BIGINT NOT NULL, squad BIGINT NOT NULL, organ BIGINT NOT NULL, name TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, squad));
CREATE TABLE squad_member (tenant BIGINT NOT NULL, squad BIGINT NOT NULL, mediator BIGINT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, PRIMARY KEY (tenant, squad, mediator, from_day)) CLUSTERED;
CREATE TABLE outing (tenant BIGINT NOT NULL, outing BIGINT NOT NULL, squad BIGINT NOT NULL, going_on TEXT NOT NULL, place TEXT NOT NULL, what TEXT NOT NULL, off_on TEXT, PRIMARY KEY (tenant, outing));
CREATE INDEX outing_day ON outing (tenant, squad, going_on);
CREATE TABLE studio_opening (tenant BIGINT NOT NULL, organ BIGINT NOT NULL, weekday BIGINT NOT NULL, opens BIGINT NOT NULL, closes BIGINT NOT NULL, PRIMARY KEY (tenant, organ, weekday, opens)) CLUSTERED;
CREATE TABLE duty (tenant BIGINT NOT NULL, duty BIGINT NOT NULL, organ BIGINT NOT NULL, kind TEXT NOT NULL, area TEXT NOT NULL, spot TEXT NOT NULL, mediator BIGINT NOT NULL, from_at BIGINT NOT NULL, to_at BIGINT NOT NULL, swapped_from BIGINT NOT NULL, written_by BIGINT NOT NULL, written_at BIGINT NOT NULL, ended_at BIGINT, ended_how TEXT NOT NULL, ended_why TEXT NOT NULL, PRIMARY KEY (tenant, duty));
CREATE INDEX duty_organ ON duty (tenant, organ, to_at);
CREATE INDEX duty_mediator ON duty (tenant, mediator, to_at);
CREATE INDEX duty_to ON duty (tenant, to_at);
CREATE TABLE duty_swap (tenant BIGINT NOT NULL, swap BIGINT NOT NULL, organ BIGINT NOT NULL, duty BIGINT NOT NULL, back BIGINT NOT NULL, taker BIGINT NOT NULL, state TEXT NOT NULL, asked_by BIGINT NOT NULL, asked_at BIGINT NOT NULL, settled_by BIGINT NOT NULL, settled_at BIGINT, PRIMARY KEY (tenant, swap));
CREATE INDEX duty_swap_state ON duty_swap (tenant, organ, state);
