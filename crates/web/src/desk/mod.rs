//! The desk: pages for those who work here.

mod case;
mod day;

use crate::route::RouteEntry;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    [case::routes(), day::routes()].into_iter().flatten().collect()
}
