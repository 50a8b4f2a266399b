//! T-19 办结报告 (art 22(1)(iii)): to whoever assigned it, what came of each claim and what is still open.

use super::{Common, Kind, Template, incomplete, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, chinese_day, chinese_number};
use kernel::{Day, Refusal};

/// What came of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Result {
    /// What she asked for.
    pub claim: String,
    /// The outcome in words.
    pub outcome: String,
    /// How it was carried out or explained.
    pub execution: String,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What every letter has.
    pub common: Common,
    /// To whom: who assigned it.
    pub to: String,
    /// A short name of the matter.
    pub summary: String,
    /// The day on which it was assigned, or received when it was not.
    pub assigned_on: Day,
    /// The reply: its number and the day on which she received it.
    pub reply: Option<(String, Day)>,
    /// Claim by claim.
    pub results: Vec<Result>,
    /// What she says of it, in words: 满意, or 未评价.
    pub satisfaction: String,
    /// What may still come.
    pub risk: String,
    /// What goes with it.
    pub attachments: Vec<String>,
}

impl Template for Completion {
    fn compose(&self) -> std::result::Result<Letter, Refusal> {
        let kind = Kind::Completion;
        self.common.check(kind)?;
        must(kind, "to", &self.to)?;
        must(kind, "satisfaction", &self.satisfaction)?;
        must(kind, "risk", &self.risk)?;
        if self.results.is_empty() {
            return Err(incomplete(kind, "results"));
        }
        let (number, received_on) = self.reply.clone().ok_or_else(|| incomplete(kind, "reply"))?;
        let mut blocks = vec![Block::Plain(format!(
            "你单位于{}交办的“{}”信访事项（编号：{}），本单位已经办结。处理意见书（{}）已于{}送达信访人。现将结果报告如下：",
            chinese_day(self.assigned_on),
            self.summary,
            self.common.item,
            number,
            chinese_day(received_on)
        ))];
        blocks.push(Block::Heading("一、各项请求的办理结果".to_owned()));
        for (at, result) in self.results.iter().enumerate() {
            must(kind, "execution", &result.execution).map_err(|refusal| refusal.arg("claim", at + 1))?;
            blocks.push(Block::Lower(format!("（{}）{}", chinese_number(at + 1), result.claim.trim_end_matches('。'))));
            blocks.push(Block::Plain(format!("结果：{}。", result.outcome)));
            blocks.extend(paragraphs(&sentence(&result.execution)).map(Block::Plain));
        }
        blocks.push(Block::Heading("二、信访人的评价".to_owned()));
        blocks.push(Block::Plain(sentence(&self.satisfaction)));
        blocks.push(Block::Heading("三、尚存的问题".to_owned()));
        blocks.extend(paragraphs(&sentence(&self.risk)).map(Block::Plain));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项办结报告".to_owned(),
            to: self.to.clone(),
            blocks,
            attachments: self.attachments.clone(),
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
