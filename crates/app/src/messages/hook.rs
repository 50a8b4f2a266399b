//! One signed HTTP call for each short message, to whatever gateway the county has. `docs/messages.md` is its contract.
//!
//! ```text
//! POST URL
//! content-type: application/json
//! idempotency-key: 32 hexadecimal digits, the same at each attempt
//! x-linju-timestamp: seconds since 1970
//! x-linju-signature: hmac-sm3=… or hmac-sha256=…, over  timestamp "." body
//! {"v":1,"key":"…","way":"sms","to":"13800001234","text":"您有新消息…","language":"zh-CN"}
//! ```
//!
//! | answer | means |
//! |---|---|
//! | 2xx, 409 | taken, now or before under this key |
//! | 422 | this number will never be reached |
//! | anything else, or none in 15 s | try again later |

use super::{secret, tls};
use crate::{config::Hook, oops::Oops};
use casework::notify::gateway::{Message, Unsent};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Uri,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HOST},
};
use hyper_util::rt::TokioIo;
use kernel::{
    Clock as _, SystemClock,
    crypto::{self, Suite},
};
use rustls::{ClientConfig, pki_types::ServerName};
use std::{fmt::Write as _, pin::pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

/// How long the gateway is waited for, from the first packet to its answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// So many bytes of an answer are read before it is let go.
const MOST_ANSWER: usize = 64 * 1024;

/// A gateway of short messages.
pub struct Caller {
    uri: Uri,
    host: String,
    port: u16,
    tls: Option<Arc<ClientConfig>>,
    secret: String,
    suite: Suite,
}

impl Caller {
    /// Reads what it needs; speaks to nobody yet.
    ///
    /// # Errors
    /// An address that is none, or in clear to another machine; a secret that is too short or too long.
    pub fn open(hook: &Hook, suite: Suite) -> Result<Self, Oops> {
        let wrong = |why: &str| Oops::wrong(format!("messages.hook.url {:?}: {why}", hook.url));
        let uri: Uri = hook.url.parse().map_err(|_| wrong("it is no address: https://host/path"))?;
        let host = uri.host().ok_or_else(|| wrong("it names no host"))?.to_owned();
        let is_tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if tls::is_this_machine(&host) => false,
            Some("http") => return Err(wrong("in clear everybody on the way reads whom we write to: use https")),
            _ => return Err(wrong("it has to begin with https://")),
        };
        let secret = secret(&hook.secret_file)?;
        if !(16..=64).contains(&secret.len()) {
            return Err(Oops::wrong(format!("{}: a secret has 16 to 64 bytes: openssl rand -hex 32", hook.secret_file.display())));
        }
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let tls = if is_tls { Some(tls::client(hook.authorities.as_deref())?) } else { None };
        Ok(Self { host, port, tls, secret, suite, uri })
    }

    /// Hands a message over.
    ///
    /// # Errors
    /// Refused, or to be tried again.
    pub fn send(&self, message: &Message, text: &str, language: &str) -> Result<(), Unsent> {
        let body = serde_json::json!({ "v": 1, "key": message.key, "way": message.way.code(), "to": message.to, "text": text, "language": language });
        let request = self.request(&message.key, &body.to_string()).map_err(|error| Unsent::Later(error.to_string()))?;
        match self.call(request) {
            Ok(200..=299 | 409) => Ok(()),
            Ok(422) => Err(Unsent::Refused("the gateway answered 422".to_owned())),
            Ok(status) => Err(Unsent::Later(format!("the gateway answered {status}"))),
            Err(why) => Err(Unsent::Later(why)),
        }
    }

    /// Whether somebody answers at its address: for `doctor`. Sends nothing.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn try_it(&self) -> Result<(), String> {
        self.waited_for(async { self.connected(async |_stream| Ok(())).await })
    }

    fn request(&self, key: &str, body: &str) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let timestamp = (SystemClock.now().millis() / 1000).to_string();
        let signed = crypto::signature(self.suite, self.secret.as_bytes(), format!("{timestamp}.{body}").as_bytes());
        let digits = signed.iter().fold(String::new(), |mut text, byte| {
            let _infallible = write!(text, "{byte:02x}");
            text
        });
        let name = match self.suite {
            Suite::Gm => "hmac-sm3",
            Suite::Intl => "hmac-sha256",
        };
        Request::post(self.uri.path_and_query().map_or("/", |path| path.as_str()))
            .header(HOST, self.uri.authority().map_or(self.host.as_str(), |authority| authority.as_str()))
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .header("x-linju-timestamp", timestamp)
            .header("x-linju-signature", format!("{name}={digits}"))
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
    }

    fn call(&self, request: Request<Full<Bytes>>) -> Result<u16, String> {
        self.waited_for(async { self.connected(async |stream| ask(stream, request).await).await })
    }

    /// Runs a conversation on this thread, which may wait.
    fn waited_for<T>(&self, talk: impl Future<Output = Result<T, String>>) -> Result<T, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        runtime
            .block_on(async { tokio::time::timeout(PATIENCE, talk).await.unwrap_or_else(|_| Err("the gateway did not answer in time".to_owned())) })
    }

    async fn connected<T>(&self, then: impl AsyncFnOnce(Box<dyn Stream>) -> Result<T, String>) -> Result<T, String> {
        let away = |error: std::io::Error| format!("the gateway cannot be reached: {error}");
        let host = self.host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let tcp = TcpStream::connect((host.as_str(), self.port)).await.map_err(away)?;
        let Some(tls) = &self.tls else { return then(Box::new(tcp)).await };
        let name = ServerName::try_from(host).map_err(|error| error.to_string())?;
        let stream = tokio_rustls::TlsConnector::from(Arc::clone(tls)).connect(name, tcp).await.map_err(away)?;
        then(Box::new(stream)).await
    }
}

/// A connection, with TLS or without.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

async fn ask(stream: Box<dyn Stream>, request: Request<Full<Bytes>>) -> Result<u16, String> {
    let broken = |error: hyper::Error| format!("the gateway broke off: {error}");
    let (mut sender, connection) = hyper::client::conn::http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await.map_err(broken)?;
    let talk = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        let status = answer.status().as_u16();
        read(answer.into_body()).await;
        Ok(status)
    };
    let (mut talk, mut connection) = (pin!(talk), pin!(connection));
    tokio::select! {
        answered = &mut talk => answered,
        // A gateway that closes after its answer ends the connection as the answer arrives: what was said still counts.
        _ended = &mut connection => talk.await,
    }
}

/// Reads an answer to its end, or to as much as is decent: what it says does not matter.
async fn read(mut body: Incoming) {
    let mut left = MOST_ANSWER;
    while let Some(Ok(frame)) = body.frame().await {
        left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
        if left == 0 {
            return;
        }
    }
}
