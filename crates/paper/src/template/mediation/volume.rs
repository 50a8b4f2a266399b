//! T-30 人民调解卷宗 (L3 art 27; W8): one dispute, one file. Cover, index of the thirteen items with their pages, back. Binding it into one PDF is
//! [`crate::bind`]'s; pages count from the first page of the first item, the cover and the index do not count.

use super::{Block, Common, Day, Kind, Letter, Look, Refusal, Template, chinese_day, incomplete, must, must_any, paper};
use crate::letter::Grid;

/// What the file is made of, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// 1 申请书 or 受理登记表
    Application,
    /// 2 权利义务告知书
    Rights,
    /// 3 当事人身份证明
    Identity,
    /// 4 授权委托书
    Authority,
    /// 5 调查记录
    Investigation,
    /// 6 证据材料
    Evidence,
    /// 7 调解记录
    Record,
    /// 8 协议书, 口头协议登记表 or 终止调解告知书
    Result,
    /// 9 履行凭证
    Performance,
    /// 10 回访记录
    FollowUp,
    /// 11 司法确认材料
    Confirmation,
    /// 12 卷宗情况说明
    Notes,
    /// 13 封底
    Back,
}

impl Item {
    /// All thirteen.
    pub const ALL: [Self; 13] = [
        Self::Application,
        Self::Rights,
        Self::Identity,
        Self::Authority,
        Self::Investigation,
        Self::Evidence,
        Self::Record,
        Self::Result,
        Self::Performance,
        Self::FollowUp,
        Self::Confirmation,
        Self::Notes,
        Self::Back,
    ];

    /// Its name in the index.
    #[must_use]
    pub const fn name(self, outcome: Outcome) -> &'static str {
        match self {
            Self::Application => "人民调解申请书（受理登记表）",
            Self::Rights => "人民调解权利义务告知书",
            Self::Identity => "当事人身份证明",
            Self::Authority => "授权委托书",
            Self::Investigation => "调查记录",
            Self::Evidence => "证据材料",
            Self::Record => "调解记录",
            Self::Result => match outcome {
                Outcome::Written => "人民调解协议书",
                Outcome::Oral => "口头协议登记表",
                Outcome::Ended => "终止调解告知书",
            },
            Self::Performance => "履行凭证",
            Self::FollowUp => "回访记录",
            Self::Confirmation => "司法确认材料",
            Self::Notes => "卷宗情况说明",
            Self::Back => "封底",
        }
    }

    /// Whether a file without it is refused; the back is always made.
    #[must_use]
    pub const fn is_must(self) -> bool {
        matches!(self, Self::Application | Self::Rights | Self::Identity | Self::Record | Self::Result | Self::Back)
    }

    /// The field that is named when it is missing.
    const fn field(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Rights => "rights",
            Self::Identity => "identity",
            Self::Authority => "authority",
            Self::Investigation => "investigation",
            Self::Evidence => "evidence",
            Self::Record => "record",
            Self::Result => "result",
            Self::Performance => "performance",
            Self::FollowUp => "follow_up",
            Self::Confirmation => "confirmation",
            Self::Notes => "notes",
            Self::Back => "back",
        }
    }
}

/// How the mediation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A written agreement.
    Written,
    /// An agreement by word of mouth.
    Oral,
    /// No agreement.
    Ended,
}

impl Outcome {
    const fn words(self) -> &'static str {
        match self {
            Self::Written => "达成书面调解协议",
            Self::Oral => "达成口头调解协议",
            Self::Ended => "终止调解",
        }
    }
}

/// A paper in the file: which item it belongs to, and how many pages it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The item.
    pub item: Item,
    /// Its pages.
    pub pages: u32,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// What every paper has; its number is the file's: 横人调字〔2025〕第12号.
    pub common: Common,
    /// Its title: 何水根与钱月仙相邻噪声纠纷.
    pub title: String,
    /// What kind of dispute.
    pub dispute: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The mediators.
    pub mediators: Vec<String>,
    /// The day on which it was accepted.
    pub from: Option<Day>,
    /// The day on which it ended.
    pub to: Option<Day>,
    /// Who filed it.
    pub filer: String,
    /// The day on which it was filed.
    pub filed_on: Option<Day>,
    /// How long it is kept, in words: 长期（30年）.
    pub retention: String,
    /// Remarks; may be empty.
    pub notes: String,
    /// The papers, in the order in which they lie.
    pub pieces: Vec<Piece>,
}

