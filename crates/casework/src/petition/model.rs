//! The state of a matter, as its events leave it. Ciphertexts are copied from the events as they are.

mod codes;
mod emergency;
mod keeping;
mod parts;

pub(crate) use codes::words;
pub use codes::*;
pub use emergency::Emergency;
pub use keeping::Keeping;
pub use parts::*;

use kernel::{
    Day, Moment,
    area::AreaPath,
    id::{AccountId, OrganId, StreamId},
};
use serde::{Deserialize, Serialize};

/// Who may not see everything: bits of a matter's label.
pub mod label {
    /// 检举控告: open to triage officers and the body it went to.
    pub const ACCUSATION: i64 = 1;
    /// 涉家庭暴力.
    pub const VIOLENCE: i64 = 2;
    /// 涉未成年人.
    pub const MINOR: i64 = 4;
    /// Not yet typed, but marked as an accusation by the person or by its words.
    pub const MAYBE_ACCUSATION: i64 = 8;

    /// Only stored (C-87): its term of keeping is over, or its person asked for it.
    pub const STORED: i64 = 16;

    /// What seals a matter off from all but those who look at accusations (C-30).
    pub const SEALED: i64 = ACCUSATION | MAYBE_ACCUSATION;
    /// What is told of with care: hidden from those who only look, and by no message that she has not confirmed as safe.
    pub const GUARDED: i64 = SEALED | VIOLENCE | MINOR;

    /// Whether these bits seal a matter off from all but those who look at accusations (C-30).
    #[must_use]
    pub const fn is_sealed(bits: i64) -> bool {
        bits & SEALED != 0
    }

    /// Whether it is told of with care alone.
    #[must_use]
    pub const fn is_guarded(bits: i64) -> bool {
        bits & GUARDED != 0
    }
}

/// A matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    /// Its stream.
    pub stream: StreamId,
    /// 横访〔2025〕0417.
    pub number: String,
    /// The number it had in another system.
    pub outside_number: String,
    /// Where it stands.
    pub stage: Stage,
    /// By which way it came.
    pub channel: Channel,
    /// The organ that registered it.
    pub origin: OrganId,
    /// At which level that organ stands: `village`, `township`, `county`.
    pub level: String,
    /// The organ in whose hands it is.
    pub holder: OrganId,
    /// The officer in whose hands it is; 0 for nobody yet.
    pub officer: AccountId,
    /// The organs that have had it in hand, the origin first.
    pub had_by: Vec<OrganId>,
    /// The day on which it was received.
    pub received_on: Day,
    /// The moment at which it was written down.
    pub registered_at: Moment,
    /// Who wrote it down.
    pub registered_by: AccountId,
    /// Where it is about.
    pub area: AreaPath,
    /// The spot within it, sealed with the narrative.
    pub spot: Option<Words>,
    /// A short name.
    pub title: Words,
    /// What she said, as she said it.
    pub words: Words,
    /// The persons.
    pub persons: Vec<Person>,
    /// How many people came (a head count, no names).
    pub head_count: u32,
    /// What she wants.
    pub claims: Vec<Claim>,
    /// 三类事项.
    pub matter_type: Option<MatterType>,
    /// The lawful track.
    pub track: Option<Track>,
    /// Content class code (domain §2.6); empty when not classed, or sealed as an accusation.
    pub class: String,
    /// Label bits.
    pub label: i64,
    /// Blind tokens of organs and accounts that must not see it.
    pub bars: Vec<i64>,
    /// 初次信访.
    pub first_time: bool,
    /// Its clocks, in the order in which they began.
    pub clocks: Vec<CaseClock>,
    /// Its way between organs.
    pub hops: Vec<Hop>,
    /// The acceptance.
    pub accepted_on: Option<Day>,
    /// The one extension.
    pub extension: Option<Extension>,
    /// The opinion.
    pub opinion: Option<Opinion>,
    /// How many query codes were given out.
    pub code_issue: u32,
    /// Her rating.
    pub rating: Option<(Day, Rating)>,
    /// Whether she has acted through her code.
    pub person_acted: bool,
    /// Who asked for it to be voided.
    pub void_asked_by: Option<AccountId>,
    /// Why: a code of the law's `void` rows; empty when nobody asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub void_code: String,
    /// The number of the registration that stands in its place; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub void_kept: String,
    /// The day it was voided.
    pub voided_on: Option<Day>,
    /// The last withdrawal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// Who asked to open the accuser's identity.
    pub identity_asked_by: Option<AccountId>,
    /// Who may open it, and until when.
    pub identity_open_to: Option<(AccountId, Moment)>,
    /// Urgent since (art 25).
    pub urgent_since: Option<Day>,
    /// Supervision proposals.
    pub proposals: Vec<Proposal>,
    /// Papers.
    pub papers: Vec<Paper>,
    /// Days that figures need and the rest does not tell.
    pub facts: Facts,
    /// Whether it came in as history.
    pub history: bool,
    /// The day on which history was taken over and became a living matter.
    pub taken_over_on: Option<Day>,
    /// The day on which what was said in it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative_erased_on: Option<Day>,
    /// Letters that were issued on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Letter>,
    /// Parts that other organs are asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_tasks: Vec<SubTask>,
    /// What it has to do with other matters.
    #[serde(default, skip_serializing_if = "super::kin::Kin::is_empty")]
    pub kin: super::kin::Kin,
    /// What she asked of who handles it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recusals: Vec<Recusal>,
    /// What she asked of her personal data, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data_asks: Vec<DataAsk>,
    /// Reviews that she asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Review>,
    /// The code of the term of keeping that was set for it; empty when it follows from what came of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub set_term: String,
    /// Since when it is only stored, and what was decided then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeping: Option<Keeping>,
    /// Words that were owed to her.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// Who looked at it in an emergency without having it (C-32), oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emergencies: Vec<Emergency>,
}

