//! One account for one person. Names are unique in a county; nobody shares one.

use crate::organ::Touched;
use kernel::{
    Day, Moment,
    id::{AccountId, TenantId},
};
use store::{Error, Failure, Tx, args, row, select, sql};

row! {
    /// An account as it is stored.
    #[derive(Debug, Clone)]
    pub struct Account {
        /// Its number.
        pub account: AccountId,
        /// What is typed to sign in.
        pub name: String,
        /// How the person is called on pages: 郎文倩.
        pub shown_name: String,
        /// The password's hash, a PHC string.
        pub password: String,
        /// The local day on which that password was set.
        pub password_set_on: Day,
        /// Whether the next sign-in must set a new one.
        pub must_change: bool,
        /// The sealed TOTP secret, for accounts with a second step.
        pub totp: Option<Vec<u8>>,
        /// Wrong tries since the last success.
        pub failures: i64,
        /// Until when nobody can sign in; 0 when open.
        pub locked_until: Moment,
        /// The day on which the account ended.
        pub disabled_on: Option<Day>,
        /// `zh-CN` or `en`.
        pub language: String,
        /// Whether pages are large.
        pub elder: bool,
        /// Until when its one-time password is good; 0 for one without an end.
        pub one_time_until: Moment,
    }
}

/// The account of a name; names are compared without regard to case.
///
/// # Errors
/// What the engine says.
pub fn by_name(tx: &Tx<'_>, tenant: TenantId, name: &str) -> Result<Option<Account>, Error> {
    tx.first(select!(Account, "FROM account WHERE tenant = $1 AND name = $2"), args![tenant, name.trim().to_lowercase()])
}

/// An account by its number.
///
/// # Errors
/// What the engine says.
pub fn one(tx: &Tx<'_>, tenant: TenantId, account: AccountId) -> Result<Option<Account>, Error> {
    tx.first(select!(Account, "FROM account WHERE tenant = $1 AND account = $2"), args![tenant, account])
}

/// An account by its number, held until the transaction ends.
///
/// # Errors
/// [`Failure::NotFound`]; what the engine says.
pub fn held(tx: &Tx<'_>, tenant: TenantId, account: AccountId) -> Result<Account, Failure> {
    tx.first(select!(Account, "FROM account WHERE tenant = $1 AND account = $2 FOR UPDATE"), args![tenant, account])?.ok_or(Failure::NotFound)
}

impl Account {
    /// Whether its password was for one sign-in, and its time is over.
    #[must_use]
    pub fn is_one_time_over(&self, now: Moment) -> bool {
        self.must_change && self.one_time_until.millis() != 0 && now >= self.one_time_until
    }
}

/// All accounts of a county by name; those that ended stand last.
///
/// # Errors
/// What the engine says.
pub fn all(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Account>, Error> {
    let mut accounts: Vec<Account> = tx.select(select!(Account, "FROM account WHERE tenant = $1 ORDER BY name"), args![tenant])?;
    accounts.sort_by_key(|account| account.disabled_on.is_some());
    Ok(accounts)
}

/// Keeps how this person likes pages: language and size. Says whether that is news.
///
/// # Errors
/// What the engine says.
pub fn set_taste(tx: &Tx<'_>, tenant: TenantId, account: AccountId, language: &str, elder: bool) -> Result<bool, Failure> {
    let changed = tx.execute(
        sql!("UPDATE account SET language = $3, elder = $4 WHERE tenant = $1 AND account = $2 AND (language <> $3 OR elder <> $4)"),
        args![tenant, account, language, elder],
    )?;
    Ok(changed > 0)
}

/// Replaces the password's hash and moves the former one into the history of five. The touched rows, for the record.
///
/// # Errors
/// What the engine says.
pub fn set_password(tx: &Tx<'_>, tenant: TenantId, account: &Account, hash: &str, must_change: bool, now: Moment) -> Result<Vec<Touched>, Failure> {
    tx.execute(
        sql!("INSERT INTO old_password (tenant, account, set_at, password) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"),
        args![tenant, account.account, now, &account.password],
    )?;
    tx.execute(
        sql!("UPDATE account SET password = $3, password_set_on = $4, must_change = $5, failures = 0, locked_until = 0, one_time_until = 0 WHERE tenant = $1 AND account = $2"),
        args![tenant, account.account, hash, now.local_day(), must_change],
    )?;
    let former: Vec<OldPassword> =
        tx.select(select!(OldPassword, "FROM old_password WHERE tenant = $1 AND account = $2 ORDER BY set_at DESC"), args![tenant, account.account])?;
    let mut touched = vec![Touched::account(account.account), Touched::new("old_password", args![account.account, now])];
    for old in former.iter().skip(super::password::REMEMBERED) {
        touched.push(Touched::new("old_password", args![account.account, old.set_at]));
        tx.execute(sql!("DELETE FROM old_password WHERE tenant = $1 AND account = $2 AND set_at = $3"), args![tenant, account.account, old.set_at])?;
    }
    Ok(touched)
}

row! {
    struct OldPassword { set_at: Moment, password: String }
}

/// The hashes that may not come back: the present one and the history.
///
/// # Errors
/// What the engine says.
pub fn former_passwords(tx: &Tx<'_>, tenant: TenantId, account: &Account) -> Result<Vec<String>, Error> {
    let old: Vec<OldPassword> =
        tx.select(select!(OldPassword, "FROM old_password WHERE tenant = $1 AND account = $2 ORDER BY set_at DESC"), args![tenant, account.account])?;
    Ok(std::iter::once(account.password.clone()).chain(old.into_iter().map(|old| old.password)).take(super::password::REMEMBERED).collect())
}
