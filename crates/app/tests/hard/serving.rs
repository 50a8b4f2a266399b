//! The built program, serving a small invented county, and browsers reduced to one connection each.

use casework::{
    House, Parts, Vault,
    people::{
        post,
        session::{self, Step, TOKEN_BYTES},
    },
};
use kernel::{
    AccountId, Calendar, Clock as _, OrganId, PostId, Random as _, StreamId, SystemClock, SystemRandom, TenantId,
    crypto::{MasterKey, Suite},
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};
use store::{Db, Options, Target, files::FileStore};
use web::key::{self, Subject};

pub const TENANT: TenantId = TenantId::new(330_122);

/// A data folder with a county in it.
pub struct Folder {
    pub path: PathBuf,
    /// The address of the server that has its rows; `None` for a file.
    pub database: Option<String>,
    pub vault: Vault,
    pub officers: Vec<Officer>,
}

/// Somebody at work.
#[derive(Clone)]
pub struct Officer {
    pub account: AccountId,
    pub organ: OrganId,
    pub cookie: String,
}

impl Folder {
    /// Fills `path`, which is empty or not there.
    pub fn filled(path: &Path) -> Self {
        Self::filled_on(path, None, 40)
    }

    /// As [`Folder::filled`], with so many cases, and the rows on a server when there is one.
    pub fn filled_on(path: &Path, database: Option<String>, cases: u32) -> Self {
        let mut seed = linju();
        seed.args(["bench", "seed", "--cases", &cases.to_string(), "--data"]).arg(path);
        if let Some(address) = &database {
            seed.args(["--database", address]);
        }
        let filled = seed.output().unwrap();
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        let key = std::fs::read(path.join("keys/installation.key")).unwrap();
        let vault = Vault::new(MasterKey::from_bytes(Suite::Gm, &key).unwrap());
        let mut folder = Self { path: path.to_owned(), database, vault, officers: vec![] };
        folder.sign_in();
        folder
    }

    /// The database, opened beside or instead of the program.
    pub fn open(&self, writing: bool) -> Db {
        self.open_with(&Options { writing, readers: 1, ..Options::default() })
    }

    pub fn open_with(&self, options: &Options) -> Db {
        let target = self.database.clone().map_or_else(|| Target::File(self.path.join("linju.db")), Target::Server);
        Db::open(&target, &Options { connections: 2, ..options.clone() }).unwrap()
    }

    pub fn house(&self, db: Db) -> House {
        House::new(Parts {
            db,
            vault: self.vault.clone(),
            files: FileStore::new(&self.path.join("files")).unwrap(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            calendar: Calendar::bundled().clone(),
        })
    }

    /// Sessions as rows: signing in is another test's business.
    pub fn sign_in(&mut self) {
        let db = self.open(true);
        let house = self.house(db.clone());
        let organs: Vec<OrganId> = house.directory_here(TENANT).unwrap().organs().map(|organ| organ.organ).collect();
        let today = SystemClock.now().local_day();
        let posts = db
            .read_here(move |tx| Ok(organs.into_iter().map(|organ| post::of_organ(tx, TENANT, organ, today)).collect::<Result<Vec<_>, _>>()?))
            .unwrap();
        let heads = posts.into_iter().flatten().filter(|post| post.role == "head").take(16);
        let mut rows: Vec<(kernel::crypto::Digest, AccountId, PostId)> = vec![];
        for post in heads {
            let mut token = [0_u8; TOKEN_BYTES];
            SystemRandom.fill(&mut token);
            rows.push((session::token_digest(Suite::Gm, &token), post.account, post.post));
            let cookie = format!("{}={TENANT}.{}", web::cookie::SESSION, web::cookie::hex(&token));
            self.officers.push(Officer { account: post.account, organ: post.organ, cookie });
        }
        let now = SystemClock.now();
        db.write_here(move |tx| rows.iter().try_for_each(|(token, account, post)| session::add(tx, TENANT, token, *account, *post, Step::In, now)))
            .unwrap();
    }

    /// A key for a form of this officer, as a page would have given him.
    pub fn form_key(&self, officer: &Officer) -> String {
        key::mint(self.vault.master(), &SystemRandom, SystemClock.now(), &Subject::Account(officer.account))
    }

    /// That everything agrees.
    pub fn verify(&self) {
        let verified = self.command(&["verify"]).output().unwrap();
        assert!(verified.status.success(), "{}{}", String::from_utf8_lossy(&verified.stdout), String::from_utf8_lossy(&verified.stderr));
    }

    /// A command that works here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = linju();
        command.args(arguments).arg("--data").arg(&self.path);
        if let Some(address) = &self.database {
            command.args(["--database", address]);
        }
        command
    }

