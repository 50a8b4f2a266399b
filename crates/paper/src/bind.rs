//! A file of papers bound into one PDF: cover, index, the papers as they are, back. Each page of a paper gets its number in
//! the outer corner above, the same that the index tells.
//!
//! The bound file is for reading, printing and handing over. What counts stays each paper's own bytes.

use crate::{
    Letter, Press, Print, Template,
    press::{self, Trouble},
    scan,
    template::mediation::{Item, Piece, Volume},
};
use kernel::Refusal;

/// The most pages of one bound file.
pub const MOST_PAGES: u32 = 600;

/// A paper to be bound.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Which item of the file it belongs to.
    pub item: Item,
    /// The PDF, or a photo or scan (PNG, JPEG, WebP), which is one page.
    pub pdf: Vec<u8>,
}

/// Binds the papers of a file: their pages are counted and written into `volume`, cover, index and back are set, all
/// becomes one PDF. `volume.pieces` is made anew.
///
/// # Errors
/// `LETTER_INCOMPLETE` when a paper that must be there is not; `VOLUME_ORDER`; `PAPER_UNREADABLE` with its place for what is no PDF or is
/// locked; `VOLUME_TOO_LONG` above [`MOST_PAGES`]; [`Trouble::Machine`].
pub fn assemble(machine: &Press, volume: &Volume, papers: &[Paper]) -> Result<Vec<u8>, Trouble> {
    let mut pieces = vec![];
    for (nth, paper) in (1_usize..).zip(papers) {
        let unreadable = || Refusal::new("PAPER_UNREADABLE", "T-30").arg("paper", nth).at("papers");
        let pages = if press::is_picture(&paper.pdf) { Ok(1) } else { scan::count(&paper.pdf) };
        let pages = pages.ok().filter(|pages| *pages > 0).ok_or_else(unreadable)?;
        pieces.push(Piece { item: paper.item, pages });
    }
    let volume = Volume { pieces, ..volume.clone() };
    if volume.pages() > MOST_PAGES {
        return Err(Refusal::new("VOLUME_TOO_LONG", "T-30").arg("max", MOST_PAGES).arg("pages", volume.pages()).at("papers").into());
    }
    let (cover, index, back) = (volume.cover()?, volume.compose()?, volume.back()?);
    let printed = |letter: &Letter| machine.print(letter, &Print::default());
    let mut sheets = vec![printed(&cover)?, printed(&index)?];
    let uncounted = sheets.len();
    sheets.extend(papers.iter().map(|paper| paper.pdf.clone()));
    sheets.push(printed(&back)?);
    machine.bind(&volume.common.number, &sheets, uncounted..uncounted + papers.len())
}
