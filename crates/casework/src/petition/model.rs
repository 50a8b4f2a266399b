//! The state of a matter, as its events leave it. Ciphertexts are copied from the events as they are.

use kernel::{
    Day, Moment,
    area::AreaPath,
    deadline::Deadline,
    id::{AccountId, FileId, OrganId, StreamId},
    sealed::Sealed,
};
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a stored word.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),* }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The stored word; message keys are made of it.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $word),* } }
            /// Reads the stored word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)* _ => None } }
        }
    };
}
pub(crate) use words;

words! {
    /// Where a matter stands (domain §4.1).
    Stage {
        /// 已登记
        Registered = "registered",
        /// 已甄别
        Triaged = "triaged",
        /// 已导入法定途径, and what has no room of its own yet
        Diverted = "diverted",
        /// 已转送
        Referred = "referred",
        /// 已交办
        Assigned = "assigned",
        /// 异议待定
        ObjectionPending = "objection_pending",
        /// 管辖待定
        CompetencePending = "competence_pending",
        /// 已签收
        SignedIn = "signed_in",
        /// 不予受理
        NonAccepted = "non_accepted",
        /// 检举控告已移交
        AccusationHandedOver = "accusation_handed_over",
        /// 已受理
        Accepted = "accepted",
        /// 办理中
        InHandling = "in_handling",
        /// 等补充材料 (no clock stops)
        AwaitingMaterial = "awaiting_material",
        /// 延期待批
        ExtensionRequested = "extension_requested",
        /// 意见待签发
        OpinionDraft = "opinion_draft",
        /// 意见已签发，待送达
        OpinionIssued = "opinion_issued",
        /// 已送达
        Delivered = "delivered",
        /// 已办结
        Completed = "completed",
        /// 已归档
        Archived = "archived",
        /// 本人撤回
        Withdrawn = "withdrawn",
        /// 已并入原件 (number and code kept)
        Merged = "merged",
        /// 作废 (number kept)
        Voided = "voided",
        /// 历史件，未办结
        HistoryOpen = "history_open",
        /// 历史件，已答复
        HistoryClosed = "history_closed",
    }
}

words! {
    /// 信访形式 (art 17).
    Channel {
        /// 信息网络
        Network = "network",
        /// 书信
        Letter = "letter",
        /// 电话
        Phone = "phone",
        /// 传真
        Fax = "fax",
        /// 走访
        Visit = "visit",
    }
}

words! {
    /// 三类事项 (arts 29–31).
    MatterType {
        /// 建议意见
        Suggestion = "suggestion",
        /// 检举控告
        Accusation = "accusation",
        /// 申诉求决
        Grievance = "grievance",
    }
}

words! {
    /// The lawful track of a grievance (art 31).
    Track {
        /// 第(一)项: courts, reconsideration, prosecutor, police
        J1 = "J1_judicial",
        /// 第(二)项: arbitration
        J2 = "J2_arbitration",
        /// 第(三)项: party discipline
        J3 = "J3_party",
        /// 第(四)项: reconsideration, adjudication, licence, penalty …
        J4 = "J4_administrative",
        /// 第(五)项: 履行法定职责
        J5 = "J5_duty",
        /// 第(六)项: the petition procedure itself
        J6 = "J6_petition",
    }
}

words! {
    /// The answer to one claim (art 32).
    Outcome {
        /// 予以支持
        Support = "support",
        /// 解释说明
        Explain = "explain",
        /// 不予支持
        NotSupport = "not_support",
    }
}

words! {
    /// 满意度评价, by the person alone.
    Rating {
        /// 满意
        Satisfied = "satisfied",
        /// 基本满意
        Basically = "basically",
        /// 不满意
        Unsatisfied = "unsatisfied",
    }
}

words! {
    /// What a person is in this matter.
    Part {
        /// 本人
        Petitioner = "petitioner",
        /// 代表
        Representative = "representative",
        /// 对方
        OtherParty = "other_party",
    }
}

words! {
    /// How a clock ended.
    How {
        /// What it asked for was done.
        Done = "done",
        /// What it asked for fell away (withdrawn, diverted, sent elsewhere).
        Moot = "moot",
    }
}

words! {
    /// What an officer noted.
    NoteKind {
        /// 谈话: a talk with the person, with its time and content (K-25)
        Talk = "talk",
        /// 现场查看
        SiteVisit = "site_visit",
        /// 会商
        Meeting = "meeting",
        /// 其他
        Other = "other",
    }
}

words! {
    /// How a word to the person stands (C-55).
    NoticeState {
        /// To be sent.
        Waiting = "waiting",
        /// Handed to the mail server or the message gateway, which took it.
        Sent = "sent",
        /// No message goes: somebody has to tell her.
        ToTell = "to_tell",
        /// Somebody told her, or wrote.
        Told = "told",
        /// Overtaken: the matter is closed, or she was erased.
        Moot = "moot",
    }
}

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
}

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
    pub to: super::kin::Other,
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
    /// Whether she sees it on her page.
    pub hers: bool,
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
    /// The day on which a signed page last came back.
    pub signed_on: Option<Day>,
    /// The pages that came back.
    pub pages: Vec<FileId>,
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
    /// Reviews that she asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Review>,
    /// Words that were owed to her.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
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
    /// Brought again after its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_back_on: Option<Day>,
}

impl Petition {
    /// The running clock of a rule.
    #[must_use]
    pub fn running(&self, rule: &str) -> Option<&CaseClock> {
        self.clocks.iter().rev().find(|clock| clock.rule == rule && clock.ended.is_none())
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
}
