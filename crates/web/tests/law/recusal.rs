//! She asks that another handles it (art 28(3), C-24), and answers what she was asked for.

use crate::way;
use testkit::{
    World,
    world::{Case, FILE, account, organ},
};

const WHY: &str = "他是村主任的妹夫，水沟就是他家改的道。";

fn ask(world: &World, case: &Case, whom: &str) -> testkit::world::Answer {
    world.person(case).fill("/follow/case", "/follow/recusal", &[("recused", whom), ("recusal_words", WHY)], None)
}

#[test]
fn c_24_accepts_at_an_open_stage_is_decided_with_a_reason_and_her_page_shows_it() {
    for world in World::each() {
        let case = way::in_handling(&world);
        ask(&world, &case, "officer").done();
        let hers = world.person(&case).get("/follow/case").shows("您请人回避").shows("桐庐县林业水利局定").shows("9月15日");
        assert!(!hers.offers("/follow/recusal"), "one at a time");
        assert_eq!(world.dates(&case, "C-24").1, "2025-09-15", "three working days");
        let head = world.as_("water-head");
        head.page(&case).shows(WHY).shows("决定是否回避");
        head.act(&case, "decide_recusal", &[("granted", "yes"), ("reason", " ")]).refused("EMPTY");
        head.act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "属实，换人办。")]).done();
        world.person(&case).get("/follow/case").shows("同意回避").shows("属实，换人办。").lacks("池上青手里");
        // Whoever stepped back sees it no more and cannot be given it again; the dates stand.
        world.as_("water-handler").page(&case).hidden();
        head.try_(&case, "hand_over", &[("officer", &account("water-handler").to_string()), ("reason", way::REASON)]).refused("RECUSAL_REQUIRED");
        head.act(&case, "hand_over", &[("officer", &account("water-handler-two").to_string()), ("reason", way::REASON)]).done();
        assert_eq!(world.dates(&case, "P-05").1, "2025-11-10");
        // Decided: she may ask again, and it may be refused with a reason too.
        ask(&world, &case, "officer").done();
        head.act(&case, "decide_recusal", &[("granted", "no"), ("reason", "经核实，没有利害关系。")]).done();
        world.person(&case).get("/follow/case").shows("不用回避").shows("经核实，没有利害关系。");
        world.as_("water-handler-two").page(&case).shows(&case.number);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_24_of_an_organ_the_one_above_decides_and_takes_it_over_with_its_dates() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let due = world.dates(&case, "P-05");
        ask(&world, &case, "organ").done();
        world.as_("water-head").try_(&case, "decide_recusal", &[("granted", "no"), ("reason", "没有")]).refused("NOT_YOURS");
        world.as_("office-head").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "该局是当事一方。")]).done();
        assert_eq!(world.matter(&case).holder, organ("office"));
        assert_eq!(world.dates(&case, "P-05"), due, "no date moved");
        assert_eq!(world.matter(&case).running("P-05").unwrap().holder, organ("office"));
        world.as_("water-head").page(&case).hidden();
        world.as_("office-head").act(&case, "hand_over", &[("officer", &account("office-handler").to_string()), ("reason", way::REASON)]).done();
        world.person(&case).get("/follow/case").shows("桐庐县信访局");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn c_24_refuses_without_a_reason_a_second_one_one_by_staff_and_what_is_closed() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let her = world.person(&case);
        let none = [("recused", "officer"), ("recusal_words", " ")];
        her.fill("/follow/case", "/follow/recusal", &none, None).refused("RECUSAL_NO_REASON");
        her.forge("/follow/recusal", false, &[("recusal_words", WHY)], None).refused("RECUSAL_WHOM").keeps(WHY);
        for name in ["water-clerk", "water-head", "office-triage"] {
            world.as_(name).try_(&case, "ask_recusal", &[("recused", "officer"), ("reason", WHY)]).refused("NOT_YOURS");
        }
        ask(&world, &case, "officer").done();
        her.forge("/follow/recusal", false, &[("recused", "organ"), ("recusal_words", WHY)], None).refused("RECUSAL_ASKED");
        // Nobody decides about himself, and a day that has passed is told to the supervisor.
        world.as_("water-handler").try_(&case, "decide_recusal", &[("granted", "no"), ("reason", "没有")]).refused("NOT_YOURS");
        world.today("2025-09-16");
        assert!(world.state(&case).contains("for C-24 1"), "{}", world.state(&case));
        // Accepting or going on does not silence it; what is completed is not open any more.
        let done = way::delivered(&world);
        world.as_("water-handler").act(&done, "complete", way::NOTES).done();
        let closed = world.person(&done).forge("/follow/recusal", false, &[("recused", "organ"), ("recusal_words", WHY)], None);
        closed.refused("NOT_FROM_HERE");
    }
}

