//! Photos, scans, signed papers, voices: sealed in pieces, outside the database.
//!
//! A body lies at `<folder>/<tenant>/<ab>/<digest of its ciphertext>`, where `ab` is the digest's first byte, so that
//! anybody can check it without a key. It is written under a temporary name in `<folder>/new`, synced, renamed, and
//! its folder synced, before the event that names it commits: an acknowledged event never names a body that is not
//! there. A body that no row names an hour later is an orphan, and [`FileStore::sweep`] removes it.
//!
//! The plain bytes are cut into pieces of 4 MiB. Each is sealed by itself with the data key of the person or the
//! narrative, bound to tenant, file, its number, and whether it is the last: a piece changed, moved, left out or cut
//! off is named when it is read.

mod body;
pub mod pieces;
mod rows;

pub use body::{Body, CHUNK};
pub use rows::{NewFile, StoredFile, add, erase, forget_unnamed, get, name_in, of_case, take_back};

use crate::{Error, Tx, args, sql};
use body::seal_into;
use kernel::{
    crypto::{DataKey, Digest, Hasher, Suite},
    id::{FileId, TenantId},
    moment::Moment,
    random::Random,
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// How old an unnamed body must be before it is swept, in minutes.
const ORPHAN_MINUTES: i64 = 60;

/// The folder of bodies.
#[derive(Debug, Clone)]
pub struct FileStore {
    folder: PathBuf,
}

/// What [`FileStore::put`] made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The digest of the ciphertext: where it lies.
    pub digest: Digest,
    /// The plain size in bytes.
    pub size: u64,
}

impl FileStore {
    /// Opens the folder, made if it is not there, readable by this user alone.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn new(folder: &Path) -> Result<Self, Error> {
        make_folder(&folder.join("new"))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The folder of a backup, which may lie on a medium that cannot be written.
    pub(crate) fn read_only(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Removes the folder in which bodies are made: a finished backup makes none.
    pub(crate) fn remove_workplace(&self) -> Result<(), Error> {
        let workplace = self.folder.join("new");
        fs::remove_dir(&workplace).map_err(|source| at(&workplace, source))
    }

    /// Where the body with this digest lies.
    #[must_use]
    pub fn path(&self, tenant: TenantId, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        // The first two digits name the suite; the next two divide the bodies among 256 folders.
        let shelf = name.get(2..4).unwrap_or("00").to_owned();
        self.folder.join(tenant.to_string()).join(shelf).join(name)
    }

    /// Seals and keeps a body; returns once it would survive a power cut.
    ///
    /// # Errors
    /// [`Error::File`] when reading or writing fails; nothing is left behind.
    pub fn put(
        &self,
        reader: &mut dyn Read,
        tenant: TenantId,
        file: FileId,
        key: &DataKey,
        suite: Suite,
        random: &dyn Random,
    ) -> Result<Stored, Error> {
        self.keep(tenant, random, |out| {
            let mut hashing = Hashing { hasher: Hasher::new(suite), out };
            let size = seal_into(reader, &mut hashing, tenant, file, key, suite, random)?;
            Ok(Stored { digest: hashing.hasher.finish(), size })
        })
    }

    /// Copies every body of another folder that is not here yet, each checked against its name; how many there are, and their
    /// bytes. What hangs on a form that was never sent comes along; the sweep takes it.
    ///
    /// # Errors
    /// [`Error::File`]; a body that is not what its name says ends the copying.
    pub fn take_all(&self, from: &Self, random: &dyn Random) -> Result<(u64, u64), Error> {
        let (mut many, mut bytes) = (0, 0);
        for county in folders(&from.folder)? {
            let Some(tenant) = county.file_name().and_then(|name| name.to_str()?.parse::<i64>().ok()).map(TenantId::new) else { continue };
            for path in folders(&county)?.iter().map(|shelf| entries(shelf)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
                let Some(digest) = path.file_name().and_then(|name| name.to_str()?.parse::<Digest>().ok()) else { continue };
                let size = fs::metadata(&path).map_err(|source| at(&path, source))?.len();
                if !self.path(tenant, &digest).exists() {
                    let mut sealed = File::open(&path).map_err(|source| at(&path, source))?;
                    self.put_sealed(&mut sealed, tenant, &digest, random)?;
                }
                many += 1;
                bytes += size;
            }
        }
        Ok((many, bytes))
    }

    /// Keeps a body that is sealed already, from a backup; refused when it is not what `digest` says.
    ///
    /// # Errors
    /// [`Error::Damaged`], or [`Error::File`].
    pub(crate) fn put_sealed(&self, reader: &mut dyn Read, tenant: TenantId, digest: &Digest, random: &dyn Random) -> Result<u64, Error> {
        let stored = self.keep(tenant, random, |out| {
            let mut hashing = Hashing { hasher: Hasher::new(digest.suite()), out };
            let size = io::copy(reader, &mut hashing)?;
            let found = hashing.hasher.finish();
            if found != *digest {
                return Err(io::Error::new(io::ErrorKind::InvalidData, format!("the body {digest} does not match its digest")));
            }
            Ok(Stored { digest: found, size })
        })?;
        Ok(stored.size)
    }

    fn keep(&self, tenant: TenantId, random: &dyn Random, write: impl FnOnce(&mut dyn Write) -> io::Result<Stored>) -> Result<Stored, Error> {
        let temporary = self.folder.join("new").join(format!("{:016x}", random.u64()));
        let outcome = (|| {
            let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
            let stored = write(&mut out)?;
            out.sync_all()?;
            Ok(stored)
        })();
        let placed = outcome.map_err(|source| at(&temporary, source)).and_then(|stored| {
            let path = self.path(tenant, &stored.digest);
            let shelf = path.parent().unwrap_or(&self.folder);
            make_folder(shelf)?;
            fs::rename(&temporary, &path).map_err(|source| at(&path, source))?;
            sync_folder(shelf)?;
            Ok(stored)
        });
        if placed.is_err() {
            let _never_made = fs::remove_file(&temporary);
        }
        placed
    }

    /// Opens a body for reading; each piece is checked as it is read.
    ///
    /// # Errors
    /// [`Error::File`] when it is not there.
    pub fn open(&self, digest: &Digest, tenant: TenantId, file: FileId, key: &DataKey) -> Result<Body, Error> {
        let path = self.path(tenant, digest);
        let sealed = File::open(&path).map_err(|source| at(&path, source))?;
        Ok(Body::new(sealed, tenant, file, key.clone()))
    }

    /// Reads a whole body.
    ///
    /// # Errors
    /// [`Error::Damaged`] names the piece that does not open; [`Error::File`] when the body is not there.
    pub fn read(&self, digest: &Digest, tenant: TenantId, file: FileId, key: &DataKey) -> Result<Vec<u8>, Error> {
        let mut plain = vec![];
        match self.open(digest, tenant, file, key)?.read_to_end(&mut plain) {
            Ok(_) => Ok(plain),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Error::Damaged(error.to_string())),
            Err(source) => Err(at(&self.path(tenant, digest), source)),
        }
    }

