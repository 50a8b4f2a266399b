//! Styles and scripts, bundled before the build and carried in the binary. Their names hold a digest of their content, so
//! a browser keeps them for ever.

use crate::{error::Oops, state::Web};
use axum::{
    extract::{Path, State},
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};
use std::{collections::HashMap, sync::LazyLock};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let manifest = ASSETS.iter().find(|(name, _)| *name == "manifest.json").map_or(b"{}".as_slice(), |(_, body)| body);
    let names: HashMap<String, String> = serde_json::from_slice(manifest).unwrap_or_default();
    names.into_iter().map(|(source, file)| (source, format!("/assets/{file}"))).collect()
});

/// The address of an asset by the name of its source: `app.css` → `/assets/app-46JUSDSZ.css`; empty when there is none.
#[must_use]
pub fn address(name: &str) -> &'static str {
    ADDRESSES.get(name).map_or("", String::as_str)
}

/// Serves an asset.
///
/// # Errors
/// [`Oops::NotFound`].
pub async fn asset(State(_web): State<Web>, Path(name): Path<String>) -> Result<Response, Oops> {
    let (_, body) = ASSETS.iter().find(|(known, _)| *known == name && name != "manifest.json").ok_or(Oops::NotFound)?;
    let kind = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    };
    Ok((
        [
            (CONTENT_TYPE, HeaderValue::from_static(kind)),
            (CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        ],
        *body,
    )
        .into_response())
}
