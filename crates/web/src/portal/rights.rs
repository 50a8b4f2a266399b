//! What she may ask beside adding and rating: that another handles it (C-24), that the body above looks at it anew (art 35).

use super::case::open;
use crate::page::Page;
use casework::petition::{
    Context, Did, Petition, Verb, flow,
    model::{CaseClock, DataRight, Recused as Whom},
    page::Case,
    ready,
};
use kernel::{Day, id::OrganId, law::Law};

/// What she asked of who handles it, and what became of it.
pub struct Recused<'a> {
    /// Whom she asked about; empty for an accusation.
    pub whom: String,
    /// The day.
    pub asked_on: Day,
    /// Who decides; empty for an accusation.
    pub decider: String,
    /// By when, while nobody has.
    pub clock: Option<&'a CaseClock>,
    /// The day of the decision, whether it was granted, and the reason.
    pub decided: Option<(Day, bool, String)>,
}

/// A review that she asked for.
pub struct Reviewed<'a> {
    /// Who took it.
    pub to: String,
    /// Whether that is the body above itself; else it passes it on.
    pub is_above: bool,
    /// The day.
    pub asked_on: Day,
    /// Whether it came after her thirty days.
    pub late: bool,
    /// By when the written opinion is owed.
    pub clock: Option<&'a CaseClock>,
    /// The day on which she had it, its outcome and number.
    pub answered: Option<(Day, String)>,
    /// Until when she may ask for a recheck.
    pub recheck: Option<&'a CaseClock>,
}

/// Whom she may ask to be kept out now: code and name.
pub fn may_be_recused(page: &Page, case: &Case, context: &Context<'_>) -> Vec<(&'static str, String)> {
    let petition = &case.petition;
    if !flow::allows(petition.stage, Verb::AskRecusal) || ready::ready(petition, Verb::AskRecusal, context).is_err() {
        return vec![];
    }
    let officer = case.directory.person(petition.officer);
    let organ = case.directory.organ_name(petition.holder);
    let mut whom = vec![];
    if !officer.is_empty() {
        whom.push(("officer", page.with("recusal-officer", "officer", officer.to_owned())));
    }
    if !organ.is_empty() {
        whom.push(("organ", page.with("recusal-organ", "organ", organ.to_owned())));
    }
    whom
}

/// Of an accusation, where nobody is named to her: the organs of which she may say that they, or somebody there, must not handle it.
pub fn may_name<'a>(case: &'a Case, context: &Context<'_>) -> Vec<(OrganId, &'a str)> {
    let petition = &case.petition;
    let may = flow::allows(petition.stage, Verb::AskRecusal) && ready::ready(petition, Verb::AskRecusal, context).is_ok();
    if may { case.directory.organs().map(|organ| (organ.organ, organ.name.as_str())).collect() } else { vec![] }
}

/// What she asked so far, newest first.
pub fn recusals<'a>(page: &Page, case: &'a Case) -> Vec<Recused<'a>> {
    let reasons: Vec<String> = case
        .events
        .iter()
        .filter_map(|(_, event)| match &event.did {
            Did::RecusalDecided { reason, .. } => Some(open(page, case, reason)),
            _ => None,
        })
        .collect();
    let whom = |of: Whom| match of {
        Whom::Officer(officer) => case.directory.person(officer).to_owned(),
        Whom::Organ(organ) => case.directory.organ_name(organ).to_owned(),
    };
    let asked = case.petition.recusals.iter().enumerate().rev();
    // Whoever looks over her shoulder reads of an accusation neither whom she named nor who decides.
    let told = |name: String| if case.petition.is_sealed() { String::new() } else { name };
    asked
        .map(|(at, recusal)| Recused {
            whom: told(whom(recusal.of)),
            asked_on: recusal.asked_on,
            decider: told(case.directory.organ_name(recusal.decider).to_owned()),
            clock: case.petition.running("C-24").filter(|_| recusal.decided.is_none()),
            decided: recusal.decided.map(|(day, granted)| (day, granted, reasons.get(at).cloned().unwrap_or_default())),
        })
        .collect()
}

/// What she asked of her personal data (C-81).
pub struct DataAsked<'a> {
    /// Her right, in words.
    pub right: &'a str,
    /// The day.
    pub asked_on: Day,
    /// Who answers.
    pub organ: String,
    /// By when, while nobody has.
    pub clock: Option<&'a CaseClock>,
    /// The day of the answer, whether it was done, and its words.
    pub answered: Option<(Day, bool, String)>,
}

