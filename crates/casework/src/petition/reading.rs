//! The rows that lists and figures read. Each is a pure function of the state, so that it can be rebuilt from the
//! ledger and compared with it, byte for byte.

mod blind;

pub use blind::{Hit, Of, blind_values, code_token, drop_code, expected_blind, insert_blind, letter_code, letter_token, seek};

use super::{
    clock::PERSON,
    model::{Petition, Stage},
    ready::owes_execution,
};
use kernel::{
    Day,
    calendar::Calendar,
    deadline,
    id::{AccountId, OrganId, StreamId, TenantId},
};
use store::{Error, Statement, Tx, Value, args, ledger::Head, sql};

/// A row of `clock`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ClockRow {
    rule: String,
    nth: i64,
    holder: OrganId,
    running: bool,
    due_raw: Day,
    due_legal: Day,
    provisional: bool,
    yellow_on: Day,
    red_on: Day,
    ended_on: Option<Day>,
}

/// Writes the rows of a new matter.
///
/// # Errors
/// What the database says.
pub fn write_new(tx: &Tx<'_>, tenant: TenantId, petition: &Petition, head: &Head, calendar: &Calendar) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO case_file (tenant, stream, version, head, state, number, stage, matter_type, track, channel, title, origin, holder, officer, area, label, waits_for, received_on, outside_number, history) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
        &case_args(tenant, petition, head),
    )?;
    tx.execute(
        sql!("INSERT INTO matter_fact (tenant, stream, history, channel, matter_type, track, area, holder, level, first_time, received_on, first_handled_on, noticed_on, accepted_on, replied_on, delivered_on, completed_on, came_back_on, rated_on, rating, review_upheld_on, level_settled, support_due_on, executed_on, withdrawn_on, not_accepted_on, voided_on, erased_on, merged_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $28, $18, $19, $29, $20, $21, $22, $23, $24, $25, $26, $27)"),
        &fact_args(tenant, petition),
    )?;
    write_access(tx, tenant, petition, &petition.open_to(), 0)?;
    for row in clock_rows(petition, calendar) {
        insert_clock(tx, tenant, petition.stream, &row)?;
    }
    for letter in &petition.letters {
        insert_letter(tx, tenant, petition.stream, letter)?;
    }
    for row in notice_rows(tenant, petition) {
        insert_notice(tx, &row)?;
    }
    write_keeping(tx, tenant, None, petition)?;
    write_precedent(tx, tenant, None, petition)
}

