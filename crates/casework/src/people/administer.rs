//! 系统管理员: makes accounts, ends them the same day, gives one-time passwords. Sees no case and gives no rights.

use super::{People, account, password, phone, post, session, set_up};
use crate::{
    asker::{Asker, Role},
    organ::{self, Touched},
};
use kernel::{id::AccountId, refusal::Refusal};
use serde_json::json;
use store::{Failure, args, sql};

/// A new account, and the only time that its first password is seen.
pub struct Made {
    /// Its number.
    pub account: AccountId,
    /// The password for one sign-in.
    pub one_time: String,
}

/// Lets only one role pass; for all others what they ask for is not there.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn require(asker: &Asker, role: Role) -> Result<(), Failure> {
    if asker.role == role { Ok(()) } else { Err(Failure::NotFound) }
}

impl People {
    /// All accounts of the county.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for anybody but the system and security administrators.
    pub async fn accounts(&self, asker: &Asker) -> Result<Vec<account::Account>, Failure> {
        require(asker, Role::SystemAdmin).or_else(|_| require(asker, Role::SecurityAdmin))?;
        let tenant = asker.tenant;
        self.house().db().read(move |tx| Ok(account::all(tx, tenant)?)).await
    }

    /// Makes an account for one person.
    ///
    /// # Errors
    /// `ACCOUNT_NAME` for a name that cannot be typed, `ACCOUNT_NO_PERSON` without the person's name, `ACCOUNT_TAKEN`, all S-05.
    pub async fn create_account(&self, asker: &Asker, name: &str, shown_name: &str) -> Result<Made, Failure> {
        require(asker, Role::SystemAdmin)?;
        let (name, shown_name) = (name.trim().to_lowercase(), shown_name.trim().to_owned());
        let is_fit = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_');
        if !(2..=32).contains(&name.len()) || !name.chars().all(is_fit) {
            return Err(Refusal::new("ACCOUNT_NAME", "S-05").at("name").into());
        }
        if shown_name.is_empty() || shown_name.chars().count() > 40 {
            return Err(Refusal::new("ACCOUNT_NO_PERSON", "S-05").at("shown_name").into());
        }
        let house = self.house();
        let (one_time, account) = (password::one_time(house.random()), AccountId::new(house.next_id()));
        let new = set_up::NewAccount { account, name, shown_name, password: self.hash(&one_time).await?, must_change: true };
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        house
            .db()
            .write(move |tx| {
                if account::by_name(tx, tenant, &new.name)?.is_some() {
                    return Err(Refusal::new("ACCOUNT_TAKEN", "S-05").at("name").into());
                }
                set_up::add_account(tx, tenant, &new, now)?;
                let payload = json!({ "account": account.to_string(), "name": new.name });
                organ::record_rows(tx, suite, tenant, actor, now, "account_created", &payload, &[Touched::account(account)])
            })
            .await?;
        house.forget_directory(tenant);
        Ok(Made { account, one_time })
    }

    /// Ends an account today: its sessions end with it, and those of who stands in for it; its posts stand as history.
    ///
    /// # Errors
    /// `ACCOUNT_OWN` for one's own; [`Failure::NotFound`].
    pub async fn disable_account(&self, asker: &Asker, ended: AccountId) -> Result<(), Failure> {
        require(asker, Role::SystemAdmin)?;
        if ended == asker.account {
            return Err(Refusal::new("ACCOUNT_OWN", "9.2").into());
        }
        let house = self.house();
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        let deputies = house
            .db()
            .write(move |tx| {
                account::held(tx, tenant, ended)?;
                tx.execute(
                    sql!("UPDATE account SET disabled_on = $3 WHERE tenant = $1 AND account = $2 AND disabled_on IS NULL"),
                    args![tenant, ended, now.local_day()],
                )?;
                session::end_all(tx, tenant, ended)?;
                let mut deputies = vec![];
                for held in post::of_account(tx, tenant, ended)? {
                    deputies.extend(post::put_out_deputies(tx, tenant, held.post)?);
                }
                phone::own::end_all(tx, suite, tenant, ended, actor, "account disabled", now)?;
                let payload = json!({ "account": ended.to_string() });
                organ::record_rows(tx, suite, tenant, actor, now, "account_disabled", &payload, &[Touched::account(ended)])?;
                Ok(deputies)
            })
            .await?;
        for account in deputies.into_iter().chain([ended]) {
            self.forget_account(tenant, account);
        }
        Ok(())
    }
}
