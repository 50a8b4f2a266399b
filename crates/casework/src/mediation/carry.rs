//! Hold → decide → append → apply → write, in one transaction.
//!
//! Texts are sealed and the asker's rights worked out before the transaction; inside it there is no clock, no chance and no file.

use super::{
    apply::{self, When},
    command::{Actor, Command, Context, decide},
    event::{Did, Event},
    model::{Mediation, Party, apart_of},
    policy::{self, Permit},
    reading,
};
use crate::{
    Asker, CaseKeys, House, idempotency,
    petition::{
        command::Office,
        event::FileRow,
        policy as sights,
        seal::{Card, Sealer},
    },
};
use kernel::{
    Day, Moment, Refusal,
    id::{AccountId, FileId, StreamId, TenantId},
    sealed::Sealed,
};
use std::sync::Arc;
use store::{
    Failure, Tx, args,
    ledger::{self, Head, NewEvent, Stamp},
    row, select,
};

row! {
    /// The snapshot of a mediation.
    pub struct Snapshot {
        /// Its last version.
        pub version: i64,
        /// That version's hash.
        pub head: Vec<u8>,
        /// The state as JSON.
        pub state: String,
    }
}

impl Snapshot {
    /// Reads the state.
    ///
    /// # Errors
    /// [`Failure::Bug`] when the snapshot is not one.
    pub fn mediation(&self) -> Result<Mediation, Failure> {
        serde_json::from_str(&self.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))
    }
}

/// Who acts, when, with which form.
#[derive(Clone)]
struct Order {
    tenant: TenantId,
    stream: StreamId,
    actor: Actor,
    by_party: i64,
    acted_on: Day,
    now: Moment,
    key: Option<String>,
    stands_for: Option<AccountId>,
}

/// What is written beside the event: keys of who is added, rows of the blind index that come and go.
#[derive(Default)]
struct Beside {
    keys: Vec<(i64, Vec<u8>)>,
    fresh: Vec<(i64, i64)>,
    gone: Vec<(i64, i64)>,
}