/// Writes what changed between `before` and `petition`.
///
/// # Errors
/// What the database says.
pub fn write_change(tx: &Tx<'_>, tenant: TenantId, before: &Petition, petition: &Petition, head: &Head, calendar: &Calendar) -> Result<(), Error> {
    tx.execute(
        sql!("UPDATE case_file SET version = $3, head = $4, state = $5, number = $6, stage = $7, matter_type = $8, track = $9, channel = $10, title = $11, origin = $12, holder = $13, officer = $14, area = $15, label = $16, waits_for = $17, received_on = $18, outside_number = $19, history = $20 WHERE tenant = $1 AND stream = $2"),
        &case_args(tenant, petition, head),
    )?;
    let (old, new) = (fact_args(tenant, before), fact_args(tenant, petition));
    if old != new {
        tx.execute(
            sql!("UPDATE matter_fact SET history = $3, channel = $4, matter_type = $5, track = $6, area = $7, holder = $8, level = $9, first_time = $10, received_on = $11, first_handled_on = $12, noticed_on = $13, accepted_on = $14, replied_on = $15, delivered_on = $16, completed_on = $17, rated_on = $18, rating = $19, level_settled = $20, support_due_on = $21, executed_on = $22, withdrawn_on = $23, not_accepted_on = $24, voided_on = $25, erased_on = $26, merged_on = $27, came_back_on = $28, review_upheld_on = $29 WHERE tenant = $1 AND stream = $2"),
            &new,
        )?;
    }
    let (known_to, open_to) = (before.open_to(), petition.open_to());
    for organ in known_to.iter().filter(|organ| !open_to.contains(organ)) {
        tx.execute(sql!("DELETE FROM case_access WHERE tenant = $1 AND organ = $2 AND stream = $3"), args![tenant, *organ, petition.stream])?;
    }
    let fresh: Vec<OrganId> = open_to.into_iter().filter(|organ| !known_to.contains(organ)).collect();
    write_access(tx, tenant, petition, &fresh, before.bars.len())?;
    let known = clock_rows(before, calendar);
    for (index, row) in clock_rows(petition, calendar).iter().enumerate() {
        match known.get(index) {
            None => insert_clock(tx, tenant, petition.stream, row)?,
            Some(old) if old != row => update_clock(tx, tenant, petition.stream, row)?,
            Some(_) => {}
        }
    }
    for (index, letter) in petition.letters.iter().enumerate() {
        match before.letters.get(index) {
            None => insert_letter(tx, tenant, petition.stream, letter)?,
            Some(old) if old.signed_on != letter.signed_on => {
                tx.execute(
                    sql!("UPDATE letter SET signed_on = $4 WHERE tenant = $1 AND stream = $2 AND nth = $3"),
                    args![tenant, petition.stream, i64::from(letter.issued.nth), letter.signed_on],
                )?;
            }
            Some(_) => {}
        }
    }
    let known = notice_rows(tenant, before);
    for (index, row) in notice_rows(tenant, petition).iter().enumerate() {
        match known.get(index) {
            None => insert_notice(tx, row)?,
            Some(old) if old != row => {
                tx.execute(
                    sql!("UPDATE notice SET kind = $4, holder = $5, state = $6, way = $7, why = $8, again = $9, rings = $10, owed_at = $11, settled_at = $12 WHERE tenant = $1 AND stream = $2 AND nth = $3"),
                    row,
                )?;
            }
            Some(_) => {}
        }
    }
    write_keeping(tx, tenant, Some(before), petition)?;
    write_precedent(tx, tenant, Some(before), petition)
}

/// The one row that a matter has in a table, or none: written anew when it is another now.
fn write_one(tx: &Tx<'_>, old: Option<&[Value]>, new: Option<&[Value]>, delete: &Statement, insert: &Statement) -> Result<(), Error> {
    if old == new {
        return Ok(());
    }
    if let Some([tenant, stream, ..]) = old {
        tx.execute(delete, &[tenant.clone(), stream.clone()])?;
    }
    if let Some(row) = new {
        tx.execute(insert, row)?;
    }
    Ok(())
}

