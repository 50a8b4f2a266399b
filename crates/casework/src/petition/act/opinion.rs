//! 答复意见: claim by claim, signed by the head, dispatched in time, delivered with proof (arts 32, 35; C-18, C-19, C-27).

use super::service::{is_shown, known_way, takes_number};
use crate::organ::Series;
use crate::petition::{
    clock,
    command::{Context, DraftAnswer, Service},
    event::{ClockChange, Did, Event},
    model::{Claim, How, Outcome, Petition, Track, Words},
};
use kernel::{Day, Refusal, id::OrganId};

/// One claim's answer as far as it goes: how long its texts are, and what was chosen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given {
    /// Characters of what was found.
    pub facts: usize,
    /// Characters of what it rests on.
    pub basis: usize,
    /// What follows.
    pub outcome: Option<Outcome>,
    /// Who carries it out.
    pub owner: Option<OrganId>,
    /// By when.
    pub by: Option<Day>,
}

/// What an answer to an open claim lacks, field by field: facts and basis, what follows; a support names who carries it out and by
/// when, and not for a day before it was asked for. The one rule of the page beside a draft and of the draft that is handed in.
#[must_use]
pub fn lacking(index: usize, claim: &Claim, given: Given) -> Vec<Refusal> {
    let supports = given.outcome == Some(Outcome::Support);
    let found = [
        (given.facts == 0, "CLAIM_UNANSWERED", "C-18", "facts"),
        (given.basis == 0, "BASIS_MISSING", "L1 art 32", "basis"),
        (given.outcome.is_none(), "OUTCOME_MISSING", "C-18", "outcome"),
        (supports && given.owner.is_none(), "EXECUTION_MISSING", "C-27", "owner"),
        (supports && given.by.is_none_or(|by| by < claim.said_on), "EXECUTION_MISSING", "C-27", "by"),
    ];
    let lacks = found.into_iter().filter(|(lacks, ..)| *lacks);
    lacks.map(|(_, code, rule, field)| Refusal::new(code, rule).arg("claim", index + 1).at(field)).collect()
}

/// 起草: facts and basis for each claim; a support names who carries it out and by when.
pub fn draft(petition: &Petition, answers: Vec<(u32, DraftAnswer)>) -> Result<Event, Refusal> {
    for (index, claim) in petition.claims.iter().enumerate().filter(|(_, claim)| claim.is_open()) {
        let answer = answers.iter().find(|(at, _)| usize::try_from(*at) == Ok(index)).map(|(_, answer)| answer);
        let given = answer.map_or_else(Given::default, |answer| Given {
            facts: answer.facts.chars.try_into().unwrap_or(usize::MAX),
            basis: answer.basis.chars.try_into().unwrap_or(usize::MAX),
            outcome: Some(answer.outcome),
            owner: answer.owner,
            by: answer.by,
        });
        if let Some(refusal) = lacking(index, claim, given).into_iter().next() {
            return Err(refusal);
        }
    }
    let answers = answers
        .into_iter()
        .filter(|(at, _)| usize::try_from(*at).ok().and_then(|at| petition.claims.get(at)).is_some_and(Claim::is_open))
        .map(|(at, answer)| (at, answer.into()))
        .collect();
    Ok(Event::new(Did::OpinionDrafted { answers }, vec![]))
}

/// 签发: the remedy line comes from the law's row for the track, so that it cannot be the wrong one (C-21).
pub fn sign(petition: &Petition, series: Series, context: &Context<'_>) -> Result<Event, Refusal> {
    let track = petition.track.map_or("", Track::code);
    let remedy = context.law.remedies(track, "opinion", context.today).next().map(|row| row.code.clone());
    let Some(remedy) = remedy else { return Err(Refusal::new("WRONG_REMEDY", "C-21")) };
    let Series { stem, counter } = series;
    Ok(Event::new(Did::OpinionSigned { doc_no: stem, remedy, counter }, vec![]))
}

/// 寄出或交出: this, and not the signature, ends the 60 days (TM-11).
pub fn dispatch(petition: &Petition, way: String, tracking: String, context: &Context<'_>) -> Result<Event, Refusal> {
    known_way(&way, "way", "TM-11", context)?;
    if petition.opinion.as_ref().and_then(|opinion| opinion.signed_on).is_some_and(|signed| context.acted_on < signed) {
        return Err(Refusal::new("BEFORE_SIGNING", "TM-11").at("acted_on"));
    }
    let clocks = clock::end_as_proven(petition, &["P-05"], context, context.acted_on, takes_number(&way, context) && !tracking.trim().is_empty());
    Ok(Event::new(Did::Dispatched { way, tracking }, clocks))
}

/// 送达: with evidence the person's windows begin (P-06, P-24); without it nothing begins (C-19).
pub fn deliver(petition: &Petition, service: Service, received_on: Day, proof: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    if !is_shown(&service, proof.chars > 0, "C-19", context)? {
        return Err(Refusal::new("DELIVERY_UNPROVEN", "C-19").at("file"));
    }
    let Some(signed_on) = petition.opinion.as_ref().and_then(|opinion| opinion.signed_on) else {
        return Err(Refusal::new("BEFORE_SIGNING", "TM-11"));
    };
    let earliest = petition.opinion.as_ref().and_then(|opinion| opinion.dispatched_on).unwrap_or(signed_on);
    if received_on < earliest || received_on > context.today {
        return Err(Refusal::new("DATE_BEFORE_RECEIPT", "C-19").arg("day", earliest).at("received_on"));
    }
    let Service { way, evidence, consented } = service;
    // Handed over in person without a separate dispatch: the day she had it is the day it left the house.
    let mut clocks = clock::end_as_proven(petition, &["P-05"], context, received_on, evidence.is_some());
    for rule in ["P-06", "P-24"] {
        clocks.extend(clock::end(petition, &[rule], received_on, How::Moot));
        clocks.extend(clock::start(context, rule, clock::PERSON, received_on, &petition.area));
    }
    clocks.extend(executions(petition, received_on));
    Ok(Event::new(Did::Delivered { way, received_on, evidence, proof, consented }, clocks))
}

/// C-27: what was supported is owed from now on, by its own date, by the organ that the opinion names.
fn executions(petition: &Petition, received_on: Day) -> impl Iterator<Item = ClockChange> + '_ {
    let fresh = petition.claims.iter().enumerate().filter(|(_, claim)| claim.is_open());
    fresh.filter_map(move |(index, claim)| {
        let answer = claim.answer.as_ref().filter(|answer| answer.outcome == Outcome::Support)?;
        Some(clock::start_promised(&clock::execution_rule(index), answer.owner?, received_on, answer.by?))
    })
}
