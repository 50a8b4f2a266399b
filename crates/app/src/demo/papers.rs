//! Scans for the stories: a printed form with a signature and a red seal, and nothing that can be read.

use crate::oops::Oops;
use casework::{CaseKeys, House, petition::carry};
use image::{ImageFormat, Rgb, RgbImage};
use kernel::{FileId, StreamId, TenantId};
use std::{io::Cursor, sync::OnceLock};
use store::{
    Failure,
    files::{self, NewFile},
};

const WIDTH: u32 = 420;
const HEIGHT: u32 = 594;
const PAPER: Rgb<u8> = Rgb([250, 249, 245]);
const PRINT: Rgb<u8> = Rgb([150, 150, 150]);
const INK: Rgb<u8> = Rgb([40, 60, 130]);
const RED: Rgb<u8> = Rgb([200, 50, 45]);

/// Keeps a scan with the case; the act that comes next names it.
///
/// # Errors
/// What the engine or the system says.
pub async fn keep(house: &House, tenant: TenantId, stream: StreamId, name: &str) -> Result<FileId, Oops> {
    let (_, keys) = carry::look_up(house, tenant, stream).await?;
    keep_with(house, tenant, stream, &keys, name).await
}

/// As [`keep`], of a matter of whichever room whose keys are open.
///
/// # Errors
/// As [`keep`].
pub async fn keep_with(house: &House, tenant: TenantId, stream: StreamId, keys: &CaseKeys, name: &str) -> Result<FileId, Oops> {
    let subject = store::keys::NARRATIVE;
    let key = keys.data_key(subject).ok_or(Failure::NotFound)?;
    let file = FileId::new(house.next_id());
    let stored = house.files().put(&mut scan()?, tenant, file, key, house.vault().suite(), house.random())?;
    let name = keys.seal(house.random(), subject, "file-name", name).map(|sealed| sealed.bytes()).unwrap_or_default();
    let row =
        NewFile { file, stream, subject, digest: stored.digest, size: stored.size, media_type: "image/jpeg".to_owned(), name, added_at: house.now() };
    house.db().write(move |tx| Ok(files::add(tx, tenant, &row)?)).await?;
    Ok(file)
}

/// The picture, drawn once.
fn scan() -> Result<&'static [u8], Oops> {
    static SCAN: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(drawn) = SCAN.get() {
        return Ok(drawn);
    }
    let mut bytes = Cursor::new(vec![]);
    draw().write_to(&mut bytes, ImageFormat::Jpeg).map_err(|error| Oops::wrong(format!("demo: a scan: {error}")))?;
    Ok(SCAN.get_or_init(|| bytes.into_inner()))
}

fn draw() -> RgbImage {
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        if is_seal(x, y) {
            RED
        } else if is_signature(x, y) {
            INK
        } else if is_print(x, y) {
            PRINT
        } else {
            PAPER
        }
    })
}

/// A heading, then lines of unequal length.
fn is_print(x: u32, y: u32) -> bool {
    let heading = (130..290).contains(&x) && (48..66).contains(&y);
    let line = y.saturating_sub(110);
    let length = 300 - (line / 26 * 37) % 120;
    let text = line % 26 < 7 && (110..400).contains(&y) && (55..55 + length).contains(&x) && x % 13 > 1;
    heading || text
}

/// A wave of the pen.
fn is_signature(x: u32, y: u32) -> bool {
    let wave = f64::from(x) / 9.0;
    let height = 470.0 + wave.sin() * 14.0 + (wave * 0.4).cos() * 8.0;
    (80..200).contains(&x) && (f64::from(y) - height).abs() < 2.0
}

/// A ring.
fn is_seal(x: u32, y: u32) -> bool {
    let (x, y) = (f64::from(x) - 310.0, f64::from(y) - 470.0);
    let distance = x.hypot(y);
    (44.0..49.0).contains(&distance) || distance < 11.0
}
