//! What the papers require, what they say, and how they look.

use crate::{
    pdf::{lines, poppler, press},
    samples::{self, mediation},
};
use kernel::Yuan;
use paper::{
    Kind, Letter, Look, Template, docx,
    template::mediation::{Entrusted, Party, Reach, Reason, Reporter, Session, Sheet, Who},
};

fn refused(template: &dyn Template) -> (&'static str, Option<&'static str>) {
    let refusal = template.compose().unwrap_err();
    (refusal.code, refusal.field)
}

fn incomplete(field: &'static str) -> (&'static str, Option<&'static str>) {
    ("LETTER_INCOMPLETE", Some(field))
}

fn every() -> Vec<Letter> {
    mediation::all().into_iter().chain(mediation::others()).map(Result::unwrap).collect()
}

fn said(letter: &Letter) -> String {
    let text = poppler("pdftotext", &press().print(letter, &samples::print()).unwrap(), &["-layout"]);
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn numbers_are_those_of_the_file() {
    assert_eq!(Kind::Agreement.number("横", 2025, 12), "横人调字〔2025〕第12号");
    assert_eq!(Kind::Opinion.number("横政", 2025, 12), "横政信复〔2025〕12号");
    assert!(Kind::ALL.into_iter().all(|kind| Kind::parse(kind.code()) == Some(kind)));
    assert!(Kind::ALL.into_iter().all(|kind| Kind::PETITION.contains(&kind) != Kind::MEDIATION.contains(&kind)));
    let titles: Vec<&str> = mediation::all().iter().map(|letter| letter.as_ref().unwrap().kind.code()).collect();
    assert_eq!(titles, Kind::MEDIATION.map(Kind::code));
}

#[test]
fn every_paper_prints_with_its_title_and_no_signature_stands_alone() {
    for letter in every() {
        let pdf = press().print(&letter, &samples::print()).unwrap();
        let title: String = poppler("pdftotext", &pdf, &[]).chars().filter(|letter| !letter.is_whitespace()).collect();
        assert!(title.contains(&letter.title), "{}", letter.title);
        let lines = lines(&pdf);
        let last = lines.iter().map(|line| line.page).max().unwrap();
        if letter.look == Look::Cover {
            assert_eq!(last, 1, "{}", letter.title);
            continue;
        }
        assert!(last <= 2, "{} has {last} pages", letter.title);
        let text = lines.iter().filter(|line| line.page == last && line.top < 261.0).map(|line| line.text.chars().count()).sum::<usize>();
        assert!(text >= 40, "{}: {text} characters on its last page", letter.title);
        // A stop or a bracket at the edge of a line hangs into the margin, where its half without ink is.
        let wide: Vec<&str> = lines.iter().filter(|line| line.right > 190.0 || line.left < 22.0).map(|line| line.text.as_str()).collect();
        assert!(wide.is_empty(), "{} is wider than its page: {wide:?}", letter.title);
    }
}

#[test]
fn t_31_the_applicants_own_data_are_required_and_the_other_ones_name_is_enough() {
    let mut application = mediation::application();
    application.respondents[0].who = Who::Person { sex: String::new(), ethnicity: String::new(), age: None, occupation: String::new() };
    assert!(said(&application.compose().unwrap()).contains("年龄不详"));
    application.respondents[0].name.clear();
    assert_eq!(refused(&application), incomplete("name"));
    let mut application = mediation::application();
    application.applicants[0].reach = Reach::Told { address: "横村镇".to_owned(), contact: String::new() };
    assert_eq!(refused(&application), incomplete("contact"));
    let mut application = mediation::application();
    application.requests = vec![" ".to_owned()];
    assert_eq!(refused(&application), incomplete("requests"));
    assert!(said(&mediation::application().compose().unwrap()).contains("自愿申请"));
}

#[test]
fn t_32_source_and_kind_of_dispute_are_required() {
    let mut intake = mediation::intake();
    intake.source = None;
    assert_eq!(refused(&intake), incomplete("source"));
    let mut intake = mediation::intake();
    intake.parties.truncate(1);
    assert_eq!(refused(&intake), incomplete("parties"));
}

#[test]
fn t_33_tells_every_right_and_duty_also_in_large_print() {
    let letter = mediation::rights().compose().unwrap();
    let says = said(&letter);
    for right in [
        "选择或者接受调解员",
        "拒绝调解",
        "随时要求终止调解",
        "不公开调解",
        "自愿达成调解协议",
        "不收取任何费用",
        "如实陈述",
        "尊重调解员",
        "三十日内共同向人民法院申请司法确认",
        "可以向人民法院提起诉讼",
    ] {
        assert!(says.contains(right), "{right}");
    }
    let large = paper::Print { large: true, ..samples::print() };
    assert!(press().print(&letter, &large).is_ok());
    let mut rights = mediation::rights();
    rights.teller.clear();
    assert_eq!(refused(&rights), incomplete("teller"));
}

#[test]
fn c_47_what_a_party_offered_in_mediation_is_not_written_down() {
    let mut record = mediation::record(Session::Mediation);
    record.statements[1].words.push_str("如果她不闹，最多赔八千。");
    assert_eq!(refused(&record), ("CONCESSION_RECORDED", Some("statements")));
    let mut record = mediation::record(Session::Investigation);
    record.told.clear();
    assert_eq!(refused(&record), incomplete("told"));
    assert_eq!(mediation::record(Session::Investigation).compose().unwrap().title, "调查记录");
    assert!(said(&mediation::record(Session::Mediation).compose().unwrap()).contains("记录人郎文倩"));
}

#[test]
fn t_35_nothing_that_article_29_names_may_be_missing() {
    let of = |change: &dyn Fn(&mut paper::template::mediation::Agreement)| {
        let mut agreement = mediation::agreement();
        change(&mut agreement);
        refused(&agreement)
    };
    assert_eq!(of(&|agreement| agreement.facts.clear()), incomplete("facts"));
    assert_eq!(of(&|agreement| agreement.issues.clear()), incomplete("issues"));
    assert_eq!(of(&|agreement| agreement.responsibility.clear()), incomplete("responsibility"));
    assert_eq!(of(&|agreement| agreement.clauses.clear()), incomplete("clauses"));
    assert_eq!(of(&|agreement| agreement.obligations.clear()), incomplete("obligations"));
    assert_eq!(of(&|agreement| agreement.obligations[0].by = None), incomplete("by"));
    assert_eq!(of(&|agreement| agreement.obligations[1].place.clear()), incomplete("place"));
    assert_eq!(of(&|agreement| agreement.obligations[1].manner.clear()), incomplete("manner"));
    assert_eq!(of(&|agreement| agreement.mediators.clear()), incomplete("mediators"));
    assert_eq!(of(&|agreement| agreement.parties.truncate(1)), incomplete("parties"));
    assert_eq!(of(&|agreement| agreement.common.number.clear()), incomplete("number"));
}

#[test]
fn t_35_sums_stand_in_digits_and_capitals_and_there_is_a_copy_for_each_and_one_for_the_file() {
    let mut agreement = mediation::agreement();
    let says = said(&agreement.compose().unwrap());
    for wanted in
        ["12,000.00", "壹万贰仟元整", "本协议一式三份", "甲方（签名或按指印）", "人民调解员方建国", "桐庐县横村镇人民调解委员会", "2025年11月6日"]
    {
        assert!(says.contains(wanted), "{wanted}");
    }
    agreement.parties.push(Party { role: "丙方".to_owned(), ..agreement.parties[0].clone() });
    agreement.obligations[0].amount = Yuan::parse("3050.08");
    let says = said(&agreement.compose().unwrap());
    assert!(says.contains("本协议一式四份") && says.contains("叁仟零伍拾元零捌分"), "{says}");
}

#[test]
fn t_35_the_word_file_holds_the_same_words() {
    let letter = mediation::agreement().compose().unwrap();
    let json = docx_rs::read_docx(&docx::write(&letter).unwrap()).unwrap().json();
    for wanted in [letter.title.as_str(), "横人调字〔2025〕第12号", "（大写：壹万贰仟元整）", "履行内容", "人民调解员方建国"]
    {
        assert!(json.contains(wanted), "{wanted}");
    }
}

#[test]
fn a_long_table_goes_on_with_its_head_and_a_long_record_keeps_its_signatures_company() {
    let mut agreement = mediation::agreement();
    agreement.obligations = std::iter::repeat_n(agreement.obligations[0].clone(), 24).collect();
    let lines_of = lines(&press().print(&agreement.compose().unwrap(), &samples::print()).unwrap());
    let heads: Vec<usize> = lines_of.iter().filter(|line| line.text == "履行内容").map(|line| line.page).collect();
    assert!(heads.len() >= 2 && heads.windows(2).all(|pair| pair[0] < pair[1]), "{heads:?}");
    for more in (0..30).step_by(3) {
        let mut violence = mediation::violence();
        violence.words = "他又打人了，孩子躲在床底下不敢出来。".repeat(more + 1);
        let lines_of = lines(&press().print(&violence.compose().unwrap(), &samples::print()).unwrap());
        let last = lines_of.iter().map(|line| line.page).max().unwrap();
        assert!(lines_of.iter().any(|line| line.page == last && line.text.contains("避开加害人")), "{more}");
    }
}

#[test]
fn t_36_an_agreement_by_word_of_mouth_says_why_and_since_when() {
    let mut oral = mediation::oral();
    assert!(said(&oral.compose().unwrap()).contains("口头协议自达成之日起生效"));
    oral.agreed_on = None;
    assert_eq!(refused(&oral), incomplete("agreed_on"));
    let mut oral = mediation::oral();
    oral.why_oral.clear();
    assert_eq!(refused(&oral), incomplete("why_oral"));
}

#[test]
fn c_40_whoever_ends_it_is_told_the_other_ways_and_the_last_day() {
    let mut termination = mediation::termination();
    let says = said(&termination.compose().unwrap());
    for wanted in ["向人民法院提起诉讼：桐庐县人民法院", "2028年10月3日（含当日）以前提出", "12348", "这是法律给当事人的权利"]
    {
        assert!(says.contains(wanted), "{wanted}");
    }
    assert!(!says.contains("仲裁：") && says.contains("1.请行政机关处理"), "a way that is not open is not named");
    termination.prescription = None;
    termination.arbitration = "桐庐县劳动人事争议仲裁委员会".to_owned();
    let says = said(&termination.compose().unwrap());
    assert!(says.contains("1.申请仲裁") && says.contains("过期可能失去权利"), "{says}");
    termination.reason = None;
    assert_eq!(refused(&termination), incomplete("reason"));
    termination.reason = Some(Reason::Sham);
    termination.court.clear();
    assert_eq!(refused(&termination), incomplete("court"));
    assert!(Reason::ALL.into_iter().all(|reason| Reason::parse(reason.code()) == Some(reason)));
}

#[test]
fn t_38_a_visit_says_what_was_done_and_what_may_come() {
    let mut visit = mediation::follow_up();
    visit.risks.clear();
    assert_eq!(refused(&visit), incomplete("risks"));
}

#[test]
fn c_44_one_party_alone_or_too_late_cannot_ask_for_confirmation() {
    let mut alone = mediation::confirmation();
    alone.applicants.truncate(1);
    assert_eq!(refused(&alone), ("NOT_JOINT", Some("applicants")));
    let mut of_three = mediation::confirmation();
    of_three.parties_of_agreement = 3;
    assert_eq!(refused(&of_three), ("NOT_JOINT", Some("applicants")));
    let mut late = mediation::confirmation();
    late.day = samples::day(12, 7);
    assert_eq!(refused(&late), ("CONFIRM_LATE", Some("day")));
    late.day = samples::day(12, 6);
    assert!(late.compose().is_ok(), "the last day is in time");
    let mut by_agent = mediation::confirmation();
    by_agent.applicants[0].agent = "律师".to_owned();
    assert_eq!(refused(&by_agent), incomplete("authority"));
}

#[test]
fn c_55_an_address_that_is_kept_stands_on_no_paper_that_the_other_side_gets() {
    let mut agreement = mediation::agreement();
    agreement.parties[0].reach = Reach::Kept;
    let mut confirmation = mediation::confirmation();
    confirmation.applicants[0].reach = Reach::Kept;
    let papers = [agreement.compose().unwrap(), confirmation.compose().unwrap(), confirmation.materials().unwrap()];
    for letter in &papers {
        assert!(!letter.all_text().contains("青柏湾村三组") && !letter.all_text().contains("0571-00000000"), "{}", letter.title);
    }
    assert!(papers[0].all_text().contains("依法保密") && papers[2].all_text().contains("单独密封"));
}

#[test]
fn c_40_nothing_is_entrusted_without_the_consent_of_all() {
    let mut letter = mediation::entrustment();
    letter.consents[1].on = None;
    assert_eq!(refused(&letter), ("NO_CONSENT", Some("consents")));
    let mut letter = mediation::entrustment();
    letter.materials.clear();
    assert_eq!(refused(&letter), incomplete("materials"));
    assert_eq!(mediation::entrustment().compose().unwrap().title, "委派调解函");
}

#[test]
fn c_47_the_answer_tells_the_outcome_and_nothing_that_was_said() {
    let mut reply = mediation::reply();
    assert!(said(&reply.compose().unwrap()).contains("无争议事实"));
    reply.undisputed.clear();
    reply.outcome = Some(Entrusted::Ended { reason: Reason::NoAgreement, on: samples::day(11, 20) });
    let says = said(&reply.compose().unwrap());
    assert!(says.contains("退回") && !says.contains("无争议事实"), "{says}");
    reply.outcome = None;
    assert_eq!(refused(&reply), incomplete("outcome"));
}

#[test]
fn c_52_who_reported_is_told_to_the_police_alone() {
    let violence = mediation::violence();
    let (police, file) = (said(&violence.sheet(Sheet::Police).unwrap()), said(&violence.sheet(Sheet::File).unwrap()));
    for secret in ["盛桂芬", "班主任", "0571-00000008", "县救助站", "0571-00000009"] {
        assert!(police.contains(secret) && !file.contains(secret), "{secret}");
    }
    assert!(file.contains("横派接字1106第3号"));
    let mut telling = mediation::violence();
    telling.measures.push("由班主任盛 桂 芬陪护".to_owned());
    assert_eq!(refused(&telling), ("REPORTER_TOLD", Some("reporter")));
    assert!(telling.sheet(Sheet::Police).is_ok());
    let mut hers = mediation::violence();
    hers.reporter = Some(Reporter::Victim);
    assert!(said(&hers.sheet(Sheet::Police).unwrap()).contains("受害人本人"));
}

#[test]
fn c_50_the_files_copy_has_the_number_that_the_police_gave() {
    let mut violence = mediation::violence();
    violence.receipt.clear();
    assert_eq!(refused(&violence), incomplete("receipt"));
    assert!(violence.sheet(Sheet::Police).is_ok(), "the report itself does not wait for it");
    violence.reporter = None;
    assert_eq!(violence.sheet(Sheet::Police).unwrap_err().field, Some("reporter"));
}
