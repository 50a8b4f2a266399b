//! A clock that was put back: what it took in time to come does not stop those who come after.

use crate::fixture::{SUITE, TENANT, append, at, tenants};
use kernel::id::{StreamId, TaskId};
use store::{Db, lease, ledger, sealer, task};
use testkit::engines;

const YEAR: i64 = 365 * 24 * 3_600_000;

fn take(db: &Db, holder: &'static str, millis: i64) -> bool {
    db.write_here(move |tx| Ok(lease::take(tx, TENANT, sealer::LEASE, holder, at(millis), 10_000)?)).unwrap()
}

#[test]
fn a_lease_of_a_clock_that_was_put_back_counts_as_ended_and_an_ordinary_one_is_respected() {
    for engine in engines() {
        tenants(&engine.db);
        assert!(take(&engine.db, "died", YEAR), "{}", engine.name);
        assert!(take(&engine.db, "next", 0), "{}: a year is too long to wait for the end of ten seconds", engine.name);
        assert!(!take(&engine.db, "third", 0), "{}", engine.name);
        // Two clocks that differ by some seconds do not take from each other.
        assert!(!take(&engine.db, "third", -30_000), "{}", engine.name);
        assert!(take(&engine.db, "third", 10_000), "{}", engine.name);
    }
}

#[test]
fn a_claim_of_a_clock_that_was_put_back_counts_as_ended() {
    for engine in engines() {
        tenants(&engine.db);
        let new = task::NewTask { task: TaskId::new(7), kind: "try", stream: StreamId::new(0), payload: "{}".to_owned(), run_at: at(0) };
        engine.db.write_here(move |tx| Ok(task::put(tx, TENANT, &new)?)).unwrap();
        let claim = |kinds: &'static [&'static str], holder: &'static str, millis: i64| {
            engine.db.write_here(move |tx| Ok(task::claim(tx, TENANT, kinds, holder, at(millis), 10_000, 5)?)).unwrap().len()
        };
        assert_eq!(claim(&[], "died", YEAR), 1, "{}", engine.name);
        assert_eq!(claim(&["try"], "next", 0), 1, "{}", engine.name);
        assert_eq!((claim(&[], "third", 0), claim(&["try"], "third", 0)), (0, 0), "{}", engine.name);
        assert_eq!(claim(&[], "third", 10_000), 1, "{}", engine.name);
    }
}

#[test]
fn a_task_that_was_put_off_by_a_clock_that_was_put_back_is_due_and_looking_says_what_claiming_does() {
    const HOUR: i64 = 3_600_000;
    for engine in engines() {
        tenants(&engine.db);
        for (number, run_at) in [(1, 24 * HOUR), (2, YEAR)] {
            let new =
                task::NewTask { task: TaskId::new(number), kind: "try", stream: StreamId::new(0), payload: "{}".to_owned(), run_at: at(run_at) };
            engine.db.write_here(move |tx| Ok(task::put(tx, TENANT, &new)?)).unwrap();
        }
        let is_due = |kinds: &'static [&'static str], millis: i64| {
            engine.db.read_here(move |tx| Ok(task::is_due(tx, TENANT, kinds, at(millis), 10_000)?)).unwrap()
        };
        let claim = |holder: &'static str, millis: i64| {
            let claimed = engine.db.write_here(move |tx| Ok(task::claim(tx, TENANT, &["try"], holder, at(millis), 10_000, 5)?)).unwrap();
            claimed.iter().map(|task| task.task.get()).collect::<Vec<_>>()
        };
        assert!(is_due(&["try"], 0) && !is_due(&["other"], 0), "{}", engine.name);
        assert_eq!(claim("first", 0), [2], "{}: until tomorrow is no mistake, until next year is one", engine.name);
        assert!(!is_due(&["try"], 0) && claim("second", 0).is_empty(), "{}", engine.name);
        assert!(is_due(&["try"], 10_000), "{}: its lease has ended", engine.name);
        // A lease of a clock that was ahead is none.
        assert_eq!(claim("ahead", YEAR), [1, 2], "{}", engine.name);
        assert!(is_due(&["try"], 24 * HOUR), "{}", engine.name);
        assert_eq!(claim("next", 24 * HOUR), [1, 2], "{}", engine.name);
    }
}

#[test]
fn events_of_a_clock_that_jumped_keep_their_moments_their_order_and_their_seals() {
    for engine in engines() {
        tenants(&engine.db);
        let seal = |millis: i64| {
            engine
                .db
                .write_here(move |tx| {
                    sealer::place_slice(tx, TENANT, 100)?;
                    Ok(sealer::close_seal(tx, TENANT, SUITE, at(millis))?)
                })
                .unwrap()
                .unwrap()
        };
        engine.db.write_here(|tx| append(tx, TENANT, 1, YEAR, "ahead")).unwrap();
        let first = seal(YEAR);
        engine.db.write_here(|tx| append(tx, TENANT, 1, 0, "after, and earlier")).unwrap();
        engine.db.write_here(|tx| append(tx, TENANT, 2, 1, "another")).unwrap();
        let second = seal(2);
        assert!(second.sealed_at >= first.sealed_at, "{}: a seal is older than the one before it", engine.name);
        let events = engine.db.read_here(|tx| Ok(ledger::load(tx, TENANT, StreamId::new(1))?)).unwrap();
        assert_eq!([events[0].recorded_at, events[1].recorded_at], [at(YEAR), at(0)], "{}", engine.name);
        assert_eq!(ledger::check_chain(TENANT, &events).unwrap().version, 2, "{}", engine.name);
        engine.db.read_here(|tx| Ok(sealer::check(tx, TENANT)?)).unwrap();
        assert_eq!(engine.db.read_here(|tx| Ok(sealer::lag(tx, TENANT, at(3))?)).unwrap(), 0, "{}", engine.name);
    }
}
