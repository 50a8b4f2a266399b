//! What follows from an event and is done by the worker: claimed with a lease, repeated until it succeeds.

use casework::House;
use kernel::TenantId;
use store::{
    Failure, args, row, select,
    task::{self, Task},
};

/// How a kind of task is done. It looks at the case as it is now, so that doing it twice does no harm.
type Doing = fn(&House, TenantId, &Task) -> Result<(), Failure>;

/// Every kind of task that this version knows. A kind that it does not know stays until a version comes that does.
const KINDS: &[(&str, Doing)] = &[];

/// For how long a claimed task is one worker's, in milliseconds.
const LEASE_MILLIS: i64 = 60_000;
/// How many are claimed at once.
const AT_ONCE: i64 = 16;

row! {
    struct Due { task: kernel::TaskId }
}

/// Does what is due; how many tasks were done.
///
/// # Errors
/// What the database says; a task that fails is put back for later and is no error here.
pub fn run_due(house: &House, tenant: TenantId, holder: &str) -> Result<usize, Failure> {
    let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let now = house.now();
    // Reading costs nothing; claiming is a write.
    let is_due = house.db().read_here(move |tx| {
        Ok(tx
            .first::<Due>(
                select!(Due, "FROM task WHERE tenant = $1 AND state = 'waiting' AND run_at <= $2 AND leased_until <= $2 LIMIT 1"),
                args![tenant, now],
            )?
            .is_some())
    })?;
    if kinds.is_empty() || !is_due {
        return Ok(0);
    }
    let whose = holder.to_owned();
    let claimed = house.db().write_here(move |tx| Ok(task::claim(tx, tenant, &kinds, &whose, now, LEASE_MILLIS, AT_ONCE)?))?;
    let mut done = 0;
    for one in claimed {
        let Some((_, doing)) = KINDS.iter().find(|(kind, _)| *kind == one.kind) else { continue };
        let outcome = doing(house, tenant, &one);
        let (number, whose, now) = (one.task, holder.to_owned(), house.now());
        match outcome {
            Ok(()) => {
                house.db().write_here(move |tx| Ok(task::done(tx, tenant, number, &whose)?))?;
                done += 1;
            }
            Err(failure) => {
                let why = failure.to_string();
                tracing::warn!(%tenant, task = %number, kind = one.kind, error = why, "a task failed and is put back for later");
                house.db().write_here(move |tx| Ok(task::retry_later(tx, tenant, number, &whose, now, &why)?))?;
            }
        }
    }
    Ok(done)
}
