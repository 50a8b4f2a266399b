//! 异议: "not my remit", within five working days and with detailed reasons (art 23(3), C-11). The clock of the written
//! notice keeps running meanwhile.

use super::{plain, said};
use crate::petition::{
    clock,
    command::Context,
    event::{ClockChange, Did, Event},
    model::{How, Petition, Words},
};
use kernel::Refusal;

/// Fewer characters than this are no detailed reason.
const SHORTEST_REASON: u32 = 10;

/// 提出异议.
pub fn object(petition: &Petition, reason: Words, body: String, context: &Context<'_>) -> Result<Event, Refusal> {
    if reason.chars < SHORTEST_REASON {
        return Err(Refusal::new("OBJECTION_NO_REASON", "C-11").arg("min", SHORTEST_REASON).at("reason"));
    }
    Ok(Event::new(Did::Objected { reason, body }, clock::end(petition, &["P-04"], context.acted_on, How::Done)))
}

/// 同意异议: back to the sender, who again owes a referral.
pub fn agree(petition: &Petition, context: &Context<'_>) -> Result<Event, Refusal> {
    // What the receiver owed falls away with the matter; a talk with a first-time petitioner is still owed (P-25).
    let mut clocks = clock::end(petition, &["P-03", "P-04", "P-10"], context.acted_on, How::Moot);
    clocks.extend(sender_again(petition, context));
    Ok(Event::new(Did::ObjectionAgreed, clocks))
}

/// The sender owes a referral again, by the date that he had from the first receipt; when that is past, at once.
fn sender_again(petition: &Petition, context: &Context<'_>) -> Option<ClockChange> {
    let first = petition.clocks.iter().find(|clock| matches!(clock.rule.as_str(), "P-01" | "P-02"));
    match first.filter(|clock| !clock.deadline.is_late(context.today)) {
        Some(clock) => Some(ClockChange::Start { rule: "P-01".to_owned(), holder: petition.holder, deadline: clock.deadline.clone() }),
        None => clock::again(context, "P-01", petition.holder, &petition.area),
    }
}

/// 不同意异议: the receiver owes the written notice, by the date that it had all along.
pub fn reject(reason: Words) -> Result<Event, Refusal> {
    Ok(plain(Did::ObjectionRejected { reason: said(reason, "reason")? }))
}
