//! Photos over a bad line: tus 1.0.0 at the portal, through the front door, on both engines.

use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode},
};
use http_body_util::{BodyExt as _, Full};
use kernel::{Calendar, FileId};
use testkit::{
    World,
    world::{Answer, Client, HERE},
};

const WRITE: &str = "/say/330122/write";
const UPLOADS: &str = "/say/330122/uploads";
/// A PDF of nearly a megabyte: several pieces.
fn paper() -> Vec<u8> {
    let mut paper = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n".to_vec();
    paper.extend((0_u32..240_000).flat_map(|number| (number.wrapping_mul(2_654_435_761)).to_be_bytes()));
    paper.extend(b"\n%%EOF\n");
    paper
}

struct Sender<'w> {
    client: Client<'w>,
    key: String,
}

impl<'w> Sender<'w> {
    /// Somebody who has begun to say something.
    fn new(world: &'w World, name: &str) -> Self {
        let client = world.visitor(name);
        let _begun = client.fill("/say/330122", "/say/330122", &[], None);
        let mut sender = Self { client, key: String::new() };
        sender.reload();
        sender
    }

    /// The page anew, with a fresh key.
    fn reload(&mut self) -> Answer {
        let page = self.client.get(WRITE);
        self.key = page.forms().iter().find_map(|form| form.fields.iter().find(|(name, _)| name == "form_key").map(|(_, key)| key.clone())).unwrap();
        page
    }

    fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let own = [("tus-resumable", "1.0.0"), ("linju-form-key", self.key.as_str())];
        let all: Vec<(&str, &str)> =
            own.into_iter().filter(|(name, _)| !headers.iter().any(|(other, _)| other == name)).chain(headers.iter().copied()).collect();
        self.client.raw(method, path, &all, body)
    }

    fn begin(&self, name: &str, length: usize) -> Answer {
        let metadata = format!("filename {}", base64(name));
        self.send(Method::POST, UPLOADS, &[("upload-length", &length.to_string()), ("upload-metadata", &metadata)], Body::empty())
    }

    fn begun(&self, name: &str, length: usize) -> String {
        let answer = self.begin(name, length);
        assert_eq!((answer.status, header(&answer, "upload-offset")), (StatusCode::CREATED, "0"), "{}", answer.refusal());
        answer.location().to_owned()
    }

    fn patch(&self, path: &str, at: usize, body: Body) -> Answer {
        self.send(Method::PATCH, path, &[("upload-offset", &at.to_string()), ("content-type", "application/offset+octet-stream")], body)
    }

    fn offset(&self, path: &str) -> usize {
        let answer = self.send(Method::HEAD, path, &[], Body::empty());
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""), "{}", answer.asked);
        assert_eq!((header(&answer, "tus-resumable"), header(&answer, "cache-control")), ("1.0.0", "no-store"));
        header(&answer, "upload-offset").parse().unwrap()
    }
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// A body whose line is cut after `part`.
fn cut(part: &[u8]) -> Body {
    let part = Full::new(Bytes::copy_from_slice(part)).map_err(|never| -> std::io::Error { match never {} });
    Body::new(part.with_trailers(async { Some(Err(std::io::Error::other("the line was cut"))) }))
}

