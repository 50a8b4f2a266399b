//! Mediation by video (C-40, C-43, C-48): tickets, the waiting room, consent, private talks, the draft and its signatures. What browsers do
//! with each other is `e2e/specs/video.spec.ts`.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::video;
use testkit::{
    World,
    world::{Answer, Client, FILE, HERE},
};

const LEADER: &str = "office-mediator";

/// A room with its address at the desk and the ways in of its seats.
struct Opened {
    desk: String,
    tickets: Vec<String>,
}

fn open(world: &World, labels: &[(&str, &str)], more: &[(&str, &str)]) -> Opened {
    let answer = try_open(world, labels, more);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.refusal());
    read(&answer)
}

fn try_open(world: &World, labels: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
    let seats = labels.iter().flat_map(|(label, part)| [("label", *label), ("part", *part)]);
    let fields: Vec<(&str, &str)> = seats.chain([("hours", "4")]).chain(more.iter().copied()).collect();
    world.as_(LEADER).fill("/desk/video", "/desk/video", &fields, None)
}

fn read(answer: &Answer) -> Opened {
    let after = |mark: &str| answer.body.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>();
    let desk = after("class=\"btn btn-first\" href=\"").into_iter().find(|link| link.starts_with("/desk/video/")).unwrap();
    let tickets = after("value=\"http://127.0.0.1:8080").into_iter().filter(|link| link.starts_with("/video/t/")).collect();
    Opened { desk, tickets }
}

/// The two sides, each in her own browser, in the waiting room.
fn waiting<'w>(world: &'w World, room: &Opened) -> Vec<(Client<'w>, String)> {
    let enter = |(nth, ticket): (usize, &String)| {
        let browser = world.visitor(&format!("side {nth}"));
        let page = browser.get(ticket).done().location().to_owned();
        assert!(!page.contains("/t/"), "the ticket leaves the address bar");
        (browser, page)
    };
    room.tickets.iter().enumerate().map(enter).collect()
}

