//! When a message may go, and when offices work.

use kernel::{Day, Moment, calendar::Calendar};

/// No message goes before this hour.
pub const EARLIEST: u8 = 8;
/// Nor at or after this one.
pub const LATEST: u8 = 21;
/// What holds when she said nothing.
const USUAL: (u8, u8) = (9, 20);
/// Offices open, in minutes of the day.
const OPENS: u16 = 8 * 60 + 30;
/// Offices close.
const CLOSES: u16 = 17 * 60 + 30;

/// From which hour on, and before which hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    from: u8,
    until: u8,
}

impl Hours {
    /// What she said, within the hours in which nobody sleeps; the usual ones when it makes no span.
    #[must_use]
    pub fn within(from: Option<u8>, until: Option<u8>) -> Self {
        let (from, until) = (from.unwrap_or(USUAL.0).max(EARLIEST), until.unwrap_or(USUAL.1).min(LATEST));
        if from < until { Self { from, until } } else { Self { from: USUAL.0, until: USUAL.1 } }
    }

    /// From which hour on.
    #[must_use]
    pub const fn from(self) -> u8 {
        self.from
    }

    /// Before which hour.
    #[must_use]
    pub const fn until(self) -> u8 {
        self.until
    }

    /// `None` when a message may go now; else when it may.
    #[must_use]
    pub fn wait(self, now: Moment) -> Option<Moment> {
        let (day, hour, _) = now.local_date_time();
        if hour < self.from {
            return Some(Moment::at_local(day, self.from, 0));
        }
        (hour >= self.until).then(|| Moment::at_local(day.plus_days(1), self.from, 0))
    }
}

/// Whether offices work now: working days with their make-up days (调休), in office hours.
#[must_use]
pub fn is_office_time(calendar: &Calendar, now: Moment) -> bool {
    let (day, hour, minute) = now.local_date_time();
    let at = u16::from(hour) * 60 + u16::from(minute);
    is_workday(calendar, day) && (OPENS..CLOSES).contains(&at)
}

fn is_workday(calendar: &Calendar, day: Day) -> bool {
    calendar.is_workday(day).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: u8, minute: u8) -> Moment {
        Moment::at_local(day.parse().unwrap(), hour, minute)
    }

    #[test]
    fn nothing_goes_at_night_and_the_morning_is_hers() {
        let usual = Hours::within(None, None);
        assert_eq!(usual.wait(at("2025-10-28", 9, 0)), None);
        assert_eq!(usual.wait(at("2025-10-28", 20, 0)), Some(at("2025-10-29", 9, 0)));
        assert_eq!(usual.wait(at("2025-10-28", 3, 10)), Some(at("2025-10-28", 9, 0)));
        let hers = Hours::within(Some(18), Some(20));
        assert_eq!(hers.wait(at("2025-10-28", 12, 0)), Some(at("2025-10-28", 18, 0)));
        assert_eq!(hers.wait(at("2025-10-28", 19, 59)), None);
        // Nobody is rung out of bed, whatever was typed; a span that is none is no span.
        assert_eq!(Hours::within(Some(0), Some(24)), Hours { from: EARLIEST, until: LATEST });
        assert_eq!(Hours::within(Some(20), Some(9)), usual);
    }

    #[test]
    fn offices_work_on_a_make_up_day_and_not_on_a_holiday() {
        let calendar = Calendar::bundled();
        assert!(is_office_time(calendar, at("2025-09-28", 10, 0)), "a Sunday that is worked for the National Day");
        assert!(!is_office_time(calendar, at("2025-10-03", 10, 0)), "a Friday of the National Day");
        assert!(!is_office_time(calendar, at("2025-10-28", 7, 0)));
        assert!(!is_office_time(calendar, at("2025-10-25", 10, 0)), "a Saturday");
    }
}
