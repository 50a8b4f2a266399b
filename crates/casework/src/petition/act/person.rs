//! 补充、更正、评价: what the person adds, what stands corrected beside the old, what she alone may say.

use super::{plain, said};
use crate::petition::{
    command::{Actor, Context},
    event::{Did, Event},
    model::{Paper, Petition, Rating, Words},
    ready,
};
use kernel::{Refusal, id::FileId};

/// 补充: her further words, claims or papers. Written down by an officer it is an oral record, to be read back (C-02).
pub fn add(words: Words, claims: Vec<Words>, papers: Vec<Paper>, confirmed: &str, context: &Context<'_>) -> Result<Event, Refusal> {
    if words.chars == 0 && claims.iter().all(|claim| claim.chars == 0) && papers.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "words").at("words"));
    }
    if context.actor != Actor::Person && !matches!(confirmed, "read_to" | "read_by" | "on_paper") {
        return Err(Refusal::new("ORAL_RECORD_UNCONFIRMED", "C-02").at("confirmed"));
    }
    Ok(plain(Did::Added { words, claims: claims.into_iter().filter(|claim| claim.chars > 0).collect(), papers }))
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
