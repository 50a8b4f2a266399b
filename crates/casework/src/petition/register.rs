//! 登记: the first word, and its receipt (arts 19, 21, 22; C-01, C-02, C-03).
//!
//! Registration is never refused because of what is said, who says it, by which way, or how often. What can be asked
//! for is only what makes the record true: that something was said, and that an oral record was confirmed.

mod accusing;
mod part;
mod place;
mod whole;

pub use accusing::sounds_like_accusation;
pub use part::{Piece, split};
pub use place::{channel_word, level, next_number};
pub use whole::{Later, write_whole};

use place::{county_area, triage_near};

use super::{
    apply::{self, When},
    clock,
    command::{Actor, Context, Office},
    event::{Did, Event, Registered},
    model::{Channel, Paper, Part, Person, Petition, label},
    reading,
    seal::{Card, Sealer},
};
use crate::{Asker, CaseKeys, House, Role, idempotency, organ::Directory, people::draft};
use kernel::{
    Day, Refusal,
    area::AreaPath,
    crypto::Digest,
    id::{OrganId, StreamId, TenantId},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{
    Failure, Tx, args,
    keys::WrappedKey,
    ledger::{self, Head, NewEvent, Stamp},
};

/// A petition as it is told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// By which way.
    pub channel: Option<Channel>,
    /// The day on which it was received; today when empty.
    pub received_on: Option<Day>,
    /// Where it is about; the organ's own area when empty.
    pub area: Option<AreaPath>,
    /// The spot.
    pub spot: String,
    /// A short name; made of the first words when empty.
    pub title: String,
    /// What she says.
    pub words: String,
    /// What she wants.
    pub claims: Vec<String>,
    /// What she told of herself; may be empty.
    pub petitioner: Card,
    /// The organ that keeps how she is reached to itself; her own organ when her card says that it shall and none is named (C-39).
    pub kept_by: Option<OrganId>,
    /// Representatives of a group, at most five (C-04).
    pub representatives: Vec<Card>,
    /// The other side, if there is one.
    pub other_party: Option<Card>,
    /// How many people came.
    pub head_count: u32,
    /// Oral: `read_to` or `read_by` her.
    pub confirmed: String,
    /// She marked it as an accusation.
    pub is_accusation: bool,
    /// Violence in the family.
    pub is_violence: bool,
    /// A minor is concerned.
    pub is_minor: bool,
    /// Nothing of this was said before.
    pub first_time: bool,
    /// The number it has elsewhere.
    pub outside_number: String,
    /// Papers handed in; they hang on the case that was [`Begun`].
    pub papers: Vec<Paper>,
    /// The case that was begun before it is registered, when there is one.
    pub begun: Option<Begun>,
}

impl Told {
    /// Whether she marks it as an accusation, or it sounds like one.
    #[must_use]
    pub fn accuses(&self) -> bool {
        let texts = [&self.words, &self.title, &self.spot].into_iter().chain(&self.claims);
        self.is_accusation || texts.into_iter().any(|text| sounds_like_accusation(text))
    }
}

/// A case before its first event: its stream and its keys, so that photos can be sealed for it while she still writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The stream.
    pub stream: StreamId,
    /// Subject and wrapped key: the narrative and the petitioner.
    pub keys: Vec<(i64, Vec<u8>)>,
}

impl Begun {
    /// A case that nobody has registered yet.
    #[must_use]
    pub fn new(house: &House, tenant: TenantId) -> Self {
        let stream = StreamId::new(house.next_id());
        let (_, keys) = house.vault().new_case(tenant, stream, 1, house.random());
        Self { stream, keys }
    }

    /// Its keys, open.
    #[must_use]
    pub fn open_keys(&self, house: &House, tenant: TenantId) -> CaseKeys {
        house.vault().unwrap(tenant, self.stream, &wrapped(&self.keys))
    }

    /// Its keys with one for each of `persons`, and the rows that keep them.
    fn with_persons(&self, house: &House, tenant: TenantId, persons: i64) -> (CaseKeys, Vec<(i64, Vec<u8>)>) {
        let (mut keys, mut rows) = (self.open_keys(house, tenant), self.keys.clone());
        for subject in 2..=persons {
            rows.push((subject, house.vault().add_subject(&mut keys, subject, house.random())));
        }
        (keys, rows)
    }
}

fn wrapped(rows: &[(i64, Vec<u8>)]) -> Vec<WrappedKey> {
    rows.iter().map(|(subject, wrapped)| WrappedKey { subject: *subject, wrapped: wrapped.clone(), erased_at: None }).collect()
}

