//! The templates of section 5: typed fields in, a [`Letter`] out. One file a template.

mod acceptance;
mod assignment;
mod completion;
mod diversion;
mod extension;
pub mod mediation;
mod non_acceptance;
mod objection;
mod opinion;
mod receipt;
mod referral;
mod registration;
mod service;
mod suggestion;
mod whereabouts;

pub use acceptance::Acceptance;
pub use assignment::Assignment;
pub use completion::{Completion, Result};
pub use diversion::Diversion;
pub use extension::Extension;
pub use non_acceptance::NonAcceptance;
pub use objection::Objection;
pub use opinion::{Answer, Opinion, Remedy};
pub use receipt::Receipt;
pub use referral::Referral;
pub use registration::Registration;
pub use service::Service;
pub use suggestion::{Adopted, Suggestion};
pub use whereabouts::Whereabouts;

use crate::letter::{Letter, Sign, chinese_day};
use kernel::{Day, Refusal};
use serde::{Deserialize, Serialize};

/// Which template; the stored word is its number in section 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// 来访登记表
    #[serde(rename = "T-01")]
    Registration,
    /// 登记回执
    #[serde(rename = "T-02")]
    Receipt,
    /// 转送函
    #[serde(rename = "T-03")]
    Referral,
    /// 交办函
    #[serde(rename = "T-04")]
    Assignment,
    /// 去向告知书
    #[serde(rename = "T-05")]
    Whereabouts,
    /// 受理告知书
    #[serde(rename = "T-06")]
    Acceptance,
    /// 不予受理告知书
    #[serde(rename = "T-07")]
    NonAcceptance,
    /// 依法分类处理告知书
    #[serde(rename = "T-09")]
    Diversion,
    /// 异议函
    #[serde(rename = "T-10")]
    Objection,
    /// 延期告知书
    #[serde(rename = "T-11")]
    Extension,
    /// 处理意见书
    #[serde(rename = "T-13")]
    Opinion,
    /// 建议意见回复
    #[serde(rename = "T-15")]
    Suggestion,
    /// 办结报告
    #[serde(rename = "T-19")]
    Completion,
    /// 送达回证
    #[serde(rename = "T-29")]
    Service,
    /// 人民调解卷宗
    #[serde(rename = "T-30")]
    Volume,
    /// 人民调解申请书
    #[serde(rename = "T-31")]
    Application,
    /// 人民调解受理登记表
    #[serde(rename = "T-32")]
    Intake,
    /// 人民调解权利义务告知书
    #[serde(rename = "T-33")]
    Rights,
    /// 调解记录
    #[serde(rename = "T-34")]
    Record,
    /// 人民调解协议书
    #[serde(rename = "T-35")]
    Agreement,
    /// 人民调解口头协议登记表
    #[serde(rename = "T-36")]
    OralAgreement,
    /// 终止调解告知书
    #[serde(rename = "T-37")]
    Termination,
    /// 人民调解回访记录
    #[serde(rename = "T-38")]
    FollowUp,
    /// 司法确认申请书
    #[serde(rename = "T-39")]
    Confirmation,
    /// 委托调解函
    #[serde(rename = "T-40")]
    Entrustment,
    /// 家庭暴力情况记录
    #[serde(rename = "T-41")]
    Violence,
}

impl Kind {
    /// Every template.
    pub const ALL: [Self; 26] = [
        Self::Registration,
        Self::Receipt,
        Self::Referral,
        Self::Assignment,
        Self::Whereabouts,
        Self::Acceptance,
        Self::NonAcceptance,
        Self::Diversion,
        Self::Objection,
        Self::Extension,
        Self::Opinion,
        Self::Suggestion,
        Self::Completion,
        Self::Service,
        Self::Volume,
        Self::Application,
        Self::Intake,
        Self::Rights,
        Self::Record,
        Self::Agreement,
        Self::OralAgreement,
        Self::Termination,
        Self::FollowUp,
        Self::Confirmation,
        Self::Entrustment,
        Self::Violence,
    ];

    /// Those of a petition.
    pub const PETITION: [Self; 14] = [
        Self::Registration,
        Self::Receipt,
        Self::Referral,
        Self::Assignment,
        Self::Whereabouts,
        Self::Acceptance,
        Self::NonAcceptance,
        Self::Diversion,
        Self::Objection,
        Self::Extension,
        Self::Opinion,
        Self::Suggestion,
        Self::Completion,
        Self::Service,
    ];

    /// Those of people's mediation (人民调解).
    pub const MEDIATION: [Self; 12] = [
        Self::Volume,
        Self::Application,
        Self::Intake,
        Self::Rights,
        Self::Record,
        Self::Agreement,
        Self::OralAgreement,
        Self::Termination,
        Self::FollowUp,
        Self::Confirmation,
        Self::Entrustment,
        Self::Violence,
    ];

