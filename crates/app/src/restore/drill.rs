//! `linju restore --drill`: whether the newest backup would bring the county back, how soon, and what would be lost.
//!
//! It goes into a folder inside the data folder, so that key and rows lie where they are guarded already, always as a SQLite
//! file; and is removed however it ends. The county itself is only read.

use super::{key_of, lists, put_back};
use crate::{
    command_line::{Place, Restore},
    installation::{self, Installation},
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use casework::{House, verify};
use kernel::{Clock as _, Moment};
use serde::Serialize;
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};
use store::{args, backup, sql};

/// What was found.
#[derive(Debug, Serialize)]
struct Report {
    backup: PathBuf,
    made_at: Moment,
    seconds: f64,
    rows: u64,
    files: u64,
    /// Bodies that the backup itself knows to be missing.
    missing: Vec<String>,
    matters: u64,
    events: u64,
    wrong: Vec<String>,
    /// When the newest event in it was written down; absent when it has none.
    newest_event: Option<Moment>,
    /// How old that is now, in minutes.
    age_minutes: Option<i64>,
    /// How many events the county has that are not in it; absent when the county cannot be read.
    events_lost: Option<i64>,
}

/// Removed when dropped.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _not_there = std::fs::remove_dir_all(&self.0);
    }
}

/// `linju restore --drill`.
///
/// # Errors
/// Status 1 when what was put back is not whole; a backup that does not match its manifest; no backup at all.
pub fn run(place: &Place, wanted: &Restore, say: &Say) -> Result<(), Oops> {
    let from = newest(&wanted.from)?;
    let (key, lists) = (key_of(place, wanted)?, lists(place, wanted)?);
    let live = installation::folder(place);
    if !live.is_dir() {
        return Err(Oops::usage(format!("{} is not there: a drill needs the present data folder; without it use --into", live.display())));
    }
    let began = Instant::now();
    let temporary = Temporary(live.join(format!("drill.{}", std::process::id())));
    let suite = backup::check(&from)?.erasures.suite();
    let (house, restored, _) = put_back(&from, &temporary.0, None, &key, suite, &lists)?;
    let mut report = Report {
        made_at: restored.manifest.made_at,
        backup: from,
        seconds: 0.0,
        rows: restored.rows,
        files: restored.files,
        missing: restored.manifest.missing,
        matters: 0,
        events: 0,
        wrong: vec![],
        newest_event: newest_event(&house)?,
        age_minutes: None,
        events_lost: None,
    };
    for county in installation::counties(&house)? {
        let found = verify::verify(&house, county.tenant)?;
        report.matters += found.matters;
        report.events += found.events;
        report.wrong.extend(found.wrong);
    }
    report.seconds = began.elapsed().as_secs_f64();
    drop(house);
    drop(temporary);
    let now = RunningClock::machine().now();
    report.age_minutes = report.newest_event.map(|newest| (now.millis() - newest.millis()) / 60_000);
    // A county that is lost cannot be read: then the age is all there is to say.
    let present = Installation::find(place).and_then(|there| there.open_to_read(Arc::new(RunningClock::machine()))).and_then(|house| events(&house));
    report.events_lost = present.ok().map(|present| present - i64::try_from(report.events).unwrap_or(present));
    say.answer(&report, || text(&report));
    if report.wrong.is_empty() && report.missing.is_empty() { Ok(()) } else { Err(Oops::Told) }
}

/// The backup itself, or the newest of those in the folder. Half-made ones have no manifest and do not count.
fn newest(from: &Path) -> Result<PathBuf, Oops> {
    if from.join("manifest.json").exists() {
        return Ok(from.to_owned());
    }
    let mut found: Option<(Moment, PathBuf)> = None;
    for entry in from.read_dir().map_err(at(from))? {
        let path = entry.map_err(at(from))?.path();
        if let Ok(text) = std::fs::read(path.join("manifest.json")) {
            let manifest: backup::Manifest =
                serde_json::from_slice(&text).map_err(|error| Oops::wrong(format!("{}: its manifest does not read: {error}", path.display())))?;
            if found.as_ref().is_none_or(|(made_at, _)| *made_at < manifest.made_at) {
                found = Some((manifest.made_at, path));
            }
        }
    }
    found.map(|(_, path)| path).ok_or_else(|| Oops::wrong(format!("{} holds no finished backup", from.display())))
}

fn newest_event(house: &House) -> Result<Option<Moment>, Oops> {
    let mut newest = None;
    for county in installation::counties(house)? {
        let tenant = county.tenant;
        let last: Option<i64> = house.db().read_here(move |tx| {
            Ok(tx.scalar(sql!("SELECT recorded_at FROM event WHERE tenant = $1 ORDER BY recorded_at DESC LIMIT 1"), args![tenant])?)
        })?;
        newest = newest.max(last);
    }
    Ok(newest.map(Moment::from_millis))
}

fn events(house: &House) -> Result<i64, Oops> {
    let mut events = 0;
    for county in installation::counties(house)? {
        let tenant = county.tenant;
        let count: Option<i64> =
            house.db().read_here(move |tx| Ok(tx.scalar(sql!("SELECT COUNT(*) FROM event WHERE tenant = $1"), args![tenant])?))?;
        events += count.unwrap_or(0);
    }
    Ok(events)
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ =
        writeln!(text, "{}: put back and verified in {:.1} s: {} rows, {} files", report.backup.display(), report.seconds, report.rows, report.files);
    let whole = if report.wrong.is_empty() { "whole" } else { "NOT whole" };
    let _ = writeln!(text, "{} matters, {} events: {whole}", report.matters, report.events);
    for sentence in &report.wrong {
        let _ = writeln!(text, "  {sentence}");
    }
    for body in &report.missing {
        let _ = writeln!(text, "  missing: files/{body}");
    }
    if let (Some(newest), Some(age)) = (report.newest_event, report.age_minutes) {
        let (day, hour, minute) = newest.local_date_time();
        let _ = writeln!(text, "the newest event in it is of {day} {hour:02}:{minute:02}, {} h {} min ago", age / 60, age % 60);
    }
    let _ = match report.events_lost {
        Some(lost) => writeln!(text, "{lost} events of the county are not in it and would be lost"),
        None => writeln!(text, "the county itself cannot be read: how many events would be lost cannot be told"),
    };
    text
}
