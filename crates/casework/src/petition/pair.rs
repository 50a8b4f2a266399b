//! Acts that are events in two matters: merging a repeat into the living one and taking that back, bringing an answered
//! one again and taking that back, telling two apart, and joining or parting persons.
//!
//! Both matters are held in ascending order of their streams and written in one transaction, so that neither is there
//! without the other. The asker has to see both; an organ that sees one learns nothing of the other from the bond.

mod again;
mod merging;

pub use again::{bring_again, undo_again};
pub use merging::{contest_merge, merge, unmerge};

use super::{
    act::joining,
    carry::{self, hold, look_up},
    command::{Actor, Command, Context, Office, Pair, decide},
    event::{Did, Event},
    flow::{self, Verb},
    kin::{Other, TYPED_KNOWN_BY, is_sure},
    model::{Part, Petition},
    page::{self, Case},
    policy::{self, Sight},
    register::Told,
    seal::{Card, Sealer, open_card},
};
use crate::{Asker, CaseKeys, House, idempotency, organ::Directory};
use kernel::{
    Moment, Refusal,
    id::{AccountId, StreamId, TenantId},
    identity::{Phone, ResidentNumber},
};
use std::sync::Arc;
use store::{Failure, Tx, args, ledger::Head, row, select};

/// Merges follow one another at most so far.
const LONGEST_CHAIN: usize = 8;

/// What an officer types to bind two matters.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The number of the other matter.
    pub number: String,
    /// How he knows that it is the same person; read from the cards where they tell it.
    pub known_by: String,
    /// Why.
    pub reason: String,
}

row! {
    struct Numbered { stream: StreamId }
}

/// The two matters as the asker sees them, before anything is held.
struct Both {
    directory: Arc<Directory>,
    sight: Sight,
    this: Case,
    other: Case,
}

async fn both(house: &House, asker: &Asker, stream: StreamId, number: &str) -> Result<Both, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let this = page::read(house, asker.tenant, stream, Arc::clone(&directory), None).await?;
    policy::has(&sight, &this.petition)?;
    // Hidden and absent are one answer.
    let other = numbered(house, asker.tenant, &directory, &sight, number).await?;
    let other = other.ok_or_else(|| Failure::from(Refusal::new("MATTER_UNKNOWN", "SM-PET 23").at("into")))?;
    Ok(Both { directory, sight, this, other })
}

/// The matter of a number, where the asker sees it.
async fn numbered(house: &House, tenant: TenantId, directory: &Arc<Directory>, sight: &Sight, number: &str) -> Result<Option<Case>, Failure> {
    let typed = number.trim().to_owned();
    let found: Option<Numbered> = house
        .db()
        .glance(move |tx| Ok(tx.first(select!(Numbered, "FROM case_file WHERE tenant = $1 AND number = $2"), args![tenant, typed])?))
        .await?;
    let Some(Numbered { stream }) = found else { return Ok(None) };
    let other = page::read(house, tenant, stream, Arc::clone(directory), None).await?;
    Ok(policy::sees(sight, &other.petition).then_some(other))
}

/// Whether what is told can be the matter of this number again, as far as can be seen before it is registered: that one is there for
/// the asker, lives or was answered, and neither accuses anybody.
///
/// # Errors
/// What the database says.
pub async fn can_be_again(house: &House, asker: &Asker, number: &str, told: &Told) -> Result<bool, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let Some(Case { petition, .. }) = numbered(house, asker.tenant, &directory, &sight, number).await? else { return Ok(false) };
    let accuses = told.accuses() || petition.is_sealed();
    Ok(!accuses && (flow::LIVING.contains(petition.stage) || petition.facts.delivered_on.is_some()))
}

/// How the cards tell that two matters are of one person: a document, then a phone. Her representatives count too.
#[must_use]
pub fn told_by_cards(one: (&Petition, &CaseKeys), other: (&Petition, &CaseKeys)) -> Option<&'static str> {
    let cards = |(petition, keys): (&Petition, &CaseKeys)| -> Vec<Card> {
        petition.persons.iter().filter(|person| person.part != Part::OtherParty).filter_map(|person| open_card(keys, person)).collect()
    };
    let (ours, theirs) = (cards(one), cards(other));
    let share = |value: fn(&Card) -> Option<String>| {
        let theirs: Vec<String> = theirs.iter().filter_map(value).collect();
        ours.iter().filter_map(value).any(|ours| theirs.contains(&ours))
    };
    let document = |card: &Card| {
        let typed = card.document.trim();
        let number = ResidentNumber::parse(typed).map_or_else(|_| typed.to_uppercase(), |number| number.as_str().to_owned());
        (!number.is_empty()).then_some(number)
    };
    let phone = |card: &Card| Phone::parse(&card.phone).ok().map(|phone| phone.as_str().to_owned());
    if share(document) {
        Some("document")
    } else if share(phone) {
        Some("phone")
    } else {
        None
    }
}

