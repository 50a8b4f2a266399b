//! How a run is told: one JSON value, and a table for people.

use super::{
    arrivals::Surge,
    limits::Limits,
    load::Figures,
    machine::{Machine, Memory},
};
use kernel::Moment;
use serde::Serialize;
use std::fmt::Write as _;

/// How it was measured, so that nobody has to guess.
const NOTES: [&str; 5] = [
    "the load generator runs on the same cores as the program; compare ratios of one run, not numbers of two",
    "sessions were made as rows, and keys of forms by the program's own function with the installation's key: what is measured is the request itself",
    "a bare row goes through the program's own writer: one kilobyte, three indexes, the same batches, synchronous=FULL; a bare page is ten kilobytes from axum in a process of its own",
    "each case page is of another case and leaves an entry in the ledger of reads before it goes out; a day list leaves one per officer in half an hour",
    "memory: resident, and resident without mapped pages of files, in MiB; cold: after the system's file cache was dropped and the program started anew",
];

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// Registering.
    Register,
    /// Case pages.
    Case,
    /// Case pages, nothing in memory.
    CaseCold,
    /// Day lists.
    Day,
    /// Day lists, nothing in memory.
    DayCold,
    /// Finding.
    Search,
    /// Whole lives.
    Lifecycle,
}

impl Row {
    /// Its name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Register => "registering",
            Self::Case => "case page",
            Self::CaseCold => "case page, cold",
            Self::Day => "day list",
            Self::DayCold => "day list, cold",
            Self::Search => "exact search",
            Self::Lifecycle => "lifecycle",
        }
    }

    /// The limit that it stands beside, a second.
    #[must_use]
    pub fn limit(self, limits: &Limits) -> f64 {
        match self {
            Self::Register | Self::Lifecycle => limits.insert.per_second,
            _ => limits.page.per_second,
        }
    }

    /// What it should reach at least: a share of the limit, or so many a second.
    const fn target(self, is_postgres: bool) -> Target {
        match self {
            Self::Register if !is_postgres => Target::Share(0.20),
            Self::Case if !is_postgres => Target::Share(0.10),
            Self::Day if !is_postgres => Target::Share(0.08),
            Self::Lifecycle => Target::PerSecond(if is_postgres { 60.0 } else { 150.0 }),
            _ => Target::None,
        }
    }
}

enum Target {
    Share(f64),
    PerSecond(f64),
    None,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// What.
    pub what: Row,
    /// Its numbers.
    #[serde(flatten)]
    pub figures: Figures,
    /// Beside the machine's limit: 0.2 is a fifth of it.
    pub ratio: Option<f64>,
    /// Processor time of the program for each, in microseconds: what does not depend on who else was at work.
    pub processor_micros: f64,
    /// What went wrong first.
    pub first_error: Option<String>,
}

/// One size on one engine.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Size {
    /// `sqlite` or `postgresql`.
    pub engine: &'static str,
    /// `gm` or `intl`.
    pub suite: &'static str,
    /// Cases inside at the beginning.
    pub cases: u64,
    /// Events that were seeded for this run, and in how many seconds.
    pub seeded: Option<(u64, f64)>,
    /// The machine's limits.
    pub limits: Option<Limits>,
    /// What was measured.
    pub rows: Vec<Measured>,
    /// Surges of arrivals.
    pub surges: Vec<Surge>,
    /// From the start of the process to `ready`, in milliseconds.
    pub start_millis: f64,
    /// The same with nothing of its files in memory.
    pub start_cold_millis: Option<f64>,
    /// Two seconds after the start.
    pub memory_idle: Memory,
    /// After the pages.
    pub memory_loaded: Memory,
    /// After everything.
    pub memory_at_end: Memory,
    /// The size of a day list, in bytes.
    pub day_bytes: usize,
    /// The size of a case page, in bytes.
    pub case_bytes: usize,
    /// Whether the file cache could be dropped.
    pub could_forget: bool,
    /// Whether cases ran out, so that some were opened twice by one officer.
    pub ran_out: bool,
}

