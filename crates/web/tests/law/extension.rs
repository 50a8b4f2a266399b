//! The sixty days, and the one time that they may be made longer (art 34).

use crate::{
    letters::{issue, text},
    way,
};
use casework::document::Typed;
use testkit::{World, world::Case};

/// Accepted on 4 August 2025: due 3 October, on 9 October at the latest.
fn accepted_in_august() -> (World, Case) {
    let world = World::since("2025-08-04");
    let case = way::in_handling(&world);
    assert_eq!(world.dates(&case, "P-05"), ("2025-10-03".to_owned(), "2025-10-09".to_owned()));
    (world, case)
}

fn ask(world: &World, case: &Case, days: &str) {
    world.as_("water-handler").act(case, "request_extension", &[("days", days), ("reason", way::REASON)]).done();
}

/// Asked for by the handler, agreed to by the head: the notice can be written.
fn agreed(world: &World, case: &Case, days: &str) {
    ask(world, case, days);
    world.as_("water-head").act(case, "agree_extension", &[]).done();
}

#[test]
fn c_16_accepts_thirty_days_once_until_the_last_lawful_day_with_the_notice_delivered() {
    let (world, case) = accepted_in_august();
    world.today("2025-10-09");
    agreed(&world, &case, "30");
    // The clock did not move by being asked for, nor by being agreed to.
    assert_eq!(world.dates(&case, "P-05"), ("2025-10-03".to_owned(), "2025-10-09".to_owned()));
    world.as_("water-head").act_with(&case, "approve_extension", &[("notice_on", "2025-10-09"), ("way", "in_person")], "file").done();
    assert_eq!(world.dates(&case, "P-05"), ("2025-11-02".to_owned(), "2025-11-03".to_owned()));
    world.as_("water-handler").page(&case).shows("11月3日");
    assert!(world.person(&case).get("/follow/case").body.contains("datetime=\"2025-11-03\""));
}

#[test]
fn c_16_refuses_more_than_thirty_days() {
    let (world, case) = accepted_in_august();
    let handler = world.as_("water-handler");
    for days in ["31", "0", "-5", "365"] {
        handler.act(&case, "request_extension", &[("days", days), ("reason", way::REASON)]).refused("EXT_TOO_LONG");
    }
    handler.act(&case, "request_extension", &[("days", "30"), ("reason", "")]).refused("EMPTY");
}

#[test]
fn c_16_refuses_a_second_extension() {
    let (world, case) = accepted_in_august();
    agreed(&world, &case, "5");
    world.as_("water-head").act(&case, "approve_extension", &[("notice_on", "2025-08-04"), ("way", "post"), ("tracking", "EMS 1234")]).done();
    world.as_("water-handler").try_(&case, "request_extension", &[("days", "5"), ("reason", way::REASON)]).refused("EXT_SECOND");
    assert_eq!(world.dates(&case, "P-05").0, "2025-10-08");
}

#[test]
fn c_16_refuses_what_is_asked_or_approved_after_the_term() {
    let (world, case) = accepted_in_august();
    let other = way::in_handling(&world);
    ask(&world, &other, "30");
    world.today("2025-10-10");
    world.as_("water-handler").try_(&case, "request_extension", &[("days", "30"), ("reason", way::REASON)]).refused("EXT_LATE");
    world.as_("water-head").try_(&other, "approve_extension", &[("notice_on", "2025-10-09")]).refused("EXT_LATE");
    // Nor does a day that is sent along make it earlier.
    let backdated = [("days", "30"), ("reason", way::REASON), ("acted_on", "2025-10-01")];
    world.as_("water-handler").try_(&case, "request_extension", &backdated).refused("EXT_LATE");
}

