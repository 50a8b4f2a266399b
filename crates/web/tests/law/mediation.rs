//! 人民调解 through the front door, on both engines: consent (C-40), rights told, relations (C-45), what is told alone (C-47), the
//! agreement (C-43), confirmation (C-44, TV-13), violence and minors (C-46, C-50 to C-54), her own words (C-59).

use casework::mediation::{Mediation, Stage, carry, reading::code_of};
use kernel::{Day, id::StreamId};
use testkit::{
    World,
    world::{Answer, Client, FILE, HERE, account},
};

/// A mediation by its address.
#[derive(Clone)]
struct Talk(String);

impl Talk {
    fn stream(&self) -> StreamId {
        self.0.rsplit('/').next().unwrap().parse().unwrap()
    }
}

const USUAL: [(&str, &str); 10] = [
    ("name-1", "钱小河"),
    ("phone-1", "13805710001"),
    ("address-1", "近江社区 8 幢 301"),
    ("name-2", "赵大山"),
    ("phone-2", "13805710002"),
    ("other-2", "on"),
    ("words", "楼上漏水，把我家吊顶泡坏了，去说了三次都吵起来。"),
    ("claim", "修好吊顶"),
    ("dispute", "neighbour"),
    ("source", "party_application"),
];

fn open_with(world: &World, who: &str, fields: &[(&str, &str)]) -> Answer {
    let mut typed: Vec<(&str, &str)> = USUAL.into_iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)).collect();
    typed.extend(fields.iter().copied().filter(|(_, value)| !value.is_empty()));
    world.as_(who).fill("/desk/mediations/new", "/desk/mediations/new", &typed, None)
}

fn open(world: &World, who: &str, fields: &[(&str, &str)]) -> Talk {
    let answer = open_with(world, who, fields).done();
    Talk(answer.location().split('#').next().unwrap().to_owned())
}

/// Through the form of the page.
fn act(world: &World, who: &str, talk: &Talk, verb: &str, fields: &[(&str, &str)]) -> Answer {
    world.as_(who).fill(&format!("{}?do={verb}", talk.0), &format!("{}/{verb}", talk.0), fields, None)
}

fn act_with(world: &World, who: &str, talk: &Talk, verb: &str, fields: &[(&str, &str)]) -> Answer {
    world.as_(who).fill(&format!("{}?do={verb}", talk.0), &format!("{}/{verb}", talk.0), fields, Some(("file", FILE)))
}

/// What the page does not offer.
fn try_(world: &World, who: &str, talk: &Talk, verb: &str, fields: &[(&str, &str)]) -> Answer {
    world.as_(who).forge(&format!("{}/{verb}", talk.0), true, fields, None)
}

fn state(world: &World, talk: &Talk) -> Mediation {
    let house = world.house();
    world.block_on(async { carry::look_up(&house, HERE, talk.stream()).await }).unwrap().0
}

fn code(world: &World, talk: &Talk, party: i64) -> String {
    let issue = state(world, talk).party(party).unwrap().code_issue;
    code_of(world.house().vault(), talk.stream(), party, issue).to_string()
}

/// A party, with her own code.
fn party<'w>(world: &'w World, talk: &Talk, subject: i64) -> Client<'w> {
    let her = world.visitor(&format!("party {subject} of {}", talk.0));
    let answer = her.fill("/follow", "/follow", &[("county", "330122"), ("code", &code(world, talk, subject))], None);
    assert_eq!(answer.location(), "/follow/talk", "{}", answer.refusal());
    her
}

const BOTH: [(&str, &str); 2] = [("parties", "1"), ("parties", "2")];

fn consented(world: &World, talk: &Talk) {
    act(world, "village-mediator", talk, "consent", &[BOTH[0], BOTH[1], ("given", "yes"), ("how", "oral")]).done();
}

/// All consented, one mediator without a relation, rights read.
fn seated(world: &World, talk: &Talk) {
    consented(world, talk);
    act(world, "village-mediator", talk, "set_mediator", &[("account", &account("village-mediator").to_string())]).done();
    act(world, "village-mediator", talk, "disclose", &[("relation", "none")]).done();
    act(world, "village-mediator", talk, "tell_rights", &[BOTH[0], BOTH[1], ("how", "read")]).done();
}

/// One session held together, this morning.
fn met(world: &World, talk: &Talk) {
    let today = world.house().today().to_string();
    let set = [
        ("day", today.as_str()),
        ("hour", "08:00"),
        ("minutes", "60"),
        ("together", "joint"),
        ("way", "room"),
        ("place", "社区调解室"),
        ("with", "1"),
        ("with", "2"),
    ];
    act(world, "village-mediator", talk, "set_session", &set).done();
    let held = [("nth", "1"), ("present", "1"), ("present", "2"), ("began", "08:00"), ("ended", "08:40"), ("record", "查看漏水处，双方同意修复。")];
    act(world, "village-mediator", talk, "hold_session", &held).done();
}

const CLAUSES: &str = "赵大山修好漏水的地方\n赵大山赔偿吊顶损失";

