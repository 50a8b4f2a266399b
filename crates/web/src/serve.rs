//! The connection's side: the router made from the table, and the loop that serves it until it is told to end.

use crate::{
    assets,
    error::Oops,
    frame,
    guard::guard,
    install,
    route::{Access, RouteEntry, table},
    state::Web,
    tls::Tls,
};
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    middleware,
    response::Redirect,
    routing::MethodRouter,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{collections::BTreeMap, future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tower::ServiceExt as _;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// A browser that has not said what it wants after this is cut off.
const HEADER_TIME: Duration = Duration::from_secs(15);
/// As long as two may take to agree on keys.
const GREETING_TIME: Duration = Duration::from_secs(10);
/// The answer to whoever speaks HTTP in clear where TLS is spoken; the connection's end is the end of the text.
const IN_CLEAR: &str = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n\
    请把地址开头改成 https:// 再打开。This address speaks https:// only; nothing was sent on.\n";
/// How long open requests may take to finish after the end was asked for.
const FAREWELL: Duration = Duration::from_secs(20);
/// The largest body that any address takes: several files of 20 MiB.
const LARGEST_BODY: usize = 128 * 1024 * 1024;

/// The addresses that belong to no room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get("/health", Access::Public, health)]
}

/// So many days before its end a certificate is called for renewal.
pub const RENEW_DAYS: i64 = 30;

/// `ok`, and with TLS on a second line until when the certificate is good: for whoever watches the machine.
async fn health(State(web): State<Web>) -> String {
    let Some(until) = web.settings().tls.as_ref().and_then(|tls| tls.until()) else { return "ok".to_owned() };
    let days = (until.millis() - web.house().now().millis()).div_euclid(24 * 3_600_000);
    let renew = if days <= RENEW_DAYS { ": renew it" } else { "" };
    format!("ok\ncertificate until {}, {days} days{renew}\n", until.local_day())
}

/// The whole door: every address with its guard, the frame around all.
pub fn router(web: &Web) -> Router {
    let mut paths: BTreeMap<&'static str, MethodRouter<Web>> = BTreeMap::new();
    for entry in table() {
        let (access, uploads, state) = (entry.access, entry.uploads, web.clone());
        let guarded = entry
            .handler
            .layer(CatchPanicLayer::custom(frame::panicked))
            .layer(middleware::from_fn(move |request: Request, next| guard(state.clone(), access, uploads, request, next)));
        let merged = paths.remove(entry.path).unwrap_or_default().merge(guarded);
        paths.insert(entry.path, merged);
    }
    let pages = paths
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| router.route(path, methods))
        .fallback(|| async { Oops::NotFound })
        .method_not_allowed_fallback(|| async { Oops::NotFound })
        .layer(CatchPanicLayer::custom(frame::panicked))
        .layer(middleware::from_fn_with_state(web.clone(), frame::frame))
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    // Assets are few, the same for all, and kept by browsers: they may be compressed. Pages are not: they are small, and a
    // compressed page that repeats what was typed tells of its secrets by its length.
    let files = Router::new().route("/assets/{name}", axum::routing::get(assets::asset)).layer(CompressionLayer::new());
    pages.merge(files).with_state(web.clone())
}

/// Where people come in.
pub struct Door {
    /// Where it listens.
    pub listener: TcpListener,
    /// What greets them; without it HTTP is spoken in clear.
    pub tls: Option<Arc<Tls>>,
}

/// The page that brings a device to trust the office's own authority, and nothing else: for a port without TLS.
pub fn install_router(web: &Web) -> Router {
    let pages = install::routes().into_iter().fold(Router::new(), |router, entry| router.route(entry.path, entry.handler));
    let pages = pages
        .fallback(|| async { Redirect::to(install::PAGE) })
        .layer(CatchPanicLayer::custom(frame::panicked))
        .layer(middleware::from_fn_with_state(web.clone(), frame::frame));
    pages.route("/assets/{name}", axum::routing::get(assets::asset)).with_state(web.clone())
}

/// Serves until `shutdown` is done, then lets open requests finish for 20 s.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(router: Router, door: Door, shutdown: impl Future<Output = ()> + Send) -> std::io::Result<()> {
    let Door { listener, tls } = door;
    let ending = watch::Sender::new(false);
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, or a peer that left at once: the next one may do.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut shutdown => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
        };
        let _without_delay = stream.set_nodelay(true);
        let (router, ended, greeting) = (router.clone(), ending.subscribe(), tls.as_ref().map(|tls| tls.acceptor()));
        connections.spawn(async move {
            match greeting {
                None => talk(stream, peer, router, ended).await,
                Some(greeting) => {
                    if let Ok(Some(stream)) = tokio::time::timeout(GREETING_TIME, greet(stream, &greeting)).await {
                        talk(stream, peer, router, ended).await;
                    }
                }
            }
        });
    }
    drop(listener);
    let _nobody_left = ending.send(true);
    if tokio::time::timeout(FAREWELL, async { while connections.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!("some requests were cut off at the end");
    }
    Ok(())
}

/// Answers what comes over one connection, until it ends or the end is asked for. One that becomes a socket (`video::live`) leaves here.
async fn talk(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, peer: SocketAddr, router: Router, mut ended: watch::Receiver<bool>) {
    let service = router.map_request(move |mut request: Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
        request.map(axum::body::Body::new)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let is_ended = async { ended.wait_for(|ended| *ended).await.is_ok() };
    tokio::select! {
        _peer_gone = connection.as_mut() => return,
        _ = is_ended => connection.as_mut().graceful_shutdown(),
    }
    let _peer_gone = connection.await;
}

/// Agrees on keys; whoever begins in clear is told so, and hears nothing else.
async fn greet(mut stream: TcpStream, greeting: &TlsAcceptor) -> Option<TlsStream<TcpStream>> {
    /// The first byte of every greeting of TLS.
    const HANDSHAKE: u8 = 0x16;
    let mut first = [0];
    if stream.peek(&mut first).await.ok()? == 0 {
        return None;
    }
    if first != [HANDSHAKE] {
        let _gone = stream.write_all(IN_CLEAR.as_bytes()).await;
        let _gone = stream.shutdown().await;
        // Closing over what was not read would take the answer from the peer: it is read away until he closes.
        let _drained = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
        return None;
    }
    greeting.accept(stream).await.ok()
}
