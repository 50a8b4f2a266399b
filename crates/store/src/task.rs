//! What follows from an event: index it, notify, look for repeats, remind.
//!
//! A task is a row, written in the transaction of the command that causes it, and run by a worker afterwards. A worker
//! claims it with a lease; when the worker dies the lease ends and another claims it. A task is level-triggered: its
//! worker loads the case anew and does what is due *now*, so that doing it twice does no harm. What cannot be done yet, because it
//! is night, is put off, for a day at most.
//!
//! | state | means |
//! |---|---|
//! | [`WAITING`] | to be done at `run_at`, or being done until `leased_until` |
//! | [`DEAD`] | failed [`MOST_ATTEMPTS`] times; stands in the list of dead letters until somebody revives or removes it |
//!
//! What is done is deleted.

use crate::{Error, Tx, args, row, select, sql};
use kernel::{
    id::{StreamId, TaskId, TenantId},
    moment::Moment,
};

/// To be done.
pub const WAITING: &str = "waiting";
/// Given up; a dead letter.
pub const DEAD: &str = "dead";
/// After so many attempts a task is a dead letter.
pub const MOST_ATTEMPTS: i64 = 8;

/// A task about to be written.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Its id.
    pub task: TaskId,
    /// What to do, as the worker knows it.
    pub kind: &'static str,
    /// The case it is about; 0 when none.
    pub stream: StreamId,
    /// JSON; never personal data.
    pub payload: String,
    /// When it is due.
    pub run_at: Moment,
}

row! {
    /// A task as it stands.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Task {
        /// Its id.
        pub task: TaskId,
        /// What to do.
        pub kind: String,
        /// The case, or 0.
        pub stream: StreamId,
        /// JSON.
        pub payload: String,
        /// [`WAITING`] or [`DEAD`].
        pub state: String,
        /// When it is due.
        pub run_at: Moment,
        /// How often it was claimed.
        pub attempts: i64,
        /// Who is doing it, or did last; empty before the first.
        pub holder: String,
        /// Until when it is his.
        pub leased_until: Moment,
        /// Why the last attempt failed; empty when none did.
        pub error: String,
    }
}

row! {
    /// How many tasks of one kind are in one state.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Count {
        /// [`WAITING`] or [`DEAD`].
        pub state: String,
        /// What to do.
        pub kind: String,
        /// How many.
        pub count: i64,
        /// The earliest `run_at` of them.
        pub oldest: Moment,
    }
}

/// Writes a task down.
///
/// # Errors
/// What the engine says.
pub fn put(tx: &Tx<'_>, tenant: TenantId, task: &NewTask) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO task (tenant, task, kind, stream, payload, state, run_at, attempts, holder, leased_until, error) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, '', 0, '')"),
        args![tenant, task.task, task.kind, task.stream, &task.payload, task.run_at],
    )?;
    Ok(())
}

/// Nothing is put off for longer than this, in milliseconds: her hours begin within a day, and a failed task waits six hours.
const LONGEST_WAIT: i64 = 26 * 3_600_000;

/// The latest lease and the latest time that can have been written down by `now`. What is later was written by a clock that has
/// been put back since: it is due, or nobody would do it until that moment comes.
const fn plausible(now: Moment, lease_millis: i64) -> [Moment; 2] {
    [now.plus_millis(lease_millis).plus_millis(crate::lease::SLACK), now.plus_millis(LONGEST_WAIT)]
}

