//! Everything that the case page shows, in one consistent view.

use super::{
    carry::Snapshot,
    command::{Actor, Context},
    event::{self, Event},
    flow::{Row, TABLE},
    model::Petition,
    policy::{self, Sight},
    ready,
};
use crate::{
    Asker, CaseKeys, House,
    organ::Directory,
    people::post::{self, Post},
};
use kernel::{
    Day, Refusal,
    id::{OrganId, StreamId, TenantId},
};
use std::sync::Arc;
use store::{
    Failure, args,
    files::StoredFile,
    ledger::{self, StoredEvent},
    select,
};

/// A case, as a page needs it.
pub struct Case {
    /// Its state.
    pub petition: Petition,
    /// Its keys, open.
    pub keys: CaseKeys,
    /// What happened, oldest first.
    pub events: Vec<(StoredEvent, Event)>,
    /// Its files.
    pub files: Vec<StoredFile>,
    /// Names.
    pub directory: Arc<Directory>,
    /// Who has a post today in the organ of the officer who asks; nobody where that was not asked for.
    pub colleagues: Vec<Post>,
}

/// Reads a case for an officer, with his colleagues.
///
/// # Errors
/// [`Failure::NotFound`] when it is not there or not for his eyes.
pub async fn for_officer(house: &House, asker: &Asker, stream: StreamId) -> Result<(Case, Sight), Failure> {
    seen(house, asker, stream, Some((asker.organ, asker.today))).await
}

/// Reads a case for an officer, without his colleagues: what is opened most reads least.
///
/// # Errors
/// As [`for_officer`].
pub async fn to_look_at(house: &House, asker: &Asker, stream: StreamId) -> Result<Case, Failure> {
    Ok(seen(house, asker, stream, None).await?.0)
}

async fn seen(house: &House, asker: &Asker, stream: StreamId, organ: Option<(OrganId, Day)>) -> Result<(Case, Sight), Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let case = read(house, asker.tenant, stream, directory, organ).await?;
    if policy::sees(&sight, &case.petition) { Ok((case, sight)) } else { Err(Failure::NotFound) }
}

/// Reads a case, whoever asks: callers decide who may. `organ` is that of the officer who asks, and the day.
///
/// # Errors
/// [`Failure::NotFound`].
pub(super) async fn read(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    directory: Arc<Directory>,
    organ: Option<(OrganId, Day)>,
) -> Result<Case, Failure> {
    let (snapshot, rows, stored, files, colleagues) = house
        .db()
        .glance(move |tx| {
            let snapshot = tx
                .first::<Snapshot>(select!(Snapshot, "FROM case_file WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?
                .ok_or(Failure::NotFound)?;
            let colleagues = organ.map_or(Ok(vec![]), |(organ, today)| post::of_organ(tx, tenant, organ, today))?;
            Ok((
                snapshot,
                store::keys::of_case(tx, tenant, stream)?,
                ledger::load(tx, tenant, stream)?,
                store::files::of_case(tx, tenant, stream)?,
                colleagues,
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
    Ok(Case { petition: snapshot.petition()?, keys: house.vault().unwrap(tenant, stream, &rows), events, files, directory, colleagues })
}

/// The verbs that this asker's post does with this matter from its stage: each ready, or with the rule in the way.
#[must_use]
pub fn steps(house: &House, asker: &Asker, petition: &Petition) -> Vec<(&'static Row, Result<(), Refusal>)> {
    let now = house.now();
    let context = Context {
        actor: Actor::Officer(asker.account, asker.organ, asker.role),
        now,
        today: now.local_day(),
        acted_on: now.local_day(),
        calendar: house.calendar(),
        law: house.law(),
    };
    TABLE
        .iter()
        .filter(|row| row.from.contains(&petition.stage) && policy::post_does(asker, petition, row.verb))
        .map(|row| (row, ready::ready(petition, row.verb, &context)))
        .collect()
}
