//! Signed pages come back: each goes to the letter whose mark it carries, if the asker sees that letter's matter. A page is
//! kept by itself, so that a stack of several letters puts nobody's page into another's file. A letter is signed when all its pages
//! are in. The file that went out, or pages taken from it, are no signed pages and are refused; whether somebody signed what he
//! printed and photographed, no program sees.

use super::{
    check,
    signed::{Placed, attach},
    unread,
};
use crate::{
    Asker, House,
    petition::page::{self, Case},
};
use kernel::{Refusal, crypto::QueryCode, id::StreamId};
use paper::scan::{self, Page, Unreadable};
use std::collections::BTreeMap;
use store::Failure;

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Put to this letter.
    Put {
        /// The matter.
        stream: StreamId,
        /// The letter's number.
        number: String,
        /// Which page of the letter; 0 when all were in already.
        page: u32,
        /// Whether that page was there already: the new picture stands in front of the earlier.
        again: bool,
        /// Which pages are still missing.
        missing: Vec<u32>,
    },
    /// No mark could be read: it is kept, and a human decides.
    Kept,
    /// The file is no picture and no PDF that can be drawn, or has too many pages: nothing of it is kept.
    Unreadable,
    /// A mark, and no letter that the asker may see. Hidden and absent are one answer.
    NotHere,
    /// The rule in the way.
    Refused(Refusal),
}

/// A page and what became of it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The file's name.
    pub name: String,
    /// The page of the file, from 1; 0 when the file as a whole could not be read.
    pub nth: usize,
    /// What became of it.
    pub fate: Fate,
}

/// A page on its way to a letter.
struct Coming {
    /// Its place in what is told.
    at: usize,
    /// Which page of the letter; `None` when only a human knows that it is one.
    page: Option<u32>,
    /// The picture.
    picture: Vec<u8>,
    /// Whether it was drawn from a PDF: then it can be compared with what went out.
    drawn: bool,
}

/// What became of the pages of one letter.
struct Put {
    stream: StreamId,
    number: String,
    /// By place in what is told: which page of the letter each is, or that it is no signed page.
    places: BTreeMap<usize, Result<Placed, Refusal>>,
    missing: Vec<u32>,
}

/// Looks at files and puts their pages to their letters. `typed` is the code of the letter whose pages the unreadable
/// ones are, when a human has read it; empty when not. `key` is the form's.
///
/// # Errors
/// What the database says.
pub async fn take_in(house: &House, asker: &Asker, files: Vec<(String, Vec<u8>)>, typed: &str, key: &str) -> Result<Vec<Told>, Failure> {
    let by_hand = by_hand(asker, typed)?;
    let look = |(name, bytes): (String, Vec<u8>)| (name, bytes.starts_with(b"%PDF-"), scan::pages(&bytes));
    let looked: Vec<(String, bool, Result<Vec<Page>, Unreadable>)> = tokio::task::spawn_blocking(move || files.into_iter().map(look).collect())
        .await
        .map_err(|_| Failure::Bug("looking at a scan panicked".to_owned()))?;
    let (mut told, mut letters) = (vec![], BTreeMap::<String, Vec<Coming>>::new());
    for (name, drawn, pages) in looked {
        let Ok(pages) = pages else {
            told.push(Told { name, nth: 0, fate: Fate::Unreadable });
            continue;
        };
        for page in pages {
            let at = told.len();
            told.push(Told { name: name.clone(), nth: page.nth, fate: Fate::Kept });
            let place = page.seen.map(|seen| (seen.document, Some(seen.page))).or_else(|| by_hand.clone().map(|document| (document, None)));
            match place {
                Some((document, page_of)) => {
                    letters.entry(document).or_default().push(Coming { at, page: page_of, picture: page.picture, drawn });
                }
                None => unread::keep(house, asker, &page.picture, &format!("{key} {at}")).await?,
            }
        }
    }
    for (document, pages) in letters {
        let came: Vec<usize> = pages.iter().map(|page| page.at).collect();
        let outcome = put(house, asker, &document, pages, key).await;
        for at in came {
            let fate = match &outcome {
                Ok(put) => match put.places.get(&at) {
                    Some(Err(refusal)) => Fate::Refused(refusal.clone()),
                    Some(Ok(Placed { page, again })) => {
                        Fate::Put { stream: put.stream, number: put.number.clone(), page: *page, again: *again, missing: put.missing.clone() }
                    }
                    None => Fate::NotHere,
                },
                Err(Failure::NotFound) => Fate::NotHere,
                Err(Failure::Refused(refusal)) => Fate::Refused(refusal.clone()),
                Err(failure) => return Err(Failure::Bug(format!("keeping a signed page: {failure}"))),
            };
            if let Some(told) = told.get_mut(at) {
                told.fate = fate;
            }
        }
    }
    Ok(told)
}

