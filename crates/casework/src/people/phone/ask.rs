//! 让一个手机进来: asked for by the system administrator, or by the person himself at work; shown by a second person who knows him,
//! as with a forgotten password ([`super::super::reset`]).
//!
//! He who shows it has a picture on his screen, and tells six digits by mouth. Both are good for a quarter of an hour and made anew each
//! time they are shown; the request waits until a phone came in by it, or is refused.

use super::{Address, Enrolment, bound, of_address, refuse_unfit};
use crate::{
    asker::{Asker, Role},
    organ::{self, Touched},
    people::{
        People, account,
        administer::require,
        reset::{self, Kind},
    },
};
use kernel::id::{AccountId, RequestId, TenantId};
use serde_json::json;
use store::{Failure, Tx, args, select, sql};

/// What is shown once to who lets a phone in.
pub struct Shown {
    /// Whose phone.
    pub account: AccountId,
    /// What the picture holds.
    pub address: Address,
    /// Six digits, to be told by mouth.
    pub digits: String,
}

impl People {
    /// Asks for a phone to be let in. The person himself needs to say no reason.
    ///
    /// # Errors
    /// `PHONE_NOT_FOR` (S-04) for an account with a second step and for administrators; `RESET_REASON`, `RESET_WAITS`;
    /// [`Failure::NotFound`] for who is neither the person nor the system administrator.
    pub async fn ask_phone(&self, asker: &Asker, number: AccountId, reason: &str) -> Result<RequestId, Failure> {
        let reason = if number == asker.account {
            String::new()
        } else {
            require(asker, Role::SystemAdmin)?;
            reset::told(reason)?
        };
        let house = self.house();
        let (suite, now, request, asker) = (house.vault().suite(), house.now(), RequestId::new(house.next_id()), asker.clone());
        house
            .db()
            .write(move |tx| {
                let held = account::held(tx, asker.tenant, number)?;
                refuse_unfit(tx, asker.tenant, &held, now)?;
                reset::put(tx, asker.tenant, request, number, asker.account, now, &reason, Kind::Phone)?;
                let payload = json!({ "account": number.to_string(), "reason": reason });
                organ::record_rows(tx, suite, asker.tenant, asker.account, now, "phone_asked", &payload, &[reset::touched(request)])
            })
            .await?;
        Ok(request)
    }

    /// Makes picture and digits; those that were shown for this request before are good no longer.
    ///
    /// # Errors
    /// `PROPOSAL_SETTLED` (9.2); `PHONE_NOT_FOR` (S-04); [`Failure::NotFound`] for who may not.
    pub async fn show_phone(&self, asker: &Asker, number: RequestId) -> Result<Shown, Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let mut address: Address = [0; super::ADDRESS_BYTES];
        house.random().fill(&mut address);
        let digits = format!("{:06}", house.random().u64() % 1_000_000);
        let hash = self.hash(&bound(&address, &digits)).await?;
        let (suite, now, asker) = (house.vault().suite(), house.now(), asker.clone());
        let digest = of_address(suite, &address);
        let account = house
            .db()
            .write(move |tx| {
                let request = reset::to_settle(tx, &directory, &asker, number, now.local_day(), Kind::Phone)?;
                let held = account::held(tx, asker.tenant, request.account)?;
                refuse_unfit(tx, asker.tenant, &held, now)?;
                tx.execute(
                    sql!("INSERT INTO enrolment (tenant, request, account, given_by, given_at, address, pin, tries, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 'waits') ON CONFLICT (tenant, request) DO UPDATE SET given_by = excluded.given_by, given_at = excluded.given_at, address = excluded.address, pin = excluded.pin, tries = 0, state = 'waits'"),
                    args![asker.tenant, number, held.account, asker.account, now, digest.as_bytes().as_slice(), &hash],
                )?;
                let payload = json!({ "account": held.account.to_string(), "asked_by": request.asked_by.to_string() });
                let rows = [Touched::new("enrolment", args![number])];
                organ::record_rows(tx, suite, asker.tenant, asker.account, now, "phone_shown", &payload, &rows)?;
                Ok(held.account)
            })
            .await?;
        Ok(Shown { account, address, digits })
    }

    /// Whether a picture is good: it was shown, not used, and its time is not over. Says nothing of whose it is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_shown(&self, tenant: TenantId, address: &Address) -> Result<bool, Failure> {
        Ok(self.enrolment(tenant, address).await?.is_some())
    }

    pub(super) async fn enrolment(&self, tenant: TenantId, address: &Address) -> Result<Option<Enrolment>, Failure> {
        let house = self.house();
        let (digest, now) = (of_address(house.vault().suite(), address), house.now());
        let found = house.db().read(move |tx| {
            let found: Option<Enrolment> =
                tx.first(select!(Enrolment, "FROM enrolment WHERE tenant = $1 AND address = $2"), args![tenant, digest.as_bytes().as_slice()])?;
            Ok(found.filter(|one| one.is_open(now)))
        });
        found.await
    }
}

/// The picture of a request that was refused is dead.
pub(in crate::people) fn withdraw(tx: &Tx<'_>, tenant: TenantId, request: RequestId) -> Result<Option<Touched>, Failure> {
    let changed =
        tx.execute(sql!("UPDATE enrolment SET state = 'dead' WHERE tenant = $1 AND request = $2 AND state = 'waits'"), args![tenant, request])?;
    Ok((changed > 0).then(|| Touched::new("enrolment", args![request])))
}