fn draft(world: &World, talk: &Talk, due: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("form", "written"),
        ("facts", "楼上水管漏水，泡坏吊顶。"),
        ("issues", "赔多少"),
        ("responsibility", "赵大山负责修和赔"),
        ("clauses", CLAUSES),
        ("by-1", "2"),
        ("whom-1", "1"),
        ("what-1", "赔偿吊顶损失"),
        ("yuan-1", "1200.50"),
        ("due-1", due),
        ("manner", "现金，在社区调解室交付"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(own, _)| own == name));
    fields.extend(more.iter().copied());
    act(world, "village-mediator", talk, "draft", &fields)
}

/// Signed by all and sealed.
fn signed(world: &World, talk: &Talk) {
    for who in ["1", "2"] {
        act_with(world, "village-mediator", talk, "sign", &[("who", who), ("hand", "signature")]).done();
    }
    act(world, "village-mediator", talk, "sign", &[("who", "mediator"), ("hand", "signature")]).done();
    act(world, "village-head", talk, "sign", &[("who", "seal"), ("hand", "seal")]).done();
}

/// A mediation whose agreement holds and has a promise to come: something in every table of the room.
pub(crate) fn agreed(world: &World) {
    let talk = open(world, "village-clerk", &[]);
    seated(world, &talk);
    met(world, &talk);
    draft(world, &talk, &world.house().today().plus_days(30).to_string(), &[]).done();
    signed(world, &talk);
}

fn stands(world: &World) {
    assert_eq!(world.wrong(), Vec::<String>::new(), "{}", world.engine.name);
    casework::verify::rebuild(&world.house(), HERE).unwrap();
    assert_eq!(world.wrong(), Vec::<String>::new(), "{}: after a rebuild", world.engine.name);
}

#[test]
fn from_a_call_to_a_kept_promise_within_one_day_the_chain_told_with_its_minutes() {
    for world in World::each() {
        // The command room hears of it and sends it to the community, which takes it at once.
        let talk = open(&world, "room-clerk", &[("source", "police_guided"), ("outside_body", "横村派出所"), ("outside_number", "110-0518-07")]);
        world.minutes(6);
        act(&world, "room-triage", &talk, "dispatch", &[("to", "7"), ("reason", "两家都住近江社区")]).done();
        world.minutes(4);
        act(&world, "village-mediator", &talk, "take", &[]).done();
        seated(&world, &talk);
        act(
            &world,
            "village-mediator",
            &talk,
            "tell_law",
            &[("text", "《民法典》第二百八十八条"), ("words", "邻里互助、团结"), ("gentle", "远亲不如近邻")],
        )
        .done();
        met(&world, &talk);
        let today = world.house().today().to_string();
        draft(&world, &talk, &today, &[]).done();
        signed(&world, &talk);
        assert_eq!(state(&world, &talk).stage, Stage::Performing);
        act_with(&world, "village-mediator", &talk, "tell_promise", &[("nth", "1"), ("kept", "yes"), ("words", "当场交付，收条在卷")]).done();
        act(&world, "village-mediator", &talk, "follow_up", &[("party", "1"), ("way", "home"), ("words", "修好了"), ("said", "见面也打招呼了")])
            .done();
        act(&world, "village-mediator", &talk, "close", &[]).done();
        let after = state(&world, &talk);
        assert_eq!((after.stage, after.closed_on), (Stage::Closed, Some(world.house().today())));
        let page = world.as_("village-mediator").get(&talk.0);
        page.shows("6 分钟").shows("4 分钟").shows("1200.50 元").shows("横村派出所 110-0518-07").shows("远亲不如近邻");
        world.as_("village-clerk").get("/desk/mediations?over=1").shows("楼上漏水");
        // All five steps of the loop are dated.
        let list = world.as_("village-mediator").get("/desk/mediations?over=1");
        assert_eq!(list.body.matches("class=\"done\"").count(), 5, "{}", list.text());
        stands(&world);
    }
}

#[test]
fn c_40_refuses_everything_before_all_have_consented_and_after_one_has_not() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        act(&world, "village-mediator", &talk, "consent", &[("parties", "1"), ("given", "yes"), ("how", "oral")]).done();
        assert_eq!(state(&world, &talk).stage, Stage::Asked, "one of two is not all");
        try_(&world, "village-mediator", &talk, "set_mediator", &[("account", &account("village-mediator").to_string())])
            .refused("MEDIATION_NOT_NOW");
        // Nobody consents with another's code, and no officer in her name with "code".
        try_(&world, "village-mediator", &talk, "consent", &[("parties", "2"), ("given", "yes"), ("how", "code")]).refused("CONSENT_HOW");
        try_(&world, "village-mediator", &talk, "consent", &[("parties", "2"), ("given", "yes")]).refused("CONSENT_HOW");
        // She says no with her own code: it is not mediated, and the other ways are told at once.
        let her = party(&world, &talk, 2);
        her.get("/follow/talk").shows("不愿意也没有任何坏处");
        her.fill("/follow/talk", "/follow/talk/refuse", &[], None).done();
        assert_eq!(state(&world, &talk).stage, Stage::NotMediated);
        world.as_("village-mediator").get(&talk.0).shows("打官司").shows("没有调解");
        // Another: all consent; one stops later, without a reason.
        let second = open(&world, "village-clerk", &[]);
        seated(&world, &second);
        let her = party(&world, &second, 1);
        her.fill("/follow/talk", "/follow/talk/stop", &[], None).done();
        assert_eq!(state(&world, &second).stage, Stage::Terminated);
        assert!(state(&world, &second).clocks.iter().all(|clock| clock.ended.is_some()));
        try_(&world, "village-mediator", &second, "draft", &[("form", "written")]).refused("MEDIATION_NOT_NOW");
        stands(&world);
    }
}

