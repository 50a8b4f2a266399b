//! 作废: a mistake of the office, by a reason of the law's rows, by two persons; the number stays, and she may object.

use testkit::{World, world::Case};

const WHY: &str = "同一封信录了两遍";
const NOBODY: &[(&str, &str)] = &[("name", ""), ("phone", ""), ("address", "")];

fn ask<'a>(code: &'a str, kept: &'a str) -> [(&'static str, &'a str); 3] {
    [("code", code), ("kept", kept), ("reason", WHY)]
}

fn voided(world: &World, kept: &Case) -> Case {
    let case = world.petition("twice");
    world.as_("office-clerk").act(&case, "ask_void", &ask("entered_twice", &kept.number)).done();
    world.as_("office-triage").act(&case, "confirm_void", &[]).done();
    case
}

#[test]
fn a_void_has_a_reason_of_the_law_keeps_its_number_and_she_reads_why_and_objects() {
    for world in World::each() {
        let kept = world.petition("once");
        let case = voided(&world, &kept);
        assert!(world.state(&case).contains("voided") && world.matter(&case).number == case.number);
        let person = world.person(&case);
        person.get("/follow/case").shows("同一来件重复录入").shows(WHY).shows(&kept.number).shows("不同意作废");
        world.as_("office-head").page(&case).shows("同一来件重复录入").shows(&kept.number);
        person.fill("/follow/case", "/follow/add", &[("words", "这是两件事，水沟在屋前"), ("claim", "")], None).done();
        person.get("/follow/case").shows("您不同意作废").shows("水沟在屋前");
        assert!(world.state(&case).contains("supervision proposed 2025-09-10 for void_contested 1"), "{}", world.state(&case));
        world.as_("county-supervisor").page(&case).shows("本人不同意作废").shows("水沟在屋前");
        let aside = [("proposal", "void_contested 1"), ("reason", "已核对，是同一件")];
        world.as_("office-head").try_(&case, "set_aside", &aside).refused("RECUSAL_REQUIRED");
        world.as_("county-supervisor").act(&case, "set_aside", &aside).done();
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn a_void_is_refused_without_a_reason_without_the_one_that_stands_and_for_what_a_person_said() {
    for world in World::each() {
        let (case, kept) = (world.petition("drain"), world.petition("once"));
        let clerk = world.as_("office-clerk");
        let left = clerk.act(&case, "ask_void", &[("kept", &kept.number), ("reason", WHY)]).refused("VOID_REASON_MISSING");
        assert!(left.body.contains(WHY) && left.body.contains(&kept.number), "what was typed is lost");
        clerk.act(&case, "ask_void", &[("code", "entered_twice"), ("kept", &kept.number), ("reason", "")]).refused("EMPTY");
        for number in ["", case.number.as_str(), "横访〔2025〕9999"] {
            clerk.act(&case, "ask_void", &ask("entered_twice", number)).refused("VOID_KEPT_MISSING");
        }
        clerk.act(&case, "ask_void", &ask("wrong_register", " ")).refused("VOID_KEPT_MISSING");
        // Nothing that a person said is an exercise or an empty item, and no reason is about her.
        for code in ["test_entry", "not_a_petition"] {
            clerk.act(&case, "ask_void", &ask(code, "")).refused("VOID_HAS_PERSON");
        }
        clerk.try_(&case, "ask_void", &ask("repeat_petitioner", &kept.number)).refused("VOID_REASON_MISSING");
        let nobody = world.register("exercise", "office-clerk", NOBODY);
        clerk.act(&nobody, "ask_void", &ask("test_entry", "")).done();
        clerk.try_(&nobody, "confirm_void", &[]).refused("NOT_YOURS");
        assert!(!world.state(&case).contains("void"), "{}", world.state(&case));
    }
}

#[test]
fn of_two_that_name_each_other_one_stands() {
    for world in World::each() {
        let (one, two) = (world.petition("one"), world.petition("two"));
        let (clerk, triage) = (world.as_("office-clerk"), world.as_("office-triage"));
        clerk.act(&one, "ask_void", &ask("entered_twice", &two.number)).done();
        clerk.act(&two, "ask_void", &ask("entered_twice", &one.number)).done();
        triage.act(&one, "confirm_void", &[]).done();
        triage.act(&two, "confirm_void", &[]).refused("VOID_KEPT_MISSING");
        let third = world.petition("three");
        clerk.act(&third, "ask_void", &ask("entered_twice", &one.number)).refused("VOID_KEPT_MISSING");
        assert!(world.state(&two).contains(" registered"));
    }
}

#[test]
fn nobody_objects_for_her() {
    let world = World::new();
    let kept = world.petition("once");
    let case = voided(&world, &kept);
    for who in ["office-clerk", "office-head", "county-supervisor"] {
        let answer = world.as_(who).forge(&format!("/desk/case/{case}/object_void"), true, &[("words", "x")], None);
        answer.refused("NOT_YOURS");
    }
    world.person(&case).fill("/follow/case", "/follow/add", &[("words", " "), ("claim", "")], None).refused("EMPTY");
    assert!(!world.state(&case).contains("void_contested"));
}