fn agree(side: &(Client<'_>, String), what: &str, answer: &str) -> Answer {
    side.0.forge(&format!("{}/consent", side.1), false, &[("what", what), ("answer", answer)], None)
}

fn lead(world: &World, room: &Opened, act: &str, fields: &[(&str, &str)]) -> Answer {
    world.as_(LEADER).forge(&format!("{}/{act}", room.desk), false, fields, None)
}

fn admit(world: &World, room: &Opened, seat: &str) {
    lead(world, room, "admit", &[("seat", seat), ("seen", "on")]).done();
}

const TWO: &[(&str, &str)] = &[("甲方", "party"), ("乙方", "village")];

/// A room in which both sides agreed, were let in, and talk.
fn talking(world: &World) -> (Opened, Vec<(Client<'_>, String)>) {
    let room = open(world, TWO, &[]);
    let sides = waiting(world, &room);
    for (side, seat) in sides.iter().zip(["1", "2"]) {
        agree(side, "video", "yes").done();
        admit(world, &room, seat);
    }
    lead(world, &room, "begin", &[]).done();
    (room, sides)
}

#[test]
fn c48_a_room_has_at_least_two_sides_and_at_most_six_seats() {
    let world = World::new();
    assert_eq!(open(&world, TWO, &[]).tickets.len(), 2);
    let six: Vec<(&str, &str)> = ["甲", "乙", "丙", "丁", "戊", "己"].into_iter().map(|label| (label, "party")).collect();
    assert_eq!(open(&world, &six, &[]).tickets.len(), 6);
    try_open(&world, &[("甲方", "party"), ("翻译", "helper")], &[]).refused("VIDEO_SEATS").keeps("翻译");
    let seven: Vec<(&str, &str)> = six.iter().copied().chain([("庚", "party")]).collect();
    try_open(&world, &seven, &[]).refused("VIDEO_SEATS");
    let long = "一二三四五六七八九十一二三四五六七八九十一";
    try_open(&world, &[(long, "party"), ("乙方", "party")], &[]).refused("VIDEO_LABEL");
    let hours = [("label", "甲方"), ("part", "party"), ("label", "乙方"), ("part", "party"), ("hours", "13")];
    world.as_(LEADER).fill("/desk/video", "/desk/video", &hours, None).refused("VIDEO_HOURS");
}

#[test]
fn c48_a_ticket_opens_one_seat_and_a_stranger_sees_nothing() {
    for world in World::each() {
        let room = open(&world, TWO, &[]);
        let stranger = world.visitor("stranger");
        let unknown = stranger.get("/video/t/330122-00112233445566778899aabbccddeeff").hidden();
        let absent = stranger.get("/video/1").hidden();
        let words = |answer: &Answer| answer.text().replace(&operation(answer), "");
        assert_eq!(words(&unknown), words(&absent), "unknown and absent are one answer");
        let sides = waiting(&world, &room);
        stranger.get(&sides[0].1).hidden();
        stranger.get("/video/t/330329-00112233445566778899aabbccddeeff").hidden();
        sides[0].0.get(&sides[0].1).shows("甲方").lacks("乙方");
        // Before she is let in, the link moves the seat to the browser that opened it last.
        let phone = world.visitor("her other phone");
        phone.get(&room.tickets[0]).done();
        phone.get(&sides[0].1).shows("甲方");
        sides[0].0.get(&sides[0].1).hidden();
        // Afterwards it opens nothing; the browser that has the seat comes back.
        admit(&world, &room, "1");
        stranger.get(&room.tickets[0]).hidden();
        phone.get(&sides[0].1).shows("在座");
        // A new link makes all anew.
        let renewed = read(&lead(&world, &room, "ticket", &[("seat", "1")]));
        phone.get(&sides[0].1).hidden();
        let third = world.visitor("a third phone");
        third.get(&renewed.tickets[0]).done();
        third.get(&sides[0].1).shows("等候室");
        // Another officer, and one of the other county, have no such room.
        for other in ["office-clerk", "office-head", "330329/office-mediator"] {
            world.as_(other).get(&room.desk).hidden();
            world.as_(other).forge(&format!("{}/begin", room.desk), false, &[], None).hidden();
        }
        lead(&world, &room, "refuse", &[("seat", "2")]).done();
        sides[1].0.get(&sides[1].1).hidden();
        stranger.get(&room.tickets[1]).hidden();
    }
}

#[test]
fn c48_nobody_comes_in_unseen() {
    let world = World::new();
    let room = open(&world, TWO, &[]);
    lead(&world, &room, "admit", &[("seat", "1"), ("seen", "on")]).hidden();
    let sides = waiting(&world, &room);
    lead(&world, &room, "admit", &[("seat", "1")]).refused("VIDEO_IDENTITY");
    sides[0].0.get(&sides[0].1).shows("等候室").lacks("在座");
    admit(&world, &room, "1");
    sides[0].0.get(&sides[0].1).shows("在座");
}

#[test]
fn c40_no_video_before_all_agreed_and_none_after_one_took_it_back() {
    for world in World::each() {
        let room = open(&world, TWO, &[]);
        let sides = waiting(&world, &room);
        agree(&sides[0], "video", "yes").done();
        admit(&world, &room, "1");
        admit(&world, &room, "2");
        lead(&world, &room, "begin", &[]).refused("VIDEO_NO_CONSENT");
        agree(&sides[1], "video", "yes").done();
        lead(&world, &room, "begin", &[]).done();
        sides[0].0.get(&sides[0].1).shows("正在谈");
        agree(&sides[1], "video", "no").done();
        sides[0].0.get(&sides[0].1).shows("等调解员开始");
        lead(&world, &room, "begin", &[]).refused("VIDEO_NO_CONSENT");
        // Without her: she is met face to face.
        lead(&world, &room, "refuse", &[("seat", "2")]).done();
        lead(&world, &room, "begin", &[]).done();
    }
}

#[test]
fn c48_recording_needs_all_and_never_in_a_guarded_room() {
    let world = World::new();
    let (room, sides) = talking(&world);
    world.as_(LEADER).get(&room.desk).shows("有人没同意录像");
    for side in &sides {
        agree(side, "recording", "yes").done();
    }
    world.as_(LEADER).get(&room.desk).shows("都同意录像");
    agree(&sides[0], "recording", "no").done();
    world.as_(LEADER).get(&room.desk).shows("有人没同意录像");
    let guarded = open(&world, TWO, &[("guarded", "on")]);
    let sides = waiting(&world, &guarded);
    for (side, seat) in sides.iter().zip(["1", "2"]) {
        agree(side, "video", "yes").done();
        agree(side, "recording", "yes").done();
        admit(&world, &guarded, seat);
    }
    let page = sides[0].0.get(&sides[0].1).shows("不录像").lacks("同意录像");
    assert!(page.body.contains("data-blurred"), "backgrounds are blurred");
    world.as_(LEADER).get(&guarded.desk).shows("这一间不录像").lacks("都同意录像");
}

#[test]
fn c48_only_these_pages_may_use_the_camera() {
    let world = World::new();
    let (_, sides) = talking(&world);
    let header = |answer: &Answer, name: &str| answer.headers[name].to_str().unwrap().to_owned();
    let room = sides[0].0.get(&sides[0].1);
    assert!(header(&room, "permissions-policy").contains("camera=(self)"));
    assert!(header(&room, "content-security-policy").contains("connect-src 'self' ws://127.0.0.1:8080;"));
    assert!(header(&room, "content-security-policy").contains("script-src 'nonce-"));
    assert!(header(&sides[0].0.get("/"), "permissions-policy").contains("camera=()"));
}

#[test]
fn c48_a_private_talk_is_told_and_shows_no_draft() {
    let world = World::new();
    let (room, sides) = talking(&world);
    lead(&world, &room, "words", &[("words", "三日内疏通水沟。")]).done();
    lead(&world, &room, "apart", &[]).refused("VIDEO_CAUCUS");
    lead(&world, &room, "apart", &[("seat", "1")]).done();
    sides[0].0.get(&sides[0].1).shows("私下谈话").shows("何以安").lacks("三日内疏通水沟");
    sides[1].0.get(&sides[1].1).lacks("现在只有").shows("三日内疏通水沟");
    lead(&world, &room, "back", &[]).done();
    sides[0].0.get(&sides[0].1).lacks("现在只有").shows("三日内疏通水沟");
}

fn drawn() -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(FILE))
}

