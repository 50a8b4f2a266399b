//! Messages leave the program: by a signed call and by mail, each once, also when the machine stops in between.

use crate::serving::{Answer, Browser, Folder, Officer, Serving, TENANT, linju, skip};
use kernel::{
    StreamId,
    crypto::{self, Suite},
};
use std::{
    collections::{BTreeMap, HashMap},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// So long the gateway has a message without saying so.
const ANSWERS_AFTER: Duration = Duration::from_millis(400);
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A gateway of short messages: checks who calls, and answers late.
#[derive(Clone)]
struct Gateway {
    port: u16,
    /// Key → how often it came, and the last body.
    taken: Arc<Mutex<BTreeMap<String, (usize, String)>>>,
}

impl Gateway {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let gateway = Self { port: listener.local_addr().unwrap().port(), taken: Arc::default() };
        let shared = gateway.clone();
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| shared.answer(stream)));
        gateway
    }

    fn answer(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream);
        let (mut headers, mut line) = (HashMap::new(), String::new());
        while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
            if let Some((name, value)) = line.trim_end().split_once(": ") {
                headers.insert(name.to_ascii_lowercase(), value.to_owned());
            }
            line.clear();
        }
        let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        // Whoever only looks whether somebody is here says nothing.
        if headers.is_empty() || reader.read_exact(&mut body).is_err() {
            return;
        }
        let signed = [headers["x-linju-timestamp"].as_bytes(), b".", &body].concat();
        let digits: String = crypto::signature(Suite::Gm, SECRET.as_bytes(), &signed).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(headers["x-linju-signature"], format!("hmac-sm3={digits}"));
        let first = {
            let mut taken = self.taken.lock().unwrap();
            let entry = taken.entry(headers["idempotency-key"].clone()).or_insert((0, String::new()));
            *entry = (entry.0 + 1, String::from_utf8(body).unwrap());
            entry.0 == 1
        };
        // It has it; whether the caller lives to hear that is another matter.
        std::thread::sleep(ANSWERS_AFTER);
        let status = if first { "202 Accepted" } else { "409 Conflict" };
        let _caller_may_be_gone = write!(reader.get_mut(), "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    }

    fn keys(&self) -> usize {
        self.taken.lock().unwrap().len()
    }
}

