//! Typst as a library.

use super::{Print, Trouble};
use crate::{
    Letter, Look, Mark,
    faces::{self, Chosen, Face},
};
use serde::Serialize;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, OnceLock},
};
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Results of so many letters back are forgotten.
const REMEMBERED: usize = 8;

/// GB/T 9704: 22 lines a page.
const LINES: u8 = 22;
/// The closest that lines may stand, 24.5 pt apart: the standard lets them be adjusted so that text stands with the signature.
const MOST_LINES: u8 = 26;
/// In large print.
const LARGE_LINES: u8 = 16;

const LAYOUT: &str = include_str!("../../layout/letter.typ");

/// Every font that can be used, and what all letters share.
pub(super) struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    chosen: Vec<Chosen>,
    main: Source,
}

/// One font of a file; its bytes are read when it is first used.
struct Slot {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Shop {
    pub(super) fn open(own: &Path) -> Self {
        let (mut book, mut slots) = (FontBook::new(), vec![]);
        for path in faces::files(own) {
            let Ok(data) = fs::read(&path) else { continue };
            for (index, info) in (0_u32..).zip(FontInfo::iter(&data)) {
                // The collections hold five languages; letters are in one.
                let is_other_language = ["JP", "KR", "TC", "HK"].iter().any(|language| info.family.ends_with(language));
                if !is_other_language && !info.family.contains("Mono") {
                    book.push(info);
                    slots.push(Slot { path: path.clone(), index, font: OnceLock::new() });
                }
            }
        }
        let chosen = Face::ALL.into_iter().map(|face| choose(&book, face)).collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(book),
            slots,
            chosen,
            main: Source::new(id("/letter.typ"), LAYOUT.to_owned()),
        }
    }

    pub(super) const fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    pub(super) const fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The font at a place of the book, its bytes read when it is first asked for.
    pub(super) fn font(&self, at: usize) -> Option<Font> {
        let slot = self.slots.get(at)?;
        slot.font.get_or_init(|| Font::new(Bytes::new(fs::read(&slot.path).ok()?), slot.index)).clone()
    }

    pub(super) fn chosen(&self) -> &[Chosen] {
        &self.chosen
    }

    pub(super) fn missing(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = vec![];
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()) {
            let code = u32::from(letter);
            // Most letters are covered by the first font that is asked.
            let is_covered = (0..self.slots.len()).any(|at| self.book.info(at).is_some_and(|info| info.coverage.contains(code)));
            if !is_covered && !missing.contains(&letter) {
                missing.push(letter);
            }
        }
        missing
    }

    pub(super) fn print(&self, letter: &Letter, how: &Print) -> Result<Vec<u8>, Trouble> {
        if self.chosen.iter().any(|chosen| chosen.family.is_none()) {
            return Err(Trouble::Machine("no Chinese font on this machine: tools/setup.sh run installs free ones".to_owned()));
        }
        let document = self.fitting(letter, how)?;
        let options = PdfOptions { standards: ARCHIVE.clone(), tagged: false, ..PdfOptions::default() };
        let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| Trouble::Machine(format!("writing the PDF: {}", told(&errors))))?;
        comemo::evict(REMEMBERED);
        Ok(bytes)
    }

    /// As the standard has it; with lines a little closer where that spares the last page, and no closer than that needs.
    fn fitting(&self, letter: &Letter, how: &Print) -> Result<PagedDocument, Trouble> {
        let usual = self.set(letter, how, LINES)?;
        let pages = usual.pages().len();
        // A letter is read on one page or as it is; a deed of three pages is as well on two.
        let may_be_closer = match letter.look {
            Look::Letter => pages == 2,
            Look::Deed | Look::Record => pages == 2 || pages == 3,
            Look::Form | Look::Cover => false,
        };
        if !may_be_closer || how.large || self.set(letter, how, MOST_LINES)?.pages().len() >= pages {
            return Ok(usual);
        }
        for lines in LINES + 1..MOST_LINES {
            let closer = self.set(letter, how, lines)?;
            if closer.pages().len() < pages {
                return Ok(closer);
            }
        }
        self.set(letter, how, MOST_LINES)
    }

    fn set(&self, letter: &Letter, how: &Print, lines: u8) -> Result<PagedDocument, Trouble> {
        let data = serde_json::to_vec(&Data::new(self, letter, how, lines)).map_err(|error| Trouble::Machine(error.to_string()))?;
        let sheet = Sheet { shop: self, data: Bytes::new(data), mark: how.mark.as_ref() };
        typst::compile::<PagedDocument>(&sheet).output.map_err(|errors| Trouble::Machine(format!("typesetting: {}", told(&errors))))
    }

    pub(super) fn families(&self, face: Face) -> Vec<String> {
        let own = self.chosen.iter().find(|chosen| chosen.face == face).and_then(|chosen| chosen.family.clone());
        let last = faces::LAST.iter().map(|family| (*family).to_owned()).filter(|family| self.book.contains_family(&family.to_lowercase()));
        own.into_iter().chain(last).collect()
    }
}

