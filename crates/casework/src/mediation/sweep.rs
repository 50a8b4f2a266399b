//! What the house does by itself: a calendar that was loaded moves provisional dates, never against a party (TM-6).

use super::{carry, event::Did, model::Mediation};
use crate::{
    House,
    petition::{clock::PERSON, event::ClockChange},
};
use kernel::{
    calendar::Calendar,
    deadline::{self, Holder},
    id::{StreamId, TenantId},
};
use store::{Failure, args, row, select};

row! {
    struct Swept { stream: StreamId }
}

/// So many in one transaction.
const SLICE: usize = 20;

/// Recomputes every provisional date with the calendar as it is now. Returns how many mediations moved.
///
/// # Errors
/// What the database says.
pub fn calendar_loaded(house: &House, tenant: TenantId) -> Result<usize, Failure> {
    // No calendar moves a date by two months.
    let since = house.today().plus_days(-60);
    let mut found: Vec<StreamId> = house
        .db()
        .read_here(move |tx| {
            Ok(tx.select::<Swept>(
                select!(Swept, "FROM mediation_clock WHERE tenant = $1 AND running = TRUE AND due_legal >= $2 AND provisional = TRUE"),
                args![tenant, since],
            )?)
        })?
        .into_iter()
        .map(|row| row.stream)
        .collect();
    found.sort_unstable();
    found.dedup();
    let mut written = 0;
    for slice in found.chunks(SLICE) {
        let (streams, shared, now, calendar) = (slice.to_vec(), house.clone(), house.now(), house.calendar().clone());
        written += house.db().write_here(move |tx| {
            let mut written = 0;
            for stream in &streams {
                written += usize::from(carry::by_house(tx, &shared, tenant, *stream, now, |mediation| moved(mediation, &calendar))?);
            }
            Ok(written)
        })?;
    }
    Ok(written)
}

fn moved(mediation: &Mediation, calendar: &Calendar) -> Option<(Did, Vec<ClockChange>)> {
    let mut years = vec![];
    let changes: Vec<ClockChange> = mediation
        .clocks
        .iter()
        .filter(|clock| clock.ended.is_none() && clock.deadline.provisional)
        .filter_map(|clock| {
            let holder = if clock.holder == PERSON { Holder::Citizen } else { Holder::Agency };
            let fresh = deadline::recompute_told(&clock.deadline, holder, calendar).filter(|fresh| *fresh != clock.deadline)?;
            years.push(fresh.due_legal.year());
            Some(ClockChange::Move { rule: clock.rule.clone(), nth: clock.nth, deadline: fresh })
        })
        .collect();
    years.sort_unstable();
    years.dedup();
    if changes.is_empty() { None } else { Some((Did::CalendarLoaded { years }, changes)) }
}
