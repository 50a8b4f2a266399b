//! What is drawn under the shared draft: read out of a form, looked at, handed on.

use crate::{cookie, posted::Posted};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::video::paper::LARGEST_DRAWING;
use kernel::refusal::Refusal;

/// The widest and highest drawing, in dots.
const WIDEST: u32 = 2_000;
const HIGHEST: u32 = 1_000;

/// The digest of the words that were signed, and the drawing, a PNG that can be read.
///
/// # Errors
/// `VIDEO_SIGNATURE` (C-43) when nothing was drawn, or it is no such picture.
pub(super) fn read(posted: &Posted) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let no = || Refusal::new("VIDEO_SIGNATURE", "C-43").at("png");
    let sent = posted.text("png").strip_prefix("data:image/png;base64,").ok_or_else(no)?;
    if sent.len() > LARGEST_DRAWING * 4 / 3 + 4 {
        return Err(no());
    }
    let png = STANDARD.decode(sent).map_err(|_| no())?;
    let mut reader = image::ImageReader::with_format(std::io::Cursor::new(&png), image::ImageFormat::Png);
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(WIDEST), Some(HIGHEST));
    reader.limits(limits);
    reader.decode().map_err(|_| no())?;
    let text = cookie::from_hex(posted.text("text")).unwrap_or_default();
    Ok((text, png))
}
