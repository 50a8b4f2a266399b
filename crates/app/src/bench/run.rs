//! One run: seed, limits, everything that is measured, at each size and on each engine.

use super::{
    Run, Seed, arrivals, county,
    desk::{self, Site, What},
    door::Served,
    lifecycle, limits,
    load::Outcome,
    machine,
    report::{Measured, Report, Row, Size},
    seed,
};
use crate::{
    command_line::Place,
    installation::{self, Installation},
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use kernel::{Clock as _, SystemClock};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

/// What can be measured alone.
const PARTS: [&str; 7] = ["limits", "day", "case", "search", "lifecycle", "register", "arrivals"];

/// `linju bench run`.
///
/// # Errors
/// What the system says; a refusal or an error of the program under load is counted, not returned.
pub fn run(place: &Place, wanted: &Run, say: &Say) -> Result<(), Oops> {
    if let Some(unknown) = wanted.only.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(Oops::usage(format!("{unknown} is none of {}", PARTS.join(", "))));
    }
    let tenth = if wanted.quick { 10 } else { 1 };
    let mut report = Report::new(machine::look(), machine::commit(), SystemClock.now(), wanted.clients, (wanted.seconds / tenth).max(1));
    let is_seeded = place.data.as_deref().is_some_and(installation::is_filled);
    let sizes = if is_seeded { vec![0] } else { wanted.cases.iter().map(|cases| (cases / tenth).max(200)).collect() };
    for cases in sizes {
        report.sizes.push(one(place, place.database.clone(), cases, &report, wanted, say)?);
        keep(&report, wanted)?;
    }
    if let Some(url) = &wanted.postgres {
        let place = Place { data: None, database: Some(url.clone()) };
        report.sizes.push(one(&place, place.database.clone(), (wanted.postgres_cases / tenth).max(200), &report, wanted, say)?);
        keep(&report, wanted)?;
    }
    if say.is_json() {
        say.progress(&report.table());
    }
    say.answer(&report, || report.table());
    Ok(())
}

fn keep(report: &Report, wanted: &Run) -> Result<(), Oops> {
    let Some(path) = &wanted.out else { return Ok(()) };
    let text = serde_json::to_string_pretty(report).map_err(|error| Oops::wrong(error.to_string()))?;
    std::fs::write(path, text + "\n").map_err(at(path))
}

/// A folder that goes with this value, unless it was named by whoever called.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    is_ours: bool,
}

impl Folder {
    /// The named one, or one of our own for so many cases.
    pub(super) fn of(place: &Place, cases: u64) -> Self {
        match &place.data {
            Some(path) => Self { path: path.clone(), is_ours: false },
            None => Self { path: std::env::temp_dir().join(format!("linju-bench-{}-{cases}", std::process::id())), is_ours: true },
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_ours {
            let _not_there = std::fs::remove_dir_all(&self.path);
        }
    }
}

fn one(place: &Place, database: Option<String>, cases: u64, report: &Report, wanted: &Run, say: &Say) -> Result<Size, Oops> {
    let folder = Folder::of(place, cases);
    let place = Place { data: Some(folder.path.clone()), database: database.clone() };
    let mut size = Size { engine: if database.is_some() { "postgresql" } else { "sqlite" }, ..Size::default() };
    if !installation::is_filled(&folder.path) {
        say.progress(&format!("seeding {cases} cases ({}) …", size.engine));
        let written = seed::fill(&place, &Seed { cases, suite: wanted.suite }, say)?;
        size.seeded = Some((written.events, written.seconds));
    }
    let site = learn(&place, &mut size)?;
    let session = Session {
        folder: &folder.path,
        database: database.as_deref(),
        site,
        clients: report.clients,
        time: Duration::from_secs(report.seconds),
        say,
    };
    session.measure(&mut size, wanted)?;
    Ok(size)
}

/// Signs everybody in and learns the cases; then the folder is let go, for the server.
pub(super) fn learn(place: &Place, size: &mut Size) -> Result<Rc<Site>, Oops> {
    let installation = Installation::find(place)?;
    let lock = installation.lock()?;
    let house = installation.open(Arc::new(RunningClock::machine()), &lock)?;
    let tenant = county::tenant()?;
    let pairs = county::pairs(&house)?;
    let people = county::sign_in(&house, &pairs)?;
    let count = move |tx: &store::Tx<'_>| {
        let mut count = 0;
        // Read by name: how many there are, and nothing else.
        tx.values("SELECT COUNT(*) FROM case_file WHERE tenant = $1", store::args![tenant], &mut |row| {
            if let Some(store::Value::Int(cases)) = row.next() {
                count = cases;
            }
            Ok(())
        })?;
        Ok(count)
    };
    size.cases = house.db().read_here(count)?.unsigned_abs();
    size.suite = if installation.config.suite == kernel::crypto::Suite::Gm { "gm" } else { "intl" };
    Ok(Rc::new(Site::learn(&house, tenant, people)?))
}

struct Session<'a> {
    folder: &'a Path,
    database: Option<&'a str>,
    site: Rc<Site>,
    clients: usize,
    time: Duration,
    say: &'a Say,
}

