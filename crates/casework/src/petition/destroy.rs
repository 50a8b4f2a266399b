//! What goes with a key: nothing is found by it any more, and nothing half typed and no file outlives it.

use kernel::{
    Moment,
    crypto::Digest,
    id::{StreamId, TenantId},
};
use store::{Failure, Tx, args, sql};

/// Destroys a key and all that was found or half typed by it; the digests of the bodies that can go.
pub(crate) fn subject(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, subject: i64, now: Moment) -> Result<Vec<Digest>, Failure> {
    store::keys::destroy(tx, tenant, stream, subject, now)?;
    if subject != store::keys::NARRATIVE {
        // Subject 0 of the index is her query code, which stays.
        tx.execute(
            sql!("DELETE FROM blind WHERE tenant = $1 AND season = $2 AND stream = $3 AND subject = $4"),
            args![tenant, stream.season(), stream, subject],
        )?;
    }
    let drafts = format!("%:{stream}");
    tx.execute(sql!("DELETE FROM draft WHERE tenant = $1 AND form LIKE $2"), args![tenant, drafts])?;
    Ok(store::files::erase(tx, tenant, stream, subject, now)?)
}
