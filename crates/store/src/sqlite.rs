//! SQLite: one writer thread, and readers beside it.
//!
//! Commands that wait together share one transaction, hence one sync of the log ([`crate::batch`]). While one sync runs the next batch
//! gathers by itself. A lone command waits for nothing; where commands come in company, the next batch gathers for a moment more
//! ([`GATHER`]), since a sync costs as much for ten of them as for two.

use crate::{
    Error, Failure, Options,
    batch::{self, Asked, Command},
    checkpoint::{self, Log},
    pool::{Pool, Turn},
    threads::Threads,
    tx::{Engine, Tx},
};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    time::Duration,
};
use tokio::sync::oneshot;

/// What waits for the writer.
pub(crate) struct Job {
    pub(crate) command: Box<dyn Command>,
    pub(crate) what: What,
}

/// What is going to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Rows that anybody may read.
    Rows,
    /// Rows that nobody reads on his own thread: who reads there may keep his view.
    Aside,
}

const LARGEST_BATCH: usize = 128;
const LONGEST_QUEUE: usize = 4096;
/// How long commands that come in company wait for each other: less than a sync takes on most disks.
const GATHER: Duration = Duration::from_micros(100);

pub(crate) struct Sqlite {
    pub(crate) path: PathBuf,
    readers: Pool<Reader>,
    /// Connections for whoever asks on his own thread.
    idle: Arc<Idle>,
    /// Ends last: only a connection that may write can bring the log into the file when it is the last to close.
    writer: Option<Writer>,
}

/// Connections that nobody reads with.
pub(crate) struct Idle {
    readers: Mutex<Vec<Reader>>,
    /// How many batches this process has kept; `None` where another process may be the one that writes.
    kept: Option<Arc<AtomicU64>>,
}

impl Idle {
    /// Lets their views go, so that the log can be copied back past them.
    pub(crate) fn close(&self) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).iter_mut().for_each(Reader::close);
    }
}

/// A connection that reads, and what it sees.
///
/// Jobs that waited together see the same rows, so one view serves them: opening one after another's commit lets go of
/// every page that was kept, and costs more than a short read.
struct Reader {
    connection: Connection,
    /// How many jobs had been queued, or batches kept, when its view was opened; `None` when none is open.
    opened_at: Option<u64>,
}

/// Dropped, it waits until what is queued is kept and the log is copied back: a database that was dropped is one whole file.
struct Writer {
    // Before the threads: they end when nothing more can come.
    queue: mpsc::SyncSender<Job>,
    _threads: Threads,
}

impl Sqlite {
    /// Opens a database file; without `writing`, for reading beside a running process.
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self, Error> {
        let connection = if options.writing { Some(open_writer(path, options)?) } else { None };
        let readers = (0..options.readers).map(|_| open_reader(path)).collect::<Result<Vec<_>, _>>()?;
        let readers = Pool::start("reader", readers, Reader::close).map_err(|source| Error::File { path: path.display().to_string(), source })?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(options.readers);
        let kept = options.writing.then(Arc::<AtomicU64>::default);
        let idle = (0..threads).map(|_| open_reader(path)).collect::<Result<Vec<_>, _>>()?;
        let idle = Arc::new(Idle { readers: Mutex::new(idle), kept: kept.clone() });
        let writer = match (connection, kept) {
            (Some(connection), Some(kept)) => Some(start_writer(connection, path.to_owned(), kept, Arc::downgrade(&idle))?),
            _ => None,
        };
        Ok(Self { path: path.to_owned(), readers, idle, writer })
    }

