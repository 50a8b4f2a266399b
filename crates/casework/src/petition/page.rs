//! Everything that the case page shows, in one consistent view.

use super::{
    approval,
    carry::Snapshot,
    command::{Actor, Context, Office},
    event::{self, Event},
    flow::{Row, TABLE},
    model::{NoticeState, Petition, Stage},
    policy::{self, Sight},
    ready,
};
use crate::{
    Asker, CaseKeys, House,
    notify::outbox::{self, Sending},
    organ::Directory,
    people::post::{self, Post},
};
use kernel::{
    Day, Refusal,
    id::{AccountId, OrganId, StreamId, TenantId},
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
    /// Who approves an answer in the organ that holds it; `None` where nobody has to.
    pub approvers: Option<Vec<AccountId>>,
    /// How the sending of words that wait goes on.
    pub sending: Option<Sending>,
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
pub async fn of_his(house: &House, asker: &Asker, stream: StreamId) -> Result<(Case, Sight), Failure> {
    seen(house, asker, stream, None).await
}

/// As [`of_his`], and what is opened to him in an emergency besides ([`policy::in_emergency`]): for his eyes, and nothing else.
///
/// # Errors
/// As [`for_officer`].
pub async fn to_look_at(house: &House, asker: &Asker, stream: StreamId) -> Result<(Case, Sight), Failure> {
    let (case, sight) = found(house, asker, stream, None).await?;
    if policy::in_emergency(&sight, &case.petition).is_some() {
        return Ok((case, sight));
    }
    his(house, asker, case, sight).await
}

async fn seen(house: &House, asker: &Asker, stream: StreamId, organ: Option<(OrganId, Day)>) -> Result<(Case, Sight), Failure> {
    let (case, sight) = found(house, asker, stream, organ).await?;
    his(house, asker, case, sight).await
}

async fn found(house: &House, asker: &Asker, stream: StreamId, organ: Option<(OrganId, Day)>) -> Result<(Case, Sight), Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    Ok((read(house, asker.tenant, stream, directory, organ).await?, sight))
}

async fn his(house: &House, asker: &Asker, case: Case, sight: Sight) -> Result<(Case, Sight), Failure> {
    if policy::sees(&sight, &case.petition) || sees_through(house, asker.tenant, &sight, &case.petition).await? {
        return Ok((case, sight));
    }
    Err(Failure::NotFound)
}

/// Whoever has the living matter sees what was merged into it, unless a label or a bar of its own hides that from him.
pub(super) async fn sees_through(house: &House, tenant: TenantId, sight: &Sight, petition: &Petition) -> Result<bool, Failure> {
    if petition.merged().is_none() || policy::hides(sight, petition) {
        return Ok(false);
    }
    let living = super::pair::living(house, tenant, petition).await?;
    Ok(living.is_some_and(|living| policy::sees(sight, &living.petition)))
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
    let (petition, rows, stored, files, colleagues, approvers, sending) = house
        .db()
        .glance(move |tx| {
            let snapshot = tx
                .first::<Snapshot>(select!(Snapshot, "FROM case_file WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?
                .ok_or(Failure::NotFound)?;
            let petition = snapshot.petition()?;
            // A page on which nothing waits does not ask the queue.
            let waits = petition.notices_in(NoticeState::Waiting).next().is_some();
            let sending = if waits { outbox::sending(tx, tenant, stream)? } else { None };
            let colleagues = organ.map_or(Ok(vec![]), |(organ, today)| post::of_organ(tx, tenant, organ, today))?;
            let approvers = if petition.stage == Stage::OpinionDraft { approval::of_organ(tx, tenant, petition.holder)? } else { None };
            Ok((
                petition,
                store::keys::of_case(tx, tenant, stream)?,
                ledger::load(tx, tenant, stream)?,
                store::files::of_case(tx, tenant, stream)?,
                colleagues,
                approvers,
                sending,
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
    Ok(Case { petition, keys: house.vault().unwrap(tenant, stream, &rows), events, files, directory, colleagues, approvers, sending })
}

/// The verbs that this asker's post does with this matter from its stage: each ready, or with the rule in the way.
#[must_use]
pub fn steps(house: &House, asker: &Asker, petition: &Petition, approvers: Option<&[AccountId]>) -> Vec<(&'static Row, Result<(), Refusal>)> {
    let now = house.now();
    let context = Context {
        actor: Actor::Officer(asker.account, asker.organ, asker.role),
        now,
        today: now.local_day(),
        acted_on: now.local_day(),
        calendar: house.calendar(),
        law: house.law(),
        office: Office { approvers, stands_for: asker.stands_for },
    };
    TABLE
        .iter()
        .filter(|row| row.from.contains(petition.stage) && policy::post_does(asker, petition, row.verb))
        .map(|row| (row, ready::ready(petition, row.verb, &context)))
        .collect()
}
