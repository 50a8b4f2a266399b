//! 延期: at most 30 days, once, before the term ends, approved by the head, told to the person by the old date (art 34,
//! C-16). The head agrees first; then the notice, which tells her that he did, is written and delivered; with that it takes effect.

use super::{plain, said, service};
use crate::petition::{
    command::{Context, Service},
    event::{ClockChange, Did, Event},
    model::{Petition, Words},
};
use kernel::{Day, Refusal, deadline};

/// 申请延期.
pub fn request(petition: &Petition, days: i64, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let longest = context.law.deadline("P-05", &petition.area, context.today).and_then(|row| row.extension_max).unwrap_or(30);
    if !(1..=longest).contains(&days) {
        return Err(Refusal::new("EXT_TOO_LONG", "C-16").arg("max", longest).arg("asked", days).at("days"));
    }
    Ok(plain(Did::ExtensionRequested { days, reason: said(reason, "reason")? }))
}

/// 批准延期: with the 延期告知书 delivered no later than the old `due_legal`, and what shows that it was: a typed day
/// alone does not.
pub fn approve(petition: &Petition, notice_on: Option<Day>, service: Service, tracking: String, context: &Context<'_>) -> Result<Event, Refusal> {
    let (Some(extension), Some(clock)) = (&petition.extension, petition.running("P-05")) else {
        return Err(Refusal::new("EXT_NOT_ASKED", "C-16"));
    };
    let Some(notice_on) = notice_on.filter(|day| *day <= clock.deadline.due_legal && *day <= context.today) else {
        return Err(Refusal::new("EXT_NO_NOTICE", "C-16").arg("day", clock.deadline.due_legal).at("notice_on"));
    };
    if let Some((_, agreed_on)) = extension.agreed.filter(|(_, agreed_on)| notice_on < *agreed_on) {
        return Err(Refusal::new("EXT_NOTICE_EARLY", "C-16").arg("day", agreed_on).at("notice_on"));
    }
    if !service::is_shown(&service, !tracking.trim().is_empty(), "C-16", context)? {
        return Err(Refusal::new("EXT_UNPROVEN", "C-16").at("file"));
    }
    let moved = deadline::extend(&clock.deadline, extension.days, context.calendar);
    let change = ClockChange::Move { rule: clock.rule.clone(), nth: clock.nth, deadline: moved };
    let Service { way, evidence, consented } = service;
    let before = Some(clock.deadline.due_legal);
    Ok(Event::new(Did::ExtensionApproved { days: extension.days, notice_on, evidence, way, tracking, consented, before }, vec![change]))
}
