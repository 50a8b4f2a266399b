//! The signed pages of a letter, each once. A page that is photographed again is the same page: its newest picture stands in front, the
//! earlier ones are kept behind it, for nothing leaves the record.

use super::issue;
use crate::{
    Asker, House,
    petition::{
        Command, carry,
        event::{Did, Event},
        model::Letter,
        page::Case,
    },
};
use kernel::id::FileId;
use std::collections::BTreeMap;
use store::{Failure, ledger::StoredEvent};

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

/// Where a picture came to stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) page: u32,
    pub(super) again: bool,
}

/// Puts pictures of pages to a letter, each to the page that its mark names; one without takes the first that is missing. Says the
/// letter's number, which page each is (0 when none was missing) and whether that page was there already, and what is missing now.
///
/// # Errors
/// [`Failure::NotFound`]; `NO_LETTER`.
pub(super) async fn attach(
    house: &House,
    asker: &Asker,
    case: &Case,
    nth: u32,
    pictures: Vec<(Option<u32>, Vec<u8>)>,
    key: &str,
) -> Result<(String, Vec<Placed>, Vec<u32>), Failure> {
    let letter = case.petition.letters.iter().find(|letter| letter.issued.nth == nth).ok_or(Failure::NotFound)?;
    let number = letter.issued.number.clone();
    let named: Vec<u32> = pictures.iter().filter_map(|(page, _)| *page).collect();
    let mut left = letter.missing().into_iter().filter(|page| !named.contains(page));
    let mut pages: Vec<(u32, FileId)> = vec![];
    for (page, picture) in pictures {
        let place = page.or_else(|| left.next()).unwrap_or(0);
        let name = format!("{number} {place}.jpg");
        pages.push((place, issue::keep(house, asker, case, picture, &name, "image/jpeg").await?));
    }
    let is_again = |at: usize, place: u32| place > 0 && (letter.back.contains(&place) || pages.iter().take(at).any(|(other, _)| *other == place));
    let placed = pages.iter().enumerate().map(|(at, (page, _))| Placed { page: *page, again: is_again(at, *page) }).collect();
    let after = carry::carry(house, asker, case.petition.stream, Some(key.to_owned()), None, |_, _| Ok(Command::AttachSigned { nth, pages })).await?;
    let missing = after.letters.iter().find(|letter| letter.issued.nth == nth).map(Letter::missing);
    Ok((number, placed, missing.unwrap_or_default()))
}
