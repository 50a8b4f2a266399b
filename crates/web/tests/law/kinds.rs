//! Each letter goes out through the front door, as the record allows it (domain §5).

use crate::{
    letters::{issue, text},
    way,
};
use casework::document::Typed;
use paper::Kind;
use testkit::{
    World,
    world::{Case, account, organ},
};

/// The letter that was issued last: its kind and its number.
fn last(world: &World, case: &Case) -> (String, String) {
    let letter = world.matter(case).letters.pop().unwrap().issued;
    (letter.kind, letter.number)
}

/// Assigned to the water office with a term of thirty days.
fn assigned(world: &World) -> Case {
    let case = world.petition("drain");
    way::classify(world, &case);
    let to = organ("water").to_string();
    let fields = [("to", to.as_str()), ("reason", way::REASON), ("term_days", "30"), ("result", "书面报送办理结果")];
    world.as_("office-triage").act(&case, "assign", &fields).done();
    case
}

#[test]
fn t01_is_issued_with_the_number_of_the_matter_it_comes_back_to() {
    for world in World::each() {
        let before = way::delivered(&world);
        let case = world.register("again", "office-clerk", &[]);
        world.as_("office-clerk").act(&case, "bring_again", &[("into", &before.number)]).done();
        issue(&world, "office-clerk", &case, "T-01", "office-head", &[("attachments", "照片2张")]).done();
        assert_eq!(last(&world, &case), ("T-01".to_owned(), case.number.clone()));
        let says = text(&world, "office-clerk", "office-head", &case, Kind::Registration, Typed::default());
        assert!(says.contains(&before.number) && says.contains("同一事项以前的编号"), "{says}");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn t04_and_t19_are_issued_on_an_assignment_and_on_its_result() {
    for world in World::each() {
        let case = assigned(&world);
        issue(&world, "office-triage", &case, "T-04", "office-head", &[]).done();
        assert_eq!(last(&world, &case).0, "T-04");
        let says = text(&world, "office-triage", "office-head", &case, Kind::Assignment, Typed::default());
        assert!(says.contains("书面报送办理结果") && says.contains("2025年10月10日"), "{says}");
        world.as_("water-clerk").act(&case, "sign_in", &[]).done();
        way::accept(&world, &case);
        way::start(&world, &case, "water-handler");
        issue(&world, "water-handler", &case, "T-19", "water-head", &[("risk", "无")]).refused("LETTER_NOT_NOW");
        way::sign(&world, &case, "2025-10-20");
        way::dispatch(&world, &case);
        way::deliver(&world, &case, "2025-09-10");
        world.as_("water-handler").act(&case, "complete", way::NOTES).done();
        issue(&world, "water-handler", &case, "T-19", "water-head", &[("risk", "无")]).done();
        assert_eq!(last(&world, &case).0, "T-19");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn t09_is_issued_on_a_diversion_with_its_body_and_its_limit() {
    for world in World::each() {
        let case = world.petition("wages");
        let triage = world.as_("office-triage");
        triage.act(&case, "classify", &[("matter_type", "grievance"), ("track", "J2_arbitration")]).done();
        let fields = [
            ("procedure", "申请劳动仲裁"),
            ("statute", "《劳动争议调解仲裁法》第二十七条"),
            ("body", "桐庐县劳动人事争议仲裁委员会"),
            ("limit_on", "2026-03-01"),
        ];
        triage.act(&case, "divert", &fields).done();
        issue(&world, "office-triage", &case, "T-09", "office-head", &[]).done();
        assert_eq!(last(&world, &case), ("T-09".to_owned(), "桐信信导〔2025〕1号".to_owned()));
        world.person(&case).get("/follow/case").shows("依法分类处理告知书");
    }
}

#[test]
fn t10_is_issued_on_an_objection_with_its_reasons() {
    for world in World::each() {
        let case = way::signed_in(&world);
        let why = [("reason", "水沟属于村内道路附属设施，由住建部门管理。"), ("body", "桐庐县住房和城乡建设局")];
        world.as_("water-handler").act(&case, "object", &why).done();
        issue(&world, "water-handler", &case, "T-10", "water-head", &[]).done();
        assert_eq!(last(&world, &case), ("T-10".to_owned(), "桐水信异〔2025〕1号".to_owned()));
    }
}

#[test]
fn t29_is_issued_for_a_letter_that_went_out() {
    for world in World::each() {
        let case = way::referred(&world);
        issue(&world, "office-triage", &case, "T-29", "office-head", &[("way", "直接送达")]).refused("LETTER_NOT_NOW");
        issue(&world, "office-triage", &case, "T-05", "office-head", &[]).done();
        issue(&world, "office-triage", &case, "T-29", "office-head", &[("way", "直接送达"), ("of_letter", "1")]).done();
        assert_eq!(last(&world, &case).0, "T-29");
        let typed = Typed { way: "直接送达".to_owned(), of_letter: Some(1), ..Typed::default() };
        assert!(text(&world, "office-triage", "office-head", &case, Kind::Service, typed).contains("桐信信告〔2025〕1号"));
    }
}

#[test]
fn tm_6_a_letter_says_which_of_its_days_are_provisional() {
    let says = |calendar: &kernel::Calendar| {
        let world = World::on(testkit::engines().remove(0), "2025-12-01", calendar);
        let case = way::in_handling(&world);
        issue(&world, "water-handler", &case, "T-06", "water-head", &[]).done();
        assert_eq!(account("water-head"), world.matter(&case).letters[0].issued.approved_by);
        text(&world, "water-handler", "water-head", &case, Kind::Acceptance, Typed::default())
    };
    let without = says(&kernel::Calendar::bundled().without_year(2026));
    assert!(without.contains("2026年1月30日是暂定的日子"), "{without}");
    assert!(!says(kernel::Calendar::bundled()).contains("暂定"), "a firm day is told as firm");
}
