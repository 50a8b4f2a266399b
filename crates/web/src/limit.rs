//! Who asks too often is answered more slowly. Nobody is refused: a complaint that came in a rush is a complaint.
//!
//! Counted by address for whoever is not signed in (an office shares one address, and its clerks are known anyway), by
//! name for tries to sign in, by the first four symbols for tries of a citizen's code. The wait grows with the debt up to a
//! few seconds; then the request is served.

use crate::settings::Settings;
use axum::http::HeaderMap;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DashMapStateStore,
};
use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

const LONGEST_WAIT: Duration = Duration::from_secs(4);
const LONGEST_TRY_WAIT: Duration = Duration::from_secs(8);
/// After so many questions those who have not asked lately are forgotten.
const FORGET_EVERY: u64 = 20_000;

/// What slows down those who ask too often.
pub struct Limits {
    pages: Slow<IpAddr>,
    tries: Slow<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pages: Slow::new(per_second(8, 40), LONGEST_WAIT), tries: Slow::new(per_second(1, 6), LONGEST_TRY_WAIT) }
    }
}

impl Limits {
    /// Waits for as long as this address has asked too often.
    pub async fn page(&self, address: IpAddr) {
        self.pages.wait(&near(address)).await;
    }

    /// Waits for as long as this name or code has been tried too often.
    pub async fn attempt(&self, what: &str) {
        self.tries.wait(&what.to_lowercase()).await;
    }
}

struct Slow<K: Clone + Eq + std::hash::Hash> {
    limiter: RateLimiter<K, DashMapStateStore<K>, DefaultClock>,
    longest: Duration,
    asked: AtomicU64,
}

impl<K: Clone + Eq + std::hash::Hash> Slow<K> {
    fn new(quota: Quota, longest: Duration) -> Self {
        Self { limiter: RateLimiter::dashmap(quota), longest, asked: AtomicU64::new(0) }
    }

    async fn wait(&self, key: &K) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let mut left = self.longest;
        while let Err(not_yet) = self.limiter.check_key(key) {
            let wait = not_yet.wait_time_from(DefaultClock::default().now()).min(left);
            if wait.is_zero() {
                return;
            }
            tokio::time::sleep(wait).await;
            left = left.saturating_sub(wait);
        }
    }
}

fn per_second(rate: u32, burst: u32) -> Quota {
    let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(at_least_one(rate)).allow_burst(at_least_one(burst))
}

/// An address as it is counted: one household, one office. IPv6 hands a household 2^64 addresses.
fn near(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        known => known,
    }
}

/// Whose request it is: the peer, or, behind trusted proxies, the nearest address in `X-Forwarded-For` that is none of them.
#[must_use]
pub fn client(peer: IpAddr, headers: &HeaderMap, settings: &Settings) -> IpAddr {
    let is_trusted = |address: IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let named: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(',')).collect();
    let mut nearest = peer;
    for text in named.into_iter().rev() {
        let Ok(address) = text.trim().parse::<IpAddr>() else { break };
        nearest = address;
        if !is_trusted(address) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client_of(peer: &str, forwarded: &'static str) -> String {
        let settings = Settings { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..Settings::default() };
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
        client(peer.parse().unwrap(), &headers, &settings).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_may_name_another() {
        assert_eq!(client_of("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(client_of("10.0.0.2", "198.51.100.1"), "198.51.100.1");
        assert_eq!(client_of("10.0.0.2", "1.2.3.4, 198.51.100.1, 10.0.0.9"), "198.51.100.1");
        assert_eq!(client_of("10.0.0.2", "nonsense"), "10.0.0.2");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rush_is_slowed_and_served() {
        let limits = Limits::default();
        let begun = tokio::time::Instant::now();
        for _ in 0..7 {
            limits.attempt("Lang").await;
        }
        assert!(begun.elapsed() >= Duration::from_millis(900), "{:?}", begun.elapsed());
        assert!(begun.elapsed() <= Duration::from_secs(9));
    }

    #[test]
    fn a_household_counts_once() {
        let one: IpAddr = "2001:db8:1:2:3::4".parse().unwrap();
        let two: IpAddr = "2001:db8:1:2:ffff::1".parse().unwrap();
        assert_eq!(near(one), near(two));
        assert_eq!(near("::ffff:10.0.0.1".parse().unwrap()).to_string(), "10.0.0.1");
    }
}
