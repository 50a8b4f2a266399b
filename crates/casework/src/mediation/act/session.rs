//! Sessions: set in the calendar, held with a record, dropped; what is told alone, the law, the facts nobody disputes.

use super::{all_agreed, known, plain, said};
use crate::{
    mediation::{
        command::Context,
        event::{Did, Event},
        model::{Mediation, Session, SessionState, Together, Way},
    },
    petition::model::Words,
};
use kernel::{Moment, Refusal, id::FileId, sealed::Sealed};

#[expect(clippy::too_many_arguments, reason = "a session written out")]
pub(super) fn set(
    mediation: &Mediation,
    at: Moment,
    minutes: i64,
    place: Words,
    way: Way,
    together: Together,
    with: Vec<i64>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if !(5..=600).contains(&minutes) {
        return Err(Refusal::new("SESSION_LENGTH", "T-34").arg("min", 5).arg("max", 600).at("minutes"));
    }
    for party in &with {
        known(mediation, *party)?;
    }
    if with.is_empty() {
        return Err(Refusal::new("PARTY_UNKNOWN", "T-34").at("with"));
    }
    may_meet(mediation, together, &with, at, context)?;
    if way != Way::Video || with.iter().filter_map(|party| mediation.party(*party)).any(|party| party.has_no_device) {
        // A place, or a seat in the village office for who has no device (C-48).
        said(place.clone(), "place")?;
    }
    let nth = i64::try_from(mediation.sessions.len()).unwrap_or(i64::MAX).saturating_add(1);
    Ok(plain(Did::SessionSet { session: Session { nth, at, minutes, place, way, together, with, state: SessionState::Set, ended: None } }))
}

/// Whether these may sit at one table (C-54): no order forbids it, and she who suffered violence wants it herself and is safe.
fn may_meet(mediation: &Mediation, together: Together, with: &[i64], at: Moment, context: &Context<'_>) -> Result<(), Refusal> {
    if together == Together::Apart {
        return if with.len() > 1 { Err(Refusal::new("NOT_APART", "C-54").at("with")) } else { Ok(()) };
    }
    if mediation.forbids_contact(at.local_day().max(context.today)) {
        return Err(Refusal::new("NO_CONTACT_ORDER", "C-54").at("together"));
    }
    let unsafe_for = |party: &i64| {
        let Some(one) = mediation.party(*party).filter(|one| !one.is_suspected && one.is_side()) else { return false };
        !mediation.safety.iter().any(|safety| safety.party == one.subject && safety.joint)
    };
    if mediation.is_violence() && with.iter().any(unsafe_for) {
        return Err(Refusal::new("JOINT_NOT_SAFE", "C-54").at("together"));
    }
    Ok(())
}

pub(super) fn hold(
    mediation: &Mediation,
    nth: i64,
    began: Moment,
    ended: Moment,
    present: Vec<i64>,
    record: Words,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let Some(session) = mediation.session(nth).filter(|session| session.state == SessionState::Set) else {
        return Err(Refusal::new("NO_SESSION", "T-34").at("nth"));
    };
    if ended <= began || ended > context.now {
        return Err(Refusal::new("SESSION_TIMES", "T-34").at("ended"));
    }
    for party in &present {
        known(mediation, *party)?;
    }
    if present.is_empty() {
        return Err(Refusal::new("PARTY_UNKNOWN", "T-34").at("present"));
    }
    may_meet(mediation, if present.len() > 1 { Together::Joint } else { session.together }, &present, began, context)?;
    Ok(plain(Did::SessionHeld { nth, began, ended, present, record: said(record, "record")?, together: session.together }))
}

pub(super) fn cancel(mediation: &Mediation, nth: i64, reason: Words) -> Result<Event, Refusal> {
    if mediation.session(nth).is_none_or(|session| session.state != SessionState::Set) {
        return Err(Refusal::new("NO_SESSION", "T-34").at("nth"));
    }
    Ok(plain(Did::SessionDropped { nth, reason: said(reason, "reason")? }))
}

pub(super) fn note_apart(mediation: &Mediation, party: i64, note: Option<Sealed>) -> Result<Event, Refusal> {
    known(mediation, party)?;
    let note = note.ok_or_else(|| super::empty("note"))?;
    Ok(plain(Did::ToldApart { party, note }))
}

pub(super) fn tell_law(text: String, words: Words, gentle: Option<Words>) -> Result<Event, Refusal> {
    if text.trim().is_empty() {
        return Err(super::empty("text"));
    }
    Ok(plain(Did::LawTold { text: text.trim().to_owned(), words: said(words, "words")?, gentle }))
}

pub(super) fn agree_facts(mediation: &Mediation, words: Words, signed: &[i64], evidence: Option<FileId>) -> Result<Event, Refusal> {
    all_agreed(mediation, signed, "FACTS_NOT_SIGNED", "C-47")?;
    Ok(plain(Did::FactsAgreed { words: said(words, "words")?, evidence }))
}
