//! 找案件: by number, outside number, phone, document, whole name, pinyin, place — over what the asker may see.

use super::cases::{CaseLine, line};
use crate::{
    error::Oops,
    guard::Signed,
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{audit, find, petition::policy};
use kernel::name;
use serde::Deserialize;

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get("/desk/find", Access::Staff, show)]
}

/// Longer than any name, number or place.
const LONGEST: usize = 60;

#[derive(Template)]
#[template(path = "desk/find.html")]
struct FindPage<'a> {
    page: &'a Page,
    typed: String,
    /// What the words were taken for, in words.
    taken_for: String,
    lines: Vec<CaseLine>,
    more: bool,
    /// Mediations: address, name, number, where each stands.
    talks: Vec<(String, String, String, String)>,
    /// What was sought, when it looks like a number: for the page where an officer opens a matter that he has not got (C-32).
    number: String,
}

/// What is sought.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /desk/find?q=…`
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let typed: String = asked.q.trim().chars().take(LONGEST).collect();
    if typed.is_empty() {
        return Ok(page.show(&FindPage {
            page: &page,
            typed,
            taken_for: String::new(),
            lines: vec![],
            more: false,
            talks: vec![],
            number: String::new(),
        }));
    }
    let sight = policy::sight(house, &directory, &asker);
    let found = find::find(house, asker.tenant, &sight, &directory, &typed).await?;
    let talks = find::mediations(house, &asker, &sight, &typed).await?;
    let streams: Vec<_> = found.cases.iter().map(|case| case.stream).chain(talks.iter().map(|talk| talk.stream)).collect();
    audit::look(house, &asker, "find", find::purpose(&found), &streams).await?;
    // What the words were taken for is told only together with a case: alone it would tell of cases that he must not see.
    let kinds: Vec<&str> = if found.cases.is_empty() { vec![] } else { found.kinds.iter().map(|kind| page.named("find-kind", kind)).collect() };
    let lines = found.cases.into_iter().map(|case| line(&page, &directory, case)).collect();
    let tidy = find::tidy_number(&typed.chars().map(name::half_width).collect::<String>());
    let number = if tidy.contains('〔') { tidy } else { String::new() };
    let talks = talks
        .into_iter()
        .map(|talk| (format!("/desk/mediation/{}", talk.stream), talk.title, talk.number, page.named("mstage", talk.stage).to_owned()))
        .collect();
    Ok(page.show(&FindPage { page: &page, typed, taken_for: kinds.join(page.t("find-or")), lines, more: found.more, talks, number }))
}
