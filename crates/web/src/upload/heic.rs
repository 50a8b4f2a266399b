//! HEIC photos of phones are kept as they came, because nothing free here draws them anew; but where they were taken is blanked: the GPS
//! part of the EXIF block and the coordinates of an XMP text. How the picture is turned stands elsewhere in the file and stays.
//!
//! The block is a TIFF. Phones write it after the word `Exif`, or after four bytes that say that it begins at once; what only looks like a
//! block somewhere in the picture is blanked when it reads as one that tells a place, and else left alone.

use std::ops::Range;

const EXIF: &[u8] = b"Exif\0\0";
/// Four bytes before a block without the word: it begins right after them.
const AT_ONCE: &[u8] = &[0; 4];
/// How a block begins: little and big endian.
const HEADS: [&[u8]; 2] = [b"II*\0", b"MM\0*"];
/// The tag of the directory that tells the place.
const GPS: u16 = 0x8825;
/// So many digits after a coordinate's name are blanked.
const COORDINATE: usize = 64;

/// The photo without its place; `None` when its EXIF block cannot be read, so that nobody can say what it tells.
#[must_use]
pub fn without_place(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    for head in HEADS {
        let mut from = 0;
        while let Some(tiff) = find(&bytes, head, from) {
            from = tiff + head.len();
            let before = bytes.get(..tiff).unwrap_or_default();
            let is_block = before.ends_with(EXIF) || before.ends_with(AT_ONCE);
            match told(&bytes, tiff) {
                None if is_block => return None,
                None => {}
                Some(ranges) => ranges.into_iter().filter_map(|range| bytes.get_mut(range).map(|told| told.fill(0))).for_each(drop),
            }
        }
    }
    for name in [b"GPSLatitude".as_slice(), b"GPSLongitude", b"GPSAltitude"] {
        let mut at = 0;
        while let Some(found) = find(&bytes, name, at) {
            at = found + name.len();
            let end = bytes.len().min(at + COORDINATE);
            for byte in bytes.get_mut(at..end).into_iter().flatten().filter(|byte| byte.is_ascii_digit()) {
                *byte = b'0';
            }
        }
    }
    Some(bytes)
}

fn find(bytes: &[u8], sought: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(sought.len()).position(|window| window == sought).map(|at| at + from)
}

/// Where the TIFF block at `tiff` tells of the place; `None` when it does not read as one.
fn told(bytes: &[u8], tiff: usize) -> Option<Vec<Range<usize>>> {
    let is_little = bytes.get(tiff) == Some(&b'I');
    let mut ranges = vec![];
    let mut inside = |range: Range<usize>| bytes.get(range.clone()).map(|_| ranges.push(range));
    let first = long(bytes, tiff + 4, is_little)?;
    for entry in entries(bytes, tiff + first, is_little)? {
        if short(bytes, entry, is_little)? != GPS {
            continue;
        }
        let place = tiff + long(bytes, entry + 8, is_little)?;
        for told in entries(bytes, place, is_little)? {
            let width = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8].get(usize::from(short(bytes, told + 2, is_little)?)).copied().unwrap_or(8);
            let length = long(bytes, told + 4, is_little)?.checked_mul(width)?;
            if length > 4 {
                let value = tiff + long(bytes, told + 8, is_little)?;
                inside(value..value.checked_add(length)?)?;
            }
            inside(told + 8..told + 12)?;
        }
    }
    Some(ranges)
}

/// Where the entries of a directory begin.
fn entries(bytes: &[u8], directory: usize, is_little: bool) -> Option<Vec<usize>> {
    let count = usize::from(short(bytes, directory, is_little)?);
    bytes.get(directory..directory + 2 + count * 12)?;
    Some((0..count).map(|nth| directory + 2 + nth * 12).collect())
}

fn short(bytes: &[u8], at: usize, is_little: bool) -> Option<u16> {
    let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
}

fn long(bytes: &[u8], at: usize, is_little: bool) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photo whose EXIF block, after `before`, has a directory of one entry, the GPS directory, which has one value of eight bytes.
    fn photo(before: &[u8]) -> Vec<u8> {
        let tiff = [
            b"MM\0*\0\0\0\x08".as_slice(),
            b"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0",
            b"\0\x01\0\x02\0\x05\0\0\0\x01\0\0\0\x2c\0\0\0\0",
            b"29.79123",
        ];
        [b"....ftypheic....".as_slice(), before, &tiff.concat(), b"<exif:GPSLongitude>119,68.5E</exif:GPSLongitude> 2025"].concat()
    }

    #[test]
    fn the_place_is_blanked_and_the_rest_stays() {
        // After the word, without it, and with a distance before it that nobody here reads.
        for before in [[b"\0\0\0\x06".as_slice(), EXIF].concat(), AT_ONCE.to_vec(), b"\0\0\0\x02..".to_vec()] {
            let whole = photo(&before);
            let kept = without_place(whole.clone()).unwrap();
            assert_eq!(kept.len(), whole.len());
            assert!(!kept.windows(8).any(|bytes| bytes == b"29.79123"), "the place is still there after {before:?}");
            assert!(!kept.windows(3).any(|bytes| bytes == b"119") && kept.starts_with(b"....ftypheic"));
        }
        assert_eq!(without_place(b"no block".to_vec()).unwrap(), b"no block");
    }

    #[test]
    fn a_block_that_cannot_be_read_is_told() {
        for before in [EXIF, AT_ONCE] {
            let whole = photo(before);
            let cut = whole.len() - 60;
            assert_eq!(without_place(whole[..cut].to_vec()), None);
        }
        // What only begins like a block is picture.
        let picture = b"....ftypheic....x7MM\0*\xff\xff\xff\xff".to_vec();
        assert_eq!(without_place(picture.clone()), Some(picture));
    }
}
