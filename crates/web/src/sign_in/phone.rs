//! The door of a phone that is let in: its owner's name, and one field for his PIN.

use super::{DOOR, Query, arrive, door, own};
use crate::{error::Oops, page::Page, phone, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use kernel::refusal::Refusal;
use store::Failure;

#[derive(Template)]
#[template(path = "sign_in/phone.html")]
struct PhonePage<'a> {
    page: &'a Page,
    shown_name: &'a str,
    next: &'a str,
    notice: &'static str,
    refusal: Option<&'a Refusal>,
}

impl PhonePage<'_> {
    fn other(&self) -> String {
        super::with_next(super::BY_PASSWORD, self.next)
    }
}

/// The page, when this browser is such a phone and the password was not asked for.
pub(super) async fn show(web: &Web, page: &Page, headers: &HeaderMap, query: &Query, notice: &'static str) -> Result<Option<Response>, Oops> {
    if query.way == "password" {
        return Ok(None);
    }
    Ok(match phone::known(web, headers).await? {
        Some((_, _, known)) if known.waits_for_pin => Some(Redirect::to(phone::PIN).into_response()),
        Some((_, _, known)) if !known.is_shut => {
            Some(page.show(&PhonePage { page, shown_name: &known.shown_name, next: &query.next, notice, refusal: None }))
        }
        _ => None,
    })
}

pub(super) async fn sign_in(State(web): State<Web>, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let next = posted.text("next");
    let Some((tenant, token, known)) = phone::known(&web, &headers).await?.filter(|(_, _, known)| !known.waits_for_pin) else {
        return Ok(Redirect::to(&super::with_next(DOOR, next)).into_response());
    };
    web.limits().attempt(&format!("phone/{tenant}/{}", known.account)).await;
    match web.people().sign_in_by_phone(tenant, &token, posted.text("pin")).await {
        Ok(begun) => arrive(&web, &page, tenant, &begun, own(next).unwrap_or_default()).await,
        // Shut now: the password stands in its place, with the reason.
        Err(Failure::Refused(refusal)) if refusal.code == "PHONE_SHUT" => Ok(door::show_refused(&web, &page, next, &refusal)),
        Err(Failure::Refused(refusal)) => {
            Ok(page.show_again(&PhonePage { page: &page, shown_name: &known.shown_name, next, notice: "", refusal: Some(&refusal) }))
        }
        Err(Failure::NotFound) => Ok(Redirect::to(&super::with_next(DOOR, next)).into_response()),
        Err(failure) => Err(failure.into()),
    }
}
