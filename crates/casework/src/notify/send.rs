//! The task that sends a word: look at the matter as it is now, decide, send, write down what came of it.
//!
//! Doing it twice does no harm. A word that was settled meanwhile is not sent; when a later word waits too, this one is left
//! to it, as one message tells both. The attempt and its end are two transactions, with the gateway between them:
//!
//! ```text
//! claim (store::task)          the lease, and for mail the mark that it is being sent
//! hand over to the gateway     under a key that is the same at each attempt
//! Noticed + task done          one transaction
//! ```
//!
//! Killed between the two, the lease ends and the attempt is repeated. A gateway of short messages knows the key and sends
//! once. A mail server does not: what was being sent when the machine died, or when the server fell silent, is not sent again but
//! told by phone ("unsure").

use super::{
    gateway::{Gateway, Message, Unsent},
    reach::{self, Plan, Way},
};
use crate::{
    CaseKeys, House,
    petition::{
        Did, Petition, Stage,
        carry::{self, Snapshot},
        model::NoticeState,
        seal::open_both,
    },
};
use kernel::{
    Moment,
    id::{StreamId, TenantId},
};
use store::{
    Failure, args, select,
    task::{self, Task},
};

/// What stands at a task while its mail is on its way.
const SENDING: &str = "sending";
/// Words that are owed in a matter that is over: what was done in her name, how she gets at it, rights that run on, and what was answered or
/// found since: on her data, on her review, on who looked.
const AFTER_THE_END: [&str; 7] = ["withdrawn", "executed", "code", "reminder", "data", "review", "emergency"];

/// What a task says of itself.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Payload {
    /// The word, by its number in the matter.
    pub nth: i64,
}

