//! 没有人办的件: accepted here, and given to nobody, or to one whose post has ended. The head gives them to somebody at once;
//! those whose officer leaves within a week stand below, before it happens; and what was sent to an office in which nobody is
//! at work.

use super::rows::{Marks, marks};
use crate::{
    desk::cases::{CaseLine, line},
    error::Oops,
    guard::Signed,
    page::Page,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    Asker, audit,
    petition::{list, policy},
};
use kernel::id::StreamId;
use serde::Deserialize;

/// So many days before a post ends its matters are told.
const SOON_DAYS: i64 = 7;

#[derive(Template)]
#[template(path = "dispatch/unowned.html")]
struct UnownedPage<'a> {
    page: &'a Page,
    now: Vec<CaseLine>,
    soon: Vec<CaseLine>,
    /// Sent to an office in which nobody is at work.
    away: Vec<CaseLine>,
    marks: Marks,
}

/// What is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// `all`: every box stands ticked.
    #[serde(default)]
    tick: String,
}

/// How many matters of the asker's organ nobody handles today: for the head's day.
pub(crate) async fn count(web: &Web, asker: &Asker) -> Result<i64, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    Ok(list::count_unowned(house, asker.tenant, asker.organ, &sight, asker.today).await?)
}

/// `GET /desk/unowned`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let now = list::unowned(house, asker.tenant, asker.organ, &sight, asker.today).await?;
    let mut soon = list::unowned(house, asker.tenant, asker.organ, &sight, asker.today.plus_days(SOON_DAYS)).await?;
    soon.retain(|case| !now.iter().any(|one| one.stream == case.stream));
    let away = list::unstaffed(house, asker.tenant, asker.organ, &sight, asker.today).await?;
    let seen: Vec<StreamId> = now.iter().chain(&soon).chain(&away).map(|case| case.stream).collect();
    audit::look(house, &asker, "unowned", "list", &seen).await?;
    let marks = Marks { acts: vec!["give", "print"], ..marks(&asker, "/desk/unowned".to_owned(), &asked.tick) };
    let lines = |cases: Vec<list::Listed>| cases.into_iter().map(|case| line(&page, &directory, case)).collect();
    let (now, soon, away) = (lines(now), lines(soon), lines(away));
    Ok(page.show(&UnownedPage { page: &page, now, soon, away, marks }))
}
