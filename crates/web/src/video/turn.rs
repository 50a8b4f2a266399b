//! The relay (coturn) through which all media go, and the short-lived names with which browsers use it.
//!
//! coturn's `use-auth-secret`: the name is `<end, in seconds>:<chance>`, the password the base64 of HMAC-SHA-1 over the name under a
//! secret that coturn and we share. Nothing in the name tells who it is for.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Clock, Random};
use serde::Serialize;
use sha1::Sha1;
use std::sync::Arc;

/// For so many minutes a name lets a browser begin; what has begun goes on.
const GOOD_MINUTES: i64 = 10;
/// The shortest secret, in bytes.
pub const SHORTEST_SECRET: usize = 16;

/// A relay that is set up.
#[derive(Clone)]
pub struct Turn {
    urls: Vec<String>,
    secret: Vec<u8>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Turn").field("urls", &self.urls).finish_non_exhaustive()
    }
}

/// What a browser is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Ice {
    urls: Vec<String>,
    username: String,
    credential: String,
}

impl Turn {
    /// A relay at these addresses, `turn:host:port?transport=udp` or `turns:…`, with the secret that it was given, and the clock that it
    /// goes by: the machine's, also where a demonstration has a day of its own. `None` when one is no such address, there is none, or the
    /// secret is shorter than [`SHORTEST_SECRET`].
    #[must_use]
    pub fn new(urls: Vec<String>, secret: Vec<u8>, clock: Arc<dyn Clock>) -> Option<Self> {
        let is_turn = |url: &String| url.starts_with("turn:") || url.starts_with("turns:");
        (!urls.is_empty() && urls.iter().all(is_turn) && secret.len() >= SHORTEST_SECRET).then_some(Self { urls, secret, clock })
    }

    /// Where it is.
    #[must_use]
    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    pub(super) fn ice(&self, random: &dyn Random) -> Ice {
        let username = format!("{}:{:016x}", self.clock.now().plus_minutes(GOOD_MINUTES).millis() / 1_000, random.u64());
        let credential = password(&self.secret, &username);
        Ice { urls: self.urls.clone(), username, credential }
    }
}

fn password(secret: &[u8], username: &str) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(username.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Moment, SeededRandom, SetClock};

    fn turn(urls: &[&str], secret: &[u8]) -> Option<Turn> {
        let clock = Arc::new(SetClock::new(Moment::from_millis(1_761_000_000_000)));
        Turn::new(urls.iter().map(|url| (*url).to_owned()).collect(), secret.to_vec(), clock)
    }

    #[test]
    fn c48_the_password_is_the_one_that_coturn_computes() {
        // printf %s NAME | openssl dgst -sha1 -hmac SECRET -binary | base64
        assert_eq!(password(b"north", "1433895918:ninefingers"), "jy8hTxmOO7UtEKXqSkSlvakPVYA=");
    }

    #[test]
    fn c48_a_name_is_short_lived_and_tells_nobody() {
        let turn = turn(&["turn:turn.example.gov.cn:3478"], b"0123456789abcdef").unwrap();
        let ice = turn.ice(&SeededRandom::new(1));
        let (end, chance) = ice.username.split_once(':').unwrap();
        assert_eq!(end, "1761000600");
        assert_eq!(chance.len(), 16);
        assert!(!format!("{turn:?}").contains("0123"));
    }

    #[test]
    fn a_relay_needs_addresses_and_a_secret() {
        let make = |url: &str, secret: &[u8]| turn(&[url], secret).is_some();
        assert!(make("turns:turn.example.gov.cn:5349?transport=tcp", &[7; 16]));
        assert!(!make("stun:turn.example.gov.cn:3478", &[7; 16]), "a server that only tells addresses");
        assert!(!make("turn:turn.example.gov.cn:3478", &[7; 15]));
        assert!(turn(&[], &[7; 16]).is_none());
    }
}
