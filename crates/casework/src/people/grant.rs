//! 安全管理员: asks for changes of posts, which another person confirms. Nothing for himself, and nobody both administers and
//! handles cases.
//!
//! Giving or ending a post is a proposal ([`proposal`]): it changes nothing until somebody else confirms it, and is
//! looked at again then. Every role is an administrator's or sees cases, so every change of posts goes this way.
//!
//! The three administrators (三员) exclude one another: one account holds at most one of the three, and who holds one
//! holds no role that sees cases. "Holds" counts every post that has not ended, also one that begins later.

use super::{
    People, account,
    administer::require,
    post::{self, Post},
    proposal::{self, Confirmers, Proposal},
    set_up::{NewPost, add_post},
};
use crate::{
    asker::{Asker, Role},
    organ::{self, Touched},
};
use kernel::{
    Day,
    id::{AccountId, PostId, ProposalId, TenantId},
    refusal::Refusal,
};
use serde_json::json;
use store::{Failure, Tx, args, sql};

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 500;
/// So many settled proposals are shown.
const SETTLED_SHOWN: u32 = 20;

/// A proposal as the asker sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The proposal.
    pub proposal: Proposal,
    /// Who can confirm or refuse it now; of one that is settled nobody.
    pub confirmers: Vec<AccountId>,
    /// Whether the asker can, in the post that he is in.
    pub is_for_me: bool,
    /// Whether it is the asker's own.
    pub is_mine: bool,
}

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

    /// Asks for a post to be given.
    ///
    /// # Errors
    /// `POST_REASON`, `POST_SELF`, `POST_ADMIN_ONE`, `POST_ADMIN_CASE`, `POST_WAITS` (9.2), `POST_DAYS`; [`Failure::NotFound`] for an
    /// unknown account or organ.
    pub async fn propose_post(&self, asker: &Asker, new: NewPost, reason: &str) -> Result<ProposalId, Failure> {
        require(asker, Role::SecurityAdmin)?;
        let house = self.house();
        if house.directory(asker.tenant).await?.organ(new.organ).is_none_or(|organ| organ.ended_on.is_some()) {
            return Err(Failure::NotFound);
        }
        let wanted = Proposal {
            proposal: ProposalId::new(house.next_id()),
            change: proposal::GIVE.to_owned(),
            post: PostId::new(house.next_id()),
            account: new.account,
            organ: new.organ,
            role: new.role.code().to_owned(),
            area: new.area.as_str().to_owned(),
            from_day: new.from_day,
            to_day: new.to_day,
            asked_by: asker.account,
            asked_at: house.now(),
            state: proposal::WAITS.to_owned(),
            settled_by: AccountId::new(0),
            settled_at: None,
            reason: told(reason)?,
            answer: String::new(),
            list: 0,
        };
        let (tenant, suite, number) = (asker.tenant, house.vault().suite(), wanted.proposal);
        house
            .db()
            .write(move |tx| {
                let now = wanted.asked_at;
                organ::hold_county(tx, tenant)?;
                if account::held(tx, tenant, wanted.account)?.disabled_on.is_some() {
                    return Err(Failure::NotFound);
                }
                may_hold(tx, tenant, wanted.asked_by, &wanted, now.local_day())?;
                let is_same = |other: &Proposal| {
                    other.change == wanted.change && other.account == wanted.account && other.organ == wanted.organ && other.role == wanted.role
                };
                if proposal::waiting(tx, tenant)?.iter().any(is_same) {
                    return Err(Refusal::new("POST_WAITS", "9.2").at("account").into());
                }
                proposal::add(tx, tenant, &wanted)?;
                organ::record_rows(tx, suite, tenant, wanted.asked_by, now, "post_proposed", &payload(&wanted), &[touched(&wanted)])
            })
            .await?;
        Ok(number)
    }

    /// Asks for a post to be ended.
    ///
    /// # Errors
    /// `POST_REASON`, `POST_SELF` for one's own, `POST_WAITS`, `POST_ENDED` (9.2); [`Failure::NotFound`].
    pub async fn propose_end(&self, asker: &Asker, ended: PostId, reason: &str) -> Result<ProposalId, Failure> {
        require(asker, Role::SecurityAdmin)?;
        let house = self.house();
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        let (number, reason) = (ProposalId::new(house.next_id()), told(reason));
        house
            .db()
            .write(move |tx| {
                let found = post::one(tx, tenant, ended)?;
                account::held(tx, tenant, found.account)?;
                if found.account == actor {
                    return Err(Refusal::new("POST_SELF", "9.2").into());
                }
                if has_ended(&found, now.local_day()) {
                    return Err(Refusal::new("POST_ENDED", "9.2").into());
                }
                if proposal::waiting(tx, tenant)?.iter().any(|other| other.change == proposal::END && other.post == ended) {
                    return Err(Refusal::new("POST_WAITS", "9.2").into());
                }
                let wanted = Proposal {
                    proposal: number,
                    change: proposal::END.to_owned(),
                    post: ended,
                    account: found.account,
                    organ: found.organ,
                    role: found.role,
                    area: found.area,
                    from_day: found.from_day,
                    to_day: found.to_day,
                    asked_by: actor,
                    asked_at: now,
                    state: proposal::WAITS.to_owned(),
                    settled_by: AccountId::new(0),
                    settled_at: None,
                    reason: reason.clone()?,
                    answer: String::new(),
                    list: 0,
                };
                proposal::add(tx, tenant, &wanted)?;
                organ::record_rows(tx, suite, tenant, actor, now, "post_proposed", &payload(&wanted), &[touched(&wanted)])
            })
            .await?;
        Ok(number)
    }

    /// What waits, oldest first, and for security administrators what was settled lately, newest first. Who countersigns sees what he
    /// can confirm.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for who never confirms.
    pub async fn proposals(&self, asker: &Asker) -> Result<(Vec<Seen>, Vec<Seen>), Failure> {
        let directory = self.house().directory(asker.tenant).await?;
        if !proposal::is_confirming(&directory, asker) {
            return Err(Failure::NotFound);
        }
        let asker = asker.clone();
        let seen = self.house().db().glance(move |tx| {
            let waiting = proposal::waiting(tx, asker.tenant)?;
            let settled = if asker.role == Role::SecurityAdmin { proposal::settled(tx, asker.tenant, SETTLED_SHOWN)? } else { vec![] };
            let settled: Vec<Seen> = settled.into_iter().map(|proposal| seen(proposal, &[], &asker)).collect();
            if waiting.is_empty() {
                return Ok((vec![], settled));
            }
            let confirmers = Confirmers::read(tx, asker.tenant, &directory, asker.today)?;
            let waiting = waiting.into_iter().map(|proposal| {
                let posts = confirmers.of(&proposal);
                seen(proposal, &posts, &asker)
            });
            Ok((waiting.filter(|seen| seen.is_for_me || asker.role == Role::SecurityAdmin).collect(), settled))
        });
        seen.await
    }

    /// How many proposals wait for this asker; 0 for who never confirms.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn proposals_for(&self, asker: &Asker) -> Result<usize, Failure> {
        match self.proposals(asker).await {
            Ok((waiting, _)) => Ok(waiting.iter().filter(|seen| seen.is_for_me).count()),
            Err(Failure::NotFound) => Ok(0),
            Err(failure) => Err(failure),
        }
    }

    /// Confirms a change: only now the post begins, or ends and who is at work in it is out. A post never begins before the day of
    /// its confirmation, and yesterday was the last day of one that ends.
    ///
    /// # Errors
    /// `PROPOSAL_OWN`, `POST_SELF`, `PROPOSAL_SETTLED`, `PROPOSAL_STALE`, and what [`People::propose_post`] refuses; [`Failure::NotFound`]
    /// for who does not see it.
    pub async fn confirm_proposal(&self, asker: &Asker, number: ProposalId) -> Result<(), Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let (tenant, suite, now, asker) = (asker.tenant, house.vault().suite(), house.now(), asker.clone());
        let touched_accounts = house
            .db()
            .write(move |tx| {
                organ::hold_county(tx, tenant)?;
                let (found, confirmers) = to_settle(tx, &directory, &asker, number, now.local_day())?;
                let holder = account::held(tx, tenant, found.account)?;
                if !confirmers.may_still_ask(&found) || (found.change == proposal::GIVE && holder.disabled_on.is_some()) {
                    return Err(Refusal::new("PROPOSAL_STALE", "9.2").into());
                }
                let mut accounts = vec![found.account];
                if found.change == proposal::GIVE {
                    give(tx, tenant, &found, now.local_day())?;
                } else {
                    accounts.extend(end(tx, tenant, &found, now.local_day())?);
                }
                proposal::settle(tx, tenant, number, proposal::CONFIRMED, asker.account, now, "")?;
                let kind = if found.change == proposal::GIVE { "post_given" } else { "post_ended" };
                let touched = [Touched::new("post", args![found.post]), touched(&found)];
                organ::record_rows(tx, suite, tenant, asker.account, now, kind, &payload(&found), &touched)?;
                Ok(accounts)
            })
            .await?;
        for account in touched_accounts {
            self.forget_account(tenant, account);
        }
        Ok(())
    }

    /// Refuses a change, with a reason that its proposer reads.
    ///
    /// # Errors
    /// `POST_REASON`, `PROPOSAL_OWN`, `POST_SELF`, `PROPOSAL_SETTLED`; [`Failure::NotFound`] for who does not see it.
    pub async fn refuse_proposal(&self, asker: &Asker, number: ProposalId, answer: &str) -> Result<(), Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let (tenant, suite, now, asker, answer) = (asker.tenant, house.vault().suite(), house.now(), asker.clone(), told(answer));
        house
            .db()
            .write(move |tx| {
                let (found, _) = to_settle(tx, &directory, &asker, number, now.local_day())?;
                let found = Proposal { answer: answer.clone()?, ..found };
                proposal::settle(tx, tenant, number, proposal::REFUSED, asker.account, now, &found.answer)?;
                organ::record_rows(tx, suite, tenant, asker.account, now, "proposal_refused", &payload(&found), &[touched(&found)])
            })
            .await
    }

    /// Takes one's own proposal back.
    ///
    /// # Errors
    /// `PROPOSAL_SETTLED`; [`Failure::NotFound`] for another's.
    pub async fn withdraw_proposal(&self, asker: &Asker, number: ProposalId) -> Result<(), Failure> {
        require(asker, Role::SecurityAdmin)?;
        let house = self.house();
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        house
            .db()
            .write(move |tx| {
                let found = proposal::held(tx, tenant, number)?;
                if found.asked_by != actor {
                    return Err(Failure::NotFound);
                }
                waits(&found)?;
                proposal::settle(tx, tenant, number, proposal::WITHDRAWN, actor, now, "")?;
                organ::record_rows(tx, suite, tenant, actor, now, "proposal_withdrawn", &payload(&found), &[touched(&found)])
            })
            .await
    }
}

