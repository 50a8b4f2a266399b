//! The day that matters to her: by when somebody owes her something, and what.

use crate::{locale::Language, page::Page};
use casework::{
    organ::Directory,
    petition::{Petition, model::CaseClock},
};
use kernel::Day;

/// What offices owe her in writing. Other clocks are between offices.
const OWED_TO_HER: [&str; 5] = ["P-01", "P-02", "P-03", "P-05", "P-05.suggestion"];

/// The running clock of what is owed to her that ends first.
#[must_use]
pub fn next(petition: &Petition) -> Option<&CaseClock> {
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && OWED_TO_HER.contains(&clock.rule.as_str()));
    running.min_by_key(|clock| clock.deadline.due_legal)
}

/// What is owed by then, with the name of who owes it.
#[must_use]
pub fn owed(page: &Page, directory: &Directory, clock: &CaseClock) -> String {
    let rule = clock.rule.replace('.', "-");
    page.with(&format!("owed-{rule}"), "organ", directory.organ_name(clock.holder).to_owned())
}

/// `2025年11月12日`, always with its year: for paper.
#[must_use]
pub fn full_day(page: &Page, day: Day) -> String {
    match page.language() {
        Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month()),
        Language::English => crate::dates::day(Language::English, day, day.plus_days(400)),
    }
}
