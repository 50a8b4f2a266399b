//! Acts that are events in two matters: merging a repeat into the living one and taking that back, bringing an answered
//! one again, telling two apart, and joining or parting persons.
//!
//! Both matters are held in ascending order of their streams and written in one transaction, so that neither is there
//! without the other. The asker has to see both; an organ that sees one learns nothing of the other from the bond.

use super::{
    act::joining,
    carry::{self, hold, look_up},
    command::{Actor, Command, Context, Office, Pair, decide},
    event::{ClockChange, Did, Event},
    flow::{self, Verb},
    kin::{Other, TYPED_KNOWN_BY},
    model::{How, Part, Petition, Words, label},
    policy::{self, Sight},
    register::Told,
    seal::{Card, Sealer, open_card, open_words},
};
use crate::{Asker, CaseKeys, House, idempotency};
use kernel::{
    Moment, Refusal,
    id::{AccountId, StreamId, TenantId},
    identity::{Phone, ResidentNumber},
    sealed::Opened,
};
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

struct Side {
    petition: Petition,
    keys: CaseKeys,
}

/// The two matters as the asker sees them, before anything is held.
struct Both {
    sight: Sight,
    this: Side,
    other: Side,
}

async fn both(house: &House, asker: &Asker, stream: StreamId, number: &str) -> Result<Both, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let (petition, keys) = look_up(house, asker.tenant, stream).await?;
    if !policy::sees(&sight, &petition) {
        return Err(Failure::NotFound);
    }
    // Hidden and absent are one answer.
    let other = numbered(house, asker.tenant, &sight, number).await?;
    let other = other.ok_or_else(|| Failure::from(Refusal::new("MATTER_UNKNOWN", "SM-PET 23").at("into")))?;
    Ok(Both { sight, this: Side { petition, keys }, other })
}

/// The matter of a number, where the asker sees it.
async fn numbered(house: &House, tenant: TenantId, sight: &Sight, number: &str) -> Result<Option<Side>, Failure> {
    let typed = number.trim().to_owned();
    let found: Option<Numbered> = house
        .db()
        .glance(move |tx| Ok(tx.first(select!(Numbered, "FROM case_file WHERE tenant = $1 AND number = $2"), args![tenant, typed])?))
        .await?;
    let Some(Numbered { stream }) = found else { return Ok(None) };
    let (petition, keys) = look_up(house, tenant, stream).await?;
    Ok(policy::sees(sight, &petition).then_some(Side { petition, keys }))
}