#[test]
fn c_40_accepts_consent_by_her_own_code_and_the_term_begins_with_the_last() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        for subject in [1, 2] {
            party(&world, &talk, subject).fill("/follow/talk", "/follow/talk/consent", &[], None).done();
        }
        let after = state(&world, &talk);
        assert_eq!((after.stage, after.accepted_on), (Stage::Accepted, Some(world.house().today())));
        let term = after.running("M-01").unwrap();
        assert_eq!(term.deadline.from, world.house().today());
        // A court's delegation has its own thirty days (M-02).
        let court = open(&world, "village-clerk", &[("source", "court_pre_filing")]);
        consented(&world, &court);
        assert_eq!(state(&world, &court).running("M-02").unwrap().deadline.length, 30);
        // More time only by all, each ticked.
        seated_further(&world, &court);
        let later = world.house().today().plus_days(60).to_string();
        act(&world, "village-mediator", &court, "extend", &[("until", &later), ("agreed", "1")]).refused("NOT_ALL_AGREED").keeps(&later);
        act(&world, "village-mediator", &court, "extend", &[("until", &later), ("agreed", "1"), ("agreed", "2")]).done();
        assert!(state(&world, &court).running("M-02").unwrap().deadline.due_legal >= world.house().today().plus_days(60));
        stands(&world);
    }
}

fn seated_further(world: &World, talk: &Talk) {
    act(world, "village-mediator", talk, "set_mediator", &[("account", &account("village-mediator").to_string())]).done();
    act(world, "village-mediator", talk, "disclose", &[("relation", "none")]).done();
    act(world, "village-mediator", talk, "tell_rights", &[BOTH[0], BOTH[1], ("how", "read")]).done();
}

#[test]
fn c_42_and_c_59_know_no_fee_and_no_scale() {
    let world = World::new();
    let talk = open(&world, "village-clerk", &[]);
    try_(&world, "village-mediator", &talk, "consent", &[BOTH[0], ("given", "yes"), ("how", "oral"), ("fee", "100")]).refused("FEE_FORBIDDEN");
    try_(&world, "village-mediator", &talk, "fee", &[]).refused("FEE_FORBIDDEN");
    try_(&world, "village-mediator", &talk, "say_axis", &[("party", "1"), ("axis", "anger"), ("scale", "3")]).refused("TEMPER_SCALE");
}

#[test]
fn c_45_refuses_a_mediator_who_has_not_told_or_has_to_do_with_one_until_all_agree() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        consented(&world, &talk);
        act(&world, "village-head", &talk, "set_mediator", &[("account", &account("village-mediator").to_string()), ("chosen", "on")]).done();
        act(&world, "village-mediator", &talk, "tell_rights", &[BOTH[0], BOTH[1], ("how", "given")]).done();
        let today = world.house().today().to_string();
        let set = [
            ("day", today.as_str()),
            ("hour", "08:00"),
            ("minutes", "60"),
            ("together", "joint"),
            ("way", "room"),
            ("place", "调解室"),
            ("with", "1"),
            ("with", "2"),
        ];
        act(&world, "village-mediator", &talk, "set_session", &set).done();
        let held = [("nth", "1"), ("present", "1"), ("present", "2"), ("began", "08:00"), ("ended", "08:40"), ("record", "谈过")];
        try_(&world, "village-mediator", &talk, "hold_session", &held).refused("CONFLICT");
        act(&world, "village-mediator", &talk, "disclose", &[("relation", "relative")]).refused("EMPTY");
        act(&world, "village-mediator", &talk, "disclose", &[("relation", "relative"), ("words", "申请人是我表妹")]).done();
        try_(&world, "village-mediator", &talk, "hold_session", &held).refused("CONFLICT");
        let seat = account("village-mediator").to_string();
        act(&world, "village-head", &talk, "accept_relation", &[("account", &seat), ("party", "1")]).done();
        try_(&world, "village-mediator", &talk, "hold_session", &held).refused("CONFLICT");
        act(&world, "village-head", &talk, "accept_relation", &[("account", &seat), ("party", "2")]).done();
        act(&world, "village-mediator", &talk, "hold_session", &held).done();
        // Who does not sit writes no record; and a party refuses a mediator without a reason.
        try_(&world, "village-handler", &talk, "note_apart", &[("party", "1"), ("note", "x")]).refused("NOT_MEDIATOR");
        let her = party(&world, &talk, 2);
        her.fill("/follow/talk", "/follow/talk/mediator", &[("account", &seat)], None).done();
        assert_eq!(state(&world, &talk).mediators().count(), 0);
        stands(&world);
    }
}

