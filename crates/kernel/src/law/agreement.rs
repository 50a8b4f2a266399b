//! Words of an agreement: rows of `law/agreement.toml`, each with its article and source, and the guards that make a
//! wording harmless where it says the contrary ("不影响任何一方提起诉讼的权利").

use super::{Tag, wording::letters};
use serde::{Deserialize, Serialize};

/// So near, a comma between the parts of a wording parts nothing: 不得，再起诉.
const ACROSS_A_COMMA: usize = 2;

/// Everything that is read in an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementWords {
    /// A promise not to sue, petition, report or speak: refused.
    pub waiver: Vec<ClauseRow>,
    /// Criminal liability bargained away: refused.
    pub crime: Vec<ClauseRow>,
    /// A fee for mediation: refused.
    pub fee: Vec<ClauseRow>,
    /// A disadvantage for whoever does not let himself be mediated: refused.
    pub forced: Vec<ClauseRow>,
    /// Marriage, parentage, adoption: no court confirms it.
    pub identity: Vec<ClauseRow>,
    /// Rights in rem: no court confirms it.
    pub ownership: Vec<ClauseRow>,
    /// Patents, marks, works: no court confirms it.
    pub intellectual: Vec<ClauseRow>,
    /// What is a third person's: no court confirms it.
    pub third: Vec<ClauseRow>,
    /// A release so broad that it says more than the parties may give: a hint.
    pub broad: Vec<ClauseRow>,
    /// Words that nobody can perform or enforce: a hint.
    pub vague: Vec<ClauseRow>,
    /// What makes a wording harmless.
    pub guard: Vec<GuardRow>,
}

/// A wording: one of `first`, and within `gap` letters one of `then`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseRow {
    /// The word, or its beginning: one of these.
    pub first: Vec<String>,
    /// What follows it, one of these; empty when the word is found by itself.
    #[serde(default)]
    pub then: Vec<String>,
    /// Within how many letters.
    #[serde(default)]
    pub gap: usize,
    /// Whether the two parts may stand on both sides of a comma.
    #[serde(default)]
    pub over_commas: bool,
    /// The article in words.
    pub article: String,
    /// The source in the domain book.
    pub source: String,
    /// How sure we are.
    pub tag: Tag,
}

/// Where a guard has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Before the wording, within `gap` letters.
    Before,
    /// Between its parts.
    Inside,
    /// After it, within `gap` letters.
    After,
}

/// What makes a wording harmless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardRow {
    /// The lists it is for, by name.
    pub of: Vec<String>,
    /// Where it has to stand.
    pub place: Place,
    /// One of these words.
    pub words: Vec<String>,
    /// Within how many letters of the wording; for `inside` of no meaning.
    #[serde(default)]
    pub gap: usize,
}

/// A wording in its sentence, all of it letters only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// As it is told: `不得…起诉`.
    pub wording: String,
    /// What stands before it.
    pub before: &'a str,
    /// What stands between its parts.
    pub inside: &'a str,
    /// What stands after it.
    pub after: &'a str,
}

impl ClauseRow {
    /// Every place of the wording in a piece of text that is letters only, its parts at most `gap` letters apart.
    #[must_use]
    pub fn places<'a>(&self, text: &'a str, gap: usize) -> Vec<Found<'a>> {
        let starts = self.first.iter().flat_map(|first| text.match_indices(first.as_str()));
        let mut found = vec![];
        for (at, first) in starts {
            let (before, rest) = (text.get(..at).unwrap_or_default(), text.get(at + first.len()..).unwrap_or_default());
            if self.then.is_empty() {
                found.push(Found { wording: first.to_owned(), before, inside: "", after: rest });
            }
            for (behind, then) in self.then.iter().flat_map(|then| rest.match_indices(then.as_str())) {
                let (inside, after) = (rest.get(..behind).unwrap_or_default(), rest.get(behind + then.len()..).unwrap_or_default());
                if inside.chars().count() <= gap {
                    found.push(Found { wording: format!("{first}…{then}"), before, inside, after });
                }
            }
        }
        found
    }
}

