//! A phone that opens with its owner's own PIN: let in face to face, used, shut, ended. Through the front door, on both engines.

use axum::http::{Method, StatusCode};
use testkit::{
    World,
    world::{Answer, Client, PASSWORD, account},
};

const OWN: &str = "739164";

/// The picture's path and the digits that were read out.
fn shown(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.refusal());
    let text = answer.text();
    let told = text.split("把这六位数念给他听 ").nth(1).unwrap();
    let digits: String = told.chars().filter(char::is_ascii_digit).take(6).collect();
    // The picture holds what the page does not spell out: the test reads it where a phone would.
    (picture(answer), digits)
}

/// What a phone reads out of the picture on the page.
fn picture(answer: &Answer) -> String {
    let drawn = answer.body.split("<path d=\"").find(|part| part.starts_with("M4 4h7")).and_then(|part| part.split('"').next()).unwrap();
    let side: usize =
        answer.body.split("viewBox=\"0 0 ").find_map(|part| part.split(' ').next()?.parse().ok().filter(|side| *side > 30 && *side < 80)).unwrap();
    let (scale, mut dark) = (4, std::collections::HashSet::new());
    for bar in drawn.split('M').skip(1) {
        let numbers: Vec<usize> = bar.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
        let &[column, row, long, ..] = numbers.as_slice() else { continue };
        dark.extend((column..column + long).map(|column| (column, row)));
    }
    let seen = |x: usize, y: usize| if dark.contains(&(x / scale, y / scale)) { 0 } else { 255 };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, seen);
    let (_, text) = prepared.detect_grids().first().unwrap().decode().unwrap();
    text.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

/// Asked for by the system administrator, shown by the head of the office.
fn let_in(world: &World, who: &str) -> (String, String) {
    let number = account(who).to_string();
    let asked = [("kind", "phone"), ("account", number.as_str()), ("reason", "手机换了，密码也忘了")];
    world.as_("system-admin").fill("/admin/resets", "/admin/resets", &asked, None).done();
    show(world, "office-head")
}

fn show(world: &World, head: &str) -> (String, String) {
    let head = world.as_(head);
    let page = head.get("/admin/resets");
    let action = page.forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/phone")).unwrap();
    shown(&head.fill("/admin/resets", &action, &[], None))
}

fn enter(phone: &Client<'_>, slip: &str, digits: &str) -> Answer {
    phone.fill(slip, slip, &[("digits", digits)], None)
}

fn choose(phone: &Client<'_>, one: &str, other: &str) -> Answer {
    phone.fill("/phone/pin", "/phone/pin", &[("own_pin", one), ("own_pin_again", other)], None)
}

fn come_in(phone: &Client<'_>, pin: &str) -> Answer {
    phone.fill("/sign-in", "/sign-in/phone", &[("pin", pin)], None)
}

/// The mediator's phone, in and with its PIN.
fn enrolled<'w>(world: &'w World, name: &str) -> Client<'w> {
    let (slip, digits) = let_in(world, "office-mediator");
    let phone = world.visitor(name);
    enter(&phone, &slip, &digits).done();
    choose(&phone, OWN, OWN).done();
    phone
}

fn is_at_work(client: &Client<'_>) -> bool {
    client.get("/me/password").status == StatusCode::OK
}

fn leave(phone: &Client<'_>) {
    let _out = phone.fill("/me/phones", "/sign-out", &[], None);
    assert!(!is_at_work(phone));
}

fn no_good(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.refusal());
    assert!(answer.text().contains("这张图不能用了") && !answer.text().contains("何以安"), "{}", answer.text());
}

