//! Accounts: one for one person.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker,
    people::{account::Account, administer::Made},
};
use kernel::{Moment, id::AccountId, refusal::Refusal};
use store::Failure;

impl AccountsPage<'_> {
    fn is_locked(&self, account: &Account) -> bool {
        account.locked_until > self.now
    }
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct AccountsPage<'a> {
    page: &'a Page,
    accounts: Vec<Account>,
    me: AccountId,
    now: Moment,
    /// Shown once: the account and its password for one sign-in.
    made: Option<(String, String)>,
    name: &'a str,
    shown_name: &'a str,
    refusal: Option<&'a Refusal>,
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let accounts = web.people().accounts(&asker).await?;
    Ok(page.show(&AccountsPage {
        page: &page,
        accounts,
        me: asker.account,
        now: web.house().now(),
        made: None,
        name: "",
        shown_name: "",
        refusal: None,
    }))
}

pub(super) async fn create(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let (name, shown_name) = (posted.text("name"), posted.text("shown_name"));
    match web.people().create_account(&asker, name, shown_name).await {
        Ok(made) => show_made(&web, &asker, &page, made).await,
        Err(Failure::Refused(refusal)) => refuse(&web, &asker, &page, &posted, &refusal).await,
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn disable(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(account): Path<AccountId>,
    posted: Posted,
) -> Result<Response, Oops> {
    match web.people().disable_account(&asker, account).await {
        Ok(()) => Ok(Redirect::to("/admin/accounts").into_response()),
        Err(Failure::Refused(refusal)) => refuse(&web, &asker, &page, &posted, &refusal).await,
        Err(failure) => Err(failure.into()),
    }
}

/// The one-time password is shown in this answer and nowhere else; it is stored as a hash alone.
async fn show_made(web: &Web, asker: &Asker, page: &Page, made: Made) -> Result<Response, Oops> {
    let accounts = web.people().accounts(asker).await?;
    let name = accounts.iter().find(|account| account.account == made.account).map_or_else(String::new, |account| account.name.clone());
    Ok(page.show(&AccountsPage {
        page,
        accounts,
        me: asker.account,
        now: web.house().now(),
        made: Some((name, made.one_time)),
        name: "",
        shown_name: "",
        refusal: None,
    }))
}

async fn refuse(web: &Web, asker: &Asker, page: &Page, posted: &Posted, refusal: &Refusal) -> Result<Response, Oops> {
    let accounts = web.people().accounts(asker).await?;
    let (name, shown_name) = (posted.text("name"), posted.text("shown_name"));
    Ok(page.show_again(&AccountsPage {
        page,
        accounts,
        me: asker.account,
        now: web.house().now(),
        made: None,
        name,
        shown_name,
        refusal: Some(refusal),
    }))
}
