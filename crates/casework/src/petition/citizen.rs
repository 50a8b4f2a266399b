//! What the person sees and does with her query code, without an account (art 21(2), C-03).
//!
//! She sees where her matter is, every step, each date with its sum, her own words and the letters to her. She never
//! sees another party's card, a note that is for the office alone, or who looked.

use super::{
    carry::carry_without_post,
    command::{Actor, Command},
    deciders::Deciders,
    handed::{self, Handed},
    model::{Channel, DataRight, Petition, Rating, Recused},
    page::{self, Case},
    pair::{self, Living},
    reading::{self, Hit, Of},
    register::{self, Begun, Receipt, Told},
    seal::{Card, Sealer, card_today},
};
use crate::{House, notify::reach::Reach};
use kernel::{
    Refusal,
    crypto::QueryCode,
    id::{OrganId, StreamId, TenantId},
};
use store::{Failure, ledger};

/// Codes are compared one by one after the index; more than one row is an accident of its numbers.
const MOST_CODES: usize = 20;

/// The matter of a query code.
///
/// # Errors
/// [`Failure::NotFound`] for a code that is not good.
pub async fn find(house: &House, tenant: TenantId, code: &QueryCode) -> Result<StreamId, Failure> {
    let token = house.vault().blind(tenant, "code", code.as_str());
    let found: Vec<Hit> = house.db().glance(move |tx| Ok(reading::seek(tx, tenant, token, Of::Code, MOST_CODES)?)).await?;
    for Hit { stream, .. } in found {
        let (petition, _) = super::carry::look_up(house, tenant, stream).await?;
        if house.vault().query_code(stream, petition.code_issue).matches(code) {
            return Ok(stream);
        }
    }
    Err(Failure::NotFound)
}

/// Her page.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn follow(house: &House, tenant: TenantId, stream: StreamId) -> Result<Case, Failure> {
    let directory = house.directory(tenant).await?;
    page::read(house, tenant, stream, directory, None).await
}

/// What checking her record found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The words of that day are as they were receipted; `seal` is the short seal that holds them, once there is one.
    Holds {
        /// The seal, when the record has been sealed already.
        seal: Option<String>,
    },
    /// The fingerprint that she typed is not that of this record.
    OtherFingerprint,
    /// The record contradicts itself: somebody has touched it.
    Broken,
}

/// Compares the fingerprint on her receipt with the record as it stands now: the chain is walked from its first event.
///
/// # Errors
/// What the database says.
pub async fn check_fingerprint(house: &House, tenant: TenantId, stream: StreamId, typed: &str) -> Result<Check, Failure> {
    let typed: String = typed.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_uppercase()).collect();
    let (events, proof) = house.db().read(move |tx| Ok((ledger::load(tx, tenant, stream)?, store::sealer::proof(tx, tenant, stream, 1)?))).await?;
    if ledger::check_chain(tenant, &events).is_err() {
        return Ok(Check::Broken);
    }
    let Some(first) = events.first().and_then(|event| kernel::crypto::Digest::from_slice(&event.hash).ok()) else { return Ok(Check::Broken) };
    let whole: String = first.to_string().chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_uppercase()).collect();
    let short: String = first.short().chars().filter(char::is_ascii_hexdigit).collect();
    if typed != short && typed != whole {
        return Ok(Check::OtherFingerprint);
    }
    let seal = match proof {
        None => None,
        Some(proof) if proof.holds(&first) => Some(proof.seal_hash.short()),
        Some(_) => return Ok(Check::Broken),
    };
    Ok(Check::Holds { seal })
}

/// What became of her further words.
#[derive(Debug)]
pub enum Added {
    /// They stand in her matter.
    Here(Box<Petition>),
    /// They are a matter of their own, with a number and a code of its own: a new claim on a matter that is closed, or
    /// an accusation, which those who have her matter in hand must not read (C-30).
    Anew(Receipt),
}

