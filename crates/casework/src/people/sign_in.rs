//! Coming in, step by step: password, code, a new password when it is due, a post; locking, opening, leaving.
//!
//! Five wrong passwords in a row lock an account for 15 minutes (S-02). Tries may come in at the same time: whether the
//! account is locked is asked again in the transaction that lets somebody in, and each wrong try counts there, so that
//! no more than five of any number are answered. A wrong code of the second step counts like a wrong password.

use super::{
    People,
    account::{self, Account},
    password, post,
    session::{self, Session, Step, TOKEN_BYTES},
    totp::Kept,
};
use crate::organ::{self, Touched};
use kernel::{
    Moment,
    crypto::Digest,
    id::{AccountId, PostId, TenantId},
    refusal::Refusal,
};
use serde_json::json;
use store::{Failure, Tx, args, sql};

/// Wrong tries in a row after which an account locks.
pub const MOST_FAILURES: i64 = 5;
/// For how long it locks, in minutes.
pub const LOCKED_MINUTES: i64 = 15;

/// A hash of no password: an unknown name takes as long to refuse as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWlzLWhlcmU$gbWdQG0F7o7Ox0Ivzoa7bDkcq3m3IiGNS0BqoZbKMgI";

/// A session that has just begun.
pub struct Begun {
    /// The token for the cookie; stored nowhere.
    pub token: [u8; TOKEN_BYTES],
    /// What comes next.
    pub step: Step,
    /// Whose it is.
    pub account: AccountId,
    /// How the person likes pages: `zh-CN` or `en`.
    pub language: String,
    /// Whether pages are large.
    pub elder: bool,
}

/// What became of a try, inside its transaction. A wrong one is kept (it counts), so it cannot be an error there.
pub(super) enum Try {
    In(Step),
    Refused(Refusal),
}

impl People {
    /// Begins a session with a name and a password.
    ///
    /// # Errors
    /// `SIGN_IN_WRONG` for a wrong name or password, `SIGN_IN_LOCKED` after five of them, both S-02; `ONE_TIME_OVER` (S-01).
    pub async fn sign_in(&self, tenant: TenantId, name: &str, text: &str) -> Result<Begun, Failure> {
        let typed = name.to_owned();
        let found = self.house().db().read(move |tx| Ok(account::by_name(tx, tenant, &typed)?)).await?;
        let known = found.filter(|account| account.disabled_on.is_none());
        let hash = known.as_ref().map_or(NOBODY, |account| account.password.as_str()).to_owned();
        if let Some(account) = &known {
            refuse_locked(account, self.house().now())?;
        }
        let is_right = self.matches_any(text, vec![hash]).await?;
        let Some(account) = known else { return Err(wrong().into()) };
        let (token, digest) = self.new_token();
        let (suite, now) = (self.house().vault().suite(), self.house().now());
        let (language, elder, number) = (account.language.clone(), account.elder, account.account);
        let tried = self
            .house()
            .db()
            .write(move |tx| {
                let held = account::held(tx, tenant, account.account)?;
                if let Some(refusal) = reject(tx, tenant, &held, &account, is_right, false, now)? {
                    organ::record_rows(tx, suite, tenant, held.account, now, refused_kind(&refusal), &json!({}), &[Touched::account(held.account)])?;
                    return Ok(Try::Refused(refusal));
                }
                if held.is_one_time_over(now) {
                    organ::record_rows(
                        tx,
                        suite,
                        tenant,
                        held.account,
                        now,
                        "sign_in_refused",
                        &json!({ "why": "one-time password over" }),
                        &[Touched::account(held.account)],
                    )?;
                    return Ok(Try::Refused(Refusal::new("ONE_TIME_OVER", "S-01").at("password")));
                }
                let step = begin(tx, tenant, &held, &digest, now)?;
                let touched: &[Touched] = if held.failures == 0 && held.locked_until.millis() == 0 { &[] } else { &[Touched::account(held.account)] };
                organ::record_rows(tx, suite, tenant, held.account, now, "signed_in", &json!({ "step": step.code() }), touched)?;
                Ok(Try::In(step))
            })
            .await?;
        self.forget_account(tenant, number);
        match tried {
            Try::Refused(refusal) => Err(refusal.into()),
            Try::In(step) => Ok(Begun { token, step, account: number, language, elder }),
        }
    }

    /// A token for a session about to begin, and the digest under which it is stored.
    pub(super) fn new_token(&self) -> ([u8; TOKEN_BYTES], Digest) {
        let mut token = [0; TOKEN_BYTES];
        self.house().random().fill(&mut token);
        (token, session::token_digest(self.house().vault().suite(), &token))
    }

