//! Messages out (C-55): a message says that there is news, and no more; by a way that is safe, not at night; whom none reaches is
//! told by a person; nothing is sent twice, nothing that is owed is lost.

use crate::way;
use casework::notify::{
    TASK,
    gateway::{Gateway as _, Nothing, Unsent},
    outbox,
    reach::Way,
    remind,
};
use kernel::Moment;
use store::task;
use testkit::{
    World,
    world::{Case, HERE, Letterbox},
};

const PHONE: &str = "13805710417";

fn states(world: &World, case: &Case) -> Vec<String> {
    world.matter(case).notices.iter().map(|notice| format!("{} {} {}{}", notice.kind, notice.state.code(), notice.way, notice.why)).collect()
}

fn at(world: &World, day: &str, hour: u8) {
    world.clock.set(Moment::at_local(day.parse().unwrap(), hour, 0));
}

/// Accepted by the water office, one word owed and everything before it told.
fn accepted(world: &World, letterbox: &Letterbox, fields: &[(&str, &str)]) -> Case {
    let case = world.register("drain", "office-clerk", fields);
    way::classify(world, &case);
    way::refer(world, &case, "water");
    world.as_("water-clerk").act(&case, "sign_in", &[]).done();
    world.deliver(letterbox);
    way::accept(world, &case);
    case
}

#[test]
fn c_55_accepts_a_message_that_says_that_there_is_news_and_no_more() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms]);
        let case = accepted(&world, &letterbox, &[]);
        assert_eq!(states(&world, &case), ["referred sent sms", "accepted waiting "]);
        world.deliver(&letterbox);
        let taken = letterbox.taken();
        assert_eq!(taken.iter().map(|message| (message.way, message.to.as_str())).collect::<Vec<_>>(), [(Way::Sms, PHONE), (Way::Sms, PHONE)]);
        // What is handed over has no place for the matter, and its key tells of none.
        for message in &taken {
            assert_eq!(message.key.len(), 32);
            assert!(!message.key.contains(&case.to_string()) && !format!("{message:?}").contains("李秀兰"));
        }
        assert_ne!(taken[0].key, taken[1].key);
        let words = web::locale::Language::Chinese.words();
        for key in ["message-sms", "message-mail", "message-subject"] {
            assert!(words.t(key).contains("您有新消息") && !words.t(key).contains('{'), "{key} takes no variable");
        }
        world.as_("water-handler").page(&case).shows("发出").shows("短信");
        world.person(&case).get("/follow/case").shows("给您发了短信：有新消息");
        assert_eq!(world.wrong(), Vec::<String>::new(), "{}", world.engine.name);
    }
}

