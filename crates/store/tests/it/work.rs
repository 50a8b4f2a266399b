//! Leases and tasks.

use crate::fixture::{OTHER, TENANT, at};
use kernel::id::{StreamId, TaskId, TenantId};
use std::collections::HashSet;
use store::{
    Db, lease,
    task::{self, NewTask, Task},
};

fn take(db: &Db, tenant: TenantId, holder: &'static str, now: i64) -> bool {
    db.write_here(move |tx| Ok(lease::take(tx, tenant, "sealer", holder, at(now), 1000)?)).unwrap()
}

#[test]
fn a_lease_has_one_holder_until_it_ends() {
    for engine in testkit::engines() {
        let db = &engine.db;
        assert!(take(db, TENANT, "a", 0), "{}", engine.name);
        assert!(!take(db, TENANT, "b", 500));
        assert!(take(db, OTHER, "b", 500), "another county has leases of its own");
        assert!(take(db, TENANT, "a", 900), "its holder prolongs it");
        assert!(!take(db, TENANT, "b", 1500));
        assert!(take(db, TENANT, "b", 1900), "it has ended");
        assert!(!take(db, TENANT, "a", 2000));
        db.write_here(|tx| Ok(lease::give_back(tx, TENANT, "sealer", "a")?)).unwrap();
        assert!(!take(db, TENANT, "a", 2000), "only its holder gives it back");
        db.write_here(|tx| Ok(lease::give_back(tx, TENANT, "sealer", "b")?)).unwrap();
        assert!(take(db, TENANT, "a", 2000));
    }
}

#[test]
fn of_many_who_want_a_lease_one_gets_it() {
    for engine in testkit::engines() {
        let wanting: Vec<_> = (0..8)
            .map(|n| {
                let db = engine.db.clone();
                std::thread::spawn(move || db.write_here(move |tx| Ok(lease::take(tx, TENANT, "sealer", &format!("holder {n}"), at(0), 1000)?)))
            })
            .collect();
        let got = wanting.into_iter().filter(|_| true).map(|one| one.join().unwrap().unwrap()).filter(|got| *got).count();
        assert_eq!(got, 1, "{}", engine.name);
    }
}

fn put(db: &Db, number: i64, kind: &'static str, run_at: i64) {
    let task = NewTask { task: TaskId::new(number), kind, stream: StreamId::new(10), payload: "{}".to_owned(), run_at: at(run_at) };
    db.write_here(move |tx| Ok(task::put(tx, TENANT, &task)?)).unwrap();
}

fn claim(db: &Db, kinds: &'static [&'static str], holder: &'static str, now: i64, limit: i64) -> Vec<Task> {
    db.write_here(move |tx| Ok(task::claim(tx, TENANT, kinds, holder, at(now), 1000, limit)?)).unwrap()
}

fn numbers(tasks: &[Task]) -> Vec<i64> {
    tasks.iter().map(|task| task.task.get()).collect()
}

/// The whole queue as text.
fn queue(db: &Db) -> Vec<String> {
    let counts = db.read_here(|tx| Ok(task::counts(tx, TENANT)?)).unwrap();
    counts.into_iter().map(|one| format!("{} {} {} from {}", one.count, one.kind, one.state, one.oldest.millis() - at(0).millis())).collect()
}

#[test]
fn a_task_is_claimed_done_and_gone() {
    for engine in testkit::engines() {
        let db = &engine.db;
        put(db, 1, "notify", 30);
        put(db, 2, "index", 10);
        put(db, 3, "notify", 20);
        put(db, 4, "remind", 9_000);
        assert_eq!(queue(db), ["1 index waiting from 10", "2 notify waiting from 20", "1 remind waiting from 9000"], "{}", engine.name);
        assert_eq!(numbers(&claim(db, &["notify", "remind"], "a", 100, 10)), [3, 1]);
        assert_eq!(numbers(&claim(db, &[], "b", 100, 10)), [2], "what is claimed is not claimed again");
        assert_eq!(numbers(&claim(db, &[], "b", 1100, 2)), [2, 3], "a lease that ended frees its task; the longest due comes first");
        assert!(!db.write_here(|tx| Ok(task::done(tx, TENANT, TaskId::new(3), "a")?)).unwrap(), "a lost it");
        assert!(db.write_here(|tx| Ok(task::done(tx, TENANT, TaskId::new(3), "b")?)).unwrap());
        assert_eq!(db.write_here(|tx| Ok(task::retry_later(tx, TENANT, TaskId::new(3), "b", at(0), "late")?)).unwrap(), None);
        assert_eq!(queue(db), ["1 index waiting from 10", "1 notify waiting from 30", "1 remind waiting from 9000"]);
    }
}

