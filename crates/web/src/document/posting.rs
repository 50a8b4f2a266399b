//! 邮寄清单 (T-29): the letters of a day that go to persons by post, on a sheet for the counter of the post office. The number that
//! the post gives is written in by hand. Each print is a look at every matter on it.

use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::document::posting::{self, Address, Item};
use kernel::Day;
use serde::Deserialize;

/// Which day; today's list when it is none.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    day: String,
}

struct Line {
    item: Item,
    name: String,
}

#[derive(Template)]
#[template(path = "document/posting.html")]
struct PostingPage<'a> {
    page: &'a Page,
    organ: String,
    day: Day,
    lines: Vec<Line>,
    hidden: usize,
}

/// `GET /desk/seals/posting`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let day = asked.day.parse().unwrap_or_else(|_| house.today());
    let directory = house.directory(asker.tenant).await?;
    let posting = posting::of_day(house, &asker, day).await?;
    let line = |item: Item| Line { name: page.named("paper-letter", &item.kind).to_owned(), item };
    Ok(page.show(&PostingPage {
        organ: directory.organ_name(asker.organ).to_owned(),
        day,
        lines: posting.items.into_iter().map(line).collect(),
        hidden: posting.hidden,
        page: &page,
    }))
}
