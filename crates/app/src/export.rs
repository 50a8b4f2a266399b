//! `linju export`.

use crate::{command_line::{Export, Place}, oops::Oops, say::Say};

/// `linju export`.
///
/// # Errors
/// Not yet.
pub fn run(_place: &Place, _wanted: &Export, _say: &Say) -> Result<(), Oops> {
    Err(Oops::wrong("not yet"))
}
