//! Which organ receives what she says: the county's petition office, or the township where it is, when she picks that.

use casework::organ::{Directory, Organ};
use kernel::{AreaPath, id::OrganId};

/// What a township is heard by, in the order in which it is looked for; only what is on the public list.
const TOWNSHIP: [&str; 2] = ["command_room", "township"];

/// The county's petition office; without one, the first organ of the county.
pub fn office(directory: &Directory) -> Option<&Organ> {
    directory.petition_office().or_else(|| directory.organs().next())
}

/// Whom a township's people go to, of the township in which `place` lies.
pub fn township<'a>(directory: &'a Directory, place: &AreaPath) -> Option<&'a Organ> {
    let mut here = Some(place.clone());
    while let Some(path) = here {
        let found =
            TOWNSHIP.iter().find_map(|kind| directory.organs().find(|organ| organ.kind == *kind && organ.area == path.as_str() && is_public(organ)));
        // What stands for the whole county is no township.
        if found.is_some() && directory.place(&path).is_some_and(|place| place.kind == "township") {
            return found;
        }
        here = path.parent();
    }
    None
}

fn is_public(organ: &Organ) -> bool {
    !organ.phone.is_empty() || !organ.address.is_empty()
}

/// Who receives it: `to` is `township` or anything else; the office also where no township is known. `None` in a county without organs.
pub fn of<'a>(directory: &'a Directory, to: &str, place: Option<&AreaPath>) -> Option<(OrganId, &'a str)> {
    let near = place.filter(|_| to == "township").and_then(|place| township(directory, place));
    near.or_else(|| office(directory)).map(|organ| (organ.organ, organ.name.as_str()))
}
