//! 登记过的手机: an old mediator comes in with six digits of his own on his own phone, and types no password.
//!
//! | file | holds | rule |
//! |---|---|---|
//! | [`ask`] | asked for by one, shown by another: a picture for the phone and digits by mouth | 9.2 |
//! | `enrol` | the phone that opened the picture and was told the digits; the owner's own PIN | S-04 |
//! | `door` | coming in and opening the lock with that PIN; five wrong ones shut the phone | S-02 |
//! | [`own`] | which phones there are, and how each ends | S-05 |
//! | [`pin`] | what a PIN must be | S-01 |
//!
//! Two things prove him: the phone's token (256 bits, of which only the digest is stored) and the PIN, whose hash is over PIN and token
//! together. So the token alone opens nothing, the PIN alone opens nothing, and who has the table has neither.
//!
//! Who asks never sees picture or digits; who shows them cannot ask. An account with a second step, and an administrator, keeps his
//! password: no phone is let in for him, and one that was let in before no longer opens. Every showing, enrolment, use, failure and end
//! is in the record of the house, in the same transaction.

pub mod ask;
mod door;
mod enrol;
pub mod own;
pub mod pin;

use super::{account::Account, post, session::TOKEN_BYTES, sign_in::MOST_FAILURES};
use crate::{asker::Role, organ::Touched};
use kernel::{
    Moment,
    crypto::{Digest, Suite, digest},
    id::{AccountId, PhoneId, RequestId, TenantId},
    refusal::Refusal,
};
use store::{Error, Failure, Tx, args, row, select};

/// How many bytes the one-time address has: 128 bits.
pub const ADDRESS_BYTES: usize = 16;
/// For so many minutes a picture is good, and so long may the owner take to choose his PIN.
pub const GOOD_MINUTES: i64 = 15;
/// After so many wrong digits the picture is dead.
pub const MOST_TRIES: i64 = 5;
/// After so many days a phone has to be let in anew.
pub const LASTS_DAYS: i64 = 365;
/// A clock may be put back by so many minutes.
const SLACK_MINUTES: i64 = 1;

/// What the phone's browser keeps.
pub type Token = [u8; TOKEN_BYTES];
/// What the picture holds.
pub type Address = [u8; ADDRESS_BYTES];

row! {
    /// A phone as it is stored.
    #[derive(Debug, Clone)]
    pub struct Phone {
        /// Its number.
        pub phone: PhoneId,
        /// Whose.
        pub account: AccountId,
        /// The digest of its token.
        pub token: Vec<u8>,
        /// The hash of PIN and token together; empty until the owner has chosen one.
        pub pin: String,
        /// What kind of phone it said it is: `iphone`, `android`, …
        pub label: String,
        /// Who showed the picture.
        pub let_in_by: AccountId,
        /// When it was enrolled.
        pub enrolled_at: Moment,
        /// When it has to be let in anew.
        pub ends_at: Moment,
        /// When it was last used.
        pub seen_at: Moment,
        /// Wrong PINs since the last right one.
        pub failures: i64,
        /// When it ended.
        pub ended_at: Option<Moment>,
    }
}

impl Phone {
    /// Whether it still counts. What ends later than any phone let in now was let in by a clock that has been put back.
    #[must_use]
    pub fn is_alive(&self, now: Moment) -> bool {
        let ends_too_late = self.ends_at > now.plus_hours(LASTS_DAYS * 24).plus_minutes(SLACK_MINUTES);
        self.ended_at.is_none() && now < self.ends_at && !ends_too_late && (!self.pin.is_empty() || now < self.enrolled_at.plus_minutes(GOOD_MINUTES))
    }

    /// Whether five wrong PINs have shut it.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.failures >= MOST_FAILURES
    }

    /// Whether its owner has yet to choose his PIN.
    #[must_use]
    pub fn waits_for_pin(&self) -> bool {
        self.pin.is_empty()
    }
}

row! {
    /// A picture that was shown, and what became of it.
    #[derive(Debug, Clone)]
    pub(super) struct Enrolment {
        pub(super) request: RequestId,
        pub(super) account: AccountId,
        pub(super) given_by: AccountId,
        pub(super) given_at: Moment,
        pub(super) address: Vec<u8>,
        pub(super) pin: String,
        pub(super) tries: i64,
        pub(super) state: String,
    }
}

impl Enrolment {
    fn is_open(&self, now: Moment) -> bool {
        let is_early = self.given_at > now.plus_minutes(SLACK_MINUTES);
        self.state == "waits" && self.tries < MOST_TRIES && !is_early && now < self.given_at.plus_minutes(GOOD_MINUTES)
    }

    fn touched(&self) -> Touched {
        Touched::new("enrolment", args![self.request])
    }
}

/// A phone as the pages before the desk know it.
#[derive(Debug, Clone)]
pub struct Known {
    /// Whose.
    pub account: AccountId,
    /// How he is called.
    pub shown_name: String,
    /// Whether its owner has yet to choose his PIN.
    pub waits_for_pin: bool,
    /// Whether five wrong PINs have shut it.
    pub is_shut: bool,
}

fn of_token(suite: Suite, token: &Token) -> Digest {
    digest(suite, token)
}

fn of_address(suite: Suite, address: &Address) -> Digest {
    digest(suite, address)
}

/// What is hashed: the digits bound to the secret that came with them. Spaces are nobody's digits.
fn bound(secret: &[u8], digits: &str) -> String {
    let digits: String = digits.chars().filter(|letter| !letter.is_whitespace()).collect();
    format!("{}:{digits}", crate::organ::proof::hex(secret))
}

fn by_token(tx: &Tx<'_>, tenant: TenantId, token: &Digest) -> Result<Option<Phone>, Error> {
    tx.first(select!(Phone, "FROM phone WHERE tenant = $1 AND token = $2"), args![tenant, token.as_bytes().as_slice()])
}

fn held(tx: &Tx<'_>, tenant: TenantId, phone: PhoneId) -> Result<Phone, Failure> {
    tx.first(select!(Phone, "FROM phone WHERE tenant = $1 AND phone = $2 FOR UPDATE"), args![tenant, phone])?.ok_or(Failure::NotFound)
}

fn touched(phone: PhoneId) -> Touched {
    Touched::new("phone", args![phone])
}

/// Whether a phone may open this account: it stands, has no second step, and is no administrator's.
fn may_have(tx: &Tx<'_>, tenant: TenantId, account: &Account, now: Moment) -> Result<bool, Error> {
    let posts = post::valid_on(tx, tenant, account.account, now.local_day())?;
    Ok(account.disabled_on.is_none() && account.totp.is_none() && !posts.iter().any(|post| post.role().is_some_and(Role::is_admin)))
}

/// That a phone may be let in for this account.
fn refuse_unfit(tx: &Tx<'_>, tenant: TenantId, account: &Account, now: Moment) -> Result<(), Failure> {
    if account.disabled_on.is_some() {
        return Err(Failure::NotFound);
    }
    if may_have(tx, tenant, account, now)? { Ok(()) } else { Err(Refusal::new("PHONE_NOT_FOR", "S-04").at("account").into()) }
}
