//! T-41 家庭暴力情况记录 and 强制报告单 (L9 arts 13–17, 20; L10 art 6; L11 art 11; C-50 … C-52, C-55). One set of facts, two sheets: the police learn who
//! reported and where the victim can be found; the copy in the file has neither. There is no sheet for the other side.

use super::{
    Block, Common, Day, Kind, Letter, Look, Refusal, Template, chinese_day, incomplete, listed, must, must_any, paper, paragraphs, sentence,
};
use kernel::law::wording::letters;

/// Who reported it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reporter {
    /// The victim herself.
    Victim,
    /// Somebody else, who is named to the police alone.
    Other {
        /// The name.
        name: String,
        /// How to reach them.
        contact: String,
        /// Who they are: 邻居, 小学老师.
        relation: String,
    },
}

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// 强制报告单: to the police.
    Police,
    /// 家庭暴力情况记录: the copy in the file.
    File,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violence {
    /// What every paper has.
    pub common: Common,
    /// The police station that it is reported to.
    pub police: String,
    /// The victim.
    pub victim: String,
    /// Why she cannot protect herself: 无民事行为能力人, 未成年人; empty for an adult who can.
    pub capacity: String,
    /// Where she is now and how she is reached safely; to the police alone.
    pub refuge: String,
    /// Her phone, if a new one; to the police alone.
    pub refuge_contact: String,
    /// Who is said to have done it, and in which relation to her.
    pub offender: String,
    /// When it happened: 2025年11月5日20时许.
    pub happened: String,
    /// Where it happened.
    pub place: String,
    /// What she says, as she says it.
    pub words: String,
    /// What she wants, recorded apart from the offender (C-53).
    pub will: String,
    /// Injuries; 未见外伤 where none are seen.
    pub injuries: String,
    /// Photos and papers, by their place in the file.
    pub evidence: Vec<String>,
    /// Who reported.
    pub reporter: Option<Reporter>,
    /// When it became known here: day and time in words.
    pub known_at: String,
    /// When it was reported to the police: day.
    pub reported_on: Option<Day>,
    /// At what time.
    pub reported_time: String,
    /// The number that the police gave it; required in the file's copy (C-50).
    pub receipt: String,
    /// What was done at once.
    pub measures: Vec<String>,
    /// Who wrote it down.
    pub recorder: String,
}

impl Violence {
    /// One of the two sheets.
    ///
    /// # Errors
    /// `LETTER_INCOMPLETE` names the empty field; `REPORTER_TOLD` when the file's copy would say, in a text that was typed, who
    /// reported or where she is.
    pub fn sheet(&self, sheet: Sheet) -> Result<Letter, Refusal> {
        let kind = Kind::Violence;
        self.common.check(kind)?;
        for (field, value) in [
            ("police", &self.police),
            ("victim", &self.victim),
            ("offender", &self.offender),
            ("happened", &self.happened),
            ("place", &self.place),
            ("words", &self.words),
            ("injuries", &self.injuries),
            ("known_at", &self.known_at),
            ("recorder", &self.recorder),
        ] {
            must(kind, field, value)?;
        }
        must_any(kind, "evidence", &self.evidence)?;
        must_any(kind, "measures", &self.measures)?;
        let reporter = self.reporter.as_ref().ok_or_else(|| incomplete(kind, "reporter"))?;
        if let Reporter::Other { name, contact, relation } = reporter {
            for (field, value) in [("reporter", name), ("reporter_contact", contact), ("relation", relation)] {
                must(kind, field, value)?;
            }
        }
        let reported_on = self.reported_on.ok_or_else(|| incomplete(kind, "reported_on"))?;
        match sheet {
            Sheet::Police => self.report(reporter, reported_on),
            Sheet::File => self.record(reporter, reported_on),
        }
    }

