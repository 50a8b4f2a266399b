//! 视频调解室的页面和信令: mediation by video between phones and desks (C-48).
//!
//! | file | holds |
//! |---|---|
//! | [`desk`] | `/desk/video`: a room is opened, with a link and a picture for each seat; the mediator's room |
//! | [`seat`] | `/video`: a link becomes a pass; waiting room, room, consent |
//! | [`paper`] | what is drawn under the shared draft |
//! | [`live`] | the WebSocket of a browser |
//! | [`hub`] | who is on the line, and who hears whom |
//! | [`wire`] | the messages |
//! | [`candidate`] | what may be told of where somebody is: the relay's address, nothing else |
//! | [`turn`] | the relay, and short-lived names for it |
//!
//! Every act is a form with its key, as everywhere; the socket carries signals and news alone. A page that has news fetches itself and
//! takes over its parts marked `data-live`, so that all words are the server's. Rules are in `casework::video`.
//!
//! A browser is let to camera and microphone on these pages alone. Without a relay ([`Settings::turn`](crate::Settings::turn)) no room can
//! be opened, and the page says so.

mod candidate;
mod desk;
mod hub;
mod live;
mod paper;
mod seat;
pub mod turn;
mod wire;

pub(crate) use desk::tickets_page;
pub(crate) use hub::Hub;

use crate::{
    cookie,
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header::CONTENT_SECURITY_POLICY},
    response::Response,
};
use casework::{
    Role,
    video::{Room, Token, rules},
};
use kernel::id::{RoomId, TenantId};

const LEADERS: Access = Access::Roles(&[Role::Mediator, Role::Head, Role::Clerk]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/video", LEADERS, desk::list),
        RouteEntry::post("/desk/video", LEADERS, desk::open),
        RouteEntry::get("/desk/video/{room}", LEADERS, desk::show),
        RouteEntry::post("/desk/video/{room}/ticket", LEADERS, desk::ticket),
        RouteEntry::post("/desk/video/{room}/admit", LEADERS, desk::admit),
        RouteEntry::post("/desk/video/{room}/refuse", LEADERS, desk::refuse),
        RouteEntry::post("/desk/video/{room}/begin", LEADERS, desk::begin),
        RouteEntry::post("/desk/video/{room}/apart", LEADERS, desk::apart),
        RouteEntry::post("/desk/video/{room}/back", LEADERS, desk::back),
        RouteEntry::post("/desk/video/{room}/words", LEADERS, desk::words),
        RouteEntry::post("/desk/video/{room}/sign", LEADERS, desk::sign),
        RouteEntry::post("/desk/video/{room}/close", LEADERS, desk::close),
        RouteEntry::get("/desk/video/{room}/ws", LEADERS, live::of_mediator),
        RouteEntry::get("/video/t/{slip}", Access::Public, seat::enter),
        RouteEntry::get("/video/{room}", Access::Public, seat::show),
        RouteEntry::post("/video/{room}/consent", Access::Public, seat::consent),
        RouteEntry::post("/video/{room}/leave", Access::Public, seat::leave),
        RouteEntry::post("/video/{room}/come", Access::Public, seat::come),
        RouteEntry::post("/video/{room}/sign", Access::Public, seat::sign),
        RouteEntry::get("/video/{room}/ws", Access::Public, live::of_seat),
    ]
}

/// The seat of a browser: its county, its room, its pass.
fn pass(web: &Web, headers: &HeaderMap, room: RoomId) -> Option<(TenantId, Token)> {
    let mut parts = cookie::get(headers, cookie::VIDEO)?.split('.');
    let (tenant, kept, pass) = (parts.next()?.parse::<TenantId>().ok()?, parts.next()?.parse::<RoomId>().ok()?, parts.next()?);
    web.settings().tenants.iter().find(|(known, _)| *known == tenant)?;
    let pass = cookie::from_hex(pass)?.try_into().ok()?;
    (kept == room).then_some((tenant, pass))
}

/// A page of a room: its browser may use camera and microphone, and the socket of this house. Old Safari does not count a socket to
/// `'self'`, so that it is named.
fn dressed(page: &Page, mut answer: Response) -> Response {
    let socket = page.public_address().replacen("http", "ws", 1);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{}' 'strict-dynamic'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
         connect-src 'self' {socket}; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        page.nonce()
    );
    let headers = answer.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    );
    answer
}

/// One seat as a page tells it.
struct Line {
    seat: i64,
    label: String,
    part: &'static str,
    standing: &'static str,
    is_admitted: bool,
    is_waiting: bool,
    is_refused: bool,
    video: bool,
    recording: bool,
    is_apart: bool,
    is_here: bool,
}

fn lines(room: &Room, present: &[i64]) -> Vec<Line> {
    use casework::video::Standing;
    let line = |seat: &casework::video::Seat| Line {
        seat: seat.seat,
        label: seat.label.clone(),
        part: seat.part.code(),
        standing: seat.standing.code(),
        is_admitted: seat.standing == Standing::Admitted,
        is_waiting: seat.standing == Standing::Waiting,
        is_refused: seat.standing == Standing::Refused,
        video: seat.video,
        recording: seat.recording,
        is_apart: seat.caucus != 0,
        is_here: present.contains(&seat.seat),
    };
    room.seats.iter().map(line).collect()
}

/// The shared draft as a seat sees it.
struct Draft {
    words: String,
    /// What a signature is bound to, as hexadecimal digits.
    digest: String,
    /// Who signs, in turn, and whether she has.
    signers: Vec<(String, bool)>,
    is_my_turn: bool,
    is_done: bool,
}

/// `None` when nothing is shared, or the seat is in a private talk.
fn draft(room: &Room, seat: i64) -> Option<Draft> {
    let agreement = room.agreement.as_ref()?;
    let me = room.seat(seat).filter(|one| one.caucus == 0)?;
    let signer = |number: i64| {
        let label = room.seat(number).map_or_else(String::new, |one| one.label.clone());
        (label, room.signed.contains(&number))
    };
    Some(Draft {
        words: agreement.words.clone(),
        digest: cookie::hex(&agreement.digest),
        signers: rules::signers(room).into_iter().map(signer).collect(),
        is_my_turn: rules::may_sign(room, me, &agreement.digest).is_ok(),
        is_done: rules::is_signed_by_all(room),
    })
}

/// Who else is in the private talk of a seat; empty when it is in none.
fn apart_with(room: &Room, seat: i64) -> String {
    let Some(me) = room.seat(seat).filter(|one| one.caucus != 0) else { return String::new() };
    let others = room.seats.iter().filter(|one| one.seat != seat && one.caucus == me.caucus);
    others.map(|one| one.label.as_str()).collect::<Vec<_>>().join("、")
}