/// Whether the two are of one person (K-10), and how that is known.
fn known_by(this: &Case, other: &Case, typed: &str) -> Result<String, Refusal> {
    let refused = || Refusal::new("NOT_SAME_PERSON", "K-10").at("known_by");
    match this.petition.are_one(other.petition.stream) {
        // Somebody said that they are two: that has to be taken back first.
        Some(false) => return Err(refused()),
        Some(true) => return Ok("joined".to_owned()),
        None => {}
    }
    if let Some(told) = told_by_cards((&this.petition, &this.keys), (&other.petition, &other.keys)) {
        return Ok(told.to_owned());
    }
    if TYPED_KNOWN_BY.contains(&typed) { Ok(typed.to_owned()) } else { Err(refused()) }
}

/// 另一件事: told of one matter alone; the other is untouched.
///
/// # Errors
/// As [`merge`].
pub async fn tell_apart(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, number: &str) -> Result<Petition, Failure> {
    let Both { sight, other, .. } = both(house, asker, stream, number).await?;
    let command = Command::TellApart { other: other.petition.as_other() };
    bind(house, asker, sight, stream, other.petition.stream, key, Verb::TellApart, command, |_| None).await
}

/// 同一人、不是同一人: the petitioners of two matters.
///
/// # Errors
/// As [`merge`]; `ALREADY_LINKED` when that is the last word already.
pub async fn persons(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, typed: &Typed, is_one: bool) -> Result<Petition, Failure> {
    let Both { sight, this, other, .. } = both(house, asker, stream, &typed.number).await?;
    joining::neither_accuses(&other.petition, &this.petition)?;
    let subject = |petition: &Petition| petition.petitioner().map_or(1, |person| person.subject);
    let with = Pair { subject: subject(&this.petition), other: other.petition.as_other(), other_subject: subject(&other.petition) };
    let reason = Sealer::new(&this.keys, house.random()).words(&typed.reason);
    let there = Sealer::new(&other.keys, house.random()).words(&typed.reason);
    let (subject, other_subject) = (with.other_subject, with.subject);
    let (verb, command) =
        if is_one { (Verb::JoinPersons, Command::JoinPersons { with, reason }) } else { (Verb::PartPersons, Command::PartPersons { with, reason }) };
    bind(house, asker, sight, stream, other.petition.stream, key, verb, command, move |item| {
        let (other, reason) = (item.as_other(), there.clone());
        Some(if is_one {
            Did::PersonsJoined { subject, other, other_subject, reason }
        } else {
            Did::PersonsParted { subject, other, other_subject, reason }
        })
    })
    .await
}

/// A command on one matter, and what it leaves in the other.
#[expect(clippy::too_many_arguments, reason = "two matters, who acts, and what is done in each")]
async fn bind(
    house: &House,
    asker: &Asker,
    sight: Sight,
    one: StreamId,
    two: StreamId,
    key: Option<String>,
    verb: Verb,
    command: Command,
    left: impl Fn(&Petition) -> Option<Did> + Send + 'static,
) -> Result<Petition, Failure> {
    let order = Order::of(house, asker, key);
    let asker = asker.clone();
    order
        .once(house, one, move |tx, house, order| {
            // The same matter twice is refused by the rule, and cannot be held twice.
            let ((head, item), other) = if one == two {
                let (head, snapshot) = hold(tx, order.tenant, one)?;
                ((head, snapshot.petition()?), None)
            } else {
                let (item, other) = hold_two(tx, order.tenant, one, two)?;
                (item, Some(other))
            };
            let _permit = policy::permit(&asker, &sight, &item, Some(verb))?;
            let event = decide(&item, command.clone(), &order.context(house))?;
            let after = order.keep(tx, house, &item, &head, &event)?;
            if let (Some(did), Some((other_head, other))) = (left(&item), other) {
                if !policy::sees(&sight, &other) {
                    return Err(Failure::NotFound);
                }
                order.keep(tx, house, &other, &other_head, &Event::new(did, vec![]))?;
            }
            order.settle(tx, one)?;
            Ok(after)
        })
        .await
}