/// The document of a code that was typed: as it stands beside the mark, `7K3M-9Q2X-D5TR-0WHV`.
fn by_hand(asker: &Asker, typed: &str) -> Result<Option<String>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let code: QueryCode = typed.parse().map_err(|_| Refusal::new("CODE_UNREADABLE", "C-03").at("code"))?;
    Ok(Some(format!("{}-{}", asker.tenant, code.as_str())))
}

async fn put(house: &House, asker: &Asker, document: &str, mut pages: Vec<Coming>, key: &str) -> Result<Put, Failure> {
    let code =
        document.split_once('-').filter(|(county, _)| *county == asker.tenant.to_string()).and_then(|(_, code)| code.parse::<QueryCode>().ok());
    let (stream, nth) = check::place(house, asker.tenant, &code.ok_or(Failure::NotFound)?).await?;
    let (case, _) = page::for_officer(house, asker, stream).await?;
    let sent_out = if pages.iter().any(|page| page.drawn) { issued(house, asker, &case, nth).await? } else { vec![] };
    let mut places = BTreeMap::new();
    pages.retain(|page| {
        let is_unsigned = page.drawn && sent_out.contains(&page.picture);
        if is_unsigned {
            places.insert(page.at, Err(Refusal::new("UNSIGNED_COPY", "T-00").at("file")));
        }
        !is_unsigned
    });
    if pages.is_empty() {
        return Ok(Put { stream, number: String::new(), places, missing: vec![] });
    }
    // By their marks first; what only a human knows takes the places that are left, in its order.
    pages.sort_by_key(|page| (page.page.is_none(), page.page, page.at));
    let came: Vec<usize> = pages.iter().map(|page| page.at).collect();
    let pictures = pages.into_iter().map(|page| (page.page, page.picture)).collect();
    let (number, at_pages, missing) = attach(house, asker, &case, nth, pictures, &format!("{key}-{nth}-{stream}")).await?;
    places.extend(came.into_iter().zip(at_pages.into_iter().map(Ok)));
    Ok(Put { stream, number, places, missing })
}

/// The pages of a letter as they went out, drawn as a file that comes in is drawn; none when its bytes were erased.
async fn issued(house: &House, asker: &Asker, case: &Case, nth: u32) -> Result<Vec<Vec<u8>>, Failure> {
    let letter = case.petition.letters.iter().find(|letter| letter.issued.nth == nth).ok_or(Failure::NotFound)?;
    let Some(row) = case.files.iter().find(|row| row.file == letter.issued.file && row.erased_at.is_none()) else { return Ok(vec![]) };
    let Some(key) = case.keys.data_key(row.subject).cloned() else { return Ok(vec![]) };
    let (files, digest, tenant, file) = (house.files().clone(), row.digest()?, asker.tenant, row.file);
    let drawn = tokio::task::spawn_blocking(move || {
        let bytes = files.read(&digest, tenant, file, &key)?;
        Ok::<_, Failure>(scan::pages(&bytes).unwrap_or_default())
    });
    let pages = drawn.await.map_err(|_| Failure::Bug("drawing a letter panicked".to_owned()))??;
    Ok(pages.into_iter().map(|page| page.picture).collect())
}
