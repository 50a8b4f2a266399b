//! T-04 交办函 (art 22(1)(iii)): as a referral, with a term, a result that is owed, and a report.

use super::{Kind, Referral, Template, incomplete, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// As T-03.
    pub referral: Referral,
    /// In how many days.
    pub term_days: i64,
    /// What result is owed.
    pub result: String,
    /// Until when the report is owed (P-10).
    pub report_by: Option<Day>,
}

impl Template for Assignment {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Assignment;
        let (referral, common) = (&self.referral, &self.referral.common);
        common.check(kind)?;
        must(kind, "to", &referral.to)?;
        must(kind, "summary", &referral.summary)?;
        must(kind, "reason", &referral.reason)?;
        must(kind, "result", &self.result)?;
        let notice_by = referral.notice_by.ok_or_else(|| incomplete(kind, "notice_by"))?;
        let objection_by = referral.objection_by.ok_or_else(|| incomplete(kind, "objection_by"))?;
        let report_by = self.report_by.ok_or_else(|| incomplete(kind, "report_by"))?;
        let mut blocks = referral.opening("现交由你单位办理", "交办理由");
        blocks.extend(paragraphs(&format!("办理要求：{}", sentence(&self.result))).map(Block::Plain));
        blocks.push(Block::Plain(format!(
            "请你单位于{}前书面告知信访人是否受理；自交办之日起{}日内办结，于{}前向本单位反馈结果并提交办结报告。认为不属于本单位职权范围的，请于{}前提出异议并详细说明理由（《信访工作条例》第二十二条第一款第三项、第二十三条第三款）。",
            chinese_day(notice_by),
            self.term_days,
            chinese_day(report_by),
            chinese_day(objection_by)
        )));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: common.body.clone(),
            number: common.number.clone(),
            title: "关于交办信访事项的函".to_owned(),
            to: referral.to.clone(),
            blocks,
            attachments: referral.attachments.clone(),
            sign: common.sign(),
            note: common.note(),
        })
    }
}
