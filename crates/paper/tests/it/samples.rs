//! One letter of each template, for people who were invented.

#[path = "samples/mediation.rs"]
pub mod mediation;

use kernel::{Day, Refusal};
use paper::{
    Kind, Letter, Mark, Print, Template,
    template::{
        Acceptance, Adopted, Answer, Assignment, Common, Completion, Diversion, Extension, NonAcceptance, Objection, Opinion, Receipt, Referral,
        Registration, Remedy, Result as Outcome, Service, Suggestion, Whereabouts,
    },
};

pub fn day(month: i8, day: i8) -> Day {
    Day::new(2025, month, day).unwrap()
}

pub fn common(body: &str, kind: Kind) -> Common {
    Common {
        body: body.to_owned(),
        number: format!("横政{}〔2025〕12号", kind.word()),
        item: "横访〔2025〕0442".to_owned(),
        day: day(11, 6),
        contact: "方建国".to_owned(),
        phone: "0571-00000000".to_owned(),
    }
}

const TOWN: &str = "桐庐县横村镇人民政府";
const OFFICE: &str = "桐庐县信访局";
const SUMMARY: &str = "茶厂烘干机夜里开机扰民";

pub fn referral() -> Referral {
    Referral {
        common: common(OFFICE, Kind::Referral),
        to: TOWN.to_owned(),
        person: "钱月仙".to_owned(),
        received_on: day(10, 28),
        summary: SUMMARY.to_owned(),
        claims: vec!["夜里十点到早上六点不开烘干机".to_owned(), "有人来测一测夜里到底多响".to_owned()],
        reason: "反映的茶厂位于横村镇青柏湾村，噪声扰民的调查处理属于属地乡镇人民政府职权范围".to_owned(),
        notice_by: Some(day(11, 20)),
        objection_by: Some(day(11, 12)),
        attachments: vec!["信访事项登记表".to_owned(), "现场照片2张".to_owned()],
    }
}

pub fn opinion(claims: usize) -> Opinion {
    let long = "经查，该茶厂位于青柏湾村三组，与信访人住宅隔一条村道，相距约18米。10月30日22时40分至23时20分，镇综合信息指挥室会同县生态环境分局到现场检测，厂界夜间噪声为58.6分贝，超过《工业企业厂界环境噪声排放标准》2类功能区夜间50分贝的限值。厂方负责人陈述，秋茶赶工期间自10月3日起每晚23时开机至次日6时，未采取隔声措施。以上事实有检测报告、现场照片、询问笔录为证。";
    let answers = (0..claims)
        .map(|at| Answer {
            claim: if at % 2 == 0 { "夜里十点到早上六点不开烘干机" } else { "有人来测一测夜里到底多响，结果告诉我" }.to_owned(),
            facts: long.to_owned(),
            outcome: "support".to_owned(),
            outcome_words: "予以支持".to_owned(),
            basis: "《中华人民共和国噪声污染防治法》第二十二条、第七十五条".to_owned(),
            owner: TOWN.to_owned(),
            by: Some(day(11, 30)),
        })
        .collect();
    Opinion {
        common: common(TOWN, Kind::Opinion),
        person: "钱月仙".to_owned(),
        summary: SUMMARY.to_owned(),
        track: "J6_petition".to_owned(),
        received_on: day(10, 28),
        sent_by: Some((OFFICE.to_owned(), day(10, 29))),
        accepted_on: Some(day(10, 31)),
        answers,
        remedies: vec![Remedy {
            track: "J6_petition".to_owned(),
            zh: "如不服本处理意见，可以自收到本意见书之日起30日内，请求原办理机关、单位的上一级机关、单位复查。".to_owned(),
            article: "《信访工作条例》第三十五条".to_owned(),
        }],
        review_body: "桐庐县人民政府".to_owned(),
    }
}

