//! What everybody may set for himself: language and size of pages, password, second step.

use crate::{
    cookie,
    error::Oops,
    guard::Who,
    locale::Language,
    page::Page,
    posted::Posted,
    route::{Access, RouteEntry},
    sign_in,
    state::Web,
};
use askama::Template;
use axum::{
    extract::State,
    http::header::SET_COOKIE,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use casework::people::Session;
use kernel::refusal::Refusal;
use qrcode::{QrCode, render::svg};
use store::Failure;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::post("/taste", Access::Public, set_taste),
        RouteEntry::get("/me/password", Access::Signed, sign_in::password::show_mine),
        RouteEntry::post("/me/password", Access::Signed, sign_in::password::change_mine),
        RouteEntry::get("/me/code", Access::Signed, show_device),
        RouteEntry::post("/me/code", Access::Signed, add_device),
    ]
}

async fn set_taste(State(web): State<Web>, page: Page, posted: Posted) -> Result<Response, Oops> {
    let language = if posted.has("language") { Language::parse(posted.text("language")) } else { page.language() };
    let large = if posted.has("large") { posted.text("large") == "1" } else { page.is_large() };
    if let Some(session) = page.worker() {
        web.people().set_taste(session, language.code(), large).await?;
    }
    let secure = web.settings().secure;
    let cookies = [
        (SET_COOKIE, cookie::keep(cookie::LANGUAGE, language.code(), secure)),
        (SET_COOKIE, cookie::keep(cookie::LARGE, if large { "1" } else { "0" }, secure)),
    ];
    // Back to the page that showed the button; the answer of a sent form has none, and its room's page is near.
    let back = sign_in::own(posted.text("next")).unwrap_or("/home");
    Ok((AppendHeaders(cookies), Redirect::to(back)).into_response())
}

#[derive(Template)]
#[template(path = "sign_in/device.html")]
struct DevicePage<'a> {
    page: &'a Page,
    is_on: bool,
    picture: String,
    secret: String,
    offer: String,
    refusal: Option<&'a Refusal>,
}

async fn show_device(State(web): State<Web>, Who(session): Who, page: Page) -> Result<Response, Oops> {
    let shown = device_page(&web, &session, &page, None).await?;
    Ok(page.show(&shown))
}

async fn add_device(State(web): State<Web>, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    web.limits().attempt(&format!("device/{}", session.account)).await;
    let offer = cookie::from_hex(posted.text("offer")).unwrap_or_default();
    match web.people().add_device(&session, &offer, posted.text("code")).await {
        Ok(()) => Ok(Redirect::to("/me/code").into_response()),
        Err(Failure::Refused(refusal)) => {
            let shown = device_page(&web, &session, &page, Some(&refusal)).await?;
            Ok(page.show_again(&shown))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn device_page<'a>(web: &Web, session: &Session, page: &'a Page, refusal: Option<&'a Refusal>) -> Result<DevicePage<'a>, Oops> {
    let Some(offered) = web.people().offer_device(session).await? else {
        return Ok(DevicePage { page, is_on: true, picture: String::new(), secret: String::new(), offer: String::new(), refusal });
    };
    let picture = QrCode::new(offered.address.as_bytes()).map_err(|error| Oops::Bug(format!("drawing a code: {error}")))?;
    let drawn = picture.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    // Inside a page the drawing stands without the XML line.
    let picture = drawn.split_once("?>").map_or(drawn.as_str(), |(_, svg)| svg).to_owned();
    Ok(DevicePage { page, is_on: false, picture, secret: offered.base32, offer: cookie::hex(&offered.sealed), refusal })
}
