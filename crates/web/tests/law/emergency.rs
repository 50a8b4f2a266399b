//! 紧急查看 (C-32): who does not have a matter looks at it, for a day, and another says whether that was right. On both engines.

use crate::way;
use casework::{
    petition::{Verb, erase},
    verify,
};
use testkit::{
    World,
    world::{Answer, Case, HERE, account, organ},
};

const WHY: &str = "她刚打来电话说要跳楼，经办的人联系不上。";

fn ask(world: &World, who: &str, number: &str, reason: &str, words: &str) -> Answer {
    let fields = [("number", number), ("reason", reason), ("words", words)];
    world.as_(who).fill("/desk/emergency", "/desk/emergency", &fields, None)
}

fn open(world: &World, who: &str, case: &Case, reason: &str) {
    let answer = ask(world, who, &case.number, reason, WHY).done();
    assert_eq!(answer.location(), format!("/desk/case/{case}"));
}

fn review(world: &World, who: &str, case: &Case, justified: &str, words: &str) -> Answer {
    world.as_(who).act(case, "review_emergency", &[("nth", "1"), ("justified", justified), ("words", words)])
}

/// How often it was opened so.
fn times(world: &World, case: &Case) -> usize {
    world.matter(case).emergencies.len()
}

/// A paper of the case, as its page links it.
fn paper(world: &World, case: &Case) -> String {
    world.as_("water-clerk").act_with(case, "add_paper", &[("kind", "evidence")], "file").done();
    let page = world.as_("water-clerk").page(case);
    let file = page.body.split("/desk/file/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    format!("/desk/file/{file}")
}

fn stands(world: &World) {
    assert_eq!(world.wrong(), Vec::<String>::new());
    let rows = world.rows();
    verify::rebuild(&world.house(), HERE).unwrap();
    assert_eq!(world.rows(), rows, "the rebuilt tables differ");
}

#[test]
fn c_32_accepts_that_one_officer_looks_for_a_day_and_all_whom_it_concerns_know() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let file = paper(&world, &case);
        let housing = world.as_("housing-handler");
        housing.page(&case).hidden();
        // Where one gets stuck there is a way on, with the number that was sought.
        let stuck = housing.get("/desk/find?q=%E6%A1%90%E4%BF%A1%E8%AE%BF2025%201");
        assert!(stuck.body.contains("href=\"/desk/emergency?number="), "{}", stuck.text());
        housing.get("/desk/emergency").shows("24 小时后自动关上");
        open(&world, "housing-handler", &case, "danger");
        let page = housing.page(&case).shows("我家屋后的水沟堵了三年").shows("李秀兰").shows("紧急查看，到").shows("只能看，不能办");
        assert!(page.forms().iter().all(|form| !form.action.contains("/desk/case/")), "a verb is offered");
        assert!(!page.body.contains("/readers\"") && !page.body.contains("/receipt\""), "a page that is not open to him");
        page.shows("138****0417").lacks("13805710417");
        housing.get(&format!("/desk/case/{case}?open=phone")).shows("13805710417");
        assert_eq!(housing.get(&file).status, 200);
        // For these eyes alone, and in no list.
        world.as_("housing-head").page(&case).hidden();
        world.as_("housing-head").get(&file).hidden();
        for path in ["/desk/cases", "/desk/day?all=1", "/desk/find?q=13805710417", "/desk/news"] {
            housing.get(path).lacks(&case.number);
        }
        // He is not asked twice, and nothing is written down twice.
        open(&world, "housing-handler", &case, "danger");
        assert_eq!(times(&world, &case), 1);
        let looks = world.as_("audit-admin").get(&format!("/admin/looks?account={}&day=2025-09-10", account("housing-handler")));
        looks.shows("案件 紧急查看").shows("案件 看电话").shows("材料 看材料");
        // Who has it knows, and so does she.
        world.as_("water-head").get("/desk/news").shows("被紧急查看，要复核").shows(&case.number);
        world.as_("water-handler").page(&case).shows("梁百川").shows("有人身危险，来不及找经办单位").shows(WHY);
        assert_eq!(world.dates(&case, "C-32").1, "2025-09-15", "three working days");
        let hers = world.person(&case).get("/follow/case").shows("桐庐县住房和城乡建设局的人打开看过").shows("凭什么：有人身危险");
        hers.shows("由桐庐县林业水利局复核，最晚 9月15日").lacks(WHY).lacks("梁百川");
        // To the minute.
        world.minutes(24 * 60 - 1);
        housing.page(&case).shows("李秀兰");
        world.minutes(1);
        housing.page(&case).hidden();
        housing.get(&file).hidden();
        // Reviewed, also after it ended.
        review(&world, "water-head", &case, "yes", "").done();
        assert!(world.matter(&case).running("C-32").is_none());
        world.person(&case).get("/follow/case").shows("9月11日").shows("复核：该看");
        assert!(world.matter(&case).notices.iter().any(|notice| notice.kind == "emergency"), "she is told of it");
        world.as_("water-head").try_(&case, "review_emergency", &[("nth", "1"), ("justified", "no"), ("words", "x")]).refused("EMERGENCY_NONE");
        stands(&world);
    }
}

