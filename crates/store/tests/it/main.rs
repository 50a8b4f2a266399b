//! The store from outside, on both engines.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, reason = "tests fail loudly and wait for real threads")]

mod backup;
mod clock;
mod closing;
mod collation;
mod files;
mod fixture;
mod group_commit;
mod hold;
mod ledger;
mod moving;
mod sealer;
mod statements;
mod views;
mod work;
