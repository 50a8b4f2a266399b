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
//!
//! Everything goes through HTTP with real sessions; the program has no switch for measuring. Two things are made
//! directly instead of by a page, because the measurement is not about them: sessions (rows of `casework::people`,
//! instead of 200 passwords hashed) and the keys of forms (by `web::key`, instead of a page before each form). The
//! load runs on the same cores as the program, so only ratios to the limits of the same run mean something elsewhere.

mod arrivals;
mod county;
mod desk;
mod door;
mod lifecycle;
mod limits;
mod lives;
mod load;
mod machine;
mod report;
mod run;
mod seed;
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

/// `linju bench`.
///
/// # Errors
/// A folder that is not new; what the system says.
pub fn run(place: &Place, wanted: &Bench, say: &Say) -> Result<(), Oops> {
    match &wanted.what {
        What::Seed(wanted) => seed::run(place, wanted, say),
        What::Run(wanted) => run::run(place, wanted, say),
        What::BarePage => limits::serve_bare_page(),
    }
}
