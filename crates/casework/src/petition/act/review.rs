//! 复查 (art 35, C-25): hers to ask within thirty days of the proven delivery. A request in time is never refused as late; one that
//! comes later is taken with the reason why, and the reviewing body decides on that.
//!
//! The review itself is another organ's procedure. Here stand who took it, by which day it owes the written opinion, and that it came.

use super::{said, service::is_shown};
use crate::petition::{
    clock,
    command::{Context, Service},
    event::{Did, Event},
    model::{How, Paper, Petition, Words},
};
use kernel::{Day, Refusal, id::OrganId};

/// 请求复查.
pub fn ask(petition: &Petition, to: OrganId, words: Words, why_late: Words, papers: Vec<Paper>, context: &Context<'_>) -> Result<Event, Refusal> {
    let words = said(words, "words").map_err(|_| Refusal::new("REVIEW_NO_REASON", "L1 art 35").at("review_words"))?;
    let is_late = is_late(petition, context);
    if is_late && why_late.chars == 0 {
        return Err(Refusal::new("REVIEW_LATE", "C-25").at("why_late"));
    }
    let mut clocks = clock::end(petition, &["P-06"], context.acted_on, How::Done);
    clocks.extend(clock::start(context, "P-07", to, context.acted_on, &petition.area));
    Ok(Event::new(Did::ReviewAsked { to, words, why_late: is_late.then_some(why_late), papers }, clocks))
}

/// Whether her thirty days were over. While another review ran on their last lawful day she could not ask: then she has as many days
/// more, from the day on which that was answered, as the law gives when a bar is removed (P-06).
#[must_use]
pub fn is_late(petition: &Petition, context: &Context<'_>) -> bool {
    let Some(window) = petition.clocks.iter().rev().find(|clock| clock.rule == "P-06") else { return false };
    let last = window.deadline.due_legal;
    let free_since = petition.reviews.iter().filter(|review| review.asked_on <= last).filter_map(|review| review.answered.as_ref());
    let more = context.law.deadline("P-06", &petition.area, context.today).and_then(|row| row.extension_max).unwrap_or(0);
    let until = free_since.filter(|(day, _)| *day >= last).map(|(day, _)| day.plus_days(more)).max();
    context.acted_on > until.unwrap_or(last)
}

/// 复查意见送达, with what proves it; her next window begins (P-08).
pub fn record(
    petition: &Petition,
    outcome: String,
    doc_no: String,
    service: Service,
    received_on: Day,
    words: Words,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let Some(open) = petition.open_review() else { return Err(Refusal::new("REVIEW_NOT_ASKED", "L1 art 35")) };
    if context.law.review_outcomes.get(&outcome).is_none() {
        return Err(Refusal::new("EMPTY", "L1 art 35").arg("field", "outcome").at("outcome"));
    }
    if doc_no.trim().is_empty() {
        return Err(Refusal::new("EMPTY", "L1 art 35").arg("field", "doc_no").at("doc_no"));
    }
    if !is_shown(&service, false, "C-19", context)? {
        return Err(Refusal::new("DELIVERY_UNPROVEN", "C-19").at("file"));
    }
    if received_on < open.asked_on || received_on > context.today {
        return Err(Refusal::new("DATE_BEFORE_RECEIPT", "C-19").arg("day", open.asked_on).at("received_on"));
    }
    let mut clocks = clock::end_as_proven(petition, &["P-07"], context, received_on, service.evidence.is_some());
    clocks.extend(clock::end(petition, &["P-08"], received_on, How::Moot));
    clocks.extend(clock::start(context, "P-08", clock::PERSON, received_on, &petition.area));
    let Service { way, evidence, .. } = service;
    let words = said(words, "words")?;
    Ok(Event::new(Did::ReviewAnswered { outcome, doc_no: doc_no.trim().to_owned(), way, received_on, evidence, words }, clocks))
}
