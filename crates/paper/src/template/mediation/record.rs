//! T-34 调查记录 and 调解记录 (L3 arts 21, 27): when, where, who, what was told them, what they stated of the facts, what came of
//! it. What a party offered to bring peace is not written down: it may never be used against that party (C-47).

use super::{Block, Common, Day, Kind, Letter, Look, Refusal, Template, chinese_day, incomplete, listed, must, must_any, paper, to_sign};
use kernel::law::wording::letters;

/// Which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// 调查记录
    Investigation,
    /// 调解记录
    Mediation,
}

/// A statement of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who made it: 甲方何水根.
    pub who: String,
    /// What was said of the facts.
    pub words: String,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What every paper has.
    pub common: Common,
    /// Which record.
    pub session: Session,
    /// The day.
    pub on: Option<Day>,
    /// From when to when: 9时00分至10时20分.
    pub time: String,
    /// Where.
    pub place: String,
    /// What it is about.
    pub matter: String,
    /// Who was there, and as what.
    pub participants: Vec<String>,
    /// How the rights and duties were told: by whom, and that they were understood.
    pub told: String,
    /// What was stated.
    pub statements: Vec<Statement>,
    /// Evidence that was shown.
    pub evidence: Vec<String>,
    /// What came of it.
    pub result: String,
    /// Who signs as a party, or was questioned.
    pub signers: Vec<String>,
    /// The mediators.
    pub mediators: Vec<String>,
    /// Who wrote it down.
    pub recorder: String,
}

/// Words with which one gives way. Such a sentence is an offer and no fact.
const OFFERS: [&str; 14] = [
    "愿意让",
    "愿意少",
    "可以少要",
    "可以让步",
    "愿意让步",
    "愿让步",
    "最多赔",
    "最多给",
    "最低接受",
    "底线是",
    "如果他肯",
    "为了和解",
    "各退一步",
    "愿意各承担",
];

impl Template for Record {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Record;
        self.common.check(kind)?;
        let on = self.on.ok_or_else(|| incomplete(kind, "on"))?;
        for (field, value) in [
            ("time", &self.time),
            ("place", &self.place),
            ("matter", &self.matter),
            ("told", &self.told),
            ("result", &self.result),
            ("recorder", &self.recorder),
        ] {
            must(kind, field, value)?;
        }
        must_any(kind, "participants", &self.participants)?;
        must_any(kind, "signers", &self.signers)?;
        must_any(kind, "mediators", &self.mediators)?;
        if self.statements.is_empty() {
            return Err(incomplete(kind, "statements"));
        }
        for (nth, statement) in (1_usize..).zip(&self.statements) {
            must(kind, "who", &statement.who)?;
            must(kind, "statements", &statement.words)?;
            let words = letters(&statement.words);
            if let Some(offer) = OFFERS.into_iter().find(|offer| words.contains(offer)) {
                return Err(Refusal::new("CONCESSION_RECORDED", "C-47").arg("wording", offer).arg("statement", nth).at("statements"));
            }
        }
        let rows = vec![
            ("时间".to_owned(), format!("{}{}", chinese_day(on), self.time)),
            ("地点".to_owned(), self.place.clone()),
            ("事由".to_owned(), self.matter.clone()),
            ("参加人".to_owned(), self.participants.join("\n")),
            ("告知情况".to_owned(), self.told.clone()),
            ("证据材料".to_owned(), listed(&self.evidence, "无")),
        ];
        let (title, heading, result, closes) = match self.session {
            Session::Investigation => ("调查记录", "被调查人陈述", "调查结果", "以上记录本人看过（已向本人宣读），与所述相符。"),
            Session::Mediation => {
                ("调解记录", "各方对事实的陈述", "调解结果", "以上记录已经各方看过（已向各方宣读），与所述相符。为和解所作的让步没有记入。")
            }
        };
        let mut blocks = vec![Block::Rows(rows), Block::Heading(heading.to_owned())];
        blocks.extend(self.statements.iter().flat_map(|statement| {
            let text = format!("{}：{}", statement.who, super::sentence(&statement.words));
            super::paragraphs(&text).map(Block::Hers).collect::<Vec<_>>()
        }));
        blocks.push(Block::Heading(result.to_owned()));
        blocks.extend(super::paragraphs(&super::sentence(&self.result)).map(Block::Plain));
        blocks.push(Block::Plain(closes.to_owned()));
        let officials = self.mediators.iter().map(|name| format!("调解员{name}")).chain([format!("记录人{}", self.recorder)]);
        blocks.extend(to_sign(&self.signers.iter().cloned().chain(officials).collect::<Vec<_>>()));
        Ok(Letter { title: title.to_owned(), ..paper(kind, &self.common, Look::Record, blocks) })
    }
}
