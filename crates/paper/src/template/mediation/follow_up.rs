//! T-38 人民调解回访记录 (L3 art 31(2)): whether what was agreed is being done, and what may still come.

use super::{Block, Common, Day, Kind, Letter, Look, Refusal, Template, chinese_day, incomplete, must, paper, to_sign};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What every paper has.
    pub common: Common,
    /// Who was visited.
    pub party: String,
    /// The agreement's number.
    pub agreement: String,
    /// The day.
    pub on: Option<Day>,
    /// How: 上门, 电话.
    pub way: String,
    /// What has been done of the agreement, and what not.
    pub performance: String,
    /// What the party says of it.
    pub satisfaction: String,
    /// What may still come.
    pub risks: String,
    /// What is done about it.
    pub measures: String,
    /// Who visited.
    pub visitor: String,
}

impl Template for FollowUp {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::FollowUp;
        self.common.check(kind)?;
        let on = self.on.ok_or_else(|| incomplete(kind, "on"))?;
        let fields = [
            ("party", "被回访人", &self.party),
            ("agreement", "协议编号", &self.agreement),
            ("way", "回访方式", &self.way),
            ("performance", "履行情况", &self.performance),
            ("satisfaction", "本人意见", &self.satisfaction),
            ("risks", "尚存隐患", &self.risks),
            ("measures", "采取措施", &self.measures),
            ("visitor", "回访人", &self.visitor),
        ];
        let mut rows = vec![("回访日期".to_owned(), chinese_day(on))];
        for (field, name, value) in fields {
            must(kind, field, value)?;
            rows.push((name.to_owned(), value.clone()));
        }
        let mut blocks = vec![Block::Rows(rows)];
        blocks.push(Block::Plain("以上记录与回访情况相符。".to_owned()));
        blocks.extend(to_sign(&["被回访人".to_owned(), "回访人".to_owned()]));
        Ok(paper(kind, &self.common, Look::Record, blocks))
    }
}
