//! How a phone or a computer comes to trust the office's own authority (本单位证书): one page with short steps, the file, and
//! the fingerprint to compare with the sheet in the office.
//!
//! The page answers over TLS, and alone on a plain port of its own, since a device that does not trust us yet would be
//! warned away. Whoever sits on the way could hand out another file there: that is why the fingerprint is also on paper.

use crate::{
    desk::register::qr,
    error::Oops,
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};

/// The page.
pub const PAGE: &str = "/install-ca";
/// The file.
pub const FILE: &str = "/install-ca/linju-ca.crt";

/// An authority that an office made for itself.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// SHA-256 of the certificate, as devices show it: pairs of hexadecimal digits.
    pub fingerprint: String,
    /// Where the page is reached by a device that does not trust it yet.
    pub address: String,
}

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get(PAGE, Access::Public, show), RouteEntry::get(FILE, Access::Public, file)]
}

#[derive(Template)]
#[template(path = "portal/install.html")]
struct InstallPage<'a> {
    page: &'a Page,
    authority: &'a Authority,
    /// The fingerprint in lines of eight pairs.
    lines: Vec<String>,
    picture: String,
    ways: Vec<Way>,
}

/// The steps on one kind of device.
struct Way {
    key: &'static str,
    name: &'static str,
    steps: Vec<&'static str>,
}

fn way(page: &Page, key: &'static str) -> Way {
    let steps = (1..=3).map(|step| page.maybe("install", &format!("{key}-{step}")).unwrap_or_default()).collect();
    Way { key, name: page.named("install", key), steps }
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    let authority = web.settings().authority.as_ref().ok_or(Oops::NotFound)?;
    let pairs: Vec<&str> = authority.fingerprint.split(':').collect();
    let lines = pairs.chunks(8).map(|pairs| pairs.join(":")).collect();
    let picture = qr::svg(&authority.address, page.t("install-picture"));
    Ok(page.show(&InstallPage { page: &page, authority, lines, picture, ways: ["android", "ios", "windows"].map(|key| way(&page, key)).into() }))
}

async fn file(State(web): State<Web>) -> Result<Response, Oops> {
    let authority = web.settings().authority.as_ref().ok_or(Oops::NotFound)?;
    let headers = [(CONTENT_TYPE, "application/x-x509-ca-cert"), (CONTENT_DISPOSITION, "attachment; filename=\"linju-ca.crt\"")];
    Ok((headers, authority.certificate.clone()).into_response())
}
