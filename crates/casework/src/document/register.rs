//! 用印登记: an organ's letters, newest first, by whom approved and on how many copies. It tells numbers and days, and
//! nobody's name but the officers'. Whoever approved for an organ below sees that line too: nothing is sealed in his name unseen.

use crate::{Asker, House};
use kernel::{
    Day,
    id::{AccountId, OrganId, StreamId},
};
use store::{Failure, args, row, select};

row! {
    /// A line of the register.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Line {
        /// The matter.
        pub stream: StreamId,
        /// Whose letter it is.
        pub organ: OrganId,
        /// The letter's place in it.
        pub nth: i64,
        /// The template.
        pub kind: String,
        /// The number.
        pub number: String,
        /// The day.
        pub issued_on: Day,
        /// By whom issued.
        pub issued_by: AccountId,
        /// By whom approved.
        pub approved_by: AccountId,
        /// On how many copies.
        pub copies: i64,
        /// The day on which it came back signed.
        pub signed_on: Option<Day>,
    }
}

/// The lines of the asker's organ of a year, and those of other organs whose seal was used in his name, newest first, at most `most`.
///
/// # Errors
/// What the database says.
pub async fn of_organ(house: &House, asker: &Asker, year: i32, most: i64) -> Result<Vec<Line>, Failure> {
    let (tenant, organ, account) = (asker.tenant, asker.organ, asker.account);
    let (from, to) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    house
        .db()
        .read(move |tx| {
            Ok(tx.select(
                select!(Line, "FROM letter WHERE tenant = $1 AND (organ = $2 OR approved_by = $6) AND issued_on >= $3 AND issued_on <= $4 ORDER BY issued_on DESC, stream DESC, nth DESC LIMIT $5"),
                args![tenant, organ, &from, &to, most, account],
            )?)
        })
        .await
}
