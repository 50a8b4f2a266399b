//! Dates of a year whose holidays are not published yet (TM-6): a letter that tells one says so, as the pages do.

use crate::{House, document::data::Data};
use kernel::{Day, deadline, deadline::Deadline};
use paper::{
    Kind, Letter,
    letter::{Block, chinese_day},
};

/// The clocks whose days a letter tells.
const fn told(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Receipt => &["P-01", "P-02"],
        Kind::Referral => &["P-03", "P-04"],
        Kind::Assignment => &["P-03", "P-04", "P-10"],
        Kind::Whereabouts => &["P-03"],
        Kind::Acceptance => &["P-05", "P-05.suggestion"],
        Kind::Extension => &["P-05"],
        _ => &[],
    }
}

/// Says of a letter's days which are provisional, before what closes it.
pub fn tell(house: &House, data: &Data<'_>, kind: Kind, letter: &mut Letter) {
    let petition = &data.case.petition;
    let newest = |rule: &&str| petition.clocks.iter().rev().find(|clock| clock.rule == **rule).map(|clock| clock.deadline.clone());
    let mut dates: Vec<Deadline> = told(kind).iter().filter_map(newest).collect();
    if let (Kind::Extension, Some(extension)) = (kind, petition.extension.as_ref().filter(|extension| extension.approved_on.is_none())) {
        dates = dates.iter().flat_map(|date| [date.clone(), deadline::extend(date, extension.days, house.calendar())]).collect();
    }
    let mut days: Vec<Day> = dates.iter().filter(|date| date.provisional).map(|date| date.due_legal).collect();
    days.sort_unstable();
    days.dedup();
    let Some(last) = days.last() else { return };
    let named: Vec<String> = days.iter().map(|day| chinese_day(*day)).collect();
    let sentence =
        format!("{}是暂定的日子：{}年放假安排还没公布，暂按周一到周五算；公布以后，不会往对信访人不利的方向改。", named.join("、"), last.year());
    let closes = |block: &Block| matches!(block, Block::Plain(text) if text.starts_with("特此") || text.starts_with("请"));
    let at = letter.blocks.len() - usize::from(letter.blocks.last().is_some_and(closes));
    letter.blocks.insert(at, Block::Plain(sentence));
}
