//! What a seat does for itself. It is known by its pass.

use super::{
    Room, Standing, State, Token, lead,
    rows::{held, of_token},
    rules,
};
use crate::House;
use kernel::id::{RoomId, TenantId};
use store::{Failure, Tx, args, sql};

/// What somebody agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// That the talk is by video.
    pub video: bool,
    /// That it may be recorded.
    pub recording: bool,
}

/// Runs one act of the seat that has this pass.
async fn act(
    house: &House,
    tenant: TenantId,
    room: RoomId,
    pass: &Token,
    change: impl Fn(&Tx<'_>, &Room, i64) -> Result<(), Failure> + Send + Sync + 'static,
) -> Result<(), Failure> {
    let now = house.now();
    let pass = of_token(house.vault().suite(), pass);
    let work = move |tx: &Tx<'_>| {
        let found = held(tx, tenant, room, now)?;
        let seat = seat_of(tx, tenant, room, pass.as_bytes())?;
        rules::is_on(&found)?;
        change(tx, &found, seat)?;
        lead::settle(tx, &held(tx, tenant, room, now)?)
    };
    house.db().write(work).await
}

pub(super) fn seat_of(tx: &Tx<'_>, tenant: TenantId, room: RoomId, pass: &[u8]) -> Result<i64, Failure> {
    let sql = sql!("SELECT seat FROM video_seat WHERE tenant = $1 AND room = $2 AND pass = $3");
    tx.scalar(sql, args![tenant, room, pass])?.ok_or(Failure::NotFound)
}

/// Agrees, or takes it back. Without her agreement to video the talk stops for all (C-40), until the mediator begins it anew.
///
/// # Errors
/// `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn consent(house: &House, tenant: TenantId, room: RoomId, pass: &Token, consent: Consent) -> Result<(), Failure> {
    let change = move |tx: &Tx<'_>, found: &Room, seat: i64| {
        // In a guarded room nobody is asked; what is sent all the same counts as no.
        let recording = consent.recording && consent.video && !found.guarded;
        tx.execute(
            sql!("UPDATE video_seat SET video = $4, recording = $5 WHERE tenant = $1 AND room = $2 AND seat = $3"),
            args![tenant, room, seat, consent.video, recording],
        )?;
        let is_in = found.seat(seat).is_some_and(|one| one.standing == Standing::Admitted);
        if consent.video || !is_in || found.state != State::Talking {
            return Ok(());
        }
        lead::all_back(tx, tenant, room)?;
        lead::set_state(tx, found, State::Open)
    };
    act(house, tenant, room, pass, change).await
}

/// Goes. The others go on.
///
/// # Errors
/// `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn leave(house: &House, tenant: TenantId, room: RoomId, pass: &Token) -> Result<(), Failure> {
    let change = move |tx: &Tx<'_>, _found: &Room, seat: i64| {
        tx.execute(
            sql!("UPDATE video_seat SET standing = $4, video = $5, recording = $5, caucus = 0 WHERE tenant = $1 AND room = $2 AND seat = $3"),
            args![tenant, room, seat, Standing::Left.code(), false],
        )?;
        Ok(())
    };
    act(house, tenant, room, pass, change).await
}

/// Comes back into the waiting room after she went.
///
/// # Errors
/// `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn come(house: &House, tenant: TenantId, room: RoomId, pass: &Token) -> Result<(), Failure> {
    let change = move |tx: &Tx<'_>, _found: &Room, seat: i64| {
        tx.execute(
            sql!("UPDATE video_seat SET standing = $4 WHERE tenant = $1 AND room = $2 AND seat = $3 AND standing = $5"),
            args![tenant, room, seat, Standing::Waiting.code(), Standing::Left.code()],
        )?;
        Ok(())
    };
    act(house, tenant, room, pass, change).await
}