#[test]
fn a_task_that_fails_waits_longer_each_time_and_ends_as_a_dead_letter() {
    for engine in testkit::engines() {
        let db = &engine.db;
        put(db, 1, "notify", 0);
        let (mut now, mut waits) = (0, vec![]);
        for attempt in 1..=8 {
            let claimed = claim(db, &[], "a", now, 1);
            assert_eq!(claimed[0].attempts, attempt, "{}", engine.name);
            let state = db.write_here(move |tx| Ok(task::retry_later(tx, TENANT, TaskId::new(1), "a", at(now), "gateway away")?)).unwrap();
            assert_eq!(state, Some(if attempt == 8 { task::DEAD } else { task::WAITING }));
            if attempt < 8 {
                let due = db.read_here(|tx| Ok(task::counts(tx, TENANT)?)).unwrap()[0].oldest.millis() - at(0).millis();
                waits.push((due - now) / 1000);
                assert!(claim(db, &[], "a", due - 1, 1).is_empty());
                now = due;
            }
        }
        assert_eq!(waits, [5, 20, 80, 320, 1280, 5120, 20480]);
        assert!(claim(db, &[], "a", now + 100_000_000, 1).is_empty());
        let dead = db.read_here(|tx| Ok(task::dead(tx, TENANT, 10)?)).unwrap();
        assert_eq!((dead.len(), dead[0].error.as_str()), (1, "gateway away"));
        assert!(db.write_here(move |tx| Ok(task::revive(tx, TENANT, TaskId::new(1), at(now))?)).unwrap());
        assert_eq!(claim(db, &[], "a", now, 1)[0].attempts, 1);
    }
}

#[test]
fn a_task_that_ends_its_worker_each_time_becomes_a_dead_letter_too() {
    for engine in testkit::engines() {
        put(&engine.db, 1, "index", 0);
        let claims = (0..20).filter(|n| !claim(&engine.db, &[], "a", n * 2000, 1).is_empty()).count();
        assert_eq!(claims, 8, "{}", engine.name);
        assert_eq!(queue(&engine.db), ["1 index dead from 0"]);
    }
}

#[test]
fn many_workers_share_the_tasks_and_none_is_done_twice() {
    for engine in testkit::engines() {
        for number in 1..=60 {
            put(&engine.db, number, "index", 0);
        }
        let workers: Vec<_> = (0..4)
            .map(|n| {
                let db = engine.db.clone();
                std::thread::spawn(move || {
                    let holder = format!("worker {n}");
                    let mut mine = vec![];
                    loop {
                        let name = holder.clone();
                        let claimed = db.write_here(move |tx| Ok(task::claim(tx, TENANT, &[], &name, at(1), 60_000, 5)?)).unwrap();
                        // On PostgreSQL nothing may be free just now although something is left.
                        if claimed.is_empty() && db.read_here(|tx| Ok(task::counts(tx, TENANT)?)).unwrap().is_empty() {
                            return mine;
                        }
                        for task in claimed {
                            let name = holder.clone();
                            assert!(db.write_here(move |tx| Ok(task::done(tx, TENANT, task.task, &name)?)).unwrap());
                            mine.push(task.task.get());
                        }
                    }
                })
            })
            .collect();
        let done: Vec<i64> = workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
        assert_eq!((done.len(), done.iter().collect::<HashSet<_>>().len()), (60, 60), "{}", engine.name);
    }
}
