//! What is under lock, and what has been erased for good.
//!
//! [`Sealed`] is a ciphertext as it stands in an event's payload and in the tables copied from it; the ledger's
//! chain runs over it, so that destroying the key erases the text and leaves the chain whole. [`Opened`] is what a
//! reader gets: the thing, or the knowledge that it was erased. Every page, rule and letter has a reading of both.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

/// A ciphertext made by [`crate::crypto::DataKey::seal`], as it stands in JSON: base64 without padding. It is decoded when it is
/// opened, for most of those that are read are only copied on.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

impl Sealed {
    /// A ciphertext of these bytes: algorithm, nonce, ciphertext, tag.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(STANDARD_NO_PAD.encode(bytes))
    }

    /// The bytes; empty for what was damaged, which opens with no key.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        STANDARD_NO_PAD.decode(self.0.as_bytes()).unwrap_or_default()
    }

    /// The bytes as they stand in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sealed({} bytes)", self.0.len() / 4 * 3 + self.0.len() % 4 * 3 / 4)
    }
}

/// What a reader finds behind a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened<T> {
    /// The thing itself.
    Open(T),
    /// Its key was destroyed at the person's request or at the end of its keeping; it is nowhere.
    Erased,
}

impl<T> Opened<T> {
    /// The thing, if it was not erased.
    pub fn open(self) -> Option<T> {
        match self {
            Self::Open(thing) => Some(thing),
            Self::Erased => None,
        }
    }

    /// The same reading of a borrowed thing.
    pub const fn as_ref(&self) -> Opened<&T> {
        match self {
            Self::Open(thing) => Opened::Open(thing),
            Self::Erased => Opened::Erased,
        }
    }

    /// Changes the thing and leaves an erasure an erasure.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Opened<U> {
        match self {
            Self::Open(thing) => Opened::Open(change(thing)),
            Self::Erased => Opened::Erased,
        }
    }

    /// Whether the thing was erased.
    pub const fn is_erased(&self) -> bool {
        matches!(self, Self::Erased)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ciphertext_is_unpadded_base64_in_json_and_never_printed() {
        let sealed = Sealed::new(&[1, 2, 3, 255]);
        let text = serde_json::to_string(&sealed).unwrap();
        assert_eq!(text, "\"AQID/w\"");
        assert_eq!(serde_json::from_str::<Sealed>(&text).unwrap(), sealed);
        assert_eq!(format!("{sealed:?}"), "Sealed(4 bytes)");
        assert_eq!(sealed.bytes(), [1, 2, 3, 255]);
        assert!(serde_json::from_str::<Sealed>("\"AQID/w==\"").unwrap().bytes().is_empty(), "damaged");
    }

    #[test]
    fn an_erasure_stays_an_erasure() {
        assert_eq!(Opened::Open(2).map(|n| n + 1).open(), Some(3));
        assert!(Opened::<i32>::Erased.map(|n| n + 1).is_erased());
    }
}