pub fn suggestion() -> Suggestion {
    Suggestion {
        common: common(TOWN, Kind::Suggestion),
        person: "何水根".to_owned(),
        received_on: day(10, 28),
        summary: "村口公交站添一张长凳".to_owned(),
        adopted: Some(Adopted::Yes),
        reason: "您说老人等车没有地方坐，我们到站点看了两次，属实。已经列入今年最后一批村口便民设施，由村里在11月底前装好两张带靠背的长凳".to_owned(),
        reward: String::new(),
    }
}

pub fn extension() -> Extension {
    Extension {
        common: common(TOWN, Kind::Extension),
        person: "钱月仙".to_owned(),
        summary: SUMMARY.to_owned(),
        accepted_on: Some(day(10, 31)),
        due_before: Some(Day::new(2025, 12, 30).unwrap()),
        days: 20,
        due_after: Some(Day::new(2026, 1, 19).unwrap()),
        reason: "隔声罩要按检测结果定做，厂家交货要三个星期，装好以后还要夜里再测一次".to_owned(),
        approver: "本单位负责人周海明".to_owned(),
    }
}

pub fn registration() -> Registration {
    Registration {
        common: Common { number: "横访〔2025〕0442".to_owned(), ..common("桐庐县横村镇综合信息指挥室", Kind::Registration) },
        channel: "走访".to_owned(),
        received_on: day(10, 28),
        person: "钱月仙".to_owned(),
        address: "桐庐县横村镇青柏湾村三组".to_owned(),
        her_phone: "0571-00000000".to_owned(),
        head_count: 1,
        representatives: vec![],
        claims: referral().claims,
        words: "茶厂烘干机从十月初起每天夜里十一点开到天亮，隔着一条路，窗户关紧了还是嗡嗡响。老伴心脏不好，睡不着。上个礼拜去找过厂里，说秋茶赶工，过了这阵就好。".to_owned(),
        evidence: vec!["手机录音一段".to_owned()],
        earlier: vec!["横访〔2024〕0117".to_owned()],
        officer: "郎文倩".to_owned(),
        confirmed: "读给本人听过，本人说对".to_owned(),
    }
}

