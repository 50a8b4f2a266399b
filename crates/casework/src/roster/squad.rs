//! 小队、联盟: mediators of one studio or several under one name, and the days on which they go out. What stands in the calendar names a
//! place and an occasion, and nobody who has a dispute.

use super::{may, mediator, write::carry};
use crate::{
    Asker, House,
    organ::{Touched, check_published},
};
use kernel::{
    Refusal,
    day::Day,
    id::{MediatorId, OrganId, SquadId, TenantId},
};
use store::{Failure, Tx, args, row, select, sql};

/// The longest name, in characters.
const LONGEST_NAME: usize = 30;
/// The longest place or occasion, in characters.
const LONGEST: usize = 100;

row! {
    /// A named group.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Squad {
        /// Its number.
        pub squad: SquadId,
        /// The organ whose head keeps it.
        pub organ: OrganId,
        /// Its name: 民兵调解小队.
        pub name: String,
        /// From which day.
        pub from_day: Day,
        /// The last day.
        pub to_day: Option<Day>,
    }
}

row! {
    /// That somebody goes with it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Member {
        /// With which.
        pub squad: SquadId,
        /// Who.
        pub mediator: MediatorId,
        /// From which day.
        pub from_day: Day,
        /// The last day.
        pub to_day: Option<Day>,
    }
}

row! {
    /// A day on which it goes out.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Outing {
        /// Its number.
        pub outing: i64,
        /// Who goes.
        pub squad: SquadId,
        /// When.
        pub going_on: Day,
        /// Where.
        pub place: String,
        /// What for.
        pub what: String,
        /// The day on which it was called off.
        pub off_on: Option<Day>,
    }
}

/// The squads of a county.
#[derive(Debug, Clone, Default)]
pub struct Squads {
    /// Those that stand, by name.
    pub squads: Vec<Squad>,
    /// Who goes with them.
    pub members: Vec<Member>,
    /// Where they go, soonest first.
    pub outings: Vec<Outing>,
}

/// The squads of a county that stand on `day`, who is with them, where they go from that day on.
///
/// # Errors
/// What the engine says.
pub fn all(tx: &Tx<'_>, tenant: TenantId, day: Day) -> Result<Squads, Failure> {
    let squads = select!(Squad, "FROM squad WHERE tenant = $1 AND (to_day IS NULL OR to_day >= $2) ORDER BY name, squad");
    let members = select!(Member, "FROM squad_member WHERE tenant = $1 AND (to_day IS NULL OR to_day >= $2) ORDER BY squad, mediator");
    let outings = select!(Outing, "FROM outing WHERE tenant = $1 AND going_on >= $2 ORDER BY going_on, outing");
    Ok(Squads {
        squads: tx.select(squads, args![tenant, day])?,
        members: tx.select(members, args![tenant, day])?,
        outings: tx.select(outings, args![tenant, day])?,
    })
}

fn one(tx: &Tx<'_>, tenant: TenantId, squad: SquadId, today: Day) -> Result<Squad, Failure> {
    let found: Option<Squad> = tx.first(select!(Squad, "FROM squad WHERE tenant = $1 AND squad = $2"), args![tenant, squad])?;
    found.filter(|one| one.to_day.is_none_or(|last| today <= last)).ok_or(Failure::NotFound)
}

/// The squad, when this asker keeps it.
async fn kept(house: &House, asker: &Asker, squad: SquadId) -> Result<Squad, Failure> {
    let (tenant, today) = (asker.tenant, asker.today);
    let found = house.db().read(move |tx| one(tx, tenant, squad, today)).await?;
    may::must_keep(&*house.directory(tenant).await?, asker, found.organ)?;
    Ok(found)
}

fn text(words: &str, longest: usize, field: &'static str) -> Result<String, Refusal> {
    let words = words.trim();
    if !(2..=longest).contains(&words.chars().count()) {
        return Err(Refusal::new("SQUAD_WORDS", "Z14").arg("max", longest).at(field));
    }
    check_published(&[(field, words)])?;
    Ok(words.to_owned())
}

/// Makes one.
///
/// # Errors
/// `ROSTER_NOT_HEAD`, `SQUAD_WORDS`, `PUBLISHES_PERSON`; [`Failure::NotFound`] for an organ that there is not.
pub async fn make(house: &House, asker: &Asker, organ: OrganId, name: &str) -> Result<SquadId, Failure> {
    let directory = house.directory(asker.tenant).await?;
    directory.organ(organ).filter(|found| found.ended_on.is_none()).ok_or(Failure::NotFound)?;
    may::must_keep(&directory, asker, organ)?;
    let name = text(name, LONGEST_NAME, "name")?;
    let (tenant, today, squad) = (asker.tenant, asker.today, SquadId::new(house.next_id()));
    carry(house, asker, "squad_made", move |tx| {
        tx.execute(
            sql!("INSERT INTO squad (tenant, squad, organ, name, from_day, to_day) VALUES ($1, $2, $3, $4, $5, NULL)"),
            args![tenant, squad, organ, &name, today],
        )?;
        Ok(vec![Touched::new("squad", args![squad])])
    })
    .await?;
    Ok(squad)
}

