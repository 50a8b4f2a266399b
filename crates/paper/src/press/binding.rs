//! PDFs put together by Typst, which takes pages of a PDF as pictures of lines and letters: what was text stays text.

use super::{Trouble, typeset::Shop};
use crate::faces::Face;
use hayro::hayro_syntax::Pdf;
use serde::Serialize;
use std::{ops::Range, path::PathBuf};
use typst::{
    Library, World, comemo,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

const LAYOUT: &str = include_str!("../../layout/volume.typ");

/// What the layout reads.
#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    face: Vec<String>,
    pages: Vec<Page>,
}

/// A page of the bound file.
#[derive(Serialize)]
struct Page {
    file: String,
    /// Within its file, from 1; 0 for a picture.
    page: usize,
    /// Whether it lies across.
    across: bool,
    number: Option<u32>,
}

/// All PDFs in their order; the pages of those in `counted` get a number, from 1. The result makes no claim to PDF/A: what
/// comes from elsewhere cannot be vouched for.
pub(super) fn bind(shop: &Shop, title: &str, sheets: &[Vec<u8>], counted: &Range<usize>) -> Result<Vec<u8>, Trouble> {
    let (mut pages, mut number) = (vec![], 0);
    for (at, sheet) in sheets.iter().enumerate() {
        if let Some(kind) = picture(sheet) {
            number += u32::from(counted.contains(&at));
            pages.push(Page { file: format!("{at}.{kind}"), page: 0, across: false, number: counted.contains(&at).then_some(number) });
            continue;
        }
        let pdf = Pdf::new(sheet.clone()).map_err(|error| Trouble::Machine(format!("binding: {error:?}")))?;
        for (page, own) in (1..).zip(pdf.pages().iter()) {
            let (wide, high) = own.render_dimensions();
            number += u32::from(counted.contains(&at));
            pages.push(Page { file: format!("{at}.pdf"), page, across: wide > high, number: counted.contains(&at).then_some(number) });
        }
    }
    let data = Data { title, face: shop.families(Face::Fang), pages };
    let data = serde_json::to_vec(&data).map_err(|error| Trouble::Machine(error.to_string()))?;
    let bench = Bench {
        shop,
        main: Source::new(super::typeset::id("/volume.typ"), LAYOUT.to_owned()),
        data: Bytes::new(data),
        sheets: sheets.iter().cloned().map(Bytes::new).collect(),
    };
    let bound =
        typst::compile::<PagedDocument>(&bench).output.map_err(|errors| Trouble::Machine(format!("binding: {}", super::typeset::told(&errors))))?;
    let bytes =
        typst_pdf::pdf(&bound, &PdfOptions::default()).map_err(|errors| Trouble::Machine(format!("binding: {}", super::typeset::told(&errors))));
    comemo::evict(0);
    bytes
}

/// What a photo or scan is, by its first bytes; `None` for a PDF, or what is neither.
pub(super) fn picture(sheet: &[u8]) -> Option<&'static str> {
    match sheet {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

struct Bench<'a> {
    shop: &'a Shop,
    main: Source,
    data: Bytes,
    sheets: Vec<Bytes>,
}

impl World for Bench<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.shop.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shop.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::NotSource) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash().to_owned();
        if name == "volume.json" {
            return Ok(self.data.clone());
        }
        let at = name.split_once('.').map(|(at, _)| at).and_then(|at| at.parse::<usize>().ok());
        at.and_then(|at| self.sheets.get(at)).cloned().ok_or_else(|| FileError::NotFound(PathBuf::from(name)))
    }

    fn font(&self, at: usize) -> Option<Font> {
        self.shop.font(at)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
