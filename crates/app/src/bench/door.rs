//! The program as a child process, and a browser reduced to one connection that stays open.

use super::machine;
use crate::oops::Oops;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{self, SendRequest},
    header::{CONTENT_TYPE, COOKIE, HOST, HeaderName, LOCATION},
};
use hyper_util::rt::TokioIo;
use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::net::TcpStream;

/// A child process that answers HTTP; ended when dropped.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process until it said that it is ready, in milliseconds.
    pub start_millis: f64,
}

impl Served {
    /// Starts `linju serve` on a folder.
    ///
    /// # Errors
    /// What the system says; that it does not become ready.
    pub fn start(folder: &Path, database: Option<&str>) -> Result<Self, Oops> {
        let mut command = Self::this_program()?;
        command.args(["serve", "--json", "--port", "0", "--data"]).arg(folder);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        Self::spawn(command)
    }

    /// Starts a server that has nothing to do but answer with a page of ten kilobytes.
    ///
    /// # Errors
    /// As [`Served::start`].
    pub fn bare_page() -> Result<Self, Oops> {
        let mut command = Self::this_program()?;
        command.args(["bench", "bare-page"]);
        Self::spawn(command)
    }

    fn this_program() -> Result<Command, Oops> {
        let program = std::env::current_exe().map_err(|error| Oops::wrong(format!("bench: where am I: {error}")))?;
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).env_remove("LINJU_DATA").env_remove("LINJU_DATABASE");
        command.env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned()));
        Ok(command)
    }

    fn spawn(mut command: Command) -> Result<Self, Oops> {
        let failed = |what: &str| Oops::wrong(format!("bench: the server did not start: {what}"));
        let begun = Instant::now();
        let mut child = command.spawn().map_err(|error| failed(&error.to_string()))?;
        let Some(out) = child.stdout.take() else { return Err(failed("it has no output")) };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).map_err(|error| failed(&error.to_string()))?;
        let start_millis = begun.elapsed().as_secs_f64() * 1000.0;
        let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        let url = said.get("ready").and_then(serde_json::Value::as_str).and_then(|url| url.strip_prefix("http://"));
        match url.and_then(|address| address.parse().ok()) {
            Some(address) => Ok(Self { child, address, start_millis }),
            None => {
                let _gone_already = child.kill();
                let _status = child.wait();
                Err(failed(line.trim()))
            }
        }
    }

    /// What the process holds of memory, in MiB: all of it, and without the pages of files that it has mapped.
    #[must_use]
    pub fn memory(&self) -> machine::Memory {
        machine::memory(self.child.id())
    }

    /// The processor time that it has used so far, in microseconds.
    #[must_use]
    pub fn processor_micros(&self) -> u64 {
        machine::processor_micros(self.child.id())
    }

    /// Ends it as a service manager would, and waits.
    pub fn stop(mut self) {
        let _gone_already = Command::new("kill").arg(self.child.id().to_string()).status();
        let _status = self.child.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A browser: one connection that stays open.
pub struct Browser {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where to, when the answer sends on.
    pub location: String,
    /// The cookie that was set, as the browser would send it; empty when none was.
    pub cookie: String,
    /// The page.
    pub body: Bytes,
}

/// Why there is no answer.
pub type Broken = String;

/// What is sent besides method and path.
#[derive(Default)]
pub struct Sent<'a> {
    /// The `Cookie` header; none when empty.
    pub cookie: &'a str,
    /// The `Content-Type` header; none when empty.
    pub kind: &'a str,
    /// For whom a proxy asks; none when empty.
    pub forwarded: &'a str,
    /// Whatever else another system wants to hear.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: Bytes,
}

impl Browser {
    /// Opens the connection.
    ///
    /// # Errors
    /// What the network says.
    pub async fn open(address: SocketAddr) -> Result<Self, Broken> {
        Ok(Self { sender: connect(address).await?, address })
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// What the network says.
    pub async fn get(&mut self, path: &str, cookie: &str) -> Result<Answer, Broken> {
        self.send(Method::GET, path, Sent { cookie, ..Sent::default() }).await
    }

    /// Sends a form as a browser encodes it, for somebody behind a proxy (for nobody when that is empty).
    ///
    /// # Errors
    /// What the network says.
    pub async fn post_for(&mut self, path: &str, cookie: &str, forwarded: &str, fields: &[(&str, &str)]) -> Result<Answer, Broken> {
        let body = Bytes::from(encode(fields));
        self.send(Method::POST, path, Sent { cookie, kind: "application/x-www-form-urlencoded", forwarded, body, ..Sent::default() }).await
    }

    /// Sends a form that may carry files, without any.
    ///
    /// # Errors
    /// What the network says.
    pub async fn post_parts(&mut self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Result<Answer, Broken> {
        let (kind, body) = parts(fields);
        self.send(Method::POST, path, Sent { cookie, kind: &kind, body: Bytes::from(body), ..Sent::default() }).await
    }

    /// Sends anything.
    ///
    /// # Errors
    /// What the network says.
    pub async fn send(&mut self, method: Method, path: &str, sent: Sent<'_>) -> Result<Answer, Broken> {
        if self.sender.is_closed() || self.sender.ready().await.is_err() {
            self.sender = connect(self.address).await?;
        }
        let mut request = Request::builder().method(method).uri(path).header(HOST, self.address.to_string());
        for (name, value) in [(COOKIE, sent.cookie), (CONTENT_TYPE, sent.kind), (HeaderName::from_static("x-forwarded-for"), sent.forwarded)] {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        for (name, value) in sent.headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(sent.body)).map_err(|error| error.to_string())?;
        let answer = self.sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
        let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = text(hyper::header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
        Ok(Answer { status: head.status, location: text(LOCATION).to_owned(), cookie, body })
    }
}

impl Answer {
    /// That it is the expected one.
    ///
    /// # Errors
    /// What it was instead.
    pub fn expect(self, status: StatusCode) -> Result<Self, Broken> {
        if self.status == status {
            return Ok(self);
        }
        let page = String::from_utf8_lossy(&self.body);
        // The part of a page that says why: its main part without tags, shortened.
        let main = page.split_once("<main").map_or(page.as_ref(), |(_, main)| main);
        let (mut text, mut in_tag) = (String::new(), false);
        for letter in main.chars() {
            match letter {
                '<' => in_tag = true,
                '>' => in_tag = false,
                letter if !(in_tag || letter.is_whitespace() && text.ends_with(' ')) => text.push(if letter.is_whitespace() { ' ' } else { letter }),
                _ => {}
            }
        }
        Err(format!("{} instead of {status}: {}", self.status, text.chars().take(200).collect::<String>()))
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>, Broken> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let _without_delay = stream.set_nodelay(true);
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    tokio::task::spawn_local(async move {
        let _closed = connection.await;
    });
    Ok(sender)
}

fn encode(fields: &[(&str, &str)]) -> String {
    let mut body = String::with_capacity(fields.iter().map(|(_, value)| value.len() * 3 + 16).sum());
    for (nth, (name, value)) in fields.iter().enumerate() {
        if nth > 0 {
            body.push('&');
        }
        body.push_str(name);
        body.push('=');
        escape(value, &mut body);
    }
    body
}

/// Percent-encodes a text as browsers do.
pub fn escape(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().map_or('0', char::from);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

fn parts(fields: &[(&str, &str)]) -> (String, String) {
    const BOUNDARY: &str = "----linju-bench-7f3a";
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!("--{BOUNDARY}--\r\n"));
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// How long anything may take before it counts as an error.
pub const PATIENCE: Duration = Duration::from_secs(60);
