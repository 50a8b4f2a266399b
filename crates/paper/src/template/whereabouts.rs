//! T-05 转送、交办去向告知书 (art 23(1)): where it was sent, when, and what comes next there.

use super::{Common, Kind, Template, incomplete, must};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// A short name of the matter.
    pub summary: String,
    /// `转送` or `交办`.
    pub how: &'static str,
    /// Where it is now.
    pub sent_to: String,
    /// Since when.
    pub sent_on: Day,
    /// Its address and phone, as people reach it.
    pub sent_to_contact: String,
    /// Until when that body tells her in writing.
    pub next_by: Option<Day>,
    /// Whom to call when nothing comes.
    pub watch_phone: String,
}

impl Template for Whereabouts {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Whereabouts;
        self.common.check(kind)?;
        must(kind, "person", &self.person)?;
        must(kind, "sent_to", &self.sent_to)?;
        let next_by = self.next_by.ok_or_else(|| incomplete(kind, "next_by"))?;
        let mut blocks = vec![Block::Plain(format!(
            "您反映“{}”的信访事项（编号：{}），本单位于{}收到。依照《信访工作条例》第二十二条、第二十三条的规定，已于{}{}{}处理。",
            self.summary,
            self.common.item,
            chinese_day(self.received_on),
            chinese_day(self.sent_on),
            self.how,
            self.sent_to
        ))];
        blocks.push(Block::Plain(format!("{}应当在{}前书面告知您是否受理、由谁办理。", self.sent_to, chinese_day(next_by))));
        if !self.sent_to_contact.is_empty() {
            blocks.push(Block::Plain(format!("该单位联系方式：{}。", self.sent_to_contact)));
        }
        let watch = if self.watch_phone.is_empty() {
            String::new()
        } else {
            format!("到期没有收到书面告知的，可以打监督电话{}。", self.watch_phone)
        };
        blocks.push(Block::Plain(format!("凭登记回执上的查询码，可以随时查看办理进展。{watch}")));
        blocks.push(Block::Plain("特此告知。".to_owned()));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项去向告知书".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