#[test]
fn c_47_shows_what_was_told_alone_to_who_mediates_and_nowhere_else() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        seated(&world, &talk);
        met(&world, &talk);
        let secret = "最低八百元我也愿意";
        act(&world, "village-mediator", &talk, "note_apart", &[("party", "1"), ("note", secret)]).done();
        world.as_("village-mediator").get(&talk.0).shows(secret);
        for other in ["village-head", "village-clerk"] {
            world.as_(other).get(&talk.0).shows("单独谈").lacks(secret);
        }
        party(&world, &talk, 1).get("/follow/talk").lacks(secret);
        party(&world, &talk, 2).get("/follow/talk").lacks(secret);
        world.as_("village-mediator").get("/desk/mediations").lacks(secret);
        world.as_("village-mediator").get("/desk/find?q=800").lacks(secret);
        // Nor does the ciphertext open under the narrative's key, which letters and exports hold.
        let house = world.house();
        let (mediation, keys) = world.block_on(async { carry::look_up(&house, HERE, talk.stream()).await }).unwrap();
        let note = &mediation.apart[0].note;
        assert_eq!(keys.open(casework::mediation::model::apart_of(1), "apart", note).open().as_deref(), Some(secret));
        for subject in [0, 1, 2] {
            assert_eq!(keys.open(subject, "apart", note).open(), None);
        }
        // Undisputed facts need every signature.
        act(&world, "village-mediator", &talk, "agree_facts", &[("words", "水管是去年装的"), ("agreed", "1")]).refused("FACTS_NOT_SIGNED");
        act(&world, "village-mediator", &talk, "agree_facts", &[("words", "水管是去年装的"), ("agreed", "1"), ("agreed", "2")]).done();
        stands(&world);
    }
}

#[test]
fn c_43_refuses_a_seal_while_a_signature_is_missing_and_a_signature_that_nobody_can_look_at() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        seated(&world, &talk);
        met(&world, &talk);
        let later = world.house().today().plus_days(20).to_string();
        // What is kept later is written; waivers are refused, and what was typed stays.
        draft(&world, &talk, &later, &[("form", "oral")]).refused("WRITTEN_NEEDED");
        draft(&world, &talk, &later, &[("clauses", "双方息诉罢访，不再上访")]).refused("WAIVER_FORBIDDEN").keeps("双方息诉罢访");
        draft(&world, &talk, &later, &[("whom-1", "2")]).refused("PROMISE_WHO");
        draft(&world, &talk, &later, &[("yuan-1", "一千")]).refused("PROMISE_WHAT");
        draft(&world, &talk, "2025-01-01", &[]).refused("PROMISE_PAST");
        draft(&world, &talk, &later, &[]).done();
        act(&world, "village-mediator", &talk, "sign", &[("who", "1"), ("hand", "fingerprint")]).refused("SIGNATURE_UNSEEN");
        act(&world, "village-head", &talk, "sign", &[("who", "seal"), ("hand", "seal")]).refused("UNSIGNED");
        act_with(&world, "village-mediator", &talk, "sign", &[("who", "1"), ("hand", "fingerprint")]).done();
        act(&world, "village-mediator", &talk, "sign", &[("who", "mediator"), ("hand", "signature")]).done();
        act(&world, "village-head", &talk, "sign", &[("who", "seal"), ("hand", "seal")]).refused("UNSIGNED");
        try_(&world, "village-mediator", &talk, "ask_confirmation", &[("court", "桐庐县人民法院")]).refused("MEDIATION_NOT_NOW");
        act_with(&world, "village-mediator", &talk, "sign", &[("who", "2"), ("hand", "signature")]).done();
        assert!(state(&world, &talk).agreement.unwrap().effective_on.is_none(), "not before the seal");
        act(&world, "village-head", &talk, "sign", &[("who", "seal"), ("hand", "seal")]).done();
        let after = state(&world, &talk);
        assert_eq!((after.stage, after.agreement.unwrap().effective_on), (Stage::Performing, Some(world.house().today())));
        // Nobody has broken what is not due yet.
        act(&world, "village-mediator", &talk, "tell_promise", &[("nth", "1"), ("kept", "no"), ("words", "没给")]).refused("PROMISE_NOT_DUE");
        world.today(&world.house().today().plus_days(21).to_string());
        act(&world, "village-mediator", &talk, "tell_promise", &[("nth", "1"), ("kept", "no"), ("words", "没给")]).done();
        assert_eq!(state(&world, &talk).stage, Stage::Breached);
        act(&world, "village-mediator", &talk, "close", &[]).refused("EMPTY");
        act(&world, "village-mediator", &talk, "mediate_again", &[("reason", "赵大山愿意分期")]).done();
        assert_eq!(state(&world, &talk).earlier.len(), 1);
        stands(&world);
    }
}

