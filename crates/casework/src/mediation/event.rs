//! What can have happened to a mediation.
//!
//! One command leaves one event, with what it did to the clocks. Payloads are JSON with a version. Their kinds begin with `Mediation`, so
//! that whoever walks the ledger knows which room reads them.

use super::model::{Agreement, Authority, Axis, Consent, FromPetition, Grade, Hand, Kind, Party, Risk, Ruling, Safety, Session, Together};
use crate::petition::{
    event::{ClockChange, FileRow},
    model::{Paper, Words},
};
use kernel::{
    Day, Moment,
    area::AreaPath,
    id::{AccountId, FileId, OrganId},
    sealed::Sealed,
};
use serde::{Deserialize, Serialize};

/// An event of a mediation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The version of this shape.
    pub v: u8,
    /// What was done.
    pub did: Did,
    /// What it did to the clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockChange>,
    /// The rows of the files that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRow>,
    /// For whom it was done, when a deputy did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<AccountId>,
    /// Which party acted, with her own code; 0 for an officer or the house.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub by_party: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_nobody(party: &i64) -> bool {
    *party == 0
}

/// The first word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its number.
    pub number: String,
    /// The counter that it was drawn from.
    pub counter: String,
    /// Whence.
    pub source: String,
    /// Which kind.
    pub kind: Kind,
    /// How hard.
    pub grade: Grade,
    /// Of which type.
    pub dispute: String,
    /// Who wrote it down.
    pub origin: OrganId,
    /// When the first word came.
    pub received_at: Moment,
    /// Where it is about.
    pub area: AreaPath,
    /// The number elsewhere.
    pub outside_number: String,
    /// Whose.
    pub outside_body: String,
    /// The petition that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petition: Option<FromPetition>,
    /// A short name.
    pub title: Words,
    /// What was told.
    pub words: Words,
    /// What is asked for.
    pub requests: Vec<Words>,
    /// The parties.
    pub parties: Vec<Party>,
    /// Label bits.
    pub label: i64,
    /// Papers that came with it.
    pub papers: Vec<Paper>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what their names say; the variants are documented")]
pub enum Did {
    /// 登记
    Opened(Box<Opened>),
    /// 派给
    Dispatched { to: OrganId, reason: Words },
    /// 接手
    Taken,
    /// 退回: not ours, and whose
    SentBack { reason: Words, body: String },
    /// 加一方
    PartyAdded { party: Party },
    /// 改分类
    Sorted { kind: Kind, grade: Grade, dispute: String, label: i64 },
    /// 同意、不同意: of these parties; `accepted` when these were the last
    Consented { parties: Vec<i64>, consent: Consent, how: String, accepted: bool },
    /// 不再同意 (art 23): by a party
    ConsentWithdrawn { party: i64, reason: Option<Words> },
    /// 定调解员 (art 19)
    MediatorSet { account: AccountId, chosen: bool },
    /// 披露 (C-45): by the mediator himself
    Disclosed { account: AccountId, relation: String, words: Option<Words> },
    /// 知道有关系仍同意
    RelationAccepted { party: i64, account: AccountId },
    /// 换调解员: refused by a party, or stepped back
    MediatorLeft { account: AccountId, party: i64, reason: Words },
    /// 告知权利义务
    RightsTold { parties: Vec<i64>, how: String },
    /// 请人帮助 (art 20), all agreed
    HelperInvited { who: Words, quality: String },
    /// 约定调解
    SessionSet { session: Session },
    /// 调解记录
    SessionHeld { nth: i64, began: Moment, ended: Moment, present: Vec<i64>, record: Words, together: Together },
    /// 取消调解
    SessionDropped { nth: i64, reason: Words },
    /// 单独谈的话 (C-47)
    ToldApart { party: i64, note: Sealed },
    /// 释法, and what goes beside it
    LawTold { text: String, words: Words, gentle: Option<Words> },
    /// 无争议事实, signed by all
    FactsAgreed { words: Words, evidence: Option<FileId> },
    /// 发现风险 (art 25)
    RiskSeen { risk: Risk, words: Words },
    /// 各方同意延长
    TermExtended { until: Day },
    /// 拟定协议
    Drafted { agreement: Agreement },
    /// 签名、盖章; `effective` when it was the last that is needed
    Signed { party: i64, mediator: AccountId, hand: Hand, file: Option<FileId>, effective: Option<Day> },
    /// 口头协议: the mediator's record (arts 28, 30)
    OralAgreed { effective: Day },
    /// 履行了、没履行
    PromiseTold { nth: i64, kept: bool, words: Words, evidence: Option<FileId>, last: bool },
    /// 再次调解
    MediatedAgain { reason: Words },
    /// 共同申请司法确认 (C-44)
    ConfirmationAsked { court: String, by: Vec<i64>, evidence: Option<FileId> },
    /// 法院裁定
    ConfirmationRuled { ruling: Ruling, document: String, evidence: Option<FileId> },
    /// 回访
    FollowedUp { party: i64, way: String, words: Words, said: Option<Words>, risks: Option<Words>, measures: Option<Words> },
    /// 补当事人情况: her card as it is now
    PartyDescribed { party: i64, card: Sealed },
    /// 开具文书: kept as the bytes that went out
    PaperMade { nth: i64, kind: String, file: FileId },
    /// 解事、解气、解心: in her own words (C-59)
    AxisSaid { party: i64, axis: Axis, words: Sealed },
    /// 终止调解 (art 26)
    Terminated { reason: String, words: Words },
    /// 结案
    Closed { note: Option<Words> },
    /// 归档
    Archived,
    /// 添一份材料
    PaperAdded { paper: Paper },
    /// 记一笔
    Noted { words: Words },
    /// 家暴筛查: spoken with alone
    Screened { safety: Safety },
    /// 强制报告
    Reported { to: Authority, number: String, evidence: Option<FileId> },
    /// 保护令
    OrderRecorded { number: String, no_contact: bool, until: Day, evidence: Option<FileId> },
    /// 公安处理结果
    PoliceActed { outcome: String },
    /// 重发查询码
    CodeReissued { party: i64, issue: u32 },
    /// 声明利害关系: does not see it any more
    InterestDeclared { bar: i64 },
    /// 日历公布后的期限
    CalendarLoaded { years: Vec<i32> },
    /// 删除个人信息
    PersonErased { subject: i64, basis: String },
}

