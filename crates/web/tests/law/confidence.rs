//! Who must not know, and who must not decide (arts 28, 30, 46).

use crate::way;
use testkit::{
    World,
    world::{Case, account, organ},
};

#[test]
fn c_23_accepts_an_officer_without_interest_in_place_of_one_who_declared_his() {
    let world = World::new();
    let case = way::signed_in(&world);
    way::accept(&world, &case);
    world.as_("water-handler").act(&case, "declare_interest", &[]).done();
    world.as_("water-handler").page(&case).hidden();
    way::start(&world, &case, "water-handler-two");
    world.as_("water-handler-two").page(&case).shows("涂春山");
    // Also when it was in his hands already: it is in nobody's until the head gives it to another.
    let other = way::in_handling(&world);
    world.as_("water-handler").act(&other, "declare_interest", &[]).done();
    assert!(!world.state(&other).contains("池上青"), "{}", world.state(&other));
    let to = account("water-handler-two").to_string();
    world.as_("water-head").act(&other, "hand_over", &[("officer", &to), ("reason", "原承办人回避")]).done();
}

#[test]
fn c_23_refuses_to_give_it_to_one_who_declared_an_interest() {
    let world = World::new();
    let case = way::signed_in(&world);
    way::accept(&world, &case);
    world.as_("water-handler").act(&case, "declare_interest", &[]).done();
    let to = account("water-handler").to_string();
    world.as_("water-head").act(&case, "start", &[("officer", &to)]).refused("RECUSAL_REQUIRED");
    way::start(&world, &case, "water-handler-two");
    world.as_("water-head").act(&case, "hand_over", &[("officer", &to), ("reason", "换人")]).refused("RECUSAL_REQUIRED");
    // He himself neither sees nor does anything with it.
    let barred = world.as_("water-handler");
    barred.try_(&case, "note", &[("kind", "talk"), ("words", "x")]).hidden();
    barred.get("/desk/day?all=1").lacks(&case.number);
    barred.get("/desk/cases").lacks(&case.number);
    // Nor can it be given to somebody of another office, nor to one who does not handle matters.
    for name in ["housing-handler", "water-clerk", "system-admin"] {
        let to = account(name).to_string();
        world.as_("water-head").try_(&case, "hand_over", &[("officer", &to), ("reason", "换人")]).refused("EMPTY");
    }
}

