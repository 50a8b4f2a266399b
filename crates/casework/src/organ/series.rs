//! Under whose number a letter goes out: the body's, never an inner office's. One series of a body has one count, whoever of its offices
//! writes and by whichever way the number is drawn.

use super::Directory;
use kernel::id::OrganId;

/// One series of a body's letters in one year: how its numbers begin, and from which count they are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// 横政信复〔2025〕, to which the count and 号 are put.
    pub stem: String,
    /// The counter's name.
    pub counter: String,
}

impl Series {
    /// 信复: what answers her. A signed opinion and the reply to a suggestion are of one series.
    pub const OPINIONS: &str = "信复";
}

impl Directory {
    /// In whose name an organ's letters go out: a command room is an internal office and writes as the body above it (an opinion is
    /// issued by the competent body itself).
    #[must_use]
    pub fn issuing(&self, organ: OrganId) -> OrganId {
        match self.organ(organ) {
            Some(room) if room.kind == "command_room" && self.organ(room.parent).is_some() => room.parent,
            _ => organ,
        }
    }

    /// An organ's series of this name and year: the word and the count are those of the body that issues.
    #[must_use]
    pub fn series(&self, organ: OrganId, name: &str, year: i32) -> Series {
        let body = self.issuing(organ);
        let stem = format!("{}{name}〔{year}〕", self.organ(body).map_or("", |organ| organ.word.as_str()));
        Series { counter: format!("doc {body} {stem}"), stem }
    }
}
