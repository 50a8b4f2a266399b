//! The office's own authority (本单位证书) and the certificate that it gives its server: `linju doctor --make-ca`.
//!
//! ```text
//! linju-data/tls/
//!   authority.key   0600; in no backup; who has it can pass for any site on devices that trust the authority
//!   authority.pem   ten years; what devices are brought to trust
//!   server.key      0600
//!   server.pem      397 days, with the authority's certificate behind it; the same command renews it
//! ```
//!
//! The authority can sign servers and nothing below it (path length 0), and only for the names and addresses that were given
//! when it was made (name constraints, RFC 5280 4.2.1.10): who steals its key can pass for this server, and not for a bank.
//! Devices that pass over constraints of a root they were told to trust do not keep to it. Its key is never shown, sent or
//! copied.

use crate::oops::{Oops, at};
use kernel::{Moment, crypto};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, date_time_ymd,
};
use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::Write as _,
    net::IpAddr,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};
use web::install::Authority;
use x509_parser::{extensions::GeneralName, prelude::FromDer as _};

/// How long an authority is trusted, in years.
const AUTHORITY_YEARS: i32 = 10;
/// How long a server's certificate is good, in days: browsers take no more than 398.
const SERVER_DAYS: i64 = 397;
/// So many days before its end a certificate is called for renewal.
pub const RENEW_DAYS: i64 = web::RENEW_DAYS;

/// Where the folder's certificate lies, and its key.
#[must_use]
pub fn server(folder: &Path) -> (PathBuf, PathBuf) {
    (folder.join("tls/server.pem"), folder.join("tls/server.key"))
}

/// What was made.
#[derive(Debug, serde::Serialize)]
pub struct Made {
    /// The authority's certificate.
    pub authority: PathBuf,
    /// SHA-256 of it, as devices show it.
    pub fingerprint: String,
    /// Whether the authority was there before.
    pub kept: bool,
    /// The server's certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The last day on which it is good.
    pub until: String,
}

/// Makes an authority when there is none, and a new certificate for these names and addresses.
///
/// # Errors
/// What is no name; an authority without its key; what the system says.
pub fn make(folder: &Path, names: &[String], now: Moment) -> Result<Made, Oops> {
    let tls = folder.join("tls");
    DirBuilder::new().recursive(true).mode(0o700).create(&tls).map_err(at(&tls))?;
    let (path, key_path) = (tls.join("authority.pem"), tls.join("authority.key"));
    let kept = path.exists() || key_path.exists();
    if !kept {
        let key = KeyPair::generate().map_err(failed)?;
        let certificate = authority_params(names, now)?.self_signed(&key).map_err(failed)?;
        write(&key_path, &key.serialize_pem(), 0o600)?;
        write(&path, &certificate.pem(), 0o644)?;
    }
    let text = |path: &Path| std::fs::read_to_string(path).map_err(at(path));
    let (authority_pem, key_pem) = (text(&path)?, text(&key_path)?);
    refuse_foreign(authority_pem.as_bytes(), names, &path)?;
    let key = KeyPair::from_pem(&key_pem).map_err(|error| Oops::wrong(format!("{}: {error}", key_path.display())))?;
    let issuer = Issuer::from_ca_cert_pem(&authority_pem, key).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))?;
    let server_key = KeyPair::generate().map_err(failed)?;
    let params = server_params(names, now)?;
    let certificate = params.signed_by(&server_key, &issuer).map_err(failed)?;
    let (certificate_path, server_key_path) = server(folder);
    // The key first: until both are there the serving process goes on with the old pair.
    write(&server_key_path, &server_key.serialize_pem(), 0o600)?;
    write(&certificate_path, &format!("{}{authority_pem}", certificate.pem()), 0o644)?;
    let read = authority(folder, String::new())?.ok_or_else(|| Oops::wrong(format!("{} is not there", path.display())))?;
    Ok(Made {
        authority: path,
        fingerprint: read.fingerprint,
        kept,
        certificate: certificate_path,
        key: server_key_path,
        until: now.local_day().plus_days(SERVER_DAYS).to_string(),
    })
}

fn failed(error: rcgen::Error) -> Oops {
    Oops::wrong(format!("the certificate could not be made: {error}"))
}