/// Where a merged matter goes on.
pub struct Living {
    /// The last of the chain.
    pub petition: Petition,
    /// Its keys.
    pub keys: CaseKeys,
    /// Whether the records tell of every merging on the way that it was of one person: only then is what stands there hers to read with
    /// the slip of the first.
    pub is_sure: bool,
}

/// Where a merged matter goes on; `None` for one that was not merged.
///
/// # Errors
/// What the database says.
pub async fn living(house: &House, tenant: TenantId, petition: &Petition) -> Result<Option<Living>, Failure> {
    let mut found: Option<Living> = None;
    let mut next = petition.merged().cloned();
    for _ in 0..LONGEST_CHAIN {
        let Some(merging) = next else { break };
        let (there, keys) = look_up(house, tenant, merging.into.stream).await?;
        next = there.merged().cloned();
        let was_sure = found.as_ref().is_none_or(|before| before.is_sure);
        found = Some(Living { petition: there, keys, is_sure: was_sure && is_sure(&merging.known_by) });
    }
    Ok(found)
}

type Held = ((Head, Petition), (Head, Petition));

/// Holds two matters, the lower stream first, so that two such acts never wait for each other.
fn hold_two(tx: &Tx<'_>, tenant: TenantId, one: StreamId, two: StreamId) -> Result<Held, Failure> {
    if one == two {
        return Err(Refusal::new("SAME_MATTER", "SM-PET 23").at("into").into());
    }
    let take = |stream| -> Result<(Head, Petition), Failure> {
        let (head, snapshot) = hold(tx, tenant, stream)?;
        Ok((head, snapshot.petition()?))
    };
    if one < two {
        let first = take(one)?;
        Ok((first, take(two)?))
    } else {
        let second = take(two)?;
        Ok((take(one)?, second))
    }
}

/// Who acts, when, and with which form.
#[derive(Clone)]
struct Order {
    tenant: TenantId,
    actor: Actor,
    now: Moment,
    key: Option<String>,
    stands_for: Option<AccountId>,
}

impl Order {
    fn of(house: &House, asker: &Asker, key: Option<String>) -> Self {
        Self {
            tenant: asker.tenant,
            actor: Actor::Officer(asker.account, asker.organ, asker.role),
            now: house.now(),
            key,
            stands_for: asker.stands_for,
        }
    }

    fn context<'a>(&self, house: &'a House) -> Context<'a> {
        let today = self.now.local_day();
        let office = Office { approvers: None, stands_for: self.stands_for };
        Context { actor: self.actor, now: self.now, today, acted_on: today, calendar: house.calendar(), law: house.law(), office }
    }

    /// Whether this form was carried out before.
    fn is_done(&self, tx: &Tx<'_>) -> Result<bool, Failure> {
        match &self.key {
            Some(key) => Ok(idempotency::once(tx, self.tenant, key, self.actor.account(), self.now)?.is_some()),
            None => Ok(false),
        }
    }

    /// The matter as it stands, when this form was carried out before.
    fn done(&self, tx: &Tx<'_>, stream: StreamId) -> Result<Option<Petition>, Failure> {
        if self.is_done(tx)? { hold(tx, self.tenant, stream)?.1.petition().map(Some) } else { Ok(None) }
    }

    /// Runs an act in both matters in one transaction; where this very form was carried out before, it stays at that.
    async fn once<T: From<Petition> + Send + 'static>(
        self,
        house: &House,
        stream: StreamId,
        act: impl Fn(&Tx<'_>, &House, &Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let shared = house.clone();
        let run = move |tx: &Tx<'_>| match self.done(tx, stream)? {
            Some(done) => Ok(done.into()),
            None => act(tx, &shared, &self),
        };
        house.db().write(run).await
    }

    fn settle(&self, tx: &Tx<'_>, stream: StreamId) -> Result<(), Failure> {
        match &self.key {
            Some(key) => idempotency::settle(tx, self.tenant, key, &stream.to_string()),
            None => Ok(()),
        }
    }

    fn keep(&self, tx: &Tx<'_>, house: &House, before: &Petition, head: &Head, event: &Event) -> Result<Petition, Failure> {
        let event = Event { stands_for: self.stands_for, ..event.clone() };
        carry::keep_as(tx, house, self.tenant, before.stream, self.actor, self.now, before, head, &event)
    }
}

impl Other {
    /// Whether a number is told with it.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !self.number.is_empty()
    }
}