#[test]
fn c_55_refuses_any_message_of_a_guarded_matter_until_she_confirms_a_safe_way() {
    for world in World::each() {
        for (mark, by) in [("is_violence", "water-clerk"), ("is_minor", "water-clerk")] {
            let letterbox = Letterbox::of(&[Way::Sms, Way::Mail]);
            let case = accepted(&world, &letterbox, &[(mark, "on")]);
            world.deliver(&letterbox);
            assert_eq!(letterbox.taken(), [], "{mark}");
            // Nobody rings either: whoever picks up may be the one whom she fears.
            let list = world.as_(by).get("/desk/calls").shows(&case.number).shows("没有确认安全的办法");
            assert!(!list.body.contains(PHONE), "{mark}: the number stands on the call list");
            // Under her code she says that this way is hers alone; from then on it is used.
            let person = world.person(&case);
            person.fill("/follow/case", "/follow/reach", &[("reach_way", "sms"), ("reach_safe", "on")], None).done();
            world.as_(by).act(&case, "send_again", &[]).done();
            world.deliver(&letterbox);
            assert_eq!(letterbox.taken().iter().map(|message| message.to.as_str()).collect::<Vec<_>>(), [PHONE], "{mark}");
            world.as_(by).get("/desk/calls").lacks(&case.number);
        }
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn c_55_refuses_a_number_on_the_call_list_that_she_did_not_confirm_or_does_not_want_rung_any_more() {
    for world in World::each() {
        let case = accepted(&world, &Letterbox::of(&[Way::Sms]), &[("is_violence", "on"), ("reach_way", "sms"), ("reach_safe", "on")]);
        world.deliver(&Nothing);
        let list = || world.as_("water-clerk").get("/desk/calls").shows(&case.number);
        list().shows("这个办法没有开通").shows(PHONE);
        // She says otherwise, and the reason of the word stays what it was: the list goes by what she says now.
        let say = |fields: &[(&str, &str)]| world.person(&case).forge("/follow/reach", false, fields, None).done();
        let mail = ("reach_to", "xiulan@example.cn");
        for said in
            [&[("reach_way", "mail"), mail, ("reach_safe", "on")][..], &[("reach_way", "call"), ("reach_to", "")], &[("reach_way", "nothing")]]
        {
            say(said);
            list().lacks(PHONE);
        }
        say(&[("reach_way", "call"), ("reach_to", ""), ("reach_safe", "on")]);
        list().shows(PHONE);
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn c_55_refuses_to_tell_the_call_list_who_the_accuser_is() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Sms]);
    let case = world.register("accusation", "office-clerk", &[("words", "我要举报施工队和水利局的人。"), ("title", "施工队")]);
    world
        .as_("office-triage")
        .act(&case, "classify", &[("matter_type", "accusation"), ("accused", &testkit::world::organ("water").to_string())])
        .done();
    world.as_("office-triage").act(&case, "hand_over_accusation", &[("to", &testkit::world::organ("discipline").to_string())]).done();
    world.deliver(&letterbox);
    assert_eq!(letterbox.taken(), []);
    let list = world.as_("discipline-handler").get("/desk/calls").shows(&case.number);
    assert!(!list.body.contains(PHONE) && !list.body.contains("李秀兰"));
    for who in ["water-clerk", "office-clerk", "county-supervisor"] {
        world.as_(who).get("/desk/calls").lacks(&case.number);
        world.as_(who).get("/desk/news").lacks(&case.number);
    }
}

#[test]
fn nothing_goes_at_night_and_her_hours_are_kept() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Sms]);
    let case = accepted(&world, &letterbox, &[("reach_way", "sms"), ("reach_span", "evening")]);
    assert_eq!(letterbox.taken(), [], "it is twenty past nine, and she wants the evening");
    world.deliver(&letterbox);
    world.as_("water-handler").page(&case).shows("下一次：9月10日 18:00");
    at(&world, "2025-09-10", 18);
    world.deliver(&letterbox);
    assert_eq!(letterbox.taken().len(), 1, "one message tells both words");
    assert_eq!(states(&world, &case), ["referred sent sms", "accepted sent sms"]);
    // At night it waits, however often somebody looks.
    at(&world, "2025-09-10", 23);
    world.as_("water-head").act(&case, "start", &[("officer", &testkit::world::account("water-handler").to_string())]).done();
    world.as_("water-handler").act(&case, "ask_material", &[("what", "照片"), ("by", "2025-09-20")]).done();
    for _ in 0..12 {
        world.deliver(&letterbox);
        world.minutes(15);
    }
    assert_eq!(letterbox.taken().len(), 1);
    at(&world, "2025-09-11", 18);
    world.deliver(&letterbox);
    assert_eq!(letterbox.taken().len(), 2, "waiting cost it no attempt");
}

