//! T-09 依法分类处理告知书 (arts 22(2), 28(2), 31; C-15): which procedure, by which law, before whom, until when.

use super::{Common, Kind, Template, incomplete, must, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diversion {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// A short name of the matter.
    pub summary: String,
    /// Which procedure.
    pub procedure: String,
    /// Statute and article.
    pub statute: String,
    /// Before which body, with its address.
    pub to_body: String,
    /// The day on which the time limit ends.
    pub limit_on: Option<Day>,
    /// What is known of the limit when no day is.
    pub limit_note: String,
}

impl Template for Diversion {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Diversion;
        self.common.check(kind)?;
        for (field, value) in [("person", &self.person), ("procedure", &self.procedure), ("statute", &self.statute), ("to_body", &self.to_body)] {
            must(kind, field, value)?;
        }
        let limit = match (self.limit_on, self.limit_note.trim()) {
            (Some(day), "") => format!("请在{}（含当日）以前提出，过期可能失去权利。", chinese_day(day)),
            (Some(day), note) => format!("请在{}（含当日）以前提出，过期可能失去权利；{}", chinese_day(day), sentence(note)),
            (None, "") => return Err(incomplete(kind, "limit_on")),
            (None, note) => sentence(note),
        };
        let blocks = vec![
            Block::Plain(format!(
                "您反映“{}”的信访事项（编号：{}），本单位于{}收到。经甄别，应当通过法定途径解决，现依照《信访工作条例》第二十八条第二款、第三十一条的规定告知您：",
                self.summary,
                self.common.item,
                chinese_day(self.received_on)
            )),
            Block::Plain(format!("办理途径：{}", sentence(&self.procedure))),
            Block::Plain(format!("法律依据：{}", sentence(&self.statute))),
            Block::Plain(format!("受理单位：{}", sentence(&self.to_body))),
            Block::Plain(format!("时限：{limit}")),
            Block::Plain("请律师有困难的，可以向法律援助机构申请法律援助（电话12348）。".to_owned()),
            Block::Plain("特此告知。".to_owned()),
        ];
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项依法分类处理告知书".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
