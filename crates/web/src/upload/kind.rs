//! What a file is, by its bytes.

/// A kind of file that may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    media_type: &'static str,
}

impl Kind {
    /// `application/pdf`.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        self.media_type
    }

    /// Whether it is drawn anew before it is kept.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self.media_type, "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/tiff")
    }
}

/// Photos of phones that nothing free draws anew.
pub const HEIC: &str = "image/heic";

/// What a kept file is, as pages tell it: the last part of a message key. Empty for what every browser shows.
#[must_use]
pub fn shown_as(media_type: &str) -> &'static str {
    match media_type {
        HEIC => "heic",
        "application/ofd" => "ofd",
        "application/vnd.ms-works" => "wps",
        "application/pdf" => "pdf",
        other if other.starts_with("audio/") => "audio",
        other if other.starts_with("video/") => "video",
        other if other.starts_with("image/") => "",
        _ => "office",
    }
}

/// What may be kept, as `infer` names it.
const KEPT: &[&str] = &[
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/tiff",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "video/mp4",
    "video/quicktime",
    "audio/mpeg",
    "audio/m4a",
    "audio/amr",
    "audio/x-wav",
    "audio/aac",
    "audio/ogg",
];

/// The old office format (复合文档), which doc, xls and the native formats of WPS share; only by their endings, since
/// installers look alike.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const COMPOUND_ENDINGS: &[(&str, &str)] = &[
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("wps", "application/vnd.ms-works"),
    ("et", "application/vnd.ms-excel"),
    ("dps", "application/vnd.ms-powerpoint"),
    ("ppt", "application/vnd.ms-powerpoint"),
];

/// What the bytes are, when that may be kept; the name decides only between formats that share one container.
#[must_use]
pub fn sniff(name: &str, bytes: &[u8]) -> Option<Kind> {
    if has_macros(bytes) {
        return None;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if bytes.starts_with(COMPOUND) {
        let (_, media_type) = COMPOUND_ENDINGS.iter().find(|(known, _)| *known == ending)?;
        return Some(Kind { media_type });
    }
    // 版式文档 GB/T 33190: a ZIP whose root names itself.
    if bytes.starts_with(b"PK\x03\x04") && ending == "ofd" && contains(bytes, b"OFD.xml") {
        return Some(Kind { media_type: "application/ofd" });
    }
    // 老式手机的录像: the container of mp4 under names of its own; some of them have sound alone.
    if bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..10) == Some(b"3g") {
        return Some(Kind { media_type: "video/3gpp" });
    }
    let found = infer::get(bytes)?.mime_type();
    if matches!(found, "image/heif" | "image/heic") {
        return Some(Kind { media_type: HEIC });
    }
    let media_type = KEPT.iter().copied().find(|kept| *kept == found)?;
    Some(Kind { media_type })
}

/// Whether it is text with commas, by its ending and without a byte that text does not have: for the forms that take sheets.
#[must_use]
pub fn is_sheet_text(name: &str, bytes: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "csv" | "txt") && !bytes.contains(&0)
}

/// Office files that carry programs: the new container names them in its directory, the old one in two-byte letters.
fn has_macros(bytes: &[u8]) -> bool {
    let old: Vec<u8> = "_VBA_PROJECT".bytes().flat_map(|byte| [byte, 0]).collect();
    (bytes.starts_with(b"PK\x03\x04") && contains(bytes, b"vbaProject.bin")) || (bytes.starts_with(COMPOUND) && contains(bytes, &old))
}

fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    let Some(first) = sought.first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        let Some(here) = rest.get(at..) else { return false };
        if here.starts_with(sought) {
            return true;
        }
        rest = here.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, bytes: &[u8]) -> &'static str {
        sniff(name, bytes).map_or("refused", Kind::media_type)
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        assert_eq!(kind("a.jpg", b"%PDF-1.7\n..."), "application/pdf");
        assert_eq!(kind("photo.jpg", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00"), "refused");
        assert_eq!(kind("photo.jpg", b"<!doctype html><script>alert(1)</script>"), "refused");
        assert_eq!(kind("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "refused");
        assert_eq!(kind("a.txt", b"hello"), "refused");
        assert_eq!(kind("a.png", b""), "refused");
        assert_eq!(kind("voice.amr", b"#!AMR\n\x3c\x00\x00\x00\x00\x00"), "audio/amr");
        assert_eq!(kind("a.ofd", b"PK\x03\x04\x14\x00\x00\x00\x08\x00....OFD.xml"), "application/ofd");
        assert_eq!(kind("IMG_0417.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic...."), "image/heic");
        assert_eq!(kind("IMG_0418.MOV", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ...."), "video/quicktime");
        assert_eq!(kind("录像.3gp", b"\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4"), "video/3gpp");
        assert_eq!(kind("录音.wav", b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"), "audio/x-wav");
        assert_eq!(kind("录音.aac", b"\xff\xf1\x50\x80\x02\x1f\xfc\0\0\0\0"), "audio/aac");
        assert_eq!(kind("录音.ogg", b"OggS\0\x02\0\0\0\0\0\0\0\0"), "audio/ogg");
        assert_eq!(kind("a.gif", b"GIF89a\x01\0\x01\0\x80\0\0"), "image/gif");
        assert_eq!(kind("scan.tif", b"II*\0\x08\0\0\0\0\0\0\0"), "image/tiff");
        assert_eq!(kind("a.avi", b"RIFF\x24\0\0\0AVI LIST"), "refused");
        assert_eq!(kind("a.zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00....any.txt"), "refused");
    }

    #[test]
    fn old_documents_by_ending_and_without_macros() {
        let plain = [COMPOUND, &[0; 64]].concat();
        let with_macros: Vec<u8> = plain.iter().copied().chain("_VBA_PROJECT".bytes().flat_map(|byte| [byte, 0])).collect();
        assert_eq!(kind("通知.wps", &plain), "application/vnd.ms-works");
        assert_eq!(kind("setup.msi", &plain), "refused");
        assert_eq!(kind("表.xls", &with_macros), "refused");
    }
}
