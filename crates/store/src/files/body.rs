//! A body as sealed pieces.

use kernel::{
    crypto::{DataKey, Suite},
    id::{FileId, TenantId},
    random::Random,
};
use std::io::{self, Read, Write};

/// The plain size of every piece but the last, in bytes.
pub const CHUNK: usize = 4 << 20;
/// What sealing adds to a piece: the suite, the nonce, the tag.
const OVERHEAD: usize = 29;

/// What a piece is bound to.
fn place(tenant: TenantId, file: FileId, number: u64, last: bool) -> Vec<u8> {
    let mut aad = b"linju file".to_vec();
    aad.extend(tenant.get().to_be_bytes());
    aad.extend(file.get().to_be_bytes());
    aad.extend(number.to_be_bytes());
    aad.push(last.into());
    aad
}

/// Seals everything that `reader` gives; the plain size. An empty body is one empty piece.
pub(super) fn seal_into(
    reader: &mut dyn Read,
    out: &mut dyn Write,
    tenant: TenantId,
    file: FileId,
    key: &DataKey,
    suite: Suite,
    random: &dyn Random,
) -> io::Result<u64> {
    let (mut size, mut number) = (0_u64, 0_u64);
    let mut piece = next_piece(reader, CHUNK)?;
    loop {
        // Whether a full piece is the last is known once the next is read.
        let following = if piece.len() == CHUNK { next_piece(reader, CHUNK)? } else { vec![] };
        let last = following.is_empty();
        out.write_all(&key.seal(suite, random, &place(tenant, file, number, last), &piece))?;
        size += piece.len() as u64;
        if last {
            return Ok(size);
        }
        number += 1;
        piece = following;
    }
}

/// Reads `size` bytes, or fewer when nothing more comes.
fn next_piece(reader: &mut dyn Read, size: usize) -> io::Result<Vec<u8>> {
    let mut piece = vec![];
    reader.take(size as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

/// A body being read. What does not open ends the reading with [`io::ErrorKind::InvalidData`].
pub struct Body {
    sealed: std::fs::File,
    tenant: TenantId,
    file: FileId,
    key: DataKey,
    number: u64,
    plain: io::Cursor<Vec<u8>>,
    following: Option<Vec<u8>>,
    ended: bool,
}

impl Body {
    pub(super) fn new(sealed: std::fs::File, tenant: TenantId, file: FileId, key: DataKey) -> Self {
        Self { sealed, tenant, file, key, number: 0, plain: io::Cursor::default(), following: None, ended: false }
    }

    fn open_next(&mut self) -> io::Result<()> {
        let piece = match self.following.take() {
            Some(piece) => piece,
            None => next_piece(&mut self.sealed, CHUNK + OVERHEAD)?,
        };
        let following = if piece.len() == CHUNK + OVERHEAD { next_piece(&mut self.sealed, CHUNK + OVERHEAD)? } else { vec![] };
        let last = following.is_empty();
        let opened = self.key.open(&place(self.tenant, self.file, self.number, last), piece);
        let plain =
            opened.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("file {}, piece {}: {error}", self.file, self.number + 1)))?;
        self.plain = io::Cursor::new(plain);
        self.number += 1;
        self.ended = last;
        self.following = Some(following);
        Ok(())
    }
}

impl Read for Body {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.plain.read(out)?;
            if read > 0 || self.ended || out.is_empty() {
                return Ok(read);
            }
            self.open_next()?;
        }
    }
}
