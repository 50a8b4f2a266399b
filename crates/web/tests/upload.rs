//! Files through the front door: a small room of the test's own, guarded like every other.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail loudly")]

mod common;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{Method, StatusCode},
    middleware,
    response::{IntoResponse, Response},
    routing::post,
};
use common::{Answer, Browser, World};
use web::{Oops, Web, route::Access, upload::Upload};

const BOUNDARY: &str = "----linju";

/// What a room does: tells what it was given, or shows the refusal with what was typed.
async fn receive(upload: Upload) -> Result<Response, Oops> {
    if upload.has("full") {
        return Err(Oops::NotSaved("the disk is full".to_owned()));
    }
    Ok(match upload.files() {
        Ok(files) => {
            let told: Vec<String> =
                files.iter().map(|file| format!("{} {} {} {}", file.field, file.name, file.media_type, web::cookie::hex(&file.body))).collect();
            format!("{}|{}|{}", upload.text("title"), upload.key.id(), told.join("|")).into_response()
        }
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, format!("{refusal} {}", upload.text("title"))).into_response(),
    })
}

fn router(world: &World) -> Router {
    let state = world.web.clone();
    let guarded =
        post(receive).layer(middleware::from_fn(move |request: Request, next| web::guard::guard(state.clone(), Access::Signed, true, request, next)));
    let own: Router<Web> = Router::new().route("/papers", guarded);
    own.layer(middleware::from_fn_with_state(world.web.clone(), web::frame::frame))
        .layer(axum::extract::DefaultBodyLimit::max(128 * 1024 * 1024))
        .with_state(world.web.clone())
}

struct Part<'a>(&'a str, Option<&'a str>, &'a [u8]);

async fn send(world: &World, browser: &Browser, parts: &[Part<'_>]) -> Answer {
    let mut body = vec![];
    for Part(name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\"\r\nContent-Type: image/jpeg"));
        body.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let request = axum::http::Request::builder()
        .method(Method::POST)
        .uri("/papers")
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
    browser.through(router(world)).send(request.body(Body::from(body)).unwrap()).await
}

/// A JPEG of 4×2 pixels that says where it was taken and that it lies on its side.
fn photo() -> Vec<u8> {
    let mut plain = vec![];
    image::codecs::jpeg::JpegEncoder::new(&mut plain).encode_image(&image::DynamicImage::new_rgb8(4, 2)).unwrap();
    let exif = b"Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00GPS 29.79N 119.68E";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, exif, &plain[2..]].concat()
}

