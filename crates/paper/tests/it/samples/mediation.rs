//! One paper of each template of people's mediation, for people who were invented.

use super::{common, day};
use kernel::{Day, Refusal, Yuan};
use paper::{
    Kind, Letter, Template,
    template::{
        Common,
        mediation::{
            Agreement, Application, Confirmation, Consent, Entrusted, Entruster, Entrustment, FollowUp, Intake, Item, Material, Obligation,
            OralAgreement, Outcome, Party, Piece, Reach, Reason, Record, Reply, Reporter, Rights, Session, Sheet, Source, Termination, Violence,
            Volume, Who, record::Statement,
        },
    },
};

pub const COMMITTEE: &str = "桐庐县横村镇人民调解委员会";
const MATTER: &str = "茶厂烘干机夜里开机扰民";
const COURT: &str = "桐庐县人民法院";

pub fn ours(kind: Kind) -> Common {
    Common { number: kind.number("横", 2025, 12), item: "横调〔2025〕31".to_owned(), ..common(COMMITTEE, kind) }
}

pub fn parties() -> Vec<Party> {
    let first = Party {
        role: "甲方".to_owned(),
        name: "钱月仙".to_owned(),
        who: Who::Person { sex: "女".to_owned(), ethnicity: "汉族".to_owned(), age: Some(61), occupation: "务农".to_owned() },
        reach: Reach::Told { address: "桐庐县横村镇青柏湾村三组".to_owned(), contact: "0571-00000000".to_owned() },
        agent: String::new(),
    };
    let second = Party {
        role: "乙方".to_owned(),
        name: "青柏湾茶厂".to_owned(),
        who: Who::Organisation { head: "经营者何水根".to_owned() },
        reach: Reach::Told { address: "桐庐县横村镇青柏湾村一组".to_owned(), contact: "0571-00000001".to_owned() },
        agent: String::new(),
    };
    vec![first, second]
}

pub fn agreement() -> Agreement {
    Agreement {
        common: ours(Kind::Agreement),
        parties: parties(),
        facts: "甲方住宅与乙方厂房隔一条村道，相距约18米。2025年10月3日至11月2日秋茶赶工期间，乙方每晚23时至次日6时开动烘干机，甲方一家不能入睡。10月30日夜间检测，厂界噪声58.6分贝".to_owned(),
        issues: "夜间是否可以开机；甲方装隔声窗、看病支出的费用由谁承担".to_owned(),
        responsibility: "乙方夜间开机没有采取隔声措施，对甲方因此受到的损失承担赔偿责任".to_owned(),
        clauses: vec![
            "自2025年11月10日起，乙方每天22时至次日6时不开动烘干机".to_owned(),
            "乙方在2025年12月31日前给烘干机装好隔声罩".to_owned(),
            "乙方在2025年11月20日前赔偿甲方医疗费和隔声窗费用，合计12000元".to_owned(),
            "本协议不影响任何一方提起诉讼、投诉或者向有关机关反映情况的权利".to_owned(),
        ],
        obligations: vec![
            Obligation {
                who: "乙方".to_owned(),
                to: "甲方".to_owned(),
                what: "赔偿医疗费和隔声窗费用".to_owned(),
                amount: Yuan::parse("12000"),
                manner: "银行转账".to_owned(),
                place: "甲方本人账户".to_owned(),
                by: Some(day(11, 20)),
            },
            Obligation {
                who: "乙方".to_owned(),
                to: "甲方".to_owned(),
                what: "为烘干机装好隔声罩，装好后请甲方到场看过".to_owned(),
                amount: None,
                manner: "自行施工".to_owned(),
                place: "乙方厂房".to_owned(),
                by: Some(day(12, 31)),
            },
        ],
        mediators: vec!["方建国".to_owned()],
        recorder: "郎文倩".to_owned(),
    }
}

pub fn record(session: Session) -> Record {
    Record {
        common: ours(Kind::Record),
        session,
        on: Some(day(11, 6)),
        time: "9时00分至10时20分".to_owned(),
        place: "横村镇人民调解委员会调解室".to_owned(),
        matter: MATTER.to_owned(),
        participants: vec!["甲方钱月仙".to_owned(), "乙方经营者何水根".to_owned(), "人民调解员方建国、记录人郎文倩".to_owned()],
        told: "人民调解员方建国已向各方宣读权利义务告知书，各方表示听懂，同意不公开调解，不要求换调解员".to_owned(),
        statements: vec![
            Statement {
                who: "钱月仙".to_owned(),
                words: "从十月初起，对面夜里十一点开机，开到天亮。窗户关紧了还是嗡嗡响，一家人睡不好。".to_owned(),
            },
            Statement {
                who: "何水根".to_owned(),
                words: "十月三号到十一月二号赶秋茶，夜里开过机，没有装隔声罩，检测结果看过，没有异议。".to_owned(),
            },
        ],
        evidence: vec!["2025年10月30日夜间噪声检测报告".to_owned(), "门诊病历和收据4张".to_owned()],
        result: "各方自愿达成协议，另行制作人民调解协议书".to_owned(),
        signers: vec!["甲方".to_owned(), "乙方".to_owned()],
        mediators: vec!["方建国".to_owned()],
        recorder: "郎文倩".to_owned(),
    }
}

