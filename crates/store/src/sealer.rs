//! The one order of a county's events, and the seals over it.
//!
//! No number that is given at insert is an order: of two commands, the one with the smaller number may commit later,
//! and whoever read up to the greater one would miss it for ever. So a single holder of the lease `sealer` reads
//! committed events that have no place yet (table `unplaced`) and gives them places 1, 2, 3 … without a gap. Whatever
//! follows the ledger (search, figures, export) follows `place` with a cursor of its own.
//!
//! | step | how often | what it writes |
//! |---|---|---|
//! | [`place_slice`] | as long as something waits | a place for each event: oldest `recorded_at` first, never before its predecessor in the stream |
//! | [`close_seal`] | each minute that has news, or when a seal is full | the Merkle root over the hashes of the seal's events, and `hash = H(hash of the seal before ‖ root ‖ first place ‖ last place ‖ sealed at)` |
//!
//! The day's last seal is published and printed ([`day_seal`]). With [`proof`] anybody can show that an event is
//! still under it as it was; [`check`] does so for all of them and names the first break.
//!
//! Take the lease ([`crate::lease::take`]) in the transaction that places or seals.

use crate::{Error, Tx, args, row, select, sql};
use kernel::{
    crypto::{Digest, Hasher, Proof, Suite, merkle_proof, merkle_root, merkle_verify},
    day::Day,
    id::{StreamId, TenantId},
    moment::Moment,
};
use std::collections::HashMap;

mod check;

pub use check::{Checked, check};

/// The counter of the closed seals: the last one cannot go unnoticed.
pub const SEALS: &str = "seals";
/// The name of the lease whose holder alone places and seals.
pub const LEASE: &str = "sealer";
/// How many events a slice places at most, so that it does not hold the one writer of SQLite for more than some milliseconds.
pub const LARGEST_SLICE: i64 = 200;
/// A seal with this many events is full: so that its root, and a proof from it, stay cheap under any load.
pub const LARGEST_SEAL: i64 = 1_024;
/// How long a seal stays open at least, in milliseconds.
pub const SEAL_MILLIS: i64 = 60_000;

row! {
    struct Waiting { recorded_at: Moment, stream: StreamId, version: i64 }
}
row! {
    struct Placed { stream: StreamId, version: i64 }
}

row! {
    /// A seal: the root over the events in places `first_place` to `last_place`, chained to the seal before.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Seal {
        /// 1, 2, 3 … without a gap.
        pub seal: i64,
        /// The first place under it.
        pub first_place: i64,
        /// The last place under it.
        pub last_place: i64,
        /// The Merkle root, 33 bytes.
        pub root: Vec<u8>,
        /// Its link of the chain of seals, 33 bytes.
        pub hash: Vec<u8>,
        /// When it was closed; never before the seal before it.
        pub sealed_at: Moment,
    }
}

/// What a slice did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// How many events were given a place.
    pub placed: i64,
    /// How many wait for a predecessor that is nowhere: the ledger is damaged, `verify` says where.
    pub held_back: i64,
    /// Whether the open seal is full and nothing more is placed before it is closed.
    pub full: bool,
}

/// Gives places to at most `limit` waiting events (and to predecessors that a clock put back made look younger).
///
/// # Errors
/// What the engine says.
pub fn place_slice(tx: &Tx<'_>, tenant: TenantId, limit: i64) -> Result<Slice, Error> {
    let sealed = last_seal(tx, tenant)?;
    let (open, sealed_to) = sealed.map_or((1, 0), |seal| (seal.seal + 1, seal.last_place));
    let mut last = last_place(tx, tenant)?;
    let mut slice = Slice { placed: 0, held_back: 0, full: last - sealed_to >= LARGEST_SEAL };
    let limit = limit.min(LARGEST_SEAL - (last - sealed_to));
    let mut after = (i64::MIN, i64::MIN, i64::MIN);
    // One page, unless all of it is held back: damage in some cases must not stop the others.
    while !slice.full && slice.placed == 0 {
        let waiting: Vec<Waiting> = tx.select(
            select!(
                Waiting,
                "FROM unplaced WHERE tenant = $1 AND (recorded_at, stream, version) > ($2, $3, $4) ORDER BY recorded_at, stream, version LIMIT $5"
            ),
            args![tenant, after.0, after.1, after.2, limit],
        )?;
        let Some(end) = waiting.last() else { break };
        after = (end.recorded_at.millis(), end.stream.get(), end.version);
        let mut placed = placed_versions(tx, tenant, after)?;
        for event in &waiting {
            let done = placed.entry(event.stream).or_insert(0);
            if event.version > *done + 1 && missing(tx, tenant, event.stream, *done, event.version)? {
                slice.held_back += 1;
                continue;
            }
            for version in *done + 1..=event.version {
                last += 1;
                slice.placed += 1;
                tx.execute(
                    sql!("INSERT INTO place (tenant, place, seal, stream, version) VALUES ($1, $2, $3, $4, $5)"),
                    args![tenant, last, open, event.stream, version],
                )?;
            }
            *done = event.version.max(*done);
        }
        // Only what has a place goes: another's commit may meanwhile have brought events that look older.
        tx.execute(
            sql!("DELETE FROM unplaced WHERE tenant = $1 AND (recorded_at, stream, version) <= ($2, $3, $4) AND EXISTS (SELECT 1 FROM place p WHERE p.tenant = unplaced.tenant AND p.stream = unplaced.stream AND p.version = unplaced.version)"),
            args![tenant, after.0, after.1, after.2],
        )?;
    }
    slice.full |= last - sealed_to >= LARGEST_SEAL;
    if slice.held_back > 0 {
        tracing::error!(%tenant, held_back = slice.held_back, "events without a predecessor have no place; run verify");
    }
    Ok(slice)
}

