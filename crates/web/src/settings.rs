//! How this installation is reached, and by whom it is proxied.

use crate::{install::Authority, tls::Tls, video::turn::Turn};
use kernel::id::TenantId;
use std::{net::IpAddr, path::PathBuf, str::FromStr, sync::Arc};

/// What the pages need to know of the installation. There are no switches for tests here.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How people reach it: `https://linju.example.gov.cn`, without a slash at the end. Printed on receipts.
    pub public_address: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Whether people reach it by TLS: cookies are then kept to it, and browsers told so.
    pub secure: bool,
    /// After so many minutes without a request a session locks; 15 by S-02.
    pub idle_minutes: i64,
    /// The counties, by code, with their names.
    pub tenants: Vec<(TenantId, String)>,
    /// Where the office's own fonts for letters lie.
    pub fonts: PathBuf,
    /// The authority that the office made for itself, when it has one.
    pub authority: Option<Authority>,
    /// By which ways messages go out; the others are not set up, and pages say so.
    pub ways: Vec<casework::notify::reach::Way>,
    /// What greets those who come by TLS, when it is spoken here.
    pub tls: Option<Arc<Tls>>,
    /// Through which relay people mediate by video; without one it is not set up, and pages say so.
    pub turn: Option<Turn>,
    /// Whether this is a demonstration: every page says so.
    pub demonstration: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_address: "http://127.0.0.1:8080".to_owned(),
            trusted_proxies: vec![],
            secure: false,
            idle_minutes: 15,
            tenants: vec![],
            fonts: PathBuf::from("fonts"),
            authority: None,
            ways: vec![],
            tls: None,
            turn: None,
            demonstration: false,
        }
    }
}

impl Settings {
    /// The name of a county.
    #[must_use]
    pub fn county(&self, tenant: TenantId) -> &str {
        self.tenants.iter().find(|(known, _)| *known == tenant).map_or("", |(_, name)| name)
    }
}

/// An address range: `10.1.0.0/16`, `127.0.0.1`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// A text that is no address range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotANetwork(String);

impl std::fmt::Display for NotANetwork {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} is no address range: write 10.1.0.0/16, or one address", self.0)
    }
}

impl std::error::Error for NotANetwork {}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotANetwork(text.to_owned());
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.trim().parse().map_err(|_| wrong()))?;
        if bits > most { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    /// Whether an address lies in the range; an IPv4 address written as IPv6 counts as what it is.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |here: u128, there: u128, width: u32| self.bits == 0 || (here ^ there) >> (width - self.bits) == 0;
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(here), IpAddr::V4(there)) => same(here.to_bits().into(), there.to_bits().into(), 32),
            (IpAddr::V6(here), IpAddr::V6(there)) => same(here.to_bits(), there.to_bits(), 128),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_their_addresses() {
        let holds = |range: &str, address: &str| range.parse::<Network>().unwrap().contains(address.parse().unwrap());
        assert!(holds("10.1.0.0/16", "10.1.200.3"));
        assert!(!holds("10.1.0.0/16", "10.2.0.1"));
        assert!(holds("127.0.0.1", "::ffff:127.0.0.1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8"));
        assert!(holds("fd00::/8", "fd12::1"));
        assert!("10.1.0.0/33".parse::<Network>().is_err());
        assert!("proxy".parse::<Network>().is_err());
    }
}
