//! Which phones there are, and how each ends: by its owner, by the system administrator, and by itself with the account, a reset of
//! the password, or a second step.

use super::{Enrolment, Phone, touched};
use crate::{
    asker::{Asker, Role},
    organ,
    people::{People, Session, account, administer::require},
};
use kernel::{
    Moment,
    crypto::Suite,
    id::{AccountId, PhoneId, TenantId},
};
use serde_json::json;
use store::{Failure, Tx, args, select, sql};

impl People {
    /// The phones of somebody at work, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn own_phones(&self, session: &Session) -> Result<Vec<Phone>, Failure> {
        let (tenant, account, now) = (session.tenant, session.account, self.house().now());
        let found = self.house().db().read(move |tx| Ok(of_account(tx, tenant, account)?));
        Ok(found.await?.into_iter().filter(|phone| phone.is_alive(now)).collect())
    }

    /// Whether a phone could be let in for somebody: he has no second step and is no administrator.
    ///
    /// # Errors
    /// What the database says.
    pub async fn may_have_phone(&self, session: &Session) -> Result<bool, Failure> {
        let (tenant, number, now) = (session.tenant, session.account, self.house().now());
        let found = self.house().db().read(move |tx| match account::one(tx, tenant, number)? {
            Some(account) => Ok(super::may_have(tx, tenant, &account, now)?),
            None => Ok(false),
        });
        found.await
    }

    /// Every phone of the county that still counts.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for anybody but the system administrator.
    pub async fn phones(&self, asker: &Asker) -> Result<Vec<Phone>, Failure> {
        require(asker, Role::SystemAdmin)?;
        let (tenant, now) = (asker.tenant, self.house().now());
        let found = self.house().db().read(move |tx| {
            let phones: Vec<Phone> =
                tx.select(select!(Phone, "FROM phone WHERE tenant = $1 AND ended_at IS NULL ORDER BY account, phone"), args![tenant])?;
            Ok(phones)
        });
        Ok(found.await?.into_iter().filter(|phone| phone.is_alive(now)).collect())
    }

    /// Ends one of one's own phones. Ending the phone in the hand ends its session.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for another's.
    pub async fn end_own_phone(&self, session: &Session, phone: PhoneId) -> Result<(), Failure> {
        self.end_phone_of(session.tenant, session.account, Some(session.account), phone).await
    }

    /// Ends anybody's phone.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for anybody but the system administrator, and when there is no such phone.
    pub async fn end_phone(&self, asker: &Asker, phone: PhoneId) -> Result<(), Failure> {
        require(asker, Role::SystemAdmin)?;
        self.end_phone_of(asker.tenant, asker.account, None, phone).await
    }

    async fn end_phone_of(&self, tenant: TenantId, by: AccountId, only: Option<AccountId>, number: PhoneId) -> Result<(), Failure> {
        let (suite, now) = (self.house().vault().suite(), self.house().now());
        let owner = self
            .house()
            .db()
            .write(move |tx| {
                let phone = super::held(tx, tenant, number)?;
                if phone.ended_at.is_some() || only.is_some_and(|owner| owner != phone.account) {
                    return Err(Failure::NotFound);
                }
                end(tx, suite, tenant, &phone, by, "by hand", now)?;
                Ok(phone.account)
            })
            .await?;
        self.forget_account(tenant, owner);
        Ok(())
    }
}

fn of_account(tx: &Tx<'_>, tenant: TenantId, account: AccountId) -> Result<Vec<Phone>, store::Error> {
    tx.select(select!(Phone, "FROM phone WHERE tenant = $1 AND account = $2 AND ended_at IS NULL ORDER BY phone"), args![tenant, account])
}

fn end(tx: &Tx<'_>, suite: Suite, tenant: TenantId, phone: &Phone, by: AccountId, why: &str, now: Moment) -> Result<(), Failure> {
    tx.execute(sql!("UPDATE phone SET ended_at = $3 WHERE tenant = $1 AND phone = $2"), args![tenant, phone.phone, now])?;
    tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND account = $2 AND phone = $3"), args![tenant, phone.account, phone.phone])?;
    let payload = json!({ "phone": phone.phone.to_string(), "account": phone.account.to_string(), "why": why });
    organ::record_rows(tx, suite, tenant, by, now, "phone_ended", &payload, &[touched(phone.phone)])
}

/// Ends every phone of an account and every picture that was shown for it: it was disabled, its password was reset, it has a second
/// step now. The account is held; the sessions that its phones opened go too.
///
/// # Errors
/// What the engine says.
pub(in crate::people) fn end_all(
    tx: &Tx<'_>,
    suite: Suite,
    tenant: TenantId,
    account: AccountId,
    by: AccountId,
    why: &str,
    now: Moment,
) -> Result<(), Failure> {
    for phone in of_account(tx, tenant, account)? {
        end(tx, suite, tenant, &phone, by, why, now)?;
    }
    let shown: Vec<Enrolment> = tx.select(
        select!(Enrolment, "FROM enrolment WHERE tenant = $1 AND account = $2 AND state = 'waits' ORDER BY request"),
        args![tenant, account],
    )?;
    for enrolment in shown {
        tx.execute(sql!("UPDATE enrolment SET state = 'dead' WHERE tenant = $1 AND request = $2"), args![tenant, enrolment.request])?;
        let payload = json!({ "account": account.to_string(), "why": why });
        organ::record_rows(tx, suite, tenant, by, now, "phone_picture_dead", &payload, &[enrolment.touched()])?;
    }
    Ok(())
}
