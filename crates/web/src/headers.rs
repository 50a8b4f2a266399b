//! The headers of every answer.

use crate::{frame::Frame, settings::Settings};
use axum::{
    http::{
        HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::Response,
};

/// Dresses an answer: content policy with the page's nonce, no sniffing, nothing kept by browser or proxy.
///
/// `Referrer-Policy` is `same-origin`: with `no-referrer` browsers send `Origin: null` with our own forms, and who
/// sends no `Sec-Fetch-Site` could not be told from another site.
pub fn dress(response: &mut Response, frame: &Frame, settings: &Settings) {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{}' 'strict-dynamic'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; \
         media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        frame.nonce
    );
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy)
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    // The pages of a video room have their own.
    headers
        .entry(HeaderName::from_static("permissions-policy"))
        .or_insert(HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if settings.secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if let Some(visit) = &frame.new_visit {
        headers.append(SET_COOKIE, crate::cookie::set(crate::cookie::VISIT, visit, settings.secure));
    }
}

/// What the browser does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Looked at in the browser: pictures, PDF.
    Here,
    /// Saved first.
    Saved,
}

/// Dresses a file that somebody handed in: the browser shows or saves it, and nothing in it runs. `name` is its name
/// for saving.
pub fn dress_file(response: &mut Response, media_type: &str, name: &str, shown: Shown) {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(media_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    let encoded: String = name
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-' { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let disposition = format!("{}; filename*=UTF-8''{encoded}", if shown == Shown::Here { "inline" } else { "attachment" });
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    // A sandbox would keep the browser's own PDF viewer from showing it; scripts are forbidden either way.
    let policy = if media_type == "application/pdf" {
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    } else {
        "default-src 'none'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'"
    };
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}

/// Carries cookies over from one answer to the one that takes its place.
pub(crate) fn copy_cookies(from: &Response, to: &mut Response) {
    for cookie in from.headers().get_all(SET_COOKIE) {
        to.headers_mut().append(SET_COOKIE, cookie.clone());
    }
}
