//! 谁看过: who looked at whose personal data.
//!
//! One entry per page view that shows personal data, searches, prints or exports it; none for the same account and
//! case within 30 minutes. The page goes out only after its entry is durable. Entries are chained per account and day,
//! a little later and many at once (`store::reads`); the supervisor of a case can read them, nobody can change them.

pub mod heads;
mod memory;
pub mod record;

pub use memory::Memory;

use crate::{asker::Asker, house::House};
use kernel::id::StreamId;
use serde_json::json;
use store::{Failure, reads::Look};

/// Writes down that `asker` looks at `cases` on `page` for `purpose` (`view`, `list`, `search:phone`, `print`, `export`).
///
/// # Errors
/// What the database says: then the page is not shown.
pub async fn look(house: &House, asker: &Asker, page: &'static str, purpose: &'static str, cases: &[StreamId]) -> Result<(), Failure> {
    let now = house.now();
    // A list told its title; opening the case tells the rest, and is a look of its own.
    let is_list = purpose == "list";
    let key = |stream: StreamId| (asker.tenant, asker.account, stream, is_list);
    let fresh: Vec<StreamId> =
        cases.iter().copied().filter(|stream| !matches!(purpose, "view" | "list") || !house.looks().is_known(key(*stream), now)).collect();
    let is_search = purpose.starts_with("search");
    // A page that nobody has filed yet belongs to no case, and is looked at all the same.
    if fresh.is_empty() && !is_search && purpose != "unread" {
        return Ok(());
    }
    let stream = if let [one] = fresh.as_slice() { *one } else { StreamId::new(0) };
    let named: Vec<String> = fresh.iter().map(ToString::to_string).collect();
    let payload = json!({ "post": asker.post.to_string(), "page": page, "purpose": purpose, "cases": named }).to_string();
    let entry = Look { account: asker.account, stream, payload, at: now, salt: i64::from_be_bytes(house.random().u64().to_be_bytes()) };
    let tenant = asker.tenant;
    house.db().write_aside(move |tx| store::reads::write_down(tx, tenant, &entry)).await?;
    for stream in fresh {
        house.looks().remember(key(stream), now);
    }
    Ok(())
}
