//! Copying everything while others write, and putting it back, on either engine.
//!
//! ```text
//! backup/
//!   tables/event.jsonl   one file a table: a line with the names of its columns, then one line a row, in key order
//!   files/1/3f/013f9a…   the sealed bodies, each named by the digest of its bytes
//!   erasures.jsonl       who was erased; to be kept longer than the backup, and apart from it
//!   manifest.json        what there is, with digests; written last: a folder without it is no backup
//! ```
//!
//! A row is a JSON list: a number, a text, `null`, and `{"b":"…"}` (base64) for bytes; numbers have up to 63 bits. Both
//! engines write the same bytes for the same rows, so that a backup of one is restored into the other: that is how a
//! county moves. All tables are read in one consistent view (a read transaction of SQLite's log, REPEATABLE READ on
//! PostgreSQL); nobody waits for it.
//!
//! The installation's key is *not* in the backup; without it a backup is ciphertext.
//!
//! **Erased people stay erased.** [`restore`] is given the erasures that are in force now, and applies them to each
//! row *before* it reaches the new database: the key of an erased person is never written there, not even to its log.
//! Her blind indexes are left out, her files are not copied.

pub(crate) mod line;
mod restore;
mod write;

pub use restore::{Restored, restore};
pub use write::{Report, backup};

use crate::{Db, Error, Failure, keys};
use kernel::{
    crypto::{Digest, Hasher, Suite},
    id::{StreamId, TenantId},
    moment::Moment,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
};

/// The number of this format.
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of the format.
    pub format: u32,
    /// When its view was taken.
    pub made_at: Moment,
    /// `sqlite` or `postgresql`: where it came from.
    pub engine: String,
    /// The migrations that its tables had seen.
    pub migrations: Vec<String>,
    /// Its tables.
    pub tables: Vec<TableEntry>,
    /// How many bodies of files.
    pub files: u64,
    /// Their bytes.
    pub file_bytes: u64,
    /// Bodies that rows name and that were not there: `tenant/digest`.
    pub missing: Vec<String>,
    /// The digest of `erasures.jsonl`.
    pub erasures: Digest,
}

/// One table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// The digest of its file.
    pub digest: Digest,
}

/// One erasure, with its county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ErasureLine {
    /// The county.
    pub tenant: TenantId,
    /// The case.
    pub stream: StreamId,
    /// The person within it, or 0 for the narrative.
    pub subject: i64,
    /// When.
    pub erased_at: Moment,
}

/// The erasures that are in force in a database.
///
/// # Errors
/// What the engine says.
pub fn erasures_in(db: &Db) -> Result<Vec<ErasureLine>, Failure> {
    db.read_here(|tx| {
        let mut tenants = vec![];
        tx.values("SELECT tenant FROM tenant ORDER BY tenant", &[], &mut |columns| {
            tenants.push(crate::FromValue::from_value(columns.next().unwrap_or(crate::Value::Null))?);
            Ok(())
        })?;
        let mut lines = vec![];
        for tenant in tenants {
            let list = keys::erasures(tx, tenant)?;
            lines.extend(list.into_iter().map(|one| ErasureLine { tenant, stream: one.stream, subject: one.subject, erased_at: one.erased_at }));
        }
        Ok(lines)
    })
}

/// Reads a kept list of erasures.
///
/// # Errors
/// [`Error::File`], or [`Error::Damaged`] with the line.
pub fn read_erasures(path: &Path) -> Result<Vec<ErasureLine>, Error> {
    let file = File::open(path).map_err(|source| at(path, source))?;
    let lines = BufReader::new(file).lines().enumerate();
    lines
        .map(|(number, line)| {
            let line = line.map_err(|source| at(path, source))?;
            serde_json::from_str(&line).map_err(|error| Error::Damaged(format!("{} line {}: {error}", path.display(), number + 1)))
        })
        .collect()
}

/// Reads the manifest and checks every table and every body against its digest.
///
/// # Errors
/// [`Error::Damaged`] names the first that does not match; [`Error::Usage`] when this is no backup.
pub fn check(from: &Path) -> Result<Manifest, Error> {
    let path = from.join("manifest.json");
    let text = std::fs::read(&path).map_err(|_| Error::Usage(format!("{} is no finished backup: it has no manifest.json", from.display())))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| Error::Damaged(format!("{}: {error}", path.display())))?;
    if manifest.format != FORMAT {
        return Err(Error::Usage(format!("this backup has format {} and this version reads format {FORMAT}: use the newer linju", manifest.format)));
    }
    let tables = manifest.tables.iter().map(|table| (table_path(from, &table.name), table.digest));
    for (path, digest) in tables.chain([(from.join("erasures.jsonl"), manifest.erasures)]) {
        if digest_of(&path, digest.suite())? != digest {
            return Err(Error::Damaged(format!("{} does not match its digest in the manifest", path.display())));
        }
    }
    let (mut files, mut bytes) = (0, 0);
    for (path, digest) in bodies(&from.join("files"))? {
        if digest_of(&path, digest.suite())? != digest {
            return Err(Error::Damaged(format!("{} does not match its name", path.display())));
        }
        files += 1;
        bytes += std::fs::metadata(&path).map_err(|source| at(&path, source))?.len();
    }
    if (files, bytes) != (manifest.files, manifest.file_bytes) {
        return Err(Error::Damaged(format!(
            "{} holds {files} bodies of {bytes} bytes, its manifest says {} of {}",
            from.display(),
            manifest.files,
            manifest.file_bytes
        )));
    }
    Ok(manifest)
}

fn bodies(folder: &Path) -> Result<Vec<(PathBuf, Digest)>, Error> {
    let mut found = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(source) => return Err(at(&folder, source)),
        };
        for entry in entries {
            let path = entry.map_err(|source| at(&folder, source))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(digest) = path.file_name().and_then(|name| name.to_str()?.parse().ok()) {
                found.push((path, digest));
            } else {
                return Err(Error::Damaged(format!("{} belongs to no backup", path.display())));
            }
        }
    }
    Ok(found)
}

fn digest_of(path: &Path, suite: Suite) -> Result<Digest, Error> {
    let mut file = File::open(path).map_err(|source| at(path, source))?;
    let (mut hasher, mut buffer) = (Hasher::new(suite), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer).map_err(|source| at(path, source))?;
        if read == 0 {
            return Ok(hasher.finish());
        }
        hasher.bytes(buffer.get(..read).unwrap_or_default());
    }
}

fn table_path(folder: &Path, table: &str) -> PathBuf {
    folder.join("tables").join(format!("{table}.jsonl"))
}

fn at(path: &Path, source: io::Error) -> Error {
    Error::File { path: path.display().to_string(), source }
}

/// Writes the erasures, one a line; their digest.
fn write_erasures(path: &Path, lines: &[ErasureLine], suite: Suite) -> Result<Digest, Error> {
    let mut text = vec![];
    for line in lines {
        serde_json::to_writer(&mut text, line).map_err(|error| Error::Usage(error.to_string()))?;
        text.push(b'\n');
    }
    let mut file = File::create(path).map_err(|source| at(path, source))?;
    file.write_all(&text).and_then(|()| file.sync_all()).map_err(|source| at(path, source))?;
    Ok(kernel::crypto::digest(suite, &text))
}