#[test]
fn a_file_that_was_cut_in_the_middle_goes_on_where_it_was_and_is_sent_once() {
    for world in World::each() {
        let (mut her, paper) = (Sender::new(&world, "a phone"), paper());
        let told = her.send(Method::OPTIONS, UPLOADS, &[], Body::empty());
        assert_eq!((header(&told, "tus-version"), header(&told, "tus-extension"), header(&told, "tus-max-size")), ("1.0.0", "creation", "20971520"));
        let file = her.begun("水沟的账.pdf", paper.len());
        assert_eq!(her.offset(&file), 0);
        // Whole pieces and the rest of what came are kept.
        assert_eq!(her.patch(&file, 0, cut(&paper[..300_000])).status, StatusCode::BAD_REQUEST);
        assert_eq!(her.offset(&file), 300_000);
        // The page is loaded anew; it tells of what is on its way.
        her.reload().shows("水沟的账.pdf").shows("31%");
        // What she sends before it is whole is told of, and does not carry it.
        let words = [("words", "屋后的沟堵了。")];
        assert_eq!(her.client.fill(WRITE, WRITE, &words, None).location(), "/say/330122/check");
        her.client.get("/say/330122/check").shows("还没有传完").shows("水沟的账.pdf");

        let answer = her.patch(&file, 300_000, Body::from(paper[300_000..].to_vec()));
        assert_eq!((answer.status, header(&answer, "upload-offset")), (StatusCode::NO_CONTENT, paper.len().to_string().as_str()), "{}", answer.body);
        let whole = her.send(Method::GET, &file, &[], Body::empty()).shows("\"kind\":\"（PDF）");
        let number = file.rsplit('/').next().unwrap();
        assert!(whole.body.contains(&format!("\"file\":\"{number}\"")), "{}", whole.body);
        // Its end sent twice is there once.
        assert_eq!(her.patch(&file, paper.len(), Body::empty()).status, StatusCode::NO_CONTENT);
        let page = her.reload();
        assert_eq!(page.body.matches("name=\"drop\"").count(), 1, "{}", page.text());

        her.client.get("/say/330122/check").shows("水沟的账.pdf").lacks("还没有传完");
        her.client.fill("/say/330122/check", "/say/330122/send", &[], None).done();
        // What was sent takes nothing more.
        assert_eq!(her.patch(&file, paper.len(), Body::empty()).status, StatusCode::NOT_FOUND);
        let case = her.client.get("/follow/case");
        let link = case.body.split("/follow/file/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(her.client.get(&format!("/follow/file/{link}")).bytes, paper);
        assert_eq!(case.body.matches("/follow/file/").count(), 1);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn wrong_offsets_lengths_kinds_and_keys_are_refused() {
    for world in World::each() {
        let (her, paper) = (Sender::new(&world, "a phone"), paper());
        assert_eq!(her.begin("a.pdf", 20 * 1024 * 1024 + 1).status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(her.send(Method::POST, UPLOADS, &[], Body::empty()).status, StatusCode::BAD_REQUEST);
        assert_eq!(her.send(Method::POST, UPLOADS, &[("tus-resumable", "0.9")], Body::empty()).status, StatusCode::PRECONDITION_FAILED);
        let file = her.begun("a.pdf", paper.len());
        let kept = her.patch(&file, 0, Body::from(paper[..1000].to_vec()));
        assert_eq!((kept.status, header(&kept, "upload-offset")), (StatusCode::NO_CONTENT, "1000"));
        for at in [0, 999, 1001] {
            let wrong = her.patch(&file, at, Body::from(paper[..10].to_vec()));
            assert_eq!((wrong.status, header(&wrong, "upload-offset")), (StatusCode::CONFLICT, "1000"), "at {at}");
        }
        let kind = her.send(Method::PATCH, &file, &[("upload-offset", "1000"), ("content-type", "image/png")], Body::empty());
        assert_eq!(kind.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        // More than was announced is not kept.
        assert_eq!(her.patch(&file, 1000, Body::from(vec![7; paper.len()])).status, StatusCode::PAYLOAD_TOO_LARGE);
        // No key, another's key: nothing is begun and nothing kept.
        for key in ["", "0000000000000000000000000000.x"] {
            assert!(her.send(Method::PATCH, &file, &[("linju-form-key", key), ("upload-offset", "1000")], Body::empty()).status.is_client_error());
            assert!(her.send(Method::POST, UPLOADS, &[("linju-form-key", key), ("upload-length", "9")], Body::empty()).status.is_client_error());
        }
        let other = Sender::new(&world, "another phone");
        assert_eq!(
            her.send(Method::PATCH, &file, &[("linju-form-key", &other.key), ("upload-offset", "1000")], Body::empty()).status,
            StatusCode::CONFLICT
        );
        // Another visit reaches it in no way.
        for answer in [
            other.send(Method::HEAD, &file, &[], Body::empty()),
            other.send(Method::GET, &file, &[], Body::empty()),
            other.patch(&file, 1000, Body::from(vec![1])),
            world.visitor("nobody").get(&file),
        ] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.asked);
        }
        assert_eq!(her.offset(&file), 1000);
        // What may not be kept is told when it is whole, and is gone.
        let script = her.begun("a.html", 15);
        let refused = her.patch(&script, 0, Body::from("<script></script>"[..15].to_owned()));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("refused"), "{}", refused.body);
        assert_eq!(her.send(Method::HEAD, &script, &[], Body::empty()).status, StatusCode::NOT_FOUND);
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_machine_stops_and_all_is_forgotten_after_a_day() {
    for world in World::each() {
        let (mut her, paper) = (Sender::new(&world, "a phone"), paper());
        let file = her.begun("a.pdf", paper.len());
        assert_eq!(her.patch(&file, 0, cut(&paper[..600_000])).status, StatusCode::BAD_REQUEST);
        world.load_calendar(Calendar::bundled());
        assert_eq!(her.offset(&file), 600_000);
        // The machine stops between the last byte and the look at the whole.
        let number: FileId = file.rsplit('/').next().unwrap().parse().unwrap();
        let (house, visit) = (world.house(), her.client.cookie("linju_visit").unwrap());
        world.block_on(async {
            let saying = casework::petition::saying::load(&house, HERE, &visit).await.unwrap().unwrap();
            assert!(saying.receive(&house, number, 600_000, paper[600_000..].to_vec()).await.unwrap());
            // The same bytes from another request: the file does not end there any more.
            assert!(!saying.receive(&house, number, 600_000, paper[600_000..].to_vec()).await.unwrap());
        });
        world.load_calendar(Calendar::bundled());
        her.send(Method::GET, &file, &[], Body::empty()).shows("\"kind\":\"（PDF）");
        assert_eq!(her.reload().body.matches("name=\"drop\"").count(), 1);

        // Another one is not whole within its day.
        let second = her.begun("b.pdf", paper.len());
        assert_eq!(her.patch(&second, 0, Body::from(paper[..10].to_vec())).status, StatusCode::NO_CONTENT);
        world.minutes(24 * 60 + 1);
        assert_eq!(her.send(Method::HEAD, &second, &[], Body::empty()).status, StatusCode::NOT_FOUND);
        let house = world.house();
        let left = house.db().write_here({
            let now = house.now();
            move |tx| {
                store::files::pieces::forget_coming(tx, HERE, now.plus_hours(-24))?;
                let mut left = 0;
                for table in ["upload", "upload_piece"] {
                    tx.values(&format!("SELECT * FROM {table} WHERE tenant = $1"), store::args![HERE], &mut |_| {
                        left += 1;
                        Ok(())
                    })?;
                }
                Ok(left)
            }
        });
        assert_eq!(left.unwrap(), 0);
    }
}

#[test]
fn the_number_of_files_is_limited_and_one_on_its_way_can_be_given_up() {
    let world = World::new();
    let mut her = Sender::new(&world, "a phone");
    let first = her.begun("1.pdf", 1000);
    for number in 2..=40 {
        her.begun(&format!("{number}.pdf"), 1000);
    }
    let refused = her.begin("41.pdf", 1000);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let number = first.rsplit('/').next().unwrap();
    her.client.fill(WRITE, WRITE, &[("drop", number)], None).done();
    assert_eq!(her.send(Method::HEAD, &first, &[], Body::empty()).status, StatusCode::NOT_FOUND);
    her.begun("41.pdf", 1000);
    her.reload().shows("41.pdf");
}
