//! The same letter for a word processor: same words, same order, sizes and faces by name; the receiving machine has its own
//! fonts. It carries no mark and no seal: what counts is the PDF that was issued.

use crate::{Block, Letter, Look, letter::Grid, press::Trouble};
use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType, Table, TableCell, TableRow, WidthType,
};
use std::io::Cursor;

/// 1 mm in twentieths of a point.
const MM: f64 = 56.692_913;
/// 16 pt in half points.
const BODY: usize = 32;
const FANG: &str = "仿宋_GB2312";
const TITLE: &str = "方正小标宋简体";
const KAI: &str = "楷体_GB2312";
const HEI: &str = "黑体";

#[expect(clippy::cast_possible_truncation, reason = "millimetres of a page")]
fn mm(length: f64) -> i32 {
    (length * MM).round() as i32
}

/// The letter as DOCX.
///
/// # Errors
/// [`Trouble::Machine`] when the file cannot be put together.
pub fn write(letter: &Letter) -> Result<Vec<u8>, Trouble> {
    let margin = PageMargin { top: mm(37.0), bottom: mm(35.0), left: mm(28.0), right: mm(26.0), header: mm(15.0), footer: mm(25.0), gutter: 0 };
    let mut docx = Docx::new().page_size(11906, 16838).page_margin(margin);
    if letter.look == Look::Letter {
        docx = docx.add_paragraph(line(&letter.body, TITLE, 72).align(AlignmentType::Center).map_color("D7000F"));
        docx = docx.add_paragraph(line(&letter.number, FANG, BODY).align(AlignmentType::Right));
        docx = docx.add_paragraph(Paragraph::new());
    }
    docx = docx.add_paragraph(line(&letter.title, TITLE, 44).align(AlignmentType::Center));
    if letter.look != Look::Letter && !letter.number.is_empty() {
        docx = docx.add_paragraph(line(&letter.number, FANG, BODY).align(AlignmentType::Right));
    }
    docx = docx.add_paragraph(Paragraph::new());
    if !letter.to.is_empty() {
        docx = docx.add_paragraph(line(&format!("{}：", letter.to), FANG, BODY));
    }
    for block in &letter.blocks {
        docx = match block {
            Block::Plain(text) => docx.add_paragraph(indented(text, FANG)),
            Block::Heading(text) => docx.add_paragraph(indented(text, HEI)),
            Block::Lower(text) | Block::Hers(text) => docx.add_paragraph(indented(text, KAI)),
            Block::Rows(rows) => docx.add_table(table(rows)),
            Block::Table(wide) => docx.add_table(grid(wide)),
            Block::Blanks(names) => names.iter().fold(docx, |docx, name| docx.add_paragraph(line(&format!("{name}：______________"), FANG, 28))),
        };
    }
    for (at, name) in letter.attachments.iter().enumerate() {
        let text = if letter.attachments.len() == 1 {
            format!("附件：{name}")
        } else {
            format!("{}{}.{name}", if at == 0 { "附件：" } else { "　　　" }, at + 1)
        };
        docx = docx.add_paragraph(indented(&text, FANG));
    }
    if let Some(sign) = letter.sign.as_ref().filter(|_| !matches!(letter.look, Look::Record | Look::Cover)) {
        docx = docx.add_paragraph(Paragraph::new()).add_paragraph(Paragraph::new());
        for text in [&sign.body, &sign.day] {
            docx = docx.add_paragraph(line(text, FANG, BODY).align(AlignmentType::Right).indent(None, None, Some(4 * 320), None));
        }
    }
    if !letter.note.is_empty() {
        docx = docx.add_paragraph(indented(&letter.note, FANG));
    }
    let mut bytes = Cursor::new(vec![]);
    docx.build().pack(&mut bytes).map_err(|error| Trouble::Machine(format!("writing the DOCX: {error}")))?;
    Ok(bytes.into_inner())
}

trait Coloured {
    fn map_color(self, colour: &str) -> Self;
}

impl Coloured for Paragraph {
    fn map_color(mut self, colour: &str) -> Self {
        for child in &mut self.children {
            if let docx_rs::ParagraphChild::Run(run) = child {
                **run = run.as_ref().clone().color(colour);
            }
        }
        self
    }
}

fn line(text: &str, face: &str, half_points: usize) -> Paragraph {
    let fonts = RunFonts::new().east_asia(face).ascii(face).hi_ansi(face);
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(if half_points > BODY { 40 * 20 } else { 580 });
    let mut run = Run::new().size(half_points).fonts(fonts);
    for (at, part) in text.lines().enumerate() {
        if at > 0 {
            run = run.add_break(docx_rs::BreakType::TextWrapping);
        }
        run = run.add_text(part);
    }
    Paragraph::new().line_spacing(spacing).add_run(run)
}

fn indented(text: &str, face: &str) -> Paragraph {
    line(text, face, BODY).align(AlignmentType::Both).indent(None, Some(SpecialIndentType::FirstLine(640)), None, None)
}

fn table(rows: &[(String, String)]) -> Table {
    let cell = |text: &str, face: &str, width: f64| {
        TableCell::new().width(usize::try_from(mm(width)).unwrap_or_default(), WidthType::Dxa).add_paragraph(line(text, face, 28))
    };
    Table::new(rows.iter().map(|(name, value)| TableRow::new(vec![cell(name, HEI, 34.0), cell(value, FANG, 122.0)])).collect())
}

fn grid(of: &Grid) -> Table {
    let cell = |text: &str, face: &str, wide: u16| {
        TableCell::new().width(usize::try_from(mm(f64::from(wide))).unwrap_or_default(), WidthType::Dxa).add_paragraph(line(text, face, 24))
    };
    let row = |texts: &[String], face: &str| {
        TableRow::new(of.columns.iter().zip(texts).map(|(column, text)| cell(text, face, column.wide)).collect::<Vec<_>>())
    };
    let names: Vec<String> = of.columns.iter().map(|column| column.name.clone()).collect();
    Table::new(std::iter::once(row(&names, HEI)).chain(of.rows.iter().map(|texts| row(texts, FANG))).collect())
}
