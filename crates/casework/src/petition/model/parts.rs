//! What a matter is made of: words, persons, claims, clocks, hops, opinions, letters, what she asked for.

use super::{DataRight, How, NoticeState, Outcome, Part, Stage};
use crate::petition::kin::Other;
use kernel::{
    Day, Moment,
    deadline::Deadline,
    id::{AccountId, FileId, OrganId},
    sealed::Sealed,
};
use serde::{Deserialize, Serialize};

/// A sealed text, and how many characters it has: that it is not empty can be known without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The ciphertext, under the narrative's key.
    pub sealed: Sealed,
    /// Characters.
    pub chars: u32,
}

/// A person of the matter. Her card (name, phone, address, document, what she needs) is sealed under her own key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Her number within the matter, from 1.
    pub subject: i64,
    /// What she is in it.
    pub part: Part,
    /// Her card, sealed; absent when she gave nothing.
    pub card: Option<Sealed>,
    /// Whether she was erased on her demand or when the term of keeping ended.
    pub erased_on: Option<Day>,
    /// How she wants to be told, when that was said after registering; sealed under her own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Sealed>,
    /// The organ that alone sees how she is reached, when that is her wish (C-39): the one that she told it to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<OrganId>,
}

/// A word that is owed to the person: that there is news under her code, and no more (C-55).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// 1 for the first of the matter.
    pub nth: i64,
    /// What happened, as [`crate::notify::owed`] names it; never told by the message itself.
    pub kind: String,
    /// When it was owed.
    pub owed_at: Moment,
    /// How it stands.
    pub state: NoticeState,
    /// By which way it went or was told; empty until then.
    pub way: String,
    /// Why no message goes; empty otherwise.
    pub why: String,
    /// How often somebody had it sent again: each sending has a key of its own.
    pub again: u32,
    /// How often somebody rang in vain.
    pub rings: u32,
    /// When it was settled.
    pub settled_at: Option<Moment>,
}

impl Notice {
    /// Whether she still has to hear it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, NoticeState::Waiting | NoticeState::ToTell)
    }
}

/// One thing that she wants; it gets its own answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What she wants.
    pub text: Words,
    /// The day on which she said it.
    pub said_on: Day,
    /// The answer, once an opinion is drafted.
    pub answer: Option<Answer>,
    /// Whether the answer was delivered in writing.
    pub delivered_on: Option<Day>,
    /// Proof that a `support` was carried out.
    pub executed_on: Option<Day>,
    /// The number of the merged item that it came with; empty for one of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub came_with: String,
    /// Where it is answered now: it was split off, or went back with the item that it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<Gone>,
}

/// Why a claim is not answered here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// The matter that answers it; its number is empty where it must not be told here.
    pub to: Other,
    /// The day.
    pub on: Day,
}

impl Claim {
    /// Whether a written reply is still owed on it, here.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.delivered_on.is_none() && self.gone.is_none()
    }
}

/// The answer to one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was found: time, place, facts.
    pub facts: Words,
    /// Support, explain, not support.
    pub outcome: Outcome,
    /// Law, regulation or policy that it rests on.
    pub basis: Words,
    /// For `support`: which organ carries it out (C-27).
    pub owner: Option<OrganId>,
    /// For `support`: by when (C-27).
    pub by: Option<Day>,
}

/// A clock of the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseClock {
    /// `P-05`.
    pub rule: String,
    /// 1 for the first of this rule in this matter.
    pub nth: i64,
    /// Whose duty it is; 0 when the right is the person's own.
    pub holder: OrganId,
    /// Its dates.
    pub deadline: Deadline,
    /// The day it ended, and how.
    pub ended: Option<(Day, How)>,
}

/// A referral or assignment on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// From.
    pub from: OrganId,
    /// To.
    pub to: OrganId,
    /// The day on which it was sent and, the way being electronic, received.
    pub on: Day,
    /// Whether it came back with an objection that was agreed to.
    pub returned: bool,
}

/// An extension (art 34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Days asked for.
    pub days: i64,
    /// Why it is complex; told to the person.
    pub reason: Words,
    /// Who asked.
    pub asked_by: AccountId,
    /// Which head agreed to it, and when: from then on the notice can be written and delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<(AccountId, Day)>,
    /// The day it was approved.
    pub approved_on: Option<Day>,
}

/// 协办: the part of another organ in a matter that its holder leads. It has an owner, a day and an answer of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubTask {
    /// 1 for the first of the matter.
    pub nth: u32,
    /// Whose part it is.
    pub organ: OrganId,
    /// What is asked.
    pub what: Words,
    /// By when.
    pub by: Day,
    /// The day on which it was asked.
    pub asked_on: Day,
    /// Who asked.
    pub asked_by: AccountId,
    /// The answer, once given.
    pub answer: Option<Words>,
    /// The day of the answer.
    pub answered_on: Option<Day>,
    /// The day on which the lead took it back.
    pub withdrawn_on: Option<Day>,
}

impl SubTask {
    /// Whether the lead still waits for it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.answered_on.is_none() && self.withdrawn_on.is_none()
    }
}

/// The opinion on its way to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Opinion {
    /// Who drafted it.
    pub drafted_by: Option<AccountId>,
    /// Who approved it, where the organ has it approved before it is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<AccountId>,
    /// The day it was signed.
    pub signed_on: Option<Day>,
    /// Its number: 横政信复〔2025〕12号.
    pub doc_no: String,
    /// The day it was handed to the post or to the person.
    pub dispatched_on: Option<Day>,
    /// The day on which she received it, proven.
    pub received_on: Option<Day>,
}

