//! The layout of GB/T 9704-2012, measured in the PDF by poppler: what is printed, not what the template means to print.

use crate::{
    pdf::{Line, lines, poppler, press},
    samples,
};
use kernel::Refusal;
use paper::{Block, Template, Trouble};

/// Three pages of nothing but characters: no stop and no digit, which are narrower.
fn full() -> paper::Letter {
    let mut letter = samples::opinion(1).compose().unwrap();
    letter.blocks = vec![Block::Plain("本单位经过调查核实认为信访人所反映的情况属实应当依法处理".repeat(60))];
    letter
}

#[test]
fn gbt9704_a_page_has_22_lines_of_28_characters_within_its_margins() {
    let pdf = press().print(&full(), &samples::print()).unwrap();
    let body: Vec<Line> = lines(&pdf).into_iter().filter(|line| line.page == 2 && line.top < 260.0).collect();
    assert!((21..=23).contains(&body.len()), "{} lines", body.len());
    for line in &body {
        assert!((27..=29).contains(&line.text.chars().count()), "{} characters: {}", line.text.chars().count(), line.text);
        assert!((line.left - 28.0).abs() <= 1.0, "left margin {}", line.left);
        assert!((line.right - 184.0).abs() <= 1.0, "right edge of the type area {}", line.right);
    }
    assert!((body[0].top - 37.0).abs() <= 1.0, "top margin {}", body[0].top);
    let pitch = (body.last().unwrap().top - body[0].top) / f64::from(u32::try_from(body.len() - 1).unwrap());
    assert!((pitch - 225.0 / 22.0).abs() < 0.1, "from line to line {pitch} mm");
}

#[test]
fn gbt9704_the_text_is_16_pt_and_the_title_22() {
    let pdf = press().print(&full(), &samples::print()).unwrap();
    let xml = poppler("pdftohtml", &pdf, &["-xml", "-stdout", "-i", "-zoom", "1"]);
    let size = |page: usize, text: &str| {
        let page = xml.split("<page ").nth(page).unwrap();
        let line = page.lines().find(|line| line.contains(text)).unwrap();
        let font = line.split_once("font=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let spec = xml.lines().find(|line| line.contains(&format!("<fontspec id=\"{font}\""))).unwrap();
        spec.split_once("size=\"").unwrap().1.split('"').next().unwrap().parse::<i32>().unwrap()
    };
    assert_eq!(size(2, "调查核实"), 16);
    assert_eq!(size(1, "处理意见书"), 22);
}

#[test]
fn gbt9704_the_head_of_a_letter_stands_30_mm_from_the_edge_and_the_date_4_characters_in() {
    let pdf = press().print(&samples::suggestion().compose().unwrap(), &samples::print()).unwrap();
    let lines = lines(&pdf);
    let head = lines.iter().find(|line| line.text.contains("横村镇人民政府")).unwrap();
    assert!((head.top - 30.0).abs() <= 2.0, "red head at {}", head.top);
    let number = lines.iter().find(|line| line.text.contains("12号")).unwrap();
    assert!((number.right - 184.0).abs() <= 1.0, "the number ends at {}", number.right);
    let date = lines.iter().find(|line| line.text == "2025年11月6日" && line.left > 100.0).unwrap();
    let four = 4.0 * 156.0 / 28.0;
    assert!((184.0 - four - date.right).abs() <= 1.5, "the date ends at {}", date.right);
}

#[test]
fn every_page_says_where_it_is_checked_and_pages_after_the_first_have_a_number() {
    let pdf = press().print(&full(), &samples::print()).unwrap();
    let lines = lines(&pdf);
    let pages = lines.iter().map(|line| line.page).max().unwrap();
    assert!(pages >= 3);
    for page in 1..=pages {
        let here = |wanted: &str| lines.iter().any(|line| line.page == page && line.text.contains(wanted));
        assert!(here("7K3M-9Q2X-D5TR-0WHV") && here("09:26"), "page {page}");
        let number = lines.iter().find(|line| line.page == page && line.text == page.to_string() && line.top > 262.0);
        assert_eq!(number.is_some(), page > 1, "page {page}");
        if let Some(number) = number {
            assert_eq!(number.left > 105.0, page % 2 == 1, "odd right, even left: page {page}");
        }
    }
}

#[test]
fn every_template_prints_and_large_print_does_too() {
    for letter in samples::all() {
        let letter = letter.unwrap();
        let pdf = press().print(&letter, &samples::print()).unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{:?}", letter.kind);
        let text = poppler("pdftotext", &pdf, &[]);
        assert!(text.contains(&letter.title), "{:?}", letter.kind);
    }
    let large = paper::Print { large: true, ..samples::print() };
    assert!(press().print(&samples::extension().compose().unwrap(), &large).is_ok());
}

#[test]
fn a_character_that_no_font_has_is_told_before_the_letter_leaves() {
    let mut letter = samples::extension().compose().unwrap();
    // A private-use character: what a name becomes when a system has no code for it.
    letter.to = "钱\u{F0001}仙".to_owned();
    let Err(Trouble::Refused(Refusal { code, args, .. })) = press().print(&letter, &samples::print()) else { panic!("it was printed") };
    assert_eq!(code, "GLYPH_MISSING");
    assert!(args.contains(&("characters", "U+F0001".to_owned())), "{args:?}");
}
