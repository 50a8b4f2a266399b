//! She asks the body above to look at it anew (art 35; P-06, P-07, C-25), and which letters are hers already.

use crate::{letters, way};
use testkit::{
    World,
    world::{FILE, organ},
};

const WHY: &str = "灶台就是漫水泡坏的，没有人来看过。";

#[test]
fn p_06_accepts_a_request_on_the_last_lawful_day_with_its_receipt_and_who_took_it() {
    for engine in testkit::engines() {
        let world = World::on(engine, "2025-09-02", kernel::Calendar::bundled());
        let case = way::delivered(&world);
        world.today("2025-10-09");
        let her = world.person(&case);
        her.get("/follow/case").shows("到这天为止");
        her.fill("/follow/case", "/follow/review", &[("review_words", " ")], None).refused("REVIEW_NO_REASON");
        let taken = her.fill("/follow/case", "/follow/review", &[("review_words", WHY)], Some(("file", FILE))).done();
        assert_eq!(taken.location(), "/follow/review-receipt");
        let slip = her
            .get("/follow/review-receipt")
            .shows("桐庐县信访局")
            .shows("10月9日")
            .shows("11月10日")
            .shows("记录指纹")
            .shows("《信访工作条例》第三十五条");
        slip.lacks("三十天以后交的");
        let matter = world.matter(&case);
        assert!(!matter.reviews[0].late && matter.reviews[0].to == organ("office"));
        assert_eq!(world.dates(&case, "P-07"), ("2025-11-08".to_owned(), "2025-11-10".to_owned()), "TV-9");
        // The window that she has used is no date any more.
        her.get("/follow/case").shows("您请求了复查").shows("11月10日").lacks("到这天为止");
        her.forge("/follow/review", true, &[("review_words", WHY)], None).refused("REVIEW_ASKED");
        // The body that took it records the opinion that she has; her last window begins.
        let review =
            [("outcome", "uphold"), ("doc_no", "桐信复查〔2025〕3号"), ("way", "post"), ("received_on", "2025-10-09"), ("words", "维持原处理意见。")];
        world.as_("water-head").try_(&case, "record_review", &review).refused("NOT_YOURS");
        world.as_("office-head").act(&case, "record_review", &review).refused("DELIVERY_UNPROVEN");
        world.as_("office-head").act_with(&case, "record_review", &review, "file").done();
        her.get("/follow/case").shows("收到复查意见").shows("维持原处理意见。").shows("请求复核");
        assert!(world.matter(&case).running("P-07").is_none() && world.matter(&case).running("P-08").is_some());
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn c_25_refuses_a_late_one_without_its_reason_and_takes_it_with_one() {
    for engine in testkit::engines() {
        let world = World::on(engine, "2025-09-02", kernel::Calendar::bundled());
        let case = way::delivered(&world);
        world.today("2025-10-10");
        let her = world.person(&case);
        her.forge("/follow/review", true, &[("review_words", WHY)], None).refused("REVIEW_LATE").keeps(WHY);
        assert!(world.matter(&case).reviews.is_empty());
        her.fill("/follow/case", "/follow/review", &[("review_words", WHY), ("why_late", "九月底起住院")], None).done();
        her.get("/follow/review-receipt").shows("三十天以后交的");
        assert!(world.matter(&case).reviews[0].late);
        world.as_("office-head").page(&case).shows("九月底起住院");
    }
}

#[test]
fn p_06_refuses_before_a_delivered_reply_and_by_another_than_her() {
    let world = World::new();
    let case = way::in_handling(&world);
    world.person(&case).forge("/follow/review", true, &[("review_words", WHY)], None).refused("NOTHING_TO_REVIEW");
    let done = way::delivered(&world);
    for name in ["water-handler", "water-head", "office-head"] {
        world.as_(name).try_(&done, "ask_review", &[("review_words", WHY)]).refused("NOT_YOURS");
    }
    assert!(world.matter(&done).reviews.is_empty());
}

#[test]
fn c_73_refuses_a_rating_of_what_went_another_way() {
    for world in World::each() {
        let case = world.petition("court");
        let triage = world.as_("office-triage");
        triage.act(&case, "classify", &[("matter_type", "grievance"), ("track", "J1_judicial")]).done();
        let fields =
            [("procedure", "向人民法院起诉"), ("statute", "《民事诉讼法》第一百二十二条"), ("body", "桐庐县人民法院"), ("limit_note", "三年")];
        triage.act(&case, "divert", &fields).done();
        let her = world.person(&case);
        assert!(!her.get("/follow/case").offers("/follow/rate"));
        her.forge("/follow/rate", false, &[("rating", "satisfied")], None).refused("NOTHING_TO_RATE");
        assert!(world.matter(&case).rating.is_none());
    }
}

#[test]
fn c_73_accepts_a_rating_of_what_was_handled_here() {
    for world in World::each() {
        let own = way::delivered(&world);
        let her = world.person(&own);
        assert!(her.get("/follow/case").offers("/follow/rate"));
        her.fill("/follow/case", "/follow/rate", &[("rating", "basically")], None).done();
        assert!(world.matter(&own).rating.is_some());
    }
}

#[test]
fn an_opinion_is_hers_to_open_once_it_was_delivered() {
    let world = World::new();
    let case = way::in_handling(&world);
    way::sign(&world, &case, "2025-10-20");
    letters::issue(&world, "water-handler", &case, "T-13", "water-head", &[("review_body", "桐庐县人民政府")]).done();
    let file = world.matter(&case).letters[0].issued.file;
    let her = world.person(&case);
    her.get("/follow/case").lacks("处理意见书");
    her.get(&format!("/follow/file/{file}")).hidden();
    way::dispatch(&world, &case);
    way::deliver(&world, &case, "2025-09-10");
    her.get("/follow/case").shows("处理意见书");
    assert!(her.get(&format!("/follow/file/{file}")).bytes.starts_with(b"%PDF-"));
}

#[test]
fn c_25_whose_thirty_days_ended_while_another_review_ran_is_not_late_for_ten_days_more() {
    for (day, late) in [("2025-10-29", false), ("2025-10-31", true)] {
        for engine in testkit::engines() {
            let world = World::on(engine, "2025-09-02", kernel::Calendar::bundled());
            let case = way::delivered(&world);
            let her = world.person(&case);
            her.fill("/follow/case", "/follow/review", &[("review_words", WHY)], None).done();
            // She asks for more; that is answered while the review runs, and a window of its own begins.
            her.fill("/follow/case", "/follow/add", &[("words", "还有一样"), ("claim", "赔偿灶台")], None).done();
            let third = [("outcome-2", "explain"), ("facts-2", "灶台在屋内"), ("basis-2", "《民法典》")];
            world.as_("water-handler").act(&case, "draft_opinion", &third).done();
            world.as_("water-head").act(&case, "sign_opinion", &[]).done();
            way::dispatch(&world, &case);
            way::deliver(&world, &case, "2025-09-02");
            assert_eq!(world.dates(&case, "P-06").1, "2025-10-09");
            world.today("2025-10-20");
            let upheld =
                [("outcome", "change"), ("doc_no", "桐信复查〔2025〕3号"), ("way", "post"), ("received_on", "2025-10-20"), ("words", "第一项变更。")];
            world.as_("office-head").act_with(&case, "record_review", &upheld, "file").done();
            assert!(world.matter(&case).notices.iter().any(|notice| notice.kind == "review"));
            assert_eq!(world.matter(&case).facts.review_upheld_on.map(|day| day.to_string()).as_deref(), Some("2025-10-20"));
            world.today(day);
            let answer = world.person(&case).forge("/follow/review", true, &[("review_words", WHY)], None);
            if late {
                answer.refused("REVIEW_LATE");
            } else {
                answer.done();
                assert!(!world.matter(&case).reviews[1].late);
            }
            assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        }
    }
}
