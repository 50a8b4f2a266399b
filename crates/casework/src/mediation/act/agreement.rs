//! The agreement: what it must hold (art 29), who has to sign it, and from when it holds (C-43).

use super::{TERMS, end, known, plain, said};
use crate::{
    mediation::{
        command::{Actor, Context},
        event::{Did, Event},
        model::{Agreement, Form, Grade, Hand, Mediation, Promise},
    },
    petition::{
        clock,
        event::ClockChange,
        model::{How, Words},
    },
};
use kernel::{
    Refusal,
    id::{AccountId, FileId},
};

/// What was typed of an agreement.
pub(super) struct Drafted {
    pub(super) form: Form,
    pub(super) facts: Words,
    pub(super) issues: Words,
    pub(super) responsibility: Words,
    pub(super) clauses: Vec<Words>,
    pub(super) promises: Vec<Promise>,
    pub(super) manner: Words,
    pub(super) not_confirmable: Vec<String>,
}

/// The most promises and clauses that one agreement has.
const MOST: usize = 60;

pub(super) fn draft(mediation: &Mediation, typed: Drafted, context: &Context<'_>) -> Result<Event, Refusal> {
    let Drafted { form, facts, issues, responsibility, clauses, promises, manner, not_confirmable } = typed;
    let clauses: Vec<Words> = clauses.into_iter().filter(|clause| clause.chars > 0).collect();
    if clauses.is_empty() {
        return Err(super::empty("clauses"));
    }
    if clauses.len() > MOST || promises.len() > MOST {
        return Err(Refusal::new("TOO_MANY_CLAUSES", "T-35").arg("max", MOST).at("clauses"));
    }
    for promise in &promises {
        known(mediation, promise.by).map_err(|_| Refusal::new("PROMISE_WHO", "T-35").at("promises"))?;
        known(mediation, promise.to).map_err(|_| Refusal::new("PROMISE_WHO", "T-35").at("promises"))?;
        if promise.by == promise.to {
            return Err(Refusal::new("PROMISE_WHO", "T-35").at("promises"));
        }
        if promise.what.chars == 0 || promise.fen < 0 {
            return Err(Refusal::new("PROMISE_WHAT", "T-35").at("promises"));
        }
        if promise.due < context.acted_on {
            return Err(Refusal::new("PROMISE_PAST", "T-35").at("promises"));
        }
    }
    for code in &not_confirmable {
        if context.law.not_confirmable.get(code).is_none() {
            return Err(super::empty("not_confirmable"));
        }
    }
    // What is promised for later, and what is hard, is written down (transition 12).
    let later = promises.iter().any(|promise| promise.due > context.acted_on);
    if form == Form::Oral && (later || mediation.grade == Grade::Major) {
        return Err(Refusal::new("WRITTEN_NEEDED", "L30 art 24").at("form"));
    }
    let promises = promises.into_iter().zip(1..).map(|(promise, nth)| Promise { nth, ..promise }).collect();
    let agreement = Agreement {
        form,
        facts: said(facts, "facts")?,
        issues: said(issues, "issues")?,
        responsibility: said(responsibility, "responsibility")?,
        clauses,
        promises,
        manner: said(manner, "manner")?,
        not_confirmable,
        signatures: vec![],
        effective_on: None,
        drafted_on: context.acted_on,
    };
    Ok(plain(Did::Drafted { agreement }))
}

pub(super) fn sign(
    mediation: &Mediation,
    party: i64,
    as_mediator: bool,
    hand: Hand,
    file: Option<FileId>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let Some(agreement) = &mediation.agreement else { return Err(Refusal::new("NOT_WRITTEN", "C-43")) };
    let mut mediator = AccountId::new(0);
    if as_mediator {
        let Actor::Officer(account, ..) = context.actor else { return Err(Refusal::new("NOT_MEDIATOR", "C-45")) };
        let seat = mediation.mediators().find(|seat| seat.account == account).ok_or_else(|| Refusal::new("NOT_MEDIATOR", "C-45").at("who"))?;
        if !mediation.may_sit(seat) {
            return Err(Refusal::new("CONFLICT", "C-45").at("who"));
        }
        if agreement.signatures.iter().any(|one| one.mediator == account) {
            return Err(Refusal::new("ALREADY_SIGNED", "C-43").at("who"));
        }
        mediator = account;
    } else if party != 0 {
        let one = known(mediation, party)?;
        if !one.is_side() {
            return Err(Refusal::new("PARTY_UNKNOWN", "C-43").at("who"));
        }
        if agreement.signed_by(party) {
            return Err(Refusal::new("ALREADY_SIGNED", "C-43").at("who"));
        }
        // A signature that nobody can look at is none: a paper, or her own hand with her code.
        if file.is_none() && context.actor != Actor::Person {
            return Err(Refusal::new("SIGNATURE_UNSEEN", "C-43").at("file"));
        }
    } else {
        if agreement.is_sealed() {
            return Err(Refusal::new("ALREADY_SIGNED", "C-43").at("who"));
        }
        if hand != Hand::Seal {
            return Err(Refusal::new("UNSIGNED", "C-43").at("hand"));
        }
        // The seal comes last: a paper with the committee's seal and a hand missing looks like an agreement and is none.
        if !agreement.signed_by_mediator() || mediation.sides().any(|one| !agreement.signed_by(one.subject)) {
            return Err(Refusal::new("UNSIGNED", "C-43").at("who"));
        }
        let clocks = effective(mediation, agreement, context);
        let did = Did::Signed { party, mediator, hand, file, effective: Some(context.acted_on) };
        return Ok(Event::new(did, clocks));
    }
    Ok(plain(Did::Signed { party, mediator, hand, file, effective: None }))
}

pub(super) fn agree_oral(mediation: &Mediation, context: &Context<'_>) -> Result<Event, Refusal> {
    let Some(agreement) = &mediation.agreement else { return Err(Refusal::new("NOT_ORAL", "C-43")) };
    Ok(Event::new(Did::OralAgreed { effective: context.acted_on }, effective(mediation, agreement, context)))
}

/// The rule of one promise: `PR.1` for the first.
#[must_use]
pub fn promise_rule(nth: i64) -> String {
    format!("PR.{nth}")
}

/// What begins when an agreement holds: the parties' thirty days to ask a court together (M-05), each promise by its day, and the
/// committee's follow-up of each (M-10).
fn effective(mediation: &Mediation, agreement: &Agreement, context: &Context<'_>) -> Vec<ClockChange> {
    let mut clocks = end(mediation, TERMS, context.acted_on, How::Done);
    if agreement.not_confirmable.is_empty() {
        clocks.extend(clock::start(context, "M-05", clock::PERSON, context.acted_on, &mediation.area));
    }
    for promise in &agreement.promises {
        clocks.push(clock::start_promised(&promise_rule(promise.nth), clock::PERSON, context.acted_on, promise.due));
        clocks.extend(clock::start(context, "M-10", mediation.holder, promise.due, &mediation.area));
    }
    if agreement.promises.is_empty() {
        clocks.extend(clock::start(context, "M-10", mediation.holder, context.acted_on, &mediation.area));
    }
    clocks
}
