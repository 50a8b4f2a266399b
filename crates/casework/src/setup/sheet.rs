//! A sheet as it was handed in: XLSX, an old XLS, or text (CSV, or what was copied out of a table), UTF-8 or GB 18030.
//!
//! A row keeps the number that it has on the screen of whoever filled it in, also when the sheet is carried from the dry run
//! to the confirmation as text ([`Sheet::text`]).

use calamine::{Data, Reader as _};
use kernel::Refusal;
use std::io::Cursor;

/// So many rows at most are taken in at once.
pub const MOST_ROWS: usize = 1000;
/// The heading of the rows' numbers in a carried sheet.
const NUMBERS: &str = "#";

/// A sheet: its heading and its rows, none of them empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The cells of the first row.
    pub heading: Vec<String>,
    /// The other rows, each with its number on the screen.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads a file; which kind it is, its bytes say.
    ///
    /// # Errors
    /// `SHEET_BROKEN`, `SHEET_EMPTY`, `SHEET_ROWS` (SU-1).
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let is_book = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
        if is_book {
            return Self::from_rows(book(bytes)?.into_iter().zip(1..).map(|(cells, nth)| (nth, cells)).collect());
        }
        if bytes.contains(&0) {
            return Err(broken());
        }
        let decoded = std::str::from_utf8(bytes).map_or_else(|_| encoding_rs::GB18030.decode(bytes).0.into_owned(), str::to_owned);
        Self::parse(&decoded)
    }

    /// Reads text: commas or tabs between the cells.
    ///
    /// # Errors
    /// As [`Sheet::read`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = if first.contains('\t') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(Cursor::new(text));
        let mut rows = vec![];
        for record in reader.records() {
            let record = record.map_err(|_| broken())?;
            // The reader passes over empty lines after it took the position: they count on the screen.
            let (line, start) = record.position().map_or((0, 0), |at| (at.line(), usize::try_from(at.byte()).unwrap_or(0)));
            let empty = text.bytes().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
            let line = line + u64::try_from(empty).unwrap_or(0);
            rows.push((line, record.iter().map(str::to_owned).collect()));
        }
        Self::from_rows(rows)
    }

    fn from_rows(rows: Vec<(u64, Vec<String>)>) -> Result<Self, Refusal> {
        let clean = |cell: String| cell.trim().trim_start_matches('\u{feff}').to_owned();
        let rows = rows.into_iter().map(|(nth, cells)| (nth, cells.into_iter().map(clean).collect::<Vec<_>>()));
        let mut rows = rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        let (_, mut heading) = rows.next().ok_or_else(|| Refusal::new("SHEET_EMPTY", "SU-1").at("sheet"))?;
        let is_carried = heading.first().is_some_and(|cell| cell == NUMBERS);
        let mut kept: Vec<(u64, Vec<String>)> = vec![];
        for (nth, mut cells) in rows {
            let nth = if is_carried { cells.first().and_then(|cell| cell.parse().ok()).unwrap_or(nth) } else { nth };
            if is_carried {
                cells.remove(0);
            }
            // The example of the template may stay where it is.
            if !cells.first().is_some_and(|cell| cell.starts_with("例：") || cell.starts_with("例:")) {
                kept.push((nth, cells));
            }
        }
        if is_carried {
            heading.remove(0);
        }
        match kept.len() {
            0 => Err(Refusal::new("SHEET_EMPTY", "SU-1").at("sheet")),
            1..=MOST_ROWS => Ok(Self { heading, rows: kept }),
            _ => Err(Refusal::new("SHEET_ROWS", "SU-1").arg("max", MOST_ROWS).at("sheet")),
        }
    }

    /// The sheet as text that [`Sheet::parse`] reads back, numbers and all.
    #[must_use]
    pub fn text(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
        let heading = std::iter::once(NUMBERS).chain(self.heading.iter().map(String::as_str));
        // Writing into memory cannot fail.
        let _ = writer.write_record(heading);
        for (nth, cells) in &self.rows {
            let _ = writer.write_record(std::iter::once(nth.to_string()).chain(cells.iter().cloned()));
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

fn broken() -> Refusal {
    Refusal::new("SHEET_BROKEN", "SU-1").at("sheet")
}

fn book(bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| broken())?;
    let range = book.worksheet_range_at(0).ok_or_else(broken)?.map_err(|_| broken())?;
    // A sheet whose first rows are empty begins further down.
    let before = range.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or(0));
    let empty = std::iter::repeat_n(vec![], before.min(MOST_ROWS));
    Ok(empty.chain(range.rows().take(MOST_ROWS + 100).map(|row| row.iter().map(cell_text).collect())).collect())
}

/// A cell as the text that a person sees in it; a day as `YYYY-MM-DD`.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_the_numbers_of_the_screen_and_leaves_the_example_out() {
        let sheet = Sheet::parse("单位名称,电话\n例：某局,1\n\n县水利局,\"64,1\"\n").unwrap();
        assert_eq!(sheet.heading, ["单位名称", "电话"]);
        assert_eq!(sheet.rows, [(4, vec!["县水利局".to_owned(), "64,1".to_owned()])]);
        assert_eq!(Sheet::parse(&sheet.text()).unwrap(), sheet);
        assert_eq!(Sheet::parse("姓名\t单位\n花见春\t县水利局").unwrap().rows.len(), 1);
    }

    #[test]
    fn gb_18030_is_read_and_what_is_no_sheet_is_refused() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("单位名称,电话\n县水利局,1\n");
        assert_eq!(Sheet::read(&bytes).unwrap().rows[0].1[0], "县水利局");
        for (bytes, code) in
            [(b"\x00\x01".as_slice(), "SHEET_BROKEN"), (b"PK\x03\x04x", "SHEET_BROKEN"), (b"\n\n", "SHEET_EMPTY"), (b"a,b\n", "SHEET_EMPTY")]
        {
            assert_eq!(Sheet::read(bytes).unwrap_err().code, code);
        }
    }
}
