//! Two kinds of failure that are never mixed: what an engine says ([`Error`]) and why a command left no trace
//! ([`Failure`]).

use kernel::refusal::Refusal;

/// What went wrong below a statement.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite said no.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("postgresql: {}", explain(.0))]
    Postgres(#[from] ::postgres::Error),
    /// A row did not have the shape that its reader expects: a bug.
    #[error("the row does not fit its reader: expected {0}")]
    Shape(&'static str),
    /// A file could not be read or written.
    #[error("file {path}: {source}")]
    File {
        /// The path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// What is stored contradicts itself.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The program is used in a way it cannot follow; says what to do.
    #[error("{0}")]
    Usage(String),
}

fn explain(error: &::postgres::Error) -> String {
    // What lies below says more: which certificate, which file.
    let below = || std::error::Error::source(error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    error.as_db_error().map_or_else(below, |e| format!("{} {}", e.code().code(), e.message()))
}

impl Error {
    /// Whether a repeat of the same transaction may succeed: a lost race (40001, 40P01), or another's lock.
    #[must_use]
    pub fn is_contention(&self) -> bool {
        match self {
            Self::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked))
            }
            Self::Postgres(error) => error.code().is_some_and(|code| {
                *code == ::postgres::error::SqlState::T_R_SERIALIZATION_FAILURE || *code == ::postgres::error::SqlState::T_R_DEADLOCK_DETECTED
            }),
            _ => false,
        }
    }

    /// Whether the connection broke, or the server is going down or coming up: nothing is wrong with what was asked.
    #[must_use]
    pub fn is_away(&self) -> bool {
        let Self::Postgres(error) = self else { return false };
        error.is_closed()
            || error
                .code()
                .is_some_and(|code| matches!(code.code(), "57P01" | "57P02" | "57P03" | "57P05" | "25P03") || code.code().starts_with("08"))
            || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
    }

    /// Whether the medium is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Sqlite(error) => matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DiskFull)),
            Self::Postgres(error) => error.code().is_some_and(|code| *code == ::postgres::error::SqlState::DISK_FULL),
            Self::File { source, .. } => source.raw_os_error() == Some(28),
            _ => false,
        }
    }

    /// Whether a row with this key was there before.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Sqlite(error) => matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation)),
            Self::Postgres(error) => error.code().is_some_and(|code| *code == ::postgres::error::SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }
}

/// Why a command left no trace.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The rules said no. Data for the caller; nothing was written.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Not there, or not for this asker's eyes: the two are never told apart.
    #[error("not found")]
    NotFound,
    /// The queue is full or the database away; nothing was tried. Try again.
    #[error("busy")]
    Busy,
    /// The medium is full or the commit failed; nothing of the batch was kept.
    #[error("not saved: {0}")]
    NotSaved(String),
    /// A bug; the details are in the log.
    #[error("internal error: {0}")]
    Bug(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if error.is_full() {
            Self::NotSaved("the disk is full".to_owned())
        } else if error.is_contention() || error.is_away() {
            Self::Busy
        } else {
            Self::Bug(error.to_string())
        }
    }
}
