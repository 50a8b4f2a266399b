//! T-15 建议意见回复 (art 29, C-26): adopted, partly, or not; why; and thanks. "Noted" alone is no answer.

use super::{Common, Kind, Template, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::Refusal;

/// What becomes of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopted {
    /// 采纳
    Yes,
    /// 部分采纳
    Partly,
    /// 不予采纳
    No,
}

impl Adopted {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "予以采纳",
            Self::Partly => "部分采纳",
            Self::No => "不予采纳",
        }
    }

    /// Reads the form's word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "partly" => Some(Self::Partly),
            "no" => Some(Self::No),
            _ => None,
        }
    }
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// The day on which it was received.
    pub received_on: kernel::Day,
    /// A short name of it.
    pub summary: String,
    /// What becomes of it.
    pub adopted: Option<Adopted>,
    /// Why, and how it is carried out.
    pub reason: String,
    /// A reward, if any.
    pub reward: String,
}

/// Answers that say nothing.
const EMPTY_ANSWERS: [&str; 9] = ["收悉", "已收悉", "已阅", "阅", "知悉", "已知悉", "已收到", "感谢", "已转有关部门研究"];
/// A reason shorter than this says nothing either.
const FEWEST_CHARACTERS: usize = 10;

impl Template for Suggestion {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Suggestion;
        self.common.check(kind)?;
        must(kind, "person", &self.person)?;
        let Some(adopted) = self.adopted else { return Err(Refusal::new("REPLY_EMPTY", "C-26").at("adopted")) };
        let bare: String = self.reason.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if bare.chars().count() < FEWEST_CHARACTERS || EMPTY_ANSWERS.contains(&bare.as_str()) {
            return Err(Refusal::new("REPLY_EMPTY", "C-26").at("reason"));
        }
        let mut blocks = vec![Block::Plain(format!(
            "您于{}提出的“{}”的建议（编号：{}）收悉。经研究，对您的建议{}。",
            chinese_day(self.received_on),
            self.summary,
            self.common.item,
            adopted.words()
        ))];
        blocks.extend(paragraphs(&format!("理由和安排：{}", sentence(&self.reason))).map(Block::Plain));
        if !self.reward.is_empty() {
            blocks.push(Block::Plain(format!("奖励：{}", sentence(&self.reward))));
        }
        blocks.push(Block::Plain("感谢您对本地工作的关心，欢迎继续提出建议。".to_owned()));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "关于您所提建议的答复".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
