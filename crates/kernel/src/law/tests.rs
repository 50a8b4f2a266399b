//! That the facts are whole: every row names its article and source, no lower row does harm, and the numbers are
//! those of section 3.

use std::collections::BTreeSet;

use super::*;
use crate::deadline::Unit;

fn law() -> &'static Law {
    Law::bundled()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn tonglu() -> AreaPath {
    AreaPath::parse("33.3301.330122.").unwrap()
}

#[test]
fn every_row_names_its_article_source_and_validity() {
    let named = |texts: [&str; 6], from: Day, to: Option<Day>, id: &str| {
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{id}");
        assert!(to.is_none_or(|to| from <= to), "{id}");
    };
    for row in law().deadlines() {
        named([&row.id, &row.zh, &row.en, &row.article, &row.article_en, &row.source], row.valid_from, row.valid_to, &row.id);
        assert!(!row.trigger.is_empty(), "{}", row.id);
        assert!(row.length.is_some() || row.note.is_some(), "{}: no length and no word why", row.id);
        assert!(row.extension_max.is_none() || row.who_may_extend.is_some() && row.extension_times.is_some(), "{}", row.id);
    }
    for row in law().all_remedies() {
        named([&row.code, &row.zh, &row.en, &row.article, &row.article_en, &row.source], row.valid_from, row.valid_to, &row.code);
        assert!(!row.to_whom.is_empty() && !row.to_whom_en.is_empty(), "{}", row.code);
    }
    for (table, rows) in law().tables() {
        assert!(rows.iter().count() > 0, "{table}");
        for row in rows {
            named([&row.code, &row.zh, &row.en, &row.article, &row.article_en, &row.source], row.valid_from, row.valid_to, &row.code);
        }
        let codes: BTreeSet<_> = rows.iter().map(|row| &row.code).collect();
        assert_eq!(codes.len(), rows.iter().count(), "{table}: a code twice");
    }
}

#[test]
fn every_row_of_section_3_is_there() {
    let mut expected: Vec<String> = [1..=15, 20..=25, 30..=31].into_iter().flatten().map(|n| format!("P-{n:02}")).collect();
    for (letter, last) in [("N", 12), ("M", 10), ("V", 6), ("H", 10), ("G", 11)] {
        expected.extend((1..=last).map(|n| format!("{letter}-{n:02}")));
    }
    for id in expected {
        assert!(law().deadlines().iter().any(|row| row.id == id), "{id}");
    }
}

#[test]
fn two_rows_of_one_id_never_hold_on_the_same_day_in_the_same_place() {
    let rows = law().deadlines();
    for (index, row) in rows.iter().enumerate() {
        for other in rows.iter().skip(index + 1).filter(|other| other.id == row.id) {
            let apart = row.valid_to.is_some_and(|to| to < other.valid_from)
                || other.valid_to.is_some_and(|to| to < row.valid_from)
                || row.jurisdiction != other.jurisdiction;
            assert!(apart, "{}", row.id);
        }
    }
}

#[test]
fn the_numbers_of_the_regulation() {
    for (rule, length, unit, extension) in [
        ("P-01", 15, Unit::CalendarDays, None),
        ("P-02", 15, Unit::CalendarDays, None),
        ("P-03", 15, Unit::CalendarDays, None),
        ("P-04", 5, Unit::WorkingDays, None),
        ("P-05", 60, Unit::CalendarDays, Some(30)),
        ("P-06", 30, Unit::CalendarDays, Some(10)),
        ("P-07", 30, Unit::CalendarDays, None),
        ("P-08", 30, Unit::CalendarDays, Some(10)),
        ("P-09", 30, Unit::CalendarDays, None),
        ("P-20", 3, Unit::WorkingDays, None),
        ("P-21", 10, Unit::WorkingDays, None),
        ("N-10", 20, Unit::WorkingDays, Some(20)),
        ("M-03.summary", 7, Unit::CalendarDays, None),
        ("M-05", 30, Unit::CalendarDays, None),
        ("M-08", 7, Unit::WorkingDays, None),
        ("V-03", 72, Unit::Hours, None),
        ("H-06", 5, Unit::WorkingDays, Some(10)),
    ] {
        let row = law().deadline(rule, &tonglu(), day("2025-09-10")).unwrap();
        assert_eq!((row.length, row.unit, row.extension_max), (Some(length), unit, extension), "{rule}");
    }
    assert_eq!(law().deadline("P-05", &tonglu(), day("2025-09-10")).unwrap().article, "《信访工作条例》第三十四条");
}

