//! Files that are on their way: what of each is kept for sure, and where its pieces lie.
//!
//! A piece is a sealed body like any other, synced before the row that counts it commits. So what was acknowledged is there after a
//! power cut, and what was not is sent again.

use crate::{Error, Tx, args, row, select, sql};
use kernel::{
    crypto::Digest,
    id::{FileId, StreamId, TenantId},
    moment::Moment,
};

row! {
    /// A file on its way.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Coming {
        /// The file that it will be.
        pub upload: FileId,
        /// The case that it is for.
        pub stream: StreamId,
        /// The name it comes with, sealed.
        pub name: Vec<u8>,
        /// How long it will be, in bytes.
        pub length: i64,
        /// So many bytes are kept.
        pub received: i64,
        /// When it began.
        pub begun_at: Moment,
    }
}

row! {
    /// One piece.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Piece {
        /// Where it begins in the file.
        pub at: i64,
        /// The number that its seal is bound to.
        pub piece: FileId,
        /// The digest of its ciphertext.
        pub digest: String,
        /// Its plain size.
        pub size: i64,
    }
}

impl Piece {
    /// Where the body lies.
    ///
    /// # Errors
    /// [`Error::Damaged`] names the piece.
    pub fn digest(&self) -> Result<Digest, Error> {
        self.digest.parse().map_err(|error| Error::Damaged(format!("piece {}: {error}", self.piece)))
    }
}

/// Begins a file on its way.
///
/// # Errors
/// What the engine says.
pub fn expect(tx: &Tx<'_>, tenant: TenantId, coming: &Coming) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO upload (tenant, upload, stream, name, length, received, begun_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        args![tenant, coming.upload, coming.stream, coming.name.as_slice(), coming.length, coming.received, coming.begun_at],
    )?;
    Ok(())
}

/// The files on their way to a case, oldest first.
///
/// # Errors
/// What the engine says.
pub fn coming(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Vec<Coming>, Error> {
    tx.select(select!(Coming, "FROM upload WHERE tenant = $1 AND stream = $2 ORDER BY upload"), args![tenant, stream])
}

/// One of them, held until the transaction ends.
///
/// # Errors
/// What the engine says.
pub fn held(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, upload: FileId) -> Result<Option<Coming>, Error> {
    tx.first(select!(Coming, "FROM upload WHERE tenant = $1 AND stream = $2 AND upload = $3 FOR UPDATE"), args![tenant, stream, upload])
}

/// Counts a piece whose body is kept; `false` when the file no longer ends where the piece begins.
///
/// # Errors
/// What the engine says.
pub fn receive(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, upload: FileId, piece: &Piece) -> Result<bool, Error> {
    let moved = tx.execute(
        sql!("UPDATE upload SET received = $5 WHERE tenant = $1 AND stream = $2 AND upload = $3 AND received = $4 AND length >= $5"),
        args![tenant, stream, upload, piece.at, piece.at + piece.size],
    )?;
    if moved == 0 {
        return Ok(false);
    }
    tx.execute(
        sql!("INSERT INTO upload_piece (tenant, upload, at, piece, digest, size) VALUES ($1, $2, $3, $4, $5, $6)"),
        args![tenant, upload, piece.at, piece.piece, &piece.digest, piece.size],
    )?;
    Ok(true)
}

/// The pieces of a file, in order.
///
/// # Errors
/// What the engine says.
pub fn pieces(tx: &Tx<'_>, tenant: TenantId, upload: FileId) -> Result<Vec<Piece>, Error> {
    tx.select(select!(Piece, "FROM upload_piece WHERE tenant = $1 AND upload = $2 ORDER BY at"), args![tenant, upload])
}

/// The pieces are not needed any more: the file is whole, or not wanted. The sweep takes their bodies.
///
/// # Errors
/// What the engine says.
pub fn drop_pieces(tx: &Tx<'_>, tenant: TenantId, upload: FileId) -> Result<(), Error> {
    tx.execute(sql!("DELETE FROM upload_piece WHERE tenant = $1 AND upload = $2"), args![tenant, upload])?;
    Ok(())
}

/// Gives a file on its way up; whether there was one.
///
/// # Errors
/// What the engine says.
pub fn give_up(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, upload: FileId) -> Result<bool, Error> {
    let gone = tx.execute(sql!("DELETE FROM upload WHERE tenant = $1 AND stream = $2 AND upload = $3"), args![tenant, stream, upload])?;
    if gone == 1 {
        drop_pieces(tx, tenant, upload)?;
    }
    Ok(gone == 1)
}

/// Forgets what began before `before`; how many files. The sweep takes the bodies of their pieces.
///
/// # Errors
/// What the engine says.
pub fn forget_coming(tx: &Tx<'_>, tenant: TenantId, before: Moment) -> Result<u64, Error> {
    tx.execute(
        sql!("DELETE FROM upload_piece WHERE tenant = $1 AND upload IN (SELECT upload FROM upload WHERE tenant = $1 AND begun_at < $2)"),
        args![tenant, before],
    )?;
    tx.execute(sql!("DELETE FROM upload WHERE tenant = $1 AND begun_at < $2"), args![tenant, before])
}
