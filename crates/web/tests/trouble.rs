//! What does not work, through the front door: a small room that fails in every way.

mod common;

use axum::{Router, extract::Request, http::StatusCode, middleware, routing::post};
use common::{Browser, World};
use kernel::Refusal;
use store::Failure;
use tower_http::catch_panic::CatchPanicLayer;
use web::{Oops, Posted, Web, route::Access};

#[expect(clippy::panic, reason = "this is the fault that is looked for")]
async fn fail(posted: Posted) -> Result<&'static str, Oops> {
    match posted.text("how") {
        "refused" => Err(Refusal::new("PASSWORD_PLAIN", "S-01").into()),
        "busy" => Err(Failure::Busy.into()),
        "full" => Err(Failure::NotSaved("the disk is full".to_owned()).into()),
        "bug" => Err(Failure::Bug("row 7 of 褚秀珍".to_owned()).into()),
        "panic" => panic!("褚秀珍"),
        _ => Ok("done"),
    }
}

fn door(world: &World, browser: &Browser) -> Browser {
    let state = world.web.clone();
    let guarded = post(fail)
        .layer(CatchPanicLayer::custom(web::frame::panicked))
        .layer(middleware::from_fn(move |request: Request, next| web::guard::guard(state.clone(), Access::Signed, false, request, next)));
    let own: Router<Web> = Router::new().route("/fail", guarded);
    browser.through(own.layer(middleware::from_fn_with_state(world.web.clone(), web::frame::frame)).with_state(world.web.clone()))
}

#[tokio::test]
async fn each_kind_of_trouble_is_told_as_what_it_is() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let key = browser.key.clone();
    for (how, status, says, again) in [
        ("refused", StatusCode::UNPROCESSABLE_ENTITY, "新密码太简单", false),
        ("busy", StatusCode::SERVICE_UNAVAILABLE, "这会儿太忙", true),
        ("full", StatusCode::SERVICE_UNAVAILABLE, "没有存上", true),
        ("bug", StatusCode::INTERNAL_SERVER_ERROR, "我们这边出错了", true),
        ("panic", StatusCode::INTERNAL_SERVER_ERROR, "我们这边出错了", true),
    ] {
        browser.key.clone_from(&key);
        let answer = door(&world, &browser).post("/fail", &[("how", how), ("text", "水沟\n改道"), ("password", "secret")]).await;
        assert_eq!(answer.status, status, "{how}");
        assert!(answer.body.contains(says), "{how}: {}", answer.body);
        assert_eq!(answer.operation().len(), 8, "{how}");
        assert_eq!(answer.headers.contains_key("retry-after"), status == StatusCode::SERVICE_UNAVAILABLE);
        assert!(!answer.body.contains("褚秀珍") && !answer.body.contains("secret"), "{how}");
        assert!(answer.headers.contains_key("content-security-policy"));
        assert_eq!(answer.body.contains("水沟\n改道") && answer.body.contains("action=\"/fail\""), again, "{how}");
        if again {
            assert!(answer.body.contains(&format!("name=\"form_key\" value=\"{key}\"")), "the same key: it counts once");
        }
    }
    browser.key.clone_from(&key);
    assert_eq!(door(&world, &browser).post("/fail", &[]).await.body, "done");
}
