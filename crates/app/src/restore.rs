//! `linju restore`: a backup into a new data folder. Whoever was erased since then stays erased. With `--drill` it is only tried ([`drill`]).

mod drill;

use crate::{
    command_line::{Place, Restore},
    config, erasures,
    installation::{self, Installation},
    key,
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
};
use casework::{House, verify};
use kernel::{SystemRandom, crypto::Suite};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{
    Db, Options,
    backup::{self, ErasureLine, Restored},
    files::FileStore,
};

/// `linju restore`.
///
/// # Errors
/// A backup that does not match its manifest, a folder that is not empty, a key that is missing or another one.
pub fn run(place: &Place, wanted: &Restore, say: &Say) -> Result<(), Oops> {
    let Some(into) = &wanted.into else { return drill::run(place, wanted, say) };
    let manifest = backup::check(&wanted.from)?;
    installation::refuse_filled(into)?;
    let key = key_of(place, wanted)?;
    let lists = lists(place, wanted)?;
    let made = put_back(&wanted.from, into, place.database.clone(), &key, manifest.erasures.suite(), &lists);
    if made.is_err() {
        // It was empty when we began: what is in it is half of a backup.
        let _not_made = std::fs::remove_dir_all(into);
    }
    let (_house, restored, erasures) = made?;
    let value = json!({ "into": into, "rows": restored.rows, "files": restored.files, "erased_anew": restored.erased.len(), "erasures": erasures });
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

/// The key that opens the backup: the one that is named, or the present folder's.
fn key_of(place: &Place, wanted: &Restore) -> Result<PathBuf, Oops> {
    let from_live = key::path(&installation::folder(place));
    wanted.key.clone().or_else(|| from_live.exists().then_some(from_live)).ok_or_else(|| {
        Oops::usage("the key is not in a backup: give the copy that was kept apart with --key FILE, or the present data folder with --data")
    })
}

/// Who was erased, as the present folder and the named lists know it.
fn lists(place: &Place, wanted: &Restore) -> Result<Vec<ErasureLine>, Oops> {
    let mut lists = erasures::kept(&installation::folder(place))?;
    for file in &wanted.erasures {
        lists.extend(backup::read_erasures(file)?);
    }
    Ok(lists)
}

/// Puts a backup into a new folder; the installation that came of it, and how many are erased in it.
fn put_back(
    from: &Path,
    into: &Path,
    database: Option<String>,
    key: &Path,
    suite: Suite,
    lists: &[ErasureLine],
) -> Result<(House, Restored, usize), Oops> {
    installation::make_folder(into)?;
    config::write(into, suite)?;
    key::copy(into, key, suite)?;
    let new = Place { data: Some(into.to_owned()), database };
    let installation = Installation::find(&new)?;
    let _lock = installation.lock()?;
    let restored = {
        let db = Db::open(installation.target(), &Options::default())?;
        backup::restore(from, &db, &FileStore::new(&into.join("files"))?, lists, &SystemRandom)?
    };
    // Opening checks the key against what the counties were begun with.
    let house = installation.open_new(Arc::new(RunningClock::machine()))?;
    // Erasures that the backup did not have yet are put on record: no event of it accounts for them.
    let (vault_suite, now) = (house.vault().suite(), house.now());
    for county in installation::counties(&house)? {
        house.db().write_here(move |tx| verify::record_erasures(tx, vault_suite, county.tenant, now))?;
    }
    let erased = erasures::keep(into, house.db())?;
    Ok((house, restored, erased))
}
