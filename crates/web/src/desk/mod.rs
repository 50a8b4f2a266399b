//! The desk: pages for those who work here.

mod calls;
pub(crate) mod case;
mod cases;
mod day;
mod figures;
mod find;
mod news;
pub(crate) mod register;

use crate::route::RouteEntry;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    [case::routes(), calls::routes(), cases::routes(), day::routes(), figures::routes(), find::routes(), news::routes(), register::routes()]
        .into_iter()
        .flatten()
        .collect()
}
