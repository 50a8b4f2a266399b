//! The desk: pages for those who work here.

mod candidates;
pub(crate) mod case;
mod cases;
mod day;
mod figures;
mod find;
mod precedents;
pub(crate) mod register;

use crate::route::RouteEntry;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    [case::routes(), cases::routes(), day::routes(), figures::routes(), find::routes(), precedents::routes(), register::routes()]
        .into_iter()
        .flatten()
        .collect()
}
