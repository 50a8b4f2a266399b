//! TLS 1.2 and 1.3 at the house's own door, with files that may be replaced while it stands.
//!
//! The files are looked at when somebody connects: a certificate that was renewed serves from then on, and one that cannot
//! be read, or whose key is another's, changes nothing but a line in the log.

use kernel::Moment;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use std::{
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use tokio_rustls::TlsAcceptor;
use x509_parser::prelude::FromDer as _;

/// Why the files do not serve; says which file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotServing(String);

impl std::fmt::Display for NotServing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotServing {}

/// Size, moment of change and node of both files: another of them, and they are read again.
type Stamp = [Option<(u64, i64, i64, u64)>; 2];

/// A certificate with its key, as they are on the disk now.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    seen: RwLock<Seen>,
}

struct Seen {
    stamp: Stamp,
    acceptor: TlsAcceptor,
    until: Option<Moment>,
}

/// What is needed to greet somebody, and until when it is good.
type Read = (TlsAcceptor, Option<Moment>);

impl std::fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tls").field("certificate", &self.certificate).field("key", &self.key).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads the certificate with its chain, and its key, both PEM.
    ///
    /// # Errors
    /// A file that is not there or holds something else; a key that others can read; a key that belongs to another
    /// certificate.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, NotServing> {
        let stamp = [stamp(certificate), stamp(key)];
        let (acceptor, until) = acceptor(certificate, key)?;
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), seen: RwLock::new(Seen { stamp, acceptor, until }) })
    }

    /// What greets the next connection. Files that changed are read first.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let stamp = [stamp(&self.certificate), stamp(&self.key)];
        {
            let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
            if seen.stamp == stamp {
                return seen.acceptor.clone();
            }
        }
        let read = acceptor(&self.certificate, &self.key);
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        // Told once: until one of the files changes again nothing is tried.
        seen.stamp = stamp;
        match read {
            Ok((acceptor, until)) => {
                tracing::info!("the certificate was read anew");
                (seen.acceptor, seen.until) = (acceptor, until);
            }
            Err(why) => tracing::error!(%why, "the new certificate does not serve; the old one goes on"),
        }
        seen.acceptor.clone()
    }

    /// Reads the files when they changed, without waiting for somebody to connect.
    pub fn refresh(&self) {
        drop(self.acceptor());
    }

    /// Until when the certificate that greets is good; `None` when it does not say.
    #[must_use]
    pub fn until(&self) -> Option<Moment> {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).until
    }
}

fn stamp(path: &Path) -> Option<(u64, i64, i64, u64)> {
    std::fs::metadata(path).ok().map(|file| (file.len(), file.mtime(), file.mtime_nsec(), file.ino()))
}

fn acceptor(certificate: &Path, key: &Path) -> Result<Read, NotServing> {
    let wrong = |path: &Path, why: String| NotServing(format!("{}: {why}", path.display()));
    let read = |path: &Path| std::fs::read(path).map_err(|error| wrong(path, error.to_string()));
    let chain = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| wrong(certificate, format!("is no certificate in PEM: {error}")))?;
    if chain.is_empty() {
        return Err(wrong(certificate, "holds no certificate in PEM (-----BEGIN CERTIFICATE-----)".to_owned()));
    }
    let until = chain.first().and_then(|first| {
        let (_, read) = x509_parser::certificate::X509Certificate::from_der(first).ok()?;
        Some(Moment::from_millis(read.validity().not_after.timestamp().saturating_mul(1000)))
    });
    let bytes = read(key)?;
    let secret =
        PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| wrong(key, format!("is no private key in PEM without a password: {error}")))?;
    let mode = std::fs::metadata(key).map_err(|error| wrong(key, error.to_string()))?.mode();
    if mode & 0o007 != 0 {
        return Err(wrong(key, format!("can be read by everybody: chmod o= {}", key.display())));
    }
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| NotServing(error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => NotServing(format!(
                "the key {} does not belong to the certificate {}: give the two that were made together",
                key.display(),
                certificate.display()
            )),
            error => wrong(certificate, error.to_string()),
        })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((TlsAcceptor::from(Arc::new(config)), until))
}
