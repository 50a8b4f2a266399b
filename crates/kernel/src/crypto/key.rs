//! The installation's key and the keys under it.

use std::fmt;
use std::sync::OnceLock;

use aes_gcm::aead::{AeadInOut, KeyInit, Nonce};
use aes_gcm::{Aes256Gcm, AesGcm};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use sm3::Sm3;
use sm4::Sm4;
use zeroize::Zeroizing;

use super::digest::from_hex;
use super::{CryptoError, Suite};
use crate::random::Random;

type Sm4Gcm = AesGcm<Sm4, aes_gcm::aes::cipher::consts::U12>;

const NONCE: usize = 12;
const TAG: usize = 16;

/// A key for the fields of one person in one case, or of one narrative. 32 bytes; SM4 uses the first 16.
///
/// Prepares its cipher at first use and keeps it: open many fields with one `DataKey`. Wiped when dropped.
pub struct DataKey {
    bytes: Zeroizing<[u8; 32]>,
    intl: OnceLock<Box<Aes256Gcm>>,
    gm: OnceLock<Box<Sm4Gcm>>,
}

impl DataKey {
    /// A fresh key.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut_slice());
        Self::from_zeroizing(bytes)
    }

    fn from_zeroizing(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self { bytes, intl: OnceLock::new(), gm: OnceLock::new() }
    }

    fn intl(&self) -> &Aes256Gcm {
        self.intl.get_or_init(|| Box::new(Aes256Gcm::new((&*self.bytes).into())))
    }

    fn gm(&self) -> &Sm4Gcm {
        self.gm.get_or_init(|| {
            let mut half = Zeroizing::new([0; 16]);
            for (place, byte) in half.iter_mut().zip(self.bytes.iter()) {
                *place = *byte;
            }
            Box::new(Sm4Gcm::new((&*half).into()))
        })
    }

    /// Seals `plain` for the place that `aad` names, under a fresh random nonce.
    ///
    /// Returns the suite's byte, the 12-byte nonce, the ciphertext and its 16-byte tag: 29 bytes more than `plain`.
    #[must_use]
    pub fn seal(&self, suite: Suite, random: &dyn Random, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce);
        self.seal_with(suite, nonce, aad, plain)
    }

    pub(super) fn seal_with(&self, suite: Suite, nonce: [u8; NONCE], aad: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(1 + NONCE + plain.len() + TAG);
        sealed.push(suite.byte());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let text = sealed.get_mut(1 + NONCE..).unwrap_or_default();
        let tag = match suite {
            Suite::Intl => self.intl().encrypt_inout_detached(&Nonce::<Aes256Gcm>::from(nonce), aad, text.into()),
            Suite::Gm => self.gm().encrypt_inout_detached(&Nonce::<Sm4Gcm>::from(nonce), aad, text.into()),
        };
        match tag {
            Ok(tag) => sealed.extend_from_slice(&tag),
            Err(_) => unreachable!("a field of 64 gib: callers seal files in chunks of 4 mib"),
        }
        sealed
    }

    /// Opens what [`DataKey::seal`] made with this key for this `aad`, in either suite.
    ///
    /// # Errors
    /// [`CryptoError::NotSealed`] for bytes that are no ciphertext; [`CryptoError::DoesNotOpen`] for another key,
    /// another place, or changed bytes.
    pub fn open(&self, aad: &[u8], sealed: impl Into<Vec<u8>>) -> Result<Vec<u8>, CryptoError> {
        let mut sealed = sealed.into();
        let (&mut algorithm, rest) = sealed.split_first_mut().ok_or(CryptoError::NotSealed)?;
        let suite = Suite::from_byte(algorithm).ok_or(CryptoError::NotSealed)?;
        let (nonce, rest) = rest.split_first_chunk_mut::<NONCE>().ok_or(CryptoError::NotSealed)?;
        let (text, tag) = rest.split_last_chunk_mut::<TAG>().ok_or(CryptoError::NotSealed)?;
        let (nonce, tag) = (&*nonce, &*tag);
        match suite {
            Suite::Intl => self.intl().decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into()),
            Suite::Gm => self.gm().decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into()),
        }
        .map_err(|_| CryptoError::DoesNotOpen)?;
        // Opened where it stood.
        sealed.truncate(sealed.len() - TAG);
        sealed.drain(..=NONCE);
        Ok(sealed)
    }
}

impl Clone for DataKey {
    fn clone(&self) -> Self {
        Self::from_zeroizing(self.bytes.clone())
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DataKey")
    }
}

/// The installation's key, from a file that is kept apart from the database and its backups.
///
/// Holds only the keys derived from it, each `HMAC(master, purpose)` under the installation's suite, save the two
/// wrapping keys, one for each suite, so that a key wrapped before a change of suite still unwraps.
pub struct MasterKey {
    suite: Suite,
    wrap_intl: DataKey,
    wrap_gm: DataKey,
    derived: Derived,
}

struct Derived {
    nonce: Keyed,
    blind: Keyed,
    code: Keyed,
    form: Keyed,
}

/// A keyed digest that has its key in it already: each code begins with a copy. Wiped when dropped.
enum Keyed {
    Intl(Box<Hmac<Sha256>>),
    Gm(Box<Hmac<Sm3>>),
}

