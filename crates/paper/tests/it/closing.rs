//! Where a letter ends: on one page where that is usual, and never with a signature that stands alone.

use crate::{
    pdf::{Line, lines, press},
    samples,
};
use paper::{Block, Kind, Letter, Look};

/// A line of text, 28 characters.
const FULL: &str = "本单位经过调查核实认为信访人所反映的情况属实应当依法处理";
/// Where the code and the number of a page begin, millimetres from above.
const FOOT: f64 = 261.0;

/// Every letter that is signed.
fn signed() -> Vec<Letter> {
    samples::all().into_iter().map(Result::unwrap).filter(|letter| letter.look == Look::Letter && letter.sign.is_some()).collect()
}

fn printed(letter: &Letter) -> Vec<Line> {
    lines(&press().print(letter, &samples::print()).unwrap())
}

fn pages(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.page).max().unwrap()
}

/// How many lines of text stand above the signature on its page.
fn beside_signature(letter: &Letter, lines: &[Line]) -> usize {
    let name = &letter.sign.as_ref().unwrap().body;
    let sign = lines.iter().rfind(|line| line.text == *name && line.left > 60.0 && line.top < FOOT).unwrap();
    assert_eq!(sign.page, pages(lines), "{:?} is signed on its last page", letter.kind);
    let above = lines.iter().filter(|line| line.page == sign.page && line.top < sign.top - 1.0);
    let attached = above.clone().find(|line| line.text.starts_with("附件：")).map_or(sign.top, |line| line.top);
    let mut tops: Vec<f64> = above.map(|line| line.top).filter(|top| *top < attached - 1.0).collect();
    tops.sort_by(f64::total_cmp);
    tops.dedup_by(|one, other| (*one - *other).abs() < 2.0);
    tops.len()
}

#[test]
fn a_letter_with_usual_content_has_one_page() {
    // An assignment, an opinion and a report say more than one page holds.
    let is_longer = |kind| matches!(kind, Kind::Assignment | Kind::Opinion | Kind::Completion);
    for letter in signed().into_iter().filter(|letter| !is_longer(letter.kind)) {
        assert_eq!(pages(&printed(&letter)), 1, "{:?}", letter.kind);
    }
}

#[test]
fn two_lines_of_text_at_least_stand_with_the_signature_however_long_the_letter_is() {
    for letter in signed() {
        for more in (0..24).step_by(5) {
            // Before everything, and at the end of its last words.
            let mut pushed = letter.clone();
            pushed.blocks.insert(0, Block::Plain(FULL.repeat(more + 1)));
            let mut longer = letter.clone();
            if let Some(Block::Plain(text)) = longer.blocks.iter_mut().rev().find(|block| matches!(block, Block::Plain(_))) {
                text.push_str(&FULL.repeat(more));
            }
            for long in [pushed, longer] {
                let lines = printed(&long);
                assert!(pages(&lines) == 1 || beside_signature(&long, &lines) >= 2, "{:?} with {more} lines more", long.kind);
            }
        }
    }
}

#[test]
fn lines_stand_no_closer_than_24_pt_and_only_where_that_spares_the_second_page() {
    let pitch = |letter: &Letter| {
        let lines = printed(letter);
        let mut tops: Vec<f64> = lines.iter().filter(|line| line.page == 1 && line.top < FOOT && line.left < 50.0).map(|line| line.top).collect();
        tops.dedup_by(|one, other| (*one - *other).abs() < 2.0);
        tops.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::MAX, f64::min)
    };
    let usual = 225.0 / 22.0;
    for letter in signed() {
        let of = |lines: usize| Letter { blocks: vec![Block::Plain(FULL.repeat(lines))], ..letter.clone() };
        for other in [of(3), of(60)] {
            let own = pitch(&other);
            assert!((own - usual).abs() < 0.1, "{:?}: {own} mm from line to line", other.kind);
        }
        if letter.blocks.iter().all(|block| !matches!(block, Block::Rows(_))) {
            let own = pitch(&letter);
            assert!(own * 72.0 / 25.4 >= 24.0, "{:?}: {own} mm from line to line", letter.kind);
        }
    }
}
