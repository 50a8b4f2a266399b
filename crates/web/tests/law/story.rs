//! Whole lives of petitions, on both engines; the state after each step is compared with `story.txt`, which is written anew
//! when `LINJU_ACCEPT=1`.

use crate::way::{self, REASON};
use std::fmt::Write as _;
use testkit::{
    World,
    world::{Case, account, organ},
};

struct Story<'w> {
    world: &'w World,
    text: String,
}

impl Story<'_> {
    fn begins(&mut self, title: &str) {
        let _ = writeln!(self.text, "# {title}\n");
    }

    fn then(&mut self, what: &str, case: &Case) {
        let _ = writeln!(self.text, "## {}: {what}\n{}", self.world.house().today(), self.world.state(case));
    }

    fn at(&mut self, day: &str) {
        self.world.today(day);
    }
}

#[test]
fn the_same_lives_on_both_engines() {
    let mut told: Vec<(&str, String)> = vec![];
    for world in World::each() {
        let mut story = Story { world: &world, text: String::new() };
        a_whole_life(&mut story);
        withdrawn_by_herself(&mut story);
        withdrawn_on_paper(&mut story);
        not_withdrawn_at_all(&mut story);
        void_by_a_second_person(&mut story);
        objection_agreed_and_rejected(&mut story);
        diverted(&mut story);
        accusation(&mut story);
        let name = world.engine.name;
        assert!(world.wrong().is_empty(), "{name}: {:?}", world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "{name}: the rebuilt tables differ");
        told.push((name, story.text));
    }
    for pair in told.windows(2) {
        assert_eq!(pair[0].1, pair[1].1, "{} and {} tell different stories", pair[0].0, pair[1].0);
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/law/story.txt");
    let told = &told[0].1;
    if std::env::var("LINJU_ACCEPT").is_ok_and(|accept| accept == "1") {
        std::fs::write(file, told).unwrap();
    }
    let known = std::fs::read_to_string(file).unwrap_or_default();
    let first = known.lines().zip(told.lines()).position(|(known, told)| known != told);
    assert!(known == *told, "story.txt tells it otherwise, from line {:?}:\n{told}", first.map(|line| line + 1));
}

fn a_whole_life(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("A whole life: the drain behind the yard");
    let case = world.register("drain", "room-clerk", &[("first_time", "on"), ("place_words", "近江社区"), ("spot", "3 组 12 号屋后")]);
    story.then("heard at the township's command room", &case);
    story.at("2025-09-11");
    world.as_("room-clerk").act(&case, "note", &[("kind", "talk"), ("words", "上门谈了半小时，记下三处漫水。"), ("shown", "on")]).done();
    story.then("a talk with a first-time petitioner", &case);
    world.as_("room-triage").act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
    story.then("classified", &case);
    story.at("2025-09-12");
    world.as_("room-triage").act(&case, "refer", &[("to", &organ("water").to_string()), ("reason", REASON)]).done();
    story.then("referred to the water office", &case);
    story.at("2025-09-15");
    world.as_("water-clerk").act(&case, "sign_in", &[]).done();
    story.then("signed in", &case);
    story.at("2025-09-16");
    way::accept(world, &case);
    way::start(world, &case, "water-handler");
    story.then("accepted and given to an officer", &case);
    story.at("2025-09-22");
    world.as_("water-handler").act(&case, "ask_material", &[("what", "受损灶台的照片"), ("by", "2025-09-30")]).done();
    world.person(&case).fill("/follow/case", "/follow/add", &[("words", "照片送到村里了"), ("claim", "")], None).done();
    story.then("material asked for, and she answers", &case);
    story.at("2025-09-29");
    world.as_("water-handler").act(&case, "receive_material", &[("came", "yes"), ("note", "照片 4 张")]).done();
    world.as_("water-clerk").act_with(&case, "add_paper", &[("kind", "photo"), ("shown", "on")], "file").done();
    story.then("the material is there", &case);
    story.at("2025-11-10");
    world.as_("water-handler").act(&case, "request_extension", &[("days", "20"), ("reason", REASON)]).done();
    story.then("an extension asked for", &case);
    story.at("2025-11-12");
    world.as_("water-head").act(&case, "agree_extension", &[]).done();
    world.as_("water-head").act_with(&case, "approve_extension", &[("notice_on", "2025-11-12"), ("way", "in_person")], "file").done();
    story.then("an extension approved by the head, the notice delivered", &case);
    story.at("2025-12-01");
    let answers = way::answers("2025-12-31");
    world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&answers)).done();
    story.then("an opinion drafted, claim by claim", &case);
    world.as_("water-head").act(&case, "return_draft", &[("reason", "补上现场查看日期")]).done();
    world.as_("water-handler").act(&case, "draft_opinion", &way::lent(&answers)).done();
    story.at("2025-12-02");
    world.as_("water-head").act(&case, "sign_opinion", &[]).done();
    story.then("sent back once, drafted again, signed", &case);
    way::dispatch(world, &case);
    story.then("sent", &case);
    story.at("2025-12-05");
    way::deliver(world, &case, "2025-12-04");
    story.then("delivered the day before, by the postal receipt", &case);
    world.person(&case).fill("/follow/case", "/follow/rate", &[("rating", "satisfied"), ("why", "说得明白")], None).done();
    story.then("rated by her, with her code", &case);
    story.at("2025-12-19");
    world.as_("water-handler").act_with(&case, "execute", &[("claim", "0"), ("note", "清淤 60 米"), ("acted_on", "2025-12-18")], "file").done();
    story.then("carried out", &case);
    story.at("2025-12-22");
    world.as_("water-handler").act(&case, "complete", &[("note-1", "已当面说明理由")]).done();
    world.as_("water-clerk").act(&case, "archive", &[]).done();
    story.then("completed and archived", &case);
    world.as_("water-handler").try_(&case, "note", &[("kind", "talk"), ("words", "x")]).refused("NOT_FROM_HERE");
}

