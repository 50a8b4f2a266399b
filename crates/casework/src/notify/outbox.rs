//! How words stand: queued with the event that owes them, settled by events, tried again by people.

use super::{TASK, reach, send::Payload};
use crate::{
    Asker, House, Role,
    petition::{
        Command, Petition, Verb, carry,
        command::Actor,
        flow,
        list::{self, Title},
        model::{NoticeState, Stage},
        policy::{self, Sight},
        seal::open_both,
    },
};
use kernel::{
    Day, Moment,
    id::{OrganId, StreamId, TaskId, TenantId},
};
use std::collections::{BTreeMap, HashMap};
use store::{
    Error, Failure, Tx, args,
    ledger::Head,
    row, select, sql,
    task::{self, NewTask},
};

/// A message that waits longer than this many hours stands on the call list too, when it failed twice.
const FAILING_HOURS: i64 = 2;
/// So many calls are listed at once.
pub const MOST_CALLS: i64 = 200;
/// So many words are tried again at once.
const MOST_AGAIN: i64 = 200;

/// Queues the sending of words that wait now and did not before, in the transaction of their event.
///
/// # Errors
/// What the engine says.
pub fn queue(tx: &Tx<'_>, tenant: TenantId, before: &Petition, after: &Petition, head: &Head, now: Moment) -> Result<(), Error> {
    let waited = |nth: i64| before.notices.iter().any(|notice| notice.nth == nth && notice.state == NoticeState::Waiting);
    let fresh = after.notices_in(NoticeState::Waiting).map(|notice| notice.nth).filter(|nth| !waited(*nth)).max();
    match fresh {
        Some(nth) => put(tx, tenant, after.stream, nth, task_of(&head.hash), now),
        None => Ok(()),
    }
}

fn put(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, nth: i64, task: TaskId, now: Moment) -> Result<(), Error> {
    let payload = serde_json::to_string(&Payload { nth }).unwrap_or_default();
    task::put(tx, tenant, &NewTask { task, kind: TASK, stream, payload, run_at: now })
}

/// A task's number out of its event's hash: inside the transaction nothing is drawn.
fn task_of(hash: &[u8]) -> TaskId {
    let bytes = hash.iter().skip(1).take(8).fold(0_i64, |number, byte| (number << 8) | i64::from(*byte));
    TaskId::new(bytes & i64::MAX)
}

row! {
    struct Lost { stream: StreamId, nth: i64 }
}

/// Queues words that wait and have no living task: nothing that is owed is lost. How many there were.
///
/// # Errors
/// What the database says.
pub fn requeue_lost(house: &House, tenant: TenantId) -> Result<usize, Failure> {
    let lost: Vec<Lost> = house.db().read_here(move |tx| {
        Ok(tx.select(
            sql!("SELECT n.stream, MAX(n.nth) FROM notice n WHERE n.tenant = $1 AND n.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM task t WHERE t.tenant = n.tenant AND t.stream = n.stream AND t.kind = 'notice' AND t.state = 'waiting') GROUP BY n.stream LIMIT 100"),
            args![tenant],
        )?)
    })?;
    let (now, count) = (house.now(), lost.len());
    let tasks: Vec<(Lost, TaskId)> = lost.into_iter().map(|lost| (lost, TaskId::new(house.next_id()))).collect();
    if count > 0 {
        house.db().write_here(move |tx| tasks.iter().try_for_each(|(lost, task)| Ok(put(tx, tenant, lost.stream, lost.nth, *task, now)?)))?;
    }
    Ok(count)
}

row! {
    /// How many words are in one state, for whoever runs the machine: no matter is named.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Count {
        /// A code of [`NoticeState`].
        pub state: String,
        /// By which way; empty when none.
        pub way: String,
        /// Why no message went; empty otherwise.
        pub why: String,
        /// How many.
        pub count: i64,
        /// The longest owed of them.
        pub oldest: Moment,
    }
}

row! {
    /// What the queue says of messages that wait.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Trying {
        /// Why the last attempt failed; empty when none was made.
        pub error: String,
        /// How many messages.
        pub count: i64,
        /// When the longest waiting was due.
        pub oldest: Moment,
        /// When the next attempt is due.
        pub next: Moment,
    }
}

/// How words stand in a county.
///
/// # Errors
/// What the engine says.
pub fn counts(tx: &Tx<'_>, tenant: TenantId) -> Result<(Vec<Count>, Vec<Trying>), Error> {
    let counts = tx.select(
        sql!("SELECT state, way, why, COUNT(*), MIN(owed_at) FROM notice WHERE tenant = $1 GROUP BY state, way, why ORDER BY state, way, why"),
        args![tenant],
    )?;
    let trying = tx.select(
        sql!("SELECT t.error, COUNT(DISTINCT t.task), MIN(n.owed_at), MIN(t.run_at) FROM task t JOIN notice n ON n.tenant = t.tenant AND n.stream = t.stream AND n.state = 'waiting' WHERE t.tenant = $1 AND t.kind = 'notice' GROUP BY t.error ORDER BY t.error"),
        args![tenant],
    )?;
    Ok((counts, trying))
}

