//! Pictures are drawn anew: what is kept is what can be seen, upright, and nothing else.

use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder,
    metadata::Orientation,
};
use std::io::Cursor;

/// The largest picture, in millions of pixels.
pub const MOST_MEGAPIXELS: u64 = 50;
const JPEG_QUALITY: u8 = 88;
/// What decoding may take: 50 million pixels of four bytes, and as much again for turning.
const MOST_MEMORY: u64 = 420 * 1024 * 1024;

/// The picture's pixels, turned upright, as JPEG; as PNG when it was one or has holes. Tells which.
///
/// # Errors
/// The code of a refusal: `FILE_BROKEN`, or `FILE_TOO_LARGE` for more than 50 million pixels.
pub fn redraw(bytes: &[u8]) -> Result<(&'static str, Vec<u8>), &'static str> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| "FILE_BROKEN")?;
    let format = reader.format().ok_or("FILE_BROKEN")?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| "FILE_BROKEN")?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_MEGAPIXELS * 1_000_000 {
        return Err("FILE_TOO_LARGE");
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| "FILE_BROKEN")?;
    picture.apply_orientation(orientation);
    if format == ImageFormat::Png || picture.color().has_alpha() { as_png(&picture) } else { as_jpeg(&picture) }
}

fn as_png(picture: &DynamicImage) -> Result<(&'static str, Vec<u8>), &'static str> {
    let mut body = vec![];
    picture.write_with_encoder(PngEncoder::new(&mut body)).map_err(|_| "FILE_BROKEN")?;
    Ok(("image/png", body))
}

fn as_jpeg(picture: &DynamicImage) -> Result<(&'static str, Vec<u8>), &'static str> {
    let flat = picture.to_rgb8();
    let mut body = vec![];
    JpegEncoder::new_with_quality(&mut body, JPEG_QUALITY)
        .write_image(flat.as_raw(), flat.width(), flat.height(), image::ExtendedColorType::Rgb8)
        .map_err(|_| "FILE_BROKEN")?;
    Ok(("image/jpeg", body))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 4×2 pixels with an EXIF part that says "turn me right" and where it was taken.
    fn photo() -> Vec<u8> {
        let (_, plain) = as_jpeg(&DynamicImage::new_rgb8(4, 2)).unwrap();
        let tiff =
            [b"II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00".as_slice(), b"GPS 29.79N 119.68E"]
                .concat();
        let exif = [b"Exif\x00\x00".as_slice(), &tiff].concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..]].concat()
    }

    #[test]
    fn nothing_but_the_picture_is_left_and_it_stands_upright() {
        let (media_type, kept) = redraw(&photo()).unwrap();
        assert_eq!(media_type, "image/jpeg");
        assert!(!kept.windows(4).any(|bytes| bytes == b"Exif"));
        assert!(!kept.windows(3).any(|bytes| bytes == b"GPS"));
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (2, 4));
    }

    #[test]
    fn what_scanners_and_chats_make_is_drawn_anew_too() {
        let picture = DynamicImage::new_rgb8(4, 2);
        for format in [ImageFormat::Gif, ImageFormat::Tiff] {
            let mut whole = Cursor::new(vec![]);
            picture.write_to(&mut whole, format).unwrap();
            let (media_type, kept) = redraw(whole.get_ref()).unwrap();
            assert!(matches!(media_type, "image/jpeg" | "image/png"), "{format:?}");
            let drawn = image::load_from_memory(&kept).unwrap();
            assert_eq!((drawn.width(), drawn.height()), (4, 2), "{format:?}");
        }
    }

    #[test]
    fn a_broken_picture_is_refused() {
        let whole = photo();
        assert_eq!(redraw(&whole[..whole.len() / 2]).unwrap_err(), "FILE_BROKEN");
        assert_eq!(redraw(b"\x89PNG\r\n\x1a\n").unwrap_err(), "FILE_BROKEN");
    }
}
