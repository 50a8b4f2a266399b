//! What was decided on competence, for those who dispatch a matter of the same kind in the same place.
//!
//! A precedent tells kind, place, organ, who decided, as what, when, and one sentence that names nobody. It opens no
//! case: whoever sees the case finds it by its number.

use crate::{
    House,
    petition::{list, policy::Sight},
};
use kernel::{
    AreaPath, Day,
    id::{OrganId, StreamId, TenantId},
};
use store::{Failure, args, row, select};

/// So many are shown at once.
const MOST: i64 = 50;

row! {
    /// A decision.
    #[derive(Debug, Clone)]
    pub struct Precedent {
        /// The matter on which it was decided.
        pub stream: StreamId,
        /// The kind of matter: a content class.
        pub class: String,
        /// The place: a path.
        pub area: String,
        /// Who is competent.
        pub organ: OrganId,
        /// Who decided.
        pub decider: OrganId,
        /// As what: a code of the law's rows.
        pub how: String,
        /// Why, without names.
        pub ground: String,
        /// The day.
        pub decided_on: Day,
    }
}

/// The decisions for a kind of matter (all kinds when empty) in a place and below it, newest first.
///
/// # Errors
/// What the database says.
pub async fn list(house: &House, tenant: TenantId, class: &str, area: &AreaPath) -> Result<Vec<Precedent>, Failure> {
    let ((from, to), class) = (area.range(), class.to_owned());
    house
        .db()
        .glance(move |tx| {
            Ok(tx.select(
                select!(
                    Precedent,
                    "FROM precedent WHERE tenant = $1 AND ($2 = '' OR class = $2) AND area >= $3 AND area < $4 ORDER BY decided_on DESC, stream DESC LIMIT $5"
                ),
                args![tenant, class, from, to, MOST],
            )?)
        })
        .await
}

/// The decisions for the same kind in the same township.
///
/// # Errors
/// What the database says.
pub async fn like(house: &House, tenant: TenantId, class: &str, area: &AreaPath) -> Result<Vec<Precedent>, Failure> {
    if class.is_empty() {
        return Ok(vec![]);
    }
    list(house, tenant, class, &super::candidates::around(area)).await
}

/// The numbers of those cases that the asker sees.
///
/// # Errors
/// What the database says.
pub async fn numbers(house: &House, tenant: TenantId, sight: &Sight, found: &[Precedent]) -> Result<Vec<(StreamId, String)>, Failure> {
    let seen = list::these(house, tenant, sight, found.iter().map(|one| one.stream).collect()).await?;
    Ok(seen.into_iter().map(|one| (one.stream, one.number)).collect())
}