#[test]
fn c_32_refuses_every_verb_and_every_other_page_to_who_only_looks() {
    for world in World::each() {
        let case = way::in_handling(&world);
        // A handler elsewhere; a leader of another area; a supervisor of this one, from whom violence is hidden.
        let violence = world.register("violence", "office-clerk", &[("is_violence", "on")]);
        way::classify(&world, &violence);
        way::refer(&world, &violence, "water");
        for (who, case) in [("housing-head", &case), ("town-leader", &case), ("county-supervisor", &violence), ("county-leader", &violence)] {
            open(&world, who, case, "danger");
            let client = world.as_(who);
            client.page(case).shows("紧急查看，到");
            for verb in Verb::ALL {
                client.try_(case, verb.code(), &[("into", &case.number), ("reason", "x"), ("words", "x")]).refused("NOT_YOURS");
            }
            for page in ["/readers", "/receipt", "/opinion", "/letters", "/letter/1"] {
                client.get(&format!("/desk/case/{case}{page}")).hidden();
            }
            client.forge(&format!("/desk/case/{case}/letters"), false, &[("kind", "T-06")], None).hidden();
            for act in ["export", "print"] {
                let number = case.to_string();
                let rows = [("act", act), ("back", "/desk/cases"), ("case", number.as_str()), ("sure", "on"), ("titles", "on")];
                let answer = client.forge("/desk/rows", false, &rows, None);
                assert!(!answer.body.contains(&case.number) && !answer.body.contains("李秀兰"), "{act}: {}", answer.text());
            }
        }
        // Nor does it become the other side of a bond: as if it were not there.
        let own = world.register("own", "housing-clerk", &[]);
        for verb in ["merge", "bring_again", "tell_apart", "join_persons"] {
            let fields = [("into", case.number.as_str()), ("known_by", "she_says"), ("reason", "同一件")];
            world.as_("housing-head").try_(&own, verb, &fields).refused("MATTER_UNKNOWN");
        }
        stands(&world);
    }
}

