//! 利害关系、举报人身份 (arts 28(3), 30(3); C-23, C-31).

use super::plain;
use crate::petition::{
    command::{Actor, Context},
    event::{Did, Event},
    model::Petition,
};
use kernel::Refusal;

/// For how long an opened identity stays open to the one who asked.
const OPEN_HOURS: i64 = 4;

/// 声明有利害关系: from now on the matter is hidden from the one who declares it.
pub fn declare_interest(bar: i64, context: &Context<'_>) -> Result<Event, Refusal> {
    match context.actor {
        Actor::Officer(account, _, _) => Ok(plain(Did::InterestDeclared { account, bar })),
        Actor::Person | Actor::House => Err(Refusal::new("OFFICERS_ONLY", "C-23")),
    }
}

/// 同意看举报人: by a second person, for four hours, to the one who asked.
pub fn grant(petition: &Petition, context: &Context<'_>) -> Result<Event, Refusal> {
    match petition.identity_asked_by {
        Some(to) => Ok(plain(Did::IdentityGranted { to, until: context.now.plus_hours(OPEN_HOURS) })),
        None => Err(Refusal::new("IDENTITY_NOT_ASKED", "C-31")),
    }
}