impl Keyed {
    fn new(suite: Suite, key: &[u8; 32]) -> Self {
        let mut block = Zeroizing::new([0; 64]);
        for (place, byte) in block.iter_mut().zip(key) {
            *place = *byte;
        }
        // HMAC pads a key with zero bytes to one block of 64, so the padded key makes the same code without a length
        // that could be refused.
        match suite {
            Suite::Intl => Self::Intl(Box::new(Hmac::new((&*block).into()))),
            Suite::Gm => Self::Gm(Box::new(Hmac::new((&*block).into()))),
        }
    }

    /// The code of parts, each with its length before it.
    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        fn run<M: Mac<OutputSize = aes_gcm::aes::cipher::consts::U32>>(mut state: M, parts: &[&[u8]]) -> [u8; 32] {
            for part in parts {
                state.update(&(part.len() as u64).to_be_bytes());
                state.update(part);
            }
            state.finalize().into_bytes().into()
        }
        match self {
            Self::Intl(state) => run((**state).clone(), parts),
            Self::Gm(state) => run((**state).clone(), parts),
        }
    }
}

impl MasterKey {
    /// Reads a master key: 32 bytes, or 64 hexadecimal digits with blank space around them.
    ///
    /// `suite` is the installation's: it decides how keys are wrapped and how blind indexes and codes are made. A
    /// change of suite later needs the blind indexes built anew.
    ///
    /// # Errors
    /// [`CryptoError::NotAKey`] for anything else.
    pub fn from_bytes(suite: Suite, bytes: &[u8]) -> Result<Self, CryptoError> {
        if let Ok(key) = <&[u8; 32]>::try_from(bytes) {
            return Ok(Self::derive(suite, key));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| CryptoError::NotAKey)?;
        let key = Zeroizing::new(from_hex(text.trim()).ok_or(CryptoError::NotAKey)?);
        let key = <&[u8; 32]>::try_from(key.as_slice()).map_err(|_| CryptoError::NotAKey)?;
        Ok(Self::derive(suite, key))
    }

    fn derive(suite: Suite, key: &[u8; 32]) -> Self {
        let derived = |purpose: &str| Keyed::new(suite, &Zeroizing::new(mac(suite, key, &[b"linju", purpose.as_bytes()])));
        Self {
            suite,
            wrap_intl: DataKey::from_zeroizing(Zeroizing::new(mac(Suite::Intl, key, &[b"linju", b"wrap"]))),
            wrap_gm: DataKey::from_zeroizing(Zeroizing::new(mac(Suite::Gm, key, &[b"linju", b"wrap"]))),
            derived: Derived { nonce: derived("nonce"), blind: derived("blind"), code: derived("code"), form: derived("form") },
        }
    }

    /// The suite of this installation.
    #[must_use]
    pub const fn suite(&self) -> Suite {
        self.suite
    }

    /// Wraps a data key for the place that `aad` names (tenant, stream, person).
    ///
    /// The nonce is made from the key and the place themselves: a data key is random, so no two wrappings meet, and
    /// wrapping twice gives the same bytes, which lets a rebuilt table be compared.
    #[must_use]
    pub fn wrap(&self, key: &DataKey, aad: &[u8]) -> Vec<u8> {
        let made = self.derived.nonce.mac(&[key.bytes.as_slice(), aad]);
        let mut nonce = [0; NONCE];
        for (place, byte) in nonce.iter_mut().zip(made) {
            *place = byte;
        }
        self.wrapping(self.suite).seal_with(self.suite, nonce, aad, key.bytes.as_slice())
    }

    /// Opens a wrapped data key.
    ///
    /// # Errors
    /// As [`DataKey::open`].
    pub fn unwrap(&self, wrapped: &[u8], aad: &[u8]) -> Result<DataKey, CryptoError> {
        let suite = wrapped.first().copied().and_then(Suite::from_byte).ok_or(CryptoError::NotSealed)?;
        let plain = Zeroizing::new(self.wrapping(suite).open(aad, wrapped)?);
        let bytes = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| CryptoError::NotSealed)?;
        Ok(DataKey::from_zeroizing(Zeroizing::new(bytes)))
    }

    const fn wrapping(&self, suite: Suite) -> &DataKey {
        match suite {
            Suite::Intl => &self.wrap_intl,
            Suite::Gm => &self.wrap_gm,
        }
    }

    pub(super) fn blind_mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.derived.blind.mac(parts)
    }

    pub(super) fn code_mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.derived.code.mac(parts)
    }

    pub(super) fn form_mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.derived.form.mac(parts)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MasterKey")
    }
}

/// HMAC of a message under a key of at most 64 bytes, as others compute it: what signs a call to another system.
#[must_use]
pub fn signature(suite: Suite, key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = Zeroizing::new([0; 64]);
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    match suite {
        Suite::Intl => Hmac::<Sha256>::new((&*block).into()).chain_update(message).finalize().into_bytes().into(),
        Suite::Gm => Hmac::<Sm3>::new((&*block).into()).chain_update(message).finalize().into_bytes().into(),
    }
}

/// The code of parts under a key, each with its length before it.
fn mac(suite: Suite, key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    Keyed::new(suite, key).mac(parts)
}
