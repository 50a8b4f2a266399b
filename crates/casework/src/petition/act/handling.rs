//! 办理: who has it in hand, talks and visits, material, supervision set aside, history taken over.

use super::{plain, said};
use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{NoteKind, Petition, Words},
};
use kernel::{
    Day, Refusal,
    id::{AccountId, HandoverId},
};

/// 交给谁办: nobody with a direct interest (art 28(3), C-23).
pub fn start(petition: &Petition, officer: AccountId, officer_token: i64) -> Result<Event, Refusal> {
    without_interest(petition, officer_token)?;
    Ok(plain(Did::Started { officer }))
}

/// 换人办.
pub fn hand_over(petition: &Petition, officer: AccountId, officer_token: i64, reason: Words) -> Result<Event, Refusal> {
    without_interest(petition, officer_token)?;
    if officer == petition.officer {
        return Err(Refusal::new("SAME_OFFICER", "SM-PET").at("officer"));
    }
    Ok(plain(Did::HandedOver { officer, reason: said(reason, "reason")? }))
}

/// 接办: from the one in whose hands it is, and nobody else. No date changes: what is owed is owed by the same day.
pub fn take_on(petition: &Petition, from: AccountId, handover: HandoverId, context: &Context<'_>) -> Result<Event, Refusal> {
    if from != petition.officer {
        return Err(Refusal::new("NOT_OFFERED", "SM-PET"));
    }
    Ok(plain(Did::TakenOn { from, officer: context.actor.account(), handover }))
}

fn without_interest(petition: &Petition, officer_token: i64) -> Result<(), Refusal> {
    if petition.bars.contains(&officer_token) { Err(Refusal::new("RECUSAL_REQUIRED", "C-23").at("officer")) } else { Ok(()) }
}

/// 请本人补材料: no clock stops (C-17).
pub fn ask_material(what: Words, by: Day, context: &Context<'_>) -> Result<Event, Refusal> {
    if by <= context.acted_on {
        return Err(Refusal::new("DATE_PAST", "SM-PET").arg("day", by).at("by"));
    }
    Ok(plain(Did::MaterialAsked { what: said(what, "what")?, by }))
}

/// 谈话、查看、会商. A talk with a first-time petitioner ends the contact clock (P-25, K-25: a click does not count).
pub fn note(petition: &Petition, kind: NoteKind, words: Words, shown: bool, context: &Context<'_>) -> Result<Event, Refusal> {
    let words = said(words, "words")?;
    let clocks = if kind == NoteKind::Talk { clock::end_as_proven(petition, &["P-25"], context, context.acted_on, false) } else { vec![] };
    Ok(Event::new(Did::Noted { kind, words, shown }, clocks))
}

/// 搁置督办建议: only with a reason that the supervisor sees (C-10).
pub fn set_aside(petition: &Petition, rule: String, nth: i64, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    // Whoever is late does not silence it.
    let mut open = petition.proposals.iter().filter(|proposal| proposal.set_aside_on.is_none());
    let Some(proposal) = open.find(|proposal| proposal.rule == rule && proposal.nth == nth) else {
        return Err(Refusal::new("NO_PROPOSAL", "C-10").at("proposal"));
    };
    if petition.concerned(proposal) == Some(context.actor.organ()) {
        return Err(Refusal::new("RECUSAL_REQUIRED", "C-23").at("proposal"));
    }
    Ok(plain(Did::ProposalSetAside { rule, nth, reason: said(reason, "reason")? }))
}

/// 接手历史件: from today its clocks run like those of a matter registered today; the old day stands beside.
pub fn take_over(petition: &Petition, context: &Context<'_>) -> Result<Event, Refusal> {
    Ok(Event::new(Did::TakenOver, clock::start(context, "P-02", petition.holder, context.acted_on, &petition.area).into_iter().collect()))
}
