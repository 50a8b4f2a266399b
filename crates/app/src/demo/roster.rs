//! Who mediates and who is on duty: written through the room's own commands by whoever keeps each studio, on the Monday of the last week,
//! so that the week of the demonstration is a whole one.

use super::{
    book::Book,
    cast::{self, Cast},
};
use crate::oops::Oops;
use casework::{
    Asker, House,
    roster::{
        card::{self, Standing},
        committee,
        duty::{self, MOST_WEEKS},
        hours, may,
        mediator::{self, Typed},
        squad,
    },
};
use kernel::{
    Day,
    id::{MediatorId, OrganId},
};
use serde::Deserialize;
use std::collections::HashMap;
use store::Failure;

const ROSTER: &str = include_str!("../../demo/roster.toml");
/// This week and the next.
const WEEKS: i64 = 2;
const _: () = assert!(WEEKS <= MOST_WEEKS);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    county: Vec<County>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct County {
    code: String,
    hours: Vec<Hours>,
    mediator: Vec<Person>,
    seat: Vec<Seat>,
    duty: Vec<Duty>,
    squad: Vec<Squad>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    organ: String,
    days: [String; 7],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    key: String,
    organ: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    account: String,
    #[serde(default)]
    name: String,
    kind: String,
    sex: String,
    village: String,
    specialities: Vec<String>,
    languages: Vec<String>,
    qualifications: String,
    from: Day,
    #[serde(default)]
    standings: Vec<(String, Day, String)>,
    #[serde(default)]
    leads: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seat {
    organ: String,
    mediator: String,
    elected: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Duty {
    organ: String,
    mediator: String,
    kind: String,
    weekdays: Vec<i64>,
    from: String,
    to: String,
    spot: String,
    #[serde(default)]
    days: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Squad {
    organ: String,
    name: String,
    members: Vec<String>,
    outings: Vec<(i64, String, String)>,
}

/// Writes the roster of a county, as on its Monday.
///
/// # Errors
/// What does not read or fit together; what the rules refuse.
pub async fn write(house: &House, book: &Book, cast: &Cast, monday: Day) -> Result<(), Oops> {
    let file: File = toml::from_str(ROSTER).map_err(|error| Oops::wrong(format!("demo: roster.toml: {error}")))?;
    let Some(county) = file.county.into_iter().find(|county| county.code == book.code) else { return Ok(()) };
    let mut teller = Teller { house, cast, monday, numbers: HashMap::new() };
    for one in &county.hours {
        let (asker, organ) = teller.keeper(&one.organ)?;
        hours::set(house, &asker, organ, &one.days).await?;
    }
    for one in &county.mediator {
        teller.enter(one).await?;
    }
    for one in county.mediator.iter().filter(|one| !one.leads.is_empty()) {
        let (asker, _) = teller.keeper(&one.organ)?;
        card::lead(house, &asker, teller.number(&one.key)?, teller.number(&one.leads)?).await?;
    }
    for one in &county.seat {
        let (asker, organ) = teller.keeper(&one.organ)?;
        committee::give(house, &asker, organ, teller.number(&one.mediator)?, (Some(one.elected), None, None)).await?;
    }
    for one in &county.duty {
        teller.put_on_duty(one).await?;
    }
    for one in &county.squad {
        let (asker, organ) = teller.keeper(&one.organ)?;
        let number = squad::make(house, &asker, organ, &one.name).await?;
        for member in &one.members {
            squad::join(house, &asker, number, teller.number(member)?).await?;
        }
        for (days, place, what) in &one.outings {
            squad::plan(house, &asker, number, Some(monday.plus_days(*days)), place, what).await?;
        }
    }
    Ok(())
}

struct Teller<'a> {
    house: &'a House,
    cast: &'a Cast,
    monday: Day,
    numbers: HashMap<String, MediatorId>,
}

impl Teller<'_> {
    /// An organ, and a head who keeps its roster.
    fn keeper(&self, key: &str) -> Result<(Asker, OrganId), Oops> {
        let organ = self.cast.organ(key)?;
        let mut heads = self.cast.askers(&[], self.house.today()).into_iter();
        let keeper = heads.find(|asker| may::keeps(&self.cast.directory, asker, organ));
        keeper.map(|asker| (asker, organ)).ok_or_else(|| Oops::wrong(format!("demo: nobody keeps the roster of {key}")))
    }

    fn number(&self, key: &str) -> Result<MediatorId, Oops> {
        self.numbers.get(key).copied().ok_or_else(|| Oops::wrong(format!("demo: there is no mediator {key}")))
    }

    async fn enter(&mut self, one: &Person) -> Result<(), Oops> {
        let (asker, organ) = self.keeper(&one.organ)?;
        let typed = Typed {
            account: self.cast.account(&one.account),
            kind: one.kind.clone(),
            name: one.name.clone(),
            sex: one.sex.clone(),
            village: if one.village.is_empty() { String::new() } else { cast::area(&one.village)?.to_string() },
            specialities: one.specialities.clone(),
            languages: one.languages.clone(),
            qualifications: one.qualifications.clone(),
            from_day: Some(one.from),
            to_day: None,
        };
        let number = mediator::add(self.house, &asker, organ, &typed).await?;
        self.numbers.insert(one.key.clone(), number);
        for key in &one.also {
            let (asker, other) = self.keeper(key)?;
            card::join(self.house, &asker, number, other).await?;
        }
        for (kind, given_on, given_by) in &one.standings {
            let given = Standing { mediator: number, kind: kind.clone(), given_on: *given_on, given_by: given_by.clone() };
            card::honour(self.house, &asker, given).await?;
        }
        Ok(())
    }

    async fn put_on_duty(&self, one: &Duty) -> Result<(), Oops> {
        let (asker, organ) = self.keeper(&one.organ)?;
        let mediator = Some(self.number(&one.mediator)?);
        let of = |day: Day, weeks: i64| duty::Typed {
            kind: one.kind.clone(),
            area: String::new(),
            spot: one.spot.clone(),
            mediator,
            day: Some(day),
            from: one.from.clone(),
            to: one.to.clone(),
            until: (one.days > 1).then(|| day.plus_days(one.days - 1)),
            weeks,
        };
        for weekday in &one.weekdays {
            let day = self.monday.plus_days(weekday - 1);
            match duty::add(self.house, &asker, organ, &of(day, WEEKS)).await {
                // A story that begins in the middle of the week: what is over is not put on the roster.
                Err(Failure::Refused(refusal)) if refusal.code == "DUTY_PAST" => {
                    duty::add(self.house, &asker, organ, &of(day.plus_days(7), WEEKS - 1)).await?;
                }
                outcome => drop(outcome?),
            }
        }
        Ok(())
    }
}
