//! Green, yellow, red, over: section 6.3, as the day list shows it.

use crate::way;
use testkit::{World, world::Case};

/// The light beside a case on somebody's day list: its class; empty when it is not there.
pub fn of(world: &World, who: &str, case: &Case) -> String {
    line(world, who, case).0
}

/// Class and words.
fn line(world: &World, who: &str, case: &Case) -> (String, String) {
    let page = world.as_(who).get("/desk/day?all=1");
    let address = format!("<a href=\"/desk/case/{case}\">");
    let Some(before) = page.body.split("<tr>").find(|row| row.contains(&address)) else { return (String::new(), String::new()) };
    let light = before.split("class=\"light ").nth(1).unwrap_or_default();
    let (class, rest) = light.split_once("\">").unwrap_or_default();
    (class.to_owned(), rest.split('<').next().unwrap_or_default().to_owned())
}

#[test]
fn sixty_days_turn_yellow_on_day_forty_and_red_on_day_fifty_seven() {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    // Day 39 is 12 September; day 40 the 13th; day 56 the 29th; day 57 the 30th; due 3 October, on 9 October at the latest. Colours go
    // by the 3rd, words by the 9th, which is the day that the list shows.
    let days = [
        ("2025-08-05", "is-green", "还有 65 天"),
        ("2025-09-12", "is-green", "还有 27 天"),
        ("2025-09-13", "is-yellow", "还有 26 天"),
        ("2025-09-29", "is-yellow", "还有 10 天"),
        ("2025-09-30", "is-red", "还有 9 天"),
        ("2025-10-03", "is-red", "最后合法日 10月9日"),
        ("2025-10-08", "is-red", "最后合法日 10月9日"),
        ("2025-10-09", "is-red", "今天到期"),
        ("2025-10-10", "is-over", "超期 1 天"),
        ("2025-10-19", "is-over", "超期 10 天"),
    ];
    for (day, class, words) in days {
        world.today(day);
        assert_eq!(line(&world, "water-handler", &case), (class.to_owned(), words.to_owned()), "{day}");
    }
}

#[test]
fn fifteen_days_turn_yellow_at_seven_left_and_red_at_three() {
    let world = World::new();
    let case = world.petition("drain");
    for (day, class) in [
        ("2025-09-17", "is-green"),
        ("2025-09-18", "is-yellow"),
        ("2025-09-21", "is-yellow"),
        ("2025-09-22", "is-red"),
        ("2025-09-25", "is-red"),
        ("2025-09-26", "is-over"),
    ] {
        world.today(day);
        assert_eq!(of(&world, "office-clerk", &case), class, "{day}");
    }
}

#[test]
fn five_working_days_are_green_on_day_one_yellow_at_two_left_and_red_at_one() {
    // Five working days from Wednesday 10 September: Wednesday 17. The right to object is no duty and not on the list;
    // its light stands on the case page, and it lapses: nobody is late by it.
    let world = World::new();
    let case = way::referred(&world);
    assert_eq!(world.dates(&case, "P-04").0, "2025-09-17");
    for (day, class) in [
        ("2025-09-11", "is-green"),
        ("2025-09-14", "is-green"),
        ("2025-09-15", "is-yellow"),
        ("2025-09-16", "is-red"),
        ("2025-09-17", "is-red"),
        ("2025-09-18", "is-done"),
    ] {
        world.today(day);
        let page = world.as_("water-handler").page(&case);
        let clock = page.body.split("class=\"clock\"").skip(1).find(|part| part.split("</h3>").next().is_some_and(|head| head.contains("异议")));
        let clock = clock.unwrap_or_else(|| panic!("{day}: no clock of the objection on the page"));
        assert!(clock.contains(&format!("class=\"light {class}\"")), "{day}: {}", clock.chars().take(300).collect::<String>());
    }
    // The written notice is on the list.
    assert_eq!(of(&world, "water-handler", &case), "is-yellow");
}

#[test]
fn an_extension_moves_the_colours_and_keeps_what_was_late() {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    world.today("2025-10-09");
    assert_eq!(of(&world, "water-handler", &case), "is-red");
    world.as_("water-handler").act(&case, "request_extension", &[("days", "30"), ("reason", way::REASON)]).done();
    world.as_("water-head").act(&case, "agree_extension", &[]).done();
    world.as_("water-head").act_with(&case, "approve_extension", &[("notice_on", "2025-10-09"), ("way", "in_person")], "file").done();
    // 2 November is a Sunday: the 3rd is the last lawful day, 25 days away.
    assert_eq!(line(&world, "water-handler", &case), ("is-green".to_owned(), "还有 25 天".to_owned()));
    world.today("2025-10-13");
    assert_eq!(of(&world, "water-handler", &case), "is-yellow");
    world.today("2025-11-03");
    assert_eq!(line(&world, "water-handler", &case).1, "今天到期");
}

#[test]
fn p_04_a_right_that_was_not_used_is_neither_done_nor_late() {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    let page = world.as_("water-handler").get(&format!("/desk/case/{case}"));
    let objecting = page.body.split("提异议").nth(1).unwrap_or_default();
    let light = objecting.split("is-done\">").nth(1).unwrap_or_default().split('<').next().unwrap_or_default();
    assert_eq!(light, "没有提", "{objecting}");
}