#[test]
fn nothing_is_sent_twice_after_a_kill_and_nothing_owed_is_lost() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms, Way::Mail]);
        let case = accepted(&world, &letterbox, &[]);
        let before = letterbox.taken().len();
        // Claimed, handed over, and the machine stops before it is written down.
        let claimed = world.claim_and_die();
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().len(), before, "another has it until the lease ends");
        world.minutes(2);
        world.deliver(&letterbox);
        world.minutes(30);
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().len(), before + 1);
        assert_eq!(states(&world, &case)[1], "accepted sent sms");
        // Whoever comes back from the dead finds that another has done it, and writes nothing.
        let version = world.house().db().read_here(move |tx| Ok(store::ledger::load(tx, HERE, claimed.stream)?.len())).unwrap();
        casework::notify::send::run(&world.house(), HERE, &claimed, &letterbox).unwrap();
        let after = world.house().db().read_here(move |tx| Ok(store::ledger::load(tx, HERE, claimed.stream)?.len())).unwrap();
        assert_eq!(version, after);
        // A task that is gone is queued anew.
        way::start(&world, &case, "water-handler");
        world.as_("water-handler").act(&case, "ask_material", &[("what", "照片"), ("by", "2025-09-20")]).done();
        world.house().db().write_here(|tx| Ok(tx.values("DELETE FROM task WHERE tenant = $1", store::args![HERE], &mut |_| Ok(()))?)).unwrap();
        assert_eq!(world.deliver(&letterbox), 0);
        assert_eq!(outbox::requeue_lost(&world.house(), HERE).unwrap(), 1);
        assert_eq!(outbox::requeue_lost(&world.house(), HERE).unwrap(), 0);
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().len(), before + 2);
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn every_attempt_bears_the_same_key_and_another_sending_has_its_own() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Sms]);
    let case = accepted(&world, &letterbox, &[]);
    let before = letterbox.taken().len();
    let keys = || letterbox.taken().into_iter().skip(before).map(|message| message.key).collect::<Vec<_>>();
    // The gateway took it; its answer was lost with the machine. The second attempt is the same message.
    let claimed = world.claim_and_die();
    casework::notify::send::run(&World::house(&world), HERE, &task::Task { holder: "nobody".to_owned(), ..claimed }, &letterbox).unwrap();
    world.minutes(2);
    world.deliver(&letterbox);
    let both = keys();
    assert_eq!(both.len(), 2);
    assert_eq!(both[0], both[1]);
    // What a person sends again is another message.
    letterbox.answers(Unsent::Refused("422".to_owned()));
    world.as_("water-head").act(&case, "start", &[("officer", &testkit::world::account("water-handler").to_string())]).done();
    world.as_("water-handler").act(&case, "ask_material", &[("what", "照片"), ("by", "2025-09-20")]).done();
    world.deliver(&letterbox);
    assert_eq!(states(&world, &case)[2], "material to_tell refused");
    world.as_("water-clerk").act(&case, "send_again", &[]).done();
    world.deliver(&letterbox);
    assert_eq!(keys().len(), 3);
    assert_ne!(keys()[1], keys()[2]);
}

#[test]
fn a_mail_that_was_on_its_way_when_the_machine_stopped_is_told_by_phone_and_not_sent_again() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Sms, Way::Mail]);
    let case = accepted(&world, &letterbox, &[("reach_way", "mail"), ("reach_to", "xiulan@example.cn")]);
    assert!(!letterbox.knows_keys(Way::Mail));
    let before = letterbox.taken().len();
    let claimed = world.claim_and_die();
    let task = claimed.task;
    world.house().db().write_here(move |tx| Ok(task::mark(tx, HERE, task, "dead", "sending")?)).unwrap();
    world.minutes(2);
    world.deliver(&letterbox);
    assert_eq!(letterbox.taken().len(), before);
    assert_eq!(states(&world, &case)[1], "accepted to_tell unsure");
    world.as_("water-clerk").get("/desk/calls").shows(PHONE).shows("不知道到了没有");
}

#[test]
fn a_mail_server_that_fell_silent_is_not_asked_again_and_a_gateway_that_knows_keys_is() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms, Way::Mail]);
        let silent = || Unsent::Unknown("it fell silent".to_owned());
        let mailed = accepted(&world, &letterbox, &[("reach_way", "mail"), ("reach_to", "xiulan@example.cn")]);
        letterbox.answers(silent());
        world.deliver(&letterbox);
        assert_eq!(states(&world, &mailed)[1], "accepted to_tell unsure");
        world.as_("water-clerk").get("/desk/calls").shows(PHONE).shows("不知道到了没有");
        let before = letterbox.taken().len();
        let rung = accepted(&world, &letterbox, &[]);
        letterbox.answers(silent());
        world.deliver(&letterbox);
        world.minutes(30);
        world.deliver(&letterbox);
        assert_eq!(states(&world, &rung)[1], "accepted sent sms");
        assert_eq!(letterbox.taken().len(), before + 2, "under the same key it goes once");
    }
}