/// What is done with a word.
enum Step {
    /// Nothing is owed any more, or a later word tells it.
    Nothing,
    /// Not now.
    Wait(Moment),
    /// No message goes.
    Settle(NoticeState, &'static str),
    /// It goes.
    Send(Message),
}

/// Does a task that was claimed: afterwards it is done or put off. Why a message did not go, when it is to be tried again.
///
/// # Errors
/// What the database says.
pub fn run(house: &House, tenant: TenantId, task: &Task, gateway: &dyn Gateway) -> Result<Option<String>, Failure> {
    let payload: Payload = serde_json::from_str(&task.payload).map_err(|error| Failure::Bug(format!("task {}: {error}", task.task)))?;
    let found = look(house, tenant, task.stream)?;
    let Some((petition, keys)) = found else { return finish(house, tenant, task).map(|()| None) };
    let done = match step(house, tenant, task, &petition, &keys, payload.nth, gateway) {
        Step::Nothing => finish(house, tenant, task),
        Step::Wait(until) => {
            let (number, holder) = (task.task, task.holder.clone());
            house.db().write_here(move |tx| Ok(task::put_off(tx, tenant, number, &holder, until).map(drop)?))
        }
        Step::Settle(state, why) => settle(house, tenant, task, payload.nth, state, "", why),
        Step::Send(message) => {
            let knows_keys = gateway.knows_keys(message.way);
            let (number, holder) = (task.task, task.holder.clone());
            // Whoever cannot mark it does not have it any more.
            if !knows_keys && !house.db().write_here(move |tx| Ok(task::mark(tx, tenant, number, &holder, SENDING)?))? {
                return Ok(None);
            }
            match gateway.send(&message) {
                Ok(()) => settle(house, tenant, task, payload.nth, NoticeState::Sent, message.way.code(), ""),
                Err(Unsent::Refused(why)) => {
                    tracing::warn!(%tenant, stream = %task.stream, way = message.way.code(), why, "a message was refused; she is on the call list");
                    settle(house, tenant, task, payload.nth, NoticeState::ToTell, "", "refused")
                }
                Err(Unsent::Unknown(why)) if !knows_keys => {
                    tracing::warn!(%tenant, stream = %task.stream, way = message.way.code(), why, "nobody knows whether a message went; she is on the call list");
                    settle(house, tenant, task, payload.nth, NoticeState::ToTell, "", "unsure")
                }
                Err(Unsent::Later(why) | Unsent::Unknown(why)) if task.attempts >= task::MOST_ATTEMPTS => {
                    tracing::warn!(%tenant, stream = %task.stream, way = message.way.code(), why, "a message was given up; she is on the call list");
                    settle(house, tenant, task, payload.nth, NoticeState::ToTell, "", "given_up")
                }
                Err(Unsent::Later(why) | Unsent::Unknown(why)) => return Ok(Some(why)),
            }
        }
    };
    done.map(|()| None)
}

fn look(house: &House, tenant: TenantId, stream: StreamId) -> Result<Option<(Petition, CaseKeys)>, Failure> {
    let found = house.db().read_here(move |tx| {
        let snapshot = tx.first::<Snapshot>(select!(Snapshot, "FROM case_file WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?;
        Ok((snapshot, store::keys::of_case(tx, tenant, stream)?))
    })?;
    let (Some(snapshot), rows) = found else { return Ok(None) };
    Ok(Some((snapshot.petition()?, house.vault().unwrap(tenant, stream, &rows))))
}

fn step(house: &House, tenant: TenantId, task: &Task, petition: &Petition, keys: &CaseKeys, nth: i64, gateway: &dyn Gateway) -> Step {
    let Some(notice) = petition.notices.iter().find(|notice| notice.nth == nth && notice.state == NoticeState::Waiting) else {
        return Step::Nothing;
    };
    if task.error == SENDING {
        return Step::Settle(NoticeState::ToTell, "unsure");
    }
    // The last one speaks for all; but what was tried already is brought to its end under its own key.
    if task.attempts <= 1 && petition.notices_in(NoticeState::Waiting).any(|other| other.nth > nth) {
        return Step::Nothing;
    }
    let Some(person) = petition.petitioner().filter(|person| person.erased_on.is_none()) else { return Step::Settle(NoticeState::Moot, "erased") };
    if matches!(petition.stage, Stage::Archived | Stage::HistoryClosed) && !AFTER_THE_END.contains(&notice.kind.as_str()) {
        return Step::Settle(NoticeState::Moot, "closed");
    }
    let (card, reach) = open_both(keys, person);
    match reach::plan(petition.label, &card, &reach, gateway) {
        Plan::Tell(why) => Step::Settle(NoticeState::ToTell, why),
        Plan::Send { way, to } => match reach.hours().wait(house.now()) {
            Some(until) => Step::Wait(until),
            None => Step::Send(Message { key: key(house, tenant, petition.stream, nth, notice.again, way), way, to, english: reach.english }),
        },
    }
}

/// The key under which a message is handed over: nobody who sees it can tell of which matter.
fn key(house: &House, tenant: TenantId, stream: StreamId, nth: i64, again: u32, way: Way) -> String {
    let part = |half: &str| house.vault().blind(tenant, "message", &format!("{stream} {nth} {again} {} {half}", way.code()));
    format!("{:016x}{:016x}", part("a"), part("b"))
}

fn finish(house: &House, tenant: TenantId, task: &Task) -> Result<(), Failure> {
    let (number, holder) = (task.task, task.holder.clone());
    house.db().write_here(move |tx| Ok(task::done(tx, tenant, number, &holder).map(drop)?))
}

/// Writes down what came of every word up to this one, and that the task is done; unless another has the task by now.
fn settle(house: &House, tenant: TenantId, task: &Task, nth: i64, state: NoticeState, way: &str, why: &str) -> Result<(), Failure> {
    let (shared, now, stream) = (house.clone(), house.now(), task.stream);
    let (number, holder, way, why) = (task.task, task.holder.clone(), way.to_owned(), why.to_owned());
    house.db().write_here(move |tx| {
        if !task::done(tx, tenant, number, &holder)? {
            return Ok(());
        }
        carry::by_house(tx, &shared, tenant, stream, now, |petition| {
            let notices: Vec<i64> = petition.notices_in(NoticeState::Waiting).map(|notice| notice.nth).filter(|one| *one <= nth).collect();
            (!notices.is_empty()).then(|| (Did::Noticed { notices, state, way: way.clone(), why: why.clone() }, vec![]))
        })
        .map(drop)
    })
}
