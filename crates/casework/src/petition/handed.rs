//! What is handed in: a photo, a scan, a paper, kept sealed before the act that names it. What no act names is swept.

use super::model::Paper;
use crate::{CaseKeys, House, idempotency};
use kernel::id::{FileId, StreamId, TenantId};
use store::{
    Failure,
    files::{self, NewFile},
    ledger,
};

/// A file as it came, looked at already.
#[derive(Debug, Clone)]
pub struct Handed {
    /// Its name.
    pub name: String,
    /// What it is: `image/jpeg`.
    pub media_type: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// Keeps a file under the petitioner's key, so that it goes when she is erased; under the narrative's when there is none of hers.
///
/// # Errors
/// [`Failure::NotFound`] when both keys are destroyed; what the disk says.
pub async fn keep(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, handed: &Handed) -> Result<FileId, Failure> {
    let row = seal(house, tenant, stream, keys, FileId::new(house.next_id()), handed).await?;
    let file = row.file;
    house.db().write(move |tx| Ok(files::add(tx, tenant, &row)?)).await?;
    Ok(file)
}

/// As [`keep`], once under this key: what a visitor's browser sends again, because it never heard that the file had come, is the one that is
/// there. The body of the second is swept, since no row names it.
///
/// # Errors
/// As [`keep`].
pub async fn keep_once(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, handed: &Handed, key: String) -> Result<FileId, Failure> {
    let (row, now) = (seal(house, tenant, stream, keys, FileId::new(house.next_id()), handed).await?, house.now());
    house
        .db()
        .write(move |tx| {
            if let Some(before) = idempotency::once(tx, tenant, &key, ledger::CITIZEN, now)? {
                return before.parse().map_err(|_| Failure::Bug("a file was kept under no number".to_owned()));
            }
            files::add(tx, tenant, &row)?;
            idempotency::settle(tx, tenant, &key, &row.file.to_string())?;
            Ok(row.file)
        })
        .await
}

/// Keeps the body of a file under a number that it has already; the row that is still to be added.
///
/// # Errors
/// As [`keep`].
pub(super) async fn seal(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    keys: &CaseKeys,
    file: FileId,
    handed: &Handed,
) -> Result<NewFile, Failure> {
    const HERS: i64 = 1;
    let subject = if keys.data_key(HERS).is_some() { HERS } else { store::keys::NARRATIVE };
    seal_under(house, tenant, stream, keys, subject, file, handed).await
}

/// Keeps a file that belongs to all: under the narrative's key, so that it stays when one of them is erased.
///
/// # Errors
/// As [`keep`].
pub async fn keep_of_all(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, handed: &Handed) -> Result<FileId, Failure> {
    let row = seal_under(house, tenant, stream, keys, store::keys::NARRATIVE, FileId::new(house.next_id()), handed).await?;
    let file = row.file;
    house.db().write(move |tx| Ok(files::add(tx, tenant, &row)?)).await?;
    Ok(file)
}

async fn seal_under(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    keys: &CaseKeys,
    subject: i64,
    file: FileId,
    handed: &Handed,
) -> Result<NewFile, Failure> {
    let Some(key) = keys.data_key(subject).cloned() else { return Err(Failure::NotFound) };
    let name = keys.seal(house.random(), subject, "file-name", &handed.name).map(|sealed| sealed.bytes()).unwrap_or_default();
    let (shared, bytes) = (house.clone(), handed.body.clone());
    let stored =
        tokio::task::spawn_blocking(move || shared.files().put(&mut bytes.as_slice(), tenant, file, &key, shared.vault().suite(), shared.random()))
            .await
            .map_err(|_| Failure::Bug("keeping a file panicked".to_owned()))??;
    Ok(NewFile {
        file,
        stream,
        subject,
        digest: stored.digest,
        size: stored.size,
        media_type: handed.media_type.clone(),
        name,
        added_at: house.now(),
    })
}

/// Keeps what the person herself hands in, as papers that she can open again.
///
/// # Errors
/// As [`keep`].
pub async fn keep_hers(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, handed: &[Handed]) -> Result<Vec<Paper>, Failure> {
    let mut papers = vec![];
    for one in handed {
        let file = keep(house, tenant, stream, keys, one).await?;
        let kind = if one.media_type.starts_with("image/") { "photo" } else { "evidence" };
        papers.push(Paper { file, kind: kind.to_owned(), on: house.today(), shown_to_person: true });
    }
    Ok(papers)
}
