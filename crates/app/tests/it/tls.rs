//! TLS at the house's own door: the authority that an office makes for itself, what is refused, and what is renewed.

use crate::program::{Place, Standing};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
    version::{TLS12, TLS13},
};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    sync::Arc,
};
use tempfile::TempDir;

/// A county with an authority and a certificate for this machine.
fn county() -> (TempDir, Place, serde_json::Value) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    place.run(&["init", "--county", "330122"]).ended(0);
    let made = renew(&place);
    (folder, place, made)
}

fn renew(place: &Place) -> serde_json::Value {
    place.run(&["doctor", "--make-ca", "--name", "localhost", "--name", "127.0.0.1", "--json"]).ended(0).json()
}

fn serve(place: &Place, more: &[&str]) -> Standing {
    let (certificate, key) = (place.folder.join("tls/server.pem"), place.folder.join("tls/server.key"));
    let mut arguments = vec!["serve", "--port", "0", "--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    arguments.extend(more);
    place.stand(&arguments)
}

/// What a browser that trusts `authority` gets, and the certificate that it was shown.
fn get(url: &str, path: &str, authority: &Path, version: &'static SupportedProtocolVersion) -> Result<(String, Vec<u8>), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority).unwrap() {
        roots.add(certificate.unwrap()).unwrap();
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let address = url.strip_prefix("https://").unwrap();
    let connection = ClientConnection::new(Arc::new(config), ServerName::try_from("127.0.0.1").unwrap()).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").map_err(|error| said(&error))?;
    let mut answer = vec![];
    stream.read_to_end(&mut answer).map_err(|error| said(&error))?;
    let shown = stream.conn.peer_certificates().unwrap()[0].to_vec();
    Ok((String::from_utf8_lossy(&answer).into_owned(), shown))
}

/// What is answered to whoever speaks in clear.
fn in_clear(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn an_office_makes_an_authority_and_serves_by_tls() {
    let (folder, place, made) = county();
    assert_eq!(made["kept"], false);
    for (name, mode) in [("authority.key", 0o600), ("server.key", 0o600)] {
        assert_eq!(fs::metadata(place.folder.join("tls").join(name)).unwrap().permissions().mode() & 0o777, mode, "{name}");
    }
    let authority = place.folder.join("tls/authority.pem");
    let standing = serve(&place, &["--install-listen", "127.0.0.1:0"]);
    assert!(standing.url.starts_with("https://127.0.0.1:"), "{}", standing.url);
    for version in [&TLS12, &TLS13] {
        let (page, _) = get(&standing.url, "/sign-in", &authority, version).unwrap();
        assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
        assert!(page.contains("strict-transport-security: max-age=31536000"), "{page}");
        let cookies: Vec<&str> = page.lines().filter(|line| line.starts_with("set-cookie:")).collect();
        assert!(!cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains("Secure")), "{cookies:?}");
    }

    // Whoever watches the machine learns until when that is good.
    let (health, _) = get(&standing.url, "/health", &authority, &TLS13).unwrap();
    let until = made["until"].as_str().unwrap();
    assert!(health.contains(&format!("ok\ncertificate until {until}, ")) && !health.contains("renew it"), "{health}");

    // The page shows the same fingerprint as the command, and the file is the authority's certificate.
    let fingerprint = made["fingerprint"].as_str().unwrap();
    let (page, _) = get(&standing.url, "/install-ca", &authority, &TLS13).unwrap();
    assert_eq!(fingerprint.len(), 95);
    assert!(page.contains(&fingerprint[..23]) && page.contains(&fingerprint[72..]) && page.contains("<svg class=\"qr\""), "{page}");
    let install = standing.said.lines().find_map(|line| line.strip_prefix("install http://")).unwrap();
    let (beside, _) = install.split_once('/').unwrap();
    assert!(in_clear(beside, "/install-ca").contains(&fingerprint[..23]));
    assert!(in_clear(beside, "/install-ca/linju-ca.crt").contains("application/x-x509-ca-cert"));
    // That port has nothing else.
    let other = in_clear(beside, "/sign-in");
    assert!(other.starts_with("HTTP/1.1 303") && other.contains("location: /install-ca"), "{other}");

    // In clear nothing is served where TLS is spoken.
    let refused = in_clear(standing.url.strip_prefix("https://").unwrap(), "/sign-in");
    assert!(refused.starts_with("HTTP/1.1 400") && refused.contains("https://") && !refused.contains("<form"), "{refused}");

    // Its key is in no backup.
    let backup = folder.path().join("backup");
    place.run(&["backup", backup.to_str().unwrap()]).ended(0);
    assert!(!backup.join("tls").exists());
    let mut names: Vec<_> = fs::read_dir(&backup).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["erasures.jsonl", "files", "manifest.json", "tables"]);
    assert_eq!(standing.end(), 0);
}

#[test]
fn a_stranger_authority_is_not_trusted() {
    let (_folder, place, _) = county();
    let (_other_folder, other, _) = county();
    let standing = serve(&place, &[]);
    let refused = get(&standing.url, "/sign-in", &other.folder.join("tls/authority.pem"), &TLS13).unwrap_err();
    assert!(refused.contains("UnknownIssuer") || refused.contains("BadSignature"), "{refused}");
    assert_eq!(standing.end(), 0);
}