fn withdrawn_by_herself(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("Withdrawn by herself");
    let case = way::in_handling(world);
    world.person(&case).fill("/follow/case", "/follow/withdraw", &[("reason", "村里已经修好了")], None).done();
    story.then("with her code", &case);
    let again = world.petition("the same again");
    story.then("and told again, as a matter of its own", &again);
}

fn withdrawn_on_paper(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("Withdrawn on paper");
    let case = way::in_handling(world);
    world.as_("water-clerk").act(&case, "withdraw", &[("evidence", "signed_paper"), ("reason", "修好了")]).refused("WITHDRAWAL_UNPROVEN");
    let action = format!("/desk/case/{case}/withdraw");
    let own = world.as_("water-handler").forge(&action, true, &[("evidence", "signed_paper")], Some(("file", testkit::world::FILE)));
    own.refused("SELF_HANDLING");
    world.as_("water-clerk").act_with(&case, "withdraw", &[("evidence", "signed_paper"), ("reason", "修好了")], "file").done();
    story.then("with what she signed, by another than the one who handles it", &case);
    world.as_("water-clerk").act(&case, "archive", &[]).done();
    story.then("archived", &case);
}

fn not_withdrawn_at_all(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("Not withdrawn at all");
    let case = way::in_handling(world);
    world.as_("water-clerk").act_with(&case, "withdraw", &[("evidence", "signed_paper"), ("reason", "修好了")], "file").done();
    story.then("entered for her", &case);
    world.as_("water-clerk").act(&case, "archive", &[]).done();
    world.person(&case).fill("/follow/case", "/follow/not-withdrawn", &[("not_mine", "我没有签过字")], None).done();
    story.then("and contested by her, from the archive", &case);
}