impl Session<'_> {
    fn measure(&self, size: &mut Size, wanted: &Run) -> Result<(), Oops> {
        let is_wanted = |part: &str| wanted.only.is_empty() || wanted.only.iter().any(|only| only == part);
        let limits = limits::measure(self.folder, self.database, self.clients, self.time)?;
        self.say.progress(&format!(
            "limits: {:.0} bare rows/s, {:.0} bare pages/s, one sync {:.2} ms",
            limits.insert.per_second, limits.page.per_second, limits.sync_p50
        ));
        size.limits = Some(limits);
        let served = Served::start(self.folder, self.database)?;
        size.start_millis = served.start_millis;
        std::thread::scope(|_| wait(Duration::from_secs(2)));
        size.memory_idle = served.memory();
        let (day, case) = desk::sizes(&self.site, served.address)?;
        (size.day_bytes, size.case_bytes) = (day, case);
        for (part, what, row) in [("day", What::Day, Row::Day), ("case", What::Case, Row::Case), ("search", What::Search, Row::Search)] {
            if is_wanted(part) {
                let _warm = desk::measure(&self.site, served.address, self.clients, self.time / 5, what)?;
                let before = served.processor_micros();
                let outcome = desk::measure(&self.site, served.address, self.clients, self.time, what)?;
                self.note(size, row, &outcome, &served, before);
            }
        }
        size.memory_loaded = served.memory();
        served.stop();
        let served = self.cold(size, &is_wanted)?;
        // From here on as on a server that has run for a day: what it writes to is in the system's memory again.
        machine::remember_files(self.folder);
        if is_wanted("lifecycle") {
            let before = served.processor_micros();
            let outcome = lifecycle::measure(&self.site, served.address, self.clients, self.time)?;
            self.note(size, Row::Lifecycle, &outcome, &served, before);
        }
        if is_wanted("register") {
            let _warm = desk::measure(&self.site, served.address, self.clients, self.time / 5, What::Register)?;
            let before = served.processor_micros();
            let outcome = desk::measure(&self.site, served.address, self.clients, self.time, What::Register)?;
            self.note(size, Row::Register, &outcome, &served, before);
        }
        if is_wanted("arrivals") {
            self.surges(size, served.address)?;
        }
        size.memory_at_end = served.memory();
        size.ran_out = self.site.ran_out();
        served.stop();
        Ok(())
    }

    /// Starts the server with nothing of its files in memory, and measures the first pages.
    fn cold(&self, size: &mut Size, is_wanted: &dyn Fn(&str) -> bool) -> Result<Served, Oops> {
        size.could_forget = machine::forget_files();
        let served = Served::start(self.folder, self.database)?;
        if !size.could_forget {
            self.say.progress("cold figures are left out: only root may drop what the system keeps of files in memory");
            return Ok(served);
        }
        size.start_cold_millis = Some(served.start_millis);
        if is_wanted("day") {
            let before = served.processor_micros();
            let outcome = desk::measure(&self.site, served.address, self.clients, self.time / 10, What::Day)?;
            self.note(size, Row::DayCold, &outcome, &served, before);
        }
        if is_wanted("case") {
            let before = served.processor_micros();
            let outcome = desk::measure(&self.site, served.address, self.clients, self.time / 5, What::Case)?;
            self.note(size, Row::CaseCold, &outcome, &served, before);
        }
        Ok(served)
    }

    fn surges(&self, size: &mut Size, address: SocketAddr) -> Result<(), Oops> {
        let seconds = (self.time.as_secs() * 6).clamp(6, 60);
        for (from, to) in [(1.0, 35.0), (10.0, 350.0)] {
            let surge = arrivals::measure(&self.site, address, from, to, seconds)?;
            self.say.progress(&format!("{from}/s → {to}/s: p95 {:.1} → {:.1} ms, {} errors", surge.before_p95, surge.during_p95, surge.errors));
            size.surges.push(surge);
        }
        Ok(())
    }

    fn note(&self, size: &mut Size, row: Row, outcome: &Outcome, served: &Served, before: u64) {
        let figures = outcome.figures();
        let cost = (served.processor_micros() - before) as f64 / figures.count.max(1) as f64;
        self.say.progress(&format!(
            "{:<22} {:>9.0}/s   p50 {:>7.2} ms   p95 {:>7.2} ms   {:>6.0} µs each   {} errors",
            row.name(),
            figures.per_second,
            figures.p50,
            figures.p95,
            cost,
            figures.errors
        ));
        if let Some(error) = &outcome.first_error {
            self.say.progress(&format!("  the first error: {error}"));
        }
        let ratio = size.limits.as_ref().map(|limits| figures.per_second / row.limit(limits).max(1.0));
        size.rows.push(Measured { what: row, figures, ratio, processor_micros: cost, first_error: outcome.first_error.clone() });
    }
}

#[expect(clippy::disallowed_methods, reason = "idle memory is what is held when nothing happens")]
fn wait(time: Duration) {
    std::thread::sleep(time);
}
