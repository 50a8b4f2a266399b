//! A single organ: added, changed from today on, ended; and who continues its powers.

use super::{Bringer, organs};
use crate::{
    Asker, House,
    organ::{
        self, NewOrgan, Touched,
        change::{self, Facts, Past, Successor},
    },
};
use kernel::id::OrganId;
use serde_json::json;
use store::{Failure, args};

/// What a page of an organ shows besides the organ itself.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// How it was, newest first.
    pub past: Vec<Past>,
    /// Who continues its powers.
    pub successors: Vec<Successor>,
}

/// An organ's past and its successors.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but the system administrator.
pub async fn told(house: &House, asker: &Asker, number: OrganId) -> Result<Told, Failure> {
    let tenant = Bringer::administrator(asker)?.tenant;
    house.db().read(move |tx| Ok(Told { past: change::past(tx, tenant, number)?, successors: change::successors(tx, tenant, number)? })).await
}

/// Adds an organ; its number.
///
/// # Errors
/// `ORGAN_NAME`, `ORGAN_WORD`, `ORGAN_WORD_TAKEN`, `ORGAN_NAME_TAKEN` (SU-2); [`Failure::NotFound`] for an unknown parent and for
/// anybody but the system administrator.
pub async fn add(house: &House, asker: &Asker, new: NewOrgan, ways: String) -> Result<OrganId, Failure> {
    let bringer = Bringer::administrator(asker)?;
    let number = OrganId::new(house.next_id());
    let (new, suite, now) = (NewOrgan { organ: number, ..new }, house.vault().suite(), house.now());
    let Bringer { tenant, account } = bringer;
    house
        .db()
        .write(move |tx| {
            organ::hold_county(tx, tenant)?;
            organs::add(tx, tenant, &new, &ways, now.local_day())?;
            organ::record_rows(tx, suite, tenant, account, now, "organ_added", &json!({ "name": new.name }), &[Touched::new("organ", args![number])])
        })
        .await?;
    house.forget_directory(tenant);
    Ok(number)
}

/// Changes an organ from today on.
///
/// # Errors
/// As [`change::change`].
pub async fn alter(house: &House, asker: &Asker, number: OrganId, facts: Facts) -> Result<(), Failure> {
    let Bringer { tenant, account } = Bringer::administrator(asker)?;
    let (suite, now) = (house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            organ::hold_county(tx, tenant)?;
            let touched = change::change(tx, tenant, number, &facts, now.local_day())?;
            if touched.is_empty() {
                return Ok(());
            }
            organ::record_rows(tx, suite, tenant, account, now, "organ_changed", &json!({ "organ": number.to_string() }), &touched)
        })
        .await?;
    house.forget_directory(tenant);
    Ok(())
}

/// Ends an organ that has nothing left in its hands.
///
/// # Errors
/// As [`change::end`].
pub async fn end(house: &House, asker: &Asker, number: OrganId) -> Result<(), Failure> {
    let Bringer { tenant, account } = Bringer::administrator(asker)?;
    let (suite, now) = (house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            organ::hold_county(tx, tenant)?;
            change::end(tx, tenant, number, now.local_day())?;
            let touched = [Touched::new("organ", args![number])];
            organ::record_rows(tx, suite, tenant, account, now, "organ_ended", &json!({ "organ": number.to_string() }), &touched)
        })
        .await?;
    house.forget_directory(tenant);
    Ok(())
}

/// Writes down who continues an organ's powers; the head of that organ then hands its matters over.
///
/// # Errors
/// As [`change::add_successor`].
pub async fn succeed(house: &House, asker: &Asker, number: OrganId, successor: OrganId, basis: &str) -> Result<(), Failure> {
    let Bringer { tenant, account } = Bringer::administrator(asker)?;
    let (suite, now) = (house.vault().suite(), house.now());
    let new = Successor { organ: number, successor, basis: basis.trim().to_owned(), written_by: account, written_at: now };
    house
        .db()
        .write(move |tx| {
            organ::hold_county(tx, tenant)?;
            change::add_successor(tx, tenant, &new)?;
            let touched = [Touched::new("succession", args![number, successor])];
            let payload = json!({ "organ": number.to_string(), "successor": successor.to_string(), "basis": new.basis });
            organ::record_rows(tx, suite, tenant, account, now, "successor_named", &payload, &touched)
        })
        .await?;
    // Whoever was barred as the one is barred as the other, from now on.
    house.forget_directory(tenant);
    Ok(())
}
