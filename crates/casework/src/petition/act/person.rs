//! 补充、更正、评价: what the person adds, what stands corrected beside the old, what she alone may say.

use super::{plain, said};
use crate::petition::{
    clock,
    command::{Actor, Context},
    event::{Did, Event},
    kin::Other,
    model::{Paper, Petition, Rating, Stage, Words},
    ready,
};
use kernel::{Refusal, id::FileId};

/// 补充: her further words, claims or papers. Written down by an officer it is an oral record, to be read back (C-02).
pub fn add(
    petition: &Petition,
    words: Words,
    claims: Vec<Words>,
    papers: Vec<Paper>,
    confirmed: &str,
    slip: Option<Other>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if words.chars == 0 && claims.iter().all(|claim| claim.chars == 0) && papers.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "words").at("words"));
    }
    if context.actor != Actor::Person && !matches!(confirmed, "read_to" | "read_by" | "on_paper") {
        return Err(Refusal::new("ORAL_RECORD_UNCONFIRMED", "C-02").at("confirmed"));
    }
    let claims: Vec<Words> = claims.into_iter().filter(|claim| claim.chars > 0).collect();
    if !claims.is_empty() && is_closed(petition.stage) {
        // Nothing here could answer it any more: it is a matter of its own, and is registered as one.
        return Err(Refusal::new("NEW_CLAIM_NEW_MATTER", "C-18").at("claim"));
    }
    let answered = petition.opinion.as_ref().is_some_and(|opinion| opinion.dispatched_on.is_some());
    let fresh = if !claims.is_empty() && answered && petition.running("P-05").is_none() {
        clock::start(context, "P-05", petition.holder, context.acted_on, &petition.area)
    } else {
        None
    };
    Ok(Event::new(Did::Added { words, claims, papers, slip }, fresh.into_iter().collect()))
}

/// 本人补来: what was asked for, or words on it, or papers; the office looks whether that is all.
pub fn answer(words: Words, papers: Vec<Paper>) -> Result<Event, Refusal> {
    if words.chars == 0 && papers.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "words").at("answer"));
    }
    Ok(plain(Did::MaterialAnswered { words, papers }))
}

/// Whether a further claim can no longer be answered in this matter.
pub const fn is_closed(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Completed
            | Stage::Archived
            | Stage::Withdrawn
            | Stage::Diverted
            | Stage::NonAccepted
            | Stage::AccusationHandedOver
            | Stage::Voided
            | Stage::HistoryClosed
    )
}

/// 更正: a new version beside the old. What she said and when it came in can never be changed (C-05).
pub fn correct(field: String, now: Words, reason: Words) -> Result<Event, Refusal> {
    if !matches!(field.as_str(), "title" | "spot") {
        return Err(Refusal::new("IMMUTABLE_RECORD", "C-05").arg("field", field).at("field"));
    }
    Ok(plain(Did::Corrected { field, now: said(now, "now")?, reason: said(reason, "reason")? }))
}

/// 评价: with her code. An officer's account can never write one (C-70).
pub fn rate(petition: &Petition, rating: Rating, words: Option<Words>, context: &Context<'_>) -> Result<Event, Refusal> {
    if context.actor != Actor::Person {
        return Err(Refusal::new("RATING_FORGERY", "C-70"));
    }
    ready::rating_open(petition, context)?;
    Ok(plain(Did::Rated { rating, words, form: None }))
}

/// 录入纸面评价: only from the form that she signed, whose scan is attached (C-70).
pub fn enter_paper_rating(rating: Rating, form: Option<FileId>) -> Result<Event, Refusal> {
    match form {
        Some(form) => Ok(plain(Did::Rated { rating, words: None, form: Some(form) })),
        None => Err(Refusal::new("RATING_FORGERY", "C-70").at("form")),
    }
}
