//! TLS towards gateways: their certificate is checked by name, against the machine's authorities or a file's.

use crate::oops::{Oops, at};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use std::{net::IpAddr, path::Path, sync::Arc};

/// Whether a name is this machine itself: in clear nobody else hears it.
pub fn is_this_machine(name: &str) -> bool {
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whom to trust.
///
/// # Errors
/// Authorities that cannot be read.
pub fn client(authorities: Option<&Path>) -> Result<Arc<ClientConfig>, Oops> {
    let mut roots = RootCertStore::empty();
    match authorities {
        Some(path) => {
            let text = std::fs::read(path).map_err(at(path))?;
            let wrong = |why: String| Oops::wrong(format!("{}: {why}", path.display()));
            for certificate in CertificateDer::pem_slice_iter(&text) {
                roots.add(certificate.map_err(|error| wrong(error.to_string()))?).map_err(|error| wrong(error.to_string()))?;
            }
        }
        // What cannot be read of the machine's own store is passed over: fewer are trusted.
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    if roots.is_empty() {
        return Err(Oops::wrong("no authority is trusted: apt-get install ca-certificates, or name a file of authorities in PEM"));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Oops::wrong(error.to_string()))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}
