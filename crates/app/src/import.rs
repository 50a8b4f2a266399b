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
use std::path::{Path, PathBuf};

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
    let ask = Ask::ImportMessages {
        file: absolute(&wanted.file)?,
        map,
        county: wanted.county.clone(),
        report: wanted.report.as_deref().map(absolute).transpose()?,
    };
    let told = beside::through(&installation, &ask, say)?;
    let number = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or_default();
    say.answer(&told, || {
        let bad = told.get("refused_rows").and_then(Value::as_array).cloned().unwrap_or_default();
        let cell =
            |row: &Value, name: &str| row.get(name).map_or_else(String::new, |cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned));
        let bad: String = bad.iter().map(|row| format!("  row {}, {}: {}\n", cell(row, "row"), cell(row, "column"), cell(row, "reason"))).collect();
        format!("{} rows read: {} added, {} known already, {} refused\n{bad}", number("read"), number("added"), number("known"), number("refused"))
    });
    // What could come in is in; that something could not is still worth a status.
    if number("refused") > 0 { Err(Oops::Told) } else { Ok(()) }
}

fn absolute(path: &Path) -> Result<PathBuf, Oops> {
    std::path::absolute(path).map_err(at(path))
}

/// Brings a file in; asked again it passes over what is known.
///
/// # Errors
/// As [`messages`].
pub fn work(house: &House, file: &Path, map: &str, county: Option<&str>, report: Option<&Path>, progress: &mut Progress<'_>) -> Result<Value, Oops> {
    let tenant = installation::county(house, county)?;
    let mapping = Mapping::parse(map).map_err(|error| Oops::wrong(error.to_string()))?;
    let digest = digest_of(file, house.vault().suite()).map_err(at(file))?;
    let reader = Reader::open(file, &mapping).map_err(|error| Oops::wrong(format!("{}: {error}", file.display())))?;
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
            Err(bad) => refused.push(bad),
        }
        if slice.len() >= SLICE {
            keep(&mut slice, &mut tally)?;
        }
        if read.is_multiple_of(TOLD_EVERY) && !progress(&format!("{read} rows read, {} added", tally.added)) {
            return Err(Oops::wrong(format!("stopped after {read} rows: run the same command again, it goes on from there")));
        }
    }
    keep(&mut slice, &mut tally)?;
    if let Some(report) = report {
        write_report(report, &refused)?;
    }
    let told: Vec<Value> = refused.iter().take(MOST_TOLD).map(|bad| json!({ "row": bad.row, "column": bad.column, "reason": bad.reason })).collect();
    Ok(json!({ "read": read, "added": tally.added, "known": tally.known, "refused": refused.len(), "refused_rows": told }))
}

/// Row, column and reason, nothing of what the row says.
fn write_report(path: &Path, refused: &[BadRow]) -> Result<(), Oops> {
    let wrong = |error: csv::Error| Oops::wrong(format!("{}: {error}", path.display()));
    let mut writer = csv::Writer::from_path(path).map_err(wrong)?;
    writer.write_record(["row", "column", "reason"]).map_err(wrong)?;
    for bad in refused {
        writer.write_record([bad.row.to_string().as_str(), &bad.column, bad.reason]).map_err(wrong)?;
    }
    writer.flush().map_err(at(path))
}
