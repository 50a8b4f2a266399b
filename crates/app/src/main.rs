//! `linju`: one program that serves a county, and everything that is done to its data from a terminal.
//!
//! | file | holds |
//! |---|---|
//! | [`command_line`] | what can be typed |
//! | [`installation`] | a data folder: configuration, key, lock, database |
//! | [`serve`] [`worker`] [`task`] [`beside`] | the standing process: pages, the house's own work, errands, commands that run beside it |
//! | [`messages`] | what carries messages to people |
//! | one file per command | what it does |
//!
//! Standard output carries the answer and nothing else (with `--json` one JSON value); progress and log lines go to
//! standard error. Exit status: 0, 1 (refused, or found wrong), 2 (used in a way that makes no sense).

mod backup;
mod bench;
mod beside;
mod command_line;
mod config;
mod county;
mod deadline;
mod demo;
mod doctor;
mod erase;
mod erasures;
mod export;
mod figures;
mod import;
mod init;
mod installation;
mod key;
mod lock;
mod memory;
mod messages;
mod moving;
mod oops;
mod rebuild;
mod restore;
mod running_clock;
mod say;
mod serve;
mod setup;
#[cfg(test)]
mod statements;
mod stop;
mod task;
mod tls;
mod verify;
mod video;
mod worker;

use clap::Parser;
use command_line::{Arguments, Command, Figures, Import};
use oops::Oops;
use say::Say;
use std::{io::IsTerminal, process::ExitCode};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let say = Say::new(arguments.json);
    start_log();
    match run(&arguments, &say) {
        Ok(()) => ExitCode::SUCCESS,
        Err(oops) => {
            say.failed(&oops);
            oops.status()
        }
    }
}

fn run(arguments: &Arguments, say: &Say) -> Result<(), Oops> {
    let place = &arguments.place;
    match &arguments.command {
        Command::Serve(wanted) => serve::run(place, wanted, say),
        Command::Init(wanted) => init::run(place, wanted, say),
        Command::Demo(wanted) => demo::run(place, wanted, say),
        Command::Setup(wanted) => setup::run(place, wanted, say),
        Command::Deadline(wanted) => deadline::run(wanted, say),
        Command::Import(Import::Messages(wanted)) => import::messages(place, wanted, say),
        Command::Figures(Figures::Replies(wanted)) => figures::replies(place, wanted, say),
        Command::Verify(wanted) => verify::run(place, wanted, say),
        Command::Rebuild(wanted) => rebuild::run(place, wanted, say),
        Command::Export(wanted) => export::run(place, wanted, say),
        Command::Backup(wanted) => backup::run(place, wanted, say),
        Command::Restore(wanted) => restore::run(place, wanted, say),
        Command::Move(wanted) => moving::run(place, wanted, say),
        Command::Erase(wanted) => erase::run(place, wanted, say),
        Command::Doctor(wanted) => doctor::run(place, wanted, say),
        Command::Bench(wanted) => bench::run(place, wanted, say),
    }
}

/// Log lines go to standard error; `RUST_LOG` says how many. They carry no personal data.
fn start_log() {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,app=info,linju=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
