//! The second step: the code from the person's device.

use super::{Query, elsewhere, onward};
use crate::{error::Oops, guard::Who, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    response::{IntoResponse, Response},
};
use casework::people::Step;
use kernel::refusal::Refusal;
use store::Failure;

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct CodePage<'a> {
    page: &'a Page,
    next: &'a str,
    refusal: Option<&'a Refusal>,
}

pub(super) async fn show(Who(session): Who, Asked(query): Asked<Query>, page: Page) -> Response {
    if session.step != Step::Totp {
        return elsewhere(&session);
    }
    page.show(&CodePage { page: &page, next: &query.next, refusal: None })
}

pub(super) async fn enter(State(web): State<Web>, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    if session.step != Step::Totp {
        return Ok(elsewhere(&session));
    }
    web.limits().attempt(&format!("code/{}", session.account)).await;
    let next = posted.text("next");
    match web.people().enter_code(&session, posted.text("code")).await {
        Ok(step) => Ok(onward(step, next).into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&CodePage { page: &page, next, refusal: Some(&refusal) })),
        Err(failure) => Err(failure.into()),
    }
}
