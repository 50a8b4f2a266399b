//! T-07 不予受理告知书 (arts 19(3), 23): the reason, its basis, where to go instead, and how to complain about this notice.

use super::{Common, Kind, Template, must, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonAcceptance {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// A short name of the matter.
    pub summary: String,
    /// The code of the reason.
    pub reason: String,
    /// The reason in words.
    pub reason_words: String,
    /// What the reason rests on in this matter.
    pub facts: String,
    /// The article.
    pub basis: String,
    /// Where to go; must for NA3.
    pub right_body: String,
    /// Where to complain about this notice.
    pub complain_to: String,
}

impl Template for NonAcceptance {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::NonAcceptance;
        self.common.check(kind)?;
        for (field, value) in [
            ("person", &self.person),
            ("reason", &self.reason_words),
            ("facts", &self.facts),
            ("basis", &self.basis),
            ("complain_to", &self.complain_to),
        ] {
            must(kind, field, value)?;
        }
        if self.reason == "NA3_out_of_remit" {
            must(kind, "right_body", &self.right_body)?;
        }
        let mut blocks = vec![
            Block::Plain(format!(
                "您反映“{}”的信访事项（编号：{}），本单位于{}收到。经审查，决定不予受理。",
                self.summary,
                self.common.item,
                chinese_day(self.received_on)
            )),
            Block::Plain(format!("理由：{}{}", sentence(&self.reason_words), sentence(&self.facts))),
            Block::Plain(format!("依据：{}", sentence(&self.basis))),
        ];
        if !self.right_body.is_empty() {
            blocks.push(Block::Plain(format!("这件事请向{}提出。", self.right_body)));
        }
        blocks.push(Block::Plain(format!("您认为不予受理的决定不当的，可以向{}反映，要求督办。", self.complain_to)));
        blocks.push(Block::Plain("特此告知。".to_owned()));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项不予受理告知书".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
