//! SQLite: one writer thread, and readers beside it.
//!
//! Commands that wait together share one transaction, hence one sync of the log ([`crate::batch`]). While one sync runs the next batch
//! gathers by itself. A lone command waits for nothing; where commands come in company, the next batch gathers for a moment more
//! ([`GATHER`]), since a sync costs as much for ten of them as for two.

use crate::{
    Error, Failure, Options,
    batch::{self, Asked, Job, What},
    checkpoint::{self, Log},
    pool::Pool,
    readers::{Idle, IdleReader, Reader, keep_plans},
    threads::Threads,
    tx::Tx,
};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Weak, atomic::AtomicU64, mpsc},
    time::Duration,
};
use tokio::{runtime::Handle, sync::oneshot};

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
        let readers = (0..options.readers).map(|_| Reader::open(path)).collect::<Result<Vec<_>, _>>()?;
        let readers = Pool::start("reader", readers, Reader::close).map_err(|source| Error::File { path: path.display().to_string(), source })?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(options.readers);
        let kept = options.writing.then(Arc::<AtomicU64>::default);
        let idle = Arc::new(Idle::open(path, threads, kept.clone())?);
        let writer = match (connection, kept) {
            (Some(connection), Some(kept)) => Some(start_writer(connection, path.to_owned(), kept, Arc::downgrade(&idle))?),
            _ => None,
        };
        Ok(Self { path: path.to_owned(), readers, idle, writer })
    }

    /// A connection that nobody reads with, until it is dropped.
    pub(crate) fn idle_reader(&self) -> Option<IdleReader<'_>> {
        self.idle.lend()
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        what: What,
        runtime: Option<Handle>,
        work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        let (reply, wait) = oneshot::channel();
        let command = Box::new(Asked { work, outcome: None, reply });
        // A full queue drops the job, and with it the reply: the caller hears "busy".
        if let Some(writer) = &self.writer {
            let _full = writer.queue.try_send(Job { command, what, runtime });
        }
        wait
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        let (reply, wait) = oneshot::channel();
        let _full = self.readers.run(move |reader, turn| {
            let outcome = reader.read(turn, work);
            let _caller_gone = reply.send(outcome);
        });
        wait
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
