//! A paper of her own matter that was shown to her.

use super::hers::hers;
use crate::{
    citizen::Citizen,
    error::Oops,
    headers::{self, Shown},
    state::Web,
    upload::shown_as,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use kernel::{id::FileId, sealed::Sealed};
use store::Failure;

/// `GET /follow/file/{file}`
pub async fn show(State(web): State<Web>, citizen: Citizen, Path(file): Path<FileId>) -> Result<Response, Oops> {
    let house = web.house();
    let hers = hers(&web, citizen).await?.ok_or(Oops::NotFound)?;
    let case = hers.readable().find(|case| case.petition.papers.iter().any(|paper| paper.file == file)).ok_or(Oops::NotFound)?;
    if !case
        .petition
        .papers
        .iter()
        .any(|paper| paper.file == file && paper.shown_to_person && casework::document::issue::is_out(&case.petition, paper))
    {
        return Err(Oops::NotFound);
    }
    let row = case.files.iter().find(|row| row.file == file && row.erased_at.is_none()).ok_or(Oops::NotFound)?;
    let key = case.keys.data_key(row.subject).cloned().ok_or(Oops::NotFound)?;
    let (files, digest, tenant) = (house.files().clone(), row.digest().map_err(Failure::from)?, citizen.tenant);
    let bytes = tokio::task::spawn_blocking(move || files.read(&digest, tenant, file, &key))
        .await
        .map_err(|_| Oops::Bug("reading a file panicked".to_owned()))?
        .map_err(Failure::from)?;
    let name = case.keys.open(row.subject, "file-name", &Sealed::new(&row.name)).open().unwrap_or_else(|| file.to_string());
    let shown = if matches!(shown_as(&row.media_type), "" | "pdf") { Shown::Here } else { Shown::Saved };
    let mut answer = Body::from(bytes).into_response();
    headers::dress_file(&mut answer, &row.media_type, &name, shown);
    Ok(answer)
}
