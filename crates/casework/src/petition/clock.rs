//! Starting, ending and moving the statutory clocks of a matter.
//!
//! A clock's length and article are rows of the law; its dates are computed when it starts and written into the event,
//! so that what was once told to a person does not depend on a later table. No function here pauses a clock: nothing
//! in the handling stage may (C-17).

use super::{
    command::Context,
    event::ClockChange,
    model::{CaseClock, How, Petition},
};
use kernel::{
    Day,
    area::AreaPath,
    deadline::{self, Deadline, Unit},
    id::OrganId,
};

/// Starts the clock of `rule` for `holder`, counting from `from` (not counted itself, TM-2).
///
/// Empty when the law has no row of that name in force: then nothing is owed by that rule.
#[must_use]
pub fn start(context: &Context<'_>, rule: &str, holder: OrganId, from: Day, area: &AreaPath) -> Option<ClockChange> {
    let row = context.law.deadline(rule, area, context.today)?;
    Some(start_as_set(context, rule, holder, from, row.length?, row.unit))
}

/// Starts the clock of `rule` anew where its first date has passed: bouncing gives nobody a new fortnight, only the short term of the row
/// `P-01.again`, `P-03.again`.
#[must_use]
pub fn again(context: &Context<'_>, rule: &str, holder: OrganId, area: &AreaPath) -> Option<ClockChange> {
    let row = context.law.deadline(&format!("{rule}.again"), area, context.today)?;
    Some(start_as_set(context, rule, holder, context.acted_on, row.length?, row.unit))
}

/// Starts a clock whose length was set by someone (P-10: the term of the assignment, calendar days).
#[must_use]
pub fn start_as_set(context: &Context<'_>, rule: &str, holder: OrganId, from: Day, length: i64, unit: Unit) -> ClockChange {
    ClockChange::Start { rule: rule.to_owned(), holder, deadline: deadline::compute(rule, from, length, unit, context.calendar) }
}

/// A clock that ends on the very day that was promised (C-27): it was told to her, and no holiday moves it (TM-3 is for terms of the law).
#[must_use]
pub fn start_promised(rule: &str, holder: OrganId, from: Day, by: Day) -> ClockChange {
    let length = from.days_until(by).max(1);
    let due = from.plus_days(length);
    let rule = rule.to_owned();
    let deadline = Deadline {
        rule: rule.clone(),
        from,
        length,
        unit: Unit::CalendarDays,
        extended_by: 0,
        paused_by: 0,
        due_raw: due,
        due_legal: due,
        provisional: false,
    };
    ClockChange::Start { rule, holder, deadline }
}

/// That this clock ended.
#[must_use]
pub fn ended(clock: &CaseClock, on: Day, how: How) -> ClockChange {
    ClockChange::End { rule: clock.rule.clone(), nth: Some(clock.nth), on, how }
}

/// Ends the running clocks among `rules`.
#[must_use]
pub fn end(petition: &Petition, rules: &[&str], on: Day, how: How) -> Vec<ClockChange> {
    petition.clocks.iter().filter(|clock| clock.ended.is_none() && rules.contains(&clock.rule.as_str())).map(|clock| ended(clock, on, how)).collect()
}

/// Ends every running duty of an office: the matter goes no further here.
#[must_use]
pub fn end_duties(petition: &Petition, on: Day, how: How) -> Vec<ClockChange> {
    petition.clocks.iter().filter(|clock| clock.ended.is_none() && ends_with_matter(clock)).map(|clock| ended(clock, on, how)).collect()
}

/// What no fate of the matter ends, nor takes along: the answer about her personal data, which are held on (C-81), and the review of an
/// emergency access (C-32). Whoever owes it owes it with this very matter.
const OF_HER_DATA: [&str; 2] = ["C-32", "C-81"];

/// Whether a clock is a duty that ends when the matter goes no further here: not her own right, not what a reviewing body owes, and
/// nothing that is owed about her data.
#[must_use]
pub fn ends_with_matter(clock: &CaseClock) -> bool {
    clock.holder != PERSON && clock.rule != "P-07" && !OF_HER_DATA.contains(&clock.rule.as_str())
}

/// Whether a clock goes along into the living matter when an item is merged: not her own right, and nothing that is owed about her data.
#[must_use]
pub fn goes_along(clock: &CaseClock) -> bool {
    clock.holder != PERSON && !OF_HER_DATA.contains(&clock.rule.as_str())
}