#[test]
fn she_answers_what_the_office_asked_with_words_and_a_photo() {
    for world in World::each() {
        let case = way::in_handling(&world);
        world.as_("water-handler").act(&case, "ask_material", &[("what", "被泡坏的灶台的照片"), ("by", "2025-09-20")]).done();
        let her = world.person(&case);
        her.get("/follow/case").shows("被泡坏的灶台的照片");
        her.fill("/follow/case", "/follow/answer", &[("answer", " ")], None).refused("EMPTY");
        her.fill("/follow/case", "/follow/answer", &[("answer", "照片是昨天拍的")], Some(("file", FILE))).done();
        her.get("/follow/case").shows("您补来了").shows("照片是昨天拍的").lacks("请您补一样东西 最好");
        assert_eq!(world.matter(&case).stage.code(), "in_handling");
        world.as_("water-handler").page(&case).shows("本人补来").shows("照片是昨天拍的");
        let photo = world.matter(&case).papers.last().unwrap().clone();
        assert!(photo.shown_to_person && photo.kind == "photo");
        assert_eq!(her.get(&format!("/follow/file/{}", photo.file)).status, 200);
        // Asked for nothing, there is nothing to answer.
        her.forge("/follow/answer", true, &[("answer", "还有")], None).refused("NOT_FROM_HERE");
        // Later words may bring a photo too.
        her.fill("/follow/case", "/follow/add", &[("words", "今天又漫了")], Some(("file", FILE))).done();
        assert_eq!(world.matter(&case).papers.len(), 2);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_30_a_photo_with_words_that_accuse_goes_with_them_into_a_matter_of_its_own() {
    let world = World::new();
    let case = way::in_handling(&world);
    let her = world.person(&case);
    her.fill("/follow/case", "/follow/add", &[("words", "我要举报办事员收受贿赂")], Some(("file", FILE))).done();
    assert!(world.matter(&case).papers.is_empty(), "those whom it accuses would have the photo");
    her.get("/follow/case").lacks(&case.number);
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn c_24_is_decided_before_the_file_is_closed() {
    for world in World::each() {
        let case = way::delivered(&world);
        ask(&world, &case, "organ").done();
        world.as_("water-handler").act(&case, "complete", way::NOTES).done();
        // What was granted is not shown yet: it is carried out first, as always.
        world.as_("water-handler").act_with(&case, "execute", &[("claim", "0"), ("note", "已疏通")], "file").done();
        world.as_("water-clerk").try_(&case, "archive", &[]).refused("RECUSAL_OPEN");
        world.as_("office-head").act(&case, "decide_recusal", &[("granted", "no"), ("reason", "没有利害关系。")]).done();
        world.as_("water-clerk").act(&case, "archive", &[]).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_24_an_organ_that_steps_back_does_not_keep_it_by_an_office_below() {
    for world in World::each() {
        let case = world.register("drain", "town-clerk", &[]);
        world.as_("town-head").act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
        ask(&world, &case, "organ").done();
        world.as_("town-head").act(&case, "refer", &[("to", &organ("room").to_string()), ("reason", way::REASON)]).done();
        let due = world.dates(&case, "P-03");
        world.as_("office-head").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "镇里是当事一方。")]).done();
        let matter = world.matter(&case);
        assert_eq!(matter.holder, organ("office"), "it lies where nobody sees it");
        assert_eq!(matter.running("P-03").map(|clock| clock.holder), Some(organ("office")));
        assert_eq!(world.dates(&case, "P-03"), due, "no date moved");
        for who in ["room-head", "town-head"] {
            world.as_(who).page(&case).hidden();
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

/// The account is closed; its post stands.
fn close(world: &World, name: &str) {
    let number = account(name);
    world.as_("system-admin").fill("/admin/accounts", &format!("/admin/accounts/{number}/disable"), &[], None).done();
}

#[test]
fn c_23_nobody_decides_about_his_own_organ_and_nobody_is_asked_who_cannot_decide() {
    for world in World::each() {
        // Above the petition office there is nobody here: discipline decides about it.
        let case = world.petition("own");
        ask(&world, &case, "organ").done();
        assert_eq!(world.matter(&case).recusals[0].decider, organ("discipline"));
        world.as_("discipline-head").act(&case, "decide_recusal", &[("granted", "no"), ("reason", "没有利害关系。")]).done();
        // The only head of his own organ cannot sign in any more: the one above decides.
        let case = way::in_handling(&world);
        close(&world, "water-head");
        ask(&world, &case, "officer").done();
        assert_eq!(world.matter(&case).recusals[0].decider, organ("office"));
        // Nor does one decide who declared an interest in it.
        let case = way::signed_in(&world);
        way::accept(&world, &case);
        world.as_("office-head").act(&case, "declare_interest", &[]).done();
        ask(&world, &case, "organ").done();
        assert_eq!(world.matter(&case).recusals[0].decider, organ("discipline"));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}
