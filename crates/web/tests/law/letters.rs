//! Letters through the front door: from the case's own data, numbered, kept as they went out, checked by anybody, and back
//! signed (section 5, C-20, C-21, C-26, C-31).

use crate::way;
use axum::http::StatusCode;
use casework::document::{Typed, issue as document};
use testkit::{
    World,
    world::{Answer, Case, account},
};

fn letters(case: &Case) -> String {
    format!("/desk/case/{case}/letters")
}

pub fn issue(world: &World, who: &str, case: &Case, kind: &str, head: &str, more: &[(&str, &str)]) -> Answer {
    let head = account(head).to_string();
    let fields = [("kind", kind), ("approved_by", head.as_str()), ("copies", "2")];
    let fields: Vec<(&str, &str)> = fields.into_iter().chain(more.iter().copied()).collect();
    world.as_(who).forge(&letters(case), false, &fields, None)
}

fn signed(world: &World) -> Case {
    let case = way::in_handling(world);
    way::sign(world, &case, "2025-10-20");
    case
}

/// An opinion that the water office issued, and its bytes.
fn issued(world: &World) -> (Case, Vec<u8>) {
    let case = signed(world);
    issue(world, "water-handler", &case, "T-13", "water-head", &[("review_body", "桐庐县人民政府")]).done();
    let bytes = world.as_("water-handler").get(&format!("/desk/case/{case}/letter/1"));
    assert_eq!(bytes.status, StatusCode::OK, "{}", bytes.refusal());
    (case, bytes.bytes)
}

/// What a letter says, as its preview has it.
pub fn text(world: &World, who: &str, head: &str, case: &Case, kind: paper::Kind, typed: Typed) -> String {
    let wanted = document::Wanted { kind, typed, approved_by: account(head), copies: 1 };
    let (house, asker, stream) = (world.house(), world.asker(who), case.stream);
    world.block_on(async move { document::preview(&house, &asker, stream, &wanted).await }).unwrap().all_text()
}

/// The code beside the marks of a letter.
fn code_of(world: &World, case: &Case) -> String {
    let stream = world.matter(case).stream;
    casework::petition::reading::letter_code(world.house().vault(), stream, 1).to_string()
}

