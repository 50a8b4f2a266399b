//! Which phones there are: one's own, and the county's.

use super::label_words;
use crate::{
    error::Oops,
    guard::{Signed, Who},
    page::Page,
    posted::Posted,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker,
    people::{Session, phone::Phone},
};
use kernel::{Day, Moment, id::PhoneId, refusal::Refusal};
use store::Failure;

struct Line {
    phone: PhoneId,
    owner: String,
    kind: String,
    enrolled_at: Moment,
    let_in_by: String,
    seen_at: Moment,
    ends_on: Day,
    is_shut: bool,
}

#[derive(Template)]
#[template(path = "phone/kept.html")]
struct KeptPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    /// Whose page it is: his own, or the administrator's.
    is_mine: bool,
    /// Whether he may ask for a phone.
    may_ask: bool,
    /// Whether he has asked and nobody has let it in yet.
    waits: bool,
    refusal: Option<&'a Refusal>,
}

pub(super) async fn mine(State(web): State<Web>, Signed(asker): Signed, Who(session): Who, page: Page) -> Result<Response, Oops> {
    show_mine(&web, &asker, &session, &page, None).await
}

async fn show_mine(web: &Web, asker: &Asker, session: &Session, page: &Page, refusal: Option<&Refusal>) -> Result<Response, Oops> {
    let lines = lines(web, asker, page, web.people().own_phones(session).await?).await?;
    let may_ask = web.people().may_have_phone(session).await?;
    let waits = web.people().resets(asker).await?.iter().any(|seen| seen.request.is_phone() && seen.request.account == asker.account);
    let shown = KeptPage { page, lines, is_mine: true, may_ask, waits, refusal };
    Ok(if refusal.is_some() { page.show_again(&shown) } else { page.show(&shown) })
}

pub(super) async fn ask(State(web): State<Web>, Signed(asker): Signed, Who(session): Who, page: Page, _posted: Posted) -> Result<Response, Oops> {
    match web.people().ask_phone(&asker, asker.account, "").await {
        Ok(_) => Ok(Redirect::to("/me/phones").into_response()),
        Err(Failure::Refused(refusal)) => show_mine(&web, &asker, &session, &page, Some(&refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn end_mine(State(web): State<Web>, Who(session): Who, Path(phone): Path<PhoneId>, _posted: Posted) -> Result<Redirect, Oops> {
    web.people().end_own_phone(&session, phone).await?;
    Ok(Redirect::to("/me/phones"))
}

pub(super) async fn all(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let lines = lines(&web, &asker, &page, web.people().phones(&asker).await?).await?;
    Ok(page.show(&KeptPage { page: &page, lines, is_mine: false, may_ask: false, waits: false, refusal: None }))
}

pub(super) async fn end(State(web): State<Web>, Signed(asker): Signed, Path(phone): Path<PhoneId>, _posted: Posted) -> Result<Redirect, Oops> {
    web.people().end_phone(&asker, phone).await?;
    Ok(Redirect::to("/admin/phones"))
}

async fn lines(web: &Web, asker: &Asker, page: &Page, phones: Vec<Phone>) -> Result<Vec<Line>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let line = |phone: Phone| Line {
        phone: phone.phone,
        owner: directory.person(phone.account).to_owned(),
        kind: label_words(page, &phone.label).to_owned(),
        enrolled_at: phone.enrolled_at,
        let_in_by: directory.person(phone.let_in_by).to_owned(),
        seen_at: phone.seen_at,
        ends_on: phone.ends_at.local_day(),
        is_shut: phone.is_shut(),
    };
    Ok(phones.into_iter().map(line).collect())
}
