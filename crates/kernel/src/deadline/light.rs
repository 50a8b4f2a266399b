//! Green, yellow, red (红黄绿): section 6.3.
//!
//! Counted to `due_raw`, so that the warning comes before a holiday and not after it.
//!
//! | term | yellow when there remain | red when there remain |
//! |---|---|---|
//! | 15 calendar days or more, and months | a third of the term, at least 7 days | 3 days |
//! | shorter | half the term | 3 days |
//! | working days | half the term | 1 working day |
//! | hours | half the term | a fifth |
//!
//! From `due_raw` to `due_legal` the light is red and names the last lawful day; after it the act is over time. The
//! length is the term's own: an extension moves the colours with the new date and does not widen them.

use serde::{Deserialize, Serialize};

use super::{Deadline, HourDeadline, Unit};
use crate::calendar::Calendar;
use crate::day::Day;
use crate::moment::Moment;

/// The colour of a deadline on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// There is time.
    Green,
    /// Begin, if you have not.
    Yellow,
    /// Days are left, few.
    Red,
    /// Red: the term has run out or does so today, and this is the last day on which the act is still in time.
    LastLawful(Day),
    /// Over time (超期).
    Over,
}

/// The first day on which a deadline is yellow, and red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightDays {
    /// The first yellow day; equal to `red_on` when the term is too short to be yellow.
    pub yellow_on: Day,
    /// The first red day.
    pub red_on: Day,
}

/// How much time is left, or how late it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// Days left to `due_raw`; 0 from there to `due_legal`; after it the number of calendar days late, negative.
    pub n: i64,
    /// Working days for a working-day term in time, otherwise calendar days.
    pub unit: Unit,
}

impl Remaining {
    /// Calendar days late, if it is late.
    #[must_use]
    pub fn overdue(self) -> Option<i64> {
        (self.n < 0).then_some(-self.n)
    }
}

/// Yellow at this many days left or fewer, and red.
fn thresholds(deadline: &Deadline, calendar: &Calendar) -> (i64, i64) {
    if deadline.unit == Unit::WorkingDays {
        return (deadline.length / 2, 1);
    }
    let length = match deadline.unit {
        Unit::CalendarDays => deadline.length,
        Unit::WorkingDays | Unit::Hours | Unit::Months => deadline.from.days_until(deadline.bare(calendar)),
    };
    (if length >= 15 { (length / 3).max(7) } else { length / 2 }, 3)
}

/// Days from `today` to `due_raw`, of the kind the term is counted in.
fn left(deadline: &Deadline, today: Day, calendar: &Calendar) -> i64 {
    match deadline.unit {
        Unit::WorkingDays => calendar.working_days_between(today, deadline.due_raw),
        Unit::CalendarDays | Unit::Hours | Unit::Months => today.days_until(deadline.due_raw),
    }
}

/// The colour of `deadline` on `today`.
#[must_use]
pub fn light(deadline: &Deadline, today: Day, calendar: &Calendar) -> Light {
    if today > deadline.due_legal {
        return Light::Over;
    }
    if today >= deadline.due_raw {
        return Light::LastLawful(deadline.due_legal);
    }
    let (yellow, red) = thresholds(deadline, calendar);
    let left = left(deadline, today, calendar);
    if left <= red {
        Light::Red
    } else if left <= yellow {
        Light::Yellow
    } else {
        Light::Green
    }
}

/// The days on which `deadline` turns yellow and red, not before it starts: what lists are ordered and counted by.
#[must_use]
pub fn light_days(deadline: &Deadline, calendar: &Calendar) -> LightDays {
    let (yellow, red) = thresholds(deadline, calendar);
    let before = |days: i64| {
        match deadline.unit {
            Unit::WorkingDays => calendar.plus_working_days(deadline.due_raw, -days),
            Unit::CalendarDays | Unit::Hours | Unit::Months => deadline.due_raw.plus_days(-days),
        }
        .max(deadline.from)
    };
    let red_on = before(red);
    LightDays { yellow_on: before(yellow).min(red_on), red_on }
}

/// What is left on `today` until `due_legal`, the day that stands beside it: colours go by the day without rolling (TM-4), words by
/// the day that is read. Below zero, in calendar days, once it is past.
#[must_use]
pub fn remaining(unit: Unit, due_legal: Day, today: Day, calendar: &Calendar) -> Remaining {
    if unit == Unit::WorkingDays && today <= due_legal {
        return Remaining { n: calendar.working_days_between(today, due_legal), unit: Unit::WorkingDays };
    }
    Remaining { n: today.days_until(due_legal), unit: Unit::CalendarDays }
}

/// The colour of a term in hours at a moment: yellow in its second half, red in its last fifth.
#[must_use]
pub fn light_hours(deadline: &HourDeadline, now: Moment) -> Light {
    let left = deadline.due.millis() - now.millis();
    let whole = deadline.due.millis() - deadline.from.millis();
    if left < 0 {
        Light::Over
    } else if left * 5 <= whole {
        Light::Red
    } else if left * 2 <= whole {
        Light::Yellow
    } else {
        Light::Green
    }
}
