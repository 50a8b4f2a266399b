//! HEIC photos of phones are kept as they came, because nothing free here draws them anew; but where they were taken is blanked: the GPS
//! part of the EXIF block and the coordinates of an XMP text. How the picture is turned stands elsewhere in the file and stays.

const EXIF: &[u8] = b"Exif\0\0";
/// The tag of the directory that tells the place.
const GPS: u16 = 0x8825;
/// So many digits after a coordinate's name are blanked.
const COORDINATE: usize = 64;

/// The photo without its place; `None` when its EXIF block cannot be read, so that nobody can say what it tells.
#[must_use]
pub fn without_place(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut at = 0;
    while let Some(found) = find(&bytes, EXIF, at) {
        let tiff = found + EXIF.len();
        let is_tiff = bytes.get(tiff..tiff + 4).is_some_and(|head| head == b"II*\0" || head == b"MM\0*");
        if is_tiff {
            blank(&mut bytes, tiff)?;
        }
        at = tiff;
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

/// Blanks what the GPS directory of the TIFF block at `tiff` says.
fn blank(bytes: &mut [u8], tiff: usize) -> Option<()> {
    let is_little = bytes.get(tiff) == Some(&b'I');
    let first = long(bytes, tiff + 4, is_little)?;
    for entry in entries(bytes, tiff + first, is_little)? {
        if short(bytes, entry, is_little)? == GPS {
            let place = tiff + long(bytes, entry + 8, is_little)?;
            for told in entries(bytes, place, is_little)? {
                let width = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8].get(usize::from(short(bytes, told + 2, is_little)?)).copied().unwrap_or(8);
                let length = long(bytes, told + 4, is_little)?.checked_mul(width)?;
                if length > 4 {
                    let value = tiff + long(bytes, told + 8, is_little)?;
                    bytes.get_mut(value..value.checked_add(length)?)?.fill(0);
                }
                bytes.get_mut(told + 8..told + 12)?.fill(0);
            }
        }
    }
    Some(())
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

    /// An EXIF block whose directory has one entry, the GPS directory, which has one value of eight bytes.
    fn photo() -> Vec<u8> {
        let tiff = [
            b"MM\0*\0\0\0\x08".as_slice(),
            b"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0",
            b"\0\x01\0\x02\0\x05\0\0\0\x01\0\0\0\x2c\0\0\0\0",
            b"29.79123",
        ];
        [b"....ftypheic....".as_slice(), EXIF, &tiff.concat(), b"<exif:GPSLongitude>119,68.5E</exif:GPSLongitude> 2025"].concat()
    }

    #[test]
    fn the_place_is_blanked_and_the_rest_stays() {
        let whole = photo();
        let kept = without_place(whole.clone()).unwrap();
        assert_eq!(kept.len(), whole.len());
        assert!(!kept.windows(8).any(|bytes| bytes == b"29.79123"), "the place is still there");
        assert!(!kept.windows(3).any(|bytes| bytes == b"119") && kept.starts_with(b"....ftypheic"));
        assert_eq!(without_place(b"no block".to_vec()).unwrap(), b"no block");
    }

    #[test]
    fn a_block_that_cannot_be_read_is_told() {
        let whole = photo();
        let cut = whole.len() - 60;
        assert_eq!(without_place(whole[..cut].to_vec()), None);
    }
}
