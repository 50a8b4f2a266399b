//! Sending on, objecting, not accepting, and what is left lying (arts 19, 22, 23, 40).

use crate::way;
use testkit::{World, world::organ};

#[test]
fn c_10_accepts_an_alert_in_time_a_proposal_when_late_and_setting_it_aside_with_a_reason() {
    let world = World::new();
    let case = world.petition("drain");
    // P-01 from 10 September: 25 September.
    for (day, light) in
        [("2025-09-17", "is-green"), ("2025-09-18", "is-yellow"), ("2025-09-22", "is-red"), ("2025-09-25", "is-red"), ("2025-09-26", "is-over")]
    {
        world.today(day);
        assert_eq!(crate::lights::of(&world, "office-triage", &case), light, "{day}");
        assert_eq!(world.state(&case).contains("supervision proposed"), light == "is-over", "{day}");
    }
    assert!(world.state(&case).contains("supervision proposed 2025-09-26 for P-01 1"));
    // It is not proposed twice.
    world.today("2025-09-28");
    assert_eq!(world.state(&case).matches("supervision proposed").count(), 1);
    world.as_("county-supervisor").act(&case, "set_aside", &[("proposal", "P-01 1"), ("reason", "联合会商已定 9 月 30 日")]).done();
    world.as_("county-supervisor").page(&case).shows("联合会商已定 9 月 30 日");
    assert!(world.state(&case).contains("for P-01 1, set aside 2025-09-28"));
    // A late duty can still be done.
    way::classify(&world, &case);
    way::refer(&world, &case, "water");
}

#[test]
fn c_10_refuses_silence_without_a_reason_or_by_the_one_who_is_late() {
    let world = World::new();
    let case = way::referred(&world);
    let supervisor = world.as_("county-supervisor");
    supervisor.try_(&case, "set_aside", &[("proposal", "P-03 1"), ("reason", "x")]).refused("NO_PROPOSAL");
    world.today("2025-09-26");
    assert!(world.state(&case).contains("supervision proposed 2025-09-26 for P-03 1"));
    world.as_("county-supervisor").act(&case, "set_aside", &[("proposal", "P-03 1"), ("reason", " ")]).refused("EMPTY");
    world.as_("water-head").try_(&case, "set_aside", &[("proposal", "P-03 1"), ("reason", "在办")]).refused("NOT_YOURS");
    world.as_("water-handler").try_(&case, "set_aside", &[("proposal", "P-03 1"), ("reason", "在办")]).refused("NOT_YOURS");
    // The office that is late itself does not, though it registered the matter.
    let own = world.register("own", "office-clerk", &[("received_on", "2025-09-10")]);
    world.today("2025-09-27");
    world.as_("office-head").try_(&own, "set_aside", &[("proposal", "P-01 1"), ("reason", "在办")]).refused("RECUSAL_REQUIRED");
    assert!(!world.state(&case).contains("set aside") && !world.state(&own).contains("set aside"));
}

#[test]
fn c_11_accepts_an_objection_on_the_fifth_working_day_and_either_answer() {
    let world = World::since("2025-09-26");
    let case = way::referred(&world);
    let other = way::referred(&world);
    assert_eq!(world.dates(&case, "P-04"), ("2025-10-10".to_owned(), "2025-10-10".to_owned()));
    world.today("2025-10-10");
    for case in [&case, &other] {
        world.as_("water-handler").act(case, "object", &[("reason", "水沟是小区内的，属住建部门管。"), ("body", "县住建局")]).done();
    }
    // Agreed: it comes back, and the sender owes a referral anew.
    world.as_("office-triage").act(&case, "agree_objection", &[]).done();
    let state = world.state(&case);
    assert!(
        state.contains("with 桐庐县信访局")
            && state.contains("came back")
            && state.contains("P-03 1 (桐庐县林业水利局): 2025-09-26 + 15 → 2025-10-11 / 2025-10-11, moot 2025-10-10"),
        "{state}"
    );
    way::refer(&world, &case, "housing");
    // Rejected: the receiver has it again, with the day that it had all along.
    world.as_("office-triage").act(&other, "reject_objection", &[("reason", "水沟接入河道，属水利。")]).done();
    let state = world.state(&other);
    assert!(state.contains("signed_in") && state.contains("with 桐庐县林业水利局"), "{state}");
    assert!(state.contains("P-03 1 (桐庐县林业水利局): 2025-09-26 + 15 → 2025-10-11 / 2025-10-11, runs"), "{state}");
    way::accept(&world, &other);
}

