//! The front desk: who cannot write, what was said before, one matter of two items, two matters of one item, who is one
//! with whom, and who is competent (C-07, C-12, C-34, K-10, SM-PET 13 and 23).

use crate::way;
use testkit::{
    World,
    world::{Answer, Case, organ},
};

/// 李秀兰 again, about the same drain in 近江社区.
const HERE: &[(&str, &str)] = &[("place_words", "近江社区")];

fn again(world: &World, name: &str, who: &str) -> Case {
    world.register(name, who, &[("place_words", "近江社区"), ("claim", "把水沟疏通"), ("claim", "在沟边装护栏")])
}

/// What the form beside the registration shows while somebody types.
fn sought(world: &World, who: &str, fields: &[(&str, &str)]) -> Answer {
    let usual = [
        ("channel", "visit"),
        ("name", "李秀兰"),
        ("phone", "13805710417"),
        ("words", "屋后水沟又堵了，雨水漫进院子。"),
        ("place_words", "近江社区"),
    ];
    let all: Vec<(&str, &str)> =
        usual.into_iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)).chain(fields.iter().copied()).collect();
    world.as_(who).forge("/desk/register/candidates", false, &all, None)
}

#[test]
fn c_07_accepts_who_cannot_write_or_hear_well_with_a_helper_and_a_printed_slip() {
    for world in World::each() {
        let clerk = world.as_("village-clerk");
        let fields = [
            ("phone", ""),
            ("address", ""),
            ("note", "女儿代接，只会土话"),
            ("read_aloud", "on"),
            ("dialect", "on"),
            ("large_print", "on"),
            ("confirmed", "read_to"),
        ];
        let case = clerk.register("helper", &fields);
        let slip = clerk.get(&format!("/desk/case/{case}/receipt"));
        slip.clone().shows(&case.number).shows(&case.code.replace('-', " "));
        assert!(slip.body.contains("class=\"letter\"") && slip.body.contains("<svg"), "nothing to take home on paper");
        clerk.page(&case).shows("要念给本人听").shows("讲土话");
    }
}

#[test]
fn c_07_refuses_to_demand_age_health_or_a_document() {
    let world = World::new();
    let form = world.as_("village-clerk").get("/desk/register");
    let fields = &form.forms().into_iter().find(|form| form.action == "/desk/register").unwrap();
    for demanded in ["age", "birth", "disability", "illness"] {
        assert!(!fields.names.iter().any(|name| name.contains(demanded)), "{demanded} is asked for");
    }
    assert!(!form.body.contains(" required"), "something is demanded");
    // Nor does an unconfirmed record lose what helps her.
    let left = world
        .as_("village-clerk")
        .try_register("helper", &[("confirmed", ""), ("dialect", "on"), ("note", "女儿代接")])
        .refused("ORAL_RECORD_UNCONFIRMED");
    assert!(left.body.contains("女儿代接") && left.body.contains("name=\"dialect\" value=\"on\" checked"));
}

#[test]
fn candidates_are_shown_with_enough_to_decide_and_without_a_number_of_them() {
    for world in World::each() {
        let before = world.register("drain", "office-clerk", HERE);
        way::classify(&world, &before);
        way::refer(&world, &before, "water");
        // By the phone, though the name was written otherwise; by the whole name with the place.
        for fields in [[("name", "李秀蓝"), ("phone", "138 0571 0417")], [("name", "李秀兰"), ("phone", "")]] {
            sought(&world, "office-clerk", &fields)
                .shows(&before.number)
                .shows("屋后水沟 drain")
                .shows("已转送")
                .shows("桐庐县林业水利局")
                .shows("我家屋后的水沟堵了三年");
        }
        let page = world.as_("office-triage").page(&world.register("again", "office-clerk", HERE));
        page.shows("可能是同一件事").shows(&before.number).lacks("1 件").lacks("共");
    }
}