#[test]
fn c_32_refuses_all_that_does_not_open_with_one_answer() {
    for world in World::each() {
        let plain = way::in_handling(&world);
        let accusation = world.register("accusation", "office-clerk", &[("is_accusation", "on")]);
        let violence = world.register("violence", "office-clerk", &[("is_violence", "on")]);
        let minor = world.register("minor", "office-clerk", &[("is_minor", "on")]);
        // He declared an interest while his office did a part.
        let part = [("to", &*organ("housing").to_string()), ("what", "查管网图"), ("by", "2025-09-19")];
        world.as_("water-handler").act(&plain, "ask_part", &part).done();
        world.as_("housing-handler").act(&plain, "declare_interest", &[]).done();
        let before = world.rows();
        let nothing = ask(&world, "housing-handler", "桐信访〔2025〕0999", "unreachable", WHY).refused("EMERGENCY_UNKNOWN").keeps(WHY);
        for case in [&plain, &accusation, &violence, &minor] {
            let answer = ask(&world, "housing-handler", &case.number, "unreachable", WHY).refused("EMERGENCY_UNKNOWN");
            assert_eq!((answer.status, answer.text()), (nothing.status, nothing.text()), "{}", case.number);
        }
        assert_eq!(world.rows(), before, "a refusal left something behind");
        // An accusation opens on no ground, nor to a triage officer of another office; what is told of with care for danger, and for a body
        // with the power to ask.
        for who in ["housing-handler", "housing-triage", "water-triage", "discipline-head"] {
            let hidden = world.as_(who).page(&accusation).status == 404;
            for reason in ["danger", "statutory"].iter().filter(|_| hidden) {
                ask(&world, who, &accusation.number, reason, WHY).refused("EMERGENCY_UNKNOWN").lacks("accusation");
            }
        }
        ask(&world, "housing-handler", &minor.number, "incident", WHY).refused("EMERGENCY_UNKNOWN");
        open(&world, "housing-handler", &violence, "danger");
        open(&world, "housing-handler", &minor, "statutory");
        // That he tried is among his looks.
        let looks = world.as_("audit-admin").get(&format!("/admin/looks?account={}&day=2025-09-10", account("housing-handler")));
        looks.shows("紧急查看（没打开）").lacks(&accusation.number);
        // What was not typed, and who opens nothing so.
        ask(&world, "town-clerk", " ", "danger", WHY).refused("EMERGENCY_NUMBER").keeps(WHY);
        ask(&world, "town-clerk", &plain.number, "danger", " ").refused("EMERGENCY_WORDS");
        let clerk = world.as_("town-clerk");
        clerk.forge("/desk/emergency", false, &[("number", &plain.number), ("reason", "curious"), ("words", WHY)], None).refused("EMERGENCY_REASON");
        for who in ["office-mediator", "system-admin", "security-admin", "audit-admin"] {
            world.as_(who).get("/desk/emergency").hidden();
        }
        // What he sees he is sent to, and nothing is written down.
        open(&world, "water-clerk", &plain, "danger");
        assert_eq!(times(&world, &plain), 0);
        stands(&world);
    }
}

#[test]
fn c_32_refuses_to_go_on_where_it_was_not_justified_or_the_matter_is_sealed_or_he_is_barred() {
    for world in World::each() {
        let case = way::in_handling(&world);
        open(&world, "housing-handler", &case, "unreachable");
        world.as_("water-handler").try_(&case, "review_emergency", &[("nth", "1"), ("justified", "no"), ("words", "x")]).refused("NOT_YOURS");
        review(&world, "water-head", &case, "no", " ").refused("EMERGENCY_NO_REASON");
        world.as_("housing-handler").page(&case).shows("李秀兰");
        review(&world, "water-head", &case, "no", "值班电话一直有人接，没有人打过。").done();
        world.as_("housing-handler").page(&case).hidden();
        let hers = world.person(&case).get("/follow/case").shows("复核：不该看").shows("值班电话一直有人接").shows("第六十五条");
        hers.lacks("潘致远");
        // He may be right another time.
        open(&world, "housing-handler", &case, "danger");
        assert_eq!(times(&world, &case), 2);
        // He declares an interest, when his office does a part: from then on he sees it by no way.
        let part = [("to", &*organ("housing").to_string()), ("what", "查管网图"), ("by", "2025-09-19")];
        world.as_("water-handler").act(&case, "ask_part", &part).done();
        world.as_("housing-handler").act(&case, "declare_interest", &[]).done();
        world.as_("housing-handler").page(&case).hidden();

        // It turns out to be an accusation: those who read it review the look, and her page names no office.
        let sealed = world.petition("sealed");
        open(&world, "housing-handler", &sealed, "danger");
        let accused = [("matter_type", "accusation"), ("accused", &*organ("water").to_string())];
        world.as_("office-triage").act(&sealed, "classify", &accused).done();
        world.as_("housing-handler").page(&sealed).hidden();
        world.person(&sealed).get("/follow/case").shows("一个单位的人打开看过").lacks("住房和城乡建设局的人");
        review(&world, "office-triage", &sealed, "yes", "").done();

        // And what is found to touch a minor is open by a reason alone that opens that.
        let minor = world.petition("minor");
        open(&world, "housing-handler", &minor, "unreachable");
        open(&world, "town-clerk", &minor, "danger");
        let (house, stream) = (world.house(), minor.stream);
        let mut petition = world.block_on(async { casework::petition::carry::look_up(&house, HERE, stream).await }).unwrap().0;
        petition.label = casework::petition::model::label::MINOR;
        let now = house.now();
        assert!(petition.emergency_of(account("housing-handler"), organ("housing"), now).is_none());
        assert!(petition.emergency_of(account("town-clerk"), organ("town"), now).is_some());
        // A clock that was put back opens nothing.
        assert!(petition.emergency_of(account("town-clerk"), organ("town"), now.plus_minutes(-1)).is_none());
        stands(&world);
    }
}

