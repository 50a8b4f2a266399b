//! 值班与调解员 through the front door: who keeps a roster and who reads it, gaps, swaps, what the committee lacks, the open page.

use axum::http::StatusCode;
use casework::roster::{self, RECORD_KINDS, studio};
use kernel::{AreaPath, Clock as _};
use testkit::{
    World,
    world::{HERE, account, organ},
};
use web::locale::Language;

const VILLAGE: &str = "33.3301.330122.330122102.330122102003.";

struct Cast {
    village: String,
    week: String,
    /// 村上田 and 苏禾, who have accounts; 何伯, who has none.
    one: String,
    other: String,
    elder: String,
}

/// Three mediators of 近江社区, entered by its head; the third is of the village next door.
fn cast(world: &World) -> Cast {
    let village = organ("village").to_string();
    let enter = |fields: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = [("organ", village.as_str()), ("from_day", "2025-01-01")].into_iter().chain(fields.iter().copied()).collect();
        let card = world.as_("village-head").fill("/desk/mediators", "/desk/mediators", &all, None).done();
        card.location().rsplit('/').next().unwrap().to_owned()
    };
    let (clerk, handler) = (account("village-clerk").to_string(), account("village-handler").to_string());
    let dishes = [("specialities", "neighbour"), ("specialities", "house_homestead"), ("languages", "tonglu")];
    let one = enter(&[&[("account", clerk.as_str()), ("kind", "people"), ("sex", "man"), ("village", VILLAGE)][..], &dishes[..]].concat());
    let other = enter(&[("account", handler.as_str()), ("kind", "social_worker"), ("sex", "woman")]);
    let elder = enter(&[("name", "何伯生"), ("kind", "elder"), ("sex", "man"), ("qualifications", "当过三十年会计")]);
    Cast { week: format!("/desk/roster?organ={village}"), village, one, other, elder }
}

impl Cast {
    fn add(&self, world: &World, who: &str, day: &str, from: &str, to: &str, more: &[(&str, &str)]) -> testkit::world::Answer {
        let usual = [("mediator", who), ("kind", "resident"), ("day", day), ("from", from), ("to", to)];
        let kept = usual.into_iter().filter(|(name, _)| !more.iter().any(|(typed, _)| typed == name));
        let fields: Vec<(&str, &str)> = kept.chain(more.iter().copied()).collect();
        world.as_("village-head").fill(&self.week, &format!("/desk/roster/{}/spans", self.village), &fields, None)
    }

    fn action(&self, world: &World, who: &str, end: &str) -> String {
        let page = world.as_(who).get(&self.week);
        page.forms().into_iter().map(|form| form.action).find(|action| action.ends_with(end)).unwrap()
    }
}