/// Where a matter can show: every page on which an officer could come across it.
fn nowhere_for(world: &World, who: &str, case: &Case, file: Option<&str>) {
    let officer = world.as_(who);
    officer.page(case).hidden();
    for page in ["opinion", "readers"] {
        officer.get(&format!("/desk/case/{case}/{page}")).hidden();
    }
    officer.try_(case, "note", &[("kind", "talk"), ("words", "x")]).hidden();
    if let Some(file) = file {
        officer.get(file).hidden();
    }
    let lists = [
        "/desk/day?all=1",
        "/desk/cases",
        "/desk/cases?stage=triaged",
        "/desk/figures",
        "/desk/figures/replies",
        "/desk/figures/replies/cases?within=asked",
    ];
    for list in lists {
        officer.get(list).lacks(&case.number).lacks(&format!("/desk/case/{case}")).lacks("李秀兰");
    }
    let number: String = case.number.chars().flat_map(|letter| percent(&letter.to_string()).chars().collect::<Vec<_>>()).collect();
    for words in [number.as_str(), "13805710417", &percent("李秀兰"), "lixiulan"] {
        let found = officer.get(&format!("/desk/find?q={words}"));
        assert!(!found.body.contains(&format!("/desk/case/{case}")), "{who} finds it by {words}");
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn c_30_accepts_the_way_of_an_accusation_to_the_body_that_is_competent_for_it() {
    let world = World::new();
    let case =
        world.register("accusation", "water-clerk", &[("words", "我要举报水利局工程科收了施工队的钱。"), ("claim", "查清楚"), ("title", "施工队")]);
    // Until typed only triage officers see it; it lies with those of the petition office, not where it was heard.
    for who in ["water-clerk", "water-handler", "water-head", "office-clerk", "office-head"] {
        nowhere_for(&world, who, &case, None);
    }
    world.as_("office-triage").page(&case).shows(&case.number);
    let fields =
        [("matter_type", "accusation"), ("accused", &*organ("water").to_string()), ("accused_person", &*account("housing-handler").to_string())];
    world.as_("office-triage").act(&case, "classify", &fields).done();
    world.as_("office-triage").act(&case, "hand_over_accusation", &[("to", &organ("discipline").to_string())]).done();
    for who in [
        "water-triage",
        "water-clerk",
        "water-handler",
        "water-head",
        "office-clerk",
        "office-head",
        "county-leader",
        "county-supervisor",
        "housing-handler",
    ] {
        nowhere_for(&world, who, &case, None);
    }
    // The one who sent it and the body it went to; their lists do not tell what it is about.
    for who in ["office-triage", "discipline-triage", "discipline-handler", "discipline-head"] {
        world.as_(who).page(&case).shows(&case.number);
        let list = world.as_(who).get("/desk/cases").shows(&case.number);
        assert!(!list.body.contains("施工队") && !list.body.contains("李秀兰"), "the list tells {who} what it is about");
    }
    // Against the very office that has it: it goes at once to the discipline organ, and is gone from here.
    let own = world.register("own", "room-clerk", &[("words", "信访局扣了我的材料。")]);
    world.as_("room-triage").act(&own, "classify", &[("matter_type", "accusation"), ("accused", &organ("room").to_string())]).done();
    for who in ["room-triage", "room-clerk", "room-head", "office-triage", "town-head"] {
        nowhere_for(&world, who, &own, None);
    }
    world.as_("discipline-triage").page(&own).shows(&own.number);
    // The accuser herself follows it, and nothing on her page names anybody.
    world.person(&case).get("/follow/case").shows(&case.number).lacks("施工队").lacks("李秀兰");
    assert!(world.wrong().is_empty());
}

#[test]
fn c_30_refuses_to_send_it_to_the_accused_and_to_show_it_there() {
    let world = World::new();
    let case = world.register("accusation", "office-clerk", &[("is_accusation", "on"), ("title", "施工队")]);
    let triage = world.as_("office-triage");
    triage.act_with(&case, "add_paper", &[("kind", "evidence")], "file").done();
    let file =
        triage.page(&case).body.split("href=\"/desk/file/").nth(1).and_then(|rest| rest.split('"').next()).map(|id| format!("/desk/file/{id}"));
    let file = file.expect("the paper is on the page");
    assert_eq!(triage.get(&file).status, 200);
    let to = |key: &str| organ(key).to_string();
    let accused = [("matter_type", "accusation"), ("accused", &*to("discipline")), ("accused", &*to("housing"))];
    triage.act(&case, "classify", &accused).done();
    // Not to the accused; and an accusation is not referred or assigned at all.
    triage.act(&case, "hand_over_accusation", &[("to", &to("discipline"))]).refused("ACCUSED_PARTY");
    triage.try_(&case, "hand_over_accusation", &[("to", &to("water"))]).refused("UNKNOWN_ORGAN");
    triage.try_(&case, "refer", &[("to", &to("housing")), ("reason", way::REASON)]).refused("ACCUSATION_TRACK");
    triage
        .try_(&case, "assign", &[("to", &to("housing")), ("reason", way::REASON), ("term_days", "30"), ("result", "x")])
        .refused("ACCUSATION_TRACK");
    for who in [
        "discipline-triage",
        "discipline-head",
        "housing-handler",
        "housing-head",
        "housing-triage",
        "office-clerk",
        "office-handler",
        "office-head",
        "county-leader",
        "town-leader",
        "county-supervisor",
    ] {
        nowhere_for(&world, who, &case, Some(&file));
    }
    // What was said of them stays barred from them when it turns out to be a grievance.
    triage.act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
    triage.act(&case, "refer", &[("to", &to("housing")), ("reason", way::REASON)]).refused("ACCUSED_PARTY");
    triage
        .act(&case, "assign", &[("to", &to("housing")), ("reason", way::REASON), ("term_days", "30"), ("result", "报结果")])
        .refused("ACCUSED_PARTY");
    nowhere_for(&world, "housing-head", &case, Some(&file));
    // Nor to an office below the accused one.
    let below = world.register("below", "office-clerk", &[]);
    let fields = [("matter_type", "accusation"), ("accused", &*to("town"))];
    triage.act(&below, "classify", &fields).done();
    triage.act(&below, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
    for key in ["village", "room", "town"] {
        triage.act(&below, "refer", &[("to", &to(key)), ("reason", way::REASON)]).refused("ACCUSED_PARTY");
    }
}

fn accusation(world: &World) -> Case {
    let case = world.register("accusation", "office-clerk", &[("is_accusation", "on"), ("title", "施工队")]);
    world.as_("office-triage").act(&case, "classify", &[("matter_type", "accusation"), ("accused", &organ("housing").to_string())]).done();
    case
}

#[test]
fn c_31_accepts_opening_who_it_was_for_a_reason_by_a_second_person_and_for_four_hours() {
    let world = World::new();
    let case = accusation(&world);
    let triage = world.as_("office-triage");
    triage.page(&case).lacks("李秀兰").lacks("1041").shows("举报人");
    triage.get("/desk/cases").shows("举报").lacks("施工队").lacks("李秀兰");
    triage.act(&case, "ask_identity", &[("reason", "核实线索，须与本人联系")]).done();
    triage.page(&case).lacks("李秀兰");
    world.as_("office-triage-two").act(&case, "grant_identity", &[]).done();
    triage.page(&case).shows("李秀兰");
    // To the one who asked, and to nobody else.
    world.as_("office-triage-two").page(&case).lacks("李秀兰");
    // To the last minute of the four hours, and then no longer; asked anew it takes a second person anew.
    world.minutes(4 * 60 - 1);
    triage.page(&case).shows("李秀兰");
    world.minutes(2);
    triage.page(&case).lacks("李秀兰");
    triage.act(&case, "ask_identity", &[("reason", "补充核实")]).done();
    triage.page(&case).lacks("李秀兰");
    triage.try_(&case, "grant_identity", &[]).refused("SECOND_PERSON");
    // Both stand in the ledger.
    assert!(world.state(&case).contains("IdentityAsked IdentityGranted IdentityAsked"));
}

#[test]
fn c_31_refuses_to_open_it_alone_without_a_reason_or_unasked() {
    let world = World::new();
    let case = accusation(&world);
    let triage = world.as_("office-triage");
    triage.try_(&case, "grant_identity", &[]).refused("IDENTITY_NOT_ASKED");
    triage.act(&case, "ask_identity", &[("reason", "  ")]).refused("EMPTY");
    triage.act(&case, "ask_identity", &[("reason", "想知道是谁")]).done();
    triage.try_(&case, "grant_identity", &[]).refused("SECOND_PERSON");
    for path in ["", "?open=phone", "/receipt", "/readers", "/opinion"] {
        triage.get(&format!("/desk/case/{case}{path}")).lacks("李秀兰").lacks("13805710417");
    }
    // The number that she left opens no list of who said what.
    triage.get("/desk/find?q=13805710417").lacks("李秀兰").lacks("施工队");
}

#[test]
fn c_37_refuses_to_give_a_complaint_to_the_officer_it_is_about_or_to_those_under_him() {
    for world in World::each() {
        let case = world.register("accusation", "room-clerk", &[("is_accusation", "on"), ("words", "我要举报纪委负责人收礼。")]);
        let head = account("discipline-head").to_string();
        let triage = world.as_("office-triage");
        triage.act(&case, "classify", &[("matter_type", "accusation"), ("accused_person", head.as_str())]).done();
        let to = organ("discipline").to_string();
        triage.act(&case, "hand_over_accusation", &[("to", to.as_str())]).refused("SELF_HANDLING");
        assert_eq!(world.matter(&case).holder, organ("office"));
        for name in ["discipline-head", "discipline-handler", "discipline-triage"] {
            world.as_(name).page(&case).hidden();
        }
    }
}

#[test]
fn c_37_refuses_to_take_refuge_with_whom_the_accusation_names() {
    for world in World::each() {
        let case = world.register("accusation", "room-clerk", &[("is_accusation", "on"), ("words", "我要举报信访局和纪委负责人。")]);
        let (office, head) = (organ("office").to_string(), account("discipline-head").to_string());
        let triage = world.as_("office-triage");
        // Against the office that has it, it would go to the discipline organ at once: which the other accused heads.
        let named = [("matter_type", "accusation"), ("accused", office.as_str()), ("accused_person", head.as_str())];
        triage.act(&case, "classify", &named).refused("ACCUSED_PARTY");
        world.as_("discipline-triage").page(&case).hidden();
    }
}

#[test]
fn c_37_accepts_a_complaint_about_an_officer_of_another_organ() {
    for world in World::each() {
        let case = world.register("accusation", "room-clerk", &[("is_accusation", "on"), ("words", "我要举报镇里的负责人收礼。")]);
        let head = account("town-head").to_string();
        let triage = world.as_("office-triage");
        triage.act(&case, "classify", &[("matter_type", "accusation"), ("accused_person", head.as_str())]).done();
        triage.act(&case, "hand_over_accusation", &[("to", &organ("discipline").to_string())]).done();
        world.as_("discipline-handler").page(&case).shows(&case.number);
        world.as_("town-head").page(&case).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}