#[test]
fn c_16_refuses_approval_by_anybody_but_another_head() {
    let (world, case) = accepted_in_august();
    ask(&world, &case, "30");
    for name in ["water-handler", "water-handler-two"] {
        for verb in ["agree_extension", "approve_extension"] {
            world.as_(name).try_(&case, verb, &[("notice_on", "2025-08-04")]).refused("EXT_NO_APPROVAL");
        }
    }
    world.as_("office-head").try_(&case, "approve_extension", &[("notice_on", "2025-08-04")]).refused("NOT_YOURS");
    // A head who asks for himself needs another's approval.
    let own = way::in_handling(&world);
    world.as_("water-head").act(&own, "request_extension", &[("days", "10"), ("reason", way::REASON)]).done();
    for verb in ["agree_extension", "approve_extension"] {
        world.as_("water-head").try_(&own, verb, &[("notice_on", "2025-08-04")]).refused("EXT_NO_APPROVAL");
    }
}

#[test]
fn c_16_refuses_approval_without_the_notice_delivered() {
    let (world, case) = accepted_in_august();
    agreed(&world, &case, "30");
    let head = world.as_("water-head");
    head.act(&case, "approve_extension", &[("notice_on", "")]).refused("EXT_NO_NOTICE");
    // A notice of tomorrow was not delivered.
    head.act(&case, "approve_extension", &[("notice_on", "2025-08-05")]).refused("EXT_NO_NOTICE");
    assert_eq!(world.dates(&case, "P-05").0, "2025-10-03");
}

#[test]
fn c_16_refuses_a_notice_that_only_a_day_tells_of() {
    {
        let (world, case) = accepted_in_august();
        agreed(&world, &case, "30");
        let head = world.as_("water-head");
        let day = ("notice_on", "2025-08-04");
        head.act(&case, "approve_extension", &[day]).refused("EMPTY");
        let bare = head.act(&case, "approve_extension", &[day, ("way", "post")]).refused("EXT_UNPROVEN");
        assert!(bare.body.contains("value=\"2025-08-04\""), "what was typed is lost");
        // A number of nothing that gives numbers proves nothing.
        head.act(&case, "approve_extension", &[day, ("way", "in_person"), ("tracking", "123")]).refused("EXT_UNPROVEN");
        head.act(&case, "approve_extension", &[day, ("way", "electronic"), ("tracking", "回执 8841")]).refused("ELECTRONIC_NO_CONSENT");
        head.act_with(&case, "approve_extension", &[day, ("way", "electronic")], "file").refused("ELECTRONIC_NO_CONSENT");
        head.try_(&case, "approve_extension", &[day, ("way", "phone_or_message"), ("tracking", "1")]).refused("WAY_NOT_WRITTEN");
        head.try_(&case, "approve_extension", &[day, ("way", "by_pigeon")]).refused("UNKNOWN_WAY");
        assert_eq!(world.dates(&case, "P-05").0, "2025-10-03");
    }
}

#[test]
fn c_16_accepts_a_scan_a_postal_number_or_her_own_consented_receipt_and_tells_her_both_days_and_why() {
    for world in World::each() {
        for proof in ["file", "post", "receipt"] {
            let case = way::in_handling(&world);
            agreed(&world, &case, "30");
            let head = world.as_("water-head");
            let day = ("notice_on", "2025-09-10");
            match proof {
                "file" => head.act_with(&case, "approve_extension", &[day, ("way", "in_person")], "file").done(),
                "post" => head.act(&case, "approve_extension", &[day, ("way", "post"), ("tracking", "EMS 1234")]).done(),
                _ => {
                    let fields = [day, ("way", "electronic"), ("consented", "on"), ("tracking", "回执 8841")];
                    head.act(&case, "approve_extension", &fields).done()
                }
            };
            // Due 10 November until then, 9 December now.
            assert_eq!(world.dates(&case, "P-05").1, "2025-12-09");
            let hers = world.person(&case).get("/follow/case");
            hers.shows("原来最晚11月10日").shows("现在最晚12月9日").shows(way::REASON);
        }
        assert!(world.wrong().is_empty());
    }
}

