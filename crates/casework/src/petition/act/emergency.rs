//! 紧急查看 (C-32; 个人信息保护法 arts 34, 51): one officer sees one matter that he does not have, for some hours, and somebody else says
//! afterwards whether that was right. Who may open what stands in [`crate::petition::emergency`].

use super::said;
use crate::{
    Role,
    petition::{
        clock,
        command::{Actor, Context},
        event::{Did, Event},
        model::{Emergency, How, Petition, Words},
    },
};
use kernel::{Day, Refusal, area::AreaPath, id::OrganId, law::Law};

/// The term of the review.
pub const TERM: &str = "C-32";
/// The row that says how many hours an access lasts.
const LASTS: &str = "C-32.access";
/// As a reason's row says that it opens also what is told of with care.
const GUARDED: &str = "guarded";

/// Whether a reason of the law opens also what is told of with care: violence at home, a minor.
#[must_use]
pub fn opens_guarded(context: &Context<'_>, reason: &str) -> bool {
    context.law.emergencies.get(reason).is_some_and(|row| row.evidence.iter().any(|one| one == GUARDED))
}

/// How many hours an access lasts. Without its row the law knows none: it is over as it begins.
#[must_use]
pub fn hours(law: &Law, area: &AreaPath, today: Day) -> i64 {
    law.deadline(LASTS, area, today).and_then(|row| row.length).unwrap_or_default()
}

/// 紧急查看. Whoever asks says why in a code of the law and in words.
///
/// # Errors
/// `EMERGENCY_REASON`, `EMERGENCY_WORDS`.
pub fn open(petition: &Petition, reason: &str, words: Words, reviewer: OrganId, context: &Context<'_>) -> Result<Event, Refusal> {
    if context.law.emergencies.on(context.today).all(|row| row.code != reason) {
        return Err(Refusal::new("EMERGENCY_REASON", "C-32").at("reason"));
    }
    let words = said(words, "words").map_err(|_| Refusal::new("EMERGENCY_WORDS", "C-32").at("words"))?;
    let until = context.now.plus_hours(hours(context.law, &petition.area, context.today));
    let did = Did::EmergencyOpened { reason: reason.to_owned(), words, until, guarded: opens_guarded(context, reason), reviewer };
    Ok(Event::new(did, clock::start(context, TERM, reviewer, context.acted_on, &petition.area).into_iter().collect()))
}

/// Whether the actor may review this one: not who opened it, in whosever chair, and nobody of his organ, unless that organ has to answer for it
/// because there is no other.
#[must_use]
pub fn may_review(one: &Emergency, context: &Context<'_>) -> bool {
    let Actor::Officer(_, organ, role) = context.actor else { return false };
    let is_own = context.acts_as(one.account) || one.stands_for.is_some_and(|account| context.acts_as(account));
    let answers = one.reviewer == organ || (role == Role::Supervisor && one.organ != organ);
    one.reviewed.is_none() && !is_own && answers
}

/// 复核. What is found unjustified has its reason, and is over at once.
pub fn review(petition: &Petition, nth: i64, justified: bool, words: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let Some(one) = petition.open_emergencies().find(|one| one.nth == nth) else { return Err(Refusal::new("EMERGENCY_NONE", "C-32").at("nth")) };
    if !may_review(one, context) {
        return Err(Refusal::new("EMERGENCY_OWN", "C-32").at("nth"));
    }
    // Where what was said is erased no reason can be kept, and the finding counts without one.
    if !justified && words.chars == 0 && petition.narrative_erased_on.is_none() {
        return Err(Refusal::new("EMERGENCY_NO_REASON", "C-32").at("words"));
    }
    let words = (words.chars > 0).then_some(words);
    let running = petition.clocks.iter().filter(|clock| clock.rule == TERM && clock.nth == nth && clock.ended.is_none());
    let clocks = running.map(|clock| clock::ended(clock, context.acted_on, How::Done)).collect();
    Ok(Event::new(Did::EmergencyReviewed { nth, justified, words }, clocks))
}
