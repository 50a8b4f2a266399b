//! A letter as it went out. It is never set again; each time it is fetched, account and time stand in the ledger of reads.

use crate::{error::Oops, guard::Signed, headers, state::Web};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use casework::{audit, petition::page as source};
use kernel::id::StreamId;
use store::Failure;

/// `GET /desk/case/{case}/letter/{nth}`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, Path((case, nth)): Path<(StreamId, String)>) -> Result<Response, Oops> {
    let house = web.house();
    let (found, _) = source::for_officer(house, &asker, case).await?;
    let nth: u32 = nth.parse().map_err(|_| Oops::NotFound)?;
    let letter = found.petition.letters.iter().find(|letter| letter.issued.nth == nth).ok_or(Oops::NotFound)?;
    let row = found.files.iter().find(|row| row.file == letter.issued.file && row.erased_at.is_none()).ok_or(Oops::NotFound)?;
    let key = found.keys.data_key(row.subject).cloned().ok_or(Oops::NotFound)?;
    audit::look(house, &asker, "letter", "print", &[case]).await?;
    let (files, digest, tenant, file) = (house.files().clone(), row.digest().map_err(Failure::from)?, asker.tenant, row.file);
    let bytes = tokio::task::spawn_blocking(move || files.read(&digest, tenant, file, &key))
        .await
        .map_err(|_| Oops::Bug("reading a letter panicked".to_owned()))?
        .map_err(Failure::from)?;
    let mut answer = Body::from(bytes).into_response();
    headers::dress_file(&mut answer, "application/pdf", &format!("{}.pdf", letter.issued.number), headers::Shown::Here);
    Ok(answer)
}
