//! What she said in a matter, wherever it stands in it: for what may be made of her words and of nobody else's.

use super::{event::Did, page::Case, seal::plain};

/// Her words, as she said them: the first ones, what she added, what she answered, and those of the items that go on here.
#[must_use]
pub fn words(case: &Case) -> Vec<String> {
    let is_here = |from: &super::kin::Other| case.petition.kin.taken.iter().any(|taken| taken.from == *from && taken.back_on.is_none());
    let later = case.events.iter().filter_map(|(_, event)| match &event.did {
        Did::TookIn { from, words, .. } => is_here(from).then_some(words),
        Did::Added { words, .. } | Did::MaterialAnswered { words, .. } => Some(words),
        _ => None,
    });
    let said = std::iter::once(&case.petition.words).chain(later);
    said.map(|words| plain(&case.keys, words)).filter(|text| !text.is_empty()).collect()
}

/// A text without spaces and signs: for comparing what was said, not how it was written.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
