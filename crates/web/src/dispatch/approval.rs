//! 谁审核: the head names who approves an answer before it is signed, or nobody.

use crate::{desk::colleagues, error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use casework::{Asker, petition::approval};
use kernel::{id::AccountId, refusal::Refusal};
use store::Failure;

struct Choice {
    account: AccountId,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "dispatch/approval.html")]
struct ApprovalPage<'a> {
    page: &'a Page,
    organ: String,
    choices: Vec<Choice>,
    needed: bool,
    refusal: Option<Refusal>,
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, refusal: Option<Refusal>) -> Result<ApprovalPage<'a>, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let (tenant, organ) = (asker.tenant, asker.organ);
    let set = house.db().read(move |tx| Ok(approval::of_organ(tx, tenant, organ)?)).await?;
    let named = set.clone().unwrap_or_default();
    let mut people = colleagues::named(house, asker, &directory).await?;
    // Whoever was named and is not at work here any more is shown, to be taken off.
    for account in &named {
        if !people.iter().any(|(known, _)| known == account) {
            people.push((*account, format!("{}{}", directory.person(*account), page.t("approval-gone"))));
        }
    }
    let choices = people.into_iter().map(|(account, name)| Choice { chosen: named.contains(&account), account, name }).collect();
    Ok(ApprovalPage { page, organ: directory.organ_name(organ).to_owned(), choices, needed: set.is_some(), refusal })
}

/// `GET /desk/approval`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let shown = template(&web, &asker, &page, None).await?;
    Ok(page.show(&shown))
}

/// `POST /desk/approval`.
pub async fn set(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let named: Vec<AccountId> = posted.all("approver").filter_map(|account| account.parse().ok()).collect();
    match approval::set(web.house(), &asker, named).await {
        Ok(()) => Ok(Redirect::to("/desk/approval").into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&template(&web, &asker, &page, Some(refusal)).await?)),
        Err(failure) => Err(failure.into()),
    }
}
