//! The few cookies there are, read and written by hand: all are ours, none holds more than letters, digits, dots and dashes.
//!
//! | name | holds | for |
//! |---|---|---|
//! | `linju_session` | county and token | who is signed in |
//! | `linju_visit` | a random number | the key of forms before anybody is signed in |
//! | `linju_case` | a case, proved by a code | the citizen who follows it |
//! | `linju_phone` | county and token | a phone that was let in, for a year; opens nothing without its owner's PIN |
//! | `linju_video` | county, room and pass | a seat in a video room, for as long as one is open |
//! | `linju_language`, `linju_large` | `en`, `1` | how pages look |

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};

/// Who is signed in.
pub const SESSION: &str = "linju_session";
/// A visitor, before anybody is signed in.
pub const VISIT: &str = "linju_visit";
/// A citizen who follows a case.
pub const CASE: &str = "linju_case";
/// A phone that was let in.
pub const PHONE: &str = "linju_phone";
/// A seat in a video room.
pub const VIDEO: &str = "linju_video";
/// The language of pages.
pub const LANGUAGE: &str = "linju_language";
/// Large pages.
pub const LARGE: &str = "linju_large";

/// The value of a cookie of the request.
#[must_use]
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` that lasts until the browser closes; out of reach of scripts, sent to us alone. `secure` keeps it to TLS.
#[must_use]
pub fn set(name: &str, value: &str, secure: bool) -> HeaderValue {
    line(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax"), secure)
}

/// As [`set`], for a year: what should stay, and opens nothing by itself.
#[must_use]
pub fn keep(name: &str, value: &str, secure: bool) -> HeaderValue {
    line(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"), secure)
}

/// As [`set`], for so many hours: what a phone that shuts its browser should find again.
#[must_use]
pub fn keep_for(name: &str, value: &str, hours: i64, secure: bool) -> HeaderValue {
    line(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", hours * 3_600), secure)
}

/// A `Set-Cookie` that takes the cookie away.
#[must_use]
pub fn clear(name: &str, secure: bool) -> HeaderValue {
    line(&format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"), secure)
}

fn line(text: &str, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{text}{secure}")).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Bytes as small hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Reads hexadecimal digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks_exact(2).map(|pair| if let [high, low] = pair { Some(digit(high)? << 4 | digit(low)?) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; linju_visit=xyz"));
        headers.append(COOKIE, HeaderValue::from_static("linju_large=1"));
        assert_eq!(get(&headers, VISIT), Some("xyz"));
        assert_eq!(get(&headers, LARGE), Some("1"));
        assert_eq!(get(&headers, "visit"), None);
        assert_eq!(from_hex(&hex(&[0, 171, 255])), Some(vec![0, 171, 255]));
    }
}
