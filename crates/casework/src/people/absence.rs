//! 代班: who is away names a deputy in his own office, or his head does it for him.
//!
//! A deputyship is a post like any other, from one day to another, that says for which post it stands in. Whoever wears it
//! sees and does what the other does, and everything that he does is written down as his own act, "for" the other. Bars of
//! both hold. It gives nobody sight of another office, and reaches no administrator, leader or supervisor: those change only
//! by a proposal that another person confirms.

use super::{
    People,
    post::{self, Post},
    set_up::{NewPost, add_post},
};
use crate::{
    asker::{Asker, Role},
    organ::{self, Touched},
};
use kernel::{
    Day,
    id::{AccountId, PostId},
    refusal::Refusal,
};
use serde_json::json;
use store::{Failure, args, sql};

/// The longest time away with a deputy, in days.
pub const LONGEST_DAYS: i64 = 60;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Away {
    /// The post whose holder is away.
    pub post: PostId,
    /// Who stands in.
    pub deputy: AccountId,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl People {
    /// The posts of the asker's office that can have a deputy, and the deputyships that have not ended.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deputies(&self, asker: &Asker) -> Result<(Vec<Post>, Vec<Post>), Failure> {
        let (tenant, organ, today) = (asker.tenant, asker.organ, asker.today);
        self.house()
            .db()
            .read(move |tx| {
                let lasting = post::of_organ_ever(tx, tenant, organ)?.into_iter().filter(|post| post.lasts_on(today));
                let (deputies, own): (Vec<Post>, Vec<Post>) = lasting.partition(|post| post.deputy_for.get() != 0);
                Ok((own.into_iter().filter(|post| can_have_one(post) && post.is_valid_on(today)).collect(), deputies))
            })
            .await
    }

    /// Names a deputy: for oneself, or for somebody of the office when its head does it.
    ///
    /// # Errors
    /// `DEPUTY_DAYS`, `DEPUTY_ROLE`, `DEPUTY_OUTSIDE`, `DEPUTY_AWAY`, `DEPUTY_SET`, `DEPUTISES`; [`Failure::NotFound`] for a post that
    /// is neither his nor of his office.
    pub async fn name_deputy(&self, asker: &Asker, away: Away) -> Result<PostId, Failure> {
        let house = self.house();
        let (tenant, actor, today, suite, now) = (asker.tenant, asker.account, asker.today, house.vault().suite(), house.now());
        let (number, asker, deputy) = (PostId::new(house.next_id()), asker.clone(), away.deputy);
        house
            .db()
            .write(move |tx| {
                organ::hold_county(tx, tenant)?;
                let found = post::one(tx, tenant, away.post)?;
                let posts = post::of_organ_ever(tx, tenant, found.organ)?;
                // Who has left is not away: his post is given to somebody.
                if !may_set(&asker, &found) || posts.iter().all(|post| post.post != found.post) {
                    return Err(Failure::NotFound);
                }
                may_stand_in(&posts, &found, &away, today)?;
                let (Some(role), Ok(area)) = (found.role(), found.area.parse()) else {
                    return Err(Failure::Bug(format!("the post {} cannot be read", found.post)));
                };
                let new = NewPost {
                    post: number,
                    account: away.deputy,
                    organ: found.organ,
                    role,
                    area,
                    deputy_for: found.post,
                    from_day: away.from,
                    to_day: Some(away.to),
                };
                add_post(tx, tenant, &new)?;
                let payload = json!({
                    "post": number.to_string(),
                    "deputy_for": found.post.to_string(),
                    "away": found.account.to_string(),
                    "deputy": away.deputy.to_string(),
                    "from": away.from.to_string(),
                    "to": away.to.to_string(),
                });
                organ::record_rows(tx, suite, tenant, actor, now, "deputy_named", &payload, &[Touched::new("post", args![number])])
            })
            .await?;
        self.forget_account(tenant, deputy);
        Ok(number)
    }

    /// Ends a deputyship: who was away is back. Whoever is at work in it is out; that he wore it until now stands with today's day.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for one that is neither for him nor of his office, or has ended.
    pub async fn end_deputy(&self, asker: &Asker, ended: PostId) -> Result<(), Failure> {
        let house = self.house();
        let (tenant, actor, today, suite, now, asker) = (asker.tenant, asker.account, asker.today, house.vault().suite(), house.now(), asker.clone());
        let deputy = house
            .db()
            .write(move |tx| {
                let found = post::one(tx, tenant, ended)?;
                let original = if found.deputy_for.get() == 0 { return Err(Failure::NotFound) } else { post::one(tx, tenant, found.deputy_for)? };
                if !may_set(&asker, &original) || !found.lasts_on(today) {
                    return Err(Failure::NotFound);
                }
                // One that has not begun ends before it begins: it was never worn.
                let last = if found.from_day > today { found.from_day.plus_days(-1) } else { today };
                tx.execute(sql!("UPDATE post SET to_day = $3, ended_at = $4 WHERE tenant = $1 AND post = $2"), args![tenant, ended, last, now])?;
                tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND account = $2 AND post = $3"), args![tenant, found.account, ended])?;
                let payload = json!({ "post": ended.to_string(), "deputy": found.account.to_string() });
                organ::record_rows(tx, suite, tenant, actor, now, "deputy_ended", &payload, &[Touched::new("post", args![ended])])?;
                Ok(found.account)
            })
            .await?;
        self.forget_account(tenant, deputy);
        Ok(())
    }
}