#[test]
fn a_row_holds_only_in_its_place_and_time() {
    let hangzhou = AreaPath::parse("33.3301.").unwrap();
    let jinan = AreaPath::parse("37.3701.").unwrap();
    assert_eq!(law().deadline("G-03", &hangzhou, day("2025-09-10")).unwrap().length, Some(5));
    assert_eq!(law().deadline("G-03", &jinan, day("2025-09-10")), None);
    assert_eq!(law().deadline("H-07", &hangzhou, day("2025-09-10")), None);
    assert!(law().deadline("H-07", &jinan, day("2025-09-10")).is_some());
    assert_eq!(law().deadline("P-01", &hangzhou, day("2022-04-30")), None);
    let article = |on| &law().deadline("G-06", &hangzhou, day(on)).unwrap().article;
    assert_ne!(article("2025-12-31"), article("2026-01-01"));
    assert_eq!(law().deadline("P-99", &hangzhou, day("2025-09-10")), None);
}

#[test]
fn the_zhejiang_overlay_is_off_until_a_county_signs_it() {
    let on = day("2025-09-10");
    assert_eq!(law().deadline("P-05", &tonglu(), on).unwrap().length, Some(60));
    assert_eq!(law().deadline("P-31", &tonglu(), on), None);
    let signed = law().with_overlay("P-31").unwrap();
    assert_eq!(signed.deadline("P-05", &tonglu(), on).unwrap().id, "P-31");
    assert_eq!(signed.deadline("P-05", &AreaPath::parse("34.").unwrap(), on).unwrap().id, "P-05");
    assert_eq!(law().with_overlay("P-77"), None);
}

#[test]
fn a_term_starts_under_the_row_of_its_day_and_place() {
    let calendar = Calendar::bundled();
    let due = |law: &Law| law.start("P-05", &tonglu(), day("2025-08-04"), calendar).unwrap();
    assert_eq!((due(law()).rule.as_str(), due(law()).due_legal), ("P-05", day("2025-10-09")));
    let signed = law().with_overlay("P-31").unwrap();
    assert_eq!((due(&signed).rule.as_str(), due(&signed).due_legal), ("P-05", day("2025-09-03")));
    assert_eq!(law().start("P-10", &tonglu(), day("2025-08-04"), calendar), None);
}

#[test]
fn a_local_row_only_shortens_an_authoritys_term_and_never_a_citizens() {
    let calendar = Calendar::bundled();
    let local = law().deadlines().iter().filter(|row| row.replaces.is_some());
    let mut compared = 0;
    for row in local {
        let id = row.replaces.as_deref().unwrap();
        let national = law().deadlines().iter().find(|national| national.id == id).unwrap();
        assert_eq!(national.jurisdiction, AreaPath::country());
        assert_eq!(national.holder, row.holder);
        // On every day of the loaded years, and with the longest extension.
        for offset in 0..8 * 365 {
            let from = day("2018-01-01").plus_days(offset);
            for extended in [false, true] {
                let due = |row: &DeadlineRow| {
                    let bare = compute(&row.id, from, row.length.unwrap(), row.unit, calendar);
                    let days = if extended { row.extension_max.unwrap_or_default() } else { 0 };
                    crate::deadline::extend(&bare, days, calendar).due_legal
                };
                match row.holder {
                    Holder::Agency => assert!(due(row) <= due(national), "{} from {from}", row.id),
                    Holder::Citizen | Holder::Lasting => {
                        assert!(due(row) >= due(national), "{} from {from}", row.id)
                    }
                }
            }
        }
        compared += 1;
    }
    assert_eq!(compared, 2);
}

