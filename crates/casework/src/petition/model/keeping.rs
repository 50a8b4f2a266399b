//! 保管: what becomes of a matter's file when its term is over, or when its person asked that it be used no more.

use super::{Petition, Stage, label};
use kernel::{Day, id::AccountId};
use serde::{Deserialize, Serialize};

/// Only stored since a day: nobody at the desk opens, lists or finds it, and nothing is done with it but keeping it safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// The code of its term in the law's rows.
    pub term: String,
    /// Why: [`Keeping::TERM`] or [`Keeping::ASKED`].
    pub why: String,
    /// The day on which the matter closed: its term counts from the end of that year.
    pub closed_on: Day,
    /// The last day of its term; `None` when it is kept for ever.
    pub ends_on: Option<Day>,
    /// Since when it is only stored.
    pub stored_on: Day,
    /// Who asked that it be destroyed; a second person decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<AccountId>,
    /// On which basis that was asked, or it is kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// The last day on which a law that was named wants it stored beyond its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The day on which it was destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroyed_on: Option<Day>,
}

impl Keeping {
    /// Its term is over.
    pub const TERM: &'static str = "term";
    /// Its person asked for it to be erased, and the law wants it kept.
    pub const ASKED: &'static str = "asked";

    /// From which day on it is to be decided what becomes of it: its term is over, and no law that was named wants it stored longer.
    #[must_use]
    pub fn decide_on(&self) -> Option<Day> {
        let last = self.ends_on?;
        Some(self.until.map_or(last, |until| until.max(last)).plus_days(1))
    }

    /// Whether that day has come.
    #[must_use]
    pub fn is_over(&self, today: Day) -> bool {
        self.decide_on().is_some_and(|from| from <= today)
    }
}

impl Petition {
    /// Whether it is only stored.
    #[must_use]
    pub const fn is_stored(&self) -> bool {
        self.label & label::STORED != 0
    }

    /// The code of its term: as it was set, or by what came of it.
    #[must_use]
    pub fn term(&self) -> &str {
        match (self.set_term.as_str(), self.facts.replied_on.or(self.facts.completed_on)) {
            ("", Some(_)) => "result",
            ("", None) => "none",
            (set, _) => set,
        }
    }

    /// The day on which it closed; `None` while anything may still be done on it by itself.
    #[must_use]
    pub fn closed_on(&self) -> Option<Day> {
        let ends = matches!(self.stage, Stage::Archived | Stage::HistoryClosed | Stage::Voided | Stage::Merged);
        let facts = &self.facts;
        let days = [
            facts.noticed_on,
            facts.replied_on,
            facts.delivered_on,
            facts.completed_on,
            facts.withdrawn_on,
            facts.not_accepted_on,
            facts.merged_on,
            self.voided_on,
            self.reviews.iter().filter_map(|review| review.answered.as_ref().map(|(day, _)| *day)).max(),
        ];
        ends.then(|| days.into_iter().flatten().fold(self.received_on, Day::max))
    }

    /// It is used again: she acted on it herself.
    pub(in crate::petition) fn used_again(&mut self) {
        if self.is_stored() {
            self.label &= !label::STORED;
            self.keeping = None;
        }
    }
}