/// Whether this asker arranges the absence of that post: its holder, or the head of its office; nobody from a deputy's chair.
fn may_set(asker: &Asker, post: &Post) -> bool {
    let own = post.account == asker.account;
    let heads = asker.role == Role::Head && post.organ == asker.organ;
    asker.stands_for.is_none() && post.organ == asker.organ && (own || heads)
}

fn can_have_one(post: &Post) -> bool {
    matches!(post.role(), Some(Role::Clerk | Role::Triage | Role::Handler | Role::Head | Role::Mediator)) && post.deputy_for.get() == 0
}

fn may_stand_in(posts: &[Post], found: &Post, away: &Away, today: Day) -> Result<(), Refusal> {
    let overlaps = |post: &Post| post.from_day <= away.to && post.lasts_on(away.from);
    if away.from < today || away.to < away.from || away.from.days_until(away.to) >= LONGEST_DAYS {
        return Err(Refusal::new("DEPUTY_DAYS", "S-06").arg("max", LONGEST_DAYS).at("to"));
    }
    if !can_have_one(found) || !found.is_valid_on(away.from) || !found.is_valid_on(away.to) {
        return Err(Refusal::new("DEPUTY_ROLE", "9.2").at("post"));
    }
    let has_own = posts.iter().any(|post| {
        post.account == away.deputy && post.account != found.account && can_have_one(post) && post.is_valid_on(away.from) && post.is_valid_on(away.to)
    });
    if !has_own {
        return Err(Refusal::new("DEPUTY_OUTSIDE", "9.2").at("deputy"));
    }
    let mut deputyships = posts.iter().filter(|post| post.deputy_for.get() != 0 && overlaps(post));
    if deputyships.clone().any(|post| post.deputy_for == found.post) {
        return Err(Refusal::new("DEPUTY_SET", "9.2").at("post"));
    }
    let holder_of = |number: PostId| posts.iter().find(|post| post.post == number).map(|post| post.account);
    // Who is away himself stands in for nobody, and who stands in does not go away: no chain breaks in the middle.
    if deputyships.clone().any(|post| holder_of(post.deputy_for) == Some(away.deputy)) {
        return Err(Refusal::new("DEPUTY_AWAY", "9.2").at("deputy"));
    }
    if deputyships.any(|post| post.account == found.account) {
        return Err(Refusal::new("DEPUTISES", "9.2").at("post"));
    }
    Ok(())
}
