//! A talk by video that belongs to a mediation: a seat for each party, the drafted agreement shared in it, and what was signed on the screen
//! taken over into the file.

use super::view::{opened, promise_told};
use crate::{
    error::Oops,
    guard::{Signed, Who},
    page::Page,
    posted::Posted,
    state::Web,
    video::tickets_page,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, House,
    mediation::{
        Command, Stage, carry,
        model::{Form, Hand},
        page::{self as source, Case},
        reading::open_card,
        ready,
    },
    petition::handed::{Handed, keep_of_all},
    video::{
        self, Part, lead,
        open::{NewRoom, NewSeat},
        paper,
    },
};
use kernel::{
    Refusal,
    id::{RoomId, StreamId},
};
use store::Failure;

/// For so many hours a room is open.
const HOURS: i64 = 4;

/// A room of this mediation that the asker leads.
pub struct RoomView {
    pub room: RoomId,
    pub at: String,
    pub signed: usize,
}

/// The rooms of a mediation that the asker leads.
///
/// # Errors
/// What the database says.
pub async fn rooms(house: &House, asker: &Asker, page: &Page, stream: StreamId) -> Result<Vec<RoomView>, Failure> {
    let rooms = video::list(house, asker).await?.into_iter().filter(|room| room.stream == stream);
    Ok(rooms.map(|room| RoomView { room: room.room, at: page.moment(&room.opens_at), signed: room.signed.len() }).collect())
}

/// `POST /desk/mediation/{case}/video`: opens a room with a seat for each party; its tickets are shown once.
pub async fn open(
    State(web): State<Web>,
    Signed(asker): Signed,
    Who(session): Who,
    page: Page,
    Path(case): Path<StreamId>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let house = web.house();
    let found = source::for_officer(house, &asker, case).await?;
    let mediation = &found.mediation;
    ready::by_video(mediation, asker.account, house.today())?;
    lead::is_set_up(web.settings().turn.as_ref().map_or(0, |turn| turn.urls().len()))?;
    let is_woman = |subject: i64| {
        let card = mediation.party(subject).and_then(|party| open_card(&found.keys, party)).unwrap_or_default();
        card.basics.sex == "女"
    };
    let seats = mediation.sides().enumerate().map(|(at, party)| NewSeat {
        // Who has neither phone nor computer sits in the village office (C-48).
        part: if party.has_no_device { Part::Village } else { Part::Party },
        subject: party.subject,
        label: page.with2("mediation-video-seat", "side", page.named("mside", party.side.code()).to_owned(), "n", at + 1),
    });
    let wanted = NewRoom {
        stream: case,
        guarded: mediation.is_violence() || mediation.is_minor() || mediation.sides().any(|party| is_woman(party.subject)),
        opens_at: house.now(),
        hours: HOURS,
        mediator: session.shown_name.clone(),
        seats: seats.collect(),
    };
    let (room, tickets) = video::open::open(house, &asker, wanted).await?;
    if let Some(text) = text(&page, &found) {
        paper::share(house, &asker, room, &text).await?;
    }
    Ok(tickets_page(&page, &asker, room, &tickets))
}

/// The drafted agreement as it is shared: only these very words, signed, are taken over.
fn text(page: &Page, case: &Case) -> Option<String> {
    let mediation = &case.mediation;
    let agreement =
        mediation.agreement.as_ref().filter(|one| one.form == Form::Written && one.effective_on.is_none() && mediation.stage == Stage::Signing)?;
    let mut lines = vec![mediation.number.clone()];
    lines.extend([&agreement.facts, &agreement.issues, &agreement.responsibility].map(|words| opened(page, case, words)));
    lines.extend(agreement.clauses.iter().zip(1..).map(|(words, nth)| format!("{nth}. {}", opened(page, case, words))));
    lines.extend(agreement.promises.iter().map(|promise| promise_told(page, case, promise)));
    lines.push(opened(page, case, &agreement.manner));
    Some(lines.join("\n"))
}

/// `POST /desk/mediation/{case}/video/{room}`: what was signed on the screen becomes signatures of the agreement, each with its picture.
pub async fn take_over(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((case, room)): Path<(StreamId, RoomId)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let house = web.house();
    let found = source::for_officer(house, &asker, case).await?;
    let seen = video::for_mediator(house, &asker, room).await?;
    if seen.stream != case {
        return Err(Oops::NotFound);
    }
    let is_same = text(&page, &found).is_some_and(|text| seen.agreement.as_ref().is_some_and(|shared| shared.words == text));
    if !is_same {
        return Err(Refusal::new("VIDEO_OTHER_WORDS", "C-43").into());
    }
    let agreement = found.mediation.agreement.as_ref().ok_or(Oops::NotFound)?;
    for one in video::signatures(house, &asker, room).await? {
        let as_mediator = one.part == Part::Mediator;
        let has_signed = if as_mediator {
            agreement.signatures.iter().any(|signature| signature.mediator == asker.account)
        } else {
            one.subject == 0 || agreement.signed_by(one.subject)
        };
        if has_signed {
            continue;
        }
        let handed = Handed { name: page.t("mediation-video-signature").to_owned(), media_type: "image/png".to_owned(), body: one.png };
        let file = keep_of_all(house, asker.tenant, case, &found.keys, &handed).await?;
        let key = Some(format!("{}.{}", posted.key.id(), one.seat));
        let command = Command::Sign { party: one.subject, as_mediator, hand: Hand::Screen, file: Some(file) };
        carry::carry(house, &asker, case, key, None, |_, _| Ok(command)).await?;
    }
    Ok(Redirect::to(&format!("/desk/mediation/{case}#agreement")).into_response())
}
