//! The only crate that knows SQL engines.
//!
//! Above this crate nobody sees a connection. A room writes plain synchronous functions over a [`Tx`] and hands
//! them to [`Db::write`] or [`Db::read`]; the door waits for the answer without blocking its own thread.
//!
//! | room | holds |
//! |---|---|
//! | [`value`] | what goes into a statement and what comes out: integers, text, bytes, truth |
//! | [`statement`] | one SQL text for two engines, registered where it is written, prepared by one test |
//! | [`tx`] | what a unit of work may do: read rows, change rows |
//! | [`db`] | opening, reading, writing; which engine is a word in the address |
//! | `sqlite` | one writer thread that commits whole batches with one sync; readers beside it |
//! | `postgres` | connections, held rows, repeats after a lost race |
//! | [`migrate`] | the tables, one text for both engines |
//! | [`ledger`] | events: append, load, the chain of hashes |
//! | [`sealer`] | the one order of all events, seals over each minute that had news |
//! | [`keys`] | data keys, wrapped; destroying one erases a person |
//! | [`reads`] | who looked: a chain per account and day |
//! | [`files`] | scans and photos, sealed in pieces, outside the database |
//! | [`lease`] | who alone may do a thing for a while |
//! | [`task`] | what follows from an event, claimed with a lease |
//! | [`backup`] | copying everything while others write, and putting it back |
//! | [`moving`] | all rows from one database into another, and the mark that says which of the two is in use |
//! | [`hold`] | one serving process for one PostgreSQL database |
//! | [`stop`] | telling a thread to end |
//!
//! What success means: when [`Db::write`] answers `Ok`, the rows survive a power cut (SQLite: `synchronous=FULL`
//! and one `fdatasync` per batch before any answer; PostgreSQL: `synchronous_commit=on`).

pub mod backup;
mod batch;
mod bulk;
mod checkpoint;
pub mod db;
pub mod error;
pub mod files;
pub mod hold;
pub mod keys;
pub mod lease;
pub mod ledger;
pub mod migrate;
pub mod moving;
mod pool;
mod postgres;
mod postgres_tls;
mod readers;
pub mod reads;
pub mod sealer;
mod sqlite;
pub mod statement;
pub mod stop;
pub mod task;
mod threads;
pub mod tx;
pub mod value;

pub use db::{Db, Options, Target};
pub use error::{Error, Failure};
pub use postgres_tls::without_password;
pub use statement::{STATEMENTS, Statement};
pub use tx::Tx;
pub use value::{FromValue, Row, Value};

/// What the macros of this crate need at the place where they are used.
#[doc(hidden)]
pub mod macros {
    pub use linkme;
}