    /// The second step: the code from the person's device.
    ///
    /// # Errors
    /// `TOTP_WRONG` (S-04); `SIGN_IN_LOCKED` after five wrong tries; [`Failure::NotFound`] at another step.
    pub async fn enter_code(&self, session: &Session, code: &str) -> Result<Step, Failure> {
        if session.step != Step::Totp {
            return Err(Failure::NotFound);
        }
        let house = self.house();
        let (tenant, number, token, now) = (session.tenant, session.account, session.token, house.now());
        let account = house.db().read(move |tx| Ok(account::one(tx, tenant, number)?)).await?.ok_or(Failure::NotFound)?;
        refuse_locked(&account, now)?;
        let sealed = account.totp.clone().unwrap_or_default();
        let used = Kept::open(house.vault(), number, &sealed).and_then(|kept| kept.accept(code, now));
        let resealed = used.map(|kept| kept.seal(house.vault(), house.random(), number));
        let suite = house.vault().suite();
        let tried = house
            .db()
            .write(move |tx| {
                let held = account::held(tx, tenant, number)?;
                let is_right = resealed.is_some() && held.totp.as_ref() == Some(&sealed);
                if let Some(refusal) = reject(tx, tenant, &held, &account, is_right, true, now)? {
                    organ::record_rows(
                        tx,
                        suite,
                        tenant,
                        number,
                        now,
                        refused_kind(&refusal),
                        &json!({ "step": "totp" }),
                        &[Touched::account(number)],
                    )?;
                    let told = if refusal.code == "SIGN_IN_WRONG" { Refusal::new("TOTP_WRONG", "S-04").at("code") } else { refusal };
                    return Ok(Try::Refused(told));
                }
                tx.execute(sql!("UPDATE account SET totp = $3 WHERE tenant = $1 AND account = $2"), args![tenant, number, resealed.clone()])?;
                organ::record_rows(tx, suite, tenant, number, now, "code_accepted", &json!({}), &[Touched::account(number)])?;
                session::replace_others(tx, tenant, number, &token, now)?;
                let (step, post) = after_proof(tx, tenant, &held, now)?;
                if !session::advance(tx, tenant, &token, Step::Totp, step, post, now)? {
                    return Err(Failure::NotFound);
                }
                Ok(Try::In(step))
            })
            .await?;
        self.forget_account(tenant, number);
        match tried {
            Try::Refused(refusal) => Err(refusal.into()),
            Try::In(step) => Ok(step),
        }
    }

    /// Sets a new password: at the first sign-in, after 90 days, or because the person wants to.
    ///
    /// # Errors
    /// `PASSWORD_WRONG` when `present` is not the present one; `PASSWORD_SHORT`, `_LONG`, `_PLAIN`, `_HAS_NAME`, `_USED`, all S-01.
    pub async fn change_password(&self, session: &Session, present: &str, new: &str) -> Result<Step, Failure> {
        if !matches!(session.step, Step::Password | Step::In) {
            return Err(Failure::NotFound);
        }
        let house = self.house();
        let (tenant, number, token, from) = (session.tenant, session.account, session.token, session.step);
        let (account, former) = house
            .db()
            .read(move |tx| {
                let account = account::one(tx, tenant, number)?.ok_or(Failure::NotFound)?;
                let former = account::former_passwords(tx, tenant, &account)?;
                Ok((account, former))
            })
            .await?;
        refuse_locked(&account, house.now())?;
        let is_right = self.matches_any(present, vec![account.password.clone()]).await?;
        let check = password::check(&account.name, new);
        let is_used = is_right && check.is_ok() && self.matches_any(new, former).await?;
        let hash = if is_right && check.is_ok() && !is_used { self.hash(new).await? } else { String::new() };
        let (suite, now, asker_post) = (house.vault().suite(), house.now(), session.asker.as_ref().map(|asker| asker.post));
        let tried = house
            .db()
            .write(move |tx| {
                let held = account::held(tx, tenant, number)?;
                if let Some(refusal) = reject(tx, tenant, &held, &account, is_right, true, now)? {
                    organ::record_rows(
                        tx,
                        suite,
                        tenant,
                        number,
                        now,
                        refused_kind(&refusal),
                        &json!({ "step": "password" }),
                        &[Touched::account(number)],
                    )?;
                    let told = if refusal.code == "SIGN_IN_WRONG" { Refusal::new("PASSWORD_WRONG", "S-02").at("password") } else { refusal };
                    return Ok(Try::Refused(told));
                }
                check.clone()?;
                if is_used {
                    return Err(Refusal::new("PASSWORD_USED", "S-01").arg("times", password::REMEMBERED).at("new_password").into());
                }
                let touched = account::set_password(tx, tenant, &held, &hash, false, now)?;
                organ::record_rows(tx, suite, tenant, number, now, "password_changed", &json!({}), &touched)?;
                let changed = Account { must_change: false, password_set_on: now.local_day(), ..held };
                let (step, post) = match asker_post {
                    Some(post) => (Step::In, post),
                    None => after_proof(tx, tenant, &changed, now)?,
                };
                if !session::advance(tx, tenant, &token, from, step, post, now)? {
                    return Err(Failure::NotFound);
                }
                Ok(Try::In(step))
            })
            .await?;
        self.forget(session);
        match tried {
            Try::Refused(refusal) => Err(refusal.into()),
            Try::In(step) => Ok(step),
        }
    }
}

