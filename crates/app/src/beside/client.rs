//! The command's side.

use super::{Ask, LARGEST, Letter, Reply, socket, work};
use crate::{
    installation::Installation,
    lock::{self, Asked},
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    sync::Arc,
};

/// Does the work here, or has it done by the process that holds the folder; `file` is what the asker encloses.
///
/// # Errors
/// What the work says; that somebody holds the folder who takes no work.
pub fn through(installation: &Installation, ask: &Ask, file: &[u8], say: &Say) -> Result<Value, Oops> {
    let mut progress = |text: &str| {
        say.progress(text);
        true
    };
    let clock = Arc::new(RunningClock::machine());
    if installation.is_server() {
        let _hold = installation.hold_beside()?;
        let house = installation.open_on_server(clock)?;
        return work(ask, file, &house, &installation.folder, &mut progress);
    }
    match lock::ask(&installation.folder)? {
        Asked::Ours(lock) => {
            let house = installation.open(clock, &lock)?;
            work(ask, file, &house, &installation.folder, &mut progress)
        }
        Asked::Held(holder) => {
            let (path, _folder) = socket(installation)?;
            match UnixStream::connect(path) {
                Ok(stream) => hand_over(installation, stream, ask, file, say),
                Err(_) => Err(lock::held(&installation.folder, &holder)),
            }
        }
    }
}

fn hand_over(installation: &Installation, mut stream: UnixStream, ask: &Ask, file: &[u8], say: &Say) -> Result<Value, Oops> {
    let path = installation.socket();
    if file.len() as u64 > LARGEST {
        return Err(Oops::wrong(format!("the file has more than {} MiB: divide it, rows that are known already are passed over", LARGEST >> 20)));
    }
    let letter = Letter { ask: ask.clone(), enclosed: file.len() as u64 };
    let text = serde_json::to_string(&letter).map_err(|error| Oops::wrong(error.to_string()))?;
    writeln!(stream, "{text}").and_then(|()| stream.write_all(file)).map_err(at(&path))?;
    for line in BufReader::new(stream).lines() {
        let line = line.map_err(at(&path))?;
        match serde_json::from_str(&line).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))? {
            Reply::Progress(text) => say.progress(&text),
            Reply::Done(value) => return Ok(value),
            Reply::Failed { text, usage: true } => return Err(Oops::Usage(text)),
            Reply::Failed { text, usage: false } => return Err(Oops::Wrong(text)),
        }
    }
    Err(Oops::wrong("the serving process ended before the work was done: run the same command again, it goes on from there"))
}
