//! How a PostgreSQL server is reached: in clear, or by TLS with its certificate checked.
//!
//! | `sslmode` | what is done |
//! |---|---|
//! | `disable`, `prefer`, none | in clear: for the same machine, a socket, or a private network |
//! | `require`, `verify-ca`, `verify-full` | TLS or nothing; the certificate must be the server's, by name, and signed by an authority of this machine or of `sslrootcert=FILE` |
//!
//! `require` asks no less than `verify-full`: an encrypted line to whoever answers protects from nobody who can answer.

use crate::Error;
use ::postgres::{
    Client, Config, NoTls,
    config::{Host, SslMode},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use std::{path::Path, sync::Arc};
use tokio_postgres_rustls::MakeRustlsConnect;

/// An address that was read once.
pub(crate) struct Address {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Address {
    /// Reads `postgres://user@host/name?sslmode=…` or `host=… dbname=… sslmode=…`.
    ///
    /// # Errors
    /// [`Error::Usage`] for an address that is none, or authorities that cannot be read. It never repeats the address, which
    /// may hold a password.
    pub(crate) fn read(address: &str) -> Result<Self, Error> {
        let (rest, found) = take(address);
        let mut config: Config = rest.parse()?;
        let mode = found.mode.as_deref().unwrap_or("disable");
        let tls = match mode {
            "disable" | "allow" | "prefer" => None,
            "require" | "verify-ca" | "verify-full" => Some(MakeRustlsConnect::new(client(found.authorities.as_deref())?)),
            other => return Err(Error::Usage(format!("sslmode={other} is not known: disable, require or verify-full"))),
        };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Self { config, tls })
    }

    pub(crate) fn connect(&self) -> Result<Client, ::postgres::Error> {
        match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        }
    }
}

/// An address without its password, to be shown and written down: as it is when it has none, else only whom, where and which
/// database, as the library reads them. Of an address that nobody can read nothing is shown.
#[must_use]
pub fn without_password(address: &str) -> String {
    let (rest, found) = take(address);
    let Ok(config) = rest.parse::<Config>() else { return "(an address that cannot be read)".to_owned() };
    // A password with an @ in it that was not written as %40 stands at the beginning of what is taken for the host.
    let hosts: Vec<(String, u16)> = config.get_hosts().iter().enumerate().map(|(nth, host)| (shown_host(host), port(&config, nth))).collect();
    if config.get_password().is_none() && hosts.iter().zip(config.get_hosts()).all(|((shown, _), host)| *shown == whole_host(host)) {
        return address.to_owned();
    }
    let (user, name) = (config.get_user().unwrap_or_default(), config.get_dbname().unwrap_or_default());
    let mode = found.mode.map_or_else(String::new, |mode| format!("sslmode={mode}"));
    if !is_url(address) {
        let (hosts, ports): (Vec<String>, Vec<u16>) = hosts.into_iter().unzip();
        let hosts = hosts.join(",");
        let is_usual = ports.iter().all(|port| *port == USUAL_PORT);
        let ports = if is_usual { String::new() } else { ports.iter().map(u16::to_string).collect::<Vec<_>>().join(",") };
        let parts = [("host", hosts.as_str()), ("port", &ports), ("user", user), ("dbname", name)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={value}"));
        return parts.chain((!mode.is_empty()).then_some(mode)).collect::<Vec<_>>().join(" ");
    }
    let hosts = hosts.into_iter().map(|(host, port)| {
        let host = host.replace('/', "%2F");
        if port == USUAL_PORT { host } else { format!("{host}:{port}") }
    });
    let user = if user.is_empty() { String::new() } else { format!("{user}@") };
    let mode = if mode.is_empty() { mode } else { format!("?{mode}") };
    format!("postgres://{user}{}/{name}{mode}", hosts.collect::<Vec<_>>().join(","))
}

const USUAL_PORT: u16 = 5432;

fn port(config: &Config, nth: usize) -> u16 {
    let ports = config.get_ports();
    ports.get(nth).or_else(|| ports.first()).copied().unwrap_or(USUAL_PORT)
}

fn whole_host(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    }
}

fn shown_host(host: &Host) -> String {
    let whole = whole_host(host);
    whole.rsplit_once('@').map_or_else(|| whole.clone(), |(_, host)| host.to_owned())
}

fn is_url(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    mode: Option<String>,
    authorities: Option<String>,
}

impl Found {
    /// Keeps what is ours; `false` for what the library reads.
    fn keep(&mut self, part: &str) -> bool {
        let Some((name, value)) = part.split_once('=') else { return false };
        let value = value.trim_matches('\'').to_owned();
        match name {
            "sslmode" => self.mode = Some(value),
            "sslrootcert" => self.authorities = Some(value.replace("%2F", "/").replace("%20", " ")),
            _ => return false,
        }
        true
    }
}

