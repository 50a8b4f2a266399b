//! The mediator's pages. `/desk/video` opens a room of its own, without a matter (临时视频室): it stands until rooms are opened from a
//! mediation, and can then stay or go.

use super::{Draft, Line, apart_with, draft, dressed, lines, paper};
use crate::{
    cookie,
    desk::register::qr,
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
    video::{
        self, Part, Room, State as Far, lead,
        open::{NewRoom, NewSeat, Ticket},
        paper::Signer,
        rules::{self, Identity},
    },
};
use kernel::{
    Moment,
    id::{RoomId, StreamId},
    refusal::Refusal,
};
use store::Failure;

/// The page.
const PAGE: &str = "/desk/video";
/// For so many hours a room is open when nothing else is said.
const USUAL_HOURS: i64 = 4;
/// The parts that may be chosen for a seat.
const CHOICES: [&str; 3] = ["party", "village", "helper"];

#[derive(Template)]
#[template(path = "video/list.html")]
struct ListPage<'a> {
    page: &'a Page,
    is_set_up: bool,
    rooms: Vec<Known>,
    seats: Vec<(String, String)>,
    parts: [&'static str; 3],
    hours: String,
    longest: i64,
    guarded: bool,
    refusal: Option<&'a Refusal>,
}

struct Known {
    room: RoomId,
    opens_at: Moment,
    closes_at: Moment,
    labels: String,
    is_over: bool,
}

#[derive(Template)]
#[template(path = "video/tickets.html")]
struct TicketsPage<'a> {
    page: &'a Page,
    room: RoomId,
    tickets: Vec<Shown>,
}

struct Shown {
    label: String,
    link: String,
    qr: String,
}

#[derive(Template)]
#[template(path = "video/desk.html")]
struct DeskPage<'a> {
    page: &'a Page,
    room: &'a Room,
    address: String,
    lines: Vec<Line>,
    draft: Option<Draft>,
    apart_with: String,
    words: String,
    is_talking: bool,
    is_over: bool,
    /// Why the talk cannot begin yet.
    not_yet: Option<Refusal>,
    refusal: Option<&'a Refusal>,
}

/// `GET /desk/video`
pub(super) async fn list(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    show_list(&web, &asker, &page, None, None).await
}

async fn show_list(web: &Web, asker: &Asker, page: &Page, typed: Option<&Posted>, refusal: Option<&Refusal>) -> Result<Response, Oops> {
    let known = |room: Room| Known {
        room: room.room,
        opens_at: room.opens_at,
        closes_at: room.closes_at,
        labels: room.seats.iter().skip(1).map(|seat| seat.label.as_str()).collect::<Vec<_>>().join("、"),
        is_over: room.state == Far::Closed,
    };
    let rooms = video::list(web.house(), asker).await?.into_iter().map(known).collect();
    let mut seats: Vec<(String, String)> = typed.map_or_else(
        || vec![(page.t("video-first-side").to_owned(), "party".to_owned()), (page.t("video-second-side").to_owned(), "party".to_owned())],
        |typed| typed.all("label").map(str::to_owned).zip(typed.all("part").map(str::to_owned)).collect(),
    );
    seats.resize(video::MOST, (String::new(), "party".to_owned()));
    let shown = ListPage {
        page,
        is_set_up: web.settings().turn.is_some(),
        rooms,
        seats,
        parts: CHOICES,
        hours: typed.map_or_else(|| USUAL_HOURS.to_string(), |typed| typed.text("hours").to_owned()),
        longest: video::LONGEST_HOURS,
        guarded: typed.is_some_and(|typed| typed.has("guarded")),
        refusal,
    };
    Ok(if refusal.is_some() { page.show_again(&shown) } else { page.show(&shown) })
}

