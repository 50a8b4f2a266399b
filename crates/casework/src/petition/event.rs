//! What can have happened to a matter.
//!
//! One command leaves one event. The event carries what was done and what that did to the clocks, so that replaying
//! needs neither the law nor the calendar of the day. Payloads are JSON with a version; [`read`] lifts old ones.

mod first;
mod kind;

pub use first::{Imported, Registered};

use super::kin::Other;
use super::model::{Answer, DataRight, How, Issued, MatterType, NoteKind, NoticeState, Outcome, Paper, Rating, Recused, Track, Words};
use kernel::{
    Day, Moment,
    area::AreaPath,
    deadline::Deadline,
    id::{AccountId, FileId, HandoverId, OrganId},
    sealed::Sealed,
};
use serde::{Deserialize, Serialize};

/// An event of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The version of this shape.
    pub v: u8,
    /// What was done.
    pub did: Did,
    /// What it did to the clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockChange>,
    /// The rows of the files that it names: the register of files is a reading of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRow>,
    /// For whom it was done, when a deputy did it (代班): the act is his who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<AccountId>,
    /// What kind of word it owes the person; `None` when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<String>,
}

/// A file as its row stood when an event named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its number.
    pub file: FileId,
    /// The subject under whose key it is sealed.
    pub subject: i64,
    /// The digest of its ciphertext.
    pub digest: String,
    /// Its plain size in bytes.
    pub size: i64,
    /// What it is.
    pub media_type: String,
    /// Its sealed name.
    pub name: kernel::sealed::Sealed,
    /// When it came.
    pub added_at: Moment,
}

