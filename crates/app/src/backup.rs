//! `linju backup`: everything but the key, while others work.

use crate::{
    command_line::{Backup, Place},
    erasures,
    installation::Installation,
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
};
use kernel::{Clock, SystemRandom};
use serde_json::json;
use std::sync::Arc;

/// `linju backup`.
///
/// # Errors
/// A folder that is not empty; status 1 when bodies of files were missing; what the engine or the system says.
pub fn run(place: &Place, wanted: &Backup, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let clock = RunningClock::machine();
    let house = installation.open_to_read(Arc::new(clock))?;
    let report = store::backup::backup(house.db(), house.files(), &wanted.into, house.vault().suite(), clock.now(), &SystemRandom)?;
    erasures::keep(&installation.folder, house.db())?;
    let manifest = &report.manifest;
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let value = json!({ "into": wanted.into, "rows": rows, "files": manifest.files, "file_bytes": manifest.file_bytes, "missing": manifest.missing, "erasures": report.erasures.len() });
    say.answer(&value, || {
        let missing: String = manifest.missing.iter().map(|body| format!("  missing: files/{body}\n")).collect();
        format!(
            "{rows} rows and {} files are in {}\n{missing}The key is not in it: keep {} apart. Keep {} longer than any backup.",
            manifest.files,
            wanted.into.display(),
            crate::key::path(&installation.folder).display(),
            erasures::path(&installation.folder).display()
        )
    });
    if manifest.missing.is_empty() { Ok(()) } else { Err(Oops::Told) }
}
