//! Who may write: the head of an organ, or of one above it. A command room is an internal office of the body above it: its head keeps
//! what that body keeps.

use crate::{Asker, Role, organ::Directory};
use kernel::{Refusal, id::OrganId};

/// Whether this asker keeps the roster of an organ.
#[must_use]
pub fn keeps(directory: &Directory, asker: &Asker, organ: OrganId) -> bool {
    let body = directory.issuing(asker.organ);
    asker.role == Role::Head && directory.organs_above(organ).iter().any(|above| *above == asker.organ || *above == body)
}

/// That this asker keeps the roster of an organ.
///
/// # Errors
/// `ROSTER_NOT_HEAD`.
pub fn must_keep(directory: &Directory, asker: &Asker, organ: OrganId) -> Result<(), Refusal> {
    if keeps(directory, asker, organ) { Ok(()) } else { Err(Refusal::new("ROSTER_NOT_HEAD", "L3 art 8")) }
}

/// The organs whose rosters this asker keeps, parents before children.
#[must_use]
pub fn kept(directory: &Directory, asker: &Asker) -> Vec<OrganId> {
    directory.organs().map(|organ| organ.organ).filter(|organ| keeps(directory, asker, *organ)).collect()
}
