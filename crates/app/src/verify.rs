//! `linju verify`: the ledger with itself, with the tables, with the files. Reads only, beside whoever writes.

use crate::{
    command_line::{Place, Verify},
    installation::{self, Installation},
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
};
use casework::{organ, verify};
use serde_json::json;
use std::{fmt::Write as _, sync::Arc};

/// `linju verify`.
///
/// # Errors
/// Status 1 when something does not agree: each is named.
pub fn run(place: &Place, wanted: &Verify, say: &Say) -> Result<(), Oops> {
    let house = Installation::find(place)?.open_to_read(Arc::new(RunningClock::machine()))?;
    let only = wanted.county.as_deref().map(|code| installation::county(&house, Some(code))).transpose()?;
    let (mut reports, mut text, mut is_whole) = (vec![], String::new(), true);
    for county in installation::counties(&house)?.into_iter().filter(|county| only.is_none_or(|only| only == county.tenant)) {
        let tenant = county.tenant;
        if !house.db().read_here(move |tx| organ::proof::is_taken_in(tx, tenant))? {
            let older = "is older than the record of its rows: run `linju serve` of this version once, then verify";
            return Err(Oops::wrong(format!("{tenant} {} {older}", county.name)));
        }
        let report = verify::verify(&house, county.tenant)?;
        is_whole &= report.wrong.is_empty();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{} {}: {} matters, {} events, {} looks, {} files: {}",
            county.tenant,
            county.name,
            report.matters,
            report.events,
            report.reads,
            report.files,
            if report.wrong.is_empty() { "whole" } else { "NOT whole" }
        );
        for sentence in &report.wrong {
            let _ = writeln!(text, "  {sentence}");
        }
        reports.push(json!({ "county": county.tenant.to_string(), "name": county.name, "report": report }));
    }
    say.answer(&json!({ "whole": is_whole, "counties": reports }), || text);
    if is_whole { Ok(()) } else { Err(Oops::Told) }
}
