//! 开张: what the administrator of a county does on the first day, and whenever organs change.
//!
//! | file | holds | rule |
//! |---|---|---|
//! | `sheet` | a sheet as it was handed in | SU-1 |
//! | `columns` | what a sheet may hold, and the templates | SU-1 |
//! | `plan` | what a sheet would do, row by row | SU-1 |
//! | `places` `organs` `staff` | the three sheets | SU-1, S-05, 9.2 |
//! | `one` | a single organ: added, changed, ended; who continues its powers | SU-2, SU-3, L1 art 24 |
//!
//! The dry run and the run are one function: the first writes nothing. A bad row is told with its column and its reason, and
//! the others go on. Run again, a sheet changes nothing. The rows that were written are in the record of the house.
//!
//! This room sees no case and gives no rights: the posts of a staff list wait for the security administrator
//! (`people::grant`). How the cases of an organ that merges or divides go over is `petition::succession`.

pub mod columns;
mod ground;
pub mod one;
mod organs;
mod places;
pub mod plan;
pub mod sheet;
mod staff;

pub use columns::Kind;
pub use staff::{Newcomer, ONE_TIME_DAYS};

use crate::{
    Asker, House, Role,
    organ::{self, Directory, Touched},
    people::{People, administer::require, grant, password},
};
use kernel::{
    Moment,
    id::{AccountId, TenantId},
};
use plan::{Cells, Outcome, Plan};
use serde_json::json;
use sheet::Sheet;
use std::{collections::HashMap, sync::Arc};
use store::{Failure, Tx};

/// So many rows of registers stand in one entry of the record of the house.
const ROWS_AT_ONCE: usize = 200;

/// So many accounts are made at once from a page: whoever waits for their one-time passwords sees them a few seconds later. The
/// others of the list come when it is handed in again.
pub const MOST_NEW_ON_A_PAGE: usize = 200;
/// So many passwords are hashed at once for a sheet: people who sign in do not wait behind it.
const HASHED_AT_ONCE: usize = 2;

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// It is only told.
    Dry,
    /// It is done.
    Real,
}

/// What came of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Row by row.
    pub plan: Plan,
    /// Whose accounts are new; after a real run each with a one-time password, which nothing else ever shows.
    pub newcomers: Vec<(Newcomer, String)>,
}

/// Who brings a sheet: the system administrator, or a command on the machine.
#[derive(Debug, Clone)]
pub struct Bringer {
    tenant: TenantId,
    account: AccountId,
}

impl Bringer {
    /// The system administrator.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for anybody else.
    pub fn administrator(asker: &Asker) -> Result<Self, Failure> {
        require(asker, Role::SystemAdmin)?;
        Ok(Self { tenant: asker.tenant, account: asker.account })
    }

    /// Whoever has the machine.
    #[must_use]
    pub const fn machine(tenant: TenantId) -> Self {
        Self { tenant, account: store::ledger::SYSTEM }
    }
}

/// What the closure of a run holds: everything is drawn before a row is held.
#[derive(Clone)]
struct Job {
    bringer: Bringer,
    kind: Kind,
    sheet: Arc<Sheet>,
    numbers: Arc<HashMap<u64, [i64; 3]>>,
    hashes: Arc<HashMap<String, String>>,
    list: i64,
    reason: Arc<str>,
    now: Moment,
    run: Run,
}

/// Says what a sheet would do.
///
/// # Errors
/// `SHEET_COLUMN` (SU-1); what the database says.
pub async fn look(house: &House, bringer: &Bringer, kind: Kind, sheet: &Sheet) -> Result<Taken, Failure> {
    let job = job(house, bringer, kind, sheet, "", HashMap::new(), Run::Dry);
    let (plan, _, newcomers) = house.db().read(move |tx| work(tx, &job)).await?;
    Ok(Taken { plan, newcomers: newcomers.into_iter().map(|one| (one, String::new())).collect() })
}

/// Takes a sheet in. `reason` is why the posts of a staff list are asked for.
///
/// # Errors
/// As [`look`]; `POST_REASON` (9.2) for a staff list.
pub async fn take(people: &People, bringer: &Bringer, kind: Kind, sheet: &Sheet, reason: &str) -> Result<Taken, Failure> {
    let house = people.house();
    if kind == Kind::Staff {
        // Its posts are asked for as any other is.
        grant::told(reason)?;
    }
    let looked = look(house, bringer, kind, sheet).await?;
    let (one_times, hashes) = hash_beside(people, names(&looked)).await?;
    let job = job(house, bringer, kind, sheet, reason, hashes, Run::Real);
    let suite = house.vault().suite();
    let done = house.db().write(move |tx| write(tx, &job, suite)).await?;
    house.forget_directory(bringer.tenant);
    Ok(handed(done, &one_times))
}

/// As [`look`], for threads that may wait.
///
/// # Errors
/// As [`look`].
pub fn look_here(house: &House, bringer: &Bringer, kind: Kind, sheet: &Sheet) -> Result<Taken, Failure> {
    let job = job(house, bringer, kind, sheet, "", HashMap::new(), Run::Dry);
    let (plan, _, newcomers) = house.db().read_here(move |tx| work(tx, &job))?;
    Ok(Taken { plan, newcomers: newcomers.into_iter().map(|one| (one, String::new())).collect() })
}

