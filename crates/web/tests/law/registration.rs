//! Hearing somebody, and what stands afterwards (arts 17–22, 43).

use crate::way;
use axum::http::StatusCode;
use std::time::Instant;
use testkit::{World, world::organ};

#[test]
fn c_01_accepts_anybody_by_any_way_as_often_as_she_comes() {
    let world = World::new();
    for channel in ["network", "letter", "phone", "fax", "visit"] {
        let _ = world.register(channel, "office-clerk", &[("channel", channel)]);
    }
    let nobody = [("name", ""), ("phone", ""), ("address", "")];
    let _ = world.register("nobody", "office-clerk", &nobody);
    let _ = world.register("without a claim", "office-clerk", &[("claim", "")]);
    let _ = world.register("from elsewhere", "office-clerk", &[("address", "江西省上饶市"), ("place_words", "上饶市")]);
    let _ = world.register("a crowd", "office-clerk", &[("head_count", "40"), ("representative", "赵一"), ("representative", "钱二")]);
    let _ = world.register("strange words", "office-clerk", &[("words", "🙂 <script>alert(1)</script> ' OR 1=1 --")]);
    for desk in ["village-clerk", "room-clerk", "town-clerk", "water-clerk", "office-mediator", "discipline-triage", "city-handler"] {
        let _ = world.register(desk, desk, &[]);
    }
    // Again and again, though it was withdrawn, refused and answered before; and though she went over the village's head.
    for nth in 0..3 {
        let case = world.register(&format!("again {nth}"), "office-clerk", &[]);
        way::classify(&world, &case);
        let refusal = [("reason", "NA3_out_of_remit"), ("facts", "不属本机关"), ("basis", "条例第二十三条"), ("body", "县人民法院")];
        world.as_("office-triage").act(&case, "non_accept", &refusal).done();
    }
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn c_01_refuses_only_what_says_nothing_and_says_how_to_go_on() {
    let world = World::new();
    let clerk = world.as_("office-clerk");
    let empty = clerk.try_register("empty", &[("words", "")]).refused("EMPTY");
    assert!(empty.body.contains("13805710417"), "what was typed is lost");
    let ahead = clerk.try_register("ahead", &[("received_on", "2025-09-11")]).refused("DATE_AHEAD");
    assert!(ahead.body.contains("把水沟疏通"), "what was typed is lost");
    let six = [
        ("representative", "一"),
        ("representative", "二"),
        ("representative", "三"),
        ("representative", "四"),
        ("representative", "五"),
        ("representative", "六"),
    ];
    clerk.try_register("six", &six).refused("TOO_MANY_REPRESENTATIVES");
    // The same form, made true, goes through.
    let _ = clerk.register("six", &six[..5]);
}

#[test]
fn c_02_accepts_an_oral_record_that_was_read_to_her_and_what_she_wrote_herself() {
    let world = World::new();
    for (channel, confirmed) in [("visit", "read_to"), ("visit", "read_by"), ("phone", "read_to"), ("letter", ""), ("fax", ""), ("network", "")] {
        let _ = world.register(&format!("{channel} {confirmed}"), "village-clerk", &[("channel", channel), ("confirmed", confirmed)]);
    }
    let case = world.case("visit read_to");
    world.as_("village-clerk").act(&case, "add_words", &[("words", "昨天又漫了"), ("confirmed", "read_to")]).done();
}

#[test]
fn c_02_refuses_an_oral_record_that_nobody_confirmed() {
    let world = World::new();
    let clerk = world.as_("village-clerk");
    for (channel, confirmed) in [("visit", ""), ("phone", ""), ("visit", "change")] {
        clerk.try_register("x", &[("channel", channel), ("confirmed", confirmed)]).refused("ORAL_RECORD_UNCONFIRMED");
    }
    let case = clerk.register("drain", &[]);
    clerk.act(&case, "add_words", &[("words", "昨天又漫了")]).refused("ORAL_RECORD_UNCONFIRMED");
}

#[test]
fn c_03_accepts_her_code_and_shows_where_it_is_by_when_and_by_whom() {
    let world = World::new();
    let case = world.petition("drain");
    let symbols: String = case.code.chars().filter(char::is_ascii_alphanumeric).collect();
    assert!(symbols.len() * 5 >= 80, "{} has less than 80 bits", case.code);
    let groups: Vec<&str> = case.code.split('-').collect();
    assert!(groups.len() > 3 && groups.iter().all(|group| group.len() == 4), "{} is not in groups", case.code);
    world.as_("office-clerk").get(&format!("/desk/case/{case}/receipt")).shows(&case.code.replace('-', " ")).shows(&case.number);
    // As people type it.
    world.visitor("a phone").enter_code(&case.code.to_lowercase().replace('-', " "));
    let hers = world.person(&case).get("/follow/case").shows(&case.number).shows("桐庐县信访局").shows("9月25日");
    assert!(hers.body.contains("datetime=\"2025-09-25\""));
    let delivered = way::delivered(&world);
    world.person(&delivered).fill("/follow/case", "/follow/rate", &[("rating", "satisfied")], None).done();
    assert!(world.state(&delivered).contains("rated satisfied 2025-09-10"));
}

#[test]
fn c_03_refuses_other_codes_ever_more_slowly_and_shows_the_code_to_nobody_else() {
    let world = World::new();
    let case = world.petition("drain");
    let visitor = world.visitor("somebody");
    let try_code = |code: &str| visitor.fill("/follow", "/follow", &[("county", "330122"), ("code", code)], None);
    assert!(try_code("ABCD-EFGH").refusal().starts_with("CODE_UNREADABLE"));
    let last = if case.code.ends_with('7') { '8' } else { '7' };
    let wrong = format!("{}{last}", &case.code[..case.code.len() - 1]);
    let begun = Instant::now();
    for _ in 0..8 {
        let answer = try_code(&wrong);
        assert_eq!((answer.status, answer.refusal().split(' ').next().unwrap()), (StatusCode::NOT_FOUND, "CODE_UNKNOWN"));
    }
    assert!(begun.elapsed().as_millis() > 900, "eight wrong tries took {:?}", begun.elapsed());
    assert_eq!(visitor.get("/follow/case").location(), "/follow");
    // Another county's door does not open with it.
    let elsewhere = world.visitor("elsewhere").fill("/follow", "/follow", &[("county", "330329"), ("code", &case.code)], None);
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    let code = case.code.replace('-', " ");
    for name in ["office-triage", "office-head", "county-leader"] {
        world.as_(name).get(&format!("/desk/case/{case}/receipt")).lacks(&code).lacks(&case.code);
    }
    // A lost slip is replaced; the old one opens nothing, nor does a pass that was got with it.
    let person = world.person(&case);
    world.as_("office-clerk").act(&case, "reissue_code", &[]).done();
    assert_eq!(person.get("/follow/case").location(), "/follow");
    assert_eq!(world.visitor("third").fill("/follow", "/follow", &[("county", "330122"), ("code", &case.code)], None).status, StatusCode::NOT_FOUND);
}

#[test]
fn c_05_accepts_a_correction_beside_what_was_said() {
    let world = World::new();
    let case = world.petition("drain");
    let clerk = world.as_("office-clerk");
    clerk.act(&case, "correct", &[("field", "title"), ("now", "近江社区 3 组排水沟"), ("reason", "门牌听错了")]).done();
    clerk.page(&case).shows("近江社区 3 组排水沟").shows("门牌听错了").shows("我家屋后的水沟堵了三年");
    clerk.act(&case, "add_words", &[("words", "昨天又漫了一次"), ("claim", "先垫高门口"), ("confirmed", "read_by")]).done();
    clerk.page(&case).shows("昨天又漫了一次").shows("先垫高门口").shows("我家屋后的水沟堵了三年");
    assert!(world.wrong().is_empty());
}

#[test]
fn c_05_refuses_to_delete_to_edit_and_to_redate() {
    let world = World::new();
    let case = world.petition("drain");
    let before = world.state(&case);
    for name in ["office-clerk", "office-triage", "office-head"] {
        let officer = world.as_(name);
        for verb in ["delete", "edit", "unregister"] {
            officer.try_(&case, verb, &[]).refused("IMMUTABLE_RECORD");
        }
        for field in ["received_on", "registered_at", "words", "number", "channel"] {
            officer.try_(&case, "correct", &[("field", field), ("now", "2025-09-01"), ("reason", "看错了")]).refused("IMMUTABLE_RECORD");
        }
    }
    assert_eq!(world.state(&case), before);
    // Nobody alone makes it void, nor anybody once she has spoken on it; and its number stays taken.
    let kept = world.petition("kept").number;
    let ask = [("code", "entered_twice"), ("kept", kept.as_str()), ("reason", "同一封信录了两遍")];
    let clerk = world.as_("office-triage");
    clerk.act(&case, "ask_void", &ask).done();
    clerk.try_(&case, "confirm_void", &[]).refused("SECOND_PERSON");
    way_out_is_closed_while_void_is_asked(&world);
    world.person(&case).fill("/follow/case", "/follow/add", &[("words", "还没有人来看"), ("claim", "")], None).done();
    world.as_("office-triage-two").try_(&case, "confirm_void", &[]).refused("VOID_NOT_ASKED");
    clerk.try_(&case, "ask_void", &ask).refused("PERSON_ACTED");
    way::classify(&world, &case);
    assert_ne!(world.petition("next").number, case.number);
}

/// What somebody wants void must not be sent on: where it comes nobody could decide that, and nobody could accept it.
fn way_out_is_closed_while_void_is_asked(world: &World) {
    let case = world.petition("asked void");
    way::classify(world, &case);
    let triage = world.as_("office-triage");
    let kept = world.petition("stands").number;
    triage.act(&case, "ask_void", &[("code", "entered_twice"), ("kept", &kept), ("reason", "录了两遍")]).done();
    triage.try_(&case, "refer", &[("to", &organ("water").to_string()), ("reason", way::REASON)]).refused("VOID_PENDING");
    triage.try_(&case, "accept", &[("notice", "in_person")]).refused("VOID_PENDING");
}
