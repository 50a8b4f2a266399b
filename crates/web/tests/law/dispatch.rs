//! Work between organs and inside one: many rows at once, parts of other organs, approval, deputies, hand-over
//! (C-23, C-30, C-32, C-33, C-37, C-38). On both engines.

use crate::way;
use axum::http::Method;
use testkit::{
    World,
    world::{Answer, Case, Client, account, organ},
};

/// Ticks matters on a list and does one act with them.
fn rows(client: &Client<'_>, act: &str, cases: &[&Case], fields: &[(&str, &str)]) -> Answer {
    let numbers: Vec<String> = cases.iter().map(|case| case.to_string()).collect();
    let ticked = numbers.iter().map(|number| ("case", number.as_str()));
    let fields: Vec<(&str, &str)> = [("act", act), ("back", "/desk/cases")].into_iter().chain(ticked).chain(fields.iter().copied()).collect();
    client.forge("/desk/rows", false, &fields, None)
}

/// A part asked of the housing office, by the handler of the water office.
fn ask_part(world: &World, case: &Case, by: &str) {
    let to = organ("housing").to_string();
    world.as_("water-handler").act(case, "ask_part", &[("to", &to), ("what", "查小区内的管网图"), ("by", by)]).done();
}

#[test]
fn many_rows_are_decided_each_alone_and_a_double_click_counts_once() {
    for world in World::each() {
        let (one, two) = (way::referred(&world), way::referred(&world));
        let signed = way::signed_in(&world);
        let clerk = world.as_("water-clerk");
        // The list offers the boxes and the acts of the post.
        let list = clerk.get("/desk/cases").shows("签收");
        assert!(list.body.contains(&format!("name=\"case\" value=\"{one}\"")), "no box before the row");
        assert!(list.body.contains("value=\"sign_in\"") && !list.body.contains("value=\"refer\""), "acts of another post");
        let answer = rows(&clerk, "sign_in", &[&one, &two, &signed], &[]).shows("办成 2 件，没办成 1 件");
        assert!(answer.text().contains("NOT_FROM_HERE"), "the rule stands in the row");
        answer.shows("不能从这件现在的阶段走");
        assert!(world.state(&one).contains("signed_in") && world.state(&two).contains("signed_in"));
        // The same form again, by a second click: nothing new.
        let three = way::referred(&world);
        let shown = clerk.get("/desk/cases");
        let form = shown.forms().into_iter().find(|form| form.action == "/desk/rows").unwrap();
        let key = form.fields.iter().find(|(name, _)| name == "form_key").unwrap().1.clone();
        for _ in 0..2 {
            let body = format!("form_key={key}&act=sign_in&case={three}").into_bytes();
            clerk.bare(Method::POST, "/desk/rows", Some(("application/x-www-form-urlencoded", body))).shows("办成 1 件，没办成 0 件");
        }
        assert_eq!(world.state(&three).matches("SignedIn").count(), 1, "{}", world.state(&three));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn many_rows_are_referred_by_one_form_and_what_was_typed_stays() {
    for world in World::each() {
        let (one, two) = (world.petition("one"), world.petition("two"));
        let untyped = world.petition("untyped");
        way::classify(&world, &one);
        way::classify(&world, &two);
        let triage = world.as_("office-triage");
        let water = organ("water").to_string();
        // First it is asked whither; without a reason it is asked again, with what was chosen.
        rows(&triage, "refer", &[&one, &two], &[]).shows(&one.number);
        let empty = rows(&triage, "refer", &[&one, &two], &[("sure", "on"), ("to", &water)]).refused("EMPTY");
        assert!(empty.body.contains(&format!("<option value=\"{water}\" selected>")), "the choice is lost");
        rows(&triage, "refer", &[&one, &two, &untyped], &[("sure", "on"), ("to", &water), ("reason", way::REASON)]).shows("办成 2 件，没办成 1 件");
        for case in [&one, &two] {
            assert!(world.state(case).contains("with 桐庐县林业水利局"), "{}", world.state(case));
        }
        assert!(world.state(&untyped).contains("with 桐庐县信访局"));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn two_hundred_and_one_rows_and_none_are_refused_and_what_is_not_ones_own_is_not_there() {
    for world in World::each() {
        let case = way::referred(&world);
        let clerk = world.as_("water-clerk");
        rows(&clerk, "sign_in", &[], &[]).refused("NO_ROWS");
        let many: Vec<String> = (1..=201).map(|nth: i64| nth.to_string()).collect();
        let fields: Vec<(&str, &str)> = std::iter::once(("act", "sign_in")).chain(many.iter().map(|number| ("case", number.as_str()))).collect();
        clerk.forge("/desk/rows", false, &fields, None).refused("TOO_MANY_ROWS");
        // An organ that does not have it hears no more than that it is not among its own.
        let other = rows(&world.as_("housing-clerk"), "sign_in", &[&case], &[]);
        other.shows("不在您能看到的件里").lacks(&case.number);
        assert!(!world.state(&case).contains("signed_in"));
        // A post that does not refer is told so.
        rows(&clerk, "refer", &[&case], &[]).refused("NOT_YOURS");
    }
}

#[test]
fn a_first_officer_takes_no_reason_and_every_box_can_stand_ticked() {
    for world in World::each() {
        let case = way::signed_in(&world);
        way::accept(&world, &case);
        let head = world.as_("water-head");
        let boxes = head.get("/desk/unowned?tick=all");
        assert!(boxes.body.contains(&format!("value=\"{case}\" checked")) || boxes.body.contains("checked"), "no box stands ticked");
        let officer = account("water-handler").to_string();
        rows(&head, "give", &[&case], &[("sure", "on"), ("officer", &officer)]).shows("办成 1 件，没办成 0 件");
        // Changing hands does.
        let other = account("water-handler-two").to_string();
        rows(&head, "give", &[&case], &[("sure", "on"), ("officer", &other)]).refused("EMPTY");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_33_accepts_a_table_without_persons() {
    for world in World::each() {
        let case = way::referred(&world);
        let table = rows(&world.as_("water-clerk"), "export", &[&case], &[("sure", "on")]);
        assert_eq!(table.status, 200);
        assert!(table.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
        assert!(table.body.contains(&case.number), "{}", table.body);
        for secret in ["李秀兰", "13805710417", "drain"] {
            assert!(!table.body.contains(secret), "the table tells {secret}");
        }
        // Who decides may have short names; the look is written down, and so is a sheet for the printer.
        let named = rows(&world.as_("water-head"), "export", &[&case], &[("sure", "on"), ("titles", "on")]);
        assert!(named.body.contains("drain"), "{}", named.body);
        rows(&world.as_("water-head"), "print", &[&case], &[]).shows(&case.number);
        // The audit administrator reads who took what out, and not which matters they were.
        for (who, purposes) in [("water-clerk", &["导出"][..]), ("water-head", &["导出", "打印"])] {
            let looks = world.as_("audit-admin").get(&format!("/admin/looks?account={}&day={}", account(who), world.house().today()));
            for purpose in purposes {
                assert!(looks.body.contains(&format!("<td>批量</td><td>{purpose}</td><td class=\"n\">1</td>")), "{who} {purpose}: {}", looks.text());
            }
            looks.lacks(&case.number);
        }
    }
}

#[test]
fn c_33_refuses_short_names_to_who_only_hears_people() {
    for world in World::each() {
        let case = way::referred(&world);
        let clerk = world.as_("water-clerk");
        rows(&clerk, "export", &[&case], &[("sure", "on"), ("titles", "on")]).refused("EXPORT_PERSONAL");
        // An accusation is no more than that in any table, and nothing at all before the accused.
        let accusation = world.register("accusation", "office-clerk", &[("is_accusation", "on"), ("title", "招标")]);
        let accused = [("matter_type", "accusation"), ("accused", &*organ("water").to_string())];
        world.as_("office-triage").act(&accusation, "classify", &accused).done();
        let table = rows(&world.as_("office-triage"), "export", &[&accusation], &[("sure", "on"), ("titles", "on")]);
        assert!(table.body.contains(&accusation.number) && !table.body.contains("招标"), "{}", table.body);
        let hidden = rows(&world.as_("water-triage"), "export", &[&accusation], &[("sure", "on"), ("titles", "on")]);
        assert!(!hidden.body.contains(&accusation.number));
    }
}

#[test]
fn c_32_accepts_that_who_does_a_part_sees_it_and_does_his_part_alone() {
    for world in World::each() {
        let case = way::in_handling(&world);
        world.as_("housing-handler").page(&case).hidden();
        ask_part(&world, &case, "2025-09-19");
        let state = world.state(&case);
        assert!(state.contains("clock CO.1 1 (桐庐县住房和城乡建设局): 2025-09-10 + 9 → 2025-09-19"), "{state}");
        let housing = world.as_("housing-handler");
        let page = housing.page(&case).shows("查小区内的管网图");
        for verb in ["answer_part", "note", "add_paper", "declare_interest"] {
            assert!(page.offers(&format!("/desk/case/{case}/{verb}")), "no {verb}");
        }
        for verb in ["draft_opinion", "withdraw", "correct", "hand_over", "ask_part", "withdraw_part", "reissue_code", "enter_paper_rating"] {
            assert!(!page.offers(&format!("/desk/case/{case}/{verb}")), "{verb} is offered");
        }
        for (verb, fields) in [
            ("draft_opinion", &[][..]),
            ("withdraw", &[("evidence", "signed_paper")]),
            ("correct", &[("field", "title"), ("now", "x"), ("reason", "x")]),
            ("withdraw_part", &[("part", "1"), ("reason", "x")]),
        ] {
            housing.try_(&case, verb, fields).refused("NOT_YOURS");
        }
        housing.get("/desk/day").shows(&case.number).shows("回话：本单位的部分");
        // The lead cannot sign while the part is open; with it in, he can.
        world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-30"))).done();
        world.as_("water-head").try_(&case, "sign_opinion", &[]).refused("PART_OPEN");
        world.as_("water-head").page(&case).shows("还有 1 项协办没有回话");
        housing.act(&case, "answer_part", &[("part", "1"), ("answer", "管网图显示接入河道。")]).done();
        world.as_("water-handler").page(&case).shows("管网图显示接入河道。");
        assert!(world.state(&case).contains("CO.1 1 (桐庐县住房和城乡建设局): 2025-09-10 + 9 → 2025-09-19 / 2025-09-19, done 2025-09-10"));
        housing.try_(&case, "answer_part", &[("part", "1"), ("answer", "再说一遍")]).refused("NOT_YOURS");
        world.as_("water-head").act(&case, "sign_opinion", &[]).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_32_refuses_sight_to_who_was_not_asked_or_is_not_asked_any_more() {
    for world in World::each() {
        let case = way::in_handling(&world);
        ask_part(&world, &case, "2025-09-19");
        world.as_("town-handler").page(&case).hidden();
        world.as_("town-handler").try_(&case, "answer_part", &[("part", "1"), ("answer", "x")]).hidden();
        world.as_("water-handler").act(&case, "withdraw_part", &[("part", "1"), ("reason", "图已在本单位找到")]).done();
        world.as_("housing-handler").page(&case).hidden();
        world.as_("housing-handler").get("/desk/cases").lacks(&case.number);
        assert!(world.state(&case).contains("CO.1 1 (桐庐县住房和城乡建设局): 2025-09-10 + 9 → 2025-09-19 / 2025-09-19, moot 2025-09-10"));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_part_has_its_own_clock_and_is_not_asked_of_the_accused_of_oneself_or_for_a_day_that_is_too_late() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let handler = world.as_("water-handler");
        let ask = |to: &str, by: &str| {
            let to = organ(to).to_string();
            handler.try_(&case, "ask_part", &[("to", &to), ("what", "查图"), ("by", by)])
        };
        ask("water", "2025-09-19").refused("SAME_ORGAN");
        ask("housing", "2025-09-10").refused("DATE_PAST");
        ask("housing", "2026-01-20").refused("PART_TOO_LATE");
        // What once accused the housing office stays barred from it, whatever it was typed as since (C-30).
        let barred = world.petition("barred");
        let accused = [("matter_type", "accusation"), ("accused", &*organ("housing").to_string())];
        world.as_("office-triage").act(&barred, "classify", &accused).done();
        way::classify(&world, &barred);
        way::refer(&world, &barred, "water");
        world.as_("water-clerk").act(&barred, "sign_in", &[]).done();
        way::accept(&world, &barred);
        way::start(&world, &barred, "water-handler");
        let housing = organ("housing").to_string();
        handler.try_(&barred, "ask_part", &[("to", &housing), ("what", "查图"), ("by", "2025-09-19")]).refused("ACCUSED_PARTY");
        ask_part(&world, &case, "2025-09-19");
        // Late: supervision is proposed against who owes it, and it can still be done.
        world.today("2025-09-22");
        assert!(world.state(&case).contains("supervision proposed 2025-09-22 for CO.1 1"), "{}", world.state(&case));
        world.as_("housing-head").try_(&case, "set_aside", &[("proposal", "CO.1 1"), ("reason", "在办")]).refused("NOT_YOURS");
        world.as_("housing-handler").act(&case, "answer_part", &[("part", "1"), ("answer", "已核。")]).done();
        // Rows made anew are the same.
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert!(before == world.rows(), "the rows made anew differ");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_38_accepts_that_she_sees_who_helps_and_by_when() {
    for world in World::each() {
        let case = way::in_handling(&world);
        ask_part(&world, &case, "2025-09-19");
        world.person(&case).get("/follow/case").shows("还请了桐庐县住房和城乡建设局一起办").shows("9月19日");
        world.as_("housing-handler").act(&case, "answer_part", &[("part", "1"), ("answer", "内部意见：先不动。")]).done();
        world.person(&case).get("/follow/case").shows("桐庐县住房和城乡建设局把自己的部分办好了");
    }
}

#[test]
fn c_38_refuses_her_what_offices_write_to_each_other() {
    for world in World::each() {
        let case = way::in_handling(&world);
        ask_part(&world, &case, "2025-09-19");
        world.as_("housing-handler").act(&case, "answer_part", &[("part", "1"), ("answer", "内部意见：先不动。")]).done();
        world.person(&case).get("/follow/case").lacks("内部意见").lacks("查小区内的管网图").lacks("梁百川");
    }
}

fn approvers(world: &World, names: &[&str]) -> Answer {
    let numbers: Vec<String> = names.iter().map(|name| account(name).to_string()).collect();
    let fields: Vec<(&str, &str)> = numbers.iter().map(|number| ("approver", number.as_str())).collect();
    world.as_("water-head").forge("/desk/approval", false, &fields, None)
}

#[test]
fn c_23_accepts_an_answer_that_a_second_person_approved() {
    for world in World::each() {
        approvers(&world, &["water-handler-two", "water-handler"]).done();
        let case = way::in_handling(&world);
        world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-30"))).done();
        world.as_("water-head").page(&case).shows("还没有审核，不能签发");
        world.as_("water-handler-two").act(&case, "return_draft", &[("reason", "第二项理由写清楚")]).done();
        assert!(world.state(&case).contains("in_handling"));
        world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-30"))).done();
        world.as_("water-handler-two").act(&case, "approve_opinion", &[]).done();
        world.as_("water-head").page(&case).shows("涂春山");
        world.as_("water-head").act(&case, "sign_opinion", &[]).done();
        // Set to nobody, the head signs at once again.
        approvers(&world, &[]).done();
        let other = way::in_handling(&world);
        way::sign(&world, &other, "2025-10-30");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_23_refuses_ones_own_draft_an_unapproved_one_and_an_approver_of_another_office() {
    for world in World::each() {
        approvers(&world, &["water-handler"]).done();
        let case = way::in_handling(&world);
        world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-30"))).done();
        world.as_("water-handler").try_(&case, "approve_opinion", &[]).refused("OWN_DRAFT");
        world.as_("water-handler").try_(&case, "return_draft", &[("reason", "x")]).refused("OWN_DRAFT");
        world.as_("water-handler-two").try_(&case, "approve_opinion", &[]).refused("NOT_APPROVER");
        world.as_("water-head").try_(&case, "sign_opinion", &[]).refused("NOT_APPROVED");
        // What was approved is not what is drafted afterwards.
        approvers(&world, &["water-handler-two"]).done();
        world.as_("water-handler-two").act(&case, "approve_opinion", &[]).done();
        world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-11-01"))).done();
        world.as_("water-head").try_(&case, "sign_opinion", &[]).refused("NOT_APPROVED");
        let stranger = account("housing-handler").to_string();
        world.as_("water-head").forge("/desk/approval", false, &[("approver", &stranger)], None).refused("NOT_A_COLLEAGUE");
        world.as_("water-handler").get("/desk/approval").hidden();
    }
}

/// Names a deputy on the page; days of September.
pub fn deputy(client: &Client<'_>, post: &str, by: &str, from: &str, to: &str) -> Answer {
    // In these counties a post has the number of its account.
    let (post, by) = (account(post).to_string(), account(by).to_string());
    client.forge("/desk/away", false, &[("post", &post), ("deputy", &by), ("from", from), ("to", to)], None)
}

/// Changes to the deputy's post: the one that stands last in the list.
pub fn wear(client: &Client<'_>) {
    let page = client.get("/sign-in/post");
    let post = page.body.split("name=\"post\" value=\"").last().and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    client.forge("/sign-in/post", false, &[("post", &post), ("next", "/desk/day")], None).done();
}

#[test]
fn a_deputy_does_what_is_the_others_under_his_own_name_while_it_lasts() {
    for world in World::each() {
        let case = way::in_handling(&world);
        world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-30"))).done();
        let triage = world.as_("water-triage");
        triage.page(&case).shows(&case.number);
        deputy(&world.as_("water-head"), "water-head", "water-triage", "2025-09-10", "2025-09-12").done();
        triage.try_(&case, "sign_opinion", &[]).refused("NOT_YOURS");
        wear(&triage);
        triage.get("/desk/day").shows("潘致远");
        triage.act(&case, "sign_opinion", &[]).done();
        world.as_("water-handler").page(&case).shows("汪清源（代 潘致远）");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        // On the day after the last one it is over; he works in his own post.
        world.today("2025-09-13");
        let other = way::signed_in(&world);
        way::accept(&world, &other);
        let to = account("water-handler").to_string();
        world.as_("water-triage").act(&other, "start", &[("officer", &to)]).done();
        world.as_("water-triage").try_(&other, "hand_over", &[("officer", &to), ("reason", "x")]).refused("NOT_YOURS");
        assert!(!world.as_("water-triage").get("/sign-in/post").text().contains("代"), "the deputyship is still offered");
    }
}

#[test]
fn a_deputys_own_day_has_what_stands_without_a_date_too() {
    for world in World::each() {
        let case = way::in_handling(&world);
        way::sign(&world, &case, "2025-10-30");
        way::dispatch(&world, &case);
        let triage = world.as_("water-triage");
        triage.get("/desk/day?whose=mine").lacks(&case.number);
        deputy(&world.as_("water-head"), "water-handler", "water-triage", "2025-09-10", "2025-09-12").done();
        wear(&triage);
        triage.get("/desk/day?whose=mine").shows(&case.number);
        triage.get("/desk/day?whose=nobodys").lacks(&case.number);
    }
}

#[test]
fn a_deputy_is_of_the_same_office_for_some_days_and_never_in_a_chain() {
    for world in World::each() {
        let head = world.as_("water-head");
        deputy(&head, "water-handler", "housing-handler", "2025-09-10", "2025-09-12").refused("DEPUTY_OUTSIDE");
        deputy(&head, "water-handler", "water-handler", "2025-09-10", "2025-09-12").refused("DEPUTY_OUTSIDE");
        deputy(&head, "water-handler", "water-handler-two", "2025-09-09", "2025-09-12").refused("DEPUTY_DAYS");
        deputy(&head, "water-handler", "water-handler-two", "2025-09-10", "2026-09-12").refused("DEPUTY_DAYS");
        deputy(&head, "housing-handler", "housing-head", "2025-09-10", "2025-09-12").hidden();
        deputy(&world.as_("water-clerk"), "water-handler", "water-clerk", "2025-09-10", "2025-09-12").hidden();
        deputy(&head, "water-handler", "water-handler-two", "2025-09-10", "2025-09-12").done();
        deputy(&head, "water-handler", "water-triage", "2025-09-12", "2025-09-15").refused("DEPUTY_SET");
        deputy(&head, "water-triage", "water-handler", "2025-09-11", "2025-09-12").refused("DEPUTY_AWAY");
        deputy(&head, "water-handler-two", "water-triage", "2025-09-11", "2025-09-12").refused("DEPUTISES");
        // A post that ends takes its deputy with it.
        let handler = account("water-handler").to_string();
        world.as_("security-admin").fill("/admin/posts", &format!("/admin/posts/{handler}/end"), &[("reason", "调离")], None).done();
        world.as_("audit-admin").act_on_proposal("confirm", &[]).done();
        assert!(!world.as_("water-handler-two").get("/sign-in/post").text().contains("代"));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

/// Ends somebody's account.
fn ends(world: &World, name: &str) {
    let action = format!("/admin/accounts/{}/disable", account(name));
    world.as_("system-admin").fill("/admin/accounts", &action, &[], None).done();
}

#[test]
fn who_stands_in_is_out_with_the_account_or_the_post_of_whom_he_stands_in_for() {
    for world in World::each() {
        let (triage, clerk) = (world.as_("water-triage"), world.as_("housing-clerk"));
        // At work in their own posts, before there is a second to choose.
        triage.get("/desk/day").lacks("潘致远");
        clerk.get("/desk/day").lacks("傅广厦");
        deputy(&world.as_("water-head"), "water-head", "water-triage", "2025-09-10", "2025-09-12").done();
        wear(&triage);
        triage.get("/desk/day").shows("潘致远");
        ends(&world, "water-head");
        // He signs in again, and is in his own chair.
        triage.get("/desk/day").lacks("潘致远");
        assert!(!triage.get("/sign-in/post").text().contains("潘致远"), "the deputyship is still offered");
        // Nor does he count where it is asked who could decide, or whether an organ has anybody.
        let today = world.house().today();
        let at_work = world.house().db().read_here(move |tx| Ok(casework::people::post::at_work(tx, testkit::world::HERE, today)?)).unwrap();
        assert!(!at_work.is_empty() && at_work.iter().all(|post| post.deputy_for.get() == 0), "{at_work:?}");

        deputy(&world.as_("housing-head"), "housing-head", "housing-clerk", "2025-09-10", "2025-09-12").done();
        wear(&clerk);
        clerk.get("/desk/day").shows("傅广厦");
        let post = account("housing-head").to_string();
        world.as_("security-admin").fill("/admin/posts", &format!("/admin/posts/{post}/end"), &[("reason", "调离")], None).done();
        world.as_("audit-admin").act_on_proposal("confirm", &[]).done();
        clerk.get("/desk/day").lacks("傅广厦");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn who_is_back_ends_the_deputyship_at_once_and_the_day_stays_that_of_the_deputy() {
    for world in World::each() {
        let (head, triage) = (world.as_("water-head"), world.as_("water-triage"));
        triage.get("/desk/day").lacks("潘致远");
        deputy(&head, "water-head", "water-triage", "2025-09-10", "2025-09-12").done();
        wear(&triage);
        triage.get("/desk/day").shows("潘致远");
        let end = head.get("/desk/away").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/end")).unwrap();
        head.fill("/desk/away", &end, &[], None).done();
        triage.get("/desk/day").lacks("潘致远");
        assert!(!triage.get("/sign-in/post").text().contains("潘致远"), "the deputyship is still offered");
        head.forge(&end, false, &[], None).hidden();
        let (by, today) = (account("water-triage"), world.house().today());
        let posts = world.house().db().read_here(move |tx| Ok(casework::people::post::of_account(tx, testkit::world::HERE, by)?)).unwrap();
        let worn = posts.iter().find(|post| post.deputy_for.get() != 0).unwrap();
        assert_eq!(worn.to_day, Some(today), "he wore it today");
        assert!(!worn.is_valid_on(today) && !worn.lasts_on(today));
        // Away again in the afternoon: that is another deputyship.
        deputy(&head, "water-head", "water-triage", "2025-09-10", "2025-09-12").done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn who_left_is_given_nothing_and_has_no_deputy() {
    for world in World::each() {
        let case = way::signed_in(&world);
        way::accept(&world, &case);
        let head = world.as_("water-head");
        let gone = account("water-handler").to_string();
        assert!(head.get(&format!("/desk/case/{case}?do=start")).body.contains(&format!("value=\"{gone}\"")));
        ends(&world, "water-handler");
        assert!(!head.get(&format!("/desk/case/{case}?do=start")).body.contains(&format!("value=\"{gone}\"")), "who left is offered");
        let answer = head.forge(&format!("/desk/case/{case}/start"), false, &[("officer", &gone)], None);
        assert_ne!(answer.status, axum::http::StatusCode::SEE_OTHER, "who left was given a matter");
        deputy(&head, "water-handler", "water-triage", "2025-09-10", "2025-09-12").hidden();
        deputy(&head, "water-triage", "water-handler", "2025-09-10", "2025-09-12").refused("DEPUTY_OUTSIDE");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c_37_accepts_a_deputy_of_one_without_interest() {
    for world in World::each() {
        let case = way::in_handling(&world);
        deputy(&world.as_("water-handler"), "water-handler", "water-clerk", "2025-09-10", "2025-09-12").done();
        let clerk = world.as_("water-clerk");
        wear(&clerk);
        clerk.get("/desk/day?whose=mine").shows(&case.number);
        clerk.act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-30"))).done();
    }
}

#[test]
fn c_37_refuses_a_deputy_what_the_other_is_barred_from() {
    for world in World::each() {
        let case = way::signed_in(&world);
        way::accept(&world, &case);
        world.as_("water-handler").act(&case, "declare_interest", &[]).done();
        deputy(&world.as_("water-handler"), "water-handler", "water-clerk", "2025-09-10", "2025-09-12").done();
        let clerk = world.as_("water-clerk");
        clerk.page(&case).shows(&case.number);
        wear(&clerk);
        clerk.page(&case).hidden();
        clerk.get("/desk/day?all=1").lacks(&case.number);
        // Nor does he write down for the one whom he stands in for that she gave it up.
        let other = way::in_handling(&world);
        let clerk = world.as_("water-clerk");
        clerk.try_(&other, "withdraw", &[("evidence", "signed_paper")]).refused("SELF_HANDLING");
    }
}

fn offer(world: &World, who: &str, to: &str) -> Answer {
    let to = account(to).to_string();
    world.as_(who).forge("/desk/handover", false, &[("taker", &to), ("kind", "post"), ("note", "两件都等图")], None)
}

#[test]
fn a_hand_over_signed_by_both_moves_every_matter_and_no_date() {
    for world in World::each() {
        let (one, two) = (way::in_handling(&world), way::in_handling(&world));
        let dates = (world.dates(&one, "P-05"), world.dates(&two, "P-05"));
        world.today("2025-09-16");
        world.as_("water-handler").get("/desk/handover").shows(&one.number).shows(&two.number);
        let sheet = offer(&world, "water-handler", "water-handler-two").done().location().to_owned();
        let taker = world.as_("water-handler-two");
        taker.get(&sheet).shows(&one.number).shows("等接的人签");
        assert!(world.state(&one).contains("by 池上青"), "nothing moves on one signature");
        taker.fill(&sheet, &format!("{sheet}/accept"), &[], None).done();
        taker.get(&sheet).shows("已接");
        for case in [&one, &two] {
            assert!(world.state(case).contains("by 涂春山") && world.state(case).contains("TakenOn"), "{}", world.state(case));
        }
        assert_eq!(dates, (world.dates(&one, "P-05"), world.dates(&two, "P-05")));
        world.person(&one).get("/follow/case").shows("换成涂春山办");
        taker.forge(&format!("{sheet}/accept"), false, &[], None).refused("HANDOVER_SETTLED");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_hand_over_is_refused_to_who_was_not_asked_and_leaves_what_the_taker_may_not_have() {
    for world in World::each() {
        let (one, two) = (way::in_handling(&world), way::in_handling(&world));
        world.as_("water-handler-two").act(&two, "declare_interest", &[]).done();
        offer(&world, "water-handler", "housing-handler").refused("NOT_A_COLLEAGUE");
        offer(&world, "water-handler-two", "water-handler").refused("NOTHING_IN_HAND");
        let sheet = offer(&world, "water-handler", "water-handler-two").done().location().to_owned();
        offer(&world, "water-handler", "water-head").refused("HANDOVER_WAITS");
        for who in ["housing-handler", "water-triage", "water-clerk"] {
            world.as_(who).get(&sheet).hidden();
            world.as_(who).forge(&format!("{sheet}/accept"), false, &[], None).hidden();
        }
        // Without an offer nobody takes a matter out of another's hands.
        world.as_("water-handler-two").try_(&one, "take_on", &[]).refused("NOT_FROM_HERE");
        world.as_("water-handler-two").forge(&format!("{sheet}/refuse"), false, &[("answer", " ")], None).refused("EMPTY");
        world.as_("water-handler-two").forge(&format!("{sheet}/accept"), false, &[], None).done();
        assert!(world.state(&one).contains("by 涂春山") && world.state(&two).contains("by 池上青"));
        world.as_("water-head").get(&sheet).shows("没有换人，请负责人另交");
        world.as_("water-handler-two").get(&sheet).lacks(&two.number);
    }
}

#[test]
fn when_a_post_ends_its_matters_stand_before_the_head_who_gives_them_at_once() {
    for world in World::each() {
        let (one, two) = (way::in_handling(&world), way::signed_in(&world));
        way::accept(&world, &two);
        let head = world.as_("water-head");
        // Accepted and given to nobody: it stands there already.
        head.get("/desk/unowned").shows(&two.number).lacks(&one.number);
        head.get("/desk/day").shows("有 1 件没有人办");
        let post = account("water-handler").to_string();
        world.as_("security-admin").fill("/admin/posts", &format!("/admin/posts/{post}/end"), &[("reason", "调离")], None).done();
        world.as_("audit-admin").act_on_proposal("confirm", &[]).done();
        head.get("/desk/unowned").shows(&one.number).shows(&two.number);
        let to = account("water-handler-two").to_string();
        rows(&head, "give", &[&one, &two], &[("sure", "on"), ("officer", &post), ("reason", "接手")]).refused("EMPTY");
        let fields = [("sure", "on"), ("officer", to.as_str()), ("reason", "原承办人离岗")];
        rows(&head, "give", &[&one, &two], &fields).shows("办成 2 件");
        assert!(world.state(&one).contains("by 涂春山") && world.state(&two).contains("by 涂春山"));
        head.get("/desk/unowned").shows("件件有人办");
        world.as_("water-handler-two").get("/desk/unowned").hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn what_lies_in_an_office_where_nobody_is_at_work_stands_before_who_sent_it() {
    for world in World::each() {
        let case = world.petition("lost");
        way::classify(&world, &case);
        let head = world.as_("office-head");
        head.get("/desk/unowned").lacks(&case.number);
        // In the inspection office only a supervisor works: nobody there signs for it.
        way::refer(&world, &case, "inspection");
        head.get("/desk/unowned").shows(&case.number).shows("没有人在岗");
        world.as_("water-head").get("/desk/unowned").lacks(&case.number);
    }
}

#[test]
fn an_offer_that_waits_stands_first_however_many_were_settled_since() {
    for world in World::each() {
        let (one, two) = (way::in_handling(&world), way::in_handling(&world));
        let to = account("water-handler-two").to_string();
        world.as_("water-head").act(&two, "hand_over", &[("officer", &to), ("reason", way::REASON)]).done();
        let waits = offer(&world, "water-handler", "water-head").done().location().to_owned();
        for _ in 0..61 {
            let sheet = offer(&world, "water-handler-two", "water-head").done().location().to_owned();
            world.as_("water-handler-two").forge(&format!("{sheet}/withdraw"), false, &[], None).done();
        }
        assert!(world.as_("water-head").get("/desk/handover").body.contains(&waits), "the offer is out of sight");
        offer(&world, "water-handler", "water-head").refused("HANDOVER_WAITS");
        assert!(world.state(&one).contains("by 池上青"));
    }
}
