//! The organ that decides who is competent (art 24): the common superior; without one the joint conference, whose office
//! is the county's petition office.

use crate::{
    House, Role,
    organ::Directory,
    petition::{Petition, deciders::Deciders},
};
use kernel::id::{OrganId, TenantId};
use store::Failure;

/// Who decides there.
const DECIDING: &[Role] = &[Role::Triage, Role::Head];

/// The deciding organ. A common superior in which nobody could decide today, or from which the matter is hidden, is passed over: a matter
/// must not lie unread.
///
/// # Errors
/// What the database says.
pub async fn decider(house: &House, tenant: TenantId, directory: &Directory, petition: &Petition) -> Result<OrganId, Failure> {
    let mut involved: Vec<OrganId> = petition.hops.iter().flat_map(|hop| [hop.from, hop.to]).collect();
    involved.push(petition.holder);
    let deciders = Deciders::of(house, tenant, directory, petition).await?;
    let decides = |organ: &OrganId| !deciders.is_barred(*organ) && deciders.people(*organ, DECIDING).next().is_some();
    let office = directory.petition_office().map(|organ| organ.organ);
    let found = common_superiors(directory, &involved).into_iter().chain(office).find(decides);
    let unstaffed = || office.filter(|office| !deciders.is_barred(*office));
    Ok(found.or_else(unstaffed).unwrap_or(petition.origin))
}

/// The organs that stand above all of them, the lowest first.
fn common_superiors(directory: &Directory, involved: &[OrganId]) -> Vec<OrganId> {
    let above = |organ: OrganId| -> Vec<OrganId> { directory.organs_above(organ).into_iter().filter(|other| *other != organ).collect() };
    let Some((first, rest)) = involved.split_first() else { return vec![] };
    let rest: Vec<Vec<OrganId>> = rest.iter().map(|organ| above(*organ)).collect();
    above(*first).into_iter().rev().filter(|organ| rest.iter().all(|above| above.contains(organ))).collect()
}
