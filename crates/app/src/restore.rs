//! `linju restore`: a backup into a new data folder. Whoever was erased since then stays erased.

use crate::{
    command_line::{Place, Restore},
    config, erasures,
    installation::{self, Installation},
    key,
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
};
use casework::petition::verify;
use kernel::{SystemRandom, crypto::Suite};
use serde_json::json;
use std::sync::Arc;
use store::{Db, Options, backup, files::FileStore};

/// `linju restore`.
///
/// # Errors
/// A backup that does not match its manifest, a folder that is not empty, a key that is missing or another one.
pub fn run(place: &Place, wanted: &Restore, say: &Say) -> Result<(), Oops> {
    let manifest = backup::check(&wanted.from)?;
    installation::refuse_filled(&wanted.into)?;
    let outcome = put_back(place, wanted, manifest.erasures.suite(), say);
    if outcome.is_err() {
        // It was empty when we began: what is in it is half of a backup.
        let _not_made = std::fs::remove_dir_all(&wanted.into);
    }
    outcome
}

fn put_back(place: &Place, wanted: &Restore, suite: Suite, say: &Say) -> Result<(), Oops> {
    let into = &wanted.into;
    let live = installation::folder(place);
    let from_live = key::path(&live);
    let key = wanted.key.as_deref().or_else(|| from_live.exists().then_some(from_live.as_path())).ok_or_else(|| {
        Oops::usage("the key is not in a backup: give the copy that was kept apart with --key FILE, or the present data folder with --data")
    })?;
    let mut lists = erasures::kept(&live)?;
    for file in &wanted.erasures {
        lists.extend(backup::read_erasures(file)?);
    }
    installation::make_folder(into)?;
    config::write(into, suite)?;
    key::copy(into, key, suite)?;
    let new = Place { data: Some(into.clone()), database: place.database.clone() };
    let installation = Installation::find(&new)?;
    let _lock = installation.lock()?;
    let restored = {
        let db = Db::open(installation.target(), &Options::default())?;
        backup::restore(&wanted.from, &db, &FileStore::new(&into.join("files"))?, &lists, &SystemRandom)?
    };
    // Opening checks the key against what the counties were begun with.
    let house = installation.open_new(Arc::new(RunningClock::machine()))?;
    // Erasures that the backup did not have yet are put on record: no event of it accounts for them.
    let (vault_suite, now) = (house.vault().suite(), house.now());
    for county in installation::counties(&house)? {
        house.db().write_here(move |tx| verify::record_erasures(tx, vault_suite, county.tenant, now))?;
    }
    let erased = erasures::keep(into, house.db())?;
    let value = json!({ "into": into, "rows": restored.rows, "files": restored.files, "erased_anew": restored.erased.len(), "erasures": erased });
    say.answer(&value, || {
        format!(
            "{} rows and {} files are in {}; {} people who were erased after the backup are erased in it too.\nNow: linju verify --data {}",
            restored.rows,
            restored.files,
            into.display(),
            restored.erased.len(),
            into.display()
        )
    });
    Ok(())
}
