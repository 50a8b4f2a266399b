//! Who is on the line just now. In memory alone: it begins anew with the process, and browsers come back by themselves.
//!
//! A seat has one line; the newest wins. A line has a number that no other ever had, and what is meant for a former one goes nowhere.
//! Every message is checked against the room as it was last read ([`rules::hears`]); whoever changes a room has it read again
//! ([`Hub::refresh`]) before his page is answered.

use super::wire::{Peer, Signal, Told};
use crate::state::Web;
use casework::video::{self, Room, Standing, State, rules};
use kernel::id::{RoomId, TenantId};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use store::Failure;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// A browser that leaves so many messages unread is cut off, and comes back.
const MOST_UNREAD: usize = 256;

type Key = (TenantId, RoomId);

/// The lines of all rooms.
#[derive(Default)]
pub(crate) struct Hub {
    halls: Mutex<HashMap<Key, Hall>>,
    lines: AtomicU64,
    /// Held while a room is read, so that an older reading never comes after a newer one.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Hall {
    room: Option<Room>,
    lines: BTreeMap<i64, Line>,
}

struct Line {
    number: u64,
    out: Sender<Told>,
}

impl Hub {
    fn halls(&self) -> MutexGuard<'_, HashMap<Key, Hall>> {
        self.halls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for a seat, in place of the one that it had.
    pub(super) fn join(&self, key: Key, seat: i64) -> (u64, Receiver<Told>) {
        let (out, incoming) = channel(MOST_UNREAD);
        let number = self.lines.fetch_add(1, Ordering::Relaxed) + 1;
        let former = self.halls().entry(key).or_default().lines.insert(seat, Line { number, out });
        if let Some(former) = former {
            let _gone = former.out.try_send(Told::Over { replaced: true });
        }
        (number, incoming)
    }

    /// The line ended.
    pub(super) fn leave(&self, key: Key, seat: i64, number: u64) {
        let mut halls = self.halls();
        let Some(hall) = halls.get_mut(&key) else { return };
        if hall.lines.get(&seat).is_some_and(|line| line.number == number) {
            hall.lines.remove(&seat);
        }
        if hall.lines.is_empty() {
            halls.remove(&key);
        }
    }

    /// Cuts the line of a seat: it has another browser now, or none.
    pub(super) fn cut(&self, key: Key, seat: i64) {
        let line = self.halls().get_mut(&key).and_then(|hall| hall.lines.remove(&seat));
        if let Some(line) = line {
            let _gone = line.out.try_send(Told::Over { replaced: true });
        }
    }

    /// The seats that are on the line.
    pub(super) fn present(&self, key: Key) -> Vec<i64> {
        self.halls().get(&key).map_or_else(Vec::new, |hall| hall.lines.keys().copied().collect())
    }

    /// Whether the talk goes on in a room, as it was last read.
    pub(super) fn is_talking(&self, key: Key) -> bool {
        self.halls().get(&key).and_then(|hall| hall.room.as_ref()).is_some_and(|room| room.state == State::Talking)
    }

    /// Reads a room again, tells each seat its place, and that its page has something new.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn refresh(&self, web: &Web, key: Key) -> Result<(), Failure> {
        let _in_turn = self.reading.lock().await;
        if !self.halls().contains_key(&key) {
            return Ok(());
        }
        let room = video::for_room(web.house(), key.0, key.1).await?;
        let mut halls = self.halls();
        let Some(hall) = halls.get_mut(&key) else { return Ok(()) };
        hall.room = room;
        let is_over = hall.room.as_ref().is_none_or(|room| room.state == State::Closed);
        let mut cut = vec![];
        for (seat, line) in &hall.lines {
            let is_out = hall.room.as_ref().and_then(|room| room.seat(*seat)).is_none_or(|one| one.standing == Standing::Refused);
            let told = if is_over || is_out {
                cut.push(*seat);
                line.out.try_send(Told::Over { replaced: false })
            } else {
                line.out.try_send(hall.place(web, *seat, line.number)).and_then(|()| line.out.try_send(Told::Changed))
            };
            if told.is_err() {
                cut.push(*seat);
            }
        }
        hall.lines.retain(|seat, _| !cut.contains(seat));
        Ok(())
    }

    /// Tells one seat its place again.
    pub(super) fn fresh(&self, web: &Web, key: Key, seat: i64) {
        let halls = self.halls();
        let Some(hall) = halls.get(&key) else { return };
        if let Some(line) = hall.lines.get(&seat) {
            let _full = line.out.try_send(hall.place(web, seat, line.number));
        }
    }

    /// Hands something from one seat to another, when they hear each other and both lines are the present ones. Whether it went.
    pub(super) fn relay(&self, key: Key, from: (i64, u64), to: (i64, u64), signal: Signal) -> bool {
        let halls = self.halls();
        let Some(hall) = halls.get(&key) else { return false };
        let is_now = |(seat, number): (i64, u64)| hall.lines.get(&seat).filter(|line| line.number == number);
        let (Some(_), Some(line)) = (is_now(from), is_now(to)) else { return false };
        let hears = hall.room.as_ref().is_some_and(|room| rules::hears(room, from.0, to.0));
        hears && line.out.try_send(Told::Signal { from: from.0, line: from.1, signal }).is_ok()
    }
}

