//! Signed pages whose mark nobody could read: kept sealed, shown to who took them in and to the heads and dispatchers of his organ,
//! until a human puts each to its letter by the code that is printed beside the mark, or lays it aside as no page of a letter. Nobody
//! knows yet of which matter it is: the whole organ does not read it.
//!
//! A page belongs to no matter yet, so it is sealed aside, under a key of its own. What was settled keeps its row without its picture;
//! each step stands in the record of the house.

use super::{check, signed};
use crate::{
    Asker, House, Role, audit,
    organ::{Touched, record_rows},
    petition::page,
};
use kernel::{
    Moment, Refusal,
    crypto::QueryCode,
    id::{AccountId, OrganId, StreamId},
};
use serde_json::json;
use store::{Failure, args, row, select, sql};

/// It waits for a human.
const WAITS: &str = "";
/// It was put to a letter.
const PUT: &str = "put";
/// It is no page of a letter.
const ASIDE: &str = "aside";
/// So many are shown at once.
const MOST_SHOWN: i64 = 100;

row! {
    /// A page that waits.
    #[derive(Debug, Clone)]
    pub struct Unread {
        /// Its number.
        pub page: i64,
        /// Who took it in.
        pub added_by: AccountId,
        /// When.
        pub added_at: Moment,
    }
}

row! {
    struct Kept { organ: OrganId, added_by: AccountId, added_at: Moment, fate: String, picture: Vec<u8> }
}

/// Whether this asker has to do with every page of his organ.
const fn sees_all(asker: &Asker) -> bool {
    matches!(asker.role, Role::Head | Role::Triage)
}

/// Keeps a page. `key` is the form's with the page's place in it: sent again, it is kept once.
///
/// # Errors
/// What the database says.
pub(super) async fn keep(house: &House, asker: &Asker, picture: &[u8], key: &str) -> Result<(), Failure> {
    let page = house.vault().blind(asker.tenant, "unread page", key) & i64::MAX;
    let sealed = house.vault().seal_aside(house.random(), &place(page), picture);
    let (tenant, organ, actor, suite, now) = (asker.tenant, asker.organ, asker.account, house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            let kept = tx.execute(
                sql!("INSERT INTO unread_page (tenant, page, organ, added_by, added_at, settled_by, settled_at, fate, picture) VALUES ($1, $2, $3, $4, $5, 0, NULL, $6, $7) ON CONFLICT DO NOTHING"),
                args![tenant, page, organ, actor, now, WAITS, sealed.as_slice()],
            )?;
            if kept == 0 {
                return Ok(());
            }
            record_rows(tx, suite, tenant, actor, now, "page_unread", &json!({}), &[Touched::new("unread_page", args![page])])
        })
        .await
}

/// The pages of the asker's organ that wait and are for him, oldest first.
///
/// # Errors
/// What the database says.
pub async fn waiting(house: &House, asker: &Asker) -> Result<Vec<Unread>, Failure> {
    let (tenant, organ, account, all) = (asker.tenant, asker.organ, asker.account, sees_all(asker));
    house
        .db()
        .read(move |tx| {
            Ok(tx.select(
                select!(Unread, "FROM unread_page WHERE tenant = $1 AND organ = $2 AND fate = $3 AND ($5 = TRUE OR added_by = $6) ORDER BY added_at, page LIMIT $4"),
                args![tenant, organ, WAITS, MOST_SHOWN, all, account],
            )?)
        })
        .await
}

/// The picture of a page that waits; the look is written down.
///
/// # Errors
/// [`Failure::NotFound`] for one that is not for him, and for one that was settled.
pub async fn picture(house: &House, asker: &Asker, page: i64) -> Result<Vec<u8>, Failure> {
    let (bytes, _) = open(house, asker, page).await?;
    audit::look(house, asker, "scans", "unread", &[]).await?;
    Ok(bytes)
}

/// The picture of a page that waits, and when it came.
async fn open(house: &House, asker: &Asker, page: i64) -> Result<(Vec<u8>, Moment), Failure> {
    let tenant = asker.tenant;
    let kept = house
        .db()
        .read(move |tx| Ok(tx.first::<Kept>(select!(Kept, "FROM unread_page WHERE tenant = $1 AND page = $2"), args![tenant, page])?))
        .await?;
    let kept = kept
        .filter(|kept| kept.organ == asker.organ && kept.fate == WAITS && (kept.added_by == asker.account || sees_all(asker)))
        .ok_or(Failure::NotFound)?;
    let picture = house.vault().open_aside(&place(page), &kept.picture).ok_or_else(|| Failure::Bug("a kept page does not open".to_owned()))?;
    Ok((picture, kept.added_at))
}

/// Puts a page to the letter of a code that a human has read.
///
/// # Errors
/// `CODE_UNREADABLE`, `LETTER_UNKNOWN` also for a letter of a matter that the asker does not see; [`Failure::NotFound`] for no such page.
pub async fn put(house: &House, asker: &Asker, unread: i64, typed: &str) -> Result<(StreamId, String), Failure> {
    let (picture, added_at) = open(house, asker, unread).await?;
    let code: QueryCode = typed.parse().map_err(|_| Refusal::new("CODE_UNREADABLE", "C-03").at("code"))?;
    let unknown = |failure: Failure| match failure {
        // Hidden and absent are one answer.
        Failure::NotFound => Refusal::new("LETTER_UNKNOWN", "T-00").at("code").into(),
        other => other,
    };
    let (stream, nth) = check::place(house, asker.tenant, &code).await.map_err(unknown)?;
    // However often it is sent, it is put once: the key is the page's own.
    let key = format!("{:012x}page{unread:016x}", added_at.millis());
    let (case, _) = page::for_officer(house, asker, stream).await.map_err(unknown)?;
    let (number, ..) = signed::attach(house, asker, &case, nth, vec![(None, picture)], &key).await.map_err(unknown)?;
    settle(house, asker, unread, PUT).await?;
    Ok((stream, number))
}

/// Lays a page aside: it is no page of a letter. Its picture goes.
///
/// # Errors
/// [`Failure::NotFound`] for no such page.
pub async fn lay_aside(house: &House, asker: &Asker, page: i64) -> Result<(), Failure> {
    open(house, asker, page).await?;
    settle(house, asker, page, ASIDE).await
}

async fn settle(house: &House, asker: &Asker, page: i64, fate: &'static str) -> Result<(), Failure> {
    let (tenant, organ, actor, suite, now) = (asker.tenant, asker.organ, asker.account, house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            let settled = tx.execute(
                sql!("UPDATE unread_page SET fate = $5, settled_by = $6, settled_at = $7, picture = $8 WHERE tenant = $1 AND page = $2 AND organ = $3 AND fate = $4"),
                args![tenant, page, organ, WAITS, fate, actor, now, Vec::<u8>::new()],
            )?;
            if settled == 0 {
                return Err(Failure::NotFound);
            }
            record_rows(tx, suite, tenant, actor, now, "page_settled", &json!({ "fate": fate }), &[Touched::new("unread_page", args![page])])
        })
        .await
}

fn place(page: i64) -> String {
    format!("unread:{page}")
}
