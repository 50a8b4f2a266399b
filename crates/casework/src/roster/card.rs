//! What belongs to one mediator: the studios he works in, what he was given (金牌调解员 …), and whom he leads or follows (老带新).
//!
//! A last day is kept. What is ended today held until yesterday; what began today then never held for a whole day.

use super::{may, mediator, write::carry};
use crate::{
    Asker, House,
    organ::{Touched, check_published},
};
use kernel::{
    Refusal,
    day::Day,
    id::{MediatorId, OrganId, TenantId},
};
use store::{Failure, Tx, args, row, select, sql};

/// The longest name of who gave an honour, in characters.
const LONGEST: usize = 60;

row! {
    /// That a mediator works in a studio.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Belongs {
        /// Who.
        pub mediator: MediatorId,
        /// Where.
        pub organ: OrganId,
        /// From which day.
        pub from_day: Day,
        /// The last day.
        pub to_day: Option<Day>,
    }
}

impl Belongs {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|last| day <= last)
    }
}

row! {
    /// What a mediator was given.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Standing {
        /// Who.
        pub mediator: MediatorId,
        /// A code of the law's standings.
        pub kind: String,
        /// When.
        pub given_on: Day,
        /// By whom.
        pub given_by: String,
    }
}

row! {
    /// One leads, the other learns.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Mentoring {
        /// Who leads.
        pub mentor: MediatorId,
        /// Who learns.
        pub pupil: MediatorId,
        /// From which day.
        pub from_day: Day,
        /// The last day.
        pub to_day: Option<Day>,
    }
}

impl Mentoring {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|last| day <= last)
    }
}

/// The studios of one, oldest first.
///
/// # Errors
/// What the engine says.
pub fn organs_of(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId) -> Result<Vec<Belongs>, Failure> {
    let statement = select!(Belongs, "FROM mediator_organ WHERE tenant = $1 AND mediator = $2 ORDER BY from_day, organ");
    Ok(tx.select(statement, args![tenant, mediator])?)
}

/// Who works where, ever.
///
/// # Errors
/// What the engine says.
pub fn belonging(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Belongs>, Failure> {
    Ok(tx.select(select!(Belongs, "FROM mediator_organ WHERE tenant = $1 ORDER BY mediator, from_day, organ"), args![tenant])?)
}

/// What everybody was given, newest first.
///
/// # Errors
/// What the engine says.
pub fn standings(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Standing>, Failure> {
    Ok(tx.select(select!(Standing, "FROM mediator_standing WHERE tenant = $1 ORDER BY given_on DESC, mediator, kind"), args![tenant])?)
}

/// The pairs in which one of these stands, newest first.
///
/// # Errors
/// What the engine says.
pub fn pairs_of(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId) -> Result<Vec<Mentoring>, Failure> {
    let statement = select!(Mentoring, "FROM mentoring WHERE tenant = $1 AND (mentor = $2 OR pupil = $2) ORDER BY from_day DESC, mentor, pupil");
    Ok(tx.select(statement, args![tenant, mediator])?)
}

/// Whether one works in a studio on a day.
///
/// # Errors
/// What the engine says.
pub fn works_in(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId, organ: OrganId, day: Day) -> Result<bool, Failure> {
    Ok(organs_of(tx, tenant, mediator)?.iter().any(|belongs| belongs.organ == organ && belongs.holds_on(day)))
}

/// He works in a studio too, from today on.
///
/// # Errors
/// `ROSTER_NOT_HEAD` for who does not keep that studio; [`Failure::NotFound`] for a mediator or a studio that there is not.
pub async fn join(house: &House, asker: &Asker, mediator: MediatorId, organ: OrganId) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    directory.organ(organ).filter(|found| found.ended_on.is_none()).ok_or(Failure::NotFound)?;
    may::must_keep(&directory, asker, organ)?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "mediator_joined", move |tx| {
        mediator::one(tx, tenant, mediator)?;
        if works_in(tx, tenant, mediator, organ, today)? {
            return Ok(vec![]);
        }
        tx.execute(
            sql!("INSERT INTO mediator_organ (tenant, mediator, organ, from_day, to_day) VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (tenant, mediator, organ, from_day) DO UPDATE SET to_day = NULL"),
            args![tenant, mediator, organ, today],
        )?;
        Ok(vec![Touched::new("mediator_organ", args![mediator, organ, today])])
    })
    .await
}

