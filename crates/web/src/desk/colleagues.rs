//! Who of the asker's organ can be given a matter today: its handlers and heads, in their own posts.

use casework::{Asker, House, Role, organ::Directory, people::post};
use kernel::{id::AccountId, refusal::Refusal};
use store::Failure;

/// Each of them once, the asker himself first.
///
/// # Errors
/// What the database says.
pub async fn handlers(house: &House, asker: &Asker) -> Result<Vec<AccountId>, Failure> {
    let (tenant, organ, today) = (asker.tenant, asker.organ, asker.today);
    let posts = house.db().read(move |tx| Ok(post::of_organ(tx, tenant, organ, today)?)).await?;
    let handles = |role: &str| matches!(Role::parse(role), Some(Role::Handler | Role::Head));
    let mut found: Vec<AccountId> = posts.iter().filter(|post| handles(&post.role) && post.deputy_for.get() == 0).map(|post| post.account).collect();
    found.sort_by_key(|account| (*account != asker.account, *account));
    found.dedup();
    Ok(found)
}

/// As [`handlers`], with their names.
///
/// # Errors
/// What the database says.
pub async fn named(house: &House, asker: &Asker, directory: &Directory) -> Result<Vec<(AccountId, String)>, Failure> {
    let found = handlers(house, asker).await?;
    Ok(found.into_iter().map(|account| (account, directory.person(account).to_owned())).collect())
}

/// Refuses to give a matter to anybody else.
///
/// # Errors
/// `EMPTY` for nobody, or for one who is none of them.
pub async fn is_one(house: &House, asker: &Asker, officer: Option<AccountId>) -> Result<(), Failure> {
    let found = handlers(house, asker).await?;
    let is_one = officer.is_some_and(|officer| found.contains(&officer));
    if is_one { Ok(()) } else { Err(Refusal::new("EMPTY", "SM-PET").arg("field", "officer").at("officer").into()) }
}
