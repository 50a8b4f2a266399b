//! Who looked at whose personal data: a ledger of reads, chained per account and day.
//!
//! One entry per page (account, post, page, purpose, cases), none for the same account and case within 30 minutes
//! (the caller remembers that). A look goes through two tables:
//!
//! ```text
//! read_waiting   written down in the next group commit, and the page goes out after it; all looks at one end of it
//! read_entry     soon after, many at once: in the order of their time, each with its link of the account's day
//! ```
//!
//! A link and an index entry for each look by itself would touch two pages of the database far apart, and a page that is
//! shown would cost sixteen kilobytes of writing.

use crate::{Error, Failure, Tx, args, row, select, sql};
use kernel::{
    crypto::{Hasher, Suite},
    day::Day,
    id::{AccountId, StreamId, TenantId},
    moment::Moment,
};
use std::collections::BTreeMap;

/// How many looks get their links at once. Few touch a page of the tables each; of many, several lie on one. A command that comes meanwhile
/// waits for some milliseconds.
pub const SLICE: u32 = 400;

/// A look, about to be written down.
#[derive(Debug, Clone)]
pub struct Look {
    /// Who.
    pub account: AccountId,
    /// The one case, or 0 when the page showed several (they are named in the payload).
    pub stream: StreamId,
    /// JSON: post, page, purpose, cases, and for searches what kind of thing was sought (never what).
    pub payload: String,
    /// When.
    pub at: Moment,
    /// Random: tells looks of the same millisecond apart.
    pub salt: i64,
}

row! {
    /// A look as it is read.
    #[derive(Debug, Clone)]
    pub struct Looked {
        /// Who.
        pub account: AccountId,
        /// The one case, or 0.
        pub stream: StreamId,
        /// When.
        pub at: Moment,
        /// JSON.
        pub payload: String,
    }
}

row! {
    struct ReadEntry { account: AccountId, day: Day, nth: i64, stream: StreamId, at: Moment, payload: String, hash: Vec<u8> }
}

row! {
    struct Waiting { at: Moment, salt: i64, account: AccountId, stream: StreamId, payload: String }
}

row! {
    struct Last { nth: i64, hash: Vec<u8> }
}

/// Writes a look down; its link follows ([`chain`]).
///
/// # Errors
/// What the engine says.
pub fn write_down(tx: &Tx<'_>, tenant: TenantId, look: &Look) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO read_waiting (tenant, at, salt, account, stream, payload) VALUES ($1, $2, $3, $4, $5, $6)"),
        args![tenant, look.at, look.salt, look.account, look.stream, &look.payload],
    )?;
    Ok(())
}

