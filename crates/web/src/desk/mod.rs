//! The desk: pages for those who work here.

mod calls;
mod candidates;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod colleagues;
mod day;
mod emergency;
mod figures;
mod find;
pub(crate) mod keeping;
mod news;
mod precedents;
pub(crate) mod register;

use crate::route::RouteEntry;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    [
        case::routes(),
        calls::routes(),
        cases::routes(),
        day::routes(),
        emergency::routes(),
        figures::routes(),
        find::routes(),
        keeping::routes(),
        news::routes(),
        precedents::routes(),
        register::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
