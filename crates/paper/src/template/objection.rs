//! T-10 异议函 (art 23(3), C-11): not our remit, with detailed reasons, within five working days.

use super::{Common, Kind, Template, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// What every letter has.
    pub common: Common,
    /// To whom: who sent it.
    pub to: String,
    /// The day on which it came here.
    pub received_on: Day,
    /// A short name of the matter.
    pub summary: String,
    /// Why not.
    pub reasons: String,
    /// Which body is believed competent.
    pub competent: String,
}

impl Template for Objection {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Objection;
        self.common.check(kind)?;
        must(kind, "to", &self.to)?;
        must(kind, "reasons", &self.reasons)?;
        let mut blocks = vec![Block::Plain(format!(
            "你单位转来“{}”的信访事项（编号：{}），本单位于{}收到。经审查，认为不属于本单位职权范围，现依照《信访工作条例》第二十三条第三款提出异议。",
            self.summary,
            self.common.item,
            chinese_day(self.received_on)
        ))];
        blocks.extend(paragraphs(&format!("理由：{}", sentence(&self.reasons))).map(Block::Plain));
        if !self.competent.is_empty() {
            blocks.push(Block::Plain(format!("本单位认为该事项由{}办理为宜。", self.competent)));
        }
        blocks.push(Block::Plain("有关材料一并退回，请予核实决定。".to_owned()));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "关于信访事项的异议函".to_owned(),
            to: self.to.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
