//! What stands before every page: headers, keys, other sites, error pages, who may.

mod common;

use axum::http::{Method, StatusCode};
use common::{GOOD, World};
use web::route::Access;

#[tokio::test]
async fn no_request_of_another_site_does_anything() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let key = browser.key.clone();
    let fields = [("form_key", key.as_str())];
    for headers in [
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("origin", "https://evil.example")],
        [("origin", "null")],
        [("referer", "https://evil.example/127.0.0.1:8080")],
    ] {
        let answer = browser.post_bare("/sign-out", &fields, &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(browser.is_at_work().await);
    let old = browser.post_bare("/sign-out", &[("form_key", &browser.key.clone())], &[]).await;
    assert_eq!(old.status, StatusCode::SEE_OTHER, "an old browser that says nothing has the key");
}

#[tokio::test]
async fn no_form_without_its_key() {
    let world = World::new();
    let clerk = world.signed_in("langwenqian").await;
    for known in world.web.known().iter().filter(|known| known.method == Method::POST) {
        let path: Vec<&str> = known.path.split('/').map(|part| if part.starts_with('{') { "11" } else { part }).collect();
        let path = path.join("/");
        let mut browser = clerk.clone();
        let answer = browser.post_bare(&path, &[("name", "x")], &[("sec-fetch-site", "same-origin")]).await;
        let expected: &[StatusCode] = match known.access {
            Access::Admin(_) => &[StatusCode::NOT_FOUND],
            Access::Citizen => &[StatusCode::SEE_OTHER],
            // A role that may not hears the same as of anything that is not there.
            Access::Roles(_) => &[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND],
            _ => &[StatusCode::FORBIDDEN],
        };
        assert!(expected.contains(&answer.status), "{path}: {} {}", answer.status, answer.body);
    }
}

#[tokio::test]
async fn a_key_of_somebody_else_offers_the_form_again() {
    let world = World::new();
    let mut stranger = world.browser();
    stranger.get("/sign-in").await;
    let mut clerk = world.signed_in("langwenqian").await;
    clerk.get("/me/password").await;
    let foreign = stranger.key.clone();
    let answer = clerk.post_bare("/desk/draft", &[("form_key", &foreign), ("form", "register"), ("body", "a\nb"), ("password", "secret")], &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("action=\"/desk/draft\"") && answer.body.contains("a\nb") && !answer.body.contains("secret"));
    let key = clerk.key.clone();
    assert_ne!(key, foreign);
    assert_eq!(clerk.post_bare("/desk/draft", &[("form_key", &key), ("form", "register"), ("body", "a\nb")], &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_page_has_its_own_nonce_and_nothing_inline() {
    let world = World::new();
    for (name, paths) in [
        ("", &["/sign-in", "/nowhere"][..]),
        ("langwenqian", &["/me/password", "/me/code", "/nowhere"]),
        ("guanxitong", &["/admin/accounts"]),
        ("anquanyuan", &["/admin/posts"]),
        ("shenjizi", &["/admin/record", "/admin/looks"]),
    ] {
        let mut browser = if name.is_empty() { world.browser() } else { world.signed_in(name).await };
        let mut before = String::new();
        for path in paths.iter().flat_map(|path| [path, path]) {
            let answer = browser.get(path).await;
            let header = |name: &str| answer.headers.get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned());
            let policy = header("content-security-policy");
            let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
            assert_ne!(nonce, before, "{path}");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(
                (header("x-content-type-options").as_str(), header("cache-control").as_str(), header("referrer-policy").as_str()),
                ("nosniff", "no-store", "same-origin")
            );
            assert_eq!(
                answer.body.matches("<script").count(),
                answer.body.matches(&format!("<script nonce=\"{nonce}\" src=\"/assets/app-")).count(),
                "{path}"
            );
            for inline in ["style=", "<style", "onclick=", "onload=", "javascript:", "hx-on"] {
                assert!(!answer.body.contains(inline), "{path} has {inline}");
            }
            before = nonce;
        }
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_for_one_read_alike() {
    let world = World::new();
    let mut clerk = world.signed_in("langwenqian").await;
    let hidden = clerk.get("/admin/accounts").await;
    let missing = clerk.get("/admin/nothing").await;
    assert_eq!((hidden.status, missing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let plain = |answer: &common::Answer| {
        let operation = answer.operation();
        assert_eq!(operation.len(), 8, "{}", answer.body);
        let body = answer.body.replace(&operation, "");
        let nonce = body.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let key = body.split("name=\"form_key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        body.replace(&nonce, "").replace(&key, "").replace("/admin/accounts", "").replace("/admin/nothing", "")
    };
    assert_eq!(plain(&hidden), plain(&missing));
    assert_ne!(hidden.operation(), missing.operation());
    let other_verb = clerk
        .send(
            axum::http::Request::builder()
                .method(Method::PUT)
                .uri("/sign-in")
                .header("sec-fetch-site", "same-origin")
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(other_verb.status, StatusCode::NOT_FOUND);
}

/// Every address, as nobody and as each role: who may not gets the door, or "not there".
#[tokio::test]
async fn the_table_keeps_its_word() {
    let world = World::new();
    let roles = [
        ("langwenqian", casework::Role::Clerk),
        ("guanxitong", casework::Role::SystemAdmin),
        ("anquanyuan", casework::Role::SecurityAdmin),
        ("shenjizi", casework::Role::AuditAdmin),
    ];
    for known in world.web.known().iter().filter(|known| known.method == Method::GET && !known.path.contains('{') && known.access.needs_work()) {
        let answer = world.browser().get(known.path).await;
        assert!(answer.location().starts_with("/sign-in"), "{} as nobody: {}", known.path, answer.status);
    }
    for (name, role) in roles {
        let mut browser = world.signed_in(name).await;
        for known in world.web.known().iter().filter(|known| known.method == Method::GET && !known.path.contains('{') && known.access.needs_work()) {
            let status = browser.get(known.path).await.status;
            assert_eq!(status == StatusCode::NOT_FOUND, !known.access.admits(role), "{} as {name}: {status}", known.path);
        }
    }
}

#[tokio::test]
async fn language_and_size_are_kept() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    assert!(browser.get("/me/password").await.body.contains("<html lang=\"zh-CN\">"));
    assert_eq!(browser.post("/taste", &[("language", "en"), ("next", "/me/password")]).await.location(), "/me/password");
    browser.get("/me/password").await;
    browser.post("/taste", &[("large", "1"), ("next", "//evil.example")]).await;
    let page = browser.get("/me/password").await;
    assert!(page.body.contains("<html lang=\"en\" class=\"elder\">") && page.body.contains("Change the password"));
    let mut elsewhere = world.signed_in("langwenqian").await;
    assert!(elsewhere.get("/me/password").await.body.contains("<html lang=\"en\" class=\"elder\">"), "the account remembers");
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_pages_never() {
    let world = World::new();
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let style = page.body.split("href=\"/assets/").filter_map(|rest| rest.split('"').next()).find(|name| name.ends_with(".css")).unwrap().to_owned();
    let asset = browser.get(&format!("/assets/{style}")).await;
    assert_eq!(asset.status, StatusCode::OK);
    assert_eq!(asset.headers["content-type"], "text/css; charset=utf-8");
    assert!(asset.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(browser.get("/assets/manifest.json").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/health").await.body, "ok");
}

#[tokio::test]
async fn a_rush_is_answered_more_slowly_and_never_refused() {
    let world = World::new();
    let begun = std::time::Instant::now();
    for _ in 0..60 {
        assert_eq!(world.browser().get("/sign-in").await.status, StatusCode::OK);
    }
    assert!(begun.elapsed().as_millis() > 1_000, "{:?}", begun.elapsed());
    let mut clerk = world.signed_in("langwenqian").await;
    let begun = std::time::Instant::now();
    for _ in 0..200 {
        assert!(clerk.is_at_work().await);
    }
    assert!(begun.elapsed().as_millis() < 100, "who is at work is not slowed: {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_large_form_is_told_so() {
    let world = World::new();
    let mut browser = world.browser();
    browser.get("/sign-in").await;
    let answer = browser.post("/sign-in", &[("name", &"x".repeat(2_000_000)), ("password", GOOD)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.operation().len(), 8);
}

#[tokio::test]
async fn every_name_in_the_menu_has_its_word() {
    let world = World::new();
    for role in casework::Role::ALL {
        for (_, name) in world.web.menu(role) {
            assert!(web::locale::Language::English.words().has(name), "{name}");
        }
        assert!(web::locale::Language::English.words().has(&format!("role-{}", role.code())));
    }
}
