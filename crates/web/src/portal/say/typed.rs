//! What was typed into the form, and what is told of it. What the form does not ask is not taken.

use super::receiver;
use crate::{
    desk::register::{
        place::{self, Found},
        typed::Typed,
    },
    page::Page,
    posted::Field,
};
use casework::{
    organ::Directory,
    petition::{
        model::Channel,
        register::{self, Told},
    },
};
use kernel::{AreaPath, id::OrganId, refusal::Refusal};

/// What is asked, and kept while she writes.
const ASKED: [&str; 24] = [
    "words",
    "place_words",
    "place",
    "place_choice",
    "claim",
    "name",
    "phone",
    "address",
    "large_print",
    "read_aloud",
    "dialect",
    "note",
    "reach_way",
    "reach_to",
    "reach_span",
    "reach_leave",
    "reach_safe",
    "reach_keep",
    "head_count",
    "representative",
    "is_accusation",
    "is_violence",
    "to",
    LEFT,
];
/// Names of files that had no place yet when she went on: the read-back tells them.
pub const LEFT: &str = "left";
/// What every form carries.
const CARRIED: [&str; 4] = ["form_key", "draft_key", "act", "drop"];

/// What is kept of a form: what was asked.
#[must_use]
pub fn asked(fields: &[Field]) -> Vec<Field> {
    fields.iter().filter(|(name, value)| ASKED.contains(&name.as_str()) && !value.trim().is_empty()).cloned().collect()
}

/// Which sending of the form was answered with the form again.
const ANSWERED: &str = "answered";

/// The fields, with the key of a sending that was answered with the form again.
#[must_use]
pub fn answered(fields: &[Field], key: &str) -> Vec<Field> {
    as_answered(&[(ANSWERED.to_owned(), key.to_owned())], asked(fields))
}

/// The fields, with what `before` says of the last sending.
#[must_use]
pub fn as_answered(before: &[Field], fields: Vec<Field>) -> Vec<Field> {
    fields.into_iter().chain(before.iter().filter(|(name, _)| name == ANSWERED).cloned()).collect()
}

/// Whether just this sending was answered before.
#[must_use]
pub fn was_answered(fields: &[Field], key: &str) -> bool {
    fields.iter().any(|(name, value)| name == ANSWERED && value == key)
}

/// Refuses what is nobody's to ask: of the others of a group only their number is written down (C-04).
///
/// # Errors
/// `EXCESS_COLLECTION`.
pub fn nothing_else(fields: &[Field]) -> Result<(), Refusal> {
    let is_more = |(name, value): &&Field| !ASKED.contains(&name.as_str()) && !CARRIED.contains(&name.as_str()) && !value.trim().is_empty();
    if fields.iter().any(|field| is_more(&field)) {
        return Err(Refusal::new("EXCESS_COLLECTION", "C-04").at("representatives"));
    }
    Ok(())
}

/// A matter as she tells it, and who receives it.
pub struct Ready {
    /// What is told.
    pub told: Told,
    /// The organ.
    pub receiver: OrganId,
    /// Its name.
    pub receiver_name: String,
    /// Where it is, in words.
    pub place: String,
}

/// What is told, when it can be registered as it is.
///
/// # Errors
/// `EMPTY`, `TOO_MANY_REPRESENTATIVES` (C-04), `PLACE_UNCLEAR`: never for who she is or what she says (C-01).
pub fn ready(page: &Page, directory: &Directory, typed: &Typed) -> Result<Ready, Refusal> {
    let found = place::of(directory, "", typed);
    let spot = place::spot(&found, typed);
    let told = Told { channel: Some(Channel::Network), received_on: None, ..typed.told(known(&found), spot.clone(), page.language())? };
    let people = u32::try_from(told.representatives.len()).unwrap_or(u32::MAX);
    let told = Told { head_count: told.head_count.max(people).clamp(1, 9_999), ..told };
    register::check(&told, page.today())?;
    if let Found::Several(places) = &found {
        return Err(Refusal::new("PLACE_UNCLEAR", "L1 art 21").arg("n", places.len()).at("place_words"));
    }
    let place = known(&found).map_or(spot, |path| directory.place_name(&path).replace(" · ", ""));
    let (receiver, name) = receiver::of(directory, typed.text("to"), told.area.as_ref()).ok_or_else(|| Refusal::new("NO_RECEIVER", "L1 art 18"))?;
    Ok(Ready { told, receiver, receiver_name: name.to_owned(), place })
}

fn known(found: &Found) -> Option<AreaPath> {
    if let Found::Known(path) = found { Some(path.clone()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c_04_what_is_not_asked_is_neither_taken_nor_kept() {
        let field = |name: &str| (name.to_owned(), "330122197001010000".to_owned());
        assert!(nothing_else(&[field("words"), field("form_key")]).is_ok());
        assert_eq!(nothing_else(&[field("words"), field("member_document")]).map_err(|refusal| refusal.code), Err("EXCESS_COLLECTION"));
        assert_eq!(asked(&[field("member_document"), field("document"), field("words")]), [field("words")]);
    }
}
