//! A room is opened; its tickets are made; a ticket becomes a browser's pass.

use super::{
    LONGEST_HOURS, MEDIATOR, Part, Standing, State, TOKEN_BYTES, Token,
    rows::{held, label_place, of_token},
    rules,
};
use crate::{Asker, House};
use kernel::{
    Moment,
    crypto::Digest,
    id::{RoomId, StreamId, TenantId},
    refusal::Refusal,
};
use store::{Failure, Tx, args, sql};

/// The longest label, in characters.
const LONGEST_LABEL: usize = 20;

/// A seat that is wanted.
#[derive(Debug, Clone)]
pub struct NewSeat {
    /// As whom.
    pub part: Part,
    /// Which person of the mediation; 0 for none.
    pub subject: i64,
    /// What it is called on the pages of the room: 甲方.
    pub label: String,
}

/// A room that is wanted.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// The mediation; 0 for none.
    pub stream: StreamId,
    /// Whether it is guarded: a woman, a minor, suspected violence.
    pub guarded: bool,
    /// When it is to begin.
    pub opens_at: Moment,
    /// For how many hours, 1 to [`LONGEST_HOURS`].
    pub hours: i64,
    /// How the mediator is called there.
    pub mediator: String,
    /// The seats beside his.
    pub seats: Vec<NewSeat>,
}

/// What is shown once to who opened a room.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// For which seat.
    pub seat: i64,
    /// How it is called.
    pub label: String,
    /// What its link holds.
    pub token: Token,
}

