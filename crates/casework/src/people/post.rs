//! 岗位: an account in a role, in an organ, over an area, from one day to another.

use crate::{
    asker::{Asker, Role},
    organ::Directory,
};
use kernel::{
    Day, Moment,
    area::AreaPath,
    id::{AccountId, OrganId, PostId, TenantId},
};
use std::collections::HashSet;
use store::{Error, Failure, Tx, args, row, select, sql};

row! {
    /// A post as it is stored.
    #[derive(Debug, Clone)]
    pub struct Post {
        /// Its number.
        pub post: PostId,
        /// Who holds it.
        pub account: AccountId,
        /// In which organ.
        pub organ: OrganId,
        /// The role's word, see [`Role::code`].
        pub role: String,
        /// Over which area.
        pub area: String,
        /// The post that it stands in for (代班); 0 for none.
        pub deputy_for: PostId,
        /// The first day.
        pub from_day: Day,
        /// The last day; open when absent.
        pub to_day: Option<Day>,
        /// When it was ended in the course of its last day; from then on it is worn no more.
        pub ended_at: Option<Moment>,
    }
}

impl Post {
    /// The role; `None` for a word of a newer version, which lets nobody do anything.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        Role::parse(&self.role)
    }

    /// Whether its role is one of these.
    #[must_use]
    pub fn is_one_of(&self, roles: &[Role]) -> bool {
        self.role().is_some_and(|role| roles.contains(&role))
    }

    /// Whether it counts on `day`; both ends belong to it, save the day in whose course it was ended.
    #[must_use]
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|last| day <= last) && self.ended_at.is_none_or(|at| day < at.local_day())
    }

    /// Whether it counts on `day` or on one that comes.
    #[must_use]
    pub fn lasts_on(&self, day: Day) -> bool {
        self.ended_at.is_none() && self.to_day.is_none_or(|last| last >= day)
    }

    /// As [`Post::asker`], with every organ that the account belongs to by any of its `posts`: who is barred as an officer
    /// of one organ is not let in by the post that he wears at another (C-30).
    #[must_use]
    pub fn asker_among(&self, tenant: TenantId, directory: &Directory, today: Day, posts: &[Self]) -> Option<Asker> {
        let mut asker = self.asker(tenant, directory, today)?;
        for organ in posts.iter().filter(|post| post.is_valid_on(today)).flat_map(|post| directory.organs_above(post.organ)) {
            if !asker.organs_above.contains(&organ) {
                asker.organs_above.insert(0, organ);
            }
        }
        Some(asker)
    }

    /// The asker that its holder is on `today`; `None` when the role or the area cannot be read: fails closed.
    #[must_use]
    pub fn asker(&self, tenant: TenantId, directory: &Directory, today: Day) -> Option<Asker> {
        Some(Asker {
            tenant,
            account: self.account,
            post: self.post,
            organ: self.organ,
            organs_above: directory.organs_above(self.organ),
            role: self.role()?,
            area: self.area.parse::<AreaPath>().ok()?,
            stands_for: None,
            today,
        })
    }
}

/// The posts of an account that count on `day`, oldest first.
///
/// # Errors
/// What the engine says.
pub fn valid_on(tx: &Tx<'_>, tenant: TenantId, account: AccountId, day: Day) -> Result<Vec<Post>, Error> {
    let mut valid = vec![];
    for post in of_account(tx, tenant, account)?.into_iter().filter(|post| post.is_valid_on(day) && post.role().is_some()) {
        // A deputy does no more than whom he stands in for: a post that ended, or whose holder did, takes its deputy with it.
        if post.deputy_for.get() == 0 || standing(tx, tenant, post.deputy_for)?.is_some_and(|other| other.is_valid_on(day)) {
            valid.push(post);
        }
    }
    Ok(valid)
}

/// A post whose holder's account has not ended.
fn standing(tx: &Tx<'_>, tenant: TenantId, post: PostId) -> Result<Option<Post>, Error> {
    let select = select!(
        Post,
        "FROM post WHERE tenant = $1 AND post = $2 AND account IN (SELECT account FROM account WHERE tenant = $1 AND disabled_on IS NULL)"
    );
    tx.first(select, args![tenant, post])
}

