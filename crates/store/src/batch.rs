//! Commands that share one transaction, hence one sync of the log.
//!
//! * A refusal, an error or a panic undoes that command alone. Hardly any command fails after it has written something, so the batch
//!   runs without preparing for it; when one does, all is undone and the batch runs once more, each command under a savepoint of its
//!   own. A savepoint keeps a copy of every page that is touched under it: on every command it would cost more than a tenth.
//! * Nobody is answered before `COMMIT` has returned (`synchronous=FULL`), so success means durable.
//! * A refusal may rest on what an earlier command of the same batch had written; when `COMMIT` fails, all in the
//!   batch hear "not saved", the refused too.
//! * After a failed sync nobody can say what is on the disk: the process ends, and the idempotency key of each
//!   command settles at the next start what had happened.

use crate::{
    Failure,
    tx::{Engine, Tx},
};
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};
use tokio::{runtime::Handle, sync::oneshot};

/// What waits for the writer.
pub(crate) struct Job {
    pub(crate) command: Box<dyn Command>,
    pub(crate) what: What,
    /// Where its caller waits, when he is a task.
    pub(crate) runtime: Option<Handle>,
}

/// What is going to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Rows that anybody may read.
    Rows,
    /// Rows that nobody reads on his own thread: who reads there may keep his view.
    Aside,
}

/// A command with its caller inside.
pub(crate) trait Command: Send {
    /// Runs, again if it must, and says what became of it.
    fn run(&mut self, tx: &Tx<'_>) -> End;
    /// Tells the caller, once it is known whether the batch is durable.
    fn answer(self: Box<Self>, durable: Result<(), Failure>);
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Its rows are to be kept.
    Kept,
    /// The rules said no.
    Refused,
    /// It broke off.
    Broken,
}

/// A command, who asked for it, and what he will hear.
pub(crate) struct Asked<T, W> {
    pub(crate) work: W,
    pub(crate) outcome: Option<Result<T, Failure>>,
    pub(crate) reply: oneshot::Sender<Result<T, Failure>>,
}

impl<T: Send, W: Fn(&Tx<'_>) -> Result<T, Failure> + Send> Command for Asked<T, W> {
    fn run(&mut self, tx: &Tx<'_>) -> End {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(tx))).unwrap_or_else(|_| Err(Failure::Bug("the command panicked".to_owned())));
        let end = match &outcome {
            Ok(_) => End::Kept,
            Err(Failure::Refused(_) | Failure::NotFound) => End::Refused,
            Err(_) => End::Broken,
        };
        self.outcome = Some(outcome);
        end
    }

    fn answer(self: Box<Self>, durable: Result<(), Failure>) {
        // Who was not run yet hears "busy".
        if let Some(outcome) = self.outcome {
            let _caller_gone = self.reply.send(durable.and(outcome));
        }
    }
}

/// Runs commands in one transaction and answers them; how many. What comes while they run joins them.
pub(crate) fn commit(connection: &Connection, mut coming: impl Iterator<Item = Job>, kept: &AtomicU64) -> usize {
    let mut jobs = vec![];
    let mut done = attempt(connection, &mut jobs, &mut coming, Care::None);
    if let Ok(Attempt::ToRepeat) = done {
        done = attempt(connection, &mut jobs, &mut coming, Care::Each);
    }
    if done.is_err() && !connection.is_autocommit() {
        // A COMMIT that failed leaves the transaction open; without this the next BEGIN would fail for ever.
        let _already_undone = connection.execute_batch("ROLLBACK");
    }
    // Before anybody hears of it: who reads after his own answer sees it.
    if jobs.iter().any(|job| job.what == What::Rows) {
        kept.fetch_add(1, Ordering::Release);
    }
    let many = jobs.len();
    answer(jobs, &done.map(|_| ()));
    many
}

/// Answers everybody. Tasks that wait in one runtime are answered from a task of it: told one by one from this thread, each would wake a
/// thread of its own, which finds little to do and sleeps again before the next is told.
fn answer(jobs: Vec<Job>, durable: &Result<(), Failure>) {
    let mut jobs = jobs.into_iter().peekable();
    while let Some(job) = jobs.next() {
        let Some(runtime) = job.runtime else {
            job.command.answer(durable.clone());
            continue;
        };
        let mut company = vec![job.command];
        let is_there = |other: &Job| other.runtime.as_ref().is_some_and(|other| other.id() == runtime.id());
        while let Some(next) = jobs.next_if(is_there) {
            company.push(next.command);
        }
        match company.pop() {
            Some(alone) if company.is_empty() => alone.answer(durable.clone()),
            last => {
                let durable = durable.clone();
                drop(runtime.spawn(async move { company.into_iter().chain(last).for_each(|command| command.answer(durable.clone())) }));
            }
        }
    }
}

/// How one command's failure is undone without the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Not at all: the batch is repeated then.
    None,
    /// By a savepoint for each.
    Each,
}

enum Attempt {
    Settled,
    ToRepeat,
}

fn attempt(connection: &Connection, jobs: &mut Vec<Job>, coming: &mut impl Iterator<Item = Job>, care: Care) -> Result<Attempt, Failure> {
    run(connection, "BEGIN IMMEDIATE")?;
    let mut done = 0;
    loop {
        if done == jobs.len() {
            jobs.extend(coming.next());
        }
        let Some(job) = jobs.get_mut(done) else { break };
        done += 1;
        if care == Care::Each {
            run(connection, "SAVEPOINT command")?;
        }
        let before = connection.total_changes();
        let end = job.command.run(&Tx(Engine::Sqlite(connection)));
        // A full disk or an I/O error makes SQLite undo everything by itself.
        if connection.is_autocommit() {
            return Err(Failure::NotSaved("the disk is full or failed; nothing of this batch was kept".to_owned()));
        }
        match (care, end) {
            (Care::None, End::Kept) => {}
            (Care::None, End::Refused) if connection.total_changes() == before => {}
            (Care::None, _) => {
                run(connection, "ROLLBACK")?;
                return Ok(if done == 1 { Attempt::Settled } else { Attempt::ToRepeat });
            }
            (Care::Each, End::Kept) => run(connection, "RELEASE command")?,
            (Care::Each, _) => {
                run(connection, "ROLLBACK TO command")?;
                run(connection, "RELEASE command")?;
            }
        }
    }
    run(connection, "COMMIT")?;
    Ok(Attempt::Settled)
}

fn run(connection: &Connection, text: &str) -> Result<(), Failure> {
    let outcome = connection.prepare_cached(text).and_then(|mut statement| statement.execute([]));
    match outcome {
        Ok(_) => Ok(()),
        Err(error) => {
            if is_failed_sync(&error) {
                tracing::error!(%error, "syncing the log failed; ending, so that the next start settles what was kept");
                std::process::abort();
            }
            tracing::error!(%error, statement = text, "the batch could not be kept");
            Err(Failure::NotSaved(error.to_string()))
        }
    }
}

fn is_failed_sync(error: &rusqlite::Error) -> bool {
    const SQLITE_IOERR_FSYNC: i32 = 1034;
    matches!(error, rusqlite::Error::SqliteFailure(code, _) if code.extended_code == SQLITE_IOERR_FSYNC)
}
