//! The first word: who has what against whom, whence it came (SM-MED 1, 2.9). Whoever wants to be mediated is written down; whether it is
//! mediated is for the parties to say.

use super::{
    apply::{self, When},
    command::Actor,
    event::{Did, Event, Opened},
    model::{Consent, FromPetition, Grade, Kind, Party, Side, apart_of},
    reading,
};
use crate::{
    Asker, House, Role, idempotency,
    petition::{
        model::{Paper, Part, label},
        reading::insert_blind,
        register::next_number,
        seal::{Card, Sealer},
    },
};
use kernel::{
    Moment, Refusal,
    area::AreaPath,
    id::{OrganId, StreamId, TenantId},
};
use std::sync::Arc;
use store::{
    Failure,
    ledger::{self, Head, NewEvent, Stamp},
};

/// A person as she is told of.
#[derive(Debug, Clone, Default)]
pub struct ToldParty {
    /// Respondent instead of applicant.
    pub is_other_side: bool,
    /// Her card.
    pub card: Card,
    /// Not of age, or not of full capacity.
    pub is_minor: bool,
    /// Suspected of violence in this very matter.
    pub is_suspected: bool,
    /// She would rather have a woman.
    pub wants_woman: bool,
    /// She would rather have somebody who is not of her village.
    pub wants_stranger: bool,
    /// Neither phone nor computer.
    pub has_no_device: bool,
}

/// A dispute as it is told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Whence: a code of `mediation_sources`.
    pub source: String,
    /// Of which type: a code of `dispute_types`.
    pub dispute: String,
    /// How hard; ordinary when it is not said.
    pub grade: Option<Grade>,
    /// Which kind of mediation; people's when it is not said.
    pub kind: Option<Kind>,
    /// When the first word came; now when it is not said.
    pub received_at: Option<Moment>,
    /// Where it is about; the organ's own area when empty.
    pub area: Option<AreaPath>,
    /// A short name; made of the first words when empty.
    pub title: String,
    /// What was told.
    pub words: String,
    /// What is asked for.
    pub requests: Vec<String>,
    /// Who.
    pub parties: Vec<ToldParty>,
    /// The number elsewhere: of an incident, of a court's file.
    pub outside_number: String,
    /// Whose number that is.
    pub outside_body: String,
    /// The petition that it belongs to.
    pub petition: Option<FromPetition>,
    /// Violence at home.
    pub is_violence: bool,
    /// A minor is concerned.
    pub is_minor: bool,
    /// Papers that came with it.
    pub papers: Vec<Paper>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The stream.
    pub stream: StreamId,
    /// 横人调字〔2025〕第12号.
    pub number: String,
}

/// The most parties of one mediation.
pub const MOST_PARTIES: usize = 30;

/// What has to be there; nothing else.
///
/// # Errors
/// `EMPTY`, `TOO_MANY_PARTIES`, `DATE_AHEAD`.
pub fn check(house: &House, told: &Told, now: Moment) -> Result<(), Refusal> {
    let empty = |field: &'static str| Err(Refusal::new("EMPTY", "SM-MED").arg("field", field).at(field));
    if told.words.trim().is_empty() {
        return empty("words");
    }
    if house.law().mediation_sources.get(&told.source).is_none() {
        return empty("source");
    }
    if house.law().dispute_types.get(&told.dispute).is_none() {
        return empty("dispute");
    }
    if told.parties.iter().all(|party| party.card.name.trim().is_empty()) {
        return empty("name-1");
    }
    if told.parties.len() > MOST_PARTIES {
        return Err(Refusal::new("TOO_MANY_PARTIES", "SM-MED").arg("max", MOST_PARTIES).at("words"));
    }
    if told.received_at.is_some_and(|at| at > now) {
        return Err(Refusal::new("DATE_AHEAD", "TM-7").arg("day", now.local_day()).at("received_at"));
    }
    Ok(())
}

/// Writes a dispute down.
///
/// # Errors
/// [`check`]'s; `NOT_YOURS` for who hears nobody; what the database says. The same `key` writes once.
pub async fn register(house: &House, asker: &Asker, told: &Told, key: Option<String>) -> Result<Receipt, Failure> {
    if !matches!(asker.role, Role::Clerk | Role::Triage | Role::Handler | Role::Head | Role::Mediator) {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", "register").into());
    }
    let actor = Actor::Officer(asker.account, asker.organ, asker.role);
    register_as(house, asker.tenant, actor, asker.organ, told, key).await
}

