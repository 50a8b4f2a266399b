//! The built program, seen from outside: what it prints, what it leaves behind, how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests fail loudly, and wait for real processes"
)]

mod arrows;
mod deadline;
mod demo;
mod dist;
mod drill;
mod import;
mod installation;
mod moving;
mod postgres_tls;
mod program;
mod reminders;
mod tls;
