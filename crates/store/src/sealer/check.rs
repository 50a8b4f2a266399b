//! Checking every place and every seal of a county.

use super::{Seal, beginning, last_place, link};
use crate::{Error, Tx, args, row, select, sql};
use kernel::{
    crypto::{Digest, Suite, merkle_root},
    id::{StreamId, TenantId},
};

/// How much was found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Seals whose root and link were made again.
    pub seals: i64,
    /// Events that have a place.
    pub places: i64,
}

row! {
    struct Entry { place: i64, seal: i64, stream: StreamId, version: i64, hash: Option<Vec<u8>> }
}
row! {
    struct Named { stream: StreamId, version: i64, recorded_at: i64 }
}

/// Walks the chain of seals from the first, makes every root again, and looks for events that no place knows.
///
/// # Errors
/// What the engine says; [`Error::Damaged`] names the first break.
pub fn check(tx: &Tx<'_>, tenant: TenantId) -> Result<Checked, Error> {
    let (mut number, mut place, mut previous) = (0, 0, None::<Vec<u8>>);
    for seal in tx.select::<Seal>(select!(Seal, "FROM seal WHERE tenant = $1 ORDER BY seal"), args![tenant])? {
        number += 1;
        if seal.seal != number {
            return Err(Error::Damaged(format!("seal {number} is missing")));
        }
        if seal.first_place != place + 1 || seal.last_place < seal.first_place {
            return Err(Error::Damaged(format!("seal {number}: it does not begin where the seal before it ends")));
        }
        let suite = seal.hash.first().copied().and_then(Suite::from_byte);
        let suite = suite.ok_or_else(|| Error::Damaged(format!("seal {number}: its hash names no known suite")))?;
        let before = previous.unwrap_or_else(|| beginning(suite));
        if link(suite, &before, &seal.root, seal.first_place, seal.last_place, seal.sealed_at).as_bytes() != seal.hash.as_slice() {
            return Err(Error::Damaged(format!("seal {number}: its content does not match its hash")));
        }
        let leaves = entries(tx, tenant, number, seal.first_place, seal.last_place)?;
        if merkle_root(suite, &leaves).as_bytes() != seal.root.as_slice() {
            return Err(Error::Damaged(format!("seal {number}: its root does not match the hashes of its events")));
        }
        place = seal.last_place;
        previous = Some(seal.hash);
    }
    let counted: Option<i64> = tx.scalar(sql!("SELECT value FROM counter WHERE tenant = $1 AND name = $2"), args![tenant, super::SEALS])?;
    if counted.unwrap_or(0) != number {
        let counted = counted.unwrap_or(0);
        return Err(Error::Damaged(format!(
            "counter {}: {counted} were closed and the last is {number}; seal {}",
            super::SEALS,
            number.max(counted)
        )));
    }
    let last = last_place(tx, tenant)?;
    entries(tx, tenant, number + 1, place + 1, last)?;
    order(tx, tenant)?;
    Ok(Checked { seals: number, places: last })
}

/// The hashes in places `first` to `last`, which all belong to `seal`.
fn entries(tx: &Tx<'_>, tenant: TenantId, seal: i64, first: i64, last: i64) -> Result<Vec<Digest>, Error> {
    let (mut hashes, mut place) = (vec![], first);
    tx.for_each::<Entry>(
        sql!("SELECT p.place, p.seal, p.stream, p.version, e.hash FROM place p LEFT JOIN event e ON e.tenant = p.tenant AND e.stream = p.stream AND e.version = p.version WHERE p.tenant = $1 AND p.place >= $2 AND p.place <= $3 ORDER BY p.place"),
        args![tenant, first, last],
        |entry| {
            if entry.place != place {
                return Err(Error::Damaged(format!("place {place} is missing")));
            }
            let named = || format!("place {place} (event {} version {})", entry.stream, entry.version);
            if entry.seal != seal {
                return Err(Error::Damaged(format!("{}: it says seal {} and lies under seal {seal}", named(), entry.seal)));
            }
            let hash = entry.hash.as_deref().ok_or_else(|| Error::Damaged(format!("{}: the event is gone", named())))?;
            hashes.push(Digest::from_slice(hash).map_err(|error| Error::Damaged(format!("{}: {error}", named())))?);
            place += 1;
            Ok(())
        },
    )?;
    if place != last + 1 {
        return Err(Error::Damaged(format!("place {place} is missing")));
    }
    Ok(hashes)
}

/// No event stands before its predecessor, and none is forgotten.
fn order(tx: &Tx<'_>, tenant: TenantId) -> Result<(), Error> {
    let early: Option<Named> = tx.first(
        sql!("SELECT a.stream, a.version, a.place FROM place a LEFT JOIN place b ON b.tenant = a.tenant AND b.stream = a.stream AND b.version = a.version - 1 AND b.place < a.place WHERE a.tenant = $1 AND a.version > 1 AND b.place IS NULL ORDER BY a.place LIMIT 1"),
        args![tenant],
    )?;
    if let Some(event) = early {
        return Err(Error::Damaged(format!("event {} version {} stands before its predecessor", event.stream, event.version)));
    }
    let forgotten: Option<Named> = tx.first(
        sql!("SELECT e.stream, e.version, e.recorded_at FROM event e LEFT JOIN place p ON p.tenant = e.tenant AND p.stream = e.stream AND p.version = e.version LEFT JOIN unplaced u ON u.tenant = e.tenant AND u.recorded_at = e.recorded_at AND u.stream = e.stream AND u.version = e.version WHERE e.tenant = $1 AND p.place IS NULL AND u.version IS NULL ORDER BY e.stream, e.version LIMIT 1"),
        args![tenant],
    )?;
    match forgotten {
        Some(event) => Err(Error::Damaged(format!(
            "event {} version {} neither has a place nor waits for one as unplaced {}",
            event.stream, event.version, event.recorded_at
        ))),
        None => Ok(()),
    }
}
