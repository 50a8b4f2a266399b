//! The rows of a room, read and opened.

use super::{Agreement, KEPT_DAYS, LONGEST_HOURS, Part, Room, Seat, Standing, State, Token};
use crate::{Asker, House, Vault};
use kernel::{
    Moment,
    crypto::{Digest, Suite, digest},
    id::{AccountId, RoomId, StreamId, TenantId},
};
use store::{Error, Failure, Tx, args, row, select, sql};

/// A clock may be put back by so many minutes.
const SLACK_MINUTES: i64 = 1;

row! {
    pub(super) struct RoomRow { tenant: TenantId, room: RoomId, stream: StreamId, opened_by: AccountId, opens_at: Moment, closes_at: Moment, state: String, guarded: bool, recording: bool, body: Vec<u8>, text: Vec<u8> }
}

row! {
    struct SeatRow { seat: i64, part: String, subject: i64, label: Vec<u8>, ticket: Option<Vec<u8>>, standing: String, video: bool, recording: bool, caucus: i64 }
}

row! {
    struct SignedRow { seat: i64 }
}

pub(super) fn of_token(suite: Suite, token: &Token) -> Digest {
    digest(suite, token)
}

/// What a sealed field of a room is bound to.
pub(super) fn place(tenant: TenantId, room: RoomId, what: &str) -> String {
    format!("video:{tenant}:{room}:{what}")
}

/// A room with its seats, held because it is to change. Nothing is opened meanwhile: labels and words are empty.
pub(super) fn held(tx: &Tx<'_>, tenant: TenantId, room: RoomId, now: Moment) -> Result<Room, Failure> {
    let row: Option<RoomRow> = tx.first(select!(RoomRow, "FROM video_room WHERE tenant = $1 AND room = $2 FOR UPDATE"), args![tenant, room])?;
    Ok(with_seats(tx, None, row.ok_or(Failure::NotFound)?, now)?)
}

fn read(tx: &Tx<'_>, vault: &Vault, tenant: TenantId, room: RoomId, now: Moment) -> Result<Option<Room>, Error> {
    let row: Option<RoomRow> = tx.first(select!(RoomRow, "FROM video_room WHERE tenant = $1 AND room = $2"), args![tenant, room])?;
    row.map(|row| with_seats(tx, Some(vault), row, now)).transpose()
}

fn with_seats(tx: &Tx<'_>, vault: Option<&Vault>, row: RoomRow, now: Moment) -> Result<Room, Error> {
    let (tenant, room) = (row.tenant, row.room);
    let seats: Vec<SeatRow> = tx.select(select!(SeatRow, "FROM video_seat WHERE tenant = $1 AND room = $2 ORDER BY seat"), args![tenant, room])?;
    let signed: Vec<SignedRow> = tx.select(
        select!(SignedRow, "FROM video_signature WHERE tenant = $1 AND room = $2 AND text = $3 ORDER BY seat"),
        args![tenant, room, row.text.as_slice()],
    )?;
    // What ends later than any room opened now was opened by a clock that has been put back.
    let ends_too_late = row.closes_at > row.opens_at.plus_hours(LONGEST_HOURS).plus_minutes(SLACK_MINUTES);
    let is_over = now >= row.closes_at || ends_too_late;
    let words = open(vault, &place(tenant, room, "text"), &row.body);
    Ok(Room {
        tenant,
        room,
        stream: row.stream,
        opened_by: row.opened_by,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        state: if is_over { State::Closed } else { State::parse(&row.state) },
        guarded: row.guarded,
        recording: row.recording,
        seats: seats.into_iter().filter_map(|seat| seat.open(vault, tenant, room)).collect(),
        agreement: (!row.text.is_empty()).then_some(Agreement { words, digest: row.text }),
        signed: signed.into_iter().map(|row| row.seat).collect(),
    })
}