#[test]
fn c_32_refuses_a_review_by_who_opened_it_and_by_his_office() {
    for world in World::each() {
        // A leader at the very office that has it: the review goes to one that stands apart.
        let violence = world.register("violence", "office-clerk", &[("is_violence", "on")]);
        open(&world, "county-leader", &violence, "danger");
        assert_eq!(world.matter(&violence).emergencies[0].reviewer, organ("discipline"));
        let no = [("nth", "1"), ("justified", "yes"), ("words", "")];
        world.as_("county-leader").try_(&violence, "review_emergency", &no).refused("NOT_YOURS");
        world.as_("office-head").try_(&violence, "review_emergency", &no).refused("NOT_YOURS");
        world.as_("office-head").get("/desk/news").shows(&violence.number);
        world.as_("discipline-head").get("/desk/news").shows(&violence.number);
        world.as_("discipline-head").get("/desk/day").shows(&violence.number);
        review(&world, "discipline-head", &violence, "yes", "").done();
        // The powers of the office that had it go to his own: he does not review himself, and the supervisor does.
        let case = way::in_handling(&world);
        open(&world, "housing-head", &case, "danger");
        crate::succession::water_goes_to_housing(&world);
        assert_eq!(world.matter(&case).running("C-32").map(|clock| clock.holder), Some(organ("housing")));
        world.as_("housing-head").try_(&case, "review_emergency", &no).refused("EMERGENCY_OWN");
        review(&world, "county-supervisor", &case, "yes", "打了四个电话，都有记录。").done();
        stands(&world);
    }
}

#[test]
fn c_32_a_review_that_is_not_given_in_time_is_late_and_goes_where_the_matter_can_be_seen() {
    for world in World::each() {
        let case = way::referred(&world);
        open(&world, "housing-handler", &case, "danger");
        world.today("2025-09-15");
        assert!(!world.state(&case).contains("for C-32"), "{}", world.state(&case));
        // Who was not competent keeps no view of it, and owes no review.
        let due = world.dates(&case, "C-32");
        world.as_("water-handler").act(&case, "object", &[("reason", way::REASON), ("body", "住建局")]).done();
        world.as_("office-triage").act(&case, "agree_objection", &[]).done();
        assert_eq!(world.matter(&case).running("C-32").map(|clock| clock.holder), Some(organ("office")));
        assert_eq!(world.dates(&case, "C-32"), due, "no date moved");
        world.today("2025-09-16");
        assert!(world.state(&case).contains("supervision proposed 2025-09-16 for C-32 1"), "{}", world.state(&case));
        world.person(&case).get("/follow/case").shows("已经晚了 1 天");
        review(&world, "office-head", &case, "yes", "").done();
        // An office that steps back owes none either.
        let case = way::in_handling(&world);
        open(&world, "housing-handler", &case, "danger");
        let ask = [("recused", "organ"), ("recusal_words", "沟就是他们改的道")];
        world.person(&case).fill("/follow/case", "/follow/recusal", &ask, None).done();
        world.as_("office-head").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "属实")]).done();
        assert_eq!(world.matter(&case).running("C-32").map(|clock| clock.holder), Some(organ("office")));
        // No end of the matter ends it.
        world.person(&case).fill("/follow/case", "/follow/withdraw", &[("reason", "不要了")], None).done();
        review(&world, "office-head", &case, "yes", "").done();
        stands(&world);
    }
}

#[test]
fn c_32_what_was_written_of_it_goes_with_the_narrative() {
    for world in World::each() {
        let case = way::in_handling(&world);
        open(&world, "housing-handler", &case, "danger");
        world.as_("water-handler").page(&case).shows(WHY);
        let (house, head) = (world.house(), world.asker("water-head"));
        world.block_on(erase::erase(&house, &head, case.stream, erase::Erased::Narrative, "法院裁定")).unwrap();
        world.as_("water-handler").page(&case).lacks(WHY).shows("有人身危险");
        // The finding is not held up by that.
        review(&world, "water-head", &case, "no", "").done();
        world.as_("housing-handler").page(&case).hidden();
        ask(&world, "town-clerk", &case.number, "danger", WHY).refused("EMERGENCY_UNKNOWN");
        stands(&world);
    }
}