#[test]
fn c_11_refuses_an_objection_on_the_sixth_working_day_and_one_without_reasons() {
    let world = World::since("2025-09-26");
    let case = way::referred(&world);
    world.as_("water-handler").act(&case, "object", &[("reason", "不归我管"), ("body", "")]).refused("OBJECTION_NO_REASON");
    // 11 October, a Saturday, is worked: the sixth.
    world.today("2025-10-11");
    let handler = world.as_("water-handler");
    assert!(!handler.page(&case).offers(&format!("/desk/case/{case}/object")), "a button that is refused");
    handler.try_(&case, "object", &[("reason", way::REASON)]).refused("OBJECTION_LATE");
    // The written notice is still owed.
    assert!(world.state(&case).contains("P-03 1 (桐庐县林业水利局): 2025-09-26 + 15 → 2025-10-11 / 2025-10-11, runs"), "{}", world.state(&case));
    // Nor a second time, once it was decided.
    let world = World::since("2025-09-26");
    let case = way::referred(&world);
    world.as_("water-handler").act(&case, "object", &[("reason", way::REASON), ("body", "")]).done();
    world.as_("office-triage").act(&case, "reject_objection", &[("reason", way::REASON)]).done();
    world.as_("water-handler").try_(&case, "object", &[("reason", way::REASON)]).refused("NO_OBJECTION_RIGHT");
}

#[test]
fn c_13_accepts_a_refusal_with_reason_basis_facts_and_the_right_body() {
    let world = World::new();
    for (name, reason, body) in [("one", "NA1_pending_lower", ""), ("two", "NA3_out_of_remit", "县人民法院")] {
        let case = world.petition(name);
        way::classify(&world, &case);
        let fields = [("reason", reason), ("facts", "同一事项横村镇正在办理"), ("basis", "《信访工作条例》第十九条第三款"), ("body", body)];
        world.as_("office-triage").act(&case, "non_accept", &fields).done();
        assert!(world.state(&case).contains("non_accepted"));
        world.person(&case).get("/follow/case").shows("同一事项横村镇正在办理").shows("《信访工作条例》第十九条第三款").shows(body);
    }
}

#[test]
fn c_13_refuses_an_incomplete_refusal() {
    let world = World::new();
    let case = world.petition("drain");
    way::classify(&world, &case);
    let triage = world.as_("office-triage");
    let (facts, basis) = (("facts", "不属本机关"), ("basis", "条例第二十三条"));
    triage.act(&case, "non_accept", &[facts, basis, ("body", "县人民法院")]).refused("NONACCEPT_INCOMPLETE");
    triage.act(&case, "non_accept", &[("reason", "NA3_out_of_remit"), facts, ("basis", ""), ("body", "县人民法院")]).refused("NONACCEPT_INCOMPLETE");
    triage.act(&case, "non_accept", &[("reason", "NA3_out_of_remit"), ("facts", ""), basis, ("body", "县人民法院")]).refused("NONACCEPT_INCOMPLETE");
    let again = triage.act(&case, "non_accept", &[("reason", "NA3_out_of_remit"), facts, basis, ("body", "")]).refused("NONACCEPT_INCOMPLETE");
    assert!(again.body.contains("不属本机关"), "what was typed is lost");
    // Reasons of other stages, and none at all.
    for reason in ["NA2_final", "NA4_late_review", "NA6_identity_missing", "too_old", ""] {
        triage.try_(&case, "non_accept", &[("reason", reason), facts, basis, ("body", "县人民法院")]).refused("NONACCEPT_INCOMPLETE");
    }
    assert!(world.state(&case).contains("triaged"));
    world.as_("office-clerk").try_(&case, "non_accept", &[("reason", "NA3_out_of_remit"), facts, basis, ("body", "x")]).refused("NOT_YOURS");
    let to = organ("water").to_string();
    triage.act(&case, "refer", &[("to", &to), ("reason", "")]).refused("EMPTY");
}
