//! On the phone: the digits that were told, then a PIN of one's own.

use super::{PIN, cookie_of, kept, known, label};
use crate::{cookie, error::Oops, page::Page, posted::Posted, sign_in, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use casework::people::phone::{Address, GOOD_MINUTES, pin};
use kernel::{TenantId, refusal::Refusal};
use store::Failure;

#[derive(Template)]
#[template(path = "phone/digits.html")]
struct DigitsPage<'a> {
    page: &'a Page,
    slip: &'a str,
    /// Whether the picture is good; else there is no field.
    is_good: bool,
    minutes: i64,
    refusal: Option<&'a Refusal>,
}

#[derive(Template)]
#[template(path = "phone/pin.html")]
struct PinPage<'a> {
    page: &'a Page,
    shown_name: &'a str,
    shortest: usize,
    longest: usize,
    refusal: Option<&'a Refusal>,
}

/// `330122-` and 32 hexadecimal digits.
fn read(web: &Web, slip: &str) -> Option<(TenantId, Address)> {
    let (county, address) = slip.split_once('-')?;
    let tenant: TenantId = county.parse().ok()?;
    web.settings().tenants.iter().find(|(known, _)| *known == tenant)?;
    Some((tenant, cookie::from_hex(address)?.try_into().ok()?))
}

pub(super) async fn show(State(web): State<Web>, page: Page, Path(slip): Path<String>) -> Result<Response, Oops> {
    match read(&web, &slip) {
        Some((tenant, address)) if web.people().is_shown(tenant, &address).await? => {
            Ok(page.show(&DigitsPage { page: &page, slip: &slip, is_good: true, minutes: GOOD_MINUTES, refusal: None }))
        }
        _ => Ok(no_good(&page)),
    }
}

/// Used, dead, too old, never there: one answer.
fn no_good(page: &Page) -> Response {
    page.show_with(StatusCode::NOT_FOUND, &DigitsPage { page, slip: "", is_good: false, minutes: GOOD_MINUTES, refusal: None })
}

pub(super) async fn enter(
    State(web): State<Web>,
    page: Page,
    headers: HeaderMap,
    Path(slip): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let Some((tenant, address)) = read(&web, &slip) else { return Ok(no_good(&page)) };
    web.limits().attempt(&format!("enrol/{slip}")).await;
    let former = kept(&web, &headers).filter(|(county, _)| *county == tenant).map(|(_, token)| token);
    match web.people().enrol_phone(tenant, &address, posted.text("digits"), label(&headers), former).await {
        Ok(token) => Ok((AppendHeaders([(SET_COOKIE, cookie_of(&web, tenant, &token))]), Redirect::to(PIN)).into_response()),
        Err(Failure::Refused(refusal)) => {
            Ok(page.show_again(&DigitsPage { page: &page, slip: &slip, is_good: true, minutes: GOOD_MINUTES, refusal: Some(&refusal) }))
        }
        Err(Failure::NotFound) => Ok(no_good(&page)),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn show_pin(State(web): State<Web>, page: Page, headers: HeaderMap) -> Result<Response, Oops> {
    match known(&web, &headers).await? {
        Some((_, _, known)) if known.waits_for_pin => Ok(page.show(&pin_page(&page, &known.shown_name, None))),
        _ => Ok(Redirect::to(sign_in::DOOR).into_response()),
    }
}

fn pin_page<'a>(page: &'a Page, shown_name: &'a str, refusal: Option<&'a Refusal>) -> PinPage<'a> {
    PinPage { page, shown_name, shortest: pin::SHORTEST, longest: pin::LONGEST, refusal }
}

pub(super) async fn choose_pin(State(web): State<Web>, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let Some((tenant, token, known)) = known(&web, &headers).await?.filter(|(_, _, known)| known.waits_for_pin) else {
        return Ok(Redirect::to(sign_in::DOOR).into_response());
    };
    let (chosen, again) = (posted.text("own_pin"), posted.text("own_pin_again"));
    let outcome = if chosen == again {
        web.people().choose_pin(tenant, &token, chosen).await
    } else {
        Err(Refusal::new("PIN_DIFFERS", "S-01").at("own_pin_again").into())
    };
    match outcome {
        Ok(begun) => sign_in::arrive(&web, &page, tenant, &begun, "").await,
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&pin_page(&page, &known.shown_name, Some(&refusal)))),
        Err(Failure::NotFound) => Ok(Redirect::to(sign_in::DOOR).into_response()),
        Err(failure) => Err(failure.into()),
    }
}
