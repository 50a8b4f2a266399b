//! The written reply: claim by claim, delivered with proof, carried out (arts 27, 32, 35).

use crate::way;
use testkit::{World, world::organ};

#[test]
fn c_18_accepts_completion_when_every_claim_has_its_delivered_answer() {
    let world = World::new();
    let case = way::delivered(&world);
    world.as_("water-handler").act(&case, "complete", way::NOTES).done();
    assert!(world.state(&case).contains("completed"));
}

#[test]
fn c_18_refuses_completion_while_a_claim_is_unanswered() {
    let world = World::new();
    let case = way::in_handling(&world);
    let handler = world.as_("water-handler");
    // One of two answered is no opinion.
    let fields = way::answers("2025-10-20");
    let half: Vec<(&str, &str)> = way::lent(&fields).into_iter().filter(|(name, _)| name.ends_with("-0")).collect();
    let again = handler.act(&case, "draft_opinion", &half).refused("CLAIM_UNANSWERED");
    assert!(again.body.contains("经实地查看"), "what was typed is lost");
    handler.try_(&case, "complete", way::NOTES).refused("NOT_FROM_HERE");
    way::sign(&world, &case, "2025-10-20");
    handler.try_(&case, "complete", way::NOTES).refused("NOT_FROM_HERE");
    way::deliver(&world, &case, "2025-09-10");
    // A claim that she adds after the reply needs its own.
    world.person(&case).fill("/follow/case", "/follow/add", &[("words", "还有一处"), ("claim", "修好挡水坎")], None).done();
    handler.try_(&case, "complete", way::NOTES).refused("CLAIM_UNANSWERED");
    let third = [("outcome-2", "explain"), ("facts-2", "挡水坎属村集体"), ("basis-2", "村民自治章程")];
    handler.act(&case, "draft_opinion", &third).done();
    world.as_("water-head").act(&case, "sign_opinion", &[]).done();
    way::dispatch(&world, &case);
    way::deliver(&world, &case, "2025-09-10");
    // And each needs its note: how it was explained, or by what it is carried out.
    handler.act(&case, "complete", &[("note-0", "施工队进场"), ("note-1", "已说明")]).refused("COUNSELLING_MISSING");
    handler.act(&case, "complete", &[("note-0", ""), ("note-1", "已说明"), ("note-2", "已说明")]).refused("EXECUTION_PLAN_MISSING");
    handler.act(&case, "complete", &[("note-0", "施工队进场"), ("note-1", "已说明"), ("note-2", "已说明")]).done();
    // What names no claim asks for an answer to what was said.
    let silent = world.register("silent", "office-clerk", &[("claim", "")]);
    way::classify(&world, &silent);
    way::refer(&world, &silent, "water");
    world.as_("water-clerk").act(&silent, "sign_in", &[]).done();
    way::accept(&world, &silent);
    way::start(&world, &silent, "water-handler");
    handler.try_(&silent, "draft_opinion", &[]).refused("CLAIM_UNANSWERED");
    handler.act(&silent, "draft_opinion", &[("outcome-0", "explain"), ("facts-0", "x"), ("basis-0", "y")]).done();
}

#[test]
fn c_19_accepts_a_delivery_with_evidence_and_her_thirty_days_begin() {
    let world = World::new();
    for proof in ["file", "number", "receipt"] {
        let case = way::in_handling(&world);
        way::sign(&world, &case, "2025-10-20");
        way::dispatch(&world, &case);
        assert!(!world.state(&case).contains("P-06"), "her window began by dispatch");
        let clerk = world.as_("water-clerk");
        let fields = [("way", "post"), ("received_on", "2025-09-10")];
        if proof == "file" {
            clerk.act_with(&case, "deliver", &fields, "file").done();
        } else if proof == "number" {
            clerk.act(&case, "deliver", &[fields[0], fields[1], ("proof", "邮政回执 EE123456789CN，本人签收")]).done();
        } else {
            let receipt = [("way", "electronic"), fields[1], ("consented", "on"), ("proof", "回执 8841")];
            clerk.act(&case, "deliver", &receipt).done();
        }
        assert!(world.state(&case).contains("P-06 1 (hers): 2025-09-10 + 30 → 2025-10-10 / 2025-10-10, runs"), "{}", world.state(&case));
    }
}