    /// The versions that the ledger has of each case.
    pub fn versions(&self) -> std::collections::HashMap<StreamId, i64> {
        let mut versions = std::collections::HashMap::new();
        let db = self.open(false);
        let rows = db
            .read_here(|tx| {
                let mut rows = vec![];
                tx.values("SELECT stream, MAX(version) FROM event WHERE tenant = $1 GROUP BY stream", store::args![TENANT], &mut |row| {
                    rows.push((row.next(), row.next()));
                    Ok(())
                })?;
                Ok(rows)
            })
            .unwrap();
        for row in rows {
            let (Some(store::Value::Int(stream)), Some(store::Value::Int(version))) = row else { panic!("an event without a stream") };
            versions.insert(StreamId::new(stream), version);
        }
        versions
    }
}

/// The built program.
pub fn linju() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linju"));
    command.env_remove("LINJU_DATA").env_remove("LINJU_DATABASE").env("RUST_LOG", "error");
    command
}

/// The program at work; killed when dropped.
pub struct Serving {
    child: Child,
    pub address: SocketAddr,
}

impl Serving {
    pub fn start(folder: &Path) -> Self {
        Self::under(linju(), folder)
    }

    /// As [`Serving::start`], wherever the rows are.
    pub fn on(folder: &Folder) -> Self {
        Self::ready(folder.command(&["serve", "--json", "--port", "0"]))
    }

    /// As [`Serving::start`], with something before the program on the command line.
    pub fn under(mut command: Command, folder: &Path) -> Self {
        command.args(["serve", "--json", "--port", "0", "--data"]).arg(folder);
        Self::ready(command)
    }

    fn ready(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stdin(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready: {line:?}"));
        let address = said.get("ready").and_then(|url| url.as_str()?.strip_prefix("http://")?.parse().ok()).unwrap();
        Self { child, address }
    }

    /// SIGKILL: nothing of it runs any more.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As a service manager ends it.
    pub fn stop(mut self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        self.child.wait().unwrap();
    }

    /// The status with which it ended by itself, if it did.
    pub fn ended(&mut self) -> Option<std::process::ExitStatus> {
        self.child.try_wait().unwrap()
    }

    pub fn browser(&self) -> Browser {
        Browser::open(self.address).unwrap()
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends by itself; its status.
    pub fn end_of_itself(&mut self) -> Option<i32> {
        for _ in 0..200 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("it goes on");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _status = self.child.wait();
    }
}

/// One connection that stays open.
pub struct Browser {
    stream: BufReader<TcpStream>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

impl Answer {
    /// The case that registering led to.
    pub fn case(&self) -> Option<StreamId> {
        self.location.strip_prefix("/desk/case/")?.split('/').next()?.parse().ok()
    }
}

impl Browser {
    pub fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    pub fn get(&mut self, path: &str, cookie: &str) -> std::io::Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: linju\r\ncookie: {cookie}\r\n\r\n"))
    }

    /// Registers; the same key and words are the same registration.
    pub fn register(&mut self, officer: &Officer, key: &str, words: &str) -> std::io::Result<Answer> {
        let body = encode(&[
            ("form_key", key),
            ("channel", "visit"),
            ("name", "褚秀珍"),
            ("words", words),
            ("claim", "把水沟疏通"),
            ("confirmed", "read_to"),
        ]);
        self.post("/desk/register", &officer.cookie, "application/x-www-form-urlencoded", &body)
    }

    /// Says what kind of matter a case is.
    pub fn classify(&mut self, officer: &Officer, key: &str, case: StreamId) -> std::io::Result<Answer> {
        let fields = [("form_key", key), ("matter_type", "grievance"), ("track", "J6_petition")];
        let parts: String =
            fields.iter().map(|(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")).collect();
        self.post(&format!("/desk/case/{case}/classify"), &officer.cookie, "multipart/form-data; boundary=b", &format!("{parts}--b--\r\n"))
    }

    pub fn post(&mut self, path: &str, cookie: &str, kind: &str, body: &str) -> std::io::Result<Answer> {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: linju\r\ncookie: {cookie}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn send(&mut self, request: &str) -> std::io::Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let broken = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let mut answer = Answer { status: 0, location: String::new(), body: String::new() };
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(broken());
            }
            let line = line.trim_end();
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                answer.status = rest.split(' ').next().and_then(|text| text.parse().ok()).ok_or_else(broken)?;
            } else if let Some((name, value)) = line.split_once(": ") {
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().map_err(|_| broken())?,
                    "location" => value.clone_into(&mut answer.location),
                    _ => {}
                }
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&")
}

pub fn must_run() -> bool {
    std::env::var("LINJU_TESTS_MUST_RUN").is_ok_and(|must| must == "1")
}

pub fn is_soak() -> bool {
    std::env::var("LINJU_SOAK").is_ok_and(|soak| soak == "1")
}

/// Says past the runner's capture that something was not tested; a failure where everything must run.
pub fn skip(why: &str) {
    assert!(!must_run(), "{why}");
    let _nobody_reads = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