/// `POST /desk/video`
pub(super) async fn open(State(web): State<Web>, Signed(asker): Signed, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    let wanted = || -> Result<NewRoom, Refusal> {
        lead::is_set_up(web.settings().turn.as_ref().map_or(0, |turn| turn.urls().len()))?;
        let seats = posted.all("label").zip(posted.all("part")).filter(|(label, _)| !label.trim().is_empty());
        let seats = seats.map(|(label, part)| NewSeat { part: Part::parse(part).unwrap_or(Part::Party), subject: 0, label: label.trim().to_owned() });
        Ok(NewRoom {
            stream: StreamId::new(0),
            guarded: posted.has("guarded"),
            opens_at: web.house().now(),
            hours: posted.read("hours").unwrap_or(0),
            mediator: session.shown_name.clone(),
            seats: seats.collect(),
        })
    };
    let outcome = match wanted() {
        Ok(wanted) => video::open::open(web.house(), &asker, wanted).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok((room, tickets)) => Ok(tickets_page(&page, &asker, room, &tickets)),
        Err(Failure::Refused(refusal)) => show_list(&web, &asker, &page, Some(&posted), Some(&refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}

pub(crate) fn tickets_page(page: &Page, asker: &Asker, room: RoomId, tickets: &[Ticket]) -> Response {
    let shown = |ticket: &Ticket| {
        let link = format!("{}/video/t/{}-{}", page.public_address(), asker.tenant, cookie::hex(&ticket.token));
        let qr = qr::svg(&link, &page.with("video-picture", "label", ticket.label.as_str()));
        Shown { label: ticket.label.clone(), link, qr }
    };
    page.show(&TicketsPage { page, room, tickets: tickets.iter().map(shown).collect() })
}

/// `GET /desk/video/{room}`
pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(room): Path<RoomId>) -> Result<Response, Oops> {
    page_of(&web, &asker, &page, room, None, None).await
}

async fn page_of(web: &Web, asker: &Asker, page: &Page, room: RoomId, typed: Option<&str>, refusal: Option<&Refusal>) -> Result<Response, Oops> {
    let room = video::for_mediator(web.house(), asker, room).await?;
    let present = web.video().present((room.tenant, room.room));
    let words = typed.map(str::to_owned).or_else(|| room.agreement.as_ref().map(|agreement| agreement.words.clone()));
    let shown = DeskPage {
        page,
        lines: lines(&room, &present),
        draft: draft(&room, video::MEDIATOR),
        apart_with: apart_with(&room, video::MEDIATOR),
        words: words.unwrap_or_default(),
        is_talking: room.state == Far::Talking,
        is_over: room.state == Far::Closed,
        not_yet: rules::may_begin(&room).err(),
        refusal,
        address: format!("{PAGE}/{}", room.room),
        room: &room,
    };
    let answer = if refusal.is_some() { page.show_again(&shown) } else { page.show(&shown) };
    Ok(dressed(page, answer))
}

/// Tells all of what was done and leads back, or shows the page with why it was not.
async fn done(web: &Web, asker: &Asker, page: &Page, room: RoomId, typed: Option<&str>, outcome: Result<(), Failure>) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => {
            web.video().refresh(web, (asker.tenant, room)).await?;
            Ok(Redirect::to(&format!("{PAGE}/{room}")).into_response())
        }
        Err(Failure::Refused(refusal)) => page_of(web, asker, page, room, typed, Some(&refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}

fn seat_of(posted: &Posted) -> Result<i64, Oops> {
    posted.read("seat").ok_or(Oops::NotFound)
}

/// `POST /desk/video/{room}/ticket`: a new link for a seat whose browser is lost.
pub(super) async fn ticket(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let seat = seat_of(&posted)?;
    match video::open::renew(web.house(), &asker, room, seat).await {
        Ok(ticket) => {
            web.video().cut((asker.tenant, room), seat);
            web.video().refresh(&web, (asker.tenant, room)).await?;
            Ok(tickets_page(&page, &asker, room, &[ticket]))
        }
        Err(Failure::Refused(refusal)) => page_of(&web, &asker, &page, room, None, Some(&refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /desk/video/{room}/admit`
pub(super) async fn admit(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let identity = if posted.has("seen") { Identity::Seen } else { Identity::Unseen };
    let outcome = lead::admit(web.house(), &asker, room, seat_of(&posted)?, identity).await;
    done(&web, &asker, &page, room, None, outcome).await
}

/// `POST /desk/video/{room}/refuse`
pub(super) async fn refuse(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = lead::refuse(web.house(), &asker, room, seat_of(&posted)?).await;
    done(&web, &asker, &page, room, None, outcome).await
}

/// `POST /desk/video/{room}/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let outcome = lead::begin(web.house(), &asker, room).await;
    done(&web, &asker, &page, room, None, outcome).await
}

/// `POST /desk/video/{room}/apart`
pub(super) async fn apart(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let seats = posted.all("seat").filter_map(|seat| seat.parse().ok()).collect();
    let outcome = lead::go_apart(web.house(), &asker, room, seats).await;
    done(&web, &asker, &page, room, None, outcome).await
}

/// `POST /desk/video/{room}/back`
pub(super) async fn back(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let outcome = lead::come_back(web.house(), &asker, room).await;
    done(&web, &asker, &page, room, None, outcome).await
}

/// `POST /desk/video/{room}/words`
pub(super) async fn words(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = video::paper::share(web.house(), &asker, room, posted.raw("words")).await;
    done(&web, &asker, &page, room, Some(posted.raw("words")), outcome).await
}

/// `POST /desk/video/{room}/sign`
pub(super) async fn sign(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = match paper::read(&posted) {
        Ok((text, png)) => video::paper::sign(web.house(), asker.tenant, room, Signer::Mediator(asker.clone()), text, &png).await,
        Err(refusal) => Err(refusal.into()),
    };
    done(&web, &asker, &page, room, None, outcome).await
}

/// `POST /desk/video/{room}/close`
pub(super) async fn close(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(room): Path<RoomId>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let outcome = lead::close(web.house(), &asker, room).await;
    done(&web, &asker, &page, room, None, outcome).await
}