/// Writes a dispute down for an organ: an officer at its desk, or a person at the portal.
///
/// # Errors
/// As [`register`].
pub async fn register_as(
    house: &House,
    tenant: TenantId,
    actor: Actor,
    origin: OrganId,
    told: &Told,
    key: Option<String>,
) -> Result<Receipt, Failure> {
    let now = house.now();
    check(house, told, now)?;
    let directory = house.directory(tenant).await?;
    let place = directory.organ(origin).ok_or(Failure::NotFound)?;
    let area = told.area.clone().or_else(|| place.area.parse().ok()).unwrap_or_default();
    let prepared = Arc::new(prepare(house, tenant, actor, origin, told, now, &area, &place.word));
    let shared = house.clone();
    house
        .db()
        .write(move |tx| {
            let Prepared { stream, stamp, event, keys, blind, counter, stem } = &*prepared;
            if let Some(key) = &key
                && let Some(outcome) = idempotency::once(tx, tenant, key, stamp.actor, stamp.at)?
            {
                let stream: StreamId = outcome.parse().map_err(|_| Failure::NotFound)?;
                let number = super::list::number_of(tx, tenant, stream)?;
                return Ok(Receipt { stream, number });
            }
            let mut event = event.clone();
            if let Did::Opened(first) = &mut event.did {
                first.number = format!("{stem}第{}号", next_number(tx, tenant, counter)?);
            }
            event.files = super::carry::file_rows(tx, tenant, *stream, &event.named())?;
            let acted_on = stamp.at.local_day();
            let new = NewEvent { kind: event.did.kind(), payload: event.payload(), acted_on };
            let head = ledger::append(tx, shared.vault().suite(), tenant, *stream, &Head::empty(), stamp, &[new])?;
            let mediation = apply::begin(*stream, &event, When { actor: stamp.actor, organ: stamp.organ, acted_on, at: stamp.at })
                .ok_or_else(|| Failure::Bug("an opening is a first event".to_owned()))?;
            reading::write(tx, tenant, None, &mediation, &head)?;
            for (subject, wrapped) in keys {
                store::keys::keep(tx, tenant, *stream, *subject, wrapped)?;
            }
            for (token, subject) in blind {
                insert_blind(tx, tenant, *token, *stream, *subject)?;
            }
            for file in event.named() {
                store::files::name_in(tx, tenant, *stream, file, head.version)?;
            }
            if let Some(key) = &key {
                idempotency::settle(tx, tenant, key, &stream.to_string())?;
            }
            Ok(Receipt { stream: *stream, number: mediation.number })
        })
        .await
}

/// A dispute whose texts are sealed and whose time is taken: only its number is still to be drawn.
struct Prepared {
    stream: StreamId,
    stamp: Stamp,
    event: Event,
    keys: Vec<(i64, Vec<u8>)>,
    blind: Vec<(i64, i64)>,
    counter: String,
    stem: String,
}

#[expect(clippy::too_many_arguments, reason = "what was decided before sealing, in order")]
fn prepare(house: &House, tenant: TenantId, actor: Actor, origin: OrganId, told: &Told, now: Moment, area: &AreaPath, word: &str) -> Prepared {
    let stream = StreamId::new(house.next_id());
    let parties: Vec<&ToldParty> = told.parties.iter().filter(|party| party.card != Card::default()).collect();
    let persons = i64::try_from(parties.len()).unwrap_or(0);
    let (mut keys, mut rows) = house.vault().new_case(tenant, stream, persons, house.random());
    for subject in 1..=persons {
        rows.push((apart_of(subject), house.vault().add_subject(&mut keys, apart_of(subject), house.random())));
    }
    let sealer = Sealer::new(&keys, house.random());
    let mut blind = vec![];
    let people: Vec<Party> = parties
        .iter()
        .zip(1..)
        .map(|(one, subject)| {
            let party = Party {
                subject,
                side: if one.is_other_side { Side::Respondent } else { Side::Applicant },
                of: 0,
                card: sealer.person(subject, Part::OtherParty, &one.card).card,
                erased_on: None,
                consent: Consent::Open,
                consent_on: None,
                rights_on: None,
                is_minor: one.is_minor,
                is_suspected: one.is_suspected,
                wants_woman: one.wants_woman,
                wants_stranger: one.wants_stranger,
                has_no_device: one.has_no_device,
                code_issue: 1,
            };
            blind.extend(reading::tokens_of(house.vault(), tenant, stream, &party, &one.card, area.as_str()));
            party
        })
        .collect();
    let title = if told.title.trim().is_empty() {
        told.words.trim().chars().take_while(|c| !"，。；\n".contains(*c)).take(24).collect()
    } else {
        told.title.clone()
    };
    let is_minor = told.is_minor || people.iter().any(|party| party.is_minor);
    let bits = [(told.is_violence, label::VIOLENCE), (is_minor, label::MINOR)];
    let year = now.local_day().year();
    let stem = format!("{word}人调字〔{year}〕");
    let counter = format!("mediation {origin} {year}");
    let opened = Opened {
        number: String::new(),
        counter: counter.clone(),
        source: told.source.clone(),
        kind: told.kind.unwrap_or(Kind::People),
        grade: told.grade.unwrap_or(Grade::Ordinary),
        dispute: told.dispute.clone(),
        origin,
        received_at: told.received_at.unwrap_or(now),
        area: area.clone(),
        outside_number: told.outside_number.trim().to_owned(),
        outside_body: told.outside_body.trim().to_owned(),
        petition: told.petition.clone(),
        title: sealer.words(&title),
        words: sealer.words(&told.words),
        requests: told.requests.iter().filter(|request| !request.trim().is_empty()).map(|request| sealer.words(request)).collect(),
        parties: people,
        label: bits.into_iter().fold(0, |bits, (set, bit)| if set { bits | bit } else { bits }),
        papers: told.papers.clone(),
    };
    Prepared {
        stream,
        stamp: Stamp { actor: actor.account(), organ: actor.organ(), at: now },
        event: Event::new(Did::Opened(Box::new(opened)), vec![]),
        keys: rows,
        blind,
        counter,
        stem,
    }
}