/// Whether [`claim`] would find something among these kinds: reading costs nothing, claiming is a write.
///
/// # Errors
/// What the engine says.
pub fn is_due(tx: &Tx<'_>, tenant: TenantId, kinds: &[&str], now: Moment, lease_millis: i64) -> Result<bool, Error> {
    let [lease, wait] = plausible(now, lease_millis);
    for kind in kinds {
        let due = sql!(
            "SELECT task FROM task WHERE tenant = $1 AND state = 'waiting' AND (run_at <= $2 OR run_at > $5) AND (leased_until <= $2 OR leased_until > $4) AND kind = $3 LIMIT 1"
        );
        if tx.scalar::<i64>(due, args![tenant, now, *kind, lease, wait])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Claims at most `limit` due tasks, the longest due first, for `lease_millis` milliseconds. No `kinds` means all.
///
/// A task whose lease ends later than anybody could claim it to now, or whose time is further off than anything is put, was
/// claimed or put off by a clock that has been put back since: it is due.
///
/// A task that was claimed [`MOST_ATTEMPTS`] times and never came back, because its worker died each time, becomes a
/// dead letter here.
///
/// # Errors
/// What the engine says.
pub fn claim(tx: &Tx<'_>, tenant: TenantId, kinds: &[&str], holder: &str, now: Moment, lease_millis: i64, limit: i64) -> Result<Vec<Task>, Error> {
    let [lease, wait] = plausible(now, lease_millis);
    let mut due: Vec<Task> = vec![];
    if kinds.is_empty() {
        due = tx.select(
            select!(Task, "FROM task WHERE tenant = $1 AND state = 'waiting' AND (run_at <= $2 OR run_at > $5) AND (leased_until <= $2 OR leased_until > $4) ORDER BY run_at, task LIMIT $3 FOR UPDATE SKIP LOCKED"),
            args![tenant, now, limit, lease, wait],
        )?;
    }
    for kind in kinds {
        let room = limit.saturating_sub(i64::try_from(due.len()).unwrap_or(i64::MAX));
        due.extend(tx.select::<Task>(
            select!(Task, "FROM task WHERE tenant = $1 AND state = 'waiting' AND (run_at <= $2 OR run_at > $6) AND (leased_until <= $2 OR leased_until > $5) AND kind = $4 ORDER BY run_at, task LIMIT $3 FOR UPDATE SKIP LOCKED"),
            args![tenant, now, room, *kind, lease, wait],
        )?);
    }
    let mut claimed = vec![];
    for task in due {
        if task.attempts >= MOST_ATTEMPTS {
            bury(tx, tenant, task.task, "its worker ended each time before it was done")?;
            continue;
        }
        let task = Task { holder: holder.to_owned(), leased_until: now.plus_millis(lease_millis), attempts: task.attempts + 1, ..task };
        tx.execute(
            sql!("UPDATE task SET holder = $3, leased_until = $4, attempts = $5 WHERE tenant = $1 AND task = $2"),
            args![tenant, task.task, holder, task.leased_until, task.attempts],
        )?;
        claimed.push(task);
    }
    Ok(claimed)
}

/// Ends the leases of a process that is gone: for the one that serves a county after it, so that nobody waits for their end. How
/// many there were.
///
/// # Errors
/// What the engine says.
pub fn release_all(tx: &Tx<'_>, tenant: TenantId) -> Result<u64, Error> {
    tx.execute(sql!("UPDATE task SET leased_until = 0 WHERE tenant = $1 AND state = 'waiting' AND leased_until > 0"), args![tenant])
}

/// Removes a task that is done; `false` when its lease had ended and another has it: then what was done with it must
/// not be kept.
///
/// # Errors
/// What the engine says.
pub fn done(tx: &Tx<'_>, tenant: TenantId, task: TaskId, holder: &str) -> Result<bool, Error> {
    Ok(tx.execute(sql!("DELETE FROM task WHERE tenant = $1 AND task = $2 AND holder = $3 AND state = 'waiting'"), args![tenant, task, holder])? == 1)
}

/// Puts a failed task back for later, or among the dead letters after [`MOST_ATTEMPTS`]; its new state, or `None`
/// when another has it. `error` carries no personal data.
///
/// # Errors
/// What the engine says.
pub fn retry_later(tx: &Tx<'_>, tenant: TenantId, task: TaskId, holder: &str, now: Moment, error: &str) -> Result<Option<&'static str>, Error> {
    let attempts: Option<i64> = tx.scalar(
        sql!("SELECT attempts FROM task WHERE tenant = $1 AND task = $2 AND holder = $3 AND state = 'waiting' FOR UPDATE"),
        args![tenant, task, holder],
    )?;
    let Some(attempts) = attempts else { return Ok(None) };
    if attempts >= MOST_ATTEMPTS {
        bury(tx, tenant, task, error)?;
        return Ok(Some(DEAD));
    }
    tx.execute(
        sql!("UPDATE task SET run_at = $3, leased_until = 0, error = $4 WHERE tenant = $1 AND task = $2"),
        args![tenant, task, now.plus_millis(back_off_millis(attempts)), error],
    )?;
    Ok(Some(WAITING))
}

/// Puts a claimed task off until its time comes; the claim does not count as an attempt. `false` when another has it.
///
/// # Errors
/// What the engine says.
pub fn put_off(tx: &Tx<'_>, tenant: TenantId, task: TaskId, holder: &str, until: Moment) -> Result<bool, Error> {
    let put = tx.execute(
        sql!("UPDATE task SET run_at = $4, leased_until = 0, attempts = attempts - 1, error = '' WHERE tenant = $1 AND task = $2 AND holder = $3 AND state = 'waiting'"),
        args![tenant, task, holder, until],
    )?;
    Ok(put == 1)
}

/// Notes at a claimed task what is being done with it, before what cannot be done twice: whoever claims it next finds the note when
/// this worker died meanwhile. `false` when another has it.
///
/// # Errors
/// What the engine says.
pub fn mark(tx: &Tx<'_>, tenant: TenantId, task: TaskId, holder: &str, note: &str) -> Result<bool, Error> {
    let marked = tx.execute(
        sql!("UPDATE task SET error = $4 WHERE tenant = $1 AND task = $2 AND holder = $3 AND state = 'waiting'"),
        args![tenant, task, holder, note],
    )?;
    Ok(marked == 1)
}

/// How long to wait after this many attempts: 5 s, 20 s, 80 s … at most 6 h; seven waits are about seven hours, so
/// that a gateway that is away for an evening makes no dead letters.
const fn back_off_millis(attempts: i64) -> i64 {
    const LONGEST: i64 = 6 * 3_600_000;
    let mut millis = 5_000_i64;
    let mut attempt = 1;
    while attempt < attempts && millis < LONGEST {
        millis *= 4;
        attempt += 1;
    }
    if millis < LONGEST { millis } else { LONGEST }
}

fn bury(tx: &Tx<'_>, tenant: TenantId, task: TaskId, error: &str) -> Result<(), Error> {
    tracing::error!(%tenant, %task, error, "a task has become a dead letter");
    tx.execute(sql!("UPDATE task SET state = 'dead', leased_until = 0, error = $3 WHERE tenant = $1 AND task = $2"), args![tenant, task, error])?;
    Ok(())
}

/// Gives a dead letter another eight attempts; `false` when it is none.
///
/// # Errors
/// What the engine says.
pub fn revive(tx: &Tx<'_>, tenant: TenantId, task: TaskId, now: Moment) -> Result<bool, Error> {
    let revived = tx.execute(
        sql!("UPDATE task SET state = 'waiting', attempts = 0, holder = '', run_at = $3 WHERE tenant = $1 AND task = $2 AND state = 'dead'"),
        args![tenant, task, now],
    )?;
    Ok(revived == 1)
}

/// The dead letters, the longest due first, at most `limit`.
///
/// # Errors
/// What the engine says.
pub fn dead(tx: &Tx<'_>, tenant: TenantId, limit: i64) -> Result<Vec<Task>, Error> {
    tx.select(select!(Task, "FROM task WHERE tenant = $1 AND state = 'dead' ORDER BY run_at, task LIMIT $2"), args![tenant, limit])
}

/// How many tasks there are, by state and kind.
///
/// # Errors
/// What the engine says.
pub fn counts(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Count>, Error> {
    tx.select(sql!("SELECT state, kind, COUNT(*), MIN(run_at) FROM task WHERE tenant = $1 GROUP BY state, kind ORDER BY state, kind"), args![tenant])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_waits_grow_and_end_at_six_hours() {
        let waits: Vec<i64> = (1..=9).map(|attempts| super::back_off_millis(attempts) / 1000).collect();
        assert_eq!(waits, [5, 20, 80, 320, 1280, 5120, 20480, 21600, 21600]);
    }
}
