//! 动态口令: a person adds the second step to his own account, by proving that the device knows the secret.

use super::{People, Session, account, phone, totp::Kept};
use crate::organ::{self, Touched};
use kernel::refusal::Refusal;
use serde_json::json;
use store::{Failure, args, sql};

/// A secret that is offered to a device; nothing is stored until a code proves that it arrived.
pub struct Offered {
    /// For typing: base 32.
    pub base32: String,
    /// For a picture: `otpauth://totp/…`.
    pub address: String,
    /// The same, sealed, for the form to bring back.
    pub sealed: Vec<u8>,
}

impl People {
    /// Offers a secret; `None` when the account has its second step already (the system administrator takes it away).
    ///
    /// # Errors
    /// What the database says.
    pub async fn offer_device(&self, session: &Session) -> Result<Option<Offered>, Failure> {
        let (tenant, number, house) = (session.tenant, session.account, self.house());
        let account = house.db().read(move |tx| Ok(account::one(tx, tenant, number)?)).await?.ok_or(Failure::NotFound)?;
        if account.totp.is_some() {
            return Ok(None);
        }
        let kept = Kept::generate(house.random());
        Ok(Some(Offered { base32: kept.base32(), address: kept.address(&account.name), sealed: kept.seal(house.vault(), house.random(), number) }))
    }

    /// Stores an offered secret once a code proves it.
    ///
    /// # Errors
    /// `TOTP_WRONG` (S-04); [`Failure::NotFound`] for an offer made to somebody else.
    pub async fn add_device(&self, session: &Session, offered: &[u8], code: &str) -> Result<(), Failure> {
        let (tenant, number, house) = (session.tenant, session.account, self.house());
        let kept = Kept::open(house.vault(), number, offered).ok_or(Failure::NotFound)?;
        let used = kept.accept(code, house.now()).ok_or_else(|| Refusal::new("TOTP_WRONG", "S-04").at("code"))?;
        let (sealed, suite, now) = (used.seal(house.vault(), house.random(), number), house.vault().suite(), house.now());
        house
            .db()
            .write(move |tx| {
                account::held(tx, tenant, number)?;
                let changed = tx.execute(
                    sql!("UPDATE account SET totp = $3 WHERE tenant = $1 AND account = $2 AND totp IS NULL"),
                    args![tenant, number, sealed.clone()],
                )?;
                if changed == 0 {
                    return Err(Failure::NotFound);
                }
                // Whoever has a second step has it everywhere.
                phone::own::end_all(tx, suite, tenant, number, number, "second step", now)?;
                organ::record_rows(tx, suite, tenant, number, now, "second_step_added", &json!({}), &[Touched::account(number)])
            })
            .await?;
        self.forget_account(tenant, number);
        Ok(())
    }

    /// Keeps how a person likes pages.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_taste(&self, session: &Session, language: &str, elder: bool) -> Result<(), Failure> {
        let (tenant, number, language) = (session.tenant, session.account, language.to_owned());
        let (suite, now) = (self.house().vault().suite(), self.house().now());
        self.house()
            .db()
            .write(move |tx| {
                if account::set_taste(tx, tenant, number, &language, elder)? {
                    organ::record_rows(tx, suite, tenant, number, now, "taste_changed", &json!({}), &[Touched::account(number)])?;
                }
                Ok(())
            })
            .await
    }
}