row! {
    struct Stuck { stream: StreamId }
}

/// Tries again what was not sent for one reason: the gateway is set up now, or well again. Only what no message went for and
/// nobody told yet. How many matters.
///
/// # Errors
/// `NOT_YOURS` unless a system administrator asks; what the database says.
pub async fn send_all_again(house: &House, asker: &Asker, why: &str) -> Result<usize, Failure> {
    if asker.role != Role::SystemAdmin || !is_of_the_machine(why) {
        return Err(kernel::Refusal::new("NOT_YOURS", "C-55").arg("verb", Verb::SendAgain.code()).into());
    }
    let (tenant, why) = (asker.tenant, why.to_owned());
    let found: Vec<Stuck> = house
        .db()
        .read(move |tx| {
            Ok(tx.select(
                sql!("SELECT DISTINCT stream FROM notice WHERE tenant = $1 AND state = 'to_tell' AND why = $2 ORDER BY stream LIMIT $3"),
                args![tenant, why.as_str(), MOST_AGAIN],
            )?)
        })
        .await?;
    let actor = Actor::Officer(asker.account, asker.organ, asker.role);
    let mut again = 0;
    for Stuck { stream } in found {
        // What somebody told her meanwhile refuses, and stays told.
        match carry::carry_without_post(house, tenant, stream, actor, None, |_, _| Ok(Command::SendAgain)).await {
            Ok(_) => again += 1,
            Err(Failure::Refused(_) | Failure::NotFound) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(again)
}

/// Whether a reason is one that whoever runs the machine can mend.
#[must_use]
pub fn is_of_the_machine(why: &str) -> bool {
    matches!(why, "not_set_up" | "refused" | "given_up" | "unsure")
}

row! {
    struct Owed { stream: StreamId, why: String, rings: i64, oldest: Moment }
}

row! {
    struct News { stream: StreamId, kind: String }
}

/// Somebody to be told by a person.
#[derive(Debug, Clone)]
pub struct Call {
    /// The matter.
    pub stream: StreamId,
    /// Its number.
    pub number: String,
    /// Its short name, as a list may tell it.
    pub title: Title,
    /// Where it stands.
    pub stage: Stage,
    /// Why no message goes.
    pub why: String,
    /// What she is to hear of, oldest first: the words of [`super::owed`].
    pub news: Vec<String>,
    /// Since when the first of them is owed.
    pub since: Day,
    /// How often somebody rang in vain.
    pub rings: i64,
    /// Her name; empty when she gave none, or when it is not for a list.
    pub name: String,
    /// The number to ring; empty when there is none, or when she must not be rung.
    pub phone: String,
    /// Whether a letter is what she wants now.
    pub writes: bool,
    /// Where to write; empty unless it is, or when she left no address.
    pub address: String,
    /// Her hours.
    pub hours: super::hours::Hours,
    /// Whether word may be left with whoever picks up.
    pub leave_word: bool,
}

/// Whom this organ has to tell today, as far as the asker sees: longest owed first.
///
/// # Errors
/// What the database says.
pub async fn calls(house: &House, asker: &Asker, sight: &Sight) -> Result<Vec<Call>, Failure> {
    let (tenant, organ, late) = (asker.tenant, asker.organ, house.now().plus_hours(-FAILING_HOURS));
    let (rows, news): (Vec<Owed>, Vec<News>) = house
        .db()
        .read(move |tx| {
            let mut rows: Vec<Owed> = tx.select(
                sql!("SELECT stream, MAX(why), MAX(rings), MIN(owed_at) FROM notice WHERE tenant = $1 AND state = 'to_tell' AND holder = $2 GROUP BY stream ORDER BY MIN(owed_at), stream LIMIT $3"),
                args![tenant, organ, MOST_CALLS],
            )?;
            rows.extend(tx.select::<Owed>(
                sql!("SELECT n.stream, 'failing', MAX(n.rings), MIN(n.owed_at) FROM notice n JOIN task t ON t.tenant = n.tenant AND t.stream = n.stream AND t.kind = 'notice' WHERE n.tenant = $1 AND n.state = 'waiting' AND n.holder = $2 AND n.owed_at < $3 AND t.attempts >= 2 GROUP BY n.stream ORDER BY MIN(n.owed_at), n.stream LIMIT $4"),
                args![tenant, organ, late, MOST_CALLS],
            )?);
            let mut news: Vec<News> = vec![];
            for row in &rows {
                news.extend(tx.select::<News>(
                    sql!("SELECT stream, kind FROM notice WHERE tenant = $1 AND stream = $2 AND holder = $3 AND state IN ('to_tell', 'waiting') ORDER BY owed_at, kind"),
                    args![tenant, row.stream, organ],
                )?);
            }
            Ok((rows, news))
        })
        .await?;
    let mut owed: BTreeMap<(Moment, StreamId), Owed> = BTreeMap::new();
    let mut known = std::collections::HashSet::new();
    for row in rows {
        if known.insert(row.stream) {
            owed.insert((row.oldest, row.stream), row);
        }
    }
    let streams = owed.values().map(|row| row.stream).collect();
    let listed: HashMap<StreamId, list::Listed> =
        list::these(house, tenant, sight, streams).await?.into_iter().map(|line| (line.stream, line)).collect();
    let mut calls = vec![];
    for row in owed.into_values() {
        let Some(line) = listed.get(&row.stream) else { continue };
        let mut found = call(house, tenant, organ, row, line).await?;
        for one in news.iter().filter(|one| one.stream == found.stream) {
            if !found.news.contains(&one.kind) {
                found.news.push(one.kind.clone());
            }
        }
        calls.push(found);
    }
    Ok(calls)
}

async fn call(house: &House, tenant: TenantId, organ: OrganId, row: Owed, line: &list::Listed) -> Result<Call, Failure> {
    let (petition, keys) = carry::look_up(house, tenant, row.stream).await?;
    let person = petition.petitioner();
    let (card, said) = person.map(|person| open_both(&keys, person)).unwrap_or_default();
    // A wish to be kept from this organ shows nothing of how she is reached (C-39).
    let is_shown = petition.shows_contact_to(organ);
    let rings = is_shown && reach::may_ring_now(petition.label, &said, &row.why);
    let phone = if rings { said.number(&card).map(|phone| phone.as_str().to_owned()).unwrap_or_default() } else { String::new() };
    let writes = is_shown && reach::may_write_now(petition.label, &said);
    let address = if writes { said.address(&card) } else { String::new() };
    Ok(Call {
        stream: row.stream,
        number: line.number.clone(),
        title: line.title.clone(),
        stage: line.stage,
        news: vec![],
        since: row.oldest.local_day(),
        rings: row.rings,
        // A call list is no way around the second person's consent.
        name: if petition.is_sealed() { String::new() } else { card.name },
        phone,
        writes,
        address,
        hours: said.hours(),
        leave_word: said.leave_word,
        why: row.why,
    })
}

/// How many people this organ has to tell: for the day page, the same as stand on the list. It counts matters, and of no one person.
///
/// # Errors
/// What the database says.
pub async fn how_many_calls(house: &House, tenant: TenantId, organ: OrganId, sight: &Sight) -> Result<i64, Failure> {
    let (hidden, tokens, late) = (sight.hidden, sight.tokens.clone(), house.now().plus_hours(-FAILING_HOURS));
    house
        .db()
        .glance(move |tx| {
            let count: Option<i64> = tx.scalar(
                sql!("SELECT COUNT(DISTINCT n.stream) FROM notice n JOIN case_file f ON f.tenant = n.tenant AND f.stream = n.stream WHERE n.tenant = $1 AND n.holder = $2 AND (n.state = 'to_tell' OR (n.state = 'waiting' AND n.owed_at < $5 AND EXISTS (SELECT 1 FROM task t WHERE t.tenant = n.tenant AND t.stream = n.stream AND t.kind = 'notice' AND t.attempts >= 2))) AND f.label & $3 = 0 AND NOT EXISTS (SELECT 1 FROM bar b WHERE b.tenant = n.tenant AND b.stream = n.stream AND $4 LIKE '%,' || CAST(b.token AS TEXT) || ',%')"),
                args![tenant, organ, hidden, tokens.text(), late],
            )?;
            Ok(count.unwrap_or(0))
        })
        .await
}

row! {
    /// How the sending of one matter's words goes on: for its case page.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Sending {
        /// When the next attempt is due.
        pub run_at: Moment,
        /// How often it was tried.
        pub attempts: i64,
        /// Why the last attempt failed.
        pub error: String,
    }
}

/// The living task of a matter's words, the one that is due first.
///
/// # Errors
/// What the engine says.
pub fn sending(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Option<Sending>, Error> {
    tx.first(
        select!(Sending, "FROM task WHERE tenant = $1 AND stream = $2 AND kind = 'notice' AND state = 'waiting' ORDER BY run_at LIMIT 1"),
        args![tenant, stream],
    )
}

/// Whether the asker's post tells people: as the one table says of it.
#[must_use]
pub fn tells(role: Role) -> bool {
    flow::of(Verb::RecordCall).is_some_and(|row| row.who.contains(&role))
}

/// Writes down what came of ringing her, or of telling her here.
///
/// # Errors
/// As [`carry::carry`].
pub async fn record_call(house: &House, asker: &Asker, stream: StreamId, outcome: &str, key: Option<String>) -> Result<Petition, Failure> {
    carry::carry(house, asker, stream, key, None, |_, _| Ok(Command::RecordCall { outcome: outcome.to_owned() })).await
}

/// The asker's sight, for lists of this room.
///
/// # Errors
/// What the database says.
pub async fn sight(house: &House, asker: &Asker) -> Result<Sight, Failure> {
    Ok(policy::sight(house, &*house.directory(asker.tenant).await?, asker))
}
