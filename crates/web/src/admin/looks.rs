//! 谁看过: the ledger of reads, by person and day.

use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::audit::record;
use kernel::{Day, id::AccountId};
use store::reads::Looked;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    account: String,
    day: String,
}

struct Line {
    entry: Looked,
    page_name: String,
    purpose: String,
    cases: usize,
}

#[derive(Template)]
#[template(path = "admin/looks.html")]
struct LooksPage<'a> {
    page: &'a Page,
    people: Vec<(AccountId, String)>,
    account: Option<AccountId>,
    day: Day,
    lines: Vec<Line>,
}

impl LooksPage<'_> {
    fn is_chosen(&self, account: &AccountId) -> bool {
        self.account.as_ref() == Some(account)
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, Query(asked): Query<Asked>, page: Page) -> Result<Response, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let mut people: Vec<(AccountId, String)> = directory.people().map(|(account, name)| (account, name.to_owned())).collect();
    people.sort_by(|one, two| one.1.cmp(&two.1));
    let (account, day) = (asked.account.parse::<AccountId>().ok(), asked.day.parse::<Day>().unwrap_or_else(|_| web.house().today()));
    let entries = match account {
        Some(account) => record::looks(web.house(), &asker, account, day).await?,
        None => vec![],
    };
    Ok(page.show(&LooksPage { page: &page, people, account, day, lines: entries.into_iter().map(|entry| line(&page, entry)).collect() }))
}

/// The payload's page, purpose and number of cases; which cases they were is not for the administrator's eyes.
fn line(page: &Page, entry: Looked) -> Line {
    let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap_or_default();
    let text = |name: &str| payload.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let cases = payload.get("cases").and_then(|value| value.as_array()).map_or(0, Vec::len);
    let (screen, purpose) = (text("page"), text("purpose").replace(':', "-"));
    Line { page_name: page.named("looked-at", &screen).to_owned(), purpose: page.named("purpose", &purpose).to_owned(), cases, entry }
}
