//! 保管期满 (PIPL arts 19 and 47, C-87): each night the house looks for matters whose term of keeping is over and stores them only.
//! From then on they are in no list, no search and no page of the desk, but in the list of their organ ([`of_organ`]): number, days and term, and
//! nothing that anybody said. Two persons decide on it; what they destroy is destroyed as a person is erased, key by key, and the
//! list of what was destroyed stays.
//!
//! What has her open request, her open review or a running duty on it is not stored; and when she acts on it again, it is used again.

use super::{
    carry,
    command::Command,
    list::LONG_PAGE,
    model::Keeping,
    policy::{self, Sight},
    sweep, term,
};
use crate::{Asker, House};
use kernel::{
    Day,
    id::{AccountId, StreamId, TenantId},
};
use store::{Failure, args, row, select, sql};

row! {
    struct Found { stream: StreamId }
}

/// Stores what is over and is not stored yet. Returns how many.
///
/// # Errors
/// What the database says.
pub fn sweep(house: &House, tenant: TenantId) -> Result<usize, Failure> {
    let (law, today) = (house.law(), house.today());
    let before = |term: &str| {
        let years = law.retention.get(term).and_then(|row| row.years)?;
        Day::new(i16::try_from(today.year()).ok()? - years, 1, 1)
    };
    // What was received after these days cannot be over; the event's own rule looks closer.
    let (Some(with), Some(without)) = (before("result"), before("none")) else { return Ok(0) };
    let found: Vec<Found> = house.db().read_here(move |tx| {
        Ok(tx.select(
            sql!("SELECT m.stream FROM matter_fact m JOIN case_file f ON f.tenant = m.tenant AND f.stream = m.stream WHERE m.tenant = $1 AND m.received_on < $2 AND (m.received_on < $3 OR (m.replied_on IS NULL AND m.completed_on IS NULL)) AND f.stage IN ('archived', 'history_closed', 'voided', 'merged') AND NOT EXISTS (SELECT 1 FROM keeping k WHERE k.tenant = m.tenant AND k.stream = m.stream)"),
            args![tenant, with.max(without), with.min(without)],
        )?)
    })?;
    let streams = found.into_iter().map(|row| row.stream).collect();
    sweep::each(house, tenant, streams, move |petition| Some((term::stored(petition, Keeping::TERM, law, today)?, vec![])))
}

row! {
    /// A matter that is only stored.
    #[derive(Debug, Clone)]
    pub struct Stored {
        /// Its stream.
        pub stream: StreamId,
        /// Its number.
        pub number: String,
        /// The code of its term.
        pub term: String,
        /// The day on which it closed.
        pub closed_on: Day,
        /// The last day of its term.
        pub ends_on: Option<Day>,
        /// Since when it is only stored.
        pub stored_on: Day,
        /// Until when a law that was named keeps it.
        pub until_on: Option<Day>,
        /// Who asked that it be destroyed; 0 for nobody.
        pub asked_by: AccountId,
        /// On which basis that was asked, or is kept.
        pub basis: String,
        /// The day on which it was destroyed.
        pub destroyed_on: Option<Day>,
    }
}

/// Which of them a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Nobody has decided yet, and the day for it has come.
    Over,
    /// Asked to be destroyed; a second person decides.
    Asked,
    /// Its day has not come: a law that was named keeps it, or its person asked before its term is over.
    Kept,
    /// 销毁清册.
    Destroyed,
}

/// What an organ only stores or destroyed, at most [`LONG_PAGE`]: what is over longest or was destroyed last comes first. Nothing that a
/// label or a bar hides from the asker.
///
/// # Errors
/// What the database says.
pub async fn of_organ(house: &House, asker: &Asker, sight: &Sight, which: Which) -> Result<Vec<Stored>, Failure> {
    let (tenant, organ, today) = (asker.tenant, asker.organ, asker.today);
    let (hidden, tokens) = (policy::sight_of_stored(sight).hidden, sight.tokens.clone());
    house
        .db()
        .read(move |tx| {
            let tokens = tokens.text();
            if which == Which::Destroyed {
                return Ok(tx.select(
                    select!(
                        Stored,
                        "FROM keeping k WHERE k.tenant = $1 AND k.holder = $2 AND k.destroyed_on IS NOT NULL AND EXISTS (SELECT 1 FROM case_file f WHERE f.tenant = k.tenant AND f.stream = k.stream AND f.label & $3 = 0) AND NOT EXISTS (SELECT 1 FROM bar b WHERE b.tenant = k.tenant AND b.stream = k.stream AND $4 LIKE '%,' || CAST(b.token AS TEXT) || ',%') ORDER BY k.destroyed_on DESC, k.stream DESC LIMIT $5"
                    ),
                    args![tenant, organ, hidden, tokens, LONG_PAGE],
                )?);
            }
            let (is_asked, is_over) = (which == Which::Asked, which != Which::Kept);
            Ok(tx.select(
                select!(
                    Stored,
                    "FROM keeping k WHERE k.tenant = $1 AND k.holder = $2 AND k.destroyed_on IS NULL AND (k.asked_by <> 0) = $3 AND (k.decide_on IS NOT NULL AND k.decide_on <= $4) = $5 AND EXISTS (SELECT 1 FROM case_file f WHERE f.tenant = k.tenant AND f.stream = k.stream AND f.label & $6 = 0) AND NOT EXISTS (SELECT 1 FROM bar b WHERE b.tenant = k.tenant AND b.stream = k.stream AND $7 LIKE '%,' || CAST(b.token AS TEXT) || ',%') ORDER BY k.decide_on, k.stream LIMIT $8"
                ),
                args![tenant, organ, is_asked, today, is_over, hidden, tokens, LONG_PAGE],
            )?)
        })
        .await
}

/// Decides on one that is only stored. What is destroyed takes the bodies of its files with it.
///
/// # Errors
/// As [`carry::carry`].
pub async fn decide(house: &House, asker: &Asker, stream: StreamId, key: String, command: Command) -> Result<(), Failure> {
    let tenant = asker.tenant;
    let destroys = matches!(command, Command::ConfirmDestroy { .. });
    carry::carry_stored(house, asker, stream, key, command).await?;
    if destroys {
        for file in house.db().read(move |tx| Ok(store::files::of_case(tx, tenant, stream)?)).await? {
            // A body that cannot be removed now is unreadable already, and is swept later.
            let _swept_later = file.digest().map(|digest| house.files().remove(tenant, &digest));
        }
    }
    Ok(())
}
