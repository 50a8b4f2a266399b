//! What may happen in a room. Nothing here reads or writes.

use super::{FEWEST, MEDIATOR, MOST, Part, Room, Seat, Standing, State};
use kernel::refusal::Refusal;

/// Whether the mediator has seen who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// He has.
    Seen,
    /// He has not said so.
    Unseen,
}

/// That a room may have these seats beside the mediator's.
///
/// # Errors
/// `VIDEO_SEATS` (C-48): at least two parties, at most six seats.
pub fn may_open(parts: &[Part]) -> Result<(), Refusal> {
    let parties = parts.iter().filter(|part| part.is_party()).count();
    if parties >= FEWEST && parts.len() <= MOST && !parts.contains(&Part::Mediator) {
        return Ok(());
    }
    Err(Refusal::new("VIDEO_SEATS", "C-48").arg("min", FEWEST).arg("max", MOST).at("label"))
}

/// That somebody in the waiting room may be let in.
///
/// # Errors
/// `VIDEO_CLOSED`; `VIDEO_IDENTITY` before the mediator saw who it is; `VIDEO_NO_CONSENT` when the talk goes on and she has not agreed (C-40, C-48).
pub fn may_admit(room: &Room, seat: &Seat, identity: Identity) -> Result<(), Refusal> {
    is_on(room)?;
    if identity == Identity::Unseen {
        return Err(Refusal::new("VIDEO_IDENTITY", "C-48").at("seen"));
    }
    if room.state == State::Talking && !seat.video { Err(no_consent(1)) } else { Ok(()) }
}

/// That the talk may begin.
///
/// # Errors
/// `VIDEO_CLOSED`; `VIDEO_NO_CONSENT` (C-40) while a seat that is waited for has not agreed; `VIDEO_ALONE` when nobody is admitted.
pub fn may_begin(room: &Room) -> Result<(), Refusal> {
    is_on(room)?;
    let without = room.seats.iter().filter(|seat| seat.standing != Standing::Refused && !seat.video).count();
    if without > 0 {
        return Err(no_consent(without));
    }
    let others = room.seats.iter().any(|seat| seat.seat != MEDIATOR && seat.standing == Standing::Admitted);
    if others { Ok(()) } else { Err(Refusal::new("VIDEO_ALONE", "C-48")) }
}

/// Whether what one seat sends reaches another: the talk goes on, both are in it and agreed, both are in the same place, and the
/// mediator is there too.
#[must_use]
pub fn hears(room: &Room, one: i64, other: i64) -> bool {
    let is_in = |seat: &&Seat| seat.standing == Standing::Admitted && seat.video;
    let (Some(one), Some(other)) = (room.seat(one).filter(is_in), room.seat(other).filter(is_in)) else { return false };
    let has_mediator = room.seat(MEDIATOR).is_some_and(|mediator| mediator.caucus == one.caucus);
    room.state == State::Talking && one.seat != other.seat && one.caucus == other.caucus && has_mediator
}

/// That these seats may go apart with the mediator.
///
/// # Errors
/// `VIDEO_CLOSED`; `VIDEO_CAUCUS` when the talk has not begun, nobody is named, or somebody who is not in the room.
pub fn may_go_apart(room: &Room, seats: &[i64]) -> Result<(), Refusal> {
    is_on(room)?;
    let is_in = |number: &i64| *number != MEDIATOR && room.seat(*number).is_some_and(|seat| seat.standing == Standing::Admitted);
    if room.state == State::Talking && !seats.is_empty() && seats.iter().all(is_in) {
        return Ok(());
    }
    Err(Refusal::new("VIDEO_CAUCUS", "C-48").at("seat"))
}

/// That what is said may be recorded.
///
/// # Errors
/// `VIDEO_RECORD_GUARDED` in a guarded room; `VIDEO_RECORD_CONSENT` while one who is in it has not agreed; both C-48.
pub fn may_record(room: &Room) -> Result<(), Refusal> {
    if room.guarded {
        return Err(Refusal::new("VIDEO_RECORD_GUARDED", "C-48"));
    }
    let mut present = room.seats.iter().filter(|seat| seat.standing == Standing::Admitted);
    if present.all(|seat| seat.recording) { Ok(()) } else { Err(Refusal::new("VIDEO_RECORD_CONSENT", "C-48")) }
}

/// Who signs, in turn: the parties by their seats, the mediator last. Who was turned away is not waited for.
#[must_use]
pub fn signers(room: &Room) -> Vec<i64> {
    let parties = room.seats.iter().filter(|seat| seat.part.is_party() && seat.standing != Standing::Refused).map(|seat| seat.seat);
    parties.chain([MEDIATOR]).collect()
}

