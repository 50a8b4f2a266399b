//! Leases: who alone may do a thing for a while.
//!
//! A lease is a row with a holder and an end. It is taken again before it ends; when its holder dies, another takes
//! it after the end. Whoever takes it in the same transaction as the work holds its row on PostgreSQL until the
//! commit, so that a holder who slept past his end cannot work beside the next one.

use crate::{Error, Tx, args, sql};
use kernel::{id::TenantId, moment::Moment};

/// Clocks of two processes may differ by so much, in milliseconds, and a lease that ends later still is believed.
pub(crate) const SLACK: i64 = 60_000;

/// Takes or prolongs the lease called `name` until `millis` milliseconds after `now`; `false` when another holds it.
///
/// A lease that ends later than anybody could take it to now was taken by a clock that has been put back since: it counts as
/// ended, or nobody would work until that moment comes.
///
/// # Errors
/// What the engine says.
pub fn take(tx: &Tx<'_>, tenant: TenantId, name: &str, holder: &str, now: Moment, millis: i64) -> Result<bool, Error> {
    let until = now.plus_millis(millis);
    let taken = tx.execute(
        sql!("UPDATE lease SET holder = $3, until = $4 WHERE tenant = $1 AND name = $2 AND (holder = $3 OR until <= $5 OR until > $6)"),
        args![tenant, name, holder, until, now, until.plus_millis(SLACK)],
    )?;
    if taken == 1 {
        return Ok(true);
    }
    let made = tx.execute(
        sql!("INSERT INTO lease (tenant, name, holder, until) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"),
        args![tenant, name, holder, until],
    )?;
    Ok(made == 1)
}

/// Gives a lease back before its end; nothing happens when another holds it.
///
/// # Errors
/// What the engine says.
pub fn give_back(tx: &Tx<'_>, tenant: TenantId, name: &str, holder: &str) -> Result<(), Error> {
    tx.execute(sql!("DELETE FROM lease WHERE tenant = $1 AND name = $2 AND holder = $3"), args![tenant, name, holder])?;
    Ok(())
}
