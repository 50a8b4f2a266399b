//! What the house's own clocks do: a duty that ran out opens a supervision proposal (C-10, C-27); a calendar that was
//! loaded moves provisional dates (TM-6). Level-triggered: each run looks at what is, so a run more or less changes
//! nothing.

use super::{
    carry::by_house,
    clock::PERSON,
    event::{ClockChange, Did},
    model::Petition,
};
use crate::House;
use kernel::{
    Day,
    calendar::Calendar,
    deadline::{self, Holder},
    id::{StreamId, TenantId},
};
use store::{Failure, args, row, select, sql};

row! {
    struct Swept { stream: StreamId }
}

/// How many matters one run of the writer may hold: well under 20 ms.
const SLICE: usize = 16;

/// Opens a proposal for every duty that ran out before today. Returns how many.
///
/// # Errors
/// What the database says.
pub fn late(house: &House, tenant: TenantId) -> Result<usize, Failure> {
    let today = house.today();
    let mut all = 0;
    loop {
        // One event a matter and round: a matter with two late duties takes two.
        match late_once(house, tenant, today)? {
            0 => return Ok(all),
            more => all += more,
        }
    }
}

fn late_once(house: &House, tenant: TenantId, today: Day) -> Result<usize, Failure> {
    let found: Vec<Swept> = house.db().read_here(move |tx| {
        // Organ by organ: rights of persons that have lapsed are many, and nobody's duty.
        Ok(tx.select(
            sql!("SELECT c.stream FROM organ o CROSS JOIN clock c WHERE o.tenant = $1 AND c.tenant = o.tenant AND c.holder = o.organ AND c.running = TRUE AND c.due_legal < $2"),
            args![tenant, today],
        )?)
    })?;
    each(house, tenant, streams(found), move |petition| propose(petition, today))
}

fn propose(petition: &Petition, today: Day) -> Option<(Did, Vec<ClockChange>)> {
    let late = petition.clocks.iter().find(|clock| {
        // P-04 is a right of the receiving body, not a duty.
        clock.rule != "P-04"
            && clock.holder != PERSON
            && clock.ended.is_none()
            && clock.deadline.is_late(today)
            && !petition.proposals.iter().any(|proposal| proposal.rule == clock.rule && proposal.nth == clock.nth)
    })?;
    Some((Did::SupervisionProposed { rule: late.rule.clone(), nth: late.nth }, vec![]))
}

/// Recomputes every provisional date with the calendar as it is now. Returns how many matters moved.
///
/// # Errors
/// What the database says.
pub fn calendar_loaded(house: &House, tenant: TenantId) -> Result<usize, Failure> {
    // No calendar moves a date by two months: what ended before that ended, whichever days were holidays.
    let since = house.today().plus_days(-60);
    let found: Vec<Swept> = house.db().read_here(move |tx| {
        Ok(tx.select(
            select!(Swept, "FROM clock WHERE tenant = $1 AND running = TRUE AND due_legal >= $2 AND provisional = TRUE"),
            args![tenant, since],
        )?)
    })?;
    let calendar = house.calendar().clone();
    each(house, tenant, streams(found), move |petition| moved(petition, &calendar))
}

fn moved(petition: &Petition, calendar: &Calendar) -> Option<(Did, Vec<ClockChange>)> {
    let mut years = vec![];
    let changes: Vec<ClockChange> = petition
        .clocks
        .iter()
        .filter(|clock| clock.ended.is_none() && clock.deadline.provisional)
        .filter_map(|clock| {
            let holder = if clock.holder == PERSON { Holder::Citizen } else { Holder::Agency };
            let deadline = deadline::recompute_told(&clock.deadline, holder, calendar).filter(|fresh| *fresh != clock.deadline)?;
            years.push(deadline.due_legal.year());
            Some(ClockChange::Move { rule: clock.rule.clone(), nth: clock.nth, deadline })
        })
        .collect();
    years.sort_unstable();
    years.dedup();
    if changes.is_empty() { None } else { Some((Did::CalendarLoaded { years }, changes)) }
}

fn streams(found: Vec<Swept>) -> Vec<StreamId> {
    found.into_iter().map(|row| row.stream).collect()
}

/// Writes what `decide` finds due on each of these, a few in a transaction. Returns how many events that were.
pub(super) fn each(
    house: &House,
    tenant: TenantId,
    mut found: Vec<StreamId>,
    decide: impl Fn(&Petition) -> Option<(Did, Vec<ClockChange>)> + Send + Clone + 'static,
) -> Result<usize, Failure> {
    found.sort_unstable();
    found.dedup();
    let mut written = 0;
    for slice in found.chunks(SLICE) {
        let streams = slice.to_vec();
        let (shared, now, decide) = (house.clone(), house.now(), decide.clone());
        written += house.db().write_here(move |tx| {
            let mut written = 0;
            for stream in &streams {
                written += usize::from(by_house(tx, &shared, tenant, *stream, now, &decide)?);
            }
            Ok(written)
        })?;
    }
    Ok(written)
}
