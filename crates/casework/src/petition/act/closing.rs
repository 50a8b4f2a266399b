//! 落实、办结、撤回 (arts 27, 32(2)).

use super::said;
use crate::petition::{
    clock,
    command::Context,
    event::{ClockChange, Did, Event},
    model::{How, Outcome, Petition, Words},
    ready::owes_execution,
};
use kernel::{Refusal, id::FileId};

/// 登记落实: that what was supported has been carried out, with what shows it (C-27).
pub fn execute(petition: &Petition, claim: u32, note: Words, evidence: Option<FileId>, context: &Context<'_>) -> Result<Event, Refusal> {
    let index = usize::try_from(claim).unwrap_or(usize::MAX);
    if !petition.claims.get(index).is_some_and(owes_execution) {
        return Err(Refusal::new("NOTHING_TO_EXECUTE", "C-27").at("claim"));
    }
    let clocks = clock::end_as_proven(petition, &[&clock::execution_rule(index)], context, context.acted_on, evidence.is_some());
    Ok(Event::new(Did::Executed { claim, note: said(note, "note")?, evidence }, clocks))
}

/// 办结: for each supported claim the plan or proof, for each other claim how it was explained to her (art 27).
pub fn complete(petition: &Petition, notes: Vec<(u32, Words)>, context: &Context<'_>) -> Result<Event, Refusal> {
    for (index, claim) in petition.claims.iter().enumerate().filter(|(_, claim)| claim.gone.is_none()) {
        let noted = notes.iter().any(|(at, words)| usize::try_from(*at) == Ok(index) && words.chars > 0);
        if !noted && claim.executed_on.is_none() {
            let code = if claim.answer.as_ref().is_some_and(|answer| answer.outcome == Outcome::Support) {
                "EXECUTION_PLAN_MISSING"
            } else {
                "COUNSELLING_MISSING"
            };
            return Err(Refusal::new(code, "L1 art 27").arg("claim", index + 1).at("notes"));
        }
    }
    let mut clocks = clock::end(petition, &["P-10"], context.acted_on, How::Done);
    clocks.extend(clock::end(petition, &["P-25"], context.acted_on, How::Moot));
    Ok(Event::new(Did::Completed { notes }, clocks))
}

/// 撤回: hers alone. Staff may enter it only with her own evidence; filing again later is allowed.
pub fn withdraw(petition: &Petition, evidence: String, file: Option<FileId>, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let is_person = context.actor == crate::petition::Actor::Person;
    // What only she can do herself is no evidence in an officer's hand.
    let is_evidence = context.law.withdrawal_evidence.get(&evidence).is_some() && !evidence.starts_with("own_");
    if !is_person && evidence.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "evidence").at("evidence"));
    }
    if !is_person && (!is_evidence || file.is_none()) {
        return Err(Refusal::new("WITHDRAWAL_UNPROVEN", "SM-PET").at("file"));
    }
    Ok(Event::new(Did::Withdrawn { evidence, file, reason }, clock::end_duties(petition, context.acted_on, How::Moot)))
}

/// 撤回不是本人的意思: the matter is where it was, and its clocks run on by their old dates as if they had never ended.
pub fn contest(petition: &Petition, words: Words) -> Event {
    let ended = petition.withdrawal.iter().flat_map(|withdrawal| &withdrawal.ended);
    // What she asked of who handles it may have been decided meanwhile.
    let ended = ended.filter(|(rule, _)| rule != super::recusal::TERM || petition.open_recusal().is_some());
    let clocks = ended.map(|(rule, nth)| ClockChange::Resume { rule: rule.clone(), nth: *nth }).collect();
    Event::new(Did::WithdrawalContested { words }, clocks)
}