/// What was decided on competence, for later dispatchers; nothing of an accusation.
fn write_precedent(tx: &Tx<'_>, tenant: TenantId, before: Option<&Petition>, petition: &Petition) -> Result<(), Error> {
    write_one(
        tx,
        before.and_then(|before| precedent_args(tenant, before)).as_deref(),
        precedent_args(tenant, petition).as_deref(),
        sql!("DELETE FROM precedent WHERE tenant = $1 AND stream = $2"),
        sql!(
            "INSERT INTO precedent (tenant, stream, class, area, organ, decider, how, ground, decided_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
    )
}

fn precedent_args(tenant: TenantId, petition: &Petition) -> Option<Vec<Value>> {
    let decision = petition.decided().filter(|_| !petition.is_sealed())?;
    let decider = petition.kin.competence.as_ref()?.decider;
    Some(vec![
        tenant.into(),
        petition.stream.into(),
        decision.class.as_str().into(),
        decision.area.as_str().into(),
        decision.to.into(),
        decider.into(),
        decision.how.as_str().into(),
        decision.ground.as_str().into(),
        decision.on.into(),
    ])
}

/// What is only stored, for who decides on it.
fn write_keeping(tx: &Tx<'_>, tenant: TenantId, before: Option<&Petition>, petition: &Petition) -> Result<(), Error> {
    write_one(
        tx,
        before.and_then(|before| keeping_args(tenant, before)).as_deref(),
        keeping_args(tenant, petition).as_deref(),
        sql!("DELETE FROM keeping WHERE tenant = $1 AND stream = $2"),
        sql!(
            "INSERT INTO keeping (tenant, stream, holder, number, term, closed_on, ends_on, stored_on, until_on, decide_on, asked_by, basis, destroyed_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
    )
}

fn keeping_args(tenant: TenantId, petition: &Petition) -> Option<Vec<Value>> {
    let keeping = petition.keeping.as_ref()?;
    Some(vec![
        tenant.into(),
        petition.stream.into(),
        petition.holder.into(),
        petition.number.as_str().into(),
        keeping.term.as_str().into(),
        keeping.closed_on.into(),
        keeping.ends_on.into(),
        keeping.stored_on.into(),
        keeping.until.into(),
        keeping.decide_on().into(),
        keeping.asked_by.unwrap_or(AccountId::new(0)).into(),
        keeping.basis.as_str().into(),
        keeping.destroyed_on.into(),
    ])
}

fn insert_notice(tx: &Tx<'_>, row: &[Value]) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO notice (tenant, stream, nth, kind, holder, state, way, why, again, rings, owed_at, settled_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
        row,
    )?;
    Ok(())
}

/// Whose list an open word stands on moves with the matter, unless another organ alone may ring her.
fn notice_rows(tenant: TenantId, petition: &Petition) -> Vec<Vec<Value>> {
    let row = |notice: &super::model::Notice| {
        vec![
            tenant.into(),
            petition.stream.into(),
            notice.nth.into(),
            notice.kind.as_str().into(),
            petition.teller().into(),
            notice.state.code().into(),
            notice.way.as_str().into(),
            notice.why.as_str().into(),
            i64::from(notice.again).into(),
            i64::from(notice.rings).into(),
            notice.owed_at.into(),
            notice.settled_at.into(),
        ]
    };
    petition.notices.iter().map(row).collect()
}

/// Removes every row of a matter, before a rebuild.
///
/// # Errors
/// What the database says.
pub fn remove(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<(), Error> {
    for statement in [
        sql!("DELETE FROM case_file WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM matter_fact WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM clock WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM bar WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM letter WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM precedent WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM notice WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM keeping WHERE tenant = $1 AND stream = $2"),
    ] {
        tx.execute(statement, args![tenant, stream])?;
    }
    Ok(())
}

/// The columns that [`expected`] tells of each table.
pub const COLUMNS: [(&str, &str); 7] = [
    (
        "case_file",
        "tenant, stream, version, head, state, number, stage, matter_type, track, channel, title, origin, holder, officer, area, label, waits_for, received_on, outside_number, history",
    ),
    (
        "matter_fact",
        "tenant, stream, history, channel, matter_type, track, area, holder, level, first_time, received_on, first_handled_on, noticed_on, accepted_on, replied_on, delivered_on, completed_on, rated_on, rating, level_settled, support_due_on, executed_on, withdrawn_on, not_accepted_on, voided_on, erased_on, merged_on, came_back_on, review_upheld_on",
    ),
    ("clock", "tenant, stream, rule, nth, holder, running, due_raw, due_legal, provisional, yellow_on, red_on, ended_on"),
    ("letter", "tenant, stream, nth, organ, kind, number, issued_on, issued_by, approved_by, copies, signed_on"),
    ("precedent", "tenant, stream, class, area, organ, decider, how, ground, decided_on"),
    ("notice", "tenant, stream, nth, kind, holder, state, way, why, again, rings, owed_at, settled_at"),
    ("keeping", "tenant, stream, holder, number, term, closed_on, ends_on, stored_on, until_on, decide_on, asked_by, basis, destroyed_on"),
];

/// The rows that a matter should have in the tables of [`COLUMNS`], in that order; clocks by rule and number.
#[must_use]
pub fn expected(tenant: TenantId, petition: &Petition, head: &Head, calendar: &Calendar) -> [Vec<Vec<Value>>; 7] {
    let mut clocks = clock_rows(petition, calendar);
    clocks.sort_by(|a, b| (&a.rule, a.nth).cmp(&(&b.rule, b.nth)));
    let clocks = clocks.iter().map(|row| clock_args(tenant, petition.stream, row)).collect();
    let letters = petition.letters.iter().map(|letter| letter_args(tenant, petition.stream, letter)).collect();
    [
        vec![case_args(tenant, petition, head)],
        vec![fact_args(tenant, petition)],
        clocks,
        letters,
        precedent_args(tenant, petition).into_iter().collect(),
        notice_rows(tenant, petition),
        keeping_args(tenant, petition).into_iter().collect(),
    ]
}

fn insert_letter(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, letter: &super::model::Letter) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO letter (tenant, stream, nth, organ, kind, number, issued_on, issued_by, approved_by, copies, signed_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        &letter_args(tenant, stream, letter),
    )?;
    Ok(())
}

fn letter_args(tenant: TenantId, stream: StreamId, letter: &super::model::Letter) -> Vec<Value> {
    vec![
        tenant.into(),
        stream.into(),
        i64::from(letter.issued.nth).into(),
        letter.issued.organ.into(),
        letter.issued.kind.as_str().into(),
        letter.issued.number.as_str().into(),
        letter.issued_on.into(),
        letter.issued_by.into(),
        letter.issued.approved_by.into(),
        i64::from(letter.issued.copies).into(),
        letter.signed_on.into(),
    ]
}

/// Whom a lists' reader waits for: the office, the person, or nobody.
#[must_use]
pub const fn waits_for(stage: Stage) -> &'static str {
    match stage {
        Stage::AwaitingMaterial => "person",
        Stage::Diverted
        | Stage::NonAccepted
        | Stage::AccusationHandedOver
        | Stage::Completed
        | Stage::Archived
        | Stage::Withdrawn
        | Stage::Voided
        | Stage::Merged
        | Stage::HistoryClosed => "nobody",
        _ => "office",
    }
}

