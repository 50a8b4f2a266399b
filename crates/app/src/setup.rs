//! `linju setup`: sheets of places, organs and staff, taken in or only looked at, beside the standing process or by itself; the
//! templates; a forgotten password when the administrator himself forgot his.

use crate::{
    beside::{self, Ask},
    command_line::{Place, SetUp, SetUpImport},
    installation::{self, Installation},
    oops::{Oops, at},
    say::Say,
};
use casework::{
    House,
    setup::{self, Bringer, Kind, Taken, columns, plan::Outcome, sheet::Sheet},
};
use serde_json::{Value, json};
use std::{fmt::Write as _, path::Path};
use store::Failure;
use web::locale::Language;

/// So many rows stand in the answer for a terminal; all of them in the JSON.
const MOST_TOLD: usize = 40;

/// `linju setup`.
///
/// # Errors
/// A file that does not read; status 1 when rows were refused; what the engine says.
pub fn run(place: &Place, wanted: &SetUp, say: &Say) -> Result<(), Oops> {
    match wanted {
        SetUp::Import(wanted) => import(place, wanted, say),
        SetUp::Template { sheet, into } => template((*sheet).into(), into, say),
    }
}

fn template(kind: Kind, into: &Path, say: &Say) -> Result<(), Oops> {
    let bytes = columns::template(kind)?;
    std::fs::write(into, bytes).map_err(at(into))?;
    say.answer(&json!({ "sheet": kind.code(), "file": into }), || format!("the empty sheet of {} is in {}", kind.code(), into.display()));
    Ok(())
}

/// Whether a sheet is only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing is written.
    Dry,
    /// It is taken in.
    Real,
}

fn import(place: &Place, wanted: &SetUpImport, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let ask = Ask::SetUp {
        sheet: Kind::from(wanted.sheet).code().to_owned(),
        name: wanted.file.display().to_string(),
        county: wanted.county.clone(),
        reason: wanted.reason.clone(),
        dry_run: wanted.dry_run,
    };
    let file = std::fs::read(&wanted.file).map_err(at(&wanted.file))?;
    let told = beside::through(&installation, &ask, &file, say)?;
    say.answer(&told, || in_words(&told));
    let refused = told.pointer("/counts/refused").and_then(Value::as_u64).unwrap_or_default();
    // What could be taken in is in; that something could not is still worth a status.
    if refused > 0 { Err(Oops::Told) } else { Ok(()) }
}

/// Takes a sheet in, or says what it would do.
///
/// # Errors
/// As [`run`].
pub fn work(house: &House, county: Option<&str>, sheet: &str, name: &str, file: &[u8], reason: &str, look: Look) -> Result<Value, Oops> {
    let tenant = installation::county(house, county)?;
    let kind = Kind::parse(sheet).ok_or_else(|| Oops::usage(format!("{sheet} is none of places, organs, staff")))?;
    let told = |refusal: &kernel::Refusal| Oops::wrong(format!("{name}: {}", in_english(refusal)));
    let read = Sheet::read(file).map_err(|refusal| told(&refusal))?;
    let bringer = Bringer::machine(tenant);
    let done = match look {
        Look::Dry => setup::look_here(house, &bringer, kind, &read),
        Look::Real => setup::take_here(house, &bringer, kind, &read, reason),
    };
    match done {
        Ok(taken) => Ok(answer(kind, &taken, look)),
        Err(Failure::Refused(refusal)) => Err(told(&refusal)),
        Err(failure) => Err(failure.into()),
    }
}

fn answer(kind: Kind, taken: &Taken, look: Look) -> Value {
    let is_dry = look == Look::Dry;
    let count = |outcome| taken.plan.count(outcome);
    let accounts: Vec<Value> = taken
        .newcomers
        .iter()
        .filter(|_| !is_dry)
        .map(|(one, password)| json!({ "name": one.account, "shown_name": one.person, "organ": one.organ, "password": password }))
        .collect();
    json!({
        "sheet": kind.code(),
        "dry_run": is_dry,
        "counts": {
            "added": count(Outcome::Added), "changed": count(Outcome::Changed),
            "known": count(Outcome::Known), "refused": count(Outcome::Refused),
        },
        "rows": taken.plan.lines,
        "accounts": accounts,
    })
}

/// A refusal's sentence and its way out, for a terminal.
fn in_english(refusal: &kernel::Refusal) -> String {
    let words = Language::English.words();
    let say = |part: &str| words.filled(&format!("refusal-{}{part}", refusal.code), &refusal.args);
    let (says, way) = (say(""), say(".way"));
    [says, way].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
}

fn in_words(told: &Value) -> String {
    let text =
        |value: &Value, name: &str| value.get(name).map_or_else(String::new, |cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned));
    let counts = told.get("counts").cloned().unwrap_or_default();
    let is_dry = told.get("dry_run").and_then(Value::as_bool).unwrap_or_default();
    let head = if is_dry { "nothing is written; it would be: " } else { "" };
    let mut said = format!(
        "{head}{} added, {} changed, {} there already, {} refused\n",
        text(&counts, "added"),
        text(&counts, "changed"),
        text(&counts, "known"),
        text(&counts, "refused")
    );
    let rows = told.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
    for row in rows.iter().filter(|row| text(row, "outcome") == Outcome::Refused.code()).take(MOST_TOLD) {
        for note in row.get("notes").and_then(Value::as_array).into_iter().flatten() {
            let (words, code) = (Language::English.words(), text(note, "code"));
            let why = words.find(&format!("setup-why-{code}")).unwrap_or_default();
            let way = words.find(&format!("setup-way-{code}")).unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = writeln!(said, "  row {}, {}: {why} {} — {way}", text(row, "row"), text(note, "column"), text(note, "value"));
        }
    }
    let accounts = told.get("accounts").and_then(Value::as_array).cloned().unwrap_or_default();
    if !accounts.is_empty() {
        said.push_str("\none-time passwords, shown this once:\n");
    }
    for one in &accounts {
        let _ = writeln!(said, "  {:<20} {}  {} · {}", text(one, "name"), text(one, "password"), text(one, "shown_name"), text(one, "organ"));
    }
    if !accounts.is_empty() {
        said.push_str("\nThe posts wait for the security administrator: /admin/proposals\n");
    }
    said
}