/// Every template, composed.
pub fn all() -> Vec<Result<Letter, Refusal>> {
    let assignment = Assignment {
        referral: Referral { common: common(OFFICE, Kind::Assignment), ..referral() },
        term_days: 30,
        result: "查清夜间噪声是否超标，依法处理，书面答复信访人".to_owned(),
        report_by: Some(day(12, 5)),
    };
    let whereabouts = Whereabouts {
        common: common(OFFICE, Kind::Whereabouts),
        person: "钱月仙".to_owned(),
        received_on: day(10, 28),
        summary: SUMMARY.to_owned(),
        how: "转送",
        sent_to: TOWN.to_owned(),
        sent_on: day(10, 29),
        sent_to_contact: "横村镇人民政府大楼一楼，电话0571-00000000".to_owned(),
        next_by: Some(day(11, 13)),
        watch_phone: "0571-00000000".to_owned(),
    };
    let acceptance = Acceptance {
        common: common(TOWN, Kind::Acceptance),
        person: "钱月仙".to_owned(),
        received_on: day(10, 28),
        accepted_on: day(10, 31),
        matters: referral().claims,
        procedure: "信访程序（《信访工作条例》第三十一条第六项）".to_owned(),
        answer_by: Some(Day::new(2025, 12, 30).unwrap()),
        officer: "方建国".to_owned(),
    };
    let non_acceptance = NonAcceptance {
        common: common(TOWN, Kind::NonAcceptance),
        person: "何水根".to_owned(),
        received_on: day(10, 28),
        summary: "城区路灯不亮".to_owned(),
        reason: "NA3_out_of_remit".to_owned(),
        reason_words: "不属于本单位职权范围".to_owned(),
        facts: "该路段路灯由县城市管理局维护".to_owned(),
        basis: "《信访工作条例》第二十三条".to_owned(),
        right_body: "桐庐县城市管理局（电话0571-00000000）".to_owned(),
        complain_to: "桐庐县信访局（电话0571-00000000）".to_owned(),
    };
    let diversion = Diversion {
        common: common(TOWN, Kind::Diversion),
        person: "何水根".to_owned(),
        received_on: day(10, 28),
        summary: "工伤待遇争议".to_owned(),
        procedure: "劳动争议仲裁".to_owned(),
        statute: "《中华人民共和国劳动争议调解仲裁法》第二条、第二十七条".to_owned(),
        to_body: "桐庐县劳动人事争议仲裁委员会（迎春南路1号）".to_owned(),
        limit_on: Some(Day::new(2026, 3, 1).unwrap()),
        limit_note: String::new(),
    };
    let objection = Objection {
        common: common(TOWN, Kind::Objection),
        to: OFFICE.to_owned(),
        received_on: day(10, 29),
        summary: SUMMARY.to_owned(),
        reasons: "该茶厂在县经济开发区围墙以内，其环境噪声由县生态环境分局监管，镇人民政府没有检测和处罚的职权".to_owned(),
        competent: "杭州市生态环境局桐庐分局".to_owned(),
    };
    let completion = Completion {
        common: common(TOWN, Kind::Completion),
        to: OFFICE.to_owned(),
        summary: SUMMARY.to_owned(),
        assigned_on: day(10, 29),
        reply: Some(("横政信复〔2025〕12号".to_owned(), day(11, 8))),
        results: vec![
            Outcome {
                claim: "夜里十点到早上六点不开烘干机".to_owned(),
                outcome: "予以支持".to_owned(),
                execution: "厂方已签收责令改正通知书，11月3日起夜间停机，11月5日夜间复查属实".to_owned(),
            },
            Outcome {
                claim: "有人来测一测夜里到底多响".to_owned(),
                outcome: "予以支持".to_owned(),
                execution: "10月30日夜间检测，结果已当面告知".to_owned(),
            },
        ],
        satisfaction: "满意（本人11月10日评价）".to_owned(),
        risk: "明年春茶季可能再次赶工，已列入镇里巡查".to_owned(),
        attachments: vec!["处理意见书".to_owned(), "检测报告".to_owned(), "送达回证".to_owned()],
    };
    let receipt = Receipt {
        common: Common { number: "横访〔2025〕0442".to_owned(), ..common("桐庐县横村镇综合信息指挥室", Kind::Receipt) },
        person: "钱月仙".to_owned(),
        received_on: day(10, 28),
        claims: referral().claims,
        confirmed: "您的话已当面读给您听，您确认无误".to_owned(),
        holder: "桐庐县横村镇综合信息指挥室".to_owned(),
        code: "K7QM　2XVD　9RHT　4WPC".to_owned(),
        owed: "书面告知您是否受理、由谁办理".to_owned(),
        due: Some(day(11, 12)),
        sum: "10月28日收到，次日起算15日，《信访工作条例》第二十三条".to_owned(),
        fingerprint: "3F9A 07C2 5D18 B46E".to_owned(),
        watch_phone: "0571-00000000".to_owned(),
    };
    let service = Service {
        common: common(TOWN, Kind::Service),
        person: "钱月仙".to_owned(),
        paper: "信访事项处理意见书".to_owned(),
        paper_number: "横政信复〔2025〕12号".to_owned(),
        way: "直接送达".to_owned(),
        place: "横村镇青柏湾村三组".to_owned(),
    };
    let petition = vec![
        registration().compose(),
        receipt.compose(),
        referral().compose(),
        assignment.compose(),
        whereabouts.compose(),
        acceptance.compose(),
        non_acceptance.compose(),
        diversion.compose(),
        objection.compose(),
        extension().compose(),
        opinion(2).compose(),
        suggestion().compose(),
        completion.compose(),
        service.compose(),
    ];
    petition.into_iter().chain(mediation::all()).collect()
}

pub fn print() -> Print {
    let mark = Mark { address: "https://linju.example.gov.cn".to_owned(), document: "330122-7K3M9Q2XD5TR0WHV".to_owned() };
    Print { mark: Some(mark), foot: "郎文倩 2025年11月6日 09:26 印制".to_owned(), large: false }
}