/// He works in a studio no longer; his spans there from now on are taken away.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`] for a studio that he does not work in.
pub async fn part(house: &House, asker: &Asker, mediator: MediatorId, organ: OrganId) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    may::must_keep(&directory, asker, organ)?;
    let (tenant, today, at) = (asker.tenant, asker.today, (asker.account, house.now()));
    carry(house, asker, "mediator_parted", move |tx| {
        let found = organs_of(tx, tenant, mediator)?.into_iter().find(|belongs| belongs.organ == organ && belongs.holds_on(today));
        let found = found.ok_or(Failure::NotFound)?;
        tx.execute(
            sql!("UPDATE mediator_organ SET to_day = $5 WHERE tenant = $1 AND mediator = $2 AND organ = $3 AND from_day = $4"),
            args![tenant, mediator, organ, found.from_day, today.plus_days(-1)],
        )?;
        let mut touched = vec![Touched::new("mediator_organ", args![mediator, organ, found.from_day])];
        touched.extend(super::duty::end_in(tx, tenant, mediator, organ, at)?);
        Ok(touched)
    })
    .await
}

/// Writes down what a mediator was given, by whom and when.
///
/// # Errors
/// `ROSTER_NOT_HEAD`, `STANDING_KIND`, `STANDING_GIVER`, `DATE_AHEAD`, `PUBLISHES_PERSON`; [`Failure::NotFound`].
pub async fn honour(house: &House, asker: &Asker, given: Standing) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    mediator::must_keep(house, &directory, asker, given.mediator).await?;
    if house.law().standings.get(&given.kind).is_none() {
        return Err(Refusal::new("STANDING_KIND", "L3 art 6").at("standing").into());
    }
    if given.given_on > asker.today {
        return Err(Refusal::new("DATE_AHEAD", "TM-7").arg("day", given.given_on).at("given_on").into());
    }
    if !(2..=LONGEST).contains(&given.given_by.trim().chars().count()) {
        return Err(Refusal::new("STANDING_GIVER", "L3 art 6").at("given_by").into());
    }
    check_published(&[("given_by", &given.given_by)])?;
    let tenant = asker.tenant;
    carry(house, asker, "standing_given", move |tx| {
        tx.execute(
            sql!("INSERT INTO mediator_standing (tenant, mediator, kind, given_on, given_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, mediator, kind, given_on) DO UPDATE SET given_by = excluded.given_by"),
            args![tenant, given.mediator, &given.kind, given.given_on, given.given_by.trim()],
        )?;
        Ok(vec![Touched::new("mediator_standing", args![given.mediator, &given.kind, given.given_on])])
    })
    .await
}

/// From today on one leads the other.
///
/// # Errors
/// `ROSTER_NOT_HEAD` for who keeps neither; `MENTOR_SELF`, `MENTOR_CIRCLE`; [`Failure::NotFound`].
pub async fn lead(house: &House, asker: &Asker, mentor: MediatorId, pupil: MediatorId) -> Result<(), Failure> {
    if mentor == pupil {
        return Err(Refusal::new("MENTOR_SELF", "Z15").at("pupil").into());
    }
    let directory = house.directory(asker.tenant).await?;
    mediator::must_keep(house, &directory, asker, mentor).await?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "mentoring_begun", move |tx| {
        mediator::one(tx, tenant, pupil)?;
        let pairs = pairs_of(tx, tenant, mentor)?;
        let now = |one: &&Mentoring| one.holds_on(today);
        if pairs.iter().filter(now).any(|pair| pair.mentor == pupil) {
            return Err(Refusal::new("MENTOR_CIRCLE", "Z15").at("pupil").into());
        }
        if pairs.iter().filter(now).any(|pair| pair.pupil == pupil) {
            return Ok(vec![]);
        }
        tx.execute(
            sql!("INSERT INTO mentoring (tenant, mentor, pupil, from_day, to_day) VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (tenant, mentor, pupil, from_day) DO UPDATE SET to_day = NULL"),
            args![tenant, mentor, pupil, today],
        )?;
        Ok(vec![Touched::new("mentoring", args![mentor, pupil, today])])
    })
    .await
}

/// From today on no longer.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`] for a pair that there is not.
pub async fn lead_no_more(house: &House, asker: &Asker, mentor: MediatorId, pupil: MediatorId) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    mediator::must_keep(house, &directory, asker, mentor).await?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "mentoring_ended", move |tx| {
        let pair = pairs_of(tx, tenant, mentor)?.into_iter().find(|pair| pair.mentor == mentor && pair.pupil == pupil && pair.holds_on(today));
        let pair = pair.ok_or(Failure::NotFound)?;
        tx.execute(
            sql!("UPDATE mentoring SET to_day = $5 WHERE tenant = $1 AND mentor = $2 AND pupil = $3 AND from_day = $4"),
            args![tenant, mentor, pupil, pair.from_day, today.plus_days(-1)],
        )?;
        Ok(vec![Touched::new("mentoring", args![mentor, pupil, pair.from_day])])
    })
    .await
}
