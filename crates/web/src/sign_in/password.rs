//! A new password: at the first sign-in, after 90 days, or because one wants to.

use super::{Query, elsewhere, onward};
use crate::{error::Oops, guard::Who, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    response::{IntoResponse, Response},
};
use casework::people::{Session, Step};
use kernel::refusal::Refusal;
use store::Failure;

#[derive(Template)]
#[template(path = "sign_in/password.html")]
struct PasswordPage<'a> {
    page: &'a Page,
    why: &'static str,
    action: &'static str,
    next: &'a str,
    refusal: Option<&'a Refusal>,
}

pub(super) async fn show(Who(session): Who, Asked(query): Asked<Query>, page: Page) -> Response {
    if session.step != Step::Password {
        return elsewhere(&session);
    }
    page.show(&PasswordPage { page: &page, why: "password-due", action: "/sign-in/password", next: &query.next, refusal: None })
}

pub(super) async fn change(State(web): State<Web>, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    if session.step != Step::Password {
        return Ok(elsewhere(&session));
    }
    set(&web, &session, &page, &posted, "password-due", "/sign-in/password").await
}

/// `/me/password`: the same page for somebody at work.
pub(crate) async fn show_mine(page: Page) -> Response {
    page.show(&PasswordPage { page: &page, why: "password-wish", action: "/me/password", next: "", refusal: None })
}

/// Sets it.
pub(crate) async fn change_mine(State(web): State<Web>, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    set(&web, &session, &page, &posted, "password-wish", "/me/password").await
}

async fn set(web: &Web, session: &Session, page: &Page, posted: &Posted, why: &'static str, action: &'static str) -> Result<Response, Oops> {
    web.limits().attempt(&format!("password/{}", session.account)).await;
    let (new, again, next) = (posted.raw("new_password"), posted.raw("new_password_again"), posted.text("next"));
    let outcome = if new == again {
        web.people().change_password(session, posted.raw("password"), new).await
    } else {
        Err(Refusal::new("PASSWORD_DIFFERS", "S-01").at("new_password_again").into())
    };
    match outcome {
        Ok(step) => Ok(onward(step, next).into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&PasswordPage { page, why, action, next, refusal: Some(&refusal) })),
        Err(failure) => Err(failure.into()),
    }
}