/// Days that figures need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// First referred, assigned, accepted or decided.
    pub first_handled_on: Option<Day>,
    /// Told in writing whether it is accepted, and by whom.
    pub noticed_on: Option<Day>,
    /// The written reply left the house.
    pub replied_on: Option<Day>,
    /// The reply was received, proven.
    pub delivered_on: Option<Day>,
    /// Completed.
    pub completed_on: Option<Day>,
    /// Withdrawn.
    pub withdrawn_on: Option<Day>,
    /// Not accepted.
    pub not_accepted_on: Option<Day>,
    /// The last erasure.
    pub erased_on: Option<Day>,
    /// Merged into the living matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_on: Option<Day>,
    /// Brought again after its answer: the first day on which an item that did so was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_back_on: Option<Day>,
    /// A review that she asked for did not let the opinion stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_upheld_on: Option<Day>,
}

impl Petition {
    /// 建议意见: answered by a letter of its own (art 29), and by no opinion.
    #[must_use]
    pub fn is_suggestion(&self) -> bool {
        self.matter_type == Some(MatterType::Suggestion)
    }

    /// The reply is dispatched with the letter (TM-11), and answers all that was asked.
    pub(super) fn suggestion_answered(&mut self, day: Day) {
        self.facts.noticed_on.get_or_insert(day);
        self.facts.replied_on.get_or_insert(day);
        self.facts.completed_on = Some(day);
        for claim in self.claims.iter_mut().filter(|claim| claim.is_open()) {
            claim.delivered_on = Some(day);
        }
    }

    /// The running clock of the answer: the sixty days, or the term in which a suggestion is answered.
    #[must_use]
    pub fn answer_due(&self) -> Option<&CaseClock> {
        self.running("P-05").or_else(|| self.running("P-05.suggestion"))
    }

    /// The running clock of a rule.
    #[must_use]
    pub fn running(&self, rule: &str) -> Option<&CaseClock> {
        self.clocks.iter().rev().find(|clock| clock.rule == rule && clock.ended.is_none())
    }

    /// Whether only those who look at accusations open it (C-30): one, or what may be one.
    #[must_use]
    pub const fn is_sealed(&self) -> bool {
        label::is_sealed(self.label)
    }

    /// Passes from one organ to another what would run on, should she say that a withdrawal was not hers or a merging be undone.
    pub(super) fn pass_resumable(&mut self, from: OrganId, to: OrganId) {
        let withdrawn = self.withdrawal.iter().filter(|one| one.contested_on.is_none()).flat_map(|one| &one.ended);
        let merged = self.kin.merged.iter().filter(|one| one.undone_on.is_none()).flat_map(|one| &one.ended);
        let resumable: Vec<(String, i64)> = withdrawn.chain(merged).cloned().collect();
        for clock in self.clocks.iter_mut().filter(|clock| clock.ended.is_some() && clock.holder == from) {
            if resumable.iter().any(|(rule, nth)| *rule == clock.rule && *nth == clock.nth) {
                clock.holder = to;
            }
        }
    }