#[test]
fn who_does_not_have_the_task_any_more_sends_nothing() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Mail]);
    accepted(&world, &letterbox, &[("reach_way", "mail"), ("reach_to", "xiulan@example.cn")]);
    let before = letterbox.taken().len();
    let claimed = world.claim_and_die();
    let slept = task::Task { holder: "slept past his lease".to_owned(), ..claimed };
    assert_eq!(casework::notify::send::run(&world.house(), HERE, &slept, &letterbox).unwrap(), None);
    assert_eq!(letterbox.taken().len(), before);
}

#[test]
fn what_is_refused_or_given_up_stands_on_the_call_list_until_somebody_told_her() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms]);
        let case = accepted(&world, &letterbox, &[]);
        for _ in 0..8 {
            letterbox.answers(Unsent::Later("the gateway answered 503".to_owned()));
        }
        world.deliver(&letterbox);
        world.as_("water-clerk").get("/desk/calls").lacks(&case.number);
        world.as_("water-handler").page(&case).shows("试了 1 次没发出去");
        // Failing twice and owed for hours: she is rung, while it is still tried.
        world.minutes(180);
        world.deliver(&letterbox);
        world.as_("water-clerk").get("/desk/calls").shows(&case.number).shows("还在试");
        world.as_("water-clerk").get("/desk/day").shows("有 1 件要打电话或当面告诉本人");
        for _ in 0..40 {
            world.minutes(60);
            world.deliver(&letterbox);
        }
        assert_eq!(states(&world, &case)[1], "accepted to_tell given_up", "eight attempts, none of them at night");
        world.as_("system-admin").get("/admin/messages").shows("试了八次都没发出去").lacks(&case.number).lacks(PHONE);
        let clerk = world.as_("water-clerk");
        clerk.get("/desk/calls").shows(&case.number).shows(PHONE).shows("李秀兰").shows("您的事受理了，哪个单位办");
        clerk.fill("/desk/calls", "/desk/calls", &[("case", &case.to_string()), ("outcome", "not_reached")], None).done();
        clerk.get("/desk/calls").shows("打过 1 次");
        clerk.fill("/desk/calls", "/desk/calls", &[("case", &case.to_string()), ("outcome", "reached")], None).done();
        clerk.get("/desk/calls").lacks(&case.number);
        assert_eq!(states(&world, &case)[1], "accepted told reachedgiven_up");
        // Who and when stand in the case, and she sees it.
        world.as_("water-handler").page(&case).shows("江小满").shows("接通了，告诉了");
        world.person(&case).get("/follow/case").shows("打电话告诉了您");
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn a_call_is_no_written_notice_and_starts_nothing() {
    let world = World::new();
    let case = way::in_handling(&world);
    way::sign(&world, &case, "2025-10-30");
    way::dispatch(&world, &case);
    world.deliver(&Nothing);
    let clerk = world.as_("water-clerk");
    clerk.act(&case, "record_call", &[("outcome", "reached")]).done();
    let matter = world.matter(&case);
    assert!(matter.facts.delivered_on.is_none() && matter.running("P-06").is_none(), "her window begins with a proven delivery alone (C-19)");
    // Nor is there a way of delivery by phone to choose where a written one is owed.
    let by_phone = [("way", "phone_or_message"), ("consented", "on"), ("received_on", "2025-09-10")];
    let path = format!("/desk/case/{case}/deliver");
    clerk.forge(&path, true, &by_phone, Some(("file", testkit::world::FILE))).refused("WAY_NOT_WRITTEN");
    clerk.try_(&case, "record_call", &[("outcome", "reached")]).refused("NOTHING_TO_TELL");
}

