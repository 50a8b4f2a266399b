//! Files that people hand in: photos, scans, papers, voice, video.
//!
//! A file is what its bytes are, not what its name says. What can run in a browser or on a desk (programs, pages, drawings
//! with scripts, documents with macros) is refused; pictures are drawn anew, so that nothing but the picture is left: no
//! place where it was taken, no name of a camera. Of HEIC photos the place is blanked. The rest is kept as it is and handed out for
//! saving, told as what it is.
//!
//! The form's first field is its key; a body without it is not read further.

mod heic;
mod kind;
mod picture;

pub use kind::{Kind, shown_as, sniff};
pub use picture::redraw;

use crate::{
    cookie,
    error::Oops,
    guard::{Subjects, check_key},
    key::{self, FormKey},
    posted::{Field, LARGEST, Posted},
    state::Web,
};
use axum::{
    extract::{FromRequest, Multipart, Request, multipart},
    http::header::CONTENT_LENGTH,
};
use kernel::{
    crypto::{Suite, digest},
    refusal::Refusal,
};
use std::{
    str::FromStr,
    sync::{Arc, OnceLock},
};
use tokio::sync::Semaphore;

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// The largest form with all its files, in bytes.
pub const LARGEST_FORM: u64 = 64 * 1024 * 1024;
/// What a field for files offers to choose; what is kept is decided by the bytes.
pub const ACCEPT: &str = "image/*,application/pdf,audio/*,video/*,.heic,.heif,.doc,.docx,.xls,.xlsx,.wps,.et,.dps,.ofd";
/// The most files of one form.
pub const MOST_FILES: usize = 12;
/// So many forms with files are read at once; the others wait at the door.
static AT_ONCE: Semaphore = Semaphore::const_new(6);

/// A file that may be kept.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The form's field that it came in.
    pub field: String,
    /// Its name, without a path, at most 120 characters.
    pub name: String,
    /// What it is: `image/jpeg`.
    pub media_type: &'static str,
    /// What is to be kept: of pictures the redrawn one.
    pub body: Vec<u8>,
}

/// What stood in a form with files: the room takes the form, and when it could not keep it, the guard gives the text back.
#[derive(Clone, Default)]
pub(crate) struct Left(Arc<OnceLock<(Vec<Field>, Vec<String>)>>);

impl Left {
    fn leave(&self, fields: &[Field], files: &[String]) {
        // A form is read once.
        let _ = self.0.set((fields.to_vec(), files.to_vec()));
    }

    /// The fields, and the names of those in which files came.
    pub(crate) fn take(&self) -> Option<(Vec<Field>, Vec<String>)> {
        self.0.get().cloned()
    }
}

/// A form with files, its key checked.
#[derive(Debug)]
pub struct Upload {
    /// The checked key.
    pub key: FormKey,
    fields: Vec<Field>,
    files: Result<Vec<Sent>, Refusal>,
}

impl Upload {
    /// As [`crate::Posted::text`].
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// As [`crate::Posted::raw`].
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// As [`crate::Posted::all`].
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// As [`crate::Posted::has`].
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(found, _)| found == name)
    }

    /// As [`crate::Posted::read`].
    #[must_use]
    pub fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// As [`crate::Posted::fields`].
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The files, in order; fields left empty are none. When one of them may not be kept, none is: the form is shown again
    /// with the reason, and what was typed.
    ///
    /// # Errors
    /// `FILE_KIND`, `FILE_TOO_LARGE`, `FILE_BROKEN`, `FILE_TOO_MANY`, each with the file's field.
    pub fn files(&self) -> Result<&[Sent], Refusal> {
        self.files.as_deref().map_err(Clone::clone)
    }
}

