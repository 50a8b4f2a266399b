//! The way between organs: dispatched, taken in hand, sent back; sorted by kind and level.

use super::{end, plain, said};
use crate::{
    mediation::{
        command::Context,
        event::{Did, Event},
        model::{Grade, Kind, Mediation},
    },
    petition::{
        clock,
        model::{How, Words, label},
    },
};
use kernel::{Refusal, id::OrganId};

/// Within this term the receiver says: taken, or not ours and whose.
const HAND_OVER: &str = "M-11";

pub(super) fn dispatch(mediation: &Mediation, to: OrganId, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    if to == mediation.holder {
        return Err(Refusal::new("SAME_ORGAN", "SM-MED").at("to"));
    }
    // Who sent it back as not theirs does not get it again in a circle without a reason.
    let mut clocks = end(mediation, &[HAND_OVER], context.acted_on, How::Done);
    clocks.extend(clock::start(context, HAND_OVER, to, context.acted_on, &mediation.area));
    Ok(Event::new(Did::Dispatched { to, reason: said(reason, "reason")? }, clocks))
}

pub(super) fn take(mediation: &Mediation, context: &Context<'_>) -> Event {
    Event::new(Did::Taken, end(mediation, &[HAND_OVER], context.acted_on, How::Done))
}

pub(super) fn send_back(mediation: &Mediation, reason: Words, body: String, context: &Context<'_>) -> Result<Event, Refusal> {
    let reason = said(reason, "reason")?;
    if body.trim().is_empty() {
        // Not ours, and whose: without that it comes back in a circle.
        return Err(Refusal::new("WHOSE_MISSING", "SM-MED").at("body"));
    }
    Ok(Event::new(Did::SentBack { reason, body: body.trim().to_owned() }, end(mediation, &[HAND_OVER], context.acted_on, How::Done)))
}

pub(super) fn sort(
    mediation: &Mediation,
    kind: Kind,
    grade: Grade,
    dispute: String,
    violence: bool,
    minor: bool,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if context.law.dispute_types.get(&dispute).is_none() {
        return Err(super::empty("dispute"));
    }
    // What was once seen as violence or as a minor's matter is not unseen by sorting.
    let seen = mediation.label & (label::VIOLENCE | label::MINOR);
    let bits = [(violence, label::VIOLENCE), (minor, label::MINOR)].into_iter().fold(seen, |bits, (set, bit)| if set { bits | bit } else { bits });
    Ok(plain(Did::Sorted { kind, grade, dispute, label: bits }))
}
