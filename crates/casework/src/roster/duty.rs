//! 值班: who is on duty for a studio, from when to when, and for which place.
//!
//! Three kinds: 常驻 is there all along, 轮驻 takes turns, 随驻 comes when called. A span is for the studio's whole area or for a place in it:
//! a town, a community, one stairwell. It is never deleted: what is taken away stays with its reason, and so does what was swapped.

use super::{card, hours::Span, may, mediator, write::carry};
use crate::{
    Asker, House,
    organ::{Directory, Touched, check_published},
};
use kernel::{
    Moment, Refusal,
    area::AreaPath,
    day::Day,
    id::{AccountId, DutyId, MediatorId, OrganId, TenantId},
};
use store::{Failure, Tx, args, row, select, sql};

/// The kinds, in the order of the page.
pub const KINDS: [&str; 3] = ["resident", "rotating", "on_call"];
/// The longest span of who is there, in hours; who comes when called may be so for a month.
const LONGEST_HOURS: i64 = 24;
/// The longest span of who comes when called, in hours.
const LONGEST_ON_CALL: i64 = 31 * 24;
/// The most weeks for which a span is repeated.
pub const MOST_WEEKS: i64 = 26;
/// The longest reason, in characters.
const LONGEST_WORDS: usize = 100;
const MINUTE: i64 = 60_000;

row! {
    /// A span of duty.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Duty {
        /// Its number.
        pub duty: DutyId,
        /// For which studio.
        pub organ: OrganId,
        /// One of [`KINDS`].
        pub kind: String,
        /// The place that it is for.
        pub area: String,
        /// Which stairwell of it; empty for the whole place.
        pub spot: String,
        /// Who.
        pub mediator: MediatorId,
        /// From when.
        pub from_at: Moment,
        /// To before when.
        pub to_at: Moment,
        /// The span that it stands for since a swap; 0 for none.
        pub swapped_from: DutyId,
        /// Who wrote it down.
        pub written_by: AccountId,
        /// When.
        pub written_at: Moment,
        /// When it was taken away, swapped, or ended with his term.
        pub ended_at: Option<Moment>,
        /// `removed`, `swapped` or `left`; empty while it stands.
        pub ended_how: String,
        /// Why, in words.
        pub ended_why: String,
    }
}

/// At which level a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A county.
    County,
    /// A street or town (街道、镇).
    Town,
    /// A community or village (社区、村).
    Village,
    /// One stairwell (楼道).
    Stairwell,
}

impl Level {
    /// The word in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Town => "town",
            Self::Village => "village",
            Self::Stairwell => "stairwell",
        }
    }
}

impl Duty {
    /// Whether it stands: nobody took it away.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.ended_at.is_none()
    }

    /// From when to when somebody was, is or will be there: until it was ended; `None` when that was before it began.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        let to = self.ended_at.map_or(self.to_at, |ended| ended.min(self.to_at));
        (self.from_at < to).then_some(Span { from: self.from_at, to })
    }

    /// Whether it is on at a moment.
    #[must_use]
    pub fn is_on(&self, moment: Moment) -> bool {
        self.span().is_some_and(|span| span.from <= moment && moment < span.to)
    }

    /// Whether it comes when called.
    #[must_use]
    pub fn is_on_call(&self) -> bool {
        self.kind == "on_call"
    }

    /// The place that it is for.
    #[must_use]
    pub fn place(&self) -> AreaPath {
        self.area.parse().unwrap_or_default()
    }

    /// At which level it is.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.place().level() {
            _ if !self.spot.is_empty() => Level::Stairwell,
            0..=3 => Level::County,
            4 => Level::Town,
            5 => Level::Village,
            _ => Level::Stairwell,
        }
    }
}

