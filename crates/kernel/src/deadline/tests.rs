//! The vectors of section 11.1, the edges of section 6.3, and what holds for every term.

use proptest::prelude::*;

use super::*;
use crate::calendar::DayKind;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn calendar() -> &'static Calendar {
    Calendar::bundled()
}

fn calendar_days(rule: &str, from: &str, length: i64) -> Deadline {
    compute(rule, day(from), length, Unit::CalendarDays, calendar())
}

fn working_days(rule: &str, from: &str, length: i64) -> Deadline {
    compute(rule, day(from), length, Unit::WorkingDays, calendar())
}

#[track_caller]
fn falls(deadline: &Deadline, raw: &str, legal: &str) {
    assert_eq!((deadline.due_raw, deadline.due_legal), (day(raw), day(legal)));
    assert!(!deadline.provisional);
}

#[test]
fn tv_1_p01_from_2025_09_10() {
    falls(&calendar_days("P-01", "2025-09-10", 15), "2025-09-25", "2025-09-25");
}

#[test]
fn tv_2_p01_from_2025_09_18_ends_in_the_national_holiday() {
    falls(&calendar_days("P-01", "2025-09-18", 15), "2025-10-03", "2025-10-09");
}

#[test]
fn tv_3_p04_five_working_days_from_2025_09_26() {
    falls(&working_days("P-04", "2025-09-26", 5), "2025-10-10", "2025-10-10");
}

#[test]
fn tv_4_p04_five_working_days_from_2025_09_29() {
    falls(&working_days("P-04", "2025-09-29", 5), "2025-10-13", "2025-10-13");
}

#[test]
fn tv_5_p05_from_2025_08_04() {
    falls(&calendar_days("P-05", "2025-08-04", 60), "2025-10-03", "2025-10-09");
}

#[test]
fn tv_6_p05_extended_by_30_from_2025_08_04() {
    let extended = extend(&calendar_days("P-05", "2025-08-04", 60), 30, calendar());
    falls(&extended, "2025-11-02", "2025-11-03");
}

#[test]
fn tv_7_p05_from_2025_03_03_ends_on_labour_day() {
    falls(&calendar_days("P-05", "2025-03-03", 60), "2025-05-02", "2025-05-06");
}

#[test]
fn tv_8_p06_from_receipt_2025_09_02_admits_until_2025_10_09() {
    let window = calendar_days("P-06", "2025-09-02", 30);
    falls(&window, "2025-10-02", "2025-10-09");
    assert!(!window.is_late(day("2025-10-09")));
    assert!(window.is_late(day("2025-10-10")));
}

#[test]
fn tv_9_p07_from_2025_10_09() {
    falls(&calendar_days("P-07", "2025-10-09", 30), "2025-11-08", "2025-11-10");
}

#[test]
fn tv_10_p09_from_2025_11_10_with_a_hearing_of_12_days() {
    let recheck = calendar_days("P-09", "2025-11-10", 30).paused(12, calendar());
    falls(&recheck, "2025-12-22", "2025-12-22");
    assert_eq!(recheck.paused_by, 12);
}

#[test]
fn tv_11_p20_three_working_days_from_2025_09_26() {
    falls(&working_days("P-20", "2025-09-26", 3), "2025-09-30", "2025-09-30");
}

#[test]
fn tv_12_p21_ten_working_days_from_2025_09_26() {
    falls(&working_days("P-21", "2025-09-26", 10), "2025-10-16", "2025-10-16");
}

#[test]
fn tv_13_m05_from_2025_09_05() {
    falls(&calendar_days("M-05", "2025-09-05", 30), "2025-10-05", "2025-10-09");
}

#[test]
fn tv_14_h06_five_working_days_from_2025_09_30() {
    falls(&working_days("H-06", "2025-09-30", 5), "2025-10-14", "2025-10-14");
}

#[test]
fn tv_15_m08_seven_working_days_from_2025_04_25() {
    falls(&working_days("M-08", "2025-04-25", 7), "2025-05-08", "2025-05-08");
}

#[test]
fn tv_16_deemed_acceptance_2025_09_25_then_p05() {
    // TM-10: received 2025-09-10, no decision; acceptance is deemed on the fifteenth day, without rolling.
    let acceptance = calendar_days("P-01", "2025-09-10", 15).due_raw;
    assert_eq!(acceptance, day("2025-09-25"));
    falls(&compute("P-05", acceptance, 60, Unit::CalendarDays, calendar()), "2025-11-24", "2025-11-24");
}

