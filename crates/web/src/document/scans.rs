//! Signed pages come back: a photo, a scan, a PDF, a stack of several letters. Each page goes to the letter whose mark it
//! carries; what has none that can be read is listed, and a human puts it to its letter by the number.

use crate::{error::Oops, guard::Signed, page::Page, state::Web, upload::Upload};
use askama::Template;
use axum::{extract::State, response::Response};
use casework::document::scan::{self, Fate, Told};
use kernel::Refusal;
use store::Failure;

#[derive(Template)]
#[template(path = "document/scans.html")]
struct ScansPage<'a> {
    page: &'a Page,
    told: Vec<Told>,
    refusal: Option<Refusal>,
    typed: String,
}

/// `GET /desk/scans`.
pub async fn show(Signed(_asker): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&ScansPage { page: &page, told: vec![], refusal: None, typed: String::new() }))
}

/// `POST /desk/scans`.
pub async fn take(State(web): State<Web>, Signed(asker): Signed, page: Page, upload: Upload) -> Result<Response, Oops> {
    let typed = upload.text("code").to_owned();
    let files = match upload.files() {
        Ok([]) => Err(Refusal::new("EMPTY", "T-00").arg("field", "file").at("file")),
        Ok(files) => Ok(files.iter().map(|sent| (sent.name.clone(), sent.body.clone())).collect()),
        Err(refusal) => Err(refusal),
    };
    let told = match files {
        Ok(files) => scan::take_in(web.house(), &asker, files, &typed, upload.key.id()).await,
        Err(refusal) => Err(refusal.into()),
    };
    match told {
        Ok(told) => Ok(page.show(&ScansPage { page: &page, told, refusal: None, typed })),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&ScansPage { page: &page, told: vec![], refusal: Some(refusal), typed })),
        Err(failure) => Err(failure.into()),
    }
}
