//! The usual way of a petition, step by step, each through the page of whoever does it.

use testkit::world::{Case, World, account, organ};

/// A reason that is long enough for any rule.
pub const REASON: &str = "情况复杂，需要实地查看并会商。";

/// 甄别: a grievance for the petition procedure itself.
pub fn classify(world: &World, case: &Case) {
    world.as_("office-triage").act(case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
}

/// 转送 to an organ of the county.
pub fn refer(world: &World, case: &Case, to: &str) {
    world.as_("office-triage").act(case, "refer", &[("to", &organ(to).to_string()), ("reason", REASON)]).done();
}

/// Referred to the water office on the day it was registered.
pub fn referred(world: &World) -> Case {
    let case = world.petition("drain");
    classify(world, &case);
    refer(world, &case, "water");
    case
}

/// Signed in by the water office.
pub fn signed_in(world: &World) -> Case {
    let case = referred(world);
    world.as_("water-clerk").act(&case, "sign_in", &[]).done();
    case
}

/// Accepted by the water office: the sixty days begin.
pub fn accept(world: &World, case: &Case) {
    world.as_("water-handler").act(case, "accept", &[("notice", "in_person")]).done();
}

/// In the hands of an officer of the water office.
pub fn start(world: &World, case: &Case, officer: &str) {
    world.as_("water-head").act(case, "start", &[("officer", &account(officer).to_string())]).done();
}

/// In handling, all on one day.
pub fn in_handling(world: &World) -> Case {
    let case = signed_in(world);
    accept(world, &case);
    start(world, &case, "water-handler");
    case
}

/// The fields of a complete opinion: the first claim supported, the second not.
pub fn answers(by: &str) -> Vec<(&'static str, String)> {
    vec![
        ("outcome-0", "support".to_owned()),
        ("facts-0", "经实地查看，水沟淤积属实。".to_owned()),
        ("basis-0", "《浙江省河道管理条例》".to_owned()),
        ("owner-0", organ("water").to_string()),
        ("by-0", by.to_owned()),
        ("outcome-1", "not_support".to_owned()),
        ("facts-1", "灶台损坏与漫水无关。".to_owned()),
        ("basis-1", "《民法典》第一千一百六十五条".to_owned()),
    ]
}

/// Borrowed as forms take it.
pub fn lent<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Drafted and signed.
pub fn sign(world: &World, case: &Case, by: &str) {
    sign_as(world, case, by, "water-handler");
}

/// As [`sign`], drafted by somebody.
pub fn sign_as(world: &World, case: &Case, by: &str, drafter: &str) {
    world.as_(drafter).act(case, "draft_opinion", &lent(&answers(by))).done();
    world.as_("water-head").act(case, "sign_opinion", &[]).done();
}

/// 寄出.
pub fn dispatch(world: &World, case: &Case) {
    world.as_("water-clerk").act(case, "dispatch", &[("way", "post"), ("tracking", "EMS 1234")]).done();
}

/// 送达, with the postal receipt.
pub fn deliver(world: &World, case: &Case, on: &str) {
    world.as_("water-clerk").act_with(case, "deliver", &[("way", "post"), ("received_on", on)], "file").done();
}

/// Delivered to her on the day the world stands at.
pub fn delivered(world: &World) -> Case {
    let case = in_handling(world);
    let today = world.house().today();
    sign(world, &case, &today.plus_days(20).to_string());
    dispatch(world, &case);
    deliver(world, &case, &today.to_string());
    case
}

/// What is written down when it is completed.
pub const NOTES: &[(&str, &str)] = &[("note-0", "施工队 10 月 20 日进场"), ("note-1", "已当面说明理由")];
