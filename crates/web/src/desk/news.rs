//! 消息: what this officer has not seen yet.

use crate::{
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    audit,
    notify::{
        news::{self, Line, Which},
        outbox,
    },
};
use kernel::id::StreamId;

const PAGE: &str = "/desk/news";

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get(PAGE, Access::Staff, show), RouteEntry::post(PAGE, Access::Staff, seen)]
}

struct Row {
    case: String,
    title: String,
    number: String,
    what: String,
    at: String,
    seen: bool,
}

#[derive(Template)]
#[template(path = "desk/news.html")]
struct NewsPage<'a> {
    page: &'a Page,
    rows: Vec<Row>,
    fresh: usize,
}

/// `GET /desk/news`
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let house = web.house();
    let sight = outbox::sight(house, &asker).await?;
    let lines = news::lines(house, &asker, &sight, Which::All, news::MOST).await?;
    let mut streams: Vec<StreamId> = lines.iter().map(|line| line.matter.stream).collect();
    streams.sort_unstable();
    streams.dedup();
    if !streams.is_empty() {
        audit::look(house, &asker, "news", "list", &streams).await?;
    }
    let fresh = lines.iter().filter(|line| !line.seen).count();
    Ok(page.show(&NewsPage { page: &page, rows: lines.iter().map(|line| row(&page, line)).collect(), fresh }))
}

/// `POST /desk/news`: all of it was seen, or what concerns one matter.
pub async fn seen(State(web): State<Web>, Signed(asker): Signed, posted: Posted) -> Result<Response, Oops> {
    news::seen(web.house(), &asker, posted.read("case")).await?;
    Ok(Redirect::to(PAGE).into_response())
}

fn row(page: &Page, line: &Line) -> Row {
    let what = page.named("news", &line.kind).to_owned();
    Row {
        case: line.matter.stream.to_string(),
        title: page.title(&line.matter.title),
        number: line.matter.number.clone(),
        what: if matches!(line.kind.as_str(), "soon" | "late") { format!("{what} · {}", super::case::rule_name(page, &line.source)) } else { what },
        at: page.moment(&line.at),
        seen: line.seen,
    }
}