    /// Checks that a body is there and is what its digest says; needs no key.
    ///
    /// # Errors
    /// [`Error::Damaged`] names the file.
    pub fn verify_one(&self, digest: &Digest, tenant: TenantId, file: FileId) -> Result<(), Error> {
        let path = self.path(tenant, digest);
        let mut hashing = Hashing { hasher: Hasher::new(digest.suite()), out: &mut io::sink() };
        match File::open(&path).and_then(|mut sealed| io::copy(&mut sealed, &mut hashing)) {
            Ok(_) if hashing.hasher.finish() == *digest => Ok(()),
            Ok(_) => Err(Error::Damaged(format!("file {file}: the body {} does not match its digest", path.display()))),
            Err(error) => Err(Error::Damaged(format!("file {file}: the body {} cannot be read: {error}", path.display()))),
        }
    }

    /// Removes a body; one that is not there is removed already.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn remove(&self, tenant: TenantId, digest: &Digest) -> Result<(), Error> {
        let path = self.path(tenant, digest);
        match fs::remove_file(&path) {
            Ok(()) => sync_folder(path.parent().unwrap_or(&self.folder)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(at(&path, source)),
        }
    }

    /// Removes a county's bodies that no row names and that are older than an hour; how many.
    ///
    /// What a died upload left in `<folder>/new` goes too.
    ///
    /// # Errors
    /// What the engine says; [`Error::File`].
    pub fn sweep(&self, tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<u64, Error> {
        let mut swept = 0;
        for path in old_files(&self.folder.join("new"), now)? {
            swept += u64::from(fs::remove_file(path).is_ok());
        }
        for shelf in folders(&self.folder.join(tenant.to_string()))? {
            for path in old_files(&shelf, now)? {
                let Some(digest) = path.file_name().and_then(|name| name.to_str()?.parse::<Digest>().ok()) else { continue };
                let named: Option<i64> = tx.scalar(
                    sql!("SELECT (SELECT COUNT(*) FROM file WHERE tenant = $1 AND digest = $2 AND erased_at IS NULL) + (SELECT COUNT(*) FROM upload_piece WHERE tenant = $1 AND digest = $2)"),
                    args![tenant, digest.to_string()],
                )?;
                if named == Some(0) {
                    self.remove(tenant, &digest)?;
                    swept += 1;
                }
            }
        }
        Ok(swept)
    }
}

/// Hands bytes on and hashes them on the way.
struct Hashing<'a> {
    hasher: Hasher,
    out: &'a mut dyn Write,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.bytes(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn at(path: &Path, source: io::Error) -> Error {
    Error::File { path: path.display().to_string(), source }
}

pub(crate) fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|source| at(folder, source))?;
    // A new folder is durable once the one above knows it; those above were made with it at most two floors up.
    folder.ancestors().skip(1).take(2).filter(|above| above.is_dir()).try_for_each(sync_folder)
}

pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    File::open(folder).and_then(|open| open.sync_all()).map_err(|source| at(folder, source))
}

fn folders(above: &Path) -> Result<Vec<PathBuf>, Error> {
    Ok(entries(above)?.into_iter().filter(|path| path.is_dir()).collect())
}

fn old_files(folder: &Path, now: Moment) -> Result<Vec<PathBuf>, Error> {
    let old = |path: &PathBuf| {
        let changed = fs::metadata(path).and_then(|data| data.modified()).ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let changed = changed.and_then(|since| i64::try_from(since.as_millis()).ok()).map(Moment::from_millis);
        changed.is_some_and(|changed| changed.plus_minutes(ORPHAN_MINUTES) <= now)
    };
    Ok(entries(folder)?.into_iter().filter(old).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path()).map_err(|source| at(folder, source))).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(vec![]),
        Err(source) => Err(at(folder, source)),
    }
}
