//! What a letter refuses.

use crate::samples;
use kernel::law::Law;
use paper::{
    Template, docx, lint,
    template::{Completion, Remedy},
};

fn refused(template: &dyn Template) -> (&'static str, Option<&'static str>) {
    let refusal = template.compose().unwrap_err();
    (refusal.code, refusal.field)
}

#[test]
fn every_template_is_complete_when_its_fields_are() {
    assert_eq!(samples::all().into_iter().map(Result::unwrap).count(), paper::Kind::ALL.len());
}

#[test]
fn an_empty_required_field_refuses_by_name() {
    let mut referral = samples::referral();
    referral.reason = " ".to_owned();
    assert_eq!(refused(&referral), ("LETTER_INCOMPLETE", Some("reason")));
    let mut referral = samples::referral();
    referral.objection_by = None;
    assert_eq!(refused(&referral), ("LETTER_INCOMPLETE", Some("objection_by")));
    let mut opinion = samples::opinion(2);
    opinion.answers[1].basis.clear();
    assert_eq!(refused(&opinion), ("LETTER_INCOMPLETE", Some("basis")));
    let mut opinion = samples::opinion(1);
    opinion.review_body.clear();
    assert_eq!(refused(&opinion), ("LETTER_INCOMPLETE", Some("review_body")));
    let mut opinion = samples::opinion(1);
    opinion.common.body.clear();
    assert_eq!(refused(&opinion), ("LETTER_INCOMPLETE", Some("body")));
    let completion = Completion {
        common: samples::common("桐庐县横村镇人民政府", paper::Kind::Completion),
        to: "桐庐县信访局".to_owned(),
        summary: "路灯".to_owned(),
        assigned_on: samples::day(10, 29),
        reply: None,
        results: vec![],
        satisfaction: "未评价".to_owned(),
        risk: "无".to_owned(),
        attachments: vec![],
    };
    assert_eq!(refused(&completion), ("LETTER_INCOMPLETE", Some("results")));
}

#[test]
fn c16_an_extension_notice_of_more_than_thirty_days_is_refused() {
    let mut extension = samples::extension();
    extension.days = 31;
    assert_eq!(refused(&extension), ("EXT_TOO_LONG", Some("days")));
}

#[test]
fn c21_a_remedy_of_another_track_is_refused_and_the_own_one_stands_in_the_letter() {
    let mut opinion = samples::opinion(1);
    let letter = opinion.compose().unwrap();
    assert!(letter.all_text().contains("请求原办理机关、单位的上一级机关、单位复查"));
    assert!(letter.all_text().contains("桐庐县人民政府"), "the body above is named");
    let row = Law::bundled().remedies("J5_duty", "opinion", samples::day(11, 6)).next().unwrap();
    opinion.remedies = vec![Remedy { track: row.track.clone(), zh: row.zh.clone(), article: row.article.clone() }];
    assert_eq!(opinion.compose().unwrap_err().code, "WRONG_REMEDY");
}

#[test]
fn c21_a_remedy_of_another_track_in_the_text_is_refused() {
    let law = Law::bundled();
    let mut opinion = samples::opinion(1);
    opinion.answers[0].facts.push_str("如不服，您可以在60日内向县政府申请行政复议。");
    let letter = opinion.compose().unwrap();
    assert_eq!(lint::check(law, &letter, "", "J6_petition").unwrap_err().code, "WRONG_REMEDY");
    assert_eq!(lint::check(law, &letter, "", "J5_duty").unwrap_err().code, "WRONG_REMEDY", "nor may a J5 answer offer the review");
    assert!(lint::check(law, &samples::opinion(1).compose().unwrap(), "", "J6_petition").is_ok());
}

#[test]
fn c20_a_waiver_is_refused_and_her_quoted_words_are_not() {
    let law = Law::bundled();
    let with = |facts: &str| {
        let mut opinion = samples::opinion(1);
        opinion.answers[0].facts = facts.to_owned();
        lint::check(law, &opinion.compose().unwrap(), "村里叫我写保证，今后不再上访才给补助", "J6_petition").map_err(|refusal| refusal.code)
    };
    assert_eq!(with("双方签订息 诉 罢 访 协议后发放补助"), Err("WAIVER_FORBIDDEN"));
    assert_eq!(with("信访人承诺今后不再信访"), Err("WAIVER_FORBIDDEN"));
    assert_eq!(with("您反映村里要求您“今后不再上访才给补助”，经查属实，已责令改正"), Ok(()));
    assert_eq!(with("您写下“今后不再去镇里上访”"), Err("WAIVER_FORBIDDEN"), "a quotation that she did not say");
    // What she asks for is hers: no lint reads it.
    let mut opinion = samples::opinion(1);
    opinion.answers[0].claim = "撤销要我写的息诉罢访保证书".to_owned();
    assert!(lint::check(law, &opinion.compose().unwrap(), "", "J6_petition").is_ok());
}

#[test]
fn c26_noted_alone_is_no_answer_to_a_suggestion() {
    for empty in ["", "收悉", "已收悉。", "感谢！", "已转有关部门研究"] {
        let mut suggestion = samples::suggestion();
        suggestion.reason = empty.to_owned();
        assert_eq!(refused(&suggestion), ("REPLY_EMPTY", Some("reason")), "{empty}");
    }
    let mut suggestion = samples::suggestion();
    suggestion.adopted = None;
    assert_eq!(refused(&suggestion), ("REPLY_EMPTY", Some("adopted")));
    assert!(samples::suggestion().compose().is_ok());
}

#[test]
fn the_docx_holds_the_same_words() {
    let letter = samples::opinion(1).compose().unwrap();
    let bytes = docx::write(&letter).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert!(docx_rs::read_docx(&bytes).unwrap().json().contains(&letter.title));
}