/// As typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// One of [`KINDS`].
    pub kind: String,
    /// The place's path; the studio's own when empty.
    pub area: String,
    /// Which stairwell.
    pub spot: String,
    /// Who.
    pub mediator: Option<MediatorId>,
    /// On which day it begins.
    pub day: Option<Day>,
    /// `9:00`
    pub from: String,
    /// `17:00`; of the next day when it is not later than `from`.
    pub to: String,
    /// Until which day, of who comes when called; the day of beginning when absent.
    pub until: Option<Day>,
    /// For how many weeks in all; 1 is once.
    pub weeks: i64,
}

/// The spans of a studio that touch the time between two moments, those that were taken away too.
///
/// # Errors
/// What the engine says.
pub fn of_organ(tx: &Tx<'_>, tenant: TenantId, organ: OrganId, between: Span) -> Result<Vec<Duty>, Failure> {
    let statement = select!(Duty, "FROM duty WHERE tenant = $1 AND organ = $2 AND to_at > $3 AND from_at < $4 ORDER BY from_at, duty");
    Ok(tx.select(statement, args![tenant, organ, between.from, between.to])?)
}

/// The spans of a whole county that stand and are on at a moment.
///
/// # Errors
/// What the engine says.
pub fn on_at(tx: &Tx<'_>, tenant: TenantId, moment: Moment) -> Result<Vec<Duty>, Failure> {
    let statement = select!(Duty, "FROM duty WHERE tenant = $1 AND to_at > $2 AND from_at <= $2 AND ended_at IS NULL ORDER BY duty");
    Ok(tx.select(statement, args![tenant, moment])?)
}

/// The spans of a mediator that stand and are not over.
///
/// # Errors
/// What the engine says.
pub fn ahead_of(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId, now: Moment) -> Result<Vec<Duty>, Failure> {
    let statement = select!(Duty, "FROM duty WHERE tenant = $1 AND mediator = $2 AND to_at > $3 AND ended_at IS NULL ORDER BY from_at, duty");
    Ok(tx.select(statement, args![tenant, mediator, now])?)
}

/// One span.
///
/// # Errors
/// [`Failure::NotFound`]; what the engine says.
pub fn one(tx: &Tx<'_>, tenant: TenantId, duty: DutyId) -> Result<Duty, Failure> {
    tx.first(select!(Duty, "FROM duty WHERE tenant = $1 AND duty = $2"), args![tenant, duty])?.ok_or(Failure::NotFound)
}

/// Puts somebody on duty, once or each week for some weeks. All of them stand, or none.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; `DUTY_KIND`, `DUTY_PLACE`, `DUTY_WHO`, `DUTY_TIME`, `DUTY_PAST`, `DUTY_WEEKS`, `DUTY_OVERLAP` (Z10);
/// `PUBLISHES_PERSON`; [`Failure::NotFound`] for a studio that there is not.
pub async fn add(house: &House, asker: &Asker, organ: OrganId, typed: &Typed) -> Result<usize, Failure> {
    let directory = house.directory(asker.tenant).await?;
    may::must_keep(&directory, asker, organ)?;
    let new = read(house, &directory, asker, organ, typed)?;
    let (tenant, count) = (asker.tenant, new.len());
    carry(house, asker, "duty_added", move |tx| {
        let mut touched = vec![];
        for duty in &new {
            may_stand(tx, tenant, duty, &[])?;
            insert(tx, tenant, duty)?;
            touched.push(Touched::new("duty", args![duty.duty]));
        }
        Ok(touched)
    })
    .await?;
    Ok(count)
}