/// Carries out an officer's command. `build` makes it from what was typed, sealing its texts with the mediation's keys.
///
/// # Errors
/// [`Failure::NotFound`] for what the asker does not see; [`Failure::Refused`] with the rule; [`Failure::NotSaved`].
pub async fn carry(
    house: &House,
    asker: &Asker,
    stream: StreamId,
    key: Option<String>,
    acted_on: Option<Day>,
    build: impl FnOnce(&Hand<'_>, &Mediation) -> Result<Command, Refusal>,
) -> Result<Mediation, Failure> {
    let (mediation, keys) = look_up(house, asker.tenant, stream).await?;
    let sight = sees(house, asker, &mediation).await?;
    let command = build(&Hand { sealer: Sealer::new(&keys, house.random()), keys: &keys, house }, &mediation)?;
    let order = Order::of_officer(house, asker, stream, key, acted_on);
    let (asker, verb) = (asker.clone(), command.verb());
    write(house, order, command, Beside::default(), move |mediation| policy::permit(&asker, &sight, mediation, verb)).await
}

/// Adds a party, with keys of her own for her card and for what she tells alone.
///
/// # Errors
/// As [`carry`].
pub async fn add_party(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, card: &Card, party: Party) -> Result<Mediation, Failure> {
    let (mediation, mut keys) = look_up(house, asker.tenant, stream).await?;
    let sight = sees(house, asker, &mediation).await?;
    let subject = mediation.parties.iter().map(|one| one.subject).max().unwrap_or(0) + 1;
    let new = [subject, apart_of(subject)].map(|subject| (subject, house.vault().add_subject(&mut keys, subject, house.random()))).to_vec();
    let sealed = Sealer::new(&keys, house.random()).person(subject, crate::petition::model::Part::OtherParty, card).card;
    let party = Party { subject, card: sealed, ..party };
    let blind = reading::tokens_of(house.vault(), asker.tenant, stream, &party, card, mediation.area.as_str());
    let command = Command::AddParty { party };
    let order = Order::of_officer(house, asker, stream, key, None);
    let (asker, verb) = (asker.clone(), command.verb());
    let permit = move |mediation: &Mediation| {
        if mediation.parties.iter().any(|one| one.subject == subject) {
            return Err(Refusal::new("CHANGED_MEANWHILE", "SM-MED").into());
        }
        policy::permit(&asker, &sight, mediation, verb)
    };
    write(house, order, command, Beside { keys: new, fresh: blind, gone: vec![] }, permit).await
}

/// Writes a party's card anew, and what she is found by with it.
///
/// # Errors
/// As [`carry`].
pub async fn describe_party(
    house: &House,
    asker: &Asker,
    stream: StreamId,
    key: Option<String>,
    party: i64,
    card: &Card,
) -> Result<Mediation, Failure> {
    let (mediation, keys) = look_up(house, asker.tenant, stream).await?;
    let sight = sees(house, asker, &mediation).await?;
    let old = mediation.party(party).cloned().ok_or(Failure::NotFound)?;
    let sealed = Sealer::new(&keys, house.random()).person(party, crate::petition::model::Part::OtherParty, card).card;
    let area = mediation.area.as_str();
    let before = reading::open_card(&keys, &old).unwrap_or_default();
    let tokens = |card: &Card| reading::tokens_of(house.vault(), asker.tenant, stream, &old, card, area);
    let (known, now) = (tokens(&before), tokens(card));
    let gone: Vec<(i64, i64)> = known.iter().filter(|token| !now.contains(token)).copied().collect();
    let fresh = now.into_iter().filter(|token| !known.contains(token)).collect();
    let command = Command::DescribeParty { party, card: sealed };
    let order = Order::of_officer(house, asker, stream, key, None);
    let (asker, verb) = (asker.clone(), command.verb());
    let permit = move |mediation: &Mediation| {
        // Two who write at once do not lose each other's words.
        if mediation.party(party).is_none_or(|one| one.card != old.card) {
            return Err(Refusal::new("CHANGED_MEANWHILE", "SM-MED").into());
        }
        policy::permit(&asker, &sight, mediation, verb)
    };
    write(house, order, command, Beside { keys: vec![], fresh, gone }, permit).await
}

/// Carries out what a party does herself with her code.
///
/// # Errors
/// As [`carry`].
pub async fn carry_of_party(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    party: i64,
    key: Option<String>,
    build: impl FnOnce(&Hand<'_>, &Mediation) -> Result<Command, Refusal>,
) -> Result<Mediation, Failure> {
    let (mediation, keys) = look_up(house, tenant, stream).await?;
    let command = build(&Hand { sealer: Sealer::new(&keys, house.random()), keys: &keys, house }, &mediation)?;
    let now = house.now();
    let order = Order { tenant, stream, actor: Actor::Person, by_party: party, acted_on: now.local_day(), now, key, stands_for: None };
    write(house, order, command, Beside::default(), |_| Ok(Permit::without_post())).await
}

/// What seals texts for a command.
pub struct Hand<'a> {
    /// Seals under the narrative's key.
    pub sealer: Sealer<'a>,
    keys: &'a CaseKeys,
    house: &'a House,
}

impl Hand<'_> {
    /// Seals what a party told alone, under that key of hers (C-47); `None` for nothing.
    #[must_use]
    pub fn apart(&self, party: i64, text: &str) -> Option<Sealed> {
        self.under(apart_of(party), "apart", text)
    }

    /// Seals what is hers and no other side's: under her own key; `None` for nothing.
    #[must_use]
    pub fn hers(&self, party: i64, field: &str, text: &str) -> Option<Sealed> {
        self.under(party, field, text)
    }

    fn under(&self, subject: i64, field: &str, text: &str) -> Option<Sealed> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        if text.is_empty() { None } else { self.keys.seal(self.house.random(), subject, field, text) }
    }
}

