//! A citizen says it herself (arts 17, 21, 22; C-01, C-03, C-04, C-80).

use axum::http::{Method, StatusCode};
use testkit::{
    World,
    world::{Answer, Client},
};

const WRITE: &str = "/say/330122/write";
const PNG: &[u8] = include_bytes!("../../../testkit/src/world/paper.png");

/// She reads what becomes of her data and goes on.
fn begin(her: &Client<'_>) {
    let answer = her.fill("/say/330122", "/say/330122", &[], None);
    assert_eq!(answer.location(), WRITE, "{}", answer.refusal());
}

/// She fills in the form.
fn write(her: &Client<'_>, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    her.fill(WRITE, WRITE, fields, file)
}

fn send(her: &Client<'_>) -> Answer {
    let answer = her.fill("/say/330122/check", "/say/330122/send", &[], None);
    assert_eq!(answer.location(), "/follow/receipt", "{}", answer.refusal());
    her.get("/follow/receipt").shows("交上去了")
}

fn numbers(world: &World) -> usize {
    let list = world.as_("office-clerk").get("/desk/cases").body;
    let numbers: std::collections::BTreeSet<&str> = list.split("网〔").skip(1).filter_map(|rest| rest.get(..16)).collect();
    numbers.len()
}

fn code_of(slip: &Answer) -> String {
    let code = slip.body.split("class=\"slip-code\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    assert_eq!(code.split(' ').filter(|group| group.len() == 4).count(), 4, "{code} is not in groups");
    code.to_owned()
}

#[test]
fn c_01_accepts_what_a_citizen_says_herself_and_gives_her_slip() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    let said = [
        ("words", "屋后的沟堵了，一下雨就漫进来。"),
        ("place_words", "近江社区"),
        ("claim", "把沟通开"),
        ("name", "李秀兰"),
        ("phone", "13805710417"),
    ];
    assert_eq!(write(&her, &said, Some(("file", PNG))).location(), "/say/330122/check");
    let check = her.get("/say/330122/check");
    for text in ["屋后的沟堵了", "近江社区", "把沟通开", "李秀兰", "13805710417", "桐庐县信访局", ".png"] {
        assert!(check.body.contains(text), "{text} is not read back: {}", check.text());
    }
    let slip = send(&her).shows("9月25日").shows("从第二天算起").shows("记录指纹");
    assert!(slip.body.contains("<svg class=\"qr\""), "no picture of the address");
    let code = code_of(&slip);
    // The slip opens it on another phone; the officer reads her words and her photo, and by which way it came.
    world.visitor("another phone").enter_code(&code);
    let mine = her.get("/follow/case").shows("屋后的沟堵了");
    assert!(!mine.body.contains(&code));
    let number = slip.body.split("<b>").find_map(|rest| rest.split("</b>").next().filter(|text| text.contains('〔'))).unwrap().to_owned();
    assert!(number.contains('网'), "{number} does not say that it came by the network");
    let list = world.as_("office-clerk").get("/desk/cases").shows(&number);
    let case = list.body.split("/desk/case/").nth(1).and_then(|rest| rest.split(['"', '/']).next()).unwrap().to_owned();
    let opened = world.as_("office-clerk").get(&format!("/desk/case/{case}")).shows("屋后的沟堵了");
    assert!(opened.body.contains("/desk/file/"), "her photo is not on the case page");
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn c_01_accepts_nobodys_words_and_says_that_no_notice_can_reach_her() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    assert_eq!(write(&her, &[("words", "路灯坏了"), ("place_words", "上饶市")], None).location(), "/say/330122/check");
    her.get("/say/330122/check").shows("没法给您发通知").shows("上饶市");
    code_of(&send(&her).shows("没法给您发通知"));
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn c_01_refuses_only_what_says_nothing_and_keeps_all_that_was_typed() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    let empty = write(&her, &[("name", "李秀兰"), ("phone", "13805710417")], Some(("file", PNG))).refused("EMPTY");
    assert!(empty.body.contains("13805710417") && empty.body.contains("name=\"drop\""), "what was typed or handed in is lost");
    // A reload has it too; then the same form, made true, goes through.
    let again = her.get(WRITE);
    assert!(again.body.contains("13805710417") && again.body.contains("name=\"drop\""), "a reload loses it");
    assert_eq!(write(&her, &[("words", "屋后的沟堵了")], None).location(), "/say/330122/check");
}

