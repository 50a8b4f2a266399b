//! An accuser asks that somebody does not handle her accusation (art 28(3), C-24), and nobody learns by it who she is (C-30, C-31).

use crate::way;
use testkit::{
    World,
    world::{Answer, Case, account, organ},
};

const WHY: &str = "他和被举报的人是连襟，逢年过节都一起喝酒。";

fn secret(world: &World) -> Case {
    world.register("drain", "office-triage", &[("is_accusation", "on")])
}

/// Her form, filled as she fills it.
fn ask(world: &World, case: &Case, at: &str, name: &str) -> Answer {
    let at = if at.is_empty() { String::new() } else { organ(at).to_string() };
    let fields = [("recused_organ", at.as_str()), ("recused_name", name), ("recusal_words", WHY)];
    world.person(case).fill("/follow/case", "/follow/recusal", &fields, None)
}

/// Typed and handed over to discipline.
fn handed_over(world: &World) -> Case {
    let case = secret(world);
    let triage = world.as_("office-triage");
    triage.act(&case, "classify", &[("matter_type", "accusation"), ("accused", &organ("water").to_string())]).done();
    triage.act(&case, "hand_over_accusation", &[("to", &organ("discipline").to_string())]).done();
    case
}

#[test]
fn c_24_accepts_of_an_accusation_and_neither_she_nor_the_one_asked_about_is_named() {
    for world in World::each() {
        let case = secret(&world);
        world.person(&case).get("/follow/case").lacks("应知夏");
        ask(&world, &case, "office", "应 知夏").done();
        let hers = world.person(&case).get("/follow/case").shows("您请人回避").shows("9月15日");
        hers.lacks("应知夏").lacks("纪委").lacks(WHY);
        assert_eq!(world.matter(&case).recusals[0].decider, organ("discipline"));
        // He knows that she asked, and not of whom and why; whoever decides reads that, and not who she is.
        for name in ["office-triage", "office-triage-two"] {
            world.as_(name).page(&case).shows("本人申请回避").lacks(WHY);
            world.as_(name).try_(&case, "decide_recusal", &[("granted", "no"), ("reason", "没有")]).refused("NOT_YOURS");
        }
        let judge = world.as_("discipline-head");
        judge.page(&case).shows(WHY).shows("应知夏").shows("举报人").lacks("李秀兰").lacks("13805710417").lacks("5710417");
        judge.act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "属实，换人办。")]).done();
        world.as_("office-triage").page(&case).hidden();
        world.as_("office-triage").get("/desk/day?all=1").lacks(&case.number);
        world.as_("office-triage-two").page(&case).shows(&case.number);
        world.person(&case).get("/follow/case").shows("同意回避").lacks("应知夏").lacks("由桐庐县纪委监委");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn c_24_the_last_who_is_cleared_does_not_keep_it_where_nobody_opens_it() {
    for world in World::each() {
        let case = secret(&world);
        world.as_("system-admin").fill("/admin/accounts", &format!("/admin/accounts/{}/disable", account("office-triage-two")), &[], None).done();
        ask(&world, &case, "office", "应知夏").done();
        world.as_("discipline-triage").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "属实。")]).done();
        let matter = world.matter(&case);
        assert_eq!(matter.holder, organ("discipline"), "it lies where nobody sees it");
        assert_eq!(
            matter.running("P-01").map(|clock| (clock.holder, clock.deadline.due_legal.to_string())),
            Some((organ("discipline"), "2025-09-25".to_owned()))
        );
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_24_the_decider_is_never_the_accused_organ_nor_one_asked_about() {
    for world in World::each() {
        // Of the organ that has it after handing over: not that one, and not the accused.
        let case = handed_over(&world);
        ask(&world, &case, "discipline", "").done();
        assert_eq!(world.matter(&case).recusals[0].decider, organ("office"));
        world.as_("discipline-head").try_(&case, "decide_recusal", &[("granted", "no"), ("reason", "没有")]).refused("NOT_YOURS");
        world.as_("water-head").page(&case).hidden();
        world.as_("office-triage-two").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "被举报人是其领导。")]).done();
        assert_eq!(world.matter(&case).holder, organ("office"));
        world.as_("discipline-head").page(&case).hidden();
        // Typed since: it accuses the organ that was to decide, and the decision goes on by the same date.
        let case = secret(&world);
        ask(&world, &case, "office", "柏松年").done();
        assert_eq!(world.matter(&case).recusals[0].decider, organ("discipline"));
        let due = world.dates(&case, "C-24");
        let accused = organ("discipline").to_string();
        world.as_("office-triage").act(&case, "classify", &[("matter_type", "accusation"), ("accused", &accused)]).done();
        let judge = world.matter(&case).recusals[0].decider;
        assert!(judge != organ("discipline") && world.matter(&case).running("C-24").is_some_and(|clock| clock.holder == judge), "{judge:?}");
        assert_eq!(world.dates(&case, "C-24"), due, "no date moved");
        world.as_("discipline-head").page(&case).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn c_24_what_was_handed_over_goes_to_another_only_when_that_one_stepped_back() {
    let world = World::new();
    let case = handed_over(&world);
    let to = organ("discipline").to_string();
    world.as_("discipline-head").try_(&case, "hand_over_accusation", &[("to", &to)]).refused("HANDED_OVER");
    ask(&world, &case, "discipline", "").done();
    world.as_("office-triage").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "属实。")]).done();
    // There is no other organ of that kind here: to the one that stepped back it does not go again.
    world.as_("office-triage").try_(&case, "hand_over_accusation", &[("to", &to)]).refused("ACCUSED_PARTY");
}

