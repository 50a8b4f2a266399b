//! Is this letter real? For anybody who holds one: who issued it, on which day, under which number; and, of a file, whether
//! it is the one that went out. Nothing of what it says. A file that is sent here is compared and let go.

use crate::{error::Oops, page::Page, state::Web, upload::Upload};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use casework::document::check::{self, Real};
use kernel::{Refusal, crypto::QueryCode, id::TenantId};
use store::Failure;

#[derive(Template)]
#[template(path = "document/real.html")]
struct RealPage<'a> {
    page: &'a Page,
    counties: &'a [(TenantId, String)],
    county: String,
    code: String,
    real: Option<Real>,
    /// Whether the file that was sent is the one that went out.
    same: Option<bool>,
    refusal: Option<Refusal>,
}

impl<'a> RealPage<'a> {
    fn new(web: &'a Web, page: &'a Page, county: String, code: String) -> Self {
        Self { page, counties: &web.settings().tenants, county, code, real: None, same: None, refusal: None }
    }
}

/// `GET /v`.
pub async fn show(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&RealPage::new(&web, &page, String::new(), String::new())))
}

/// `GET /v/{county}-{code}/{page}`: from the mark on a page.
pub async fn from_mark(State(web): State<Web>, page: Page, Path((mark, _)): Path<(String, String)>) -> Result<Response, Oops> {
    let (county, code) = mark.split_once('-').ok_or(Oops::NotFound)?;
    answer(&web, &page, county, code, None).await
}

/// `POST /v`.
pub async fn check(State(web): State<Web>, page: Page, upload: Upload) -> Result<Response, Oops> {
    let county = match web.settings().tenants.as_slice() {
        [(only, _)] => only.to_string(),
        _ => upload.text("county").to_owned(),
    };
    let files = match upload.files() {
        Ok(files) => files,
        Err(refusal) => {
            let template = RealPage { refusal: Some(refusal), ..RealPage::new(&web, &page, county, upload.text("code").to_owned()) };
            return Ok(page.show_again(&template));
        }
    };
    answer(&web, &page, &county, upload.text("code"), files.first().map(|sent| sent.body.as_slice())).await
}

async fn answer(web: &Web, page: &Page, county: &str, typed: &str, sent: Option<&[u8]>) -> Result<Response, Oops> {
    let template = RealPage::new(web, page, county.to_owned(), typed.to_owned());
    let wrong =
        |status: StatusCode, refusal: Refusal, template: RealPage<'_>| Ok(page.show_with(status, &RealPage { refusal: Some(refusal), ..template }));
    let tenant = county.parse::<TenantId>().ok().filter(|county| web.settings().tenants.iter().any(|(known, _)| known == county));
    let Some(tenant) = tenant else {
        return wrong(StatusCode::UNPROCESSABLE_ENTITY, Refusal::new("COUNTY_MISSING", "L1 art 21").at("county"), template);
    };
    let Ok(code) = typed.parse::<QueryCode>() else {
        return wrong(StatusCode::UNPROCESSABLE_ENTITY, Refusal::new("CODE_UNREADABLE", "C-03").at("code"), template);
    };
    web.limits().attempt(code.prefix()).await;
    match check::letter(web.house(), tenant, &code).await {
        Ok(real) => {
            let same = sent.map(|bytes| real.is(bytes));
            Ok(page.show(&RealPage { real: Some(real), same, ..template }))
        }
        Err(Failure::NotFound) => wrong(StatusCode::NOT_FOUND, Refusal::new("LETTER_UNKNOWN", "T-00").at("code"), template),
        Err(failure) => Err(failure.into()),
    }
}