#[test]
fn c_43_and_c_44_send_to_confirmation_what_may_be_by_all_within_thirty_days() {
    for engine in testkit::engines() {
        let world = World::on(engine, "2025-09-05", kernel::calendar::Calendar::bundled());
        let begun = |fields: &[(&str, &str)]| {
            let talk = open(&world, "village-clerk", &[]);
            seated(&world, &talk);
            met(&world, &talk);
            draft(&world, &talk, "2025-12-01", fields).done();
            signed(&world, &talk);
            talk
        };
        let talk = begun(&[]);
        let family = begun(&[("not_confirmable", "identity")]);
        try_(&world, "village-mediator", &family, "ask_confirmation", &[("court", "桐庐县人民法院"), ("agreed", "1"), ("agreed", "2")])
            .refused("NOT_CONFIRMABLE");
        // TV-13: thirty days from 5 September end on 5 October, which rolls to the 9th.
        let clock = state(&world, &talk).running("M-05").unwrap().deadline.clone();
        assert_eq!((clock.due_raw, clock.due_legal), ("2025-10-05".parse::<Day>().unwrap(), "2025-10-09".parse::<Day>().unwrap()));
        act_with(&world, "village-mediator", &talk, "ask_confirmation", &[("court", "桐庐县人民法院"), ("agreed", "1")]).refused("NOT_JOINT");
        let late = begun(&[]);
        world.today("2025-10-09");
        let both = [("court", "桐庐县人民法院"), ("agreed", "1"), ("agreed", "2")];
        act(&world, "village-mediator", &talk, "ask_confirmation", &both).refused("CONFIRM_UNSEEN");
        act_with(&world, "village-mediator", &talk, "ask_confirmation", &both).done();
        act(&world, "village-mediator", &talk, "record_ruling", &[("ruling", "confirmed"), ("document", "（2025）浙0122民特88号")]).done();
        world.today("2025-10-10");
        try_(&world, "village-mediator", &late, "ask_confirmation", &both).refused("CONFIRM_LATE");
        stands(&world);
    }
}

#[test]
fn c_46_and_c_51_want_a_guardian_who_is_not_the_abuser_and_a_report() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[("minor-1", "on"), ("is_minor", "on"), ("dispute", "marriage_family")]);
        try_(&world, "village-mediator", &talk, "consent", &[("parties", "1"), ("given", "yes"), ("how", "oral")]).refused("GUARDIAN_MISSING");
        let guardian = |name: &'static str| [("side", "guardian"), ("name", name), ("of", "1")];
        let mut bad = guardian("钱大力").to_vec();
        bad.push(("suspected", "on"));
        act(&world, "village-mediator", &talk, "add_party", &bad).refused("GUARDIAN_SUSPECTED").keeps("钱大力");
        act(&world, "village-mediator", &talk, "add_party", &guardian("民政办 孙主任")).done();
        consented(&world, &talk);
        // Nothing ends it before it was reported, and the number is on record.
        try_(&world, "village-mediator", &talk, "terminate", &[("reason", "no_agreement"), ("words", "谈不成")]).refused("MANDATORY_REPORT");
        world.as_("village-mediator").get(&talk.0).shows("立即报告");
        act(&world, "village-mediator", &talk, "report", &[("authority", "police")]).refused("EMPTY");
        act(&world, "village-mediator", &talk, "report", &[("authority", "police"), ("number", "桐公报〔2025〕31号")]).done();
        act(&world, "village-mediator", &talk, "terminate", &[("reason", "no_agreement"), ("words", "谈不成")]).done();
        stands(&world);
    }
}

#[test]
fn c_50_to_c_54_keep_her_safe_before_anything_is_agreed() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[("is_violence", "on"), ("suspected-2", "on"), ("dispute", "marriage_family")]);
        seated(&world, &talk);
        let today = world.house().today().to_string();
        let joint = [
            ("day", today.as_str()),
            ("hour", "08:00"),
            ("minutes", "60"),
            ("together", "joint"),
            ("way", "room"),
            ("place", "调解室"),
            ("with", "1"),
            ("with", "2"),
        ];
        act(&world, "village-mediator", &talk, "set_session", &joint).refused("JOINT_NOT_SAFE");
        act(&world, "village-mediator", &talk, "screen", &[("party", "1"), ("need", "住到姐姐家"), ("wish", "想分开一阵")]).refused("NOT_ALONE");
        act(&world, "village-mediator", &talk, "screen", &[("party", "1"), ("alone", "on"), ("need", "住到姐姐家"), ("wish", "想分开一阵")]).done();
        act(&world, "village-mediator", &talk, "set_session", &joint).refused("JOINT_NOT_SAFE");
        act(
            &world,
            "village-mediator",
            &talk,
            "screen",
            &[("party", "1"), ("alone", "on"), ("need", "民警在场"), ("wish", "愿意当面说"), ("joint", "on")],
        )
        .done();
        let until = world.house().today().plus_days(90).to_string();
        act(&world, "village-mediator", &talk, "record_order", &[("number", "（2025）浙0122民保令7号"), ("no_contact", "on"), ("until", &until)])
            .done();
        act(&world, "village-mediator", &talk, "set_session", &joint).refused("NO_CONTACT_ORDER");
        // What she said alone stands on no page of the other, nor of who only leads.
        party(&world, &talk, 2).get("/follow/talk").lacks("姐姐家").lacks("13805710001").lacks("8 幢");
        world.as_("county-leader").get(&talk.0).hidden();
        world.as_("county-leader").get("/desk/mediations").lacks("漏水");
        // It is not closed by an agreement or its end alone.
        act(&world, "village-mediator", &talk, "terminate", &[("reason", "party_refuses"), ("words", "不谈了")]).done();
        try_(&world, "village-mediator", &talk, "close", &[]).refused("SAFETY_OPEN");
        act(&world, "village-mediator", &talk, "record_police", &[("outcome", "warning_letter")]).done();
        act(&world, "village-mediator", &talk, "close", &[]).done();
        stands(&world);
    }
}

