//! Coming in, and going out: one page a step, none of them can be skipped (the guard looks at the session's step).
//!
//! `/sign-in` → `/sign-in/code` (who has a device) → `/sign-in/password` (first time, or after 90 days) → `/sign-in/post` (who
//! has several posts, or none) → where he wanted to go. A phone that was let in shows its owner's name there and asks for his PIN. `/lock` and `/unlock` hide a screen and show it again.

mod code;
mod door;
mod lock;
pub(crate) mod password;
mod phone;
mod post;

use crate::{
    cookie,
    error::Oops,
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use axum::{
    http::header::SET_COOKIE,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use casework::{
    Role,
    people::{Session, Step, sign_in::Begun},
};
use kernel::TenantId;

/// The page to sign in.
pub const DOOR: &str = "/sign-in";
/// The same, for whoever was replaced by a newer session.
pub const REPLACED: &str = "/sign-in?replaced=1";
/// The same for a password, on a phone that asks for a PIN else.
const BY_PASSWORD: &str = "/sign-in?way=password";
/// The lock page.
pub const LOCK: &str = "/lock";

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get(DOOR, Access::Public, door::show),
        RouteEntry::post(DOOR, Access::Public, door::sign_in),
        RouteEntry::post("/sign-in/phone", Access::Public, phone::sign_in),
        RouteEntry::get("/sign-in/code", Access::Gate, code::show),
        RouteEntry::post("/sign-in/code", Access::Gate, code::enter),
        RouteEntry::get("/sign-in/password", Access::Gate, password::show),
        RouteEntry::post("/sign-in/password", Access::Gate, password::change),
        RouteEntry::get("/sign-in/post", Access::Gate, post::show),
        RouteEntry::post("/sign-in/post", Access::Gate, post::choose),
        RouteEntry::get(LOCK, Access::Gate, lock::show),
        RouteEntry::post(LOCK, Access::Gate, lock::lock),
        RouteEntry::post("/unlock", Access::Gate, lock::unlock),
        RouteEntry::post("/sign-out", Access::Public, sign_out),
        RouteEntry::get("/home", Access::Public, go_home),
    ]
}

/// The page of a step.
#[must_use]
pub const fn page_of(step: Step) -> &'static str {
    match step {
        Step::Totp => "/sign-in/code",
        Step::Password => "/sign-in/password",
        Step::Post => "/sign-in/post",
        Step::In => "/home",
        Step::Locked => LOCK,
        Step::Replaced => REPLACED,
        Step::Over => DOOR,
    }
}

/// The first page of a role; the portal for nobody.
#[must_use]
pub const fn home(role: Option<Role>) -> &'static str {
    match role {
        None => "/",
        Some(Role::SystemAdmin) => "/admin/accounts",
        Some(Role::SecurityAdmin) => "/admin/posts",
        Some(Role::AuditAdmin) => "/admin/record",
        Some(_) => "/desk/day",
    }
}

/// A page with the address to go to afterwards, when that is one of ours.
#[must_use]
pub fn with_next(page: &str, next: &str) -> String {
    match own(next) {
        Some(next) if next != "/" && !next.starts_with("/home") => {
            format!("{page}{}next={}", if page.contains('?') { '&' } else { '?' }, encode(next))
        }
        _ => page.to_owned(),
    }
}

/// An address, if it is a path of this site: nobody is sent elsewhere by a link.
#[must_use]
pub fn own(address: &str) -> Option<&str> {
    let is_ours = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n', '\t']);
    is_ours.then_some(address)
}

pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.') {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// Where to go when a step is done: the next step, or where he wanted to go.
fn onward(step: Step, next: &str) -> Redirect {
    match step {
        Step::In => Redirect::to(own(next).unwrap_or("/home")),
        step => Redirect::to(&with_next(page_of(step), next)),
    }
}

/// The page of the session's step, for who asks for the page of another.
fn elsewhere(session: &Session) -> Response {
    Redirect::to(page_of(session.step)).into_response()
}

/// What the query of a page on the way in holds.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Query {
    next: String,
    replaced: String,
    way: String,
}

/// A session has begun in this browser: whoever worked in it before has gone, and pages look as its owner likes them.
pub(crate) async fn arrive(web: &Web, page: &Page, tenant: TenantId, begun: &Begun, next: &str) -> Result<Response, Oops> {
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
    Ok((AppendHeaders(cookies), onward(begun.step, next)).into_response())
}

async fn sign_out(axum::extract::State(web): axum::extract::State<Web>, page: Page, _posted: crate::Posted) -> Result<Response, Oops> {
    if let Some(session) = page.session() {
        web.people().sign_out(session).await?;
    }
    let gone = cookie::clear(cookie::SESSION, web.settings().secure);
    Ok((AppendHeaders([(SET_COOKIE, gone)]), Redirect::to(DOOR)).into_response())
}

async fn go_home(page: Page) -> Redirect {
    match page.session() {
        Some(session) if session.step != Step::In => Redirect::to(page_of(session.step)),
        _ => Redirect::to(home(page.role())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(own("/desk/day?x=1"), Some("/desk/day?x=1"));
        for other in ["//evil.example", "https://evil.example", "/\\evil.example", "desk", ""] {
            assert_eq!(own(other), None, "{other}");
        }
        assert_eq!(with_next("/sign-in", "/desk/find?q=水沟"), "/sign-in?next=/desk/find%3Fq%3D%E6%B0%B4%E6%B2%9F");
        assert_eq!(with_next("/sign-in", "//evil"), "/sign-in");
    }
}
