//! The arithmetic of a date, line by line, as a clerk would write it on paper: anybody can check it.

use std::fmt::Write as _;

use super::{Deadline, Unit};
use crate::calendar::{Calendar, DayKind};
use crate::day::Day;

/// One line of the arithmetic. Pages render these in their language; [`Line::zh`] and [`Line::en`] are for the
/// command line and the printed slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The event happened on this day, which is not counted.
    Start {
        /// The day of the event.
        day: Day,
    },
    /// The first day that counts.
    CountsFrom {
        /// The day after the event.
        day: Day,
    },
    /// So long is the term.
    Plus {
        /// How many.
        length: i64,
        /// Of what.
        unit: Unit,
    },
    /// These days were counted, and those between them were not.
    WorkingDaysCounted {
        /// Each work day, in order.
        days: Vec<Day>,
    },
    /// The term stood still so long.
    Paused {
        /// Days of the term's own kind.
        days: i64,
    },
    /// The term was extended so long.
    Extended {
        /// Days of the term's own kind.
        days: i64,
    },
    /// The last day by counting alone.
    Falls {
        /// `due_raw`.
        day: Day,
    },
    /// That day is no work day, so the last lawful day is this one.
    RollsTo {
        /// `due_legal`.
        day: Day,
        /// Why the day by counting does not stand: a holiday or a weekend.
        because: DayKind,
    },
    /// Counting today gives the day above; this one was told and stands (TM-6).
    KeptAsTold {
        /// The last lawful day that was told.
        day: Day,
    },
    /// Counted Monday to Friday where this year's holidays are not yet known.
    Provisional {
        /// The year whose notice is not loaded.
        year: i32,
    },
}

/// How `deadline` came about. Where counting with this calendar gives another day than the deadline's, the lines are
/// those of the counting, and the last says which day stands.
#[must_use]
pub fn derivation(deadline: &Deadline, calendar: &Calendar) -> Vec<Line> {
    let counted = deadline.clone().computed(calendar);
    if counted.due_raw == deadline.due_raw && counted.due_legal == deadline.due_legal {
        return steps(deadline, calendar);
    }
    let mut lines = steps(&counted, calendar);
    lines.push(Line::KeptAsTold { day: deadline.due_legal });
    lines
}

fn steps(deadline: &Deadline, calendar: &Calendar) -> Vec<Line> {
    let mut lines = vec![Line::Start { day: deadline.from }];
    if deadline.unit != Unit::Hours {
        lines.push(Line::CountsFrom { day: deadline.from.plus_days(1) });
    }
    lines.push(Line::Plus { length: deadline.length, unit: deadline.unit });
    if deadline.unit == Unit::WorkingDays {
        let reach = deadline.from.days_until(deadline.due_raw);
        let days = (1..=reach).map(|n| deadline.from.plus_days(n)).filter(|day| calendar.kind(*day).is_workday());
        lines.push(Line::WorkingDaysCounted { days: days.collect() });
    }
    if deadline.extended_by + deadline.paused_by > 0 && deadline.unit != Unit::WorkingDays {
        lines.push(Line::Falls { day: deadline.bare(calendar) });
    }
    if deadline.paused_by > 0 {
        lines.push(Line::Paused { days: deadline.paused_by });
    }
    if deadline.extended_by > 0 {
        lines.push(Line::Extended { days: deadline.extended_by });
    }
    lines.push(Line::Falls { day: deadline.due_raw });
    if deadline.due_legal != deadline.due_raw {
        lines.push(Line::RollsTo { day: deadline.due_legal, because: calendar.kind(deadline.due_raw) });
    }
    if deadline.provisional {
        let from = if deadline.unit == Unit::WorkingDays { deadline.from.plus_days(1) } else { deadline.due_raw };
        let year = calendar.first_missing_year(from, deadline.due_legal);
        lines.push(Line::Provisional { year: year.unwrap_or_else(|| deadline.due_legal.year()) });
    }
    lines
}

fn zh_day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month())
}

impl Line {
    /// The line in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Start { day } => format!("起算事由发生于 {}，当日不计入", zh_day(*day)),
            Self::CountsFrom { day } => format!("自次日 {} 起算", zh_day(*day)),
            Self::Plus { length, unit: Unit::CalendarDays } => format!("期限 {length} 日"),
            Self::Plus { length, unit: Unit::WorkingDays } => format!("期限 {length} 个工作日"),
            Self::Plus { length, unit: Unit::Hours } => format!("期限 {length} 小时"),
            Self::Plus { length, unit: Unit::Months } => format!("期限 {length} 个月"),
            Self::WorkingDaysCounted { days } => {
                let named = listed(days, "、", |day| format!("{}月{}日", day.month(), day.day_of_month()));
                format!("计入的工作日：{named}")
            }
            Self::Paused { days } => format!("听证期间 {days} 日不计入"),
            Self::Extended { days } => format!("经批准延长 {days} 日"),
            Self::Falls { day } => format!("届满 {}", zh_day(*day)),
            Self::RollsTo { day, because: DayKind::Holiday } => {
                format!("届满日为法定节假日，顺延至 {}", zh_day(*day))
            }
            Self::RollsTo { day, .. } => format!("届满日为休息日，顺延至 {}", zh_day(*day)),
            Self::KeptAsTold { day } => format!("已告知的 {} 不变", zh_day(*day)),
            Self::Provisional { year } => format!("{year} 年放假安排尚未载入，暂按周一至周五计算"),
        }
    }

    /// The line in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Start { day } => format!("starts with {day}, which is not counted"),
            Self::CountsFrom { day } => format!("counted from the next day, {day}"),
            Self::Plus { length, unit: Unit::CalendarDays } => format!("{length} calendar days"),
            Self::Plus { length, unit: Unit::WorkingDays } => format!("{length} working days"),
            Self::Plus { length, unit: Unit::Hours } => format!("{length} hours"),
            Self::Plus { length, unit: Unit::Months } => format!("{length} months"),
            Self::WorkingDaysCounted { days } => {
                format!("working days counted: {}", listed(days, ", ", |day| day.to_string()))
            }
            Self::Paused { days } => format!("{days} days of hearing are not counted"),
            Self::Extended { days } => format!("extended by {days} days"),
            Self::Falls { day } => format!("ends on {day}"),
            Self::RollsTo { day, because: DayKind::Holiday } => format!("a public holiday: moves to {day}"),
            Self::RollsTo { day, .. } => format!("a rest day: moves to {day}"),
            Self::KeptAsTold { day } => format!("the day that was told, {day}, stands"),
            Self::Provisional { year } => {
                format!("the holidays of {year} are not loaded: counted monday to friday for now")
            }
        }
    }
}

fn listed(days: &[Day], between: &str, write: impl Fn(&Day) -> String) -> String {
    days.iter().enumerate().fold(String::new(), |mut text, (index, day)| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{}{}", if index == 0 { "" } else { between }, write(day));
        text
    })
}