    /// Its number.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registration => "T-01",
            Self::Receipt => "T-02",
            Self::Referral => "T-03",
            Self::Assignment => "T-04",
            Self::Whereabouts => "T-05",
            Self::Acceptance => "T-06",
            Self::NonAcceptance => "T-07",
            Self::Diversion => "T-09",
            Self::Objection => "T-10",
            Self::Extension => "T-11",
            Self::Opinion => "T-13",
            Self::Suggestion => "T-15",
            Self::Completion => "T-19",
            Self::Service => "T-29",
            Self::Volume => "T-30",
            Self::Application => "T-31",
            Self::Intake => "T-32",
            Self::Rights => "T-33",
            Self::Record => "T-34",
            Self::Agreement => "T-35",
            Self::OralAgreement => "T-36",
            Self::Termination => "T-37",
            Self::FollowUp => "T-38",
            Self::Confirmation => "T-39",
            Self::Entrustment => "T-40",
            Self::Violence => "T-41",
        }
    }

    /// Reads a number.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What stands in its number between the body's word and the year: 横政`信复`〔2025〕12号.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registration => "信登",
            Self::Receipt => "信回",
            Self::Referral => "信转",
            Self::Assignment => "信交",
            Self::Whereabouts => "信告",
            Self::Acceptance => "信受",
            Self::NonAcceptance => "信不受",
            Self::Diversion => "信导",
            Self::Objection => "信异",
            Self::Extension => "信延",
            Self::Opinion | Self::Suggestion => "信复",
            Self::Completion => "信结",
            Self::Service => "信送",
            _ => "人调字",
        }
    }

    /// What it is called when nothing more is known: the title of its paper, or of the first of its papers.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Registration => "信访事项登记表",
            Self::Receipt => "信访事项登记回执",
            Self::Referral => "关于转送信访事项的函",
            Self::Assignment => "关于交办信访事项的函",
            Self::Whereabouts => "信访事项去向告知书",
            Self::Acceptance => "信访事项受理告知书",
            Self::NonAcceptance => "信访事项不予受理告知书",
            Self::Diversion => "信访事项依法分类处理告知书",
            Self::Objection => "关于信访事项的异议函",
            Self::Extension => "信访事项延期办理告知书",
            Self::Opinion => "信访事项处理意见书",
            Self::Suggestion => "关于您所提建议的答复",
            Self::Completion => "信访事项办结报告",
            Self::Service => "送达回证",
            Self::Volume => "人民调解卷宗",
            Self::Application => "人民调解申请书",
            Self::Intake => "人民调解受理登记表",
            Self::Rights => "人民调解权利义务告知书",
            Self::Record => "调解记录",
            Self::Agreement => "人民调解协议书",
            Self::OralAgreement => "人民调解口头协议登记表",
            Self::Termination => "终止调解告知书",
            Self::FollowUp => "人民调解回访记录",
            Self::Confirmation => "司法确认申请书",
            Self::Entrustment => "委托调解函",
            Self::Violence => "家庭暴力情况记录",
        }
    }

    /// A number: 横政信复〔2025〕12号; in people's mediation that of the file, 横人调字〔2025〕第12号. `body` is the body's word,
    /// `year` the year of four digits, `nth` counts from 1.
    #[must_use]
    pub fn number(self, body: &str, year: i32, nth: u32) -> String {
        let ordinal = if Self::MEDIATION.contains(&self) { "第" } else { "" };
        format!("{body}{}〔{year}〕{ordinal}{nth}号", self.word())
    }

    /// Whether it is written to the person with the grievance: then she sees it on her page.
    #[must_use]
    pub const fn is_hers(self) -> bool {
        matches!(
            self,
            Self::Receipt
                | Self::Whereabouts
                | Self::Acceptance
                | Self::NonAcceptance
                | Self::Diversion
                | Self::Extension
                | Self::Opinion
                | Self::Suggestion
                | Self::Rights
                | Self::Agreement
                | Self::Termination
        )
    }
}

/// What every letter has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The issuing body's full name, never an internal office.
    pub body: String,
    /// Its number.
    pub number: String,
    /// The matter's number: 横访〔2025〕0442.
    pub item: String,
    /// The day of issue.
    pub day: Day,
    /// Whom to ask.
    pub contact: String,
    /// Where.
    pub phone: String,
}

impl Common {
    fn sign(&self) -> Option<Sign> {
        Some(Sign { body: self.body.clone(), day: chinese_day(self.day) })
    }

    fn note(&self) -> String {
        match (self.contact.is_empty(), self.phone.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("（联系电话：{}）", self.phone),
            (false, true) => format!("（联系人：{}）", self.contact),
            (false, false) => format!("（联系人：{}　电话：{}）", self.contact, self.phone),
        }
    }

    fn check(&self, kind: Kind) -> std::result::Result<(), Refusal> {
        must(kind, "body", &self.body)?;
        must(kind, "number", &self.number)?;
        must(kind, "item", &self.item)
    }
}

/// A template with its fields.
pub trait Template {
    /// The letter.
    ///
    /// # Errors
    /// `LETTER_INCOMPLETE` names the required field that is empty; what else the template's rule refuses.
    fn compose(&self) -> std::result::Result<Letter, Refusal>;
}

/// Refuses an empty field by name.
fn must(kind: Kind, field: &'static str, value: &str) -> std::result::Result<(), Refusal> {
    if value.trim().is_empty() { Err(incomplete(kind, field)) } else { Ok(()) }
}

fn incomplete(kind: Kind, field: &'static str) -> Refusal {
    Refusal::new("LETTER_INCOMPLETE", kind.code()).arg("field", field).arg("template", kind.code()).at(field)
}

/// Paragraphs of a text that somebody typed.
fn paragraphs(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(|line| line.trim().trim_start_matches('\u{3000}').to_owned()).filter(|line| !line.is_empty())
}

/// A sentence with its full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['。', '！', '？', '；', '：']) {
        text.to_owned()
    } else {
        format!("{}。", text.trim_end_matches(['.', ';', '，', '、']))
    }
}