fn read(house: &House, directory: &Directory, asker: &Asker, organ: OrganId, typed: &Typed) -> Result<Vec<Duty>, Failure> {
    let refuse = |code: &'static str, field: &'static str| Refusal::new(code, "Z10").at(field);
    let studio = directory.organ(organ).filter(|found| found.ended_on.is_none()).ok_or(Failure::NotFound)?;
    if !KINDS.contains(&typed.kind.as_str()) {
        return Err(refuse("DUTY_KIND", "kind").into());
    }
    let own: AreaPath = studio.area.parse().unwrap_or_default();
    let area = if typed.area.is_empty() { own.clone() } else { typed.area.parse().map_err(|_| refuse("DUTY_PLACE", "area"))? };
    let spot = typed.spot.trim();
    // A stairwell lies in a community: of a whole town nobody finds it.
    if !own.contains(&area) || directory.place(&area).is_none() || (!spot.is_empty() && area.level() < 5) || spot.chars().count() > LONGEST_WORDS {
        return Err(refuse("DUTY_PLACE", if spot.is_empty() { "area" } else { "spot" }).into());
    }
    check_published(&[("spot", spot)])?;
    let mediator = typed.mediator.ok_or_else(|| refuse("DUTY_WHO", "mediator"))?;
    let span = span(typed)?;
    if span.to <= house.now() {
        return Err(refuse("DUTY_PAST", "day").into());
    }
    if !(1..=MOST_WEEKS).contains(&typed.weeks) {
        return Err(refuse("DUTY_WEEKS", "weeks").arg("max", MOST_WEEKS).into());
    }
    let of_week = |week: i64| Duty {
        duty: DutyId::new(house.next_id()),
        organ,
        kind: typed.kind.clone(),
        area: area.to_string(),
        spot: spot.to_owned(),
        mediator,
        from_at: span.from.plus_hours(week * 7 * 24),
        to_at: span.to.plus_hours(week * 7 * 24),
        swapped_from: DutyId::new(0),
        written_by: asker.account,
        written_at: house.now(),
        ended_at: None,
        ended_how: String::new(),
        ended_why: String::new(),
    };
    Ok((0..typed.weeks).map(of_week).collect())
}

fn span(typed: &Typed) -> Result<Span, Refusal> {
    let refuse = |field: &'static str| Refusal::new("DUTY_TIME", "Z10").arg("max", LONGEST_HOURS).at(field);
    let day = typed.day.ok_or_else(|| refuse("day"))?;
    let from = super::hours::minutes(&typed.from).ok_or_else(|| refuse("from"))?;
    let to = super::hours::minutes(&typed.to).ok_or_else(|| refuse("to"))?;
    let is_on_call = typed.kind == "on_call";
    let last = typed.until.filter(|_| is_on_call).unwrap_or(day);
    let through_the_night = last == day && to <= from;
    let end = if through_the_night { last.plus_days(1) } else { last };
    let span = Span { from: Moment::at_local(day, 0, 0).plus_minutes(from), to: Moment::at_local(end, 0, 0).plus_minutes(to) };
    let longest = if is_on_call { LONGEST_ON_CALL } else { LONGEST_HOURS };
    if span.to <= span.from || span.to.millis() - span.from.millis() > longest * 60 * MINUTE {
        return Err(refuse(if is_on_call { "until" } else { "to" }));
    }
    Ok(span)
}

/// That a span may stand: he mediates and works there on its days, and is not elsewhere at that time. `besides` are spans that end with it.
pub(super) fn may_stand(tx: &Tx<'_>, tenant: TenantId, new: &Duty, besides: &[DutyId]) -> Result<(), Failure> {
    let day = new.from_at.local_day();
    let who = mediator::one(tx, tenant, new.mediator)?;
    let last = new.to_at.plus_millis(-1).local_day();
    if !who.holds_on(day) || !who.holds_on(last) || !card::works_in(tx, tenant, new.mediator, new.organ, day)? {
        return Err(Refusal::new("DUTY_WHO", "Z10").at("mediator").into());
    }
    let others = select!(Duty, "FROM duty WHERE tenant = $1 AND mediator = $2 AND to_at > $3 AND from_at < $4 AND ended_at IS NULL ORDER BY duty");
    let others: Vec<Duty> = tx.select(others, args![tenant, new.mediator, new.from_at, new.to_at])?;
    // Who comes when called may be so for several studios; nobody sits in two.
    let collides = |other: &&Duty| !besides.contains(&other.duty) && (other.organ == new.organ || !(other.is_on_call() || new.is_on_call()));
    match others.iter().find(collides) {
        Some(other) => Err(Refusal::new("DUTY_OVERLAP", "Z10").arg("day", other.from_at.local_day()).at("from").into()),
        None => Ok(()),
    }
}

