//! The lock: by hand, by the script after the idle time, or by the server's own clock. What was typed is kept.

use super::{LOCK, Query, elsewhere, onward, with_next};
use crate::{error::Oops, guard::Who, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
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
    refusal: Option<&'a Refusal>,
}

pub(super) async fn show(Who(session): Who, Asked(query): Asked<Query>, page: Page) -> Response {
    if session.step != Step::Locked {
        return elsewhere(&session);
    }
    page.show(&LockPage { page: &page, shown_name: &session.shown_name, next: &query.next, refusal: None })
}

pub(super) async fn lock(State(web): State<Web>, Who(session): Who, posted: Posted) -> Result<Redirect, Oops> {
    web.people().lock(&session).await?;
    Ok(Redirect::to(&with_next(LOCK, posted.text("next"))))
}

pub(super) async fn unlock(State(web): State<Web>, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    let next = posted.text("next");
    if session.step != Step::Locked {
        return Ok(onward(session.step, next).into_response());
    }
    web.limits().attempt(&format!("lock/{}", session.account)).await;
    match web.people().unlock(&session, posted.raw("password")).await {
        Ok(()) => Ok(onward(Step::In, next).into_response()),
        Err(Failure::Refused(refusal)) => {
            Ok(page.show_again(&LockPage { page: &page, shown_name: &session.shown_name, next, refusal: Some(&refusal) }))
        }
        Err(failure) => Err(failure.into()),
    }
}