impl Volume {
    /// The cover.
    ///
    /// # Errors
    /// `LETTER_INCOMPLETE`.
    pub fn cover(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Volume;
        let (from, to, filed_on) = self.check()?;
        let mut rows = vec![
            ("案件名称".to_owned(), self.title.clone()),
            ("纠纷类型".to_owned(), self.dispute.clone()),
            ("调解结果".to_owned(), self.outcome.words().to_owned()),
            ("调解员".to_owned(), self.mediators.join("、")),
            ("调解日期".to_owned(), format!("{}至{}", chinese_day(from), chinese_day(to))),
            ("立卷人".to_owned(), self.filer.clone()),
            ("立卷日期".to_owned(), chinese_day(filed_on)),
            ("保管期限".to_owned(), self.retention.clone()),
            ("页数".to_owned(), format!("卷内共{}页", self.pages())),
        ];
        rows.push(("备注".to_owned(), if self.notes.trim().is_empty() { "无".to_owned() } else { self.notes.clone() }));
        Ok(paper(kind, &self.common, Look::Cover, vec![Block::Rows(rows)]))
    }

    /// The back: who checked how many pages.
    ///
    /// # Errors
    /// `LETTER_INCOMPLETE`.
    pub fn back(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Volume;
        let (_, _, filed_on) = self.check()?;
        let rows = vec![
            ("卷宗编号".to_owned(), self.common.number.clone()),
            ("页数".to_owned(), format!("卷内共{}页，页码连续", self.pages())),
            ("立卷人".to_owned(), self.filer.clone()),
            ("立卷日期".to_owned(), chinese_day(filed_on)),
            ("检查人".to_owned(), "\n".to_owned()),
            ("检查日期".to_owned(), "\n".to_owned()),
        ];
        let cover = paper(kind, &self.common, Look::Cover, vec![Block::Rows(rows)]);
        Ok(Letter { title: "卷宗封底".to_owned(), ..cover })
    }

    /// How many pages the papers have together.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.pages).sum()
    }

    fn check(&self) -> Result<(Day, Day, Day), Refusal> {
        let kind = Kind::Volume;
        self.common.check(kind)?;
        for (field, value) in [("title", &self.title), ("dispute", &self.dispute), ("filer", &self.filer), ("retention", &self.retention)] {
            must(kind, field, value)?;
        }
        must_any(kind, "mediators", &self.mediators)?;
        let day = |field, day: Option<Day>| day.ok_or_else(|| incomplete(kind, field));
        Ok((day("from", self.from)?, day("to", self.to)?, day("filed_on", self.filed_on)?))
    }
}

/// The index. Its papers have to lie in the order of the items.
impl Template for Volume {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Volume;
        self.check()?;
        if !self.pieces.is_sorted_by_key(|piece| piece.item) {
            return Err(Refusal::new("VOLUME_ORDER", "T-30").at("pieces"));
        }
        if self.pieces.iter().any(|piece| piece.pages == 0 || piece.item == Item::Back) {
            return Err(incomplete(kind, "pieces"));
        }
        let mut grid = Grid::new([("序号", 16), ("材料名称", 86), ("要求", 28), ("页码", 26)]);
        let mut before = 0;
        for (nth, item) in (1_usize..).zip(Item::ALL) {
            let many: u32 = self.pieces.iter().filter(|piece| piece.item == item).map(|piece| piece.pages).sum();
            let pages = match (item, many) {
                (Item::Back, _) => "—".to_owned(),
                (_, 0) if item.is_must() => return Err(incomplete(kind, item.field())),
                (_, 0) => "无".to_owned(),
                (_, 1) => (before + 1).to_string(),
                (_, many) => format!("{}—{}", before + 1, before + many),
            };
            before += many;
            let asked = if item.is_must() { "必备" } else { "有则入卷" };
            grid.rows.push(vec![nth.to_string(), item.name(self.outcome).to_owned(), asked.to_owned(), pages]);
        }
        let letter = paper(kind, &self.common, Look::Record, vec![Block::Table(grid)]);
        Ok(Letter { title: "卷内目录".to_owned(), ..letter })
    }
}
