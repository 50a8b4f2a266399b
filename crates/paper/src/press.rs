//! The press: Typst, with the fonts read once and shared by all letters.
//!
//! Font files are looked through at the first letter; a font's bytes are read when a letter needs it. Without the feature
//! `pdf`, or without any Chinese font, nothing is printed and [`Trouble`] says why.

use crate::{Letter, Mark, faces::Chosen};
use kernel::Refusal;
use std::path::{Path, PathBuf};

/// How a letter is printed.
#[derive(Debug, Clone, Default)]
pub struct Print {
    /// The mark of its pages; a preview has none.
    pub mark: Option<Mark>,
    /// The small line: whose account, when.
    pub foot: String,
    /// Large print was asked for: the text is 22 pt. The layout of GB/T 9704 is for everybody else.
    pub large: bool,
}

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A rule: a character that no font has.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The machine: no fonts, or the program was built without printing.
    #[error("{0}")]
    Machine(String),
}

/// Prints letters. Cheap to share behind an `Arc`.
pub struct Press {
    own: PathBuf,
    #[cfg(feature = "pdf")]
    shop: std::sync::OnceLock<typeset::Shop>,
}

impl Press {
    /// A press whose office keeps its own fonts in `own`; nothing is read yet.
    #[must_use]
    pub fn new(own: &Path) -> Self {
        Self {
            own: own.to_owned(),
            #[cfg(feature = "pdf")]
            shop: std::sync::OnceLock::new(),
        }
    }

    /// Where the office's own fonts lie.
    #[must_use]
    pub fn own_fonts(&self) -> &Path {
        &self.own
    }
}

#[cfg(feature = "pdf")]
impl Press {
    fn shop(&self) -> &typeset::Shop {
        self.shop.get_or_init(|| typeset::Shop::open(&self.own))
    }

    /// Which font is used for each face.
    #[must_use]
    pub fn chosen(&self) -> Vec<Chosen> {
        self.shop().chosen().to_vec()
    }

    /// The characters that no font here has, each once.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        self.shop().missing(text)
    }

    /// The letter as PDF/A-2b.
    ///
    /// # Errors
    /// `GLYPH_MISSING` names the characters that no font has; [`Trouble::Machine`] for what the machine lacks.
    pub fn print(&self, letter: &Letter, how: &Print) -> Result<Vec<u8>, Trouble> {
        let missing = self.missing(&letter.all_text());
        if !missing.is_empty() {
            return Err(glyphs(&missing).into());
        }
        self.shop().print(letter, how)
    }

    /// PDFs bound into one, in their order; each page of those in `counted` (places in `sheets`) gets a number, from 1. No PDF/A.
    ///
    /// # Errors
    /// [`Trouble::Machine`].
    pub fn bind(&self, title: &str, sheets: &[Vec<u8>], counted: std::ops::Range<usize>) -> Result<Vec<u8>, Trouble> {
        binding::bind(self.shop(), title, sheets, &counted)
    }
}

impl Press {
    /// What would be said of the characters of one text that no font here has; `None` when all of it can be printed.
    #[must_use]
    pub fn rare(&self, text: &str) -> Option<Refusal> {
        let missing = self.missing(text);
        (!missing.is_empty()).then(|| glyphs(&missing))
    }
}

#[cfg(not(feature = "pdf"))]
impl Press {
    /// Nothing is printed here, so nothing is missing.
    #[must_use]
    pub fn missing(&self, _text: &str) -> Vec<char> {
        vec![]
    }

    /// No face: nothing is printed here.
    #[must_use]
    pub fn chosen(&self) -> Vec<Chosen> {
        vec![]
    }

    /// Always an error: built without the feature `pdf`.
    ///
    /// # Errors
    /// [`Trouble::Machine`].
    pub fn print(&self, _letter: &Letter, _how: &Print) -> Result<Vec<u8>, Trouble> {
        Err(Trouble::Machine("this program was built without printing (feature pdf)".to_owned()))
    }

    /// Always an error: built without the feature `pdf`.
    ///
    /// # Errors
    /// [`Trouble::Machine`].
    pub fn bind(&self, _title: &str, _sheets: &[Vec<u8>], _counted: std::ops::Range<usize>) -> Result<Vec<u8>, Trouble> {
        Err(Trouble::Machine("this program was built without printing (feature pdf)".to_owned()))
    }
}

/// The refusal for characters that no font has. They are told by number: a rare character is mostly part of a name, and
/// refusals are logged.
fn glyphs(missing: &[char]) -> Refusal {
    let told: Vec<String> = missing.iter().take(8).map(|letter| format!("U+{:04X}", u32::from(*letter))).collect();
    Refusal::new("GLYPH_MISSING", "GB 18030").arg("characters", told.join(" ")).arg("count", missing.len())
}

#[cfg(feature = "pdf")]
mod binding;
#[cfg(feature = "pdf")]
mod typeset;

/// Whether these bytes are a photo or scan that can be bound: PNG, JPEG or WebP.
#[cfg(feature = "pdf")]
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    binding::picture(bytes).is_some()
}

/// Nothing is bound, built without the feature `pdf`.
#[cfg(not(feature = "pdf"))]
#[must_use]
pub fn is_picture(_bytes: &[u8]) -> bool {
    false
}