impl Hall {
    fn place(&self, web: &Web, seat: i64, number: u64) -> Told {
        let heard = |room: &Room| -> Vec<Peer> {
            let others = self.lines.iter().filter(|(other, _)| rules::hears(room, seat, **other));
            let label = |other: i64| room.seat(other).map_or_else(String::new, |one| one.label.clone());
            others.map(|(other, line)| Peer { seat: *other, line: line.number, label: label(*other) }).collect()
        };
        let peers = self.room.as_ref().map_or_else(Vec::new, heard);
        // Who hears nobody needs no relay.
        let ice = web.settings().turn.as_ref().filter(|_| !peers.is_empty()).map(|turn| turn.ice(web.house().random()));
        Told::Place { seat, line: number, peers, ice }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::video::{Part, Seat};
    use kernel::{
        Moment,
        id::{AccountId, StreamId},
    };

    const KEY: Key = (TenantId::new(1), RoomId::new(7));

    fn hub(caucus_of_second: i64) -> (Hub, Vec<(u64, Receiver<Told>)>) {
        let seat = |seat: i64, part: Part, caucus: i64| Seat {
            seat,
            part,
            subject: 0,
            label: String::new(),
            standing: Standing::Admitted,
            video: true,
            recording: false,
            caucus,
            has_ticket: false,
        };
        let now = Moment::from_millis(0);
        let room = Room {
            tenant: KEY.0,
            room: KEY.1,
            stream: StreamId::new(0),
            opened_by: AccountId::new(1),
            opens_at: now,
            closes_at: now,
            state: State::Talking,
            guarded: true,
            recording: false,
            seats: vec![seat(0, Part::Mediator, 0), seat(1, Part::Party, 0), seat(2, Part::Party, caucus_of_second)],
            agreement: None,
            signed: vec![],
        };
        let hub = Hub::default();
        let lines = (0..3).map(|seat| hub.join(KEY, seat)).collect();
        hub.halls().get_mut(&KEY).unwrap().room = Some(room);
        (hub, lines)
    }

    #[test]
    fn c48_signals_pass_between_those_in_the_same_place_and_nobody_else() {
        let (hub, lines) = hub(0);
        assert!(hub.is_talking(KEY));
        assert!(hub.relay(KEY, (1, lines[1].0), (2, lines[2].0), Signal::Again));
        let (hub, lines) = super::tests::hub(1);
        assert!(!hub.relay(KEY, (1, lines[1].0), (2, lines[2].0), Signal::Again));
        assert!(!hub.relay(KEY, (2, lines[2].0), (0, lines[0].0), Signal::Again));
        assert!(hub.relay(KEY, (1, lines[1].0), (0, lines[0].0), Signal::Again));
        assert!(!hub.relay((KEY.0, RoomId::new(8)), (1, lines[1].0), (0, lines[0].0), Signal::Again));
    }

    #[test]
    fn a_seat_has_one_line_and_the_newest_wins() {
        let (hub, mut lines) = hub(0);
        let (newer, _incoming) = hub.join(KEY, 1);
        assert!(matches!(lines[1].1.try_recv(), Ok(Told::Over { replaced: true })));
        assert!(!hub.relay(KEY, (0, lines[0].0), (1, lines[1].0), Signal::Again), "the former line is nobody's");
        assert!(!hub.relay(KEY, (1, lines[1].0), (0, lines[0].0), Signal::Again));
        assert!(hub.relay(KEY, (0, lines[0].0), (1, newer), Signal::Again));
        hub.leave(KEY, 1, lines[1].0);
        assert_eq!(hub.present(KEY), [0, 1, 2], "a former line that ends takes nothing with it");
        hub.leave(KEY, 1, newer);
        assert_eq!(hub.present(KEY), [0, 2]);
        hub.cut(KEY, 2);
        assert_eq!(hub.present(KEY), [0]);
    }
}
