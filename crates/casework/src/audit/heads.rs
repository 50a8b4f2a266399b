//! The ends of the ledger of reads, sealed into the record of the house.
//!
//! Each account's looks of a day are a chain of their own, and a chain does not tell that its end, or all of it, is gone.
//! So every ten minutes that have news, the last link of each chain goes into the record: from then on no look before it
//! can be taken away unseen.

use crate::organ::{self, proof::hex};
use kernel::{
    Day, Moment,
    crypto::Suite,
    id::{AccountId, TenantId},
};
use serde_json::{Value as Json, json};
use store::{Failure, Tx, args, ledger::SYSTEM, reads, row, select};

/// How often, in minutes.
pub const SEALED_EVERY_MINUTES: i64 = 10;
/// Looks that were committed a little after they were dated are still found.
const OVERLAP_MINUTES: i64 = 2;
const KIND: &str = "looks_sealed";
/// So many ends stand in one entry.
const AT_ONCE: usize = 500;

row! {
    struct Sealed { payload: String }
}
row! {
    struct Who { account: AccountId }
}
row! {
    struct Head { nth: i64, hash: Vec<u8>, at: Moment }
}
row! {
    struct Entry { account: AccountId, day: Day, nth: i64, hash: Vec<u8> }
}

/// Gives every look that waits its link, then seals the ends that are news since the last time; how many.
///
/// # Errors
/// What the database says.
pub fn seal_new(tx: &Tx<'_>, suite: Suite, tenant: TenantId, now: Moment) -> Result<usize, Failure> {
    while reads::chain(tx, suite, tenant, reads::SLICE)? > 0 {}
    let statement = select!(Sealed, "FROM house_record WHERE tenant = $1 AND kind = 'looks_sealed' ORDER BY nth DESC LIMIT 1");
    let last: Option<Sealed> = tx.first(statement, args![tenant])?;
    let until =
        last.and_then(|last| serde_json::from_str::<Json>(&last.payload).ok()).and_then(|payload| payload.get("until").and_then(Json::as_i64));
    let Some(until) = until.map(Moment::from_millis) else { return seal_all(tx, suite, tenant, now) };
    let since = until.plus_minutes(-OVERLAP_MINUTES);
    let (mut heads, mut day) = (vec![], since.local_day());
    let accounts: Vec<Who> = tx.select(select!(Who, "FROM account WHERE tenant = $1 ORDER BY account"), args![tenant])?;
    while day <= now.local_day() {
        for who in &accounts {
            let statement = select!(Head, "FROM read_entry WHERE tenant = $1 AND account = $2 AND day = $3 ORDER BY nth DESC LIMIT 1");
            if let Some(head) = tx.first::<Head>(statement, args![tenant, who.account, day])?.filter(|head| head.at >= since) {
                heads.push(told(who.account, day, head.nth, &head.hash));
            }
        }
        day = day.plus_days(1);
    }
    write(tx, suite, tenant, now, &heads)?;
    Ok(heads.len())
}

/// Seals the end of every chain of reads: once, for a county that has none sealed yet.
///
/// # Errors
/// What the database says.
pub fn seal_all(tx: &Tx<'_>, suite: Suite, tenant: TenantId, now: Moment) -> Result<usize, Failure> {
    while reads::chain(tx, suite, tenant, reads::SLICE)? > 0 {}
    let mut heads: Vec<(AccountId, Day, Json)> = vec![];
    tx.for_each::<Entry>(select!(Entry, "FROM read_entry WHERE tenant = $1 ORDER BY account, day, nth"), args![tenant], |entry| {
        if heads.last().is_some_and(|(account, day, _)| (*account, *day) == (entry.account, entry.day)) {
            heads.pop();
        }
        heads.push((entry.account, entry.day, told(entry.account, entry.day, entry.nth, &entry.hash)));
        Ok(())
    })?;
    let heads: Vec<Json> = heads.into_iter().map(|(_, _, told)| told).collect();
    write(tx, suite, tenant, now, &heads)?;
    Ok(heads.len())
}

fn told(account: AccountId, day: Day, nth: i64, hash: &[u8]) -> Json {
    json!({ "account": account.get(), "day": day.to_string(), "nth": nth, "hash": hex(hash) })
}

fn write(tx: &Tx<'_>, suite: Suite, tenant: TenantId, now: Moment, heads: &[Json]) -> Result<(), Failure> {
    for part in heads.chunks(AT_ONCE) {
        organ::record(tx, suite, tenant, SYSTEM, now, KIND, &json!({ "until": now.millis(), "looks": part }).to_string())?;
    }
    Ok(())
}