fn case_args(tenant: TenantId, petition: &Petition, head: &Head) -> Vec<Value> {
    let state = serde_json::to_string(petition).unwrap_or_default();
    vec![
        tenant.into(),
        petition.stream.into(),
        head.version.into(),
        head.hash.clone().into(),
        state.into(),
        petition.number.as_str().into(),
        petition.stage.code().into(),
        petition.matter_type.map_or("", super::model::MatterType::code).into(),
        petition.track.map_or("", super::model::Track::code).into(),
        petition.channel.code().into(),
        petition.title.sealed.as_str().into(),
        petition.origin.into(),
        petition.holder.into(),
        petition.officer.into(),
        petition.area.as_str().into(),
        petition.label.into(),
        waits_for(petition.stage).into(),
        petition.received_on.into(),
        petition.outside_number.as_str().into(),
        petition.history.into(),
    ]
}

fn fact_args(tenant: TenantId, petition: &Petition) -> Vec<Value> {
    let supported = petition.claims.iter().filter_map(|claim| claim.answer.as_ref().and_then(|answer| answer.by));
    let executed = if petition.claims.iter().any(owes_execution) { None } else { petition.claims.iter().filter_map(|claim| claim.executed_on).max() };
    let facts = &petition.facts;
    vec![
        tenant.into(),
        petition.stream.into(),
        petition.history.into(),
        petition.channel.code().into(),
        petition.matter_type.map_or("", super::model::MatterType::code).into(),
        petition.track.map_or("", super::model::Track::code).into(),
        petition.area.as_str().into(),
        petition.holder.into(),
        petition.level.as_str().into(),
        petition.first_time.into(),
        petition.received_on.into(),
        facts.first_handled_on.into(),
        facts.noticed_on.into(),
        petition.accepted_on.into(),
        facts.replied_on.into(),
        facts.delivered_on.into(),
        facts.completed_on.into(),
        petition.rating.map(|(day, _)| day).into(),
        petition.rating.map(|(_, rating)| rating.code().to_owned()).into(),
        facts.completed_on.map(|_| petition.level.clone()).into(),
        supported.max().into(),
        executed.into(),
        facts.withdrawn_on.into(),
        facts.not_accepted_on.into(),
        petition.voided_on.into(),
        facts.erased_on.into(),
        facts.merged_on.into(),
        facts.came_back_on.into(),
        facts.review_upheld_on.into(),
    ]
}

