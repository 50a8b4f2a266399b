//! One studio's days, read once: for the desk's week, and for the page that anybody may read.

use super::{
    card::{self, Belongs, Standing},
    cover::{self, OnDuty},
    duty::{self, Duty},
    hours::{self, Opening, Span},
    mediator::{self, Mediator},
    suggest::Candidate,
    swap::{self, Swap},
};
use crate::{House, organ::Directory};
use kernel::{
    Moment,
    area::AreaPath,
    day::Day,
    id::{MediatorId, OrganId, TenantId},
};
use std::collections::HashMap;
use store::Failure;

/// So many days are shown at once.
pub const WEEK: i64 = 7;

/// A studio and some of its days.
#[derive(Debug)]
pub struct Studio {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// When it is open.
    pub hours: Vec<Opening>,
    /// Its spans in these days, those that were taken away too, oldest first.
    pub duties: Vec<Duty>,
    /// Questions that wait.
    pub swaps: Vec<Swap>,
    /// Who works in it on one of these days, by name.
    pub mediators: Vec<Mediator>,
    /// Everybody whom a span or a question names.
    named: HashMap<MediatorId, Mediator>,
}

impl Studio {
    /// Reads the days of a studio from `first` on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn read(house: &House, tenant: TenantId, organ: OrganId, first: Day, days: i64) -> Result<Self, Failure> {
        let last = first.plus_days(days - 1);
        let between = Span { from: Moment::at_local(first, 0, 0), to: Moment::at_local(last.plus_days(1), 0, 0) };
        house
            .db()
            .read(move |tx| {
                let everybody = mediator::all(tx, tenant)?;
                let works = |one: &Belongs| one.organ == organ && one.from_day <= last && one.to_day.is_none_or(|ended| first <= ended);
                let members: Vec<MediatorId> = card::belonging(tx, tenant)?.into_iter().filter(works).map(|one| one.mediator).collect();
                let is_there =
                    |one: &&Mediator| members.contains(&one.mediator) && one.from_day <= last && one.to_day.is_none_or(|ended| first <= ended);
                Ok(Self {
                    first,
                    last,
                    hours: hours::of_organ(tx, tenant, organ)?,
                    duties: duty::of_organ(tx, tenant, organ, between)?,
                    swaps: swap::waiting(tx, tenant, organ)?,
                    mediators: everybody.iter().filter(is_there).cloned().collect(),
                    named: everybody.into_iter().map(|one| (one.mediator, one)).collect(),
                })
            })
            .await
    }

    /// Somebody by his number.
    #[must_use]
    pub fn person(&self, mediator: MediatorId) -> Option<&Mediator> {
        self.named.get(&mediator)
    }

    /// The shown name of somebody; empty when unknown.
    #[must_use]
    pub fn name(&self, mediator: MediatorId) -> &str {
        self.person(mediator).map_or("", |one| one.name.as_str())
    }

    /// The open time of these days with nobody on duty.
    #[must_use]
    pub fn gaps(&self) -> Vec<Span> {
        let covered: Vec<Span> = self.duties.iter().filter_map(Duty::span).collect();
        cover::gaps(&hours::open(&self.hours, self.first, self.last), &covered)
    }

    /// Who of this studio is on at a moment of these days, whatever the place.
    #[must_use]
    pub fn on_at(&self, moment: Moment) -> Vec<&Duty> {
        self.duties.iter().filter(|duty| duty.is_on(moment)).collect()
    }

    /// What is spoken here: the languages of those who work here, each once.
    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        once(self.mediators.iter().flat_map(Mediator::languages))
    }

    /// What those who work here are good at, each once.
    #[must_use]
    pub fn specialities(&self) -> Vec<&str> {
        once(self.mediators.iter().flat_map(Mediator::specialities))
    }
}

fn once<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = vec![];
    for word in words {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The Monday of a day's week.
#[must_use]
pub fn monday(day: Day) -> Day {
    day.plus_days(1 - i64::from(day.weekday()))
}

/// Whether an organ has a page that anybody may read: a studio or a station has; another organ, once it has hours or somebody on its roster.
#[must_use]
pub fn is_public(directory: &Directory, organ: OrganId, studio: &Studio) -> bool {
    let kind = directory.organ(organ).filter(|found| found.ended_on.is_none()).map(|found| found.kind.as_str());
    match kind {
        Some("studio" | "station") => true,
        Some("outside" | "discipline") | None => false,
        Some(_) => !studio.hours.is_empty() || !studio.mediators.is_empty(),
    }
}

/// Who is on duty for a place at a moment, in any studio of the county, the nearest first.
///
/// # Errors
/// What the engine says.
pub async fn who_is_on(house: &House, tenant: TenantId, place: AreaPath, moment: Moment) -> Result<Vec<OnDuty>, Failure> {
    house.db().read(move |tx| Ok(cover::who_is_on(&duty::on_at(tx, tenant, moment)?, &place, moment))).await
}

/// Everybody who mediates on a day, as [`super::suggest()`] asks for them.
///
/// # Errors
/// What the engine says.
pub async fn candidates(house: &House, tenant: TenantId, day: Day) -> Result<Vec<Candidate>, Failure> {
    let directory = house.directory(tenant).await?;
    let (mediators, belonging, standings) =
        house.db().read(move |tx| Ok((mediator::all(tx, tenant)?, card::belonging(tx, tenant)?, card::standings(tx, tenant)?))).await?;
    let mut places: HashMap<MediatorId, Vec<AreaPath>> = HashMap::new();
    for belongs in belonging.iter().filter(|one| one.holds_on(day)) {
        let area = directory.organ(belongs.organ).and_then(|organ| organ.area.parse().ok());
        places.entry(belongs.mediator).or_default().extend(area);
    }
    let mut given: HashMap<MediatorId, Vec<String>> = HashMap::new();
    for Standing { mediator, kind, .. } in standings {
        given.entry(mediator).or_default().push(kind);
    }
    let owned = |words: &str| words.split_whitespace().map(str::to_owned).collect();
    let here = mediators.into_iter().filter(|one| one.holds_on(day));
    Ok(here
        .map(|one| Candidate {
            mediator: one.mediator.get(),
            village: one.home(),
            places: places.remove(&one.mediator).unwrap_or_default(),
            specialities: owned(&one.specialities),
            languages: owned(&one.languages),
            standings: given.remove(&one.mediator).unwrap_or_default(),
            sex: one.sex,
        })
        .collect())
}
