//! Coming in with phone and PIN, and opening the lock with it. Five wrong PINs shut the phone: then the password opens it again, or a
//! new enrolment.

use super::{Known, Phone, Token, bound, by_token, held, may_have, of_token, touched};
use crate::{
    organ,
    people::{
        People,
        account::{self, Account},
        session::{self, Session, Step},
        sign_in::{Begun, MOST_FAILURES, to_post},
    },
};
use kernel::{
    Moment,
    crypto::{Digest, Suite},
    id::{AccountId, PhoneId, TenantId},
    refusal::Refusal,
};
use serde_json::json;
use store::{Failure, Tx, args, sql};

/// What became of a PIN, inside the transaction; a wrong one is kept (it counts), so it cannot be an error there.
enum Tried {
    In(Step, Account),
    Refused(Refusal),
}

impl People {
    /// The phone of a token, when it still counts; `None` for any other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn phone(&self, tenant: TenantId, token: &Token) -> Result<Option<Known>, Failure> {
        let found = self.phone_and_owner(tenant, token).await?;
        Ok(found.map(|(phone, account)| Known {
            account: account.account,
            shown_name: account.shown_name,
            waits_for_pin: phone.waits_for_pin(),
            is_shut: phone.is_shut(),
        }))
    }

    async fn phone_and_owner(&self, tenant: TenantId, token: &Token) -> Result<Option<(Phone, Account)>, Failure> {
        let house = self.house();
        let (digest, now) = (of_token(house.vault().suite(), token), house.now());
        let found = house.db().read(move |tx| {
            let Some(phone) = by_token(tx, tenant, &digest)?.filter(|phone| phone.is_alive(now)) else { return Ok(None) };
            let Some(account) = account::one(tx, tenant, phone.account)? else { return Ok(None) };
            Ok(may_have(tx, tenant, &account, now)?.then_some((phone, account)))
        });
        found.await
    }

    /// Begins a session with a phone and its owner's PIN.
    ///
    /// # Errors
    /// `PIN_WRONG`, `PHONE_SHUT` (S-02); [`Failure::NotFound`] for a phone that does not count.
    pub async fn sign_in_by_phone(&self, tenant: TenantId, token: &Token, typed: &str) -> Result<Begun, Failure> {
        let (seen, _) = self.phone_and_owner(tenant, token).await?.filter(|(phone, _)| !phone.waits_for_pin()).ok_or(Failure::NotFound)?;
        let is_right = self.is_pin(&seen, token, typed).await?;
        let (session, digest) = self.new_token();
        let (suite, now) = (self.house().vault().suite(), self.house().now());
        let tried = self
            .house()
            .db()
            .write(move |tx| {
                let account = account::held(tx, tenant, seen.account)?;
                if let Some(refusal) = prove(tx, suite, tenant, &account, &seen, is_right, now)? {
                    return Ok(Tried::Refused(refusal));
                }
                let step = begin(tx, tenant, &account, seen.phone, &digest, now)?;
                let payload = json!({ "phone": seen.phone.to_string(), "step": step.code() });
                organ::record_rows(tx, suite, tenant, account.account, now, "phone_signed_in", &payload, &[touched(seen.phone)])?;
                Ok(Tried::In(step, account))
            })
            .await?;
        match tried {
            Tried::Refused(refusal) => Err(refusal.into()),
            Tried::In(step, account) => {
                self.forget_account(tenant, account.account);
                Ok(Begun { token: session, step, account: account.account, language: account.language, elder: account.elder })
            }
        }
    }

    /// Opens a locked session on the phone of its owner.
    ///
    /// # Errors
    /// As [`People::sign_in_by_phone`]; another's phone does not count.
    pub async fn unlock_by_phone(&self, session: &Session, token: &Token, typed: &str) -> Result<(), Failure> {
        if session.step != Step::Locked {
            return Err(Failure::NotFound);
        }
        let (tenant, number, opened) = (session.tenant, session.account, session.token);
        let found = self.phone_and_owner(tenant, token).await?;
        let (seen, _) = found.filter(|(phone, _)| phone.account == number && !phone.waits_for_pin()).ok_or(Failure::NotFound)?;
        let is_right = self.is_pin(&seen, token, typed).await?;
        let (suite, now) = (self.house().vault().suite(), self.house().now());
        let tried = self
            .house()
            .db()
            .write(move |tx| {
                let account = account::held(tx, tenant, number)?;
                if let Some(refusal) = prove(tx, suite, tenant, &account, &seen, is_right, now)? {
                    return Ok(Tried::Refused(refusal));
                }
                let post = session::one(tx, tenant, &opened)?.ok_or(Failure::NotFound)?.post;
                if !session::advance(tx, tenant, &opened, Step::Locked, Step::In, post, now)? {
                    return Err(Failure::NotFound);
                }
                let payload = json!({ "phone": seen.phone.to_string() });
                organ::record_rows(tx, suite, tenant, number, now, "phone_unlocked", &payload, &[touched(seen.phone)])?;
                Ok(Tried::In(Step::In, account))
            })
            .await?;
        self.forget(session);
        match tried {
            Tried::Refused(refusal) => Err(refusal.into()),
            Tried::In(..) => Ok(()),
        }
    }

    /// Who typed his password on his own phone that was shut may use his PIN there again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reopen_phone(&self, tenant: TenantId, token: &Token, account: AccountId) -> Result<(), Failure> {
        let Some((seen, _)) = self.phone_and_owner(tenant, token).await?.filter(|(phone, _)| phone.account == account && phone.failures > 0) else {
            return Ok(());
        };
        let (suite, now) = (self.house().vault().suite(), self.house().now());
        self.house()
            .db()
            .write(move |tx| {
                tx.execute(sql!("UPDATE phone SET failures = 0 WHERE tenant = $1 AND phone = $2"), args![tenant, seen.phone])?;
                let payload = json!({ "phone": seen.phone.to_string() });
                organ::record_rows(tx, suite, tenant, account, now, "phone_reopened", &payload, &[touched(seen.phone)])
            })
            .await
    }

    /// Whether the PIN is right; of a phone that is shut nobody is told.
    async fn is_pin(&self, phone: &Phone, token: &Token, typed: &str) -> Result<bool, Failure> {
        if phone.is_shut() {
            return Err(shut().into());
        }
        self.matches_any(&bound(token, typed), vec![phone.pin.clone()]).await
    }
}

