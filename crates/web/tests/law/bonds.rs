//! What a merging does to each side: her words, her duties owed, how she is told; and what it must never open (SM-PET 23, K-10, C-05,
//! C-24, C-30, C-55).

use crate::way;
use casework::{
    notify::reach::{Reach, Way},
    petition::{
        carry,
        seal::{open_card, open_reach},
    },
};
use kernel::StreamId;
use testkit::{
    World,
    world::{Case, FILE, HERE, Letterbox, organ},
};

const AT_HOME: &[(&str, &str)] = &[("place_words", "近江社区")];
/// Somebody else, as far as the records tell.
const NEIGHBOUR: &[(&str, &str)] = &[
    ("name", "周怀素"),
    ("phone", "13905710418"),
    ("place_words", "近江社区"),
    ("words", "我家墙根的渗水是从上头来的。"),
    ("claim", "把墙根的渗水处理好"),
];

fn merge(world: &World, item: &Case, into: &Case, by: &str) -> testkit::world::Answer {
    let fields = [("into", into.number.as_str()), ("known_by", by)];
    // Where the records tell it, or the other is shown as a candidate, nobody is asked how he knows.
    world.as_("office-clerk").act(item, "merge", if by.is_empty() { &fields[..1] } else { &fields })
}

/// Whether she was, or is, owed a word of this kind.
fn owes(world: &World, case: &Case, kind: &str) -> bool {
    world.matter(case).notices.iter().any(|notice| notice.kind == kind)
}

/// Her name as the matter has it, and how she wants to be told.
fn told(world: &World, case: &Case) -> (String, Reach) {
    let (house, stream) = (world.house(), case.stream);
    let (petition, keys) = world.block_on(async move { carry::look_up(&house, HERE, stream).await }).unwrap();
    let person = petition.petitioner().unwrap();
    (open_card(&keys, person).map(|card| card.name).unwrap_or_default(), open_reach(&keys, person))
}

/// The matter that was registered last.
fn newest(world: &World) -> StreamId {
    let found = world.house().db().read_here(|tx| {
        let mut found = vec![];
        tx.values("SELECT stream FROM case_file WHERE tenant = $1 ORDER BY stream", store::args![HERE], &mut |row| {
            found.extend(row);
            Ok(())
        })?;
        Ok(found)
    });
    let found = found.unwrap();
    let streams = found.iter().filter_map(|value| match value {
        store::Value::Int(stream) => Some(StreamId::new(*stream)),
        _ => None,
    });
    streams.max().unwrap()
}

