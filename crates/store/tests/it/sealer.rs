//! The one order and the seals over it.

use crate::fixture::{SUITE, TENANT, append, at};
use kernel::{crypto::Digest, day::Day, id::StreamId, moment::Moment};
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};
use store::{
    Db, Value, lease, ledger,
    sealer::{self, Seal, Slice},
};

fn place(db: &Db, limit: i64) -> Slice {
    db.write_here(move |tx| Ok(sealer::place_slice(tx, TENANT, limit)?)).unwrap()
}

fn close(db: &Db, millis: i64) -> Option<Seal> {
    db.write_here(move |tx| Ok(sealer::close_seal(tx, TENANT, SUITE, at(millis))?)).unwrap()
}

fn lag(db: &Db, millis: i64) -> i64 {
    db.read_here(move |tx| Ok(sealer::lag(tx, TENANT, at(millis))?)).unwrap()
}

fn check(db: &Db) -> Result<sealer::Checked, String> {
    db.read_here(|tx| Ok(sealer::check(tx, TENANT)?)).map_err(|failure| failure.to_string())
}

fn write(db: &Db, stream: i64, millis: i64) {
    db.write_here(move |tx| append(tx, TENANT, stream, millis, "{}")).unwrap();
}

/// (place, seal, stream, version), in order.
fn places(db: &Db) -> Vec<(i64, i64, i64, i64)> {
    db.read_here(|tx| {
        let mut found = vec![];
        tx.values("SELECT place, seal, stream, version FROM place WHERE tenant = 1 ORDER BY place", &[], &mut |columns| {
            let mut next = || store::FromValue::from_value(columns.next().unwrap());
            found.push((next()?, next()?, next()?, next()?));
            Ok(())
        })?;
        Ok(found)
    })
    .unwrap()
}

fn change(db: &Db, sql: &'static str, values: Vec<Value>) {
    db.write_here(move |tx| Ok(tx.values(sql, &values, &mut |_| Ok(()))?)).unwrap();
}

/// Everything that must hold once nothing waits.
fn assert_whole(db: &Db, written: &HashMap<i64, i64>) {
    let places = places(db);
    assert_eq!(places.len(), usize::try_from(written.values().sum::<i64>()).unwrap(), "every event has a place");
    assert_eq!(places.iter().map(|row| (row.2, row.3)).collect::<HashSet<_>>().len(), places.len(), "and only one");
    let mut next: HashMap<i64, i64> = HashMap::new();
    for (number, (place, _, stream, version)) in places.iter().enumerate() {
        assert_eq!(*place, i64::try_from(number).unwrap() + 1, "without a gap");
        let expected = next.entry(*stream).or_insert(1);
        assert_eq!(version, expected, "in the order of the stream");
        *expected += 1;
    }
    let checked = check(db).unwrap();
    assert_eq!(checked.places, i64::try_from(places.len()).unwrap());
    for (_, seal, stream, version) in places {
        let (proof, events) = db
            .read_here(move |tx| Ok((sealer::proof(tx, TENANT, StreamId::new(stream), version)?, ledger::load(tx, TENANT, StreamId::new(stream))?)))
            .unwrap();
        let Some(proof) = proof else {
            assert_eq!(seal, checked.seals + 1, "only the open seal has no proofs");
            continue;
        };
        let hash = Digest::from_slice(&events[usize::try_from(version).unwrap() - 1].hash).unwrap();
        assert!(proof.seal == seal && proof.holds(&hash), "event {stream} version {version}");
        assert!(!proof.holds(&kernel::crypto::digest(SUITE, b"another event")));
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// To this stream; the clock moves by this many milliseconds, back too.
    Append(i64, i64),
    Place(i64),
    Close,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (1..5_i64, -40..60_i64).prop_map(|(stream, shift)| Step::Append(stream, shift)),
        2 => (1..6_i64).prop_map(Step::Place),
        1 => Just(Step::Close),
    ];
    proptest::collection::vec(step, 1..40)
}

