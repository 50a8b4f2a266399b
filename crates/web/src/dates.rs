//! Days and times as people write them: 10月28日 周二; 28 Oct, Tue. The year is left out when it is this one.

use crate::locale::Language;
use kernel::{Day, Moment};

const ENGLISH_MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ENGLISH_WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const CHINESE_WEEK: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// `10月28日`, `2024年10月28日`; `28 Oct`, `28 Oct 2024`.
#[must_use]
pub fn day(language: Language, day: Day, today: Day) -> String {
    let is_this_year = day.year() == today.year();
    // Some twenty times a page: joined, not formatted.
    let (mut of_year, mut of_month, mut of_day) = (itoa::Buffer::new(), itoa::Buffer::new(), itoa::Buffer::new());
    let (number, year) = (of_day.format(day.day_of_month()), of_year.format(day.year()));
    match (language, is_this_year) {
        (Language::Chinese, true) => [of_month.format(day.month()), "月", number, "日"].concat(),
        (Language::Chinese, false) => [year, "年", of_month.format(day.month()), "月", number, "日"].concat(),
        (Language::English, true) => [number, " ", month(day)].concat(),
        (Language::English, false) => [number, " ", month(day), " ", year].concat(),
    }
}

/// `周二`, `Tue`.
#[must_use]
pub fn weekday(language: Language, day: Day) -> &'static str {
    let names = if language == Language::Chinese { &CHINESE_WEEK } else { &ENGLISH_WEEK };
    names.get(usize::from(day.weekday()).saturating_sub(1)).copied().unwrap_or_default()
}

/// `09:31`.
#[must_use]
pub fn clock(moment: Moment) -> String {
    let (_, hour, minute) = moment.local_date_time();
    format!("{hour:02}:{minute:02}")
}

fn month(day: Day) -> &'static str {
    let number = usize::from(day.month());
    ENGLISH_MONTHS.get(number.saturating_sub(1)).copied().unwrap_or_default()
}
