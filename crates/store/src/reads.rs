//! Who looked at whose personal data: a ledger of reads, chained per account and day.
//!
//! One entry per page (account, post, page, purpose, cases), none for the same account and case within 30 minutes
//! (the caller remembers that). An entry rides in the next group commit, and the page goes out after it.

use crate::{Error, Failure, Tx, args, row, select, sql};
use kernel::{
    crypto::{Hasher, Suite},
    day::Day,
    id::{AccountId, StreamId, TenantId},
    moment::Moment,
};

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
}

row! {
    /// A look as it stands in the ledger of reads.
    #[derive(Debug, Clone)]
    pub struct ReadEntry {
        /// Who.
        pub account: AccountId,
        /// On which local day.
        pub day: Day,
        /// 1 for the first of that day.
        pub nth: i64,
        /// The one case, or 0.
        pub stream: StreamId,
        /// When.
        pub at: Moment,
        /// JSON.
        pub payload: String,
        /// Its link of the chain.
        pub hash: Vec<u8>,
    }
}

row! {
    struct Last { nth: i64, hash: Vec<u8> }
}

/// Writes a look down.
///
/// # Errors
/// What the engine says.
pub fn write_down(tx: &Tx<'_>, suite: Suite, tenant: TenantId, look: &Look) -> Result<(), Failure> {
    let day = look.at.local_day();
    // The account's row is the chain's lock.
    tx.hold(sql!("SELECT account FROM account WHERE tenant = $1 AND account = $2 FOR UPDATE"), args![tenant, look.account])?;
    let last = tx
        .first::<Last>(
            select!(Last, "FROM read_entry WHERE tenant = $1 AND account = $2 AND day = $3 ORDER BY nth DESC LIMIT 1"),
            args![tenant, look.account, day],
        )?
        .unwrap_or(Last { nth: 0, hash: vec![] });
    let nth = last.nth + 1;
    let hash = link(suite, tenant, look.account, day, nth, look.stream, look.at, &look.payload, &last.hash);
    tx.execute(
        sql!("INSERT INTO read_entry (tenant, account, day, nth, stream, at, payload, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![tenant, look.account, day, nth, look.stream, look.at, &look.payload, hash],
    )?;
    Ok(())
}

/// Who looked at a case, newest first, at most 200.
///
/// # Errors
/// What the engine says.
pub fn of_case(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Vec<ReadEntry>, Error> {
    tx.select(select!(ReadEntry, "FROM read_entry WHERE tenant = $1 AND stream = $2 ORDER BY at DESC LIMIT 200"), args![tenant, stream])
}

/// The looks of one account on one day, oldest first.
///
/// # Errors
/// What the engine says.
pub fn of_day(tx: &Tx<'_>, tenant: TenantId, account: AccountId, day: Day) -> Result<Vec<ReadEntry>, Error> {
    tx.select(select!(ReadEntry, "FROM read_entry WHERE tenant = $1 AND account = $2 AND day = $3 ORDER BY nth"), args![tenant, account, day])
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