fn multipart(fields: &[(&str, &str)]) -> String {
    let parts: String =
        fields.iter().map(|(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")).collect();
    format!("{parts}--b--\r\n")
}

fn act(folder: &Folder, browser: &mut Browser, officer: &Officer, case: StreamId, verb: &str, fields: &[(&str, &str)]) -> Answer {
    let key = folder.form_key(officer);
    let body = multipart(&[&[("form_key", key.as_str())], fields].concat());
    browser.post(&format!("/desk/case/{case}/{verb}"), &officer.cookie, "multipart/form-data; boundary=b", &body).unwrap()
}

/// Registered with a way to be told, and accepted: a word is owed.
fn accepted(folder: &Folder, browser: &mut Browser, officer: &Officer, way: &[(&str, &str)]) -> StreamId {
    let key = folder.form_key(officer);
    let fields = [
        ("form_key", key.as_str()),
        ("channel", "visit"),
        ("name", "褚秀珍"),
        ("phone", "13805710417"),
        ("words", "屋后水沟堵了"),
        ("confirmed", "read_to"),
    ];
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> = fields.iter().chain(way).map(|(name, value)| format!("{name}={}", escape(value))).collect();
    let answer = browser.post("/desk/register", &officer.cookie, "application/x-www-form-urlencoded", &body.join("&")).unwrap();
    let case = answer.case().unwrap_or_else(|| panic!("{} {}", answer.status, answer.body));
    assert_eq!(act(folder, browser, officer, case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).status, 303);
    assert_eq!(act(folder, browser, officer, case, "accept", &[("notice", "in_person")]).status, 303);
    case
}

/// Messages go between 9 and 20 o'clock. At another hour the whole test runs again, with every process that it starts, under a
/// clock that is some hours ahead; `true` when that was done, and the test that asks is over.
fn ran_at_an_hour_that_sends(name: &str) -> bool {
    let (_, hour, _) = kernel::Clock::now(&kernel::SystemClock).local_date_time();
    if (9..19).contains(&hour) {
        return false;
    }
    let library = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(|machine| format!("/usr/lib/{machine}/faketime/libfaketimeMT.so.1"));
    let Some(library) = library.iter().find(|path| std::path::Path::new(path).exists()) else {
        skip("messages go between 9 and 20 o'clock, it is another hour, and faketime is missing: apt-get install faketime");
        return true;
    };
    let ahead = (34 - i64::from(hour)) % 24;
    let again = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env("LD_PRELOAD", library)
        .env("FAKETIME", format!("+{ahead}h"))
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .status()
        .unwrap();
    assert!(again.success(), "at an hour that sends: {again}");
    true
}

fn states(folder: &Folder) -> Vec<String> {
    let mut rows = vec![];
    let read = folder.open(false).read_here(|tx| {
        let mut rows = vec![];
        tx.values("SELECT state, way, why FROM notice WHERE tenant = $1 ORDER BY stream, nth", store::args![TENANT], &mut |row| {
            rows.push(row.map(|value| if let store::Value::Text(text) = value { text } else { String::new() }).collect::<Vec<_>>().join(" "));
            Ok(())
        })?;
        Ok(rows)
    });
    rows.extend(read.unwrap());
    rows
}

fn sent(folder: &Folder) -> usize {
    states(folder).iter().filter(|state| state.starts_with("sent sms")).count()
}

fn until(what: &str, mut there: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !there() {
        assert!(begun.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn killed_while_it_sends_it_sends_nothing_twice_and_loses_nothing() {
    if ran_at_an_hour_that_sends("messages::killed_while_it_sends_it_sends_nothing_twice_and_loses_nothing") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    let secret = dir.path().join("hook.secret");
    std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
    let gateway = Gateway::open();
    let start = || {
        let mut command = linju();
        command.env("LINJU_HOOK_URL", format!("http://127.0.0.1:{}/sms", gateway.port)).env("LINJU_HOOK_SECRET_FILE", &secret);
        Serving::under(command, &folder.path)
    };
    let officer = folder.officers[0].clone();
    let mut owed = 0;
    for round in 0..4_u64 {
        let serving = start();
        let mut browser = serving.browser();
        let mut owe = || {
            accepted(&folder, &mut browser, &officer, &[]);
            owed += 1;
            owed
        };
        if round % 2 == 0 {
            // Just when the gateway has one and has not said so: nobody here can know it, and it goes again under its key.
            let all = owe();
            until("the first was sent", || sent(&folder) == all);
            let all = owe();
            until("the gateway has the second", || gateway.keys() == all);
        } else {
            // In the midst of a call, of its answer, or of what is written down of it.
            for _ in 0..3 {
                owe();
            }
            std::thread::sleep(Duration::from_millis(300 + round * 170));
        }
        serving.kill();
    }
    let serving = start();
    until("every word was sent", || sent(&folder) == owed);
    serving.stop();
    assert_eq!(gateway.keys(), owed, "one key for each word");
    let taken = gateway.taken.lock().unwrap();
    assert!(taken.values().any(|(times, _)| *times > 1), "nothing was killed between taking and telling: the test proves nothing");
    for (times, body) in taken.values() {
        assert!(*times <= 5, "{times} attempts");
        assert!(
            body.contains("\"to\":\"13805710417\"") && body.contains("您有新消息") && !body.contains("褚秀珍") && !body.contains("水沟"),
            "{body}"
        );
    }
    drop(taken);
    folder.verify();
}

/// The mail server of the tests; ended when dropped.
struct Peer {
    child: Child,
    port: u16,
}

impl Peer {
    /// `None` when this machine has no such server.
    fn start(folder: &Path, more: &[&Path]) -> Option<Self> {
        // Debian's packages are for Debian's own Python, which need not be the first on the path.
        let has =
            |python: &&&str| Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        let python = ["/usr/bin/python3", "python3"].iter().find(has)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hard/smtp_peer.py");
        let mut command = Command::new(python);
        command.arg(script).arg(folder).args(more).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("ready ").and_then(|port| port.parse().ok());
        Some(Self { child, port: port.unwrap_or_else(|| panic!("the mail server said {line:?}")) })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _status = self.child.wait();
    }
}

#[test]
fn mail_goes_to_a_real_server_by_tls_and_what_it_refuses_is_told_by_a_person() {
    if ran_at_an_hour_that_sends("messages::mail_goes_to_a_real_server_by_tls_and_what_it_refuses_is_told_by_a_person") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    let made = linju().args(["doctor", "--make-ca", "--name", "localhost", "--name", "127.0.0.1", "--data"]).arg(&folder.path).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let tls = folder.path.join("tls");
    let (box_, password) = (dir.path().join("box"), dir.path().join("mail.password"));
    std::fs::create_dir(&box_).unwrap();
    std::fs::write(&password, "geheim\n").unwrap();
    let Some(peer) = Peer::start(&box_, &[&tls.join("server.pem"), &tls.join("server.key")]) else {
        return skip("python3-aiosmtpd is missing: apt-get install python3-aiosmtpd");
    };
    let with_mail = |mut command: Command| {
        command.env("LINJU_MAIL_SERVER", "127.0.0.1").env("LINJU_MAIL_PORT", peer.port.to_string()).env("LINJU_MAIL_TLS", "starttls");
        command.env("LINJU_MAIL_FROM", "邻聚 <linju@example.gov.cn>").env("LINJU_MAIL_USER", "linju").env("LINJU_MAIL_PASSWORD_FILE", &password);
        command.env("LINJU_MAIL_AUTHORITIES", tls.join("authority.pem"));
        command
    };
    let doctor = |command: Command| {
        let mut command = with_mail(command);
        let told = command.args(["doctor", "--data"]).arg(&folder.path).output().unwrap();
        String::from_utf8_lossy(&told.stdout).into_owned()
    };
    let told = doctor(linju());
    assert!(told.contains("mail: by 127.0.0.1, which lets us in") && !told.contains("geheim"), "{told}");
    assert!(told.contains("short messages: not set up"), "{told}");
    let serving = Serving::under(with_mail(linju()), &folder.path);
    let (mut browser, officer) = (serving.browser(), folder.officers[0].clone());
    accepted(&folder, &mut browser, &officer, &[("reach_way", "mail"), ("reach_to", "xiuzhen@example.cn")]);
    until("the mail was sent", || states(&folder) == ["sent mail "]);
    let mail = std::fs::read_to_string(box_.join("1.eml")).unwrap();
    let head = mail.split("\r\n\r\n").next().unwrap();
    assert!(
        head.contains("To: xiuzhen@example.cn") && head.contains("Auto-Submitted: auto-generated") && head.contains("@example.gov.cn>"),
        "{mail}"
    );
    assert!(!mail.contains("褚秀珍") && !mail.contains("水沟"), "{mail}");
    // An address that the server refuses is hers to be told of by a person.
    accepted(&folder, &mut browser, &officer, &[("reach_way", "mail"), ("reach_to", "nobody@example.cn")]);
    until("the other was refused", || states(&folder).iter().any(|state| state == "to_tell  refused"));
    serving.stop();
    // A password that is wrong is ours to mend: it is told, and not repeated.
    std::fs::write(&password, "falsch\n").unwrap();
    let told = doctor(linju());
    assert!(told.contains("ERROR messages: mail: by 127.0.0.1: the mail server answered 535") && !told.contains("falsch"), "{told}");
    folder.verify();
}
