//! What follows from an event and is done beside the pages: claimed with a lease, repeated until it succeeds. A thread of its
//! own, so that a gateway that does not answer holds up neither the sealer nor anybody's page.

use crate::{
    installation,
    messages::Gateways,
    oops::Oops,
    stop::{Standing, Stop, Trouble},
};
use casework::{
    House,
    notify::{self, outbox},
};
use kernel::{Moment, TenantId};
use std::time::Duration;
use store::{
    Failure,
    task::{self, Task},
};

/// What tasks need besides the installation.
struct Means {
    house: House,
    gateways: Gateways,
}

/// How a kind of task is done. It looks at the case as it is now, so that doing it twice does no harm, and says itself that
/// it is done; or why it is to be tried again.
type Doing = fn(&Means, TenantId, &Task) -> Result<Option<String>, Failure>;

/// Every kind of task that this version knows. A kind that it does not know stays until a version comes that does.
const KINDS: &[(&str, Doing)] = &[(notify::TASK, |means, tenant, task| notify::send::run(&means.house, tenant, task, &means.gateways))];

/// For how long a claimed task is one worker's, in milliseconds: longer than any gateway is waited for.
const LEASE_MILLIS: i64 = 120_000;
/// Between two looks.
const ROUND: Duration = Duration::from_millis(500);
/// How often words whose task was lost are queued anew, in minutes.
const LOOKED_EVERY_MINUTES: i64 = 10;

/// Starts the thread.
///
/// # Errors
/// When the system gives no thread.
pub fn start(house: House, gateways: Gateways) -> Result<Standing, Oops> {
    let holder = format!("errands {} of {:016x}", std::process::id(), house.random().u64());
    let means = Means { house, gateways };
    Standing::start("errands", move |stop| run(&means, &holder, stop))
}

/// Does everything that is due, without a thread: for the demonstration, whose past has no errands.
///
/// # Errors
/// What the database says.
pub fn run_all(house: &House, gateways: Gateways) -> Result<(), Oops> {
    let means = Means { house: house.clone(), gateways };
    for county in installation::counties(house)? {
        notify::remind::persons(house, county.tenant)?;
        while run_one(&means, county.tenant, "the demonstration")? {}
    }
    Ok(())
}

fn run(means: &Means, holder: &str, stop: &Stop) {
    let (mut trouble, mut looked_at) = (Trouble::default(), None);
    while !stop.pause(trouble.wait(ROUND)) {
        let outcome = round(means, holder, stop, &mut looked_at);
        trouble.tell("sending messages", &outcome);
    }
}

fn round(means: &Means, holder: &str, stop: &Stop, looked_at: &mut Option<Moment>) -> Result<(), Oops> {
    let now = means.house.now();
    let looks = crate::worker::is_over(*looked_at, LOOKED_EVERY_MINUTES, now);
    for county in installation::counties(&means.house)? {
        if looks {
            if looked_at.is_none() {
                // One process serves a county: whoever held a lease is gone.
                means.house.db().write_here(move |tx| Ok(task::release_all(tx, county.tenant)?))?;
            }
            let lost = outbox::requeue_lost(&means.house, county.tenant)?;
            if lost > 0 {
                tracing::warn!(tenant = %county.tenant, lost, "words to people had no task; they were queued anew");
            }
        }
        while !stop.is_asked() && run_one(means, county.tenant, holder)? {}
    }
    if looks {
        *looked_at = Some(now);
    }
    Ok(())
}

/// Does what is due first; whether there was something. A task that fails is put back for later and is no error here.
fn run_one(means: &Means, tenant: TenantId, holder: &str) -> Result<bool, Failure> {
    let (house, now) = (&means.house, means.house.now());
    // Reading costs nothing; claiming is a write.
    let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let looked_for = kinds.clone();
    if !house.db().read_here(move |tx| Ok(task::is_due(tx, tenant, &looked_for, now, LEASE_MILLIS)?))? {
        return Ok(false);
    }
    let whose = holder.to_owned();
    // One at a time: what is not begun is nobody's, and has lost no attempt when the machine is switched off.
    let claimed = house.db().write_here(move |tx| Ok(task::claim(tx, tenant, &kinds, &whose, now, LEASE_MILLIS, 1)?))?;
    for one in &claimed {
        let Some((_, doing)) = KINDS.iter().find(|(kind, _)| *kind == one.kind) else { continue };
        match doing(means, tenant, one) {
            Ok(None) => {}
            Ok(Some(why)) => {
                let (number, whose, now) = (one.task, holder.to_owned(), house.now());
                tracing::warn!(%tenant, task = %number, kind = one.kind, error = why, "a task failed and is put back for later");
                house.db().write_here(move |tx| Ok(task::retry_later(tx, tenant, number, &whose, now, &why)?))?;
            }
            // Nobody knows how far it came: what it noted of itself stays, and it is claimed anew when its lease ends.
            Err(failure) => tracing::error!(%tenant, task = %one.task, kind = one.kind, error = %failure, "a task could not be brought to its end"),
        }
    }
    Ok(!claimed.is_empty())
}
