//! T-03 转送函 (art 22(1)(ii)): to the competent body, with the dates that begin there.

use super::{Common, Kind, Template, incomplete, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub to: String,
    /// Who asked: a name, or 群众.
    pub person: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// A short name of the matter.
    pub summary: String,
    /// What she asks for.
    pub claims: Vec<String>,
    /// Why that body is competent.
    pub reason: String,
    /// Until when it tells her in writing (P-03).
    pub notice_by: Option<Day>,
    /// Until when it may object (P-04).
    pub objection_by: Option<Day>,
    /// What goes with it.
    pub attachments: Vec<String>,
}

impl Template for Referral {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Referral;
        self.common.check(kind)?;
        must(kind, "to", &self.to)?;
        must(kind, "summary", &self.summary)?;
        must(kind, "reason", &self.reason)?;
        let notice_by = self.notice_by.ok_or_else(|| incomplete(kind, "notice_by"))?;
        let objection_by = self.objection_by.ok_or_else(|| incomplete(kind, "objection_by"))?;
        let mut blocks = self.opening("现转送你单位处理", "转送理由");
        blocks.push(Block::Plain(format!(
            "请你单位于{}前书面告知信访人是否受理，依法办理。认为不属于本单位职权范围的，请于{}前提出异议并详细说明理由（《信访工作条例》第二十三条第三款）。",
            chinese_day(notice_by),
            chinese_day(objection_by)
        )));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "关于转送信访事项的函".to_owned(),
            to: self.to.clone(),
            blocks,
            attachments: self.attachments.clone(),
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}

impl Referral {
    /// What came in, why it goes there, and what she asks for; 交办 begins the same way.
    pub(super) fn opening(&self, what_now: &str, why: &str) -> Vec<Block> {
        let person = if self.person.is_empty() { "群众" } else { &self.person };
        let opening = format!(
            "{}反映“{}”的信访事项（编号：{}），本单位于{}收到，属你单位职权，{what_now}。{why}：{}",
            person,
            self.summary,
            self.common.item,
            chinese_day(self.received_on),
            sentence(&self.reason)
        );
        let mut blocks: Vec<Block> = paragraphs(&opening).map(Block::Plain).collect();
        match self.claims.as_slice() {
            [] => {}
            [one] => {
                blocks.push(Block::Plain("信访人的请求是：".to_owned()));
                blocks.push(Block::Hers(sentence(one)));
            }
            many => {
                blocks.push(Block::Plain("信访人的请求是：".to_owned()));
                blocks.extend(many.iter().enumerate().map(|(at, claim)| Block::Hers(format!("{}.{}", at + 1, sentence(claim)))));
            }
        }
        blocks
    }
}
