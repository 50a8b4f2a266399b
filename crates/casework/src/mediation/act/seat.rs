//! Who mediates: set or chosen, what he has to do with a party, refused or stepped back (C-45); who helps (art 20).

use super::{all_agreed, known, plain, said};
use crate::{
    mediation::{
        command::{Actor, Context},
        event::{Did, Event},
        model::Mediation,
    },
    petition::model::Words,
};
use kernel::{Refusal, id::AccountId};

pub(super) fn set(mediation: &Mediation, account: AccountId, chosen: bool) -> Result<Event, Refusal> {
    if account.get() == 0 {
        return Err(super::empty("account"));
    }
    if mediation.is_mediated_by(account) {
        return Err(Refusal::new("ALREADY_SEATED", "SM-MED").at("account"));
    }
    Ok(plain(Did::MediatorSet { account, chosen }))
}

pub(super) fn disclose(mediation: &Mediation, relation: String, words: Option<Words>, context: &Context<'_>) -> Result<Event, Refusal> {
    let Actor::Officer(account, ..) = context.actor else { return Err(Refusal::new("NOT_MEDIATOR", "C-45")) };
    if context.law.relations.get(&relation).is_none() {
        return Err(super::empty("relation"));
    }
    let told = mediation.mediators().find(|seat| seat.account == account).map(|seat| seat.relation.as_str());
    if told == Some(relation.as_str()) {
        return Err(Refusal::new("ALREADY_TOLD", "C-45").at("relation"));
    }
    if relation != "none" && words.is_none() {
        return Err(super::empty("words"));
    }
    Ok(plain(Did::Disclosed { account, relation, words }))
}

pub(super) fn accept_relation(mediation: &Mediation, party: i64, account: AccountId) -> Result<Event, Refusal> {
    known(mediation, party)?;
    let Some(seat) = mediation.mediators().find(|seat| seat.account == account && !matches!(seat.relation.as_str(), "" | "none")) else {
        return Err(Refusal::new("NO_RELATION", "C-45").at("account"));
    };
    if seat.agreed.contains(&party) {
        return Err(Refusal::new("ALREADY_TOLD", "C-45").at("party"));
    }
    Ok(plain(Did::RelationAccepted { party, account }))
}

pub(super) fn release(mediation: &Mediation, account: AccountId, party: i64, reason: Words) -> Result<Event, Refusal> {
    if !mediation.is_mediated_by(account) {
        return Err(Refusal::new("NOT_SEATED", "SM-MED").at("account"));
    }
    if party != 0 {
        known(mediation, party)?;
        // A party who does not want him owes no reason (art 23).
        return Ok(plain(Did::MediatorLeft { account, party, reason }));
    }
    Ok(plain(Did::MediatorLeft { account, party, reason: said(reason, "reason")? }))
}

pub(super) fn invite(mediation: &Mediation, who: Words, quality: String, agreed: &[i64]) -> Result<Event, Refusal> {
    all_agreed(mediation, agreed, "HELPER_NOT_AGREED", "L3 art 20")?;
    if quality.trim().is_empty() {
        return Err(super::empty("quality"));
    }
    Ok(plain(Did::HelperInvited { who: said(who, "who")?, quality: quality.trim().to_owned() }))
}
