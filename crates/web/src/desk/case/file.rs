//! Scans and photos: kept sealed before the act that names them, shown to who sees the case.

use crate::{
    error::Oops,
    guard::Signed,
    headers::{self, Shown},
    page::Page,
    state::Web,
    upload::{Sent, Upload, shown_as},
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use casework::{
    CaseKeys, House, audit,
    petition::{
        self,
        handed::{self, Handed},
    },
};
use kernel::id::{FileId, StreamId, TenantId};
use store::{Failure, files};

/// `GET /desk/file/{file}`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(file): Path<FileId>) -> Result<Response, Oops> {
    let house = web.house();
    let tenant = asker.tenant;
    let row = house.db().read(move |tx| files::get(tx, tenant, file)?.ok_or(Failure::NotFound)).await?;
    let (case, _) = petition::page::to_look_at(house, &asker, row.stream).await?;
    audit::look(house, &asker, "file", "file", &[row.stream]).await?;
    let _ = page;
    body(house, tenant, &case.keys, &row).await
}

/// A file's body as an answer.
pub async fn body(house: &House, tenant: TenantId, keys: &CaseKeys, row: &files::StoredFile) -> Result<Response, Oops> {
    let Some(key) = keys.data_key(row.subject).cloned() else { return Err(Oops::NotFound) };
    let (store, digest, file) = (house.files().clone(), row.digest().map_err(Failure::from)?, row.file);
    let bytes = tokio::task::spawn_blocking(move || store.read(&digest, tenant, file, &key))
        .await
        .map_err(|_| Oops::Bug("reading a file panicked".to_owned()))?
        .map_err(Failure::from)?;
    let name = keys.open(row.subject, "file-name", &kernel::sealed::Sealed::new(&row.name)).open().unwrap_or_else(|| row.file.to_string());
    let mut response = Body::from(bytes).into_response();
    let shown = if matches!(shown_as(&row.media_type), "" | "pdf") { Shown::Here } else { Shown::Saved };
    headers::dress_file(&mut response, &row.media_type, &name, shown);
    Ok(response)
}

/// Keeps the first file of a form under the petitioner's key, so that it goes when she is erased; under the narrative's
/// when there is none of hers. It is swept when no act names it.
pub async fn keep_first(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, upload: &Upload) -> Result<Option<FileId>, Failure> {
    match upload.files()?.first() {
        Some(sent) => keep(house, tenant, stream, keys, sent).await.map(Some),
        None => Ok(None),
    }
}

/// Keeps one file, as [`keep_first`].
pub async fn keep(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, sent: &Sent) -> Result<FileId, Failure> {
    let handed = Handed { name: sent.name.clone(), media_type: sent.media_type.to_owned(), body: sent.body.clone() };
    handed::keep(house, tenant, stream, keys, &handed).await
}
