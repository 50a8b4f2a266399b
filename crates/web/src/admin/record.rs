//! The house record: what the administrators and the set-up commands did, newest first.

use super::detail;
use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    audit::record::{self, Recorded},
    organ::Directory,
};
use std::sync::Arc;

const LINES: u32 = 100;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "admin/record.html")]
struct RecordPage<'a> {
    page: &'a Page,
    lines: Vec<(Recorded, String)>,
    directory: Arc<Directory>,
    older: Option<i64>,
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, Query(asked): Query<Asked>, page: Page) -> Result<Response, Oops> {
    let lines = record::newest(web.house(), &asker, asked.before, LINES).await?;
    let directory = web.house().directory(asker.tenant).await?;
    let older = if lines.len() == 100 { lines.last().map(|line| line.nth) } else { None };
    let lines = lines.into_iter().map(|line| {
        let told = detail::told(&page, &directory, &line.payload);
        (line, told)
    });
    Ok(page.show(&RecordPage { page: &page, lines: lines.collect(), directory: directory.clone(), older }))
}
