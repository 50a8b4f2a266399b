//! Copying the log back into the database, so that no command waits for it.
//!
//! ```text
//! beside the writer    twice a second, whatever the log holds: megabytes, and two syncs
//! by the writer        what came meanwhile, once that is little: then the log begins anew at its start
//! ```
//!
//! A log that nobody lets begin anew grows, and each sync of a file that grows costs twice one that does not. It can only begin anew
//! when all of it was copied and nobody reads in it; under load that is never so by itself, since what comes while the copy is
//! made is always left over.

use crate::readers::Idle;
use rusqlite::{Connection, OpenFlags};
use std::{
    path::Path,
    sync::{
        Weak,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    time::Duration,
};

/// Between two copies.
const ROUND: Duration = Duration::from_millis(500);
/// From this many pages on (64 MiB) the log shall begin anew.
const LONG: u32 = 16_000;
/// So few pages the writer copies itself: some milliseconds.
const LITTLE: u32 = 600;
/// How often in one round the writer tries: somebody may be reading in the log just then.
const TRIES: u32 = 4;
/// A log that nothing keeps short (a reader stays in it, the disk is slow) makes the writer wait from this many pages on (1 GiB).
pub(crate) const AT_MOST: u32 = 256_000;

/// What the two say to each other.
#[derive(Default)]
pub(crate) struct Log {
    /// How often the writer shall still try.
    tries: AtomicU32,
}

/// Pages in the log, and how many of them stand in the database too.
struct Copied {
    pages: u32,
    done: u32,
}

impl Copied {
    const fn rest(&self) -> u32 {
        self.pages.saturating_sub(self.done)
    }
}

fn copy(connection: &Connection) -> Option<Copied> {
    let counted = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| Ok(Copied { pages: row.get(1)?, done: row.get(2)? }));
    counted.ok()
}

impl Log {
    /// For the writer, between two batches: copies the rest when there is little of it, and lets the log begin anew.
    pub(crate) fn rest(&self, connection: &Connection, readers: &Weak<Idle>) {
        let tries = self.tries.load(Ordering::Acquire);
        if tries == 0 {
            return;
        }
        let copied = copy(connection);
        // Who opens a view from now on reads in the database alone; views of before hold the log.
        if let Some(readers) = readers.upgrade() {
            readers.close();
        }
        let is_anew = copied.is_some_and(|copied| copied.pages < LONG);
        self.tries.store(if is_anew { 0 } else { tries - 1 }, Ordering::Release);
    }
}

/// Copies until the writer ends.
pub(crate) fn until(ended: &mpsc::Receiver<()>, path: &Path, readers: &Weak<Idle>, log: &Log) {
    let Ok(connection) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX) else { return };
    while ended.recv_timeout(ROUND) == Err(mpsc::RecvTimeoutError::Timeout) {
        if let Some(readers) = readers.upgrade() {
            readers.close();
        }
        let Some(mut copied) = copy(&connection) else { continue };
        if copied.pages <= LONG {
            continue;
        }
        // What came while it was copied is less each time, until what comes is as much as what is copied.
        while copied.rest() > LITTLE {
            let Some(next) = copy(&connection) else { break };
            let is_no_less = next.rest() > copied.rest() / 2;
            copied = next;
            if is_no_less {
                break;
            }
        }
        log.tries.store(TRIES, Ordering::Release);
    }
}
