//! What the mediator does in his room. For anybody else it is not there.

use super::{
    Room, Standing, State,
    rows::held,
    rules::{self, Identity},
};
use crate::{Asker, House};
use kernel::{
    id::{RoomId, TenantId},
    refusal::Refusal,
};
use store::{Failure, Tx, args, sql};

/// Runs one act on a room that the asker leads, and keeps what all together now say of recording.
async fn act(
    house: &House,
    asker: &Asker,
    room: RoomId,
    change: impl Fn(&Tx<'_>, &Room) -> Result<(), Failure> + Send + Sync + 'static,
) -> Result<(), Failure> {
    let (now, tenant, account) = (house.now(), asker.tenant, asker.account);
    let work = move |tx: &Tx<'_>| {
        let found = held(tx, tenant, room, now)?;
        if found.opened_by != account {
            return Err(Failure::NotFound);
        }
        rules::is_on(&found)?;
        change(tx, &found)?;
        settle(tx, &held(tx, tenant, room, now)?)
    };
    house.db().write(work).await
}

/// Writes down whether all who are in a room agreed to be recorded.
pub(super) fn settle(tx: &Tx<'_>, room: &Room) -> Result<(), Failure> {
    let recording = rules::may_record(room).is_ok();
    tx.execute(sql!("UPDATE video_room SET recording = $3 WHERE tenant = $1 AND room = $2"), args![room.tenant, room.room, recording])?;
    Ok(())
}

/// Lets somebody in from the waiting room. Her ticket is used up: only her browser comes back to the seat.
///
/// # Errors
/// `VIDEO_IDENTITY`, `VIDEO_NO_CONSENT`, `VIDEO_CLOSED`; [`Failure::NotFound`] for who does not lead the room, and when nobody waits there.
pub async fn admit(house: &House, asker: &Asker, room: RoomId, seat: i64, identity: Identity) -> Result<(), Failure> {
    let tenant = asker.tenant;
    let change = move |tx: &Tx<'_>, found: &Room| {
        let sits = found.seat(seat).ok_or(Failure::NotFound)?;
        match sits.standing {
            Standing::Admitted => return Ok(()),
            Standing::Waiting => {}
            _ => return Err(Failure::NotFound),
        }
        rules::may_admit(found, sits, identity)?;
        tx.execute(
            sql!("UPDATE video_seat SET standing = $4, ticket = NULL WHERE tenant = $1 AND room = $2 AND seat = $3"),
            args![tenant, room, seat, Standing::Admitted.code()],
        )?;
        Ok(())
    };
    act(house, asker, room, change).await
}

/// Turns somebody away, or waits for her no longer; her ticket and her pass open nothing.
///
/// # Errors
/// `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn refuse(house: &House, asker: &Asker, room: RoomId, seat: i64) -> Result<(), Failure> {
    let tenant = asker.tenant;
    let change = move |tx: &Tx<'_>, found: &Room| {
        found.seat(seat).filter(|sits| sits.seat != super::MEDIATOR).ok_or(Failure::NotFound)?;
        tx.execute(
            sql!("UPDATE video_seat SET standing = $4, ticket = NULL, pass = NULL, video = $5, recording = $5, caucus = 0 WHERE tenant = $1 AND room = $2 AND seat = $3"),
            args![tenant, room, seat, Standing::Refused.code(), false],
        )?;
        Ok(())
    };
    act(house, asker, room, change).await
}

/// Begins the talk.
///
/// # Errors
/// `VIDEO_NO_CONSENT` (C-40), `VIDEO_ALONE`, `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn begin(house: &House, asker: &Asker, room: RoomId) -> Result<(), Failure> {
    let change = move |tx: &Tx<'_>, found: &Room| {
        rules::may_begin(found)?;
        set_state(tx, found, State::Talking)
    };
    act(house, asker, room, change).await
}

/// Goes apart with some: nobody else sees or hears them.
///
/// # Errors
/// `VIDEO_CAUCUS`, `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn go_apart(house: &House, asker: &Asker, room: RoomId, seats: Vec<i64>) -> Result<(), Failure> {
    let change = move |tx: &Tx<'_>, found: &Room| {
        rules::may_go_apart(found, &seats)?;
        all_back(tx, found.tenant, found.room)?;
        for seat in seats.iter().chain([&super::MEDIATOR]) {
            tx.execute(
                sql!("UPDATE video_seat SET caucus = 1 WHERE tenant = $1 AND room = $2 AND seat = $3"),
                args![found.tenant, found.room, *seat],
            )?;
        }
        Ok(())
    };
    act(house, asker, room, change).await
}

/// All are back in the room.
///
/// # Errors
/// `VIDEO_CLOSED`; [`Failure::NotFound`].
pub async fn come_back(house: &House, asker: &Asker, room: RoomId) -> Result<(), Failure> {
    act(house, asker, room, |tx, found| all_back(tx, found.tenant, found.room)).await
}

/// Closes the room; tickets and passes open nothing.
///
/// # Errors
/// `VIDEO_CLOSED` when it is over already; [`Failure::NotFound`].
pub async fn close(house: &House, asker: &Asker, room: RoomId) -> Result<(), Failure> {
    let now = house.now();
    let change = move |tx: &Tx<'_>, found: &Room| {
        all_back(tx, found.tenant, found.room)?;
        tx.execute(sql!("UPDATE video_seat SET ticket = NULL WHERE tenant = $1 AND room = $2"), args![found.tenant, found.room])?;
        tx.execute(
            sql!("UPDATE video_room SET state = $3, closes_at = $4 WHERE tenant = $1 AND room = $2"),
            args![found.tenant, found.room, State::Closed.code(), now],
        )?;
        Ok(())
    };
    act(house, asker, room, change).await
}

pub(super) fn set_state(tx: &Tx<'_>, room: &Room, state: State) -> Result<(), Failure> {
    tx.execute(sql!("UPDATE video_room SET state = $3 WHERE tenant = $1 AND room = $2"), args![room.tenant, room.room, state.code()])?;
    Ok(())
}

pub(super) fn all_back(tx: &Tx<'_>, tenant: TenantId, room: RoomId) -> Result<(), Failure> {
    tx.execute(sql!("UPDATE video_seat SET caucus = 0 WHERE tenant = $1 AND room = $2"), args![tenant, room])?;
    Ok(())
}

/// That video is set up at all, for who would open a room.
///
/// # Errors
/// `VIDEO_NOT_SET_UP` (C-48).
pub fn is_set_up(relays: usize) -> Result<(), Refusal> {
    if relays > 0 { Ok(()) } else { Err(Refusal::new("VIDEO_NOT_SET_UP", "C-48")) }
}