fn wrong() -> Refusal {
    Refusal::new("SIGN_IN_WRONG", "S-02").arg("most", MOST_FAILURES).arg("minutes", LOCKED_MINUTES).at("password")
}

pub(super) fn refuse_locked(account: &Account, now: Moment) -> Result<(), Refusal> {
    if now >= account.locked_until {
        return Ok(());
    }
    let minutes = (account.locked_until.millis() - now.millis() + 59_999).div_euclid(60_000);
    Err(Refusal::new("SIGN_IN_LOCKED", "S-02").arg("minutes", minutes).at("password"))
}

pub(super) fn refused_kind(refusal: &Refusal) -> &'static str {
    if refusal.code == "SIGN_IN_LOCKED" { "account_locked" } else { "sign_in_refused" }
}

/// Why nobody is let in, with the wrong try counted; `None` when the proof holds, with the count put back to nothing.
/// `seen` is the account as it was when the proof was looked at; `whole` says that no second step follows.
pub(super) fn reject(
    tx: &Tx<'_>,
    tenant: TenantId,
    held: &Account,
    seen: &Account,
    is_right: bool,
    whole: bool,
    now: Moment,
) -> Result<Option<Refusal>, Failure> {
    if let Err(refusal) = refuse_locked(held, now) {
        return Ok(Some(refusal));
    }
    // A password that was changed, or an account that was ended, while this one was being hashed.
    let is_right = is_right && held.password == seen.password && held.disabled_on.is_none();
    // A right password proves half where there is a second step: the count goes on until the code is right too.
    let failures = match (is_right, held.totp.is_some() && !whole) {
        (true, false) => 0,
        (true, true) => held.failures,
        (false, _) => held.failures + 1,
    };
    let is_last = failures >= MOST_FAILURES;
    let locked_until = if is_last { now.plus_minutes(LOCKED_MINUTES) } else { Moment::from_millis(0) };
    if failures != held.failures || is_last {
        set_failures(tx, tenant, held.account, if is_last { 0 } else { failures }, locked_until)?;
    }
    Ok(match (is_right, is_last) {
        (true, _) => None,
        (false, true) => Some(Refusal::new("SIGN_IN_LOCKED", "S-02").arg("minutes", LOCKED_MINUTES).at("password")),
        (false, false) => Some(wrong()),
    })
}

fn set_failures(tx: &Tx<'_>, tenant: TenantId, account: AccountId, failures: i64, locked_until: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("UPDATE account SET failures = $3, locked_until = $4 WHERE tenant = $1 AND account = $2"),
        args![tenant, account, failures, locked_until],
    )?;
    Ok(())
}

fn begin(tx: &Tx<'_>, tenant: TenantId, account: &Account, token: &Digest, now: Moment) -> Result<Step, Failure> {
    if account.totp.is_some() {
        // The other session ends only when the second step is done too: who knows the password alone ends nothing.
        session::add(tx, tenant, token, account.account, PostId::new(0), Step::Totp, now)?;
        return Ok(Step::Totp);
    }
    session::replace_others(tx, tenant, account.account, token, now)?;
    let (step, post) = after_proof(tx, tenant, account, now)?;
    session::add(tx, tenant, token, account.account, post, step, now)?;
    Ok(step)
}

/// What comes after password and code: a new password if it is due, a post if there is more than one (or none).
fn after_proof(tx: &Tx<'_>, tenant: TenantId, account: &Account, now: Moment) -> Result<(Step, PostId), Failure> {
    let today = now.local_day();
    if account.must_change || password::is_too_old(account.password_set_on, today) {
        return Ok((Step::Password, PostId::new(0)));
    }
    to_post(tx, tenant, account.account, now)
}

/// Straight to work for who has one post; else he chooses, or is told that he has none.
pub(super) fn to_post(tx: &Tx<'_>, tenant: TenantId, account: AccountId, now: Moment) -> Result<(Step, PostId), Failure> {
    let posts = post::valid_on(tx, tenant, account, now.local_day())?;
    Ok(if let [only] = posts.as_slice() { (Step::In, only.post) } else { (Step::Post, PostId::new(0)) })
}