/// A supervision proposal that a late clock opened (C-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The clock's rule.
    pub rule: String,
    /// Which of that rule.
    pub nth: i64,
    /// The day it was opened.
    pub opened_on: Day,
    /// The day it was set aside, with a reason that the supervisor sees.
    pub set_aside_on: Option<Day>,
    /// Whose act she contests, when it was opened by her word and by no clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<OrganId>,
}

impl Proposal {
    /// Opened when she says that she did not withdraw.
    pub const WITHDRAWAL: &str = "withdrawal_contested";
    /// Opened when she says that it should not have been voided.
    pub const VOID: &str = "void_contested";
}

/// 撤回: by whom, from where, and what ended by it; so that what was not hers can be taken back whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Who wrote it down: the person herself, or an officer for her.
    pub by: AccountId,
    /// The officer's organ; 0 when it was she herself.
    pub organ: OrganId,
    /// Where the matter stood.
    pub from: Stage,
    /// The duties that ended by it: rule, and which of that rule.
    pub ended: Vec<(String, i64)>,
    /// The day on which she said that she had not withdrawn it.
    pub contested_on: Option<Day>,
}

/// A paper of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The file.
    pub file: FileId,
    /// What it is: `evidence`, `service_receipt`, `signed_paper`, `photo`, `rating_form`, `withdrawal` …
    pub kind: String,
    /// The day on it.
    pub on: Day,
    /// Whether the person herself may open it with her code.
    pub shown_to_person: bool,
}

/// A letter as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// 1 for the first letter of the matter.
    pub nth: u32,
    /// Its template: `T-13`.
    pub kind: String,
    /// Its number: 横政信复〔2025〕12号.
    pub number: String,
    /// Whose letter it is.
    pub organ: OrganId,
    /// The count from which its number was drawn; empty when it has the number of the opinion.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub counter: String,
    /// Who approved the seal.
    pub approved_by: AccountId,
    /// On how many copies it was set.
    pub copies: u32,
    /// The bytes that went out.
    pub file: FileId,
    /// Their digest in clear: whoever holds the file can compare it.
    pub digest: String,
    /// How many pages it has; 0 in older events, which did not count them.
    #[serde(default)]
    pub pages: u32,
    /// Whether she sees it on her page.
    pub hers: bool,
}

impl Issued {
    /// 建议意见回复: with it a suggestion is answered.
    pub const SUGGESTION: &str = "T-15";
}

/// A letter of the matter, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// As it was issued.
    pub issued: Issued,
    /// The day.
    pub issued_on: Day,
    /// By whom.
    pub issued_by: AccountId,
    /// The day on which the last of its pages came back; of a letter whose pages were not counted, any page.
    pub signed_on: Option<Day>,
    /// What came back.
    pub pages: Vec<FileId>,
    /// Which of its pages are among it, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<u32>,
}

impl Letter {
    /// The pages that have not come back, in their order.
    #[must_use]
    pub fn missing(&self) -> Vec<u32> {
        (1..=self.issued.pages).filter(|page| !self.back.contains(page)).collect()
    }

    /// Puts pages to it that came back on a day. It is signed when none is missing: one page of two says nothing of the seal on the
    /// other.
    pub fn take_back(&mut self, pages: &[FileId], places: &[u32], on: Day) {
        self.pages.extend(pages);
        self.back.extend(places.iter().filter(|place| (1..=self.issued.pages).contains(place)));
        self.back.sort_unstable();
        self.back.dedup();
        match self.issued.pages {
            0 => self.signed_on = Some(on),
            _ if self.missing().is_empty() => self.signed_on = self.signed_on.or(Some(on)),
            _ => {}
        }
    }
}

/// Whom she does not want to handle her matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recused {
    /// An officer.
    Officer(AccountId),
    /// The organ that holds it, as a whole.
    Organ(OrganId),
}

/// 申请回避, and what became of it (art 28(3), C-24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recusal {
    /// Whom it is about.
    pub of: Recused,
    /// Which organ's head decides.
    pub decider: OrganId,
    /// The day on which she asked.
    pub asked_on: Day,
    /// The day of the decision, and whether it was granted.
    pub decided: Option<(Day, bool)>,
}

/// 个人信息请求, and what became of it (C-81).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataAsk {
    /// What she asks.
    pub right: DataRight,
    /// The organ that had the matter then: it answers, wherever the matter goes.
    pub organ: OrganId,
    /// The day on which she asked.
    pub asked_on: Day,
    /// The day of the answer, and whether it was done as she asked.
    pub answered: Option<(Day, bool)>,
}

/// 请求复查 (art 35), as far as it is known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Which of her windows it used: the number of its P-06.
    pub window: i64,
    /// The organ that took it.
    pub to: OrganId,
    /// The day.
    pub asked_on: Day,
    /// Whether it came after the window's last lawful day.
    pub late: bool,
    /// The day on which she had the written review opinion, and its outcome.
    pub answered: Option<(Day, String)>,
}

impl Review {
    /// 维持: the outcome by which the opinion stands; by any other her request was upheld.
    pub const STANDS: &str = "uphold";
}
