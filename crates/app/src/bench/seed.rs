//! Filling a folder with an invented county: whole lives, written by the code that writes real ones.
//!
//! One thread invents, decides and seals; the writer appends many lives in one transaction, gives their events a place
//! and closes seals that are full. History is spread over the years since the regulation; what is open is always about
//! 2,500 matters, twenty-five on each organ's day list: a county's backlog does not grow with its archive.

use super::{
    Seed, county,
    county::Pair,
    lives,
    lives::{Fate, Hands, Life},
};
use crate::{
    command_line::Place,
    config,
    installation::Installation,
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use casework::{House, Parts, organ::Directory, petition::register};
use kernel::{Clock, Day, Moment, SetClock, SystemRandom, TenantId, calendar::Calendar, crypto::Suite};
use serde_json::json;
use std::{
    sync::{Arc, mpsc},
    time::Instant,
};
use store::{Failure, Tx, lease, sealer};

/// How many matters are open, however many are archived.
const OPEN: u64 = 2_500;
/// So many lives are written in one transaction.
const AT_ONCE: usize = 1_000;
/// So many batches wait for the writer at most.
const AHEAD: usize = 4;
/// Under this name the events get their places.
const HOLDER: &str = "bench seed";

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written {
    /// Matters.
    pub cases: u64,
    /// Events.
    pub events: u64,
    /// In so many seconds.
    pub seconds: f64,
}

/// `linju bench seed`.
///
/// # Errors
/// A folder that is not empty; what the system says.
pub fn run(place: &Place, wanted: &Seed, say: &Say) -> Result<(), Oops> {
    let written = fill(place, wanted, say)?;
    let folder = crate::installation::folder(place);
    let rate = written.events as f64 / written.seconds;
    say.answer(
        &json!({ "data": folder, "cases": written.cases, "events": written.events, "seconds": written.seconds, "events_per_second": rate }),
        || format!("{} cases, {} events in {:.1} s: {rate:.0} events/s", written.cases, written.events, written.seconds),
    );
    Ok(())
}

/// Makes a folder and fills it.
///
/// # Errors
/// As [`run`].
pub fn fill(place: &Place, wanted: &Seed, say: &Say) -> Result<Written, Oops> {
    let suite: Suite = wanted.suite.into();
    let installation = Installation::make(place, suite)?;
    behind_a_proxy(&installation)?;
    let _lock = installation.lock()?;
    let house = installation.open_new(Arc::new(RunningClock::machine()))?;
    if !crate::installation::counties(&house)?.is_empty() {
        return Err(Oops::wrong("the database already holds a county: measuring needs an empty one"));
    }
    let now = house.now();
    let begin = Moment::at_local(Day::new(2022, 6, 1).ok_or_else(|| Oops::wrong("bench: no such day"))?, 8, 30);
    let clock = Arc::new(SetClock::new(begin));
    let story = House::new(Parts {
        db: house.db().clone(),
        vault: house.vault().clone(),
        files: house.files().clone(),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        random: Arc::new(SystemRandom),
        calendar: Calendar::bundled().clone(),
    });
    county::set_up(&story, begin.plus_hours(-24))?;
    clock.set(now);
    let pairs = county::pairs(&story)?;
    tell(&story, &clock, &pairs, wanted.cases, begin, now, say)
}

/// The load names five hundred addresses, as a proxy would.
fn behind_a_proxy(installation: &Installation) -> Result<(), Oops> {
    let path = installation.folder.join(config::NAME);
    let text = std::fs::read_to_string(&path).map_err(at(&path))?;
    let text = text.replace("[server]\n", "[server]\ntrusted_proxies = [\"127.0.0.1\"]\n");
    std::fs::write(&path, text).map_err(at(&path))
}

fn tell(house: &House, clock: &SetClock, pairs: &[Pair], cases: u64, begin: Moment, now: Moment, say: &Say) -> Result<Written, Oops> {
    let tenant = county::tenant()?;
    let directory = house.directory_here(tenant)?;
    let started = Instant::now();
    let (queue, batches) = mpsc::sync_channel::<Vec<Life>>(AHEAD);
    std::thread::scope(|scope| {
        let told = scope.spawn(|| invent(house, clock, &directory, tenant, pairs, cases, begin, now, queue));
        let mut written = Written::default();
        let mut said = 0;
        for batch in batches {
            written.cases += batch.len() as u64;
            written.events += write(house, tenant, batch)?;
            if written.cases - said >= 50_000 {
                said = written.cases;
                let rate = written.events as f64 / started.elapsed().as_secs_f64();
                say.progress(&format!("{said} cases, {rate:.0} events/s"));
            }
        }
        told.join().map_err(|_| Oops::wrong("inventing panicked"))??;
        written.seconds = started.elapsed().as_secs_f64();
        Ok(written)
    })
}

#[expect(clippy::too_many_arguments, reason = "a thread's share of what `tell` knows")]
#[expect(clippy::needless_pass_by_value, reason = "the queue ends with its sender")]
fn invent(
    house: &House,
    clock: &SetClock,
    directory: &Directory,
    tenant: TenantId,
    pairs: &[Pair],
    cases: u64,
    begin: Moment,
    now: Moment,
    queue: mpsc::SyncSender<Vec<Life>>,
) -> Result<(), Oops> {
    let open = OPEN.min(cases / 2);
    let finished = cases - open;
    // What is finished was received a hundred days ago or earlier.
    let span = now.plus_hours(-24 * 100).millis() - begin.millis();
    let mut batch = Vec::with_capacity(AT_ONCE);
    for nth in 0..cases {
        let (fate, received) = if nth < finished {
            let share = i128::from(span) * i128::from(nth) / i128::from(finished.max(1));
            (Fate::of_finished(nth), begin.plus_millis(i64::try_from(share).unwrap_or(0)))
        } else {
            open_one(nth - finished, open, now)
        };
        let Some(hands) = hands(pairs, nth) else { return Err(Oops::wrong("bench: there is no organ")) };
        batch.push(lives::tell(house, clock, directory, tenant, &hands, fate, nth, received)?);
        if batch.len() >= AT_ONCE || nth + 1 == cases {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(AT_ONCE));
            if queue.send(full).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// An open matter: the older the further, the youngest of today.
fn open_one(nth: u64, open: u64, now: Moment) -> (Fate, Moment) {
    let age = 50 - i64::try_from(nth * 50 / open.max(1)).unwrap_or(0);
    // Older ones are with a handler, younger ones on their way there.
    let fate = match age {
        21.. => Fate::Open(6),
        7..=20 => Fate::Open(5),
        4..=6 => Fate::Open(2),
        2..=3 => Fate::Open(1),
        _ => Fate::Open(0),
    };
    let millis = i64::try_from(nth % 600).unwrap_or(0) * 1_000;
    (fate, now.plus_hours(-24 * age.max(lives::youngest(fate))).plus_minutes(-30).plus_millis(-millis))
}

fn hands(pairs: &[Pair], nth: u64) -> Option<Hands<'_>> {
    let at = usize::try_from(nth % pairs.len() as u64).ok()?;
    let other = (at + 37) % pairs.len();
    Some(Hands { head: &pairs.get(at)?.head, handler: &pairs.get(at)?.handler, other: &pairs.get(other)?.head })
}

fn write(house: &House, tenant: TenantId, batch: Vec<Life>) -> Result<u64, Oops> {
    let shared = house.clone();
    let batch = Arc::new(batch);
    Ok(house.db().write_here(move |tx| {
        let mut events = 0;
        for life in batch.iter() {
            register::write_whole(tx, &shared, &life.prepared, &life.later)?;
            events += 1 + life.later.len() as u64;
        }
        place(tx, &shared, tenant)?;
        Ok(events)
    })?)
}

/// Gives everything written a place, and closes the seals that are full.
fn place(tx: &Tx<'_>, house: &House, tenant: TenantId) -> Result<(), Failure> {
    let now = house.now();
    lease::take(tx, tenant, sealer::LEASE, HOLDER, now, 1)?;
    loop {
        let slice = sealer::place_slice(tx, tenant, sealer::LARGEST_SLICE)?;
        if slice.full {
            sealer::close_seal(tx, tenant, house.vault().suite(), now)?;
        } else if slice.placed == 0 {
            return Ok(());
        }
    }
}
