//! The date vectors of the domain as cases live them: what is stored, and what the page says.

use crate::way;
use kernel::Calendar;
use testkit::{World, sqlite, world::Case};

#[track_caller]
fn is(world: &World, case: &Case, rule: &str, raw: &str, legal: &str) {
    assert_eq!(world.dates(case, rule), (raw.to_owned(), legal.to_owned()), "{rule}\n{}", world.state(case));
}

/// The day as the case page writes it: its `<time>` or its words.
#[track_caller]
fn page_says(world: &World, who: &str, case: &Case, words: &str) {
    world.as_(who).page(case).shows(words);
}

#[test]
fn tv_1_the_petition_office_has_fifteen_days() {
    let world = World::since("2025-09-10");
    let case = world.petition("drain");
    is(&world, &case, "P-01", "2025-09-25", "2025-09-25");
    page_says(&world, "office-clerk", &case, "9月25日");
}

#[test]
fn tv_2_fifteen_days_that_end_in_the_holidays_of_october_roll_to_the_ninth() {
    let world = World::since("2025-09-18");
    let case = world.petition("drain");
    is(&world, &case, "P-01", "2025-10-03", "2025-10-09");
    page_says(&world, "office-clerk", &case, "10月9日");
    // TM-4: neither red nor the holidays make it late; after the ninth it is.
    world.today("2025-10-09");
    assert!(!world.state(&case).contains("supervision"));
    world.today("2025-10-10");
    assert!(world.state(&case).contains("supervision proposed 2025-10-10 for P-01 1"));
}

#[test]
fn tv_3_and_tv_4_five_working_days_over_the_holidays() {
    for (day, due) in [("2025-09-26", "2025-10-10"), ("2025-09-29", "2025-10-13")] {
        let world = World::since(day);
        let case = way::referred(&world);
        is(&world, &case, "P-04", due, due);
    }
}

#[test]
fn tv_5_and_tv_6_sixty_days_and_thirty_more() {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    is(&world, &case, "P-05", "2025-10-03", "2025-10-09");
    page_says(&world, "water-handler", &case, "10月9日");
    world.as_("water-handler").act(&case, "request_extension", &[("days", "30"), ("reason", way::REASON)]).done();
    world.as_("water-head").act(&case, "agree_extension", &[]).done();
    world.as_("water-head").act_with(&case, "approve_extension", &[("notice_on", "2025-08-04"), ("way", "in_person")], "file").done();
    is(&world, &case, "P-05", "2025-11-02", "2025-11-03");
    page_says(&world, "water-handler", &case, "11月3日");
}

#[test]
fn tv_7_sixty_days_that_end_in_the_holidays_of_may() {
    let world = World::since("2025-03-03");
    let case = way::in_handling(&world);
    is(&world, &case, "P-05", "2025-05-02", "2025-05-06");
    page_says(&world, "water-handler", &case, "5月6日");
}

#[test]
fn tv_8_her_thirty_days_from_a_proven_receipt() {
    let world = World::since("2025-09-02");
    let case = way::delivered(&world);
    is(&world, &case, "P-06", "2025-10-02", "2025-10-09");
    // On the ninth her page still says that she may; on the tenth that it is over.
    world.today("2025-10-09");
    let open = world.person(&case).get("/follow/case");
    assert!(open.body.contains("datetime=\"2025-10-09\""), "{}", open.text());
    world.today("2025-10-10");
    let over = world.person(&case).get("/follow/case");
    assert!(!over.body.contains("<p class=\"next-date\"><time datetime=\"2025-10-09\""), "{}", over.text());
}

/// Reviews have no room yet: the row of the law and the arithmetic stand ready.
#[test]
fn tv_9_the_review_has_thirty_days() {
    let area: kernel::AreaPath = "33.3301.330122.".parse().unwrap();
    let day: kernel::Day = "2025-10-09".parse().unwrap();
    let row = kernel::Law::bundled().deadline("P-07", &area, day).unwrap();
    let due = kernel::deadline::compute("P-07", day, row.length.unwrap(), row.unit, Calendar::bundled());
    assert_eq!((due.due_raw.to_string(), due.due_legal.to_string()), ("2025-11-08".to_owned(), "2025-11-10".to_owned()));
}

#[test]
fn tv_16_and_tm_10_acceptance_that_was_not_decided_counts_from_the_fifteenth_day() {
    let world = World::new();
    let case = world.petition("drain");
    way::classify(&world, &case);
    world.today("2025-10-20");
    assert!(world.state(&case).contains("supervision proposed 2025-10-20 for P-01 1"), "the omission is not on record");
    world.as_("office-triage").act(&case, "accept", &[("notice", "in_person")]).done();
    is(&world, &case, "P-05", "2025-11-24", "2025-11-24");
    assert!(world.state(&case).contains("accepted 2025-09-25"));
    // A day that is sent along does not make a decision of today older.
    let other = World::new();
    let case = other.petition("drain");
    way::classify(&other, &case);
    other.today("2025-10-20");
    other.as_("office-triage").forge(&format!("/desk/case/{case}/accept"), true, &[("notice", "in_person"), ("acted_on", "2025-09-25")], None).done();
    is(&other, &case, "P-05", "2025-11-24", "2025-11-24");
    assert!(
        other.state(&case).contains("P-01 1 (桐庐县信访局): 2025-09-10 + 15 → 2025-09-25 / 2025-09-25, done 2025-10-20"),
        "{}",
        other.state(&case)
    );
}

