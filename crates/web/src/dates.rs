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
    match (language, is_this_year) {
        (Language::Chinese, true) => format!("{}月{}日", day.month(), day.day_of_month()),
        (Language::Chinese, false) => format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month()),
        (Language::English, true) => format!("{} {}", day.day_of_month(), month(day)),
        (Language::English, false) => format!("{} {} {}", day.day_of_month(), month(day), day.year()),
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