#[test]
fn tv_17_p06_from_2025_12_02_before_and_after_2026_is_loaded() {
    let early = calendar().without_year(2026);
    let window = compute("P-06", day("2025-12-02"), 30, Unit::CalendarDays, &early);
    assert_eq!((window.due_raw, window.due_legal), (day("2026-01-01"), day("2026-01-01")));
    assert!(window.provisional);
    assert_eq!(recompute(&window, &early), None);

    let loaded = recompute(&window, calendar()).unwrap();
    falls(&loaded, "2026-01-01", "2026-01-04");
    assert_eq!(calendar().kind(day("2026-01-04")), DayKind::MakeUpWorkday);
    assert_eq!(recompute(&loaded, calendar()), None);
    // The citizen's own window opens further; the same date told for an authority's act stays.
    assert_eq!(recompute_told(&window, Holder::Citizen, calendar()), Some(loaded));
    let kept = recompute_told(&window, Holder::Agency, calendar()).unwrap();
    falls(&kept, "2026-01-01", "2026-01-01");
    assert_eq!(derivation(&kept, calendar()).last(), Some(&Line::KeptAsTold { day: day("2026-01-01") }));
}

#[test]
fn tv_18_registered_and_accepted_2025_12_01_without_2026() {
    let early = calendar().without_year(2026);
    let registered = compute("P-01", day("2025-12-01"), 15, Unit::CalendarDays, &early);
    falls(&registered, "2025-12-16", "2025-12-16");
    let accepted = compute("P-05", day("2025-12-01"), 60, Unit::CalendarDays, &early);
    assert_eq!((accepted.due_raw, accepted.due_legal), (day("2026-01-30"), day("2026-01-30")));
    assert!(accepted.provisional);
}

#[test]
fn a_working_day_term_that_reaches_an_unloaded_year_is_provisional() {
    let early = calendar().without_year(2026);
    assert!(!compute("P-04", day("2025-12-24"), 5, Unit::WorkingDays, &early).provisional);
    let reaching = compute("P-04", day("2025-12-26"), 5, Unit::WorkingDays, &early);
    assert_eq!((reaching.due_legal, reaching.provisional), (day("2026-01-02"), true));
    falls(&recompute(&reaching, calendar()).unwrap(), "2026-01-05", "2026-01-05");
}

#[test]
fn a_month_ends_on_its_corresponding_day_and_hours_never_roll() {
    let mediation = compute("M-01", day("2025-08-31"), 1, Unit::Months, calendar());
    falls(&mediation, "2025-09-30", "2025-09-30");
    let suit = compute("N-04", day("2025-04-04"), 6, Unit::Months, calendar());
    falls(&suit, "2025-10-04", "2025-10-09");
    let report = compute_hours("P-11", Moment::at_local(day("2025-10-01"), 23, 0), 2);
    assert_eq!(report.due, Moment::at_local(day("2025-10-02"), 1, 0));
    falls(&compute("V-03", day("2025-10-01"), 72, Unit::Hours, calendar()), "2025-10-04", "2025-10-04");
}

#[test]
fn sixty_days_are_yellow_on_day_40_and_red_on_day_57() {
    let matter = calendar_days("P-05", "2025-08-04", 60);
    let on = |n| light(&matter, matter.from.plus_days(n), calendar());
    assert_eq!([on(0), on(39), on(40), on(56), on(57), on(59)], {
        use Light::{Green, Red, Yellow};
        [Green, Green, Yellow, Yellow, Red, Red]
    });
    // From the raw day, 3 October, to the lawful one, 9 October; then over.
    for n in 60..=66 {
        assert_eq!(on(n), Light::LastLawful(day("2025-10-09")));
    }
    assert_eq!(on(67), Light::Over);
    let days = light_days(&matter, calendar());
    assert_eq!((days.yellow_on, days.red_on), (matter.from.plus_days(40), matter.from.plus_days(57)));
}

#[test]
fn fifteen_days_are_yellow_with_7_left_and_red_with_3() {
    let duty = calendar_days("P-01", "2025-09-10", 15);
    let on = |left: i64| light(&duty, duty.due_raw.plus_days(-left), calendar());
    assert_eq!(
        [on(8), on(7), on(4), on(3), on(0), on(-1)],
        [Light::Green, Light::Yellow, Light::Yellow, Light::Red, Light::LastLawful(duty.due_legal), Light::Over]
    );
}

