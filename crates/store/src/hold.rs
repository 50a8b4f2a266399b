//! One serving process for one PostgreSQL database.
//!
//! A folder has its lock, which the system gives back however the process ends. A database has none: a second folder with
//! the same key and address would be served beside the first, with bodies of files in two places. So whoever works with a
//! server holds advisory locks of it on a connection of its own, which the server gives back when that connection is gone:
//!
//! | who | serving | at work |
//! |---|---|---|
//! | `serve`, and what sets a county up | alone | shared |
//! | commands that run beside it | – | shared |
//! | `move` | alone | alone |
//!
//! A connection that was cut is opened again within two seconds, and its locks taken again. The server may need a moment to notice
//! that the old one is gone, so they are asked for as patiently as at the start; if somebody else has them, [`Hold::lost`] says so,
//! and who served ends. Whoever may not be followed by anybody meanwhile asks [`Hold::is_unbroken`].
//!
//! A pooler between here and the server must keep sessions (`pool_mode = session`).

use crate::{Error, Target, postgres_tls::Address, stop::Stop};
use ::postgres::Client;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::watch;

/// The first half of our locks' names.
const CLASS: i32 = i32::from_be_bytes(*b"Linj");
const SERVING: i32 = 1;
const AT_WORK: i32 = 2;
/// Between two looks at the connection.
const ROUND: Duration = Duration::from_secs(2);

/// A process that was killed, or a connection that was cut, holds its locks until the server has noticed: so often they are asked
/// for again.
const TRIES: u32 = 20;
/// Between two of these.
const PAUSE: Duration = Duration::from_millis(100);

/// What is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For a process that serves, or sets a county up.
    Serve,
    /// For a command that runs beside it.
    Beside,
    /// For `move`: nobody else.
    Alone,
}

impl Kind {
    /// The locks: which, and whether alone.
    const fn locks(self) -> &'static [(i32, &'static str)] {
        match self {
            Self::Serve => &[(SERVING, "pg_try_advisory_lock"), (AT_WORK, "pg_try_advisory_lock_shared")],
            Self::Beside => &[(AT_WORK, "pg_try_advisory_lock_shared")],
            Self::Alone => &[(SERVING, "pg_try_advisory_lock"), (AT_WORK, "pg_try_advisory_lock")],
        }
    }
}

/// The locks, until this is dropped.
pub struct Hold {
    stop: Arc<Stop>,
    line: Arc<Line>,
    lost: watch::Receiver<bool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Hold {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Hold").field("lost", &*self.lost.borrow()).finish_non_exhaustive()
    }
}

/// The connection that has the locks.
struct Line(Mutex<Held>);

struct Held {
    client: Option<Client>,
    /// Whether it ever was another one.
    was_cut: bool,
}

impl Line {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Whether the connection stands; one that does not is let go of.
    fn stands(&mut self) -> bool {
        if self.client.as_mut().is_some_and(|client| client.is_valid(ROUND).is_ok()) {
            return true;
        }
        if self.client.take().is_some() {
            self.was_cut = true;
            tracing::warn!("the connection that holds the database was cut; taking it again");
        }
        false
    }
}

impl Hold {
    /// Takes the locks of a server's database; a file needs none.
    ///
    /// # Errors
    /// [`Error::Usage`] when another process has them; what the server says.
    pub fn take(target: &Target, kind: Kind) -> Result<Option<Self>, Error> {
        let Target::Server(address) = target else { return Ok(None) };
        let address = Address::read(address)?;
        let stop = Arc::new(Stop::default());
        let mut client = connect(&address)?;
        if let Some(refusal) = try_patiently(&mut client, kind, &stop)? {
            return Err(Error::Usage(refusal.to_owned()));
        }
        let line = Arc::new(Line(Mutex::new(Held { client: Some(client), was_cut: false })));
        let (tell, lost) = watch::channel(false);
        let (heard, kept) = (Arc::clone(&stop), Arc::clone(&line));
        let thread = std::thread::Builder::new()
            .name("hold".to_owned())
            .spawn(move || keep(&address, &kept, kind, &heard, &tell))
            .map_err(|source| Error::File { path: "the thread that holds the database".to_owned(), source })?;
        Ok(Some(Self { stop, line, lost, thread: Some(thread) }))
    }

    /// Turns true when the connection was cut and another process took the locks.
    #[must_use]
    pub fn lost(&self) -> watch::Receiver<bool> {
        self.lost.clone()
    }

    /// Whether nobody else can have had the locks since they were taken: the connection of then stands now.
    #[must_use]
    pub fn is_unbroken(&self) -> bool {
        let mut held = self.line.held();
        held.stands() && !held.was_cut
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.stop.ask();
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

fn connect(address: &Address) -> Result<Client, Error> {
    let mut client = address.connect()?;
    client.batch_execute("SET application_name = 'linju hold'; SET idle_session_timeout = 0")?;
    Ok(client)
}

/// Why the locks are not ours; `None` when they are.
fn try_locks(client: &mut Client, kind: Kind) -> Result<Option<&'static str>, Error> {
    client.batch_execute("SELECT pg_advisory_unlock_all()")?;
    for (lock, how) in kind.locks() {
        let row = client.query_one(&format!("SELECT {how}($1, $2)"), &[&CLASS, lock])?;
        if !row.try_get::<_, bool>(0)? {
            return Ok(Some(match *lock {
                SERVING => "another linju serves this database, from this folder or another: stop it first; one database is served by one process",
                _ if kind == Kind::Alone => "another linju command works with this database: wait until it is done",
                _ => "another linju has this database for itself (linju move): wait until it is done",
            }));
        }
    }
    Ok(None)
}

/// As [`try_locks`], for as long as the server may need to notice that their holder is gone.
fn try_patiently(client: &mut Client, kind: Kind, stop: &Stop) -> Result<Option<&'static str>, Error> {
    let mut refusal = try_locks(client, kind)?;
    for _ in 0..TRIES {
        if refusal.is_none() || stop.pause(PAUSE) {
            break;
        }
        refusal = try_locks(client, kind)?;
    }
    Ok(refusal)
}

fn keep(address: &Address, line: &Line, kind: Kind, stop: &Stop, lost: &watch::Sender<bool>) {
    while !stop.pause(ROUND) {
        if line.held().stands() {
            continue;
        }
        // While the server is away nobody else can take it either.
        let Ok(mut client) = connect(address) else { continue };
        match try_patiently(&mut client, kind, stop) {
            Ok(None) => line.held().client = Some(client),
            Ok(Some(_)) if stop.is_asked() => {}
            Ok(Some(_)) => {
                tracing::error!("another linju took the database while the connection was cut");
                lost.send_replace(true);
                return;
            }
            Err(_) => {}
        }
    }
    // Closing alone would let go of them a moment later, when the server has noticed.
    let _gone_already = line.held().client.take().map(|mut client| client.batch_execute("SELECT pg_advisory_unlock_all()"));
}
