//! The templates of section 5: typed fields in, a [`Letter`] out. One file a template.

mod acceptance;
mod assignment;
mod completion;
mod diversion;
mod extension;
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
}

impl Kind {
    /// Every template.
    pub const ALL: [Self; 14] = [
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
        }
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
