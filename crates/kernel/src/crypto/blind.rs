//! What is derived from the installation's key for looking up and for proving: blind indexes, query codes, form
//! tokens.

use std::fmt;
use std::str::FromStr;

use subtle::ConstantTimeEq;

use super::MasterKey;
use crate::id::{StreamId, TenantId};

/// The blind index of a value: 64 bits that are equal for equal values of one kind in one county.
///
/// `kind` says what is compared (`phone`, `document`, `name`, `pinyin`, `surname-village`); the caller normalises
/// `value` first. Among ten million values the chance that any two share an index is about three in a million, so a
/// match is opened and compared before anything follows from it.
#[must_use]
pub fn blind(master: &MasterKey, tenant: TenantId, kind: &str, value: &str) -> i64 {
    let made = master.blind_mac(&[&tenant.get().to_be_bytes(), kind.as_bytes(), value.as_bytes()]);
    made.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}

/// A token for a form: proves that the page came from here for this session. 32 bytes.
#[must_use]
pub fn form_token(master: &MasterKey, parts: &[&[u8]]) -> [u8; 32] {
    master.form_mac(parts)
}

/// Whether `token` is the token of these parts, in constant time.
#[must_use]
pub fn verify_form_token(master: &MasterKey, parts: &[&[u8]], token: &[u8]) -> bool {
    master.form_mac(parts).as_slice().ct_eq(token).into()
}

/// Digits and letters without I, L, O and U, which are misread or misheard (Crockford's base 32).
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a citizen follows her case with, without an account (C-03): 80 bits, printed `7K3M-9Q2X-D5TR-0WHV`.
///
/// Derived from the case and the count of issues, never stored in clear: a lost slip is replaced by issuing the next
/// one, and the old one opens nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct QueryCode([u8; 16]);

/// A text that is no query code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a query code is sixteen letters and digits")]
pub struct NotAQueryCode;

/// The query code of a case; `issue` counts from 1 and grows when a lost slip is replaced.
#[must_use]
pub fn query_code(master: &MasterKey, stream: StreamId, issue: u32) -> QueryCode {
    let made = master.code_mac(&[&stream.get().to_be_bytes(), &issue.to_be_bytes()]);
    let mut bits = made.iter().take(10).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let mut symbols = [b'0'; 16];
    for place in symbols.iter_mut().rev() {
        let index = usize::try_from(bits & 31).unwrap_or_default();
        *place = SYMBOLS.get(index).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    QueryCode(symbols)
}

impl QueryCode {
    /// The sixteen symbols without hyphens: what is indexed blind.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The first four symbols: wrong tries are slowed down by them (C-03).
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.as_str().get(..4).unwrap_or_default()
    }

    /// Whether two codes are the same, in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Display for QueryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, symbol) in self.as_str().chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                formatter.write_str("-")?;
            }
            write!(formatter, "{symbol}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for QueryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("QueryCode")
    }
}

impl FromStr for QueryCode {
    type Err = NotAQueryCode;

    /// Reads a code as people write it: small letters, full-width forms, spaces and dashes anywhere, `O` for `0`,
    /// `I` and `L` for `1`, `U` for `V`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut symbols = [b'0'; 16];
        let mut places = symbols.iter_mut();
        for letter in text.chars().map(crate::name::half_width) {
            if letter.is_whitespace() || matches!(letter, '-' | '‐' | '–' | '—' | '_' | '.' | '·' | '−') {
                continue;
            }
            let symbol = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                'U' => 'V',
                other => other,
            };
            let byte = u8::try_from(symbol).map_err(|_| NotAQueryCode)?;
            if !SYMBOLS.contains(&byte) {
                return Err(NotAQueryCode);
            }
            *places.next().ok_or(NotAQueryCode)? = byte;
        }
        match places.next() {
            None => Ok(Self(symbols)),
            Some(_) => Err(NotAQueryCode),
        }
    }
}
