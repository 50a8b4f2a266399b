//! What leaves the desk on paper says whose hand it left, and when.

use testkit::World;

#[test]
fn every_page_of_the_desk_says_on_paper_who_has_it_of_which_organ_and_when() {
    for world in World::each() {
        let case = world.petition("drain");
        let clerk = world.as_("office-clerk");
        let name =
            clerk.get("/desk/day").body.split("class=\"me\"").nth(1).unwrap().split("<b>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        for path in ["/desk/day".to_owned(), "/desk/cases".to_owned(), format!("/desk/case/{case}/receipt")] {
            let page = clerk.get(&path);
            let line = page
                .body
                .split("class=\"only-paper fine\">")
                .nth(1)
                .unwrap_or_else(|| panic!("{path} has no line for paper"))
                .split('<')
                .next()
                .unwrap();
            assert!(line.starts_with(&name) && line.contains(" 2025-09-10 ") && line.ends_with("取自邻聚"), "{path}: {line}");
        }
        // The slip itself: who registered it, on which day and at what time, and where the seal goes.
        clerk.get(&format!("/desk/case/{case}/receipt")).shows("登记人").shows("（盖章）");
    }
}