pub fn termination() -> Termination {
    Termination {
        common: ours(Kind::Termination),
        parties: vec!["钱月仙".to_owned(), "青柏湾茶厂".to_owned()],
        matter: MATTER.to_owned(),
        accepted_on: Some(day(10, 31)),
        reason: Some(Reason::Withdrawn),
        arbitration: String::new(),
        administrative: "杭州市生态环境局桐庐分局".to_owned(),
        court: "桐庐县人民法院".to_owned(),
        prescription: Some(("人身损害赔偿请求".to_owned(), Day::new(2028, 10, 3).unwrap())),
    }
}

pub fn confirmation() -> Confirmation {
    Confirmation {
        court: COURT.to_owned(),
        applicants: parties(),
        parties_of_agreement: 2,
        committee: COMMITTEE.to_owned(),
        agreement: Kind::Agreement.number("横", 2025, 12),
        effective_on: Some(day(11, 6)),
        last_day: Some(day(12, 6)),
        matter: MATTER.to_owned(),
        service: vec!["桐庐县横村镇青柏湾村三组".to_owned(), "桐庐县横村镇青柏湾村一组".to_owned()],
        property: vec![Material { name: "医疗费、隔声窗费用收据".to_owned(), sheets: 4 }],
        identity: 2,
        authority: 0,
        day: day(11, 18),
    }
}

pub fn entrustment() -> Entrustment {
    let consent = |party: &str| Consent { party: party.to_owned(), on: Some(day(11, 1)), how: "书面".to_owned() };
    Entrustment {
        common: Common {
            number: "（2025）浙0122诉前调字第31号".to_owned(), item: "诉前31".to_owned(), ..common(COURT, Kind::Entrustment)
        },
        entruster: Entruster::CourtBeforeFiling,
        to: COMMITTEE.to_owned(),
        matter: "钱月仙诉青柏湾茶厂相邻关系纠纷".to_owned(),
        consents: vec![consent("钱月仙"), consent("青柏湾茶厂")],
        term_days: 30,
        until: Some(day(12, 6)),
        materials: vec!["起诉状副本".to_owned(), "证据材料清单".to_owned()],
    }
}

pub fn reply() -> Reply {
    Reply {
        common: ours(Kind::Entrustment),
        to: COURT.to_owned(),
        letter: "（2025）浙0122诉前调字第31号".to_owned(),
        received_on: day(11, 6),
        entruster: Entruster::CourtBeforeFiling,
        matter: "钱月仙诉青柏湾茶厂相邻关系纠纷一案".to_owned(),
        outcome: Some(Entrusted::Agreed {
            agreement: Kind::Agreement.number("横", 2025, 12),
            on: day(11, 18),
            performance: "赔偿款12000元已于11月20日付清，隔声罩在施工".to_owned(),
        }),
        undisputed: vec!["2025年10月30日夜间厂界噪声检测结果为58.6分贝".to_owned()],
        materials: vec!["人民调解协议书".to_owned(), "退回的起诉状副本和证据材料".to_owned()],
    }
}

pub fn violence() -> Violence {
    Violence {
        common: ours(Kind::Violence),
        police: "桐庐县公安局横村派出所".to_owned(),
        victim: "柳小满，女，9岁".to_owned(),
        capacity: "未成年人".to_owned(),
        refuge: "暂住县救助站，由站内值班室转接".to_owned(),
        refuge_contact: "0571-00000009".to_owned(),
        offender: "柳大勇（父亲）".to_owned(),
        happened: "2025年11月5日20时许".to_owned(),
        place: "横村镇自己家中".to_owned(),
        words: "爸爸喝了酒，拿皮带打我的背，妈妈去拉也被推倒。以前也打过。".to_owned(),
        will: "不愿意回家，想和外婆一起住".to_owned(),
        injuries: "后背三处条状红肿，送镇卫生院看过".to_owned(),
        evidence: vec!["伤情照片3张（卷内第9—11页）".to_owned(), "门诊病历1份".to_owned()],
        reporter: Some(Reporter::Other { name: "盛桂芬".to_owned(), contact: "0571-00000008".to_owned(), relation: "班主任".to_owned() }),
        known_at: "2025年11月6日8时10分".to_owned(),
        reported_on: Some(day(11, 6)),
        reported_time: "8时25分".to_owned(),
        receipt: "横派接字1106第3号".to_owned(),
        measures: vec!["陪同就医".to_owned(), "请民政部门安排临时照料".to_owned()],
        recorder: "郎文倩".to_owned(),
    }
}