/// What she may ask of her personal data now: code and words.
pub fn may_ask_data<'a>(page: &'a Page, petition: &Petition) -> Vec<(&'static str, &'a str)> {
    if !flow::allows(petition.stage, Verb::AskData) || petition.open_data_ask().is_some() {
        return vec![];
    }
    DataRight::ALL.iter().map(|right| (right.code(), page.named("data-right", right.code()))).collect()
}

/// What she asked of her personal data so far, newest first.
pub fn data_asks<'a>(page: &'a Page, case: &'a Case) -> Vec<DataAsked<'a>> {
    let answers: Vec<String> = case
        .events
        .iter()
        .filter_map(|(_, event)| match &event.did {
            Did::DataAnswered { words, .. } => Some(open(page, case, words)),
            _ => None,
        })
        .collect();
    let asked = case.petition.data_asks.iter().enumerate().rev();
    asked
        .map(|(at, ask)| DataAsked {
            right: page.named("data-right", ask.right.code()),
            asked_on: ask.asked_on,
            organ: case.directory.organ_name(ask.organ).to_owned(),
            clock: case.petition.running("C-81").filter(|_| ask.answered.is_none()),
            answered: ask.answered.map(|(day, done)| (day, done, answers.get(at).cloned().unwrap_or_default())),
        })
        .collect()
}

/// An emergency access to her matter, as she reads it (C-32, 个人信息保护法 art 44).
pub struct Emergency<'a> {
    /// The day.
    pub on: Day,
    /// Which organ looked; of an accusation it is not named.
    pub organ: String,
    /// Why: the law's row.
    pub reason: &'a str,
    /// Who reviews it.
    pub reviewer: String,
    /// By when, while nobody has.
    pub clock: Option<&'a CaseClock>,
    /// How many days it is late.
    pub late: Option<i64>,
    /// The day of the review, whether it was justified, and its words.
    pub reviewed: Option<(Day, bool, String)>,
}

/// Who looked at her matter in an emergency, newest first.
pub fn emergencies<'a>(page: &Page, law: &'a Law, case: &'a Case) -> Vec<Emergency<'a>> {
    let petition = &case.petition;
    // Whoever looks over her shoulder reads of an accusation no office.
    let told = |organ| if petition.is_sealed() { String::new() } else { case.directory.organ_name(organ).to_owned() };
    let words = |nth: i64| {
        let found = case.events.iter().find_map(|(_, event)| match &event.did {
            Did::EmergencyReviewed { nth: of, words, .. } if *of == nth => words.as_ref(),
            _ => None,
        });
        found.map_or(String::new(), |words| open(page, case, words))
    };
    let row = |code: &str| law.emergencies.get(code).map_or("", |row| page.row(row));
    let clock = |nth: i64| petition.clocks.iter().find(|clock| clock.rule == "C-32" && clock.nth == nth && clock.ended.is_none());
    let all = petition.emergencies.iter().rev();
    all.map(|one| Emergency {
        on: one.opened_at.local_day(),
        organ: told(one.organ),
        reason: row(&one.reason),
        reviewer: told(one.reviewer),
        clock: clock(one.nth),
        late: clock(one.nth).filter(|clock| clock.deadline.is_late(page.today())).map(|clock| clock.deadline.due_legal.days_until(page.today())),
        reviewed: one.reviewed.map(|(day, justified)| (day, justified, words(one.nth))),
    })
    .collect()
}

/// The reviews that she asked for, newest first.
pub fn reviews<'a>(page: &Page, law: &Law, case: &'a Case) -> Vec<Reviewed<'a>> {
    let petition = &case.petition;
    let outcome = |code: &str| law.review_outcomes.get(code).map_or("", |row| page.row(row));
    let asked = petition.reviews.iter().rev();
    asked
        .map(|review| Reviewed {
            to: case.directory.organ_name(review.to).to_owned(),
            is_above: case.directory.organs_above(petition.holder).iter().any(|organ| *organ == review.to && *organ != petition.holder),
            asked_on: review.asked_on,
            late: review.late,
            clock: petition.running("P-07").filter(|_| review.answered.is_none()),
            answered: review.answered.as_ref().map(|(day, code)| (*day, outcome(code).to_owned())),
            recheck: petition.running("P-08").filter(|_| review.answered.is_some()),
        })
        .collect()
}