#[test]
fn candidates_are_not_a_list_of_her_matters_and_tell_nothing_that_is_not_the_askers() {
    for world in World::each() {
        let drain = world.register("drain", "office-clerk", HERE);
        // Another thing in another place, found by the same phone: it is no candidate for this one (C-34).
        let lamp = world.register(
            "lamp",
            "office-clerk",
            &[("place_words", "瑶琳镇"), ("title", "路灯"), ("words", "村口的路灯灭了一个月，夜里没人敢走。"), ("claim", "修灯")],
        );
        let secret = world.register("secret", "office-triage", &[("place_words", "近江社区"), ("is_accusation", "on"), ("title", "招标")]);
        let theirs = world.register("theirs", "town-clerk", HERE);
        let violent = world.register("violent", "room-clerk", &[("place_words", "近江社区"), ("is_violence", "on")]);
        let found = sought(&world, "office-clerk", &[]);
        found.clone().shows(&drain.number).lacks(&lamp.number).lacks(&secret.number);
        // Elsewhere: that there is one, and where, and no more; of what is labelled not even that.
        found.clone().shows("在横村镇人民政府有一件更早的").lacks(&theirs.number).lacks(&violent.number).lacks("综合信息指挥室");
        // Nobody else's matter by a name alone in another place, nor for another person.
        sought(&world, "office-clerk", &[("name", "周怀素"), ("phone", "13905710418")]).lacks(&drain.number);
        sought(&world, "office-clerk", &[("phone", ""), ("place_words", "瑶琳镇"), ("words", "别的事")]).lacks(&drain.number);
    }
}

#[test]
fn candidates_without_a_place_are_sought_where_they_would_be_registered() {
    for world in World::each() {
        let bridge = [("place_words", ""), ("words", "桥面坑洼，晚上摔了两次。"), ("title", "桥"), ("claim", "")];
        let again = [("place_words", ""), ("words", "桥面还是坑洼，没人来修。"), ("title", "桥面")];
        let elsewhere =
            world.register("lamp", "office-clerk", &[("place_words", "瑶琳镇"), ("title", "路灯"), ("words", "路灯灭了。"), ("claim", "修灯")]);
        let before = world.register("bridge", "office-clerk", &bridge);
        // The whole county is not one place: another thing elsewhere is no candidate (C-34).
        sought(&world, "office-clerk", &again).shows(&before.number).lacks(&elsewhere.number);
        let here = world.register("bridge here", "town-clerk", &bridge);
        sought(&world, "town-clerk", &again).shows(&here.number);
    }
}

