//! The pages of a seat: the link is opened, she waits, agrees, is let in. Whoever has no pass for a room gets the answer that a room
//! which is not there gets.

use super::{Draft, Line, apart_with, draft, dressed, lines, paper, pass};
use crate::{cookie, error::Oops, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use casework::video::{self, Room, Seat, Standing, State as Far, Token, own::Consent, paper::Signer};
use kernel::{
    id::{RoomId, TenantId},
    refusal::Refusal,
};
use store::Failure;

#[derive(Template)]
#[template(path = "video/wait.html")]
struct WaitPage<'a> {
    page: &'a Page,
    room: &'a Room,
    address: String,
    me: &'a Seat,
    mediator: String,
    county: &'a str,
    is_over: bool,
    has_left: bool,
    refusal: Option<&'a Refusal>,
}

#[derive(Template)]
#[template(path = "video/room.html")]
struct RoomPage<'a> {
    page: &'a Page,
    room: &'a Room,
    address: String,
    me: &'a Seat,
    lines: Vec<Line>,
    draft: Option<Draft>,
    apart_with: String,
    is_talking: bool,
    refusal: Option<&'a Refusal>,
}

/// `GET /video/t/{county}-{ticket}`: leads on at once, so that the ticket leaves the address bar.
pub(super) async fn enter(State(web): State<Web>, Path(slip): Path<String>) -> Result<Response, Oops> {
    let (county, ticket) = slip.split_once('-').ok_or(Oops::NotFound)?;
    let tenant: TenantId = county.parse().map_err(|_| Oops::NotFound)?;
    web.settings().tenants.iter().find(|(known, _)| *known == tenant).ok_or(Oops::NotFound)?;
    let ticket: Token = cookie::from_hex(ticket).and_then(|bytes| bytes.try_into().ok()).ok_or(Oops::NotFound)?;
    let (room, pass) = video::open::enter(web.house(), tenant, &ticket).await?;
    // The browser that opened it before has the seat no longer.
    let (_, seat) = video::for_pass(web.house(), tenant, room, &pass).await?;
    web.video().cut((tenant, room), seat);
    web.video().refresh(&web, (tenant, room)).await?;
    let kept = format!("{tenant}.{room}.{}", cookie::hex(&pass));
    let mut answer = Redirect::to(&address(room)).into_response();
    answer.headers_mut().append(SET_COOKIE, cookie::keep_for(cookie::VIDEO, &kept, video::LONGEST_HOURS, web.settings().secure));
    Ok(answer)
}

fn address(room: RoomId) -> String {
    format!("/video/{room}")
}

/// `GET /video/{room}`
pub(super) async fn show(State(web): State<Web>, page: Page, Path(room): Path<RoomId>, headers: HeaderMap) -> Result<Response, Oops> {
    let (tenant, pass) = pass(&web, &headers, room).ok_or(Oops::NotFound)?;
    page_of(&web, &page, tenant, room, &pass, None).await
}

async fn page_of(web: &Web, page: &Page, tenant: TenantId, room: RoomId, pass: &Token, refusal: Option<&Refusal>) -> Result<Response, Oops> {
    let (room, seat) = video::for_pass(web.house(), tenant, room, pass).await?;
    let me = room.seat(seat).ok_or(Oops::NotFound)?;
    let is_over = room.state == Far::Closed;
    let answer = if is_over || me.standing != Standing::Admitted {
        let mediator = room.seat(video::MEDIATOR).map_or_else(String::new, |one| one.label.clone());
        let (county, has_left) = (web.settings().county(tenant), me.standing == Standing::Left);
        let shown = WaitPage { page, room: &room, address: address(room.room), me, mediator, county, is_over, has_left, refusal };
        if refusal.is_some() { page.show_again(&shown) } else { page.show(&shown) }
    } else {
        let present = web.video().present((tenant, room.room));
        let (draft, apart_with) = (draft(&room, seat), apart_with(&room, seat));
        let is_talking = room.state == Far::Talking;
        let shown =
            RoomPage { page, room: &room, address: address(room.room), me, lines: lines(&room, &present), draft, apart_with, is_talking, refusal };
        if refusal.is_some() { page.show_again(&shown) } else { page.show(&shown) }
    };
    Ok(dressed(page, answer))
}

/// Tells all of what was done and leads back, or shows the page with why it was not.
async fn done(web: &Web, page: &Page, tenant: TenantId, room: RoomId, pass: &Token, outcome: Result<(), Failure>) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => {
            web.video().refresh(web, (tenant, room)).await?;
            Ok(Redirect::to(&address(room)).into_response())
        }
        Err(Failure::Refused(refusal)) => page_of(web, page, tenant, room, pass, Some(&refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /video/{room}/consent`: `what` is `video` or `recording`, `answer` `yes` or `no`; the other stays.
pub(super) async fn consent(
    State(web): State<Web>,
    page: Page,
    Path(room): Path<RoomId>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Oops> {
    let (tenant, pass) = pass(&web, &headers, room).ok_or(Oops::NotFound)?;
    let (found, seat) = video::for_pass(web.house(), tenant, room, &pass).await?;
    let me = found.seat(seat).ok_or(Oops::NotFound)?;
    let yes = posted.text("answer") == "yes";
    let consent = match posted.text("what") {
        "recording" => Consent { video: me.video, recording: yes },
        _ => Consent { video: yes, recording: me.recording },
    };
    let outcome = video::own::consent(web.house(), tenant, room, &pass, consent).await;
    done(&web, &page, tenant, room, &pass, outcome).await
}

/// `POST /video/{room}/leave`
pub(super) async fn leave(
    State(web): State<Web>,
    page: Page,
    Path(room): Path<RoomId>,
    headers: HeaderMap,
    _posted: Posted,
) -> Result<Response, Oops> {
    let (tenant, pass) = pass(&web, &headers, room).ok_or(Oops::NotFound)?;
    let outcome = video::own::leave(web.house(), tenant, room, &pass).await;
    done(&web, &page, tenant, room, &pass, outcome).await
}

/// `POST /video/{room}/come`
pub(super) async fn come(
    State(web): State<Web>,
    page: Page,
    Path(room): Path<RoomId>,
    headers: HeaderMap,
    _posted: Posted,
) -> Result<Response, Oops> {
    let (tenant, pass) = pass(&web, &headers, room).ok_or(Oops::NotFound)?;
    let outcome = video::own::come(web.house(), tenant, room, &pass).await;
    done(&web, &page, tenant, room, &pass, outcome).await
}

/// `POST /video/{room}/sign`
pub(super) async fn sign(State(web): State<Web>, page: Page, Path(room): Path<RoomId>, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let (tenant, pass) = pass(&web, &headers, room).ok_or(Oops::NotFound)?;
    let outcome = match paper::read(&posted) {
        Ok((text, png)) => video::paper::sign(web.house(), tenant, room, Signer::Seat(pass), text, &png).await,
        Err(refusal) => Err(refusal.into()),
    };
    done(&web, &page, tenant, room, &pass, outcome).await
}
