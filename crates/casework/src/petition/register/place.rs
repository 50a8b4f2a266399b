//! Where an item lies at first, and by which number: the organ's word, the way, the year, a counter.

use crate::{House, Role, organ::Directory, people::post, petition::model::Channel};
use kernel::{
    area::AreaPath,
    id::{OrganId, TenantId},
};
use store::{Failure, Tx, args, sql};

/// Draws the next number of a counter; within the transaction, so that a number is never lost nor given twice.
///
/// # Errors
/// What the database says.
pub fn next_number(tx: &Tx<'_>, tenant: TenantId, counter: &str) -> Result<i64, Failure> {
    let drawn = tx.scalar::<i64>(
        sql!("INSERT INTO counter (tenant, name, value) VALUES ($1, $2, 1) ON CONFLICT (tenant, name) DO UPDATE SET value = counter.value + 1 RETURNING value"),
        args![tenant, counter],
    )?;
    drawn.ok_or_else(|| Failure::Bug("a counter gave no number".to_owned()))
}

/// 访 信 话 网 真: the way, in a number.
#[must_use]
pub const fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Visit => "访",
        Channel::Letter => "信",
        Channel::Phone => "话",
        Channel::Network => "网",
        Channel::Fax => "真",
    }
}

/// At which level an organ stands.
#[must_use]
pub fn level(directory: &Directory, organ: OrganId) -> &'static str {
    let area = directory.organ(organ).map_or("", |organ| organ.area.as_str());
    match area.trim_end_matches('.').rsplit('.').next().map_or(0, str::len) {
        12.. => "village",
        9..=11 => "township",
        _ => "county",
    }
}

pub(super) fn county_area(directory: &Directory) -> AreaPath {
    directory.organs().next().and_then(|organ| organ.area.parse().ok()).unwrap_or_default()
}

/// The county's petition office when it has a triage officer, else the nearest organ upwards that has one: whoever is
/// accused in a township should not be the first to read it there.
pub(super) async fn triage_near(house: &House, tenant: TenantId, origin: OrganId, directory: &Directory) -> Result<OrganId, Failure> {
    let today = house.today();
    let at_work = house.db().read(move |tx| Ok(post::at_work(tx, tenant, today)?)).await?;
    let with: Vec<OrganId> = at_work.iter().filter(|one| one.is_one_of(&[Role::Triage])).map(|one| one.organ).collect();
    let upwards = directory.organs_above(origin).into_iter().rev().find(|organ| with.contains(organ));
    let office = directory.petition_office().map(|organ| organ.organ).filter(|organ| with.contains(organ));
    Ok(office.or(upwards).unwrap_or(origin))
}
