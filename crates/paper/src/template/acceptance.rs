//! T-06 受理告知书 (arts 23, 28(3), 34): what is accepted, by which way, until when, and who handles it.

use super::{Common, Kind, Template, incomplete, must, sentence};
use crate::letter::{Block, Letter, Look, chinese_day, chinese_number};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// The day from which the term counts.
    pub accepted_on: Day,
    /// What is accepted, one by one: her words.
    pub matters: Vec<String>,
    /// By which way of art 31, in words.
    pub procedure: String,
    /// Until when she is answered in writing (P-05).
    pub answer_by: Option<Day>,
    /// Who handles it, when that is known.
    pub officer: String,
}

impl Template for Acceptance {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Acceptance;
        self.common.check(kind)?;
        must(kind, "person", &self.person)?;
        must(kind, "procedure", &self.procedure)?;
        if self.matters.iter().all(|matter| matter.trim().is_empty()) {
            return Err(incomplete(kind, "matters"));
        }
        let answer_by = self.answer_by.ok_or_else(|| incomplete(kind, "answer_by"))?;
        let mut blocks = vec![Block::Plain(format!(
            "您于{}提出的信访事项（编号：{}）收悉。经审查，属于本单位职权范围，依照《信访工作条例》第二十三条的规定，决定予以受理，受理日期为{}。受理的事项是：",
            chinese_day(self.received_on),
            self.common.item,
            chinese_day(self.accepted_on)
        ))];
        match self.matters.as_slice() {
            [one] => blocks.push(Block::Hers(sentence(one))),
            many => {
                blocks.extend(many.iter().enumerate().map(|(at, matter)| Block::Hers(format!("（{}）{}", chinese_number(at + 1), sentence(matter)))))
            }
        }
        blocks.push(Block::Plain(format!("办理途径：{}", sentence(&self.procedure))));
        let officer = if self.officer.is_empty() { String::new() } else { format!("承办人：{}。", self.officer) };
        blocks.push(Block::Plain(format!(
            "{officer}本单位最晚在{}书面答复您（自受理之日起六十日，《信访工作条例》第三十四条；情况复杂需要延期的，会在这一天以前书面告知您）。",
            chinese_day(answer_by)
        )));
        blocks.push(Block::Plain(
            "承办人与您的事项或者与您有直接利害关系的，您有权要求其回避（《信访工作条例》第二十八条第三款）。凭登记回执上的查询码，可以随时查看办理进展、补充材料。".to_owned(),
        ));
        blocks.push(Block::Plain("特此告知。".to_owned()));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项受理告知书".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