pub(super) fn insert(tx: &Tx<'_>, tenant: TenantId, duty: &Duty) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO duty (tenant, duty, organ, kind, area, spot, mediator, from_at, to_at, swapped_from, written_by, written_at, ended_at, ended_how, ended_why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"),
        args![
            tenant,
            duty.duty,
            duty.organ,
            &duty.kind,
            &duty.area,
            &duty.spot,
            duty.mediator,
            duty.from_at,
            duty.to_at,
            duty.swapped_from,
            duty.written_by,
            duty.written_at,
            duty.ended_at,
            &duty.ended_how,
            &duty.ended_why
        ],
    )?;
    Ok(())
}

/// Takes a span away; it stays in its week with the reason. One that is going on stands until now.
///
/// # Errors
/// `ROSTER_NOT_HEAD`, `DUTY_WHY`, `PUBLISHES_PERSON`; [`Failure::NotFound`] for one that is over, ended, or not there.
pub async fn remove(house: &House, asker: &Asker, duty: DutyId, why: &str) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    let (tenant, account, now) = (asker.tenant, asker.account, house.now());
    let found = house.db().read(move |tx| one(tx, tenant, duty)).await?;
    may::must_keep(&directory, asker, found.organ)?;
    let why = why.trim().to_owned();
    if !(2..=LONGEST_WORDS).contains(&why.chars().count()) {
        return Err(Refusal::new("DUTY_WHY", "Z10").at("why").into());
    }
    check_published(&[("why", &why)])?;
    carry(house, asker, "duty_ended", move |tx| {
        let standing = one(tx, tenant, duty)?;
        if !standing.stands() || standing.to_at <= now {
            return Err(Failure::NotFound);
        }
        end(tx, tenant, duty, (account, now), "removed", &why)
    })
    .await
}

/// Ends a span; questions about it are withdrawn with it.
pub(super) fn end(
    tx: &Tx<'_>,
    tenant: TenantId,
    duty: DutyId,
    (by, now): (AccountId, Moment),
    how: &str,
    why: &str,
) -> Result<Vec<Touched>, Failure> {
    let ending = sql!("UPDATE duty SET ended_at = $3, ended_how = $4, ended_why = $5 WHERE tenant = $1 AND duty = $2 AND ended_at IS NULL");
    if tx.execute(ending, args![tenant, duty, now, how, why])? == 0 {
        return Err(Failure::NotFound);
    }
    let mut touched = vec![Touched::new("duty", args![duty])];
    touched.extend(super::swap::drop_of(tx, tenant, duty, by, now)?);
    Ok(touched)
}

/// Takes from a mediator what lies after the last day of his term.
pub(super) fn end_after(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId, last: Day, at: (AccountId, Moment)) -> Result<Vec<Touched>, Failure> {
    let first_not = Moment::at_local(last.plus_days(1), 0, 0);
    take(tx, tenant, mediator, at, |duty| duty.to_at > first_not)
}

/// Takes from a mediator what he still has in a studio.
pub(super) fn end_in(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId, organ: OrganId, at: (AccountId, Moment)) -> Result<Vec<Touched>, Failure> {
    take(tx, tenant, mediator, at, |duty| duty.organ == organ)
}

fn take(
    tx: &Tx<'_>,
    tenant: TenantId,
    mediator: MediatorId,
    at: (AccountId, Moment),
    which: impl Fn(&Duty) -> bool,
) -> Result<Vec<Touched>, Failure> {
    let mut touched = vec![];
    for duty in ahead_of(tx, tenant, mediator, at.1)?.into_iter().filter(which) {
        touched.extend(end(tx, tenant, duty.duty, at, "left", "")?);
    }
    Ok(touched)
}
