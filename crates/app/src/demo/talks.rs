//! The mediations of each county: two neighbours who settle within a day, one that is asked, one that goes on, one whose promises run,
//! and a family's that keeps her safe first. All people are invented.

use super::{book::Book, cast::Cast, papers};
use crate::oops::Oops;
use casework::{
    Asker, House,
    mediation::{
        Command,
        carry::{self, Hand as Sealing},
        model::{Form, Hand, Promise, PromiseState, Together, Way},
        register::{self, Told, ToldParty},
    },
    petition::seal::Card,
};
use kernel::{Day, Moment, Refusal, id::StreamId};
use std::collections::HashMap;

/// One act of one mediation.
pub struct Step {
    /// When.
    pub at: Moment,
    talk: &'static Talk,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Open,
    Dispatch,
    Take,
    Consent,
    Seat,
    Disclose,
    Rights,
    Law,
    Apart,
    Set,
    Hold,
    Draft,
    Sign(i64),
    Mediator,
    Seal,
    Kept,
    Follow,
    Close,
}

/// A mediation as it is told.
struct Talk {
    county: &'static str,
    key: &'static str,
    /// How many days ago, and at what time of that day, it was first told.
    ago: i64,
    hour: u8,
    minute: u8,
    source: &'static str,
    dispute: &'static str,
    outside: (&'static str, &'static str),
    title: &'static str,
    words: &'static str,
    request: &'static str,
    parties: [(&'static str, &'static str, &'static str); 2],
    violence: bool,
    /// Who writes it down, and the studio's organ and mediator.
    opener: &'static str,
    studio: &'static str,
    mediator: &'static str,
    law: (&'static str, &'static str, &'static str),
    record: &'static str,
    clauses: &'static [&'static str],
    /// What is promised, in fen, by how many days after the agreement.
    promise: (&'static str, i64, i64),
    /// What the first party tells alone, which stays with who mediates (C-47).
    apart: &'static str,
    /// Up to which act.
    until: What,
}

/// The acts in their order, each so many minutes after the one before.
const ORDER: [(What, i64); 19] = [
    (What::Open, 0),
    (What::Dispatch, 6),
    (What::Take, 4),
    (What::Consent, 25),
    (What::Seat, 2),
    (What::Disclose, 1),
    (What::Rights, 8),
    (What::Set, 3),
    (What::Law, 12),
    (What::Apart, 9),
    (What::Hold, 75),
    (What::Draft, 15),
    (What::Sign(1), 4),
    (What::Sign(2), 2),
    (What::Mediator, 1),
    (What::Seal, 3),
    (What::Kept, 20),
    (What::Follow, 45),
    (What::Close, 5),
];

const TALKS: &[Talk] = &[
    Talk {
        county: "330122",
        key: "leak",
        ago: 1,
        hour: 8,
        minute: 42,
        source: "police_guided",
        dispute: "neighbour",
        outside: ("横村派出所", "110-0827-03"),
        title: "楼上漏水泡坏吊顶",
        words: "我家吊顶是今年刚做的，楼上水管漏了，黄了一大片。上去说了三回，越说越僵，昨天差点动手，就打了 110。",
        request: "把水管修好，吊顶照原样做回来",
        parties: [("乐小满", "13800010001", "近江社区 8 幢 301"), ("向北辰", "13800010002", "近江社区 8 幢 401")],
        violence: false,
        opener: "lang.wenqian",
        studio: "baodashu_studio",
        mediator: "bo.songnian",
        law: (
            "《民法典》第二百八十八条",
            "邻居之间有利生产、方便生活、团结互助、公平合理，漏水的一方要修、要赔。",
            "两家对门住了九年，孩子一个班。老话说远亲不如近邻。",
        ),
        record: "到两家看了漏水的地方。向家认水管是自家的，愿意修；乐家同意吊顶只补坏的一半。",
        clauses: &["向北辰三天内请人修好水管", "向北辰赔偿吊顶材料和工钱"],
        promise: ("赔偿吊顶", 128_000, 0),
        apart: "只要肯认账，工钱不要也行，别叫他知道。",
        until: What::Close,
    },
    Talk {
        county: "330122",
        key: "fence",
        ago: 0,
        hour: 7,
        minute: 50,
        source: "party_application",
        dispute: "house_homestead",
        outside: ("", ""),
        title: "院墙多出来二十公分",
        words: "隔壁新砌的院墙压到我家地上二十公分，量过两回，他说图纸就是这样画的。",
        request: "墙退回去",
        parties: [("池安和", "13800010003", "近江社区 3 组"), ("温如初", "13800010004", "近江社区 3 组")],
        violence: false,
        opener: "lang.wenqian",
        studio: "baodashu_studio",
        mediator: "bo.songnian",
        law: ("", "", ""),
        record: "",
        clauses: &[],
        promise: ("", 0, 0),
        apart: "",
        until: What::Take,
    },
    Talk {
        county: "330114",
        key: "noise",
        ago: 9,
        hour: 9,
        minute: 20,
        source: "grid",
        dispute: "neighbour",
        outside: ("", ""),
        title: "楼上半夜拖椅子",
        words: "楼上开网店，夜里十二点还在打包拖椅子，老人睡不着，血压都上来了。",
        request: "晚上十点以后不要再打包",
        parties: [("明月秋", "13800010005", "早城社区 12 幢 502"), ("安可欣", "13800010006", "早城社区 12 幢 602")],
        violence: false,
        opener: "ning.xiaoqiao",
        studio: "songge_studio",
        mediator: "que.damei",
        law: ("《噪声污染防治法》第六十五条", "家庭里的活动也不能吵到邻居。", "都是上班的人，谁家没有老人。"),
        record: "安可欣说旺季要赶单，愿意铺地垫、十点收工。明月秋同意旺季这个月宽限到十点半。",
        clauses: &["安可欣一周内铺好地垫", "每天二十二点以后不打包；本月宽限到二十二点三十分"],
        promise: ("铺好地垫", 0, 12),
        apart: "真要是肯铺地垫，十一点收工我也忍得住。",
        until: What::Seal,
    },
    Talk {
        county: "330182",
        key: "family",
        ago: 2,
        hour: 10,
        minute: 5,
        source: "department_entrusted",
        dispute: "marriage_family",
        outside: ("梅城镇妇联", ""),
        title: "夫妻为孩子上学吵架",
        words: "他一喝酒就摔东西，上个月推了我一把。我不是要离，我要他把酒戒了，孩子要上学。",
        request: "不要再喝酒动手",
        parties: [("苗岁安", "13800010007", "千鹤村"), ("耿长河", "13800010008", "千鹤村")],
        violence: true,
        opener: "yao.xiafen",
        studio: "qianhe_studio",
        mediator: "yao.xiafen",
        law: ("", "", ""),
        record: "",
        clauses: &[],
        promise: ("", 0, 0),
        apart: "",
        until: What::Rights,
    },
    Talk {
        county: "330329",
        key: "wages",
        ago: 4,
        hour: 14,
        minute: 10,
        source: "court_pre_filing",
        dispute: "migrant_wage_arrears",
        outside: ("泰顺县人民法院", "（2025）浙0329诉前调 117 号"),
        title: "民宿装修款拖着不结",
        words: "民宿去年装好的，说好过年前结清，到现在还欠两万四。电话从接到不接。",
        request: "把两万四千元结清",
        parties: [("关山月", "13800010009", "罗阳镇"), ("易水寒", "13800010010", "罗阳镇")],
        violence: false,
        opener: "ai.guping",
        studio: "alliance_studio",
        mediator: "ai.guping",
        law: ("《民法典》第七百八十二条", "活干完了，约定什么时候付就什么时候付。", "都在一个镇上开店，做生意讲的是信用。"),
        record: "易水寒认账，说淡季周转不过来，愿意分两次付。关山月同意分期。",
        clauses: &["易水寒分期付清 24000 元", "逾期一期，剩下的一次付清"],
        promise: ("第一期", 1_200_000, 20),
        apart: "心里的底是两万一，一次付清就算了。",
        until: What::Hold,
    },
];

/// The acts of a county's mediations, in the order of time.
#[must_use]
pub fn steps(book: &Book, end: Moment) -> Vec<Step> {
    let last = end.plus_minutes(-2);
    let mut steps = vec![];
    for talk in TALKS.iter().filter(|talk| talk.county == book.code) {
        let mut at = Moment::at_local(end.local_day().plus_days(-talk.ago), talk.hour, talk.minute);
        for (what, minutes) in ORDER {
            // Where the studio itself writes it down nothing is handed over.
            let own = talk.opener == talk.mediator && matches!(what, What::Dispatch | What::Take);
            let silent = what == What::Apart && talk.apart.is_empty();
            if own || silent {
                continue;
            }
            at = at.plus_minutes(minutes);
            steps.push(Step { at: at.min(last), talk, what });
            if what == talk.until {
                break;
            }
        }
    }
    steps.sort_by_key(|step| step.at);
    steps
}

/// Carries one act out.
///
/// # Errors
/// The act that was refused, and why; what the engine says.
pub async fn carry_out(house: &House, cast: &Cast, told: &mut HashMap<&'static str, StreamId>, step: &Step) -> Result<(), Oops> {
    let talk = step.talk;
    let asker = |key: &str| -> Result<Asker, Oops> {
        let account = cast.account(key);
        let found = cast.askers(&[key], house.today()).into_iter().find(|asker| Some(asker.account) == account);
        found.ok_or_else(|| Oops::wrong(format!("demo: nobody is called {key}")))
    };
    if step.what == What::Open {
        let receipt = register::register(house, &asker(talk.opener)?, &first_word(talk), None).await?;
        told.insert(talk.key, receipt.stream);
        return Ok(());
    }
    let stream = told.get(talk.key).copied().ok_or_else(|| Oops::wrong(format!("demo: {} is not told yet", talk.key)))?;
    let who = asker(if step.what == What::Dispatch { talk.opener } else { talk.mediator })?;
    let studio = cast.organ(talk.studio)?;
    let file = match step.what {
        What::Sign(_) | What::Kept => {
            let (_, keys) = carry::look_up(house, cast.tenant, stream).await?;
            Some(papers::keep_with(house, cast.tenant, stream, &keys, "签字页.jpg").await?)
        }
        _ => None,
    };
    let (today, now) = (house.today(), house.now());
    let build = |sealing: &Sealing<'_>, mediation: &casework::mediation::Mediation| -> Result<Command, Refusal> {
        let words = |text: &str| sealing.sealer.words(text);
        Ok(match step.what {
            What::Open | What::Take => Command::Take,
            What::Dispatch => Command::Dispatch { to: studio, reason: words("两家都住这个社区") },
            What::Consent => Command::Consent { parties: vec![1, 2], given: true, how: "oral".to_owned() },
            What::Seat => Command::SetMediator { account: who.account, chosen: true },
            What::Disclose => Command::Disclose { relation: "none".to_owned(), words: None },
            What::Rights => Command::TellRights { parties: vec![1, 2], how: "read".to_owned() },
            What::Law => Command::TellLaw { text: talk.law.0.to_owned(), words: words(talk.law.1), gentle: sealing.sealer.words_if_any(talk.law.2) },
            What::Apart => Command::NoteApart { party: 1, note: sealing.apart(1, talk.apart) },
            What::Set => Command::SetSession {
                at: now.plus_minutes(10),
                minutes: 90,
                place: words("调解室"),
                way: Way::Room,
                together: Together::Joint,
                with: vec![1, 2],
            },
            What::Hold => Command::HoldSession {
                nth: mediation.sessions.last().map_or(1, |session| session.nth),
                began: now.plus_minutes(-70),
                ended: now,
                present: vec![1, 2],
                record: words(talk.record),
            },
            What::Draft => draft(talk, sealing, today),
            What::Sign(party) => Command::Sign { party, as_mediator: false, hand: Hand::Signature, file },
            What::Mediator => Command::Sign { party: 0, as_mediator: true, hand: Hand::Signature, file: None },
            What::Seal => Command::Sign { party: 0, as_mediator: false, hand: Hand::Seal, file: None },
            What::Kept => Command::TellPromise { nth: 1, kept: true, words: words("当场付清，收条在卷"), evidence: file },
            What::Follow => Command::FollowUp {
                party: 1,
                way: "home".to_owned(),
                words: words("水管当天就修了，钱也付清了。"),
                said: sealing.sealer.words_if_any("见面也打招呼了。"),
                risks: None,
                measures: None,
            },
            What::Close => Command::Close { note: None },
        })
    };
    carry::carry(house, &who, stream, None, None, build)
        .await
        .map(|_| ())
        .map_err(|failure| Oops::wrong(format!("demo: {} {:?}: {failure:?}", talk.key, step.what)))
}

fn first_word(talk: &Talk) -> Told {
    let party = |nth: usize, (name, phone, address): (&str, &str, &str)| ToldParty {
        is_other_side: nth > 0,
        is_suspected: talk.violence && nth > 0,
        card: Card { name: name.to_owned(), phone: phone.to_owned(), address: address.to_owned(), ..Card::default() },
        ..ToldParty::default()
    };
    Told {
        source: talk.source.to_owned(),
        dispute: talk.dispute.to_owned(),
        title: talk.title.to_owned(),
        words: talk.words.to_owned(),
        requests: vec![talk.request.to_owned()],
        parties: talk.parties.into_iter().enumerate().map(|(nth, told)| party(nth, told)).collect(),
        outside_body: talk.outside.0.to_owned(),
        outside_number: talk.outside.1.to_owned(),
        is_violence: talk.violence,
        ..Told::default()
    }
}

fn draft(talk: &Talk, sealing: &Sealing<'_>, today: Day) -> Command {
    let words = |text: &str| sealing.sealer.words(text);
    let (what, fen, days) = talk.promise;
    let promise = Promise { nth: 1, by: 2, to: 1, what: words(what), fen, due: today.plus_days(days), state: PromiseState::Open, on: None };
    Command::Draft {
        form: Form::Written,
        facts: words(talk.record),
        issues: words(talk.request),
        responsibility: words("各方责任以商定的为准"),
        clauses: talk.clauses.iter().map(|clause| words(clause)).collect(),
        promises: vec![promise],
        manner: words("在调解室当面办"),
        not_confirmable: vec![],
    }
}
