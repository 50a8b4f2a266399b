//! `linju doctor`.

use crate::{command_line::{Doctor, Place}, oops::Oops, say::Say};

/// `linju doctor`.
///
/// # Errors
/// Not yet.
pub fn run(_place: &Place, _wanted: &Doctor, _say: &Say) -> Result<(), Oops> {
    Err(Oops::wrong("not yet"))
}