#[test]
fn c_80_refuses_to_ask_anything_before_she_was_told_what_becomes_of_her_data() {
    for world in World::each() {
        let her = world.visitor("a phone");
        for path in [WRITE, "/say/330122/check"] {
            assert_eq!(her.get(path).location(), "/say/330122", "{path} comes before the notice");
        }
        for path in [WRITE, "/say/330122/draft", "/say/330122/file", "/say/330122/send"] {
            let told = her.bare(Method::POST, path, Some(("application/x-www-form-urlencoded", b"words=x&name=y&phone=13805710417".to_vec())));
            assert!(!told.status.is_success() && told.location() != "/say/330122/check", "{path}: {}", told.status);
        }
        assert_eq!(numbers(&world), 0);
    }
}

#[test]
fn c_80_accepts_what_she_says_once_she_was_told_all_of_it() {
    for world in World::each() {
        let her = world.visitor("a phone");
        let notice = her.get("/say/330122").shows("桐庐县信访局");
        for row in kernel::law::Law::bundled().notices.iter() {
            assert!(notice.body.contains(&row.zh), "{} is not told", row.code);
        }
        begin(&her);
        assert_eq!(her.get(WRITE).status, StatusCode::OK);
        assert_eq!(write(&her, &[("words", "断水三天")], None).location(), "/say/330122/check");
    }
}

