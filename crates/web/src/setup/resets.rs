//! Forgotten passwords, and phones that are to be let in: one asks, another gives. The password is shown to who gives it, once, on a page to be printed.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker, Role,
    organ::Directory,
    people::{
        account::Account,
        reset::{GOOD_HOURS, LONGEST_REASON, Seen},
    },
};
use kernel::{
    Moment, Refusal,
    id::{AccountId, RequestId},
};
use std::sync::Arc;
use store::Failure;

struct Line {
    request: RequestId,
    person: String,
    account: String,
    asked_by: String,
    asked_at: Moment,
    reason: String,
    is_phone: bool,
    is_for_me: bool,
}

/// What is shown once.
struct Given {
    person: String,
    account: String,
    one_time: String,
}

#[derive(Template)]
#[template(path = "setup/resets.html")]
struct ResetsPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    /// Whose password he may ask for.
    accounts: Vec<Account>,
    chosen: String,
    typed: &'a str,
    /// Whether a phone was asked for.
    wants_phone: bool,
    /// Whether he may ask for one.
    may_ask_phone: bool,
    longest: usize,
    hours: i64,
    county: String,
    given: Option<Given>,
    refusal: Option<&'a Refusal>,
}

impl ResetsPage<'_> {
    fn is_chosen(&self, account: &Account) -> bool {
        account.account.to_string() == self.chosen
    }
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    account: String,
    kind: String,
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let shown = resets_page(&web, &asker, &page).await?;
    Ok(page.show(&ResetsPage { chosen: asked.account, wants_phone: asked.kind == "phone", ..shown }))
}

pub(super) async fn ask(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    if posted.text("account").is_empty() {
        let nobody = Refusal::new("EMPTY", "S-01").arg("field", "account").at("account");
        return answer(&web, &asker, &page, &posted, Err(nobody.into())).await;
    }
    let account = posted.read::<AccountId>("account").ok_or(Oops::NotFound)?;
    let reason = posted.text("reason");
    let outcome = match posted.text("kind") {
        "phone" => web.people().ask_phone(&asker, account, reason).await.map(|_| ()),
        _ => web.people().ask_reset(&asker, account, reason).await.map(|_| ()),
    };
    answer(&web, &asker, &page, &posted, outcome).await
}

pub(super) async fn give(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(request): Path<RequestId>,
    posted: Posted,
) -> Result<Response, Oops> {
    match web.people().give_reset(&asker, request).await {
        Ok((made, account)) => {
            let directory = web.house().directory(asker.tenant).await?;
            let given = Given { person: directory.person(made.account).to_owned(), account, one_time: made.one_time };
            let shown = resets_page(&web, &asker, &page).await?;
            Ok(page.show(&ResetsPage { given: Some(given), ..shown }))
        }
        Err(failure) => answer(&web, &asker, &page, &posted, Err(failure)).await,
    }
}

pub(super) async fn refuse(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(request): Path<RequestId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().refuse_reset(&asker, request).await;
    answer(&web, &asker, &page, &posted, outcome).await
}

pub(super) async fn open(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(account): Path<AccountId>,
    posted: Posted,
) -> Result<Response, Oops> {
    match web.people().open_account(&asker, account).await {
        Ok(()) => Ok(Redirect::to("/admin/accounts").into_response()),
        Err(failure) => answer(&web, &asker, &page, &posted, Err(failure)).await,
    }
}

async fn answer(web: &Web, asker: &Asker, page: &Page, posted: &Posted, outcome: Result<(), Failure>) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/admin/resets").into_response()),
        Err(Failure::Refused(refusal)) => {
            let shown = resets_page(web, asker, page).await?;
            let (chosen, typed) = (posted.text("account").to_owned(), posted.text("reason"));
            let wants_phone = posted.text("kind") == "phone";
            Ok(page.show_again(&ResetsPage { chosen, typed, wants_phone, refusal: Some(&refusal), ..shown }))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn resets_page<'a>(web: &Web, asker: &Asker, page: &'a Page) -> Result<ResetsPage<'a>, Oops> {
    let directory: Arc<Directory> = web.house().directory(asker.tenant).await?;
    let names = web.people().sign_in_names(asker).await?;
    let line = |seen: Seen| Line {
        request: seen.request.request,
        person: directory.person(seen.request.account).to_owned(),
        account: names.get(&seen.request.account).cloned().unwrap_or_default(),
        asked_by: directory.person(seen.request.asked_by).to_owned(),
        asked_at: seen.request.asked_at,
        is_phone: seen.request.is_phone(),
        reason: seen.request.reason,
        is_for_me: seen.is_for_me,
    };
    let lines = web.people().resets(asker).await?.into_iter().map(line).collect();
    let accounts = match asker.role {
        Role::SystemAdmin | Role::SecurityAdmin => {
            let all = web.people().accounts_to_reset(asker).await?;
            all.into_iter().filter(|account| account.disabled_on.is_none() && account.account != asker.account).collect()
        }
        _ => vec![],
    };
    Ok(ResetsPage {
        page,
        lines,
        accounts,
        chosen: String::new(),
        typed: "",
        wants_phone: false,
        may_ask_phone: asker.role == Role::SystemAdmin,
        longest: LONGEST_REASON,
        hours: GOOD_HOURS,
        county: directory.county.clone(),
        given: None,
        refusal: None,
    })
}