#[test]
fn tm_10_a_referred_one_counts_from_its_referral() {
    let world = World::new();
    let case = way::signed_in(&world);
    world.today("2025-09-25");
    way::accept(&world, &case);
    is(&world, &case, "P-05", "2025-11-24", "2025-11-24");
    assert!(world.state(&case).contains("accepted 2025-09-25"));
    let late = World::new();
    let case = way::signed_in(&late);
    late.today("2025-10-12");
    way::accept(&late, &case);
    assert!(late.state(&case).contains("accepted 2025-09-25"), "{}", late.state(&case));
}

#[test]
fn tm_4_late_is_after_the_last_lawful_day_and_a_late_duty_is_still_done() {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    world.today("2025-10-09");
    way::sign(&world, &case, "2025-10-30");
    way::dispatch(&world, &case);
    // Sent on the rolled day, six days after `due_raw`: in time.
    assert!(
        world.state(&case).contains("P-05 1 (桐庐县林业水利局): 2025-08-04 + 60 → 2025-10-03 / 2025-10-09, done 2025-10-09"),
        "{}",
        world.state(&case)
    );
    world.today("2025-10-10");
    assert!(!world.state(&case).contains("supervision proposed 2025-10-10 for P-05"));
}

#[test]
fn tm_11_signing_does_not_end_the_sixty_days_sending_does() {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    way::sign(&world, &case, "2025-10-30");
    assert!(world.state(&case).contains("2025-10-03 / 2025-10-09, runs"), "signing ended it");
    world.today("2025-10-10");
    assert!(world.state(&case).contains("supervision proposed 2025-10-10 for P-05 1"));
    way::dispatch(&world, &case);
    let state = world.state(&case);
    assert!(state.contains("2025-10-03 / 2025-10-09, done 2025-10-10") && !state.contains("P-06"), "{state}");
    world.today("2025-10-15");
    way::deliver(&world, &case, "2025-10-14");
    is(&world, &case, "P-06", "2025-11-13", "2025-11-13");
    assert!(world.state(&case).contains("2025-10-03 / 2025-10-09, done 2025-10-10"), "delivery moved what dispatch had ended");
}

#[test]
fn tv_17_and_tm_6_a_year_that_is_not_loaded_and_then_is() {
    let without = Calendar::bundled().without_year(2026);
    let world = World::on(sqlite(), "2025-12-02", &without);
    let case = way::delivered(&world);
    is(&world, &case, "P-06", "2026-01-01", "2026-01-01");
    assert!(world.state(&case).contains("2026-01-01 / 2026-01-01 provisional, runs"), "{}", world.state(&case));
    world.person(&case).get("/follow/case").shows("2026 年怎么放假还没公布");
    // An agency's term that was told keeps the earlier day; her own gets the later one.
    let duty = world.register("duty", "office-clerk", &[("received_on", "2025-12-02")]);
    way::classify(&world, &duty);
    world.today("2025-12-17");
    way::refer(&world, &duty, "water");
    is(&world, &duty, "P-03", "2026-01-01", "2026-01-01");
    world.load_calendar(Calendar::bundled());
    is(&world, &case, "P-06", "2026-01-01", "2026-01-04");
    is(&world, &duty, "P-03", "2026-01-01", "2026-01-01");
    let state = world.state(&case);
    assert!(!state.contains("2026-01-04 provisional") && state.contains("CalendarLoaded"), "{state}");
    world.person(&case).get("/follow/case").lacks("2026 年怎么放假还没公布");
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    // Loading it again moves nothing.
    let events = world.state(&case);
    world.load_calendar(Calendar::bundled());
    assert_eq!(world.state(&case), events);
}

#[test]
fn tv_18_and_tm_6_a_year_that_is_not_loaded_stops_nothing() {
    let world = World::on(sqlite(), "2025-12-01", &Calendar::bundled().without_year(2026));
    let case = way::in_handling(&world);
    is(&world, &case, "P-05", "2026-01-30", "2026-01-30");
    assert!(world.state(&case).contains("2026-01-30 / 2026-01-30 provisional, runs"), "{}", world.state(&case));
    page_says(&world, "water-handler", &case, "2026 年放假安排还没公布，暂按周一到周五算");
    // Nor a working-day term that reaches into it.
    world.today("2025-12-30");
    let other = way::referred(&world);
    assert!(
        world.state(&other).contains("P-04 1 (桐庐县林业水利局): 2025-12-30 + 5 → 2026-01-06 / 2026-01-06 provisional"),
        "{}",
        world.state(&other)
    );
    way::sign(&world, &case, "2026-01-30");
    way::dispatch(&world, &case);
    way::deliver(&world, &case, "2025-12-30");
    // Ended or running, the rows agree with the ledger after the notice is loaded.
    world.as_("water-handler").act(&other, "object", &[("reason", way::REASON), ("body", "")]).done();
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    world.load_calendar(Calendar::bundled());
    assert!(world.wrong().is_empty(), "after the notice was loaded: {:?}", world.wrong());
}