#[test]
fn s_04_a_phone_is_let_in_face_to_face_and_opens_with_its_owners_pin() {
    for world in World::each() {
        let (admin, head) = (world.as_("system-admin"), world.as_("office-head"));
        let (slip, digits) = let_in(&world, "office-mediator");
        // Who asked sees neither picture nor digits; of other organs nobody does.
        let action =
            format!("/admin/resets/{}/phone", head.get("/admin/resets").body.split("id=\"reset-").nth(1).unwrap().split('"').next().unwrap());
        for name in ["system-admin", "water-head", "audit-admin", "office-mediator"] {
            world.as_(name).forge(&action, false, &[], None).hidden();
        }
        admin.get("/admin/resets").shows("何以安").lacks(&digits);
        head.get("/desk/day").shows("手机等您当面让进来 1 个");

        let phone = world.visitor("mediator's phone");
        let page = phone.get(&slip).shows("请输入单位的人念给您的六位数").lacks("何以安");
        assert!(!page.body.contains(&digits));
        // Blanks between the digits are nobody's.
        let spaced = format!("{} {}", &digits[..3], &digits[3..]);
        let inside = enter(&phone, &slip, &spaced).done();
        assert_eq!(inside.location(), "/phone/pin");
        let cookie =
            inside.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).find(|line| line.starts_with("linju_phone=")).unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax; Max-Age=31536000") && cookie.split(['.', ';']).nth(1).unwrap().len() == 64, "{cookie}");
        // It opens nothing before a PIN was chosen.
        assert!(!is_at_work(&phone));
        assert_eq!(phone.get("/sign-in").location(), "/phone/pin");
        phone.get("/phone/pin").shows("何以安，您好");
        choose(&phone, "12345", "12345").refused("PIN_DIGITS");
        choose(&phone, "123456", "123456").refused("PIN_PLAIN");
        choose(&phone, "19560403", "19560403").refused("PIN_PLAIN");
        choose(&phone, OWN, "739165").refused("PIN_DIFFERS");
        assert_eq!(choose(&phone, OWN, OWN).done().location(), "/home");
        assert!(is_at_work(&phone));
        phone.get("/desk/day").shows("何以安");
        // The picture was used up, the request is settled.
        no_good(&world.visitor("another phone").get(&slip));
        head.get("/admin/resets").lacks("何以安");
        head.forge(&action, false, &[], None).refused("PROPOSAL_SETTLED");

        // The next morning, by name and PIN.
        leave(&phone);
        phone.get("/sign-in").shows("何以安，您好").shows("您的数字密码").shows("用密码进").lacks("账号");
        let wrong = come_in(&phone, "739165").refused("PIN_WRONG");
        assert!(wrong.text().contains("还可以试 4 次") && !wrong.body.contains("739165"));
        come_in(&phone, OWN).done();
        assert!(is_at_work(&phone));
        // Another way: name and password.
        leave(&phone);
        phone.get("/sign-in?way=password").shows("账号").lacks("何以安");

        let record = world.as_("audit-admin").get("/admin/record");
        for kind in ["提请让手机进来", "给出手机登记的图和六位数", "登记手机", "设数字密码", "数字密码不对", "用手机登录"]
        {
            assert!(record.text().contains(kind), "{kind}");
        }
        assert!(!record.body.contains(&digits) && !record.body.contains(OWN));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn s_02_the_lock_opens_with_the_pin_on_the_phone_and_with_the_password_elsewhere() {
    for world in World::each() {
        let phone = enrolled(&world, "mediator's phone");
        world.minutes(16);
        assert_eq!(phone.get("/desk/day").location(), "/lock?next=/desk/day");
        phone.get("/lock?next=/desk/day").shows("何以安 的数字密码");
        let unlock = |pin: &str| phone.fill("/lock?next=/desk/day", "/unlock", &[("pin", pin)], None);
        unlock("739165").refused("PIN_WRONG");
        assert_eq!(unlock(OWN).done().location(), "/desk/day");
        assert!(is_at_work(&phone));
        // By the password, when he likes.
        world.minutes(16);
        let _locked = phone.get("/desk/day");
        phone.fill("/lock?way=password", "/unlock", &[("password", PASSWORD)], None).done();
        // On another machine there is no PIN.
        let desk = world.as_("office-mediator");
        let _page = desk.get("/desk/day").shows("何以安");
        world.minutes(16);
        let locked = desk.bare(Method::GET, "/lock", None);
        assert!(locked.body.contains("name=\"password\"") && !locked.body.contains("name=\"pin\""), "{}", locked.text());
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_picture_is_good_once_for_a_quarter_of_an_hour_and_for_five_tries() {
    for world in World::each() {
        let (slip, digits) = let_in(&world, "office-mediator");
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        // After fifteen minutes it is no good, and nobody can tell it from one that never was.
        world.minutes(15);
        no_good(&world.visitor("late").get(&slip));
        no_good(&world.visitor("late").forge(&slip, false, &[("digits", &digits)], None));
        no_good(&world.visitor("stranger").get("/phone/330122-00112233445566778899aabbccddeeff"));
        no_good(&world.visitor("stranger").get("/phone/330329-00112233445566778899aabbccddeeff"));
        no_good(&world.visitor("stranger").get("/phone/nothing"));

        // Shown again, the one before is dead; five wrong tries end it, the right digits then too.
        let (second, told) = show(&world, "office-head");
        no_good(&world.visitor("late").get(&slip));
        let phone = world.visitor("mediator's phone");
        let wrong_now = if told == wrong { "111111" } else { wrong };
        for left in ["4", "3", "2", "1"] {
            let refused = enter(&phone, &second, wrong_now).refused("PHONE_DIGITS");
            assert!(refused.text().contains(&format!("还可以试 {left} 次")), "{}", refused.text());
        }
        no_good(&enter(&phone, &second, wrong_now));
        no_good(&phone.get(&second));
        no_good(&phone.forge(&second, false, &[("digits", &told)], None));
        assert_eq!(phone.get("/phone/pin").location(), "/sign-in");

        // A third one, used once.
        let (third, told) = show(&world, "security-admin");
        let other = world.visitor("second phone");
        let _first_look = other.get(&third).shows("六位数");
        enter(&phone, &third, &told).done();
        no_good(&other.forge(&third, false, &[("digits", &told)], None));
        // He left before he chose a PIN: after a quarter of an hour the phone is none.
        world.minutes(15);
        assert_eq!(phone.get("/phone/pin").location(), "/sign-in");
        phone.get("/sign-in").shows("账号").lacks("何以安");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn s_02_five_wrong_pins_shut_the_phone_until_the_password() {
    for world in World::each() {
        let phone = enrolled(&world, "mediator's phone");
        leave(&phone);
        for _ in 0..4 {
            come_in(&phone, "111111").refused("PIN_WRONG");
        }
        let shut = come_in(&phone, "111111").refused("PHONE_SHUT");
        assert!(shut.body.contains("name=\"password\""), "the password stands in its place");
        phone.get("/sign-in").shows("账号").lacks("何以安");
        phone.forge("/sign-in/phone", false, &[("pin", OWN)], None).refused("PHONE_SHUT");
        // Not after a quarter of an hour either.
        world.minutes(60);
        phone.forge("/sign-in/phone", false, &[("pin", OWN)], None).refused("PHONE_SHUT");
        // The account itself is open: elsewhere, and here by password, which opens the phone again.
        let door = [("county", "330122"), ("name", "office-mediator"), ("password", PASSWORD)];
        phone.fill("/sign-in", "/sign-in", &door, None).done();
        leave(&phone);
        come_in(&phone, OWN).done();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_token_without_the_pin_and_a_pin_without_the_token_open_nothing() {
    for world in World::each() {
        let phone = enrolled(&world, "mediator's phone");
        let token = phone.cookie("linju_phone").unwrap();
        leave(&phone);
        // The token alone, in other hands: a name, and no way past the PIN.
        let thief = world.visitor("thief").with_cookie(&format!("linju_phone={token}"));
        for path in ["/desk/day", "/desk/cases", "/me/phones", "/me/password", "/lock", "/admin/phones"] {
            assert!(thief.get(path).location().starts_with("/sign-in"), "{path}");
        }
        thief.forge("/sign-in/phone", false, &[], None).refused("PIN_WRONG");
        let _nothing = thief.forge("/phone/pin", false, &[("own_pin", "846203"), ("own_pin_again", "846203")], None);
        thief.forge("/sign-in/phone", false, &[("pin", "846203")], None).refused("PIN_WRONG");
        // The PIN alone, and with a token that is not one.
        let stranger = world.visitor("stranger");
        assert_eq!(stranger.forge("/sign-in/phone", false, &[("pin", OWN)], None).location(), "/sign-in");
        let forged = format!("linju_phone=330122.{}", "ab".repeat(32));
        let forger = world.visitor("forger").with_cookie(&forged);
        assert_eq!(forger.forge("/sign-in/phone", false, &[("pin", OWN)], None).location(), "/sign-in");
        forger.get("/sign-in").shows("账号").lacks("何以安");
        let elsewhere = world.visitor("neighbour").with_cookie(&format!("linju_phone={}", token.replace("330122", "330329")));
        assert_eq!(elsewhere.forge("/sign-in/phone", false, &[("pin", OWN)], None).location(), "/sign-in");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn a_phone_ends_by_hand_with_the_account_and_with_a_new_password() {
    for world in World::each() {
        // By its owner, who is out of it at once.
        let phone = enrolled(&world, "first phone");
        let end =
            phone.get("/me/phones").shows("我的手机").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/end")).unwrap();
        world.as_("office-clerk").forge(&end, false, &[], None).hidden();
        let _gone = phone.fill("/me/phones", &end, &[], None);
        assert!(!is_at_work(&phone));
        phone.get("/sign-in").shows("账号").lacks("何以安");

        // By the administrator.
        let phone = enrolled(&world, "second phone");
        let admin = world.as_("system-admin");
        let end =
            admin.get("/admin/phones").shows("何以安").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/end")).unwrap();
        world.as_("security-admin").forge(&end, false, &[], None).hidden();
        world.as_("330329/system-admin").forge(&end, false, &[], None).hidden();
        admin.fill("/admin/phones", &end, &[], None).done();
        assert!(!is_at_work(&phone));
        assert_eq!(phone.forge("/sign-in/phone", false, &[("pin", OWN)], None).location(), "/sign-in");

        // By a reset of the password; a picture that waits dies too.
        let phone = enrolled(&world, "third phone");
        let (slip, _) = let_in(&world, "office-mediator");
        let number = account("office-mediator").to_string();
        let asked = [("kind", "password"), ("account", number.as_str()), ("reason", "密码漏了")];
        admin.fill("/admin/resets", "/admin/resets", &asked, None).done();
        let head = world.as_("office-head");
        let give = head.get("/admin/resets").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/give")).unwrap();
        head.fill("/admin/resets", &give, &[], None).shows("一次性密码");
        assert!(!is_at_work(&phone));
        phone.get("/sign-in").shows("账号").lacks("何以安");
        no_good(&world.visitor("waiting").get(&slip));

        // With the account.
        let (slip, digits) = show(&world, "office-head");
        let phone = world.visitor("fourth phone");
        enter(&phone, &slip, &digits).done();
        choose(&phone, OWN, OWN).done();
        admin.fill("/admin/accounts", &format!("/admin/accounts/{number}/disable"), &[], None).done();
        assert!(!is_at_work(&phone));
        assert_eq!(phone.forge("/sign-in/phone", false, &[("pin", OWN)], None).location(), "/sign-in");
        phone.get("/sign-in").shows("账号").lacks("何以安");
        admin.get("/admin/phones").lacks("何以安");
        world.as_("audit-admin").get("/admin/record").shows("停用手机");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn s_04_administrators_and_accounts_with_a_second_step_keep_their_password() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        for name in ["security-admin", "audit-admin"] {
            let number = account(name).to_string();
            let asked = [("kind", "phone"), ("account", number.as_str()), ("reason", "图方便")];
            admin.fill("/admin/resets", "/admin/resets", &asked, None).refused("PHONE_NOT_FOR").keeps("图方便");
        }
        admin.forge("/me/phones", false, &[], None).refused("PHONE_NOT_FOR");
        admin.get("/me/phones").shows("不用手机登记");
        // Who adds a second step loses his phone with it.
        let phone = enrolled(&world, "mediator's phone");
        let desk = world.as_("office-mediator");
        let offer = desk.get("/me/code");
        let secret = offer.body.split("<figcaption class=\"code gap-3\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let totp = totp_rs::Builder::new().with_secret(totp_rs::Secret::try_from_base32(&secret).unwrap()).build_noncompliant();
        let code = totp.generate(u64::try_from(kernel::Clock::now(&*world.clock).millis() / 1000).unwrap()).to_string();
        let form = offer.forms().into_iter().find(|form| form.action == "/me/code").unwrap();
        let sealed = form.fields.iter().find(|(name, _)| name == "offer").unwrap().1.clone();
        desk.forge("/me/code", false, &[("offer", &sealed), ("code", &code)], None).done();
        assert_eq!(phone.forge("/sign-in/phone", false, &[("pin", OWN)], None).location(), "/sign-in");
        phone.get("/sign-in").shows("账号").lacks("何以安");
        desk.get("/me/phones").shows("不用手机登记");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn the_person_himself_asks_and_cannot_let_himself_in() {
    for world in World::each() {
        let mediator = world.as_("office-mediator");
        mediator.fill("/me/phones", "/me/phones", &[], None).done();
        mediator.get("/me/phones").shows("已经提了");
        mediator.forge("/me/phones", false, &[], None).refused("RESET_WAITS");
        world.as_("office-clerk").forge("/admin/resets", false, &[("kind", "phone"), ("account", "8"), ("reason", "x")], None).hidden();
        let (slip, digits) = show(&world, "security-admin");
        let phone = world.visitor("mediator's phone");
        enter(&phone, &slip, &digits).done();
        choose(&phone, OWN, OWN).done();
        mediator.get("/me/phones").shows("安泉园当面让进来的");
        // A new enrolment of the same phone ends what it was before.
        mediator.fill("/me/phones", "/me/phones", &[], None).done();
        let (slip, digits) = show(&world, "office-head");
        enter(&phone, &slip, &digits).done();
        choose(&phone, "846203", "846203").done();
        leave(&phone);
        come_in(&phone, OWN).refused("PIN_WRONG");
        come_in(&phone, "846203").done();
        let page = phone.get("/me/phones");
        assert_eq!(page.forms().iter().filter(|form| form.action.ends_with("/end")).count(), 1, "{}", page.text());
        // Refused: the picture that was shown is dead.
        phone.fill("/me/phones", "/me/phones", &[], None).done();
        let (slip, _) = show(&world, "office-head");
        let head = world.as_("office-head");
        let refuse = head.get("/admin/resets").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/refuse")).unwrap();
        head.fill("/admin/resets", &refuse, &[], None).done();
        no_good(&world.visitor("late").get(&slip));
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}