#[test]
fn without_a_gateway_it_is_said_so_and_what_was_not_sent_is_tried_again_when_there_is_one() {
    let world = World::new();
    let case = way::in_handling(&world);
    world.deliver(&Nothing);
    assert_eq!(states(&world, &case), ["referred to_tell not_set_up", "accepted to_tell not_set_up"]);
    world.as_("water-clerk").get("/desk/calls").shows(&case.number).shows("短信没有开通");
    world.as_("water-clerk").get("/desk/day").shows("有 1 件要打电话或当面告诉本人");
    let admin = world.as_("system-admin");
    admin.get("/admin/messages").shows("没有开通").shows("这个办法没有开通").lacks(&case.number);
    admin.fill("/admin/messages", "/admin/messages", &[("why", "not_set_up")], None).done();
    let letterbox = Letterbox::of(&[Way::Sms]);
    world.deliver(&letterbox);
    assert_eq!(letterbox.taken().len(), 1);
    assert_eq!(states(&world, &case), ["referred sent sms", "accepted sent sms"]);
    // What a person decided is not for the machine's administrator to undo.
    admin.forge("/admin/messages", false, &[("why", "not_wanted")], None).refused("NOT_YOURS");
}

#[test]
fn she_says_how_she_is_told_and_what_she_does_not_want_is_not_sent() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms, Way::Mail]);
        let case = accepted(&world, &letterbox, &[]);
        let person = world.person(&case);
        let say = |fields: &[(&str, &str)]| person.fill("/follow/case", "/follow/reach", fields, None);
        say(&[("reach_way", "mail"), ("reach_to", "不是邮箱")]).refused("REACH_MAIL").keeps("不是邮箱");
        say(&[("reach_way", "sms"), ("reach_to", "12")]).refused("REACH_NUMBER");
        say(&[("reach_way", "nothing")]).done();
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().len(), 1, "only the word of before");
        let list = world.as_("water-clerk").get("/desk/calls").shows("本人不要消息");
        assert!(!list.body.contains(PHONE), "she is not rung either");
        say(&[("reach_way", "mail"), ("reach_to", "xiulan@example.cn")]).done();
        world.as_("water-clerk").act(&case, "send_again", &[]).done();
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().last().map(|message| (message.way, message.to.clone())), Some((Way::Mail, "xiulan@example.cn".to_owned())));
        // The office sees the way and never the whole address; her number stays masked on her own page.
        world.as_("water-handler").page(&case).shows("发邮件").lacks("xiulan@example.cn");
        // Erased, nobody is told any more.
        let asker = world.asker("office-head");
        world.block_on(casework::petition::erase::erase_person(&world.house(), &asker, case.stream, 1, "本人申请")).unwrap();
        way::start(&world, &case, "water-handler");
        world.as_("water-handler").act(&case, "ask_material", &[("what", "照片"), ("by", "2025-09-20")]).done();
        let before = letterbox.taken().len();
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().len(), before);
        assert_eq!(states(&world, &case)[2], "material moot erased");
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn c_55_refuses_to_read_her_address_out_and_keeps_it_where_it_is_left_empty() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms, Way::Mail]);
        let case = accepted(&world, &letterbox, &[]);
        let person = world.person(&case);
        let say = |fields: &[(&str, &str)]| person.fill("/follow/case", "/follow/reach", fields, None);
        say(&[("reach_way", "mail"), ("reach_to", "")]).refused("REACH_MAIL");
        say(&[("reach_way", "mail"), ("reach_to", "xiulan@example.cn")]).done();
        // Whoever has her phone in hand for a moment does not learn it; nor does the office.
        assert!(!person.get("/follow/case").body.contains("xiulan@example.cn"), "her page reads the address out");
        let clerk = world.as_("water-clerk");
        assert!(!clerk.get(&format!("/desk/case/{case}?do=set_reach")).body.contains("xiulan@example.cn"));
        // The hours are changed, by her and by the office; the address stays.
        say(&[("reach_way", "mail"), ("reach_span", "morning")]).done();
        clerk.act(&case, "set_reach", &[("reach_way", "mail"), ("reach_span", "")]).done();
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().last().map(|message| (message.way, message.to.clone())), Some((Way::Mail, "xiulan@example.cn".to_owned())));
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn c_55_refuses_her_number_on_the_call_list_to_whoever_does_not_ring_her() {
    for world in World::each() {
        let case = world.petition("drain");
        way::classify(&world, &case);
        world.as_("office-handler").act(&case, "accept", &[("notice", "in_person")]).done();
        world.deliver(&Nothing);
        world.as_("office-clerk").get("/desk/calls").shows(&case.number).shows(PHONE);
        for who in ["county-leader", "office-mediator"] {
            let list = world.as_(who).get("/desk/calls");
            assert!(!list.body.contains(PHONE), "{who} reads her number");
        }
        world.as_("county-leader").get("/desk/calls").shows(&case.number);
    }
}

