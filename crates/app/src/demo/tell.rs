//! Carrying the acts of a county out, in the order of time, under its own clock.

use super::{act, book::Book, cast::Cast, letters, plan::Act, roster, talks};
use crate::{oops::Oops, worker};
use casework::{
    Asker, House, Role,
    organ::channel,
    petition::{Actor, Context, Petition, Verb, command::Office, flow, flow::Where, policy, ready, sweep},
    roster::studio,
};
use kernel::{Day, Moment, SetClock};
use std::collections::HashMap;

/// Under this name the stories' events are given their places.
const HOLDER: &str = "the demonstration";

/// What the acts need.
pub struct Teller<'a> {
    /// The house, under the county's clock.
    pub house: &'a House,
    /// The county's book.
    pub book: &'a Book,
    /// Who is there.
    pub cast: &'a Cast,
    /// When the stories end.
    pub end: Moment,
    /// Each case as it stands, by its place in the book.
    pub told: HashMap<usize, Petition>,
}

/// Carries all acts out, with the house's own clocks each night.
///
/// # Errors
/// The act that was refused, and why; what the engine says.
pub fn tell(house: &House, clock: &SetClock, book: &Book, cast: &Cast, acts: &[Act], end: Moment, office: &letters::Office<'_>) -> Result<(), Oops> {
    let threads = tokio::runtime::Builder::new_current_thread().build().map_err(|error| Oops::wrong(format!("threads: {error}")))?;
    let mut teller = Teller { house, book, cast, end, told: HashMap::new() };
    let mut day: Option<Day> = None;
    threads.block_on(supervision(house, cast))?;
    let mut beside = beside(book, end).into_iter().peekable();
    let mut talks_told = HashMap::new();
    for one in acts {
        while let Some((at, what)) = beside.next_if(|(at, _)| *at <= one.at) {
            let today = at.local_day();
            if matches!(what, Beside::Roster) && day.is_some_and(|day| day < today) {
                nights(house, clock, cast, day, today)?;
                day = Some(today);
            }
            clock.set(at);
            threads.block_on(tell_beside(house, book, cast, &mut talks_told, at, &what))?;
        }
        let today = one.at.local_day();
        if day.is_none_or(|day| day < today) {
            nights(house, clock, cast, day, today)?;
            day = Some(today);
        }
        clock.set(one.at);
        threads.block_on(act::carry_out(&mut teller, one))?;
        threads.block_on(letters::after(&mut teller, one, office))?;
    }
    for (at, what) in beside {
        clock.set(at);
        threads.block_on(tell_beside(house, book, cast, &mut talks_told, at, &what))?;
    }
    for (index, case) in book.cases.iter().enumerate() {
        let stage = format!("{:?}", teller.petition(index)?.stage);
        if stage != case.target_state {
            return Err(Oops::wrong(format!("demo: the story of {} ends in {stage}, not in {}", case.key, case.target_state)));
        }
    }
    Ok(())
}

/// What is told beside the petitions.
enum Beside {
    /// Who mediates and who is on duty, on the Monday of the last week.
    Roster,
    /// An act of a mediation.
    Talk(talks::Step),
}

fn beside(book: &Book, end: Moment) -> Vec<(Moment, Beside)> {
    let monday = Moment::at_local(studio::monday(end.local_day()), 0, 20);
    let mut all: Vec<(Moment, Beside)> = talks::steps(book, end).into_iter().map(|step| (step.at, Beside::Talk(step))).collect();
    all.push((monday.min(end), Beside::Roster));
    all.sort_by_key(|(at, _)| *at);
    all
}

async fn tell_beside(
    house: &House,
    book: &Book,
    cast: &Cast,
    told: &mut HashMap<&'static str, kernel::StreamId>,
    at: Moment,
    what: &Beside,
) -> Result<(), Oops> {
    match what {
        Beside::Roster => roster::write(house, book, cast, at.local_day()).await,
        Beside::Talk(step) => talks::carry_out(house, cast, told, step).await,
    }
}

/// The supervision phone of the county, which is not the petition office's own: the system administrator publishes it (art 18).
async fn supervision(house: &House, cast: &Cast) -> Result<(), Oops> {
    let office = cast.directory.petition_office().map(|office| office.organ);
    let above = office.and_then(|office| cast.directory.watch_over(office));
    let admin = cast.askers(&[], house.today()).into_iter().find(|asker| asker.role == Role::SystemAdmin);
    let (Some(above), Some(admin)) = (above, admin) else { return Ok(()) };
    let way = channel::Typed { kind: "watch".to_owned(), words: above.name.clone(), phone: above.phone.clone(), ..channel::Typed::default() };
    Ok(channel::add(house, &admin, way).await?)
}

/// The evenings and nights from one day's acts to the next: the day is sealed, what has become late is proposed.
fn nights(house: &House, clock: &SetClock, cast: &Cast, from: Option<Day>, to: Day) -> Result<(), Oops> {
    let Some(from) = from else { return Ok(()) };
    clock.set(Moment::at_local(from, 23, 50));
    worker::seal(house, cast.tenant, HOLDER)?;
    for night in 1..=from.days_until(to) {
        clock.set(Moment::at_local(from.plus_days(night), 0, 10));
        sweep::late(house, cast.tenant)?;
    }
    Ok(())
}

impl Teller<'_> {
    /// The case as it stands.
    ///
    /// # Errors
    /// That it was not registered yet.
    pub fn petition(&self, case: usize) -> Result<&Petition, Oops> {
        self.told.get(&case).ok_or_else(|| Oops::wrong(format!("demo: case {case} is not registered yet")))
    }

    /// Who may lawfully do `verb` now: one of `first` if he may, else anybody of the organ that has it, else anybody.
    ///
    /// # Errors
    /// That nobody may, and why not.
    pub fn officer(&self, petition: &Petition, verb: Verb, first: &[&str]) -> Result<Asker, Oops> {
        let house = self.house;
        let mut why = format!("no post does {}", verb.code());
        let mut found = None;
        for asker in self.cast.askers(first, house.today()).into_iter().filter(|asker| policy::post_does(asker, petition, verb)) {
            if !policy::sees(&policy::sight(house, &self.cast.directory, &asker), petition) {
                continue;
            }
            let now = house.now();
            let actor = Actor::Officer(asker.account, asker.organ, asker.role);
            let context = Context {
                actor,
                now,
                today: now.local_day(),
                acted_on: now.local_day(),
                calendar: house.calendar(),
                law: house.law(),
                office: Office::default(),
            };
            if let Err(refusal) = ready::ready(petition, verb, &context) {
                why = refusal.to_string();
                continue;
            }
            let named = first.iter().any(|key| self.cast.account(key) == Some(asker.account));
            if named || asker.organ == petition.holder || flow::of(verb).is_some_and(|row| row.place == Where::Above) {
                return Ok(asker);
            }
            found.get_or_insert(asker);
        }
        found.ok_or_else(|| Oops::wrong(why))
    }
}
