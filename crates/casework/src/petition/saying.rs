//! What a person has half said at the portal: kept sealed for a day, so that a reload or a refusal loses nothing.
//!
//! There is no account: it is kept under a keyed digest of the random number in her browser's cookie. The case is begun with
//! it ([`Begun`]): photos are sealed under the keys that the registered case will have, and nobody can open them when it is
//! never sent, for the keys go with the row. What was sent leaves the row without its words, so that a second click finds
//! what the first one came to.

mod coming;

pub use coming::Coming;

use super::{
    command::Actor,
    model::Paper,
    register::{self, Begun, Receipt, Told},
};
use crate::{CaseKeys, House};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{
    Moment, Refusal,
    crypto::form_token,
    id::{FileId, OrganId, StreamId, TenantId},
    sealed::Sealed,
};
use store::{Failure, Tx, args, files, row, select, sql};

/// For how long it is kept.
pub const KEPT_HOURS: i64 = 24;
/// The subject under whose key her photos are sealed: she herself.
pub const HERS: i64 = 1;

/// So many photos and papers go with what she says; they go up one by one, or a form's worth at a time.
pub const MOST_FILES: usize = 40;

row! {
    struct Kept { visit: String, begun_at: Moment, sent: bool, begun: Vec<u8>, body: Vec<u8> }
}

/// Something half said.
#[derive(Debug, Clone)]
pub struct Saying {
    tenant: TenantId,
    visit: String,
    begun_at: Moment,
    /// The case that it will be.
    pub begun: Begun,
    /// Whether it was sent.
    pub sent: bool,
    /// What was typed: name and value of each field.
    pub fields: Vec<(String, String)>,
    /// What was handed in.
    pub files: Vec<Handed>,
    /// What is on its way in pieces, and what became whole of it.
    pub coming: Vec<Coming>,
}

/// A photo or paper that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The file.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// What it is: `image/jpeg`.
    pub media_type: String,
}

/// Begins, in place of whatever this browser said before.
///
/// # Errors
/// What the database says.
pub async fn begin(house: &House, tenant: TenantId, visit: &str, fields: Vec<(String, String)>) -> Result<Saying, Failure> {
    let visit = digest(house, visit);
    let begun = Begun::new(house, tenant);
    let saying = Saying { tenant, visit, begun_at: house.now(), begun, sent: false, fields, files: vec![], coming: vec![] };
    let begun = house.vault().seal_aside(house.random(), &place(&saying.visit, "begun"), &bytes(&saying.begun)?);
    let body = sealed(house, &saying)?;
    let (visit, stream, now) = (saying.visit.clone(), saying.begun.stream, saying.begun_at);
    house
        .db()
        .write(move |tx| {
            tx.execute(
                sql!("INSERT INTO saying (tenant, visit, stream, begun_at, sent, begun, body) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, visit) DO UPDATE SET stream = excluded.stream, begun_at = excluded.begun_at, sent = excluded.sent, begun = excluded.begun, body = excluded.body"),
                args![tenant, &visit, stream, now, false, begun.as_slice(), body.as_slice()],
            )?;
            Ok(())
        })
        .await?;
    Ok(saying)
}

/// What this browser has half said; `None` when there is nothing, or its day is over.
///
/// # Errors
/// What the database says.
pub async fn load(house: &House, tenant: TenantId, visit: &str) -> Result<Option<Saying>, Failure> {
    let visit = digest(house, visit);
    let kept = house
        .db()
        .read(move |tx| Ok(tx.first::<Kept>(select!(Kept, "FROM saying WHERE tenant = $1 AND visit = $2"), args![tenant, &visit])?))
        .await?;
    let Some(kept) = kept.filter(|kept| house.now() < kept.begun_at.plus_hours(KEPT_HOURS)) else { return Ok(None) };
    let open = |part: &str, bytes: &[u8]| house.vault().open_aside(&place(&kept.visit, part), bytes);
    let Some(begun) = open("begun", &kept.begun).and_then(|text| serde_json::from_slice::<Begun>(&text).ok()) else { return Ok(None) };
    let fields = open("body", &kept.body).and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let (stream, keys) = (begun.stream, begun.open_keys(house, tenant));
    let both = move |tx: &Tx<'_>| Ok((files::of_case(tx, tenant, stream)?, files::pieces::coming(tx, tenant, stream)?));
    let (rows, coming) = if kept.sent { (vec![], vec![]) } else { house.db().read(both).await? };
    let files: Vec<Handed> = rows.into_iter().filter(|row| row.named_in.is_none()).map(|row| handed(&keys, row)).collect();
    let coming = coming.into_iter().map(|row| Coming::read(&keys, row, &files)).collect();
    Ok(Some(Saying { tenant, visit: kept.visit, begun_at: kept.begun_at, begun, sent: kept.sent, fields, files, coming }))
}