/// What she takes home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The stream.
    pub stream: StreamId,
    /// 横访〔2025〕0417.
    pub number: String,
    /// The query code in groups.
    pub code: String,
    /// The hash of the record of her words.
    pub hash: Digest,
}

/// What has to be there for the record to be true; nothing else.
///
/// # Errors
/// `EMPTY`, `CHANNEL_MISSING`, `ORAL_RECORD_UNCONFIRMED` (C-02), `TOO_MANY_REPRESENTATIVES` (C-04), `DATE_AHEAD`.
pub fn check(told: &Told, today: Day) -> Result<Channel, Refusal> {
    let Some(channel) = told.channel else { return Err(Refusal::new("CHANNEL_MISSING", "L1 art 17").at("channel")) };
    if told.words.trim().is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "words").at("words"));
    }
    let is_oral = matches!(channel, Channel::Visit | Channel::Phone);
    if is_oral && !matches!(told.confirmed.as_str(), "read_to" | "read_by") {
        return Err(Refusal::new("ORAL_RECORD_UNCONFIRMED", "C-02").at("confirmed"));
    }
    if told.representatives.len() > 5 {
        return Err(Refusal::new("TOO_MANY_REPRESENTATIVES", "C-04").arg("max", 5).at("representatives"));
    }
    if told.received_on.is_some_and(|day| day > today) {
        return Err(Refusal::new("DATE_AHEAD", "TM-7").arg("day", today).at("received_on"));
    }
    Ok(channel)
}

/// Registers what a person told an officer.
///
/// # Errors
/// [`check`]'s; `NOT_YOURS` when the asker's post hears nobody; what the database says. `key` is the form's key: the
/// same key gives the same receipt and registers once.
pub async fn register(house: &House, asker: &Asker, told: &Told, key: Option<String>) -> Result<Receipt, Failure> {
    register_drafted(house, asker, told, key, None).await
}

/// As [`register`]; the draft that it was typed in goes in the same transaction, so that neither is there without the
/// other having gone.
///
/// # Errors
/// As [`register`].
pub async fn register_drafted(house: &House, asker: &Asker, told: &Told, key: Option<String>, draft: Option<String>) -> Result<Receipt, Failure> {
    if !matches!(asker.role, Role::Clerk | Role::Triage | Role::Handler | Role::Head | Role::Mediator) {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", "register").into());
    }
    let actor = Actor::Officer(asker.account, asker.organ, asker.role);
    let account = asker.account;
    let tenant = asker.tenant;
    let directory = house.directory(tenant).await?;
    let mut prepared = prepare(house, tenant, actor, asker.organ, told, &directory).await?;
    prepared.event.stands_for = asker.stands_for;
    write_with(house, prepared, key, move |tx| draft.as_ref().map_or(Ok(()), |draft| draft::drop_in(tx, tenant, account, draft))).await
}

/// Registers for an organ: an officer at its desk, or the person herself at the portal.
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
    keep(house, tenant, actor, origin, told, key, |_| Ok(())).await
}