#[test]
fn an_officer_hears_of_what_is_his_and_a_reminder_ends_when_the_thing_is_done() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let handler = world.as_("water-handler");
        handler.get("/desk/news").shows(&case.number).shows("交给您办");
        world.as_("water-handler-two").get("/desk/news").lacks(&case.number);
        world.as_("housing-handler").get("/desk/news").lacks(&case.number);
        handler.get("/desk/day").shows("没看过的消息");
        handler.fill("/desk/news", "/desk/news", &[], None).done();
        handler.get("/desk/news").shows("0 条没看").shows(&case.number);
        handler.get("/desk/day").lacks("没看过的消息");
        // She adds something: that is news.
        world.person(&case).fill("/follow/case", "/follow/add", &[("words", "昨天又淹了")], None).done();
        handler.get("/desk/news").shows("本人有补充");
        // The sixty days turn: he is reminded in office hours of a working day, once.
        world.today("2025-10-25");
        assert_eq!(remind::officers(&world.house(), HERE).unwrap(), None, "a Saturday");
        world.today("2025-11-05");
        assert!(remind::officers(&world.house(), HERE).unwrap().is_some_and(|told| told > 0));
        assert_eq!(remind::officers(&world.house(), HERE).unwrap(), Some(0));
        world.as_("water-handler").get("/desk/news").shows("快到期");
        // Its day moves: that is another end, and told when it comes near.
        world.as_("water-handler").fill("/desk/news", "/desk/news", &[], None).done();
        let extension = [("days", "20"), ("reason", way::REASON)];
        world.as_("water-handler").act(&case, "request_extension", &extension).done();
        world.as_("water-head").act(&case, "agree_extension", &[]).done();
        world.as_("water-head").act_with(&case, "approve_extension", &[("notice_on", "2025-11-05"), ("way", "in_person")], "file").done();
        world.as_("water-handler").get("/desk/news").lacks("快到期");
        world.today("2025-11-25");
        assert!(remind::officers(&world.house(), HERE).unwrap().is_some_and(|told| told > 0), "{}", world.engine.name);
        world.as_("water-handler").get("/desk/news").shows("快到期");
        way::sign(&world, &case, "2025-11-20");
        way::dispatch(&world, &case);
        world.as_("water-handler").get("/desk/news").lacks("快到期");
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn her_right_to_ask_for_review_is_recalled_to_her_once_before_it_lapses() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Sms]);
    let case = way::delivered(&world);
    world.deliver(&letterbox);
    assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 0);
    world.today("2025-10-05");
    assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 1);
    assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 0);
    let before = letterbox.taken().len();
    world.deliver(&letterbox);
    assert_eq!(letterbox.taken().len(), before + 1);
    world.person(&case).get("/follow/case").shows("申请复查的日子快到");
    assert_eq!(world.wrong(), Vec::<String>::new());
}

