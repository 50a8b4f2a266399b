//! The portal: pages for citizens.

use crate::route::RouteEntry;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![]
}
