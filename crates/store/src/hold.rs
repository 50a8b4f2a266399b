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
//! A connection that was cut is opened again within two seconds, and its locks taken again; if somebody else was quicker,
//! [`Hold::lost`] says so, and who served ends.
//!
//! A pooler between here and the server must keep sessions (`pool_mode = session`).

use crate::{Error, Target, postgres_tls::Address};
use ::postgres::Client;
use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
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

/// A process that was killed holds its locks until the server has noticed: so often they are asked for again, a tenth of a
/// second apart.
const TRIES: u32 = 20;

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
    lost: watch::Receiver<bool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Hold {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Hold").field("lost", &*self.lost.borrow()).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Stop {
    asked: Mutex<bool>,
    heard: Condvar,
}

impl Hold {
    /// Takes the locks of a server's database; a file needs none.
    ///
    /// # Errors
    /// [`Error::Usage`] when another process has them; what the server says.
    pub fn take(target: &Target, kind: Kind) -> Result<Option<Self>, Error> {
        let Target::Server(address) = target else { return Ok(None) };
        let address = Address::read(address)?;
        let mut client = connect(&address)?;
        let mut tries = 0;
        while let Some(refusal) = try_locks(&mut client, kind)? {
            tries += 1;
            if tries > TRIES {
                return Err(Error::Usage(refusal.to_owned()));
            }
            pause();
        }
        let stop = Arc::new(Stop::default());
        let (tell, lost) = watch::channel(false);
        let heard = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("hold".to_owned())
            .spawn(move || keep(&address, client, kind, &heard, &tell))
            .map_err(|source| Error::File { path: "the thread that holds the database".to_owned(), source })?;
        Ok(Some(Self { stop, lost, thread: Some(thread) }))
    }

    /// Turns true when the connection was cut and another process took the locks.
    #[must_use]
    pub fn lost(&self) -> watch::Receiver<bool> {
        self.lost.clone()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        *self.stop.asked.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.heard.notify_all();
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the server is about to notice that a process was killed")]
fn pause() {
    std::thread::sleep(Duration::from_millis(100));
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

fn keep(address: &Address, client: Client, kind: Kind, stop: &Stop, lost: &watch::Sender<bool>) {
    let mut held = Some(client);
    loop {
        let asked = stop.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (asked, _) = stop.heard.wait_timeout_while(asked, ROUND, |asked| !*asked).unwrap_or_else(PoisonError::into_inner);
        if *asked {
            // Closing alone would let go of them a moment later, when the server has noticed.
            let _gone_already = held.map(|mut client| client.batch_execute("SELECT pg_advisory_unlock_all()"));
            return;
        }
        drop(asked);
        if held.as_mut().is_some_and(|client| client.is_valid(ROUND).is_ok()) {
            continue;
        }
        if held.take().is_some() {
            tracing::warn!("the connection that holds the database was cut; taking it again");
        }
        // While the server is away nobody else can take it either.
        let Ok(mut client) = connect(address) else { continue };
        match try_locks(&mut client, kind) {
            Ok(None) => held = Some(client),
            Ok(Some(_)) => {
                tracing::error!("another linju took the database while the connection was cut");
                lost.send_replace(true);
                return;
            }
            Err(_) => {}
        }
    }
}