pub fn volume() -> Volume {
    let pieces = [(Item::Application, 2), (Item::Rights, 2), (Item::Identity, 1), (Item::Evidence, 4), (Item::Record, 2), (Item::Result, 2)];
    Volume {
        common: ours(Kind::Volume),
        title: "钱月仙与青柏湾茶厂相邻噪声纠纷".to_owned(),
        dispute: "邻里纠纷".to_owned(),
        outcome: Outcome::Written,
        mediators: vec!["方建国".to_owned()],
        from: Some(day(10, 31)),
        to: Some(day(11, 6)),
        filer: "郎文倩".to_owned(),
        filed_on: Some(day(12, 15)),
        retention: "长期".to_owned(),
        notes: String::new(),
        pieces: pieces.map(|(item, pages)| Piece { item, pages }).to_vec(),
    }
}

pub fn oral() -> OralAgreement {
    OralAgreement {
        agreement: Agreement { common: ours(Kind::OralAgreement), ..agreement() },
        agreed_on: Some(day(11, 6)),
        why_oral: "各方都认为不需要书面协议，第一项已当场开始履行".to_owned(),
    }
}

pub fn application() -> Application {
    let mut all = parties();
    let mut second = all.pop().unwrap();
    let first = Party { role: "申请人".to_owned(), ..all.remove(0) };
    second =
        Party { role: "被申请人".to_owned(), reach: Reach::Told { address: "青柏湾村一组".to_owned(), contact: String::new() }, ..second };
    Application {
        to: COMMITTEE.to_owned(),
        applicants: vec![first],
        respondents: vec![second],
        summary: "对面茶厂从十月初起夜里十一点开烘干机，开到天亮，隔着一条路，一家人睡不好。找过厂里两次，说赶秋茶，过了这阵就好。".to_owned(),
        requests: vec!["夜里十点到早上六点不开烘干机".to_owned(), "赔看病和装隔声窗的钱".to_owned()],
        day: day(10, 31),
    }
}

pub fn intake() -> Intake {
    Intake {
        common: ours(Kind::Intake),
        accepted_on: day(10, 31),
        parties: parties(),
        dispute: "邻里纠纷".to_owned(),
        source: Some(Source::PartyApplication),
        summary: "茶厂夜间开烘干机，相邻住户要求夜间停机并赔偿".to_owned(),
        until: Some(day(11, 30)),
        registrar: "郎文倩".to_owned(),
    }
}

pub fn rights() -> Rights {
    Rights { common: ours(Kind::Rights), parties: parties(), matter: MATTER.to_owned(), teller: "人民调解员方建国".to_owned() }
}

pub fn follow_up() -> FollowUp {
    FollowUp {
        common: ours(Kind::FollowUp),
        party: "甲方钱月仙".to_owned(),
        agreement: Kind::Agreement.number("横", 2025, 12),
        on: Some(day(11, 27)),
        way: "上门".to_owned(),
        performance: "夜间已停机；赔偿款11月20日收到；隔声罩还在做".to_owned(),
        satisfaction: "满意，睡得着了".to_owned(),
        risks: "明年春茶赶工时可能再开夜机".to_owned(),
        measures: "隔声罩装好后再回访一次".to_owned(),
        visitor: "方建国".to_owned(),
    }
}

/// Every template of people's mediation, composed, in the order of the kinds.
pub fn all() -> Vec<Result<Letter, Refusal>> {
    vec![
        volume().compose(),
        application().compose(),
        intake().compose(),
        rights().compose(),
        record(Session::Mediation).compose(),
        agreement().compose(),
        oral().compose(),
        termination().compose(),
        follow_up().compose(),
        confirmation().compose(),
        entrustment().compose(),
        violence().compose(),
    ]
}

/// The second papers of those templates that have two.
pub fn others() -> Vec<Result<Letter, Refusal>> {
    vec![
        volume().cover(),
        volume().back(),
        record(Session::Investigation).compose(),
        confirmation().materials(),
        reply().compose(),
        violence().sheet(Sheet::Police),
    ]
}
