//! Half-typed text, sealed, so that it survives a lock, a crash and a colleague's turn at the same machine.
//!
//! A draft belongs to an account and a form (`register`, `opinion:42`). It is sealed for that place: nobody who reads the
//! table reads it, nor can it be put under another name. At most 64 KiB each and 50 per account; the oldest give way.

use super::{People, Session};
use kernel::{
    Moment,
    id::{AccountId, TenantId},
    refusal::Refusal,
};
use store::{Failure, Tx, args, row, select, sql};

/// The longest draft, in bytes.
pub const LONGEST: usize = 64 * 1024;
/// The longest name of a form, in bytes.
pub const LONGEST_NAME: usize = 80;
const MOST: usize = 50;

row! {
    struct Kept { form: String, body: Vec<u8>, saved_at: Moment }
}

/// A draft, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The form it belongs to.
    pub form: String,
    /// What was typed, as the form would send it (form-encoded).
    pub body: String,
    /// When it was saved.
    pub saved_at: Moment,
}

impl People {
    /// Saves what was typed; when it was saved.
    ///
    /// # Errors
    /// `DRAFT_TOO_LONG`; [`Failure::NotFound`] for a name that no form has; what the database says.
    pub async fn save_draft(&self, session: &Session, form: &str, body: &str) -> Result<Moment, Failure> {
        if body.len() > LONGEST {
            return Err(Refusal::new("DRAFT_TOO_LONG", "design 7").arg("max", LONGEST / 1024).into());
        }
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ':' | '.');
        if form.is_empty() || form.len() > LONGEST_NAME || !form.chars().all(is_name) {
            return Err(Failure::NotFound);
        }
        let house = self.house();
        let (tenant, account, now, form) = (session.tenant, session.account, house.now(), form.to_owned());
        let sealed = house.vault().seal_aside(house.random(), &place(account, &form), body.as_bytes());
        house.db().write(move |tx| keep(tx, tenant, account, &form, &sealed, now)).await?;
        Ok(now)
    }

    /// What was typed into a form, if anything is kept.
    ///
    /// # Errors
    /// What the database says.
    pub async fn load_draft(&self, session: &Session, form: &str) -> Result<Option<Draft>, Failure> {
        let (tenant, account, name) = (session.tenant, session.account, form.to_owned());
        let kept = self
            .house()
            .db()
            .read(move |tx| {
                Ok(tx.first::<Kept>(select!(Kept, "FROM draft WHERE tenant = $1 AND account = $2 AND form = $3"), args![tenant, account, name])?)
            })
            .await?;
        Ok(kept.and_then(|kept| {
            let body = self.house().vault().open_aside(&place(account, &kept.form), &kept.body)?;
            Some(Draft { form: kept.form, body: String::from_utf8(body).ok()?, saved_at: kept.saved_at })
        }))
    }

    /// Drops a draft outside a command, when the person throws it away.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drop_draft(&self, session: &Session, form: &str) -> Result<(), Failure> {
        let (tenant, account, form) = (session.tenant, session.account, form.to_owned());
        self.house().db().write(move |tx| drop_in(tx, tenant, account, &form)).await
    }
}

/// Drops a draft inside the command that its form was for.
///
/// # Errors
/// What the engine says.
pub fn drop_in(tx: &Tx<'_>, tenant: TenantId, account: AccountId, form: &str) -> Result<(), Failure> {
    tx.execute(sql!("DELETE FROM draft WHERE tenant = $1 AND account = $2 AND form = $3"), args![tenant, account, form])?;
    Ok(())
}

fn keep(tx: &Tx<'_>, tenant: TenantId, account: AccountId, form: &str, sealed: &[u8], now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO draft (tenant, account, form, body, saved_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, account, form) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at"),
        args![tenant, account, form, sealed, now],
    )?;
    let kept: Vec<Name> = tx.select(select!(Name, "FROM draft WHERE tenant = $1 AND account = $2 ORDER BY saved_at DESC"), args![tenant, account])?;
    for old in kept.iter().skip(MOST) {
        drop_in(tx, tenant, account, &old.form)?;
    }
    Ok(())
}

row! {
    struct Name { form: String }
}

fn place(account: AccountId, form: &str) -> String {
    format!("draft:{account}:{form}")
}