/// As [`take`], for threads that may wait.
///
/// # Errors
/// As [`look`].
pub fn take_here(house: &House, bringer: &Bringer, kind: Kind, sheet: &Sheet, reason: &str) -> Result<Taken, Failure> {
    let looked = look_here(house, bringer, kind, sheet)?;
    let (one_times, hashes) = hash(house, names(&looked))?;
    let job = job(house, bringer, kind, sheet, reason, hashes, Run::Real);
    let suite = house.vault().suite();
    let done = house.db().write_here(move |tx| write(tx, &job, suite))?;
    house.forget_directory(bringer.tenant);
    Ok(handed(done, &one_times))
}

fn names(looked: &Taken) -> Vec<String> {
    looked.newcomers.iter().map(|(one, _)| one.account.clone()).collect()
}

type OneTimes = HashMap<String, String>;

/// As [`hash`], with a few beside each other and in the turn of those who sign in.
async fn hash_beside(people: &People, names: Vec<String>) -> Result<(OneTimes, HashMap<String, String>), Failure> {
    let (mut one_times, mut hashes) = (HashMap::new(), HashMap::new());
    let (mut names, mut at_work) = (names.into_iter(), tokio::task::JoinSet::new());
    loop {
        while at_work.len() < HASHED_AT_ONCE
            && let Some(name) = names.next()
        {
            let (people, one_time) = (people.clone(), password::one_time(people.house().random()));
            at_work.spawn(async move { people.hash(&one_time).await.map(|hash| (name, one_time, hash)) });
        }
        let Some(done) = at_work.join_next().await else { return Ok((one_times, hashes)) };
        let (name, one_time, hash) = done.map_err(|error| Failure::Bug(format!("hashing: {error}")))??;
        hashes.insert(name.clone(), hash);
        one_times.insert(name, one_time);
    }
}

/// A one-time password for each name, and its hash. Slow by design.
fn hash(house: &House, names: Vec<String>) -> Result<(OneTimes, HashMap<String, String>), Failure> {
    let (mut one_times, mut hashes) = (HashMap::new(), HashMap::new());
    for name in names {
        let one_time = password::one_time(house.random());
        hashes.insert(name.clone(), password::hash(&one_time, house.random())?);
        one_times.insert(name, one_time);
    }
    Ok((one_times, hashes))
}

fn handed((plan, newcomers): (Plan, Vec<Newcomer>), one_times: &OneTimes) -> Taken {
    let with = |one: Newcomer| {
        let one_time = one_times.get(&one.account).cloned().unwrap_or_default();
        (one, one_time)
    };
    Taken { plan, newcomers: newcomers.into_iter().map(with).collect() }
}

fn job(house: &House, bringer: &Bringer, kind: Kind, sheet: &Sheet, reason: &str, hashes: HashMap<String, String>, run: Run) -> Job {
    let draw = || [house.next_id(), house.next_id(), house.next_id()];
    let numbers = if run == Run::Real { sheet.rows.iter().map(|(row, _)| (*row, draw())).collect() } else { HashMap::new() };
    Job {
        bringer: bringer.clone(),
        kind,
        sheet: Arc::new(sheet.clone()),
        numbers: Arc::new(numbers),
        hashes: Arc::new(hashes),
        list: house.next_id(),
        reason: reason.into(),
        now: house.now(),
        run,
    }
}

fn work(tx: &Tx<'_>, job: &Job) -> Result<(Plan, Vec<Touched>, Vec<Newcomer>), Failure> {
    let directory = Directory::read(tx, job.bringer.tenant)?;
    let cells = Cells::of(job.kind, &job.sheet)?;
    let (tenant, today) = (job.bringer.tenant, job.now.local_day());
    match job.kind {
        Kind::Places => places::take(tx, tenant, &directory, &cells, job.run).map(|(plan, touched)| (plan, touched, vec![])),
        Kind::Organs => organs::take(tx, tenant, &directory, &cells, &job.numbers, today, job.run).map(|(plan, touched)| (plan, touched, vec![])),
        Kind::Staff => {
            let order = staff::Order {
                tenant,
                asked_by: job.bringer.account,
                now: job.now,
                reason: &job.reason,
                numbers: &job.numbers,
                list: job.list,
                hashes: &job.hashes,
                most_new: if job.bringer.account == store::ledger::SYSTEM { usize::MAX } else { MOST_NEW_ON_A_PAGE },
                run: job.run,
            };
            staff::take(tx, &directory, &cells, &order)
        }
    }
}

fn write(tx: &Tx<'_>, job: &Job, suite: kernel::crypto::Suite) -> Result<(Plan, Vec<Newcomer>), Failure> {
    // One sheet at a time, and no other change of organs beside it.
    organ::hold_county(tx, job.bringer.tenant)?;
    let (plan, touched, newcomers) = work(tx, job)?;
    if !touched.is_empty() {
        let counts = json!({
            "sheet": job.kind.code(),
            "added": plan.count(Outcome::Added),
            "changed": plan.count(Outcome::Changed),
            "refused": plan.count(Outcome::Refused),
            "list": if job.kind == Kind::Staff { job.list.to_string() } else { String::new() },
        });
        for part in touched.chunks(ROWS_AT_ONCE) {
            organ::record_rows(tx, suite, job.bringer.tenant, job.bringer.account, job.now, "sheet_taken_in", &counts, part)?;
        }
    }
    Ok((plan, newcomers))
}
