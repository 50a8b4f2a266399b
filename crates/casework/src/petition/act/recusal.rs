//! 回避 (art 28(3), C-24): she may ask at any open stage that an officer, or the organ as a whole, does not handle it; the head
//! decides within the term, with a reason that she reads. What is granted bars for good: whoever is barred sees it no more.
//!
//! When it is the organ that steps back, the matter goes to the organ that decided, with what was owed by the dates that it had.
//!
//! Who has an accusation in hand is not told to her: there she names an organ or an officer of whom she knows, whether it is in their
//! hands or not, and no answer tells which.

use super::said;
use crate::petition::{
    clock,
    command::Context,
    event::{ClockChange, Did, Event},
    model::{How, Petition, Recused, Words},
};
use kernel::{Refusal, id::OrganId};

/// The term of the decision.
pub const TERM: &str = "C-24";
/// What the holder owes: it goes along when the matter goes to another organ.
const OWED: [&str; 7] = ["P-01", "P-02", "P-03", "P-05", "P-05.suggestion", "P-10", "P-25"];

/// 申请回避.
pub fn ask(petition: &Petition, of: Recused, decider: OrganId, words: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let words = said(words, "words").map_err(|_| Refusal::new("RECUSAL_NO_REASON", "C-24").at("recusal_words"))?;
    let is_known = match of {
        Recused::Officer(officer) => officer.get() != 0 && (petition.is_sealed() || officer == petition.officer),
        Recused::Organ(organ) => organ.get() != 0 && (petition.is_sealed() || organ == petition.holder),
    };
    if !is_known {
        return Err(Refusal::new("RECUSAL_WHOM", "C-24").at("recused"));
    }
    if of == Recused::Organ(decider) {
        return Err(Refusal::new("RECUSAL_NOBODY", "C-24").at("recused"));
    }
    let clocks = clock::start(context, TERM, decider, context.acted_on, &petition.area).into_iter().collect();
    Ok(Event::new(Did::RecusalAsked { of, decider, words }, clocks))
}

/// 决定回避; `token` is the blind token of whom it is about, `under` the organs that cannot keep it when that is granted: those that
/// stand under the one that steps back or continue its powers, and one where nobody else is cleared.
pub fn decide(petition: &Petition, granted: bool, reason: Words, token: i64, under: &[OrganId], context: &Context<'_>) -> Result<Event, Refusal> {
    let Some(open) = petition.open_recusal() else { return Err(Refusal::new("RECUSAL_NOT_ASKED", "C-24")) };
    let reason = said(reason, "reason")?;
    let mut clocks = clock::end(petition, &[TERM], context.acted_on, How::Done);
    // It may have been sent on meanwhile: whoever stands under the organ that steps back sees it no more, and does not keep it.
    let hits = open.of == Recused::Organ(petition.holder) || under.contains(&petition.holder);
    let to = (granted && hits && open.decider != petition.holder).then_some(open.decider);
    clocks.extend(to.into_iter().flat_map(|to| handed_on(petition, to, context)));
    Ok(Event::new(Did::RecusalDecided { granted, reason, bar: granted.then_some(token), to }, clocks))
}

/// What the organ owed is owed by the one that takes over, by the same dates.
fn handed_on(petition: &Petition, to: OrganId, context: &Context<'_>) -> Vec<ClockChange> {
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && clock.holder == petition.holder);
    let ends = running.clone().filter(|clock| clock.rule == "P-04" || OWED.contains(&clock.rule.as_str()));
    let ends = ends.map(|clock| clock::ended(clock, context.acted_on, How::Moot));
    let starts = running.filter(|clock| OWED.contains(&clock.rule.as_str()));
    let starts = starts.map(|clock| ClockChange::Start { rule: clock.rule.clone(), holder: to, deadline: clock.deadline.clone() });
    ends.chain(starts).collect()
}

/// A decision that is owed by an organ from which the matter is hidden since goes on to one that may decide, by the same date.
pub fn rejudged(petition: &Petition, judge: OrganId, context: &Context<'_>) -> Vec<ClockChange> {
    let Some(running) = petition.running(TERM) else { return vec![] };
    let start = ClockChange::Start { rule: TERM.to_owned(), holder: judge, deadline: running.deadline.clone() };
    clock::end(petition, &[TERM], context.acted_on, How::Moot).into_iter().chain([start]).collect()
}
