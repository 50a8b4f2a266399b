//! 开具文书、收回签字件: what was set, numbered and approved becomes part of the record; what comes back signed is put to it.

use super::plain;
use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{Issued, Petition},
};
use kernel::{Refusal, id::FileId};

/// The most copies that a seal is set on at once.
const MOST_COPIES: u32 = 50;

/// 开具: the reply to a suggestion ends it, with every duty on it; a letter that answers her exists once under its number; an accusation has no letters here (C-31).
pub fn issue(petition: &Petition, issued: Issued, context: &Context<'_>) -> Result<Event, Refusal> {
    if petition.is_sealed() {
        return Err(Refusal::new("ACCUSATION_TRACK", "C-31"));
    }
    copies_in_range(issued.copies)?;
    // Two persons stand behind each seal.
    if context.acts_as(issued.approved_by) {
        return Err(Refusal::new("SEAL_TWO_PERSONS", "T-00").at("approved_by"));
    }
    if petition.letters.iter().any(|letter| letter.issued.kind == issued.kind && letter.issued.number == issued.number) {
        return Err(Refusal::new("LETTER_ISSUED", "T-00").arg("template", &issued.kind));
    }
    if issued.kind == Issued::SUGGESTION {
        return Ok(Event::new(Did::SuggestionAnswered(Box::new(issued)), clock::answered(petition, context.acted_on)));
    }
    Ok(plain(Did::LetterIssued(Box::new(issued))))
}

/// Whether a seal is set on so many copies at once.
///
/// # Errors
/// `COPIES_OUT_OF_RANGE`.
pub fn copies_in_range(copies: u32) -> Result<(), Refusal> {
    let is_in = (1..=MOST_COPIES).contains(&copies);
    if is_in { Ok(()) } else { Err(Refusal::new("COPIES_OUT_OF_RANGE", "T-00").arg("max", MOST_COPIES).at("copies")) }
}

/// 收回签字件: each page with its place in the letter.
pub fn attach_signed(petition: &Petition, nth: u32, pages: Vec<(u32, FileId)>) -> Result<Event, Refusal> {
    if !petition.letters.iter().any(|letter| letter.issued.nth == nth) {
        return Err(Refusal::new("NO_LETTER", "T-00").at("nth"));
    }
    if pages.is_empty() {
        return Err(Refusal::new("EMPTY", "T-00").arg("field", "file").at("file"));
    }
    let (places, pages) = pages.into_iter().unzip();
    Ok(plain(Did::LetterSigned { nth, pages, places }))
}
