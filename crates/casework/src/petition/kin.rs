//! What a matter has to do with others: merged into one, taken in, split off, come back, told apart; who of its persons
//! is one with a person of another matter; and what was decided about who is competent.
//!
//! Every bond but *told apart* is an event in both matters. Merging, bringing again and joining are undone by a counter event with its
//! reason, each as often as people change their minds. What was split off and what was told apart stand: a part is laid together with
//! another by merging it, and a matter that was told apart is still merged by its number. A bond never opens anything to anybody: each
//! side is shown by its own policy.

use super::model::{Petition, Stage};
use kernel::{
    Day,
    area::AreaPath,
    id::{AccountId, OrganId, StreamId},
};
use serde::{Deserialize, Serialize};

/// Another matter, by its stream and its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Its stream.
    pub stream: StreamId,
    /// Its number; empty where it must not be told here (an accusation that was split off).
    pub number: String,
}

/// 并入: where this matter goes on, and what ended by that, so that it can be taken back whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merging {
    /// The living matter.
    pub into: Other,
    /// How it is known that it is the same person: a code of [`KNOWN_BY`].
    pub known_by: String,
    /// Where this one stood.
    pub from: Stage,
    /// The duties that ended by it: rule, and which of that rule.
    pub ended: Vec<(String, i64)>,
    /// Who wrote it down.
    pub by: AccountId,
    /// The day.
    pub on: Day,
    /// The day on which it was taken back.
    pub undone_on: Option<Day>,
}

/// 收入: a later item of the same person on the same matter, whose words stand here too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The item.
    pub from: Other,
    /// The day on which that was received.
    pub received_on: Day,
    /// The day on which it was taken in.
    pub on: Day,
    /// How it is known that both are hers, at its least sure; empty where older records do not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub known_by: String,
    /// The duties that it brought along: rule, and which of that rule here. They go when it is given back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub started: Vec<(String, i64)>,
    /// The day on which it was given back.
    pub back_on: Option<Day>,
}

/// 分出: a part that has a number of its own now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The new matter.
    pub into: Other,
    /// The day.
    pub on: Day,
}

/// Whether a person of this matter and one of another are one or two; the last word on a pair counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLink {
    /// Her number in this matter.
    pub subject: i64,
    /// The other matter.
    pub other: Other,
    /// Her number there.
    pub other_subject: i64,
    /// One person, or two.
    pub is_one: bool,
    /// The day.
    pub on: Day,
}

/// 管辖: who is competent was in dispute, and who decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competence {
    /// Who brought it before the deciding organ.
    pub raised_by: OrganId,
    /// Who decides (art 24).
    pub decider: OrganId,
    /// The day.
    pub raised_on: Day,
    /// The decision.
    pub decided: Option<Decision>,
}

/// 指定: the decision. It is shown to later dispatchers, so it names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who is competent.
    pub to: OrganId,
    /// As what it was decided: a code of the law's rows on competence.
    pub how: String,
    /// Why, in one sentence without names.
    pub ground: String,
    /// For which kind of matter.
    pub class: String,
    /// For which place.
    pub area: AreaPath,
    /// The day.
    pub on: Day,
}

/// How it is known that two items come from the same person (K-10). The first two are read from the cards and cannot be
/// typed; the others are the officer's word, written down.
pub const KNOWN_BY: &[&str] = &["document", "phone", "joined", "asked_her", "seen_document", "known_here"];
/// Whether the records themselves tell that it is the same person: only then is what she said in the one shown with the slip of the other.
#[must_use]
pub fn is_sure(known_by: &str) -> bool {
    matches!(known_by, "document" | "phone")
}

/// Those that an officer can give.
pub const TYPED_KNOWN_BY: &[&str] = &["asked_her", "seen_document", "known_here"];

/// All bonds of a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kin {
    /// Where it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merging>,
    /// What it took in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<Taken>,
    /// What it was split from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split_from: Option<Other>,
    /// What was split off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// The answered matter that this one brings again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_of: Option<Other>,
    /// Later items that brought this one again after its answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Other>,
    /// Matters that somebody looked at and found to be others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<StreamId>,
    /// Her, and the same or another person elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonLink>,
    /// Who is competent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competence: Option<Competence>,
}

impl Kin {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Petition {
    /// Where this matter goes on, while it is merged.
    #[must_use]
    pub fn merged(&self) -> Option<&Merging> {
        self.kin.merged.as_ref().filter(|merging| merging.undone_on.is_none())
    }

    /// The decision about who is competent.
    #[must_use]
    pub fn decided(&self) -> Option<&Decision> {
        self.kin.competence.as_ref()?.decided.as_ref()
    }

    /// The last word on whether a person here and one there are one; `None` when nobody said.
    #[must_use]
    pub fn are_one(&self, other: StreamId) -> Option<bool> {
        self.kin.persons.iter().rev().find(|link| link.other.stream == other).map(|link| link.is_one)
    }

    /// This matter, as another names it.
    #[must_use]
    pub fn as_other(&self) -> Other {
        Other { stream: self.stream, number: self.number.clone() }
    }
}
