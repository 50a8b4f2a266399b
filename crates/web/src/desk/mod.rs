//! The desk: pages for those who work here.

pub(crate) mod case;
pub(crate) mod cases;
mod day;
mod figures;
mod find;
pub(crate) mod register;

use crate::route::RouteEntry;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    [case::routes(), cases::routes(), day::routes(), figures::routes(), find::routes(), register::routes()].into_iter().flatten().collect()
}
