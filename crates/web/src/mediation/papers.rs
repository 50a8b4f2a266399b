//! The papers of a mediation, set from its own data: looked at before they are made, and bound into one file.

use crate::{error::Oops, guard::Signed, headers, page::Page, state::Web};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use casework::{
    Asker, House, audit,
    document::issue,
    mediation::{
        Mediation,
        page::{self as source, Case},
        papers::{self, Issuer, Which},
    },
};
use kernel::{
    Refusal,
    id::{FileId, StreamId},
};
use paper::{Kind, Print, bind};
use std::sync::Arc;
use store::Failure;

/// `T-34-2`: the second record.
pub fn code(which: Which) -> String {
    format!("{}-{}", which.kind.code(), which.nth)
}

/// Reads `T-34-2`.
pub fn parse(code: &str) -> Option<Which> {
    let (kind, nth) = code.rsplit_once('-')?;
    Some(Which { kind: Kind::parse(kind)?, nth: nth.parse().ok()? })
}

/// The papers that can be made now: code and name.
pub fn choices(page: &Page, mediation: &Mediation) -> Vec<(String, String)> {
    papers::possible(mediation)
        .into_iter()
        .map(|which| {
            let many = papers::possible(mediation).iter().filter(|other| other.kind == which.kind).count() > 1;
            let name = page.named("mpaper", which.kind.code()).to_owned();
            (code(which), if many { page.with2("mediation-paper-nth", "name", name, "n", which.nth) } else { name })
        })
        .collect()
}

fn issuer(house: &House, page: &Page) -> Issuer {
    Issuer { officer: page.worker().map(|session| session.shown_name.clone()).unwrap_or_default(), day: house.today() }
}

/// The PDF of a paper.
///
/// # Errors
/// What the paper lacks; [`Failure::NotFound`] for what is none.
pub async fn set(web: &Web, page: &Page, case: &Case, which: Which) -> Result<Vec<u8>, Failure> {
    let letter = papers::compose(web.house(), case, which, &issuer(web.house(), page))?;
    issue::set(web.press(), letter, Print::default()).await
}

/// `GET /desk/mediation/{case}/paper/{paper}`: as it would be; nothing is kept by looking.
pub async fn show(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((case, paper)): Path<(StreamId, String)>,
) -> Result<Response, Oops> {
    let found = source::for_officer(web.house(), &asker, case).await?;
    let which = parse(&paper).ok_or(Oops::NotFound)?;
    audit::look(web.house(), &asker, "mediation", "print", &[case]).await?;
    let pdf = set(&web, &page, &found, which).await?;
    Ok(answer(pdf, &format!("{} {paper}.pdf", found.mediation.number)))
}

fn answer(pdf: Vec<u8>, name: &str) -> Response {
    let mut answer = Body::from(pdf).into_response();
    headers::dress_file(&mut answer, "application/pdf", name, headers::Shown::Here);
    answer
}

/// `GET /desk/mediation/{case}/volume`: cover, index, every paper of the record, back; one PDF.
pub async fn volume(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(case): Path<StreamId>) -> Result<Response, Oops> {
    let house = web.house();
    let found = source::for_officer(house, &asker, case).await?;
    audit::look(house, &asker, "mediation", "print", &[case]).await?;
    let volume = papers::volume(house, &found, &issuer(house, &page))?;
    let mut sheets = vec![];
    for (item, file) in papers::filed(&found) {
        if let Some(pdf) = body(house, &asker, &found, file).await? {
            sheets.push(bind::Paper { item, pdf });
        }
    }
    let press = Arc::clone(web.press());
    let bound = tokio::task::spawn_blocking(move || bind::assemble(&press, &volume, &sheets))
        .await
        .map_err(|_| Oops::Bug("binding panicked".to_owned()))?
        .map_err(|trouble| match trouble {
            paper::Trouble::Refused(refusal) => Failure::Refused(refusal),
            paper::Trouble::Machine(error) => Failure::Bug(error),
        })?;
    Ok(answer(bound, &format!("{}.pdf", found.mediation.number)))
}

/// The bytes of a file of the record; `None` when it was erased, or cannot be bound (voice, video).
async fn body(house: &House, asker: &Asker, case: &Case, file: FileId) -> Result<Option<Vec<u8>>, Oops> {
    let Some(row) = case.files.iter().find(|row| row.file == file && row.erased_at.is_none()) else { return Ok(None) };
    let Some(key) = case.keys.data_key(row.subject).cloned() else { return Ok(None) };
    let (files, digest, tenant) = (house.files().clone(), row.digest().map_err(Failure::from)?, asker.tenant);
    let bytes = tokio::task::spawn_blocking(move || files.read(&digest, tenant, file, &key))
        .await
        .map_err(|_| Oops::Bug("reading a file panicked".to_owned()))?
        .map_err(Failure::from)?;
    Ok((bytes.starts_with(b"%PDF") || paper::press::is_picture(&bytes)).then_some(bytes))
}

/// Makes a paper: set, kept as these bytes.
///
/// # Errors
/// As [`set`]; `EMPTY` when none was chosen.
pub async fn make(web: &Web, asker: &Asker, page: &Page, case: StreamId, chosen: &str) -> Result<(String, FileId), Failure> {
    let found = source::for_officer(web.house(), asker, case).await?;
    let which = parse(chosen).ok_or_else(|| Refusal::new("EMPTY", "SM-MED").arg("field", "paper").at("paper"))?;
    let body = set(web, page, &found, which).await?;
    let name = format!("{}.pdf", page.named("mpaper", which.kind.code()));
    let handed = casework::petition::handed::Handed { name, media_type: "application/pdf".to_owned(), body };
    let file = casework::petition::handed::keep_of_all(web.house(), asker.tenant, case, &found.keys, &handed).await?;
    Ok((which.kind.code().to_owned(), file))
}
