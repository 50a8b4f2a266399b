//! What stands beside a draft answer: what it lacks, what no letter may hold, which remedies it will tell (C-18, C-20, C-21, C-27, C-71).

use crate::way;
use testkit::{
    World,
    world::{Answer, Case},
};

fn look(world: &World, case: &Case, change: &[(&str, &str)]) -> Answer {
    let answers = way::answers("2025-10-20");
    let kept = way::lent(&answers).into_iter().filter(|(name, _)| !change.iter().any(|(own, _)| own == name));
    let fields: Vec<(&str, &str)> = kept.chain(change.iter().copied()).collect();
    world.as_("water-handler").forge(&format!("/desk/case/{case}/opinion/check"), true, &fields, None)
}

#[test]
fn a_draft_that_is_complete_has_nothing_beside_it_and_looking_keeps_nothing() {
    for world in World::each() {
        let case = way::in_handling(&world);
        look(&world, &case, &[]).shows("该写的都写了").shows("请求原办理机关、单位的上一级机关、单位复查").shows("灶台损坏与漫水无关");
        assert!(world.matter(&case).opinion.is_none(), "looking is no drafting");
        assert!(world.as_("water-handler").get(&format!("/desk/case/{case}/opinion")).body.contains("data-lint"));
    }
}

#[test]
fn looking_at_a_draft_is_a_look_at_the_matter() {
    for world in World::each() {
        let case = way::in_handling(&world);
        world.as_("water-handler-two").forge(&format!("/desk/case/{case}/opinion/check"), true, &[], None).shows("灶台");
        world.as_("water-head").get(&format!("/desk/case/{case}/readers")).shows("涂春山");
        // So is a refusal that comes with the page of the matter around it.
        world.as_("water-triage").try_(&case, "archive", &[]).refused("NOT_FROM_HERE");
        world.as_("water-head").get(&format!("/desk/case/{case}/readers")).shows("汪清源");
    }
}

#[test]
fn c_20_and_c_71_what_no_letter_may_hold_is_told_where_it_stands() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let told = look(&world, &case, &[("facts-0", "双方签订息诉罢访协议，本人承诺不再上访。评价满意的，送您礼品。"), ("basis-1", "")]);
        let told = told.shows("WAIVER_FORBIDDEN · C-20").shows("RATING_INDUCED · C-71").shows("BASIS_MISSING");
        assert!(told.body.contains("href=\"#facts-0\"") && told.body.contains("href=\"#basis-1\""), "no way to the field");
        look(&world, &case, &[("basis-0", "钱\u{F0001}仙的证言")]).shows("GLYPH_MISSING").shows("U+F0001");
        // Her own words, quoted, are hers.
        let hers = world.register("promise", "office-clerk", &[("words", "乡里要我写“不再上访”的保证。")]);
        way::classify(&world, &hers);
        way::refer(&world, &hers, "water");
        world.as_("water-clerk").act(&hers, "sign_in", &[]).done();
        way::accept(&world, &hers);
        way::start(&world, &hers, "water-handler");
        look(&world, &hers, &[("facts-0", "经查，乡里确曾要求写“不再上访”的保证，已责令改正。")]).lacks("WAIVER_FORBIDDEN");
    }
}

#[test]
fn c_27_a_day_before_it_was_asked_for_is_told_beside_the_draft_as_it_is_refused() {
    for world in World::each() {
        let case = way::in_handling(&world);
        look(&world, &case, &[("by-0", "2025-01-01")]).shows("EXECUTION_MISSING");
        let answers = way::answers("2025-01-01");
        world.as_("water-handler").try_(&case, "draft_opinion", &way::lent(&answers)).refused("EXECUTION_MISSING");
    }
}

#[test]
fn c_21_the_remedies_come_from_the_track_and_another_tracks_is_told() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let told = look(&world, &case, &[("facts-1", "如不服，可以自收到之日起六十日内申请行政复议。")]);
        told.shows("WRONG_REMEDY · C-21");
        look(&world, &case, &[("facts-1", "灶台损坏与漫水无关。")]).lacks("WRONG_REMEDY");
    }
}

#[test]
fn c_18_and_c_27_what_is_missing_is_told_claim_by_claim() {
    let world = World::new();
    let case = way::in_handling(&world);
    let told = look(&world, &case, &[("facts-0", ""), ("outcome-1", ""), ("owner-0", "")]);
    told.shows("CLAIM_UNANSWERED · C-18").shows("OUTCOME_MISSING").shows("EXECUTION_MISSING · C-27");
    world.as_("housing-handler").forge(&format!("/desk/case/{case}/opinion/check"), true, &[], None).hidden();
}

#[test]
fn the_letter_is_looked_at_before_it_is_signed_without_a_number_and_as_a_draft() {
    for world in World::each() {
        let case = way::in_handling(&world);
        let path = format!("/desk/case/{case}/opinion/preview");
        let handler = world.as_("water-handler");
        assert!(handler.get(&format!("/desk/case/{case}/opinion")).body.contains(&format!("formaction=\"{path}\"")));
        handler.get(&path).refused("LETTER_NOT_NOW");
        // Half written: what lacks is said to lack, and nothing is kept.
        let half = handler.forge(&path, true, &[("facts-0", "经实地查看，水沟淤积属实。")], None);
        assert!(half.bytes.starts_with(b"%PDF-"), "{}", half.refusal());
        assert!(world.matter(&case).opinion.is_none(), "looking is no drafting");
        let waiver = [("facts-0", "双方已签订息诉罢访协议，信访人承诺不再上访。")];
        handler.forge(&path, true, &waiver, None).refused("WAIVER_FORBIDDEN").keeps("息诉罢访");
        handler.act(&case, "draft_opinion", &way::lent(&way::answers("2025-10-20"))).done();
        let head = world.as_("water-head");
        head.page(&case).shows("先看意见书草稿");
        assert!(head.get(&path).bytes.starts_with(b"%PDF-"));
        let (house, asker, stream) = (world.house(), world.asker("water-head"), case.stream);
        let text = world.block_on(async move { casework::document::draft::preview(&house, &asker, stream, None).await }).unwrap().all_text();
        assert!(text.contains("草稿，未签发，未编号") && text.contains("水沟淤积属实") && !text.contains("号）1号"), "{text}");
        // Who neither drafts nor signs is shown none, and none stays when it is signed: then the letters page has it.
        world.as_("water-clerk").get(&path).hidden();
        world.as_("housing-head").get(&path).hidden();
        assert!(world.matter(&case).letters.is_empty());
        world.as_("water-head").act(&case, "sign_opinion", &[]).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}