#[test]
fn c_59_takes_what_came_right_in_her_own_words_alone() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        seated(&world, &talk);
        met(&world, &talk);
        draft(&world, &talk, &world.house().today().to_string(), &[]).done();
        signed(&world, &talk);
        act(&world, "village-mediator", &talk, "say_axis", &[("party", "1"), ("axis", "anger"), ("words", "不气了")])
            .refused("AXIS_NOT_HERS")
            .keeps("不气了");
        let her = party(&world, &talk, 1);
        her.fill("/follow/talk", "/follow/talk/say", &[("axis", "heart"), ("words", "心里还有点疙瘩")], None).done();
        her.get("/follow/talk").shows("心里还有点疙瘩");
        party(&world, &talk, 2).get("/follow/talk").lacks("疙瘩");
        world.as_("village-clerk").get(&talk.0).shows("解心").lacks("疙瘩");
        stands(&world);
    }
}

#[test]
fn what_is_not_theirs_goes_back_with_whose_it_is_and_a_stranger_sees_nothing() {
    for world in World::each() {
        let talk = open(&world, "room-clerk", &[("source", "police_guided")]);
        world.as_("village-clerk").get(&talk.0).hidden();
        act(&world, "room-triage", &talk, "dispatch", &[("to", "7"), ("reason", "近江社区")]).done();
        assert_eq!(state(&world, &talk).running("M-11").unwrap().holder.get(), 7);
        act(&world, "village-clerk", &talk, "send_back", &[("reason", "两家都搬走了")]).refused("WHOSE_MISSING").keeps("两家都搬走了");
        act(&world, "village-clerk", &talk, "send_back", &[("reason", "两家都搬走了"), ("body", "城南街道")]).done();
        world.as_("village-clerk").get(&talk.0).hidden();
        world.as_("room-triage").get(&talk.0).shows("城南街道");
        assert!(state(&world, &talk).running("M-11").is_none());
        for stranger in ["water-head", "office-mediator"] {
            world.as_(stranger).get(&talk.0).hidden();
            try_(&world, stranger, &talk, "note", &[("words", "x")]).hidden();
        }
        let guess = world.visitor("nobody").fill("/follow", "/follow", &[("county", "330122"), ("code", "0000-0000-0000-0000")], None);
        assert_eq!(guess.status, axum::http::StatusCode::NOT_FOUND);
        stands(&world);
    }
}

#[test]
fn nothing_is_written_down_without_words_a_kind_a_source_and_a_person_and_what_was_typed_stays() {
    let world = World::new();
    for missing in ["words", "dispute", "source"] {
        open_with(&world, "village-clerk", &[(missing, "")]).refused("EMPTY").keeps("钱小河");
    }
    open_with(&world, "village-clerk", &[("name-1", ""), ("name-2", "")]).refused("EMPTY").keeps("吊顶");
    open_with(&world, "village-clerk", &[("day", "2031-01-01"), ("hour", "08:00")]).refused("DATE_AHEAD");
    open_with(&world, "village-clerk", &[("hour", "早上")]).refused("HOUR_UNREADABLE").keeps("早上");
    // A double click is one.
    let talk = open(&world, "village-clerk", &[]);
    assert!(state(&world, &talk).number.ends_with("第1号"), "{}", state(&world, &talk).number);
}

/// What a reader of the PDF reads; white space away.
fn read(pdf: &[u8]) -> String {
    use std::{
        io::Write as _,
        process::{Command, Stdio},
    };
    let mut told = Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut way, pdf) = (told.stdin.take().unwrap(), pdf.to_vec());
    let writer = std::thread::spawn(move || way.write_all(&pdf));
    let told = told.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(told.status.success());
    String::from_utf8(told.stdout).unwrap().split_whitespace().collect()
}