#[test]
fn c_16_accepts_a_notice_that_names_the_head_who_agreed() {
    for world in World::each() {
        let case = way::in_handling(&world);
        agreed(&world, &case, "30");
        issue(&world, "water-handler", &case, "T-11", "water-head", &[]).done();
        assert_eq!(world.matter(&case).letters[0].issued.kind, "T-11");
        let preview = text(&world, "water-handler", "water-head", &case, paper::Kind::Extension, Typed::default());
        assert!(preview.contains("潘致远"), "{preview}");
        // It is hers when it has reached her: until then her page tells nothing of it.
        world.person(&case).get("/follow/case").lacks("延期告知书");
        world.today("2025-09-15");
        world.as_("water-head").act_with(&case, "approve_extension", &[("notice_on", "2025-09-14"), ("way", "in_person")], "file").done();
        world.person(&case).get("/follow/case").shows("延期告知书");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_16_refuses_a_notice_that_says_the_head_approved_before_the_head_did() {
    let (world, case) = accepted_in_august();
    ask(&world, &case, "30");
    issue(&world, "water-handler", &case, "T-11", "water-head", &[]).refused("LETTER_NOT_NOW");
    let head = world.as_("water-head");
    head.try_(&case, "approve_extension", &[("notice_on", "2025-08-04"), ("way", "post"), ("tracking", "EMS 1234")]).refused("EXT_NOT_AGREED");
    world.today("2025-08-06");
    world.as_("water-head").act(&case, "agree_extension", &[]).done();
    let head = world.as_("water-head");
    head.try_(&case, "agree_extension", &[]).refused("EXT_AGREED");
    head.act(&case, "approve_extension", &[("notice_on", "2025-08-05"), ("way", "post"), ("tracking", "EMS 1234")]).refused("EXT_NOTICE_EARLY");
    // What was refused after all has no notice, and what is asked for anew is agreed to anew.
    head.act(&case, "refuse_extension", &[("reason", "不复杂")]).done();
    issue(&world, "water-handler", &case, "T-11", "water-head", &[]).refused("LETTER_NOT_NOW");
    ask(&world, &case, "10");
    issue(&world, "water-handler", &case, "T-11", "water-head", &[]).refused("LETTER_NOT_NOW");
    assert_eq!(world.dates(&case, "P-05").0, "2025-10-03");
}

#[test]
fn c_17_accepts_waiting_and_the_clock_runs_on() {
    let (world, case) = accepted_in_august();
    let before = world.dates(&case, "P-05");
    world.as_("water-handler").act(&case, "ask_material", &[("what", "受损照片"), ("by", "2025-08-20")]).done();
    world.today("2025-08-20");
    assert_eq!(world.dates(&case, "P-05"), before);
    assert!(world.state(&case).contains("awaiting_material"));
    world.as_("water-handler").page(&case).shows("10月9日");
    world.as_("water-handler").act(&case, "receive_material", &[("came", "yes")]).done();
    world.as_("water-handler").act(&case, "request_extension", &[("days", "10"), ("reason", way::REASON)]).done();
    assert_eq!(world.dates(&case, "P-05"), before);
    world.as_("water-head").act(&case, "refuse_extension", &[("reason", "不复杂")]).done();
    assert_eq!(world.dates(&case, "P-05"), before);
    assert!(world.state(&case).contains("2025-08-04 + 60 → 2025-10-03 / 2025-10-09, runs"), "{}", world.state(&case));
}

#[test]
fn c_17_refuses_to_stop_the_clock_however_long_is_waited() {
    let (world, case) = accepted_in_august();
    world.as_("water-handler").act(&case, "ask_material", &[("what", "受损照片"), ("by", "2025-08-20")]).done();
    // The holidays of October roll its end and do not stop it.
    world.today("2025-10-09");
    assert!(!world.state(&case).contains("supervision proposed"));
    world.today("2025-10-10");
    let state = world.state(&case);
    assert!(state.contains("awaiting_material") && state.contains("supervision proposed 2025-10-10 for P-05 1"), "{state}");
    world.as_("water-handler").page(&case).shows("超期 1 天");
    // There is no verb that pauses, and none that starts it anew.
    for verb in ["pause", "stop_clock", "accept"] {
        let answer = world.as_("water-handler").try_(&case, verb, &[("notice", "in_person")]);
        assert!(answer.status == 404 || answer.refusal().starts_with("NOT_FROM_HERE"), "{verb}: {}", answer.refusal());
    }
    assert_eq!(world.dates(&case, "P-05"), ("2025-10-03".to_owned(), "2025-10-09".to_owned()));
}
