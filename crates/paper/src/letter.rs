//! What a letter is, before any look is put on it.

use crate::Kind;
use kernel::Day;
use serde::Serialize;

/// How the first page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// 信函格式 (GB/T 9704 §10.1): the body's name in red, a red double rule above and below.
    Letter,
    /// A form: title and table, no red head.
    Form,
    /// A deed or record: title, number below it, no red head; signed at its end, with room for the seal where a body signs.
    Deed,
    /// As a deed, but signed by people alone: no body's name and no seal at its end. `sign` dates the document.
    Record,
    /// The cover of a file, or its back; `sign` dates it.
    Cover,
}

/// A table with a head, which stands again on every page that it goes on to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grid {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A column of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What stands above it.
    pub name: String,
    /// How wide it is, millimetres; all columns together are 156.
    pub wide: u16,
}

impl Grid {
    /// A table with these columns and no row yet.
    #[must_use]
    pub fn new<const MANY: usize>(columns: [(&str, u16); MANY]) -> Self {
        let columns = columns.into_iter().map(|(name, wide)| Column { name: name.to_owned(), wide }).collect();
        Self { columns, rows: vec![] }
    }

    /// Every text in it, the head first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str()).chain(self.rows.iter().flatten().map(String::as_str))
    }
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph in 仿宋, its first line two characters in.
    Plain(String),
    /// 一、 a heading of the first level, 黑体.
    Heading(String),
    /// （一） a heading of the second level, 楷体.
    Lower(String),
    /// What the person said, 楷体: hers, not the office's; no lint reads it.
    Hers(String),
    /// A table of names and values.
    Rows(Vec<(String, String)>),
    /// A table with a head.
    Table(Grid),
    /// Places to sign: a name and a blank line each.
    Blanks(Vec<String>),
}

/// Who signs, and on which day. Room for the seal is left above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// The body's full name.
    pub body: String,
    /// `2025年10月28日`.
    pub day: String,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The template it came from.
    pub kind: Kind,
    /// How its first page looks.
    pub look: Look,
    /// The issuing body's full name, in the red head.
    pub body: String,
    /// 横政信复〔2025〕12号; empty for what the parties write themselves.
    pub number: String,
    /// Its title.
    pub title: String,
    /// 主送机关 or the person, without the colon; empty for a form.
    pub to: String,
    /// The text.
    pub blocks: Vec<Block>,
    /// What goes with it.
    pub attachments: Vec<String>,
    /// The signature; what has no day in it is refused by the archive's form of PDF.
    pub sign: Option<Sign>,
    /// 附注, in brackets below the date: whom to ask.
    pub note: String,
}

impl Letter {
    /// Every text of the letter that the office wrote: what the lint reads.
    pub fn own_words(&self) -> impl Iterator<Item = &str> {
        let blocks = self.blocks.iter().flat_map(|block| match block {
            Block::Plain(text) | Block::Heading(text) | Block::Lower(text) => vec![text.as_str()],
            Block::Rows(rows) => rows.iter().map(|(_, value)| value.as_str()).collect(),
            Block::Table(grid) => grid.texts().collect(),
            Block::Hers(_) | Block::Blanks(_) => vec![],
        });
        [self.title.as_str(), self.note.as_str()].into_iter().chain(blocks).chain(self.attachments.iter().map(String::as_str))
    }

    /// Every character that has to be printed.
    #[must_use]
    pub fn all_text(&self) -> String {
        let mut all = [self.body.as_str(), &self.number, &self.title, &self.to, &self.note].concat();
        for block in &self.blocks {
            match block {
                Block::Plain(text) | Block::Heading(text) | Block::Lower(text) | Block::Hers(text) => all.push_str(text),
                Block::Rows(rows) => rows.iter().for_each(|(name, value)| {
                    all.push_str(name);
                    all.push_str(value);
                }),
                Block::Table(grid) => grid.texts().for_each(|text| all.push_str(text)),
                Block::Blanks(names) => names.iter().for_each(|name| all.push_str(name)),
            }
        }
        self.attachments.iter().for_each(|text| all.push_str(text));
        if let Some(sign) = &self.sign {
            all.push_str(&sign.body);
            all.push_str(&sign.day);
        }
        all
    }
}

/// A day as a letter writes it: `2025年10月28日`, without leading zeros.
#[must_use]
pub fn chinese_day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month())
}

/// Counting as documents count: 一, 二 … 十, 十一 … 九十九.
#[must_use]
pub fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number % 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_are_written_as_in_documents() {
        assert_eq!(chinese_day(Day::new(2025, 3, 8).unwrap()), "2025年3月8日");
        assert_eq!([1, 10, 12, 20, 34].map(chinese_number), ["一", "十", "十二", "二十", "三十四"]);
    }
}
