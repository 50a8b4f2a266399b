//! Accounts and posts without an administrator: for the commands that set up a county. Pages use
//! [`super::administer`] and [`super::grant`], which ask who may.

use crate::asker::Role;
use kernel::{
    Day, Moment,
    area::AreaPath,
    id::{AccountId, OrganId, PostId, TenantId},
};
use store::{Failure, Tx, args, sql};

/// An account about to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its number.
    pub account: AccountId,
    /// What is typed to sign in; kept in small letters.
    pub name: String,
    /// How the person is called.
    pub shown_name: String,
    /// The password's hash: [`super::password::hash`].
    pub password: String,
    /// Whether the first sign-in must set a new one; always, save in tests and measurements.
    pub must_change: bool,
}

/// A post about to be given.
#[derive(Debug, Clone)]
pub struct NewPost {
    /// Its number.
    pub post: PostId,
    /// Who holds it.
    pub account: AccountId,
    /// In which organ.
    pub organ: OrganId,
    /// As what.
    pub role: Role,
    /// Over which area.
    pub area: AreaPath,
    /// The post that it stands in for; 0 for none.
    pub deputy_for: PostId,
    /// The first day.
    pub from_day: Day,
    /// The last day; open when absent.
    pub to_day: Option<Day>,
}

/// Adds an account.
///
/// # Errors
/// What the engine says.
pub fn add_account(tx: &Tx<'_>, tenant: TenantId, new: &NewAccount, now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO account (tenant, account, name, shown_name, password, password_set_on, must_change, totp, failures, locked_until, disabled_on, language, elder) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0, 0, NULL, 'zh-CN', $8)"),
        args![tenant, new.account, new.name.trim().to_lowercase(), &new.shown_name, &new.password, now.local_day(), new.must_change, false],
    )?;
    Ok(())
}

/// Adds a post.
///
/// # Errors
/// What the engine says.
pub fn add_post(tx: &Tx<'_>, tenant: TenantId, new: &NewPost) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO post (tenant, post, account, organ, role, area, deputy_for, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        args![tenant, new.post, new.account, new.organ, new.role.code(), new.area.as_str(), new.deputy_for, new.from_day, new.to_day],
    )?;
    Ok(())
}
