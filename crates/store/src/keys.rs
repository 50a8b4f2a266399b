//! Data keys: one for the narrative of a case (subject 0) and one for each person in it (subject 1, 2, …).
//!
//! They are stored wrapped by the installation's key, which lies apart from the database. Destroying a data key makes
//! everything sealed under it unreadable for ever, in the events too, while the chain stays whole. A destroyed key
//! leaves a row of zeros, so that "erased" can be told from "damaged", and an entry in the erasure list, which
//! `restore` applies before it opens a backup.

use crate::{Error, Tx, args, row, select, sql};
use kernel::{
    id::{StreamId, TenantId},
    moment::Moment,
};

/// The narrative's subject number.
pub const NARRATIVE: i64 = 0;

row! {
    /// A wrapped data key.
    #[derive(Debug, Clone)]
    pub struct WrappedKey {
        /// 0 for the narrative, else the person's number within the case.
        pub subject: i64,
        /// The key under the installation's key; zeros when destroyed.
        pub wrapped: Vec<u8>,
        /// When it was destroyed.
        pub erased_at: Option<Moment>,
    }
}

/// Keeps a new key.
///
/// # Errors
/// What the engine says.
pub fn keep(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, subject: i64, wrapped: &[u8]) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO data_key (tenant, stream, subject, wrapped, erased_at) VALUES ($1, $2, $3, $4, NULL)"),
        args![tenant, stream, subject, wrapped],
    )?;
    Ok(())
}

/// The keys of a case.
///
/// # Errors
/// What the engine says.
pub fn of_case(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Vec<WrappedKey>, Error> {
    tx.select(select!(WrappedKey, "FROM data_key WHERE tenant = $1 AND stream = $2 ORDER BY subject"), args![tenant, stream])
}

/// One key of a case.
///
/// # Errors
/// What the engine says.
pub fn one(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, subject: i64) -> Result<Option<WrappedKey>, Error> {
    tx.first(select!(WrappedKey, "FROM data_key WHERE tenant = $1 AND stream = $2 AND subject = $3"), args![tenant, stream, subject])
}

/// Destroys a key: zeros where it was, and an entry in the erasure list. Repeating it changes nothing.
///
/// # Errors
/// What the engine says.
pub fn destroy(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, subject: i64, at: Moment) -> Result<(), Error> {
    if let Some(key) = one(tx, tenant, stream, subject)?.filter(|key| key.erased_at.is_none()) {
        let zeros = vec![0_u8; key.wrapped.len()];
        tx.execute(
            sql!("UPDATE data_key SET wrapped = $4, erased_at = $5 WHERE tenant = $1 AND stream = $2 AND subject = $3"),
            args![tenant, stream, subject, zeros, at],
        )?;
    }
    note_erasure(tx, tenant, stream, subject, at)
}

/// An entry in the erasure list alone.
pub(crate) fn note_erasure(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, subject: i64, at: Moment) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO erasure (tenant, stream, subject, erased_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"),
        args![tenant, stream, subject, at],
    )?;
    Ok(())
}

row! {
    /// One line of the erasure list.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Erasure {
        /// The case.
        pub stream: StreamId,
        /// The person within it, or 0 for the narrative.
        pub subject: i64,
        /// When.
        pub erased_at: Moment,
    }
}

/// The erasure list of a county.
///
/// # Errors
/// What the engine says.
pub fn erasures(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Erasure>, Error> {
    tx.select(select!(Erasure, "FROM erasure WHERE tenant = $1 ORDER BY stream, subject"), args![tenant])
}