/// Whose turn it is to sign; `None` when all have, or nothing is shared.
#[must_use]
pub fn next_to_sign(room: &Room) -> Option<i64> {
    room.agreement.as_ref()?;
    signers(room).into_iter().find(|seat| !room.signed.contains(seat))
}

/// Whether the words as they stand are signed by all.
#[must_use]
pub fn is_signed_by_all(room: &Room) -> bool {
    room.agreement.is_some() && next_to_sign(room).is_none()
}

/// That a seat may sign these words.
///
/// # Errors
/// `VIDEO_CLOSED`; `VIDEO_TEXT_CHANGED` when other words stand there now, or none; `VIDEO_APART` in a private talk, or before she is let in;
/// `VIDEO_SIGN_TURN` when it is another's turn. All C-43.
pub fn may_sign(room: &Room, seat: &Seat, digest: &[u8]) -> Result<(), Refusal> {
    is_on(room)?;
    if room.agreement.as_ref().is_none_or(|agreement| agreement.digest != digest) {
        return Err(Refusal::new("VIDEO_TEXT_CHANGED", "C-43"));
    }
    if seat.standing != Standing::Admitted || seat.caucus != 0 {
        return Err(Refusal::new("VIDEO_APART", "C-43"));
    }
    if next_to_sign(room) == Some(seat.seat) { Ok(()) } else { Err(Refusal::new("VIDEO_SIGN_TURN", "C-43")) }
}

/// That the room is not over.
///
/// # Errors
/// `VIDEO_CLOSED` (C-48).
pub fn is_on(room: &Room) -> Result<(), Refusal> {
    if room.state == State::Closed { Err(Refusal::new("VIDEO_CLOSED", "C-48")) } else { Ok(()) }
}

fn no_consent(missing: usize) -> Refusal {
    Refusal::new("VIDEO_NO_CONSENT", "C-40").arg("n", missing)
}

#[cfg(test)]
mod tests {
    use super::{super::Agreement, *};
    use kernel::{
        Moment,
        id::{AccountId, RoomId, StreamId, TenantId},
    };

    fn seat(seat: i64, part: Part) -> Seat {
        let label = String::new();
        Seat { seat, part, subject: 0, label, standing: Standing::Admitted, video: true, recording: true, caucus: 0, has_ticket: false }
    }

    /// A mediator, two parties and a helper, all in it, and the talk going on.
    fn talk() -> Room {
        let now = Moment::from_millis(0);
        Room {
            tenant: TenantId::new(1),
            room: RoomId::new(1),
            stream: StreamId::new(0),
            opened_by: AccountId::new(1),
            opens_at: now,
            closes_at: now,
            state: State::Talking,
            guarded: false,
            recording: false,
            seats: vec![seat(0, Part::Mediator), seat(1, Part::Party), seat(2, Part::Village), seat(3, Part::Helper)],
            agreement: Some(Agreement { words: "三日内疏通".to_owned(), digest: vec![7] }),
            signed: vec![],
        }
    }

    fn changed(change: impl FnOnce(&mut Room)) -> Room {
        let mut room = talk();
        change(&mut room);
        room
    }