#[test]
fn the_head_keeps_the_roster_and_gaps_are_told() {
    for world in World::each() {
        let cast = cast(&world);
        let head = world.as_("village-head");
        head.get(&cast.week).shows("还没有写开门时间");
        let hours = [("wednesday", "9:00-11:30 13:30-17:00"), ("thursday", "9:00-17:00")];
        head.fill(&cast.week, &format!("/desk/roster/{}/hours", cast.village), &hours, None).done();
        head.get(&cast.week).shows("有 3 段开门时间没有人值班").shows("9:00–11:30");
        // 2025-09-10 is a Wednesday, 09:20.
        cast.add(&world, &cast.one, "2025-09-10", "9:00", "12:00", &[]).done();
        cast.add(&world, &cast.elder, "2025-09-10", "14:00", "20:00", &[("kind", "on_call"), ("spot", "3 幢 2 单元")]).done();
        cast.add(&world, &cast.other, "2025-09-11", "8:00", "17:00", &[("kind", "rotating"), ("weeks", "3")]).done();
        let page = head.get(&cast.week).shows("有 1 段开门时间没有人值班").shows("没有人 13:30–14:00");
        page.shows("现在谁在 村上田 常驻").shows("楼道 3 幢 2 单元");
        head.get(&format!("{}&week=2025-09-22", cast.week)).shows("轮驻 · 村社");
        // Others at work read it; nobody but the head, and the heads above, keeps it.
        let clerk = world.as_("town-clerk").get(&cast.week);
        assert_eq!(
            (clerk.status, clerk.text().contains("村上田")),
            (StatusCode::NOT_FOUND, false),
            "a community is no studio of another organ's list"
        );
        let handler = world.as_("village-handler").get(&cast.week).shows("村上田");
        assert!(!handler.offers(&format!("/desk/roster/{}/spans", cast.village)));
        let forged = [("mediator", cast.one.as_str()), ("kind", "resident"), ("day", "2025-09-12"), ("from", "9:00"), ("to", "10:00")];
        for stranger in ["village-handler", "water-head", "town-clerk"] {
            let _refused = world.as_(stranger).forge(&format!("/desk/roster/{}/spans", cast.village), false, &forged, None);
        }
        head.get(&cast.week).lacks("9:00–10:00");
        for above in ["town-head", "room-head"] {
            assert!(world.as_(above).get(&cast.week).offers(&format!("/desk/roster/{}/spans", cast.village)), "{above}");
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_span_that_cannot_stand_is_refused_and_what_was_typed_is_kept() {
    for world in World::each() {
        let cast = cast(&world);
        let on = |from, to, more: &[(&str, &str)]| cast.add(&world, &cast.one, "2025-09-12", from, to, more);
        on("9:00", "17:00", &[]).done();
        on("16:30", "18:05", &[]).refused("DUTY_OVERLAP").keeps("18:05");
        on("18:00", "nine", &[]).refused("DUTY_TIME").keeps("nine");
        on("9:00", "10:00", &[("day", "2025-09-09")]).refused("DUTY_PAST");
        on("18:00", "20:00", &[("kind", "")]).refused("DUTY_KIND");
        on("18:00", "20:00", &[("mediator", "")]).refused("DUTY_WHO");
        on("18:00", "20:00", &[("day", "2024-12-31")]).refused("DUTY_PAST");
        on("18:00", "20:00", &[("weeks", "27")]).refused("DUTY_WEEKS");
        on("18:00", "20:00", &[("spot", "打 13805710417")]).refused("PUBLISHES_PERSON").keeps("13805710417");
        on("9:00", "17:00", &[("kind", "on_call"), ("until", "2025-11-30")]).refused("DUTY_TIME");
        on("22:00", "6:00", &[]).done();
        let hours = format!("/desk/roster/{}/hours", cast.village);
        world.as_("village-head").fill(&cast.week, &hours, &[("monday", "全天")], None).refused("HOURS_FORMAT").keeps("全天");
        // After the last day of a term nothing stands.
        let card = format!("/desk/mediators/{}", cast.one);
        world.as_("village-head").fill(&card, &format!("{card}/edit"), &[("to_day", "2025-09-11")], None).done();
        on("6:00", "8:00", &[("day", "2025-09-14")]).refused("DUTY_WHO");
        world.as_("village-head").get(&cast.week).shows("人不在这里了");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_span_is_taken_away_with_its_reason_and_stays() {
    for world in World::each() {
        let cast = cast(&world);
        cast.add(&world, &cast.one, "2025-09-12", "9:00", "17:00", &[]).done();
        let end = cast.action(&world, "village-head", "/end");
        world.as_("village-head").fill(&cast.week, &end, &[("why", " ")], None).refused("DUTY_WHY");
        world.as_("village-handler").forge(&end, false, &[("why", "不想")], None).refused("ROSTER_NOT_HEAD");
        world.as_("village-head").fill(&cast.week, &end, &[("why", "去县里开会")], None).done();
        world.as_("village-head").get(&cast.week).shows("已撤下：去县里开会").shows("村上田");
        world.as_("village-head").forge(&end, false, &[("why", "再撤")], None).hidden();
        world.visitor("anybody").get(&format!("/studio/330122/{}", cast.village)).lacks("村上田").lacks("去县里开会");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn one_asks_for_a_swap_of_his_own_span_and_the_other_accepts() {
    for world in World::each() {
        let cast = cast(&world);
        cast.add(&world, &cast.one, "2025-09-12", "9:00", "17:00", &[]).done();
        cast.add(&world, &cast.other, "2025-09-13", "9:00", "17:00", &[("kind", "rotating")]).done();
        let ask = cast.action(&world, "village-clerk", "/swap");
        let back = world.as_("village-clerk").get(&cast.week).forms().into_iter().find(|form| form.action == ask).unwrap();
        let back = back.offers.iter().find(|(name, value)| name == "back" && !value.is_empty()).unwrap().1.clone();
        let span = ask.trim_end_matches("/swap").rsplit('/').next().unwrap().to_owned();
        // Nobody asks for another's span, or asks who could not accept.
        world.as_("village-handler").forge(&ask, false, &[("taker", &cast.one)], None).refused("SWAP_NOT_YOURS");
        world.as_("village-head").forge(&ask, false, &[("taker", &cast.other)], None).refused("SWAP_NOT_YOURS");
        world.as_("village-clerk").forge(&ask, false, &[("taker", &cast.elder)], None).refused("SWAP_TAKER");
        world.as_("village-clerk").forge(&ask, false, &[("taker", &cast.other), ("back", &span)], None).refused("SWAP_BACK");
        world.as_("village-clerk").fill(&cast.week, &ask, &[("taker", &cast.other), ("back", &back)], None).done();
        world.as_("village-clerk").forge(&ask, false, &[("taker", &cast.other)], None).refused("SWAP_ASKED");
        world.as_("village-handler").get(&cast.week).shows("村上田 想把").shows("换给 苏禾");
        let accept = cast.action(&world, "village-handler", "/accept");
        world.as_("village-clerk").forge(&accept, false, &[], None).refused("SWAP_NOT_YOURS");
        world.as_("village-handler").fill(&cast.week, &accept, &[], None).done();
        let page = world.as_("village-head").get(&cast.week).shows("替村上田").shows("替苏禾").shows("已换给别人");
        page.lacks("想把");
        world.as_("village-handler").forge(&accept, false, &[], None).hidden();
        // One that is declined leaves everything as it was.
        let ask = cast.action(&world, "village-handler", "/swap");
        world.as_("village-handler").fill(&cast.week, &ask, &[("taker", &cast.one)], None).done();
        let refuse = cast.action(&world, "village-clerk", "/refuse");
        world.as_("village-clerk").fill(&cast.week, &refuse, &[], None).done();
        let ask = cast.action(&world, "village-handler", "/swap");
        world.as_("village-handler").fill(&cast.week, &ask, &[("taker", &cast.one)], None).done();
        let withdraw = cast.action(&world, "village-handler", "/withdraw");
        world.as_("village-handler").fill(&cast.week, &withdraw, &[], None).done();
        world.as_("village-head").get(&cast.week).lacks("想把").shows("替苏禾");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_card_has_studios_honours_and_pairs() {
    for world in World::each() {
        let cast = cast(&world);
        let (head, card) = (world.as_("village-head"), format!("/desk/mediators/{}", cast.one));
        head.get(&card).shows("村上田").shows("邻里纠纷").shows("桐庐话").shows("近江社区");
        let honour = format!("{card}/honour");
        head.fill(&card, &honour, &[("standing", "gold"), ("given_on", "2025-12-01"), ("given_by", "县司法局")], None).refused("DATE_AHEAD");
        head.fill(&card, &honour, &[("standing", "gold"), ("given_by", "")], None).refused("STANDING_GIVER");
        head.fill(&card, &honour, &[("standing", "gold"), ("given_on", "2024-12-01"), ("given_by", "县司法局")], None).done();
        head.get(&card).shows("金牌调解员 2024年12月1日 · 县司法局");
        head.fill(&card, &format!("{card}/lead"), &[("pupil", &cast.other)], None).done();
        let pupil = format!("/desk/mediators/{}", cast.other);
        head.get(&pupil).shows("跟着 村上田");
        head.fill(&pupil, &format!("{pupil}/lead"), &[("pupil", &cast.one)], None).refused("MENTOR_CIRCLE");
        head.fill(&card, &format!("{card}/lead-no-more"), &[], None).done();
        // The town's head takes him into the town's own studio too; he leaves the village, and his spans there with him.
        cast.add(&world, &cast.one, "2025-09-12", "9:00", "17:00", &[]).done();
        let town = organ("town").to_string();
        world.as_("town-head").fill(&card, &format!("{card}/join"), &[("organ", &town)], None).done();
        let part = head.get(&card).forms().into_iter().find(|form| form.action.ends_with("/part")).unwrap();
        head.fill(&card, &part.action, &[], None).done();
        head.get(&cast.week).shows("人不在这里了");
        head.forge(&format!("{card}/edit"), false, &[("kind", "people"), ("from_day", "2025-01-01")], None).refused("ROSTER_NOT_HEAD");
        // The register: who does what, and what cannot be entered.
        world.as_("village-handler").get("/desk/mediators?organ=0&dispute=neighbour").shows("村上田").lacks("何伯生");
        let new = [("organ", cast.village.as_str()), ("kind", "elder"), ("name", "张 11010519491231002X"), ("qualifications", "老支书")];
        head.fill("/desk/mediators", "/desk/mediators", &new, None).refused("PUBLISHES_PERSON").keeps("老支书");
        let taken = account("village-clerk").to_string();
        let again = [("organ", cast.village.as_str()), ("kind", "people"), ("account", taken.as_str())];
        head.fill("/desk/mediators", "/desk/mediators", &again, None).refused("MEDIATOR_ACCOUNT");
        world.as_("village-handler").forge("/desk/mediators", false, &new, None).refused("ROSTER_NOT_HEAD");
        // The neighbours see nothing of it.
        world.as_("330329/village-head").get(&card).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn l3_arts_8_and_9_what_a_committee_does_not_meet_is_said_and_stops_nobody() {
    for world in World::each() {
        let cast = cast(&world);
        let (head, page) = (world.as_("village-head"), format!("/desk/committee?organ={}", cast.village));
        let give = |who: &str, more: &[(&str, &str)]| {
            let fields: Vec<(&str, &str)> = [("mediator", who)].into_iter().chain(more.iter().copied()).collect();
            head.fill(&page, &format!("/desk/committee/{}", cast.village), &fields, None)
        };
        head.get(&page).shows("还没有登记委员");
        give(&cast.one, &[("elected_on", "2025-12-01")]).refused("SEAT_DAYS");
        give(&cast.one, &[("elected_on", "2025-01-10")]).done();
        give(&cast.elder, &[("elected_on", "2025-01-10"), ("to_day", "2030-01-09")]).done();
        let told = head.get(&page).shows("委员 2 人，少于三人").shows("没有妇女委员").shows("1 人的任期超过三年");
        told.shows("调解照常");
        give(&cast.elder, &[("elected_on", "2025-01-10")]).done();
        give(&cast.other, &[("elected_on", "2025-01-10")]).done();
        head.get(&page).shows("人数、妇女委员、任期都合").lacks("少于三人");
        let end = format!("/desk/committee/{}/{}/end", cast.village, cast.other);
        world.as_("village-handler").forge(&end, false, &[], None).refused("ROSTER_NOT_HEAD");
        head.fill(&page, &end, &[], None).done();
        head.get(&page).shows("委员 2 人，少于三人").shows("没有妇女委员");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_squad_goes_out_and_its_calendar_names_nobody_else() {
    for world in World::each() {
        let cast = cast(&world);
        let head = world.as_("village-head");
        head.fill("/desk/squads", "/desk/squads", &[("organ", &cast.village), ("name", "善")], None).refused("SQUAD_WORDS");
        head.fill("/desk/squads", "/desk/squads", &[("organ", &cast.village), ("name", "善治调解联盟")], None).done();
        let of = |end: &str| head.get("/desk/squads").forms().into_iter().find(|form| form.action.ends_with(end)).unwrap().action;
        head.fill("/desk/squads", &of("/join"), &[("mediator", &cast.elder)], None).done();
        let plan = of("/plan");
        let out = |day, what| head.fill("/desk/squads", &plan, &[("going_on", day), ("place", "小广场"), ("what", what)], None);
        out("2025-09-01", "普法").refused("OUTING_DAY").keeps("小广场");
        out("2025-09-20", "找王某 13805710417").refused("PUBLISHES_PERSON");
        out("2025-09-20", "普法集市").done();
        world.as_("office-clerk").get("/desk/squads").shows("善治调解联盟").shows("何伯生").shows("普法集市");
        head.fill("/desk/squads", &of("/off"), &[], None).done();
        head.get("/desk/squads").shows("取消了");
        world
            .as_("village-handler")
            .forge(&plan, false, &[("going_on", "2025-09-21"), ("place", "村口"), ("what", "走访")], None)
            .refused("ROSTER_NOT_HEAD");
        head.fill("/desk/squads", &of("/end"), &[], None).done();
        head.get("/desk/squads").shows("还没有小队");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn the_open_page_tells_who_is_on_by_name_and_kind_alone_and_its_poster_leads_there() {
    for world in World::each() {
        let cast = cast(&world);
        let (anybody, address) = (world.visitor("anybody"), format!("/studio/330122/{}", cast.village));
        world.as_("village-head").fill(&cast.week, &format!("/desk/roster/{}/hours", cast.village), &[("wednesday", "9:00-17:00")], None).done();
        anybody.get(&address).shows("在开门时间，这一刻没有排人");
        cast.add(&world, &cast.one, "2025-09-10", "9:00", "17:00", &[]).done();
        cast.add(&world, &cast.elder, "2025-09-11", "9:00", "17:00", &[("kind", "on_call")]).done();
        let page =
            anybody.get(&address).shows("近江社区").shows("村上田").shows("人民调解员 · 常驻").shows("何伯生").shows("桐庐话").shows("邻里纠纷");
        let page = page.shows("0571-64000007").shows("周三 9:00–17:00").lacks("当过三十年会计").lacks("苏禾");
        assert!(page.body.contains("href=\"/say/330122\"") && !page.body.contains("330122102003"), "{}", page.body);
        let poster = anybody.get(&format!("{address}/poster")).shows(&address).shows("扫一扫");
        assert!(poster.body.contains("<svg class=\"qr\""), "no picture of the address");
        poster.lacks("村上田");
        for nobody in ["/studio/330122/3", "/studio/330122/999", "/studio/110101/7", "/studio/330122/2"] {
            anybody.get(nobody).hidden();
        }
    }
}

#[test]
fn who_is_on_for_a_place_and_who_suits_are_read_from_the_registers() {
    for world in World::each() {
        let cast = cast(&world);
        cast.add(&world, &cast.one, "2025-09-10", "9:00", "17:00", &[]).done();
        let (house, village): (_, AreaPath) = (world.house(), VILLAGE.parse().unwrap());
        let (now, today) = (world.clock.now(), house.today());
        let on = world.block_on(studio::who_is_on(&house, HERE, village.clone(), now)).unwrap();
        assert_eq!(on.iter().map(|on| on.mediator.to_string()).collect::<Vec<_>>(), [cast.one.as_str()]);
        let elsewhere = "33.3301.330122.330122102.330122102002.".parse().unwrap();
        assert!(world.block_on(studio::who_is_on(&house, HERE, elsewhere, now)).unwrap().is_empty());
        let candidates = world.block_on(studio::candidates(&house, HERE, today)).unwrap();
        let wishes = roster::Wishes { dispute: Some("neighbour".to_owned()), place: Some(village.clone()), ..roster::Wishes::default() };
        let first = |wishes: &roster::Wishes| roster::suggest(&candidates, wishes)[0].mediator.to_string();
        assert_eq!(first(&wishes), cast.one);
        assert_eq!(first(&roster::Wishes { woman: true, ..wishes }), cast.other);
    }
}

#[test]
fn every_refusal_and_every_entry_of_this_room_has_its_words_in_both_languages() {
    let source = ["card", "committee", "duty", "hours", "may", "mediator", "squad", "swap"].map(|file| {
        let path = format!("{}/../casework/src/roster/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    });
    let mut codes: Vec<&str> = source.iter().flat_map(|text| text.split('"').skip(1).step_by(2)).collect();
    codes.retain(|word| word.contains('_') && word.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_'));
    assert!(codes.contains(&"DUTY_OVERLAP") && codes.contains(&"SWAP_BACK"), "{codes:?}");
    for language in [Language::Chinese, Language::English] {
        let words = language.words();
        for code in codes.iter().filter(|code| **code != "PUBLISHES_PERSON") {
            for part in ["", ".rule", ".way"] {
                assert!(words.has(&format!("refusal-{code}{part}")), "{code}{part}");
            }
        }
        for kind in RECORD_KINDS {
            assert!(words.has(&format!("record-kind-{kind}")), "{kind}");
        }
    }
}
