//! Setting up a county: its places, organs and people, in one transaction.

use crate::key;
use casework::{
    House,
    organ::{self, NewOrgan},
    people::set_up::{NewAccount, NewPost, add_account, add_post},
};
use kernel::{
    AreaPath, Moment, TenantId,
    divisions::{self, Level},
};
use serde_json::json;
use store::{Failure, ledger::SYSTEM};

/// A place about to be set up.
#[derive(Debug, Clone)]
pub struct NewPlace {
    /// Its path.
    pub path: AreaPath,
    /// Its code.
    pub code: String,
    /// `province`, `city`, `county`, `township`, `village`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

/// A county about to be set up.
#[derive(Debug, Clone)]
pub struct NewCounty {
    /// Its code as a number.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Its places, those above it too.
    pub places: Vec<NewPlace>,
    /// Its organs, parents before children.
    pub organs: Vec<NewOrgan>,
    /// Accounts.
    pub accounts: Vec<NewAccount>,
    /// Posts.
    pub posts: Vec<NewPost>,
}

/// The places of a bundled county, from its province down; empty for another.
#[must_use]
pub fn bundled_places(code: &str) -> Vec<NewPlace> {
    let county = divisions::county(code);
    if county.is_empty() {
        return vec![];
    }
    let places = divisions::above(code).chain(county);
    places.map(|place| NewPlace { path: place.path(), code: place.code.to_owned(), kind: kind(place.kind), name: place.name.to_owned() }).collect()
}

const fn kind(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::City => "city",
        Level::County => "county",
        Level::Township => "township",
        Level::Village => "village",
    }
}

/// Sets a county up. `begun` is when the county began; accounts count their passwords from `now`.
///
/// # Errors
/// What the engine says.
pub fn set_up(house: &House, county: NewCounty, begun: Moment, now: Moment) -> Result<(), Failure> {
    let suite = house.vault().suite();
    let fingerprint = key::fingerprint(house.vault().master());
    let tenant = county.tenant;
    house.db().write_here(move |tx| {
        organ::add_tenant(tx, tenant, &county.name, suite, begun)?;
        for place in &county.places {
            organ::add_area(tx, tenant, &place.path, &place.code, place.kind, &place.name)?;
        }
        for organ in &county.organs {
            organ::add_organ(tx, tenant, organ)?;
        }
        for account in &county.accounts {
            add_account(tx, tenant, account, now)?;
        }
        for post in &county.posts {
            add_post(tx, tenant, post)?;
        }
        let payload = json!({ "name": county.name, "key": fingerprint, "organs": county.organs.len(), "accounts": county.accounts.len() });
        organ::record(tx, suite, tenant, SYSTEM, begun, "county_set_up", &payload.to_string())?;
        organ::take_in(tx, suite, tenant, begun)
    })?;
    house.forget_directory(tenant);
    Ok(())
}