#[test]
fn c_19_refuses_a_delivery_without_evidence_and_no_window_begins() {
    let world = World::new();
    let case = way::in_handling(&world);
    way::sign(&world, &case, "2025-10-20");
    way::dispatch(&world, &case);
    let clerk = world.as_("water-clerk");
    clerk.act(&case, "deliver", &[("way", "post"), ("received_on", "2025-09-10"), ("proof", "  ")]).refused("DELIVERY_UNPROVEN");
    // Words are no signature, nor is a number of a way that gives none; and no e-receipt without her consent.
    let day = ("received_on", "2025-09-10");
    clerk.act(&case, "deliver", &[("way", "in_person"), day, ("proof", "本人已签收")]).refused("DELIVERY_UNPROVEN");
    clerk.act(&case, "deliver", &[("way", "electronic"), day, ("proof", "回执 8841")]).refused("ELECTRONIC_NO_CONSENT");
    clerk.try_(&case, "deliver", &[("way", "phone_or_message"), day, ("proof", "录音")]).refused("WAY_NOT_WRITTEN");
    // Nor on a day before it was signed, nor on one to come.
    clerk.act_with(&case, "deliver", &[("way", "post"), ("received_on", "2025-09-09")], "file").refused("DATE_BEFORE_RECEIPT");
    clerk.act_with(&case, "deliver", &[("way", "post"), ("received_on", "2025-09-11")], "file").refused("DATE_BEFORE_RECEIPT");
    let state = world.state(&case);
    assert!(state.contains("opinion_issued") && !state.contains("P-06") && !state.contains("P-24"), "{state}");
    world.today("2025-12-01");
    assert!(!world.state(&case).contains("P-06"), "a window of hers ran out that never began");
    world.person(&case).get("/follow/case").lacks("follow-review");
}

#[test]
fn c_27_accepts_a_promised_day_that_is_a_holiday_and_moves_it_for_nobody() {
    let world = World::new();
    let case = way::in_handling(&world);
    way::sign(&world, &case, "2025-10-04");
    way::deliver(&world, &case, "2025-09-10");
    assert!(world.state(&case).contains("C-27.1 1 (桐庐县林业水利局): 2025-09-10 + 24 → 2025-10-04 / 2025-10-04, runs"), "{}", world.state(&case));
    // The list of the day says that day, how far it is, and that it is to be carried out.
    world.today("2025-09-30");
    world.as_("water-handler").get("/desk/day").shows("10月4日").shows("还有 4 天").shows("落实，登记下来");
}

#[test]
fn c_27_accepts_a_support_with_owner_and_day_and_watches_it() {
    let world = World::new();
    let case = way::in_handling(&world);
    way::sign(&world, &case, "2025-09-30");
    way::deliver(&world, &case, "2025-09-10");
    assert!(world.state(&case).contains("C-27.1 1 (桐庐县林业水利局): 2025-09-10 + 20 → 2025-09-30 / 2025-09-30, runs"), "{}", world.state(&case));
    world.today("2025-09-30");
    assert!(!world.state(&case).contains("supervision proposed"));
    world.today("2025-10-01");
    assert!(world.state(&case).contains("supervision proposed 2025-10-01 for C-27.1 1"), "{}", world.state(&case));
    let done = [("claim", "0"), ("note", "9 月 28 日清淤完成"), ("acted_on", "2025-09-28")];
    world.as_("water-handler").act_with(&case, "execute", &done, "file").done();
    assert!(
        world.state(&case).contains("support by 桐庐县林业水利局 until 2025-09-30, delivered 2025-09-10, carried out 2025-09-28"),
        "{}",
        world.state(&case)
    );
}

#[test]
fn c_27_refuses_a_support_without_owner_or_day_and_an_archive_while_it_is_owed() {
    let world = World::new();
    let case = way::in_handling(&world);
    let handler = world.as_("water-handler");
    for missing in ["owner-0", "by-0"] {
        let fields = way::answers("2025-09-30");
        let fields: Vec<(&str, &str)> =
            way::lent(&fields).into_iter().map(|(name, value)| if name == missing { (name, "") } else { (name, value) }).collect();
        handler.forge(&format!("/desk/case/{case}/draft_opinion"), true, &fields, None).refused("EXECUTION_MISSING");
    }
    way::sign(&world, &case, "2025-09-30");
    way::deliver(&world, &case, "2025-09-10");
    handler.act(&case, "complete", way::NOTES).done();
    world.as_("water-clerk").try_(&case, "archive", &[]).refused("EXECUTION_OPEN");
    // The one who was named has it on his list, also when it is another office.
    let other = way::in_handling(&world);
    let mut fields = way::answers("2025-09-30");
    fields[3].1 = organ("town").to_string();
    handler.act(&other, "draft_opinion", &way::lent(&fields)).done();
    world.as_("town-handler").page(&other).hidden();
    world.as_("water-head").act(&other, "sign_opinion", &[]).done();
    way::deliver(&world, &other, "2025-09-10");
    world.as_("town-handler").get("/desk/day").shows(&other.number);
    world.as_("town-handler").act(&other, "execute", &[("claim", "0"), ("note", "已疏通")]).done();
}