fn handed(keys: &CaseKeys, row: files::StoredFile) -> Handed {
    let name = keys.open(row.subject, "file-name", &Sealed::new(&row.name)).open().unwrap_or_default();
    Handed { file: row.file, name, media_type: row.media_type }
}

impl Saying {
    /// The keys of the case that it will be.
    #[must_use]
    pub fn keys(&self, house: &House) -> CaseKeys {
        self.begun.open_keys(house, self.tenant)
    }

    /// When it is forgotten.
    #[must_use]
    pub fn ends_at(&self) -> Moment {
        self.begun_at.plus_hours(KEPT_HOURS)
    }

    /// Keeps what is typed now; what was sent meanwhile stays sent.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep(&mut self, house: &House, fields: Vec<(String, String)>) -> Result<(), Failure> {
        self.fields = fields;
        let (tenant, visit, stream, body) = (self.tenant, self.visit.clone(), self.begun.stream, sealed(house, self)?);
        house
            .db()
            .write(move |tx| {
                tx.execute(
                    sql!("UPDATE saying SET body = $5 WHERE tenant = $1 AND visit = $2 AND stream = $3 AND sent = $4"),
                    args![tenant, &visit, stream, false, body.as_slice()],
                )?;
                Ok(())
            })
            .await
    }

    /// Takes a photo or paper back.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_back(&mut self, house: &House, file: FileId) -> Result<(), Failure> {
        let (tenant, stream) = (self.tenant, self.begun.stream);
        self.files.retain(|handed| handed.file != file);
        let drop_both = move |tx: &Tx<'_>| {
            files::pieces::give_up(tx, tenant, stream, file)?;
            Ok(files::take_back(tx, tenant, stream, file).map(drop)?)
        };
        house.db().write(drop_both).await
    }

    /// Throws it away: her words, her photos and their keys.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget(self, house: &House) -> Result<(), Failure> {
        let (tenant, visit) = (self.tenant, self.visit);
        let drop = move |tx: &Tx<'_>| Ok(tx.execute(sql!("DELETE FROM saying WHERE tenant = $1 AND visit = $2"), args![tenant, &visit]).map(drop)?);
        house.db().write(drop).await
    }

    /// Registers what was said, as the desk does; the half-said words go in the same transaction. However often it is sent, it is
    /// one matter: its key is the case that was begun.
    ///
    /// # Errors
    /// As [`register::register`].
    pub async fn register(&self, house: &House, origin: OrganId, told: Told) -> Result<Receipt, Failure> {
        let papers = self.files.iter().map(|handed| Paper {
            file: handed.file,
            kind: if handed.media_type.starts_with("image/") { "photo" } else { "evidence" }.to_owned(),
            on: house.today(),
            shown_to_person: true,
        });
        let told = Told { papers: papers.collect(), begun: Some(self.begun.clone()), ..told };
        // Keys begin with their time.
        let key = format!("{:012x}say{:016x}", self.begun_at.millis(), self.begun.stream.get());
        let (tenant, visit, stream) = (self.tenant, self.visit.clone(), self.begun.stream);
        let also = move |tx: &Tx<'_>| {
            tx.execute(
                sql!("UPDATE saying SET sent = $4, body = $5 WHERE tenant = $1 AND visit = $2 AND stream = $3"),
                args![tenant, &visit, stream, true, Vec::<u8>::new()],
            )?;
            Ok(())
        };
        register::keep(house, tenant, Actor::Person, origin, &told, Some(key), also).await
    }

    /// Whether so many more files go with it.
    ///
    /// # Errors
    /// `FILE_TOO_MANY`.
    pub fn room_for(&self, more: usize) -> Result<(), Refusal> {
        if self.files.len() + more <= MOST_FILES {
            return Ok(());
        }
        Err(Refusal::new("FILE_TOO_MANY", "S-11").arg("max", MOST_FILES).arg("ending", "").at("file"))
    }

    /// The stream of the matter that it is, or will be.
    #[must_use]
    pub const fn stream(&self) -> StreamId {
        self.begun.stream
    }
}

/// Forgets what was begun more than a day ago.
///
/// # Errors
/// What the engine says.
pub fn forget_ended(tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<u64, Failure> {
    let before = now.plus_hours(-KEPT_HOURS);
    Ok(tx.execute(sql!("DELETE FROM saying WHERE tenant = $1 AND begun_at <= $2"), args![tenant, before])?)
}

fn sealed(house: &House, saying: &Saying) -> Result<Vec<u8>, Failure> {
    Ok(house.vault().seal_aside(house.random(), &place(&saying.visit, "body"), &bytes(&saying.fields)?))
}

fn bytes(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|error| Failure::Bug(format!("what was half said: {error}")))
}

fn digest(house: &House, visit: &str) -> String {
    URL_SAFE_NO_PAD.encode(form_token(house.vault().master(), &[b"saying", visit.as_bytes()]))
}

fn place(visit: &str, part: &str) -> String {
    format!("saying:{visit}:{part}")
}
