//! Consent of all (C-40), rights told, more time by all (M-01), guardians (C-46).

use super::{TERMS, all_agreed, end, known, plain};
use crate::{
    mediation::{
        command::{Actor, Context},
        event::{Did, Event},
        model::{Consent, Mediation, Party, Side},
    },
    petition::{
        clock,
        event::ClockChange,
        model::{How, Words},
    },
};
use kernel::{
    Day, Refusal,
    deadline::{self, Unit},
};

/// How consent was given: by her own code, or as an officer heard or read it.
pub const CONSENT_WAYS: [&str; 4] = ["oral", "paper", "phone", "code"];

/// How rights and duties were told.
pub const RIGHTS_WAYS: [&str; 2] = ["read", "given"];

pub(super) fn add_party(mediation: &Mediation, party: Party) -> Result<Event, Refusal> {
    if party.card.is_none() {
        return Err(super::empty("name"));
    }
    if party.side == Side::Guardian {
        let of = mediation.party(party.of).filter(|one| one.is_side()).ok_or_else(|| Refusal::new("PARTY_UNKNOWN", "C-46").at("of"))?;
        if !of.is_minor {
            return Err(Refusal::new("NO_GUARDIAN_NEEDED", "C-46").at("of"));
        }
        if party.is_suspected {
            return Err(Refusal::new("GUARDIAN_SUSPECTED", "C-46").at("suspected"));
        }
    }
    Ok(plain(Did::PartyAdded { party }))
}

pub(super) fn consent(mediation: &Mediation, parties: Vec<i64>, given: bool, how: String, context: &Context<'_>) -> Result<Event, Refusal> {
    if parties.is_empty() {
        return Err(Refusal::new("PARTY_UNKNOWN", "C-40").at("parties"));
    }
    for party in &parties {
        let one = known(mediation, *party).ok().filter(|one| one.is_side()).ok_or_else(|| Refusal::new("PARTY_UNKNOWN", "C-40").at("parties"))?;
        if one.is_minor && mediation.guardian_of(*party).is_none() {
            return Err(Refusal::new("GUARDIAN_MISSING", "C-46").at("parties"));
        }
    }
    // Her own code is hers alone; what an officer writes down he heard or read.
    if !CONSENT_WAYS.contains(&how.as_str()) || (how == "code") != (context.actor == Actor::Person) {
        return Err(Refusal::new("CONSENT_HOW", "C-40").at("how"));
    }
    if !given {
        let clocks = end(mediation, &["M-11"], context.acted_on, How::Done);
        return Ok(Event::new(Did::Consented { parties, consent: Consent::Refused, how, accepted: false }, clocks));
    }
    let is_asked = mediation.sides().count() >= 2;
    let accepted = is_asked && mediation.sides().all(|one| one.consent == Consent::Given || parties.contains(&one.subject));
    let mut clocks = vec![];
    if accepted {
        let source = context.law.mediation_sources.get(&mediation.source);
        let term = source.and_then(|row| row.evidence.first().cloned()).unwrap_or_else(|| "M-01".to_owned());
        clocks.extend(end(mediation, &["M-11"], context.acted_on, How::Done));
        clocks.extend(clock::start(context, &term, mediation.holder, context.acted_on, &mediation.area));
    }
    Ok(Event::new(Did::Consented { parties, consent: Consent::Given, how, accepted }, clocks))
}

pub(super) fn withdraw(mediation: &Mediation, party: i64, reason: Option<Words>, context: &Context<'_>) -> Result<Event, Refusal> {
    let one = known(mediation, party)?;
    if !one.is_side() {
        return Err(Refusal::new("PARTY_UNKNOWN", "C-40").at("party"));
    }
    // She owes nobody a reason (art 23).
    Ok(Event::new(Did::ConsentWithdrawn { party, reason }, end(mediation, TERMS, context.acted_on, How::Done)))
}

pub(super) fn tell_rights(mediation: &Mediation, parties: Vec<i64>, how: String) -> Result<Event, Refusal> {
    if parties.is_empty() {
        return Err(Refusal::new("PARTY_UNKNOWN", "T-33").at("parties"));
    }
    for party in &parties {
        known(mediation, *party)?;
    }
    if !RIGHTS_WAYS.contains(&how.as_str()) {
        return Err(super::empty("how"));
    }
    Ok(plain(Did::RightsTold { parties, how }))
}

/// More time, by all (M-01, M-02, M-03): silence is no agreement.
pub(super) fn extend(mediation: &Mediation, until: Day, agreed: &[i64], context: &Context<'_>) -> Result<Event, Refusal> {
    let running = mediation.clocks.iter().find(|clock| clock.ended.is_none() && TERMS.contains(&clock.rule.as_str()));
    let Some(clock) = running else { return Err(Refusal::new("NO_TERM", "M-01")) };
    all_agreed(mediation, agreed, "NOT_ALL_AGREED", "M-01")?;
    if until <= clock.deadline.due_legal || until <= context.today {
        return Err(Refusal::new("NOT_LATER", "M-01").arg("day", clock.deadline.due_legal).at("until"));
    }
    let days = clock.deadline.from.days_until(until);
    let moved = deadline::compute(&clock.rule, clock.deadline.from, days, Unit::CalendarDays, context.calendar);
    let change = ClockChange::Move { rule: clock.rule.clone(), nth: clock.nth, deadline: moved };
    Ok(Event::new(Did::TermExtended { until }, vec![change]))
}