#[test]
fn t_30_to_t_39_are_set_from_the_record_and_bound_into_one_file_without_a_word_that_was_told_alone() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        seated(&world, &talk);
        let paper = |code: &str| world.as_("village-mediator").get(&format!("{}/paper/{code}", talk.0));
        paper("T-33-1").refused("LETTER_INCOMPLETE");
        for (party, sex, born) in [("1", "女", "1956"), ("2", "男", "1971")] {
            let described = [("party", party), ("sex", sex), ("born", born), ("ethnicity", "汉族"), ("occupation", "务农")];
            act(&world, "village-mediator", &talk, "describe_party", &described).done();
        }
        act(&world, "village-mediator", &talk, "describe_party", &[("party", "2"), ("address", "近江社区 8 幢 401"), ("phone", "13805710099")])
            .done();
        act(&world, "village-mediator", &talk, "describe_party", &[("party", "1"), ("born", "56")]).refused("BORN_UNREADABLE");
        met(&world, &talk);
        let secret = "最低八百元我也愿意";
        act(&world, "village-mediator", &talk, "note_apart", &[("party", "1"), ("note", secret)]).done();
        draft(&world, &talk, &world.house().today().to_string(), &[]).done();
        let text = read(&paper("T-35-1").bytes);
        for word in ["人民调解协议书", "钱小河", "赵大山", "壹仟贰佰元伍角", "13805710099", "一式三份"] {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert!(!text.contains("13805710002"), "the phone that was corrected");
        for code in ["T-31-1", "T-32-1", "T-33-1", "T-34-1", "T-35-1"] {
            act(&world, "village-mediator", &talk, "make_paper", &[("paper", code)]).done();
        }
        signed(&world, &talk);
        act_with(&world, "village-mediator", &talk, "add_paper", &[("kind", "identity")]).done();
        act_with(&world, "village-mediator", &talk, "tell_promise", &[("nth", "1"), ("kept", "yes"), ("words", "付清")]).done();
        act(&world, "village-mediator", &talk, "follow_up", &[("party", "1"), ("way", "home"), ("words", "都履行了"), ("said", "没有意见")]).done();
        for code in ["T-38-1", "T-39-1"] {
            act(&world, "village-mediator", &talk, "make_paper", &[("paper", code)]).done();
        }
        world.as_("village-mediator").get(&format!("{}/volume", talk.0)).refused("VOLUME_OPEN");
        act(&world, "village-mediator", &talk, "close", &[]).done();
        let bound = world.as_("village-mediator").get(&format!("{}/volume", talk.0));
        let text = read(&bound.bytes);
        for word in
            ["卷内目录", "人民调解权利义务告知书", "调解记录", "人民调解协议书", "回访记录", "司法确认", "卷宗封底", &*state(&world, &talk).number]
        {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert!(!text.contains(secret));
        stands(&world);
    }
}

#[test]
fn a_night_of_two_hundred_incidents_is_taken_in_sent_on_in_one_act_and_answered_one_by_one() {
    for world in World::each() {
        let place = kernel::divisions::find("330122102003").unwrap().name;
        let mut sheet = "警情编号,接警时间,地点,报警人,报警电话,对方,简要情况,纠纷类型\n".to_owned();
        for nth in 1..=200 {
            sheet.push_str(&format!(
                "110-{nth:04},2025-09-09 {:02}:{:02},{place},报警人{nth},1380571{nth:04},对方{nth},楼上第{nth}次漏水,邻里\n",
                nth % 24,
                nth % 60
            ));
        }
        sheet.push_str("110-9999,昨晚,外地,某人,,,没写清时间,\n");
        let take = || {
            let fields = [("body", "横村派出所"), ("text", sheet.as_str())];
            world.as_("room-clerk").fill("/desk/mediations/shift", "/desk/mediations/shift", &fields, None)
        };
        take().shows("新收 200 件，早就收过 0 件，收不下 1 件").shows("第 202 行").shows("14:30");
        take().shows("新收 0 件，早就收过 200 件");
        world
            .as_("room-clerk")
            .fill("/desk/mediations/shift", "/desk/mediations/shift", &[("body", "横村派出所"), ("text", "甲,乙\n1,2\n")], None)
            .refused("COLUMN_MISSING");
        // One page, one click: each has its studio by its place.
        let page = world.as_("room-clerk").get("/desk/mediations/dispatch");
        let form = page.forms().into_iter().find(|form| form.action == "/desk/mediations/dispatch").unwrap();
        let ticked: Vec<(String, String)> = form.fields.iter().filter(|(name, _)| name == "case").cloned().collect();
        assert_eq!(ticked.len(), 200, "{}", page.text());
        world.as_("room-clerk").fill("/desk/mediations/dispatch", "/desk/mediations/dispatch", &[], None).shows("派出 200 件").shows("没有要派的");
        let first: StreamId = ticked[0].1.parse().unwrap();
        let talk = Talk(format!("/desk/mediation/{first}"));
        act(&world, "village-mediator", &talk, "take", &[]).done();
        let refused = Talk(format!("/desk/mediation/{}", ticked[1].1));
        act(&world, "village-clerk", &refused, "send_back", &[("reason", "不住这里"), ("body", "城南街道")]).done();
        world.as_("room-clerk").get("/desk/mediations/dispatch").shows("楼上第");
        // The answers: a line each, and nothing of a person.
        let answers = world
            .as_("room-clerk")
            .get("/desk/mediations/answers?body=横村派出所".replace("横村派出所", "%E6%A8%AA%E6%9D%91%E6%B4%BE%E5%87%BA%E6%89%80").as_str());
        let table = String::from_utf8(answers.bytes.clone()).unwrap();
        assert_eq!(table.lines().count(), 201, "{table}");
        assert!(!table.contains("1380571") && !table.contains("报警人") && !table.contains("漏水"), "{table}");
        stands(&world);
    }
}