/// As [`register_as`]; `also` is done in the same transaction, for what was half said and is now said.
pub(super) async fn keep(
    house: &House,
    tenant: TenantId,
    actor: Actor,
    origin: OrganId,
    told: &Told,
    key: Option<String>,
    also: impl Fn(&Tx<'_>) -> Result<(), Failure> + Send + 'static,
) -> Result<Receipt, Failure> {
    let directory = house.directory(tenant).await?;
    let prepared = prepare(house, tenant, actor, origin, told, &directory).await?;
    write_with(house, prepared, key, also).await
}

async fn write_with(
    house: &House,
    prepared: Prepared,
    key: Option<String>,
    also: impl Fn(&Tx<'_>) -> Result<(), Failure> + Send + 'static,
) -> Result<Receipt, Failure> {
    let (shared, prepared) = (house.clone(), Arc::new(prepared));
    house
        .db()
        .write(move |tx| {
            let receipt = write(tx, &shared, &prepared, key.as_deref())?;
            also(tx)?;
            Ok(receipt)
        })
        .await
}

/// A registration whose texts are sealed and whose time is taken: only its number is still to be drawn.
pub struct Prepared {
    tenant: TenantId,
    stream: StreamId,
    actor: Actor,
    stamp: Stamp,
    event: Event,
    keys: Vec<(i64, Vec<u8>)>,
    blind: Vec<(i64, i64)>,
    counter: String,
    number_stem: String,
}

async fn prepare(house: &House, tenant: TenantId, actor: Actor, origin: OrganId, told: &Told, directory: &Directory) -> Result<Prepared, Failure> {
    let channel = check(told, house.today())?;
    let suspicious = told.accuses();
    let holder = if suspicious { triage_near(house, tenant, origin, directory).await? } else { origin };
    Ok(seal(house, tenant, actor, origin, holder, channel, suspicious, told, directory))
}

/// Seals a registration. For loads that bring their own rules of who holds what (`bench seed`), and for [`prepare`].
#[expect(clippy::too_many_arguments, reason = "what was decided before sealing, in order")]
#[must_use]
pub fn seal(
    house: &House,
    tenant: TenantId,
    actor: Actor,
    origin: OrganId,
    holder: OrganId,
    channel: Channel,
    suspicious: bool,
    told: &Told,
    directory: &Directory,
) -> Prepared {
    let now = house.now();
    let cards: Vec<(Part, &Card)> = std::iter::once((Part::Petitioner, &told.petitioner))
        .chain(told.representatives.iter().map(|card| (Part::Representative, card)))
        .chain(told.other_party.iter().map(|card| (Part::OtherParty, card)))
        .collect();
    let persons = i64::try_from(cards.len()).unwrap_or(i64::MAX);
    let stream = told.begun.as_ref().map_or_else(|| StreamId::new(house.next_id()), |begun| begun.stream);
    let (keys, key_rows) = match &told.begun {
        Some(begun) => begun.with_persons(house, tenant, persons),
        None => house.vault().new_case(tenant, stream, persons, house.random()),
    };
    let sealer = Sealer::new(&keys, house.random());
    let place = directory.organ(origin);
    let area = told.area.clone().or_else(|| place.and_then(|organ| organ.area.parse().ok())).unwrap_or_else(|| county_area(directory));
    let today = now.local_day();
    let received_on = told.received_on.unwrap_or(today);
    let title = if told.title.trim().is_empty() {
        told.words.trim().chars().take_while(|c| !"，。；\n".contains(*c)).take(24).collect()
    } else {
        told.title.clone()
    };
    let mut bits = 0;
    for (set, bit) in [(told.is_violence, label::VIOLENCE), (told.is_minor, label::MINOR), (suspicious, label::MAYBE_ACCUSATION)] {
        bits |= if set { bit } else { 0 };
    }
    let mut subject = 0;
    let mut blind = vec![];
    let people = cards
        .iter()
        .map(|(part, card)| {
            subject += 1;
            for (kind, value) in reading::blind_values(card, area.as_str()) {
                blind.push((house.vault().blind(tenant, kind, &value), subject));
            }
            let kept_by = told.kept_by.or(Some(origin)).filter(|_| *part != Part::OtherParty && told.petitioner.reach.keep);
            Person { kept_by, ..sealer.person(subject, *part, card) }
        })
        .collect();
    // Whoever names no claim asks for an answer to what she said.
    let mut claims: Vec<_> = told.claims.iter().filter(|claim| !claim.trim().is_empty()).map(|claim| sealer.words(claim)).collect();
    if claims.is_empty() {
        claims.push(sealer.words(&told.words));
    }
    let registered = Registered {
        number: String::new(),
        outside_number: told.outside_number.trim().to_owned(),
        channel,
        origin,
        level: level(directory, origin).to_owned(),
        holder,
        received_on,
        area: area.clone(),
        spot: sealer.words_if_any(&told.spot),
        title: sealer.words(&title),
        words: sealer.words(&told.words),
        claims,
        persons: people,
        head_count: told.head_count.max(1),
        confirmed: told.confirmed.clone(),
        label: bits,
        first_time: told.first_time,
        code_issue: 1,
        papers: told.papers.clone(),
        split_from: None,
        bars: vec![],
    };
    let context = Context { actor, now, today, acted_on: received_on, calendar: house.calendar(), law: house.law(), office: Office::default() };
    let refers = matches!(directory.organ(holder).map(|organ| organ.kind.as_str()), Some("petition_office" | "command_room"));
    let mut clocks: Vec<_> = clock::start(&context, if refers { "P-01" } else { "P-02" }, holder, received_on, &area).into_iter().collect();
    if told.first_time {
        clocks.extend(clock::start(&context, "P-25", holder, today, &area));
    }
    blind.push((house.vault().blind(tenant, "code", house.vault().query_code(stream, 1).as_str()), 0));
    let word = place.map_or("", |organ| organ.word.as_str());
    Prepared {
        tenant,
        stream,
        actor,
        stamp: Stamp { actor: actor.account(), organ: actor.organ(), at: now },
        event: Event::new(Did::Registered(Box::new(registered)), clocks),
        keys: key_rows,
        blind,
        counter: format!("case {origin} {} {}", channel.code(), received_on.year()),
        number_stem: format!("{word}{}〔{}〕", channel_word(channel), received_on.year()),
    }
}

/// Writes a prepared registration: number, event, readings, keys, index rows, and the form's key.
///
/// # Errors
/// What the database says.
pub fn write(tx: &Tx<'_>, house: &House, prepared: &Prepared, key: Option<&str>) -> Result<Receipt, Failure> {
    let Prepared { tenant, stream, stamp, .. } = prepared;
    let account = prepared.actor.account();
    if let Some(key) = key
        && let Some(outcome) = idempotency::once(tx, *tenant, key, account, stamp.at)?
    {
        return earlier(tx, house, *tenant, &outcome);
    }
    let (petition, event, head) = begin(tx, house, prepared)?;
    reading::write_new(tx, *tenant, &petition, &head, house.calendar())?;
    keep_keys(tx, prepared)?;
    super::carry::name_files(tx, *tenant, *stream, &event.did, head.version)?;
    if let Some(key) = key {
        idempotency::settle(tx, *tenant, key, &stream.to_string())?;
    }
    receipt(house, *stream, petition.number, 1, &head.hash)
}

/// Draws the number and appends the first event.
fn begin(tx: &Tx<'_>, house: &House, prepared: &Prepared) -> Result<(Petition, Event, Head), Failure> {
    let Prepared { tenant, stream, stamp, .. } = prepared;
    let mut event = prepared.event.clone();
    if let Did::Registered(first) = &mut event.did {
        first.number = format!("{}{:04}", prepared.number_stem, next_number(tx, *tenant, &prepared.counter)?);
    }
    event.files = super::carry::file_rows(tx, *tenant, *stream, &event.did)?;
    let acted_on = prepared.acted_on();
    let new = NewEvent { kind: event.did.kind(), payload: event.payload(), acted_on };
    let head = ledger::append(tx, house.vault().suite(), *tenant, *stream, &Head::empty(), stamp, &[new])?;
    let petition = apply::begin(*stream, &event, When { actor: stamp.actor, organ: stamp.organ, acted_on, at: stamp.at })
        .ok_or_else(|| Failure::Bug("a registration is a first event".to_owned()))?;
    Ok((petition, event, head))
}

fn keep_keys(tx: &Tx<'_>, prepared: &Prepared) -> Result<(), Failure> {
    let Prepared { tenant, stream, .. } = prepared;
    for (subject, wrapped) in &prepared.keys {
        store::keys::keep(tx, *tenant, *stream, *subject, wrapped)?;
    }
    for (token, subject) in &prepared.blind {
        reading::insert_blind(tx, *tenant, *token, *stream, *subject)?;
    }
    Ok(())
}

impl Prepared {
    fn acted_on(&self) -> Day {
        match &self.event.did {
            Did::Registered(first) => first.received_on,
            _ => self.stamp.at.local_day(),
        }
    }
}

fn earlier(tx: &Tx<'_>, house: &House, tenant: TenantId, outcome: &str) -> Result<Receipt, Failure> {
    let stream: StreamId = outcome.parse().map_err(|_| Failure::NotFound)?;
    let first = tx
        .first::<ledger::StoredEvent>(
            store::select!(ledger::StoredEvent, "FROM event WHERE tenant = $1 AND stream = $2 AND version = 1"),
            args![tenant, stream],
        )?
        .ok_or(Failure::NotFound)?;
    match super::event::read(&first.payload).map(|event| event.did) {
        Ok(Did::Registered(registered)) => receipt(house, stream, registered.number, registered.code_issue, &first.hash),
        _ => Err(Failure::NotFound),
    }
}

/// The receipt of a registered matter.
///
/// # Errors
/// [`Failure::Bug`] when the hash is none.
pub fn receipt(house: &House, stream: StreamId, number: String, issue: u32, hash: &[u8]) -> Result<Receipt, Failure> {
    let hash = Digest::from_slice(hash).map_err(|error| Failure::Bug(format!("receipt: {error:?}")))?;
    Ok(Receipt { stream, number, code: house.vault().query_code(stream, issue).to_string(), hash })
}
