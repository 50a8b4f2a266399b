//! Where a choice becomes a fact of the record, the officer makes it: nothing is chosen for him, leaving it out is refused
//! at that field, and what was typed is still there. One possible choice alone may stand chosen.

use crate::way;
use testkit::{
    World,
    world::{Answer, Case, Form, account},
};

/// What a browser would send of a list or of rounds if nobody touched them; only of those that offer more than one.
fn chosen_for_him(form: &Form) -> Vec<(String, String)> {
    let offers = |name: &str| form.offers.iter().filter(|(known, value)| known == name && !value.is_empty()).count();
    form.fields.iter().filter(|(name, value)| offers(name) > 1 && !value.is_empty()).cloned().collect()
}

fn nothing_is_chosen(page: &Answer, but: &[&str]) {
    assert_eq!(page.status, 200, "{}", page.asked);
    for form in page.forms().iter().filter(|form| form.method == "post" && form.action.starts_with("/desk/")) {
        let chosen: Vec<_> = chosen_for_him(form).into_iter().filter(|(name, _)| !but.contains(&name.as_str())).collect();
        assert!(chosen.is_empty(), "{} has chosen {chosen:?} in {}", page.asked, form.action);
    }
}

/// Refused at this field, which is marked, with what was typed beside it still there.
fn refused_at(answer: Answer, verb: &str, field: &str, kept: &str) {
    let answer = answer.refused("EMPTY");
    let tag = answer.body.split('<').find(|tag| tag.contains(&format!("id=\"{verb}-{field}\""))).unwrap_or_default().to_owned();
    assert!(tag.contains("aria-invalid=\"true\"") && tag.contains("refusal"), "{verb}: the refusal is not at {field}: {tag}");
    assert!(answer.body.contains(kept), "{verb}: {kept} is lost");
}

#[test]
fn no_choice_that_becomes_a_fact_is_made_for_the_officer() {
    for world in World::each() {
        nothing_is_chosen(&world.as_("office-clerk").get("/desk/register"), &[]);
        let case = world.petition("drain");
        nothing_is_chosen(&world.as_("office-triage").page(&case), &[]);
        way::classify(&world, &case);
        // What it was classified as stands in the form as a fact, and no longer as a choice.
        nothing_is_chosen(&world.as_("office-triage").page(&case), &["matter_type", "track"]);
        way::refer(&world, &case, "water");
        world.as_("water-clerk").act(&case, "sign_in", &[]).done();
        nothing_is_chosen(&world.as_("water-head").page(&case), &[]);
        way::accept(&world, &case);
        nothing_is_chosen(&world.as_("water-head").page(&case), &[]);
        way::start(&world, &case, "water-handler");
        nothing_is_chosen(&world.as_("water-head").page(&case), &[]);
        nothing_is_chosen(&world.as_("water-handler").get(&format!("/desk/case/{case}/opinion")), &[]);
        world.as_("water-handler").act(&case, "ask_material", &[("what", "受损照片"), ("by", "2025-09-20")]).done();
        nothing_is_chosen(&world.as_("water-handler").page(&case), &[]);
        world.as_("water-handler").act(&case, "receive_material", &[("came", "yes")]).done();
        world.as_("water-handler").act(&case, "request_extension", &[("days", "10"), ("reason", way::REASON)]).done();
        nothing_is_chosen(&world.as_("water-head").page(&case), &[]);
        world.as_("water-head").act(&case, "refuse_extension", &[("reason", "不复杂")]).done();
        way::sign(&world, &case, "2025-10-20");
        nothing_is_chosen(&world.as_("water-clerk").page(&case), &[]);
        way::dispatch(&world, &case);
        way::deliver(&world, &case, "2025-09-10");
        nothing_is_chosen(&world.as_("water-handler").page(&case), &[]);
    }
}

#[test]
fn the_one_possible_choice_stands_chosen() {
    let world = World::new();
    let case = way::delivered(&world);
    let page = world.as_("water-handler").get(&format!("/desk/case/{case}?do=execute"));
    let execute = page.forms().into_iter().find(|form| form.action.ends_with("/execute")).unwrap();
    assert!(execute.fields.contains(&("claim".to_owned(), "0".to_owned())), "{:?}", execute.fields);
}

