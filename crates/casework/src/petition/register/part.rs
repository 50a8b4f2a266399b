//! 分出一件: a part of an item becomes a matter of its own, with number, code and clocks, from the original day of
//! receipt. Its words are hers: whoever splits may leave lines out and cannot write any.

use super::{Prepared, Receipt, Told, begin, earlier, keep_keys, receipt, seal, sounds_like_accusation, triage_near};
use crate::{
    Asker, House, idempotency,
    petition::{
        Actor, Command, Context, Petition, carry,
        command::{Office, decide},
        event::{ClockChange, Did, Event},
        flow::Verb,
        kin::Other,
        model::{Part, Words, label},
        page::{self, Case},
        policy, reading,
        said::{self, tidy},
        seal::{Card, Sealer, card_today, plain},
    },
};
use kernel::{Refusal, id::StreamId};
use std::sync::Arc;
use store::Failure;

/// What is split off.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Which claims, from 0.
    pub claims: Vec<u32>,
    /// Which of her words; all that the claims say when empty.
    pub words: String,
    /// A short name; made of the first words when empty.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// Splits a part off.
///
/// # Errors
/// As [`carry::carry`]; `NOT_HER_WORDS` for a line that she did not say, `ALREADY_ANSWERED`, `NOTHING_LEFT`.
pub async fn split(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, piece: &Piece) -> Result<Receipt, Failure> {
    let (case, sight) = page::to_look_at(house, asker, stream).await?;
    policy::has(&sight, &case.petition)?;
    let told = told(&case, piece)?;
    let tenant = asker.tenant;
    let actor = Actor::Officer(asker.account, asker.organ, asker.role);
    let original = &case.petition;
    let suspicious = [&told.words, &told.title].into_iter().chain(&told.claims).any(|text| sounds_like_accusation(text));
    let holder = if suspicious { triage_near(house, tenant, original.origin, &case.directory).await? } else { original.holder };
    let sealed = seal(house, tenant, actor, original.origin, holder, original.channel, suspicious, &told, &case.directory);
    let mut part = as_part_of(original, sealed);
    part.event.stands_for = asker.stands_for;
    let prepared = Arc::new(part);
    let reason = Sealer::new(&case.keys, house.random()).words(&piece.reason);
    let (asker, claims) = (asker.clone(), piece.claims.clone());
    house
        .db()
        .write({
            let house = house.clone();
            move |tx| {
                let now = prepared.stamp.at;
                if let Some(key) = &key
                    && let Some(outcome) = idempotency::once(tx, tenant, key, actor.account(), now)?
                {
                    return earlier(tx, &house, tenant, &outcome);
                }
                let (head, snapshot) = carry::hold(tx, tenant, stream)?;
                let before = snapshot.petition()?;
                let _permit = policy::permit(&asker, &sight, &before, Some(Verb::Split))?;
                let (part, event, part_head) = begin(tx, &house, &prepared)?;
                // Of an accusation those who have the original learn neither number nor place (C-30).
                let number = if suspicious { String::new() } else { part.number.clone() };
                let into = Other { stream: part.stream, number };
                let today = now.local_day();
                let office = Office { approvers: None, stands_for: asker.stands_for };
                let context = Context { actor, now, today, acted_on: today, calendar: house.calendar(), law: house.law(), office };
                let left = decide(&before, Command::Split { into, claims: claims.clone(), reason: reason.clone() }, &context)?;
                let left = Event { stands_for: asker.stands_for, ..left };
                carry::keep_as(tx, &house, tenant, stream, actor, now, &before, &head, &left)?;
                reading::write_new(tx, tenant, &part, &part_head, house.calendar())?;
                keep_keys(tx, &prepared)?;
                carry::name_files(tx, tenant, part.stream, &event.did, part_head.version)?;
                if let Some(key) = &key {
                    idempotency::settle(tx, tenant, key, &part.stream.to_string())?;
                }
                receipt(&house, part.stream, part.number, 1, &part_head.hash)
            }
        })
        .await
}

/// Her own words of that part, her card, her other side; nothing that the officer wrote but a short name.
fn told(case: &Case, piece: &Piece) -> Result<Told, Failure> {
    let petition = &case.petition;
    let open = |words: &Words| plain(&case.keys, words);
    let claims: Vec<String> = piece
        .claims
        .iter()
        .filter_map(|at| usize::try_from(*at).ok().and_then(|at| petition.claims.get(at)))
        .map(|claim| open(&claim.text))
        .collect();
    if claims.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "claims").at("claims").into());
    }
    let own = petition.claims.iter().map(|claim| open(&claim.text));
    let said = said::words(case).into_iter().chain(own).map(|text| tidy(&text)).collect::<Vec<_>>().join("\n");
    let words = if piece.words.trim().is_empty() { claims.join("\n") } else { piece.words.replace("\r\n", "\n") };
    for line in words.lines().map(tidy).filter(|line| !line.is_empty()) {
        if !said.contains(&line) {
            return Err(Refusal::new("NOT_HER_WORDS", "C-05").at("words").into());
        }
    }
    let cards = |part: Part| -> Vec<Card> {
        petition
            .persons
            .iter()
            .filter(|person| person.part == part)
            .map(|person| card_today(&case.keys, person))
            .filter(|card| *card != Card::default())
            .collect()
    };
    let confirmed = case.events.first().map(|(_, event)| match &event.did {
        Did::Registered(first) => first.confirmed.clone(),
        _ => String::new(),
    });
    Ok(Told {
        channel: Some(petition.channel),
        received_on: Some(petition.received_on),
        area: Some(petition.area.clone()),
        spot: petition.spot.as_ref().map(&open).unwrap_or_default(),
        title: piece.title.clone(),
        words,
        claims,
        petitioner: petition.petitioner().map(|person| card_today(&case.keys, person)).unwrap_or_default(),
        kept_by: petition.petitioner().and_then(|person| person.kept_by),
        representatives: cards(Part::Representative),
        other_party: cards(Part::OtherParty).into_iter().next(),
        head_count: petition.head_count,
        confirmed: confirmed.unwrap_or_default(),
        is_violence: petition.label & label::VIOLENCE != 0,
        is_minor: petition.label & label::MINOR != 0,
        first_time: petition.first_time,
        ..Told::default()
    })
}

/// The same day of receipt, the same talk still owed, the same eyes kept away.
fn as_part_of(original: &Petition, mut prepared: Prepared) -> Prepared {
    if let Did::Registered(first) = &mut prepared.event.did {
        first.split_from = Some(original.as_other());
        first.bars.clone_from(&original.bars);
        let holder = first.holder;
        prepared.event.clocks.retain(|change| !matches!(change, ClockChange::Start { rule, .. } if rule == "P-25"));
        if let Some(talk) = original.running("P-25") {
            prepared.event.clocks.push(ClockChange::Start { rule: "P-25".to_owned(), holder, deadline: talk.deadline.clone() });
        }
    }
    prepared
}
