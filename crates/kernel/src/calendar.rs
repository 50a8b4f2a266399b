//! Which days the office works.
//!
//! Monday to Friday are work days, save those that the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知)
//! takes out; some Saturdays and Sundays are made work days in exchange (调休). The notice for a year comes out late in
//! the year before, so a calendar is *loaded* year by year from `law/calendars/`, and a year that is not loaded never
//! stops a command (TM-6): its days are counted Monday to Friday and what rests on them is *provisional*.
//!
//! A 法定休假日 of TM-3 (the last day of a period does not fall on one) is every day that is not a work day. Whoever asks
//! gets two answers at once, `(is it a work day, is that provisional)`, so that nobody can forget the second.
//!
//! A notice may reach back into the last days of the year before it (29 December 2018 was made a work day by the
//! notice for 2019). Those days are applied when that notice is loaded.
//!
//! A look-up is one subtraction and one array access; counting the work days between two days is two of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::day::Day;

const BUNDLED: [&str; 9] = [
    include_str!("../../../law/calendars/2018.toml"),
    include_str!("../../../law/calendars/2019.toml"),
    include_str!("../../../law/calendars/2020.toml"),
    include_str!("../../../law/calendars/2021.toml"),
    include_str!("../../../law/calendars/2022.toml"),
    include_str!("../../../law/calendars/2023.toml"),
    include_str!("../../../law/calendars/2024.toml"),
    include_str!("../../../law/calendars/2025.toml"),
    include_str!("../../../law/calendars/2026.toml"),
];

/// What kind of day a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday.
    Workday,
    /// A Saturday or Sunday that a notice made a work day (调休上班).
    MakeUpWorkday,
    /// A Saturday or Sunday.
    Weekend,
    /// A day off by a notice, whatever day of the week it is.
    Holiday,
}

impl DayKind {
    /// Whether the office works on such a day.
    #[must_use]
    pub const fn is_workday(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpWorkday)
    }

    const fn of_weekday(weekday: u8) -> Self {
        if weekday <= 5 { Self::Workday } else { Self::Weekend }
    }
}

/// One holiday of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its name, such as 国庆节.
    pub name: String,
    /// Its English name.
    pub english: String,
    /// The days off.
    pub days_off: Vec<Day>,
    /// The weekend days worked in exchange.
    pub make_up_work_days: Vec<Day>,
}

/// A year's notice, as a file of `law/calendars/` holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The year it is for.
    pub year: i32,
    /// Where the State Council's notice and its changes stand.
    pub notices: Vec<String>,
    /// Its holidays.
    #[serde(rename = "holiday")]
    pub holidays: Vec<Holiday>,
}

/// A notice that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this calendar does not read: {0}")]
pub struct NotANotice(String);

/// The loaded years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    notices: BTreeMap<i32, Notice>,
    /// Days since 1970 of the first entry of the tables below.
    first: i64,
    kinds: Vec<DayKind>,
    /// Work days by the notices less work days by the week, summed up to and including each day.
    adjustment: Vec<i32>,
}

static ALL: LazyLock<Calendar> = LazyLock::new(|| {
    let notices = BUNDLED.iter().map(|text| match Calendar::read(text) {
        Ok(notice) => notice,
        // Every bundled file is read by a test of this crate.
        Err(error) => unreachable!("{error}"),
    });
    Calendar::of(notices.collect())
});

