//! Reading rows: each is a message, or says which column is wrong and why.

use super::mapping::{Mapping, MappingError};
use calamine::{Data, Reader as _};
use kernel::{
    Day,
    crypto::{Digest, Hasher, Suite},
};
use std::{collections::HashMap, io::Cursor};

/// A message of another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The row, from 1, the heading not counted.
    pub row: u64,
    /// The number there.
    pub number: String,
    /// Short name.
    pub title: String,
    /// Her words.
    pub words: String,
    /// The local day on which it was asked.
    pub asked_on: Day,
    /// Who asked.
    pub person: String,
    /// Phone.
    pub phone: String,
    /// A place, by name or code.
    pub place: String,
    /// The official reply and its local day.
    pub reply: Option<(String, Day)>,
}

/// A row that was refused, with no personal data in the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The row, from 1, the heading not counted.
    pub row: u64,
    /// The heading of the column.
    pub column: String,
    /// Why.
    pub reason: &'static str,
}

type Cells = Box<dyn Iterator<Item = Result<Vec<String>, String>> + Send>;

/// Reads a file row by row.
pub struct Reader {
    cells: Cells,
    at: HashMap<String, usize>,
    mapping: Mapping,
    row: u64,
}

/// The digest of a file, which every event of it names.
#[must_use]
pub fn digest_of(bytes: &[u8], suite: Suite) -> Digest {
    let mut hasher = Hasher::new(suite);
    hasher.bytes(bytes);
    hasher.finish()
}

impl Reader {
    /// Reads a CSV, XLSX or XLS file and finds its columns; which kind it is, its bytes say.
    ///
    /// # Errors
    /// A column that the mapping names and the file does not have; a file that is neither.
    pub fn read(bytes: &[u8], mapping: &Mapping) -> Result<Self, MappingError> {
        let is_sheet = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
        let mut cells = if is_sheet { sheet(bytes)? } else { text(bytes, mapping) };
        let heading = cells.next().ok_or_else(|| MappingError("the file is empty".to_owned()))?.map_err(MappingError)?;
        let at: HashMap<String, usize> =
            heading.into_iter().enumerate().map(|(index, name)| (name.trim().trim_start_matches('\u{feff}').to_owned(), index)).collect();
        let columns = &mapping.columns;
        let named = [
            Some(&columns.number),
            Some(&columns.words),
            Some(&columns.asked_at),
            columns.title.as_ref(),
            columns.person.as_ref(),
            columns.phone.as_ref(),
            columns.reply.as_ref(),
            columns.replied_at.as_ref(),
            columns.place.as_ref(),
        ];
        for name in named.into_iter().flatten() {
            if !at.contains_key(name) {
                return Err(MappingError(format!("the file has no column {name}")));
            }
        }
        Ok(Self { cells, at, mapping: mapping.clone(), row: 0 })
    }

    fn message(&self, cells: &[String]) -> Result<Message, BadRow> {
        let columns = &self.mapping.columns;
        let cell = |name: &str| self.at.get(name).and_then(|index| cells.get(*index)).map_or("", |text| text.trim());
        let may = |name: &Option<String>| name.as_deref().map_or("", cell).to_owned();
        let bad = |column: &str, reason: &'static str| BadRow { row: self.row, column: column.to_owned(), reason };
        let must = |name: &str, reason: &'static str| if cell(name).is_empty() { Err(bad(name, reason)) } else { Ok(cell(name).to_owned()) };
        let number = must(&columns.number, "no number: the row could not be known again")?;
        let words = must(&columns.words, "no words")?;
        let asked_on = self.day(cell(&columns.asked_at)).ok_or_else(|| bad(&columns.asked_at, "no date that any of time_formats reads"))?;
        let (reply, replied_at) = (may(&columns.reply), may(&columns.replied_at));
        let replied_name = columns.replied_at.as_deref().unwrap_or("");
        let reply = match (reply.is_empty(), replied_at.is_empty()) {
            (true, true) => None,
            (true, false) => return Err(bad(columns.reply.as_deref().unwrap_or(""), "a date of reply without a reply")),
            (false, true) => return Err(bad(replied_name, "a reply without its date")),
            (false, false) => {
                let day = self.day(&replied_at).ok_or_else(|| bad(replied_name, "no date that any of time_formats reads"))?;
                if day < asked_on {
                    return Err(bad(replied_name, "answered before it was asked"));
                }
                Some((reply, day))
            }
        };
        Ok(Message {
            row: self.row,
            number,
            title: may(&columns.title),
            words,
            asked_on,
            person: may(&columns.person),
            phone: may(&columns.phone),
            place: may(&columns.place),
            reply,
        })
    }

    fn day(&self, text: &str) -> Option<Day> {
        // Year first is never mistaken for another order: the usual forms are tried after the mapping's own.
        let own = self.mapping.time_formats.iter().map(String::as_str);
        own.chain(super::mapping::USUAL).find_map(|format| {
            let date = jiff::civil::Date::strptime(format, text).ok()?;
            Day::new(date.year(), date.month(), date.day())
        })
    }
}

impl Iterator for Reader {
    type Item = Result<Message, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        let cells = self.cells.next()?;
        self.row += 1;
        Some(match cells {
            Ok(cells) => self.message(&cells),
            Err(_) => Err(BadRow { row: self.row, column: String::new(), reason: "the row cannot be read" }),
        })
    }
}

fn text(bytes: &[u8], mapping: &Mapping) -> Cells {
    let encoding = encoding_rs::Encoding::for_label(mapping.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    let (text, _, _) = encoding.decode(bytes);
    let text = text.into_owned();
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(Cursor::new(text));
    Box::new(reader.into_records().map(|record| record.map(|record| record.iter().map(str::to_owned).collect()).map_err(|error| error.to_string())))
}

fn sheet(bytes: &[u8]) -> Result<Cells, MappingError> {
    let failed = |error: &dyn std::fmt::Display| MappingError(error.to_string());
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let range = book.worksheet_range_at(0).ok_or_else(|| failed(&"no sheet"))?.map_err(|error| failed(&error))?;
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(cell_text).collect()).collect();
    Ok(Box::new(rows.into_iter().map(Ok)))
}

/// A cell as the text that a person sees in it; dates as `YYYY-MM-DD HH:MM:SS`.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}