    fn code<T>(outcome: Result<T, Refusal>) -> &'static str {
        outcome.map_or_else(|refusal| refusal.code, |_| "OK")
    }

    #[test]
    fn c48_two_parties_at_least_and_six_seats_at_most() {
        let some = |parties: usize, helpers: usize| code(may_open(&[vec![Part::Party; parties], vec![Part::Helper; helpers]].concat()));
        assert_eq!((some(2, 0), some(6, 0), some(2, 4)), ("OK", "OK", "OK"));
        assert_eq!((some(1, 1), some(7, 0), some(2, 5)), ("VIDEO_SEATS", "VIDEO_SEATS", "VIDEO_SEATS"));
        assert_eq!(code(may_open(&[Part::Party, Part::Village])), "OK");
        assert_eq!(code(may_open(&[Part::Party, Part::Party, Part::Mediator])), "VIDEO_SEATS");
    }

    #[test]
    fn c48_nobody_comes_in_unseen() {
        let room = changed(|room| room.state = State::Open);
        assert_eq!(code(may_admit(&room, &room.seats[1], Identity::Seen)), "OK");
        assert_eq!(code(may_admit(&room, &room.seats[1], Identity::Unseen)), "VIDEO_IDENTITY");
        let over = changed(|room| room.state = State::Closed);
        assert_eq!(code(may_admit(&over, &over.seats[1], Identity::Seen)), "VIDEO_CLOSED");
    }

    #[test]
    fn c40_the_talk_begins_when_all_agreed() {
        assert_eq!(code(may_begin(&talk())), "OK");
        for standing in [Standing::Invited, Standing::Waiting, Standing::Admitted, Standing::Left] {
            let room = changed(|room| (room.seats[2].video, room.seats[2].standing) = (false, standing));
            assert_eq!(code(may_begin(&room)), "VIDEO_NO_CONSENT", "{standing:?}");
        }
        let turned_away = changed(|room| (room.seats[2].video, room.seats[2].standing) = (false, Standing::Refused));
        assert_eq!(code(may_begin(&turned_away)), "OK");
        let late = changed(|room| room.seats[2].video = false);
        assert_eq!(code(may_admit(&late, &late.seats[2], Identity::Seen)), "VIDEO_NO_CONSENT");
        let alone = changed(|room| room.seats.iter_mut().skip(1).for_each(|seat| seat.standing = Standing::Waiting));
        assert_eq!(code(may_begin(&alone)), "VIDEO_ALONE");
    }

    #[test]
    fn c40_nothing_passes_without_consent_admission_or_talk() {
        assert!(hears(&talk(), 1, 2) && hears(&talk(), 2, 0) && !hears(&talk(), 1, 1) && !hears(&talk(), 1, 9));
        assert!(!hears(&changed(|room| room.state = State::Open), 1, 2));
        assert!(!hears(&changed(|room| room.seats[2].video = false), 1, 2));
        for standing in [Standing::Invited, Standing::Waiting, Standing::Left, Standing::Refused] {
            assert!(!hears(&changed(|room| room.seats[1].standing = standing), 1, 2), "{standing:?}");
        }
    }

    #[test]
    fn c48_a_private_talk_hides_and_leaves_nobody_alone_with_the_other_side() {
        let apart = changed(|room| (room.seats[0].caucus, room.seats[1].caucus) = (1, 1));
        assert!(hears(&apart, 0, 1) && hears(&apart, 1, 0));
        assert!(!hears(&apart, 0, 2) && !hears(&apart, 2, 1));
        assert!(!hears(&apart, 2, 3), "without the mediator they do not hear each other");
        assert_eq!(code(may_go_apart(&talk(), &[1])), "OK");
        assert_eq!(code(may_go_apart(&talk(), &[])), "VIDEO_CAUCUS");
        assert_eq!(code(may_go_apart(&talk(), &[0])), "VIDEO_CAUCUS");
        assert_eq!(code(may_go_apart(&changed(|room| room.seats[1].standing = Standing::Waiting), &[1])), "VIDEO_CAUCUS");
        assert_eq!(code(may_go_apart(&changed(|room| room.state = State::Open), &[1])), "VIDEO_CAUCUS");
    }

    #[test]
    fn c48_recorded_only_when_all_present_agreed_and_never_when_guarded() {
        assert_eq!(code(may_record(&talk())), "OK");
        assert_eq!(code(may_record(&changed(|room| room.seats[3].recording = false))), "VIDEO_RECORD_CONSENT");
        assert_eq!(code(may_record(&changed(|room| (room.seats[3].recording, room.seats[3].standing) = (false, Standing::Waiting)))), "OK");
        assert_eq!(code(may_record(&changed(|room| room.guarded = true))), "VIDEO_RECORD_GUARDED");
    }

    #[test]
    fn c43_signed_in_turn_by_all_and_only_as_the_words_stand() {
        let sign = |room: &Room, seat: usize, digest: &[u8]| code(may_sign(room, &room.seats[seat], digest));
        let room = talk();
        assert_eq!(signers(&room), [1, 2, 0]);
        assert_eq!((sign(&room, 1, &[7]), sign(&room, 2, &[7]), sign(&room, 0, &[7])), ("OK", "VIDEO_SIGN_TURN", "VIDEO_SIGN_TURN"));
        assert_eq!(sign(&room, 3, &[7]), "VIDEO_SIGN_TURN", "a helper signs nothing");
        assert_eq!(sign(&room, 1, &[8]), "VIDEO_TEXT_CHANGED");
        assert_eq!(sign(&changed(|room| room.agreement = None), 1, &[7]), "VIDEO_TEXT_CHANGED");
        assert_eq!(sign(&changed(|room| room.seats[1].caucus = 1), 1, &[7]), "VIDEO_APART");
        assert_eq!(sign(&changed(|room| room.seats[1].standing = Standing::Left), 1, &[7]), "VIDEO_APART");
        assert_eq!(sign(&changed(|room| room.signed = vec![1, 2]), 0, &[7]), "OK");
        assert!(is_signed_by_all(&changed(|room| room.signed = vec![0, 1, 2])) && !is_signed_by_all(&room));
        assert_eq!(next_to_sign(&changed(|room| room.seats[1].standing = Standing::Refused)), Some(2));
    }
}