/// The state of a mediation and its open keys.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn look_up(house: &House, tenant: TenantId, stream: StreamId) -> Result<(Mediation, CaseKeys), Failure> {
    let (snapshot, rows) = house
        .db()
        .glance(move |tx| {
            let snapshot = tx
                .first::<Snapshot>(select!(Snapshot, "FROM mediation WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?
                .ok_or(Failure::NotFound)?;
            Ok((snapshot, store::keys::of_case(tx, tenant, stream)?))
        })
        .await?;
    Ok((snapshot.mediation()?, house.vault().unwrap(tenant, stream, &rows)))
}

async fn sees(house: &House, asker: &Asker, mediation: &Mediation) -> Result<sights::Sight, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = sights::sight(house, &directory, asker);
    if policy::sees(asker, &sight, mediation) { Ok(sight) } else { Err(Failure::NotFound) }
}

impl Order {
    fn of_officer(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, acted_on: Option<Day>) -> Self {
        let now = house.now();
        Self {
            tenant: asker.tenant,
            stream,
            actor: Actor::Officer(asker.account, asker.organ, asker.role),
            by_party: 0,
            acted_on: acted_on.unwrap_or_else(|| now.local_day()),
            now,
            key,
            stands_for: asker.stands_for,
        }
    }
}

async fn write(
    house: &House,
    order: Order,
    command: Command,
    beside: Beside,
    permit: impl Fn(&Mediation) -> Result<Permit, Failure> + Send + 'static,
) -> Result<Mediation, Failure> {
    let (shared, prepared) = (house.clone(), Arc::new((command, beside)));
    house
        .db()
        .write(move |tx| {
            let (command, beside) = &*prepared;
            if let Some(key) = &order.key
                && idempotency::once(tx, order.tenant, key, order.actor.account(), order.now)?.is_some()
            {
                return hold(tx, order.tenant, order.stream)?.1.mediation();
            }
            let (head, snapshot) = hold(tx, order.tenant, order.stream)?;
            let mediation = snapshot.mediation()?;
            let _permit: Permit = permit(&mediation)?;
            let event = decide(&mediation, command.clone(), &context(&shared, &order)?)?;
            for (subject, wrapped) in &beside.keys {
                store::keys::keep(tx, order.tenant, order.stream, *subject, wrapped)?;
            }
            reading::forget(tx, order.tenant, order.stream, &beside.gone)?;
            for (token, subject) in &beside.fresh {
                crate::petition::reading::insert_blind(tx, order.tenant, *token, order.stream, *subject)?;
            }
            let after = keep(tx, &shared, &order, &mediation, &head, event)?;
            if let Some(key) = &order.key {
                idempotency::settle(tx, order.tenant, key, &order.stream.to_string())?;
            }
            Ok(after)
        })
        .await
}

fn context<'a>(house: &'a House, order: &Order) -> Result<Context<'a>, Refusal> {
    let today = order.now.local_day();
    if order.acted_on > today {
        return Err(Refusal::new("DATE_AHEAD", "TM-7").arg("day", order.acted_on).at("acted_on"));
    }
    Ok(Context {
        actor: order.actor,
        now: order.now,
        today,
        acted_on: order.acted_on,
        calendar: house.calendar(),
        law: house.law(),
        office: Office { approvers: None, stands_for: order.stands_for },
    })
}

