//! Photos, voice and video that come in pieces over a bad line, while she still writes.
//!
//! Each piece is sealed under the key that her photos have, and kept for sure before it is counted. A file that is whole becomes one of
//! what she handed in, under the number that it had from the beginning: however often its end is sent, it is there once. What is not
//! whole after a day is forgotten with the rest.

use super::{HERS, Saying};
use crate::{
    CaseKeys, House,
    petition::handed::{self, Handed},
};
use kernel::{id::FileId, refusal::Refusal, sealed::Sealed};
use store::{
    Failure, args,
    files::{self, pieces},
    sql,
};

/// The most pieces of one file: who sends it byte by byte is not served.
const MOST_PIECES: usize = 2_000;

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its number, which it keeps when it is whole.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// How long it will be, in bytes.
    pub length: u64,
    /// So many bytes are kept.
    pub received: u64,
    /// Whether it is whole, and one of what she handed in.
    pub is_kept: bool,
}

impl Coming {
    pub(super) fn read(keys: &CaseKeys, row: pieces::Coming, kept: &[super::Handed]) -> Self {
        Self {
            file: row.upload,
            name: keys.open(HERS, "file-name", &Sealed::new(&row.name)).open().unwrap_or_default(),
            length: bytes(row.length),
            received: bytes(row.received),
            is_kept: kept.iter().any(|handed| handed.file == row.upload),
        }
    }

    /// How much of it is kept, in hundredths.
    #[must_use]
    pub fn percent(&self) -> u64 {
        (self.received * 100).checked_div(self.length).unwrap_or(100)
    }

    /// Whether every byte is here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.received >= self.length
    }
}

fn bytes(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

impl Saying {
    /// One file on its way.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for any other: another's is not there.
    pub fn coming_one(&self, file: FileId) -> Result<Coming, Failure> {
        self.coming.iter().find(|one| one.file == file).cloned().ok_or(Failure::NotFound)
    }

    /// What is not whole yet.
    pub fn half(&self) -> impl Iterator<Item = &Coming> {
        self.coming.iter().filter(|one| !one.is_kept)
    }

    /// Begins a file of `length` bytes.
    ///
    /// # Errors
    /// `FILE_TOO_MANY` (S-11) when `most` are here or on their way; [`Failure::NotFound`] when it was sent.
    pub async fn expect(&self, house: &House, name: &str, length: u64) -> Result<FileId, Failure> {
        let file = FileId::new(house.next_id());
        let name = self.keys(house).seal(house.random(), HERS, "file-name", name).ok_or(Failure::NotFound)?.bytes();
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let row = pieces::Coming { upload: file, stream: self.begun.stream, name, length, received: 0, begun_at: house.now() };
        let this = self.clone();
        house
            .db()
            .write(move |tx| {
                this.hold(tx)?;
                let kept: Vec<FileId> = files::of_case(tx, this.tenant, row.stream)?.into_iter().map(|kept| kept.file).collect();
                let coming = pieces::coming(tx, this.tenant, row.stream)?.into_iter().filter(|one| !kept.contains(&one.upload)).count();
                if kept.len() + coming >= super::MOST_FILES {
                    return Err(Refusal::new("FILE_TOO_MANY", "S-11").arg("max", super::MOST_FILES).arg("ending", "").at("file").into());
                }
                Ok(pieces::expect(tx, this.tenant, &row)?)
            })
            .await?;
        Ok(file)
    }

    /// Keeps one piece that begins at `at`; `false` when the file does not end there any more.
    ///
    /// # Errors
    /// `FILE_TOO_LARGE` for a file in too many pieces; what the disk says.
    pub async fn receive(&self, house: &House, file: FileId, at: u64, piece: Vec<u8>) -> Result<bool, Failure> {
        let (tenant, stream, number) = (self.tenant, self.begun.stream, FileId::new(house.next_id()));
        let key = self.keys(house).data_key(HERS).cloned().ok_or(Failure::NotFound)?;
        let many = house.db().read(move |tx| Ok(pieces::pieces(tx, tenant, file)?.len())).await?;
        if many >= MOST_PIECES {
            return Err(Refusal::new("FILE_TOO_LARGE", "S-11").arg("max", MOST_PIECES).arg("ending", "").at("file").into());
        }
        let shared = house.clone();
        let put = move || shared.files().put(&mut piece.as_slice(), tenant, number, &key, shared.vault().suite(), shared.random());
        let stored = tokio::task::spawn_blocking(put).await.map_err(|_| Failure::Bug("keeping a piece panicked".to_owned()))??;
        let row = pieces::Piece {
            at: i64::try_from(at).unwrap_or(i64::MAX),
            piece: number,
            digest: stored.digest.to_string(),
            size: i64::try_from(stored.size).unwrap_or(i64::MAX),
        };
        house.db().write(move |tx| Ok(pieces::receive(tx, tenant, stream, file, &row)?)).await
    }

    /// The whole of a file whose every piece is here.
    ///
    /// # Errors
    /// [`Failure::Bug`] for a gap between two pieces; what the disk says.
    pub async fn gather(&self, house: &House, coming: &Coming) -> Result<Vec<u8>, Failure> {
        let (tenant, file, length) = (self.tenant, coming.file, coming.length);
        let key = self.keys(house).data_key(HERS).cloned().ok_or(Failure::NotFound)?;
        let rows = house.db().read(move |tx| Ok(pieces::pieces(tx, tenant, file)?)).await?;
        let store = house.files().clone();
        let read = move || {
            let mut whole = vec![];
            for row in rows {
                if bytes(row.at) != whole.len() as u64 {
                    return Err(Failure::Bug(format!("file {file} has a gap at {}", row.at)));
                }
                whole.extend(store.read(&row.digest()?, tenant, row.piece, &key)?);
            }
            if whole.len() as u64 == length { Ok(whole) } else { Err(Failure::Bug(format!("file {file} is not as long as it should be"))) }
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| Failure::Bug("reading pieces panicked".to_owned()))?
    }

    /// The file is whole and was looked at: it is one of what she handed in. Done twice it is done once.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when it was taken back, or everything was sent meanwhile.
    pub async fn settle(&self, house: &House, coming: &Coming, handed: &Handed) -> Result<(), Failure> {
        let row = handed::seal(house, self.tenant, self.begun.stream, &self.keys(house), coming.file, handed).await?;
        let this = self.clone();
        house
            .db()
            .write(move |tx| {
                this.hold(tx)?;
                pieces::held(tx, this.tenant, row.stream, row.file)?.ok_or(Failure::NotFound)?;
                if files::get(tx, this.tenant, row.file)?.is_none() {
                    files::add(tx, this.tenant, &row)?;
                    pieces::drop_pieces(tx, this.tenant, row.file)?;
                }
                Ok(())
            })
            .await
    }

    /// Gives a file on its way up: it may not be kept, or she does not want it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn give_up(&self, house: &House, file: FileId) -> Result<(), Failure> {
        let (tenant, stream) = (self.tenant, self.begun.stream);
        house.db().write(move |tx| Ok(pieces::give_up(tx, tenant, stream, file).map(drop)?)).await
    }

    /// Holds what is being said until the transaction ends: nothing is added to what was sent.
    fn hold(&self, tx: &store::Tx<'_>) -> Result<(), Failure> {
        let held = sql!("SELECT begun_at FROM saying WHERE tenant = $1 AND visit = $2 AND stream = $3 AND sent = $4 FOR UPDATE");
        let found: Option<i64> = tx.scalar(held, args![self.tenant, &self.visit, self.begun.stream, false])?;
        found.map(drop).ok_or(Failure::NotFound)
    }
}