fn open(vault: Option<&Vault>, place: &str, sealed: &[u8]) -> String {
    vault.and_then(|vault| vault.open_aside(place, sealed)).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

impl SeatRow {
    fn open(self, vault: Option<&Vault>, tenant: TenantId, room: RoomId) -> Option<Seat> {
        Some(Seat {
            seat: self.seat,
            part: Part::parse(&self.part)?,
            subject: self.subject,
            label: open(vault, &label_place(tenant, room, self.seat), &self.label),
            standing: Standing::parse(&self.standing)?,
            video: self.video,
            recording: self.recording,
            caucus: self.caucus,
            has_ticket: self.ticket.is_some(),
        })
    }
}

pub(super) fn label_place(tenant: TenantId, room: RoomId, seat: i64) -> String {
    place(tenant, room, &format!("label:{seat}"))
}

/// A room, for whoever may see it already; `None` when there is none.
///
/// # Errors
/// What the database says.
pub async fn for_room(house: &House, tenant: TenantId, room: RoomId) -> Result<Option<Room>, Failure> {
    let (vault, now) = (house.vault().clone(), house.now());
    house.db().read(move |tx| Ok(read(tx, &vault, tenant, room, now)?)).await
}

/// A room for who leads it.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else, and when there is none.
pub async fn for_mediator(house: &House, asker: &Asker, room: RoomId) -> Result<Room, Failure> {
    for_room(house, asker.tenant, room).await?.filter(|room| room.opened_by == asker.account).ok_or(Failure::NotFound)
}

/// A room and her seat in it, for the browser that has the pass; a seat that was turned away has none.
///
/// # Errors
/// [`Failure::NotFound`] for any other pass.
pub async fn for_pass(house: &House, tenant: TenantId, room: RoomId, pass: &Token) -> Result<(Room, i64), Failure> {
    let (vault, now) = (house.vault().clone(), house.now());
    let pass = of_token(vault.suite(), pass);
    let found = house.db().read(move |tx| {
        let seat: Option<i64> = tx.scalar(
            sql!("SELECT seat FROM video_seat WHERE tenant = $1 AND room = $2 AND pass = $3"),
            args![tenant, room, pass.as_bytes().as_slice()],
        )?;
        let Some(seat) = seat else { return Ok(None) };
        Ok(read(tx, &vault, tenant, room, now)?.map(|room| (room, seat)))
    });
    found.await?.ok_or(Failure::NotFound)
}

/// The rooms that somebody opened and that are not forgotten, newest first.
///
/// # Errors
/// What the database says.
pub async fn list(house: &House, asker: &Asker) -> Result<Vec<Room>, Failure> {
    let (vault, now, tenant, account) = (house.vault().clone(), house.now(), asker.tenant, asker.account);
    let found = house.db().read(move |tx| {
        let rows: Vec<RoomRow> =
            tx.select(select!(RoomRow, "FROM video_room WHERE tenant = $1 AND opened_by = $2 ORDER BY room DESC LIMIT 50"), args![tenant, account])?;
        Ok(rows.into_iter().map(|row| with_seats(tx, Some(&vault), row, now)).collect::<Result<_, _>>()?)
    });
    found.await
}

/// Forgets the rooms that ended long ago, with what was drawn in them.
///
/// # Errors
/// What the engine says.
pub fn forget_ended(tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<u64, Failure> {
    let before = now.plus_hours(-24 * KEPT_DAYS);
    tx.execute(
        sql!("DELETE FROM video_signature WHERE tenant = $1 AND room IN (SELECT room FROM video_room WHERE tenant = $1 AND closes_at <= $2)"),
        args![tenant, before],
    )?;
    tx.execute(
        sql!("DELETE FROM video_seat WHERE tenant = $1 AND room IN (SELECT room FROM video_room WHERE tenant = $1 AND closes_at <= $2)"),
        args![tenant, before],
    )?;
    Ok(tx.execute(sql!("DELETE FROM video_room WHERE tenant = $1 AND closes_at <= $2"), args![tenant, before])?)
}