impl Event {
    /// An event of today's shape.
    #[must_use]
    pub const fn new(did: Did, clocks: Vec<ClockChange>) -> Self {
        Self { v: 1, did, clocks, files: vec![], stands_for: None, by_party: 0 }
    }

    /// The payload as the ledger keeps it.
    #[must_use]
    pub fn payload(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The files that it names.
    #[must_use]
    pub fn named(&self) -> Vec<FileId> {
        match &self.did {
            Did::Opened(first) => first.papers.iter().map(|paper| paper.file).collect(),
            Did::PaperAdded { paper } => vec![paper.file],
            Did::PaperMade { file, .. } => vec![*file],
            Did::FactsAgreed { evidence, .. }
            | Did::PromiseTold { evidence, .. }
            | Did::ConfirmationAsked { evidence, .. }
            | Did::ConfirmationRuled { evidence, .. }
            | Did::Reported { evidence, .. }
            | Did::OrderRecorded { evidence, .. } => evidence.iter().copied().collect(),
            Did::Signed { file, .. } => file.iter().copied().collect(),
            _ => vec![],
        }
    }

    /// The subjects whose keys it destroyed.
    #[must_use]
    pub fn erases(&self) -> Vec<i64> {
        match &self.did {
            Did::PersonErased { subject, .. } => vec![*subject, super::model::apart_of(*subject)],
            _ => vec![],
        }
    }
}

/// Reads a payload.
///
/// # Errors
/// What serde says of a payload that is none.
pub fn read(payload: &str) -> Result<Event, serde_json::Error> {
    serde_json::from_str(payload)
}

/// What every kind of a mediation's events begins with.
pub const PREFIX: &str = "Mediation";

impl Did {
    /// The kind, as the ledger names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opened(_) => "MediationOpened",
            Self::Dispatched { .. } => "MediationDispatched",
            Self::Taken => "MediationTaken",
            Self::SentBack { .. } => "MediationSentBack",
            Self::PartyAdded { .. } => "MediationPartyAdded",
            Self::Sorted { .. } => "MediationSorted",
            Self::Consented { .. } => "MediationConsented",
            Self::ConsentWithdrawn { .. } => "MediationConsentWithdrawn",
            Self::MediatorSet { .. } => "MediationMediatorSet",
            Self::Disclosed { .. } => "MediationDisclosed",
            Self::RelationAccepted { .. } => "MediationRelationAccepted",
            Self::MediatorLeft { .. } => "MediationMediatorLeft",
            Self::RightsTold { .. } => "MediationRightsTold",
            Self::HelperInvited { .. } => "MediationHelperInvited",
            Self::SessionSet { .. } => "MediationSessionSet",
            Self::SessionHeld { .. } => "MediationSessionHeld",
            Self::SessionDropped { .. } => "MediationSessionDropped",
            Self::ToldApart { .. } => "MediationToldApart",
            Self::LawTold { .. } => "MediationLawTold",
            Self::FactsAgreed { .. } => "MediationFactsAgreed",
            Self::RiskSeen { .. } => "MediationRiskSeen",
            Self::TermExtended { .. } => "MediationTermExtended",
            Self::Drafted { .. } => "MediationDrafted",
            Self::Signed { .. } => "MediationSigned",
            Self::OralAgreed { .. } => "MediationOralAgreed",
            Self::PromiseTold { .. } => "MediationPromiseTold",
            Self::MediatedAgain { .. } => "MediationMediatedAgain",
            Self::ConfirmationAsked { .. } => "MediationConfirmationAsked",
            Self::ConfirmationRuled { .. } => "MediationConfirmationRuled",
            Self::FollowedUp { .. } => "MediationFollowedUp",
            Self::PartyDescribed { .. } => "MediationPartyDescribed",
            Self::PaperMade { .. } => "MediationPaperMade",
            Self::AxisSaid { .. } => "MediationAxisSaid",
            Self::Terminated { .. } => "MediationTerminated",
            Self::Closed { .. } => "MediationClosed",
            Self::Archived => "MediationArchived",
            Self::PaperAdded { .. } => "MediationPaperAdded",
            Self::Noted { .. } => "MediationNoted",
            Self::Screened { .. } => "MediationScreened",
            Self::Reported { .. } => "MediationReported",
            Self::OrderRecorded { .. } => "MediationOrderRecorded",
            Self::PoliceActed { .. } => "MediationPoliceActed",
            Self::CodeReissued { .. } => "MediationCodeReissued",
            Self::InterestDeclared { .. } => "MediationInterestDeclared",
            Self::CalendarLoaded { .. } => "MediationCalendarLoaded",
            Self::PersonErased { .. } => "MediationPersonErased",
        }
    }
}