/// What happened to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockChange {
    /// It began.
    Start {
        /// `P-05`.
        rule: String,
        /// Whose duty; 0 for the person's own right.
        holder: OrganId,
        /// Its dates.
        deadline: Deadline,
    },
    /// It ended.
    End {
        /// `P-05`.
        rule: String,
        /// Which of that rule; every running one of it when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nth: Option<i64>,
        /// The day.
        on: Day,
        /// Done, or moot.
        how: How,
    },
    /// Its end moved: an extension, or a calendar that was loaded.
    Move {
        /// `P-05`.
        rule: String,
        /// Which of that rule.
        nth: i64,
        /// Its new dates.
        deadline: Deadline,
    },
    /// It runs on by its old dates: what had ended it was not so.
    Resume {
        /// `P-05`.
        rule: String,
        /// Which of that rule.
        nth: i64,
    },
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what their names say; the variants are documented")]
pub enum Did {
    /// 登记
    Registered(Box<Registered>),
    /// 历史导入
    Imported(Box<Imported>),
    /// 甄别: type, track, class; for an accusation, blind tokens of whom it names
    Classified {
        matter_type: MatterType,
        track: Option<Track>,
        class: String,
        label: i64,
        bars: Vec<i64>,
        refuge: Option<OrganId>,
        /// Who decides an open request for recusal from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        judge: Option<OrganId>,
    },
    /// 转送 (art 22(1)(ii))
    Referred { to: OrganId, reason: Words },
    /// 交办, with a term (art 22(1)(iii))
    Assigned { to: OrganId, reason: Words, term_days: i64, result: Words },
    /// 移交纪检监察 (arts 22(2), 30)
    AccusationHandedOver { to: OrganId },
    /// 依法分类处理 (art 31)
    Diverted { procedure: Words, statute: String, body: String, limit_on: Option<Day>, limit_note: String },
    /// 不予受理
    NonAccepted { reason: String, basis: String, body: String, facts: Words },
    /// 签收
    SignedIn,
    /// 提出异议 (art 23(3))
    Objected { reason: Words, body: String },
    /// 同意异议, back to the sender
    ObjectionAgreed,
    /// 不同意异议
    ObjectionRejected { reason: Words },
    /// 受理; `deemed` when TM-10 counts from receipt + 15 days
    Accepted { accepted_on: Day, deemed: bool, notice: String },
    /// 交给谁办
    Started { officer: AccountId },
    /// 换人办
    HandedOver { officer: AccountId, reason: Words },
    /// 接办: taken over from the hands of another, who offered it with everything else that he had
    TakenOn { from: AccountId, officer: AccountId, handover: HandoverId },
    /// 请协办
    PartAsked { nth: u32, to: OrganId, what: Words, by: Day },
    /// 协办回话
    PartAnswered { nth: u32, answer: Words, evidence: Option<FileId> },
    /// 收回协办
    PartWithdrawn { nth: u32, reason: Words },
    /// 请本人补材料
    MaterialAsked { what: Words, by: Day },
    /// 材料到了, or is not waited for any longer
    MaterialCame { came: bool, note: Words },
    /// 本人补来: her own answer to what was asked, with her papers
    MaterialAnswered { words: Words, papers: Vec<Paper> },
    /// 申请回避: by the person alone (art 28(3))
    RecusalAsked { of: Recused, decider: OrganId, words: Words },
    /// 决定回避: whom it bars from now on, and where the matter goes when that bars who holds it
    RecusalDecided {
        granted: bool,
        reason: Words,
        bar: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<OrganId>,
    },
    /// 个人信息请求 (个人信息保护法 arts 44 to 50): by the person alone
    DataAsked { right: DataRight, organ: OrganId, words: Option<Words> },
    /// 答复个人信息请求: what was done, or why not
    DataAnswered { done: bool, words: Words },
    /// 请求复查 (art 35): by the person alone; `why_late` when her thirty days were over
    ReviewAsked { to: OrganId, words: Words, why_late: Option<Words>, papers: Vec<Paper> },
    /// 复查意见送达 (art 35)
    ReviewAnswered { outcome: String, doc_no: String, way: String, received_on: Day, evidence: Option<FileId>, words: Words },
    /// 申请延期
    ExtensionRequested { days: i64, reason: Words },
    /// 同意延期, by the head; it takes effect when the notice has reached her
    ExtensionAgreed,
    /// 批准延期, with the notice delivered; `before` is the last lawful day until then
    ExtensionApproved {
        days: i64,
        notice_on: Day,
        evidence: Option<FileId>,
        #[serde(default)]
        way: String,
        #[serde(default)]
        tracking: String,
        #[serde(default)]
        consented: bool,
        #[serde(default)]
        before: Option<Day>,
    },
    /// 不同意延期
    ExtensionRefused { reason: Words },
    /// 起草答复意见, claim by claim
    OpinionDrafted { answers: Vec<(u32, Answer)> },
    /// 退回重拟
    DraftReturned { reason: Words },
    /// 审核通过, by a second person, before it is signed
    OpinionApproved,
    /// 签发
    OpinionSigned {
        doc_no: String,
        remedy: String,
        /// The count from which its number was drawn; empty in older events, whose organ counted by itself.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        counter: String,
    },
    /// 寄出或交出
    Dispatched { way: String, tracking: String },
    /// 送达, proven
    Delivered {
        way: String,
        received_on: Day,
        evidence: Option<FileId>,
        proof: Words,
        #[serde(default)]
        consented: bool,
    },
    /// 支持的事项已落实
    Executed { claim: u32, note: Words, evidence: Option<FileId> },
    /// 办结
    Completed { notes: Vec<(u32, Words)> },
    /// 归档
    Archived,
    /// 本人撤回, with her own evidence
    Withdrawn { evidence: String, file: Option<FileId>, reason: Words },
    /// 撤回不是本人的意思: by the person alone
    WithdrawalContested { words: Words },
    /// 提请作废: a code of the law, and the number that stands in its place
    VoidAsked {
        #[serde(default)]
        code: String,
        #[serde(default)]
        kept: String,
        reason: Words,
    },
    /// 作废, by a second person
    Voided,
    /// 不同意作废
    VoidRefused { reason: Words },
    /// 本人不同意作废: her words on what was voided
    VoidObjected { words: Words },
    /// 补充: her own further words
    Added {
        words: Words,
        claims: Vec<Words>,
        papers: Vec<Paper>,
        /// With the slip of which merged item, where only people say that both matters are hers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slip: Option<Other>,
    },
    /// 更正: a new version beside the old
    Corrected { field: String, now: Words, reason: Words },
    /// 谈话、查看、会商
    Noted { kind: NoteKind, words: Words, shown: bool },
    /// 收进一份材料
    PaperAdded { paper: Paper },
    /// 评价, by the person herself or from her signed form
    Rated { rating: Rating, words: Option<Words>, form: Option<FileId> },
    /// 声明有利害关系
    InterestDeclared { account: AccountId, bar: i64 },
    /// 申请看举报人
    IdentityAsked { reason: Words },
    /// 同意看举报人
    IdentityGranted { to: AccountId, until: Moment },
    /// 紧急
    MarkedUrgent { reason: Words },
    /// 督办建议: a clock ran out
    SupervisionProposed { rule: String, nth: i64 },
    /// 督办建议搁置, with a reason
    ProposalSetAside { rule: String, nth: i64, reason: Words },
    /// 重发查询码
    CodeReissued { issue: u32 },
    /// 日历装入, provisional dates move
    CalendarLoaded { years: Vec<i32> },
    /// 接手历史件
    TakenOver,
    /// 开具文书: the bytes that went out are kept
    LetterIssued(Box<Issued>),
    /// 答复建议: the letter that answers it went out, and with it the suggestion is done
    SuggestionAnswered(Box<Issued>),
    /// 收回签字件: pages of a letter that came back signed
    LetterSigned {
        nth: u32,
        pages: Vec<FileId>,
        /// Which page of the letter each is; 0 for one that is none. Older events do not say.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<u32>,
    },
    /// 并入原件: a repeat goes on in the living matter (SM-PET 23)
    Merged { into: Other, known_by: String, reason: Words },
    /// 收入: the other side of it; her words and claims stand here too
    TookIn {
        from: Other,
        received_on: Day,
        words: Words,
        claims: Vec<Words>,
        label: i64,
        bars: Vec<i64>,
        /// How it is known that both are hers; where only people say so, her words are not shown with the other's slip.
        #[serde(default)]
        known_by: String,
        /// How she said last that she wants to be told, when nobody said that here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reach: Option<Sealed>,
    },
    /// 撤销并入, with its reason
    Unmerged { reason: Words },
    /// 退回收入的件: the other side of it
    GaveBack {
        from: Other,
        reason: Words,
        /// As it was known when it was taken in.
        #[serde(default)]
        known_by: String,
    },
    /// 又来了: brings a matter again that was answered (K-10)
    BroughtAgain { of: Other, known_by: String, reason: Words },
    /// 又被提起: the other side of it
    CameBack {
        by: Other,
        /// The day on which that was received.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_on: Option<Day>,
    },
    /// 撤销又来了: it does not bring that matter again, with the reason
    AgainUndone { of: Other, reason: Words },
    /// 不是又被提起: the other side of it
    CameBackUndone {
        by: Other,
        reason: Words,
        /// The first day on which one of those came that still bring it again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<Day>,
    },
    /// 另一件事: somebody looked, and it is not the same matter
    ToldApart { other: Other },
    /// 分出一件: claims that are a matter of their own now
    SplitOff { into: Other, claims: Vec<u32>, reason: Words },
    /// 同一人: she and a person of another matter are one
    PersonsJoined { subject: i64, other: Other, other_subject: i64, reason: Words },
    /// 不是同一人: they are two
    PersonsParted { subject: i64, other: Other, other_subject: i64, reason: Words },
    /// 提请确定受理机关 (art 24)
    CompetenceRaised { decider: OrganId, reason: Words },
    /// 确定受理机关: `ground` names nobody, it is shown to later dispatchers
    CompetenceDecided { to: OrganId, how: String, ground: String, class: String, area: AreaPath, reason: Words },
    /// 消息: sent, not to be sent, or overtaken; by the house
    Noticed { notices: Vec<i64>, state: NoticeState, way: String, why: String },
    /// 打电话、当面、去信告知: what came of it
    Called { notices: Vec<i64>, outcome: String },
    /// 再发一次
    NoticeRetried { notices: Vec<i64> },
    /// 怎么告诉本人: sealed under her own key
    ReachSet {
        subject: i64,
        reach: Sealed,
        /// Whether her contact is kept from whoever handles the matter (C-39); absent in what was written before this was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keep: Option<bool>,
    },
    /// 提醒本人: a right of hers is about to end
    Reminded { of: String },
    /// 紧急查看 (C-32): by who does not have the matter, for his eyes in that post, until then; `guarded` when the reason opens also what is
    /// told of with care; `reviewer` answers for the review
    EmergencyOpened { reason: String, words: Words, until: Moment, guarded: bool, reviewer: OrganId },
    /// 复核紧急查看: which of them, whether it was justified, and why
    EmergencyReviewed { nth: i64, justified: bool, words: Option<Words> },
    /// 合并、分立: another organ continues the powers (art 24); `held` when the matter was in its hands
    Succeeded { from: OrganId, to: OrganId, held: bool, article: String, basis: String },
    /// 定保管期限
    TermSet { term: String, basis: String },
    /// 只存不用: by the house when the term is over, or because she asked that it be erased while the law wants it kept
    StoredOnly {
        term: String,
        why: String,
        closed_on: Day,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_on: Option<Day>,
    },
    /// 提请销毁
    DestructionAsked { basis: String },
    /// 不同意销毁
    DestructionRefused { basis: String },
    /// 继续封存: a law wants it stored beyond its term
    KeptStored { basis: String, until: Day },
    /// 销毁: the keys that were left, of the narrative (0) and of persons, are destroyed
    Destroyed { basis: String, subjects: Vec<i64> },
    /// 抹去一人
    PersonErased { subject: i64, basis: String },
    /// 叙述已抹去: the key of the narrative is destroyed (a court's order, the end of keeping, all parties' data).
    NarrativeErased { basis: String },
}

