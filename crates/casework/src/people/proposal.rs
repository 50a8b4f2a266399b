//! 岗位变动提议: a change of posts that a security administrator asked for, and who may confirm it (9.2).
//!
//! A second security administrator confirms. Where the county has none, one of two countersigns (会签): the audit
//! administrator, who holds no rights and gains none by it, or the head of the petition office, who answers for who sees
//! cases. The system administrator never does: he makes the accounts. Nobody confirms what he asked for or what is about him.
//!
//! The posts of a staff list are asked for by the system administrator who brought the list, and confirmed, all in one act, by a
//! security administrator, who sees every one of them first: again two persons, and none of the two both makes an account
//! and gives it a right. No list holds a post of the three administrators.

use super::{
    account,
    post::{self, Post},
};
use crate::{
    asker::{Asker, Role},
    organ::Directory,
};
use kernel::{
    Day, Moment,
    id::{AccountId, OrganId, PostId, ProposalId, TenantId},
};
use std::collections::HashSet;
use store::{Error, Failure, Tx, args, row, select, sql};

/// A change waits for a second person.
pub const WAITS: &str = "waits";
/// It was confirmed, and took effect then.
pub const CONFIRMED: &str = "confirmed";
/// It was refused, with a reason.
pub const REFUSED: &str = "refused";
/// Who asked for it took it back.
pub const WITHDRAWN: &str = "withdrawn";
/// It gives a post.
pub const GIVE: &str = "give";
/// It ends one.
pub const END: &str = "end";

row! {
    /// A proposal as it is stored.
    #[derive(Debug, Clone)]
    pub struct Proposal {
        /// Its number.
        pub proposal: ProposalId,
        /// [`GIVE`] or [`END`].
        pub change: String,
        /// The post that would begin or end.
        pub post: PostId,
        /// Whose post.
        pub account: AccountId,
        /// In which organ.
        pub organ: OrganId,
        /// The role's word.
        pub role: String,
        /// Over which area.
        pub area: String,
        /// Its first day as asked for; it begins on the day of the confirmation when that is later.
        pub from_day: Day,
        /// Its last day; open when absent.
        pub to_day: Option<Day>,
        /// Who asked.
        pub asked_by: AccountId,
        /// When.
        pub asked_at: Moment,
        /// [`WAITS`], [`CONFIRMED`], [`REFUSED`] or [`WITHDRAWN`].
        pub state: String,
        /// Who settled it; 0 while it waits.
        pub settled_by: AccountId,
        /// When.
        pub settled_at: Option<Moment>,
        /// Why it was asked for.
        pub reason: String,
        /// Why it was refused; empty otherwise.
        pub answer: String,
        /// The staff list that it came with; 0 for one that was asked for by itself.
        pub list: i64,
    }
}

/// Who is at work in the county on a day, as far as confirming goes.
#[derive(Debug)]
pub struct Confirmers {
    security: Vec<Post>,
    countersigning: Vec<Post>,
    system: Vec<Post>,
}

impl Confirmers {
    /// Reads them; of ended accounts none, and nobody in another's chair.
    ///
    /// # Errors
    /// What the engine says.
    pub fn read(tx: &Tx<'_>, tenant: TenantId, directory: &Directory, today: Day) -> Result<Self, Error> {
        let ended: HashSet<AccountId> =
            account::all(tx, tenant)?.into_iter().filter(|account| account.disabled_on.is_some()).map(|account| account.account).collect();
        let posts =
            post::all(tx, tenant)?.into_iter().filter(|post| post.is_valid_on(today) && post.deputy_for.get() == 0 && !ended.contains(&post.account));
        let (mut security, mut countersigning, mut system) = (vec![], vec![], vec![]);
        for post in posts {
            match post.role() {
                Some(Role::SecurityAdmin) => security.push(post),
                Some(Role::SystemAdmin) => system.push(post),
                Some(Role::AuditAdmin) => countersigning.push(post),
                Some(Role::Head) if is_petition_office(directory, post.organ) => countersigning.push(post),
                _ => {}
            }
        }
        Ok(Self { security, countersigning, system })
    }