/// Ends one: yesterday was its last day. What it had planned is called off.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`].
pub async fn end(house: &House, asker: &Asker, squad: SquadId) -> Result<(), Failure> {
    kept(house, asker, squad).await?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "squad_ended", move |tx| {
        one(tx, tenant, squad, today)?;
        tx.execute(sql!("UPDATE squad SET to_day = $3 WHERE tenant = $1 AND squad = $2"), args![tenant, squad, today.plus_days(-1)])?;
        let planned = select!(Outing, "FROM outing WHERE tenant = $1 AND squad = $2 AND going_on >= $3 AND off_on IS NULL ORDER BY outing");
        let planned: Vec<Outing> = tx.select(planned, args![tenant, squad, today])?;
        let mut touched = vec![Touched::new("squad", args![squad])];
        for outing in planned {
            tx.execute(sql!("UPDATE outing SET off_on = $3 WHERE tenant = $1 AND outing = $2"), args![tenant, outing.outing, today])?;
            touched.push(Touched::new("outing", args![outing.outing]));
        }
        Ok(touched)
    })
    .await
}

/// Somebody goes with it from today on.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`].
pub async fn join(house: &House, asker: &Asker, squad: SquadId, mediator: MediatorId) -> Result<(), Failure> {
    kept(house, asker, squad).await?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "squad_joined", move |tx| {
        mediator::one(tx, tenant, mediator)?;
        if with(tx, tenant, squad, mediator, today)?.is_some() {
            return Ok(vec![]);
        }
        tx.execute(
            sql!("INSERT INTO squad_member (tenant, squad, mediator, from_day, to_day) VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (tenant, squad, mediator, from_day) DO UPDATE SET to_day = NULL"),
            args![tenant, squad, mediator, today],
        )?;
        Ok(vec![Touched::new("squad_member", args![squad, mediator, today])])
    })
    .await
}

/// Somebody goes with it no longer.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`].
pub async fn part(house: &House, asker: &Asker, squad: SquadId, mediator: MediatorId) -> Result<(), Failure> {
    kept(house, asker, squad).await?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "squad_parted", move |tx| {
        let member = with(tx, tenant, squad, mediator, today)?.ok_or(Failure::NotFound)?;
        tx.execute(
            sql!("UPDATE squad_member SET to_day = $5 WHERE tenant = $1 AND squad = $2 AND mediator = $3 AND from_day = $4"),
            args![tenant, squad, mediator, member.from_day, today.plus_days(-1)],
        )?;
        Ok(vec![Touched::new("squad_member", args![squad, mediator, member.from_day])])
    })
    .await
}

fn with(tx: &Tx<'_>, tenant: TenantId, squad: SquadId, mediator: MediatorId, today: Day) -> Result<Option<Member>, Failure> {
    let statement = select!(Member, "FROM squad_member WHERE tenant = $1 AND squad = $2 AND mediator = $3 AND (to_day IS NULL OR to_day >= $4)");
    Ok(tx.first(statement, args![tenant, squad, mediator, today])?)
}

/// Plans a day out.
///
/// # Errors
/// `ROSTER_NOT_HEAD`, `SQUAD_WORDS`, `OUTING_DAY`, `PUBLISHES_PERSON`; [`Failure::NotFound`].
pub async fn plan(house: &House, asker: &Asker, squad: SquadId, day: Option<Day>, place: &str, what: &str) -> Result<(), Failure> {
    kept(house, asker, squad).await?;
    let going_on = day.filter(|day| asker.today <= *day).ok_or_else(|| Refusal::new("OUTING_DAY", "Z14").at("going_on"))?;
    let (place, what) = (text(place, LONGEST, "place")?, text(what, LONGEST, "what")?);
    let (tenant, outing) = (asker.tenant, house.next_id());
    carry(house, asker, "outing_planned", move |tx| {
        tx.execute(
            sql!("INSERT INTO outing (tenant, outing, squad, going_on, place, what, off_on) VALUES ($1, $2, $3, $4, $5, $6, NULL)"),
            args![tenant, outing, squad, going_on, &place, &what],
        )?;
        Ok(vec![Touched::new("outing", args![outing])])
    })
    .await
}

/// Calls a day out off.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`] for one that is over, off, or not there.
pub async fn call_off(house: &House, asker: &Asker, outing: i64) -> Result<(), Failure> {
    let (tenant, today) = (asker.tenant, asker.today);
    let statement = select!(Outing, "FROM outing WHERE tenant = $1 AND outing = $2 AND going_on >= $3 AND off_on IS NULL");
    let found: Option<Outing> = house.db().read(move |tx| Ok(tx.first(statement, args![tenant, outing, today])?)).await?;
    kept(house, asker, found.ok_or(Failure::NotFound)?.squad).await?;
    carry(house, asker, "outing_off", move |tx| {
        let off = sql!("UPDATE outing SET off_on = $3 WHERE tenant = $1 AND outing = $2 AND off_on IS NULL");
        if tx.execute(off, args![tenant, outing, today])? == 0 {
            return Err(Failure::NotFound);
        }
        Ok(vec![Touched::new("outing", args![outing])])
    })
    .await
}
