//! What comes back signed: photos, scans, PDFs, stacks of several letters. Each page is looked at by itself; the mark says
//! which document it is a page of. What carries no mark that can be read is told, and a human decides.

use crate::mark::{self, Seen};
use image::{DynamicImage, GrayImage};
use std::io::Cursor;

/// A page of what came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its place in the file, from 1.
    pub nth: usize,
    /// The mark on it.
    pub seen: Option<Seen>,
    /// The page as a picture (JPEG), ready to be kept by itself.
    pub picture: Vec<u8>,
}

/// A file that cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no picture and no PDF, or is damaged.
    #[error("neither a picture nor a PDF that can be read")]
    Kind,
    /// More pages than [`MOST_PAGES`].
    #[error("too many pages")]
    TooLong,
}

/// The most pages of one file.
pub const MOST_PAGES: usize = 60;
/// PDF pages are drawn with so many dots an inch: a square of the code is then four dots wide.
#[cfg(feature = "pdf")]
const DOTS_PER_INCH: f32 = 200.0;
/// Larger pictures are read at this size first: codes are found faster, and a photo's noise is less.
const USUAL_SIDE: u32 = 2600;
const QUALITY: u8 = 82;

/// Looks at a file. Takes up to a second a page: not for a thread that answers requests.
///
/// # Errors
/// [`Unreadable`].
pub fn pages(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    let pictures = if bytes.starts_with(b"%PDF-") { drawn(bytes)? } else { vec![image::load_from_memory(bytes).map_err(|_| Unreadable::Kind)?] };
    (1..).zip(pictures).map(|(nth, picture)| Ok(Page { nth, seen: read(&picture), picture: jpeg(&picture)? })).collect()
}

/// How many pages a PDF has.
///
/// # Errors
/// [`Unreadable::Kind`] when it is none.
#[cfg(feature = "pdf")]
pub fn count(pdf: &[u8]) -> Result<u32, Unreadable> {
    let pdf = hayro::hayro_syntax::Pdf::new(pdf.to_vec()).map_err(|_| Unreadable::Kind)?;
    Ok(u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX))
}

/// How many pages a PDF has: never known, built without the feature `pdf`.
///
/// # Errors
/// [`Unreadable::Kind`].
#[cfg(not(feature = "pdf"))]
pub fn count(_pdf: &[u8]) -> Result<u32, Unreadable> {
    Err(Unreadable::Kind)
}

/// The mark of a picture: tried at the usual size, then smaller and larger, then its lower half alone.
fn read(picture: &DynamicImage) -> Option<Seen> {
    let grey = picture.to_luma8();
    let long = grey.width().max(grey.height());
    let sides = [USUAL_SIDE.min(long), long, 1600, 3400];
    sides.into_iter().find_map(|side| marks(&scaled(&grey, side)).into_iter().next()).or_else(|| {
        let half = image::imageops::crop_imm(&grey, 0, grey.height() / 2, grey.width(), grey.height() - grey.height() / 2).to_image();
        marks(&scaled(&half, USUAL_SIDE)).into_iter().next()
    })
}

fn scaled(grey: &GrayImage, side: u32) -> GrayImage {
    let long = grey.width().max(grey.height()).max(1);
    if side == long {
        return grey.clone();
    }
    let fit = |length: u32| u32::try_from(u64::from(length) * u64::from(side) / u64::from(long)).unwrap_or(1).max(1);
    image::imageops::resize(grey, fit(grey.width()), fit(grey.height()), image::imageops::FilterType::Triangle)
}

fn marks(grey: &GrayImage) -> Vec<Seen> {
    let (width, height) = grey.dimensions();
    let size = |length: u32| usize::try_from(length).unwrap_or_default();
    let at = |x: usize, y: usize| {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return 255 };
        grey.get_pixel_checked(x, y).map_or(255, |pixel| pixel.0.first().copied().unwrap_or(255))
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(size(width), size(height), at);
    prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).filter_map(|(_, text)| mark::read(&text)).collect()
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Unreadable> {
    let long = picture.width().max(picture.height());
    let kept = if long > USUAL_SIDE { picture.resize(USUAL_SIDE, USUAL_SIDE, image::imageops::FilterType::Triangle) } else { picture.clone() };
    let mut bytes = Cursor::new(vec![]);
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    kept.to_rgb8().write_with_encoder(encoder).map_err(|_| Unreadable::Kind)?;
    Ok(bytes.into_inner())
}

#[cfg(feature = "pdf")]
fn drawn(bytes: &[u8]) -> Result<Vec<DynamicImage>, Unreadable> {
    use hayro::{RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, vello_cpu::color::palette::css::WHITE};
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| Unreadable::Kind)?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(Unreadable::TooLong);
    }
    let scale = DOTS_PER_INCH / 72.0;
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let cache = RenderCache::new();
    pdf.pages()
        .iter()
        .map(|page| {
            let drawn = hayro::render(page, &cache, &InterpreterSettings::default(), &settings);
            let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
            let rgba: Vec<u8> = drawn.take_unpremultiplied().into_iter().flat_map(|dot| [dot.r, dot.g, dot.b, dot.a]).collect();
            image::RgbaImage::from_raw(width, height, rgba).map(DynamicImage::from).ok_or(Unreadable::Kind)
        })
        .collect()
}

#[cfg(not(feature = "pdf"))]
fn drawn(_bytes: &[u8]) -> Result<Vec<DynamicImage>, Unreadable> {
    Err(Unreadable::Kind)
}
