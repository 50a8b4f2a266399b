//! `linju export`: everything in an open format, opened, for whoever takes the data elsewhere.
//!
//! ```text
//! export/
//!   manifest.json                     what there is; written last
//!   tables/event.jsonl                one file a table: one JSON object a row; bytes as {"base64": "…"}
//!   cases/330122/1234567.json         one file a case: persons, events and texts, opened
//!   files/330122/7654321.jpg          scans and photos, opened
//! ```
//!
//! Hashes of passwords, second steps and half-typed drafts are left out: they are of no use elsewhere. All is read in
//! one view, beside whoever writes. That it was done stands in the house record of each county before anything is
//! written.

mod case;
mod tables;

use crate::{
    beside::{self, Ask},
    command_line::{Export, Place},
    installation::{self, Installation},
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use casework::{House, organ};
use kernel::{Clock, StreamId, TenantId};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use store::{Failure, Tx, args, ledger::SYSTEM, row, select};

/// So many streams are looked up at once.
const SLICE: i64 = 1_000;

row! {
    struct Stream { stream: StreamId }
}

/// What was written.
#[derive(Debug, Default)]
struct Tally {
    tables: serde_json::Map<String, Value>,
    cases: u64,
    files: u64,
    /// Sentences about what could not be opened or was not there.
    missing: Vec<String>,
}

/// `linju export`.
///
/// # Errors
/// A folder that is not empty; status 1 when something could not be opened; what the engine or the system says.
pub fn run(place: &Place, wanted: &Export, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let into = std::path::absolute(&wanted.into).map_err(at(&wanted.into))?;
    installation::refuse_filled(&into)?;
    beside::through(&installation, &Ask::NoteExport { into: into.clone() }, &[], say)?;
    let clock = RunningClock::machine();
    let house = installation.open_to_read(Arc::new(clock))?;
    installation::make_folder(&into)?;
    let tally = write(&house, &into)?;
    let counties: Vec<Value> =
        installation::counties(&house)?.iter().map(|county| json!({ "code": county.tenant.to_string(), "name": county.name })).collect();
    let manifest = json!({
        "format": "linju-export-1",
        "made_at": clock.now().millis(),
        "counties": counties,
        "tables": tally.tables,
        "cases": tally.cases,
        "files": tally.files,
        "missing": tally.missing,
    });
    write_json(&into.join("manifest.json"), &manifest)?;
    let value = json!({ "into": into, "cases": tally.cases, "files": tally.files, "missing": tally.missing });
    say.answer(&value, || {
        let missing: String = tally.missing.iter().map(|sentence| format!("  {sentence}\n")).collect();
        format!(
            "{} cases and {} files are in {}, opened: keep them as you would keep the people's own words\n{missing}",
            tally.cases,
            tally.files,
            into.display()
        )
    });
    if tally.missing.is_empty() { Ok(()) } else { Err(Oops::Told) }
}

/// Writes down in each county that everything was exported.
///
/// # Errors
/// What the engine says.
pub fn note(house: &House, into: &Path) -> Result<Value, Oops> {
    let payload = json!({ "into": into }).to_string();
    for county in installation::counties(house)? {
        let (suite, now, payload) = (house.vault().suite(), house.now(), payload.clone());
        house.db().write_here(move |tx| organ::record(tx, suite, county.tenant, SYSTEM, now, "exported", &payload))?;
    }
    Ok(json!({ "noted": true }))
}

/// Writes tables, cases and files in one view.
fn write(house: &House, into: &Path) -> Result<Tally, Oops> {
    let (shared, folder) = (house.clone(), into.to_owned());
    // What the system says about a file leaves the transaction by itself: a failure knows only the database's words.
    let said = Arc::new(Mutex::new(None));
    let heard = Arc::clone(&said);
    let outcome = house.db().read_here(move |tx| {
        view(tx, &shared, &folder).map_err(|oops| {
            *heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(oops);
            Failure::Busy
        })
    });
    outcome.map_err(|failure| said.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_else(|| failure.into()))
}

fn view(tx: &Tx<'_>, house: &House, into: &Path) -> Result<Tally, Oops> {
    let mut tally = Tally { tables: tables::write(tx, &into.join("tables"))?, ..Tally::default() };
    for county in organ::tenants(tx)? {
        let tenant = county.tenant;
        let (cases, files) = (into.join("cases").join(tenant.to_string()), into.join("files").join(tenant.to_string()));
        installation::make_folder(&cases)?;
        installation::make_folder(&files)?;
        let mut after = StreamId::new(i64::MIN);
        loop {
            let streams = streams(tx, tenant, after)?;
            let Some(last) = streams.last() else { break };
            after = *last;
            for stream in streams {
                let (opened, kept) = case::open(tx, house, tenant, stream, &files, &mut tally.missing)?;
                write_json(&cases.join(format!("{stream}.json")), &opened)?;
                tally.cases += 1;
                tally.files += kept;
            }
        }
    }
    Ok(tally)
}

fn streams(tx: &Tx<'_>, tenant: TenantId, after: StreamId) -> Result<Vec<StreamId>, Oops> {
    let found: Vec<Stream> = tx.select(
        select!(Stream, "FROM event WHERE tenant = $1 AND stream > $2 AND version = 1 ORDER BY stream LIMIT $3"),
        args![tenant, after, SLICE],
    )?;
    Ok(found.into_iter().map(|row| row.stream).collect())
}

fn write_json(path: &Path, value: &Value) -> Result<(), Oops> {
    let text = serde_json::to_vec_pretty(value).map_err(|error| Oops::wrong(error.to_string()))?;
    std::fs::write(path, text).map_err(at(path))
}
