//! Signed pages come back: a photo, a scan, a PDF, a stack of several letters. Each page goes to the letter whose mark it
//! carries; what has none that can be read is kept and listed, and a human puts it to its letter by the code beside the mark.

use crate::{error::Oops, guard::Signed, headers, page::Page, posted::Posted, state::Web, upload::Upload};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker,
    document::{
        scan::{self, Fate, Told},
        unread::{self, Unread},
    },
};
use kernel::Refusal;
use store::Failure;

/// A page that waits for a human.
struct Waiting {
    page: i64,
    by: String,
    unread: Unread,
    refusal: Option<Refusal>,
    typed: String,
}

#[derive(Template)]
#[template(path = "document/scans.html")]
struct ScansPage<'a> {
    page: &'a Page,
    told: Vec<Told>,
    refusal: Option<Refusal>,
    typed: String,
    waiting: Vec<Waiting>,
}

/// Pages by their numbers: 1, 2.
fn listed(pages: &[u32]) -> String {
    pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What was tried with a page that waits: which, the refusal, what was typed.
type Tried = Option<(i64, Refusal, String)>;

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, told: Vec<Told>, tried: Tried) -> Result<ScansPage<'a>, Failure> {
    let directory = web.house().directory(asker.tenant).await?;
    let waiting = unread::waiting(web.house(), asker).await?;
    let waiting = waiting
        .into_iter()
        .map(|unread| {
            let here = tried.as_ref().filter(|(page, ..)| *page == unread.page);
            Waiting {
                page: unread.page,
                by: directory.person(unread.added_by).to_owned(),
                refusal: here.map(|(_, refusal, _)| refusal.clone()),
                typed: here.map(|(.., typed)| typed.clone()).unwrap_or_default(),
                unread,
            }
        })
        .collect();
    Ok(ScansPage { page, told, refusal: None, typed: String::new(), waiting })
}

/// `GET /desk/scans`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, vec![], None).await?))
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
        Ok(told) => Ok(page.show(&ScansPage { typed, ..template(&web, &asker, &page, told, None).await? })),
        Err(Failure::Refused(refusal)) => {
            Ok(page.show_again(&ScansPage { refusal: Some(refusal), typed, ..template(&web, &asker, &page, vec![], None).await? }))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /desk/scans/{page}`: the picture of a page that waits.
pub async fn picture(State(web): State<Web>, Signed(asker): Signed, Path(page): Path<i64>) -> Result<Response, Oops> {
    let bytes = unread::picture(web.house(), &asker, page).await?;
    let mut answer = Body::from(bytes).into_response();
    headers::dress_file(&mut answer, "image/jpeg", &format!("{page}.jpg"), headers::Shown::Here);
    Ok(answer)
}

/// `POST /desk/scans/{page}/put`: to the letter of the code that a human has read.
pub async fn put(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(number): Path<i64>, posted: Posted) -> Result<Response, Oops> {
    let typed = posted.text("code").to_owned();
    match unread::put(web.house(), &asker, number, &typed).await {
        Ok((stream, _)) => Ok(Redirect::to(&format!("/desk/case/{stream}/letters")).into_response()),
        Err(Failure::Refused(refusal)) => {
            let template = template(&web, &asker, &page, vec![], Some((number, refusal, typed))).await?;
            Ok(page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &template))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /desk/scans/{page}/aside`: it is no page of a letter.
pub async fn aside(State(web): State<Web>, Signed(asker): Signed, Path(number): Path<i64>, _posted: Posted) -> Result<Response, Oops> {
    unread::lay_aside(web.house(), &asker, number).await?;
    Ok(Redirect::to("/desk/scans").into_response())
}
