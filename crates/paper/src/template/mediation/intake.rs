//! T-32 人民调解受理登记表 (L3 arts 17, 18): how the dispute came, what it is, and that every party agreed to be mediated.

use super::{
    Block, Common, Day, Kind, Letter, Look, Party, Refusal, Template, check_parties, chinese_day, incomplete, must, paper, parties_sign, to_sign,
};

/// How the dispute came to the committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// 当事人申请
    PartyApplication,
    /// 主动调解
    Proactive,
    /// 人民法院引导
    CourtGuided,
    /// 公安机关引导
    PoliceGuided,
    /// 信访对接
    PetitionLink,
    /// 热线转来
    Hotline,
    /// 网格发现
    Grid,
    /// 部门委托
    DepartmentEntrusted,
}

impl Source {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::PartyApplication => "当事人申请",
            Self::Proactive => "调解委员会主动调解",
            Self::CourtGuided => "人民法院告知、引导",
            Self::PoliceGuided => "公安机关告知、引导",
            Self::PetitionLink => "信访工作机构转来",
            Self::Hotline => "热线转来",
            Self::Grid => "网格排查发现",
            Self::DepartmentEntrusted => "有关部门委托",
        }
    }
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// What every paper has.
    pub common: Common,
    /// The day on which it was accepted.
    pub accepted_on: Day,
    /// The parties.
    pub parties: Vec<Party>,
    /// What kind of dispute, in words: 邻里纠纷.
    pub dispute: String,
    /// How it came.
    pub source: Option<Source>,
    /// What it is about.
    pub summary: String,
    /// The day by which it is to be mediated (M-01).
    pub until: Option<Day>,
    /// Who wrote it down.
    pub registrar: String,
}

impl Template for Intake {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Intake;
        self.common.check(kind)?;
        check_parties(kind, &self.parties)?;
        for (field, value) in [("dispute", &self.dispute), ("summary", &self.summary), ("registrar", &self.registrar)] {
            must(kind, field, value)?;
        }
        let source = self.source.ok_or_else(|| incomplete(kind, "source"))?;
        let mut rows = vec![
            ("受理日期".to_owned(), chinese_day(self.accepted_on)),
            ("纠纷类型".to_owned(), self.dispute.clone()),
            ("纠纷来源".to_owned(), source.words().to_owned()),
        ];
        rows.extend(self.parties.iter().map(Party::row));
        rows.push(("纠纷情况".to_owned(), self.summary.clone()));
        if let Some(until) = self.until {
            rows.push(("调解期限".to_owned(), format!("至{}；到期没有调解成的，各方都同意才延长", chinese_day(until))));
        }
        rows.push(("登记人".to_owned(), self.registrar.clone()));
        let mut blocks = vec![Block::Rows(rows)];
        blocks.push(Block::Plain("各方当事人都同意由本调解委员会调解，并已收到《人民调解权利义务告知书》。".to_owned()));
        let mut names = parties_sign(&self.parties);
        names.push("登记人".to_owned());
        blocks.extend(to_sign(&names));
        Ok(paper(kind, &self.common, Look::Deed, blocks))
    }
}
