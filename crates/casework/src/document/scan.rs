//! Signed pages come back: each goes to the letter whose mark it carries, if the asker sees that letter's matter. A page is
//! kept by itself, so that a stack of several letters puts nobody's page into another's file.

use super::{check, issue, unread};
use crate::{
    Asker, House,
    petition::{Command, carry, page},
};
use kernel::{
    Refusal,
    crypto::QueryCode,
    id::{FileId, StreamId},
};
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
        /// Which page of the letter.
        page: u32,
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

/// Looks at files and puts their pages to their letters. `typed` is the code of the letter whose pages the unreadable
/// ones are, when a human has read it; empty when not. `key` is the form's.
///
/// # Errors
/// What the database says.
pub async fn take_in(house: &House, asker: &Asker, files: Vec<(String, Vec<u8>)>, typed: &str, key: &str) -> Result<Vec<Told>, Failure> {
    let by_hand = by_hand(asker, typed)?;
    let looked: Vec<(String, Result<Vec<Page>, Unreadable>)> =
        tokio::task::spawn_blocking(move || files.into_iter().map(|(name, bytes)| (name, scan::pages(&bytes))).collect())
            .await
            .map_err(|_| Failure::Bug("looking at a scan panicked".to_owned()))?;
    let (mut told, mut letters) = (vec![], BTreeMap::<String, Vec<(usize, u32, Vec<u8>)>>::new());
    for (name, pages) in looked {
        let Ok(pages) = pages else {
            told.push(Told { name, nth: 0, fate: Fate::Unreadable });
            continue;
        };
        for page in pages {
            let at = told.len();
            told.push(Told { name: name.clone(), nth: page.nth, fate: Fate::Kept });
            let nth = u32::try_from(page.nth).unwrap_or(u32::MAX);
            let place = page.seen.map(|seen| (seen.document, seen.page)).or_else(|| by_hand.clone().map(|document| (document, nth)));
            match place {
                Some((document, at_page)) => letters.entry(document).or_default().push((at, at_page, page.picture)),
                None => unread::keep(house, asker, &page.picture, &format!("{key} {at}")).await?,
            }
        }
    }
    for (document, pages) in letters {
        let places: Vec<(usize, u32)> = pages.iter().map(|(at, page, _)| (*at, *page)).collect();
        let outcome = put(house, asker, &document, pages, key).await;
        for (at, page) in places {
            let fate = match &outcome {
                Ok((stream, number)) => Fate::Put { stream: *stream, number: number.clone(), page },
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

async fn put(house: &House, asker: &Asker, document: &str, mut pages: Vec<(usize, u32, Vec<u8>)>, key: &str) -> Result<(StreamId, String), Failure> {
    let code =
        document.split_once('-').filter(|(county, _)| *county == asker.tenant.to_string()).and_then(|(_, code)| code.parse::<QueryCode>().ok());
    let (stream, nth) = check::place(house, asker.tenant, &code.ok_or(Failure::NotFound)?).await?;
    pages.sort_by_key(|(_, page, _)| *page);
    let pictures = pages.into_iter().map(|(_, page, picture)| (format!("{page}.jpg"), picture)).collect();
    attach(house, asker, stream, nth, pictures, &format!("{key}-{nth}-{stream}")).await
}

/// Puts pictures of pages to a letter by hand: those without a mark that can be read.
///
/// # Errors
/// [`Failure::NotFound`]; `NO_LETTER`.
pub async fn attach(
    house: &House,
    asker: &Asker,
    stream: StreamId,
    nth: u32,
    pictures: Vec<(String, Vec<u8>)>,
    key: &str,
) -> Result<(StreamId, String), Failure> {
    let (case, _) = page::for_officer(house, asker, stream).await?;
    let number = case.petition.letters.iter().find(|letter| letter.issued.nth == nth).map(|letter| letter.issued.number.clone());
    let number = number.ok_or(Failure::NotFound)?;
    let mut files: Vec<FileId> = vec![];
    for (name, picture) in pictures {
        files.push(issue::keep(house, asker, &case, picture, &format!("{number} {name}"), "image/jpeg").await?);
    }
    carry::carry(house, asker, stream, Some(key.to_owned()), None, |_, _| Ok(Command::AttachSigned { nth, pages: files })).await?;
    Ok((stream, number))
}
