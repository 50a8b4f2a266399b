//! 并入、撤销并入: a repeat goes on in the living matter, and out of it again.
//!
//! What she said in the item stands in the living matter too, sealed under its keys, with what she still asks for. It is read, opened and
//! sealed before either is held; when somebody wrote in one of them meanwhile, all of it is done anew with what stands there now.

use super::{Both, Order, both, hold_two, known_by};
use crate::notify::reach::{Reach, Way};
use crate::{
    Asker, House,
    petition::{
        Actor, Command, Petition,
        act::joining,
        carry::look_up,
        clock,
        command::decide,
        event::{ClockChange, Did, Event},
        flow::{self, Verb},
        kin::is_sure,
        model::{How, Words, label},
        page::Case,
        policy,
        said::{self, tidy},
        seal::{Card, Sealer, card_today, plain},
    },
};
use kernel::{
    Moment, Refusal,
    id::{StreamId, TenantId},
    sealed::Sealed,
};
use store::Failure;

/// So often it is begun anew when somebody writes in one of the two meanwhile.
const MOST_TRIES: usize = 5;

/// 并入原件: the item's words and open claims stand in the living matter too, under its keys.
///
/// # Errors
/// As [`crate::petition::carry::carry`]; `MATTER_UNKNOWN`, `NOT_LIVING`, `NOT_SAME_PERSON`, `ACCUSATION_TRACK`, `ACCUSED_PARTY` when the item is
/// hidden from who has the living matter in hand; [`Failure::Busy`] when others kept writing in one of the two.
pub async fn merge(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, typed: &super::Typed) -> Result<Petition, Failure> {
    for _ in 0..MOST_TRIES {
        if let Some(after) = as_read(house, asker, stream, key.clone(), typed).await? {
            return Ok(after);
        }
    }
    Err(Failure::Busy)
}

/// Merges the two as they are read now; `None` when one of them changed before it was held.
async fn as_read(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, typed: &super::Typed) -> Result<Option<Petition>, Failure> {
    let Both { directory, sight, this, other } = both(house, asker, stream, &typed.number).await?;
    joining::neither_accuses(&other.petition, &this.petition)?;
    let known_by = known_by(&this, &other, &typed.known_by)?;
    let mut holding = policy::organ_tokens(house, asker.tenant, &directory, other.petition.holder);
    holding.push(policy::account_token(house, asker.tenant, other.petition.officer));
    let (own, there) = (Sealer::new(&this.keys, house.random()), Sealer::new(&other.keys, house.random()));
    let reason = own.words(&typed.reason);
    let took = Did::TookIn {
        from: this.petition.as_other(),
        received_on: this.petition.received_on,
        words: there.words(&said::words(&this).join("\n")),
        claims: fresh_claims(&this, &other).iter().map(|text| there.words(text)).collect(),
        label: this.petition.label & label::GUARDED & !label::SEALED,
        bars: this.petition.bars.clone(),
        known_by: as_sure_as_all(&this.petition, &known_by),
        reach: if is_sure(&known_by) { later_reach(&this, &other, &there) } else { None },
    };
    let into = other.petition.as_other();
    let read = (version(&this), version(&other));
    let order = Order::of(house, asker, key);
    let asker = asker.clone();
    order
        .once(house, stream, move |tx, house, order| {
            let ((head, item), (living_head, living)) = hold_two(tx, order.tenant, stream, into.stream)?;
            let _permit = policy::permit(&asker, &sight, &item, Some(Verb::Merge))?;
            if !policy::sees(&sight, &living) {
                return Err(Failure::NotFound);
            }
            if read != (head.version, living_head.version) {
                return Ok(None);
            }
            joining::may_take_in(&living, &item)?;
            joining::none_is_barred(&item, &holding)?;
            let notice = joining::notice(&living);
            let command = Command::Merge { into: into.clone(), known_by: known_by.clone(), notice, reason: reason.clone() };
            let event = decide(&item, command, &order.context(house))?;
            let took = Event::new(took.clone(), joining::carried(&item, &living));
            let after = order.keep(tx, house, &item, &head, &event)?;
            order.keep(tx, house, &living, &living_head, &took)?;
            order.settle(tx, stream)?;
            Ok(Some(after))
        })
        .await
}

