//! Reminders: to whoever holds a matter whose clock turns, in office hours of working days; to her, when a right of hers is
//! about to lapse. Level-triggered: each line is told once, and ends when the thing is done.

use super::{hours, news};
use crate::{
    House,
    petition::{Did, Petition, act::emergency, carry},
};
use kernel::{
    Day, Moment,
    id::{AccountId, OrganId, StreamId, TenantId},
};
use store::{Failure, args, row, sql};

/// A clock that ended earlier than so many days ago was told then, or is older than this room.
const LATE_DAYS: i64 = 30;
/// No clock turns yellow so many days before its end.
const SOON_DAYS: i64 = 31;
/// She hears so many days before her right to ask for review ends (P-06).
const REVIEW_DAYS: i64 = 7;
/// How many matters one run of the writer may hold.
const SLICE: usize = 32;
/// How many matters one look for rights that lapse takes; as its statement says.
const LOOK: usize = 200;

row! {
    struct Turning { stream: StreamId, rule: String, due_legal: Day, holder: OrganId, officer: AccountId }
}

row! {
    struct Ending { stream: StreamId }
}

/// Tells officers what turns; `None` outside office hours. How many lines are new.
///
/// # Errors
/// What the database says.
pub fn officers(house: &House, tenant: TenantId) -> Result<Option<usize>, Failure> {
    let now = house.now();
    if !hours::is_office_time(house.calendar(), now) {
        return Ok(None);
    }
    let today = now.local_day();
    let found: Vec<Turning> = house.db().read_here(move |tx| {
        Ok(tx.select(
            sql!("SELECT c.stream, c.rule, c.due_legal, c.holder, f.officer FROM clock c JOIN case_file f ON f.tenant = c.tenant AND f.stream = c.stream WHERE c.tenant = $1 AND c.running = TRUE AND c.due_legal >= $2 AND c.due_legal <= $3 AND c.yellow_on <= $4 AND c.holder <> 0 AND c.rule <> 'P-04' ORDER BY c.due_legal, c.stream"),
            args![tenant, today.plus_days(-LATE_DAYS), today.plus_days(SOON_DAYS), today],
        )?)
    })?;
    let mut told = 0;
    let found = std::sync::Arc::new(found);
    for from in (0..found.len()).step_by(SLICE) {
        let found = std::sync::Arc::clone(&found);
        told += house.db().write_here(move |tx| {
            let mut told = 0;
            for one in found.iter().skip(from).take(SLICE) {
                let kind = if today > one.due_legal { "late" } else { "soon" };
                // A day that moved is another end to be told of.
                let source = format!("{} {}", one.rule, one.due_legal);
                // An officer of another organ has nothing to do with this organ's duty.
                // The review of an emergency access is the head's, and not of whoever handles the matter (C-32).
                let heads = one.rule == emergency::TERM;
                for account in news::people(tx, tenant, one.holder, one.officer, now, heads)? {
                    told += usize::from(news::add(tx, tenant, account, one.stream, kind, &source, now)?);
                }
            }
            Ok(told)
        })?;
    }
    Ok(Some(told))
}

/// Owes her a word when her right to ask for review ends within a week; once for each such right of hers, on whichever day it is. How
/// many.
///
/// # Errors
/// What the database says.
pub fn persons(house: &House, tenant: TenantId) -> Result<usize, Failure> {
    let mut owed = 0;
    loop {
        let (found, told) = owe_slice(house, tenant)?;
        owed += told;
        // What was told is not found again; a look that told nobody would find the same ones for ever.
        if found < LOOK || told == 0 {
            return Ok(owed);
        }
    }
}

/// How many it found, and how many of them are told.
fn owe_slice(house: &House, tenant: TenantId) -> Result<(usize, usize), Failure> {
    let (now, today) = (house.now(), house.today());
    // Her right lasts longer than a week: a word of the last week is of this one.
    let lately = Moment::at_local(today.plus_days(-REVIEW_DAYS), 0, 0);
    let found: Vec<Ending> = house.db().read_here(move |tx| {
        Ok(tx.select(
            sql!("SELECT c.stream FROM clock c WHERE c.tenant = $1 AND c.running = TRUE AND c.due_legal >= $2 AND c.due_legal <= $3 AND c.rule = 'P-06' AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.tenant = c.tenant AND n.stream = c.stream AND n.kind = 'reminder' AND n.owed_at >= $4) ORDER BY c.due_legal, c.stream"),
            args![tenant, today, today.plus_days(REVIEW_DAYS), lately],
        )?)
    })?;
    let (many, mut owed) = (found.len(), 0);
    for Ending { stream } in found {
        let shared = house.clone();
        owed += usize::from(house.db().write_here(move |tx| carry::by_house(tx, &shared, tenant, stream, now, |petition| due(petition, today)))?);
    }
    Ok((many, owed))
}

fn due(petition: &Petition, today: Day) -> Option<(Did, Vec<crate::petition::event::ClockChange>)> {
    let clock = petition.running("P-06")?;
    let soon = clock.deadline.due_legal >= today && clock.deadline.due_legal <= today.plus_days(REVIEW_DAYS);
    // A word from before the day on which this right began, or of that day itself, was of an earlier one.
    let told = petition.notices.iter().any(|notice| notice.kind == "reminder" && notice.owed_at.local_day() > clock.deadline.from);
    (soon && !told && !petition.history).then(|| (Did::Reminded { of: "P-06".to_owned() }, vec![]))
}
