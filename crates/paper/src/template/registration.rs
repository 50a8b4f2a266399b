//! T-01 来访登记表 (arts 19, 20): what she said and how she confirmed it, as a form to sign.

use super::{Common, Kind, Template, must};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// What every letter has; its number is the matter's own.
    pub common: Common,
    /// By which way, in words.
    pub channel: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// Her name; empty when she left none.
    pub person: String,
    /// Her address.
    pub address: String,
    /// Her phone.
    pub her_phone: String,
    /// How many came.
    pub head_count: u32,
    /// The representatives, at most five.
    pub representatives: Vec<String>,
    /// What she asks for.
    pub claims: Vec<String>,
    /// What she said, as she said it.
    pub words: String,
    /// What she brought.
    pub evidence: Vec<String>,
    /// Earlier petitions on the same matter, by their numbers: that one, and no count of hers (C-34).
    pub earlier: Vec<String>,
    /// Who wrote it down.
    pub officer: String,
    /// How she confirmed it, in words; empty for what she wrote herself.
    pub confirmed: String,
}

impl Template for Registration {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Registration;
        self.common.check(kind)?;
        for (field, value) in [("channel", &self.channel), ("words", &self.words), ("officer", &self.officer)] {
            must(kind, field, value)?;
        }
        if self.representatives.len() > 5 {
            return Err(Refusal::new("TOO_MANY_REPRESENTATIVES", "L1 art 20(3)").arg("max", 5).at("representatives"));
        }
        let or = |text: &str, other: &str| if text.trim().is_empty() { other.to_owned() } else { text.to_owned() };
        let list = |texts: &[String], none: &str| {
            let lines: Vec<String> = texts.iter().enumerate().map(|(at, text)| format!("{}.{}", at + 1, text)).collect();
            if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
        };
        let rows = vec![
            ("编号".to_owned(), self.common.item.clone()),
            ("形式".to_owned(), self.channel.clone()),
            ("收到日期".to_owned(), chinese_day(self.received_on)),
            ("姓名".to_owned(), or(&self.person, "（未留姓名）")),
            ("住址".to_owned(), or(&self.address, "（未留）")),
            ("电话".to_owned(), or(&self.her_phone, "（未留）")),
            ("来访人数".to_owned(), format!("{}人", self.head_count)),
            ("代表".to_owned(), list(&self.representatives, "无")),
            ("请求".to_owned(), list(&self.claims, "见下")),
            ("事实和理由（按本人原话）".to_owned(), self.words.clone()),
            ("所附材料".to_owned(), list(&self.evidence, "无")),
            ("同一事项以前的编号".to_owned(), if self.earlier.is_empty() { "无".to_owned() } else { self.earlier.join("、") }),
            ("本人确认".to_owned(), or(&self.confirmed, "本人书写")),
            ("登记人".to_owned(), self.officer.clone()),
        ];
        Ok(Letter {
            kind,
            look: Look::Form,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项登记表".to_owned(),
            to: String::new(),
            blocks: vec![Block::Rows(rows), Block::Blanks(vec!["本人签名（按手印）".to_owned(), "登记人签名".to_owned()])],
            attachments: vec![],
            sign: self.common.sign(),
            note: String::new(),
        })
    }
}
