//! Coming in, step by step, as a browser does.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail loudly")]

mod common;

use axum::http::{StatusCode, header};
use common::{FIRST, GOOD, TENANT, World};
use kernel::AccountId;

#[tokio::test]
async fn one_post_and_one_password_lead_straight_to_work() {
    for world in World::each() {
        let mut clerk = world.browser();
        let answer = clerk.get("/me/password").await;
        assert_eq!(answer.location(), "/sign-in?next=/me/password");
        clerk.get(answer.location()).await;
        let answer = clerk.post("/sign-in", &[("name", "LangWenqian "), ("password", GOOD), ("next", "/me/password")]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me/password"));
        let page = clerk.get("/me/password").await;
        assert_eq!(page.status, StatusCode::OK);
        let cookie =
            answer.headers.get_all(header::SET_COOKIE).iter().find(|line| line.to_str().unwrap().starts_with("linju_session=330122.")).unwrap();
        assert!(cookie.to_str().unwrap().contains("HttpOnly; SameSite=Lax"));
        let home = clerk.get("/home").await;
        assert_eq!(home.location(), "/desk/day");
        clerk.get("/me/password").await;
        assert_eq!(clerk.post("/sign-out", &[]).await.location(), "/sign-in");
        assert!(!clerk.is_at_work().await);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_read_alike() {
    let world = World::new();
    let mut browser = world.browser();
    let wrong = browser.sign_in("langwenqian", "nothing").await;
    let unknown = browser.sign_in("nobody", "nothing").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    for answer in [&wrong, &unknown] {
        assert!(answer.body.contains("账号或密码不对") && answer.body.contains("SIGN_IN_WRONG · S-02"));
    }
    assert!(wrong.body.contains("value=\"langwenqian\""), "what was typed stands there");
    assert!(!wrong.body.contains("value=\"nothing\""), "but no password");
}

#[tokio::test]
async fn s02_five_wrong_tries_lock_for_fifteen_minutes() {
    let world = World::new();
    let mut browser = world.browser();
    for _ in 0..4 {
        assert!(browser.sign_in("langwenqian", "wrong").await.body.contains("SIGN_IN_WRONG"));
    }
    assert!(browser.sign_in("langwenqian", "wrong").await.body.contains("SIGN_IN_LOCKED"));
    assert!(browser.sign_in("langwenqian", GOOD).await.body.contains("再过 15 分钟"), "the right one does not open it");
    world.minutes(14);
    assert!(browser.sign_in("langwenqian", GOOD).await.body.contains("再过 1 分钟"));
    world.minutes(1);
    assert_eq!(browser.sign_in("langwenqian", GOOD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s02_tries_at_the_same_time_are_no_way_around() {
    let world = World::new();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let people = world.web.people().clone();
        tries.spawn(async move { people.sign_in(TENANT, "langwenqian", "wrong").await.map(drop).unwrap_err().to_string() });
    }
    let answers = tries.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.contains("SIGN_IN_WRONG")).count(), 4);
    assert!(world.web.people().sign_in(TENANT, "langwenqian", GOOD).await.is_err());
}

#[tokio::test]
async fn s01_the_first_sign_in_must_set_a_password() {
    let world = World::new();
    let mut browser = world.browser();
    assert_eq!(browser.sign_in("maoyiming", FIRST).await.location(), "/sign-in/password");
    assert_eq!(browser.get("/me/code").await.location(), "/sign-in/password?next=/me/code", "no way past it");
    browser.get("/sign-in/password").await;
    let fill = |new: &'static str| [("password", FIRST), ("new_password", new), ("new_password_again", new)];
    for (new, code) in [("short-1A", "PASSWORD_SHORT"), ("Mao-MaoYiMing-1", "PASSWORD_HAS_NAME"), (FIRST, "PASSWORD_USED")] {
        let answer = browser.post("/sign-in/password", &fill(new)).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(code), "{new}: {}", answer.body);
    }
    let answer = browser.post("/sign-in/password", &[("password", FIRST), ("new_password", GOOD), ("new_password_again", "other")]).await;
    assert!(answer.body.contains("PASSWORD_DIFFERS"));
    assert_eq!(browser.post("/sign-in/password", &fill(GOOD)).await.location(), "/home");
    assert!(browser.is_at_work().await);
    let mut again = world.browser();
    assert_eq!(again.sign_in("maoyiming", FIRST).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.clock.advance_days(91);
    assert_eq!(again.sign_in("maoyiming", GOOD).await.location(), "/sign-in/password", "ninety days are over");
}

#[tokio::test]
async fn who_has_several_posts_chooses_and_who_has_none_is_told() {
    let world = World::new();
    let mut browser = world.browser();
    assert_eq!(browser.sign_in("yingzhixia", GOOD).await.location(), "/sign-in/post");
    let page = browser.get("/sign-in/post").await;
    assert!(page.body.contains("承办") && page.body.contains("负责人") && page.body.contains("桐庐县信访局"));
    assert_eq!(browser.post("/sign-in/post", &[("post", "110")]).await.status, StatusCode::NOT_FOUND, "somebody else's post");
    assert_eq!(browser.post("/sign-in/post", &[("post", "121")]).await.location(), "/home");
    assert!(browser.get("/me/password").await.status.is_success());

    let mut none = world.browser();
    assert_eq!(none.sign_in("bosongnian", GOOD).await.location(), "/sign-in/post");
    assert!(none.get("/sign-in/post").await.body.contains("今天没有您的岗位"));
    assert!(!none.is_at_work().await);
}

#[tokio::test]
async fn s02_a_second_session_ends_the_first_and_says_so() {
    let world = World::new();
    let mut first = world.signed_in("langwenqian").await;
    assert!(first.is_at_work().await);
    let mut second = world.signed_in("langwenqian").await;
    assert!(second.is_at_work().await);
    assert_eq!(first.get("/me/password").await.location(), "/sign-in?replaced=1&next=/me/password");
    assert!(first.get("/sign-in").await.body.contains("刚在别处登录"));
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_whatever_happens() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    for _ in 0..71 {
        world.minutes(10);
        assert!(browser.is_at_work().await);
    }
    world.minutes(10);
    assert!(!browser.is_at_work().await);
    assert!(browser.get("/sign-in").await.body.contains("满 12 小时"));
}

#[tokio::test]
async fn s04_the_second_step_and_no_code_twice() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    let page = browser.get("/me/code").await;
    let between = |text: &str, from: &str, to: &str| text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_owned();
    let offer = between(&page.body, "name=\"offer\" value=\"", "\"");
    let secret = between(&page.body, "<figcaption class=\"code gap-3\">", "<");
    let totp = totp_rs::Builder::new().with_secret(totp_rs::Secret::try_from_base32(&secret).unwrap()).build_noncompliant();
    let code = |world: &World| totp.generate(u64::try_from(kernel::Clock::now(&*world.clock).millis() / 1000).unwrap()).to_string();
    assert!(browser.post("/me/code", &[("offer", &offer), ("code", "000000")]).await.body.contains("TOTP_WRONG"));
    browser.get("/me/code").await;
    assert_eq!(browser.post("/me/code", &[("offer", &offer), ("code", &code(&world))]).await.location(), "/me/code");
    assert!(browser.get("/me/code").await.body.contains("已经开启"));

    let mut other = world.browser();
    assert_eq!(other.sign_in("langwenqian", GOOD).await.location(), "/sign-in/code");
    assert!(!other.is_at_work().await);
    assert!(browser.is_at_work().await, "the password alone ends nobody's session");
    other.get("/sign-in/code").await;
    assert!(other.post("/sign-in/code", &[("code", &code(&world))]).await.body.contains("TOTP_WRONG"), "this one was used");
    world.clock.advance_millis(30_000);
    assert_eq!(other.post("/sign-in/code", &[("code", &code(&world))]).await.location(), "/home");
    assert!(other.is_at_work().await && !browser.is_at_work().await);
}

#[tokio::test]
async fn s02_idle_locks_and_what_was_typed_is_kept() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let saved =
        browser.post("/desk/draft", &[("draft_key", "a1"), ("form", "register"), ("body", "title=%E6%B0%B4%E6%B2%9F&claim=one&claim=two")]).await;
    assert_eq!((saved.status, saved.body.as_str()), (StatusCode::OK, r#"{"saved_at":"09:00"}"#));
    world.minutes(14);
    assert!(browser.is_at_work().await);
    world.minutes(15);
    assert_eq!(browser.get("/me/password").await.location(), "/lock?next=/me/password");
    assert!(browser.get("/lock?next=/me/password").await.body.contains("郎文倩 的密码"));
    assert!(browser.post("/unlock", &[("password", "wrong"), ("next", "/me/password")]).await.body.contains("PASSWORD_WRONG"));
    assert_eq!(browser.post("/unlock", &[("password", GOOD), ("next", "/me/password")]).await.location(), "/me/password");
    assert!(browser.is_at_work().await);

    let session = session_of(&world, &browser).await;
    let fields = web::draft::kept(&world.web, &session, "register", "a1").await.unwrap();
    assert_eq!(fields, [("title", "水沟"), ("claim", "one"), ("claim", "two")].map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert!(web::draft::kept(&world.web, &session, "register", "a2").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_form_that_comes_after_the_lock_is_offered_again() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    world.minutes(20);
    let answer = browser.post("/desk/draft", &[("form", "register"), ("body", "行 1\r\n行 2")]).await;
    assert_eq!(answer.location(), "/lock?next=/held");
    browser.get("/lock?next=/held").await;
    assert_eq!(browser.post("/unlock", &[("password", GOOD), ("next", "/held")]).await.location(), "/held");
    let held = browser.get("/held").await;
    assert!(held.body.contains("action=\"/desk/draft\"") && held.body.contains("行 1\n行 2"), "{}", held.body);
    assert_eq!(browser.post("/held/drop", &[]).await.location(), "/desk/day");
    assert_eq!(browser.get("/held").await.location(), "/desk/day");
}

#[tokio::test]
async fn the_lock_by_hand_and_what_scripts_are_told() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    assert_eq!(browser.post("/lock", &[("next", "/me/code")]).await.location(), "/lock?next=/me/code");
    let key = browser.key.clone();
    let told = browser
        .post_bare(
            "/desk/draft",
            &[("form_key", &key), ("form", "register"), ("body", "x")],
            &[("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "empty")],
        )
        .await;
    assert_eq!(told.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn drafts_are_sealed_bounded_and_nobody_elses() {
    for world in World::each() {
        drafts_on(&world).await;
    }
}

async fn drafts_on(world: &World) {
    let clerk = world.signed_in("langwenqian").await;
    let handler = world.signed_in("guanxitong").await;
    let mine = session_of(world, &clerk).await;
    let people = world.web.people();
    people.save_draft(&mine, "register", "青柏湾的水沟").await.unwrap();
    assert!(people.save_draft(&mine, "register", &"x".repeat(65 * 1024)).await.unwrap_err().to_string().contains("DRAFT_TOO_LONG"));
    assert!(people.save_draft(&mine, "../register", "x").await.is_err());
    let yours = session_of(world, &handler).await;
    assert!(people.load_draft(&yours, "register").await.unwrap().is_none());
    for number in 0..60 {
        people.save_draft(&yours, &format!("opinion:{number}"), "x").await.unwrap();
        world.clock.advance_millis(1);
    }
    assert!(people.load_draft(&yours, "opinion:9").await.unwrap().is_none() && people.load_draft(&yours, "opinion:10").await.unwrap().is_some());
    assert_eq!(people.load_draft(&mine, "register").await.unwrap().unwrap().body, "青柏湾的水沟");
}

async fn session_of(world: &World, browser: &common::Browser) -> std::sync::Arc<casework::people::Session> {
    let (_, token) = browser.cookies["linju_session"].split_once('.').unwrap();
    let token = web::cookie::from_hex(token).unwrap().try_into().unwrap();
    let digest = casework::people::session::token_digest(world.house.vault().suite(), &token);
    let session = world.web.people().find(TENANT, &digest).await.unwrap().unwrap();
    assert_ne!(session.account, AccountId::new(0));
    session
}
