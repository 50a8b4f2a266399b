//! 请协办、协办回话、收回协办: the lead asks another organ for its part by a day; the answer leaves when every part is in.

use super::said;
use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{How, Petition, SubTask, Words},
};
use kernel::{
    Day, Refusal,
    deadline::Unit,
    id::{FileId, OrganId},
};

/// 请协办: not the body that is accused, not oneself, and by a day that leaves the lead his own.
pub fn ask(petition: &Petition, to: OrganId, to_tokens: &[i64], what: Words, by: Day, context: &Context<'_>) -> Result<Event, Refusal> {
    if to_tokens.iter().any(|token| petition.bars.contains(token)) {
        return Err(Refusal::new("ACCUSED_PARTY", "C-30").at("to"));
    }
    if to == petition.holder {
        return Err(Refusal::new("SAME_ORGAN", "SM-PET").at("to"));
    }
    if by <= context.acted_on {
        return Err(Refusal::new("DATE_PAST", "SM-PET").arg("day", by).at("by"));
    }
    let last = petition.answer_due().map(|clock| clock.deadline.due_legal).filter(|last| context.acted_on < *last);
    if let Some(last) = last.filter(|last| by > *last) {
        return Err(Refusal::new("PART_TOO_LATE", "SM-PET").arg("day", last).at("by"));
    }
    let nth = u32::try_from(petition.sub_tasks.len()).unwrap_or(u32::MAX - 1) + 1;
    let clock = clock::start_as_set(context, &clock::part_rule(nth), to, context.acted_on, context.acted_on.days_until(by), Unit::CalendarDays);
    Ok(Event::new(Did::PartAsked { nth, to, what: said(what, "what")?, by }, vec![clock]))
}

/// 协办回话: by the organ that was asked; late is late, and still to be done.
pub fn answer(petition: &Petition, nth: u32, answer: Words, evidence: Option<FileId>, context: &Context<'_>) -> Result<Event, Refusal> {
    let task = open(petition, nth)?;
    if task.organ != context.actor.organ() {
        return Err(Refusal::new("NO_PART", "SM-PET").at("part"));
    }
    let clocks = clock::end(petition, &[&clock::part_rule(nth)], context.acted_on, How::Done);
    Ok(Event::new(Did::PartAnswered { nth, answer: said(answer, "answer")?, evidence }, clocks))
}

/// 收回协办: by the lead, with a reason that the other reads.
pub fn withdraw(petition: &Petition, nth: u32, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    open(petition, nth)?;
    let clocks = clock::end(petition, &[&clock::part_rule(nth)], context.acted_on, How::Moot);
    Ok(Event::new(Did::PartWithdrawn { nth, reason: said(reason, "reason")? }, clocks))
}

fn open(petition: &Petition, nth: u32) -> Result<&SubTask, Refusal> {
    petition.open_sub_tasks().find(|task| task.nth == nth).ok_or_else(|| Refusal::new("NO_PART", "SM-PET").at("part"))
}