/// The name that devices show; the number at its end keeps two authorities of one county apart.
fn authority_params(names: &[String], now: Moment) -> Result<CertificateParams, Oops> {
    let mut params = CertificateParams::new(vec![]).map_err(failed)?;
    let day = now.local_day();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("邻聚 Linju {day}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(constraints(names));
    params.not_before = date_time_ymd(day.plus_days(-1).year(), day.plus_days(-1).month(), day.plus_days(-1).day_of_month());
    // The first of the month: every month has one.
    params.not_after = date_time_ymd(day.year() + AUTHORITY_YEARS, day.month(), 1);
    Ok(params)
}

/// These names and addresses and no others. A kind of name that is not among them is forbidden whole: what is not spoken of
/// would be allowed.
fn constraints(names: &[String]) -> NameConstraints {
    let (mut permitted, mut excluded) = (vec![], vec![]);
    for name in names {
        permitted.push(match name.parse() {
            Ok(IpAddr::V4(address)) => GeneralSubtree::IpAddress(CidrSubnet::V4(address.octets(), [255; 4])),
            Ok(IpAddr::V6(address)) => GeneralSubtree::IpAddress(CidrSubnet::V6(address.octets(), [255; 16])),
            Err(_) => GeneralSubtree::DnsName(name.clone()),
        });
    }
    if !permitted.iter().any(|one| matches!(one, GeneralSubtree::DnsName(_))) {
        excluded.push(GeneralSubtree::DnsName(String::new()));
    }
    if !permitted.iter().any(|one| matches!(one, GeneralSubtree::IpAddress(CidrSubnet::V4(..)))) {
        excluded.push(GeneralSubtree::IpAddress(CidrSubnet::V4([0; 4], [0; 4])));
    }
    if !permitted.iter().any(|one| matches!(one, GeneralSubtree::IpAddress(CidrSubnet::V6(..)))) {
        excluded.push(GeneralSubtree::IpAddress(CidrSubnet::V6([0; 16], [0; 16])));
    }
    excluded.push(GeneralSubtree::Rfc822Name(String::new()));
    NameConstraints { permitted_subtrees: permitted, excluded_subtrees: excluded }
}

/// That an authority that was made before may sign for these names too; one without constraints may sign for any.
fn refuse_foreign(authority: &[u8], names: &[String], path: &Path) -> Result<(), Oops> {
    let wrong = |error: &dyn std::fmt::Display| Oops::wrong(format!("{}: {error}", path.display()));
    let (_, pem) = x509_parser::pem::parse_x509_pem(authority).map_err(|error| wrong(&error))?;
    let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(&pem.contents).map_err(|error| wrong(&error))?;
    let Some(constraints) = certificate.name_constraints().map_err(|error| wrong(&error))? else { return Ok(()) };
    let permitted: Vec<&GeneralName<'_>> = constraints.value.permitted_subtrees.iter().flatten().map(|subtree| &subtree.base).collect();
    let may = |wanted: &str| {
        permitted.iter().any(|one| match (one, wanted.parse::<IpAddr>()) {
            (GeneralName::DNSName(zone), Err(_)) => wanted == *zone || wanted.strip_suffix(zone).is_some_and(|before| before.ends_with('.')),
            (GeneralName::IPAddress(bytes), Ok(IpAddr::V4(address))) => bytes.get(..4) == Some(&address.octets()) && bytes.len() == 8,
            (GeneralName::IPAddress(bytes), Ok(IpAddr::V6(address))) => bytes.get(..16) == Some(&address.octets()) && bytes.len() == 32,
            _ => false,
        })
    };
    match names.iter().find(|wanted| !may(wanted)) {
        None => Ok(()),
        Some(foreign) => Err(Oops::wrong(format!(
            "the authority {} may sign for the names that it was made for, and {foreign} is none of them: move {} away, make a new authority with all the names, and install it on the devices anew",
            path.display(),
            path.parent().unwrap_or(path).display()
        ))),
    }
}

fn server_params(names: &[String], now: Moment) -> Result<CertificateParams, Oops> {
    let mut params = CertificateParams::new(names.to_vec()).map_err(|error| Oops::usage(format!("--name {}: {error}", names.join(" "))))?;
    let (from, until) = (now.local_day().plus_days(-1), now.local_day().plus_days(SERVER_DAYS));
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, names.first().cloned().unwrap_or_default());
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.not_before = date_time_ymd(from.year(), from.month(), from.day_of_month());
    params.not_after = date_time_ymd(until.year(), until.month(), until.day_of_month());
    Ok(params)
}

/// Writes beside and renames: whoever reads meanwhile finds the old file or the new one, whole.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), Oops> {
    let beside = path.with_extension("new");
    // What an interrupted run left would keep its own mode.
    let _not_there = std::fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside).map_err(at(&beside))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(at(&beside))?;
    std::fs::rename(&beside, path).map_err(at(path))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder).and_then(|open| open.sync_all()).map_err(at(folder))
}

/// The folder's authority, as its page shows it; `None` when it has none.
///
/// # Errors
/// A file that cannot be read.
pub fn authority(folder: &Path, address: String) -> Result<Option<Authority>, Oops> {
    let path = folder.join("tls/authority.pem");
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(&path)(error)),
    };
    let (_, pem) = x509_parser::pem::parse_x509_pem(&text).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))?;
    let digest = crypto::digest(crypto::Suite::Intl, &pem.contents);
    // The digest's first byte names the suite: devices know nothing of it.
    let pairs: Vec<String> = digest.as_bytes().iter().skip(1).map(|byte| format!("{byte:02X}")).collect();
    Ok(Some(Authority { certificate: pem.contents, fingerprint: pairs.join(":"), address }))
}

/// What a certificate says of itself.
#[derive(Debug)]
pub struct Told {
    /// The last moment at which it is good.
    pub until: Moment,
    /// The names and addresses that it is for.
    pub names: Vec<String>,
}

/// Reads the first certificate of a file.
///
/// # Errors
/// That it cannot be read.
pub fn read(path: &Path) -> Result<Told, Oops> {
    let wrong = |error: &dyn std::fmt::Display| Oops::wrong(format!("{}: {error}", path.display()));
    let text = std::fs::read(path).map_err(at(path))?;
    let (_, pem) = x509_parser::pem::parse_x509_pem(&text).map_err(|error| wrong(&error))?;
    let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(&pem.contents).map_err(|error| wrong(&error))?;
    let names = certificate.subject_alternative_name().ok().flatten().map(|names| names.value.general_names.iter().filter_map(name).collect());
    Ok(Told { until: Moment::from_millis(certificate.validity().not_after.timestamp().saturating_mul(1000)), names: names.unwrap_or_default() })
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(four) => Some(std::net::Ipv4Addr::from(four).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes).ok().map(|sixteen| std::net::Ipv6Addr::from(sixteen).to_string()),
        },
        _ => None,
    }
}
