//! Name and password.

use super::{Query, onward, own};
use crate::{cookie, error::Oops, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    http::header::SET_COOKIE,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
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

pub(super) async fn show(State(web): State<Web>, Asked(query): Asked<Query>, page: Page) -> Response {
    if page.session().is_some_and(|session| session.step == Step::In) {
        return Redirect::to(own(&query.next).unwrap_or("/home")).into_response();
    }
    let notice = match page.session().map(|session| session.step) {
        Some(Step::Replaced) => "sign-in-replaced",
        Some(Step::Over) => "sign-in-over",
        _ if !query.replaced.is_empty() => "sign-in-replaced",
        _ => "",
    };
    page.show(&DoorPage { page: &page, counties: &web.settings().tenants, county: "", name: "", next: &query.next, notice, refusal: None })
}

pub(super) async fn sign_in(State(web): State<Web>, page: Page, posted: Posted) -> Result<Response, Oops> {
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
            // Whoever worked in this browser before has gone.
            if let Some(before) = page.session() {
                web.people().sign_out(before).await?;
            }
            let secure = web.settings().secure;
            let token = format!("{tenant}.{}", cookie::hex(&begun.token));
            let cookies = [
                (SET_COOKIE, cookie::set(cookie::SESSION, &token, secure)),
                (SET_COOKIE, cookie::keep(cookie::LANGUAGE, &begun.language, secure)),
                (SET_COOKIE, cookie::keep(cookie::LARGE, if begun.elder { "1" } else { "0" }, secure)),
            ];
            Ok((AppendHeaders(cookies), onward(begun.step, posted.text("next"))).into_response())
        }
    }
}