#[test]
fn tm_6_a_calendar_that_is_loaded_never_moves_a_date_against_the_parties() {
    let world = World::on(testkit::sqlite(), "2025-12-02", &kernel::calendar::Calendar::bundled().without_year(2026));
    let talk = open(&world, "village-clerk", &[]);
    seated(&world, &talk);
    met(&world, &talk);
    draft(&world, &talk, "2025-12-20", &[]).done();
    signed(&world, &talk);
    let before = state(&world, &talk).running("M-05").unwrap().deadline.clone();
    assert!(before.provisional, "{before:?}");
    world.load_calendar(kernel::calendar::Calendar::bundled());
    world.night();
    let after = state(&world, &talk).running("M-05").unwrap().deadline.clone();
    assert!(!after.provisional && after.due_legal >= before.due_legal, "{before:?} {after:?}");
    // A promised day is a promised day.
    assert_eq!(state(&world, &talk).running("PR.1").unwrap().deadline.due_legal, "2025-12-20".parse::<Day>().unwrap());
    stands(&world);
}

#[test]
fn c_87_erases_one_party_and_what_she_told_alone_and_leaves_the_other_whole() {
    for world in World::each() {
        let talk = open(&world, "village-clerk", &[]);
        seated(&world, &talk);
        met(&world, &talk);
        act(&world, "village-mediator", &talk, "note_apart", &[("party", "1"), ("note", "最低八百")]).done();
        let code = code(&world, &talk, 1);
        world.as_("village-clerk").get("/desk/find?q=13805710001").shows("楼上漏水");
        let (house, head, clerk) = (world.house(), world.asker("village-head"), world.asker("village-clerk"));
        let erase = |asker: casework::Asker, basis: &'static str| {
            let (house, stream) = (house.clone(), talk.stream());
            world.block_on(async move { casework::mediation::erase::erase(&house, &asker, stream, 1, basis).await })
        };
        assert!(erase(clerk, "本人要求").is_err());
        assert!(erase(head.clone(), " ").is_err());
        erase(head.clone(), "本人要求，PIPL 第四十七条").unwrap();
        assert!(erase(head, "本人要求").is_err(), "once");
        world.as_("village-mediator").get(&talk.0).lacks("钱小河").lacks("最低八百").shows("赵大山");
        world.as_("village-clerk").get("/desk/find?q=13805710001").lacks("楼上漏水");
        world.as_("village-clerk").get("/desk/find?q=13805710002").shows("楼上漏水");
        let her = world.visitor("erased").fill("/follow", "/follow", &[("county", "330122"), ("code", &code)], None);
        assert_eq!(her.status, axum::http::StatusCode::NOT_FOUND);
        stands(&world);
    }
}

#[test]
fn a_petition_is_mediated_by_who_has_it_and_its_dates_run_on() {
    for world in World::each() {
        let petition = world.petition("转调解");
        let form = format!("/desk/mediations/new?petition={petition}");
        let before = world.matter(&petition).clocks;
        let clerk = world.as_("office-clerk");
        clerk.page(&petition).shows("转人民调解");
        clerk.get(&form).shows("一下雨水就漫进院子").lacks("横人调字");
        // What the petition says is sent as it stands in the form, with the other side and the type of the dispute.
        let more = [("name-2", "张广田"), ("dispute", "neighbour")];
        let answer = clerk.fill(&form, "/desk/mediations/new", &more, None).done();
        let talk = Talk(answer.location().split('#').next().unwrap().to_owned());
        let opened = state(&world, &talk);
        let matter = world.matter(&petition);
        assert_eq!(opened.petition.as_ref().map(|from| from.stream), Some(petition.stream));
        assert_eq!((opened.source.as_str(), &opened.outside_number), ("petition_link", &matter.number));
        assert_eq!(opened.parties.iter().map(|party| party.side.code()).collect::<Vec<_>>(), ["applicant", "respondent"]);
        assert_eq!(matter.clocks, before, "C-41: no date of the petition moved");
        clerk.get(&talk.0).shows(&matter.number).shows("李秀兰");
        // What became of it stands where it is asked for again.
        clerk.get(&form).shows(&opened.number).shows("等各方同意");

        // Who does not have the petition takes nothing from it, by the form or without.
        let stranger = world.as_("village-clerk");
        assert_eq!(stranger.get(&form).status.as_u16(), 404);
        let forged = [("petition", petition.to_string()), ("words", "一".to_owned()), ("name-1", "甲".to_owned())];
        let forged: Vec<(&str, &str)> = forged.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(stranger.forge("/desk/mediations/new", false, &forged, None).status.as_u16(), 404);
        // An accusation is not mediated.
        let accusation = world.register("举报", "office-clerk", &[("is_accusation", "on")]);
        let asked = clerk.get(&format!("/desk/mediations/new?petition={accusation}"));
        assert!(asked.status.is_client_error(), "{}", asked.text());
        stands(&world);
    }
}
