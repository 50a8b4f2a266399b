//! Running `linju`, and having it stand while other commands run beside it.

use serde_json::Value;
use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

/// A debug build fills two counties while others use the machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// What came of a command.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The one JSON value that was printed.
    pub fn json(&self) -> Value {
        assert_eq!(self.out.trim_end().lines().count(), 1, "one line of JSON: {self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The same, when it ended with this status.
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// That it said this on standard error.
    pub fn said(self, part: &str) -> Self {
        assert!(self.err.contains(part), "{part} is not in {self:?}");
        self
    }
}

/// A data folder, and the database that goes with it.
#[derive(Clone)]
pub struct Place {
    pub folder: PathBuf,
    pub database: Option<String>,
}

impl Place {
    pub fn new(folder: &Path, database: Option<String>) -> Self {
        Self { folder: folder.to_owned(), database }
    }

    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = command(arguments);
        command.arg("--data").arg(&self.folder);
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command
    }

    /// Runs a command here to its end.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ran {
        finish(self.command(arguments))
    }

    /// Starts a command that stands, and waits until it is ready.
    pub fn stand<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Standing {
        self.stand_by(self.command(arguments))
    }

    /// As [`Place::stand`], with a command that was made ready for more than its arguments.
    pub fn stand_by(&self, mut command: Command) -> Standing {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = child.stdout.take().unwrap();
        let (tell, hear) = mpsc::channel();
        let reader = std::thread::spawn(move || read_until_ready(out, &tell));
        let heard = hear.recv_timeout(PATIENCE).unwrap_or_default();
        let Some(url) = heard.lines().last().and_then(|line| line.strip_prefix("ready ")).map(str::to_owned) else {
            let _gone = child.kill();
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            panic!("it was not ready: {heard}\n{err}");
        };
        // Nobody reads on: a full pipe would stop it.
        let mut err = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut err, &mut std::io::sink()));
        Standing { child, url, said: heard, _reader: reader }
    }
}

fn read_until_ready(out: ChildStdout, tell: &mpsc::Sender<String>) {
    let mut heard = String::new();
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        heard.push_str(&line);
        heard.push('\n');
        if line.starts_with("ready ") {
            let _gone = tell.send(std::mem::take(&mut heard));
        }
    }
    let _gone = tell.send(heard);
}

/// `linju …` without a place.
pub fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linju"));
    command.args(arguments).env_remove("LINJU_DATA").env_remove("LINJU_DATABASE").env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn finish(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran { status: output.status.code().unwrap_or(-1), out: String::from_utf8(output.stdout).unwrap(), err: String::from_utf8(output.stderr).unwrap() }
}

/// A standing process; ended when dropped.
pub struct Standing {
    child: Child,
    pub url: String,
    pub said: String,
    _reader: std::thread::JoinHandle<()>,
}

impl Standing {
    /// Asks it to end, and waits; its status.
    pub fn end(mut self) -> i32 {
        signal(&self.child, "-TERM");
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// Ends it as a power cut would.
    pub fn cut(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What a page answers: status line and all.
    pub fn get(&self, path: &str) -> String {
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// Gives a command a clock of its own, that runs from `moment` on (`YYYY-MM-DD HH:MM:SS`, UTC); whether this machine can.
pub fn set_clock(command: &mut Command, moment: &str) -> bool {
    let libraries = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(|machine| format!("/usr/lib/{machine}/faketime/libfaketimeMT.so.1"));
    let Some(library) = libraries.iter().find(|path| Path::new(path).exists()) else {
        skip("faketime is missing: apt-get install faketime");
        return false;
    };
    command.env("LD_PRELOAD", library).env("FAKETIME", format!("@{moment}")).env("TZ", "UTC").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    true
}

/// Says that a test cannot run here; fails where it must.
pub fn skip(why: &str) {
    assert!(!std::env::var("LINJU_TESTS_MUST_RUN").is_ok_and(|must| must == "1"), "{why}");
    eprintln!("SKIPPED: {why}");
}

/// Sends a signal by its name.
pub fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").arg(name).arg(child.id().to_string()).status().unwrap().success());
}

/// Each engine: its name, a folder, and where the rows are; what is returned last keeps them alive.
pub fn engines() -> Vec<(&'static str, tempfile::TempDir, Place, Option<testkit::Engine>)> {
    let made = |name, database: Option<String>, kept| {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(&folder.path().join("data"), database);
        (name, folder, place, kept)
    };
    let mut all = vec![made("sqlite", None, None)];
    if let Some(engine) = testkit::postgres() {
        let address = engine.address();
        all.push(made("postgresql", Some(address), Some(engine)));
    }
    all
}
