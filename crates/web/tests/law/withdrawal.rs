//! 撤回: hers alone. What an officer wrote down for her and was not her will is taken back whole.

use crate::way;
use testkit::{
    World,
    world::{Case, FILE},
};

const PAGE: &str = "/follow/case";
const NOT_MINE: &str = "/follow/not-withdrawn";

fn entered(world: &World) -> Case {
    let case = way::in_handling(world);
    let fields = [("evidence", "signed_paper"), ("reason", "已经修好")];
    world.as_("water-clerk").act_with(&case, "withdraw", &fields, "file").done();
    case
}

#[test]
fn a_withdrawal_entered_for_her_is_contested_with_her_code_and_nothing_was_gained_by_it() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let before = (world.dates(&case, "P-05"), world.matter(&case).stage);
        world.today("2025-09-20");
        world.as_("water-clerk").act_with(&case, "withdraw", &[("evidence", "signed_paper"), ("reason", "已经修好")], "file").done();
        // She is told who wrote it down and by what, and not that she did it.
        let hers = world.person(&case).get(PAGE).shows("桐庐县林业水利局记下：您撤回了").shows("本人签名的撤回申请").lacks("您已经撤回");
        assert!(hers.offers(NOT_MINE));
        world.today("2025-12-01");
        world.person(&case).fill(PAGE, NOT_MINE, &[("not_mine", "我没有签过字")], None).done();
        let matter = world.matter(&case);
        assert_eq!((world.dates(&case, "P-05"), matter.stage), before, "the old dates, the old place");
        assert!(matter.running("P-05").is_some() && matter.facts.withdrawn_on.is_none());
        let state = world.state(&case);
        assert!(state.contains("supervision proposed 2025-12-01 for withdrawal_contested 1"), "{state}");
        // The ten weeks count: the term ran out on 10 November, and that is said the same night.
        world.night();
        assert!(world.state(&case).contains("supervision proposed 2025-12-01 for P-05 1"), "{}", world.state(&case));
        for who in ["water-head", "county-supervisor"] {
            world.as_(who).page(&case).shows("本人说没有撤回").shows("我没有签过字");
        }
        world.person(&case).get(PAGE).shows("您的事正在办").shows("您说没有撤回，接着办").shows("我没有签过字");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
        let rows = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), rows);
    }
}

#[test]
fn a_contested_withdrawal_goes_back_from_the_archive_to_where_it_was() {
    let world = World::new();
    let case = entered(&world);
    world.as_("water-clerk").act(&case, "archive", &[]).done();
    world.person(&case).fill(PAGE, NOT_MINE, &[], None).done();
    let state = world.state(&case);
    assert!(state.contains("in_handling") && state.contains("P-05 1 (桐庐县林业水利局): 2025-09-10 + 60 → 2025-11-09 / 2025-11-10, runs"), "{state}");
    // And it can be answered.
    way::sign(&world, &case, "2025-10-20");
}

#[test]
fn nobody_but_she_contests_a_withdrawal_and_not_her_own_nor_twice() {
    let world = World::new();
    let case = entered(&world);
    for who in ["water-clerk", "water-head", "office-clerk", "county-supervisor"] {
        let answer = world.as_(who).forge(&format!("/desk/case/{case}/contest_withdrawal"), true, &[], None);
        assert!(answer.refusal().starts_with("NOT_YOURS") || answer.status == 404, "{who}: {}", answer.refusal());
    }
    // Nor in a browser in which an officer is signed in.
    let forged = world.person(&case).with_cookie("linju_session=somebody");
    forged.fill(PAGE, NOT_MINE, &[("not_mine", "替她点一下")], None).refused("RATING_FORGERY");
    assert!(world.matter(&case).withdrawal.unwrap().contested_on.is_none());
    world.visitor("again").enter_code(&case.code);
    let person = world.visitor("again");
    person.fill(PAGE, NOT_MINE, &[], None).done();
    assert!(!person.get(PAGE).offers(NOT_MINE), "there is nothing left to contest");
    let own = way::in_handling(&world);
    let person = world.person(&own);
    person.fill(PAGE, "/follow/withdraw", &[("reason", "村里修好了")], None).done();
    assert!(!person.get(PAGE).offers(NOT_MINE), "her own withdrawal is hers");
    assert!(!world.person(&way::in_handling(&world)).get(PAGE).offers(NOT_MINE));
}

#[test]
fn after_she_contested_one_no_officer_enters_another_and_its_office_does_not_silence_it() {
    let world = World::new();
    let case = entered(&world);
    world.person(&case).fill(PAGE, NOT_MINE, &[], None).done();
    let clerk = world.as_("water-clerk");
    let again = clerk.forge(&format!("/desk/case/{case}/withdraw"), true, &[("evidence", "signed_paper")], Some(("file", FILE)));
    again.refused("WITHDRAWAL_CONTESTED");
    let aside = [("proposal", "withdrawal_contested 1"), ("reason", "核实过了")];
    world.as_("water-head").try_(&case, "set_aside", &aside).refused("NOT_YOURS");
    world.as_("county-supervisor").act(&case, "set_aside", &[aside[0], ("reason", "")]).refused("EMPTY");
    world.as_("county-supervisor").act(&case, "set_aside", &aside).done();
    // She herself may still withdraw it.
    world.person(&case).fill(PAGE, "/follow/withdraw", &[("reason", "算了")], None).done();
    // The office that registered it and wrote the withdrawal down does not set its own aside.
    let own = world.petition("own");
    world.as_("office-clerk").act_with(&own, "withdraw", &[("evidence", "signed_paper")], "file").done();
    world.person(&own).fill(PAGE, NOT_MINE, &[], None).done();
    assert!(world.state(&own).contains(" registered"), "{}", world.state(&own));
    world.as_("office-head").try_(&own, "set_aside", &aside).refused("RECUSAL_REQUIRED");
}