impl Event {
    /// An event of today's shape.
    #[must_use]
    pub fn new(did: Did, clocks: Vec<ClockChange>) -> Self {
        Self { v: 1, did, clocks, files: vec![], stands_for: None, news: None }
    }

    /// The payload as it is stored and hashed.
    #[must_use]
    pub fn payload(&self) -> String {
        // Derived serialisation of plain data into memory has nothing that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Did {
    /// The subjects whose keys it destroys.
    #[must_use]
    pub fn erases(&self) -> &[i64] {
        match self {
            Self::PersonErased { subject, .. } => std::slice::from_ref(subject),
            Self::NarrativeErased { .. } => &[store::keys::NARRATIVE],
            Self::Destroyed { subjects, .. } => subjects,
            _ => &[],
        }
    }
}

/// Reads a stored payload, lifting old shapes to today's.
///
/// # Errors
/// The parser's sentence.
pub fn read(payload: &str) -> Result<Event, serde_json::Error> {
    serde_json::from_str(payload)
}

/// For reports: the outcome of a whole opinion, derived from its claims (`partly_support` when they differ).
#[must_use]
pub fn whole_outcome(outcomes: &[Outcome]) -> &'static str {
    match outcomes {
        [] => "",
        [first, rest @ ..] if rest.iter().all(|other| other == first) => first.code(),
        _ => "partly_support",
    }
}