impl GuardRow {
    /// Whether it makes this place of a wording of the list `of` harmless.
    #[must_use]
    pub fn holds(&self, of: &str, found: &Found<'_>) -> bool {
        self.of.iter().any(|list| list == of)
            && self.words.iter().any(|word| match self.place {
                Place::Before => found.before.rfind(word.as_str()).is_some_and(|at| near(found.before.get(at + word.len()..), self.gap)),
                Place::Inside => found.inside.contains(word.as_str()),
                Place::After => found.after.find(word.as_str()).is_some_and(|at| near(found.after.get(..at), self.gap)),
            })
    }
}

fn near(between: Option<&str>, gap: usize) -> bool {
    between.is_some_and(|between| between.chars().count() <= gap)
}

impl AgreementWords {
    /// The first place of a row of the list `of` in one sentence that no guard makes harmless, as it is told.
    #[must_use]
    pub fn first_in(&self, of: &str, rows: &[ClauseRow], sentence: &str) -> Option<(String, String)> {
        let whole = letters(sentence);
        let parts: Vec<String> = sentence.split(['，', ',', '：', ':']).map(letters).collect();
        let is_harmless = |found: &Found<'_>| self.guard.iter().any(|guard| guard.holds(of, found));
        rows.iter().find_map(|row| {
            let is_over_commas = row.over_commas || row.then.is_empty();
            let within = if is_over_commas { row.gap } else { row.gap.min(ACROSS_A_COMMA) };
            let parts = if is_over_commas { &[] } else { parts.as_slice() };
            let found = parts.iter().flat_map(|part| row.places(part, row.gap)).chain(row.places(&whole, within));
            found.into_iter().find(|found| !is_harmless(found)).map(|found| (found.wording, row.article.clone()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Law;

    fn lists(words: &AgreementWords) -> [(&'static str, &Vec<ClauseRow>); 10] {
        [
            ("waiver", &words.waiver),
            ("crime", &words.crime),
            ("fee", &words.fee),
            ("forced", &words.forced),
            ("identity", &words.identity),
            ("ownership", &words.ownership),
            ("intellectual", &words.intellectual),
            ("third", &words.third),
            ("broad", &words.broad),
            ("vague", &words.vague),
        ]
    }

    #[test]
    fn every_row_of_an_agreement_names_its_article_and_source_and_is_letters_only() {
        let words = &Law::bundled().agreement;
        for (list, rows) in lists(words) {
            assert!(!rows.is_empty(), "{list}");
            for row in rows {
                assert!(!row.first.is_empty() && !row.article.is_empty() && !row.source.is_empty(), "{list}: {row:?}");
                assert!(row.then.is_empty() == (row.gap == 0), "{list}: {row:?}");
                assert!(row.first.iter().chain(&row.then).all(|word| !word.is_empty() && letters(word) == *word), "{list}: {row:?}");
            }
        }
    }

    #[test]
    fn every_guard_is_for_a_list_that_exists() {
        let words = &Law::bundled().agreement;
        let known = lists(words).map(|(list, _)| list);
        for guard in &words.guard {
            assert!(!guard.of.is_empty() && guard.of.iter().all(|list| known.contains(&list.as_str())), "{guard:?}");
            assert!(guard.words.iter().all(|word| letters(word) == *word && !word.is_empty()), "{guard:?}");
        }
    }

    #[test]
    fn c_43_a_wording_that_says_the_contrary_is_harmless() {
        let words = &Law::bundled().agreement;
        let found = |sentence: &str| words.first_in("waiver", &words.waiver, sentence).map(|(wording, _)| wording);
        assert_eq!(found("甲方不得再起诉"), Some("不得…起诉".to_owned()));
        assert_eq!(found("乙方不得限制甲方起诉"), None);
        assert_eq!(found("本协议不影响甲方信访，但甲方不得再起诉"), Some("不得…起诉".to_owned()), "a guard reaches no farther than its part");
    }
}