#[test]
fn five_working_days_are_green_on_day_one_yellow_with_2_left_and_red_with_1() {
    let objection = working_days("P-04", "2025-09-26", 5);
    // Work days counted: 28, 29, 30 September, 9, 10 October.
    for (on, colour) in [
        ("2025-09-26", Light::Green),
        ("2025-09-28", Light::Green),
        ("2025-09-29", Light::Green),
        ("2025-09-30", Light::Yellow),
        ("2025-10-08", Light::Yellow),
        ("2025-10-09", Light::Red),
        ("2025-10-10", Light::LastLawful(day("2025-10-10"))),
        ("2025-10-11", Light::Over),
    ] {
        assert_eq!(light(&objection, day(on), calendar()), colour, "{on}");
    }
    let days = light_days(&objection, calendar());
    assert_eq!((days.yellow_on, days.red_on), (day("2025-09-30"), day("2025-10-09")));
}

#[test]
fn hours_are_yellow_in_their_second_half_and_red_in_their_last_fifth() {
    let report = compute_hours("P-11", Moment::from_millis(0), 10);
    let on = |hours| light_hours(&report, Moment::from_millis(0).plus_hours(hours));
    assert_eq!(
        [on(0), on(4), on(5), on(7), on(8), on(10), on(11)],
        [Light::Green, Light::Green, Light::Yellow, Light::Yellow, Light::Red, Light::Red, Light::Over]
    );
}

#[test]
fn an_extension_turns_the_light_back() {
    let matter = calendar_days("P-05", "2025-08-04", 60);
    let late = day("2025-10-02");
    assert_eq!(light(&matter, late, calendar()), Light::Red);
    assert_eq!(light(&extend(&matter, 30, calendar()), late, calendar()), Light::Green);
}

#[test]
fn what_is_left_and_how_late() {
    let matter = calendar_days("P-01", "2025-09-18", 15);
    let on = |text| remaining(matter.unit, matter.due_legal, day(text), calendar());
    // Fifteen days end on 3 October, a holiday: what is read is the 9th, and the days are counted to it.
    assert_eq!(on("2025-09-18"), Remaining { n: 21, unit: Unit::CalendarDays });
    assert_eq!(on("2025-10-03"), Remaining { n: 6, unit: Unit::CalendarDays });
    assert_eq!(on("2025-10-09"), Remaining { n: 0, unit: Unit::CalendarDays });
    assert_eq!(on("2025-10-12").overdue(), Some(3));
    let objection = working_days("P-04", "2025-09-26", 5);
    assert_eq!(remaining(objection.unit, objection.due_legal, day("2025-09-30"), calendar()), Remaining { n: 2, unit: Unit::WorkingDays });
}

#[test]
fn the_arithmetic_can_be_read() {
    let rolled = extend(&calendar_days("P-05", "2025-08-04", 60), 30, calendar());
    let zh: Vec<String> = derivation(&rolled, calendar()).iter().map(Line::zh).collect();
    assert_eq!(
        zh,
        [
            "起算事由发生于 2025年8月4日，当日不计入",
            "自次日 2025年8月5日 起算",
            "期限 60 日",
            "届满 2025年10月3日",
            "经批准延长 30 日",
            "届满 2025年11月2日",
            "届满日为休息日，顺延至 2025年11月3日",
        ]
    );
    let early = calendar().without_year(2026);
    let counted = compute("P-04", day("2025-12-26"), 5, Unit::WorkingDays, &early);
    let en: Vec<String> = derivation(&counted, &early).iter().map(Line::en).collect();
    assert_eq!(
        en,
        [
            "starts with 2025-12-26, which is not counted",
            "counted from the next day, 2025-12-27",
            "5 working days",
            "working days counted: 2025-12-29, 2025-12-30, 2025-12-31, 2026-01-01, 2026-01-02",
            "ends on 2026-01-02",
            "the holidays of 2026 are not loaded: counted monday to friday for now",
        ]
    );
    let holiday = derivation(&calendar_days("P-01", "2025-09-18", 15), calendar());
    assert_eq!(holiday.last(), Some(&Line::RollsTo { day: day("2025-10-09"), because: DayKind::Holiday }));
}

