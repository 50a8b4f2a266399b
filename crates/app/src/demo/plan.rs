//! The acts of every case of a county, each at its moment, in the order of time.
//!
//! The book says on which day an act falls. The hour is ours: within office hours, a little different for each case,
//! and never before the act that it rests on.

use super::book::{Book, Case};
use crate::oops::Oops;
use kernel::{Day, Moment};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Register,
    Classify,
    MarkUrgent,
    AskVoid,
    ConfirmVoid,
    Refer,
    Assign,
    SignIn,
    NonAccept,
    HandOverAccusation,
    Divert,
    Accept,
    Start,
    AcceptanceNotice,
    AskMaterial,
    RequestExtension,
    AgreeExtension,
    ApproveExtension,
    Draft,
    Sign,
    Dispatch,
    Deliver,
    Execute(usize),
    Complete,
    Rate,
    Archive,
    Withdraw,
    AskHelper,
    HelperAnswered,
    Add(usize),
    Note(usize),
}

/// One act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// When.
    pub at: Moment,
    /// Its place among the acts of its case.
    pub nth: usize,
    /// Which case of the book.
    pub case: usize,
    /// What.
    pub what: What,
}

/// Acts of a case's own way, with the word for their day and the usual hour.
const WAY: [(&str, What, u8, u8); 20] = [
    ("classified", What::Classify, 9, 40),
    ("voided", What::AskVoid, 10, 5),
    ("voided", What::ConfirmVoid, 14, 10),
    ("referred", What::Refer, 10, 30),
    ("assigned", What::Assign, 10, 30),
    ("signed_in", What::SignIn, 8, 50),
    ("non_accepted", What::NonAccept, 15, 10),
    ("handed_over", What::HandOverAccusation, 11, 0),
    ("diverted", What::Divert, 14, 30),
    ("accepted", What::Accept, 9, 10),
    ("started", What::Start, 10, 10),
    ("acceptance_notice", What::AcceptanceNotice, 15, 40),
    ("material_asked", What::AskMaterial, 11, 10),
    ("extension_requested", What::RequestExtension, 15, 30),
    ("extension_approved", What::AgreeExtension, 16, 10),
    ("extension_approved", What::ApproveExtension, 16, 20),
    ("drafted", What::Draft, 14, 40),
    ("issued", What::Sign, 9, 30),
    ("dispatched", What::Dispatch, 14, 20),
    ("delivered", What::Deliver, 16, 0),
];
/// After the delivery.
const REST: [(&str, What, u8, u8); 3] =
    [("completed", What::Complete, 15, 0), ("archived", What::Archive, 10, 40), ("withdrawn", What::Withdraw, 10, 20)];
/// Between two acts of one case on one day.
const BETWEEN_MINUTES: i64 = 9;
/// The last act of the stories is so long before their end: what comes after is the visitor's.
const REST_MINUTES: i64 = 2;

/// The acts of a county up to `end`.
///
/// # Errors
/// An hour that is none.
pub fn acts(book: &Book, end: Moment) -> Result<Vec<Act>, Oops> {
    let mut acts = vec![];
    for (index, case) in book.cases.iter().enumerate() {
        acts.extend(of_case(index, case, end)?);
    }
    let last = end.plus_minutes(-REST_MINUTES);
    acts.sort();
    // What would fall later today is told as just done, still in its order.
    acts.iter_mut().for_each(|act| act.at = act.at.min(last));
    acts.sort();
    Ok(acts)
}

fn of_case(index: usize, case: &Case, end: Moment) -> Result<Vec<Act>, Oops> {
    let day = |days: i64| received(case, end).plus_days(days);
    let mut way: Vec<(i64, What, u8, u8)> = vec![];
    for (word, what, hour, minute) in WAY.into_iter().chain(REST) {
        let Some(days) = case.days.get(word) else { continue };
        // The head agrees; the extension is entered when the notice has reached her.
        let told = if what == What::ApproveExtension { case.days.get("extension_notice") } else { None };
        way.push((told.copied().unwrap_or(0).max(*days), what, hour, minute));
    }
    if case.urgent {
        way.push((0, What::MarkUrgent, 9, 0));
    }
    if let (Some(delivered), answers) = (case.days.get("delivered"), &case.answers) {
        for (claim, done) in answers.iter().enumerate().filter_map(|(claim, answer)| Some((claim, answer.done?))) {
            way.push((done.max(*delivered), What::Execute(claim), 16, 30));
        }
    }
    if let Some(rating) = &case.rating {
        way.push((rating.day, What::Rate, 19, 30));
    }
    way.sort_by_key(|(days, what, ..)| (*days, *what));
    let at = clock_time(case, &case.received_at)?;
    let mut before = Moment::at_local(day(0), at.0, at.1);
    let mut acts = vec![(before, What::Register)];
    for (days, what, hour, minute) in way.into_iter().filter(|(days, ..)| *days <= case.received_days_ago) {
        let usual = Moment::at_local(day(days), hour, minute).plus_minutes(jitter(&case.key, what));
        before = usual.max(before.plus_minutes(BETWEEN_MINUTES));
        acts.push((before, what));
    }
    acts.extend(beside(case, day)?);
    Ok(acts.into_iter().enumerate().map(|(nth, (at, what))| Act { at, nth, case: index, what }).collect())
}

/// What stands beside the case's own way: help from others, her further words, notes.
fn beside(case: &Case, day: impl Fn(i64) -> Day) -> Result<Vec<(Moment, What)>, Oops> {
    let mut acts = vec![];
    if let Some(helper) = &case.helper {
        acts.push((helper.day, Moment::at_local(day(helper.day), 15, 20), What::AskHelper));
        if let Some(answered) = helper.answered {
            acts.push((answered, Moment::at_local(day(answered), 11, 20), What::HelperAnswered));
        }
    }
    for (nth, addition) in case.additions.iter().enumerate() {
        let (hour, minute) = clock_time(case, &addition.at)?;
        acts.push((addition.day, Moment::at_local(day(addition.day), hour, minute), What::Add(nth)));
    }
    for (nth, note) in case.notes.iter().enumerate() {
        let (hour, minute) = clock_time(case, &note.at)?;
        // An appointment lies ahead and is noted today; what was written down later carries both days.
        let written = if note.kind == "appointment" { note.day.min(case.received_days_ago) } else { note.written.unwrap_or(note.day) };
        acts.push((written, Moment::at_local(day(written), hour, minute), What::Note(nth)));
    }
    Ok(acts.into_iter().filter(|(days, ..)| *days <= case.received_days_ago).map(|(_, at, what)| (at, what)).collect())
}

/// The day on which a case was received.
#[must_use]
pub fn received(case: &Case, end: Moment) -> Day {
    end.local_day().plus_days(-case.received_days_ago)
}

fn clock_time(case: &Case, text: &str) -> Result<(u8, u8), Oops> {
    let read = || {
        let (hour, minute) = text.split_once(':')?;
        Some((hour.parse().ok()?, minute.parse().ok()?))
    };
    read().ok_or_else(|| Oops::wrong(format!("demo: {}: {text} is no time of day", case.key)))
}

/// Up to half an hour, always the same for the same case and act.
fn jitter(key: &str, what: What) -> i64 {
    let named = format!("{key} {what:?}");
    let sum = named.bytes().fold(17_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    i64::try_from(sum % 30).unwrap_or_default()
}