fn hold(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<(Head, Snapshot), Failure> {
    let snapshot = tx
        .first::<Snapshot>(select!(Snapshot, "FROM mediation WHERE tenant = $1 AND stream = $2 FOR UPDATE"), args![tenant, stream])?
        .ok_or(Failure::NotFound)?;
    Ok((Head { version: snapshot.version, hash: snapshot.head.clone() }, snapshot))
}

fn keep(tx: &Tx<'_>, house: &House, order: &Order, before: &Mediation, head: &Head, event: Event) -> Result<Mediation, Failure> {
    let Order { tenant, stream, .. } = *order;
    let stamp = Stamp { actor: order.actor.account(), organ: order.actor.organ(), at: order.now };
    let files = file_rows(tx, tenant, stream, &event.named())?;
    let event = Event { files, stands_for: order.stands_for, by_party: order.by_party, ..event };
    let new = NewEvent { kind: event.did.kind(), payload: event.payload(), acted_on: order.acted_on };
    let head = ledger::append(tx, house.vault().suite(), tenant, stream, head, &stamp, &[new])?;
    let mut after = before.clone();
    apply::apply(&mut after, &event, When { actor: stamp.actor, organ: stamp.organ, acted_on: order.acted_on, at: order.now });
    reading::write(tx, tenant, Some(before), &after, &head)?;
    for file in event.named() {
        store::files::name_in(tx, tenant, stream, file, head.version)?;
    }
    for party in &after.parties {
        if before.party(party.subject).is_some_and(|old| old.code_issue != party.code_issue) {
            reading::change_code(tx, house.vault(), tenant, before, party)?;
        }
    }
    Ok(after)
}

/// The rows of the files that an act is the first to name: they go into its event, so that the ledger accounts for them.
pub(super) fn file_rows(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, named: &[FileId]) -> Result<Vec<FileRow>, Failure> {
    let mut rows = vec![];
    for file in named {
        let found = store::files::get(tx, tenant, *file)?;
        if let Some(row) = found.filter(|row| row.stream == stream && row.named_in.is_none() && row.erased_at.is_none()) {
            rows.push(FileRow {
                file: row.file,
                subject: row.subject,
                digest: row.digest,
                size: row.size,
                media_type: row.media_type,
                name: Sealed::new(&row.name),
                added_at: row.added_at,
            });
        }
    }
    Ok(rows)
}

/// Writes the event of an erasure, in the transaction in which the keys go.
///
/// # Errors
/// [`Failure::NotFound`] for a party that there is not; `ALREADY_ERASED`.
#[expect(clippy::too_many_arguments, reason = "an order written out")]
pub(super) fn keep_erasure(
    tx: &Tx<'_>,
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    actor: Actor,
    now: Moment,
    subject: i64,
    did: Did,
) -> Result<(), Failure> {
    let (head, snapshot) = hold(tx, tenant, stream)?;
    let before = snapshot.mediation()?;
    let party = before.party(subject).ok_or(Failure::NotFound)?;
    // A list kept apart may have brought the erasure without its event.
    let key = store::keys::one(tx, tenant, stream, subject)?.ok_or(Failure::NotFound)?;
    if party.erased_on.is_some() || key.erased_at.is_some() {
        return Err(Refusal::new("ALREADY_ERASED", "C-87").into());
    }
    let order = Order { tenant, stream, actor, by_party: 0, acted_on: now.local_day(), now, key: None, stands_for: None };
    keep(tx, house, &order, &before, &head, Event::new(did, vec![]))?;
    Ok(())
}

/// Writes an event of the house itself, if `decide` finds that one is due on the mediation as it stands when it is held.
///
/// # Errors
/// What the database says.
pub fn by_house(
    tx: &Tx<'_>,
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    now: Moment,
    decide: impl Fn(&Mediation) -> Option<(Did, Vec<crate::petition::event::ClockChange>)>,
) -> Result<bool, Failure> {
    let (head, snapshot) = hold(tx, tenant, stream)?;
    let before = snapshot.mediation()?;
    let Some((did, clocks)) = decide(&before) else { return Ok(false) };
    let order = Order { tenant, stream, actor: Actor::House, by_party: 0, acted_on: now.local_day(), now, key: None, stands_for: None };
    keep(tx, house, &order, &before, &head, Event::new(did, clocks))?;
    Ok(true)
}
