//! What the form of a letter asks for, and what was typed into it.

use paper::Kind;

/// What the record does not tell and the form asks for; everything may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// T-13: the body above, when it is not the organ's parent. T-07: to whom the notice is complained of, when the record knows nobody.
    pub review_body: String,
    /// T-03, T-04, T-19: what goes with it, a line each.
    pub attachments: String,
    /// T-15: `yes`, `partly`, `no`.
    pub adopted: String,
    /// T-15: why.
    pub reason: String,
    /// T-15: a reward.
    pub reward: String,
    /// T-19: what may still come.
    pub risk: String,
    /// T-29: which letter, by its place.
    pub of_letter: Option<u32>,
    /// T-29: the way, in words.
    pub way: String,
}

/// What the form of a letter asks for beside who approves and how many copies; named as the fields of [`Typed`].
#[must_use]
pub const fn asks(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Registration | Kind::Referral | Kind::Assignment => &["attachments"],
        Kind::Opinion | Kind::NonAcceptance => &["review_body"],
        Kind::Suggestion => &["adopted", "reason", "reward"],
        Kind::Completion => &["risk", "attachments"],
        Kind::Service => &["of_letter", "way"],
        _ => &[],
    }
}

impl Typed {
    /// The words typed into one field; empty for what is chosen.
    #[must_use]
    pub fn words(&self, field: &str) -> &str {
        match field {
            "review_body" => &self.review_body,
            "attachments" => &self.attachments,
            "reason" => &self.reason,
            "reward" => &self.reward,
            "risk" => &self.risk,
            "way" => &self.way,
            _ => "",
        }
    }

    /// With words in a field that has none, so that the next one that lacks something is found; `false` for a field of no form.
    pub(in crate::document) fn fill(&mut self, field: &str, words: &str) -> bool {
        let place = match field {
            "review_body" => &mut self.review_body,
            "adopted" => &mut self.adopted,
            "reason" => &mut self.reason,
            "risk" => &mut self.risk,
            "way" => &mut self.way,
            _ => return false,
        };
        words.clone_into(place);
        true
    }
}
