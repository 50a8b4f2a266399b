//! The rows that lists, calendars and figures read, written with the event: the snapshot, who may see it, its clocks, sessions, seats and
//! promises.

use super::model::{Mediation, Party};
use crate::{
    CaseKeys, Vault,
    petition::{
        reading::{blind_values, insert_blind},
        seal::Card,
    },
};
use kernel::{
    crypto::QueryCode,
    id::{StreamId, TenantId},
};
use store::{Error, Tx, Value, args, ledger::Head, sql};

/// The tables of a mediation, the columns that a replay tells of each, and their order.
pub const COLUMNS: [(&str, &str, &str); 6] = [
    (
        "mediation",
        "tenant, stream, version, head, number, stage, source, kind, grade, dispute, title, origin, holder, area, label, bars, received_on, taken_on, accepted_on, law_told_on, met_on, effective_on, ended_on, followed_on, closed_on, outside_number, alarmed_at, state",
        "stream",
    ),
    ("mediation_access", "tenant, organ, stream", "organ"),
    ("mediation_clock", "tenant, stream, rule, nth, holder, running, due_raw, due_legal, provisional, ended_on", "rule, nth"),
    ("mediation_session", "tenant, stream, nth, organ, at, minutes, way, together, state", "nth"),
    ("mediation_seat", "tenant, account, stream", "account"),
    ("mediation_promise", "tenant, stream, nth, organ, due, fen, state, on_day", "nth"),
];

/// The rows that a mediation should have in the tables of [`COLUMNS`], in that order.
#[must_use]
pub fn expected(tenant: TenantId, mediation: &Mediation, head: &Head) -> [Vec<Vec<Value>>; 6] {
    let stream = mediation.stream;
    let mut access: Vec<_> = mediation.open_to();
    access.sort_unstable();
    access.dedup();
    let mut clocks: Vec<_> = mediation.clocks.iter().collect();
    clocks.sort_by(|a, b| (&a.rule, a.nth).cmp(&(&b.rule, b.nth)));
    let mut seats: Vec<_> = mediation.mediators().map(|seat| seat.account).collect();
    seats.sort_unstable();
    seats.dedup();
    let promises = mediation.agreement.iter().filter(|agreement| agreement.effective_on.is_some()).flat_map(|agreement| &agreement.promises);
    [
        vec![own_row(tenant, mediation, head)],
        access.into_iter().map(|organ| vec![tenant.into(), organ.into(), stream.into()]).collect(),
        clocks
            .into_iter()
            .map(|clock| {
                vec![
                    tenant.into(),
                    stream.into(),
                    clock.rule.as_str().into(),
                    clock.nth.into(),
                    clock.holder.into(),
                    clock.ended.is_none().into(),
                    clock.deadline.due_raw.into(),
                    clock.deadline.due_legal.into(),
                    clock.deadline.provisional.into(),
                    clock.ended.map(|(day, _)| day).into(),
                ]
            })
            .collect(),
        mediation
            .sessions
            .iter()
            .map(|one| {
                vec![
                    tenant.into(),
                    stream.into(),
                    one.nth.into(),
                    mediation.holder.into(),
                    one.at.into(),
                    one.minutes.into(),
                    one.way.code().into(),
                    one.together.code().into(),
                    one.state.code().into(),
                ]
            })
            .collect(),
        seats.into_iter().map(|account| vec![tenant.into(), account.into(), stream.into()]).collect(),
        promises
            .map(|one| {
                vec![
                    tenant.into(),
                    stream.into(),
                    one.nth.into(),
                    mediation.holder.into(),
                    one.due.into(),
                    one.fen.into(),
                    one.state.code().into(),
                    one.on.into(),
                ]
            })
            .collect(),
    ]
}

fn own_row(tenant: TenantId, mediation: &Mediation, head: &Head) -> Vec<Value> {
    let bars = mediation.bars.iter().fold(String::new(), |text, bar| if text.is_empty() { format!(",{bar},") } else { format!("{text}{bar},") });
    let taken = mediation.hops.iter().rev().find_map(|hop| hop.taken_at).map(|at| at.local_day());
    let met = mediation.sessions.iter().filter_map(|session| session.ended).map(|at| at.local_day()).min();
    vec![
        tenant.into(),
        mediation.stream.into(),
        head.version.into(),
        head.hash.clone().into(),
        mediation.number.as_str().into(),
        mediation.stage.code().into(),
        mediation.source.as_str().into(),
        mediation.kind.code().into(),
        mediation.grade.code().into(),
        mediation.dispute.as_str().into(),
        mediation.title.sealed.as_str().into(),
        mediation.origin.into(),
        mediation.holder.into(),
        mediation.area.as_str().into(),
        mediation.label.into(),
        bars.into(),
        mediation.received_at.local_day().into(),
        taken.into(),
        mediation.accepted_on.into(),
        mediation.laws.first().map(|law| law.on).into(),
        met.into(),
        mediation.agreement.as_ref().and_then(|agreement| agreement.effective_on).into(),
        mediation.ended.as_ref().map(|(_, day)| *day).into(),
        mediation.follow_ups.first().map(|one| one.on).into(),
        mediation.closed_on.into(),
        mediation.outside_number.as_str().into(),
        mediation.alarmed_at.into(),
        serde_json::to_string(mediation).unwrap_or_default().into(),
    ]
}

