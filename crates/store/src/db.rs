//! The database as the rest of the program sees it.

use crate::{Error, Failure, Tx, batch::What, postgres::Postgres, sqlite::Sqlite};
use std::{path::PathBuf, sync::Arc};
use tokio::{runtime::Handle, sync::oneshot};

/// Where the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL address, `postgres://user@host/name` or `host=/path dbname=name`.
    Server(String),
}

impl Target {
    /// The address, when the rows are on a server.
    #[must_use]
    pub const fn address(&self) -> Option<&String> {
        match self {
            Self::File(_) => None,
            Self::Server(address) => Some(address),
        }
    }
}

/// How to open.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether this process may write (SQLite: it must hold the folder's lock).
    pub writing: bool,
    /// SQLite: reader threads.
    pub readers: usize,
    /// PostgreSQL: connections.
    pub connections: usize,
    /// SQLite: the largest size in pages of 4 KiB; for tests of a full disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { writing: true, readers: 4, connections: 12, max_pages: None }
    }
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Engine>);

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens the database; tables are the business of [`crate::migrate`].
    ///
    /// # Errors
    /// What the engine says.
    pub fn open(target: &Target, options: &Options) -> Result<Self, Error> {
        Ok(Self(Arc::new(match target {
            Target::File(path) => Engine::Sqlite(Sqlite::open(path, options)?),
            Target::Server(address) => Engine::Postgres(Postgres::open(address, options)?),
        })))
    }

    /// Runs a unit of work and answers once it is durable or undone.
    ///
    /// `work` holds no clock, draws no random numbers and sends nothing: those are made before and moved in. On
    /// PostgreSQL it may run again after a lost race, hence `Fn`.
    ///
    /// # Errors
    /// Whatever `work` says; [`Failure::Busy`] when nothing was tried; [`Failure::NotSaved`] when the commit failed.
    pub async fn write<T: Send + 'static>(&self, work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        self.start_write(What::Rows, Handle::try_current().ok(), work).await.unwrap_or(Err(Failure::Busy))
    }

    /// As [`Db::write`], for rows that are read with [`Db::read`] alone, never at a [`Db::glance`]: on SQLite those
    /// keep their views then, and with them the pages that they have read.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_aside<T: Send + 'static>(&self, work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        self.start_write(What::Aside, Handle::try_current().ok(), work).await.unwrap_or(Err(Failure::Busy))
    }

    /// As [`Db::write_aside`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_aside_here<T: Send + 'static>(&self, work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        self.start_write(What::Aside, None, work).blocking_recv().unwrap_or(Err(Failure::Busy))
    }

    /// As [`Db::write`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_here<T: Send + 'static>(&self, work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        self.start_write(What::Rows, None, work).blocking_recv().unwrap_or(Err(Failure::Busy))
    }

    /// Runs a reader in one consistent view.
    ///
    /// # Errors
    /// Whatever `work` says; [`Failure::Busy`] when nothing was tried.
    pub async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        self.start_read(work).await.unwrap_or(Err(Failure::Busy))
    }

    /// As [`Db::read`], for the rows of one case or of one page's list: on SQLite it runs on the thread that asks, when a connection is free,
    /// since going to another thread and back costs more than the rows themselves. Not for searches, figures, or whatever
    /// grows with the county.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn glance<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        match &*self.0 {
            Engine::Sqlite(engine) => match engine.idle_reader() {
                Some(reader) => reader.glance(work),
                None => self.read(work).await,
            },
            Engine::Postgres(_) => self.read(work).await,
        }
    }

    /// As [`Db::read`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_here<T: Send + 'static>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        self.start_read(work).blocking_recv().unwrap_or(Err(Failure::Busy))
    }

    fn start_write<T: Send + 'static>(
        &self,
        what: What,
        runtime: Option<Handle>,
        work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        match &*self.0 {
            Engine::Sqlite(engine) => engine.write(what, runtime, work),
            Engine::Postgres(engine) => engine.write(work),
        }
    }

    fn start_read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        match &*self.0 {
            Engine::Sqlite(engine) => engine.read(work),
            Engine::Postgres(engine) => engine.read(work),
        }
    }

    /// The SQLite file, when it is one.
    #[must_use]
    pub fn file(&self) -> Option<&std::path::Path> {
        match &*self.0 {
            Engine::Sqlite(engine) => Some(&engine.path),
            Engine::Postgres(_) => None,
        }
    }

    /// `"sqlite"` or `"postgresql"`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match &*self.0 {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgresql",
        }
    }
}