    /// The posts in which this proposal can be confirmed: of second security administrators, or else of those who countersign.
    #[must_use]
    pub fn of(&self, proposal: &Proposal) -> Vec<&Post> {
        let is_other = |post: &&Post| post.account != proposal.asked_by && post.account != proposal.account;
        let second: Vec<&Post> = self.security.iter().filter(is_other).collect();
        if second.is_empty() { self.countersigning.iter().filter(is_other).collect() } else { second }
    }

    /// Whether who asked may still ask: a proposal does not outlive its proposer's post. What came with a staff list was asked for by
    /// the system administrator who made the accounts, or by a command on the machine.
    #[must_use]
    pub fn may_ask(&self, account: AccountId) -> bool {
        self.security.iter().any(|post| post.account == account)
    }

    /// As [`Confirmers::may_ask`], for whatever was asked.
    #[must_use]
    pub fn may_still_ask(&self, proposal: &Proposal) -> bool {
        let made_accounts = proposal.asked_by == store::ledger::SYSTEM || self.system.iter().any(|post| post.account == proposal.asked_by);
        self.may_ask(proposal.asked_by) || (proposal.list != 0 && made_accounts)
    }
}

/// Whether somebody may countersign at all, if only his county has one security administrator.
#[must_use]
pub fn is_confirming(directory: &Directory, asker: &Asker) -> bool {
    match asker.role {
        Role::SecurityAdmin | Role::AuditAdmin => true,
        Role::Head => is_petition_office(directory, asker.organ),
        _ => false,
    }
}

fn is_petition_office(directory: &Directory, organ: OrganId) -> bool {
    directory.organ(organ).is_some_and(|organ| organ.kind == "petition_office")
}

/// The proposals that wait, oldest first.
///
/// # Errors
/// What the engine says.
pub fn waiting(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Proposal>, Error> {
    tx.select(select!(Proposal, "FROM post_proposal WHERE tenant = $1 AND state = 'waits' ORDER BY proposal"), args![tenant])
}

/// The newest proposals that were settled, at most `most`.
///
/// # Errors
/// What the engine says.
pub fn settled(tx: &Tx<'_>, tenant: TenantId, most: u32) -> Result<Vec<Proposal>, Error> {
    tx.select(select!(Proposal, "FROM post_proposal WHERE tenant = $1 AND state <> 'waits' ORDER BY proposal DESC LIMIT $2"), args![tenant, most])
}

/// A proposal by its number, held until the transaction ends.
///
/// # Errors
/// [`Failure::NotFound`]; what the engine says.
pub fn held(tx: &Tx<'_>, tenant: TenantId, proposal: ProposalId) -> Result<Proposal, Failure> {
    tx.first(select!(Proposal, "FROM post_proposal WHERE tenant = $1 AND proposal = $2 FOR UPDATE"), args![tenant, proposal])?
        .ok_or(Failure::NotFound)
}

/// Adds a proposal that waits.
///
/// # Errors
/// What the engine says.
pub fn add(tx: &Tx<'_>, tenant: TenantId, new: &Proposal) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO post_proposal (tenant, proposal, change, post, account, organ, role, area, from_day, to_day, asked_by, asked_at, state, settled_by, settled_at, reason, answer, list) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waits', 0, NULL, $13, '', $14)"),
        args![
            tenant,
            new.proposal,
            &new.change,
            new.post,
            new.account,
            new.organ,
            &new.role,
            &new.area,
            new.from_day,
            new.to_day,
            new.asked_by,
            new.asked_at,
            &new.reason,
            new.list
        ],
    )?;
    Ok(())
}

/// Settles a proposal that waits.
///
/// # Errors
/// What the engine says.
pub fn settle(tx: &Tx<'_>, tenant: TenantId, proposal: ProposalId, state: &str, by: AccountId, now: Moment, answer: &str) -> Result<(), Error> {
    tx.execute(
        sql!("UPDATE post_proposal SET state = $3, settled_by = $4, settled_at = $5, answer = $6 WHERE tenant = $1 AND proposal = $2 AND state = 'waits'"),
        args![tenant, proposal, state, by, now, answer],
    )?;
    Ok(())
}
