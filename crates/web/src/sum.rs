//! A date shows its sum (README of the look, principle 2): the start, the days, a rule, the result, the roll.
//!
//! Clerk and citizen see the same sum, each in his own words. Pages draw it with the macro of `parts/sum.html`, letters
//! tell it in one sentence with [`told`].

use crate::{locale::Language, page::Page};
use casework::House;
use kernel::{
    Day,
    calendar::{Calendar, DayKind},
    deadline::{self, Deadline, Line as Step, Unit},
};

/// In whose words a sum is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Those who work here: `次日起算`.
    Desk,
    /// The person herself: `从第二天算起`.
    Her,
}

/// One line of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Class of the label: `plus`, `total` or empty.
    pub label_class: &'static str,
    /// What the line is.
    pub label: String,
    /// Class of the value: `total`, `carry` or empty.
    pub value_class: &'static str,
    /// The day, or empty.
    pub value: String,
    /// Small words beside the value.
    pub note: String,
}

/// The sum of a deadline for those who work here.
#[must_use]
pub fn desk(page: &Page, house: &House, deadline: &Deadline) -> Vec<Line> {
    lines(page, house.calendar(), deadline, Reader::Desk)
}

/// The sum of a deadline for the person herself.
#[must_use]
pub fn hers(page: &Page, house: &House, deadline: &Deadline) -> Vec<Line> {
    lines(page, house.calendar(), deadline, Reader::Her)
}

/// The sum of a deadline, line by line.
#[must_use]
pub fn lines(page: &Page, calendar: &Calendar, deadline: &Deadline, reader: Reader) -> Vec<Line> {
    let steps = deadline::derivation(deadline, calendar);
    let teller = Teller { page, calendar, deadline, reader };
    let last_fall = steps.iter().rposition(|step| matches!(step, Step::Falls { .. }));
    steps.iter().enumerate().map(|(at, step)| teller.line(step, Some(at) == last_fall)).collect()
}

/// The sum in one sentence, for letters: `收到 10月28日，次日起算 15 日`.
#[must_use]
pub fn told(page: &Page, house: &House, deadline: &Deadline) -> String {
    let start = start_name(page, "sum", &deadline.rule);
    let key = match deadline.unit {
        Unit::CalendarDays => "sum-told-days",
        Unit::WorkingDays => "sum-told-working-days",
        Unit::Months => "sum-told-months",
        Unit::Hours => "sum-told-hours",
    };
    let mut text = page.with3(key, "start", start, "from", page.day(&deadline.from), "n", deadline.length);
    if deadline.extended_by > 0 {
        text.push_str(&page.with("sum-told-extended", "n", deadline.extended_by));
    }
    if deadline.due_legal != deadline.due_raw && !house.calendar().kind(deadline.due_raw).is_workday() {
        text.push_str(&page.with("sum-told-rolls", "raw", page.day_and_weekday(&deadline.due_raw)));
    }
    text
}

/// The article that a deadline rests on, in the page's language; empty for what an act set by itself.
#[must_use]
pub fn article(page: &Page, house: &House, deadline: &Deadline) -> &'static str {
    // The row in force when the term began: a later change of the law does not change what was told.
    let known = house.law().deadlines().iter().filter(|row| row.id == deadline.rule && row.jurisdiction.as_str().is_empty());
    let row = known.clone().find(|row| row.holds_on(deadline.from)).or_else(|| known.clone().next());
    row.map_or("", |row| if page.language() == Language::English { row.article_en.as_str() } else { row.article.as_str() })
}

fn start_name(page: &Page, family: &str, rule: &str) -> &'static str {
    let stem = if rule.starts_with("C-27") { "C-27" } else { rule };
    page.maybe(family, &["start-", stem].concat()).unwrap_or_else(|| page.named(family, "start"))
}

struct Teller<'a> {
    page: &'a Page,
    calendar: &'a Calendar,
    deadline: &'a Deadline,
    reader: Reader,
}

