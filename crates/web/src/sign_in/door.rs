//! Name and password.

use super::{Query, arrive, own, phone};
use crate::{error::Oops, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use casework::people::Step;
use kernel::{id::TenantId, refusal::Refusal};
use store::Failure;

#[derive(Template)]
#[template(path = "sign_in/door.html")]
struct DoorPage<'a> {
    page: &'a Page,
    counties: &'a [(TenantId, String)],
    county: &'a str,
    name: &'a str,
    next: &'a str,
    notice: &'static str,
    refusal: Option<&'a Refusal>,
}

pub(super) async fn show(State(web): State<Web>, Asked(query): Asked<Query>, page: Page, headers: HeaderMap) -> Result<Response, Oops> {
    if page.session().is_some_and(|session| session.step == Step::In) {
        return Ok(Redirect::to(own(&query.next).unwrap_or("/home")).into_response());
    }
    let notice = match page.session().map(|session| session.step) {
        Some(Step::Replaced) => "sign-in-replaced",
        Some(Step::Over) => "sign-in-over",
        _ if !query.replaced.is_empty() => "sign-in-replaced",
        _ => "",
    };
    if let Some(answer) = phone::show(&web, &page, &headers, &query, notice).await? {
        return Ok(answer);
    }
    Ok(page.show(&DoorPage { page: &page, counties: &web.settings().tenants, county: "", name: "", next: &query.next, notice, refusal: None }))
}

/// The page for a password in place of one that refused.
pub(super) fn show_refused(web: &Web, page: &Page, next: &str, refusal: &Refusal) -> Response {
    let counties = &web.settings().tenants;
    page.show_again(&DoorPage { page, counties, county: "", name: "", next, notice: "", refusal: Some(refusal) })
}

pub(super) async fn sign_in(State(web): State<Web>, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let counties = &web.settings().tenants;
    let chosen = posted.text("county").parse::<TenantId>().ok();
    let tenant = counties.iter().map(|(tenant, _)| *tenant).find(|tenant| counties.len() == 1 || Some(*tenant) == chosen).ok_or(Oops::NotFound)?;
    let name = posted.text("name");
    web.limits().attempt(&format!("{tenant}/{name}")).await;
    match web.people().sign_in(tenant, name, posted.raw("password")).await {
        Err(Failure::Refused(refusal)) => {
            let (county, next) = (posted.text("county"), posted.text("next"));
            Ok(page.show_again(&DoorPage { page: &page, counties, county, name, next, notice: "", refusal: Some(&refusal) }))
        }
        Err(failure) => Err(failure.into()),
        Ok(begun) => {
            if begun.step != Step::Totp {
                crate::phone::reopen(&web, &headers, tenant, begun.account).await?;
            }
            arrive(&web, &page, tenant, &begun, posted.text("next")).await
        }
    }
}