/// Whether what is told can be the matter of this number again, as far as can be seen before it is registered: that one is there for
/// the asker, lives or was answered, and neither accuses anybody.
///
/// # Errors
/// What the database says.
pub async fn can_be_again(house: &House, asker: &Asker, number: &str, told: &Told) -> Result<bool, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let Some(Side { petition, .. }) = numbered(house, asker.tenant, &sight, number).await? else { return Ok(false) };
    let accuses = told.accuses() || petition.label & (label::ACCUSATION | label::MAYBE_ACCUSATION) != 0;
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
fn known_by(this: &Side, other: &Side, typed: &str) -> Result<String, Refusal> {
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

fn plain(keys: &CaseKeys, words: &Words) -> String {
    match open_words(keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => String::new(),
    }
}

fn tidy(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// 并入原件: the item's words and open claims stand in the living matter too, under its keys.
///
/// # Errors
/// As [`carry::carry`]; `MATTER_UNKNOWN`, `NOT_LIVING`, `NOT_SAME_PERSON`, `ACCUSATION_TRACK`.
pub async fn merge(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, typed: &Typed) -> Result<Petition, Failure> {
    let Both { sight, this, other } = both(house, asker, stream, &typed.number).await?;
    joining::neither_accuses(&other.petition, &this.petition)?;
    let known_by = known_by(&this, &other, &typed.known_by)?;
    let (own, there) = (Sealer::new(&this.keys, house.random()), Sealer::new(&other.keys, house.random()));
    let reason = own.words(&typed.reason);
    let words = there.words(&plain(&this.keys, &this.petition.words));
    // What the living matter asks for already is not asked for twice.
    let asked: Vec<String> =
        other.petition.claims.iter().filter(|claim| claim.gone.is_none()).map(|claim| tidy(&plain(&other.keys, &claim.text))).collect();
    let fresh = this.petition.claims.iter().filter(|claim| claim.is_open()).map(|claim| plain(&this.keys, &claim.text));
    let claims: Vec<Words> = fresh.filter(|text| !asked.contains(&tidy(text))).map(|text| there.words(&text)).collect();
    let into = other.petition.as_other();
    let order = Order::of(house, asker, key);
    let asker = asker.clone();
    let (one, two) = (stream, into.stream);
    house
        .db()
        .write({
            let house = house.clone();
            move |tx| {
                if order.is_done(tx)? {
                    return hold(tx, order.tenant, one)?.1.petition();
                }
                let ((head, item), (living_head, living)) = hold_two(tx, order.tenant, one, two)?;
                let _permit = policy::permit(&asker, &sight, &item, Some(Verb::Merge))?;
                if !policy::sees(&sight, &living) {
                    return Err(Failure::NotFound);
                }
                joining::may_take_in(&living, &item)?;
                let command = Command::Merge { into: into.clone(), known_by: known_by.clone(), reason: reason.clone() };
                let event = decide(&item, command, &order.context(&house))?;
                let took = Did::TookIn {
                    from: item.as_other(),
                    received_on: item.received_on,
                    words: words.clone(),
                    claims: claims.clone(),
                    label: item.label & (label::VIOLENCE | label::MINOR),
                    bars: item.bars.clone(),
                };
                let took = Event::new(took, joining::carried(&item, &living));
                let after = order.keep(tx, &house, &item, &head, &event)?;
                order.keep(tx, &house, &living, &living_head, &took)?;
                order.settle(tx, one)?;
                Ok(after)
            }
        })
        .await
}

/// 撤销并入, by an officer of either side.
///
/// # Errors
/// As [`carry::carry`]; `NOT_MERGED`, `MERGED_ON` when the living matter was itself merged since, `EMPTY` without a reason.
pub async fn unmerge(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, reason: &str) -> Result<Petition, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let asker_here = asker.clone();
    let may = move |item: &Petition, living: &Petition| {
        let has_item = policy::sees(&sight, item) && policy::post_does(&asker_here, item, Verb::Unmerge);
        let does = flow::of(Verb::Unmerge).is_some_and(|row| row.who.contains(&asker_here.role));
        let has_living = policy::sees(&sight, living) && living.holder == asker_here.organ && does;
        if has_item || has_living {
            return Ok(());
        }
        match policy::sees(&sight, item) || policy::sees(&sight, living) {
            true => Err(Failure::from(Refusal::new("NOT_YOURS", "design §5").arg("verb", Verb::Unmerge.code()))),
            false => Err(Failure::NotFound),
        }
    };
    take_back(house, Order::of(house, asker, key), stream, reason, may).await
}

/// 不是同一件事: she says it herself, with the code of the item; nobody has to agree.
///
/// # Errors
/// `NOT_MERGED`, `MERGED_ON`, `EMPTY`.
pub async fn contest_merge(house: &House, tenant: TenantId, stream: StreamId, key: Option<String>, words: &str) -> Result<Petition, Failure> {
    let now = house.now();
    take_back(house, Order { tenant, actor: Actor::Person, now, key, stands_for: None }, stream, words, |_, _| Ok(())).await
}

async fn take_back(
    house: &House,
    order: Order,
    stream: StreamId,
    reason: &str,
    may: impl Fn(&Petition, &Petition) -> Result<(), Failure> + Send + 'static,
) -> Result<Petition, Failure> {
    let (item, keys) = look_up(house, order.tenant, stream).await?;
    let Some(two) = item.merged().map(|merging| merging.into.stream) else {
        return if was_done(house, order).await? { Ok(item) } else { Err(not_merged(&item, &may)) };
    };
    let (_, living_keys) = look_up(house, order.tenant, two).await?;
    let (own, there) = (Sealer::new(&keys, house.random()).words(reason), Sealer::new(&living_keys, house.random()).words(reason));
    house
        .db()
        .write({
            let house = house.clone();
            move |tx| {
                if order.is_done(tx)? {
                    return hold(tx, order.tenant, stream)?.1.petition();
                }
                let ((head, item), (living_head, living)) = hold_two(tx, order.tenant, stream, two)?;
                may(&item, &living)?;
                if living.merged().is_some() {
                    return Err(Refusal::new("MERGED_ON", "SM-PET 23").arg("number", living.number.as_str()).into());
                }
                let event = decide(&item, Command::Unmerge { reason: own.clone() }, &order.context(&house))?;
                let back = Event::new(Did::GaveBack { from: item.as_other(), reason: there.clone() }, given_back(&item, &living, order.now));
                let after = order.keep(tx, &house, &item, &head, &event)?;
                order.keep(tx, &house, &living, &living_head, &back)?;
                order.settle(tx, stream)?;
                Ok(after)
            }
        })
        .await
}

/// Whether this very form was carried out before: a second click finds the item apart already.
async fn was_done(house: &House, order: Order) -> Result<bool, Failure> {
    // A claim that finds nothing before it is not kept: its transaction is undone.
    let before = house.db().write(move |tx| if order.is_done(tx)? { Ok(()) } else { Err(Failure::NotFound) }).await;
    match before {
        Ok(()) => Ok(true),
        Err(Failure::NotFound) => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Whoever may not undo it is not told whether it was merged.
fn not_merged(item: &Petition, may: &impl Fn(&Petition, &Petition) -> Result<(), Failure>) -> Failure {
    may(item, item).err().unwrap_or_else(|| Refusal::new("NOT_MERGED", "SM-PET 23").into())
}

/// Duties that the item brought along are owed on the item again, and no longer here. A date that moved to the earlier
/// day stays: it was told to her.
fn given_back(item: &Petition, living: &Petition, now: Moment) -> Vec<ClockChange> {
    let ended = item.merged().map(|merging| merging.ended.clone()).unwrap_or_default();
    let brought = item.clocks.iter().filter(|clock| ended.contains(&(clock.rule.clone(), clock.nth)));
    let here = brought.filter(|clock| matches!(clock.rule.as_str(), "P-10" | "P-25"));
    let same = |clock: &&super::model::CaseClock| {
        living.clocks.iter().any(|other| other.ended.is_none() && other.rule == clock.rule && other.deadline == clock.deadline)
    };
    here.filter(same).map(|clock| ClockChange::End { rule: clock.rule.clone(), on: now.local_day(), how: How::Moot }).collect()
}

/// 又来了: the other was answered. This one is handled anew.
///
/// # Errors
/// As [`merge`]; `STILL_LIVING` when the other is not answered yet.
pub async fn bring_again(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, typed: &Typed) -> Result<Petition, Failure> {
    let Both { sight, this, other } = both(house, asker, stream, &typed.number).await?;
    joining::neither_accuses(&other.petition, &this.petition)?;
    if other.petition.facts.delivered_on.is_none() {
        return Err(Refusal::new("STILL_LIVING", "K-10").arg("number", other.petition.number.as_str()).at("into").into());
    }
    let known_by = known_by(&this, &other, &typed.known_by)?;
    let reason = Sealer::new(&this.keys, house.random()).words(&typed.reason);
    let of = other.petition.as_other();
    let command = Command::BringAgain { of, known_by, reason };
    bind(house, asker, sight, stream, other.petition.stream, key, Verb::BringAgain, command, |item| Some(Did::CameBack { by: item.as_other() })).await
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
    let Both { sight, this, other } = both(house, asker, stream, &typed.number).await?;
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
    house
        .db()
        .write({
            let house = house.clone();
            move |tx| {
                if order.is_done(tx)? {
                    return hold(tx, order.tenant, one)?.1.petition();
                }
                // The same matter twice is refused by the rule, and cannot be held twice.
                let ((head, item), other) = if one == two {
                    let (head, snapshot) = hold(tx, order.tenant, one)?;
                    ((head, snapshot.petition()?), None)
                } else {
                    let (item, other) = hold_two(tx, order.tenant, one, two)?;
                    (item, Some(other))
                };
                let _permit = policy::permit(&asker, &sight, &item, Some(verb))?;
                let event = decide(&item, command.clone(), &order.context(&house))?;
                let after = order.keep(tx, &house, &item, &head, &event)?;
                if let (Some(did), Some((other_head, other))) = (left(&item), other) {
                    if !policy::sees(&sight, &other) {
                        return Err(Failure::NotFound);
                    }
                    order.keep(tx, &house, &other, &other_head, &Event::new(did, vec![]))?;
                }
                order.settle(tx, one)?;
                Ok(after)
            }
        })
        .await
}

/// Where a merged matter goes on: the last of the chain, with its keys; `None` for one that was not merged.
///
/// # Errors
/// What the database says.
pub async fn living(house: &House, tenant: TenantId, petition: &Petition) -> Result<Option<(Petition, CaseKeys)>, Failure> {
    let mut found: Option<(Petition, CaseKeys)> = None;
    let mut next = petition.merged().map(|merging| merging.into.stream);
    for _ in 0..LONGEST_CHAIN {
        let Some(stream) = next else { break };
        let (there, keys) = look_up(house, tenant, stream).await?;
        next = there.merged().map(|merging| merging.into.stream);
        found = Some((there, keys));
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