/// 补充: her further words, claims, photos and papers.
///
/// # Errors
/// As [`super::carry::carry`].
pub async fn add(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    words: &str,
    claim: &str,
    handed: &[Handed],
    key: Option<String>,
) -> Result<Added, Failure> {
    let (own, own_keys) = super::carry::look_up(house, tenant, stream).await?;
    // Her own card, with her own slip: the living matter may be another person's.
    let hers = own.petitioner().map(|person| (card_today(&own_keys, person), person.kept_by)).unwrap_or_default();
    // What she says with the slip of a merged item reaches the living matter.
    let (petition, keys, slip) = match pair::living(house, tenant, &own).await? {
        Some(Living { petition, keys, is_sure }) => (petition, keys, (!is_sure).then(|| own.as_other())),
        None => (own, own_keys, None),
    };
    let stream = petition.stream;
    let accuses = !petition.is_sealed() && (register::sounds_like_accusation(words) || register::sounds_like_accusation(claim));
    let closed = !claim.trim().is_empty() && super::act::person::is_closed(petition.stage);
    if accuses || closed {
        return anew(house, tenant, &petition, hers, words, claim, handed, key).await.map(Added::Anew);
    }
    let is_closed = petition.stage == super::Stage::Archived;
    let mut papers = if is_closed { vec![] } else { handed::keep_hers(house, tenant, stream, &keys, handed).await? };
    for paper in papers.iter_mut().filter(|_| slip.is_some()) {
        // Whoever has the other slip may be somebody else.
        paper.shown_to_person = false;
    }
    let here = carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, petition| {
        if petition.stage == super::Stage::Voided && papers.is_empty() {
            return Ok(Command::ObjectVoid { words: sealer.words(words) });
        }
        if petition.stage == super::Stage::Archived {
            return Err(Refusal::new("CLOSED_FILE", "SM-PET").arg("stage", petition.stage.code()));
        }
        Ok(Command::AddWords {
            words: sealer.words(words),
            claims: sealer.words_if_any(claim).into_iter().collect(),
            papers,
            confirmed: String::new(),
            slip,
        })
    })
    .await?;
    Ok(Added::Here(Box::new(here)))
}

#[expect(clippy::too_many_arguments, reason = "what she said, and where she said it")]
async fn anew(
    house: &House,
    tenant: TenantId,
    petition: &Petition,
    (petitioner, kept_by): (Card, Option<OrganId>),
    words: &str,
    claim: &str,
    handed: &[Handed],
    key: Option<String>,
) -> Result<Receipt, Failure> {
    // Photos that accuse somebody are sealed for the matter that they will be part of, and for no other.
    let begun = Begun::new(house, tenant);
    let papers = handed::keep_hers(house, tenant, begun.stream, &begun.open_keys(house, tenant), handed).await?;
    let spoken = if words.trim().is_empty() { claim } else { words };
    let told = Told {
        channel: Some(Channel::Network),
        area: Some(petition.area.clone()),
        words: spoken.to_owned(),
        claims: vec![claim.to_owned()],
        petitioner,
        kept_by,
        head_count: 1,
        papers,
        begun: Some(begun),
        ..Told::default()
    };
    register::register_as(house, tenant, Actor::Person, petition.origin, &told, key).await
}

/// 评价.
///
/// # Errors
/// `NOTHING_TO_RATE`, `ALREADY_RATED`, `RATING_CLOSED`.
pub async fn rate(house: &House, tenant: TenantId, stream: StreamId, rating: Rating, words: &str, key: Option<String>) -> Result<Petition, Failure> {
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| Ok(Command::Rate { rating, words: sealer.words_if_any(words) })).await
}

/// 撤回: hers alone, at any time before completion; she may file again.
///
/// # Errors
/// `NOT_FROM_HERE` when it is already answered or closed.
pub async fn withdraw(house: &House, tenant: TenantId, stream: StreamId, reason: &str, key: Option<String>) -> Result<Petition, Failure> {
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| {
        Ok(Command::Withdraw { evidence: "query_code".to_owned(), file: None, reason: sealer.words(reason) })
    })
    .await
}

/// 本人补来: her answer to what the office asked for.
///
/// # Errors
/// `NOT_FROM_HERE` when nothing is waited for; `EMPTY`.
pub async fn answer(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    words: &str,
    handed: &[Handed],
    key: Option<String>,
) -> Result<Petition, Failure> {
    let (petition, keys) = super::carry::look_up(house, tenant, stream).await?;
    let is_asked = petition.stage == super::Stage::AwaitingMaterial;
    let papers = if is_asked { handed::keep_hers(house, tenant, stream, &keys, handed).await? } else { vec![] };
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| Ok(Command::AnswerMaterial { words: sealer.words(words), papers }))
        .await
}

/// Of whom she asks that he steps back.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    /// The officer who has it in hand, as her page names him.
    Officer,
    /// The organ that has it, as a whole.
    Organ,
    /// Of an accusation, where nobody is named to her: an organ, and when she knows of one officer there, his name.
    Named(OrganId, &'a str),
}