fn run(db: &Db, steps: &[Step]) {
    let (mut now, mut written) = (1000, HashMap::new());
    for step in steps {
        match *step {
            Step::Append(stream, shift) => {
                now += shift;
                write(db, stream, now);
                *written.entry(stream).or_insert(0) += 1;
            }
            Step::Place(limit) => drop(place(db, limit)),
            Step::Close => drop(close(db, now)),
        }
    }
    while lag(db, now + 1_000_000) > 0 {
        assert_eq!(place(db, 3).held_back, 0);
    }
    close(db, now);
    assert_whole(db, &written);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interleaving_gives_one_order_on_sqlite(steps in steps()) {
        run(&testkit::sqlite().db, &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interleaving_gives_one_order_on_postgresql(steps in steps()) {
        if let Some(engine) = testkit::postgres() {
            run(&engine.db, &steps);
        }
    }
}

#[test]
fn writers_and_two_sealers_at_once_still_make_one_order() {
    for engine in testkit::engines() {
        let writers: Vec<_> = (1..=4)
            .map(|stream| {
                let db = engine.db.clone();
                std::thread::spawn(move || (0..25).for_each(|n| write(&db, stream, n * 7 % 40)))
            })
            .collect();
        let sealers: Vec<_> = ["a", "b"]
            .into_iter()
            .map(|holder| {
                let db = engine.db.clone();
                std::thread::spawn(move || {
                    for turn in 0_i64..60 {
                        db.write_here(move |tx| {
                            if lease::take(tx, TENANT, sealer::LEASE, holder, at(turn * 10), 15)? {
                                sealer::place_slice(tx, TENANT, 10)?;
                                if turn % 9 == 0 {
                                    sealer::close_seal(tx, TENANT, SUITE, at(turn))?;
                                }
                            }
                            Ok(())
                        })
                        .unwrap();
                    }
                })
            })
            .collect();
        writers.into_iter().chain(sealers).for_each(|thread| thread.join().unwrap());
        while place(&engine.db, 1000).placed > 0 {}
        close(&engine.db, 1000);
        assert_whole(&engine.db, &(1..=4).map(|stream| (stream, 25)).collect());
    }
}

#[test]
fn the_oldest_waits_longest_and_the_lag_is_its_age() {
    for engine in testkit::engines() {
        let db = &engine.db;
        assert_eq!(lag(db, 99), 0, "{}", engine.name);
        write(db, 3, 30);
        write(db, 1, 10);
        write(db, 2, 20);
        assert_eq!(lag(db, 99), 89);
        assert_eq!(place(db, 2), Slice { placed: 2, held_back: 0, full: false });
        assert_eq!(lag(db, 99), 69);
        place(db, 2);
        assert_eq!(places(db), [(1, 1, 1, 1), (2, 1, 2, 1), (3, 1, 3, 1)]);
        assert_eq!(lag(db, 99), 0);
    }
}

#[test]
fn a_seal_is_due_with_news_after_a_minute_or_when_it_is_full() {
    for engine in testkit::engines() {
        let db = &engine.db;
        let due = |millis| db.read_here(move |tx| Ok(sealer::seal_is_due(tx, TENANT, at(millis))?)).unwrap();
        assert!(!due(0) && close(db, 0).is_none(), "{}", engine.name);
        write(db, 1, 0);
        assert!(!due(0), "nothing is placed");
        place(db, 10);
        assert!(due(0));
        let first = close(db, 0).unwrap();
        assert!(!due(90_000), "no news");
        write(db, 1, 10);
        place(db, 10);
        assert!(!due(59_999) && due(60_000));
        let second = close(db, -5).unwrap();
        assert_eq!((first.seal, first.last_place, second.seal, second.first_place), (1, 1, 2, 2));
        assert_eq!(second.sealed_at, first.sealed_at, "never before the seal before it");
        db.write_here(|tx| {
            let many: Vec<_> = (0..sealer::LARGEST_SEAL + 5).map(|_| crate::fixture::event("{}")).collect();
            ledger::append(tx, SUITE, TENANT, StreamId::new(9), &ledger::Head::empty(), &crate::fixture::stamp(20), &many)
        })
        .unwrap();
        let slice = place(db, 100_000);
        assert!(slice.full && slice.placed == sealer::LARGEST_SEAL && due(0));
        assert_eq!(place(db, 10).placed, 0, "a full seal takes nothing");
        close(db, 20).unwrap();
        assert_eq!(place(db, 10).placed, 5);
        check(db).unwrap();
    }
}

#[test]
fn the_days_last_seal_is_the_one_that_is_published() {
    for engine in testkit::engines() {
        let db = &engine.db;
        let midnight = Moment::at_local(Day::parse("2025-09-11").unwrap(), 0, 0);
        for (stream, shift) in [(1, -7_200_000), (2, -1), (3, 0)] {
            write(db, stream, 0);
            place(db, 10);
            db.write_here(move |tx| Ok(sealer::close_seal(tx, TENANT, SUITE, midnight.plus_millis(shift))?)).unwrap();
        }
        let seal =
            |day: &'static str| db.read_here(move |tx| Ok(sealer::day_seal(tx, TENANT, Day::parse(day).unwrap())?)).unwrap().map(|seal| seal.seal);
        assert_eq!(
            (seal("2025-09-09"), seal("2025-09-10"), seal("2025-09-11"), seal("2025-09-12")),
            (None, Some(2), Some(3), None),
            "{}",
            engine.name
        );
    }
}

#[test]
fn damage_in_one_case_holds_back_that_case_alone() {
    for engine in testkit::engines() {
        let db = &engine.db;
        (0..3).for_each(|n| write(db, 1, n));
        write(db, 2, 50);
        change(db, "DELETE FROM event WHERE stream = 1 AND version = 2", vec![]);
        change(db, "DELETE FROM unplaced WHERE stream = 1 AND version = 2", vec![]);
        assert_eq!(place(db, 1).placed, 1);
        assert_eq!(place(db, 1), Slice { placed: 1, held_back: 1, full: false }, "{}", engine.name);
        assert_eq!(places(db), [(1, 1, 1, 1), (2, 1, 2, 1)]);
    }
}

#[test]
fn every_change_to_the_order_or_a_seal_is_named() {
    let flipped: Value = vec![1_u8; 33].into();
    let changes: [(&'static str, Vec<Value>, &str); 12] = [
        ("UPDATE seal SET root = $1 WHERE seal = 2", vec![flipped.clone()], "seal 2: its content"),
        ("UPDATE seal SET hash = $1 WHERE seal = 1", vec![flipped.clone()], "seal 1: its content"),
        ("UPDATE seal SET sealed_at = sealed_at + 1 WHERE seal = 3", vec![], "seal 3: its content"),
        ("UPDATE seal SET last_place = last_place - 1 WHERE seal = 3", vec![], "seal 3: its content"),
        ("DELETE FROM seal WHERE seal = 2", vec![], "seal 2 is missing"),
        ("UPDATE place SET seal = 1 WHERE place = 4", vec![], "place 4 (event 1 version 2)"),
        ("UPDATE place SET stream = 8 WHERE place = 4", vec![], "place 4 (event 8 version 2): the event is gone"),
        ("DELETE FROM place WHERE place = 5", vec![], "place 5 is missing"),
        ("DELETE FROM place WHERE place = 10", vec![], "event 1 version 4 neither"),
        ("UPDATE event SET hash = $1 WHERE stream = 2 AND version = 2", vec![flipped], "seal 2: its root"),
        ("DELETE FROM event WHERE stream = 2 AND version = 2", vec![], "place 5 (event 2 version 2): the event is gone"),
        (
            "INSERT INTO event SELECT tenant, 99, version, kind, actor, organ, acted_on, recorded_at, hash, payload FROM event WHERE stream = 1 AND version = 1",
            vec![],
            "event 99 version 1 neither",
        ),
    ];
    for engine in testkit::engines() {
        for (sql, values, named) in &changes {
            let fresh = engine.another();
            let db = &fresh.db;
            for round in 0..3 {
                (1..=3).for_each(|stream| write(db, stream, round * 10 + stream));
                place(db, 10);
                close(db, round);
            }
            write(db, 1, 90);
            place(db, 10);
            assert_eq!(check(db).unwrap(), sealer::Checked { seals: 3, places: 10 });
            change(db, sql, values.clone());
            let said = check(db).unwrap_err();
            assert!(said.contains(named), "{} {sql}: {said}", engine.name);
        }
    }
}

#[test]
fn a_version_before_its_predecessor_is_named() {
    let engine = testkit::sqlite();
    write(&engine.db, 1, 1);
    write(&engine.db, 1, 2);
    place(&engine.db, 10);
    for sql in ["DELETE FROM place", "INSERT INTO place (tenant, place, seal, stream, version) VALUES (1, 1, 1, 1, 2), (1, 2, 1, 1, 1)"] {
        change(&engine.db, sql, vec![]);
    }
    assert!(check(&engine.db).unwrap_err().contains("event 1 version 2 stands before its predecessor"));
}
