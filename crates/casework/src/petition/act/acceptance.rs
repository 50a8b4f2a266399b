//! 受理、不予受理 (arts 19, 23; TM-10).

use super::service::known_way;
use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{How, Petition, Words},
};
use kernel::{Day, Refusal};

/// 受理: the written notice goes out, the 60 days begin; of a suggestion the term of its own row.
///
/// TM-10: the acceptance clock cannot be stretched. When no decision was recorded by `due_legal` of the notice, the 60
/// days count from receipt + 15 days, not rolled.
pub fn accept(petition: &Petition, notice: String, context: &Context<'_>) -> Result<Event, Refusal> {
    known_way(&notice, "notice", "P-03", context)?;
    let (accepted_on, deemed) = count_from(petition, context);
    let mut clocks = clock::end(petition, &clock::NOTICE_OR_OBJECTION, context.acted_on, How::Done);
    let answer = if petition.is_suggestion() { "P-05.suggestion" } else { "P-05" };
    clocks.extend(clock::start(context, answer, petition.holder, accepted_on, &petition.area));
    Ok(Event::new(Did::Accepted { accepted_on, deemed, notice }, clocks))
}

fn count_from(petition: &Petition, context: &Context<'_>) -> (Day, bool) {
    let notice = ["P-03", "P-02", "P-01"].iter().find_map(|rule| petition.running(rule));
    match notice {
        Some(clock) if context.acted_on > clock.deadline.due_legal => (clock.deadline.due_raw, true),
        _ => (context.acted_on, false),
    }
}

/// 不予受理: a reason code in force, its legal basis, the facts, and for NA3 the right body (C-13).
pub fn non_accept(petition: &Petition, reason: String, basis: String, body: String, facts: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let incomplete = |field: &'static str| Refusal::new("NONACCEPT_INCOMPLETE", "C-13").arg("field", field).at(field);
    // Only these two are reasons to refuse a first request; the others belong to review and recheck (domain §2.5).
    if !matches!(reason.as_str(), "NA1_pending_lower" | "NA3_out_of_remit") {
        return Err(incomplete("reason"));
    }
    // Whoever was named as competent does not send her elsewhere again (art 24).
    if reason == "NA3_out_of_remit" && petition.decided().is_some() {
        return Err(Refusal::new("COMPETENCE_DECIDED", "C-12").at("reason"));
    }
    if basis.trim().is_empty() {
        return Err(incomplete("basis"));
    }
    if facts.chars == 0 {
        return Err(incomplete("facts"));
    }
    if reason == "NA3_out_of_remit" && body.trim().is_empty() {
        return Err(incomplete("body"));
    }
    Ok(Event::new(Did::NonAccepted { reason, basis, body, facts }, clock::decided(petition, context.acted_on)))
}
