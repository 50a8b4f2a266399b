//! The standing process: pages, the house's own work, and commands that run beside.
//!
//! It begins in this order: lock, what the configuration names (certificate, secrets of gateways), tables, key, listener, worker,
//! errands, socket, `ready`; and ends in the reverse: open requests finish (20 s), the worker finishes its round, what is queued is
//! kept, the log is copied back. A configuration that cannot serve is refused before the tables are brought up to date: the version
//! before this one can then still go on.

use crate::{
    beside::Listening,
    command_line::{Place, Serve},
    config,
    installation::{self, Installation},
    lock::Lock,
    messages::{Gateways, Wanted},
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
    task, tls, video, worker,
};
use casework::House;
use serde_json::json;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    sync::Arc,
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use web::{Door, Settings, Web, tls::Tls};

/// `linju serve`.
///
/// # Errors
/// That another process serves the folder; a wrong key; what the system says.
pub fn run(place: &Place, wanted: &Serve, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let lock = installation.lock()?;
    let server = &installation.config.server;
    let listen = wanted.listen.unwrap_or_else(|| SocketAddr::new(server.listen.ip(), wanted.port.unwrap_or(server.listen.port())));
    let tls = match (&wanted.tls_cert, &wanted.tls_key) {
        (Some(certificate), Some(key)) => Some(read(certificate, key)?),
        _ => configured(&installation)?,
    };
    if tls.is_none() {
        refuse_in_clear(listen, &installation)?;
    }
    let install = wanted.install_listen.or(server.install_listen);
    let wanted = Wanted::of(&installation.config, &installation.folder, &wanted.messages)?;
    let gateways = Gateways::open(&wanted, installation.config.suite)?;
    video::configured(&installation)?;
    let house = installation.open(Arc::new(RunningClock::machine()), &lock)?;
    stand(&installation, &lock, house, gateways, &Doors { listen, tls, install }, false, say)
}

/// Where people come in, and what greets them.
pub struct Doors {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The certificate; without one HTTP is spoken in clear.
    pub tls: Option<Arc<Tls>>,
    /// Where the page that helps devices to trust the local authority is shown in clear.
    pub install: Option<SocketAddr>,
}

/// The certificate that `linju.toml` names.
///
/// # Errors
/// One without the other; files that do not serve.
pub fn configured(installation: &Installation) -> Result<Option<Arc<Tls>>, Oops> {
    let (server, folder) = (&installation.config.server, &installation.folder);
    match (&server.tls_cert, &server.tls_key) {
        (Some(certificate), Some(key)) => Ok(Some(read(&folder.join(certificate), &folder.join(key))?)),
        (None, None) => Ok(None),
        _ => Err(Oops::wrong(format!("{}: tls_cert and tls_key belong together: give both, or neither", config::NAME))),
    }
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<Tls>, Oops> {
    Tls::read(certificate, key).map(Arc::new).map_err(|error| Oops::wrong(error.to_string()))
}

/// What people write would travel in clear: only this machine, or a proxy that speaks TLS, may hear it.
fn refuse_in_clear(listen: SocketAddr, installation: &Installation) -> Result<(), Oops> {
    if listen.ip().is_loopback() || !installation.config.server.proxies()?.is_empty() {
        return Ok(());
    }
    Err(Oops::wrong(format!(
        "{listen} is reached from other machines, and without TLS everybody on the way reads what people write. Give --tls-cert and \
         --tls-key (linju doctor --make-ca makes them), or name the proxy that speaks TLS in {}: trusted_proxies",
        config::NAME
    )))
}

/// Serves until the process is told to end.
///
/// # Errors
/// That the address cannot be listened on; what the system says.
pub fn stand(
    installation: &Installation,
    lock: &Lock,
    house: House,
    gateways: Gateways,
    doors: &Doors,
    demonstration: bool,
    say: &Say,
) -> Result<(), Oops> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| Oops::wrong(format!("threads: {error}")))?;
    let (listener, address) = runtime.block_on(listen(doors.listen))?;
    let install = doors.install.map(|wanted| runtime.block_on(listen(wanted))).transpose()?;
    let settings = settings(installation, &house, address, doors, install.as_ref().map(|(_, address)| *address), demonstration)?;
    let settings = Settings { ways: gateways.ways(), ..settings };
    if install.is_some() && settings.authority.is_none() {
        return Err(Oops::wrong("there is no local authority whose page could be shown: linju doctor --make-ca, or leave install_listen out"));
    }
    let web = Web::new(house.clone(), settings);
    let worker = worker::start(house.clone(), installation.folder.clone())?;
    let errands = task::start(house.clone(), gateways)?;
    let listening = Listening::start(installation, &house)?;
    drop(house);
    let served = runtime.block_on(async {
        // Asked for before we say that we are ready: who hears that may end us at once.
        let (end, ended) = (end_asked_for()?, watch::Sender::new(false));
        let renewed = signal(SignalKind::hangup()).map_err(|error| Oops::wrong(format!("signals: {error}")))?;
        let url = reached_at(address, doors.tls.is_some());
        let install_url = install.as_ref().map(|(_, address)| format!("{}{}", reached_at(*address, false), web::install::PAGE));
        say.answer(&json!({ "ready": url, "install": install_url }), || match &install_url {
            Some(install) => format!("install {install}\nready {url}"),
            None => format!("ready {url}"),
        });
        let until = |mut told: watch::Receiver<bool>| async move {
            let _sender_gone = told.wait_for(|ended| *ended).await;
        };
        let main = web::serve(web::router(&web), Door { listener, tls: doors.tls.clone() }, until(ended.subscribe()));
        let beside = async {
            match install {
                Some((listener, _)) => web::serve(web::install_router(&web), Door { listener, tls: None }, until(ended.subscribe())).await,
                None => Ok(()),
            }
        };
        let told = async {
            let told = tokio::select! {
                () = end => Ok(()),
                () = renew(renewed, doors.tls.as_deref()) => Ok(()),
                () = lock.lost() => Err(Oops::wrong("another linju took the database while the connection to it was cut: only one process serves it")),
            };
            let _nobody_left = ended.send(true);
            told
        };
        let (main, beside, told) = tokio::join!(main, beside, told);
        main.and(beside).map_err(|error| Oops::wrong(format!("serving ended: {error}"))).and(told)
    });
    tracing::info!("ending");
    drop(listening);
    drop(errands);
    drop(worker);
    served
}

async fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), Oops> {
    let failed = |error: std::io::Error| Oops::wrong(format!("cannot listen on {wanted}: {error}"));
    let listener = TcpListener::bind(wanted).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Reads the certificate anew with each SIGHUP, for ever.
async fn renew(mut renewed: Signal, tls: Option<&Tls>) {
    loop {
        if renewed.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
        if let Some(tls) = tls {
            tls.refresh();
        }
    }
}

fn settings(
    installation: &Installation,
    house: &House,
    address: SocketAddr,
    doors: &Doors,
    install: Option<SocketAddr>,
    demonstration: bool,
) -> Result<Settings, Oops> {
    let server = &installation.config.server;
    let is_tls = doors.tls.is_some();
    let configured = server.public_address.trim_end_matches('/');
    if is_tls && configured.starts_with("http://") {
        return Err(Oops::wrong(format!("{}: public_address begins with http:// and TLS is spoken here: write https://", config::NAME)));
    }
    let public_address = if configured.is_empty() { reached_at(address, is_tls) } else { configured.to_owned() };
    let trusted_proxies = server.proxies()?;
    if demonstration && !is_tls && !address.ip().is_loopback() {
        tracing::warn!(%address, "the demonstration is reached from other machines without TLS: type nothing true into it");
    }
    let host = public_address.split_once("://").map_or("", |(_, rest)| rest.rsplit_once(':').map_or(rest, |(host, _)| host));
    let shown_at = install.map_or_else(|| public_address.clone(), |install| format!("http://{host}:{}", install.port()));
    let authority = if is_tls { tls::authority(&installation.folder, format!("{shown_at}{}", web::install::PAGE))? } else { None };
    Ok(Settings {
        secure: is_tls || public_address.starts_with("https://"),
        public_address,
        trusted_proxies,
        tenants: installation::counties(house)?.into_iter().map(|county| (county.tenant, county.name)).collect(),
        fonts: installation.folder.join("fonts"),
        authority,
        tls: doors.tls.clone(),
        turn: video::configured(installation)?,
        demonstration,
        ..Settings::default()
    })
}

/// How somebody on this machine reaches us.
pub(crate) fn reached_at(address: SocketAddr, is_tls: bool) -> String {
    let own = if address.is_ipv4() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { IpAddr::from(Ipv6Addr::LOCALHOST) };
    let host = if address.ip().is_unspecified() { own } else { address.ip() };
    format!("{}://{}", if is_tls { "https" } else { "http" }, SocketAddr::new(host, address.port()))
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
