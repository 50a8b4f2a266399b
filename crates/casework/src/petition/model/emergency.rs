//! 紧急查看 (C-32): a matter was opened to one who does not have it, and what the review found.

use super::{Petition, label};
use kernel::{
    Day, Moment,
    id::{AccountId, OrganId},
};
use serde::{Deserialize, Serialize};

/// An emergency access, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// Which of this matter, from 1.
    pub nth: i64,
    /// Who opened it.
    pub account: AccountId,
    /// In a post of which organ: in another post of his he does not see it.
    pub organ: OrganId,
    /// For whom he stood in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<AccountId>,
    /// Why: a code of the law's `emergency` rows.
    pub reason: String,
    /// When.
    pub opened_at: Moment,
    /// Until when he sees it.
    pub until: Moment,
    /// Whether that reason opens also what is told of with care.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guarded: bool,
    /// The organ that answers for the review.
    pub reviewer: OrganId,
    /// The day of the review, and whether it was justified.
    pub reviewed: Option<(Day, bool)>,
}

impl Emergency {
    /// Whether it lasts at this moment: begun, not over, and not found unjustified. A clock put back opens nothing.
    #[must_use]
    pub fn lasts(&self, now: Moment) -> bool {
        self.opened_at <= now && now < self.until && !matches!(self.reviewed, Some((_, false)))
    }
}

impl Petition {
    /// Those that nobody has reviewed yet.
    pub fn open_emergencies(&self) -> impl Iterator<Item = &Emergency> {
        self.emergencies.iter().filter(|one| one.reviewed.is_none())
    }

    /// The emergency access by which this account, in a post of this organ, sees the matter now. None to what may be an accusation or is only stored, and to
    /// what is told of with care only by a reason that opens that: as it is labelled now, and not as it was when it was opened.
    #[must_use]
    pub fn emergency_of(&self, account: AccountId, organ: OrganId, now: Moment) -> Option<&Emergency> {
        let is_guarded = label::is_guarded(self.label);
        self.emergencies
            .iter()
            .filter(|_| !self.is_sealed() && !self.is_stored())
            .find(|one| one.account == account && one.organ == organ && one.lasts(now) && (one.guarded || !is_guarded))
    }

    /// The review that an organ cannot give any more, because the matter is hidden from it now, is owed by `to` by the same date.
    pub(in crate::petition) fn pass_reviews(&mut self, from: OrganId, to: OrganId) {
        for one in self.emergencies.iter_mut().filter(|one| one.reviewed.is_none() && one.reviewer == from) {
            one.reviewer = to;
        }
        for clock in self.clocks.iter_mut().filter(|clock| clock.rule == "C-32" && clock.ended.is_none() && clock.holder == from) {
            clock.holder = to;
        }
    }
}