fn seen(proposal: Proposal, posts: &[&Post], asker: &Asker) -> Seen {
    let mut confirmers: Vec<AccountId> = vec![];
    for post in posts {
        if !confirmers.contains(&post.account) {
            confirmers.push(post.account);
        }
    }
    let is_for_me = posts.iter().any(|post| post.post == asker.post && post.account == asker.account);
    Seen { confirmers, is_for_me, is_mine: proposal.asked_by == asker.account, proposal }
}

/// The proposal, held, when this asker may settle it in the post that he is in.
fn to_settle(tx: &Tx<'_>, directory: &organ::Directory, asker: &Asker, number: ProposalId, today: Day) -> Result<(Proposal, Confirmers), Failure> {
    let found = proposal::held(tx, asker.tenant, number)?;
    let confirmers = Confirmers::read(tx, asker.tenant, directory, today)?;
    if asker.role == Role::SecurityAdmin && confirmers.may_ask(asker.account) {
        if found.asked_by == asker.account {
            return Err(Refusal::new("PROPOSAL_OWN", "9.2").into());
        }
        if found.account == asker.account {
            return Err(Refusal::new("POST_SELF", "9.2").into());
        }
    }
    if !confirmers.of(&found).iter().any(|post| post.post == asker.post && post.account == asker.account) {
        return Err(Failure::NotFound);
    }
    waits(&found)?;
    Ok((found, confirmers))
}

