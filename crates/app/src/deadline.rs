//! `linju deadline`: a date and its arithmetic, from a row of the law.

use crate::{
    command_line::{Deadline as Wanted, Language},
    oops::Oops,
    say::Say,
};
use kernel::{
    AreaPath, Calendar, Day, Law, Moment,
    deadline::{self, Deadline, Unit},
    law::DeadlineRow,
};
use serde::Serialize;

/// How many names are offered for one that is not known.
const OFFERED: usize = 5;

/// The answer.
#[derive(Serialize)]
struct Answer<'a> {
    rule: &'a str,
    name: &'a str,
    from: String,
    due_raw: Day,
    due_legal: Day,
    /// The last moment in time, for terms in hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<String>,
    provisional: bool,
    derivation: Vec<String>,
    article: &'a str,
}

/// `linju deadline`.
///
/// # Errors
/// A row or a day that is none (wrong use); a row without a length of its own, an extension that the row does not allow.
pub fn run(wanted: &Wanted, say: &Say) -> Result<(), Oops> {
    let law = Law::bundled();
    let (from, at) = start(&wanted.from)?;
    let area = area(wanted.area.as_deref())?;
    let row = find(law, &wanted.rule, &area, from)?;
    let calendar = wanted.without_year.iter().fold(Calendar::bundled().clone(), |calendar, year| calendar.without_year(*year));
    let length = wanted.length.or(row.length).ok_or_else(|| {
        let note = row.note.as_deref().map_or_else(String::new, |note| format!(" ({note})"));
        Oops::usage(format!("{} has no length of its own{note}: say it with --length", row.id))
    })?;
    let made = match (wanted.length, law.start(&wanted.rule, &area, from, &calendar)) {
        (None, Some(made)) => made,
        _ => deadline::compute(&row.id, from, length, row.unit, &calendar),
    };
    let made = extended(made, row, wanted.extended, &calendar)?;
    let hours = at.filter(|_| row.unit == Unit::Hours).map(|at| deadline::compute_hours(&row.id, at, length));
    let (is_zh, lines) = (wanted.lang == Language::Zh, deadline::derivation(&made, &calendar));
    let (due_raw, due_legal) = hours.as_ref().map_or((made.due_raw, made.due_legal), |hours| (hours.due.local_day(), hours.due.local_day()));
    let mut derivation: Vec<String> = lines.iter().map(|line| if is_zh { line.zh() } else { line.en() }).collect();
    if let (Some(hours), Some(at)) = (&hours, at) {
        derivation = by_the_hour(at, hours.due, length, is_zh);
    }
    let answer = Answer {
        rule: &row.id,
        name: if is_zh { &row.zh } else { &row.en },
        from: at.map_or_else(|| from.to_string(), shown),
        due_raw,
        due_legal,
        due_at: hours.map(|hours| shown(hours.due)),
        provisional: made.provisional,
        derivation,
        article: if is_zh { &row.article } else { &row.article_en },
    };
    say.answer(&answer, || {
        let lines: String = answer.derivation.iter().map(|line| format!("  {line}\n")).collect();
        let provisional = if answer.provisional { if is_zh { "（暂定）" } else { " (provisional)" } } else { "" };
        let due = answer.due_at.clone().unwrap_or_else(|| answer.due_legal.to_string());
        format!("{} {}\n{lines}  = {due}{provisional}\n  {}", answer.rule, answer.name, answer.article)
    });
    Ok(())
}

/// The row that holds in `area` on the day of the event.
fn find<'a>(law: &'a Law, rule: &str, area: &AreaPath, from: Day) -> Result<&'a DeadlineRow, Oops> {
    if let Some(row) = law.deadline(rule, area, from) {
        return Ok(row);
    }
    if let Some(known) = law.deadlines().iter().find(|row| row.id == rule) {
        let until = known.valid_to.map_or_else(String::new, |last| format!(" to {last}"));
        let place = if known.jurisdiction == AreaPath::country() { String::new() } else { format!(", in {} (--area)", known.jurisdiction) };
        let off = if known.enabled { "" } else { ", and is switched off until a county signs it" };
        return Err(Oops::usage(format!("{rule} does not hold on {from}: it holds from {}{until}{place}{off}", known.valid_from)));
    }
    let mut near: Vec<&DeadlineRow> = law.deadlines().iter().collect();
    near.sort_by_key(|row| distance(rule, &row.id));
    let offered: String = near.iter().take(OFFERED).map(|row| format!("\n  {:<14} {}", row.id, row.zh)).collect();
    Err(Oops::usage(format!("there is no row {rule}; near it are:{offered}")))
}

/// How many letters have to be changed, put in or left out; case aside.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (b, above) in other.chars().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(a != b)).min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn extended(made: Deadline, row: &DeadlineRow, days: Option<i64>, calendar: &Calendar) -> Result<Deadline, Oops> {
    match (days, row.extension_max) {
        (None, _) => Ok(made),
        (Some(days), _) if days < 1 => Err(Oops::usage("--extended takes one day or more")),
        (Some(days), Some(most)) if days > most => Err(Oops::wrong(format!("{} may be extended by at most {most} days ({})", row.id, row.article))),
        (Some(_), None) if row.who_may_extend.is_none() => Err(Oops::wrong(format!("{} may not be extended ({})", row.id, row.article))),
        (Some(days), _) => Ok(deadline::extend(&made, days, calendar)),
    }
}

/// A day, or a day with its hour.
fn start(text: &str) -> Result<(Day, Option<Moment>), Oops> {
    let wrong = || Oops::usage(format!("{text} is no day: write YYYY-MM-DD (for terms in hours YYYY-MM-DDTHH:MM)"));
    let Some((day, time)) = text.split_once('T') else { return Ok((text.parse().map_err(|_| wrong())?, None)) };
    let day: Day = day.parse().map_err(|_| wrong())?;
    let (hour, minute) = time.split_once(':').ok_or_else(wrong)?;
    let (hour, minute): (u8, u8) = (hour.parse().map_err(|_| wrong())?, minute.parse().map_err(|_| wrong())?);
    if hour > 23 || minute > 59 { Err(wrong()) } else { Ok((day, Some(Moment::at_local(day, hour, minute)))) }
}

fn area(code: Option<&str>) -> Result<AreaPath, Oops> {
    let Some(code) = code else { return Ok(AreaPath::country()) };
    let text: String = [2, 4, 6, 9, 12].into_iter().filter_map(|end| code.get(..end)).map(|part| format!("{part}.")).collect();
    text.parse().map_err(|error| Oops::usage(format!("{code}: {error}")))
}

fn by_the_hour(at: Moment, due: Moment, length: i64, is_zh: bool) -> Vec<String> {
    let (at, due) = (shown(at), shown(due));
    if is_zh {
        vec![format!("自 {at} 起算"), format!("期限 {length} 小时，节假日不顺延"), format!("届满 {due}")]
    } else {
        vec![format!("counted from {at}"), format!("{length} hours, holidays included"), format!("ends at {due}")]
    }
}

/// `2026-11-23T09:05`, in Shanghai.
fn shown(moment: Moment) -> String {
    let (day, hour, minute) = moment.local_date_time();
    format!("{day}T{hour:02}:{minute:02}")
}
