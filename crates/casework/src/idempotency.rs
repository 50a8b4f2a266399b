//! A double click makes one case.
//!
//! A form carries a key that the server minted; the command that the form is for claims the key in its own
//! transaction. A second arrival of the same key finds what the first one came to, and does nothing.
//!
//! ```text
//! if let Some(outcome) = once(tx, tenant, key, account, now)? { return Ok(outcome) }   // done before
//! … decide, append, write …
//! settle(tx, tenant, key, &outcome)?;
//! ```
//!
//! A command that was refused leaves no claim behind (its transaction is undone), so the corrected form may use the key
//! again. On PostgreSQL the second arrival waits for the first one's commit at the `INSERT`.

use kernel::{
    Moment,
    id::{AccountId, TenantId},
};
use store::{Failure, Tx, args, row, select, sql};

/// For how many days a key is remembered: longer than any form stays valid.
pub const REMEMBERED_DAYS: i64 = 7;

row! {
    struct Claimed { account: AccountId, outcome: String }
}

/// Claims a key, or says what it came to before (the word given to [`settle`]; empty when the first use settled nothing).
///
/// # Errors
/// [`Failure::NotFound`] when another account claimed it: keys are bound to their account, so somebody made it up.
pub fn once(tx: &Tx<'_>, tenant: TenantId, key: &str, account: AccountId, now: Moment) -> Result<Option<String>, Failure> {
    let claimed = tx.execute(
        sql!("INSERT INTO idempotency (tenant, id, account, outcome, at) VALUES ($1, $2, $3, '', $4) ON CONFLICT DO NOTHING"),
        args![tenant, key, account, now],
    )?;
    if claimed == 1 {
        return Ok(None);
    }
    let before: Option<Claimed> = tx.first(select!(Claimed, "FROM idempotency WHERE tenant = $1 AND id = $2"), args![tenant, key])?;
    match before {
        Some(before) if before.account == account => Ok(Some(before.outcome)),
        _ => Err(Failure::NotFound),
    }
}

/// Writes down what the key came to: a case's number, an address, whatever the page needs to answer alike.
///
/// # Errors
/// What the engine says.
pub fn settle(tx: &Tx<'_>, tenant: TenantId, key: &str, outcome: &str) -> Result<(), Failure> {
    tx.execute(sql!("UPDATE idempotency SET outcome = $3 WHERE tenant = $1 AND id = $2"), args![tenant, key, outcome])?;
    Ok(())
}

/// Forgets keys that no form can carry any more; keys begin with their time, so the oldest lie together. At most
/// `most` at a time, so that the writer is not held.
///
/// # Errors
/// What the engine says.
pub fn forget_old(tx: &Tx<'_>, tenant: TenantId, now: Moment, most: u32) -> Result<u64, Failure> {
    let before = format!("{:012x}", now.plus_hours(-24 * REMEMBERED_DAYS).millis());
    Ok(tx.execute(
        sql!("DELETE FROM idempotency WHERE tenant = $1 AND id IN (SELECT id FROM idempotency WHERE tenant = $1 AND id < $2 ORDER BY id LIMIT $3)"),
        args![tenant, before, most],
    )?)
}