fn waits(found: &Proposal) -> Result<(), Failure> {
    if found.state == proposal::WAITS { Ok(()) } else { Err(Refusal::new("PROPOSAL_SETTLED", "9.2").into()) }
}

/// A reason as it is kept.
pub(crate) fn told(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if (1..=LONGEST_REASON).contains(&reason.chars().count()) {
        Ok(reason.to_owned())
    } else {
        Err(Refusal::new("POST_REASON", "9.2").arg("max", LONGEST_REASON).at("reason"))
    }
}

pub(super) fn touched(proposal: &Proposal) -> Touched {
    Touched::new("post_proposal", args![proposal.proposal])
}

fn payload(proposal: &Proposal) -> serde_json::Value {
    json!({
        "proposal": proposal.proposal.to_string(),
        "change": proposal.change,
        "post": proposal.post.to_string(),
        "account": proposal.account.to_string(),
        "organ": proposal.organ.to_string(),
        "role": proposal.role,
        "area": proposal.area,
        "asked_by": proposal.asked_by.to_string(),
        "reason": proposal.reason,
        "answer": proposal.answer,
    })
}

fn has_ended(post: &Post, today: Day) -> bool {
    !post.lasts_on(today)
}

/// The post begins, on the day of the confirmation at the earliest.
pub(super) fn give(tx: &Tx<'_>, tenant: TenantId, found: &Proposal, today: Day) -> Result<(), Failure> {
    let given = Proposal { from_day: found.from_day.max(today), ..found.clone() };
    let stands = sql!("SELECT organ FROM organ WHERE tenant = $1 AND organ = $2 AND ended_on IS NULL");
    if tx.scalar::<i64>(stands, args![tenant, given.organ])?.is_none() {
        return Err(Refusal::new("PROPOSAL_STALE", "9.2").into());
    }
    may_hold(tx, tenant, given.asked_by, &given, today)?;
    let (Some(role), Ok(area)) = (Role::parse(&given.role), given.area.parse()) else {
        return Err(Failure::Bug(format!("the proposal {} cannot be read", given.proposal)));
    };
    let deputy_for = PostId::new(0);
    let (post, account, organ, from_day, to_day) = (given.post, given.account, given.organ, given.from_day, given.to_day);
    add_post(tx, tenant, &NewPost { post, account, organ, role, area, deputy_for, from_day, to_day })
}

