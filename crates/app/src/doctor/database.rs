//! What is in the database, on either engine.

use super::Findings;
use casework::{
    House,
    organ::{self, Directory, channel},
};
use kernel::{Moment, TenantId};
use store::{Failure, Tx, args, sealer, sql, task};

/// An event that waits longer for its place than this, in milliseconds, says that nobody serves.
const LONGEST_LAG: i64 = 60_000;
/// The machine's clock may lie so far behind the last event, in milliseconds, before it is told.
const CLOCK_SLACK: i64 = 60_000;

/// Looks at the database.
pub fn look(house: &House, now: Moment, findings: &mut Findings) {
    findings.ok("database", format!("{}, tables up to date, key fits", house.db().engine()));
    let counties = match house.db().read_here(organ::tenants) {
        Ok(counties) => counties,
        Err(failure) => return findings.error("counties", failure.to_string()),
    };
    if counties.is_empty() {
        findings.error("counties", "there is none: linju init");
    }
    for county in counties {
        let tenant = county.tenant;
        match house.db().read_here(move |tx| state(tx, tenant, now)) {
            Ok(state) => {
                let name = format!("{tenant} {}", county.name);
                tell(&name, &state, findings);
                channels(house, tenant, &name, now, findings);
            }
            Err(failure) => findings.error("counties", failure.to_string()),
        }
    }
}

struct State {
    cases: i64,
    lag: i64,
    dead: i64,
    ahead: i64,
}

fn state(tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<State, Failure> {
    let cases = tx.scalar(sql!("SELECT COUNT(*) FROM event WHERE tenant = $1 AND version = 1"), args![tenant])?.unwrap_or(0);
    // The last sealed moment stands for the last event: it is read from an index.
    let sealed_at = sealer::last_seal(tx, tenant)?.map_or(now, |seal| seal.sealed_at);
    let dead = task::counts(tx, tenant)?.iter().filter(|count| count.state == task::DEAD).map(|count| count.count).sum();
    Ok(State { cases, lag: sealer::lag(tx, tenant, now)?, dead, ahead: sealed_at.millis() - now.millis() })
}

fn tell(county: &str, state: &State, findings: &mut Findings) {
    findings.ok("counties", format!("{county}: {} cases", state.cases));
    if state.lag > LONGEST_LAG {
        findings.warn("order", format!("{county}: an event has been waiting for its place for {} s: does `linju serve` run?", state.lag / 1000));
    }
    if state.dead > 0 {
        findings.warn("tasks", format!("{county}: {} tasks were given up; the system administrator's page lists them", state.dead));
    }
    if state.ahead > CLOCK_SLACK {
        findings.error("clock", format!("{county}: the last seal is {} s ahead of this machine's clock: set the clock right", state.ahead / 1000));
    }
}

/// What the page of channels does not have yet (C-06).
fn channels(house: &House, tenant: TenantId, county: &str, now: Moment, findings: &mut Findings) {
    let read = house.db().read_here(move |tx| Ok((Directory::read(tx, tenant)?, channel::all(tx, tenant)?)));
    let (directory, written) = match read {
        Ok(read) => read,
        Err(failure) => return findings.error("channels", failure.to_string()),
    };
    let today = now.local_day();
    let missing = channel::missing(&channel::published(&directory, &written, today), house.law(), today);
    if missing.is_empty() {
        findings.ok("channels", format!("{county}: /channels has what art 18 asks for"));
    } else {
        let told = missing.join(", ");
        findings.warn("channels", format!("{county}: /channels lacks {told}: the system administrator writes it at /admin/channels"));
    }
}
