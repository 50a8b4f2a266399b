//! The standing process: pages, the house's own work, and commands that run beside.
//!
//! It begins in this order: lock, tables, key, listener, worker, socket, `ready`; and ends in the reverse: open
//! requests finish (20 s), the worker finishes its round, what is queued is kept, the log is copied back.

use crate::{
    beside::Listening,
    command_line::{Place, Serve},
    installation::{self, Installation},
    lock::Lock,
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
    worker::Worker,
};
use casework::House;
use serde_json::json;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use web::{Settings, Web};

/// `linju serve`.
///
/// # Errors
/// That another process serves the folder; a wrong key; what the system says.
pub fn run(place: &Place, wanted: &Serve, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let lock = installation.lock()?;
    let house = installation.open(Arc::new(RunningClock::machine()), &lock)?;
    let configured = installation.config.server.listen;
    let listen = wanted.listen.unwrap_or_else(|| SocketAddr::new(configured.ip(), wanted.port.unwrap_or(configured.port())));
    stand(&installation, &lock, house, listen, false, say)
}

/// Serves until the process is told to end.
///
/// # Errors
/// That the address cannot be listened on; what the system says.
pub fn stand(installation: &Installation, _lock: &Lock, house: House, listen: SocketAddr, demonstration: bool, say: &Say) -> Result<(), Oops> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| Oops::wrong(format!("threads: {error}")))?;
    let (listener, address) = runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|error| Oops::wrong(format!("cannot listen on {listen}: {error}")))?;
        let address = listener.local_addr().map_err(|error| Oops::wrong(format!("cannot listen on {listen}: {error}")))?;
        Ok::<_, Oops>((listener, address))
    })?;
    let settings = settings(installation, &house, address, demonstration)?;
    let web = Web::new(house.clone(), settings);
    let worker = Worker::start(house.clone(), installation.folder.clone())?;
    let listening = Listening::start(installation, &house)?;
    drop(house);
    let served = runtime.block_on(async {
        // Asked for before we say that we are ready: who hears that may end us at once.
        let end = end_asked_for()?;
        let url = reached_at(address);
        say.answer(&json!({ "ready": url }), || format!("ready {url}"));
        web::serve(web, listener, end).await.map_err(|error| Oops::wrong(format!("serving ended: {error}")))
    });
    tracing::info!("ending");
    drop(listening);
    worker.stop();
    served
}

fn settings(installation: &Installation, house: &House, address: SocketAddr, demonstration: bool) -> Result<Settings, Oops> {
    let server = &installation.config.server;
    let public_address = if server.public_address.is_empty() { reached_at(address) } else { server.public_address.trim_end_matches('/').to_owned() };
    let trusted_proxies = server.proxies()?;
    if !address.ip().is_loopback() && trusted_proxies.is_empty() {
        tracing::warn!(%address, "listening beyond this machine without TLS and without a trusted proxy: what people write can be read on the way");
    }
    Ok(Settings {
        secure: public_address.starts_with("https://"),
        public_address,
        trusted_proxies,
        tenants: installation::counties(house)?.into_iter().map(|county| (county.tenant, county.name)).collect(),
        fonts: installation.folder.join("fonts"),
        demonstration,
        ..Settings::default()
    })
}

/// How somebody on this machine reaches us.
pub(crate) fn reached_at(address: SocketAddr) -> String {
    let own = if address.is_ipv4() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { IpAddr::from(Ipv6Addr::LOCALHOST) };
    let host = if address.ip().is_unspecified() { own } else { address.ip() };
    format!("http://{}", SocketAddr::new(host, address.port()))
}

/// Ends with SIGTERM or SIGINT.
fn end_asked_for() -> Result<impl Future<Output = ()> + Send, Oops> {
    let failed = |error: std::io::Error| Oops::wrong(format!("signals: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
