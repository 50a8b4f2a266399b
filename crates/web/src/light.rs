//! Four lights, each told three times: colour, shape, words. A light cannot be drawn without its clock.

use crate::page::Page;
use casework::{
    House,
    petition::model::{CaseClock, How},
};
use kernel::{
    Day,
    deadline::{self, Deadline, Light, Unit},
};

/// A light as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// `is-green`, `is-yellow`, `is-red`, `is-over`, `is-done`.
    pub class: &'static str,
    /// `还有 3 天`, `今天到期`, `最后合法日 11月17日`, `超期 2 天`.
    pub words: String,
}

/// The light of a running deadline today.
#[must_use]
pub fn of(page: &Page, house: &House, deadline: &Deadline) -> Drawn {
    let (today, calendar) = (house.today(), house.calendar());
    let light = deadline::light(deadline, today, calendar);
    let left = deadline::remaining(deadline.unit, deadline.due_legal, today, calendar);
    drawn(page, light, today, left.n, left.unit)
}

/// The light of a clock of a case: running, done (with how late), or no longer owed.
#[must_use]
pub fn of_clock(page: &Page, house: &House, clock: &CaseClock) -> Drawn {
    let done = |words: String| Drawn { class: "is-done", words };
    match clock.ended {
        None => of(page, house, &clock.deadline),
        // What fell away after its last lawful day was late all the same.
        Some((on, How::Moot)) if clock.deadline.is_late(on) => done(page.with("light-moot-late", "n", clock.deadline.due_legal.days_until(on))),
        Some((_, How::Moot)) => done(page.t("light-moot").to_owned()),
        Some((on, How::Done)) if clock.deadline.is_late(on) => done(page.with("light-done-late", "n", clock.deadline.due_legal.days_until(on))),
        Some((on, How::Done)) => done(page.with("light-done", "n", clock.deadline.from.days_until(on).max(0))),
    }
}

/// The light of a row of a list, which carries the days of its deadline and not the deadline itself.
#[must_use]
pub fn of_row(page: &Page, house: &House, rule: &str, due_raw: Day, due_legal: Day, yellow_on: Day, red_on: Day) -> Drawn {
    let today = house.today();
    let light = if today > due_legal {
        Light::Over
    } else if today >= due_raw {
        Light::LastLawful(due_legal)
    } else if today >= red_on {
        Light::Red
    } else if today >= yellow_on {
        Light::Yellow
    } else {
        Light::Green
    };
    let is_working = house.law().deadlines().iter().any(|row| row.id == rule && row.unit == Unit::WorkingDays);
    let unit = if is_working { Unit::WorkingDays } else { Unit::CalendarDays };
    let left = deadline::remaining(unit, due_legal, today, house.calendar());
    drawn(page, light, today, left.n, left.unit)
}

fn drawn(page: &Page, light: Light, today: Day, left: i64, unit: Unit) -> Drawn {
    let remaining = || page.with(if unit == Unit::WorkingDays { "light-left-working" } else { "light-left" }, "n", left.max(0));
    match light {
        Light::Green => Drawn { class: "is-green", words: remaining() },
        Light::Yellow => Drawn { class: "is-yellow", words: remaining() },
        Light::Red => Drawn { class: "is-red", words: remaining() },
        Light::LastLawful(day) if day == today => Drawn { class: "is-red", words: page.t("light-today").to_owned() },
        Light::LastLawful(day) => Drawn { class: "is-red", words: page.with("light-last", "day", page.day(&day)) },
        Light::Over => Drawn { class: "is-over", words: page.with("light-over", "n", left.abs()) },
    }
}
