//! T-29 送达回证 (L4 arts 87–91 by analogy): which paper, to whom, which way; signed by her, or by two witnesses when she
//! will not take it.

use super::{Common, Kind, Template, must};
use crate::letter::{Block, Letter, Look};
use kernel::Refusal;

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// The paper's title.
    pub paper: String,
    /// The paper's number.
    pub paper_number: String,
    /// By which way, in words.
    pub way: String,
    /// Where.
    pub place: String,
}

impl Template for Service {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Service;
        self.common.check(kind)?;
        for (field, value) in [("person", &self.person), ("paper", &self.paper), ("paper_number", &self.paper_number), ("way", &self.way)] {
            must(kind, field, value)?;
        }
        let place = if self.place.trim().is_empty() { "\n".to_owned() } else { self.place.clone() };
        let blank = "　　　　年　　月　　日";
        let rows = vec![
            ("信访事项编号".to_owned(), self.common.item.clone()),
            ("送达文书".to_owned(), format!("{}（{}）", self.paper, self.paper_number)),
            ("受送达人".to_owned(), self.person.clone()),
            ("送达方式".to_owned(), self.way.clone()),
            ("送达地点".to_owned(), place),
            ("受送达人签名、日期".to_owned(), format!("\n{blank}")),
            ("代收人签名、与受送达人关系、日期".to_owned(), format!("\n{blank}")),
            ("拒收的事由和日期".to_owned(), format!("\n{blank}")),
            ("见证人签名（两人）".to_owned(), format!("\n{blank}")),
            ("送达人签名、日期".to_owned(), format!("\n{blank}")),
        ];
        Ok(Letter {
            kind,
            look: Look::Form,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "送达回证".to_owned(),
            to: String::new(),
            blocks: vec![Block::Rows(rows)],
            attachments: vec![],
            sign: self.common.sign(),
            note: String::new(),
        })
    }
}