#[test]
fn t13_is_issued_from_the_record_on_both_engines_and_a_reprint_is_the_same_bytes() {
    for world in World::each() {
        let (case, bytes) = issued(&world);
        assert!(bytes.starts_with(b"%PDF-"));
        let letter = world.matter(&case).letters[0].clone();
        assert_eq!(letter.issued.number, world.matter(&case).opinion.unwrap().doc_no, "the number that the head signed");
        assert_eq!(letter.issued.approved_by, account("water-head"));
        world.today("2025-09-12");
        let again = world.as_("water-head").get(&format!("/desk/case/{case}/letter/1"));
        assert_eq!(again.bytes, bytes, "a reprint serves the bytes that went out");
        world.as_("water-head").get(&letters(&case)).shows(&letter.issued.number).shows("处理意见书");
        // Once under its number.
        issue(&world, "water-handler", &case, "T-13", "water-head", &[("review_body", "桐庐县人民政府")]).refused("LETTER_ISSUED");
        let report = casework::verify::verify(&world.house(), testkit::world::HERE).unwrap();
        assert!(report.wrong.is_empty(), "{:?}", report.wrong);
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn each_print_is_written_down_with_account_and_time() {
    let world = World::new();
    let (case, _) = issued(&world);
    let prints = |world: &World| world.as_("water-head").get(&format!("/desk/case/{case}/readers")).body.matches("打印").count();
    let before = prints(&world);
    for _ in 0..2 {
        let _ = world.as_("water-clerk").get(&format!("/desk/case/{case}/letter/1"));
    }
    assert_eq!(prints(&world), before + 2, "two prints within the half hour are two entries");
}

#[test]
fn the_seal_use_register_tells_who_approved_and_how_many_and_only_to_the_organ() {
    let world = World::new();
    let (case, _) = issued(&world);
    let number = world.matter(&case).letters[0].issued.number.clone();
    world.as_("water-clerk").get("/desk/seals").shows(&number).shows("潘致远").shows("池上青");
    world.as_("housing-clerk").get("/desk/seals").lacks(&number);
    // Nothing is sealed in his name unseen.
    world.as_("water-head").get("/desk/news").shows("用您的名义盖了印");
    world.as_("water-handler").get("/desk/news").lacks("用您的名义盖了印");
}

#[test]
fn a_seal_is_approved_by_a_head_and_an_opinion_by_who_signed_it() {
    let world = World::new();
    let case = signed(&world);
    let body = [("review_body", "桐庐县人民政府")];
    issue(&world, "water-handler", &case, "T-13", "water-handler", &body).refused("SEAL_TWO_PERSONS");
    issue(&world, "water-handler", &case, "T-06", "office-clerk", &[]).refused("APPROVER_MISSING");
    issue(&world, "water-handler", &case, "T-06", "water-head", &[("copies", "2")]).done();
}

#[test]
fn two_persons_stand_behind_each_seal_and_an_organ_of_one_head_asks_the_one_above() {
    for world in World::each() {
        let case = signed(&world);
        let body = [("review_body", "桐庐县人民政府")];
        // The only head asks himself: not by his own account, and the one above approves.
        issue(&world, "water-head", &case, "T-06", "water-head", &[]).refused("SEAL_TWO_PERSONS").keeps("2");
        world.as_("water-head").get(&letters(&case)).shows("由桐庐县信访局的负责人批准").shows("乔令仪");
        issue(&world, "water-head", &case, "T-06", "housing-head", &[]).refused("APPROVER_MISSING");
        issue(&world, "water-head", &case, "T-06", "office-head", &[]).done();
        let number = world.matter(&case).letters[0].issued.number.clone();
        world.as_("office-head").get("/desk/seals").shows(&number).shows("乔令仪").shows("桐庐县林业水利局");
        world.as_("office-clerk").get("/desk/seals").lacks(&number);
        // Another asks: the head of the organ, and nobody of the one above.
        issue(&world, "water-handler", &case, "T-13", "office-head", &body).refused("APPROVER_MISSING");
        issue(&world, "water-handler", &case, "T-13", "water-head", &body).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_seal_is_not_approved_by_a_deputy_for_whom_he_stands_in_nor_by_who_drafted() {
    for world in World::each() {
        // The head drafted and signed it: somebody else approves the seal.
        let case = way::in_handling(&world);
        way::sign_as(&world, &case, "2025-10-20", "water-head");
        let body = [("review_body", "桐庐县人民政府")];
        issue(&world, "water-handler", &case, "T-13", "water-head", &body).refused("SEAL_TWO_PERSONS");
        issue(&world, "water-handler", &case, "T-13", "office-head", &body).done();
        // The handler stands in for the head: neither asks by the one and approves by the other.
        let case = signed(&world);
        let head = world.as_("water-head");
        let deputy = world.as_("water-handler-two");
        deputy.page(&case).shows(&case.number);
        crate::dispatch::deputy(&head, "water-head", "water-handler-two", "2025-09-10", "2025-09-12").done();
        issue(&world, "water-head", &case, "T-06", "water-handler-two", &[]).refused("APPROVER_MISSING");
        crate::dispatch::wear(&deputy);
        issue(&world, "water-handler-two", &case, "T-06", "water-head", &[]).refused("SEAL_TWO_PERSONS");
        issue(&world, "water-handler-two", &case, "T-06", "office-head", &[]).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn what_the_record_does_not_hold_is_no_letter_and_an_empty_field_refuses_by_name() {
    let world = World::new();
    let case = signed(&world);
    issue(&world, "water-handler", &case, "T-07", "water-head", &[]).refused("LETTER_NOT_NOW");
    let refused = issue(&world, "water-handler", &case, "T-13", "water-head", &[]).refused("LETTER_INCOMPLETE");
    assert!(refused.text().contains("review_body"), "the missing field is named");
    assert!(world.matter(&case).letters.is_empty());
}

#[test]
fn referral_notice_and_referral_letter_have_numbers_without_gaps() {
    let world = World::new();
    let case = way::referred(&world);
    issue(&world, "office-triage", &case, "T-03", "office-head", &[]).done();
    issue(&world, "office-triage", &case, "T-05", "office-head", &[]).done();
    issue(&world, "office-triage", &case, "T-05", "office-head", &[("copies", "0")]).done();
    let numbers: Vec<String> = world.matter(&case).letters.iter().map(|letter| letter.issued.number.clone()).collect();
    assert_eq!(numbers, ["桐信信转〔2025〕1号", "桐信信告〔2025〕1号", "桐信信告〔2025〕2号"]);
}

#[test]
fn a_preview_numbers_nothing_and_docx_holds_the_same() {
    let world = World::new();
    let case = signed(&world);
    let head = account("water-head").to_string();
    let fields = [("kind", "T-13"), ("approved_by", head.as_str()), ("copies", "2"), ("review_body", "桐庐县人民政府")];
    let path = format!("{}/preview", letters(&case));
    let pdf = world.as_("water-handler").forge(&path, false, &fields, None);
    assert!(pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.refusal());
    let with_docx: Vec<(&str, &str)> = fields.into_iter().chain([("as", "docx")]).collect();
    assert!(world.as_("water-handler").forge(&path, false, &with_docx, None).bytes.starts_with(b"PK"));
    assert!(world.matter(&case).letters.is_empty());
}

/// The opinion of a matter whose first answer says this, signed; and what its issuing answers.
fn opinion_saying(world: &World, case: &Case, facts: &str) -> Answer {
    let mut answers = way::answers("2025-10-20");
    for (name, value) in &mut answers {
        if *name == "facts-0" {
            facts.clone_into(value);
        }
    }
    world.as_("water-handler").act(case, "draft_opinion", &way::lent(&answers)).done();
    world.as_("water-head").act(case, "sign_opinion", &[]).done();
    issue(world, "water-handler", case, "T-13", "water-head", &[("review_body", "桐庐县人民政府")])
}

#[test]
fn c_20_refuses_to_issue_a_letter_with_a_waiver() {
    for world in World::each() {
        let case = way::in_handling(&world);
        opinion_saying(&world, &case, "双方已签订息诉罢访协议，信访人承诺不再上访。").refused("WAIVER_FORBIDDEN");
        assert!(world.matter(&case).letters.is_empty());
    }
}

#[test]
fn c_20_accepts_a_letter_that_quotes_her_own_words() {
    for world in World::each() {
        let case = world.register("promise", "office-clerk", &[("words", "乡里要我写“不再上访”的保证。")]);
        way::classify(&world, &case);
        way::refer(&world, &case, "water");
        world.as_("water-clerk").act(&case, "sign_in", &[]).done();
        way::accept(&world, &case);
        way::start(&world, &case, "water-handler");
        opinion_saying(&world, &case, "经查，乡里确曾要求写“不再上访”的保证，已责令改正。").done();
        assert_eq!(world.matter(&case).letters.len(), 1);
    }
}

#[test]
fn c_21_refuses_to_issue_a_letter_with_the_remedy_of_another_track() {
    for world in World::each() {
        let case = way::in_handling(&world);
        opinion_saying(&world, &case, "水沟淤积属实。如不服，可以自收到之日起六十日内申请行政复议。").refused("WRONG_REMEDY");
        assert!(world.matter(&case).letters.is_empty());
    }
}

#[test]
fn c_21_accepts_a_letter_with_the_remedy_of_its_own_track_before_a_named_body() {
    for world in World::each() {
        let case = way::in_handling(&world);
        opinion_saying(&world, &case, "经实地查看，水沟淤积属实。").done();
        let typed = Typed { review_body: "桐庐县人民政府".to_owned(), ..Typed::default() };
        let says = text(&world, "water-handler", "water-head", &case, paper::Kind::Opinion, typed);
        assert!(says.contains("复查") && says.contains("桐庐县人民政府") && !says.contains("行政复议"), "{says}");
    }
}

#[test]
fn c_71_refuses_to_issue_a_letter_that_offers_something_for_a_rating() {
    for world in World::each() {
        let case = way::in_handling(&world);
        opinion_saying(&world, &case, "水沟淤积属实。评价满意的，送您礼品。").refused("RATING_INDUCED");
        assert!(world.matter(&case).letters.is_empty());
    }
}

#[test]
fn c_71_accepts_a_letter_that_only_says_that_she_can_rate() {
    for world in World::each() {
        let case = way::in_handling(&world);
        opinion_saying(&world, &case, "水沟淤积属实。收到答复后，您可以凭查询码评价，满意不满意都可以。").done();
    }
}

/// A suggestion, typed.
fn suggestion(world: &World) -> Case {
    let case = world.petition("bench");
    world.as_("office-triage").act(&case, "classify", &[("matter_type", "suggestion")]).done();
    case
}

const BENCH: &str = "已列入今年便民设施，十一月底前在站点装好两张长凳。";

#[test]
fn c_26_refuses_noted_alone_as_a_reply_to_a_suggestion() {
    for world in World::each() {
        let case = suggestion(&world);
        issue(&world, "office-triage", &case, "T-15", "office-head", &[("adopted", "yes"), ("reason", "收悉")]).refused("REPLY_EMPTY").keeps("收悉");
        issue(&world, "office-triage", &case, "T-15", "office-head", &[("adopted", ""), ("reason", BENCH)]).refused("REPLY_EMPTY").keeps(BENCH);
        assert!(world.matter(&case).letters.is_empty());
        // A grievance is not answered so, and a suggestion by no opinion.
        let grievance = way::referred(&world);
        issue(&world, "water-triage", &grievance, "T-15", "water-head", &[("adopted", "yes"), ("reason", BENCH)]).refused("LETTER_NOT_NOW");
        let triage = world.as_("office-triage");
        triage.act(&case, "accept", &[("notice", "in_person")]).done();
        world.as_("office-head").act(&case, "start", &[("officer", &account("office-handler").to_string())]).done();
        world.as_("office-handler").try_(&case, "draft_opinion", &way::lent(&way::answers("2025-10-20"))).refused("SUGGESTION_REPLY");
    }
}

#[test]
fn c_26_accepts_a_reply_with_its_reason_and_with_it_the_suggestion_is_done() {
    for world in World::each() {
        for (nth, adopted) in ["yes", "partly", "no"].into_iter().enumerate() {
            let case = suggestion(&world);
            if nth == 1 {
                // Accepted, it has a term of its own, and none of a grievance.
                world.as_("office-triage").act(&case, "accept", &[("notice", "in_person")]).done();
                assert_eq!(world.dates(&case, "P-05.suggestion").0, "2025-11-09");
                world.person(&case).get("/follow/case").shows("书面答复您的建议");
            }
            world.as_("office-triage").page(&case).shows("答复建议");
            issue(&world, "office-triage", &case, "T-15", "office-head", &[("adopted", adopted), ("reason", BENCH)]).done();
            let matter = world.matter(&case);
            assert_eq!((matter.stage.code(), matter.letters[0].issued.kind.as_str()), ("completed", "T-15"));
            assert!(matter.clocks.iter().all(|clock| clock.ended.is_some()), "{:?}", matter.clocks);
            let page = world.as_("office-triage").page(&case);
            for verb in ["refer", "assign", "accept", "divert", "non_accept"] {
                assert!(!page.body.contains(&format!("do={verb}")) && !page.body.contains(&format!("/{verb}\"")), "{verb} is still offered");
            }
            world.as_("office-triage").get("/desk/day?all=1").lacks(&case.number);
            world.person(&case).get("/follow/case").shows("答复了您的建议");
            world.as_("office-head").get("/desk/news").shows("用您的名义盖了印").shows(&case.number);
            issue(&world, "office-triage", &case, "T-15", "office-head", &[("adopted", adopted), ("reason", BENCH)]).refused("LETTER_NOT_NOW");
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

fn look(world: &World, who: &str, case: &Case, kind: &str, more: &[(&str, &str)]) -> Answer {
    let fields = [("kind", kind), ("copies", "2")];
    let fields: Vec<(&str, &str)> = fields.into_iter().chain(more.iter().copied()).collect();
    world.as_(who).forge(&format!("{}/check", letters(case)), false, &fields, None)
}

#[test]
fn a_letter_is_looked_at_before_it_is_issued_and_each_finding_names_its_field_and_its_rule() {
    for world in World::each() {
        let case = world.petition("bench");
        world.as_("office-triage").act(&case, "classify", &[("matter_type", "suggestion")]).done();
        let (head, own) = (account("office-head").to_string(), account("office-triage").to_string());
        let words = "已列入计划。信访人承诺不再上访，钱\u{F0001}仙同意。";
        let typed = [("reason", words), ("reward", "给予五星好评的奖励\u{F0002}"), ("approved_by", own.as_str())];
        let page = look(&world, "office-triage", &case, "T-15", &typed).keeps(words);
        assert_eq!(page.status, StatusCode::OK);
        // Nothing is chosen of what becomes of it; a waiver; a character without a font, in each field; and nobody else approves.
        let page = page.shows("对建议：").shows("REPLY_EMPTY · C-26").shows("理由和安排：").shows("WAIVER_FORBIDDEN · C-20");
        let page = page.shows("GLYPH_MISSING").shows("U+F0001").shows("奖励：").shows("U+F0002").shows("SEAL_TWO_PERSONS · T-00");
        let page = page.lacks("写出来是这样").lacks("没有不能写的话");
        assert!(page.body.contains("href=\"#T-15-reason\"") && page.body.contains("id=\"T-15-adopted\""), "a finding leads to its field");
        // Mended: nothing is found, and it reads as it will stand.
        let reason = "已列入今年便民设施，十一月底前在站点装好两张长凳。";
        let typed = [("adopted", "yes"), ("reason", reason), ("approved_by", head.as_str())];
        let page = look(&world, "office-triage", &case, "T-15", &typed);
        page.shows("没有不能写的话").shows("写出来是这样").shows("予以采纳").shows("关于您所提建议的答复").lacks("REPLY_EMPTY");
        assert!(world.matter(&case).letters.is_empty(), "looking issues nothing");
        // Refused on issuing, the same list stands there.
        let refused = issue(&world, "office-triage", &case, "T-15", "office-head", &[("reason", words)]).refused("REPLY_EMPTY");
        assert!(refused.body.contains("WAIVER_FORBIDDEN · C-20"), "the list is gone");
        look(&world, "water-handler", &case, "T-15", &typed).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn c20_what_the_record_says_is_found_as_the_records_and_not_as_the_forms() {
    let world = World::new();
    let case = way::in_handling(&world);
    let mut answers = way::answers("2025-10-20");
    for (name, value) in &mut answers {
        if *name == "facts-0" {
            *value = "双方已签订息诉罢访协议，信访人承诺不再上访。".to_owned();
        }
    }
    world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&answers)).done();
    world.as_("water-head").act(&case, "sign_opinion", &[]).done();
    let head = account("water-head").to_string();
    let typed = [("review_body", "桐庐县人民政府"), ("approved_by", head.as_str())];
    look(&world, "water-handler", &case, "T-13", &typed).shows("案卷里：").shows("WAIVER_FORBIDDEN · C-20").lacks("LETTER_INCOMPLETE");
}

#[test]
fn c31_nothing_of_an_accusation_is_printed() {
    let world = World::new();
    let case = world.register("accusation", "room-clerk", &[("is_accusation", "on")]);
    world.as_("office-triage").get(&letters(&case)).shows("没有本单位可以开具的文书");
    issue(&world, "office-triage", &case, "T-01", "office-head", &[]).refused("LETTER_NOT_NOW");
}

#[test]
fn her_page_shows_the_letters_that_are_hers_as_pdf() {
    let world = World::new();
    let case = way::referred(&world);
    issue(&world, "office-triage", &case, "T-03", "office-head", &[]).done();
    issue(&world, "office-triage", &case, "T-05", "office-head", &[]).done();
    let (between_offices, hers) = (world.matter(&case).letters[0].issued.file, world.matter(&case).letters[1].issued.file);
    let person = world.person(&case);
    person.get("/follow/case").shows("去向告知书").lacks("转送函");
    assert!(person.get(&format!("/follow/file/{hers}")).bytes.starts_with(b"%PDF-"));
    person.get(&format!("/follow/file/{between_offices}")).hidden();
}

#[test]
fn anybody_can_check_a_letter_and_learns_nothing_of_what_it_says() {
    let world = World::new();
    let (case, bytes) = issued(&world);
    let (number, code) = (world.matter(&case).letters[0].issued.number.clone(), code_of(&world, &case));
    let visitor = world.visitor("neighbour");
    let page = visitor.get(&format!("/V/330122-{}/1", code.replace('-', "")));
    page.shows("桐庐县林业水利局").shows(&number).lacks(&case.number).lacks("水沟").lacks("处理意见书");
    let sent = |bytes: &[u8]| visitor.fill("/v", "/v", &[("county", "330122"), ("code", &code)], Some(("file", bytes)));
    sent(&bytes).shows("完全一样");
    let mut changed = bytes.clone();
    let last = changed.len() - 20;
    changed[last] ^= 1;
    sent(&changed).shows("不是发出的那一份");
    visitor.fill("/v", "/v", &[("county", "330122"), ("code", "7K3M-9Q2X-D5TR-0WHV")], None).hidden();
    // Her query code checks no letter, and the letter's code opens no matter.
    visitor.fill("/v", "/v", &[("county", "330122"), ("code", &case.code)], None).hidden();
    visitor.fill("/follow", "/follow", &[("county", "330122"), ("code", &code)], None).hidden();
}

#[test]
fn t02_is_issued_and_the_copy_that_is_kept_opens_nothing() {
    for world in World::each() {
        let case = world.petition("drain");
        // Without a supervision phone that is not the office's own it is not whole.
        issue(&world, "office-clerk", &case, "T-02", "office-head", &[]).refused("LETTER_INCOMPLETE");
        crate::channels::supervision(&world);
        issue(&world, "office-clerk", &case, "T-02", "office-head", &[]).done();
        let letter = world.matter(&case).letters[0].clone();
        assert_eq!((letter.issued.kind.as_str(), letter.issued.number.as_str()), ("T-02", case.number.as_str()));
        let bytes = world.as_("office-clerk").get(&format!("/desk/case/{case}/letter/1")).bytes;
        assert!(bytes.starts_with(b"%PDF-"));
        let wanted = document::Wanted { kind: paper::Kind::Receipt, typed: Typed::default(), approved_by: account("office-head"), copies: 1 };
        let asker = world.asker("office-clerk");
        let (house, stream) = (world.house(), case.stream);
        let own = wanted.clone();
        let text = world.block_on(async move { document::preview(&house, &asker, stream, &own).await }).unwrap().all_text();
        assert!(text.contains(&case.number) && text.contains("2025年9月25日"), "{text}");
        assert!(!text.contains(&case.code) && !text.contains(&case.code.replace('-', "")) && !text.contains(&case.code[..4]), "{text}");
        world.person(&case).get("/follow/case").shows("登记回执");
        // Another organ did not register it. Once it has it, whom to ask here is not said to be its officer.
        let asker = world.asker("office-clerk");
        let seen = |asker: &casework::Asker| {
            let (house, wanted, asker) = (world.house(), wanted.clone(), asker.clone());
            world.block_on(async move { document::preview(&house, &asker, stream, &wanted).await }).unwrap().all_text()
        };
        assert!(!seen(&asker).contains("谁登记的"));
        way::classify(&world, &case);
        way::refer(&world, &case, "water");
        let text = seen(&asker);
        assert!(text.contains("桐庐县林业水利局") && text.contains("谁登记的"), "{text}");
        issue(&world, "water-clerk", &case, "T-02", "water-head", &[]).refused("LETTER_NOT_NOW");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_page_without_a_mark_is_kept_listed_and_filed_by_hand() {
    for world in World::each() {
        let (case, _) = issued(&world);
        let clerk = world.as_("water-clerk");
        let stranger = ("file", testkit::world::FILE);
        clerk.fill("/desk/scans", "/desk/scans", &[], Some(stranger)).shows("没有认出码，存着");
        let list = clerk.get("/desk/scans").shows("没有认出码的页（1）");
        let put = list.forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/put")).unwrap();
        let picture = put.trim_end_matches("/put").to_owned();
        assert_eq!(clerk.get(&picture).headers["content-type"], "image/jpeg");
        // Another organ sees neither the list nor the page.
        world.as_("housing-clerk").get("/desk/scans").shows("没有认出码的页（0）");
        world.as_("housing-clerk").get(&picture).hidden();
        world.as_("housing-clerk").forge(&put, false, &[("code", &code_of(&world, &case))], None).hidden();
        // Nor does who sits in the next room: nobody knows yet of which matter it is.
        world.as_("water-handler").get("/desk/scans").shows("没有认出码的页（0）");
        world.as_("water-handler").get(&picture).hidden();
        world.as_("water-triage").get("/desk/scans").shows("没有认出码的页（1）");
        world.as_("water-head").get("/desk/scans").shows("没有认出码的页（1）");
        clerk.fill("/desk/scans", &put, &[("code", "7K3M-9Q2X-D5TR-0WHV")], None).refused("LETTER_UNKNOWN");
        clerk.fill("/desk/scans", &put, &[("code", &code_of(&world, &case))], None).done();
        assert_eq!(world.matter(&case).letters[0].pages.len(), 1);
        clerk.get("/desk/scans").shows("没有认出码的页（0）");
        clerk.get(&picture).hidden();
        // What is no page of a letter is taken away, once.
        clerk.fill("/desk/scans", "/desk/scans", &[], Some(stranger)).shows("没有认出码，存着");
        let aside = clerk.get("/desk/scans").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/aside")).unwrap();
        clerk.fill("/desk/scans", &aside, &[], None).done();
        clerk.forge(&aside, false, &[], None).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_stack_without_marks_that_is_sent_again_is_kept_once() {
    for world in World::each() {
        let (house, asker) = (world.house(), world.asker("water-clerk"));
        let stack = || vec![("1.jpg".to_owned(), testkit::world::FILE.to_vec()), ("2.jpg".to_owned(), testkit::world::FILE.to_vec())];
        for key in ["form", "form", "another form"] {
            let told = world.block_on(casework::document::scan::take_in(&house, &asker, stack(), "", key)).unwrap();
            assert!(told.len() == 2 && told.iter().all(|told| told.fate == casework::document::scan::Fate::Kept), "{told:?}");
        }
        assert_eq!(world.block_on(casework::document::unread::waiting(&house, &asker)).unwrap().len(), 4, "two stacks of two");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_letter_is_signed_when_all_its_pages_came_back_and_what_has_no_mark_is_told() {
    for world in World::each() {
        let (case, bytes) = issued(&world);
        let clerk = world.as_("water-clerk");
        let letter = || world.matter(&case).letters[0].clone();
        // As photos of its pages; the program does not see whether they are signed.
        let photos: Vec<Vec<u8>> = paper::scan::pages(&bytes).unwrap().into_iter().map(|page| page.picture).collect();
        let last = u32::try_from(photos.len()).unwrap();
        assert!(letter().issued.pages == last && last > 1, "a letter of one page proves nothing here");
        for (nth, photo) in (1_u32..last).zip(&photos) {
            let told = clerk.fill("/desk/scans", "/desk/scans", &[], Some(("file", photo)));
            told.shows(&letter().issued.number).shows(&format!("第 {nth} 页")).shows(&format!("还没收回：第 {last} 页"));
            assert_eq!((letter().signed_on, letter().missing()), (None, vec![last]));
        }
        clerk.get(&letters(&case)).shows(&format!("收回 {} 页，共 {last} 页", last - 1));
        world.today("2025-09-11");
        let clerk = world.as_("water-clerk");
        // Who does not see the matter hears the same as if there were no such letter.
        let end = &photos[photos.len() - 1];
        world.as_("housing-clerk").fill("/desk/scans", "/desk/scans", &[], Some(("file", end))).shows("这里没有这份文书");
        clerk.fill("/desk/scans", "/desk/scans", &[], Some(("file", end))).lacks("还没收回");
        assert_eq!(letter().signed_on.map(|day| day.to_string()).as_deref(), Some("2025-09-11"));
        clerk.fill("/desk/scans", "/desk/scans", &[], Some(("file", testkit::world::FILE))).shows("没有认出码");
        // Told whose it is, by the code beside the mark: nothing is missing, so it is one more.
        let code = code_of(&world, &case);
        clerk.fill("/desk/scans", "/desk/scans", &[("code", &code)], Some(("file", testkit::world::FILE))).shows("又存一张");
        assert_eq!(letter().pages.len(), photos.len() + 1);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn a_page_that_comes_back_again_is_one_page_with_its_newest_picture_in_front() {
    for world in World::each() {
        let (case, bytes) = issued(&world);
        let clerk = world.as_("water-clerk");
        let photo = paper::scan::pages(&bytes).unwrap().swap_remove(0).picture;
        let send = || clerk.fill("/desk/scans", "/desk/scans", &[], Some(("file", &photo)));
        let letter = || world.matter(&case).letters[0].clone();
        send().shows("第 1 页").lacks("这一页原来就有");
        send().shows("第 1 页").shows("这一页原来就有");
        send().shows("这一页原来就有");
        let files: Vec<String> = letter().pages.iter().map(ToString::to_string).collect();
        assert_eq!((files.len(), letter().back.clone()), (3, vec![1]), "nothing leaves the record");
        // One page: the newest in front, the others behind it, newest first.
        let page = clerk.get(&letters(&case)).shows("早先第 1 张").shows("早先第 2 张").lacks("早先第 3 张");
        assert_eq!(page.text().matches("第 1 页").count(), 1, "{}", page.text());
        let at = |page: &Answer, file: &str| page.body.find(&format!("/desk/file/{file}"));
        assert!(at(&page, &files[2]) < at(&page, &files[1]) && at(&page, &files[1]) < at(&page, &files[0]));
        assert!(files.iter().all(|file| at(&page, file).is_some()));
        let page = clerk.page(&case);
        assert_eq!(page.text().matches("早先第").count(), 2, "the papers of the matter show it once too");
        for file in &files {
            assert_eq!(clerk.get(&format!("/desk/file/{file}")).status, StatusCode::OK, "an earlier picture is kept");
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn the_file_that_went_out_is_no_signed_letter() {
    let world = World::new();
    let (case, bytes) = issued(&world);
    let clerk = world.as_("water-clerk");
    clerk.fill("/desk/scans", "/desk/scans", &[], Some(("file", &bytes))).shows("没有签字盖章");
    // Nor is it with something behind its end, nor by the code that was typed.
    let longer = [bytes.as_slice(), b"\n% signed\n"].concat();
    clerk.fill("/desk/scans", "/desk/scans", &[("code", &code_of(&world, &case))], Some(("file", &longer))).shows("没有签字盖章");
    let letter = world.matter(&case).letters[0].clone();
    assert!(letter.signed_on.is_none() && letter.pages.is_empty());
}

#[test]
fn a_command_room_issues_under_the_word_and_the_count_of_the_body_above_it() {
    for world in World::each() {
        let case = world.register("drain", "room-clerk", &[]);
        world.as_("room-triage").act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
        world.as_("room-handler").act(&case, "accept", &[("notice", "in_person")]).done();
        world.as_("room-head").act(&case, "start", &[("officer", &account("room-handler").to_string())]).done();
        world.as_("room-handler").act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-20"))).done();
        world.as_("room-head").act(&case, "sign_opinion", &[]).done();
        issue(&world, "room-handler", &case, "T-06", "room-head", &[]).done();
        issue(&world, "room-handler", &case, "T-13", "room-head", &[("review_body", "桐庐县人民政府")]).done();
        let numbers: Vec<String> = world.matter(&case).letters.iter().map(|letter| letter.issued.number.clone()).collect();
        assert_eq!(numbers, ["横政信受〔2025〕1号", "横政信复〔2025〕1号"], "the issuer is the body, never an inner office");
        // A reply to a suggestion is of the same series: one count, whoever of the body writes.
        let bench = world.register("bench", "room-clerk", &[]);
        world.as_("room-triage").act(&bench, "classify", &[("matter_type", "suggestion")]).done();
        let reason = ("reason", "已列入今年便民设施，十一月底前在站点装好两张长凳。");
        issue(&world, "room-triage", &bench, "T-15", "room-head", &[("adopted", "yes"), reason]).done();
        assert_eq!(world.matter(&bench).letters[0].issued.number, "横政信复〔2025〕2号");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn t07_names_who_watches_over_the_body_and_never_the_body_itself() {
    for world in World::each() {
        let refused =
            [("reason", "NA3_out_of_remit"), ("basis", "《信访工作条例》第二十三条"), ("body", "桐庐县人民法院"), ("facts", "所述纠纷正在诉讼中。")];
        let case = way::signed_in(&world);
        world.as_("water-triage").act(&case, "non_accept", &refused).done();
        issue(&world, "water-triage", &case, "T-07", "water-head", &[]).done();
        let says = text(&world, "water-triage", "water-head", &case, paper::Kind::NonAcceptance, Typed::default());
        assert!(says.contains("桐庐县信访局") && says.contains("64000001"), "{says}");
        // The petition office's own notice: nobody is above it here, so it says whom it takes for that, or does not leave.
        let own = world.petition("own");
        way::classify(&world, &own);
        world.as_("office-triage").act(&own, "non_accept", &refused).done();
        issue(&world, "office-triage", &own, "T-07", "office-head", &[]).refused("LETTER_INCOMPLETE");
        let above = [("review_body", "杭州市信访局")];
        issue(&world, "office-triage", &own, "T-07", "office-head", &above).done();
        let typed = Typed { review_body: above[0].1.to_owned(), ..Typed::default() };
        let says = text(&world, "office-triage", "office-head", &own, paper::Kind::NonAcceptance, typed);
        assert!(says.contains("可以向杭州市信访局反映"), "{says}");
        world.person(&own).get("/follow/case").lacks("办得不对，打桐庐县信访局电话");
    }
}