fn shut() -> Refusal {
    Refusal::new("PHONE_SHUT", "S-02").arg("most", MOST_FAILURES).at("pin")
}

/// Why nobody is let in, with the wrong PIN counted and on record; `None` when phone and PIN hold, with the count put back to nothing.
/// `seen` is the phone as it was when the PIN was looked at. The account is held.
fn prove(
    tx: &Tx<'_>,
    suite: Suite,
    tenant: TenantId,
    account: &Account,
    seen: &Phone,
    is_right: bool,
    now: Moment,
) -> Result<Option<Refusal>, Failure> {
    let phone = held(tx, tenant, seen.phone)?;
    if !phone.is_alive(now) || phone.pin != seen.pin || !may_have(tx, tenant, account, now)? {
        return Err(Failure::NotFound);
    }
    if phone.is_shut() {
        return Ok(Some(shut()));
    }
    let failures = if is_right { 0 } else { phone.failures + 1 };
    let seen_at = if is_right { now } else { phone.seen_at };
    tx.execute(sql!("UPDATE phone SET failures = $3, seen_at = $4 WHERE tenant = $1 AND phone = $2"), args![tenant, phone.phone, failures, seen_at])?;
    if is_right {
        return Ok(None);
    }
    let is_last = failures >= MOST_FAILURES;
    let kind = if is_last { "phone_shut" } else { "phone_refused" };
    let payload = json!({ "phone": phone.phone.to_string(), "failures": failures });
    organ::record_rows(tx, suite, tenant, account.account, now, kind, &payload, &[touched(phone.phone)])?;
    Ok(Some(if is_last { shut() } else { Refusal::new("PIN_WRONG", "S-02").arg("left", MOST_FAILURES - failures).at("pin") }))
}

/// Opens a session by a phone. Neither an old password nor one for one sign-in stands in the way: it was not asked for.
pub(super) fn begin(tx: &Tx<'_>, tenant: TenantId, account: &Account, phone: PhoneId, token: &Digest, now: Moment) -> Result<Step, Failure> {
    session::replace_others(tx, tenant, account.account, token, now)?;
    let (step, post) = to_post(tx, tenant, account.account, now)?;
    session::add(tx, tenant, token, account.account, post, step, now)?;
    session::came_by(tx, tenant, token, phone)?;
    Ok(step)
}