/// Writes the rows of a mediation as it is now; those that have not changed are left alone.
///
/// # Errors
/// What the database says.
pub fn write(tx: &Tx<'_>, tenant: TenantId, before: Option<&Mediation>, after: &Mediation, head: &Head) -> Result<(), Error> {
    let new = expected(tenant, after, head);
    let old = before.map(|before| expected(tenant, before, head));
    let inserts = [
        sql!(
            "INSERT INTO mediation (tenant, stream, version, head, number, stage, source, kind, grade, dispute, title, origin, holder, area, label, bars, received_on, taken_on, accepted_on, law_told_on, met_on, effective_on, ended_on, followed_on, closed_on, outside_number, alarmed_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)"
        ),
        sql!("INSERT INTO mediation_access (tenant, organ, stream) VALUES ($1, $2, $3)"),
        sql!(
            "INSERT INTO mediation_clock (tenant, stream, rule, nth, holder, running, due_raw, due_legal, provisional, ended_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        sql!(
            "INSERT INTO mediation_session (tenant, stream, nth, organ, at, minutes, way, together, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        sql!("INSERT INTO mediation_seat (tenant, account, stream) VALUES ($1, $2, $3)"),
        sql!("INSERT INTO mediation_promise (tenant, stream, nth, organ, due, fen, state, on_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
    ];
    let deletes = deletes();
    for (index, rows) in new.iter().enumerate() {
        let is_new_snapshot = index == 0;
        let same = !is_new_snapshot && old.as_ref().and_then(|old| old.get(index)).is_some_and(|old| old == rows);
        if same {
            continue;
        }
        let (Some(delete), Some(insert)) = (deletes.get(index), inserts.get(index)) else { continue };
        if before.is_some() {
            tx.execute(delete, args![tenant, after.stream])?;
        }
        for row in rows {
            tx.execute(insert, row)?;
        }
    }
    Ok(())
}

fn deletes() -> [&'static store::Statement; 6] {
    [
        sql!("DELETE FROM mediation WHERE tenant = $1 AND stream = $2"),
        // The table is ordered by organ; every organ that may have had it is asked.
        sql!("DELETE FROM mediation_access WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM mediation_clock WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM mediation_session WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM mediation_seat WHERE tenant = $1 AND stream = $2"),
        sql!("DELETE FROM mediation_promise WHERE tenant = $1 AND stream = $2"),
    ]
}

/// Removes every row of a mediation, before a rebuild.
///
/// # Errors
/// What the database says.
pub fn remove(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<(), Error> {
    for statement in deletes() {
        tx.execute(statement, args![tenant, stream])?;
    }
    Ok(())
}

/// The code with which a party follows her mediation: one for each party, and a new one for each issue.
#[must_use]
pub fn code_of(vault: &Vault, stream: StreamId, party: i64, issue: u32) -> QueryCode {
    let party = u32::try_from(party).unwrap_or(0);
    vault.query_code(stream, party.saturating_mul(1000).saturating_add(issue))
}

/// What a token of a party's code is made of.
pub const CODE: &str = "party-code";

/// The rows of the blind index of a party: her card, and her code.
#[must_use]
pub fn tokens_of(vault: &Vault, tenant: TenantId, stream: StreamId, party: &Party, card: &Card, area: &str) -> Vec<(i64, i64)> {
    let mut rows: Vec<(i64, i64)> =
        blind_values(card, area).into_iter().map(|(kind, value)| (vault.blind(tenant, kind, &value), party.subject)).collect();
    rows.extend(code_token(vault, tenant, stream, party));
    rows
}

fn code_token(vault: &Vault, tenant: TenantId, stream: StreamId, party: &Party) -> Option<(i64, i64)> {
    (party.code_issue > 0).then(|| (vault.blind(tenant, CODE, code_of(vault, stream, party.subject, party.code_issue).as_str()), party.subject))
}

/// The rows of the blind index that a mediation should have.
#[must_use]
pub fn expected_blind(vault: &Vault, tenant: TenantId, mediation: &Mediation, keys: &CaseKeys) -> Vec<(i64, i64)> {
    let mut rows = vec![];
    for party in &mediation.parties {
        let card = open_card(keys, party).unwrap_or_default();
        if party.erased_on.is_none() {
            rows.extend(tokens_of(vault, tenant, mediation.stream, party, &card, mediation.area.as_str()));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Opens a party's card; `None` when there is none or it was erased.
#[must_use]
pub fn open_card(keys: &CaseKeys, party: &Party) -> Option<Card> {
    let text = keys.open(party.subject, "card", party.card.as_ref()?).open()?;
    serde_json::from_str(&text).ok()
}

/// Forgets rows of the blind index.
///
/// # Errors
/// What the database says.
pub fn forget(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, rows: &[(i64, i64)]) -> Result<(), Error> {
    for (token, subject) in rows {
        tx.execute(
            sql!("DELETE FROM blind WHERE tenant = $1 AND season = $2 AND token = $3 AND stream = $4 AND subject = $5"),
            args![tenant, stream.season(), *token, stream, *subject],
        )?;
    }
    Ok(())
}

/// Forgets the code that was good until now, and knows the new one.
///
/// # Errors
/// What the database says.
pub fn change_code(tx: &Tx<'_>, vault: &Vault, tenant: TenantId, before: &Mediation, party: &Party) -> Result<(), Error> {
    let stream = before.stream;
    if let Some((token, subject)) = before.party(party.subject).and_then(|old| code_token(vault, tenant, stream, old)) {
        forget(tx, tenant, stream, &[(token, subject)])?;
    }
    if let Some((token, subject)) = code_token(vault, tenant, stream, party) {
        insert_blind(tx, tenant, token, stream, subject)?;
    }
    Ok(())
}