impl FromRequest<Web> for Upload {
    type Rejection = Oops;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Oops> {
        // The same form without its files: sent by a page that an older version handed out, or by a browser that has none to send.
        if let Some(posted) = request.extensions().get::<Posted>() {
            return Ok(Self { key: posted.key.clone(), fields: posted.fields().to_vec(), files: Ok(vec![]) });
        }
        let Subjects(subjects) = request.extensions().get::<Subjects>().cloned().ok_or(Oops::NoKey)?;
        let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > LARGEST_FORM) {
            return Err(Oops::TooLarge);
        }
        let path = request.uri().path().to_owned();
        let request_left = request.extensions().get::<Left>().cloned();
        let _turn = AT_ONCE.acquire().await.map_err(|_| Oops::Busy)?;
        let mut form = Multipart::from_request(request, web).await.map_err(|_| Oops::NoKey)?;
        let first = form.next_field().await.map_err(|_| Oops::NoKey)?.filter(|field| field.name() == Some(key::FIELD)).ok_or(Oops::NoKey)?;
        let sent_key = first.text().await.map_err(|_| Oops::NoKey)?;
        let mut fields = vec![(key::FIELD.to_owned(), sent_key)];
        // Of a form whose key is stale the text is read all the same, so that it can be sent again.
        let id = match check_key(web, &fields, &subjects) {
            Err(key::NoKey::Missing) => return Err(Oops::NoKey),
            Err(key::NoKey::Stale) => None,
            Ok(id) => Some(id.to_owned()),
        };
        let (mut raw, mut with_files) = (vec![], vec![]);
        let (mut total, mut refusal) = (0_u64, None);
        while let Some(field) = form.next_field().await.map_err(|_| Oops::TooLarge)? {
            let name = field.name().unwrap_or_default().to_owned();
            let Some(file_name) = field.file_name().map(str::to_owned) else {
                let text = read(field, LARGEST, &mut total).await?.ok_or(Oops::TooLarge)?;
                fields.push((name, String::from_utf8_lossy(&text).replace("\r\n", "\n")));
                continue;
            };
            if !file_name.is_empty() && !with_files.contains(&name) {
                with_files.push(name.clone());
            }
            match read(field, LARGEST_FILE, &mut total).await? {
                None => refusal = refusal.or_else(|| Some(refuse("FILE_TOO_LARGE", &file_name).arg("max", LARGEST_FILE / 1024 / 1024))),
                Some(body) if body.is_empty() && file_name.is_empty() => {}
                Some(_) if raw.len() >= MOST_FILES => refusal = refusal.or_else(|| Some(refuse("FILE_TOO_MANY", &file_name).arg("max", MOST_FILES))),
                Some(body) => raw.push((name, file_name, body)),
            }
        }
        if let Some(left) = request_left {
            left.leave(&fields, &with_files);
        }
        let id = id.ok_or(Oops::StaleKey)?;
        let digests: Vec<Vec<u8>> = raw.iter().map(|(_, _, body)| digest(Suite::Intl, body).as_bytes().to_vec()).collect();
        let key = key::of_content(&id, &path, &fields, &digests);
        let takes_sheets = path.starts_with(crate::setup::SHEETS);
        let files = match refusal {
            Some(refusal) => Err(refusal),
            None => tokio::task::spawn_blocking(move || {
                let look = |(field, name, body): (String, String, Vec<u8>)| match kind::is_sheet_text(&name, &body) {
                    true if takes_sheets => Ok(Sent { field, name: plain_name(&name, "text/csv"), media_type: "text/csv", body }),
                    _ => inspect(field, &name, body),
                };
                raw.into_iter().map(look).collect()
            })
            .await
            .map_err(|error| Oops::Bug(format!("looking at a file: {error}")))?,
        };
        Ok(Self { key, fields, files })
    }
}

/// The text of a form that nobody may take now, and the fields in which files came: those are let go.
///
/// # Errors
/// [`Oops::NoKey`] for what is no form, [`Oops::TooLarge`].
pub(crate) async fn text_of(request: Request, web: &Web) -> Result<(Vec<Field>, Vec<String>), Oops> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| Oops::Busy)?;
    let mut form = Multipart::from_request(request, web).await.map_err(|_| Oops::NoKey)?;
    let (mut fields, mut with_files, mut total) = (vec![], vec![], 0);
    while let Some(field) = form.next_field().await.map_err(|_| Oops::TooLarge)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let bytes = read(field, LARGEST, &mut total).await?;
        match file_name {
            None => fields.push((name, String::from_utf8_lossy(&bytes.ok_or(Oops::TooLarge)?).replace("\r\n", "\n"))),
            Some(file_name) if !file_name.is_empty() && !with_files.contains(&name) => with_files.push(name),
            Some(_) => {}
        }
    }
    Ok((fields, with_files))
}

/// The bytes of a part; `None` when there are more than `most` (the rest is read and let go, so that the form goes on).
async fn read(mut field: multipart::Field<'_>, most: usize, total: &mut u64) -> Result<Option<Vec<u8>>, Oops> {
    let mut bytes = vec![];
    let mut is_too_long = false;
    while let Some(chunk) = field.chunk().await.map_err(|_| Oops::TooLarge)? {
        *total += chunk.len() as u64;
        if *total > LARGEST_FORM {
            return Err(Oops::TooLarge);
        }
        is_too_long |= bytes.len() + chunk.len() > most;
        if !is_too_long {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((!is_too_long).then_some(bytes))
}

/// Decides about one file, and redraws it when it is a picture. Takes up to a second for a large photo: not for a
/// thread that answers requests.
///
/// # Errors
/// `FILE_KIND`, `FILE_BROKEN`, `FILE_TOO_LARGE`.
pub fn inspect(field: String, name: &str, body: Vec<u8>) -> Result<Sent, Refusal> {
    let kind = sniff(name, &body).ok_or_else(|| refuse("FILE_KIND", name))?;
    let (media_type, body) = if kind.is_picture() {
        redraw(&body).map_err(|code| refuse(code, name).arg("max", picture::MOST_MEGAPIXELS))?
    } else if kind.media_type() == kind::HEIC {
        (kind::HEIC, heic::without_place(body).ok_or_else(|| refuse("FILE_BROKEN", name))?)
    } else {
        (kind.media_type(), body)
    };
    Ok(Sent { field, name: plain_name(name, media_type), media_type, body })
}

fn refuse(code: &'static str, name: &str) -> Refusal {
    // Not the name itself: refusals are logged, and names of files hold names of people.
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    Refusal::new(code, "S-11").arg("ending", ending).at("file")
}

/// A name without path and controls, at most 120 characters, whose ending fits what was kept.
fn plain_name(name: &str, media_type: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().filter(|letter| !letter.is_control() && !matches!(letter, '"' | '<' | '>' | '|' | ':' | '*' | '?')).take(120).collect();
    let stem = clean.rsplit_once('.').map_or(clean.as_str(), |(stem, _)| stem);
    let stem = if stem.trim().is_empty() { cookie::hex(&[0; 4]) } else { stem.trim().to_owned() };
    match media_type {
        "image/jpeg" => format!("{stem}.jpg"),
        "image/png" => format!("{stem}.png"),
        kind::HEIC => format!("{stem}.heic"),
        _ => clean,
    }
}