#[test]
fn k_10_accepts_another_matter_and_does_not_ask_again() {
    for world in World::each() {
        let (before, case) = (world.register("drain", "office-clerk", HERE), world.register("other", "office-clerk", HERE));
        let clerk = world.as_("office-clerk");
        clerk.page(&case).shows(&before.number);
        clerk.act(&case, "tell_apart", &[("into", &before.number)]).done();
        assert!(!clerk.page(&case).body.contains("id=\"candidates\""), "it is asked again");
        clerk.try_(&case, "tell_apart", &[("into", &case.number)]).refused("SAME_MATTER");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn sm_pet_23_accepts_a_repeat_into_the_living_matter_and_its_later_words_reach_it() {
    for world in World::each() {
        let living = world.register("drain", "office-clerk", HERE);
        way::classify(&world, &living);
        way::refer(&world, &living, "water");
        world.today("2025-09-14");
        let case = again(&world, "again", "office-clerk");
        world.as_("office-clerk").act(&case, "merge", &[("into", &living.number)]).done();
        let (item, state) = (world.state(&case), world.state(&living));
        assert!(item.contains(" merged") && item.contains(&format!("into {} known by phone", living.number)), "{item}");
        assert!(item.contains("P-01 1 (桐庐县信访局): 2025-09-14 + 15 → 2025-09-29 / 2025-09-29, moot 2025-09-14"), "{item}");
        assert!(state.contains(&format!("took in {} of 2025-09-14", case.number)), "{state}");
        // What was asked before is not asked twice; what is new gets its own answer there.
        assert_eq!(world.matter(&living).claims.len(), 3, "{state}");
        // The number, the code and the way under it.
        let person = world.person(&case);
        person.get("/follow/case").shows(&case.number).shows(&living.number).shows("桐庐县林业水利局").shows("转给桐庐县林业水利局");
        world.as_("office-clerk").get(&format!("/desk/case/{case}/receipt")).shows(&living.number).shows(&case.code.replace('-', " "));
        person.fill("/follow/case", "/follow/add", &[("words", "昨天又漫了一次"), ("claim", "")], None).done();
        let page = world.as_("water-handler").page(&living).shows("昨天又漫了一次").shows("在沟边装护栏").shows(&case.number);
        assert!(page.body.contains(&format!("/desk/case/{case}\"")), "the item is not linked");
        // Whoever has the living matter reads the item; whoever has neither does not.
        world.as_("water-handler").page(&case).shows(&case.number);
        world.as_("housing-handler").page(&case).hidden();
        person.get("/follow/case").shows("昨天又漫了一次");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn sm_pet_23_accepts_that_the_earlier_date_stands_and_an_undoing_with_its_reason() {
    for world in World::each() {
        let living = world.register("drain", "office-clerk", HERE);
        let letter = world.register("letter", "office-clerk", &[("channel", "letter"), ("received_on", "2025-09-03"), ("place_words", "近江社区")]);
        world.as_("office-clerk").act(&letter, "merge", &[("into", &living.number)]).done();
        assert_eq!(world.dates(&living, "P-01").1, "2025-09-18", "{}", world.state(&living));
        world.person(&letter).get("/follow/case").shows("9月18日");
        // Undone by whoever has the living matter, from its page; the item goes on by its old date.
        let refused =
            world.as_("office-triage").fill(&format!("/desk/case/{living}"), &format!("/desk/case/{letter}/unmerge"), &[("reason", " ")], None);
        refused.refused("EMPTY");
        let reason = [("reason", "是隔壁同名的人写的")];
        world.as_("office-triage").fill(&format!("/desk/case/{living}"), &format!("/desk/case/{letter}/unmerge"), &reason, None).done();
        let (item, state) = (world.state(&letter), world.state(&living));
        assert!(item.contains(" registered") && item.contains("2025-09-03 + 15 → 2025-09-18 / 2025-09-18, runs"), "{item}");
        assert!(state.contains("given back 2025-09-10"), "{state}");
        world.as_("office-clerk").page(&letter).shows("是隔壁同名的人写的");
        world.as_("office-clerk").try_(&letter, "unmerge", &reason).refused("NOT_MERGED");
        // And by herself, with the slip of the item: nobody has to agree.
        world.as_("office-clerk").act(&letter, "merge", &[("into", &living.number)]).done();
        let person = world.person(&letter);
        person.fill("/follow/case", "/follow/not-same", &[("not_same", "这是另一条沟")], None).done();
        assert!(world.state(&letter).contains(" registered"), "{}", world.state(&letter));
        world.as_("office-triage").page(&letter).shows("这是另一条沟");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn sm_pet_23_refuses_another_person_another_organs_an_answered_and_an_accusing_matter() {
    for world in World::each() {
        let case = again(&world, "again", "office-clerk");
        let clerk = world.as_("office-clerk");
        let merge = |number: &str| clerk.act(&case, "merge", &[("into", number), ("reason", "")]);
        merge(&case.number).refused("SAME_MATTER").keeps(&case.number);
        merge("桐信访〔2025〕9999").refused("MATTER_UNKNOWN");
        let theirs = world.register("theirs", "town-clerk", HERE);
        merge(&theirs.number).refused("MATTER_UNKNOWN");
        let neighbour = world.register("neighbour", "office-clerk", &[("name", "周怀素"), ("phone", "13905710418"), ("place_words", "近江社区")]);
        merge(&neighbour.number).refused("NOT_SAME_PERSON");
        let secret = world.register("secret", "office-triage", &[("is_accusation", "on")]);
        merge(&secret.number).refused("MATTER_UNKNOWN");
        world.as_("office-triage").act(&case, "merge", &[("into", &secret.number)]).refused("ACCUSATION_TRACK");
        let answered = way::delivered(&world);
        merge(&answered.number).refused("NOT_LIVING");
        world.as_("county-leader").try_(&case, "merge", &[("into", &answered.number)]).refused("NOT_YOURS");
        assert!(world.state(&case).contains(" registered"), "{}", world.state(&case));
        // What was answered is brought again: it is handled anew, and the other's figures know it.
        clerk.act(&case, "bring_again", &[("into", &answered.number)]).done();
        assert!(world.state(&answered).contains(&format!("came back as {}", case.number)), "{}", world.state(&answered));
        assert!(world.matter(&answered).facts.came_back_on.is_some());
        clerk.try_(&case, "bring_again", &[("into", &answered.number)]).refused("ALREADY_LINKED");
        let other = again(&world, "other", "office-clerk");
        clerk.act(&other, "bring_again", &[("into", &case.number)]).refused("STILL_LIVING");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn a_repeat_that_is_seen_at_the_window_is_merged_as_it_is_registered_and_registering_never_waits_for_it() {
    for world in World::each() {
        let living = world.register("drain", "office-clerk", HERE);
        let clerk = world.as_("office-clerk");
        let typed = |same: &'static str, number: &str| -> Vec<(String, String)> {
            let fields = [
                ("channel", "visit"),
                ("name", "李秀兰"),
                ("phone", "13805710417"),
                ("words", "屋后水沟又堵了。"),
                ("place_words", "近江社区"),
                ("confirmed", "read_to"),
                ("first_time", "on"),
                (same, number),
            ];
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let send = |fields: &[(String, String)]| {
            let lent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            clerk.forge("/desk/register", false, &lent, None).done()
        };
        let answer = send(&typed("same", &living.number));
        let case = clerk.case_of(&answer);
        assert!(world.state(&case).contains(" merged"), "{}", world.state(&case));
        assert!(!world.matter(&case).first_time, "what was said before is not said for the first time");
        clerk.get(answer.location()).shows(&living.number);
        // A number that is none, or another's: it is registered all the same, and the slip's page says so (C-01).
        let answer = send(&typed("same", "桐信访〔2025〕9999"));
        let case = clerk.case_of(&answer);
        assert!(world.state(&case).contains(" registered"));
        clerk.get(answer.location()).shows("没能并到选的那一件").shows(&case.number);
        assert!(world.matter(&case).first_time, "what was ticked is lost with the binding");
    }
}

#[test]
fn a_split_has_its_own_number_code_and_clocks_from_the_day_she_came() {
    for world in World::each() {
        let case = world.register(
            "two things",
            "office-clerk",
            &[("words", "屋后的水沟堵了。\n村口的路灯也灭了。"), ("claim", "把水沟疏通"), ("claim", "把路灯修好")],
        );
        world.today("2025-09-20");
        let clerk = world.as_("office-clerk");
        let fields = [("claims", "1"), ("words", "村口的路灯也灭了。"), ("title", "村口路灯"), ("reason", "路灯归住建，水沟归水利")];
        let answer = clerk.act(&case, "split", &fields).done();
        let part = clerk.case_of(&answer);
        let (whole, state) = (world.state(&case), world.state(&part));
        assert!(state.contains("by visit on 2025-09-10") && state.contains("2025-09-10 + 15 → 2025-09-25 / 2025-09-25, runs"), "{state}");
        assert!(state.contains(&format!("split from {}", case.number)) && whole.contains(&format!("split off {}", part.number)), "{whole}");
        assert!(whole.contains(&format!("claim 2: said 2025-09-10, gone to {}", part.number)), "{whole}");
        clerk.get(answer.location()).shows(&part.code.replace('-', " "));
        world.as_("office-triage").page(&part).shows("村口的路灯也灭了。").lacks("屋后的水沟堵了。");
        // She sees it with the slip that she has, and goes over to it.
        let person = world.person(&case);
        person.get("/follow/case").shows(&part.number).shows("路灯归住建，水沟归水利");
        person.fill("/follow/case", "/follow/part", &[], None).done();
        person.get("/follow/case").shows("村口的路灯也灭了。");
        // The one that stays is answered without it.
        assert_eq!(world.matter(&case).unanswered().count(), 1);
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn a_split_is_refused_without_her_words_of_nothing_and_of_everything() {
    for world in World::each() {
        let case = world.register(
            "two things",
            "office-clerk",
            &[("words", "屋后的水沟堵了。\n村口的路灯也灭了。"), ("claim", "把水沟疏通"), ("claim", "把路灯修好")],
        );
        let clerk = world.as_("office-clerk");
        let split = |fields: &[(&str, &str)]| clerk.act(&case, "split", fields);
        split(&[("claims", "1"), ("words", "路灯坏得很厉害，影响极坏。"), ("reason", "分")]).refused("NOT_HER_WORDS").keeps("影响极坏");
        split(&[("words", ""), ("reason", "分")]).refused("EMPTY");
        split(&[("claims", "0"), ("claims", "1"), ("words", ""), ("reason", "分")]).refused("NOTHING_LEFT");
        split(&[("claims", "1"), ("words", ""), ("reason", "")]).refused("EMPTY");
        clerk.try_(&case, "split", &[("claims", "7"), ("words", ""), ("reason", "分")]).refused("EMPTY");
        // Whoever answers her does not hold her code.
        world.as_("office-handler").try_(&case, "split", &[("claims", "1"), ("reason", "分")]).refused("NOT_YOURS");
        assert!(!world.state(&case).contains("split"), "{}", world.state(&case));
        // A part that accuses goes to those who are cleared, and is told here without number and place (C-30).
        let case = world.register("two more", "town-clerk", &[("words", "水沟堵了。\n工程款被挪用公款。"), ("is_accusation", "")]);
        world.as_("office-triage").act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
        let told = [("claims", "1"), ("words", "工程款被挪用公款。"), ("reason", "另有人管")];
        let answer = world.as_("office-triage").act(&case, "split", &told).done();
        let part = world.as_("office-triage").case_of(&answer);
        assert_eq!(world.matter(&part).label, 8, "it is not kept for triage officers");
        world.as_("town-clerk").page(&case).lacks(&part.number);
        world.as_("town-clerk").page(&part).hidden();
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn persons_are_joined_and_parted_by_a_reason_and_neither_organ_sees_more_by_it() {
    for world in World::each() {
        let one = world.register("one", "office-clerk", HERE);
        let two = world.register("two", "office-clerk", &[("name", "李秀蓝"), ("phone", ""), ("place_words", "近江社区")]);
        let clerk = world.as_("office-clerk");
        clerk.page(&two).lacks(&one.number);
        clerk.act(&two, "join_persons", &[("into", &one.number), ("reason", " ")]).refused("EMPTY");
        clerk.act(&two, "join_persons", &[("into", &one.number), ("reason", "看过身份证，登记时写错了字")]).done();
        clerk.page(&two).shows("认作同一个人").shows(&one.number).shows("可能是同一件事");
        clerk.act(&two, "join_persons", &[("into", &one.number), ("reason", "再记一次")]).refused("ALREADY_LINKED");
        // The water office gets one of them, and learns nothing of the other.
        way::classify(&world, &two);
        way::refer(&world, &two, "water");
        world.as_("water-clerk").page(&two).lacks(&one.number);
        world.as_("water-clerk").act(&two, "sign_in", &[]).done();
        world.as_("water-clerk").try_(&two, "part_persons", &[("into", &one.number), ("reason", "不是")]).refused("MATTER_UNKNOWN");
        // Two persons after all: no candidate, and no merging, until that is taken back.
        clerk.act(&one, "part_persons", &[("into", &two.number), ("reason", "是姐妹两个")]).done();
        assert!(
            world.state(&one).contains(&format!("two persons with {}", two.number))
                && world.state(&two).contains(&format!("two persons with {}", one.number))
        );
        assert!(!clerk.page(&one).body.contains("id=\"candidates\""));
        clerk.act(&one, "merge", &[("into", &two.number), ("known_by", "asked_her")]).refused("NOT_SAME_PERSON");
        clerk.act(&one, "join_persons", &[("into", &two.number), ("reason", "问清了，是一个人")]).done();
        clerk.act(&one, "merge", &[("into", &two.number)]).done();
        assert!(world.state(&one).contains("known by joined"));
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

/// Back from the water office and from the housing office: nobody wants it.
fn bounced_twice(world: &World) -> Case {
    let case = world.register("bounced", "office-clerk", HERE);
    let class = world
        .as_("office-triage")
        .page(&case)
        .body
        .split("name=\"class\"")
        .nth(1)
        .and_then(|rest| rest.split("value=\"").nth(2))
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    world.as_("office-triage").act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition"), ("class", &class)]).done();
    for (to, who) in [("water", "water-handler"), ("housing", "housing-handler")] {
        way::refer(world, &case, to);
        world.as_(who).act(&case, "object", &[("reason", way::REASON), ("body", "")]).done();
        world.as_("office-triage").act(&case, "agree_objection", &[]).done();
    }
    case
}

/// Nobody wanted it, and it was decided.
pub fn decided(world: &World) -> Case {
    let case = bounced_twice(world);
    world.as_("office-head").act(&case, "raise_competence", &[("reason", way::REASON)]).done();
    let water = organ("water").to_string();
    let decision = [("to", water.as_str()), ("how", "joint_conference"), ("ground", "接入河道的沟，归水利")];
    world.as_("office-head").act(&case, "decide_competence", &decision).done();
    case
}

#[test]
fn c_12_accepts_a_decision_by_the_organ_that_decides_and_keeps_it_for_later_dispatchers() {
    for world in World::each() {
        let case = bounced_twice(&world);
        way::refer(&world, &case, "town");
        let first = world.dates(&case, "P-03").1;
        world.as_("town-handler").act(&case, "raise_competence", &[("reason", "沟在村里，接的是河道，三家都说不归自己。")]).done();
        // No common superior here: the joint conference's office decides (art 24), and the clock keeps running.
        let state = world.state(&case);
        assert!(state.contains("competence_pending") && state.contains("before 桐庐县信访局"), "{state}");
        world.person(&case).get("/follow/case").shows("桐庐县信访局在定");
        world.as_("office-triage").get("/desk/day").shows("屋后水沟 bounced");
        let water = organ("water").to_string();
        let decision = [("to", water.as_str()), ("how", "joint_conference"), ("ground", "接入河道的沟，归水利"), ("reason", "")];
        world.as_("office-head").act(&case, "decide_competence", &decision).done();
        // Sent to three organs, and now to the one that is competent: she hears of each.
        assert_eq!(world.matter(&case).notices.iter().filter(|notice| notice.kind == "referred").count(), 4);
        let state = world.state(&case);
        assert!(state.contains("桐庐县林业水利局 is competent since 2025-09-10") && state.contains("referred"), "{state}");
        assert!(state.contains(&format!("/ {first}, runs")), "the notice has another date: {state}");
        world.person(&case).get("/follow/case").shows("由桐庐县林业水利局受理").shows("接入河道的沟，归水利");
        // It is a precedent: on its page, and beside the next matter of that kind and place.
        world.as_("water-clerk").get("/desk/precedents").shows("接入河道的沟，归水利").shows(&case.number);
        // Where several places fit, one is asked for, and each is a link.
        let several = world.as_("water-clerk").get("/desk/precedents?place=%E6%9D%91").shows("是哪一个").lacks("接入河道的沟，归水利");
        assert!(several.body.contains("&amp;at=33.") || several.body.contains("&#38;at=33."), "no link to one of them");
        world.as_("water-clerk").get("/desk/precedents?place=%E8%BF%91%E6%B1%9F%E7%A4%BE%E5%8C%BA").shows("接入河道的沟，归水利");
        world.as_("discipline-handler").get("/desk/precedents").shows("接入河道的沟，归水利").lacks(&case.number);
        let class = world.matter(&case).class;
        let next = world.register("next", "office-clerk", &[("name", "周怀素"), ("phone", "13905710418"), ("place_words", "近江社区")]);
        world.as_("office-triage").act(&next, "classify", &[("matter_type", "grievance"), ("track", "J6_petition"), ("class", &class)]).done();
        world.as_("office-triage").page(&next).shows("接入河道的沟，归水利");
        let elsewhere = world.register("elsewhere", "office-clerk", &[("name", "周怀素"), ("phone", "13905710418"), ("place_words", "瑶琳镇")]);
        world.as_("office-triage").act(&elsewhere, "classify", &[("matter_type", "grievance"), ("track", "J6_petition"), ("class", &class)]).done();
        world.as_("office-triage").page(&elsewhere).lacks("接入河道的沟，归水利");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn c_12_refuses_a_third_bounce_and_whatever_would_undo_the_decision() {
    for world in World::each() {
        let early = way::referred(&world);
        world.as_("water-handler").try_(&early, "raise_competence", &[("reason", way::REASON)]).refused("NO_DISPUTE");
        let case = bounced_twice(&world);
        way::refer(&world, &case, "town");
        let town = world.as_("town-handler");
        assert!(!town.page(&case).offers(&format!("/desk/case/{case}/object")), "a button that is refused");
        town.try_(&case, "object", &[("reason", way::REASON)]).refused("PING_PONG");
        town.act(&case, "raise_competence", &[("reason", "")]).refused("EMPTY");
        town.act(&case, "raise_competence", &[("reason", way::REASON)]).done();
        let water = organ("water").to_string();
        let decide = |fields: &[(&str, &str)]| world.as_("office-head").act(&case, "decide_competence", fields);
        world.as_("town-head").try_(&case, "decide_competence", &[("to", &water)]).refused("NOT_YOURS");
        decide(&[("to", &water), ("how", "joint_conference"), ("ground", " ")]).refused("EMPTY");
        decide(&[("to", &water), ("ground", "归水利")]).refused("EMPTY");
        decide(&[("to", &water), ("how", "joint_conference"), ("ground", "归水利"), ("class", "")]).refused("CLASS_MISSING");
        decide(&[("to", &water), ("how", "joint_conference"), ("ground", "归水利")]).done();
        // Whoever was named neither objects, nor refuses it as not his, nor brings it up again.
        let handler = world.as_("water-handler");
        handler.try_(&case, "object", &[("reason", way::REASON)]).refused("COMPETENCE_DECIDED");
        handler.try_(&case, "raise_competence", &[("reason", way::REASON)]).refused("COMPETENCE_DECIDED");
        world.as_("water-clerk").act(&case, "sign_in", &[]).done();
        let refusal = [("reason", "NA3_out_of_remit"), ("facts", "不归我管"), ("basis", "条例第二十三条"), ("body", "县住建局")];
        world.as_("water-head").act(&case, "non_accept", &refusal).refused("COMPETENCE_DECIDED");
        way::accept(&world, &case);
    }
}

#[test]
fn c_12_is_brought_before_an_organ_in_which_somebody_can_decide_it() {
    for world in World::each() {
        // The room and the village stand under one township.
        let disputed = |name: &str| {
            let case = world.register(name, "room-clerk", &[]);
            let room = world.as_("room-triage");
            room.act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
            room.act(&case, "refer", &[("to", &organ("village").to_string()), ("reason", way::REASON)]).done();
            world.as_("village-handler").act(&case, "object", &[("reason", way::REASON), ("body", "")]).done();
            room.act(&case, "agree_objection", &[]).done();
            room.act(&case, "raise_competence", &[("reason", way::REASON)]).done();
            case
        };
        assert_eq!(world.matter(&disputed("above")).holder, organ("town"));
        // The only one there who decides has no account any more: it does not lie there unread.
        let number = testkit::world::account("town-head");
        world.as_("system-admin").fill("/admin/accounts", &format!("/admin/accounts/{number}/disable"), &[], None).done();
        assert_eq!(world.matter(&disputed("unread")).holder, organ("office"));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_01_what_somebody_asked_to_void_is_not_brought_before_another_organ_meanwhile() {
    for world in World::each() {
        let (case, kept) = (bounced_twice(&world), world.petition("once"));
        let fields = [("code", "entered_twice"), ("kept", kept.number.as_str()), ("reason", "录了两遍")];
        world.as_("office-clerk").act(&case, "ask_void", &fields).done();
        world.as_("office-head").try_(&case, "raise_competence", &[("reason", way::REASON)]).refused("VOID_PENDING");
    }
}
