//! 安全管理员: gives and ends posts. Nothing for himself, and nobody both administers and handles cases.
//!
//! The three administrators (三员) exclude one another: one account holds at most one of the three, and who holds one
//! holds no role that sees cases. "Holds" counts every post that has not ended, also one that begins later.

use super::{
    People, account,
    administer::require,
    post::{self, Post},
    set_up::{NewPost, add_post},
};
use crate::{
    asker::{Asker, Role},
    organ::{self, Touched},
};
use kernel::{
    Day,
    id::{AccountId, PostId, TenantId},
    refusal::Refusal,
};
use serde_json::json;
use store::{Failure, Tx, args, sql};

impl People {
    /// All posts of the county, ended ones too.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for anybody but the security administrator.
    pub async fn all_posts(&self, asker: &Asker) -> Result<Vec<Post>, Failure> {
        require(asker, Role::SecurityAdmin)?;
        let tenant = asker.tenant;
        self.house().db().read(move |tx| Ok(post::all(tx, tenant)?)).await
    }

    /// Gives a post.
    ///
    /// # Errors
    /// `POST_SELF`, `POST_ADMIN_ONE`, `POST_ADMIN_CASE` (9.2), `POST_DAYS`; [`Failure::NotFound`] for an unknown account or organ.
    pub async fn add_post(&self, asker: &Asker, mut new: NewPost) -> Result<PostId, Failure> {
        require(asker, Role::SecurityAdmin)?;
        let house = self.house();
        if house.directory(asker.tenant).await?.organ(new.organ).is_none() {
            return Err(Failure::NotFound);
        }
        new.post = PostId::new(house.next_id());
        let (number, holder) = (new.post, new.account);
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        house
            .db()
            .write(move |tx| {
                let held = account::held(tx, tenant, new.account)?;
                if held.disabled_on.is_some() {
                    return Err(Failure::NotFound);
                }
                may_hold(tx, tenant, actor, &new, now.local_day())?;
                add_post(tx, tenant, &new)?;
                let payload = json!({ "post": new.post.to_string(), "account": new.account.to_string(), "organ": new.organ.to_string(), "role": new.role.code(), "area": new.area.as_str(), "from": new.from_day.to_string(), "to": new.to_day.map(|day| day.to_string()) });
                organ::record_rows(tx, suite, tenant, actor, now, "post_given", &payload, &[touched(new.post)])
            })
            .await?;
        self.forget_account(tenant, holder);
        Ok(number)
    }

    /// Ends a post: yesterday was its last day, and who is at work in it is out.
    ///
    /// # Errors
    /// `POST_SELF` for one's own; [`Failure::NotFound`].
    pub async fn end_post(&self, asker: &Asker, ended: PostId) -> Result<(), Failure> {
        require(asker, Role::SecurityAdmin)?;
        let house = self.house();
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        let holder = house
            .db()
            .write(move |tx| {
                let found = post::one(tx, tenant, ended)?;
                if found.account == actor {
                    return Err(Refusal::new("POST_SELF", "9.2").into());
                }
                // A post that began today ends before it began: it was never valid.
                let last = now.local_day().plus_days(-1);
                tx.execute(
                    sql!("UPDATE post SET to_day = $3 WHERE tenant = $1 AND post = $2 AND (to_day IS NULL OR to_day > $3)"),
                    args![tenant, ended, last],
                )?;
                tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND account = $2 AND post = $3"), args![tenant, found.account, ended])?;
                organ::record_rows(tx, suite, tenant, actor, now, "post_ended", &json!({ "post": ended.to_string() }), &[touched(ended)])?;
                Ok(found.account)
            })
            .await?;
        self.forget_account(tenant, holder);
        Ok(())
    }
}

fn touched(post: PostId) -> Touched {
    Touched::new("post", args![post])
}

/// Whether the account may hold the post beside those that it holds.
fn may_hold(tx: &Tx<'_>, tenant: TenantId, actor: AccountId, new: &NewPost, today: Day) -> Result<(), Failure> {
    if new.account == actor {
        return Err(Refusal::new("POST_SELF", "9.2").at("account").into());
    }
    if new.to_day.is_some_and(|last| last < new.from_day) {
        return Err(Refusal::new("POST_DAYS", "S-06").at("to_day").into());
    }
    let lasting = post::of_account(tx, tenant, new.account)?.into_iter().filter(|post| post.to_day.is_none_or(|last| last >= today));
    for held in lasting.filter_map(|post| post.role()) {
        if held.is_admin() && new.role.is_admin() && held != new.role {
            return Err(Refusal::new("POST_ADMIN_ONE", "9.2").at("role").into());
        }
        if held.is_admin() != new.role.is_admin() {
            return Err(Refusal::new("POST_ADMIN_CASE", "9.2").at("role").into());
        }
    }
    Ok(())
}
