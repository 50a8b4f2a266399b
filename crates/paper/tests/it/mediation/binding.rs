//! T-30: one dispute, one file, one PDF.

use crate::{
    pdf::{lines, poppler, press},
    samples::{self, mediation},
};
use kernel::Refusal;
use paper::{
    Template, Trouble,
    bind::{Paper, assemble},
    template::mediation::{Item, Outcome, Piece, Session},
};
use std::sync::LazyLock;

/// Set once: it is the same file in every test.
static PAPERS: LazyLock<Vec<Paper>> = LazyLock::new(printed_papers);

fn printed(template: &dyn Template) -> Vec<u8> {
    press().print(&template.compose().unwrap(), &samples::print()).unwrap()
}

fn papers() -> Vec<Paper> {
    PAPERS.clone()
}

fn printed_papers() -> Vec<Paper> {
    let paper = |item, pdf| Paper { item, pdf };
    vec![
        paper(Item::Application, printed(&mediation::application())),
        paper(Item::Application, printed(&mediation::intake())),
        paper(Item::Rights, printed(&mediation::rights())),
        paper(Item::Identity, printed(&mediation::follow_up())),
        paper(Item::Record, printed(&mediation::record(Session::Mediation))),
        paper(Item::Result, printed(&mediation::agreement())),
    ]
}

fn code(trouble: Result<Vec<u8>, Trouble>) -> (&'static str, Option<&'static str>) {
    match trouble {
        Err(Trouble::Refused(Refusal { code, field, .. })) => (code, field),
        other => (if other.is_ok() { "it was bound" } else { "the machine" }, None),
    }
}

#[test]
fn t_30_cover_index_papers_and_back_are_one_pdf_and_the_index_tells_the_right_pages() {
    let press = press();
    let papers = papers();
    let pdf = assemble(&press, &mediation::volume(), &papers).unwrap();
    let each: Vec<usize> = papers.iter().map(|paper| usize::try_from(paper::scan::count(&paper.pdf).unwrap()).unwrap()).collect();
    let lines = lines(&pdf);
    let pages = lines.iter().map(|line| line.page).max().unwrap();
    assert_eq!(pages, 3 + each.iter().sum::<usize>(), "cover, index, papers, back");
    let on = |page: usize| -> String { lines.iter().filter(|line| line.page == page).map(|line| line.text.as_str()).collect() };
    assert!(on(1).contains("人民调解卷宗") && on(2).contains("卷内目录") && on(pages).contains("卷宗封底"));
    assert!(on(1).contains(&format!("卷内共{}页", each.iter().sum::<usize>())));
    // Every counted page has its number in the outer corner above, and what was text is text.
    for page in 3..pages {
        let number = (page - 2).to_string();
        let stamp = lines.iter().find(|line| line.page == page && line.top < 20.0 && line.text == number);
        let stamp = stamp.unwrap_or_else(|| panic!("page {page} has no number"));
        assert_eq!(stamp.left > 105.0, (page - 2) % 2 == 1, "odd right, even left");
    }
    assert!(on(3).contains("人民调解申请书"));
    // Where the index says that the agreement begins, it begins.
    let index = poppler("pdftotext", &pdf, &["-f", "2", "-l", "2", "-layout"]);
    let row = index.lines().find(|line| line.contains("人民调解协议书")).unwrap();
    let from: usize = row.split_whitespace().last().unwrap().split('—').next().unwrap().parse().unwrap();
    assert_eq!(from, each[..5].iter().sum::<usize>() + 1);
    assert!(on(from + 2).contains("人民调解协议书"), "page {from}");
    assert!(index.lines().any(|line| line.contains("证据材料") && line.contains('无')), "{index}");
}

#[test]
fn t_30_a_file_without_what_must_be_in_it_is_refused() {
    let without = |item: Item| papers().into_iter().filter(|paper| paper.item != item).collect::<Vec<_>>();
    for (item, field) in [
        (Item::Application, "application"),
        (Item::Rights, "rights"),
        (Item::Identity, "identity"),
        (Item::Record, "record"),
        (Item::Result, "result"),
    ] {
        assert_eq!(code(assemble(&press(), &mediation::volume(), &without(item))), ("LETTER_INCOMPLETE", Some(field)));
    }
    let mut disordered = papers();
    disordered.reverse();
    assert_eq!(code(assemble(&press(), &mediation::volume(), &disordered)).0, "VOLUME_ORDER");
    let mut broken = papers();
    broken[2].pdf.truncate(40);
    assert_eq!(code(assemble(&press(), &mediation::volume(), &broken)).0, "PAPER_UNREADABLE");
    let mut volume = mediation::volume();
    volume.filed_on = None;
    assert_eq!(volume.compose().unwrap_err().field, Some("filed_on"));
    volume = mediation::volume();
    volume.pieces.push(Piece { item: Item::Back, pages: 1 });
    assert_eq!(volume.compose().unwrap_err().field, Some("pieces"), "the back is made, not brought");
}

#[test]
fn t_30_what_stands_in_the_eighth_place_goes_with_the_outcome() {
    for (outcome, name) in [(Outcome::Written, "人民调解协议书"), (Outcome::Oral, "口头协议登记表"), (Outcome::Ended, "终止调解告知书")]
    {
        let mut volume = mediation::volume();
        volume.outcome = outcome;
        assert!(volume.compose().unwrap().all_text().contains(name));
    }
}
