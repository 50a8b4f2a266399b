//! T-02 登记回执 (arts 18(1), 21(2); C-03): the number and the first date with its sum. The code that opens her matter is on the slip in
//! her hand; whoever keeps a copy of this letter must not hold it, so a copy that is kept is set without one.

use super::{Common, Kind, Template, incomplete, must};
use crate::letter::{Block, Letter, Look, chinese_day};
use kernel::{Day, Refusal};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What every letter has; its number is the matter's own.
    pub common: Common,
    /// To whom; empty when she left no name.
    pub person: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// What she asks for.
    pub claims: Vec<String>,
    /// How the record was confirmed, in words; empty for what she wrote herself.
    pub confirmed: String,
    /// Who has it.
    pub holder: String,
    /// The query code in groups of four; empty in a letter of which a copy is kept.
    pub code: String,
    /// What is owed first.
    pub owed: String,
    /// The last lawful day of it.
    pub due: Option<Day>,
    /// The sum of that day, with its article.
    pub sum: String,
    /// The fingerprint of the record.
    pub fingerprint: String,
    /// Whom to call when it goes wrong.
    pub watch_phone: String,
}

impl Template for Receipt {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Receipt;
        self.common.check(kind)?;
        must(kind, "watch_phone", &self.watch_phone)?;
        let due = self.due.ok_or_else(|| incomplete(kind, "due"))?;
        let confirmed = if self.confirmed.is_empty() { String::new() } else { format!("{}。", self.confirmed) };
        let claims: Vec<String> = self.claims.iter().enumerate().map(|(at, claim)| format!("{}.{}", at + 1, claim.trim_end_matches('。'))).collect();
        let mut rows = vec![];
        if !claims.is_empty() {
            rows.push(("您的请求".to_owned(), claims.join("；")));
        }
        // Who can be asked here is an officer of the body that registered it: of whoever has it now he is none.
        let asked = [self.common.body.as_str(), &self.common.contact, &self.common.phone].join("　").trim().to_owned();
        if self.holder == self.common.body {
            rows.push(("谁在办".to_owned(), asked));
        } else {
            rows.push(("谁在办".to_owned(), self.holder.clone()));
            rows.push(("谁登记的".to_owned(), asked));
        }
        rows.push(("最晚哪天".to_owned(), format!("{}前{}（{}）", chinese_day(due), self.owed, self.sum)));
        let code = if self.code.is_empty() { "在当面交给您的查询条上，本件和存档都不印" } else { &self.code };
        rows.push(("查询码".to_owned(), code.to_owned()));
        if !self.fingerprint.is_empty() {
            rows.push(("记录指纹".to_owned(), self.fingerprint.clone()));
        }
        let blocks = vec![
            Block::Plain(format!("您于{}反映的事项已经登记，编号{}。{confirmed}", chinese_day(self.received_on), self.common.item)),
            Block::Rows(rows),
            Block::Plain(format!("凭查询码可以随时查看进展、补充、评价。办得不好，可以打监督电话{}。", self.watch_phone)),
        ];
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项登记回执".to_owned(),
            to: if self.person.is_empty() { "信访人".to_owned() } else { self.person.clone() },
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: String::new(),
        })
    }
}