#[test]
fn a_deadline_is_plain_json() {
    let deadline = calendar_days("P-01", "2025-09-10", 15);
    let text = serde_json::to_string(&deadline).unwrap();
    assert_eq!(
        text,
        r#"{"rule":"P-01","from":"2025-09-10","length":15,"unit":"calendar_days","extended_by":0,"paused_by":0,"due_raw":"2025-09-25","due_legal":"2025-09-25","provisional":false}"#
    );
    assert_eq!(serde_json::from_str::<Deadline>(&text).unwrap(), deadline);
}

fn any_deadline() -> impl Strategy<Value = Deadline> {
    let unit = prop_oneof![Just(Unit::CalendarDays), Just(Unit::WorkingDays), Just(Unit::Months)];
    (17_500_i64..21_500, 0_i64..100, unit).prop_map(|(from, length, unit)| {
        let length = if unit == Unit::Months { length / 8 } else { length };
        compute("P-00", Day::from_days_since_1970(from), length, unit, Calendar::bundled())
    })
}

proptest! {
    #[test]
    fn the_lawful_day_is_a_work_day_on_or_after_the_raw_one(deadline in any_deadline()) {
        prop_assert!(deadline.due_legal >= deadline.due_raw && deadline.due_raw >= deadline.from);
        prop_assert!(calendar().kind(deadline.due_legal).is_workday());
        prop_assert_eq!(calendar().roll(deadline.due_legal), deadline.due_legal);
        if !deadline.provisional {
            prop_assert_eq!(calendar().is_workday(deadline.due_legal), (true, false));
        }
    }

    #[test]
    fn no_extension_or_pause_shortens(deadline in any_deadline(), days in -40_i64..40, more in 0_i64..40) {
        let longer = extend(&deadline, days, calendar());
        prop_assert!(longer.due_raw >= deadline.due_raw && longer.due_legal >= deadline.due_legal);
        let paused = longer.paused(more, calendar());
        prop_assert!(paused.due_raw >= longer.due_raw && paused.due_legal >= longer.due_legal);
        prop_assert_eq!(extend(&deadline, 0, calendar()), deadline);
    }

    #[test]
    fn working_days_agree_with_counting_on_fingers(from in 17_600_i64..20_000, length in 1_i64..40) {
        let deadline = compute("P-04", Day::from_days_since_1970(from), length, Unit::WorkingDays, calendar());
        let reach = deadline.from.days_until(deadline.due_raw);
        let fingers = (1..=reach).filter(|n| calendar().kind(deadline.from.plus_days(*n)).is_workday()).count();
        prop_assert_eq!(i64::try_from(fingers).unwrap(), length);
        prop_assert_eq!(deadline.due_raw, deadline.due_legal);
    }

    #[test]
    fn colours_only_darken_and_turn_on_their_days(deadline in any_deadline(), offset in -5_i64..130) {
        let rank = |light: Light| match light {
            Light::Green => 0,
            Light::Yellow => 1,
            Light::Red => 2,
            Light::LastLawful(_) => 3,
            Light::Over => 4,
        };
        let today = deadline.from.plus_days(offset.max(0));
        let now = rank(light(&deadline, today, calendar()));
        prop_assert!(rank(light(&deadline, today.plus_days(1), calendar())) >= now);
        let days = light_days(&deadline, calendar());
        prop_assert!(days.yellow_on <= days.red_on && days.yellow_on >= deadline.from);
        prop_assert_eq!(now >= 1, today >= days.yellow_on);
        prop_assert_eq!(now >= 2, today >= days.red_on);
    }

    #[test]
    fn a_date_told_never_moves_against_the_citizen(from in 20_350_i64..20_480, length in 1_i64..70, wd: bool) {
        let early = calendar().without_year(2026);
        let unit = if wd { Unit::WorkingDays } else { Unit::CalendarDays };
        let told = compute("P-00", Day::from_days_since_1970(from), length, unit, &early);
        if let Some(fresh) = recompute_told(&told, Holder::Agency, calendar()) {
            prop_assert!(fresh.due_legal <= told.due_legal && fresh.due_raw <= told.due_raw);
        }
        if let Some(fresh) = recompute_told(&told, Holder::Citizen, calendar()) {
            prop_assert!(fresh.due_legal >= told.due_legal);
        }
    }
}