    /// Claims that no delivered written reply answers.
    pub fn unanswered(&self) -> impl Iterator<Item = (usize, &Claim)> {
        self.claims.iter().enumerate().filter(|(_, claim)| claim.is_open())
    }

    /// Whose act or delay a supervision proposal is about: that organ does not set it aside.
    #[must_use]
    pub fn concerned(&self, proposal: &Proposal) -> Option<OrganId> {
        let late = || self.clocks.iter().find(|clock| clock.rule == proposal.rule && clock.nth == proposal.nth).map(|clock| clock.holder);
        proposal.against.or_else(late)
    }

    /// Opens a supervision proposal against an organ's act, unless one on the same is open.
    pub(super) fn propose(&mut self, rule: &str, against: OrganId, on: Day) {
        let same = self.proposals.iter().filter(|proposal| proposal.rule == rule);
        if same.clone().any(|proposal| proposal.set_aside_on.is_none()) {
            return;
        }
        let nth = 1 + i64::try_from(same.count()).unwrap_or(i64::MAX - 1);
        self.proposals.push(Proposal { rule: rule.to_owned(), nth, opened_on: on, set_aside_on: None, against: Some(against) });
    }

    /// Parts that the lead still waits for.
    pub fn open_sub_tasks(&self) -> impl Iterator<Item = &SubTask> {
        self.sub_tasks.iter().filter(|task| task.is_open())
    }

    /// Whether the organ was asked for a part that was not taken back.
    #[must_use]
    pub fn does_a_part(&self, organ: OrganId) -> bool {
        self.sub_tasks.iter().any(|task| task.organ == organ && task.withdrawn_on.is_none())
    }

    /// The organs whose officers see it: those that have or had it, and those that do a part of it.
    #[must_use]
    pub fn open_to(&self) -> Vec<OrganId> {
        let mut organs = self.had_by.clone();
        for task in self.sub_tasks.iter().filter(|task| task.withdrawn_on.is_none()) {
            if !organs.contains(&task.organ) {
                organs.push(task.organ);
            }
        }
        organs
    }

    /// What she asked of who handles it and nobody has decided yet.
    #[must_use]
    pub fn open_recusal(&self) -> Option<&Recusal> {
        self.recusals.iter().find(|recusal| recusal.decided.is_none())
    }

    /// Whether the accuser is open to this account now (C-31); not while she asks that this very officer steps back.
    #[must_use]
    pub fn shows_accuser_to(&self, account: AccountId, now: Moment) -> bool {
        let is_granted = self.identity_open_to.is_some_and(|(to, until)| to == account && now < until);
        is_granted && self.open_recusal().is_none_or(|recusal| recusal.of != Recused::Officer(account))
    }

    /// Whether who speaks in this matter is kept from this account now: of an accusation, until it is opened to him (C-31).
    #[must_use]
    pub fn hides_accuser_from(&self, account: AccountId, now: Moment) -> bool {
        self.is_sealed() && !self.shows_accuser_to(account, now)
    }

    /// What she asked of her personal data and nobody answered yet.
    #[must_use]
    pub fn open_data_ask(&self) -> Option<&DataAsk> {
        self.data_asks.iter().find(|ask| ask.answered.is_none())
    }

    /// The review that runs.
    #[must_use]
    pub fn open_review(&self) -> Option<&Review> {
        self.reviews.iter().find(|review| review.answered.is_none())
    }

    /// The words to her that are in one state.
    pub fn notices_in(&self, state: NoticeState) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(move |notice| notice.state == state)
    }

    /// The person with the grievance.
    #[must_use]
    pub fn petitioner(&self) -> Option<&Person> {
        self.persons.iter().find(|person| person.part == Part::Petitioner)
    }

    /// The organ that alone sees how she is reached, when that is her wish (C-39).
    #[must_use]
    pub fn contact_keeper(&self) -> Option<OrganId> {
        self.petitioner().and_then(|person| person.kept_by)
    }

    /// Whether this organ may see how she is reached (C-39).
    #[must_use]
    pub fn shows_contact_to(&self, organ: OrganId) -> bool {
        self.contact_keeper().is_none_or(|keeper| keeper == organ)
    }

    /// Who tells her what she is owed when no message goes: the organ that has the matter, or the one that alone may ring her.
    #[must_use]
    pub fn teller(&self) -> OrganId {
        self.contact_keeper().unwrap_or(self.holder)
    }
}