fn void_by_a_second_person(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("Void by a second person");
    let case = world.petition("twice");
    let kept = world.petition("once");
    let ask = [("code", "entered_twice"), ("kept", kept.number.as_str()), ("reason", "同一封信录了两遍")];
    world.as_("office-clerk").act(&case, "ask_void", &ask).done();
    story.then("asked", &case);
    world.as_("office-clerk").try_(&case, "confirm_void", &[]).refused("NOT_YOURS");
    world.as_("office-triage").act(&case, "confirm_void", &[]).done();
    story.then("confirmed; the number stays", &case);
    world.person(&case).get("/follow/case").shows(&case.number).shows("同一封信录了两遍").shows(&kept.number);
    world.person(&case).fill("/follow/case", "/follow/add", &[("words", "这是两件事，不是一件"), ("claim", "")], None).done();
    story.then("to which she objects", &case);
}

fn objection_agreed_and_rejected(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("Not my remit");
    let case = way::referred(world);
    let object = [("reason", "小区内的排水归住建部门管理。"), ("body", "县住建局")];
    world.as_("water-handler").act(&case, "object", &object).done();
    story.then("objected", &case);
    world.as_("office-triage").act(&case, "agree_objection", &[]).done();
    story.then("agreed: it is back", &case);
    world.as_("water-head").page(&case).hidden();
    way::refer(world, &case, "housing");
    world.as_("housing-handler").act(&case, "object", &[("reason", "河道接口归水利部门管理。"), ("body", "县水利局")]).done();
    world.as_("office-triage").act(&case, "reject_objection", &[("reason", "会商定由住建局办理")]).done();
    story.then("sent to another, whose objection is rejected", &case);
    world.as_("housing-handler").act(&case, "accept", &[("notice", "post")]).done();
    story.then("who accepts it", &case);
}

fn diverted(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("Another lawful way");
    let case = world.petition("wages");
    let triage = world.as_("office-triage");
    triage.act(&case, "classify", &[("matter_type", "grievance"), ("track", "J2_arbitration")]).done();
    triage.try_(&case, "accept", &[("notice", "in_person")]).refused("NOT_J6");
    triage
        .act(&case, "divert", &[("procedure", "申请劳动仲裁"), ("statute", ""), ("body", "县仲裁委"), ("limit_note", "一年")])
        .refused("DIVERSION_INCOMPLETE");
    let fields = [
        ("procedure", "申请劳动仲裁"),
        ("statute", "劳动争议调解仲裁法第二十七条"),
        ("body", "县劳动人事争议仲裁委员会"),
        ("limit_on", "2026-03-01"),
    ];
    triage.act(&case, "divert", &fields).done();
    story.then("diverted, with procedure, statute, body and limit", &case);
    world.person(&case).get("/follow/case").shows("申请劳动仲裁").shows("劳动争议调解仲裁法第二十七条");
    let idea = world.petition("idea");
    triage.act(&idea, "classify", &[("matter_type", "suggestion")]).done();
    story.then("a suggestion", &idea);
}

fn accusation(story: &mut Story<'_>) {
    let world = story.world;
    story.begins("An accusation");
    let case = world.register("accusation", "village-clerk", &[("words", "我要举报有人虚报冒领补贴。")]);
    story.then("heard in the village, and gone to the triage officers at once", &case);
    world.as_("village-clerk").page(&case).hidden();
    let accused =
        [("matter_type", "accusation"), ("accused", &*organ("village").to_string()), ("accused_person", &*account("town-head").to_string())];
    world.as_("office-triage").act(&case, "classify", &accused).done();
    story.then("typed; whom it names is barred", &case);
    world.as_("office-triage").act(&case, "hand_over_accusation", &[("to", &organ("discipline").to_string())]).done();
    story.then("handed over", &case);
    for who in ["village-head", "town-head", "town-leader", "office-head", "county-leader"] {
        world.as_(who).page(&case).hidden();
    }
    world.as_("discipline-handler").page(&case).shows(&case.number).lacks("李秀兰");
}
