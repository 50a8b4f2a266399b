//! A session: a random token in a cookie, of which only the digest is stored.
//!
//! It ends after 12 hours whatever happens, and locks after the idle time of the house (15 minutes, S-02); a locked one
//! opens with the password and goes on where it was. One account has one session: signing in elsewhere replaces it,
//! and the replaced one is told so.

use crate::asker::Asker;
use kernel::{
    Day, Moment,
    crypto::{Digest, Suite, digest},
    id::{AccountId, PhoneId, PostId, TenantId},
};
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Error, Failure, Tx, args, row, select, sql};

/// For how long a session lasts at most.
pub const LONGEST_HOURS: i64 = 12;
/// How many bytes a token has: 256 bits.
pub const TOKEN_BYTES: usize = 32;

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The password was right; the code of the second step is missing.
    Totp,
    /// A new password has to be set.
    Password,
    /// A post has to be chosen (there are several, or none).
    Post,
    /// At work.
    In,
    /// Locked: the password opens it.
    Locked,
    /// Ended, because its account signed in elsewhere.
    Replaced,
    /// Ended by its 12 hours.
    Over,
}

impl Step {
    const ALL: [Self; 7] = [Self::Totp, Self::Password, Self::Post, Self::In, Self::Locked, Self::Replaced, Self::Over];

    /// The word that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Password => "password",
            Self::Post => "post",
            Self::In => "in",
            Self::Locked => "locked",
            Self::Replaced => "replaced",
            Self::Over => "over",
        }
    }

    /// Reads the stored word; an unknown one lets nobody in.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|step| step.code() == code).unwrap_or(Self::Over)
    }

    /// Whether the session is at an end and only says why.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Replaced | Self::Over)
    }
}

row! {
    /// A session as it is stored.
    #[derive(Debug, Clone)]
    pub struct Stored {
        /// The digest of the token.
        pub token: Vec<u8>,
        /// Whose.
        pub account: AccountId,
        /// In which post; 0 before one is chosen.
        pub post: PostId,
        /// When it began.
        pub created_at: Moment,
        /// When it was last used, to the minute.
        pub seen_at: Moment,
        /// When it ends.
        pub ends_at: Moment,
        /// See [`Step::code`].
        pub step: String,
        /// The phone that it was opened by; 0 for none.
        pub phone: PhoneId,
    }
}

/// A session as pages know it; kept in memory between requests.
#[derive(Debug)]
pub struct Session {
    /// The county.
    pub tenant: TenantId,
    /// The digest of the token.
    pub token: Digest,
    /// Whose.
    pub account: AccountId,
    /// How the person is called.
    pub shown_name: String,
    /// How far it has come.
    pub step: Step,
    /// The account at work in its post; only when the step is [`Step::In`].
    pub asker: Option<Asker>,
    /// Name of the organ of that post; empty before.
    pub organ_name: String,
    /// How many posts the account has today.
    pub posts: usize,
    /// When it ends.
    pub ends_at: Moment,
    /// The local day for which the posts were read.
    pub day: Day,
    pub(super) seen: AtomicI64,
    pub(super) written: AtomicI64,
}

impl Session {
    /// When it was last used.
    #[must_use]
    pub fn seen_at(&self) -> Moment {
        Moment::from_millis(self.seen.load(Ordering::Relaxed))
    }
}

/// The digest under which a token is stored.
#[must_use]
pub fn token_digest(suite: Suite, token: &[u8; TOKEN_BYTES]) -> Digest {
    digest(suite, token)
}

/// Adds a session.
///
/// # Errors
/// What the engine says.
pub fn add(tx: &Tx<'_>, tenant: TenantId, token: &Digest, account: AccountId, post: PostId, step: Step, now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO session (tenant, token, account, post, created_at, seen_at, ends_at, step) VALUES ($1, $2, $3, $4, $5, $5, $6, $7)"),
        args![tenant, token.as_bytes().as_slice(), account, post, now, now.plus_hours(LONGEST_HOURS), step.code()],
    )?;
    Ok(())
}

/// Binds a session to the phone that it was opened by: it ends with it.
///
/// # Errors
/// What the engine says.
pub fn came_by(tx: &Tx<'_>, tenant: TenantId, token: &Digest, phone: PhoneId) -> Result<(), Failure> {
    tx.execute(sql!("UPDATE session SET phone = $3 WHERE tenant = $1 AND token = $2"), args![tenant, token.as_bytes().as_slice(), phone])?;
    Ok(())
}

/// A session by the digest of its token.
///
/// # Errors
/// What the engine says.
pub fn one(tx: &Tx<'_>, tenant: TenantId, token: &Digest) -> Result<Option<Stored>, Error> {
    tx.first(select!(Stored, "FROM session WHERE tenant = $1 AND token = $2"), args![tenant, token.as_bytes().as_slice()])
}

/// Moves a session to another step; `false` when it is gone or at another step than `from`.
///
/// # Errors
/// What the engine says.
pub fn advance(tx: &Tx<'_>, tenant: TenantId, token: &Digest, from: Step, to: Step, post: PostId, now: Moment) -> Result<bool, Failure> {
    let changed = tx.execute(
        sql!("UPDATE session SET step = $4, post = $5, seen_at = $6 WHERE tenant = $1 AND token = $2 AND step = $3"),
        args![tenant, token.as_bytes().as_slice(), from.code(), to.code(), post, now],
    )?;
    Ok(changed == 1)
}

/// Writes down that a session was used; `false` when it is no longer there or was moved on by another process.
///
/// # Errors
/// What the engine says.
pub fn touch(tx: &Tx<'_>, tenant: TenantId, token: &Digest, step: Step, now: Moment) -> Result<bool, Failure> {
    let changed = tx.execute(
        sql!("UPDATE session SET seen_at = $4 WHERE tenant = $1 AND token = $2 AND step = $3"),
        args![tenant, token.as_bytes().as_slice(), step.code(), now],
    )?;
    Ok(changed == 1)
}

/// Ends a session.
///
/// # Errors
/// What the engine says.
pub fn end(tx: &Tx<'_>, tenant: TenantId, token: &Digest) -> Result<(), Failure> {
    tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND token = $2"), args![tenant, token.as_bytes().as_slice()])?;
    Ok(())
}

/// Ends all sessions of an account at once: it was disabled, its password was reset, a post of it ended.
///
/// # Errors
/// What the engine says.
pub fn end_all(tx: &Tx<'_>, tenant: TenantId, account: AccountId) -> Result<(), Failure> {
    tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND account = $2"), args![tenant, account])?;
    Ok(())
}

/// Lets `token` be the only session of its account: former ones are marked as replaced, those marked before go.
///
/// # Errors
/// What the engine says.
pub fn replace_others(tx: &Tx<'_>, tenant: TenantId, account: AccountId, token: &Digest, now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("DELETE FROM session WHERE tenant = $1 AND account = $2 AND token <> $3 AND (step = 'replaced' OR ends_at < $4)"),
        args![tenant, account, token.as_bytes().as_slice(), now],
    )?;
    tx.execute(
        sql!("UPDATE session SET step = 'replaced' WHERE tenant = $1 AND account = $2 AND token <> $3"),
        args![tenant, account, token.as_bytes().as_slice()],
    )?;
    Ok(())
}
