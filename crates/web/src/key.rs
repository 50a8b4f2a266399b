//! The key of a form: proves that the form came from here for this person, and names it once.
//!
//! `<time><random>.<proof>`: the first part grows with time, so that the table of claimed keys grows at its end; the
//! proof is a keyed digest over it and over whom it was made for: the account, or the visitor before anybody is signed
//! in. It is made for the account and not for the session, so that a form typed before the twelve hours were over can
//! still be sent after signing in again. A key is valid for 24 hours.
//!
//! What a command uses as its idempotency key is [`FormKey::id`]: the first part and a digest of what was sent. A double
//! click sends the same bytes and is one; a page that was gone back to and filled anew is another, and is not lost.

use crate::posted::Field;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{
    Moment, Random,
    crypto::{Hasher, MasterKey, Suite, form_token, verify_form_token},
    id::AccountId,
};

/// The hidden field that carries it.
pub const FIELD: &str = "form_key";
/// The header that carries it where the body is a file's bytes.
pub const HEADER: &str = "linju-form-key";
/// For how long a key is valid.
const VALID_HOURS: i64 = 24;
const TIME_DIGITS: usize = 12;
const ID_DIGITS: usize = 28;

/// For whom a key is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// An account.
    Account(AccountId),
    /// A visitor, by the random number in his cookie.
    Visit(String),
}

impl Subject {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Account(account) => [b"account:".as_slice(), &account.get().to_be_bytes()].concat(),
            Self::Visit(visit) => [b"visit:".as_slice(), visit.as_bytes()].concat(),
        }
    }
}

/// Why a key does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoKey {
    /// There is none, or it is no key at all.
    Missing,
    /// It is too old, or was made for somebody else: the same form with a fresh key may be sent.
    Stale,
}

/// A checked key, on its way to the command as its idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormKey {
    id: String,
}

impl FormKey {
    /// The key to claim in the command's transaction: `casework::idempotency::once`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A fresh key.
#[must_use]
pub fn mint(master: &MasterKey, random: &dyn Random, now: Moment, subject: &Subject) -> String {
    let id = format!("{:012x}{:016x}", now.millis(), random.u64());
    let proof = form_token(master, &[id.as_bytes(), &subject.bytes()]);
    format!("{id}.{}", URL_SAFE_NO_PAD.encode(proof))
}

/// Checks a key; its first part.
///
/// # Errors
/// [`NoKey`].
pub fn check<'a>(master: &MasterKey, now: Moment, text: &'a str, subjects: &[Subject]) -> Result<&'a str, NoKey> {
    let (id, proof) = text.split_once('.').ok_or(NoKey::Missing)?;
    let made = id.get(..TIME_DIGITS).and_then(|digits| i64::from_str_radix(digits, 16).ok()).ok_or(NoKey::Missing)?;
    let proof = URL_SAFE_NO_PAD.decode(proof).map_err(|_| NoKey::Missing)?;
    if id.len() != ID_DIGITS {
        return Err(NoKey::Missing);
    }
    let is_fresh = now < Moment::from_millis(made).plus_hours(VALID_HOURS);
    let is_his = subjects.iter().any(|subject| verify_form_token(master, &[id.as_bytes(), &subject.bytes()], &proof));
    if is_fresh && is_his { Ok(id) } else { Err(NoKey::Stale) }
}

/// The checked key of what was sent to `path`; `files` are digests of files that came along.
#[must_use]
pub fn of_content(id: &str, path: &str, fields: &[Field], files: &[Vec<u8>]) -> FormKey {
    let mut hasher = Hasher::new(Suite::Intl);
    hasher.field(path.as_bytes());
    for (name, value) in fields.iter().filter(|(name, _)| name != FIELD) {
        hasher.field(name.as_bytes()).field(value.as_bytes());
    }
    for file in files {
        hasher.field(file);
    }
    let digest = hasher.finish();
    let short = crate::cookie::hex(digest.as_bytes().get(1..9).unwrap_or_default());
    FormKey { id: format!("{id}-{short}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::random::SeededRandom;

    #[test]
    fn a_key_is_good_for_its_maker_for_a_day() {
        let master = MasterKey::from_bytes(Suite::Intl, &[7; 32]).unwrap();
        let now = Moment::from_millis(1_761_000_000_000);
        let (me, you) = (Subject::Account(AccountId::new(1)), Subject::Visit("ab".to_owned()));
        let key = mint(&master, &SeededRandom::new(1), now, &me);
        assert!(check(&master, now, &key, &[you.clone(), me.clone()]).is_ok());
        assert_eq!(check(&master, now, &key, &[you]), Err(NoKey::Stale));
        assert_eq!(check(&master, now.plus_hours(24), &key, std::slice::from_ref(&me)), Err(NoKey::Stale));
        assert_eq!(check(&master, now, &key.replace('.', "0."), std::slice::from_ref(&me)), Err(NoKey::Missing));
        assert_eq!(check(&master, now, "", &[me]), Err(NoKey::Missing));
    }

    #[test]
    fn the_same_bytes_are_one_command_and_others_another() {
        let fields = |text: &str| vec![(FIELD.to_owned(), "x".to_owned()), ("title".to_owned(), text.to_owned())];
        let one = of_content("k", "/desk/register", &fields("屋后水沟"), &[]);
        assert_eq!(one, of_content("k", "/desk/register", &fields("屋后水沟"), &[]));
        assert_ne!(one, of_content("k", "/desk/register", &fields("村口路灯"), &[]));
        assert_ne!(one, of_content("k", "/desk/case/1/note", &fields("屋后水沟"), &[]));
    }
}
