//! While somebody is at work: choosing a post, locking the screen and opening it again, leaving.

use super::{
    People, account, post,
    session::{self, Session, Step},
    sign_in::{Try, refuse_locked, refused_kind, reject},
};
use crate::organ::{self, Touched};
use kernel::{id::PostId, refusal::Refusal};
use serde_json::json;
use store::Failure;

impl People {
    /// The posts that the account may choose among today.
    ///
    /// # Errors
    /// What the database says.
    pub async fn posts(&self, session: &Session) -> Result<Vec<post::Post>, Failure> {
        let (tenant, account, today) = (session.tenant, session.account, self.house().today());
        self.house().db().read(move |tx| Ok(post::valid_on(tx, tenant, account, today)?)).await
    }

    /// Goes to work in a post, or changes from one to another.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a post that is not his, or not today's.
    pub async fn choose_post(&self, session: &Session, chosen: PostId) -> Result<(), Failure> {
        if !matches!(session.step, Step::Post | Step::In) {
            return Err(Failure::NotFound);
        }
        let (tenant, number, token, from, now) = (session.tenant, session.account, session.token, session.step, self.house().now());
        self.house()
            .db()
            .write(move |tx| {
                let posts = post::valid_on(tx, tenant, number, now.local_day())?;
                if !posts.iter().any(|post| post.post == chosen) || !session::advance(tx, tenant, &token, from, Step::In, chosen, now)? {
                    return Err(Failure::NotFound);
                }
                Ok(())
            })
            .await?;
        self.forget(session);
        Ok(())
    }

    /// Locks the screen: the password opens it again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock(&self, session: &Session) -> Result<(), Failure> {
        let Some(post) = session.asker.as_ref().map(|asker| asker.post) else { return Ok(()) };
        let (tenant, token, now) = (session.tenant, session.token, self.house().now());
        self.house().db().write(move |tx| session::advance(tx, tenant, &token, Step::In, Step::Locked, post, now)).await?;
        self.forget(session);
        Ok(())
    }

    /// Opens a locked session.
    ///
    /// # Errors
    /// `PASSWORD_WRONG`, `SIGN_IN_LOCKED` (S-02).
    pub async fn unlock(&self, session: &Session, text: &str) -> Result<(), Failure> {
        if session.step != Step::Locked {
            return Err(Failure::NotFound);
        }
        let house = self.house();
        let (tenant, number, token) = (session.tenant, session.account, session.token);
        let account = house.db().read(move |tx| Ok(account::one(tx, tenant, number)?)).await?.ok_or(Failure::NotFound)?;
        refuse_locked(&account, house.now())?;
        let is_right = self.matches_any(text, vec![account.password.clone()]).await?;
        let (suite, now) = (house.vault().suite(), house.now());
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
                        &json!({ "step": "locked" }),
                        &[Touched::account(number)],
                    )?;
                    let told = if refusal.code == "SIGN_IN_WRONG" { Refusal::new("PASSWORD_WRONG", "S-02").at("password") } else { refusal };
                    return Ok(Try::Refused(told));
                }
                if held.failures != 0 || held.locked_until.millis() != 0 {
                    organ::record_rows(tx, suite, tenant, number, now, "unlocked", &json!({}), &[Touched::account(number)])?;
                }
                let post = session::one(tx, tenant, &token)?.ok_or(Failure::NotFound)?.post;
                if !session::advance(tx, tenant, &token, Step::Locked, Step::In, post, now)? {
                    return Err(Failure::NotFound);
                }
                Ok(Try::In(Step::In))
            })
            .await?;
        self.forget(session);
        match tried {
            Try::Refused(refusal) => Err(refusal.into()),
            Try::In(_) => Ok(()),
        }
    }

    /// Ends the session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out(&self, session: &Session) -> Result<(), Failure> {
        let (tenant, token) = (session.tenant, session.token);
        self.forget(session);
        self.house().db().write(move |tx| session::end(tx, tenant, &token)).await
    }
}
