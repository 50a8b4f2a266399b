//! Everything that the page of a mediation shows, in one consistent view.

use super::{
    carry::Snapshot,
    command::{Actor, Context},
    event::{self, Event},
    flow::{Row, TABLE},
    model::Mediation,
    policy, ready,
};
use crate::{
    Asker, CaseKeys, House,
    organ::Directory,
    petition::{command::Office, policy as sights},
};
use kernel::{
    Refusal,
    id::{StreamId, TenantId},
};
use std::sync::Arc;
use store::{
    Failure, args,
    files::StoredFile,
    ledger::{self, StoredEvent},
    select,
};

/// A mediation, as a page needs it.
pub struct Case {
    /// Its state.
    pub mediation: Mediation,
    /// Its keys, open.
    pub keys: CaseKeys,
    /// What happened, oldest first.
    pub events: Vec<(StoredEvent, Event)>,
    /// Its files.
    pub files: Vec<StoredFile>,
    /// Names.
    pub directory: Arc<Directory>,
}

/// Reads a mediation for an officer.
///
/// # Errors
/// [`Failure::NotFound`] when it is not there or not for his eyes.
pub async fn for_officer(house: &House, asker: &Asker, stream: StreamId) -> Result<Case, Failure> {
    let case = read(house, asker.tenant, stream).await?;
    let sight = sights::sight(house, &case.directory, asker);
    if policy::sees(asker, &sight, &case.mediation) { Ok(case) } else { Err(Failure::NotFound) }
}

/// Reads a mediation, whoever asks: callers decide who may.
///
/// # Errors
/// [`Failure::NotFound`].
pub(super) async fn read(house: &House, tenant: TenantId, stream: StreamId) -> Result<Case, Failure> {
    let directory = house.directory(tenant).await?;
    let (mediation, rows, stored, files) = house
        .db()
        .glance(move |tx| {
            let snapshot = tx
                .first::<Snapshot>(select!(Snapshot, "FROM mediation WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?
                .ok_or(Failure::NotFound)?;
            Ok((
                snapshot.mediation()?,
                store::keys::of_case(tx, tenant, stream)?,
                ledger::load(tx, tenant, stream)?,
                store::files::of_case(tx, tenant, stream)?,
            ))
        })
        .await?;
    let events = stored
        .into_iter()
        .map(|stored| {
            let event = event::read(&stored.payload).map_err(|error| Failure::Bug(format!("event {} {}: {error}", stored.stream, stored.version)))?;
            Ok((stored, event))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(Case { mediation, keys: house.vault().unwrap(tenant, stream, &rows), events, files, directory })
}

/// The verbs that this asker's post does with this mediation from its stage: each ready, or with the rule in the way.
#[must_use]
pub fn steps(house: &House, asker: &Asker, mediation: &Mediation) -> Vec<(&'static Row, Result<(), Refusal>)> {
    let now = house.now();
    let context = Context {
        actor: Actor::Officer(asker.account, asker.organ, asker.role),
        now,
        today: now.local_day(),
        acted_on: now.local_day(),
        calendar: house.calendar(),
        law: house.law(),
        office: Office { approvers: None, stands_for: asker.stands_for },
    };
    TABLE
        .iter()
        .filter(|row| row.from.contains(&mediation.stage) && policy::post_does(asker, mediation, row.verb))
        .map(|row| (row, ready::ready(mediation, row.verb, &context)))
        .collect()
}
