//! What is read in a letter before it leaves: what the office wrote, not what the person said.
//!
//! C-20: no wording that makes anything hang on a promise not to petition, not to sue, not to speak. C-21: no remedy of
//! another track. Both are rows of `law/wording.toml`. C-26 is the template's own rule (`REPLY_EMPTY`).

use crate::Letter;
use kernel::{
    Refusal,
    law::{Law, wording},
};

/// Reads a letter. `hers` is everything that she said in the matter; `track` the matter's track, or empty.
///
/// # Errors
/// `WAIVER_FORBIDDEN`, `WRONG_REMEDY`, each with the wording that was found.
pub fn check(law: &Law, letter: &Letter, hers: &str, track: &str) -> Result<(), Refusal> {
    letter.own_words().try_for_each(|text| check_text(law, text, hers, track))
}

/// Reads one text that the office wrote.
///
/// # Errors
/// As [`check`].
pub fn check_text(law: &Law, text: &str, hers: &str, track: &str) -> Result<(), Refusal> {
    let text = wording::without_quotations(text, hers);
    if let Some(found) = law.waivers.iter().find_map(|row| row.found_in(&text)) {
        return Err(Refusal::new("WAIVER_FORBIDDEN", "C-20").arg("wording", found));
    }
    let foreign = law.foreign_remedies.iter().filter(|row| row.track == track).find_map(|row| row.found_in(&text));
    foreign.map_or(Ok(()), |found| Err(Refusal::new("WRONG_REMEDY", "C-21").arg("wording", found)))
}