#[test]
fn a_word_of_an_earlier_right_is_none_of_the_one_that_begins_anew_and_a_closed_matter_has_its_own() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms]);
        let case = way::delivered(&world);
        world.deliver(&letterbox);
        world.today("2025-10-05");
        assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 1);
        let before = letterbox.taken().len();
        world.deliver(&letterbox);
        assert_eq!(letterbox.taken().len(), before + 1);
        // She wants one thing more; the answer to it is delivered, and her days begin anew: she hears of their end again.
        world.person(&case).fill("/follow/case", "/follow/add", &[("words", "灶台也要赔"), ("claim", "赔灶台")], None).done();
        let more = [("facts-2", "灶台损坏与漫水无关。"), ("basis-2", "《民法典》第一千一百六十五条"), ("outcome-2", "explain")];
        world.as_("water-handler").act(&case, "draft_opinion", &more).done();
        world.as_("water-head").act(&case, "sign_opinion", &[]).done();
        way::dispatch(&world, &case);
        way::deliver(&world, &case, "2025-10-05");
        let (_, due) = world.dates(&case, "P-06");
        world.deliver(&letterbox);
        assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 0);
        world.today(&due);
        assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 1, "{}", world.engine.name);
        assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 0);
        world.deliver(&letterbox);
        assert_eq!(states(&world, &case).iter().filter(|state| *state == "reminder sent sms").count(), 2, "{:?}", states(&world, &case));
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn an_archived_matter_still_tells_her_code_and_her_rights() {
    let world = World::new();
    let letterbox = Letterbox::of(&[Way::Sms]);
    let case = way::delivered(&world);
    world.deliver(&letterbox);
    world.today("2025-10-05");
    world.as_("water-handler").act_with(&case, "execute", &[("claim", "0"), ("note", "清淤 60 米"), ("acted_on", "2025-10-05")], "file").done();
    world.as_("water-handler").act(&case, "complete", &[("note-1", "已当面说明理由")]).done();
    world.deliver(&letterbox);
    assert_eq!(remind::persons(&world.house(), HERE).unwrap(), 1);
    world.as_("office-clerk").act(&case, "reissue_code", &[]).done();
    world.as_("water-clerk").act(&case, "archive", &[]).done();
    world.deliver(&letterbox);
    let told = states(&world, &case);
    assert!(["reminder sent sms", "code sent sms"].iter().all(|word| told.iter().any(|state| state == word)), "{told:?}");
    // What is answered and found after the end is told as well: on her data, on who looked.
    let case = Case { code: world.house().vault().query_code(case.stream, 2).to_string(), ..case };
    world.person(&case).fill("/follow/case", "/follow/data", &[("data_right", "copy"), ("data_words", "要一份")], None).done();
    world.as_("water-handler").act(&case, "answer_data", &[("done", "yes"), ("words", "已寄给您一份。")]).done();
    let why = [("number", &*case.number), ("reason", "danger"), ("words", "她刚打来电话说要跳楼。")];
    world.as_("housing-handler").fill("/desk/emergency", "/desk/emergency", &why, None).done();
    world.as_("water-head").act(&case, "review_emergency", &[("nth", "1"), ("justified", "no"), ("words", "当时没有危险")]).done();
    world.deliver(&letterbox);
    let told = states(&world, &case);
    assert!(["data sent sms", "emergency sent sms"].iter().all(|word| told.iter().any(|state| state == word)), "{told:?}");
}

#[test]
fn rebuilt_rows_are_the_same_and_dead_tasks_are_none() {
    for world in World::each() {
        let letterbox = Letterbox::of(&[Way::Sms]);
        let _case = accepted(&world, &letterbox, &[]);
        world.deliver(&letterbox);
        let rows = world.rows();
        casework::verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(rows, world.rows(), "{}", world.engine.name);
        let counts = world.house().db().read_here(|tx| Ok(task::counts(tx, HERE)?)).unwrap();
        assert!(counts.iter().all(|count| count.kind != TASK), "{counts:?}");
    }
}
