//! T-11 延期告知书 (art 34, C-16): the old day, how many days more, the new day, and why.

use super::{Common, Kind, Template, incomplete, must, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// A short name of the matter.
    pub summary: String,
    /// The day on which it was accepted.
    pub accepted_on: Option<Day>,
    /// The old day.
    pub due_before: Option<Day>,
    /// How many days more, at most thirty.
    pub days: i64,
    /// The new day.
    pub due_after: Option<Day>,
    /// Why.
    pub reason: String,
    /// Who approved it: 本单位负责人.
    pub approver: String,
}

impl Template for Extension {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Extension;
        self.common.check(kind)?;
        must(kind, "person", &self.person)?;
        must(kind, "reason", &self.reason)?;
        must(kind, "approver", &self.approver)?;
        if !(1..=30).contains(&self.days) {
            return Err(Refusal::new("EXT_TOO_LONG", "C-16").arg("max", 30).arg("asked", self.days).at("days"));
        }
        let before = self.due_before.ok_or_else(|| incomplete(kind, "due_before"))?;
        let after = self.due_after.ok_or_else(|| incomplete(kind, "due_after"))?;
        let accepted = self.accepted_on.map_or(String::new(), |day| format!("本单位于{}受理，", chinese_day(day)));
        let blocks = vec![
            Block::Plain(format!(
                "您反映“{}”的信访事项（编号：{}），{accepted}原定最晚在{}书面答复您。",
                self.summary,
                self.common.item,
                chinese_day(before)
            )),
            Block::Plain(format!(
                "因情况复杂，经{}批准，依照《信访工作条例》第三十四条的规定，办理期限延长{}日，最晚在{}书面答复您。延期只有这一次。",
                self.approver,
                self.days,
                chinese_day(after)
            )),
            Block::Plain(format!("延期理由：{}", sentence(&self.reason))),
            Block::Plain("特此告知。".to_owned()),
        ];
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项延期办理告知书".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}