impl Calendar {
    /// All years that came with the program: 2018 to 2026.
    #[must_use]
    pub fn bundled() -> &'static Self {
        &ALL
    }

    /// The bundled calendar with only these of its years.
    #[must_use]
    pub fn with_years(years: &[i32]) -> Self {
        Self::of(ALL.notices.values().filter(|notice| years.contains(&notice.year)).cloned().collect())
    }

    /// This calendar as it was before the notice for `year` came out.
    #[must_use]
    pub fn without_year(&self, year: i32) -> Self {
        Self::of(self.notices.values().filter(|notice| notice.year != year).cloned().collect())
    }

    /// This calendar and one more notice, in the form of the files of `law/calendars/`; replaces the notice for the
    /// same year (a year's arrangement has been changed within the year, as in January 2020).
    ///
    /// # Errors
    /// [`NotANotice`] when the text does not read.
    pub fn with_notice(&self, text: &str) -> Result<Self, NotANotice> {
        let notice = Self::read(text)?;
        let others = self.notices.values().filter(|other| other.year != notice.year).cloned();
        Ok(Self::of(others.chain([notice.clone()]).collect()))
    }

    fn read(text: &str) -> Result<Notice, NotANotice> {
        toml::from_str(text).map_err(|error| NotANotice(error.to_string()))
    }

    fn of(notices: Vec<Notice>) -> Self {
        let named = |pick: fn(&Holiday) -> &Vec<Day>| notices.iter().flat_map(move |notice| notice.holidays.iter().flat_map(pick));
        let off: Vec<i64> = named(|holiday| &holiday.days_off).map(|day| day.days_since_1970()).collect();
        let on: Vec<i64> = named(|holiday| &holiday.make_up_work_days).map(|day| day.days_since_1970()).collect();
        let first = off.iter().chain(&on).min().copied().unwrap_or_default();
        let last = off.iter().chain(&on).max().copied().unwrap_or(first - 1);
        let mut kinds: Vec<DayKind> = (first..=last).map(|day| DayKind::of_weekday(weekday(day))).collect();
        let mut set = |days: &[i64], kind| {
            for day in days {
                if let Some(place) = usize::try_from(day - first).ok().and_then(|index| kinds.get_mut(index)) {
                    *place = kind;
                }
            }
        };
        set(&off, DayKind::Holiday);
        set(&on, DayKind::MakeUpWorkday);
        let adjustment = (first..=last)
            .zip(&kinds)
            .scan(0, |sum, (day, kind)| {
                *sum += i32::from(kind.is_workday()) - i32::from(weekday(day) <= 5);
                Some(*sum)
            })
            .collect();
        Self { notices: notices.into_iter().map(|notice| (notice.year, notice)).collect(), first, kinds, adjustment }
    }

    /// What kind of day this is; by the week alone when its year is not loaded.
    #[must_use]
    pub fn kind(&self, day: Day) -> DayKind {
        usize::try_from(day.days_since_1970() - self.first)
            .ok()
            .and_then(|index| self.kinds.get(index))
            .copied()
            .unwrap_or_else(|| DayKind::of_weekday(day.weekday()))
    }

    /// Whether the office works on this day, and whether that is provisional because the year is not loaded.
    #[must_use]
    pub fn is_workday(&self, day: Day) -> (bool, bool) {
        (self.kind(day).is_workday(), !self.is_loaded(day.year()))
    }

    /// Whether the notice for this year is loaded.
    #[must_use]
    pub fn is_loaded(&self, year: i32) -> bool {
        self.notices.contains_key(&year)
    }

    /// The loaded notices, by year.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.values()
    }

    /// The holiday that makes this day free, or a work day in exchange.
    #[must_use]
    pub fn holiday(&self, day: Day) -> Option<&Holiday> {
        if matches!(self.kind(day), DayKind::Workday | DayKind::Weekend) {
            return None;
        }
        self.notices().flat_map(|notice| &notice.holidays).find(|holiday| holiday.days_off.contains(&day) || holiday.make_up_work_days.contains(&day))
    }

    /// The day itself if the office works on it, otherwise the next on which it does (TM-3).
    #[must_use]
    pub fn roll(&self, day: Day) -> Day {
        let mut day = day;
        while !self.kind(day).is_workday() && day < LAST {
            day = day.plus_days(1);
        }
        day
    }

    /// The `count`-th work day after `day` (before it, when negative); `day` itself when `count` is 0.
    #[must_use]
    pub fn plus_working_days(&self, day: Day, count: i64) -> Day {
        let step = count.signum();
        let (mut day, mut left) = (day, count.abs());
        while left > 0 && day < LAST && FIRST < day {
            day = day.plus_days(step);
            left -= i64::from(self.kind(day).is_workday());
        }
        day
    }

    /// How many work days there are after `from` up to and including `until`; negative when `until` is earlier.
    #[must_use]
    pub fn working_days_between(&self, from: Day, until: Day) -> i64 {
        self.worked_up_to(until) - self.worked_up_to(from)
    }

    /// Work days since a fixed day far away, up to and including this one.
    fn worked_up_to(&self, day: Day) -> i64 {
        let day = day.days_since_1970();
        let since_monday = day + 3;
        let by_week = since_monday.div_euclid(7) * 5 + (since_monday.rem_euclid(7) + 1).min(5);
        let adjustment = match usize::try_from(day - self.first) {
            Ok(index) => self.adjustment.get(index).or(self.adjustment.last()).copied().unwrap_or_default(),
            Err(_) => 0,
        };
        by_week + i64::from(adjustment)
    }

    /// The first year among these days that is not loaded.
    pub(crate) fn first_missing_year(&self, from: Day, until: Day) -> Option<i32> {
        (from.year()..=until.year()).find(|year| !self.is_loaded(*year))
    }
}

const FIRST: Day = Day::FIRST;
const LAST: Day = Day::LAST;

