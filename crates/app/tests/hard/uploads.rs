//! A citizen's file on a bad line, and the program killed while its pieces come: what was acknowledged is there, and no more is claimed.

use crate::serving::{Folder, Serving, TENANT};
use kernel::{Clock as _, SystemClock, SystemRandom};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};
use web::key::{self, Subject};

const VISIT: &str = "0123456789abcdef0123456789abcdef";
const PIECE: usize = 256 * 1024;

/// A PDF of two megabytes.
fn paper() -> Vec<u8> {
    let mut paper = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n".to_vec();
    paper.extend((0_u32..500_000).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()));
    paper.extend(b"\n%%EOF\n");
    paper
}

/// One request of its own connection: its status, its head, its body. Only as many bytes of the body go out as there are.
fn ask(address: SocketAddr, key: &str, method: &str, path: &str, headers: &str, length: usize, body: &[u8]) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: linju_visit={VISIT}\r\nTus-Resumable: 1.0.0\r\nLinju-Form-Key: {key}\r\n{headers}Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    if body.len() < length {
        // The line breaks here; what the program makes of it nobody hears.
        return (0, String::new(), vec![]);
    }
    let mut answer = vec![];
    let _cut = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, head, answer.split_off((end + 4).min(answer.len())))
}

fn field(head: &str, name: &str) -> String {
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default().to_owned()
}

fn offset(address: SocketAddr, key: &str, place: &str) -> usize {
    let (status, head, _) = ask(address, key, "HEAD", place, "", 0, &[]);
    assert_eq!(status, 200, "{head}");
    field(&head, "upload-offset").parse().unwrap()
}

#[test]
fn pieces_that_were_acknowledged_survive_being_killed() {
    let engine = testkit::postgres();
    let server = engine.as_ref().map(|engine| match engine.target() {
        store::Target::Server(address) => address.clone(),
        store::Target::File(_) => panic!("a server has an address"),
    });
    for database in std::iter::once(None).chain(server.map(Some)) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::filled_on(&dir.path().join("data"), database, 4);
        let key = key::mint(folder.vault.master(), &SystemRandom, SystemClock.now(), &Subject::Visit(VISIT.to_owned()));
        let paper = paper();
        let mut serving = Serving::on(&folder);
        let (status, head, _) =
            ask(serving.address, &key, "POST", &format!("/say/{TENANT}/uploads"), &format!("Upload-Length: {}\r\n", paper.len()), 0, &[]);
        assert_eq!(status, 201, "{head}");
        let place = field(&head, "location");
        let (mut acknowledged, mut rounds) = (0, 0);
        while acknowledged < paper.len() {
            // A piece that is answered, then one that is not, then the process is gone.
            let end = (acknowledged + PIECE + 1000 * rounds).min(paper.len());
            let append = |at: usize| format!("Upload-Offset: {at}\r\nContent-Type: application/offset+octet-stream\r\n");
            let (status, head, _) = ask(serving.address, &key, "PATCH", &place, &append(acknowledged), end - acknowledged, &paper[acknowledged..end]);
            assert_eq!(status, 204, "round {rounds}: {head}");
            acknowledged = field(&head, "upload-offset").parse().unwrap();
            assert_eq!(acknowledged, end);
            if acknowledged < paper.len() {
                let part = (acknowledged + PIECE + 10_000).min(paper.len());
                let _nobody =
                    ask(serving.address, &key, "PATCH", &place, &append(acknowledged), paper.len() - acknowledged, &paper[acknowledged..part]);
                serving.kill();
                serving = Serving::on(&folder);
                let kept = offset(serving.address, &key, &place);
                assert!((acknowledged..=part).contains(&kept), "round {rounds}: {acknowledged} were acknowledged, {kept} are there");
                acknowledged = kept;
            }
            rounds += 1;
        }
        let (status, _, body) = ask(serving.address, &key, "GET", &place, "", 0, &[]);
        let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, told["file"].as_str()), (200, place.rsplit('/').next()), "{told}");
        assert!(rounds > 3, "{rounds}");
        serving.stop();
        // The whole is what was sent.
        let house = folder.house(folder.open(false));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let saying = runtime.block_on(casework::petition::saying::load(&house, TENANT, VISIT)).unwrap().unwrap();
        let file = saying.files[0].file;
        let row = house.db().read_here(move |tx| Ok(store::files::get(tx, TENANT, file)?)).unwrap().unwrap();
        let keys = saying.keys(&house);
        let whole = house.files().read(&row.digest().unwrap(), TENANT, file, keys.data_key(row.subject).unwrap()).unwrap();
        assert!(whole == paper, "{} bytes came of {}", whole.len(), paper.len());
        folder.verify();
    }
}
