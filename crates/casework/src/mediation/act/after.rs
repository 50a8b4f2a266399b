//! After it: promises kept or broken, follow-up, confirmation by a court, the end.

use super::{TERMS, all_agreed, end, end_all, ended, known, plain, said};
use crate::{
    mediation::{
        command::{Actor, Context},
        event::{Did, Event},
        model::{Axis, Mediation, PromiseState, Ruling, Stage},
    },
    petition::{
        clock,
        event::ClockChange,
        model::{CaseClock, How, Words},
    },
};
use kernel::{Refusal, id::FileId, sealed::Sealed};

pub(super) fn tell_promise(
    mediation: &Mediation,
    nth: i64,
    kept: bool,
    words: Words,
    evidence: Option<FileId>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let agreement = mediation.agreement.as_ref().ok_or_else(|| Refusal::new("NO_PROMISE", "SM-MED"))?;
    let Some(promise) = agreement.promises.iter().find(|promise| promise.nth == nth) else {
        return Err(Refusal::new("NO_PROMISE", "SM-MED").at("nth"));
    };
    if promise.state == PromiseState::Kept {
        return Err(Refusal::new("PROMISE_DONE", "SM-MED").at("nth"));
    }
    if !kept && (promise.state == PromiseState::Broken || context.acted_on <= promise.due) {
        // Nobody has broken what is not due yet.
        return Err(Refusal::new("PROMISE_NOT_DUE", "SM-MED").arg("day", promise.due).at("kept"));
    }
    let words = said(words, "words")?;
    let others = agreement.promises.iter().filter(|one| one.nth != nth);
    let last = kept && others.into_iter().all(|one| one.state == PromiseState::Kept);
    let mut clocks = if kept { end(mediation, &[&super::agreement::promise_rule(nth)], context.acted_on, How::Done) } else { vec![] };
    // Who tells how it stands has followed it up.
    clocks.extend(follow_up_of(mediation, nth).map(|clock| ended(clock, context.acted_on, How::Done)));
    Ok(Event::new(Did::PromiseTold { nth, kept, words, evidence, last }, clocks))
}

/// The follow-up clock of a promise: they begin in the order of the promises, those of the last agreement last.
fn follow_up_of(mediation: &Mediation, nth: i64) -> Option<&CaseClock> {
    let due = mediation.agreement.as_ref()?.promises.iter().find(|promise| promise.nth == nth)?.due;
    mediation.clocks.iter().find(|clock| clock.rule == "M-10" && clock.ended.is_none() && clock.deadline.from == due)
}

pub(super) fn mediate_again(mediation: &Mediation, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let mut clocks = end_all(mediation, context.acted_on);
    clocks.extend(clock::start(context, "M-01", mediation.holder, context.acted_on, &mediation.area));
    Ok(Event::new(Did::MediatedAgain { reason: said(reason, "reason")? }, clocks))
}

pub(super) fn ask_confirmation(
    mediation: &Mediation,
    court: String,
    by: Vec<i64>,
    evidence: Option<FileId>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    all_agreed(mediation, &by, "NOT_JOINT", "C-44")?;
    if court.trim().is_empty() {
        return Err(super::empty("court"));
    }
    if evidence.is_none() {
        return Err(Refusal::new("CONFIRM_UNSEEN", "T-39").at("file"));
    }
    let clocks = end(mediation, &["M-05"], context.acted_on, How::Done);
    Ok(Event::new(Did::ConfirmationAsked { court: court.trim().to_owned(), by, evidence }, clocks))
}

pub(super) fn record_ruling(
    mediation: &Mediation,
    ruling: Ruling,
    document: String,
    evidence: Option<FileId>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if document.trim().is_empty() && ruling != Ruling::Withdrawn {
        return Err(super::empty("document"));
    }
    let clocks = match ruling {
        // What was not taken up may be asked for anew, by the old thirty days.
        Ruling::Withdrawn | Ruling::Refused => {
            let before = mediation.clocks.iter().rfind(|clock| clock.rule == "M-05" && context.acted_on <= clock.deadline.due_legal);
            before.map(|clock| ClockChange::Resume { rule: clock.rule.clone(), nth: clock.nth }).into_iter().collect()
        }
        Ruling::Confirmed | Ruling::Dismissed => vec![],
    };
    Ok(Event::new(Did::ConfirmationRuled { ruling, document: document.trim().to_owned(), evidence }, clocks))
}

/// What a visit found.
pub(super) struct Visited {
    pub(super) party: i64,
    pub(super) way: String,
    pub(super) words: Words,
    pub(super) said: Option<Words>,
    pub(super) risks: Option<Words>,
    pub(super) measures: Option<Words>,
}

/// How one is visited.
pub const VISIT_WAYS: [&str; 3] = ["home", "phone", "here"];

pub(super) fn follow_up(mediation: &Mediation, visited: Visited, context: &Context<'_>) -> Result<Event, Refusal> {
    let Visited { party, way, words, said: own, risks, measures } = visited;
    known(mediation, party)?;
    if !VISIT_WAYS.contains(&way.as_str()) {
        return Err(super::empty("way"));
    }
    let due = mediation.clocks.iter().filter(|clock| clock.ended.is_none() && clock.rule == "M-10" && clock.deadline.from <= context.acted_on);
    let clocks = due.map(|clock| ended(clock, context.acted_on, How::Done)).collect();
    Ok(Event::new(Did::FollowedUp { party, way, words: said(words, "words")?, said: own, risks, measures }, clocks))
}

/// In her own words, by herself or as she agreed that a helper notes it (C-59); there is no scale.
pub(super) fn say_axis(
    mediation: &Mediation,
    party: i64,
    axis: Axis,
    words: Option<Sealed>,
    agreed: bool,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    known(mediation, party)?;
    let words = words.ok_or_else(|| super::empty("words"))?;
    if context.actor != Actor::Person && !agreed {
        return Err(Refusal::new("AXIS_NOT_HERS", "C-59").at("agreed"));
    }
    Ok(plain(Did::AxisSaid { party, axis, words }))
}

pub(super) fn terminate(mediation: &Mediation, reason: String, words: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    if context.law.terminations.get(&reason).is_none() {
        return Err(super::empty("reason"));
    }
    if reason == "time_over"
        && mediation
            .clocks
            .iter()
            .any(|clock| clock.ended.is_none() && TERMS.contains(&clock.rule.as_str()) && context.acted_on <= clock.deadline.due_legal)
    {
        return Err(Refusal::new("TERM_NOT_OVER", "M-01").at("reason"));
    }
    Ok(Event::new(Did::Terminated { reason, words: said(words, "words")? }, end_all(mediation, context.acted_on)))
}

pub(super) fn close(mediation: &Mediation, note: Option<Words>, context: &Context<'_>) -> Result<Event, Refusal> {
    // Where a promise was broken it says which way she goes on: mediated again, or the papers for the court.
    if mediation.stage == Stage::Breached && note.is_none() {
        return Err(super::empty("note"));
    }
    // Her own right, and the follow-up that is still owed, run on.
    let clocks = mediation.clocks.iter().filter(|clock| clock.ended.is_none() && !matches!(clock.rule.as_str(), "M-05" | "M-10"));
    let clocks = clocks.map(|clock| ended(clock, context.acted_on, How::Moot)).collect();
    Ok(Event::new(Did::Closed { note }, clocks))
}