/// 申请回避: of the officer who has it in hand, or of the organ as a whole. The head of the organ decides; of a head, or of the organ,
/// that of the organ above; of an accusation who is cleared for it and stands apart.
///
/// # Errors
/// `RECUSAL_WHOM`, `RECUSAL_UNKNOWN`, `RECUSAL_NO_REASON`, `RECUSAL_ASKED`, `RECUSAL_NOBODY`.
pub async fn ask_recusal(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    whom: Whom<'_>,
    words: &str,
    key: Option<String>,
) -> Result<Petition, Failure> {
    let (petition, _) = super::carry::look_up(house, tenant, stream).await?;
    let directory = house.directory(tenant).await?;
    let deciders = Deciders::of(house, tenant, &directory, &petition).await?;
    let of = match whom {
        // What it looks like to her decides, and never who has it: no answer tells that.
        Whom::Officer if !petition.is_sealed() => Recused::Officer(petition.officer),
        Whom::Organ if !petition.is_sealed() => Recused::Organ(petition.holder),
        Whom::Named(organ, name) if petition.is_sealed() => deciders.named(organ, name)?,
        _ => return Err(Refusal::new("RECUSAL_WHOM", "C-24").at("recused").into()),
    };
    let decider = deciders.of_recusal(of);
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| {
        let decider = decider.ok_or_else(|| Refusal::new("RECUSAL_NOBODY", "C-24").at("recused"))?;
        Ok(Command::AskRecusal { of, decider, words: sealer.words(words) })
    })
    .await
}

/// 个人信息请求: what is held of her, a copy, a correction, an explanation, erasure (C-81).
///
/// # Errors
/// `DATA_ASKED` while an earlier one is not answered.
pub async fn ask_data(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    right: DataRight,
    words: &str,
    key: Option<String>,
) -> Result<Petition, Failure> {
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| Ok(Command::AskData { right, words: sealer.words_if_any(words) })).await
}

/// 请求复查: taken by the organ above, or by the county's petition office, which passes it on.
///
/// # Errors
/// `NOT_J6`, `NOTHING_TO_REVIEW`, `REVIEW_ASKED`, `REVIEW_NO_REASON`, `REVIEW_LATE` (C-25).
pub async fn ask_review(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    words: &str,
    why_late: &str,
    handed: &[Handed],
    key: Option<String>,
) -> Result<Petition, Failure> {
    let (petition, keys) = super::carry::look_up(house, tenant, stream).await?;
    let may = super::ready::review_open(&petition).is_ok();
    let papers = if may { handed::keep_hers(house, tenant, stream, &keys, handed).await? } else { vec![] };
    let directory = house.directory(tenant).await?;
    // Where nobody stands above, the office takes it and passes it on to the body outside.
    let to = directory.body_above(petition.holder).or_else(|| Some(directory.petition_office()?.organ)).unwrap_or(petition.holder);
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| {
        Ok(Command::AskReview { to, words: sealer.words(words), why_late: sealer.words(why_late), papers })
    })
    .await
}

/// 怎么告诉本人: by which way, when, and whether that is safe.
///
/// # Errors
/// As [`reach_command`].
pub async fn set_reach(house: &House, tenant: TenantId, stream: StreamId, reach: &Reach, key: Option<String>) -> Result<Petition, Failure> {
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, petition| reach_command(sealer, petition, reach.clone())).await
}

/// The command that seals how the petitioner wants to be told, over what was said before ([`Reach::over`]).
///
/// # Errors
/// `NOBODY_TO_TELL` when there is nobody, or she was erased; what nothing could be sent to ([`Reach::check`]).
pub fn reach_command(sealer: &Sealer<'_>, petition: &Petition, said: Reach) -> Result<Command, Refusal> {
    let nobody = || Refusal::new("NOBODY_TO_TELL", "C-55");
    let person = petition.petitioner().ok_or_else(nobody)?;
    let said = said.over(&sealer.reach_of(person));
    said.check()?;
    let (keep, reach) = (said.keep, sealer.reach(person.subject, &said).ok_or_else(nobody)?);
    Ok(Command::SetReach { subject: person.subject, reach, keep })
}

/// 撤回不是本人的意思: of what an officer wrote down for her. The matter goes on where it was.
///
/// # Errors
/// `OWN_WITHDRAWAL` when she withdrew it herself, `NO_WITHDRAWAL` when nothing is to be contested.
pub async fn contest_withdrawal(house: &House, tenant: TenantId, stream: StreamId, words: &str, key: Option<String>) -> Result<Petition, Failure> {
    carry_without_post(house, tenant, stream, Actor::Person, key, |sealer, _| Ok(Command::ContestWithdrawal { words: sealer.words(words) })).await
}
