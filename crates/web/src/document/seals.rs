//! 用印登记: which letters of this organ, by whom approved, when, on how many copies.

use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::document::register::{self, Line};
use kernel::id::OrganId;
use serde::Deserialize;

const MOST: i64 = 500;

/// Which year.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    year: String,
}

struct Shown {
    line: Line,
    name: String,
    by: String,
    approved: String,
    /// Whose letter it is.
    of: String,
}

#[derive(Template)]
#[template(path = "document/seals.html")]
struct SealsPage<'a> {
    page: &'a Page,
    organ: String,
    year: i32,
    own: OrganId,
    lines: Vec<Shown>,
}

/// `GET /desk/seals`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let year = asked.year.parse().ok().filter(|year| (2000..=2200).contains(year)).unwrap_or_else(|| house.today().year());
    let directory = house.directory(asker.tenant).await?;
    let lines = register::of_organ(house, &asker, year, MOST).await?;
    let lines = lines
        .into_iter()
        .map(|line| {
            let name = page.named("paper-letter", &line.kind).to_owned();
            let (by, approved) = (directory.person(line.issued_by).to_owned(), directory.person(line.approved_by).to_owned());
            let of = directory.organ_name(line.organ).to_owned();
            Shown { line, name, by, approved, of }
        })
        .collect();
    Ok(page.show(&SealsPage { page: &page, organ: directory.organ_name(asker.organ).to_owned(), own: asker.organ, year, lines }))
}
