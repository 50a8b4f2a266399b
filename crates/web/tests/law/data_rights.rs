//! Her personal data: what she asks of them is answered or refused with a reason (C-81), and none are published (C-82).

use crate::way;
use testkit::{
    World,
    world::{Answer, Case, HERE, organ},
};

fn ask(world: &World, case: &Case, right: &str) -> Answer {
    world.person(case).fill("/follow/case", "/follow/data", &[("data_right", right), ("data_words", "给我看看记了什么")], None)
}

#[test]
fn c_81_accepts_each_request_answers_it_within_the_term_and_she_reads_the_answer() {
    for world in World::each() {
        let case = way::in_handling(&world);
        for (right, name) in
            [("access", "查阅记了我什么"), ("copy", "要一份"), ("correct", "更正、补充"), ("explain", "说明为什么收、怎么用"), ("erase", "删除")]
        {
            ask(&world, &case, right).done();
            let hers = world.person(&case).get("/follow/case").shows(name).shows("由桐庐县林业水利局答复").shows("9月25日");
            assert!(!hers.offers("/follow/data"), "one at a time");
            assert_eq!(world.dates(&case, "C-81").1, "2025-09-25", "fifteen days");
            let handler = world.as_("water-handler");
            handler.page(&case).shows(name).shows("给我看看记了什么");
            handler.act(&case, "answer_data", &[("done", "yes"), ("words", "已当面给您一份。")]).done();
            world.person(&case).get("/follow/case").shows("答复：照办了").shows("已当面给您一份。");
        }
        // What closes the matter does not end what is owed here, and the office that was asked answers wherever it goes.
        ask(&world, &case, "explain").done();
        world.person(&case).fill("/follow/case", "/follow/withdraw", &[("reason", "不要了")], None).done();
        assert_eq!(world.matter(&case).running("C-81").map(|clock| clock.holder), Some(organ("water")), "it runs on");
        world.as_("water-head").act(&case, "answer_data", &[("done", "no"), ("words", "依照第十八条办理，不用另行同意。")]).done();
        assert!(world.matter(&case).running("C-81").is_none());
        world.person(&case).get("/follow/case").shows("答复：不能照办").shows("依照第十八条办理，不用另行同意。");
        assert_eq!(world.wrong(), Vec::<String>::new());
        let rows = world.rows();
        casework::verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(world.rows(), rows);
    }
}

#[test]
fn c_81_refuses_an_answer_without_words_by_another_office_and_silence() {
    for world in World::each() {
        let case = way::in_handling(&world);
        world.as_("water-handler").try_(&case, "answer_data", &[("done", "no"), ("words", "不给")]).refused("DATA_NOT_ASKED");
        let her = world.person(&case);
        her.forge("/follow/data", false, &[("data_words", "给我一份")], None).refused("DATA_WHAT").keeps("给我一份");
        // Nobody asks in her name.
        world.as_("water-handler").try_(&case, "ask_data", &[("data_right", "copy")]).refused("NOT_YOURS");
        ask(&world, &case, "copy").done();
        her.forge("/follow/data", false, &[("data_right", "copy")], None).refused("DATA_ASKED");
        for done in ["yes", "no"] {
            world.as_("water-handler").act(&case, "answer_data", &[("done", done), ("words", " ")]).refused("DATA_NO_REASON");
        }
        world.as_("water-clerk").try_(&case, "answer_data", &[("done", "yes"), ("words", "好")]).refused("NOT_YOURS");
        world.as_("office-triage").try_(&case, "answer_data", &[("done", "yes"), ("words", "好")]).refused("DATA_OTHERS");
        // Not answered by its day: supervision is proposed against who owes it.
        world.today("2025-09-26");
        casework::petition::sweep::late(&world.house(), HERE).unwrap();
        assert!(world.state(&case).contains("supervision proposed 2025-09-26 for C-81 1"), "{}", world.state(&case));
        world.as_("water-handler").get("/desk/day").shows(&case.number);
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

/// Every page that is open to all, of a county with matters, letters and answers.
fn open_pages(world: &World) -> Vec<Answer> {
    let visitor = world.visitor("anybody");
    let web = world.web();
    let open =
        web.known().iter().filter(|known| known.access == web::route::Access::Public && known.method == "GET" && !known.path.contains("{slip}"));
    open.map(|known| visitor.get(&known.path.replace("{county}", "330122").replace("{mark}", "330122-x").replace("{page}", "1"))).collect()
}

#[test]
fn c_82_accepts_that_an_office_publishes_what_it_is_and_seals_that_name_nobody() {
    for world in World::each() {
        let _case = way::delivered(&world);
        let admin = world.as_("system-admin");
        let hall = [("kind", "phone"), ("words", "县信访局咨询电话"), ("phone", "13805710099")];
        admin.fill("/admin/channels", "/admin/channels", &hall, None).done();
        let pages = open_pages(&world);
        assert!(pages.len() > 10 && pages.iter().any(|page| page.body.contains("13805710099")), "{}", pages.len());
    }
}

#[test]
fn c_82_refuses_to_publish_what_tells_of_a_citizen() {
    for world in World::each() {
        let case = way::delivered(&world);
        world.person(&case).fill("/follow/case", "/follow/rate", &[("rating", "unsatisfied"), ("why", "水还在漫")], None).done();
        for page in open_pages(&world) {
            for secret in ["李秀兰", "13805710417", "近江社区 3 组", "drain", "水还在漫", &case.number, &case.code] {
                assert!(!page.body.contains(secret), "{} tells {secret}", page.asked);
            }
        }
        // Where somebody writes what all will read, a citizen's number is turned away.
        let admin = world.as_("system-admin");
        let add = |fields: &[(&str, &str)]| admin.fill("/admin/channels", "/admin/channels", fields, None);
        add(&[("kind", "phone"), ("phone", "0571-64000088"), ("words", "李秀兰 13805710417")])
            .refused("PUBLISHES_PERSON")
            .keeps("李秀兰 13805710417");
        add(&[("kind", "phone"), ("phone", "0571-64000088"), ("hours", "11010519491231002X")]).refused("PUBLISHES_PERSON");
        world.visitor("anybody").get("/channels").lacks("李秀兰").lacks("11010519491231002X");
    }
}