/// Puts out who is at work in place of this post; who stands in for it. For when it ends, or its holder's account does.
///
/// # Errors
/// What the engine says.
pub fn put_out_deputies(tx: &Tx<'_>, tenant: TenantId, post: PostId) -> Result<Vec<AccountId>, Error> {
    let deputies: Vec<Post> = tx.select(select!(Post, "FROM post WHERE tenant = $1 AND deputy_for = $2 ORDER BY post"), args![tenant, post])?;
    for deputy in &deputies {
        tx.execute(sql!("DELETE FROM session WHERE tenant = $1 AND account = $2 AND post = $3"), args![tenant, deputy.account, deputy.post])?;
    }
    Ok(deputies.into_iter().map(|deputy| deputy.account).collect())
}

/// The post that a deputy's post stands in for.
///
/// # Errors
/// What the engine says.
pub fn original(tx: &Tx<'_>, tenant: TenantId, post: &Post) -> Result<Option<Post>, Error> {
    tx.first(select!(Post, "FROM post WHERE tenant = $1 AND post = $2"), args![tenant, post.deputy_for])
}

/// All posts of an account, ended ones too.
///
/// # Errors
/// What the engine says.
pub fn of_account(tx: &Tx<'_>, tenant: TenantId, account: AccountId) -> Result<Vec<Post>, Error> {
    tx.select(select!(Post, "FROM post WHERE tenant = $1 AND account = $2 ORDER BY post"), args![tenant, account])
}

/// The posts of an organ that count on `day`: who can be given a case.
///
/// # Errors
/// What the engine says.
pub fn of_organ(tx: &Tx<'_>, tenant: TenantId, organ: OrganId, day: Day) -> Result<Vec<Post>, Error> {
    Ok(in_force(of_organ_ever(tx, tenant, organ)?, day))
}

/// Those that count on `day`, of posts among which every deputy's principal is, whose account has not ended: with whom he stands in
/// for, a deputy is out.
fn in_force(posts: Vec<Post>, day: Day) -> Vec<Post> {
    let valid: HashSet<PostId> = posts.iter().filter(|post| post.is_valid_on(day)).map(|post| post.post).collect();
    let counts = |post: &Post| valid.contains(&post.post) && (post.deputy_for.get() == 0 || valid.contains(&post.deputy_for));
    posts.into_iter().filter(counts).collect()
}

/// All posts of an organ, ended ones too, of people whose account has not ended.
///
/// # Errors
/// What the engine says.
pub fn of_organ_ever(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Post>, Error> {
    let select = select!(
        Post,
        "FROM post WHERE tenant = $1 AND organ = $2 AND account IN (SELECT account FROM account WHERE tenant = $1 AND disabled_on IS NULL) ORDER BY role, post"
    );
    tx.select(select, args![tenant, organ])
}

/// Who of a county is at work on `day`, organ by organ.
///
/// # Errors
/// What the engine says.
pub fn at_work(tx: &Tx<'_>, tenant: TenantId, day: Day) -> Result<Vec<Post>, Error> {
    let select = select!(
        Post,
        "FROM post WHERE tenant = $1 AND account IN (SELECT account FROM account WHERE tenant = $1 AND disabled_on IS NULL) ORDER BY organ, post"
    );
    Ok(in_force(tx.select(select, args![tenant])?, day))
}

/// A post by its number.
///
/// # Errors
/// [`Failure::NotFound`]; what the engine says.
pub fn one(tx: &Tx<'_>, tenant: TenantId, post: PostId) -> Result<Post, Failure> {
    tx.first(select!(Post, "FROM post WHERE tenant = $1 AND post = $2"), args![tenant, post])?.ok_or(Failure::NotFound)
}

/// All posts of a county, by account.
///
/// # Errors
/// What the engine says.
pub fn all(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Post>, Error> {
    tx.select(select!(Post, "FROM post WHERE tenant = $1 ORDER BY account, post"), args![tenant])
}