pub(super) fn told(errors: &[typst::diag::SourceDiagnostic]) -> String {
    errors.first().map_or(String::new(), |error| error.message.to_string())
}

/// PDF/A-2b: readable in thirty years, as the archive asks.
static ARCHIVE: LazyLock<PdfStandards> = LazyLock::new(|| PdfStandards::new(&[PdfStandard::A_2b]).unwrap_or_default());

fn choose(book: &FontBook, face: Face) -> Chosen {
    let found = face.families().iter().find(|(family, _)| book.contains_family(&family.to_lowercase()));
    Chosen { face, family: found.map(|(family, _)| (*family).to_owned()), is_itself: found.is_some_and(|(_, is_itself)| *is_itself) }
}

pub(super) fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|_| VirtualPath::new("/letter.typ").unwrap_or_else(|_| unreachable!("a constant path")));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// What the layout reads.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    letter: &'a Letter,
    fang: Vec<String>,
    title_face: Vec<String>,
    kai: Vec<String>,
    hei: Vec<String>,
    foot: &'a str,
    large: bool,
    /// Lines a page.
    lines: u8,
    /// Whether they stand closer than usual.
    close: bool,
    marked: bool,
    spoken: String,
    portal: String,
    date: Option<[i64; 3]>,
}

impl<'a> Data<'a> {
    fn new(shop: &Shop, letter: &'a Letter, how: &'a Print, lines: u8) -> Self {
        let portal =
            how.mark.as_ref().map_or(String::new(), |mark| mark.address.split_once("://").map_or(mark.address.as_str(), |(_, host)| host).to_owned());
        Self {
            letter,
            fang: shop.families(Face::Fang),
            title_face: shop.families(Face::Title),
            kai: shop.families(Face::Kai),
            hei: shop.families(Face::Hei),
            foot: &how.foot,
            large: how.large,
            lines: if how.large { LARGE_LINES } else { lines },
            close: lines > LINES,
            marked: how.mark.is_some(),
            spoken: how.mark.as_ref().map_or(String::new(), Mark::spoken),
            portal,
            date: letter.sign.as_ref().and_then(|sign| numbers(&sign.day)),
        }
    }
}

/// 2025年10月28日 as numbers, for the document's own date.
fn numbers(day: &str) -> Option<[i64; 3]> {
    let mut parts = day.split(['年', '月', '日']).map(|part| part.parse().ok());
    Some([parts.next()??, parts.next()??, parts.next()??])
}

/// One letter on the press.
struct Sheet<'a> {
    shop: &'a Shop,
    data: Bytes,
    mark: Option<&'a Mark>,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.shop.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.shop.main.id() { Ok(self.shop.main.clone()) } else { Err(FileError::NotSource) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash().to_owned();
        if name == "letter.json" {
            return Ok(self.data.clone());
        }
        let page = name.strip_prefix("mark-").and_then(|rest| rest.strip_suffix(".svg")?.parse().ok());
        match (self.mark, page) {
            (Some(mark), Some(page)) => Ok(Bytes::from_string(mark.svg(page))),
            _ => Err(FileError::NotFound(PathBuf::from(name))),
        }
    }

    fn font(&self, at: usize) -> Option<Font> {
        self.shop.font(at)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