/// Opens a room; its number, and a ticket for each seat.
///
/// # Errors
/// `VIDEO_SEATS`, `VIDEO_LABEL`, `VIDEO_HOURS` (C-48).
pub async fn open(house: &House, asker: &Asker, wanted: NewRoom) -> Result<(RoomId, Vec<Ticket>), Failure> {
    rules::may_open(&wanted.seats.iter().map(|seat| seat.part).collect::<Vec<_>>())?;
    let is_fit = |label: &str| !label.trim().is_empty() && label.chars().count() <= LONGEST_LABEL;
    if !wanted.seats.iter().all(|seat| is_fit(&seat.label)) {
        return Err(Refusal::new("VIDEO_LABEL", "C-48").arg("max", LONGEST_LABEL).at("label").into());
    }
    if !(1..=LONGEST_HOURS).contains(&wanted.hours) {
        return Err(Refusal::new("VIDEO_HOURS", "C-48").arg("max", LONGEST_HOURS).at("hours").into());
    }
    let (tenant, room, suite) = (asker.tenant, RoomId::new(house.next_id()), house.vault().suite());
    let numbered = (MEDIATOR + 1..).zip(&wanted.seats);
    let tickets: Vec<Ticket> = numbered.map(|(seat, one)| Ticket { seat, label: one.label.trim().to_owned(), token: token(house) }).collect();
    let sealed = |seat: i64, label: &str| house.vault().seal_aside(house.random(), &label_place(tenant, room, seat), label.as_bytes());
    let mut rows = vec![Row { seat: MEDIATOR, part: Part::Mediator, subject: 0, label: sealed(MEDIATOR, &wanted.mediator), ticket: None }];
    rows.extend(tickets.iter().zip(&wanted.seats).map(|(ticket, seat)| Row {
        seat: ticket.seat,
        part: seat.part,
        subject: seat.subject,
        label: sealed(ticket.seat, &ticket.label),
        ticket: Some(of_token(suite, &ticket.token)),
    }));
    let (account, closes_at) = (asker.account, wanted.opens_at.plus_hours(wanted.hours));
    house
        .db()
        .write(move |tx| {
            tx.execute(
                sql!("INSERT INTO video_room (tenant, room, stream, opened_by, opens_at, closes_at, state, guarded, recording, body, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
                args![tenant, room, wanted.stream, account, wanted.opens_at, closes_at, State::Open.code(), wanted.guarded, false, Vec::<u8>::new(), Vec::<u8>::new()],
            )?;
            rows.iter().try_for_each(|row| row.put(tx, tenant, room))
        })
        .await?;
    Ok((room, tickets))
}

struct Row {
    seat: i64,
    part: Part,
    subject: i64,
    label: Vec<u8>,
    ticket: Option<Digest>,
}

impl Row {
    fn put(&self, tx: &Tx<'_>, tenant: TenantId, room: RoomId) -> Result<(), Failure> {
        // Who opens the room is in it, and has agreed.
        let is_in = self.part == Part::Mediator;
        let standing = if is_in { Standing::Admitted } else { Standing::Invited };
        let ticket = self.ticket.as_ref().map(|digest| digest.as_bytes().to_vec());
        tx.execute(
            sql!("INSERT INTO video_seat (tenant, room, seat, part, subject, label, ticket, pass, standing, video, recording, caucus) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9, $9, 0)"),
            args![tenant, room, self.seat, self.part.code(), self.subject, self.label.as_slice(), ticket, standing.code(), is_in],
        )?;
        Ok(())
    }
}

fn token(house: &House) -> Token {
    let mut token = [0; TOKEN_BYTES];
    house.random().fill(&mut token);
    token
}

/// A new ticket for a seat whose browser is lost: what was agreed and seen there counts no longer.
///
/// # Errors
/// `VIDEO_CLOSED`; [`Failure::NotFound`] for who does not lead the room, and for a seat that there is not.
pub async fn renew(house: &House, asker: &Asker, room: RoomId, seat: i64) -> Result<Ticket, Failure> {
    let (now, tenant, account, fresh) = (house.now(), asker.tenant, asker.account, token(house));
    let digest = of_token(house.vault().suite(), &fresh);
    let label = super::for_mediator(house, asker, room).await?.seat(seat).ok_or(Failure::NotFound)?.label.clone();
    house
        .db()
        .write(move |tx| {
            let found = held(tx, tenant, room, now)?;
            found.seat(seat).filter(|one| found.opened_by == account && one.seat != MEDIATOR).ok_or(Failure::NotFound)?;
            rules::is_on(&found)?;
            tx.execute(
                sql!("UPDATE video_seat SET ticket = $4, pass = NULL, standing = $5, video = $6, recording = $6, caucus = 0 WHERE tenant = $1 AND room = $2 AND seat = $3"),
                args![tenant, room, seat, digest.as_bytes().as_slice(), Standing::Invited.code(), false],
            )?;
            Ok(())
        })
        .await?;
    Ok(Ticket { seat, label, token: fresh })
}

/// Opens a ticket: the seat is in the waiting room now, and this browser has its pass.
///
/// # Errors
/// [`Failure::NotFound`] for a ticket that is unknown, used up, or of a room that is over.
pub async fn enter(house: &House, tenant: TenantId, ticket: &Token) -> Result<(RoomId, Token), Failure> {
    let (suite, now, pass) = (house.vault().suite(), house.now(), token(house));
    let (ticket, digest) = (of_token(suite, ticket), of_token(suite, &pass));
    let room = house
        .db()
        .write(move |tx| {
            let ticket = ticket.as_bytes().as_slice();
            let room: Option<RoomId> = tx.scalar(sql!("SELECT room FROM video_seat WHERE tenant = $1 AND ticket = $2"), args![tenant, ticket])?;
            let room = held(tx, tenant, room.ok_or(Failure::NotFound)?, now)?;
            rules::is_on(&room).map_err(|_| Failure::NotFound)?;
            let changed = tx.execute(
                sql!("UPDATE video_seat SET pass = $3, standing = $4 WHERE tenant = $1 AND ticket = $2"),
                args![tenant, ticket, digest.as_bytes().as_slice(), Standing::Waiting.code()],
            )?;
            if changed == 1 { Ok(room.room) } else { Err(Failure::NotFound) }
        })
        .await?;
    Ok((room, pass))
}
