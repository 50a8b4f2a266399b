//! The rows that name bodies.

use crate::{Error, Tx, args, row, select, sql};
use kernel::{
    crypto::Digest,
    id::{FileId, StreamId, TenantId},
    moment::Moment,
};

/// A file about to be added to a case.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its id.
    pub file: FileId,
    /// The case.
    pub stream: StreamId,
    /// Whose key seals it: 0 for the narrative, else the person's number within the case.
    pub subject: i64,
    /// Where the body lies.
    pub digest: Digest,
    /// The plain size in bytes.
    pub size: u64,
    /// As sniffed, such as `image/jpeg`.
    pub media_type: String,
    /// The name it came with, sealed.
    pub name: Vec<u8>,
    /// When it was added.
    pub added_at: Moment,
}

row! {
    /// A file as it stands.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StoredFile {
        /// Its id.
        pub file: FileId,
        /// The case.
        pub stream: StreamId,
        /// Whose key seals it.
        pub subject: i64,
        /// The digest of its ciphertext, 66 hexadecimal digits.
        pub digest: String,
        /// The plain size in bytes.
        pub size: i64,
        /// As sniffed.
        pub media_type: String,
        /// The name it came with, sealed; empty when erased.
        pub name: Vec<u8>,
        /// When it was added.
        pub added_at: Moment,
        /// The version of the event that names it; `None` while it hangs on a form only.
        pub named_in: Option<i64>,
        /// When it was erased; its body is gone.
        pub erased_at: Option<Moment>,
    }
}

impl StoredFile {
    /// Where the body lies.
    ///
    /// # Errors
    /// [`Error::Damaged`] names the file.
    pub fn digest(&self) -> Result<Digest, Error> {
        self.digest.parse().map_err(|error| Error::Damaged(format!("file {}: {error}", self.file)))
    }
}

/// Adds a row for a body that is already kept.
///
/// # Errors
/// What the engine says.
pub fn add(tx: &Tx<'_>, tenant: TenantId, file: &NewFile) -> Result<(), Error> {
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    tx.execute(
        sql!("INSERT INTO file (tenant, file, stream, subject, digest, size, media_type, name, added_at, named_in, erased_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL)"),
        args![tenant, file.file, file.stream, file.subject, file.digest.to_string(), size, &file.media_type, file.name.as_slice(), file.added_at],
    )?;
    Ok(())
}

/// Writes down which event of its case names the file; `false` when there is no such file, or it is named already.
///
/// # Errors
/// What the engine says.
pub fn name_in(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, file: FileId, version: i64) -> Result<bool, Error> {
    let named = tx.execute(
        sql!("UPDATE file SET named_in = $4 WHERE tenant = $1 AND file = $2 AND stream = $3 AND named_in IS NULL AND erased_at IS NULL"),
        args![tenant, file, stream, version],
    )?;
    Ok(named == 1)
}

/// The files of a case, oldest first, erased ones too.
///
/// # Errors
/// What the engine says.
pub fn of_case(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Vec<StoredFile>, Error> {
    tx.select(select!(StoredFile, "FROM file WHERE tenant = $1 AND stream = $2 ORDER BY file"), args![tenant, stream])
}

/// One file.
///
/// # Errors
/// What the engine says.
pub fn get(tx: &Tx<'_>, tenant: TenantId, file: FileId) -> Result<Option<StoredFile>, Error> {
    tx.first(select!(StoredFile, "FROM file WHERE tenant = $1 AND file = $2"), args![tenant, file])
}

/// Erases a person's files in a case: their names go, the rows say when, and the digests that are returned are to be
/// removed once this is durable ([`super::FileStore::remove`]); if that is missed, the sweep does it.
///
/// # Errors
/// What the engine says; [`Error::Damaged`] when a row names no digest.
pub fn erase(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, subject: i64, at: Moment) -> Result<Vec<Digest>, Error> {
    let files: Vec<StoredFile> = tx.select(
        select!(StoredFile, "FROM file WHERE tenant = $1 AND stream = $2 AND subject = $3 AND erased_at IS NULL ORDER BY file"),
        args![tenant, stream, subject],
    )?;
    tx.execute(
        sql!("UPDATE file SET name = $5, erased_at = $4 WHERE tenant = $1 AND stream = $2 AND subject = $3 AND erased_at IS NULL"),
        args![tenant, stream, subject, at, Vec::<u8>::new()],
    )?;
    files.iter().map(StoredFile::digest).collect()
}

/// Takes back one file that no act has named yet; whether there was one. The sweep takes the body.
///
/// # Errors
/// What the engine says.
pub fn take_back(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, file: FileId) -> Result<bool, Error> {
    let gone = tx.execute(
        sql!("DELETE FROM file WHERE tenant = $1 AND file = $2 AND stream = $3 AND named_in IS NULL AND erased_at IS NULL"),
        args![tenant, file, stream],
    )?;
    Ok(gone == 1)
}

/// Removes rows that hung on a form which was never sent, added before `before`; how many. The sweep takes the bodies.
///
/// # Errors
/// What the engine says.
pub fn forget_unnamed(tx: &Tx<'_>, tenant: TenantId, before: Moment) -> Result<u64, Error> {
    tx.execute(sql!("DELETE FROM file WHERE tenant = $1 AND named_in IS NULL AND erased_at IS NULL AND added_at < $2"), args![tenant, before])
}
