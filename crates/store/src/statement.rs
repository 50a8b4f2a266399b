//! One SQL text per statement, for both engines.
//!
//! A statement is written where it is used, with `$1, $2 …`, through [`sql!`](crate::sql) or
//! [`select!`](crate::select). Both register it at link time; one test prepares every registered statement on both
//! engines and checks that each names the tenant of every table it touches.
//!
//! Two rewrites are made for SQLite, once: `$n` becomes `?n` (SQLite would number `$2, $1` by first appearance), and
//! `FOR UPDATE`, with or without `SKIP LOCKED`, falls away (there is one writer).

use linkme::distributed_slice;
use std::sync::OnceLock;

/// A registered statement.
pub struct Statement {
    /// File and line where it is written.
    pub at: &'static str,
    make: fn() -> String,
    texts: OnceLock<Texts>,
}

struct Texts {
    postgres: String,
    sqlite: String,
}

/// All statements of the program.
#[distributed_slice]
pub static STATEMENTS: [Statement];

impl Statement {
    /// For the macros: a statement written at `at`, whose text `make` tells.
    #[must_use]
    pub const fn new(at: &'static str, make: fn() -> String) -> Self {
        Self { at, make, texts: OnceLock::new() }
    }

    /// The text as PostgreSQL reads it.
    pub fn postgres(&self) -> &str {
        &self.texts().postgres
    }

    /// The text as SQLite reads it.
    pub fn sqlite(&self) -> &str {
        &self.texts().sqlite
    }

    fn texts(&self) -> &Texts {
        self.texts.get_or_init(|| {
            let postgres = (self.make)();
            let sqlite = postgres.replace('$', "?").replace(" FOR UPDATE SKIP LOCKED", "").replace(" FOR UPDATE", "");
            Texts { postgres, sqlite }
        })
    }
}

/// Registers a statement and returns it: `sql!("DELETE FROM draft WHERE tenant = $1 AND id = $2")`.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {{
        #[expect(unsafe_code, reason = "linkme gathers the statements in a link section")]
        #[$crate::macros::linkme::distributed_slice($crate::STATEMENTS)]
        #[linkme(crate = $crate::macros::linkme)]
        static STATEMENT: $crate::Statement = $crate::Statement::new(concat!(file!(), ":", line!()), || ($text).to_owned());
        &STATEMENT
    }};
}

/// Registers `SELECT <the fields of the row> <rest>`: `select!(CaseRow, "FROM case_file WHERE tenant = $1")`.
#[macro_export]
macro_rules! select {
    ($row:ty, $rest:literal) => {{
        #[expect(unsafe_code, reason = "linkme gathers the statements in a link section")]
        #[$crate::macros::linkme::distributed_slice($crate::STATEMENTS)]
        #[linkme(crate = $crate::macros::linkme)]
        static STATEMENT: $crate::Statement =
            $crate::Statement::new(concat!(file!(), ":", line!()), || format!("SELECT {} {}", <$row as $crate::Row>::COLUMNS, $rest));
        &STATEMENT
    }};
}