/// The post ends: yesterday was its last day. One that began today ends before it began: it was never valid. Who stood in for it is
/// out too, and named.
fn end(tx: &Tx<'_>, tenant: TenantId, found: &Proposal, today: Day) -> Result<Vec<AccountId>, Failure> {
    if has_ended(&post::one(tx, tenant, found.post)?, today) {
        return Err(Refusal::new("PROPOSAL_STALE", "9.2").into());
    }
    tx.execute(sql!("UPDATE post SET to_day = $3 WHERE tenant = $1 AND post = $2"), args![tenant, found.post, today.plus_days(-1)])?;
    tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND account = $2 AND post = $3"), args![tenant, found.account, found.post])?;
    Ok(post::put_out_deputies(tx, tenant, found.post)?)
}

/// Whether the account may hold the post beside those that it holds.
fn may_hold(tx: &Tx<'_>, tenant: TenantId, asked_by: AccountId, new: &Proposal, today: Day) -> Result<(), Failure> {
    if new.account == asked_by {
        return Err(Refusal::new("POST_SELF", "9.2").at("account").into());
    }
    if new.to_day.is_some_and(|last| last < new.from_day) {
        return Err(Refusal::new("POST_DAYS", "S-06").at("to_day").into());
    }
    let Some(wanted) = Role::parse(&new.role) else { return Err(Failure::NotFound) };
    let lasting = post::of_account(tx, tenant, new.account)?.into_iter().filter(|post| post.lasts_on(today));
    for held in lasting.filter_map(|post| post.role()) {
        if held.is_admin() && wanted.is_admin() && held != wanted {
            return Err(Refusal::new("POST_ADMIN_ONE", "9.2").at("role").into());
        }
        if held.is_admin() != wanted.is_admin() {
            return Err(Refusal::new("POST_ADMIN_CASE", "9.2").at("role").into());
        }
    }
    Ok(())
}