#[test]
fn c_04_accepts_five_representatives_and_the_number_of_the_others() {
    for world in World::each() {
        let her = world.visitor("a phone");
        begin(&her);
        let five = ["一", "二", "三", "四", "五"].map(|name| ("representative", name));
        let told = [&[("words", "断水三天"), ("head_count", "40")], &five[..]].concat();
        assert_eq!(write(&her, &told, None).location(), "/say/330122/check");
        her.get("/say/330122/check").shows("一共 40 个人");
        send(&her);
        // At the desk as at the portal.
        let case = world.register("group", "office-clerk", &[&[("head_count", "40")], &five[..]].concat());
        assert_eq!(world.matter(&case).head_count, 40);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_04_refuses_a_sixth_representative_and_data_of_the_others() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    let six = ["一", "二", "三", "四", "五", "六"].map(|name| ("representative", name));
    let told = |more: &[(&'static str, &'static str)]| [&[("words", "断水三天"), ("head_count", "40")], more].concat();
    write(&her, &told(&six), None).refused("TOO_MANY_REPRESENTATIVES").keeps("断水三天");
    // A made-up form that asks for more of the others: neither taken nor kept.
    let more = told(&[("member_document", "330122197001010000")]);
    let refused = forge(&her, &more);
    assert!(refused.body.contains("EXCESS_COLLECTION") && refused.body.contains("断水三天") && !refused.body.contains("330122197001010000"));
    assert_eq!(write(&her, &told(&six[..5]), None).location(), "/say/330122/check");
    her.get("/say/330122/check").shows("一共 40 个人");
    send(&her);
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

/// The form with a field more than it has.
fn forge(her: &Client<'_>, fields: &[(&str, &str)]) -> Answer {
    let page = her.get(WRITE);
    let key = page.body.split("name=\"form_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let mut body = String::new();
    for (name, value) in std::iter::once(&("form_key", key.as_str())).chain(fields) {
        body.push_str(&format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str("--b--\r\n");
    her.bare(Method::POST, WRITE, Some(("multipart/form-data; boundary=b", body.into_bytes())))
}

/// One photo, as the page's script sends it.
fn hand_in(her: &Client<'_>, key: &str, choice: &str) -> String {
    let mut body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n{key}\r\n--b\r\nContent-Disposition: form-data; name=\"try\"\r\n\r\n{choice}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(PNG);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let answer = her.bare(Method::POST, "/say/330122/file", Some(("multipart/form-data; boundary=b", body)));
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.refusal());
    answer.body.split("\"file\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[test]
fn c_01_a_photo_whose_answer_was_lost_comes_once_and_two_choices_are_two() {
    for world in World::each() {
        let her = world.visitor("a phone");
        begin(&her);
        let page = her.get(WRITE);
        let key = page.body.split("name=\"form_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let first = hand_in(&her, &key, "1");
        assert_eq!(hand_in(&her, &key, "1"), first);
        assert_eq!(her.get(WRITE).body.matches("name=\"drop\"").count(), 1, "the photo came twice");
        assert_ne!(hand_in(&her, &key, "2"), first);
        assert_eq!(her.get(WRITE).body.matches("name=\"drop\"").count(), 2);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_55_messages_speak_the_language_in_which_she_said_it() {
    let world = World::new();
    for (cookie, is_english) in [("linju_language=en", true), ("linju_language=zh-CN", false)] {
        let her = world.visitor(cookie).with_cookie(cookie);
        begin(&her);
        write(&her, &[("words", "屋后的沟堵了"), ("phone", "13805710417")], None).done();
        her.fill("/say/330122/check", "/say/330122/send", &[], None).done();
        let list = world.as_("office-clerk").get("/desk/cases").body;
        let stream = list.split("/desk/case/").nth(1).and_then(|rest| rest.split(['"', '/']).next()).unwrap().parse().unwrap();
        let (petition, keys) = world.block_on(casework::petition::carry::look_up(&world.house(), testkit::world::HERE, stream)).unwrap();
        let reach = casework::petition::seal::open_reach(&keys, petition.petitioner().unwrap());
        assert_eq!(reach.english, is_english, "{cookie}");
    }
}

#[test]
fn c_01_a_double_click_is_one_matter_and_the_next_one_begins_anew() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    write(&her, &[("words", "屋后的沟堵了")], None).done();
    let page = her.get("/say/330122/check");
    let key = page.body.split("name=\"form_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let body = || Some(("application/x-www-form-urlencoded", format!("form_key={key}").into_bytes()));
    let first = her.bare(Method::POST, "/say/330122/send", body());
    let second = her.bare(Method::POST, "/say/330122/send", body());
    assert_eq!((first.location(), second.location()), ("/follow/receipt", "/follow/receipt"));
    assert_eq!(numbers(&world), 1);
    // What was sent is not kept beside the record.
    her.get("/say/330122").lacks("接着写上次的");
    assert_eq!(her.get(WRITE).location(), "/say/330122");
    begin(&her);
    her.get(WRITE).lacks("屋后的沟堵了");
}

#[test]
fn c_03_the_code_of_the_slip_is_shown_for_half_an_hour_and_to_nobody_else() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    write(&her, &[("words", "屋后的沟堵了")], None).done();
    let code = code_of(&send(&her));
    assert_eq!(world.visitor("another").get("/follow/receipt").location(), "/follow");
    world.visitor("another").get("/say/330122").lacks("接着写上次的");
    world.today("2025-09-11");
    let other = world.visitor("later");
    other.enter_code(&code);
    other.get("/follow/receipt").lacks(&code).shows("没有记下");
}

#[test]
fn c_30_what_accuses_goes_to_those_who_are_cleared_for_it() {
    let world = World::new();
    let her = world.visitor("a phone");
    begin(&her);
    let said = [("words", "村里的账对不上"), ("place_words", "近江社区"), ("to", "township"), ("is_accusation", "on")];
    write(&her, &said, None).done();
    her.get("/say/330122/check").shows("由专管的人看");
    send(&her);
    for name in ["room-clerk", "room-handler", "room-head", "office-clerk"] {
        world.as_(name).get("/desk/cases").lacks("村里的账对不上");
    }
    world.as_("office-triage").get("/desk/cases").shows("网〔");
}