    /// A connection that nobody reads with, until it is dropped.
    pub(crate) fn idle_reader(&self) -> Option<IdleReader<'_>> {
        let home = &self.idle.readers;
        let reader = home.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(IdleReader { reader: Some(reader), home, kept: self.idle.kept.as_deref() })
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        what: What,
        work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        let (reply, wait) = oneshot::channel();
        let command = Box::new(Asked { work, outcome: None, reply });
        // A full queue drops the job, and with it the reply: the caller hears "busy".
        if let Some(writer) = &self.writer {
            let _full = writer.queue.try_send(Job { command, what });
        }
        wait
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        let (reply, wait) = oneshot::channel();
        let _full = self.readers.run(move |reader, turn| {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                reader.see(turn)?;
                work(&Tx(Engine::Sqlite(&reader.connection)))
            }))
            .unwrap_or_else(|_| Err(Failure::Bug("the reader panicked".to_owned())));
            if outcome.is_err() {
                reader.close();
            }
            let _caller_gone = reply.send(outcome);
        });
        wait
    }
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
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            if kept.is_none() || reader.opened_at != kept {
                reader.see(Turn { number: u64::MAX, queued: kept.unwrap_or_default() })?;
            }
            work(&Tx(Engine::Sqlite(&reader.connection)))
        }));
        let outcome = outcome.unwrap_or_else(|_| Err(Failure::Bug("the reader panicked".to_owned())));
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
    fn close(&mut self) {
        self.opened_at = None;
        if !self.connection.is_autocommit() {
            let ended = self.connection.prepare_cached("COMMIT").and_then(|mut statement| statement.execute([]));
            if ended.is_err() {
                let _already_undone = self.connection.execute_batch("ROLLBACK");
            }
        }
    }
}

fn start_writer(connection: Connection, path: PathBuf, kept: Arc<AtomicU64>, idle: Weak<Idle>) -> Result<Writer, Error> {
    let (queue, jobs) = mpsc::sync_channel::<Job>(LONGEST_QUEUE);
    let failed = |source| Error::File { path: "writer thread".to_owned(), source };
    let (alive, ended) = mpsc::channel::<()>();
    let mut threads = Threads::default();
    let log = Arc::new(Log::default());
    let (seen, told) = (idle.clone(), Arc::clone(&log));
    threads
        .start("writer".to_owned(), move || {
            let _alive = alive;
            let mut in_company = false;
            while let Ok(first) = jobs.recv() {
                if in_company {
                    gather();
                }
                let coming = std::iter::once(first).chain(jobs.try_iter()).take(LARGEST_BATCH);
                in_company = batch::commit(&connection, coming, &kept) > 1;
                log.rest(&connection, &seen);
            }
        })
        .map_err(failed)?;
    threads.start("checkpoint".to_owned(), move || checkpoint::until(&ended, &path, &idle, &told)).map_err(failed)?;
    Ok(Writer { queue, _threads: threads })
}

#[expect(clippy::disallowed_methods, reason = "too short a time to be told to end in")]
fn gather() {
    std::thread::sleep(GATHER);
}

fn open_writer(path: &Path, options: &Options) -> Result<Connection, Error> {
    let connection = Connection::open(path)?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA busy_timeout=5000;
         PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint={};
         PRAGMA secure_delete=FAST",
        checkpoint::AT_MOST
    ))?;
    if let Some(pages) = options.max_pages {
        connection.query_row(&format!("PRAGMA max_page_count={pages}"), [], |_| Ok(()))?;
    }
    keep_plans(&connection)?;
    Ok(connection)
}

/// A statement is planned once. Without this SQLite looks at the values bound to it while planning, and plans it anew
/// whenever another value is bound: for most statements here at each run, at several times the cost of the run itself.
fn keep_plans(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(())
}

/// Reads through a mapping, in which the pages of the last look still lie. SQLite lets go of it when a view is opened after something was
/// kept, and all threads stop for a moment: so views are kept ([`Idle`]), and looks disturb none ([`What::Aside`]).
fn open_reader(path: &Path) -> Result<Reader, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192; PRAGMA mmap_size=8589934592")?;
    keep_plans(&connection)?;
    Ok(Reader { connection, opened_at: None })
}
