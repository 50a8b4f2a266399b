//! What a sheet would do, row by row: the same for the dry run and for the run, so that the one tells the truth of the other.

use super::{columns::Kind, sheet::Sheet};
use kernel::Refusal;
use serde::Serialize;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is new.
    Added,
    /// It was there and is otherwise now.
    Changed,
    /// It was there, just so.
    Known,
    /// It is not taken in; the others are.
    Refused,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Refused, Self::Known];

    /// For message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Known => "known",
            Self::Refused => "refused",
        }
    }
}

/// Something about one cell: why a row is refused, or what changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The column's key.
    pub column: &'static str,
    /// Why, as in the message `setup-why-…`; `now` for a value that changes.
    pub code: &'static str,
    /// What stands in the cell, or `old → new`.
    pub value: String,
}

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number on the screen.
    pub row: u64,
    /// What it is about: the organ, the place, the person.
    pub name: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why, and what changes.
    pub notes: Vec<Note>,
}

impl Line {
    /// A row that does something, or nothing.
    #[must_use]
    pub fn new(row: u64, name: &str, outcome: Outcome) -> Self {
        Self { row, name: name.to_owned(), outcome, notes: vec![] }
    }

    /// A row that is not taken in.
    #[must_use]
    pub fn refused(row: u64, name: &str, column: &'static str, code: &'static str, value: &str) -> Self {
        Self { notes: vec![Note { column, code, value: value.to_owned() }], ..Self::new(row, name, Outcome::Refused) }
    }
}

/// What a sheet does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Row by row, in the sheet's order.
    pub lines: Vec<Line>,
}

impl Plan {
    /// How many rows come to this.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }

    /// Whether anything would be written.
    #[must_use]
    pub fn does_something(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.outcome, Outcome::Added | Outcome::Changed))
    }
}

/// The cells of a sheet by the columns of its kind.
pub struct Cells<'a> {
    sheet: &'a Sheet,
    at: Vec<(&'static str, usize)>,
}

impl<'a> Cells<'a> {
    /// Finds the columns.
    ///
    /// # Errors
    /// `SHEET_COLUMN` (SU-1) with the column that is needed and not there.
    pub fn of(kind: Kind, sheet: &'a Sheet) -> Result<Self, Refusal> {
        let mut at = vec![];
        for column in kind.columns() {
            let found = sheet.heading.iter().position(|name| column.is_called(name));
            match found {
                Some(index) => at.push((column.key, index)),
                None if column.must => return Err(Refusal::new("SHEET_COLUMN", "SU-1").arg("column", column.zh).at("sheet")),
                None => {}
            }
        }
        Ok(Self { sheet, at })
    }

    /// The rows: number on the screen, cells.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a, '_>> {
        self.sheet.rows.iter().map(|(row, cells)| Row { row: *row, cells, at: &self.at })
    }
}

/// One row by its columns.
#[derive(Clone, Copy)]
pub struct Row<'a, 'b> {
    /// Its number on the screen.
    pub row: u64,
    cells: &'a [String],
    at: &'b [(&'static str, usize)],
}

impl<'a> Row<'a, '_> {
    /// A cell; empty when the sheet has no such column.
    #[must_use]
    pub fn get(&self, key: &str) -> &'a str {
        let index = self.at.iter().find(|(known, _)| *known == key).map(|(_, index)| *index);
        index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
    }
}

/// Words of a cell that holds several: `走访、来信`.
pub fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',', '；', ';', '/', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty())
}