/// Whether a clock is a duty on the matter itself: what ends with a decision on acceptance, or goes along when the matter is laid together
/// with another. What she asked of who handles it is still owed an answer (C-24).
#[must_use]
pub fn is_of_the_matter(clock: &CaseClock) -> bool {
    ends_with_matter(clock) && clock.rule != "C-24"
}

/// The written notice: by any of these she is told where her item is.
pub const NOTICE: [&str; 3] = ["P-01", "P-02", "P-03"];
/// The written notice, and the right to object in its stead: what an act ends that sends the matter on or decides on it.
pub const NOTICE_OR_OBJECTION: [&str; 4] = ["P-01", "P-02", "P-03", "P-04"];

/// Ends every running duty by a decision on acceptance: the notice is given by it, whatever else was owed falls away.
#[must_use]
pub fn decided(petition: &Petition, on: Day) -> Vec<ClockChange> {
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && is_of_the_matter(clock));
    let how = |rule: &str| if NOTICE_OR_OBJECTION.contains(&rule) { How::Done } else { How::Moot };
    running.map(|clock| ended(clock, on, how(&clock.rule))).collect()
}

/// Ends every running duty by the reply to a suggestion: what was owed until then is done by it.
#[must_use]
pub fn answered(petition: &Petition, on: Day) -> Vec<ClockChange> {
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && is_of_the_matter(clock));
    let how =
        |rule: &str| if NOTICE_OR_OBJECTION.contains(&rule) || matches!(rule, "P-05.suggestion" | "P-05" | "P-10") { How::Done } else { How::Moot };
    running.map(|clock| ended(clock, on, how(&clock.rule))).collect()
}

/// Ends duties by an act that happened on an earlier day than today. A typed day alone does not make a late act timely:
/// without proof of the day (a file, a postal number) a duty that is late today was done today. The event keeps both.
#[must_use]
pub fn end_as_proven(petition: &Petition, rules: &[&str], context: &Context<'_>, on: Day, is_proven: bool) -> Vec<ClockChange> {
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && rules.contains(&clock.rule.as_str()));
    let day = |clock: &CaseClock| if !is_proven && clock.deadline.is_late(context.today) { context.today } else { on };
    running.map(|clock| ended(clock, day(clock), How::Done)).collect()
}

/// Which clocks these changes would start in the matter as it stands: rule, and which of that rule.
#[must_use]
pub fn starting(petition: &Petition, changes: &[ClockChange]) -> Vec<(String, i64)> {
    let mut started: Vec<(String, i64)> = vec![];
    for change in changes {
        if let ClockChange::Start { rule, .. } = change {
            let before =
                petition.clocks.iter().filter(|clock| clock.rule == *rule).count() + started.iter().filter(|(other, _)| other == rule).count();
            started.push((rule.clone(), i64::try_from(before).map_or(i64::MAX, |before| before + 1)));
        }
    }
    started
}

/// The clock of one supported claim: `C-27.1` for the first.
#[must_use]
pub fn execution_rule(index: usize) -> String {
    format!("C-27.{}", index + 1)
}

/// The clock of one part of another organ: `CO.1` for the first.
#[must_use]
pub fn part_rule(nth: u32) -> String {
    format!("CO.{nth}")
}

/// The holder of the person's own rights (P-06, P-24).
pub const PERSON: OrganId = OrganId::new(0);

/// Applies a change to the clocks of a matter.
pub fn apply(clocks: &mut Vec<CaseClock>, change: &ClockChange) {
    match change {
        ClockChange::Start { rule, holder, deadline } => {
            let nth = 1 + clocks.iter().filter(|clock| clock.rule == *rule).count();
            clocks.push(CaseClock {
                rule: rule.clone(),
                nth: i64::try_from(nth).unwrap_or(i64::MAX),
                holder: *holder,
                deadline: deadline.clone(),
                ended: None,
            });
        }
        ClockChange::End { rule, nth, on, how } => {
            let is_it = |clock: &&mut CaseClock| clock.rule == *rule && clock.ended.is_none() && nth.is_none_or(|nth| nth == clock.nth);
            for clock in clocks.iter_mut().filter(is_it) {
                clock.ended = Some((*on, *how));
            }
        }
        ClockChange::Move { rule, nth, deadline } => {
            for clock in clocks.iter_mut().filter(|clock| clock.rule == *rule && clock.nth == *nth) {
                clock.deadline = deadline.clone();
            }
        }
        ClockChange::Resume { rule, nth } => {
            for clock in clocks.iter_mut().filter(|clock| clock.rule == *rule && clock.nth == *nth) {
                clock.ended = None;
            }
        }
    }
}