#[tokio::test]
async fn photos_lose_where_they_were_taken_and_programs_stay_outside() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let key = browser.key.clone();
    let key = key.as_bytes();
    let photo = photo();

    let sent = send(
        &world,
        &browser,
        &[
            Part("form_key", None, key),
            Part("title", None, "水沟".as_bytes()),
            Part("photo", Some("C:\\照片\\沟.heic.JPG"), &photo),
            Part("photo", Some(""), b""),
        ],
    )
    .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let told: Vec<&str> = sent.body.split('|').collect();
    assert_eq!((told.len(), told[0]), (3, "水沟"));
    assert!(told[2].starts_with("photo 沟.heic.jpg image/jpeg ffd8"), "{}", told[2]);
    let kept = web::cookie::from_hex(told[2].rsplit(' ').next().unwrap()).unwrap();
    assert!(!kept.windows(4).any(|bytes| bytes == b"Exif") && !kept.windows(3).any(|bytes| bytes == b"GPS"));
    assert_eq!(image::load_from_memory(&kept).unwrap().width(), 2, "upright");

    let again = send(
        &world,
        &browser,
        &[Part("form_key", None, key), Part("title", None, "水沟".as_bytes()), Part("photo", Some("C:\\照片\\沟.heic.JPG"), &photo)],
    )
    .await;
    assert_eq!(again.body.split('|').nth(1), told.get(1).copied(), "the same bytes have the same key");

    for (name, bytes, code) in [
        ("photo.jpg", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00".as_slice(), "FILE_KIND"),
        ("photo.jpg", b"<html><script>alert(1)</script></html>", "FILE_KIND"),
        ("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "FILE_KIND"),
        ("photo.jpg", &photo[..photo.len() - 200], "FILE_BROKEN"),
        ("scan.pdf", &[b"%PDF-1.7".as_slice(), &vec![b'x'; 20 * 1024 * 1024]].concat(), "FILE_TOO_LARGE"),
    ] {
        let refused = send(&world, &browser, &[Part("form_key", None, key), Part("photo", Some(name), bytes), Part("title", None, b"kept")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {code}: {}", refused.body.chars().take(80).collect::<String>());
        assert!(refused.body.contains(code) && refused.body.ends_with("kept"), "{}", refused.body);
    }
}

#[tokio::test]
async fn no_file_without_the_forms_key() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let key = browser.key.clone();
    let late = send(&world, &browser, &[Part("photo", Some("a.jpg"), &photo()), Part("form_key", None, key.as_bytes())]).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "the key comes first");
    let none = send(&world, &world.browser(), &[Part("form_key", None, key.as_bytes())]).await;
    assert!(none.location().starts_with("/sign-in"));
    let mut stranger = world.browser();
    stranger.get("/sign-in").await;
    let foreign = send(&world, &browser, &[Part("form_key", None, stranger.key.as_bytes()), Part("title", None, "水沟".as_bytes())]).await;
    assert_eq!(foreign.status, StatusCode::CONFLICT);
    assert!(foreign.body.contains("value=\"水沟\""), "what was typed is lost with a stale key");
    assert!(!foreign.body.contains(&stranger.key), "the stale key comes back");
}

#[tokio::test]
async fn what_was_typed_beside_a_file_is_there_when_nothing_could_be_saved_and_files_are_asked_for_again() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let key = browser.key.clone();
    let parts = [
        Part("form_key", None, key.as_bytes()),
        Part("title", None, "水沟".as_bytes()),
        Part("words", None, "堵了\n三年".as_bytes()),
        Part("full", None, b"on"),
    ];
    let plain = send(&world, &browser, &parts).await;
    assert_eq!(plain.status, StatusCode::SERVICE_UNAVAILABLE);
    let photo = photo();
    let [a, b, c, d] = parts;
    let with_photo = send(&world, &browser, &[a, b, c, d, Part("photo", Some("a.jpg"), &photo)]).await;
    for answer in [&plain, &with_photo] {
        assert!(answer.body.contains("堵了\n三年") && answer.body.contains("value=\"水沟\"") && answer.body.contains("action=\"/papers\""));
        assert!(answer.body.contains(&format!("name=\"form_key\" value=\"{key}\"")), "the same key: it counts once");
    }
    assert!(!plain.body.contains("type=\"file\""));
    assert!(with_photo.body.contains("type=\"file\" id=\"again-photo\" name=\"photo\"") && with_photo.body.contains("multipart/form-data"));
}

#[tokio::test]
async fn what_was_typed_beside_a_file_waits_behind_the_lock() {
    let world = World::new();
    let mut browser = world.signed_in("langwenqian").await;
    browser.get("/me/password").await;
    let key = browser.key.clone();
    world.minutes(20);
    let photo = photo();
    let parts = [Part("form_key", None, key.as_bytes()), Part("title", None, "水沟".as_bytes()), Part("photo", Some("a.jpg"), &photo)];
    assert_eq!(send(&world, &browser, &parts).await.location(), "/lock?next=/held");
    browser.get("/lock?next=/held").await;
    browser.post("/unlock", &[("password", common::GOOD), ("next", "/held")]).await;
    let held = browser.get("/held").await;
    assert!(held.body.contains("action=\"/papers\"") && held.body.contains("value=\"水沟\""), "{}", held.body);
    assert!(held.body.contains("type=\"file\" id=\"again-photo\" name=\"photo\""), "the file is not asked for again");
}
