//! What the clauses of an agreement may say.

use crate::samples::mediation;
use kernel::law::Law;
use paper::{
    Template,
    agreement::{Judgement, judge},
    lint,
};

fn judged(clause: &str) -> Judgement {
    judge(Law::bundled(), &[clause.to_owned()], &["钱月仙".to_owned(), "何水根".to_owned()])
}

fn refused(clause: &str) -> Option<(&'static str, &'static str)> {
    judged(clause).refused.first().map(|refusal| (refusal.code, refusal.rule))
}

fn all_refused(code: &str, clauses: &[&str]) {
    let let_through: Vec<&str> =
        clauses.iter().copied().filter(|clause| !judged(clause).refused.iter().any(|refusal| refusal.code == code)).collect();
    assert!(let_through.is_empty(), "{code} was not found in {let_through:#?}");
}

fn all_pass(clauses: &[&str]) {
    let wrong: Vec<String> =
        clauses.iter().filter_map(|clause| judged(clause).refused.first().map(|refusal| format!("{clause}: {refusal:?}"))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn c_20_a_promise_not_to_sue_petition_or_report_is_refused_in_any_words() {
    all_refused(
        "WAIVER_FORBIDDEN",
        &[
            "双方签订本协议后息诉罢访",
            "甲方自愿息 诉、罢-访",
            "甲方领取补偿款后，不得再上访",
            "甲方今后不得就本纠纷向镇、县、市人民政府及其信访部门再行反映",
            "甲方承诺从此不再因此事到任何部门上访、信访",
            "甲方放弃起诉权利",
            "甲方自愿放弃通过诉讼解决本纠纷的权利",
            "甲方放弃一切权利",
            "甲方不得以任何理由向人民法院提起诉讼",
            "任何一方不得因此事起诉",
            "甲方以后不打官司，不找政府",
            "甲方不向公安机关报案，此事到此为止",
            "甲方今后不向公安机关报警",
            "甲方放弃报案",
            "甲方不再举报乙方",
            "甲方保证不拨打12345投诉",
            "甲方撤回对乙方的举报",
            "甲方停止信访",
            "甲方如再上访，应当退还全部补偿款",
            "信访的，本协议作废",
            "甲方不接受采访，不得把此事发到网上",
            "甲方绝不再向纪委检举",
            "甲方同意不申请劳动仲裁",
            "严禁甲方越级上访",
            "甲方永不告状",
            "甲方不会再去法院起诉",
            "双方均不得，再起诉",
            "甲方收款后撤诉并且不得另行起诉",
            "双方均无权就本纠纷提起诉讼",
            "甲方不具有再次信访的权利",
            "任何一方反悔起诉的，应向对方支付违约金1万元",
            "甲方同意不再以任何方式、任何理由向任何机关、组织提出诉求",
            "甲方此后对此事守口如瓶",
            "甲方不得通过网络、媒体发布与本案有关的内容",
            "双方不再因此事发生纠葛，甲方也不再找镇里的麻烦",
        ],
    );
}

#[test]
fn c_43_criminal_liability_is_not_the_parties_to_give() {
    all_refused(
        "WAIVER_FORBIDDEN",
        &[
            "甲方不再追究乙方的刑事责任",
            "乙方的刑事责任，双方同意不予追究",
            "甲方放弃追究乙方刑事责任",
            "双方私了，甲方到派出所撤案",
            "赔偿后免除乙方一切刑事责任",
            "此事不移送公安机关处理",
            "刑事部分就此了结",
        ],
    );
    assert_eq!(refused("甲方不再追究乙方的刑事责任"), Some(("WAIVER_FORBIDDEN", "C-43")));
}

#[test]
fn c_43_what_says_the_contrary_passes_and_so_does_a_lawful_settlement() {
    all_pass(&[
        "本协议不影响任何一方提起诉讼的权利",
        "本协议不影响甲方依法信访、投诉、举报的权利",
        "任何一方不得阻止对方起诉或者信访",
        "乙方不得因甲方投诉而打击报复",
        "乙方不得以甲方曾经上访为由停水停电",
        "签订本协议不等于放弃起诉权利",
        "乙方无权要求甲方不再上访",
        "乙方不按期付款的，甲方可以向人民法院起诉",
        "协商不成的，任何一方可以向人民法院提起诉讼",
        "乙方不能按期付款的甲方有权起诉",
        "对本协议发生争议的，可以依法申请仲裁或者提起诉讼",
        "本协议履行完毕后，双方就本次纠纷的民事赔偿再无其他争议",
        "甲方放弃超出12000元部分的赔偿请求",
        "甲方放弃其他诉讼请求",
        "甲方在收到赔偿款后三日内向法院申请撤诉",
        "甲方对乙方的行为表示谅解，乙方的刑事责任由司法机关依法处理",
        "本协议不影响司法机关依法追究刑事责任",
        "乙方每天22时至次日6时不得开动烘干机",
        "诉讼费由乙方承担",
        "双方互相道歉，今后和睦相处",
        "甲方不得在网上、媒体发布关于乙方的不实信息",
        "任何一方无权阻止对方提起诉讼",
        "甲方不再主张精神损害赔偿",
        "双方终止合同，互不追究违约责任",
        "乙方不得再实施家庭暴力，否则甲方立即报警",
        "乙方不得再在通道上堆放木料，甲方发现后可以向城管部门反映",
    ]);
}

#[test]
fn c_42_a_fee_for_mediation_is_refused_and_others_fees_pass() {
    all_refused(
        "FEE_FORBIDDEN",
        &[
            "双方各交调解费200元",
            "乙方另付手续费100元",
            "甲方给调解员辛苦费500元",
            "乙方向调解委员会支付服务费",
            "乙方付给调解员方建国感谢费300元",
            "双方各向调委会捐款500元",
            "调解员方建国收取双方误餐费50元",
            "双方承担本次调解所需费用，交给调委会",
        ],
    );
    all_pass(&[
        "人民调解委员会调解不收取任何费用",
        "本次调解免收调解费",
        "车辆过户手续费由乙方承担",
        "银行转账手续费由乙方负担",
        "乙方在2025年11月20日前支付甲方医疗费3000元",
        "鉴定费由乙方承担",
        "人民调解员不收报酬",
    ]);
}

#[test]
fn c_49_a_loss_for_whoever_is_not_mediated_is_refused() {
    all_refused(
        "MEDIATION_FORCED",
        &[
            "拒绝调解将扣分",
            "不接受调解的家庭，扣除文明积分10分",
            "甲方不签字的，取消评优资格",
            "调解不成的，停发村集体分红",
            "凡拒不调解者列入失信名单",
            "扣减家庭积分5分，如果甲方不同意调解",
            "中途退出调解，后果自负",
            "双方必须接受调解",
            "不配合调解就通报批评",
            "不来调解的家庭年底不得评为文明户",
            "谁不签字，谁家的低保就停掉",
            "不签字的，今后办事一律靠后",
        ],
    );
    all_pass(&[
        "拒绝调解的，不会因此扣分",
        "甲方可以随时退出调解，不影响任何福利",
        "不接受调解的，可以向人民法院起诉",
        "任何一方拒绝调解的，不扣分、不通报",
    ]);
}

#[test]
fn c_43_what_no_court_confirms_is_said_and_not_refused() {
    for (clause, why) in [
        ("双方同意离婚", "identity"),
        ("婚生女由甲方抚养", "identity"),
        ("双方解除收养关系", "identity"),
        ("确认乙方与孩子存在亲子关系", "identity"),
        ("双方确认该房屋所有权归甲方", "ownership"),
        ("老宅东侧的宅基地归甲方所有", "ownership"),
        ("该块承包地权属归乙方", "ownership"),
        ("涉案商标权归乙方所有", "intellectual"),
        ("确认甲方对该外观享有专利权", "intellectual"),
        ("以第三人的房屋抵偿欠款", "third"),
        ("以盛桂芬名下的房屋作担保", "third"),
    ] {
        let judgement = judged(clause);
        assert_eq!(judgement.check(), Ok(()), "{clause}");
        let refusal = judgement.check_confirmable().unwrap_err();
        assert_eq!((refusal.code, refusal.rule), ("NOT_CONFIRMABLE", "C-43"), "{clause}");
        assert!(refusal.args.contains(&("why", why.to_owned())), "{clause}: {refusal:?}");
        assert!(!format!("{refusal:?}").contains("盛桂芬"), "a name is no part of a refusal");
    }
    for clause in [
        "双方已于2024年离婚，乙方在2025年12月1日前返还甲方5000元",
        "乙方每月10日前支付抚养费1000元",
        "乙方在2025年12月1日前归还甲方名下车辆",
        "本协议不涉及房屋所有权的确认",
        "款项转入钱月仙名下账户",
    ] {
        assert_eq!(judged(clause).check_confirmable(), Ok(()), "{clause}");
    }
    let waiver = judged("双方同意离婚，甲方不再上访");
    assert_eq!(waiver.check_confirmable().unwrap_err().code, "WAIVER_FORBIDDEN", "what refuses the agreement comes first");
}

#[test]
fn a_duty_without_person_day_or_sum_is_a_hint() {
    let hints = |clause: &str| -> Vec<String> {
        let hints = judged(clause).hints;
        assert!(hints.iter().all(|hint| hint.code == "CLAUSE_UNCLEAR"));
        hints.iter().filter_map(|hint| hint.args.iter().find(|(name, _)| *name == "what").map(|(_, what)| what.clone())).collect()
    };
    assert_eq!(hints("乙方尽快赔偿甲方医疗费3000元"), ["vague", "day"]);
    assert_eq!(hints("乙方在2025年12月1日前给予适当补偿"), ["vague", "sum"]);
    assert_eq!(hints("在2025年12月1日前拆除雨棚"), ["person"]);
    assert_eq!(hints("乙方支付赔偿款"), ["day", "sum"]);
    assert_eq!(hints("乙方不再承担任何责任"), ["broad"]);
    for clear in [
        "乙方在2025年12月1日前支付甲方赔偿款壹万贰仟元",
        "何水根当场向钱月仙赔礼道歉",
        "左邻右舍的通道，双方都不堆放杂物",
        "乙方在2025年12月31日前给烘干机装好隔声罩",
    ] {
        assert!(hints(clear).is_empty(), "{clear}: {:?}", hints(clear));
    }
}

#[test]
fn each_refusal_names_its_clause_its_wording_and_its_article() {
    let clauses = ["乙方在2025年12月1日前付清欠款3000元".to_owned(), "甲方不再上访".to_owned()];
    let judgement = judge(Law::bundled(), &clauses, &[]);
    let refusal = &judgement.refused[0];
    assert!(refusal.args.contains(&("clause", "2".to_owned())), "{refusal:?}");
    assert!(refusal.args.iter().any(|(name, value)| *name == "wording" && value.contains("上访")));
    assert!(refusal.args.iter().any(|(name, value)| *name == "article" && value.contains('《')));
    assert_eq!(refusal.field, Some("clauses"));
}

#[test]
fn our_own_papers_say_nothing_that_an_agreement_may_not() {
    let law = Law::bundled();
    assert_eq!(mediation::agreement().judge(law), Judgement::default());
    for letter in mediation::all().into_iter().chain(mediation::others()).map(Result::unwrap) {
        assert_eq!(lint::check(law, &letter, "", ""), Ok(()), "{}", letter.title);
        let texts: Vec<String> = letter.own_words().map(str::to_owned).collect();
        assert_eq!(judge(law, &texts, &[]).refused, [], "{}", letter.title);
    }
    let mut agreement = mediation::agreement();
    agreement.responsibility.push_str("。甲方今后不再上访");
    assert_eq!(agreement.judge(law).check().unwrap_err().code, "WAIVER_FORBIDDEN", "what stands beside the clauses is read too");
    assert!(agreement.compose().is_ok(), "composing is apart from judging");
}
