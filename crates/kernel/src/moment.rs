//! Instants and the clock. Stored in UTC, counted in local days (TM-7).
//!
//! A moment says when something was written down; a [`Day`] says on which day of the office it counts. China keeps
//! one time, eight hours ahead of UTC, without summer time since 1992: the offset is a constant here, not a lookup.

use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};

use crate::day::Day;

const OFFSET_MILLIS: i64 = 8 * 3_600_000;
const DAY_MILLIS: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The moment this many milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, as stored.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment a local day begins at `hour`:`minute` in Shanghai time.
    #[must_use]
    pub fn at_local(day: Day, hour: u8, minute: u8) -> Self {
        let minutes = i64::from(hour) * 60 + i64::from(minute);
        Self(day.days_since_1970() * DAY_MILLIS + minutes * 60_000 - OFFSET_MILLIS)
    }

    /// The day in Shanghai on which this moment falls: the day that is counted from.
    #[must_use]
    pub fn local_day(self) -> Day {
        Day::from_days_since_1970((self.0 + OFFSET_MILLIS).div_euclid(DAY_MILLIS))
    }

    /// Day, hour (0–23) and minute (0–59) in Shanghai.
    #[must_use]
    pub fn local_date_time(self) -> (Day, u8, u8) {
        let minutes = (self.0 + OFFSET_MILLIS).rem_euclid(DAY_MILLIS) / 60_000;
        let hour = u8::try_from(minutes / 60).unwrap_or_default();
        let minute = u8::try_from(minutes % 60).unwrap_or_default();
        (self.local_day(), hour, minute)
    }

    /// This moment and `millis` milliseconds.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This moment and `minutes` minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_millis(minutes.saturating_mul(60_000))
    }

    /// This moment and `hours` hours; terms in hours run without rolling (TM-5).
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_millis(hours.saturating_mul(3_600_000))
    }
}

/// Where the time comes from. Nothing below `app` asks the machine itself.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;

    /// The present day in Shanghai.
    fn today(&self) -> Day {
        self.now().local_day()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> Moment {
        let millis = match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
        };
        Moment(millis)
    }
}

/// A clock that stands until it is moved: for tests and for the demonstration.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that stands at `moment`.
    #[must_use]
    pub const fn new(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.millis()))
    }

    /// A clock that stands at 09:00 in Shanghai on `day`.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self::new(Moment::at_local(day, 9, 0))
    }

    /// Puts the clock to `moment`, forward or back.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.millis(), Ordering::SeqCst);
    }

    /// Moves the clock by whole days.
    pub fn advance_days(&self, days: i64) {
        self.advance_millis(days * DAY_MILLIS);
    }

    /// Moves the clock by milliseconds.
    pub fn advance_millis(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_sixteen_hours_utc() {
        // 2025-09-10T15:59:59.999Z and one millisecond later.
        let before = Moment::from_millis(1_757_519_999_999);
        assert_eq!(before.local_day().to_string(), "2025-09-10");
        assert_eq!(before.local_date_time(), (before.local_day(), 23, 59));
        assert_eq!(before.plus_millis(1).local_day().to_string(), "2025-09-11");
    }

    #[test]
    fn local_time_goes_there_and_back() {
        let day = Day::parse("2026-02-28").unwrap();
        let moment = Moment::at_local(day, 17, 30);
        assert_eq!(moment.local_date_time(), (day, 17, 30));
        assert_eq!(Moment::at_local(Day::parse("1969-12-31").unwrap(), 3, 4).local_date_time().1, 3);
    }

    #[test]
    fn a_set_clock_stands_until_it_is_moved() {
        let clock = SetClock::on(Day::parse("2025-09-10").unwrap());
        assert_eq!(clock.today().to_string(), "2025-09-10");
        clock.advance_days(15);
        assert_eq!(clock.today().to_string(), "2025-09-25");
        assert_eq!(clock.now(), clock.now());
    }
}
