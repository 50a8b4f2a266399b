//! 谁看过: who has looked at a case, newest first.

use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use casework::{audit, petition::page as source};
use kernel::{Moment, id::StreamId};

#[derive(Template)]
#[template(path = "desk/readers.html")]
struct ReadersPage<'a> {
    page: &'a Page,
    case: String,
    number: String,
    looks: Vec<(Moment, String, String)>,
}

/// `GET /desk/case/{case}/readers`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(case): Path<StreamId>) -> Result<Response, Oops> {
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
    audit::look(web.house(), &asker, "readers", "view", &[case]).await?;
    let tenant = asker.tenant;
    let looks = web.house().db().read(move |tx| Ok(store::reads::of_case(tx, tenant, case)?)).await?;
    let looks = looks
        .into_iter()
        .map(|look| {
            let payload: serde_json::Value = serde_json::from_str(&look.payload).unwrap_or_default();
            let purpose = payload.get("purpose").and_then(serde_json::Value::as_str).unwrap_or("");
            (look.at, found.directory.person(look.account).to_owned(), page.named("purpose", &purpose.replace(':', "-")).to_owned())
        })
        .collect();
    Ok(page.show(&ReadersPage { page: &page, case: case.to_string(), number: found.petition.number.clone(), looks }))
}
