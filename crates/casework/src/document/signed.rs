//! The signed pages of a letter, each once. A page that is photographed again is the same page: its newest picture stands in front, the
//! earlier ones are kept behind it, for nothing leaves the record.

use crate::petition::event::{Did, Event};
use kernel::id::FileId;
use std::collections::BTreeMap;
use store::ledger::StoredEvent;

/// A page of a letter that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPage {
    /// Which page of the letter; 0 for one that came when none was missing, and for those of older events, which did not say.
    pub place: u32,
    /// Its newest picture.
    pub file: FileId,
    /// Its earlier pictures, newest first.
    pub earlier: Vec<FileId>,
}

/// The pages of the `nth` letter that came back, in the letter's order; those of which nobody knows the place stand last, each by itself.
#[must_use]
pub fn pages(events: &[(StoredEvent, Event)], nth: u32) -> Vec<SignedPage> {
    let (mut known, mut other): (BTreeMap<u32, SignedPage>, Vec<SignedPage>) = (BTreeMap::new(), vec![]);
    for (_, event) in events {
        let Did::LetterSigned { nth: of, pages, places } = &event.did else { continue };
        if *of != nth {
            continue;
        }
        for (at, file) in pages.iter().enumerate() {
            match places.get(at).copied().unwrap_or(0) {
                0 => other.push(SignedPage { place: 0, file: *file, earlier: vec![] }),
                place => {
                    let before = known.remove(&place).into_iter().flat_map(|page| [page.file].into_iter().chain(page.earlier)).collect();
                    known.insert(place, SignedPage { place, file: *file, earlier: before });
                }
            }
        }
    }
    known.into_values().chain(other).collect()
}
