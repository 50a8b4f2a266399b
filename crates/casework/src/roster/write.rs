//! One way to write: under the county's hold, with the touched rows on the record of the house.

use crate::{
    Asker, House,
    organ::{self, Touched, record_rows},
};
use serde_json::json;
use store::{Failure, Tx};

/// What the record of the house calls the acts of this room.
pub const KINDS: [&str; 22] = [
    "mediator_added",
    "mediator_changed",
    "mediator_joined",
    "mediator_parted",
    "standing_given",
    "mentoring_begun",
    "mentoring_ended",
    "seat_given",
    "seat_ended",
    "squad_made",
    "squad_ended",
    "squad_joined",
    "squad_parted",
    "outing_planned",
    "outing_off",
    "hours_set",
    "duty_added",
    "duty_ended",
    "swap_asked",
    "swap_accepted",
    "swap_refused",
    "swap_withdrawn",
];

/// Runs `work`, then writes the rows that it touched into the record under `kind`; nothing is written down when it touched none.
pub(super) async fn carry(
    house: &House,
    asker: &Asker,
    kind: &'static str,
    work: impl Fn(&Tx<'_>) -> Result<Vec<Touched>, Failure> + Send + 'static,
) -> Result<(), Failure> {
    let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            organ::hold_county(tx, tenant)?;
            let touched = work(tx)?;
            if touched.is_empty() {
                return Ok(());
            }
            record_rows(tx, suite, tenant, actor, now, kind, &json!({}), &touched)
        })
        .await
}
