//! SQLite's readers: connections that see one consistent view each, on threads of their own or on loan to whoever asks.
//!
//! Opening a view after something was kept lets go of every page that was read, and of the mapping in which they lie: it costs more than
//! a short read. So views are kept: jobs that waited together share one, and who reads on his own thread keeps his until a command is
//! kept. Looks disturb none ([`crate::batch::What::Aside`]). A view that stands open holds the log; twice a second all are let go.

use crate::{
    Error, Failure,
    pool::Turn,
    tx::{Engine, Tx},
};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Connections that nobody reads with.
pub(crate) struct Idle {
    readers: Mutex<Vec<Reader>>,
    /// How many batches this process has kept; `None` where another process may be the one that writes.
    kept: Option<Arc<AtomicU64>>,
}

impl Idle {
    /// So many connections.
    pub(crate) fn open(path: &Path, many: usize, kept: Option<Arc<AtomicU64>>) -> Result<Self, Error> {
        let readers = (0..many).map(|_| Reader::open(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { readers: Mutex::new(readers), kept })
    }

    /// One of them, until it is dropped; `None` when all are in use.
    pub(crate) fn lend(&self) -> Option<IdleReader<'_>> {
        let reader = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(IdleReader { reader: Some(reader), home: &self.readers, kept: self.kept.as_deref() })
    }

    /// Lets their views go, so that the log can be copied back past them.
    pub(crate) fn close(&self) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).iter_mut().for_each(Reader::close);
    }
}

/// A connection that reads, and what it sees.
pub(crate) struct Reader {
    connection: Connection,
    /// How many jobs had been queued, or batches kept, when its view was opened; `None` when none is open.
    opened_at: Option<u64>,
}

/// A connection on loan; goes home when dropped.
pub(crate) struct IdleReader<'a> {
    reader: Option<Reader>,
    home: &'a Mutex<Vec<Reader>>,
    kept: Option<&'a AtomicU64>,
}

impl IdleReader<'_> {
    /// Runs a reader here and now. It sees all that was kept before, in the view of the reader before it when nothing was kept since:
    /// a page of many lists opens one view.
    pub(crate) fn glance<T>(mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        let Some(reader) = self.reader.as_mut() else { return Err(Failure::Busy) };
        let kept = self.kept.map(|kept| kept.load(Ordering::Acquire));
        let see = |reader: &mut Reader| {
            if kept.is_some() && reader.opened_at == kept {
                return Ok(());
            }
            reader.see(Turn { number: u64::MAX, queued: kept.unwrap_or_default() })
        };
        let outcome = reader.run(see, work);
        if kept.is_none() || outcome.is_err() {
            reader.close();
        }
        outcome
    }
}

impl Drop for IdleReader<'_> {
    fn drop(&mut self) {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).extend(self.reader.take());
    }
}

impl Reader {
    /// A connection that reads, through a mapping of the file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192; PRAGMA mmap_size=8589934592")?;
        keep_plans(&connection)?;
        Ok(Self { connection, opened_at: None })
    }

    /// Runs a reader that was queued.
    pub(crate) fn read<T>(&mut self, turn: Turn, work: impl FnOnce(&Tx<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        let outcome = self.run(|reader| reader.see(turn), work);
        if outcome.is_err() {
            self.close();
        }
        outcome
    }

    fn run<T>(&mut self, see: impl FnOnce(&mut Self) -> Result<(), Error>, work: impl FnOnce(&Tx<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            see(self)?;
            work(&Tx(Engine::Sqlite(&self.connection)))
        }));
        outcome.unwrap_or_else(|_| Err(Failure::Bug("the reader panicked".to_owned())))
    }

    /// Sees everything that was kept before the job was queued: as before when that is new enough.
    fn see(&mut self, turn: Turn) -> Result<(), Error> {
        if self.opened_at.is_some_and(|queued| turn.number < queued) {
            return Ok(());
        }
        self.close();
        // The view itself begins with the first row that is read: later than this, so that it is newer, never older.
        self.connection.prepare_cached("BEGIN")?.execute([])?;
        self.opened_at = Some(turn.queued);
        Ok(())
    }

    /// Lets the view go, so that the log can be copied back past it.
    pub(crate) fn close(&mut self) {
        self.opened_at = None;
        if !self.connection.is_autocommit() {
            let ended = self.connection.prepare_cached("COMMIT").and_then(|mut statement| statement.execute([]));
            if ended.is_err() {
                let _already_undone = self.connection.execute_batch("ROLLBACK");
            }
        }
    }
}

/// A statement is planned once. Without this SQLite looks at the values bound to it while planning, and plans it anew
/// whenever another value is bound: for most statements here at each run, at several times the cost of the run itself.
pub(crate) fn keep_plans(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(())
}