/// Takes `sslmode` and `sslrootcert` out of an address: the library knows neither `verify-full` nor files.
fn take(address: &str) -> (String, Found) {
    let mut found = Found::default();
    if !is_url(address) {
        let rest: Vec<&str> = address.split(' ').filter(|part| !found.keep(part)).collect();
        return (rest.join(" "), found);
    }
    let Some((before, query)) = address.split_once('?') else { return (address.to_owned(), found) };
    let rest: Vec<&str> = query.split('&').filter(|part| !found.keep(part)).collect();
    (if rest.is_empty() { before.to_owned() } else { format!("{before}?{}", rest.join("&")) }, found)
}

fn client(authorities: Option<&str>) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    match authorities {
        Some(path) => {
            let text = std::fs::read(Path::new(path)).map_err(|source| Error::File { path: path.to_owned(), source })?;
            let wrong = |why: String| Error::Usage(format!("sslrootcert {path}: {why}"));
            for certificate in CertificateDer::pem_slice_iter(&text) {
                roots.add(certificate.map_err(|error| wrong(error.to_string()))?).map_err(|error| wrong(error.to_string()))?;
            }
            if roots.is_empty() {
                return Err(wrong("holds no certificate in PEM".to_owned()));
            }
        }
        None => {
            // What cannot be read of the machine's own store is passed over: fewer are trusted.
            let (_added, _unread) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                return Err(Error::Usage("this machine trusts no authority: apt-get install ca-certificates, or give sslrootcert=FILE".to_owned()));
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Usage(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(mode: Option<&str>, authorities: Option<&str>) -> Found {
        Found { mode: mode.map(str::to_owned), authorities: authorities.map(str::to_owned) }
    }

    #[test]
    fn what_is_ours_leaves_the_address_and_the_rest_stays() {
        let url = "postgres://linju@db.example/linju?sslmode=verify-full&application_name=x&sslrootcert=/etc/ca.pem";
        assert_eq!(take(url), ("postgres://linju@db.example/linju?application_name=x".to_owned(), found(Some("verify-full"), Some("/etc/ca.pem"))));
        let words = "host=/tmp user=linju sslmode=require dbname=linju";
        assert_eq!(take(words), ("host=/tmp user=linju dbname=linju".to_owned(), found(Some("require"), None)));
        assert_eq!(take("postgres://linju@db/linju"), ("postgres://linju@db/linju".to_owned(), found(None, None)));
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (address, shown) in [
            ("postgres://linju:geheim@db.example:5432/linju?sslmode=require", "postgres://linju@db.example/linju?sslmode=require"),
            ("postgres://linju:geheim@db.example:5433/linju", "postgres://linju@db.example:5433/linju"),
            ("postgres://linju@db/linju?sslmode=require&application_name=x", "postgres://linju@db/linju?sslmode=require&application_name=x"),
            ("postgres://db/linju?user=linju&password=geheim", "postgres://linju@db/linju"),
            ("postgres://db/linju?user=linju&pass%77ord=geheim", "postgres://linju@db/linju"),
            ("postgres://linju:ge/heim@db/linju", "postgres://linju@db/linju"),
            ("postgres://linju:ge?heim@db/linju", "postgres://linju@db/linju"),
            ("postgres://linju:ge%40heim@db/linju", "postgres://linju@db/linju"),
            ("postgres://linju:was@geheim@db/linju", "postgres://linju@db/linju"),
            ("host=/tmp user=linju password=geheim dbname=linju", "host=/tmp user=linju dbname=linju"),
            ("host=/tmp user=linju password='sehr geheim' dbname=linju sslmode=disable", "host=/tmp user=linju dbname=linju sslmode=disable"),
            ("host=/tmp user=linju password = geheim dbname=linju", "host=/tmp user=linju dbname=linju"),
            ("host=/tmp user=linju dbname=linju", "host=/tmp user=linju dbname=linju"),
            ("postgres://linju:geheim@db:port/linju", "(an address that cannot be read)"),
        ] {
            assert_eq!(without_password(address), shown);
            assert!(!without_password(address).contains("heim"));
        }
    }

    #[test]
    fn a_mode_that_is_not_known_and_authorities_that_are_not_there_are_refused_and_the_password_is_not_repeated() {
        let wrong = |address: &str| Address::read(address).err().map(|error| error.to_string()).unwrap_or_default();
        let mode = wrong("postgres://linju:geheim@db/linju?sslmode=maybe");
        assert!(mode.contains("sslmode=maybe") && !mode.contains("geheim"), "{mode}");
        let file = wrong("postgres://linju:geheim@db/linju?sslmode=require&sslrootcert=/nowhere.pem");
        assert!(file.contains("/nowhere.pem") && !file.contains("geheim"), "{file}");
        assert!(Address::read("host=/tmp dbname=linju").is_ok_and(|address| address.tls.is_none()));
    }
}