/// Gives the oldest looks that wait their links, at most `most`; how many.
///
/// # Errors
/// What the engine says.
pub fn chain(tx: &Tx<'_>, suite: Suite, tenant: TenantId, most: u32) -> Result<usize, Failure> {
    // The county's row is the lock: a look gets one link, whoever comes first.
    tx.hold(sql!("SELECT tenant FROM tenant WHERE tenant = $1 FOR UPDATE"), args![tenant])?;
    let waiting: Vec<Waiting> = tx.select(select!(Waiting, "FROM read_waiting WHERE tenant = $1 ORDER BY at, salt LIMIT $2"), args![tenant, most])?;
    let mut ends: BTreeMap<(AccountId, Day), Last> = BTreeMap::new();
    for look in &waiting {
        let day = look.at.local_day();
        let last = match ends.remove(&(look.account, day)) {
            Some(last) => last,
            None => end(tx, tenant, look.account, day)?,
        };
        let nth = last.nth + 1;
        let hash = link(suite, tenant, look.account, day, nth, look.stream, look.at, &look.payload, &last.hash);
        tx.execute(
            sql!("INSERT INTO read_entry (tenant, account, day, nth, stream, at, payload, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
            args![tenant, look.account, day, nth, look.stream, look.at, &look.payload, hash.as_slice()],
        )?;
        tx.execute(sql!("DELETE FROM read_waiting WHERE tenant = $1 AND at = $2 AND salt = $3"), args![tenant, look.at, look.salt])?;
        ends.insert((look.account, day), Last { nth, hash });
    }
    Ok(waiting.len())
}

/// Whether a look waits for its link.
///
/// # Errors
/// What the engine says.
pub fn waits(tx: &Tx<'_>, tenant: TenantId) -> Result<bool, Error> {
    Ok(tx.scalar::<i64>(sql!("SELECT salt FROM read_waiting WHERE tenant = $1 LIMIT 1"), args![tenant])?.is_some())
}

fn end(tx: &Tx<'_>, tenant: TenantId, account: AccountId, day: Day) -> Result<Last, Failure> {
    let statement = select!(Last, "FROM read_entry WHERE tenant = $1 AND account = $2 AND day = $3 ORDER BY nth DESC LIMIT 1");
    Ok(tx.first(statement, args![tenant, account, day])?.unwrap_or(Last { nth: 0, hash: vec![] }))
}

/// Who looked at a case, newest first, at most 200; the looks that wait for their links among them.
///
/// # Errors
/// What the engine says.
pub fn of_case(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Vec<Looked>, Error> {
    let mut looks: Vec<Looked> =
        tx.select(select!(Looked, "FROM read_waiting WHERE tenant = $1 AND stream = $2 ORDER BY at DESC LIMIT 200"), args![tenant, stream])?;
    looks.extend(
        tx.select::<Looked>(select!(Looked, "FROM read_entry WHERE tenant = $1 AND stream = $2 ORDER BY at DESC LIMIT 200"), args![tenant, stream])?,
    );
    looks.truncate(200);
    Ok(looks)
}

/// The looks of one account on one day, oldest first; those that wait for their links last.
///
/// # Errors
/// What the engine says.
pub fn of_day(tx: &Tx<'_>, tenant: TenantId, account: AccountId, day: Day) -> Result<Vec<Looked>, Error> {
    let mut looks: Vec<Looked> =
        tx.select(select!(Looked, "FROM read_entry WHERE tenant = $1 AND account = $2 AND day = $3 ORDER BY nth"), args![tenant, account, day])?;
    let waiting: Vec<Looked> =
        tx.select(select!(Looked, "FROM read_waiting WHERE tenant = $1 AND account = $2 ORDER BY at, salt"), args![tenant, account])?;
    looks.extend(waiting.into_iter().filter(|look| look.at.local_day() == day));
    Ok(looks)
}

/// Checks every chain of reads of a county; a sentence names the first broken link.
///
/// # Errors
/// What the engine says; the sentence as [`Error::Damaged`].
pub fn check(tx: &Tx<'_>, tenant: TenantId) -> Result<u64, Error> {
    let (mut before, mut whose, mut count) = (vec![], (AccountId::new(0), String::new()), 0_u64);
    tx.for_each::<ReadEntry>(select!(ReadEntry, "FROM read_entry WHERE tenant = $1 ORDER BY account, day, nth"), args![tenant], |entry| {
        let this = (entry.account, entry.day.to_string());
        if this != whose {
            (before, whose) = (vec![], this);
            if entry.nth != 1 {
                return Err(Error::Damaged(format!("read_entry 1 of account {} on {}: the first is missing", entry.account, entry.day)));
            }
        }
        let named = || format!("read_entry {} of account {} on {}", entry.nth, entry.account, entry.day);
        let suite = entry
            .hash
            .first()
            .copied()
            .and_then(Suite::from_byte)
            .ok_or_else(|| Error::Damaged(format!("{}: its hash names no known suite", named())))?;
        if link(suite, tenant, entry.account, entry.day, entry.nth, entry.stream, entry.at, &entry.payload, &before) != entry.hash {
            return Err(Error::Damaged(format!("{}: its content does not match its hash", named())));
        }
        before = entry.hash;
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

#[expect(clippy::too_many_arguments, reason = "the fields that are hashed, in their order")]
fn link(
    suite: Suite,
    tenant: TenantId,
    account: AccountId,
    day: Day,
    nth: i64,
    stream: StreamId,
    at: Moment,
    payload: &str,
    before: &[u8],
) -> Vec<u8> {
    let mut hasher = Hasher::new(suite);
    hasher.field(before);
    for number in [tenant.get(), account.get(), nth, stream.get(), at.millis()] {
        hasher.field(&number.to_be_bytes());
    }
    hasher.field(day.to_string().as_bytes());
    hasher.field(payload.as_bytes());
    hasher.finish().as_bytes().to_vec()
}
