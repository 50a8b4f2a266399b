//! The shared draft of the agreement, and what is drawn under it. Other words void every signature under the former ones.

use super::{
    Part, Token, own,
    rows::{held, of_token, place},
    rules,
};
use crate::{Asker, House};
use kernel::{
    Moment,
    crypto::digest,
    id::{RoomId, TenantId},
    refusal::Refusal,
};
use store::{Failure, args, row, select, sql};

/// The longest draft, in characters.
const LONGEST: usize = 20_000;
/// The largest drawing, in bytes.
pub const LARGEST_DRAWING: usize = 128 * 1024;

/// Who signs.
#[derive(Debug, Clone)]
pub enum Signer {
    /// The mediator, at the desk.
    Mediator(Asker),
    /// A seat, by its pass.
    Seat(Token),
}

/// A signature under the words as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Of which seat.
    pub seat: i64,
    /// As whom.
    pub part: Part,
    /// Which person of the mediation; 0 for none.
    pub subject: i64,
    /// The digest of the words, 33 bytes.
    pub digest: Vec<u8>,
    /// What was drawn, PNG.
    pub png: Vec<u8>,
    /// When.
    pub signed_at: Moment,
}

row! {
    struct Row { seat: i64, text: Vec<u8>, png: Vec<u8>, signed_at: Moment }
}

/// Shares words; the same words again change nothing, others void what was signed.
///
/// # Errors
/// `VIDEO_WORDS` (C-43) for none or too many; `VIDEO_CLOSED`; [`Failure::NotFound`] for who does not lead the room.
pub async fn share(house: &House, asker: &Asker, room: RoomId, words: &str) -> Result<(), Failure> {
    // Browsers send line ends as two characters.
    let words = words.replace("\r\n", "\n").trim().to_owned();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(Refusal::new("VIDEO_WORDS", "C-43").arg("max", LONGEST).at("words").into());
    }
    let (vault, now, tenant, account) = (house.vault(), house.now(), asker.tenant, asker.account);
    let text = digest(vault.suite(), words.as_bytes());
    let body = vault.seal_aside(house.random(), &place(tenant, room, "text"), words.as_bytes());
    house
        .db()
        .write(move |tx| {
            let found = held(tx, tenant, room, now)?;
            if found.opened_by != account {
                return Err(Failure::NotFound);
            }
            rules::is_on(&found)?;
            if found.agreement.is_some_and(|agreement| agreement.digest == text.as_bytes()) {
                return Ok(());
            }
            tx.execute(sql!("DELETE FROM video_signature WHERE tenant = $1 AND room = $2"), args![tenant, room])?;
            tx.execute(
                sql!("UPDATE video_room SET body = $3, text = $4 WHERE tenant = $1 AND room = $2"),
                args![tenant, room, body.as_slice(), text.as_bytes().as_slice()],
            )?;
            Ok(())
        })
        .await
}

/// Signs the words with this digest. `png` is a picture that the caller has looked at.
///
/// # Errors
/// `VIDEO_SIGNATURE` for no or too large a drawing; what [`rules::may_sign`] says; [`Failure::NotFound`].
pub async fn sign(house: &House, tenant: TenantId, room: RoomId, signer: Signer, text: Vec<u8>, png: &[u8]) -> Result<(), Failure> {
    if png.is_empty() || png.len() > LARGEST_DRAWING {
        return Err(Refusal::new("VIDEO_SIGNATURE", "C-43").at("png").into());
    }
    let (vault, suite, now) = (house.vault(), house.vault().suite(), house.now());
    let sealed = vault.seal_aside(house.random(), &place(tenant, room, "signature"), png);
    house
        .db()
        .write(move |tx| {
            let found = held(tx, tenant, room, now)?;
            let seat = match &signer {
                Signer::Mediator(asker) if asker.account == found.opened_by && asker.tenant == tenant => super::MEDIATOR,
                Signer::Mediator(_) => return Err(Failure::NotFound),
                Signer::Seat(pass) => own::seat_of(tx, tenant, room, of_token(suite, pass).as_bytes())?,
            };
            rules::may_sign(&found, found.seat(seat).ok_or(Failure::NotFound)?, &text)?;
            tx.execute(
                sql!("INSERT INTO video_signature (tenant, room, seat, text, png, signed_at) VALUES ($1, $2, $3, $4, $5, $6)"),
                args![tenant, room, seat, text.as_slice(), sealed.as_slice(), now],
            )?;
            Ok(())
        })
        .await
}

/// What was signed under the words as they stand, in the order of seats: for the mediation's own file.
///
/// # Errors
/// [`Failure::NotFound`] for who does not lead the room.
pub async fn signatures(house: &House, asker: &Asker, room: RoomId) -> Result<Vec<Signature>, Failure> {
    let found = super::for_mediator(house, asker, room).await?;
    let Some(agreement) = found.agreement.clone() else { return Ok(vec![]) };
    let tenant = asker.tenant;
    let rows = house.db().read(move |tx| {
        let rows: Vec<Row> = tx.select(
            select!(Row, "FROM video_signature WHERE tenant = $1 AND room = $2 AND text = $3 ORDER BY seat"),
            args![tenant, room, agreement.digest.as_slice()],
        )?;
        Ok(rows)
    });
    let open = |row: Row| {
        let (part, subject) = found.seat(row.seat).map(|seat| (seat.part, seat.subject))?;
        let png = house.vault().open_aside(&place(tenant, room, "signature"), &row.png)?;
        Some(Signature { seat: row.seat, part, subject, digest: row.text, png, signed_at: row.signed_at })
    };
    Ok(rows.await?.into_iter().filter_map(open).collect())
}