#[test]
fn c_31_refuses_to_open_who_she_is_to_the_officer_of_whom_she_asks_that_he_steps_back() {
    for world in World::each() {
        let case = handed_over(&world);
        let handler = world.as_("discipline-handler");
        handler.act(&case, "ask_identity", &[("reason", "需要当面核实")]).done();
        world.as_("discipline-head").act(&case, "grant_identity", &[]).done();
        handler.page(&case).shows("李秀兰");
        ask(&world, &case, "discipline", "廉若水").done();
        handler.page(&case).lacks("李秀兰").lacks(WHY);
        handler.try_(&case, "ask_identity", &[("reason", "再看一次")]).refused("RECUSAL_OPEN");
        // Refused with a reason that she reads, the work goes on.
        world.as_("discipline-head").act(&case, "decide_recusal", &[("granted", "no"), ("reason", "经核实，没有利害关系。")]).done();
        handler.page(&case).shows("李秀兰");
        world.person(&case).get("/follow/case").shows("不用回避").lacks("廉若水");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_24_refuses_on_an_accusation_nobody_a_name_that_is_none_and_what_only_an_open_matter_offers() {
    for world in World::each() {
        let case = secret(&world);
        ask(&world, &case, "", "应知夏").refused("RECUSAL_WHOM").keeps(WHY).keeps("应知夏");
        ask(&world, &case, "office", "没有这人").refused("RECUSAL_UNKNOWN").keeps(WHY).keeps("没有这人");
        ask(&world, &case, "water", "应知夏").refused("RECUSAL_UNKNOWN");
        let her = world.person(&case);
        // Who has it is told by no answer.
        her.forge("/follow/recusal", false, &[("recused", "officer"), ("recusal_words", WHY)], None).refused("RECUSAL_WHOM");
        her.forge("/follow/recusal", false, &[("recused", "organ"), ("recusal_words", WHY)], None).refused("RECUSAL_WHOM");
        ask(&world, &case, "housing", "").done();
        ask_again(&world, &case);
        let plain = way::in_handling(&world);
        let fields = [("recused", "named"), ("recused_organ", "1"), ("recused_name", ""), ("recusal_words", WHY)];
        world.person(&plain).forge("/follow/recusal", false, &fields, None).refused("RECUSAL_WHOM");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

fn ask_again(world: &World, case: &Case) {
    let organ = organ("office").to_string();
    let fields = [("recused", "named"), ("recused_organ", organ.as_str()), ("recusal_words", WHY)];
    world.person(case).forge("/follow/recusal", false, &fields, None).refused("RECUSAL_ASKED");
}