fn digest(page: &Answer) -> String {
    page.body.split("data-digest=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn sign(side: &(Client<'_>, String), digest: &str, png: &str) -> Answer {
    side.0.forge(&format!("{}/sign", side.1), false, &[("text", digest), ("png", png)], None)
}

#[test]
fn c43_signed_by_each_in_turn_and_void_when_a_word_changes() {
    for world in World::each() {
        let (room, sides) = talking(&world);
        lead(&world, &room, "words", &[("words", " ")]).refused("VIDEO_WORDS");
        lead(&world, &room, "words", &[("words", "三日内疏通水沟。")]).done();
        let text = digest(&sides[0].0.get(&sides[0].1));
        sign(&sides[1], &text, &drawn()).refused("VIDEO_SIGN_TURN");
        sign(&sides[0], &text, "").refused("VIDEO_SIGNATURE");
        sign(&sides[0], &text, "data:image/png;base64,AAAA").refused("VIDEO_SIGNATURE");
        sign(&sides[0], "", &drawn()).refused("VIDEO_TEXT_CHANGED");
        sign(&sides[0], &text, &drawn()).done();
        sign(&sides[0], &text, &drawn()).refused("VIDEO_SIGN_TURN");
        sign(&sides[1], &text, &drawn()).done();
        assert_eq!(signed(&world, &room), [1, 2]);
        // The same words again change nothing; another word voids both.
        lead(&world, &room, "words", &[("words", "三日内疏通水沟。\r\n")]).done();
        assert_eq!(signed(&world, &room), [1, 2]);
        lead(&world, &room, "words", &[("words", "五日内疏通水沟。")]).done();
        assert!(signed(&world, &room).is_empty());
        sign(&sides[0], &text, &drawn()).refused("VIDEO_TEXT_CHANGED");
        let text = digest(&sides[0].0.get(&sides[0].1));
        for side in &sides {
            sign(side, &text, &drawn()).done();
        }
        lead(&world, &room, "sign", &[("text", text.as_str()), ("png", &drawn())]).done();
        assert_eq!(signed(&world, &room), [0, 1, 2]);
        sides[0].0.get(&sides[0].1).shows("各方都签了");
    }
}

/// The seats that signed, as the mediation will take them over; what was drawn opens.
fn signed(world: &World, room: &Opened) -> Vec<i64> {
    let (house, asker) = (world.house(), world.asker(LEADER));
    let number = room.desk.rsplit('/').next().unwrap().parse().unwrap();
    let signatures = world.block_on(async { video::signatures(&house, &asker, number).await }).unwrap();
    assert!(signatures.iter().all(|one| one.png == FILE && one.digest.len() == 33));
    signatures.iter().map(|one| one.seat).collect()
}

#[test]
fn c48_who_goes_comes_back_through_the_waiting_room_and_a_closed_room_is_over() {
    let world = World::new();
    let (room, sides) = talking(&world);
    sides[0].0.forge(&format!("{}/leave", sides[0].1), false, &[], None).done();
    sides[0].0.get(&sides[0].1).shows("离开").lacks("在座");
    sides[0].0.forge(&format!("{}/come", sides[0].1), false, &[], None).done();
    sides[0].0.get(&sides[0].1).shows("等候室");
    lead(&world, &room, "admit", &[("seat", "1"), ("seen", "on")]).refused("VIDEO_NO_CONSENT");
    agree(&sides[0], "video", "yes").done();
    admit(&world, &room, "1");
    lead(&world, &room, "close", &[]).done();
    sides[0].0.get(&sides[0].1).shows("已经结束");
    agree(&sides[0], "video", "yes").refused("VIDEO_CLOSED");
    lead(&world, &room, "begin", &[]).refused("VIDEO_CLOSED");
}

#[test]
fn c48_a_room_ends_with_its_time_and_is_forgotten() {
    for world in World::each() {
        let room = open(&world, TWO, &[]);
        world.minutes(4 * 60);
        world.visitor("late").get(&room.tickets[0]).hidden();
        world.as_(LEADER).get("/desk/video").shows("已结束");
        let (db, now) = (world.house().db().clone(), world.house().now());
        let at = now.plus_hours(24 * video::KEPT_DAYS);
        assert_eq!(db.write_here(move |tx| video::forget_ended(tx, HERE, now)).unwrap(), 0);
        assert_eq!(db.write_here(move |tx| video::forget_ended(tx, HERE, at)).unwrap(), 1);
        world.as_(LEADER).get(&room.desk).hidden();
    }
}

/// The number of the operation, which is another on every page.
fn operation(answer: &Answer) -> String {
    let after = answer.body.split("class=\"operation\"").nth(1).unwrap_or_default();
    after.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| word.len() == 8).unwrap().to_owned()
}
