//! What the audit administrator (审计管理员) reads: the house record and the ledger of reads. Reading them is itself
//! written into the house record, which he cannot change.

use crate::{
    asker::{Asker, Role},
    house::House,
    organ,
    people::administer::require,
};
use kernel::{Day, Moment, id::AccountId};
use serde_json::json;
use store::{Failure, args, reads::Looked, row, select};

row! {
    /// A line of the house record.
    #[derive(Debug, Clone)]
    pub struct Recorded {
        /// 1 for the first of the county.
        pub nth: i64,
        /// What was done: `account_created`, `post_given`, `signed_in` …
        pub kind: String,
        /// JSON without personal data of citizens.
        pub payload: String,
        /// Who did it; 0 for a command of the machine.
        pub actor: AccountId,
        /// When.
        pub recorded_at: Moment,
    }
}

/// The newest lines of the house record, at most `most`, of those before line `before`.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but the audit administrator.
pub async fn newest(house: &House, asker: &Asker, before: Option<i64>, most: u32) -> Result<Vec<Recorded>, Failure> {
    require(asker, Role::AuditAdmin)?;
    let (tenant, before) = (asker.tenant, before.unwrap_or(i64::MAX));
    write_down(house, asker, "record_read", &json!({})).await?;
    let mut lines: Vec<Recorded> = house
        .db()
        .read(move |tx| {
            Ok(tx.select(
                select!(Recorded, "FROM house_record WHERE tenant = $1 AND nth < $2 ORDER BY nth DESC LIMIT $3"),
                args![tenant, before, most],
            )?)
        })
        .await?;
    for line in &mut lines {
        line.payload = shown(&line.payload);
    }
    Ok(lines)
}

/// A payload without what is there for proof alone: rows as they stood, links that were sealed.
fn shown(payload: &str) -> String {
    let Ok(mut told) = serde_json::from_str::<serde_json::Value>(payload) else { return payload.to_owned() };
    if let Some(told) = told.as_object_mut() {
        for proof in ["rows", "looks"] {
            if let Some(many) = told.remove(proof).and_then(|rows| rows.as_array().map(Vec::len)).filter(|_| told.is_empty()) {
                told.insert(proof.to_owned(), many.into());
            }
        }
    }
    told.to_string()
}

/// What one account looked at on one day.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but the audit administrator.
pub async fn looks(house: &House, asker: &Asker, account: AccountId, day: Day) -> Result<Vec<Looked>, Failure> {
    require(asker, Role::AuditAdmin)?;
    let tenant = asker.tenant;
    write_down(house, asker, "looks_read", &json!({ "account": account.to_string(), "day": day.to_string() })).await?;
    house.db().read(move |tx| Ok(store::reads::of_day(tx, tenant, account, day)?)).await
}

async fn write_down(house: &House, asker: &Asker, kind: &'static str, payload: &serde_json::Value) -> Result<(), Failure> {
    let (tenant, actor, suite, now, payload) = (asker.tenant, asker.account, house.vault().suite(), house.now(), payload.to_string());
    house.db().write(move |tx| organ::record(tx, suite, tenant, actor, now, kind, &payload)).await
}
