//! `linju bench`: how much this machine does, beside what it could do at most.
//!
//! | file | holds |
//! |---|---|
//! | [`words`] [`lives`] | invented people, what they say, and what becomes of it |
//! | [`county`] [`seed`] | an invented county with any number of cases, written by the code that writes real ones |
//! | [`door`] [`load`] | the program itself as a child process, and those who knock at its door |
//! | [`limits`] | what the machine can do at most: bare durable rows, bare pages |
//! | [`desk`] [`lifecycle`] [`arrivals`] | what is measured |
//! | [`run`] [`report`] [`machine`] | one run, and how it is told |
//! | [`day`] [`recipe`] | the clicks of an officer's day, here and at another system |
//! | [`sheet`] | a workbook of invented messages, for measuring an import |
//!
//! Everything goes through HTTP with real sessions; the program has no switch for measuring. Two things are made
//! directly instead of by a page, because the measurement is not about them: sessions (rows of `casework::people`,
//! instead of 200 passwords hashed) and the keys of forms (by `web::key`, instead of a page before each form). The
//! load runs on the same cores as the program, so only ratios to the limits of the same run mean something elsewhere.

mod arrivals;
mod county;
mod day;
mod desk;
mod door;
mod lifecycle;
mod limits;
mod lives;
mod load;
mod machine;
mod recipe;
mod report;
mod run;
mod seed;
mod sheet;
mod words;

use crate::{command_line::Place, oops::Oops, say::Say};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `bench`.
#[derive(Debug, Args)]
pub struct Bench {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What can be done with it.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Fill a new data folder with an invented county
    Seed(Seed),
    /// Measure
    Run(Run),
    /// Measure the clicks of an officer's day in one mix, here or at another system
    Day(Day),
    /// Write a workbook of invented messages and its mapping, to measure an import with
    Sheet(Sheet),
    /// A bare page, to compare with (used by `run`)
    #[command(hide = true)]
    BarePage,
}

/// `bench seed`.
#[derive(Debug, Clone, Args)]
pub struct Seed {
    /// How many cases
    #[arg(long, value_name = "N")]
    pub cases: u64,
    /// The ciphers of the installation
    #[arg(long, value_enum, default_value = "gm")]
    pub suite: crate::command_line::Suite,
}

/// `bench run`.
#[derive(Debug, Clone, Args)]
pub struct Run {
    /// With so many cases inside, one after the other; an already seeded --data folder has its own
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_value = "100000")]
    pub cases: Vec<u64>,
    /// The ciphers of the installations that are seeded
    #[arg(long, value_enum, default_value = "gm")]
    pub suite: crate::command_line::Suite,
    /// How many ask at the same time
    #[arg(long, default_value_t = 16)]
    pub clients: usize,
    /// For how many seconds each thing is measured
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// A tenth of the cases and of the time
    #[arg(long)]
    pub quick: bool,
    /// Afterwards the same on this empty PostgreSQL database
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
    /// With so many cases inside there
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub postgres_cases: u64,
    /// Measure only these: limits, day, case, search, lifecycle, register, arrivals
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Also write the figures there, as JSON
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `bench day`.
#[derive(Debug, Clone, Args)]
pub struct Day {
    /// With so many cases inside; an already seeded --data folder has its own
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub cases: u64,
    /// The ciphers of an installation that is seeded
    #[arg(long, value_enum, default_value = "gm")]
    pub suite: crate::command_line::Suite,
    /// How many officers click
    #[arg(long, default_value_t = 8)]
    pub clients: usize,
    /// For how many seconds
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
    /// How long each waits between two clicks, in seconds: 0 for as fast as they are answered
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
    pub pause: f64,
    /// Measure another system at this address instead, plain HTTP
    #[arg(long, value_name = "ADDRESS:PORT", requires = "recipe")]
    pub against: Option<std::net::SocketAddr>,
    /// How each click is sent to it: docs/bench.md
    #[arg(long, value_name = "FILE", requires = "against")]
    pub recipe: Option<PathBuf>,
    /// Also write the figures there, as JSON
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `bench sheet`.
#[derive(Debug, Clone, Args)]
pub struct Sheet {
    /// The workbook, XLSX; its mapping is written beside it, with the end .toml
    pub file: PathBuf,
    /// How many messages
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub rows: u32,
}

/// `linju bench`.
///
/// # Errors
/// A folder that is not new; what the system says.
pub fn run(place: &Place, wanted: &Bench, say: &Say) -> Result<(), Oops> {
    match &wanted.what {
        What::Seed(wanted) => seed::run(place, wanted, say),
        What::Run(wanted) => run::run(place, wanted, say),
        What::Day(wanted) => day::run(place, wanted, say),
        What::Sheet(wanted) => sheet::run(wanted, say),
        What::BarePage => limits::serve_bare_page(),
    }
}