/// Everything.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The machine.
    pub machine: Machine,
    /// What was measured.
    pub commit: String,
    /// When, as ISO date and time of the place.
    pub date: String,
    /// How many asked at once.
    pub clients: usize,
    /// For how many seconds each.
    pub seconds: u64,
    /// How it was measured.
    pub notes: [&'static str; 5],
    /// Each size on each engine.
    pub sizes: Vec<Size>,
}

impl Report {
    /// An empty one.
    #[must_use]
    pub fn new(machine: Machine, commit: String, now: Moment, clients: usize, seconds: u64) -> Self {
        let (day, hour, minute) = now.local_date_time();
        Self { machine, commit, date: format!("{day}T{hour:02}:{minute:02}+08:00"), clients, seconds, notes: NOTES, sizes: vec![] }
    }

    /// The table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = format!(
            "\n{} · {} × {} · linux {} · commit {} · {} clients, {} s each · load before {:.1}\n",
            self.date, self.machine.cores, self.machine.cpu, self.machine.kernel, self.commit, self.clients, self.seconds, self.machine.load_before
        );
        for size in &self.sizes {
            size.tell(&mut text);
        }
        text
    }
}

impl Size {
    fn tell(&self, text: &mut String) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{} cases on {} ({})", self.cases, self.engine, self.suite);
        if let Some((events, seconds)) = self.seeded {
            let _ = writeln!(text, "  seeded {events} events in {seconds:.0} s: {:.0}/s", events as f64 / seconds.max(0.001));
        }
        if let Some(limits) = &self.limits {
            let _ = writeln!(
                text,
                "  limits: bare rows {:.0}/s · bare pages {:.0}/s · one sync {:.2} ms (p95 {:.2})",
                limits.insert.per_second, limits.page.per_second, limits.sync_p50, limits.sync_p95
            );
        }
        let _ = writeln!(
            text,
            "  {:<18} {:>9} {:>8} {:>8} {:>8} {:>8} {:>7} {:>8}  target",
            "", "per s", "p50 ms", "p95 ms", "p99 ms", "µs each", "errors", "of limit"
        );
        for row in &self.rows {
            let figures = &row.figures;
            let ratio = row.ratio.unwrap_or_default();
            let target = match row.what.target(self.engine == "postgresql") {
                Target::Share(share) => format!("{:.0} % {}", share * 100.0, if ratio >= share { "ok" } else { "MISSED" }),
                Target::PerSecond(least) => format!("{least:.0}/s {}", if figures.per_second >= least { "ok" } else { "MISSED" }),
                Target::None => String::new(),
            };
            let _ = writeln!(
                text,
                "  {:<18} {:>9.0} {:>8.2} {:>8.2} {:>8.2} {:>8.0} {:>7} {:>7.1}%  {target}",
                row.what.name(),
                figures.per_second,
                figures.p50,
                figures.p95,
                figures.p99,
                row.processor_micros,
                figures.errors,
                ratio * 100.0
            );
        }
        for surge in &self.surges {
            let told = |seconds: Option<u64>| seconds.map_or_else(|| "never".to_owned(), |seconds| format!("{seconds} s"));
            let _ = writeln!(
                text,
                "  arrivals {:.0}/s → {:.0}/s for {} s: p95 {:.1} ms, then {:.1} ms; as before after {}, after its end {}; {} served, {} errors",
                surge.from,
                surge.to,
                surge.seconds,
                surge.before_p95,
                surge.during_p95,
                told(surge.settled_after),
                told(surge.back_after),
                surge.served,
                surge.errors
            );
        }
        let cold = self.start_cold_millis.map_or_else(|| "not measured".to_owned(), |millis| format!("{millis:.0} ms"));
        let _ = writeln!(
            text,
            "  start {:.0} ms (cold {cold}) · memory idle {:.0} MiB ({:.0} own), after pages {:.0} ({:.0}), at the end {:.0} ({:.0}) · page sizes: day {} B, case {} B{}",
            self.start_millis,
            self.memory_idle.resident,
            self.memory_idle.own,
            self.memory_loaded.resident,
            self.memory_loaded.own,
            self.memory_at_end.resident,
            self.memory_at_end.own,
            self.day_bytes,
            self.case_bytes,
            if self.ran_out { " · cases ran out, some were opened twice" } else { "" }
        );
    }
}
