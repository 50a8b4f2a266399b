//! `linju import messages`: history of another system, in slices, beside the standing process or by itself.

use crate::{
    beside::{self, Ask, Progress},
    command_line::{ImportMessages, Place},
    installation::{self, Installation},
    oops::{Oops, at},
    say::Say,
};
use casework::{
    House,
    intake::messages::{BadRow, Mapping, Message, Reader, Tally, digest_of, import},
};
use serde_json::{Value, json};
use std::path::Path;

/// So many at once keep the writer's hold short.
const SLICE: usize = 25;
/// After so many rows it says how far it is.
const TOLD_EVERY: u64 = 500;
/// So many refused rows stand in the answer; all of them in the report.
const MOST_TOLD: usize = 100;

/// `linju import messages`.
///
/// # Errors
/// A mapping or file that does not read; status 1 when rows were refused; what the engine says.
pub fn messages(place: &Place, wanted: &ImportMessages, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let map = std::fs::read_to_string(&wanted.map).map_err(at(&wanted.map))?;
    Mapping::parse(&map).map_err(|error| Oops::wrong(format!("{}: {error}", wanted.map.display())))?;
    let file = std::fs::read(&wanted.file).map_err(at(&wanted.file))?;
    // A report that cannot be written is noticed before anything is brought in.
    write_report(wanted.report.as_deref(), &[])?;
    let ask = Ask::ImportMessages { name: wanted.file.display().to_string(), map, county: wanted.county.clone() };
    let mut told = beside::through(&installation, &ask, &file, say)?;
    if let Some(refused) = told.get_mut("refused_rows").and_then(Value::as_array_mut) {
        write_report(wanted.report.as_deref(), refused)?;
        refused.truncate(MOST_TOLD);
    }
    let number = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or_default();
    say.answer(&told, || {
        let bad = told.get("refused_rows").and_then(Value::as_array).cloned().unwrap_or_default();
        let bad: String = bad.iter().map(|row| format!("  row {}, {}: {}\n", cell(row, "row"), cell(row, "column"), cell(row, "reason"))).collect();
        format!("{} rows read: {} added, {} known already, {} refused\n{bad}", number("read"), number("added"), number("known"), number("refused"))
    });
    // What could come in is in; that something could not is still worth a status.
    if number("refused") > 0 { Err(Oops::Told) } else { Ok(()) }
}

/// Brings a file in; asked again it passes over what is known. Answers with every row that was refused.
///
/// # Errors
/// As [`messages`].
pub fn work(house: &House, name: &str, file: &[u8], map: &str, county: Option<&str>, progress: &mut Progress<'_>) -> Result<Value, Oops> {
    let tenant = installation::county(house, county)?;
    let mapping = Mapping::parse(map).map_err(|error| Oops::wrong(error.to_string()))?;
    let digest = digest_of(file, house.vault().suite());
    let reader = Reader::read(file, &mapping).map_err(|error| Oops::wrong(format!("{name}: {error}")))?;
    let (mut read, mut tally, mut refused) = (0_u64, Tally::default(), vec![]);
    let mut slice: Vec<Message> = vec![];
    let keep = |slice: &mut Vec<Message>, tally: &mut Tally| -> Result<(), Oops> {
        if !slice.is_empty() {
            let part = import(house, tenant, &mapping, &digest, slice)?;
            tally.added += part.added;
            tally.known += part.known;
            slice.clear();
        }
        Ok(())
    };
    for row in reader {
        read += 1;
        match row {
            Ok(message) => slice.push(message),
            Err(BadRow { row, column, reason }) => refused.push(json!({ "row": row, "column": column, "reason": reason })),
        }
        if slice.len() >= SLICE {
            keep(&mut slice, &mut tally)?;
        }
        if read.is_multiple_of(TOLD_EVERY) && !progress(&format!("{read} rows read, {} added", tally.added)) {
            return Err(Oops::wrong(format!("stopped after {read} rows: run the same command again, it goes on from there")));
        }
    }
    keep(&mut slice, &mut tally)?;
    Ok(json!({ "read": read, "added": tally.added, "known": tally.known, "refused": refused.len(), "refused_rows": refused }))
}

fn cell(row: &Value, name: &str) -> String {
    row.get(name).map_or_else(String::new, |cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned))
}

/// Row, column and reason, nothing of what the row says.
fn write_report(path: Option<&Path>, refused: &[Value]) -> Result<(), Oops> {
    let Some(path) = path else { return Ok(()) };
    let wrong = |error: csv::Error| Oops::wrong(format!("{}: {error}", path.display()));
    let mut writer = csv::Writer::from_path(path).map_err(wrong)?;
    writer.write_record(["row", "column", "reason"]).map_err(wrong)?;
    for bad in refused {
        writer.write_record(["row", "column", "reason"].map(|name| cell(bad, name))).map_err(wrong)?;
    }
    writer.flush().map_err(at(path))
}
