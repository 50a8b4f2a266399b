//! What `verify` compares of a mediation, and what a rebuild writes anew.

use super::{
    apply,
    event::{self, Did, Event},
    model::{Mediation, apart_of},
    reading,
};
use crate::{CaseKeys, House, petition::reading::insert_blind};
use kernel::{
    Moment,
    id::{StreamId, TenantId},
};
use std::collections::BTreeSet;
use store::{
    Failure, Tx, Value, args,
    keys::WrappedKey,
    ledger::{self, Head, StoredEvent},
};

/// A mediation as its events tell it.
pub struct Replay {
    /// Its state.
    pub mediation: Mediation,
    /// Its last version.
    pub head: Head,
    /// Its events.
    pub events: Vec<(StoredEvent, Event)>,
    /// Its keys as they lie.
    pub rows: Vec<WrappedKey>,
    /// Its keys, open.
    pub keys: CaseKeys,
}

/// Replays a stream whose chain holds; else the sentence that says what is wrong.
///
/// # Errors
/// What the database says.
pub fn replay(tx: &Tx<'_>, house: &House, tenant: TenantId, stream: StreamId, stored: Vec<StoredEvent>) -> Result<Result<Replay, String>, Failure> {
    let head = match ledger::check_chain(tenant, &stored) {
        Ok(head) => head,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let mut events = Vec::with_capacity(stored.len());
    for one in stored {
        match event::read(&one.payload) {
            Ok(event) => events.push((one, event)),
            Err(error) => return Ok(Err(format!("event {stream} version {}: {error}", one.version))),
        }
    }
    let Some(mediation) = apply::replay(&events) else { return Ok(Err(format!("event {stream}: the stream does not begin as a mediation does"))) };
    let rows = store::keys::of_case(tx, tenant, stream)?;
    let keys = house.vault().unwrap(tenant, stream, &rows);
    Ok(Ok(Replay { mediation, head, events, rows, keys }))
}

impl Replay {
    /// The subjects that it has keys for.
    #[must_use]
    pub fn subjects(&self) -> BTreeSet<i64> {
        self.mediation.parties.iter().flat_map(|party| [party.subject, apart_of(party.subject)]).chain([store::keys::NARRATIVE]).collect()
    }

    /// Whose keys its events destroyed, and when.
    #[must_use]
    pub fn erased(&self) -> Vec<(i64, Moment)> {
        self.events.iter().flat_map(|(stored, event)| event.erases().into_iter().map(|subject| (subject, stored.recorded_at))).collect()
    }

    /// The counter that its number was drawn from, and that number.
    #[must_use]
    pub fn counted(&self) -> Option<(String, i64)> {
        let (_, Event { did: Did::Opened(first), .. }) = self.events.first()? else { return None };
        let nth = first.number.rsplit('第').next()?.trim_end_matches('号').parse().ok()?;
        Some((first.counter.clone(), nth))
    }
}

/// What its rows say otherwise than the ledger.
///
/// # Errors
/// What the database says.
pub fn differences(tx: &Tx<'_>, house: &House, tenant: TenantId, matter: &Replay) -> Result<Vec<String>, Failure> {
    let stream = matter.mediation.stream;
    let mut wrong = vec![];
    for ((table, columns, order), expected) in reading::COLUMNS.iter().zip(reading::expected(tenant, &matter.mediation, &matter.head)) {
        let mut actual: Vec<Vec<Value>> = vec![];
        tx.values(&format!("SELECT {columns} FROM {table} WHERE tenant = $1 AND stream = $2 ORDER BY {order}"), args![tenant, stream], &mut |row| {
            actual.push(row.collect());
            Ok(())
        })?;
        if let Some(what) = crate::rows::first_difference(columns, &expected, &actual) {
            wrong.push(format!("{table} {stream}: {what} is not what the ledger says"));
        }
    }
    for (token, subject) in reading::expected_blind(house.vault(), tenant, &matter.mediation, &matter.keys) {
        let there = tx.scalar::<i64>(
            store::sql!("SELECT subject FROM blind WHERE tenant = $1 AND season = $2 AND token = $3 AND stream = $4 AND subject = $5"),
            args![tenant, stream.season(), token, stream, subject],
        )?;
        if there.is_none() {
            wrong.push(format!("blind {stream}: a row of subject {subject} is missing"));
        }
    }
    Ok(wrong)
}

/// Writes its rows anew.
///
/// # Errors
/// What the database says.
pub fn rebuild(tx: &Tx<'_>, house: &House, tenant: TenantId, matter: &Replay) -> Result<(), Failure> {
    let stream = matter.mediation.stream;
    reading::remove(tx, tenant, stream)?;
    reading::write(tx, tenant, None, &matter.mediation, &matter.head)?;
    for (token, subject) in reading::expected_blind(house.vault(), tenant, &matter.mediation, &matter.keys) {
        insert_blind(tx, tenant, token, stream, subject)?;
    }
    Ok(())
}
