//! Random commands by random people on random days, on one matter.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail loudly")]

mod commands;
mod invariants;
mod lists;
mod rules;
mod stored;
