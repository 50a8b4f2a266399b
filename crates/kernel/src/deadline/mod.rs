//! How a term becomes a date.
//!
//! | id | rule | here |
//! |---|---|---|
//! | TM-1 | 日 are calendar days, 工作日 working days | [`Unit`] |
//! | TM-2 | the day of the event is not counted | every term begins the day after `from` |
//! | TM-3 | a last day that is no work day moves to the next one | `due_legal` |
//! | TM-4 | two dates, and each has its use | `due_raw` colours and warns, only after `due_legal` is anything late |
//! | TM-5 | hours run from the moment and never roll | [`HourDeadline`] |
//! | TM-6 | a year that is not loaded never stops a command | `provisional`, [`recompute`], [`recompute_told`] |
//! | TM-7 | days are Shanghai days | [`crate::moment::Moment::local_day`] |
//!
//! (Civil Code 民法典 arts 201–203; Civil Procedure Law 民事诉讼法 art 85; by analogy for the petition regulation.)
//!
//! **Only these things move a date:** an extension by the head of the body ([`extend`], art 34), a hearing at recheck
//! ([`Deadline::paused`], art 36(2)), and the coming of a calendar ([`recompute`]). Waiting for material, mediation,
//! a hearing while handling and holidays move nothing (C-17): there is no function here for them.
//!
//! An extension is added to `due_raw` and rolled anew; added to `due_legal` it would grow by every holiday in between.
//!
//! **Why a date told to a citizen may stay.** When the notice for a year comes out, provisional dates are computed
//! again. One that a citizen was told never moves against her: an authority keeps the earlier date, her own window
//! the later one. [`recompute_told`] does that; who holds the term stands in its row of `law/deadlines.toml`.

mod derivation;
mod light;

use serde::{Deserialize, Serialize};

pub use derivation::{Line, derivation};
pub use light::{Light, LightDays, Remaining, light, light_days, light_hours, remaining};

use crate::calendar::Calendar;
use crate::day::Day;
use crate::moment::Moment;

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 日: calendar days.
    CalendarDays,
    /// 工作日: days on which the office works.
    WorkingDays,
    /// 小时: from a moment; see [`HourDeadline`].
    Hours,
    /// 月: to the corresponding day of a later month, or that month's last (民法典 art 202).
    Months,
}

/// Whose term it is; decides which way a date may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// An authority has to act in time: a lower rule may shorten it.
    Agency,
    /// A citizen may act within it: no lower rule may shorten it.
    Citizen,
    /// Something lasts so long: a record is kept, an order is in force.
    Lasting,
}

/// A deadline: where it starts, how long it is, and the two days it ends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The row of the deadline table, such as `P-05`.
    pub rule: String,
    /// The day of the event that starts it; not counted (TM-2).
    pub from: Day,
    /// How many of `unit`.
    pub length: i64,
    /// What it is counted in.
    pub unit: Unit,
    /// Days by which it was extended, of the term's own kind (working days for a working-day term, otherwise
    /// calendar days).
    pub extended_by: i64,
    /// Days during which it stood still, of the same kind.
    #[serde(default)]
    pub paused_by: i64,
    /// The last day without rolling: warns and colours (TM-4).
    pub due_raw: Day,
    /// The last day on which the act is in time (TM-3).
    pub due_legal: Day,
    /// Whether a day was counted in a year that is not loaded (TM-6).
    pub provisional: bool,
}

impl Deadline {
    /// Whether an act on `day` is late: only after `due_legal` (TM-4).
    #[must_use]
    pub fn is_late(&self, day: Day) -> bool {
        day > self.due_legal
    }

    /// The same deadline after standing still for `days` (P-09 during a hearing at recheck, art 36(2)).
    #[must_use]
    pub fn paused(&self, days: i64, calendar: &Calendar) -> Self {
        Self { paused_by: self.paused_by + days.max(0), ..self.clone() }.computed(calendar)
    }

