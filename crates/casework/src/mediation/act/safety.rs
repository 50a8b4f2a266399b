//! Violence at home and minors: spoken with apart, reported, a court's order, what the police did (C-50 to C-54).

use super::{known, plain};
use crate::mediation::{
    command::Context,
    event::{Did, Event},
    model::{Authority, Mediation, Safety},
};
use kernel::{Day, Refusal, id::FileId};

pub(super) fn screen(mediation: &Mediation, safety: Option<Safety>, alone: bool) -> Result<Event, Refusal> {
    let safety = safety.ok_or_else(|| super::empty("need"))?;
    let party = known(mediation, safety.party)?;
    if !alone {
        return Err(Refusal::new("NOT_ALONE", "C-53").at("alone"));
    }
    if party.is_suspected {
        return Err(Refusal::new("PARTY_UNKNOWN", "C-53").at("party"));
    }
    Ok(plain(Did::Screened { safety }))
}

pub(super) fn report(to: Authority, number: String, evidence: Option<FileId>) -> Result<Event, Refusal> {
    if number.trim().is_empty() {
        // A report without the number under which they took it is a promise.
        return Err(super::empty("number"));
    }
    Ok(plain(Did::Reported { to, number: number.trim().to_owned(), evidence }))
}

pub(super) fn order(number: String, no_contact: bool, until: Day, evidence: Option<FileId>, context: &Context<'_>) -> Result<Event, Refusal> {
    if number.trim().is_empty() {
        return Err(super::empty("number"));
    }
    if until < context.today {
        return Err(Refusal::new("ORDER_OVER", "V-04").at("until"));
    }
    Ok(plain(Did::OrderRecorded { number: number.trim().to_owned(), no_contact, until, evidence }))
}

/// What the police did: a penalty, a warning, nothing (C-53).
pub const POLICE_OUTCOMES: [&str; 4] = ["penalty", "warning_letter", "criticised", "none"];

pub(super) fn police(outcome: String) -> Result<Event, Refusal> {
    if POLICE_OUTCOMES.contains(&outcome.as_str()) { Ok(plain(Did::PoliceActed { outcome })) } else { Err(super::empty("outcome")) }
}