/// 1 = Monday … 7 = Sunday; 1 January 1970 was a Thursday.
fn weekday(days_since_1970: i64) -> u8 {
    u8::try_from((days_since_1970 + 3).rem_euclid(7) + 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_year_2025_as_the_notice_has_it() {
        let calendar = Calendar::bundled();
        for (text, kind) in [
            ("2025-01-01", DayKind::Holiday),
            ("2025-01-26", DayKind::MakeUpWorkday),
            ("2025-02-04", DayKind::Holiday),
            ("2025-02-08", DayKind::MakeUpWorkday),
            ("2025-04-04", DayKind::Holiday),
            ("2025-04-27", DayKind::MakeUpWorkday),
            ("2025-05-06", DayKind::Workday),
            ("2025-06-02", DayKind::Holiday),
            ("2025-09-13", DayKind::Weekend),
            ("2025-09-28", DayKind::MakeUpWorkday),
            ("2025-10-08", DayKind::Holiday),
            ("2025-10-11", DayKind::MakeUpWorkday),
        ] {
            assert_eq!(calendar.kind(day(text)), kind, "{text}");
        }
        assert_eq!(calendar.holiday(day("2025-10-02")).unwrap().name, "国庆节、中秋节");
        assert_eq!(calendar.holiday(day("2025-09-12")), None);
        assert_eq!(calendar.is_workday(day("2025-09-12")), (true, false));
    }

    #[test]
    fn every_day_of_the_nine_years_agrees_with_the_week_and_the_notices() {
        let calendar = Calendar::bundled();
        assert_eq!(calendar.notices().map(|notice| notice.year).collect::<Vec<_>>(), (2018..=2026).collect::<Vec<_>>());
        // Work days a year, 2018 to 2026, as counted in a table made apart from these files.
        let worked: Vec<i64> =
            (2018..=2026).map(|year| calendar.working_days_between(day(&format!("{}-12-31", year - 1)), day(&format!("{year}-12-31")))).collect();
        assert_eq!(worked, [250, 250, 249, 250, 249, 249, 251, 248, 248]);
        for notice in calendar.notices() {
            assert!(notice.notices.iter().all(|address| address.contains("gov.cn/")));
        }
    }

    #[test]
    fn the_year_2027_is_not_loaded() {
        let calendar = Calendar::bundled();
        assert!(!calendar.is_loaded(2027));
        assert_eq!(calendar.is_workday(day("2027-01-01")), (true, true));
        assert_eq!(calendar.is_workday(day("2027-01-02")), (false, true));
    }

    #[test]
    fn a_notice_that_comes_later_is_loaded_and_may_reach_into_the_year_before() {
        let before = Calendar::bundled().without_year(2019);
        assert_eq!(before.kind(day("2018-12-29")), DayKind::Weekend);
        let after = before.with_notice(BUNDLED[1]).unwrap();
        assert_eq!(after.kind(day("2018-12-29")), DayKind::MakeUpWorkday);
        assert_eq!(&after, Calendar::bundled());
        assert!(before.with_notice("year = 2019\nsurprise = 1").is_err());
    }

    #[test]
    fn no_year_loaded_is_a_calendar_too() {
        let empty = Calendar::with_years(&[]);
        assert_eq!(empty.kind(day("2025-10-01")), DayKind::Workday);
        assert_eq!(empty.working_days_between(day("2025-09-26"), day("2025-10-03")), 5);
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (17_000_i64..21_200).prop_map(Day::from_days_since_1970)
    }

    proptest! {
        #[test]
        fn counting_agrees_with_counting_on_fingers(from in any_day(), length in 0_i64..900, gap: bool) {
            let calendar = if gap { Calendar::bundled().without_year(2022) } else { Calendar::bundled().clone() };
            let until = from.plus_days(length);
            let fingers = (1..=length).filter(|n| calendar.kind(from.plus_days(*n)).is_workday()).count();
            prop_assert_eq!(calendar.working_days_between(from, until), i64::try_from(fingers).unwrap());
            prop_assert_eq!(calendar.working_days_between(until, from), -i64::try_from(fingers).unwrap());
        }

        #[test]
        fn adding_and_counting_agree(from in any_day(), count in 1_i64..60) {
            let calendar = Calendar::bundled();
            let until = calendar.plus_working_days(from, count);
            prop_assert_eq!(calendar.working_days_between(from, until), count);
            prop_assert!(calendar.kind(until).is_workday());
            let back = calendar.plus_working_days(until, -count);
            prop_assert_eq!(calendar.working_days_between(back, until), count);
        }

        #[test]
        fn rolling_twice_is_rolling_once(from in any_day()) {
            let calendar = Calendar::bundled();
            let rolled = calendar.roll(from);
            prop_assert!(rolled >= from);
            prop_assert_eq!(calendar.roll(rolled), rolled);
            prop_assert!(calendar.kind(rolled).is_workday());
        }
    }
}
