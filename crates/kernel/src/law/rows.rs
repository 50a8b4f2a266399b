//! What a row of the law holds.

use serde::{Deserialize, Serialize};

use crate::area::AreaPath;
use crate::day::Day;
use crate::deadline::{Holder, Unit};

/// How sure we are of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tag {
    /// The provision was read in full.
    #[serde(rename = "V")]
    Verified,
    /// Seen in an excerpt, a report or a secondary page.
    #[serde(rename = "P")]
    Printed,
    /// A rule of one place, read; binding there alone.
    #[serde(rename = "L")]
    Local,
    /// From memory, unverified: shown as such wherever it is shown.
    #[serde(rename = "M")]
    Memory,
    /// A decision of this project, never milder for the authority nor harsher for the citizen than the law.
    #[serde(rename = "D")]
    Decided,
}

const fn yes() -> bool {
    true
}

/// A term of section 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRow {
    /// `P-05`, or `M-03.summary` for a second term of the same row.
    pub id: String,
    /// What is due.
    pub zh: String,
    /// What is due, in English.
    pub en: String,
    /// The event that starts it; empty when the year itself does.
    pub trigger: String,
    /// How long; `None` when the law or whoever assigns it says it otherwise (see `note`).
    pub length: Option<i64>,
    /// Of what.
    pub unit: Unit,
    /// Whose term it is.
    pub holder: Holder,
    /// By how much it may be extended at most, in days of the term's own kind; `None` when it may not, or when
    /// `who_may_extend` may do so without a limit.
    pub extension_max: Option<i64>,
    /// How often it may be extended.
    pub extension_times: Option<u32>,
    /// Who may extend it.
    pub who_may_extend: Option<String>,
    /// The article, as a letter prints it: `《信访工作条例》第三十四条`.
    pub article: String,
    /// The article in English.
    pub article_en: String,
    /// The source in the domain book: `L1 art 34`.
    pub source: String,
    /// How sure we are.
    pub tag: Tag,
    /// Where it holds; the whole country when empty.
    #[serde(default)]
    pub jurisdiction: AreaPath,
    /// The national row that it stands for within its jurisdiction.
    pub replaces: Option<String>,
    /// Whether it holds without being switched on.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// The first day on which it holds.
    pub valid_from: Day,
    /// The last day on which it holds; open when `None`.
    pub valid_to: Option<Day>,
    /// What else has to be known.
    pub note: Option<String>,
}

impl DeadlineRow {
    /// Whether the row holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// What a person may do against a decision, as the letter prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyRow {
    /// Its own code.
    pub code: String,
    /// The track of art 31, such as `J6_petition`.
    pub track: String,
    /// After what: `opinion`, `review` or `recheck`.
    pub stage: String,
    /// The sentence in Chinese.
    pub zh: String,
    /// The sentence in English.
    pub en: String,
    /// To whom.
    pub to_whom: String,
    /// To whom, in English.
    pub to_whom_en: String,
    /// The row of the deadline table that gives the window; `None` when the procedure's own rules do.
    pub deadline: Option<String>,
    /// How long the window is; as the deadline row has it.
    pub window: Option<i64>,
    /// Of what.
    pub unit: Option<Unit>,
    /// The article, as a letter prints it.
    pub article: String,
    /// The article in English.
    pub article_en: String,
    /// The source in the domain book.
    pub source: String,
    /// How sure we are.
    pub tag: Tag,
    /// The first day on which it holds.
    pub valid_from: Day,
    /// The last day on which it holds.
    pub valid_to: Option<Day>,
}

impl RemedyRow {
    /// Whether the row holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// A code with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeRow {
    /// The code that is stored and sent.
    pub code: String,
    /// Its Chinese word.
    pub zh: String,
    /// Its English word.
    pub en: String,
    /// The code that this one is a part of.
    pub parent: Option<String>,
    /// The digit that stands for it in a registration number (channels).
    pub digit: Option<u8>,
    /// For how many years the file is kept (terms of keeping); for ever when absent there.
    pub years: Option<i16>,
    /// Its code in a register outside, where one is known.
    pub external_code: Option<String>,
    /// What proves it: what a delivery needs before a citizen's window starts, any one of these (C-19).
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Whether it needs the person's recorded consent first.
    #[serde(default)]
    pub needs_consent: bool,
    /// Whether it leaves something written in her hand (ways of delivery).
    #[serde(default = "yes")]
    pub written: bool,
    /// The article, or `本系统设定` for a decision of this project.
    pub article: String,
    /// The article in English.
    pub article_en: String,
    /// The source in the domain book.
    pub source: String,
    /// How sure we are.
    pub tag: Tag,
    /// The first day on which it holds.
    pub valid_from: Day,
    /// The last day on which it holds.
    pub valid_to: Option<Day>,
    /// What else has to be known.
    pub note: Option<String>,
}

impl CodeRow {
    /// Whether the row holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// Codes in the order in which a form offers them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table(pub(super) Vec<CodeRow>);

impl Table {
    /// The row of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&CodeRow> {
        self.0.iter().find(|row| row.code == code)
    }

    /// Every row, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, CodeRow> {
        self.0.iter()
    }

    /// The rows that hold on a day, in order.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &CodeRow> {
        self.0.iter().filter(move |row| row.holds_on(day))
    }

    /// The rows that are parts of `parent`.
    pub fn parts_of<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a CodeRow> {
        self.0.iter().filter(move |row| row.parent.as_deref() == Some(parent))
    }
}

impl<'a> IntoIterator for &'a Table {
    type Item = &'a CodeRow;
    type IntoIter = std::slice::Iter<'a, CodeRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
