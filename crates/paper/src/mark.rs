//! The mark on every page: a QR code that says which document and which page, and the same code for people to type.
//!
//! It holds `https://…/v/330122-7K3M9Q2XD5TR0WHV/2`: where to ask, the county, the document's code, the page. Nothing of
//! what the letter says is in it.

use qrcode::{EcLevel, QrCode, render::svg};

/// The mark of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// How the portal is reached, without a slash at the end.
    pub address: String,
    /// County and code: `330122-7K3M9Q2XD5TR0WHV`.
    pub document: String,
}

/// A mark that was read from a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// County and code.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
}

impl Mark {
    /// What the code of a page says. Scheme and host are written large, so that the code needs fewer and larger squares.
    #[must_use]
    pub fn text(&self, page: u32) -> String {
        let (scheme, rest) = self.address.split_once("://").unwrap_or(("https", &self.address));
        let (host, path) = rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, format!("/{path}")));
        format!("{}://{}{path}/V/{}/{page}", scheme.to_ascii_uppercase(), host.to_ascii_uppercase(), self.document)
    }

    /// The code of a page as SVG; empty when it does not fit.
    #[must_use]
    pub fn svg(&self, page: u32) -> String {
        QrCode::with_error_correction_level(self.text(page), EcLevel::M)
            .map(|code| code.render::<svg::Color<'_>>().quiet_zone(false).min_dimensions(200, 200).build())
            .unwrap_or_default()
    }

    /// The code as people type it: `7K3M-9Q2X-D5TR-0WHV`.
    #[must_use]
    pub fn spoken(&self) -> String {
        let code = self.document.rsplit('-').next().unwrap_or_default();
        let letters: Vec<char> = code.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}

/// Reads what a code says; `None` when it is no mark of ours.
#[must_use]
pub fn read(text: &str) -> Option<Seen> {
    let (_, tail) = text.rsplit_once("/V/").or_else(|| text.rsplit_once("/v/"))?;
    let (document, page) = tail.split_once('/')?;
    let (county, code) = document.split_once('-')?;
    let is_mark = county.len() == 6 && county.bytes().all(|byte| byte.is_ascii_digit()) && code.len() == 16;
    is_mark.then_some(())?;
    Some(Seen { document: document.to_ascii_uppercase(), page: page.parse().ok().filter(|page| (1..=999).contains(page))? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_a_stranger_does_not() {
        let mark = Mark { address: "https://linju.example.gov.cn".to_owned(), document: "330122-7K3M9Q2XD5TR0WHV".to_owned() };
        assert_eq!(mark.text(2), "HTTPS://LINJU.EXAMPLE.GOV.CN/V/330122-7K3M9Q2XD5TR0WHV/2");
        assert_eq!(read(&mark.text(2)), Some(Seen { document: mark.document.clone(), page: 2 }));
        assert_eq!(mark.spoken(), "7K3M-9Q2X-D5TR-0WHV");
        for stranger in ["https://example.com/", "https://h/v/330122-ABC/1", "https://h/v/330122-7K3M9Q2XD5TR0WHV/0", "上门服务"] {
            assert_eq!(read(stranger), None, "{stranger}");
        }
    }
}
