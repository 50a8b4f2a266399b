//! 邮寄清单 (T-29) through the front door: what goes by post on a day, to whom, and where it goes as far as the asker may know
//! (C-31, C-39, C-55).

use crate::{letters::issue, way};
use testkit::{World, world::Case};

const LIST: &str = "/desk/seals/posting";
const ADDRESS: &str = "桐庐县横村镇青柏湾村三组8号";

/// A matter of somebody who told where she lives; referred to the water office, with a notice to her and a letter to that office.
fn told(world: &World, more: &[(&str, &str)]) -> Case {
    let typed: Vec<(&str, &str)> = [("address", ADDRESS)].into_iter().chain(more.iter().copied()).collect();
    let case = world.register("drain", "office-clerk", &typed);
    way::classify(world, &case);
    way::refer(world, &case, "water");
    issue(world, "office-triage", &case, "T-03", "office-head", &[]).done();
    issue(world, "office-triage", &case, "T-05", "office-head", &[]).done();
    case
}

#[test]
fn t29_the_posting_list_has_the_days_letters_to_persons_with_who_printed_it_and_when() {
    for world in World::each() {
        let case = told(&world, &[]);
        let letters = world.matter(&case).letters;
        let clerk = world.as_("office-clerk");
        assert!(clerk.get("/desk/seals").body.contains(&format!("href=\"{LIST}\"")), "one click from the register");
        let list = clerk.get(LIST).shows(&letters[1].issued.number).shows(ADDRESS).shows("去向告知书").shows("挂号号码").shows("桐庐县信访局");
        let list = list.shows("（1）").shows("取自邻聚").shows("交寄人签名").lacks(&letters[0].issued.number);
        assert!(list.body.contains("class=\"by-hand\""), "a cell for the number that the post gives");
        // Other days, other organs: nothing of it.
        clerk.get(&format!("{LIST}?day=2025-09-01")).shows("这一天没有要寄的文书").lacks(ADDRESS);
        world.as_("housing-clerk").get(LIST).shows("这一天没有要寄的文书").lacks(ADDRESS);
        world.as_("water-clerk").get(LIST).lacks(ADDRESS);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn t29_each_print_of_the_posting_list_is_written_down_for_each_matter() {
    let world = World::new();
    let case = told(&world, &[]);
    let prints = || world.as_("office-head").get(&format!("/desk/case/{case}/readers")).body.matches("打印").count();
    let before = prints();
    for _ in 0..2 {
        let _ = world.as_("office-clerk").get(LIST);
    }
    assert_eq!(prints(), before + 2, "two prints are two entries");
}

#[test]
fn t29_a_letter_that_went_another_way_is_not_on_the_list() {
    for world in World::each() {
        let case = way::in_handling(&world);
        // Its acceptance was told in person.
        issue(&world, "water-handler", &case, "T-06", "water-head", &[]).done();
        way::sign(&world, &case, "2025-10-20");
        issue(&world, "water-handler", &case, "T-13", "water-head", &[("review_body", "桐庐县人民政府")]).done();
        let numbers: Vec<String> = world.matter(&case).letters.iter().map(|letter| letter.issued.number.clone()).collect();
        world.as_("water-clerk").get(LIST).lacks(&numbers[0]).shows(&numbers[1]).shows("送达方式还没记");
        world.as_("water-clerk").act(&case, "dispatch", &[("way", "post"), ("tracking", "XA00000000033")]).done();
        world.as_("water-clerk").get(LIST).shows(&numbers[1]).lacks("送达方式还没记");
    }
}

#[test]
fn c39_an_address_that_she_wants_kept_is_on_no_list_of_whoever_handles_it() {
    for world in World::each() {
        let case = world.register("drain", "office-clerk", &[("address", ADDRESS), ("reach_keep", "on")]);
        way::classify(&world, &case);
        way::refer(&world, &case, "water");
        world.as_("water-clerk").act(&case, "sign_in", &[]).done();
        world.as_("water-triage").act(&case, "accept", &[("notice", "post")]).done();
        issue(&world, "water-triage", &case, "T-06", "water-head", &[]).done();
        let number = world.matter(&case).letters[0].issued.number.clone();
        world.as_("water-clerk").get(LIST).shows(&number).shows("不显示地址").lacks(ADDRESS);
    }
}
