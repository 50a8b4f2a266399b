//! Digests that carry their algorithm, and a hasher whose fields cannot run into one another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Digest as _;

use super::Suite;

/// The suite's byte and 32 bytes of digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 33]);

/// A text or byte string that is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 33 bytes, the first naming its suite")]
pub struct NotADigest;

impl Digest {
    /// Puts the suite's byte before 32 bytes of digest.
    #[must_use]
    pub fn new(suite: Suite, bytes: [u8; 32]) -> Self {
        let mut whole = [suite.byte(); 33];
        for (place, byte) in whole.iter_mut().skip(1).zip(bytes) {
            *place = byte;
        }
        Self(whole)
    }

    /// The digest before the first: 32 zero bytes. A chain begins with it.
    #[must_use]
    pub fn zero(suite: Suite) -> Self {
        Self::new(suite, [0; 32])
    }

    /// Reads the 33 bytes as stored.
    ///
    /// # Errors
    /// [`NotADigest`] when the length or the first byte is wrong.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, NotADigest> {
        let whole: [u8; 33] = bytes.try_into().map_err(|_| NotADigest)?;
        whole.first().copied().and_then(Suite::from_byte).ok_or(NotADigest)?;
        Ok(Self(whole))
    }

    /// The 33 bytes, as stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 33] {
        &self.0
    }

    /// The suite that made it.
    #[must_use]
    pub fn suite(&self) -> Suite {
        Suite::from_byte(self.0.first().copied().unwrap_or_default()).unwrap_or(Suite::Intl)
    }

    /// The first 64 bits for reading aloud and comparing by eye: `3F9A 07C2 5D18 B46E`.
    #[must_use]
    pub fn short(&self) -> String {
        let mut text = String::with_capacity(19);
        for (index, byte) in self.0.iter().skip(1).take(8).enumerate() {
            if index > 0 && index % 2 == 0 {
                text.push(' ');
            }
            push_hex(&mut text, *byte, b"0123456789ABCDEF");
        }
        text
    }
}

fn push_hex(text: &mut String, byte: u8, digits: &[u8; 16]) {
    for nibble in [byte >> 4, byte & 15] {
        text.push(digits.get(usize::from(nibble)).copied().map_or('0', char::from));
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(66);
        for byte in self.0 {
            push_hex(&mut text, byte, b"0123456789abcdef");
        }
        formatter.write_str(&text)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = from_hex(text).ok_or(NotADigest)?;
        Self::from_slice(&bytes)
    }
}

/// Reads pairs of hexadecimal digits.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match *pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect()
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The digest of these bytes and nothing else: anybody can check it with `sha256sum` or an SM3 tool.
#[must_use]
pub fn digest(suite: Suite, bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::new(suite);
    hasher.bytes(bytes);
    hasher.finish()
}

#[derive(Clone)]
enum State {
    Intl(sha2::Sha256),
    Gm(sm3::Sm3),
}

/// A digest made piece by piece.
#[derive(Clone)]
pub struct Hasher(State);

impl Hasher {
    /// A hasher that has seen nothing.
    #[must_use]
    pub fn new(suite: Suite) -> Self {
        Self(match suite {
            Suite::Intl => State::Intl(sha2::Sha256::new()),
            Suite::Gm => State::Gm(sm3::Sm3::new()),
        })
    }

    /// Adds a field with its length (eight bytes, big endian) before it, so that `ab`+`c` and `a`+`bc` differ.
    pub fn field(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes(&(bytes.len() as u64).to_be_bytes());
        self.bytes(bytes)
    }

    /// Adds bytes as they are: for the contents of a file that comes in pieces.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        match &mut self.0 {
            State::Intl(state) => state.update(bytes),
            State::Gm(state) => sm3::Digest::update(state, bytes),
        }
        self
    }

    /// The digest of all that was added.
    #[must_use]
    pub fn finish(self) -> Digest {
        match self.0 {
            State::Intl(state) => Digest::new(Suite::Intl, state.finalize().into()),
            State::Gm(state) => Digest::new(Suite::Gm, sm3::Digest::finalize(state).into()),
        }
    }
}