#[test]
fn a_renewed_certificate_serves_the_next_connection_and_a_broken_one_changes_nothing() {
    let (_folder, place, first) = county();
    let authority = place.folder.join("tls/authority.pem");
    let standing = serve(&place, &[]);
    let shown = || get(&standing.url, "/health", &authority, &TLS13).unwrap().1;
    let before = shown();
    let again = renew(&place);
    assert_eq!((&again["kept"], &again["fingerprint"]), (&true.into(), &first["fingerprint"]), "the same authority");
    let after = shown();
    assert_ne!(before, after);
    // Half of another pair: whoever comes is greeted with the old one.
    fs::write(place.folder.join("tls/server.key"), "nonsense").unwrap();
    assert_eq!(shown(), after);
    assert_eq!(standing.end(), 0);
}

#[test]
fn files_that_do_not_belong_together_are_refused_at_the_start() {
    let (_folder, place, _) = county();
    let (_other_folder, other, _) = county();
    let certificate = place.folder.join("tls/server.pem");
    let start =
        |key: &Path| place.run(&["serve", "--port", "0", "--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()]).ended(1);
    start(&other.folder.join("tls/server.key")).said("does not belong to the certificate");
    start(&place.folder.join("nowhere.key")).said("nowhere.key");
    start(&certificate).said("is no private key in PEM");
    let key = place.folder.join("tls/server.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    start(&key).said("can be read by everybody");
    place.run(&["serve", "--port", "0", "--tls-cert", certificate.to_str().unwrap()]).ended(2);
}

#[test]
fn in_clear_nobody_but_this_machine_is_served() {
    let (_folder, place, _) = county();
    place.run(&["serve", "--listen", "0.0.0.0:0"]).ended(1).said("without TLS").said("--make-ca").said("trusted_proxies");
    let toml = place.folder.join("linju.toml");
    let text = fs::read_to_string(&toml).unwrap();
    let with = |line: &str| fs::write(&toml, text.replacen("[server]\n", &format!("[server]\n{line}\n"), 1)).unwrap();
    // Behind a proxy that speaks TLS it is allowed.
    with("trusted_proxies = [\"127.0.0.1\"]");
    assert_eq!(place.stand(&["serve", "--listen", "0.0.0.0:0"]).end(), 0);
    // And with the files named in the configuration, from the data folder on.
    with("tls_cert = \"tls/server.pem\"\ntls_key = \"tls/server.key\"");
    let standing = place.stand(&["serve", "--listen", "0.0.0.0:0"]);
    assert!(get(&standing.url, "/health", &place.folder.join("tls/authority.pem"), &TLS13).unwrap().0.contains("\r\n\r\nok\n"));
    assert_eq!(standing.end(), 0);
    let doctor = place.run(&["doctor"]).ended(0);
    assert!(doctor.out.contains("certificate: ") && doctor.out.contains("for localhost, 127.0.0.1"), "{doctor:?}");
    with("tls_cert = \"tls/server.pem\"");
    place.run(&["serve"]).ended(1).said("belong together");
    with("public_address = \"http://linju.example\"\ntls_cert = \"tls/server.pem\"\ntls_key = \"tls/server.key\"");
    place.run(&["serve", "--port", "0"]).ended(1).said("write https://");
    // Where there is no authority there is no page of it.
    fs::write(&toml, &text).unwrap();
    fs::remove_dir_all(place.folder.join("tls")).unwrap();
    let standing = place.stand(&["serve", "--port", "0"]);
    assert!(in_clear(standing.url.strip_prefix("http://").unwrap(), "/install-ca").starts_with("HTTP/1.1 404"));
    assert_eq!(standing.end(), 0);
}

/// Signs for these names with an authority's key, as a thief of it would.
fn forge(place: &Place, names: &[&str], into: &Path) {
    let text = |name: &str| fs::read_to_string(place.folder.join("tls").join(name)).unwrap();
    let issuer = rcgen::Issuer::from_ca_cert_pem(&text("authority.pem"), rcgen::KeyPair::from_pem(&text("authority.key")).unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap();
    fs::write(into.join("forged.pem"), params.signed_by(&key, &issuer).unwrap().pem()).unwrap();
    let path = into.join("forged.key");
    fs::write(&path, key.serialize_pem()).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn the_authority_signs_for_its_own_names_and_a_stolen_key_opens_no_other_door() {
    let (folder, place, _) = county();
    // Renewing for fewer names, or for one below, is within its bounds; another name and another address are not.
    place.run(&["doctor", "--make-ca", "--name", "127.0.0.1", "--name", "desk.localhost"]).ended(0);
    for foreign in ["bank.example", "127.0.0.2", "notlocalhost", "::1"] {
        place.run(&["doctor", "--make-ca", "--name", "127.0.0.1", "--name", foreign]).ended(1).said("may sign for the names").said(foreign);
    }
    let serve = |names: &[&str]| {
        forge(&place, names, folder.path());
        let (certificate, key) = (folder.path().join("forged.pem"), folder.path().join("forged.key"));
        place.stand(&["serve", "--port", "0", "--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()])
    };
    let authority = place.folder.join("tls/authority.pem");
    let standing = serve(&["127.0.0.1", "localhost"]);
    assert!(get(&standing.url, "/health", &authority, &TLS13).is_ok());
    assert_eq!(standing.end(), 0);
    for foreign in ["bank.example", "10.0.0.1", "::1"] {
        let standing = serve(&["127.0.0.1", foreign]);
        let refused = get(&standing.url, "/health", &authority, &TLS13).unwrap_err();
        assert!(refused.contains("NameConstraintViolation"), "{foreign}: {refused}");
        assert_eq!(standing.end(), 0);
    }
}
