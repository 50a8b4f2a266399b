//! What a party sees and does with her own code, without an account: consent, refuse, stop, say what came right, follow each step.
//!
//! She never sees the other side's card, what the other told alone, nor what only the mediators note.

use super::{
    carry::{Hand, carry_of_party, look_up},
    command::Command,
    model::{Axis, Mediation},
    page::{self, Case},
    reading::{CODE, code_of},
};
use crate::{
    House,
    petition::reading::{Hit, Of, seek},
};
use kernel::{
    Refusal,
    crypto::QueryCode,
    id::{StreamId, TenantId},
};
use store::Failure;

/// Which mediation, and which party of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// The mediation.
    pub stream: StreamId,
    /// Her number in it.
    pub party: i64,
}

/// The party of a code.
///
/// # Errors
/// [`Failure::NotFound`] for a code that is not good.
pub async fn find(house: &House, tenant: TenantId, code: &QueryCode) -> Result<Who, Failure> {
    let token = house.vault().blind(tenant, CODE, code.as_str());
    let found: Vec<Hit> = house.db().glance(move |tx| Ok(seek(tx, tenant, token, Of::Person, 20)?)).await?;
    for Hit { stream, subject } in found {
        let Ok((mediation, _)) = look_up(house, tenant, stream).await else { continue };
        let party = mediation.party(subject);
        if party.is_some_and(|party| party.erased_on.is_none() && code_of(house.vault(), stream, subject, party.code_issue).matches(code)) {
            return Ok(Who { stream, party: subject });
        }
    }
    Err(Failure::NotFound)
}

/// Her page.
///
/// # Errors
/// [`Failure::NotFound`] when she is none of its parties any more.
pub async fn follow(house: &House, tenant: TenantId, who: Who) -> Result<Case, Failure> {
    let case = page::read(house, tenant, who.stream).await?;
    match case.mediation.party(who.party) {
        Some(party) if party.erased_on.is_none() => Ok(case),
        _ => Err(Failure::NotFound),
    }
}

/// She consents, or does not.
///
/// # Errors
/// As [`carry_of_party`].
pub async fn consent(house: &House, tenant: TenantId, who: Who, given: bool, key: Option<String>) -> Result<Mediation, Failure> {
    let command = Command::Consent { parties: vec![who.party], given, how: "code".to_owned() };
    carry_of_party(house, tenant, who.stream, who.party, key, |_, _| Ok(command)).await
}

/// She does not want to go on; she owes no reason.
///
/// # Errors
/// As [`carry_of_party`].
pub async fn stop(house: &House, tenant: TenantId, who: Who, reason: &str, key: Option<String>) -> Result<Mediation, Failure> {
    let build = |hand: &Hand<'_>, _: &Mediation| Ok(Command::WithdrawConsent { party: who.party, reason: hand.sealer.words_if_any(reason) });
    carry_of_party(house, tenant, who.stream, who.party, key, build).await
}

/// She does not want this mediator.
///
/// # Errors
/// As [`carry_of_party`].
pub async fn refuse_mediator(
    house: &House,
    tenant: TenantId,
    who: Who,
    account: kernel::id::AccountId,
    reason: &str,
    key: Option<String>,
) -> Result<Mediation, Failure> {
    let build = |hand: &Hand<'_>, _: &Mediation| Ok(Command::ReleaseMediator { account, party: who.party, reason: hand.sealer.words(reason) });
    carry_of_party(house, tenant, who.stream, who.party, key, build).await
}

/// What came right, in her own words (C-59).
///
/// # Errors
/// As [`carry_of_party`].
pub async fn say(house: &House, tenant: TenantId, who: Who, axis: Axis, words: &str, key: Option<String>) -> Result<Mediation, Failure> {
    let build = |hand: &Hand<'_>, _: &Mediation| {
        let words = hand.hers(who.party, "axis", words);
        Ok::<_, Refusal>(Command::SayAxis { party: who.party, axis, words, agreed: true })
    };
    carry_of_party(house, tenant, who.stream, who.party, key, build).await
}
