//! The socket of one browser: signals in and out, news out. It does nothing that a rule has to allow.
//!
//! Its own page opens it: another site's page has neither the cookie (`SameSite`) nor our origin. A browser that says too much, or
//! nothing for a minute, is cut off, and comes back by itself.

use super::{
    hub::Hub,
    pass,
    wire::{LONGEST, Said, Told},
};
use crate::{
    error::Oops,
    guard::{self, Signed, Who},
    state::Web,
};
use axum::{
    extract::{
        Path, State,
        ws::{Message, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::HeaderMap,
    response::Response,
};
use casework::{
    people::{Session, Step},
    video::{self, Standing, State as Far},
};
use kernel::id::{RoomId, TenantId};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, interval, timeout};

/// How often the other end is asked whether it is there.
const BEAT: Duration = Duration::from_secs(20);
/// After so long without a word it is not.
const SILENCE: Duration = Duration::from_secs(60);
/// As long as a message may take to go out.
const SLOWEST: Duration = Duration::from_secs(10);
/// So many messages at once, and so many a second.
const BURST: f64 = 200.0;
const PER_SECOND: f64 = 40.0;

/// Who asks for this address as for a page finds nothing there.
type Asked = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// `GET /desk/video/{room}/ws`
pub(super) async fn of_mediator(
    State(web): State<Web>,
    Signed(asker): Signed,
    Who(session): Who,
    Path(room): Path<RoomId>,
    headers: HeaderMap,
    upgrade: Asked,
) -> Result<Response, Oops> {
    let found = video::for_mediator(web.house(), &asker, room).await?;
    if found.state == Far::Closed {
        return Err(Oops::NotFound);
    }
    open(web, &headers, upgrade, Place { tenant: asker.tenant, room, seat: video::MEDIATOR, session: Some(session) })
}

/// `GET /video/{room}/ws`
pub(super) async fn of_seat(State(web): State<Web>, Path(room): Path<RoomId>, headers: HeaderMap, upgrade: Asked) -> Result<Response, Oops> {
    let (tenant, pass) = pass(&web, &headers, room).ok_or(Oops::NotFound)?;
    let (found, seat) = video::for_pass(web.house(), tenant, room, &pass).await?;
    if found.state == Far::Closed || found.seat(seat).is_none_or(|one| one.standing == Standing::Refused) {
        return Err(Oops::NotFound);
    }
    open(web, &headers, upgrade, Place { tenant, room, seat, session: None })
}

struct Place {
    tenant: TenantId,
    room: RoomId,
    seat: i64,
    session: Option<Arc<Session>>,
}

fn open(web: Web, headers: &HeaderMap, upgrade: Asked, place: Place) -> Result<Response, Oops> {
    if guard::is_from_elsewhere(headers, &web) {
        return Err(Oops::CrossSite);
    }
    let upgrade = upgrade.map_err(|_| Oops::NotFound)?.max_message_size(LONGEST).max_frame_size(LONGEST);
    Ok(upgrade.on_upgrade(move |socket| talk(web, place, socket)))
}

async fn talk(web: Web, place: Place, mut socket: WebSocket) {
    let key = (place.tenant, place.room);
    let hub = web.video();
    let (number, mut told) = hub.join(key, place.seat);
    tell_all(&web, hub, key).await;
    let mut beat = interval(BEAT);
    let (mut heard_at, mut allowance) = (Instant::now(), Allowance::new(Instant::now()));
    loop {
        tokio::select! {
            told = told.recv() => {
                let Some(told) = told else { break };
                let is_last = matches!(told, Told::Over { .. });
                if !send(&mut socket, &told).await || is_last {
                    break;
                }
            }
            said = socket.recv() => {
                heard_at = Instant::now();
                let text = match said {
                    Some(Ok(Message::Text(text))) => text,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    _ => break,
                };
                if !allowance.takes(heard_at) {
                    tracing::warn!("a browser in a video room says too much");
                    break;
                }
                // What cannot be read is dropped: a newer page may say more than we know.
                if let Ok(said) = serde_json::from_str::<Said>(&text) {
                    hear(&web, hub, &place, number, said);
                }
            }
            _ = beat.tick() => {
                // Who talks by video presses no key: his session stays awake meanwhile (S-02), and only meanwhile.
                let is_away = hub.is_talking(key) && !is_at_work(&web, place.session.as_deref()).await;
                let is_gone = is_away || heard_at.elapsed() > SILENCE;
                if is_gone || timeout(SLOWEST, socket.send(Message::Ping(Vec::new().into()))).await.is_err() {
                    break;
                }
            }
        }
    }
    hub.leave(key, place.seat, number);
    tell_all(&web, hub, key).await;
}

async fn tell_all(web: &Web, hub: &Hub, key: (TenantId, RoomId)) {
    if let Err(failure) = hub.refresh(web, key).await {
        tracing::error!(%failure, "a video room could not be read");
    }
}

fn hear(web: &Web, hub: &Hub, place: &Place, number: u64, said: Said) {
    let key = (place.tenant, place.room);
    match said {
        Said::Fresh => hub.fresh(web, key, place.seat),
        Said::Signal { to, line, signal } => {
            if let Some(signal) = signal.clean() {
                hub.relay(key, (place.seat, number), (to, line), signal);
            }
        }
    }
}

async fn send(socket: &mut WebSocket, told: &Told) -> bool {
    let Ok(text) = serde_json::to_string(told) else { return false };
    matches!(timeout(SLOWEST, socket.send(Message::Text(text.into()))).await, Ok(Ok(())))
}

/// Whether the mediator is still signed in; a seat needs no session.
async fn is_at_work(web: &Web, session: Option<&Session>) -> bool {
    let Some(session) = session else { return true };
    let found = web.people().find(session.tenant, &session.token).await;
    found.is_ok_and(|found| found.is_some_and(|found| found.step == Step::In))
}

/// How much a browser may say.
struct Allowance {
    left: f64,
    at: Instant,
}

impl Allowance {
    const fn new(at: Instant) -> Self {
        Self { left: BURST, at }
    }

    fn takes(&mut self, now: Instant) -> bool {
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * PER_SECOND).min(BURST) - 1.0;
        self.at = now;
        self.left >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_too_much_is_cut_off_and_who_does_not_is_heard() {
        let begun = Instant::now();
        let mut allowance = Allowance::new(begun);
        assert!((0..200).all(|_| allowance.takes(begun)));
        assert!(!allowance.takes(begun));
        let mut steady = Allowance::new(begun);
        assert!((1..2_000).all(|nth| steady.takes(begun + Duration::from_millis(nth * 30))));
    }
}