    fn report(&self, reporter: &Reporter, reported_on: Day) -> Result<Letter, Refusal> {
        let kind = Kind::Violence;
        must(kind, "refuge", &self.refuge)?;
        let who = match reporter {
            Reporter::Victim => "受害人本人".to_owned(),
            Reporter::Other { name, contact, relation } => format!("{name}（{relation}），联系方式：{contact}"),
        };
        let refuge = if self.refuge_contact.trim().is_empty() { self.refuge.clone() } else { format!("{}\n{}", self.refuge, self.refuge_contact) };
        let mut rows = vec![("报告时间".to_owned(), format!("{}{}", chinese_day(reported_on), self.reported_time))];
        rows.extend(self.facts());
        rows.extend([
            ("现在住处和安全联系".to_owned(), refuge),
            ("报案人".to_owned(), format!("（保密）{who}")),
            ("接警编号".to_owned(), if self.receipt.trim().is_empty() { "\n".to_owned() } else { self.receipt.clone() }),
        ]);
        let blocks = vec![
            Block::Plain(
                "现依照《中华人民共和国反家庭暴力法》第十四条（涉及未成年人的，并依照《中华人民共和国未成年人保护法》第十一条）报告如下。请对报案人的信息保密，不要让加害人知道受害人现在的住处和联系方式："
                    .to_owned(),
            ),
            Block::Rows(rows),
            Block::Plain("请填写接警编号，将回执交报告单位。".to_owned()),
            Block::Blanks(vec!["接警民警".to_owned(), "报告单位经办人".to_owned()]),
        ];
        let letter = paper(kind, &self.common, Look::Deed, blocks);
        Ok(Letter {
            title: "家庭暴力强制报告单".to_owned(),
            to: self.police.clone(),
            note: "（本单仅送公安机关，不入调解卷宗）".to_owned(),
            ..letter
        })
    }

    fn record(&self, reporter: &Reporter, reported_on: Day) -> Result<Letter, Refusal> {
        let kind = Kind::Violence;
        must(kind, "will", &self.will)?;
        must(kind, "receipt", &self.receipt)?;
        let mut rows = self.facts();
        rows.extend([
            ("住处和联系".to_owned(), "依法保密，不入卷".to_owned()),
            ("报案人".to_owned(), "依法保密，不入卷".to_owned()),
            ("报告公安".to_owned(), format!("{}{}，{}，接警编号：{}", chinese_day(reported_on), self.reported_time, self.police, self.receipt)),
            ("受害人意愿（单独听取）".to_owned(), self.will.clone()),
        ]);
        let mut blocks = vec![Block::Rows(rows), Block::Plain(format!("记录人：{}。受害人的陈述是避开加害人单独听取的。", self.recorder))];
        blocks.extend(super::to_sign(&["受害人（愿意签的）".to_owned(), "记录人".to_owned()]));
        let letter = paper(kind, &self.common, Look::Deed, blocks);
        let text = letters(&letter.all_text());
        let mut hidden = vec![("refuge", &self.refuge), ("refuge_contact", &self.refuge_contact)];
        if let Reporter::Other { name, contact, .. } = reporter {
            hidden.extend([("reporter", name), ("reporter_contact", contact)]);
        }
        let told = hidden.into_iter().find(|(_, value)| !value.trim().is_empty() && text.contains(&letters(value)));
        told.map_or(Ok(letter), |(field, _)| Err(Refusal::new("REPORTER_TOLD", "C-52").arg("what", field).at(field)))
    }

    /// What both sheets say.
    fn facts(&self) -> Vec<(String, String)> {
        let victim = if self.capacity.trim().is_empty() { self.victim.clone() } else { format!("{}（{}）", self.victim, self.capacity) };
        let words: Vec<String> = paragraphs(&sentence(&self.words)).collect();
        vec![
            ("受害人".to_owned(), victim),
            ("被指加害人".to_owned(), self.offender.clone()),
            ("发生时间、地点".to_owned(), format!("{}，{}", self.happened, self.place)),
            ("得知时间".to_owned(), self.known_at.clone()),
            ("受害人陈述（原话）".to_owned(), words.join("\n")),
            ("伤情".to_owned(), self.injuries.clone()),
            ("照片和证据".to_owned(), listed(&self.evidence, "无")),
            ("已采取措施".to_owned(), listed(&self.measures, "无")),
        ]
    }
}

/// The copy in the file, which is the one without secrets.
impl Template for Violence {
    fn compose(&self) -> Result<Letter, Refusal> {
        self.sheet(Sheet::File)
    }
}
