//! Writing messages down, in slices that hold the writer for a few milliseconds each.

use super::{Mapping, Message};
use crate::{
    House,
    organ::Directory,
    petition::{
        apply::{self, When},
        event::{Did, Event, Imported},
        model::{Part, label},
        reading, register,
        seal::{Card, Sealer},
    },
};
use kernel::{
    AreaPath,
    crypto::Digest,
    id::{OrganId, StreamId, TenantId},
};
use std::sync::Arc;
use store::{
    Failure, Tx, args,
    ledger::{self, Head, NewEvent, Stamp},
    sql,
};

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Written down now.
    pub added: u64,
    /// Known from an earlier run.
    pub known: u64,
}

/// A message, sealed.
struct Ready {
    stream: StreamId,
    source_key: String,
    event: Event,
    keys: Vec<(i64, Vec<u8>)>,
    blind: Vec<(i64, i64)>,
}

/// Writes a slice of messages down; those known from an earlier run are passed over. At most 25 at a time keep the
/// writer's hold short.
///
/// # Errors
/// [`Failure::NotFound`] when the county has no organ to take them in; what the database says.
pub fn import(house: &House, tenant: TenantId, mapping: &Mapping, file: &Digest, messages: &[Message]) -> Result<Tally, Failure> {
    let directory = house.directory_here(tenant)?;
    let organ = taker(&directory, mapping).ok_or(Failure::NotFound)?;
    let ready: Arc<Vec<Ready>> = Arc::new(messages.iter().map(|message| seal(house, tenant, &directory, organ, mapping, file, message)).collect());
    let (shared, source, channel) = (house.clone(), mapping.source.clone(), mapping.channel);
    let word = directory.organ(organ).map_or(String::new(), |organ| organ.word.clone());
    let stamp = Stamp { actor: store::ledger::SYSTEM, organ, at: house.now() };
    house.db().write_here(move |tx| {
        let mut tally = Tally::default();
        for one in ready.iter() {
            if known(tx, tenant, &source, one)? {
                tally.known += 1;
                continue;
            }
            write(tx, &shared, tenant, &stamp, &word, channel, one)?;
            tally.added += 1;
        }
        Ok(tally)
    })
}

fn known(tx: &Tx<'_>, tenant: TenantId, source: &str, one: &Ready) -> Result<bool, Failure> {
    let fresh = tx.execute(
        sql!("INSERT INTO imported (tenant, source, source_key, stream) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"),
        args![tenant, source, &one.source_key, one.stream],
    )?;
    Ok(fresh == 0)
}

fn write(
    tx: &Tx<'_>,
    house: &House,
    tenant: TenantId,
    stamp: &Stamp,
    word: &str,
    channel: crate::petition::model::Channel,
    one: &Ready,
) -> Result<(), Failure> {
    let mut event = one.event.clone();
    let Did::Imported(imported) = &mut event.did else { return Err(Failure::Bug("an import is a first event".to_owned())) };
    let year = imported.received_on.year();
    let nth = register::next_number(tx, tenant, &format!("import {} {year}", stamp.organ))?;
    imported.number = format!("{word}史{}〔{year}〕{nth:04}", register::channel_word(channel));
    let today = stamp.at.local_day();
    let new = NewEvent { kind: event.did.kind(), payload: event.payload(), acted_on: today };
    let head = ledger::append(tx, house.vault().suite(), tenant, one.stream, &Head::empty(), stamp, &[new])?;
    let when = When { actor: stamp.actor, organ: stamp.organ, acted_on: today, at: stamp.at };
    let petition = apply::begin(one.stream, &event, when).ok_or_else(|| Failure::Bug("an import is a first event".to_owned()))?;
    reading::write_new(tx, tenant, &petition, &head, house.calendar())?;
    for (subject, wrapped) in &one.keys {
        store::keys::keep(tx, tenant, one.stream, *subject, wrapped)?;
    }
    for (token, subject) in &one.blind {
        reading::insert_blind(tx, tenant, *token, one.stream, *subject)?;
    }
    Ok(())
}

fn seal(house: &House, tenant: TenantId, directory: &Directory, organ: OrganId, mapping: &Mapping, file: &Digest, message: &Message) -> Ready {
    let stream = StreamId::new(house.next_id());
    let (keys, key_rows) = house.vault().new_case(tenant, stream, 1, house.random());
    let sealer = Sealer::new(&keys, house.random());
    let card = Card { name: message.person.clone(), phone: message.phone.clone(), ..Card::default() };
    let own = directory.organ(organ).and_then(|organ| organ.area.parse::<AreaPath>().ok());
    let named =
        if message.place.is_empty() { None } else { directory.find_places(&message.place, 1).first().and_then(|place| place.path.parse().ok()) };
    let area = named.or(own).unwrap_or_default();
    let blind = reading::blind_values(&card, area.as_str()).into_iter().map(|(kind, value)| (house.vault().blind(tenant, kind, &value), 1)).collect();
    let title = if message.title.is_empty() { message.words.chars().take(24).collect() } else { message.title.clone() };
    let suspicious = [&title, &message.words].into_iter().any(|text| register::sounds_like_accusation(text));
    let imported = Imported {
        number: String::new(),
        outside_number: message.number.clone(),
        source: mapping.source.clone(),
        source_digest: file.to_string(),
        row: message.row,
        mapping: mapping.version,
        channel: mapping.channel,
        origin: organ,
        level: register::level(directory, organ).to_owned(),
        received_on: message.asked_on,
        area,
        title: sealer.words(&title),
        words: sealer.words(&message.words),
        label: if suspicious { label::MAYBE_ACCUSATION } else { 0 },
        persons: vec![sealer.person(1, Part::Petitioner, &card)],
        reply: message.reply.as_ref().map(|(text, _)| sealer.words(text)),
        replied_on: message.reply.as_ref().map(|(_, day)| *day),
    };
    Ready { stream, source_key: message.number.clone(), event: Event::new(Did::Imported(Box::new(imported)), vec![]), keys: key_rows, blind }
}

/// The organ that takes history in: the one with the mapping's 字号, else the petition office.
fn taker(directory: &Directory, mapping: &Mapping) -> Option<OrganId> {
    let named = directory.organs().find(|organ| !mapping.organ.is_empty() && organ.word == mapping.organ);
    let office = || directory.petition_office();
    if mapping.organ.is_empty() { office() } else { named }.map(|organ| organ.organ)
}
