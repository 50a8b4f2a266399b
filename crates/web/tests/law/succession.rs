//! 条例第二十四条: an organ that merges or divides, and its matters.

use crate::way;
use testkit::{
    World,
    world::{Case, Client, organ},
};

const PLAN: &str = "桐庐县机构改革方案（桐委发〔2025〕12号）";

/// The administrator writes down that each of `to` continues the powers of the water office.
fn name_successors(world: &World, to: &[&str]) {
    let admin = world.as_("system-admin");
    let page = format!("/admin/organs/{}", organ("water"));
    for successor in to {
        let fields = [("successor", organ(successor).to_string()), ("basis", PLAN.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.fill(&page, &format!("{page}/successors"), &fields, None).done();
    }
}

/// All that the water office has goes to the housing office.
pub fn water_goes_to_housing(world: &World) {
    name_successors(world, &["housing"]);
    hand_over(&world.as_("water-head"), "housing", &[]).done();
}

fn hand_over(head: &Client<'_>, rest: &str, chosen: &[(&Case, &str)]) -> testkit::world::Answer {
    let mut fields = vec![("rest".to_owned(), organ(rest).to_string())];
    fields.extend(chosen.iter().map(|(case, to)| (format!("to-{case}"), organ(to).to_string())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    head.fill("/desk/succession", "/desk/succession", &fields, None)
}

#[test]
fn l1_art_24_each_open_matter_goes_to_whom_it_is_given_with_its_dates_and_nothing_is_left() {
    for world in World::each() {
        let (one, two) = (way::in_handling(&world), way::referred(&world));
        let (sent_on, closed) = (way::signed_in(&world), way::delivered(&world));
        world.as_("water-handler").act(&closed, "complete", way::NOTES).done();
        let objection = [("reason", way::REASON), ("body", "住建局")];
        world.as_("water-handler").act(&sent_on, "object", &objection).done();
        let before = [(&one, "P-05"), (&two, "P-03")].map(|(case, rule)| world.dates(case, rule));

        let head = world.as_("water-head");
        head.get("/desk/succession").shows("没有要移交的").lacks("drain");
        head.forge("/desk/succession", false, &[("rest", "4")], None).refused("SUCCESSOR_NONE");
        name_successors(&world, &["housing", "town"]);
        let page = head.get("/desk/succession").shows(PLAN).shows(&one.number).shows(&two.number);
        assert!(!page.body.contains(&format!("to-{closed}")), "closed matters are not chosen one by one");
        head.forge("/desk/succession", false, &[("rest", &organ("village").to_string())], None).refused("SUCCESSOR_OTHER");
        for other in ["water-handler", "system-admin", "county-leader"] {
            world.as_(other).get("/desk/succession").hidden();
        }
        assert_eq!(hand_over(&head, "housing", &[(&two, "town")]).done().location(), "/desk/succession?done=3");
        // Again it finds nothing more to do.
        assert_eq!(hand_over(&head, "housing", &[]).done().location(), "/desk/succession?done=0");

        assert_eq!(world.matter(&one).holder, organ("housing"));
        assert_eq!(world.matter(&two).holder, organ("town"));
        let after = [(&one, "P-05"), (&two, "P-03")].map(|(case, rule)| world.dates(case, rule));
        assert_eq!(before, after, "dates stay as they were");
        for case in [&one, &two, &sent_on, &closed] {
            let matter = world.matter(case);
            let left: Vec<_> = matter.clocks.iter().filter(|clock| clock.ended.is_none() && clock.holder == organ("water")).collect();
            assert!(left.is_empty(), "{left:?}");
            assert!(matter.hops.iter().all(|hop| hop.to != organ("water")), "an objection comes back to who continues the powers");
            let claims = matter.claims.iter().filter(|claim| claim.executed_on.is_none()).filter_map(|claim| claim.answer.as_ref()?.owner);
            assert!(claims.into_iter().all(|owner| owner != organ("water")));
        }
        // Both see it, and the one that continues sees what is closed too.
        for (who, case) in [("water-head", &one), ("housing-head", &one), ("housing-head", &closed), ("town-head", &two), ("water-head", &closed)] {
            world.as_(who).page(case).shows("《信访工作条例》第二十四条").shows("桐委发〔2025〕12号").shows("期限照旧");
        }
        world.as_("town-head").page(&one).hidden();
        // The new one works on at once, the old one does not.
        world.as_("town-head").act(&two, "sign_in", &[]).done();
        world.as_("water-head").try_(&one, "hand_over", &[("officer", "17"), ("reason", way::REASON)]).refused("NOT_YOURS");
        // She sees who goes on with it, and that her dates stand.
        let person = world.person(&one);
        person.get("/follow/case").shows("桐庐县住房和城乡建设局接着办您的事").shows("原来的期限一天不变");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());

        // What was rebuilt from the ledger is the same.
        let rows = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), rows);
    }
}

#[test]
fn l1_art_24_refuses_to_end_an_organ_that_still_holds_something() {
    for world in World::each() {
        let case = way::referred(&world);
        let admin = world.as_("system-admin");
        let page = format!("/admin/organs/{}", organ("water"));
        let end = || admin.fill(&page, &format!("{page}/end"), &[], None);
        end().refused("ORGAN_HOLDS");
        name_successors(&world, &["housing"]);
        hand_over(&world.as_("water-head"), "housing", &[]).done();
        end().refused("ORGAN_POSTS");
        for name in ["water-clerk", "water-triage", "water-handler", "water-handler-two", "water-head"] {
            let post = testkit::world::account(name);
            let ended = format!("/admin/posts/{post}/end");
            world.as_("security-admin").fill("/admin/posts", &ended, &[("reason", "机构撤销")], None).done();
            world.as_("audit-admin").act_on_proposal("confirm", &[]).done();
        }
        world.today("2025-09-11");
        admin.fill(&page, &format!("{page}/end"), &[], None).done();
        let ended = admin.get(&page).shows("撤销。办过的事");
        assert!(!ended.offers(&page), "what has ended is not changed");
        // Nothing is sent there any more, and what it did is still told under its name.
        let triage = world.as_("office-triage");
        let other = world.petition("other");
        way::classify(&world, &other);
        let form = triage.get(&format!("/desk/case/{other}?do=refer")).forms().into_iter().find(|form| form.action.ends_with("/refer")).unwrap();
        assert!(!form.offers.iter().any(|(name, value)| name == "to" && *value == organ("water").to_string()), "{:?}", form.offers);
        world.as_("housing-head").page(&case).shows("桐庐县林业水利局");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn l1_art_24_refuses_a_successor_without_a_document_itself_or_in_a_circle() {
    let world = World::new();
    let admin = world.as_("system-admin");
    let (water, housing) = (organ("water").to_string(), organ("housing").to_string());
    let page = format!("/admin/organs/{water}");
    let named = |from: &str, to: &str, basis: &str| {
        admin.forge(&format!("/admin/organs/{from}/successors"), false, &[("successor", to), ("basis", basis)], None)
    };
    named(&water, &housing, " ").refused("SUCCESSOR_BASIS");
    named(&water, &water, PLAN).refused("SUCCESSOR_SELF");
    named(&water, "999", PLAN).refused("SUCCESSOR_ENDED");
    named(&water, &housing, PLAN).done();
    named(&housing, &water, PLAN).refused("SUCCESSOR_CIRCLE");
    admin.get(&page).shows("桐庐县住房和城乡建设局").shows(PLAN);
    world.as_("water-head").forge(&format!("{page}/successors"), false, &[("successor", &housing), ("basis", PLAN)], None).hidden();
}

#[test]
fn c_30_an_accusation_never_goes_over_to_whom_it_accuses() {
    for world in World::each() {
        // Two matters in the water office's hands. One accused the housing office, which continues its powers, before it was typed
        // as a grievance: it stays barred there.
        let (barred, free) = (world.petition("barred"), way::signed_in(&world));
        let housing = organ("housing").to_string();
        let accused = [("matter_type", "accusation"), ("accused", housing.as_str())];
        world.as_("office-triage").act(&barred, "classify", &accused).done();
        way::classify(&world, &barred);
        way::refer(&world, &barred, "water");
        world.as_("water-clerk").act(&barred, "sign_in", &[]).done();
        // A third, still an accusation against the housing office, lies with the petition office, and is none of this.
        let elsewhere = world.register("bribe", "water-clerk", &[("is_accusation", "on")]);
        world.as_("office-triage").act(&elsewhere, "classify", &accused).done();
        assert_eq!([&barred, &free, &elsewhere].map(|case| world.matter(case).holder), ["water", "water", "office"].map(organ));

        name_successors(&world, &["housing", "town"]);
        let head = world.as_("water-head");
        head.get("/desk/succession").shows(&barred.number).shows(&free.number).lacks(&elsewhere.number);
        // Neither by what is chosen for the rest, nor when it is asked for by name.
        assert_eq!(hand_over(&head, "housing", &[(&barred, "housing")]).done().location(), "/desk/succession?done=2");
        assert_eq!([&barred, &free, &elsewhere].map(|case| world.matter(case).holder), ["town", "housing", "office"].map(organ));
        for case in [&barred, &elsewhere] {
            let matter = world.matter(case);
            assert!(!matter.had_by.contains(&organ("housing")), "{:?}", matter.had_by);
            for who in ["housing-triage", "housing-head"] {
                world.as_(who).page(case).hidden();
            }
        }
        world.as_("town-head").page(&barred).shows(&barred.number);
        world.as_("housing-head").page(&free).shows(&free.number);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_30_whoever_continues_the_powers_of_the_accused_is_barred_like_it() {
    for world in World::each() {
        // The housing office wrote it down; it accuses the water office.
        let case = world.register("bribe", "housing-triage", &[("is_accusation", "on")]);
        let water = organ("water").to_string();
        world.as_("office-triage").act(&case, "classify", &[("matter_type", "accusation"), ("accused", water.as_str())]).done();
        let triage = world.as_("housing-triage");
        triage.page(&case).shows(&case.number);
        triage.get("/desk/cases").shows(&case.number);
        // From the hour at which the housing office continues the powers of the water office it sees it no more.
        name_successors(&world, &["housing"]);
        triage.page(&case).hidden();
        triage.get("/desk/cases").lacks(&case.number);
        let discipline = organ("discipline").to_string();
        world.as_("office-triage").act(&case, "hand_over_accusation", &[("to", discipline.as_str())]).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_30_nothing_is_given_to_who_continues_the_powers_of_one_that_stepped_back() {
    for world in World::each() {
        let case = way::referred(&world);
        let ask = [("recused", "organ"), ("recusal_words", "沟就是他们改的道")];
        world.person(&case).fill("/follow/case", "/follow/recusal", &ask, None).done();
        world.as_("office-head").act(&case, "decide_recusal", &[("granted", "yes"), ("reason", "属实")]).done();
        world.as_("office-clerk").act(&case, "sign_in", &[]).done();
        world.as_("office-triage").act(&case, "accept", &[("notice", "in_person")]).done();
        let officer = testkit::world::account("office-handler").to_string();
        world.as_("office-head").act(&case, "start", &[("officer", &officer)]).done();
        // However many offices lie between, and whatever stands below them.
        name_successors(&world, &["housing"]);
        let (admin, town) = (world.as_("system-admin"), organ("town").to_string());
        let page = format!("/admin/organs/{}", organ("housing"));
        admin.fill(&page, &format!("{page}/successors"), &[("successor", town.as_str()), ("basis", PLAN)], None).done();
        for to in ["housing", "town", "village"] {
            let to = organ(to).to_string();
            let part = [("to", to.as_str()), ("what", "请提供河道图"), ("by", "2025-09-20")];
            world.as_("office-handler").try_(&case, "ask_part", &part).refused("ACCUSED_PARTY");
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn l1_art_24_what_would_run_on_runs_on_with_the_one_that_continues_the_powers() {
    for world in World::each() {
        // Withdrawn without her will, merged by mistake: both would run on should that be undone.
        let withdrawn = way::in_handling(&world);
        world.as_("water-clerk").act_with(&withdrawn, "withdraw", &[("evidence", "signed_paper"), ("reason", "已经修好")], "file").done();
        let (living, merged) = (way::referred(&world), way::referred(&world));
        world.as_("water-clerk").act(&merged, "merge", &[("into", &living.number)]).done();
        name_successors(&world, &["housing"]);
        hand_over(&world.as_("water-head"), "housing", &[]).done();
        world.person(&withdrawn).fill("/follow/case", "/follow/not-withdrawn", &[("not_mine", "我没有签过字")], None).done();
        world.person(&merged).fill("/follow/case", "/follow/not-same", &[("not_same", "另一条沟")], None).done();
        for (case, rule) in [(&withdrawn, "P-05"), (&merged, "P-03")] {
            let matter = world.matter(case);
            assert_eq!(matter.running(rule).map(|clock| clock.holder), Some(organ("housing")), "{}", world.state(case));
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let rows = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), rows);
    }
}
