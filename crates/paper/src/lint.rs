//! What is read in a letter before it leaves: what the office wrote, not what the person said.
//!
//! C-20: no wording that makes anything hang on a promise not to petition, not to sue, not to speak. C-21: no remedy of
//! another track. C-71: nothing offered for a rating. All are rows of `law/wording.toml`. C-26 is the template's own rule (`REPLY_EMPTY`).

use crate::Letter;
use kernel::{
    Refusal,
    law::{Law, wording},
};

/// Reads a letter. `hers` is everything that she said in the matter; `track` the matter's track, or empty.
///
/// # Errors
/// `WAIVER_FORBIDDEN`, `RATING_INDUCED`, `WRONG_REMEDY`, each with the wording that was found.
pub fn check(law: &Law, letter: &Letter, hers: &str, track: &str) -> Result<(), Refusal> {
    letter.own_words().try_for_each(|text| check_text(law, text, hers, track))
}

/// Reads one text that the office wrote.
///
/// # Errors
/// As [`check`].
pub fn check_text(law: &Law, text: &str, hers: &str, track: &str) -> Result<(), Refusal> {
    findings(law, text, hers, track).into_iter().next().map_or(Ok(()), Err)
}

/// Every wording of one text that no letter may hold, in the order of the law's rows: for a draft that is still being written.
#[must_use]
pub fn findings(law: &Law, text: &str, hers: &str, track: &str) -> Vec<Refusal> {
    let text = wording::without_quotations(text, hers);
    let waivers = law.waivers.iter().filter_map(|row| row.found_in(&text));
    let waivers = waivers.map(|found| Refusal::new("WAIVER_FORBIDDEN", "C-20").arg("wording", found));
    let foreign = law.foreign_remedies.iter().filter(|row| row.track == track).filter_map(|row| row.found_in(&text));
    let gifts = law.rating_gifts.iter().filter_map(|row| row.found_in(&text));
    let gifts = gifts.map(|found| Refusal::new("RATING_INDUCED", "C-71").arg("wording", found));
    waivers.chain(gifts).chain(foreign.map(|found| Refusal::new("WRONG_REMEDY", "C-21").arg("wording", found))).collect()
}
