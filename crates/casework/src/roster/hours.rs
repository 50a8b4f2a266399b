//! On which days a studio is open, from when to when, as data: a gap of the roster is an open hour with nobody on duty.
//!
//! People type it as it hangs on the door: `9:00-11:30 13:30-17:00`, any dash, any comma. The words of the organ's own row stay what they
//! are; these hours are what is counted with.

use super::{may, write::carry};
use crate::{Asker, House, organ::Touched};
use kernel::{
    Moment, Refusal,
    day::Day,
    id::{OrganId, TenantId},
};
use store::{Failure, Tx, args, row, select, sql};

/// The fields of a form, Monday first.
pub const FIELDS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// So many spans a day at most.
const MOST: usize = 4;

row! {
    /// One span of a weekday.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Opening {
        /// Whose.
        pub organ: OrganId,
        /// 1 Monday … 7 Sunday.
        pub weekday: i64,
        /// From this minute of the day.
        pub opens: i64,
        /// To this one; 1440 is midnight.
        pub closes: i64,
    }
}

/// From one moment to before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first moment.
    pub from: Moment,
    /// The first moment after it.
    pub to: Moment,
}

/// The hours of a studio, Monday first.
///
/// # Errors
/// What the engine says.
pub fn of_organ(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Opening>, Failure> {
    Ok(tx.select(select!(Opening, "FROM studio_opening WHERE tenant = $1 AND organ = $2 ORDER BY weekday, opens"), args![tenant, organ])?)
}

/// The open spans from the first of two days to the last.
#[must_use]
pub fn open(hours: &[Opening], first: Day, last: Day) -> Vec<Span> {
    let mut spans = vec![];
    for days in 0..=first.days_until(last) {
        let day = first.plus_days(days);
        let midnight = Moment::at_local(day, 0, 0);
        let of_day = hours.iter().filter(|one| one.weekday == i64::from(day.weekday()));
        spans.extend(of_day.map(|one| Span { from: midnight.plus_minutes(one.opens), to: midnight.plus_minutes(one.closes) }));
    }
    spans
}

/// `9:00–11:30 13:30–17:00`: the hours of a weekday as they are typed and shown; empty when closed.
#[must_use]
pub fn words(hours: &[Opening], weekday: i64) -> String {
    let clock = |minutes: i64| format!("{}:{:02}", minutes / 60, minutes % 60);
    let spans = hours.iter().filter(|one| one.weekday == weekday).map(|one| format!("{}–{}", clock(one.opens), clock(one.closes)));
    spans.collect::<Vec<_>>().join(" ")
}

/// Reads the hours of one day, in minutes; empty when closed.
///
/// # Errors
/// `HOURS_FORMAT` at the field, for what is no time, ends before it begins, or overlaps.
pub fn read(text: &str, field: &'static str) -> Result<Vec<(i64, i64)>, Refusal> {
    let wrong = || Refusal::new("HOURS_FORMAT", "C-06").at(field);
    let plain: String = text.trim().chars().map(one_way_to_write).collect();
    let mut spans = vec![];
    for part in plain.replace(" -", "-").replace("- ", "-").split_whitespace() {
        let (opens, closes) = part.split_once('-').ok_or_else(wrong)?;
        let (opens, closes) = (minutes(opens).ok_or_else(wrong)?, minutes(closes).ok_or_else(wrong)?);
        let before = spans.last().map_or(0, |(_, closes): &(i64, i64)| *closes);
        if closes <= opens || opens < before || spans.len() == MOST {
            return Err(wrong());
        }
        spans.push((opens, closes));
    }
    Ok(spans)
}

fn one_way_to_write(letter: char) -> char {
    match letter {
        '–' | '—' | '~' | '～' | '－' | '至' | '到' => '-',
        '：' => ':',
        '，' | '、' | ',' | ';' | '；' => ' ',
        other => other,
    }
}

/// `9:00`, `24:00` as minutes of a day.
pub(super) fn minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let is_written = (1..=2).contains(&hour.len()) && minute.len() == 2;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (is_written && (0..60).contains(&minute) && (0..=DAY).contains(&total)).then_some(total)
}

/// Sets all hours of a studio; `typed` has one text a weekday, Monday first.
///
/// # Errors
/// `ROSTER_NOT_HEAD`, `HOURS_FORMAT`; [`Failure::NotFound`] for a studio that there is not.
pub async fn set(house: &House, asker: &Asker, organ: OrganId, typed: &[String; 7]) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    directory.organ(organ).filter(|found| found.ended_on.is_none()).ok_or(Failure::NotFound)?;
    may::must_keep(&directory, asker, organ)?;
    let mut wanted = vec![];
    for ((weekday, field), text) in (1_i64..).zip(FIELDS).zip(typed) {
        wanted.extend(read(text, field)?.into_iter().map(|(opens, closes)| Opening { organ, weekday, opens, closes }));
    }
    let tenant = asker.tenant;
    carry(house, asker, "hours_set", move |tx| {
        let before = of_organ(tx, tenant, organ)?;
        let mut touched = vec![];
        for gone in before.iter().filter(|one| !wanted.contains(one)) {
            tx.execute(
                sql!("DELETE FROM studio_opening WHERE tenant = $1 AND organ = $2 AND weekday = $3 AND opens = $4"),
                args![tenant, organ, gone.weekday, gone.opens],
            )?;
            if !wanted.iter().any(|one| (one.weekday, one.opens) == (gone.weekday, gone.opens)) {
                touched.push(Touched::new("studio_opening", args![organ, gone.weekday, gone.opens]));
            }
        }
        for new in wanted.iter().filter(|one| !before.contains(one)) {
            tx.execute(
                sql!("INSERT INTO studio_opening (tenant, organ, weekday, opens, closes) VALUES ($1, $2, $3, $4, $5)"),
                args![tenant, organ, new.weekday, new.opens, new.closes],
            )?;
            touched.push(Touched::new("studio_opening", args![organ, new.weekday, new.opens]));
        }
        Ok(touched)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_hang_on_the_door() {
        for text in ["9:00-11:30 13:30-17:00", "09:00–11:30，13:30–17:00", "9：00 至 11：30、13:30~17:00", " 9:00 - 11:30, 13:30 - 17:00 "] {
            assert_eq!(read(text, "monday"), Ok(vec![(540, 690), (810, 1020)]), "{text}");
        }
        assert_eq!(read("", "monday"), Ok(vec![]));
        assert_eq!(read("0:00-24:00", "monday"), Ok(vec![(0, 1440)]));
    }

    #[test]
    fn hours_that_make_no_sense_are_refused_at_their_field() {
        for text in ["9-11", "9:00", "11:00-9:00", "9:00-25:00", "9:00-11:00 10:00-12:00", "全天", "9:0-10:00", "-1:00-2:00"] {
            let refusal = read(text, "sunday").unwrap_err();
            assert_eq!((refusal.code, refusal.field), ("HOURS_FORMAT", Some("sunday")), "{text}");
        }
    }

    #[test]
    fn what_is_shown_can_be_typed_again() {
        let hours = |opens, closes| Opening { organ: OrganId::new(1), weekday: 1, opens, closes };
        let shown = words(&[hours(540, 690), hours(810, 1440)], 1);
        assert_eq!(shown, "9:00–11:30 13:30–24:00");
        assert_eq!(read(&shown, "monday"), Ok(vec![(540, 690), (810, 1440)]));
    }
}
