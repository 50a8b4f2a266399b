//! The lock: by hand, by the script after the idle time, or by the server's own clock. What was typed is kept.

use super::{LOCK, Query, elsewhere, onward, with_next};
use crate::{error::Oops, guard::Who, page::Page, phone, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use casework::people::Step;
use kernel::refusal::Refusal;
use store::Failure;

#[derive(Template)]
#[template(path = "sign_in/lock.html")]
struct LockPage<'a> {
    page: &'a Page,
    shown_name: &'a str,
    next: &'a str,
    /// Whether the PIN of this phone opens it.
    by_pin: bool,
    refusal: Option<&'a Refusal>,
}

impl LockPage<'_> {
    fn other(&self) -> String {
        with_next("/lock?way=password", self.next)
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    Who(session): Who,
    Asked(query): Asked<Query>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, Oops> {
    if session.step != Step::Locked {
        return Ok(elsewhere(&session));
    }
    let by_pin = query.way != "password" && phone::opens(phone::known(&web, &headers).await?.as_ref(), &session);
    Ok(page.show(&LockPage { page: &page, shown_name: &session.shown_name, next: &query.next, by_pin, refusal: None }))
}

pub(super) async fn lock(State(web): State<Web>, Who(session): Who, posted: Posted) -> Result<Redirect, Oops> {
    web.people().lock(&session).await?;
    Ok(Redirect::to(&with_next(LOCK, posted.text("next"))))
}

pub(super) async fn unlock(State(web): State<Web>, Who(session): Who, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let next = posted.text("next");
    if session.step != Step::Locked {
        return Ok(onward(session.step, next).into_response());
    }
    web.limits().attempt(&format!("lock/{}", session.account)).await;
    let phone = if posted.has("pin") { phone::kept(&web, &headers).filter(|(tenant, _)| *tenant == session.tenant) } else { None };
    let outcome = match &phone {
        Some((_, token)) => web.people().unlock_by_phone(&session, token, posted.text("pin")).await,
        None => web.people().unlock(&session, posted.raw("password")).await,
    };
    match outcome {
        Ok(()) => {
            if phone.is_none() {
                phone::reopen(&web, &headers, session.tenant, session.account).await?;
            }
            Ok(onward(Step::In, next).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let by_pin = phone.is_some() && refusal.code != "PHONE_SHUT";
            Ok(page.show_again(&LockPage { page: &page, shown_name: &session.shown_name, next, by_pin, refusal: Some(&refusal) }))
        }
        // A phone that no longer counts: its session ended with it, or the password is asked for.
        Err(Failure::NotFound) if phone.is_some() => Ok(Redirect::to(&with_next(LOCK, next)).into_response()),
        Err(failure) => Err(failure.into()),
    }
}