    /// The last day of the bare term, neither extended nor rolled.
    fn bare(&self, calendar: &Calendar) -> Day {
        match self.unit {
            Unit::CalendarDays => self.from.plus_days(self.length),
            Unit::WorkingDays => calendar.plus_working_days(self.from, self.length),
            Unit::Hours => self.from.plus_days(self.length.div_euclid(24) + i64::from(self.length.rem_euclid(24) > 0)),
            Unit::Months => self.from.plus_months(self.length),
        }
    }

    fn computed(self, calendar: &Calendar) -> Self {
        let bare = self.bare(calendar);
        let longer = self.extended_by + self.paused_by;
        let due_raw = match self.unit {
            Unit::WorkingDays => calendar.plus_working_days(bare, longer),
            Unit::CalendarDays | Unit::Hours | Unit::Months => bare.plus_days(longer),
        };
        let due_legal = match self.unit {
            Unit::Hours => due_raw,
            Unit::CalendarDays | Unit::WorkingDays | Unit::Months => calendar.roll(due_raw),
        };
        // A calendar-day term asks the calendar only where it ends; a working-day term on each day of its way.
        let provisional = match self.unit {
            Unit::Hours => false,
            Unit::CalendarDays | Unit::Months => calendar.first_missing_year(due_raw, due_legal).is_some(),
            Unit::WorkingDays => calendar.first_missing_year(self.from.plus_days(1), due_legal).is_some(),
        };
        Self { due_raw, due_legal, provisional, ..self }
    }
}

/// The deadline of `length` × `unit` that an event on `from` starts.
///
/// A term in hours given with a day alone ends on the day that its last hour falls on; use [`compute_hours`] where
/// the moment is known. A negative length counts as none.
#[must_use]
pub fn compute(rule: &str, from: Day, length: i64, unit: Unit, calendar: &Calendar) -> Deadline {
    Deadline {
        rule: rule.to_owned(),
        from,
        length: length.max(0),
        unit,
        extended_by: 0,
        paused_by: 0,
        due_raw: from,
        due_legal: from,
        provisional: false,
    }
    .computed(calendar)
}

/// The deadline made longer by `days`: `due_raw` moves, and is rolled anew (P-05, art 34). Never shortens.
///
/// Whether the extension is lawful (once, at most so long, before expiry, approved, told) is the caller's guard.
#[must_use]
pub fn extend(deadline: &Deadline, days: i64, calendar: &Calendar) -> Deadline {
    Deadline { extended_by: deadline.extended_by + days.max(0), ..deadline.clone() }.computed(calendar)
}

/// What a provisional deadline becomes now that more years are loaded; `None` when nothing changes (TM-6).
#[must_use]
pub fn recompute(deadline: &Deadline, calendar: &Calendar) -> Option<Deadline> {
    if !deadline.provisional {
        return None;
    }
    let fresh = deadline.clone().computed(calendar);
    (fresh != *deadline).then_some(fresh)
}

/// As [`recompute`] for a deadline whose date a citizen was told: it never moves against her.
#[must_use]
pub fn recompute_told(deadline: &Deadline, holder: Holder, calendar: &Calendar) -> Option<Deadline> {
    let fresh = recompute(deadline, calendar)?;
    let kept = match holder {
        Holder::Agency => Deadline { due_raw: fresh.due_raw.min(deadline.due_raw), due_legal: fresh.due_legal.min(deadline.due_legal), ..fresh },
        Holder::Citizen | Holder::Lasting => {
            Deadline { due_raw: fresh.due_raw.max(deadline.due_raw), due_legal: fresh.due_legal.max(deadline.due_legal), ..fresh }
        }
    };
    Some(kept)
}

/// A term in hours: from the stated moment, without rolling (TM-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourDeadline {
    /// The row of the deadline table, such as `P-11`.
    pub rule: String,
    /// The moment that starts it.
    pub from: Moment,
    /// How many hours.
    pub hours: i64,
    /// The last moment in time.
    pub due: Moment,
}

/// The deadline of so many hours that an event at `from` starts.
#[must_use]
pub fn compute_hours(rule: &str, from: Moment, hours: i64) -> HourDeadline {
    HourDeadline { rule: rule.to_owned(), from, hours, due: from.plus_hours(hours) }
}

#[cfg(test)]
mod tests;