#[test]
fn a_choice_that_is_left_is_refused_at_its_field_and_what_was_typed_stays() {
    for world in World::each() {
        let clerk = world.as_("office-clerk");
        let left = clerk.try_register("x", &[("channel", "")]).refused("CHANNEL_MISSING");
        assert!(left.body.contains("我家屋后的水沟堵了三年") && left.body.contains("13805710417"), "what was typed is lost");
        let case = world.petition("drain");
        let triage = world.as_("office-triage");
        triage.act(&case, "classify", &[]).refused("EMPTY");
        triage.act(&case, "classify", &[("matter_type", "grievance")]).refused("TRACK_MISSING");
        way::classify(&world, &case);
        refused_at(triage.act(&case, "refer", &[("reason", way::REASON)]), "refer", "to", way::REASON);
        let assign = [("reason", way::REASON), ("term_days", "20"), ("result", "报结果")];
        refused_at(triage.act(&case, "assign", &assign), "assign", "to", "报结果");
        way::refer(&world, &case, "water");
        world.as_("water-clerk").act(&case, "sign_in", &[]).done();
        refused_at(world.as_("water-handler").act(&case, "accept", &[]), "accept", "notice", "");
        way::accept(&world, &case);
        let head = world.as_("water-head");
        refused_at(head.act(&case, "start", &[]), "start", "officer", "");
        way::start(&world, &case, "water-handler");
        refused_at(head.act(&case, "hand_over", &[("reason", "他休假")]), "hand_over", "officer", "他休假");
        let handler = world.as_("water-handler");
        handler.act(&case, "note", &[("words", "到现场看过")]).refused("EMPTY").keeps("到现场看过");
        refused_at(handler.act(&case, "request_extension", &[("reason", way::REASON)]), "request_extension", "days", way::REASON);
        refused_at(handler.act(&case, "correct", &[("now", "水渠"), ("reason", "听错了")]), "correct", "field", "水渠");
        refused_at(handler.act_with(&case, "add_paper", &[], "file"), "add_paper", "kind", "");
        let withdraw = world.as_("water-clerk").act_with(&case, "withdraw", &[("reason", "修好了")], "file");
        refused_at(withdraw, "withdraw", "evidence", "修好了");
        handler.act(&case, "ask_material", &[("what", "照片"), ("by", "2025-09-20")]).done();
        handler.act(&case, "receive_material", &[("note", "四张")]).refused("EMPTY").keeps("四张");
        handler.act(&case, "receive_material", &[("came", "no")]).done();
        outcome_and_owner(&world, &case);
        refused_at(world.as_("water-clerk").act(&case, "dispatch", &[("tracking", "EMS 7")]), "dispatch", "way", "EMS 7");
        let deliver = [("received_on", "2025-09-10"), ("proof", "EMS 7")];
        refused_at(world.as_("water-clerk").act(&case, "deliver", &deliver), "deliver", "way", "EMS 7");
        refused_at(world.as_("water-clerk").act_with(&case, "deliver", &[("way", "post")], "file"), "deliver", "received_on", "");
    }
}

/// The outcome of a claim, and who carries it out, on the page of the opinion.
fn outcome_and_owner(world: &World, case: &Case) {
    let handler = world.as_("water-handler");
    let fields = way::answers("2025-10-20");
    let without = |name: &str| way::lent(&fields).into_iter().filter(|(field, _)| *field != name).collect::<Vec<_>>();
    let refused = handler.act(case, "draft_opinion", &without("outcome-1")).refused("OUTCOME_MISSING");
    assert!(refused.body.contains("灶台损坏与漫水无关") && refused.body.contains("经实地查看"), "what was typed is lost");
    let refused = handler.act(case, "draft_opinion", &without("owner-0")).refused("EXECUTION_MISSING");
    let tag = refused.body.split('<').find(|tag| tag.contains("id=\"owner-0\"")).unwrap_or_default();
    assert!(tag.contains("aria-invalid=\"true\""), "{tag}");
    way::sign(world, case, "2025-10-20");
}

#[test]
fn whom_it_was_told_to_bar_is_still_chosen_after_a_refusal() {
    let world = World::new();
    let case = world.petition("drain");
    let (one, two) = (account("town-head").to_string(), account("town-handler").to_string());
    let fields = [("accused_person", one.as_str()), ("accused_person", two.as_str()), ("matter_type", "")];
    let again = world.as_("office-triage").act(&case, "classify", &fields).refused("EMPTY");
    let form = again.forms().into_iter().find(|form| form.action.ends_with("/classify")).unwrap();
    assert!(again.body.contains(&format!("<option value=\"{one}\" selected")) && again.body.contains(&format!("<option value=\"{two}\" selected")));
    assert!(form.names.iter().any(|name| name == "accused_person"));
}
