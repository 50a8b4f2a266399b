//! 三员: each does his part, none the others', none for himself.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

mod common;

use axum::http::StatusCode;
use common::{Browser, GOOD, World};

fn one_time(body: &str) -> String {
    body.split("<p class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn number_of(page: &str, shown_name: &str) -> String {
    // The option of the person in the form of posts.
    let option = page.split("<option value=\"").find(|option| option.contains(&format!(">{shown_name} · "))).unwrap();
    option.split('"').next().unwrap().to_owned()
}

async fn give(security: &mut Browser, account: &str, role: &str) -> common::Answer {
    security.get("/admin/posts").await;
    security.post("/admin/posts", &[("account", account), ("organ", "1"), ("role", role), ("area", "")]).await
}

#[tokio::test]
async fn an_account_is_made_by_one_and_given_a_post_by_another() {
    for world in World::each() {
        account_on(&world).await;
    }
}

async fn account_on(world: &World) {
    let mut system = world.signed_in("guanxitong").await;
    system.get("/admin/accounts").await;
    let made = system.post("/admin/accounts", &[("name", "QiuLixin"), ("shown_name", "裘立新")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let password = one_time(&made.body);
    assert!(!system.get("/admin/accounts").await.body.contains(&password), "shown once");
    assert!(system.post("/admin/accounts", &[("name", "qiulixin"), ("shown_name", "裘立新")]).await.body.contains("ACCOUNT_TAKEN"));
    assert!(system.post("/admin/accounts", &[("name", "裘立新"), ("shown_name", "裘立新")]).await.body.contains("ACCOUNT_NAME"));

    let mut security = world.signed_in("anquanyuan").await;
    let number = number_of(&security.get("/admin/posts").await.body, "裘立新");
    assert_eq!(give(&mut security, &number, "head").await.location(), "/admin/posts");

    let mut head = world.browser();
    assert_eq!(head.sign_in("qiulixin", &password).await.location(), "/sign-in/password");
    head.get("/sign-in/password").await;
    head.post("/sign-in/password", &[("password", &password), ("new_password", GOOD), ("new_password_again", GOOD)]).await;
    assert!(head.is_at_work().await);

    // A leaver is out the same minute.
    system.get("/admin/accounts").await;
    assert_eq!(system.post(&format!("/admin/accounts/{number}/disable"), &[]).await.location(), "/admin/accounts");
    assert!(!head.is_at_work().await);
    assert_eq!(head.sign_in("qiulixin", GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mut audit = world.signed_in("shenjizi").await;
    let record = audit.get("/admin/record").await.body;
    for kind in ["开账号", "定岗", "停用账号", "登录"] {
        assert!(record.contains(kind), "{kind}");
    }
    assert!(audit.get("/admin/record").await.body.contains("看办事记录"), "his own look is there too");
}

#[tokio::test]
async fn the_three_exclude_one_another_and_handle_no_case() {
    let world = World::new();
    let mut security = world.signed_in("anquanyuan").await;
    for (account, role, code) in [
        ("22", "clerk", "POST_SELF"),
        ("22", "audit_admin", "POST_SELF"),
        ("21", "audit_admin", "POST_ADMIN_ONE"),
        ("21", "clerk", "POST_ADMIN_CASE"),
        ("11", "system_admin", "POST_ADMIN_CASE"),
    ] {
        let answer = give(&mut security, account, role).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(code), "{account} {role}: {}", answer.status);
    }
    assert_eq!(give(&mut security, "14", "mediator").await.status, StatusCode::SEE_OTHER);
    assert_eq!(give(&mut security, "999", "mediator").await.status, StatusCode::NOT_FOUND);
    security.get("/admin/posts").await;
    assert!(security.post("/admin/posts/220/end", &[]).await.body.contains("POST_SELF"));
}

#[tokio::test]
async fn none_does_the_others_part() {
    let world = World::new();
    for (name, foreign) in [
        ("guanxitong", ["/admin/posts", "/admin/record", "/admin/looks"]),
        ("anquanyuan", ["/admin/accounts", "/admin/record", "/admin/looks"]),
        ("shenjizi", ["/admin/accounts", "/admin/posts", "/admin/accounts"]),
    ] {
        let mut browser = world.signed_in(name).await;
        for path in foreign {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{name} {path}");
        }
        browser.get("/me/password").await;
        for path in ["/admin/accounts/11/reset", "/admin/posts/110/end"] {
            let answer = browser.post(path, &[]).await;
            let is_his = (name == "guanxitong" && path.contains("accounts")) || (name == "anquanyuan" && path.contains("posts"));
            assert_eq!(answer.status == StatusCode::NOT_FOUND, !is_his, "{name} {path}");
            browser.get("/me/password").await;
        }
        assert_eq!(browser.post("/desk/draft", &[("form", "x"), ("body", "x")]).await.status, StatusCode::NOT_FOUND, "no desk for {name}");
    }
}

#[tokio::test]
async fn a_post_that_ends_ends_the_work_in_it() {
    for world in World::each() {
        post_on(&world).await;
    }
}

async fn post_on(world: &World) {
    let mut clerk = world.signed_in("langwenqian").await;
    assert!(clerk.is_at_work().await);
    let mut security = world.signed_in("anquanyuan").await;
    security.get("/admin/posts").await;
    security.post("/admin/posts/110/end", &[]).await;
    assert!(!clerk.is_at_work().await);
    assert_eq!(clerk.sign_in("langwenqian", GOOD).await.location(), "/sign-in/post");
}

#[tokio::test]
async fn a_reset_opens_with_a_one_time_password_and_ends_sessions() {
    for world in World::each() {
        reset_on(&world).await;
    }
}

async fn reset_on(world: &World) {
    let mut clerk = world.signed_in("langwenqian").await;
    let mut system = world.signed_in("guanxitong").await;
    system.get("/admin/accounts").await;
    let reset = system.post("/admin/accounts/11/reset", &[]).await;
    let password = one_time(&reset.body);
    assert!(!clerk.is_at_work().await);
    assert_eq!(clerk.sign_in("langwenqian", &password).await.location(), "/sign-in/password");
    system.get("/admin/accounts").await;
    assert!(system.post("/admin/accounts/21/reset", &[]).await.body.contains("ACCOUNT_OWN"));
}
