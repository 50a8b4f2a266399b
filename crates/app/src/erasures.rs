//! `erasures.jsonl`: who was erased, kept beside the database and longer than any backup, so that a backup put back
//! after the database was lost erases the same people again.

use crate::oops::{Oops, at};
use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};
use store::{
    Db,
    backup::{self, ErasureLine},
};

/// Where the list of a folder lies.
#[must_use]
pub fn path(folder: &Path) -> PathBuf {
    folder.join("erasures.jsonl")
}

/// The list that a folder kept; empty when it has none.
///
/// # Errors
/// A line that does not read.
pub fn kept(folder: &Path) -> Result<Vec<ErasureLine>, Oops> {
    let path = path(folder);
    if path.exists() { Ok(backup::read_erasures(&path)?) } else { Ok(vec![]) }
}

/// Writes the list anew when the database knows of more; nothing is ever taken from it. How many lines it has.
///
/// # Errors
/// What the engine or the system says.
pub fn keep(folder: &Path, db: &Db) -> Result<usize, Oops> {
    let mut lines = kept(folder)?;
    let before = lines.len();
    let known: std::collections::HashSet<_> = lines.iter().map(|line| (line.tenant, line.stream, line.subject)).collect();
    lines.extend(backup::erasures_in(db)?.into_iter().filter(|line| !known.contains(&(line.tenant, line.stream, line.subject))));
    if lines.len() == before {
        return Ok(before);
    }
    let path = path(folder);
    let temporary = folder.join(format!("erasures.new.{}", std::process::id()));
    let mut file = File::create(&temporary).map_err(at(&temporary))?;
    for line in &lines {
        let text = serde_json::to_string(line).map_err(|error| Oops::wrong(error.to_string()))?;
        writeln!(file, "{text}").map_err(at(&temporary))?;
    }
    file.sync_all().map_err(at(&temporary))?;
    std::fs::rename(&temporary, &path).map_err(at(&path))?;
    File::open(folder).and_then(|open| open.sync_all()).map_err(at(folder))?;
    Ok(lines.len())
}
