//! The house's own work, on one thread beside the pages. What speaks to other machines has another: [`crate::task`].
//!
//! | what | how often | where |
//! |---|---|---|
//! | give events their place | each second at most | `store::sealer` |
//! | close a seal | each minute that has news | `store::sealer` |
//! | remind officers of what ends soon | once a day, in office hours of a working day | `notify::remind` |
//! | owe people a word of a right that is about to lapse: rights lapse on holidays too | at the start and after midnight | `notify::remind` |
//! | propose supervision for what is late; move provisional dates | at the start and after midnight | `petition::sweep` |
//! | seal the ends of the ledger of reads | each ten minutes that have news, and at the end | `casework::audit::heads` |
//! | keep the list of the erased; sweep files and forms that nobody names | each hour, and at the start | [`crate::erasures`], `store::files` |
//!
//! Everything looks at what is, so a run more or less changes nothing; a failure is logged once and tried again.

use crate::{
    erasures, installation,
    oops::Oops,
    stop::{Standing, Stop, Trouble},
};
use casework::{
    House,
    audit::heads,
    idempotency, mediation,
    notify::{news, remind},
    petition::{self, keeping, sweep},
};
use kernel::{Day, Moment, TenantId};
use std::{path::PathBuf, time::Duration};
use store::{Failure, args, lease, reads, row, sealer, select};

/// Between two rounds.
const ROUND: Duration = Duration::from_millis(500);
/// For how long the sealer's lease is taken, in milliseconds; another process takes over after that.
const SEALER_MILLIS: i64 = 10_000;
/// A form that was never sent keeps its uploads so long, in hours.
const FORM_HOURS: i64 = 24;
/// How many slices of looks get their links in one round: some two thousand looks a second.
const LOOK_SLICES: u32 = 3;
/// How many keys of old forms one run of the writer forgets.
const FORGOTTEN_AT_ONCE: u32 = 500;

/// Starts the thread. Told to end, it does one more round.
///
/// # Errors
/// When the system gives no thread.
pub fn start(house: House, folder: PathBuf) -> Result<Standing, Oops> {
    Standing::start("worker", move |stop| Work::new(house, folder).run(stop))
}

struct Work {
    house: House,
    folder: PathBuf,
    holder: String,
    swept_on: Option<Day>,
    officers_reminded_on: Option<Day>,
    persons_reminded_on: Option<Day>,
    tidied_at: Option<Moment>,
    looks_sealed_at: Option<Moment>,
}

impl Work {
    fn new(house: House, folder: PathBuf) -> Self {
        let holder = format!("process {} of {:016x}", std::process::id(), house.random().u64());
        Self { house, folder, holder, swept_on: None, officers_reminded_on: None, persons_reminded_on: None, tidied_at: None, looks_sealed_at: None }
    }

    fn run(&mut self, stop: &Stop) {
        let mut trouble = Trouble::default();
        loop {
            let ending = stop.pause(trouble.wait(ROUND));
            trouble.tell("the house's own work", &self.round());
            if ending {
                return self.farewell();
            }
        }
    }

    fn round(&mut self) -> Result<(), Oops> {
        let counties: Vec<TenantId> = installation::counties(&self.house)?.into_iter().map(|county| county.tenant).collect();
        for tenant in &counties {
            seal(&self.house, *tenant, &self.holder)?;
            chain_looks(&self.house, *tenant)?;
        }
        let now = self.house.now();
        if self.swept_on != Some(now.local_day()) {
            for tenant in &counties {
                let late = sweep::late(&self.house, *tenant)?;
                let moved = sweep::calendar_loaded(&self.house, *tenant)? + mediation::sweep::calendar_loaded(&self.house, *tenant)?;
                let stored = keeping::sweep(&self.house, *tenant)?;
                if late + moved + stored > 0 {
                    tracing::info!(%tenant, late, moved, stored, "the day's sweep");
                }
            }
            self.swept_on = Some(now.local_day());
        }
        self.remind(&counties, now.local_day())?;
        if is_over(self.looks_sealed_at, heads::SEALED_EVERY_MINUTES, now) {
            for tenant in &counties {
                seal_looks(&self.house, *tenant)?;
            }
            self.looks_sealed_at = Some(now);
        }
        if is_over(self.tidied_at, 60, now) {
            for tenant in &counties {
                tidy(&self.house, *tenant, now)?;
            }
            self.tidied_at = Some(now);
            erasures::keep(&self.folder, self.house.db())?;
        }
        Ok(())
    }