#[test]
fn even_a_wrong_overlay_does_no_harm() {
    let calendar = Calendar::bundled();
    let mut wrong = law().clone();
    for (rule, length) in [("P-01", 90), ("P-06", 3)] {
        let mut row = law().deadline(rule, &tonglu(), day("2025-09-10")).unwrap().clone();
        row.id = format!("X-{rule}");
        row.replaces = Some(rule.to_owned());
        row.jurisdiction = tonglu();
        row.length = Some(length);
        wrong.deadlines.push(row);
    }
    for rule in ["P-01", "P-06"] {
        let from = day("2025-09-10");
        assert_eq!(wrong.start(rule, &tonglu(), from, calendar), law().start(rule, &tonglu(), from, calendar), "{rule}");
    }
}

#[test]
fn each_track_has_its_remedies_and_no_other() {
    let on = day("2025-09-10");
    let codes = |track, stage| law().remedies(track, stage, on).map(|row| row.code.as_str()).collect::<Vec<_>>();
    assert_eq!(codes("J6_petition", "opinion"), ["J6_review"]);
    assert_eq!(codes("J6_petition", "review"), ["J6_recheck"]);
    assert!(codes("J6_petition", "recheck").is_empty());
    assert_eq!(codes("J5_duty", "opinion"), ["J5_reconsideration", "J5_suit"]);
    for track in law().tracks.iter() {
        assert!(!codes(&track.code, "opinion").is_empty(), "{}", track.code);
    }
    for remedy in law().all_remedies() {
        assert!(law().tracks.get(&remedy.track).is_some(), "{}", remedy.code);
        let Some(rule) = &remedy.deadline else {
            continue;
        };
        let row = law().deadline(rule, &tonglu(), on).unwrap();
        assert_eq!((remedy.window, remedy.unit), (row.length, Some(row.unit)), "{}", remedy.code);
        assert_eq!(row.holder, Holder::Citizen, "{}", remedy.code);
    }
}

#[test]
fn the_code_tables_of_section_2() {
    let count = |table: &Table| table.iter().count();
    assert_eq!(law().channels.iter().filter(|row| row.tag == Tag::Verified).count(), 5);
    assert_eq!(law().channels.parts_of("network").count(), 5);
    assert!(law().channels.iter().all(|row| row.digit.is_some_and(|digit| digit < 10)));
    assert_eq!([count(&law().matter_types), count(&law().tracks), count(&law().outcomes)], [3, 6, 3]);
    assert_eq!([count(&law().review_outcomes), count(&law().content_classes)], [4, 20]);
    assert_eq!([count(&law().dispute_types), count(&law().mediator_kinds)], [18, 21]);
    let grounds: Vec<_> = law().non_acceptance_reasons.iter().map(|row| row.code.get(..3).unwrap()).collect();
    assert_eq!(grounds, ["NA1", "NA2", "NA3", "NA4", "NA5", "NA6"]);
    assert!(law().delivery_methods.iter().all(|row| !row.evidence.is_empty()));
    assert!(law().withdrawal_evidence.iter().all(|row| !row.evidence.is_empty()));
    for (_, table) in law().tables() {
        for parent in table.iter().filter_map(|row| row.parent.as_deref()) {
            assert!(table.get(parent).is_some(), "{parent}");
        }
    }
}

#[test]
fn what_rests_on_memory_is_listed() {
    let listed: Vec<_> = law().unverified().map(|(id, _)| id).collect();
    assert_eq!(listed, ["P-24", "uphold", "revoke", "change", "remand", "NA4_late_review", "NA5_late_recheck", "permanent", "result", "none"]);
}
