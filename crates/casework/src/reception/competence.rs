//! The organ that decides who is competent (art 24): the common superior; without one the joint conference, whose office
//! is the county's petition office.

use crate::{House, organ::Directory, petition::Petition};
use kernel::id::{OrganId, TenantId};
use store::{Failure, args, row, select};

row! {
    struct AtWork { organ: OrganId }
}

/// The deciding organ. A common superior in which nobody could decide today is passed over: a matter must not lie unread.
///
/// # Errors
/// What the database says.
pub async fn decider(house: &House, tenant: TenantId, directory: &Directory, petition: &Petition) -> Result<OrganId, Failure> {
    let mut involved: Vec<OrganId> = petition.hops.iter().flat_map(|hop| [hop.from, hop.to]).collect();
    involved.push(petition.holder);
    let today = house.today();
    let deciding: Vec<OrganId> = house
        .db()
        .glance(move |tx| {
            let rows = tx.select::<AtWork>(
                select!(AtWork, "FROM post WHERE tenant = $1 AND role IN ('triage', 'head') AND from_day <= $2 AND ended_at IS NULL AND (to_day IS NULL OR to_day >= $2)"),
                args![tenant, today],
            )?;
            Ok(rows.into_iter().map(|row| row.organ).collect())
        })
        .await?;
    let common = common_superior(directory, &involved).filter(|organ| deciding.contains(organ));
    let office = || directory.organs().find(|organ| organ.kind == "petition_office").map(|organ| organ.organ);
    Ok(common.or_else(office).unwrap_or(petition.origin))
}

/// The lowest organ that stands above all of them.
fn common_superior(directory: &Directory, involved: &[OrganId]) -> Option<OrganId> {
    let above = |organ: OrganId| -> Vec<OrganId> { directory.organs_above(organ).into_iter().filter(|other| *other != organ).collect() };
    let (first, rest) = involved.split_first()?;
    let rest: Vec<Vec<OrganId>> = rest.iter().map(|organ| above(*organ)).collect();
    above(*first).into_iter().rev().find(|organ| rest.iter().all(|above| above.contains(organ)))
}