fn version(case: &Case) -> i64 {
    case.events.last().map_or(0, |(stored, _)| stored.version)
}

/// What the living matter asks for already is not asked for twice.
fn fresh_claims(item: &Case, living: &Case) -> Vec<String> {
    let text = |case: &Case, words: &Words| plain(&case.keys, words);
    let asked: Vec<String> =
        living.petition.claims.iter().filter(|claim| claim.gone.is_none()).map(|claim| tidy(&text(living, &claim.text))).collect();
    let open = item.petition.claims.iter().filter(|claim| claim.is_open()).map(|claim| text(item, &claim.text));
    open.filter(|text| !asked.contains(&tidy(text))).collect()
}

/// How it is known that all those words are of one person: as surely as the least sure of them.
fn as_sure_as_all(item: &Petition, known_by: &str) -> String {
    let before = item.kin.taken.iter().filter(|taken| taken.back_on.is_none()).map(|taken| taken.known_by.as_str());
    let mut all = before.chain([known_by]);
    all.find(|known_by| !is_sure(known_by)).unwrap_or(known_by).to_owned()
}

/// How she said last that she wants to be told, and the phone that she left with it, when nobody said that in the living matter.
fn later_reach(item: &Case, living: &Case, there: &Sealer<'_>) -> Option<Sealed> {
    let of = |case: &Case| -> Option<(i64, Card)> {
        let person = case.petition.petitioner().filter(|person| person.erased_on.is_none())?;
        Some((person.subject, card_today(&case.keys, person)))
    };
    let ((_, hers), (subject, known)) = (of(item)?, of(living)?);
    if !known.reach.is_unsaid() {
        return None;
    }
    let is_other = !hers.phone.trim().is_empty() && tidy(&hers.phone) != tidy(&known.phone);
    let is_rung = matches!(hers.reach.way, None | Some(Way::Sms | Way::Call));
    let to = if is_other && is_rung && hers.reach.to.is_empty() { hers.phone } else { hers.reach.to };
    let reach = Reach { to, ..hers.reach };
    if reach.is_unsaid() { None } else { there.reach(subject, &reach) }
}

/// 撤销并入, by an officer of either side.
///
/// # Errors
/// As [`crate::petition::carry::carry`]; `NOT_MERGED`, `MERGED_ON` when the living matter was itself merged since, `EMPTY` without a reason.
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
            false => policy::has(&sight, item),
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
    order
        .once(house, stream, move |tx, house, order| {
            let ((head, item), (living_head, living)) = hold_two(tx, order.tenant, stream, two)?;
            may(&item, &living)?;
            if living.merged().is_some() {
                return Err(Refusal::new("MERGED_ON", "SM-PET 23").arg("number", living.number.as_str()).into());
            }
            let event = decide(&item, Command::Unmerge { reason: own.clone() }, &order.context(house))?;
            let taken = living.kin.taken.iter().rev().find(|taken| taken.from.stream == item.stream && taken.back_on.is_none());
            let known_by = taken.map_or_else(String::new, |taken| taken.known_by.clone());
            let started = taken.map_or(&[][..], |taken| taken.started.as_slice());
            let clocks = given_back(&living, started, order.now);
            let back = Event::new(Did::GaveBack { from: item.as_other(), reason: there.clone(), known_by }, clocks);
            let after = order.keep(tx, house, &item, &head, &event)?;
            order.keep(tx, house, &living, &living_head, &back)?;
            order.settle(tx, stream)?;
            Ok(after)
        })
        .await
}

/// Whether this very form was carried out before: a second click finds the item apart already.
pub(super) async fn was_done(house: &House, order: Order) -> Result<bool, Failure> {
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

/// Duties that the item brought along are owed on the item again, and no longer here; what was owed here before still is. A date that
/// moved to the earlier day stays: it was told to her.
fn given_back(living: &Petition, started: &[(String, i64)], now: Moment) -> Vec<ClockChange> {
    let brought = |clock: &&crate::petition::model::CaseClock| started.iter().any(|(rule, nth)| *rule == clock.rule && *nth == clock.nth);
    let here = living.clocks.iter().filter(|clock| clock.ended.is_none()).filter(brought);
    here.map(|clock| clock::ended(clock, now.local_day(), How::Moot)).collect()
}
