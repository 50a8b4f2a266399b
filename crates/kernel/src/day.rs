//! A civil day: what the law counts in. No hour, no zone, written `2025-09-10` everywhere.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{SignedDuration, Span};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// A day of the civil calendar, from year 1 to 9999. Arithmetic that would leave that range stays at its edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A text that is not a day written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day written year-month-day, such as 2025-09-10")]
pub struct NotADay;

impl Day {
    /// 1 January of year 1.
    pub const FIRST: Self = Self(Date::constant(1, 1, 1));
    /// 31 December 9999.
    pub const LAST: Self = Self(Date::constant(9999, 12, 31));

    /// The day, or `None` when there is no such day (30 February) or the year is not 1–9999.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// # Errors
    /// [`NotADay`] for any other text and for days that do not exist.
    pub fn parse(text: &str) -> Result<Self, NotADay> {
        text.parse()
    }

    /// The day this many days after 1 January 1970 (before it, when negative).
    #[must_use]
    pub fn from_days_since_1970(days: i64) -> Self {
        Self(EPOCH).plus_days(days)
    }

    /// Days since 1 January 1970; negative before it.
    #[must_use]
    pub fn days_since_1970(self) -> i64 {
        Self(EPOCH).days_until(self)
    }

    /// The day `days` calendar days later (earlier, when negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let shift = SignedDuration::from_hours(days.clamp(-4_000_000, 4_000_000) * 24);
        Self(self.0.saturating_add(shift)).max(Self::FIRST)
    }

    /// The corresponding day `months` months later, or the month's last day when there is none (Civil Code
    /// 民法典 art 202).
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        Self(self.0.saturating_add(Span::new().months(months.clamp(-100_000, 100_000)))).max(Self::FIRST)
    }

    /// Calendar days from this day to `later`; negative when `later` is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        later.0.duration_since(self.0).as_hours() / 24
    }

    /// 1 = Monday … 7 = Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        u8::try_from(self.0.weekday().to_monday_one_offset()).unwrap_or_default()
    }

    /// The year, such as 2025.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::try_from(self.0.month()).unwrap_or_default()
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day_of_month(self) -> u8 {
        u8::try_from(self.0.day()).unwrap_or_default()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(NotADay);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i16, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i16::from(digit - b'0')).ok_or(NotADay))
        };
        let month = i8::try_from(number(&[m1, m2])?).map_err(|_| NotADay)?;
        let day = i8::try_from(number(&[d1, d2])?).map_err(|_| NotADay)?;
        Self::new(number(&[y1, y2, y3, y4])?, month, day).ok_or(NotADay)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DayVisitor)
    }
}

/// Reads a day without making a `String` first: events carry many.
struct DayVisitor;

impl de::Visitor<'_> for DayVisitor {
    type Value = Day;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a day written year-month-day")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn only_one_way_to_write_a_day() {
        for wrong in ["2025-9-10", "2025/09/10", "20250910", "2025-02-29", "2025-13-01", "0000-01-01", "+025-01-01", " 2025-01-01", "２０２５-01-01"]
        {
            assert_eq!(Day::parse(wrong), Err(NotADay), "{wrong}");
        }
        assert_eq!(serde_json::to_string(&day("2024-02-29")).unwrap(), "\"2024-02-29\"");
        assert_eq!(serde_json::from_str::<Day>("\"2024-02-29\"").unwrap(), day("2024-02-29"));
    }

    #[test]
    fn days_add_up() {
        assert_eq!(day("2025-09-10").plus_days(15), day("2025-09-25"));
        assert_eq!(day("2024-03-01").plus_days(-1), day("2024-02-29"));
        assert_eq!(day("2025-08-04").days_until(day("2025-10-03")), 60);
        assert_eq!(day("2025-10-03").days_until(day("2025-08-04")), -60);
        assert_eq!(day("1970-01-01").days_since_1970(), 0);
        assert_eq!(Day::from_days_since_1970(day("1949-10-01").days_since_1970()), day("1949-10-01"));
    }

    #[test]
    fn a_month_without_the_day_ends_on_its_last() {
        assert_eq!(day("2025-01-31").plus_months(1), day("2025-02-28"));
        assert_eq!(day("2025-01-15").plus_months(6), day("2025-07-15"));
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(day("2025-09-08").weekday(), 1);
        assert_eq!(day("2025-09-14").weekday(), 7);
        assert_eq!((day("2025-09-14").year(), day("2025-09-14").month(), day("2025-09-14").day_of_month()), (2025, 9, 14));
    }
}