fn write_access(tx: &Tx<'_>, tenant: TenantId, petition: &Petition, organs: &[OrganId], bars_known: usize) -> Result<(), Error> {
    for organ in organs {
        tx.execute(
            sql!("INSERT INTO case_access (tenant, organ, stream) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"),
            args![tenant, *organ, petition.stream],
        )?;
    }
    for bar in petition.bars.iter().skip(bars_known) {
        tx.execute(sql!("INSERT INTO bar (tenant, stream, token) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"), args![tenant, petition.stream, *bar])?;
    }
    Ok(())
}

fn clock_rows(petition: &Petition, calendar: &Calendar) -> Vec<ClockRow> {
    petition
        .clocks
        .iter()
        .map(|clock| {
            // What has ended warns nobody: its row must not depend on a calendar that was loaded since.
            let ended = deadline::LightDays { yellow_on: clock.deadline.due_raw, red_on: clock.deadline.due_raw };
            let lights = if clock.ended.is_some() { ended } else { deadline::light_days(&clock.deadline, calendar) };
            ClockRow {
                rule: clock.rule.clone(),
                nth: clock.nth,
                holder: clock.holder,
                running: clock.ended.is_none(),
                due_raw: clock.deadline.due_raw,
                due_legal: clock.deadline.due_legal,
                provisional: clock.deadline.provisional,
                yellow_on: lights.yellow_on,
                red_on: lights.red_on,
                ended_on: clock.ended.map(|(day, _)| day),
            }
        })
        .collect()
}

fn insert_clock(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, row: &ClockRow) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO clock (tenant, stream, rule, nth, holder, running, due_raw, due_legal, provisional, yellow_on, red_on, ended_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
        &clock_args(tenant, stream, row),
    )?;
    Ok(())
}

fn update_clock(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, row: &ClockRow) -> Result<(), Error> {
    tx.execute(
        sql!("UPDATE clock SET holder = $5, running = $6, due_raw = $7, due_legal = $8, provisional = $9, yellow_on = $10, red_on = $11, ended_on = $12 WHERE tenant = $1 AND stream = $2 AND rule = $3 AND nth = $4"),
        &clock_args(tenant, stream, row),
    )?;
    Ok(())
}

fn clock_args(tenant: TenantId, stream: StreamId, row: &ClockRow) -> Vec<Value> {
    vec![
        tenant.into(),
        stream.into(),
        row.rule.as_str().into(),
        row.nth.into(),
        row.holder.into(),
        row.running.into(),
        row.due_raw.into(),
        row.due_legal.into(),
        row.provisional.into(),
        row.yellow_on.into(),
        row.red_on.into(),
        row.ended_on.into(),
    ]
}

/// Whether the clock ended after its last lawful day, or runs on past it: the one test of "late" (TM-4).
#[must_use]
pub fn is_late(clock: &super::model::CaseClock, today: Day) -> bool {
    clock.holder != PERSON
        && match clock.ended {
            // What fell away after its last lawful day was late all the same.
            Some((day, _)) => day > clock.deadline.due_legal,
            None => today > clock.deadline.due_legal,
        }
}
