//! 邮寄清单 (T-29): the letters of a day that go to persons by post, for who carries them there.
//!
//! A letter is on the list unless the record says that it went another way. Nothing of an accusation is printed (C-31), and nothing
//! of a matter that the asker does not see: such letters are only counted. Her address stands on the list when he may see how she is
//! reached (C-39), and never in a matter with violence (C-55): then it is written by hand, or not at all.

use super::data::Data;
use crate::{
    Asker, House, audit,
    petition::{
        event::Did,
        page::{self, Case},
        seal::open_card,
    },
};
use kernel::{
    Day,
    id::{OrganId, StreamId},
};
use store::{Failure, args, row, select};

/// The law's word for the post.
const POST: &str = "post";

row! {
    struct Issued { stream: StreamId, nth: i64, kind: String, number: String }
}

/// Where a letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// As she told it; empty when she told none.
    Told(String),
    /// Not for these eyes, or not for paper.
    Kept,
}

/// A letter on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The matter.
    pub stream: StreamId,
    /// The letter's number.
    pub number: String,
    /// The template.
    pub kind: String,
    /// To whom; empty when she gave no name, or was erased.
    pub to: String,
    /// Where it goes.
    pub address: Address,
    /// Whether the record says already that it goes by post.
    pub is_said: bool,
}

/// The letters of a day that go by post.
#[derive(Debug, Clone, Default)]
pub struct Posting {
    /// Those that the asker sees, by kind and number.
    pub items: Vec<Item>,
    /// How many letters of that day are not for his eyes.
    pub hidden: usize,
}

/// The list of the asker's organ of a day, written down as a print.
///
/// # Errors
/// What the database says.
pub async fn of_day(house: &House, asker: &Asker, day: Day) -> Result<Posting, Failure> {
    let (tenant, organ) = (asker.tenant, asker.organ);
    let mut issued = house
        .db()
        .read(move |tx| {
            Ok(tx.select::<Issued>(
                select!(Issued, "FROM letter WHERE tenant = $1 AND organ = $2 AND issued_on = $3 ORDER BY stream, nth"),
                args![tenant, organ, day],
            )?)
        })
        .await?;
    issued.sort_by_cached_key(|letter| (letter.kind.clone(), letter.number.chars().count(), letter.number.clone()));
    let mut posting = Posting::default();
    for letter in issued {
        let case = match page::of_his(house, asker, letter.stream).await {
            Ok((case, _)) if !case.petition.is_sealed() => case,
            Ok(_) | Err(Failure::NotFound) => {
                posting.hidden += 1;
                continue;
            }
            Err(failure) => return Err(failure),
        };
        posting.items.extend(item(&case, organ, letter));
    }
    let seen: Vec<StreamId> = posting.items.iter().map(|item| item.stream).collect();
    audit::look(house, asker, "posting", "print", &seen).await?;
    Ok(posting)
}

/// A letter as a line; none when it is not written to her, or went another way.
fn item(case: &Case, organ: OrganId, letter: Issued) -> Option<Item> {
    let is_hers = case.petition.letters.iter().any(|other| i64::from(other.issued.nth) == letter.nth && other.issued.hers);
    let way = way(case, &letter);
    if !is_hers || way.is_some_and(|way| way != POST) {
        return None;
    }
    let petition = &case.petition;
    let card = petition.petitioner().and_then(|person| open_card(&case.keys, person)).unwrap_or_default();
    let may_tell = petition.shows_contact_to(organ) && Data { case, organ }.may_tell_address();
    Some(Item {
        stream: letter.stream,
        is_said: way.is_some(),
        to: card.name,
        address: if may_tell { Address::Told(card.address) } else { Address::Kept },
        kind: letter.kind,
        number: letter.number,
    })
}

/// By which way the record says that a letter went: a code of the law; nothing while nobody said.
fn way<'a>(case: &'a Case, letter: &Issued) -> Option<&'a str> {
    let said = case.events.iter().rev().find_map(|(_, event)| match (&event.did, letter.kind.as_str()) {
        (Did::Accepted { notice, .. }, "T-06") => Some(notice),
        (Did::ExtensionApproved { way, .. }, "T-11") | (Did::Dispatched { way, .. } | Did::Delivered { way, .. }, "T-13") => Some(way),
        _ => None,
    });
    said.map(String::as_str).filter(|way| !way.is_empty())
}