/// For each stream with an event waiting up to `end`: its last version that has a place.
fn placed_versions(tx: &Tx<'_>, tenant: TenantId, end: (i64, i64, i64)) -> Result<HashMap<StreamId, i64>, Error> {
    let placed: Vec<Placed> = tx.select(
        sql!("SELECT p.stream, MAX(p.version) FROM place p WHERE p.tenant = $1 AND p.stream IN (SELECT u.stream FROM unplaced u WHERE u.tenant = $1 AND (u.recorded_at, u.stream, u.version) <= ($2, $3, $4)) GROUP BY p.stream"),
        args![tenant, end.0, end.1, end.2],
    )?;
    Ok(placed.into_iter().map(|row| (row.stream, row.version)).collect())
}

/// Whether an event between two versions of a stream is missing from the ledger.
fn missing(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, after: i64, before: i64) -> Result<bool, Error> {
    let there: Option<i64> = tx.scalar(
        sql!("SELECT COUNT(*) FROM event WHERE tenant = $1 AND stream = $2 AND version > $3 AND version < $4"),
        args![tenant, stream, after, before],
    )?;
    Ok(there != Some(before - after - 1))
}

/// Whether [`close_seal`] has something to do: news, and the seal is full or the last one is a minute old.
///
/// # Errors
/// What the engine says.
pub fn seal_is_due(tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<bool, Error> {
    let last = last_place(tx, tenant)?;
    Ok(match last_seal(tx, tenant)? {
        None => last > 0,
        Some(seal) => last - seal.last_place >= LARGEST_SEAL || (last > seal.last_place && now.millis() - seal.sealed_at.millis() >= SEAL_MILLIS),
    })
}

/// Closes the open seal, whatever its age; `None` when it has no events.
///
/// # Errors
/// What the engine says; [`Error::Damaged`] when a placed event is gone.
pub fn close_seal(tx: &Tx<'_>, tenant: TenantId, suite: Suite, now: Moment) -> Result<Option<Seal>, Error> {
    let before = last_seal(tx, tenant)?;
    let first_place = before.as_ref().map_or(1, |seal| seal.last_place + 1);
    let last = last_place(tx, tenant)?;
    if last < first_place {
        return Ok(None);
    }
    let root = merkle_root(suite, &leaves(tx, tenant, first_place, last)?);
    let sealed_at = before.as_ref().map_or(now, |seal| seal.sealed_at.max(now));
    let number = before.as_ref().map_or(1, |seal| seal.seal + 1);
    let previous = before.map_or_else(|| beginning(suite), |seal| seal.hash);
    let hash = link(suite, &previous, root.as_bytes(), first_place, last, sealed_at);
    let seal = Seal { seal: number, first_place, last_place: last, root: root.as_bytes().to_vec(), hash: hash.as_bytes().to_vec(), sealed_at };
    tx.execute(
        sql!("INSERT INTO seal (tenant, seal, first_place, last_place, root, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        args![tenant, seal.seal, seal.first_place, seal.last_place, seal.root.as_slice(), seal.hash.as_slice(), seal.sealed_at],
    )?;
    tx.execute(
        sql!("INSERT INTO counter (tenant, name, value) VALUES ($1, $2, $3) ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value"),
        args![tenant, SEALS, seal.seal],
    )?;
    Ok(Some(seal))
}

/// Begins to count the seals of a county that is older than their counter.
///
/// # Errors
/// What the engine says.
pub fn count_seals(tx: &Tx<'_>, tenant: TenantId) -> Result<(), Error> {
    if let Some(seal) = last_seal(tx, tenant)? {
        tx.execute(sql!("INSERT INTO counter (tenant, name, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"), args![tenant, SEALS, seal.seal])?;
    }
    Ok(())
}

/// How long the oldest event without a place has been waiting, in milliseconds; 0 when none waits.
///
/// # Errors
/// What the engine says.
pub fn lag(tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<i64, Error> {
    let oldest: Option<Moment> =
        tx.scalar(sql!("SELECT recorded_at FROM unplaced WHERE tenant = $1 ORDER BY recorded_at, stream, version LIMIT 1"), args![tenant])?;
    Ok(oldest.map_or(0, |oldest| (now.millis() - oldest.millis()).max(0)))
}

/// That an event stands under a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealProof {
    /// The seal's number.
    pub seal: i64,
    /// Its Merkle root.
    pub root: Digest,
    /// From the event's hash to the root.
    pub path: Proof,
    /// The seal's link of the chain: what is published.
    pub seal_hash: Digest,
    /// When it was closed.
    pub sealed_at: Moment,
}

impl SealProof {
    /// Whether an event with this hash stands under the root.
    #[must_use]
    pub fn holds(&self, event_hash: &Digest) -> bool {
        merkle_verify(self.root.suite(), event_hash, &self.path, &self.root)
    }
}

/// The proof of one event; `None` before its seal is closed, or when there is no such event.
///
/// # Errors
/// What the engine says; [`Error::Damaged`] when an event under the same seal is gone.
pub fn proof(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, version: i64) -> Result<Option<SealProof>, Error> {
    let place: Option<i64> =
        tx.scalar(sql!("SELECT place FROM place WHERE tenant = $1 AND stream = $2 AND version = $3"), args![tenant, stream, version])?;
    let Some(place) = place else { return Ok(None) };
    let seal: Option<Seal> = tx.first(
        sql!("SELECT s.seal, s.first_place, s.last_place, s.root, s.hash, s.sealed_at FROM place p JOIN seal s ON s.tenant = p.tenant AND s.seal = p.seal WHERE p.tenant = $1 AND p.place = $2"),
        args![tenant, place],
    )?;
    let Some(seal) = seal else { return Ok(None) };
    let root = digest(&seal.root, || format!("the root of seal {}", seal.seal))?;
    let seal_hash = digest(&seal.hash, || format!("the hash of seal {}", seal.seal))?;
    let entries = leaves(tx, tenant, seal.first_place, seal.last_place)?;
    let index = usize::try_from(place - seal.first_place).unwrap_or(usize::MAX);
    Ok(merkle_proof(root.suite(), &entries, index).map(|path| SealProof { seal: seal.seal, root, path, seal_hash, sealed_at: seal.sealed_at }))
}

/// The last seal that was closed on a local day: the one that is published and printed.
///
/// # Errors
/// What the engine says.
pub fn day_seal(tx: &Tx<'_>, tenant: TenantId, day: Day) -> Result<Option<Seal>, Error> {
    tx.first(
        select!(Seal, "FROM seal WHERE tenant = $1 AND sealed_at >= $2 AND sealed_at < $3 ORDER BY seal DESC LIMIT 1"),
        args![tenant, Moment::at_local(day, 0, 0), Moment::at_local(day.plus_days(1), 0, 0)],
    )
}

/// The last closed seal.
///
/// # Errors
/// What the engine says.
pub fn last_seal(tx: &Tx<'_>, tenant: TenantId) -> Result<Option<Seal>, Error> {
    tx.first(select!(Seal, "FROM seal WHERE tenant = $1 ORDER BY seal DESC LIMIT 1"), args![tenant])
}

fn last_place(tx: &Tx<'_>, tenant: TenantId) -> Result<i64, Error> {
    Ok(tx.scalar(sql!("SELECT place FROM place WHERE tenant = $1 ORDER BY place DESC LIMIT 1"), args![tenant])?.unwrap_or(0))
}

/// The event hashes in places `first` to `last`.
fn leaves(tx: &Tx<'_>, tenant: TenantId, first: i64, last: i64) -> Result<Vec<Digest>, Error> {
    row! { struct Leaf { place: i64, hash: Vec<u8> } }
    let mut leaves = vec![];
    tx.for_each::<Leaf>(
        sql!("SELECT p.place, e.hash FROM place p JOIN event e ON e.tenant = p.tenant AND e.stream = p.stream AND e.version = p.version WHERE p.tenant = $1 AND p.place >= $2 AND p.place <= $3 ORDER BY p.place"),
        args![tenant, first, last],
        |leaf| {
            leaves.push(digest(&leaf.hash, || format!("the hash of the event in place {}", leaf.place))?);
            Ok(())
        },
    )?;
    if i64::try_from(leaves.len()).ok() != Some(last - first + 1) {
        return Err(Error::Damaged(format!("between place {first} and place {last} an event is missing")));
    }
    Ok(leaves)
}

fn digest(bytes: &[u8], what: impl Fn() -> String) -> Result<Digest, Error> {
    Digest::from_slice(bytes).map_err(|error| Error::Damaged(format!("{}: {error}", what())))
}

/// What stands in the place of a seal before the first.
fn beginning(suite: Suite) -> Vec<u8> {
    Digest::zero(suite).as_bytes().to_vec()
}

fn link(suite: Suite, previous: &[u8], root: &[u8], first: i64, last: i64, sealed_at: Moment) -> Digest {
    let mut hasher = Hasher::new(suite);
    hasher.field(previous).field(root);
    for number in [first, last, sealed_at.millis()] {
        hasher.field(&number.to_be_bytes());
    }
    hasher.finish()
}