impl Teller<'_> {
    fn family(&self) -> &'static str {
        match self.reader {
            Reader::Desk => "sum",
            Reader::Her => "her-sum",
        }
    }

    fn t(&self, word: &str) -> String {
        self.page.named(self.family(), word).to_owned()
    }

    fn n(&self, word: &str, n: i64) -> String {
        self.page.with(&[self.family(), "-", word].concat(), "n", n)
    }

    fn working(&self) -> bool {
        self.deadline.unit == Unit::WorkingDays
    }

    fn line(&self, step: &Step, is_last_fall: bool) -> Line {
        let page = self.page;
        let plain = |label: String, value: String| Line { label_class: "", label, value_class: "", value, note: String::new() };
        let plus = |label: String, note: String| Line { label_class: "plus", label, value_class: "", value: String::new(), note };
        match step {
            Step::Start { day } => plain(start_name(page, self.family(), &self.deadline.rule).to_owned(), page.day_and_weekday(day)),
            Step::CountsFrom { day } => {
                let made_up = self.working() && self.calendar.kind(*day) == DayKind::MakeUpWorkday;
                let note = if made_up { page.t("sum-make-up").to_owned() } else { String::new() };
                Line { note, ..plain(self.t("counts-from"), page.day(day)) }
            }
            Step::Plus { length, unit } => {
                let (word, note) = match unit {
                    Unit::CalendarDays => ("plus-days", self.t("plus-days-note")),
                    Unit::WorkingDays => ("plus-working-days", String::new()),
                    Unit::Hours => ("plus-hours", String::new()),
                    Unit::Months => ("plus-months", String::new()),
                };
                plus(self.n(word, *length), note)
            }
            Step::WorkingDaysCounted { days } => Line { note: listed(page.language(), days), ..plain(self.t("counted"), String::new()) },
            Step::Paused { days } => plus(self.n("paused", *days), String::new()),
            Step::Extended { days } => plus(self.n(if self.working() { "extended-working" } else { "extended" }, *days), String::new()),
            Step::Falls { day } => {
                let label = match (is_last_fall, self.reader, self.deadline.unit) {
                    (false, ..) => self.t("bare"),
                    (true, Reader::Her, Unit::CalendarDays) => self.n("falls-days", self.deadline.length + self.deadline.extended_by),
                    (true, ..) => self.t("falls"),
                };
                Line { label_class: "total", label, value_class: "total", value: page.day_and_weekday(day), note: String::new() }
            }
            Step::RollsTo { day, because } => {
                let word = if *because == DayKind::Holiday { "rolls-holiday" } else { "rolls-weekend" };
                let holiday = self
                    .calendar
                    .holiday(self.deadline.due_raw)
                    .map(|holiday| if page.language() == Language::English { &holiday.english } else { &holiday.name });
                let note = holiday.filter(|_| *because == DayKind::Holiday).cloned().unwrap_or_default();
                Line { value_class: "carry", note, ..plain(self.t(word), page.day_and_weekday(day)) }
            }
            Step::KeptAsTold { day } => Line { value_class: "carry", ..plain(self.t("kept"), page.day_and_weekday(day)) },
            Step::Provisional { year } => plain(page.with(&format!("{}-provisional", self.family()), "year", year.to_string()), String::new()),
        }
    }
}

/// `9月28、29、30日，10月9日`; `28, 29, 30 Sep; 9 Oct`. More than a dozen are told by the first and the last.
fn listed(language: Language, days: &[Day]) -> String {
    const MOST: usize = 12;
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return String::new() };
    let one = |day: &Day| crate::dates::day(language, *day, *day);
    if days.len() > MOST {
        return format!("{} – {}", one(first), one(last));
    }
    days.chunk_by(|a, b| (a.year(), a.month()) == (b.year(), b.month()))
        .map(|month| {
            let (Some((last, before)), Some(first)) = (month.split_last(), month.first()) else { return String::new() };
            let numbers: Vec<String> = before.iter().map(|day| day.day_of_month().to_string()).collect();
            match language {
                Language::Chinese if before.is_empty() => one(first),
                Language::Chinese => format!("{}月{}、{}日", first.month(), numbers.join("、"), last.day_of_month()),
                Language::English if before.is_empty() => one(first),
                Language::English => format!("{}, {}", numbers.join(", "), one(last)),
            }
        })
        .collect::<Vec<_>>()
        .join(if language == Language::Chinese { "，" } else { "; " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_are_named_month_by_month() {
        let day = |text: &str| Day::parse(text).unwrap();
        let days = ["2025-09-28", "2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10"].map(day);
        assert_eq!(listed(Language::Chinese, &days), "9月28、29、30日，10月9、10日");
        assert_eq!(listed(Language::English, &days), "28, 29, 30 Sep; 9, 10 Oct");
        assert_eq!(listed(Language::Chinese, &days[..1]), "9月28日");
        assert_eq!(listed(Language::Chinese, &[]), "");
    }
}
