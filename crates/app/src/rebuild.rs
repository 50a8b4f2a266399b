//! `linju rebuild`: the tables anew from the ledger, a few cases at a time.

use crate::{
    beside::{self, Ask, Progress},
    command_line::{Place, Rebuild},
    installation::{self, Installation},
    oops::Oops,
    say::Say,
};
use casework::{House, verify};
use serde_json::{Value, json};

/// `linju rebuild`.
///
/// # Errors
/// A broken chain is named, and nothing of its case is written; what the engine says.
pub fn run(place: &Place, wanted: &Rebuild, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let told = beside::through(&installation, &Ask::Rebuild { county: wanted.county.clone() }, &[], say)?;
    let matters = told.get("matters").and_then(Value::as_u64).unwrap_or_default();
    say.answer(&told, || format!("{matters} cases were read from the ledger and written anew"));
    Ok(())
}

/// Rebuilds one county, or all.
///
/// # Errors
/// As [`run`].
pub fn work(house: &House, county: Option<&str>, progress: &mut Progress<'_>) -> Result<Value, Oops> {
    let only = county.map(|code| installation::county(house, Some(code))).transpose()?;
    let mut matters = 0;
    for county in installation::counties(house)?.into_iter().filter(|county| only.is_none_or(|only| only == county.tenant)) {
        matters += verify::rebuild(house, county.tenant)?;
        if !progress(&format!("{} {}: done", county.tenant, county.name)) {
            return Err(Oops::wrong("stopped: run the same command again"));
        }
    }
    Ok(json!({ "matters": matters }))
}