    fn remind(&mut self, counties: &[TenantId], today: Day) -> Result<(), Oops> {
        if self.persons_reminded_on != Some(today) {
            for tenant in counties {
                let owed = remind::persons(&self.house, *tenant)?;
                if owed > 0 {
                    tracing::info!(%tenant, owed, "words of rights that are about to lapse");
                }
            }
            self.persons_reminded_on = Some(today);
        }
        if self.officers_reminded_on != Some(today) {
            let mut all_reminded = true;
            for tenant in counties {
                // Outside office hours nobody is reminded; the next round in them does it.
                match remind::officers(&self.house, *tenant)? {
                    Some(0) => {}
                    Some(told) => tracing::info!(%tenant, told, "officers reminded"),
                    None => all_reminded = false,
                }
            }
            if all_reminded {
                self.officers_reminded_on = Some(today);
            }
        }
        Ok(())
    }

    /// Gives the leases back, so that another process need not wait for their end.
    fn farewell(&self) {
        let counties = installation::counties(&self.house).unwrap_or_default();
        for county in counties {
            if let Err(failure) = seal_looks(&self.house, county.tenant) {
                tracing::error!(tenant = %county.tenant, error = ?failure, "the last looks were not sealed; the next start does it");
            }
            let holder = self.holder.clone();
            let _ends_by_itself = self.house.db().write_here(move |tx| Ok(lease::give_back(tx, county.tenant, sealer::LEASE, &holder)?));
        }
    }
}

/// Whether so many minutes are over since a thing was done; a mark that lies in time to come was made by a clock that has been put
/// back since, and counts for nothing.
pub fn is_over(done_at: Option<Moment>, minutes: i64, now: Moment) -> bool {
    done_at.is_none_or(|at| at > now || at.plus_minutes(minutes) <= now)
}

row! {
    struct Waiting { stream: kernel::StreamId }
}

/// Gives waiting events their places and closes the seal that is due. Costs one read when there is no news.
///
/// # Errors
/// What the database says.
pub fn seal(house: &House, tenant: TenantId, holder: &str) -> Result<(), Failure> {
    loop {
        let now = house.now();
        let is_due = house.db().read_here(move |tx| {
            let waiting = tx.first::<Waiting>(select!(Waiting, "FROM unplaced WHERE tenant = $1 LIMIT 1"), args![tenant])?;
            Ok(waiting.is_some() || sealer::seal_is_due(tx, tenant, now)?)
        })?;
        if !is_due {
            return Ok(());
        }
        let (suite, holder) = (house.vault().suite(), holder.to_owned());
        let goes_on = house.db().write_here(move |tx| {
            if !lease::take(tx, tenant, sealer::LEASE, &holder, now, SEALER_MILLIS)? {
                return Ok(false);
            }
            let slice = sealer::place_slice(tx, tenant, sealer::LARGEST_SLICE)?;
            let closed = slice.full || sealer::seal_is_due(tx, tenant, now)?;
            if closed {
                sealer::close_seal(tx, tenant, suite, now)?;
            }
            Ok(slice.placed > 0 || closed)
        })?;
        if !goes_on {
            return Ok(());
        }
    }
}

/// Gives the looks that wait their links: so many in a round that people's commands hardly notice; the others wait for the next.
fn chain_looks(house: &House, tenant: TenantId) -> Result<(), Failure> {
    let suite = house.vault().suite();
    for _ in 0..LOOK_SLICES {
        if !house.db().read_here(move |tx| Ok(reads::waits(tx, tenant)?))? {
            break;
        }
        house.db().write_aside_here(move |tx| reads::chain(tx, suite, tenant, reads::SLICE))?;
    }
    Ok(())
}

/// Seals the ends of the ledger of reads that are news.
fn seal_looks(house: &House, tenant: TenantId) -> Result<(), Failure> {
    let (suite, now) = (house.vault().suite(), house.now());
    house.db().write_here(move |tx| heads::seal_new(tx, suite, tenant, now))?;
    Ok(())
}

fn tidy(house: &House, tenant: TenantId, now: Moment) -> Result<(), Failure> {
    while house.db().write_here(move |tx| idempotency::forget_old(tx, tenant, now, FORGOTTEN_AT_ONCE))? >= u64::from(FORGOTTEN_AT_ONCE) {}
    house.db().write_here(move |tx| petition::saying::forget_ended(tx, tenant, now))?;
    house.db().write_here(move |tx| news::forget_old(tx, tenant, now))?;
    house.db().write_here(move |tx| casework::video::forget_ended(tx, tenant, now))?;
    house.db().write_here(move |tx| Ok(store::files::pieces::forget_coming(tx, tenant, now.plus_hours(-petition::saying::KEPT_HOURS))?))?;
    house.db().write_here(move |tx| Ok(store::files::forget_unnamed(tx, tenant, now.plus_hours(-FORM_HOURS))?))?;
    let files = house.files().clone();
    let swept = house.db().read_here(move |tx| Ok(files.sweep(tx, tenant, now)?))?;
    if swept > 0 {
        tracing::info!(%tenant, swept, "bodies that nobody names were removed");
    }
    Ok(())
}