#[test]
fn c_30_refuses_to_lay_an_item_before_an_organ_or_an_officer_from_whom_it_is_hidden() {
    for world in World::each() {
        // The water office stepped back from the item, and has the living matter in hand.
        let (living, item) = (way::referred(&world), way::referred(&world));
        let ask = [("recused", "organ"), ("recusal_words", "沟就是他们改的道")];
        world.person(&item).fill("/follow/case", "/follow/recusal", &ask, None).done();
        world.as_("office-head").act(&item, "decide_recusal", &[("granted", "yes"), ("reason", "属实")]).done();
        merge(&world, &item, &living, "").refused("ACCUSED_PARTY").keeps(&living.number);
        world.as_("water-head").page(&item).hidden();
        // So with an officer who declared an interest in the one and handles the other.
        let (other, his) = (world.register("other", "office-clerk", AT_HOME), world.register("his", "office-clerk", AT_HOME));
        way::classify(&world, &other);
        world.as_("office-triage").act(&other, "accept", &[("notice", "in_person")]).done();
        let officer = testkit::world::account("office-handler").to_string();
        world.as_("office-head").act(&other, "start", &[("officer", &officer)]).done();
        world.as_("office-handler").act(&his, "declare_interest", &[]).done();
        merge(&world, &his, &other, "").refused("ACCUSED_PARTY");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn sm_pet_23_accepts_that_she_is_told_of_it_and_no_notice_counts_as_given_that_is_still_owed() {
    for world in World::each() {
        let living = way::referred(&world);
        let item = world.register("again", "office-clerk", &[("place_words", "近江社区"), ("channel", "letter"), ("received_on", "2025-09-03")]);
        merge(&world, &item, &living, "").done();
        let kinds = |case: &Case| world.matter(case).notices.iter().map(|notice| notice.kind.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(&item), ["merged"]);
        let state = world.state(&item);
        assert!(state.contains("P-01 1 (桐庐县信访局): 2025-09-03 + 15 → 2025-09-18 / 2025-09-18, moot 2025-09-10"), "{state}");
        assert_eq!(world.dates(&living, "P-03").1, "2025-09-18", "the earlier date is lost");
        // Undone: she hears of that too, and the old date runs on.
        world.as_("office-clerk").act(&item, "unmerge", &[("reason", "是两件事")]).done();
        assert_eq!(kinds(&item), ["merged", "unmerged"]);
        // Once the notice was given, the item goes on in what she was told of.
        world.as_("water-clerk").act(&living, "sign_in", &[]).done();
        way::accept(&world, &living);
        merge(&world, &item, &living, "").done();
        let state = world.state(&item);
        assert!(state.contains("P-01 1 (桐庐县信访局): 2025-09-03 + 15 → 2025-09-18 / 2025-09-18, done 2025-09-10"), "{state}");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn sm_pet_23_undoing_takes_back_what_the_item_brought_and_nothing_that_was_owed_before() {
    for world in World::each() {
        let first = [("place_words", "近江社区"), ("first_time", "on")];
        let (living, item) = (world.register("one", "office-clerk", &first), world.register("two", "office-clerk", &first));
        merge(&world, &item, &living, "").done();
        world.as_("office-clerk").act(&item, "unmerge", &[("reason", "是两件事")]).done();
        for case in [&living, &item] {
            assert!(world.matter(case).running("P-25").is_some(), "nobody owes her a talk any more: {}", world.state(case));
        }
        // What the item brought goes with it.
        let (bare, item) = (world.register("bare", "office-clerk", AT_HOME), world.register("three", "office-clerk", &first));
        merge(&world, &item, &bare, "").done();
        assert!(world.matter(&bare).running("P-25").is_some());
        world.as_("office-clerk").act(&item, "unmerge", &[("reason", "是两件事")]).done();
        assert!(world.matter(&bare).running("P-25").is_none() && world.matter(&item).running("P-25").is_some());
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn c_55_how_she_said_last_that_she_is_told_goes_where_her_matter_goes() {
    for world in World::each() {
        let reach = [("reach_way", "sms"), ("reach_to", "13911112222"), ("reach_safe", "on")];
        let said = |case: &Case| world.person(case).fill("/follow/case", "/follow/reach", &reach, None).done();
        // Into the living matter, in which nobody said anything.
        let (living, item) = (way::referred(&world), world.register("again", "office-clerk", AT_HOME));
        said(&item);
        merge(&world, &item, &living, "").done();
        assert_eq!(told(&world, &living).1.to, "13911112222");
        let letterbox = Letterbox::of(&[Way::Sms]);
        world.deliver(&letterbox);
        assert!(letterbox.taken().iter().any(|message| message.to == "13911112222"), "{:?}", letterbox.taken());
        // Into a part that is split off.
        let whole = world.register(
            "two things",
            "office-clerk",
            &[("words", "屋后的水沟堵了。\n村口的路灯也灭了。"), ("claim", "把水沟疏通"), ("claim", "把路灯修好")],
        );
        said(&whole);
        let clerk = world.as_("office-clerk");
        let part = clerk.case_of(&clerk.act(&whole, "split", &[("claims", "1"), ("words", ""), ("reason", "路灯归住建")]).done());
        assert_eq!(told(&world, &part).1.to, "13911112222");
        assert!(owes(&world, &whole, "split"));
        // And into what she says anew of a matter that is closed.
        let done = way::delivered(&world);
        said(&done);
        world.as_("water-handler").act(&done, "complete", way::NOTES).done();
        let her = world.person(&done);
        her.fill("/follow/case", "/follow/add", &[("words", "沟又塌了"), ("claim", "重新砌沟")], None).done();
        let anew = Case { stream: newest(&world), ..done.clone() };
        assert_ne!(anew.stream, done.stream);
        assert_eq!(told(&world, &anew).1.to, "13911112222");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn sm_pet_23_all_that_she_said_in_the_item_stands_in_the_living_matter() {
    for world in World::each() {
        let (living, item) = (way::referred(&world), world.register("again", "office-clerk", AT_HOME));
        world.person(&item).fill("/follow/case", "/follow/add", &[("words", "昨天连灶台也泡了"), ("claim", "")], None).done();
        merge(&world, &item, &living, "").done();
        world.as_("water-handler").page(&living).shows("昨天连灶台也泡了");
    }
}

#[test]
fn k_10_what_only_people_say_is_one_person_shows_nothing_of_the_one_with_the_others_slip() {
    for world in World::each() {
        let living = way::referred(&world);
        // A slip whose item went over surely into a second one, and that one by the word of an officer into the living matter.
        let (first, second) = (world.register("first", "office-clerk", NEIGHBOUR), world.register("second", "office-clerk", NEIGHBOUR));
        merge(&world, &first, &second, "").done();
        assert!(world.state(&first).contains("known by phone"));
        merge(&world, &second, &living, "asked_her").done();
        world.person(&living).fill("/follow/case", "/follow/add", &[("words", "我这里昨天又漫了"), ("claim", "")], None).done();
        // Both ways: neither her words nor what she asks for.
        world.person(&living).get("/follow/case").shows(&second.number).lacks("渗水");
        for slip in [&first, &second] {
            world.person(slip).get("/follow/case").shows(&living.number).shows("渗水").lacks("我这里昨天又漫了").lacks("水沟堵了三年");
        }
        // What is said with the second slip reaches whoever handles it, and stays with that slip.
        let said = [("words", "墙根今天又湿了"), ("claim", "给墙根做防水")];
        world.person(&second).fill("/follow/case", "/follow/add", &said, Some(("file", FILE))).done();
        world.as_("water-handler").page(&living).shows("墙根今天又湿了").shows("给墙根做防水").shows("渗水");
        world.person(&living).get("/follow/case").lacks("墙根").shows("我这里昨天又漫了");
        world.person(&second).get("/follow/case").shows("墙根今天又湿了").lacks("我这里昨天又漫了");
        // Nor the reason why it was taken out again.
        world.person(&second).fill("/follow/case", "/follow/not-same", &[("not_same", "我和她不是一家")], None).done();
        world.person(&living).get("/follow/case").lacks("我和她不是一家");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn k_10_what_she_says_anew_with_her_slip_bears_her_own_name() {
    for world in World::each() {
        let (living, item) = (way::referred(&world), world.register("hers", "office-clerk", NEIGHBOUR));
        merge(&world, &item, &living, "asked_her").done();
        let her = world.person(&item);
        her.fill("/follow/case", "/follow/add", &[("words", "我要举报有人收受贿赂"), ("claim", "")], None).done();
        let anew = Case { stream: newest(&world), ..item.clone() };
        assert_eq!(told(&world, &anew).0, "周怀素");
    }
}

#[test]
fn c_24_what_she_asked_of_who_handles_an_item_is_decided_though_it_goes_on_in_another() {
    for world in World::each() {
        let (living, item) = (way::referred(&world), way::referred(&world));
        let ask = [("recused", "organ"), ("recusal_words", "沟就是他们改的道")];
        world.person(&item).fill("/follow/case", "/follow/recusal", &ask, None).done();
        let due = (world.dates(&item, "C-24"), world.dates(&item, "P-03"));
        world.as_("water-clerk").act(&item, "merge", &[("into", &living.number)]).done();
        assert!(world.matter(&item).running("C-24").is_some() && world.matter(&living).running("C-24").is_none(), "{}", world.state(&item));
        world.as_("office-head").act(&item, "decide_recusal", &[("granted", "yes"), ("reason", "属实")]).done();
        assert!(world.matter(&item).running("C-24").is_none());
        assert!(owes(&world, &item, "recusal"), "{:?}", world.matter(&item).notices);
        world.person(&item).get("/follow/case").shows("同意回避");
        // Taken out again, it lies with whoever decided, by the dates that it had.
        world.as_("office-clerk").act(&item, "unmerge", &[("reason", "另一段沟")]).done();
        let matter = world.matter(&item);
        assert_eq!(matter.running("P-03").map(|clock| clock.holder), Some(organ("office")), "{}", world.state(&item));
        assert_eq!((world.dates(&item, "C-24"), world.dates(&item, "P-03")), due);
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn c_05_refuses_to_void_what_another_item_goes_on_in_or_for_one_that_was_merged_away() {
    for world in World::each() {
        let clerk = world.as_("office-clerk");
        let void =
            |case: &Case, kept: &Case| clerk.act(case, "ask_void", &[("code", "entered_twice"), ("kept", &kept.number), ("reason", "录了两遍")]);
        let [living, item, other] = ["one", "two", "three"].map(|name| world.register(name, "office-clerk", AT_HOME));
        // Asked for before, merged since: it cannot be confirmed.
        void(&item, &other).done();
        merge(&world, &item, &living, "").refused("VOID_PENDING");
        clerk.act(&item, "refuse_void", &[("reason", "不是")]).done();
        merge(&world, &item, &living, "").done();
        void(&other, &item).refused("VOID_KEPT_MISSING");
        clerk.try_(&living, "ask_void", &[("code", "entered_twice"), ("kept", &other.number), ("reason", "录了两遍")]).refused("GOES_ON_HERE");
        assert!(!world.state(&living).contains("void"), "{}", world.state(&living));
    }
}

#[test]
fn k_04_it_came_back_on_the_day_on_which_she_brought_it() {
    for world in World::each() {
        let answered = way::delivered(&world);
        world.today("2025-09-20");
        let again = world.register("again", "office-clerk", AT_HOME);
        world.today("2025-09-25");
        world.as_("office-clerk").act(&again, "bring_again", &[("into", &answered.number)]).done();
        assert_eq!(world.matter(&answered).facts.came_back_on.map(|day| day.to_string()).as_deref(), Some("2025-09-20"));
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}

#[test]
fn a_part_that_a_deputy_splits_off_says_for_whom_he_did_it() {
    let world = World::new();
    let whole = world.register("two things", "office-clerk", &[("claim", "把水沟疏通"), ("claim", "把路灯修好")]);
    let (post, by) = ("office-head", "office-triage");
    let triage = world.as_(by);
    triage.page(&whole).shows(&whole.number);
    crate::dispatch::deputy(&world.as_(post), post, by, "2025-09-10", "2025-09-12").done();
    triage.page(&whole).shows(&whole.number);
    crate::dispatch::wear(&triage);
    let part = triage.case_of(&triage.act(&whole, "split", &[("claims", "1"), ("words", ""), ("reason", "路灯归住建")]).done());
    let stream = part.stream;
    let first = world.house().db().read_here(move |tx| Ok(store::ledger::load(tx, HERE, stream)?)).unwrap().remove(0);
    let event = casework::petition::event::read(&first.payload).unwrap();
    assert_eq!(event.stands_for, Some(testkit::world::account(post)));
}
