//! 视频调解室: mediation between phones and desks, while it goes on (C-48).
//!
//! | file | holds | rule |
//! |---|---|---|
//! | [`rules`] | pure: who may come in, begin, hear whom, be recorded, sign | C-40, C-48 |
//! | [`open`] | a room is opened, its tickets are made, a ticket becomes a pass | C-48 |
//! | [`lead`] | what the mediator does: admit, refuse, begin, private talks, close | C-40, C-48 |
//! | [`own`] | what a seat does for itself: consent, leave, come back | C-40 |
//! | [`paper`] | the shared draft, and what is drawn under it | C-43 |
//! | `rows` | the rows | |
//!
//! A room stands by itself: it knows a stream and the numbers of persons in it, and opens neither. What is decided there goes into the
//! mediation's own file by [`paper::signatures`]. Its three tables are passing and in no backup; they go [`KEPT_DAYS`] after the end.
//!
//! **Who sits there.** Two to six seats beside the mediator's, of whom at least two are parties, or sit for one in the village office
//! (C-48: who has no equipment gets a place). A ticket is 128 bits of chance, stored as its digest. Opening it gives that browser a pass, a
//! second such secret, and puts the seat into the waiting room. Until she is admitted, opening the ticket again moves the seat to that
//! browser, so that a preview, or the wrong browser of a phone, takes nothing away. From then on the ticket is nobody's, and only the pass
//! comes back to the seat. Whoever lost that gets a new ticket and is checked anew.
//!
//! **When it begins.** The mediator admits each seat after he has seen who it is. The talk begins when every seat has agreed to video,
//! and stops for all when one takes that back (C-40). Who comes later agrees first.
//!
//! **Who hears whom.** Two seats hear each other where both are admitted, both agreed, both are in the same place (the room, or a
//! private talk), and the mediator is there too: nobody is left alone with the other side. The relay of `web::video` asks
//! [`rules::hears`] for every message.
//!
//! **Recorded** is a room only when all who are in it agreed, and never one that is guarded (a woman, a minor, violence). The room
//! keeps the answer; nothing here records.
//!
//! What is never here: addresses, networks, places, names other than the label that the mediator wrote, and that sealed.

pub mod lead;
pub mod open;
pub mod own;
pub mod paper;
mod rows;
pub mod rules;

pub use paper::signatures;
pub use rows::{for_mediator, for_pass, for_room, forget_ended, list};

use kernel::{
    Moment,
    id::{AccountId, RoomId, StreamId, TenantId},
};

/// How many bytes a ticket and a pass have: 128 bits.
pub const TOKEN_BYTES: usize = 16;
/// A room is open for at most so many hours.
pub const LONGEST_HOURS: i64 = 12;
/// So many days after its end a room is forgotten, with what was drawn in it.
pub const KEPT_DAYS: i64 = 30;
/// The mediator's seat.
pub const MEDIATOR: i64 = 0;
/// The fewest parties, and the fewest seats beside the mediator's.
pub const FEWEST: usize = 2;
/// The most seats beside the mediator's: each browser sends to all others.
pub const MOST: usize = 6;

/// What a link or a browser holds.
pub type Token = [u8; TOKEN_BYTES];

/// As whom somebody sits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 调解员: leads, and signs last.
    Mediator,
    /// 当事人: on her own phone or computer.
    Party,
    /// 村委席位: a party who has no phone, on the machine of the village office.
    Village,
    /// 协助: an interpreter, a relative, a lawyer. Signs nothing.
    Helper,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Mediator, Self::Party, Self::Village, Self::Helper];

    /// The word stored in tables and used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mediator => "mediator",
            Self::Party => "party",
            Self::Village => "village",
            Self::Helper => "helper",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// Whether somebody there is a party to the dispute.
    #[must_use]
    pub const fn is_party(self) -> bool {
        matches!(self, Self::Party | Self::Village)
    }
}

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Has a ticket and has not opened it.
    Invited,
    /// In the waiting room.
    Waiting,
    /// Let in, after the mediator saw who it is.
    Admitted,
    /// Went by herself.
    Left,
    /// Turned away, or waited for no longer.
    Refused,
}

impl Standing {
    const ALL: [Self; 5] = [Self::Invited, Self::Waiting, Self::Admitted, Self::Left, Self::Refused];

    /// The word stored in tables and used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Waiting => "waiting",
            Self::Admitted => "admitted",
            Self::Left => "left",
            Self::Refused => "refused",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }
}

/// How far a room has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// People gather; nobody hears anybody.
    Open,
    /// The talk goes on.
    Talking,
    /// It is over.
    Closed,
}

impl State {
    /// The word stored in tables and used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Talking => "talking",
            Self::Closed => "closed",
        }
    }

    fn parse(code: &str) -> Self {
        match code {
            "open" => Self::Open,
            "talking" => Self::Talking,
            _ => Self::Closed,
        }
    }
}

/// One seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its number in the room; [`MEDIATOR`] is the mediator's.
    pub seat: i64,
    /// As whom.
    pub part: Part,
    /// Which person of the mediation; 0 for none.
    pub subject: i64,
    /// What the mediator called it: 甲方.
    pub label: String,
    /// How far she has come.
    pub standing: Standing,
    /// Whether she agreed to talk by video.
    pub video: bool,
    /// Whether she agreed to be recorded.
    pub recording: bool,
    /// In which private talk; 0 for the room.
    pub caucus: i64,
    /// Whether her link may still be opened.
    pub has_ticket: bool,
}

/// The shared draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its words.
    pub words: String,
    /// The digest of the words, 33 bytes: what a signature is bound to.
    pub digest: Vec<u8>,
}

/// A room with all its seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The county.
    pub tenant: TenantId,
    /// Its number.
    pub room: RoomId,
    /// The mediation; 0 for none.
    pub stream: StreamId,
    /// Who leads it.
    pub opened_by: AccountId,
    /// When it is to begin.
    pub opens_at: Moment,
    /// When it ends.
    pub closes_at: Moment,
    /// How far it has come; [`State::Closed`] when its time is over.
    pub state: State,
    /// Whether it is guarded: never recorded, backgrounds blurred.
    pub guarded: bool,
    /// Whether all who are in it agreed to be recorded.
    pub recording: bool,
    /// The seats, the mediator's first.
    pub seats: Vec<Seat>,
    /// The shared draft; `None` when nothing is shared.
    pub agreement: Option<Agreement>,
    /// The seats that have signed it.
    pub signed: Vec<i64>,
}

impl Room {
    /// One seat.
    #[must_use]
    pub fn seat(&self, number: i64) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.seat == number)
    }
}
