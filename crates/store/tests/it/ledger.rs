//! Events: appended, loaded, checked.

use crate::fixture::{SUITE, TENANT, append, at, event, person, stamp, tenants};
use kernel::id::StreamId;
use store::{
    Db, Failure, args, keys,
    ledger::{self, Head},
    reads,
};

const CASE: StreamId = StreamId::new(10);

fn three_events(db: &Db) {
    for (millis, payload) in [(1, "{\"text\":\"墙外的排水沟堵了\"}"), (2, "{}"), (3, "{\"n\":3}")] {
        db.write_here(move |tx| append(tx, TENANT, CASE.get(), millis, payload)).unwrap();
    }
}

fn checked(db: &Db) -> Result<Head, String> {
    db.read_here(|tx| Ok(ledger::check_chain(TENANT, &ledger::load(tx, TENANT, CASE)?))).unwrap()
}

#[test]
fn events_are_loaded_as_they_were_appended() {
    for engine in testkit::engines() {
        three_events(&engine.db);
        let events = engine.db.read_here(|tx| Ok(ledger::load(tx, TENANT, CASE)?)).unwrap();
        assert_eq!(events.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2, 3], "{}", engine.name);
        assert_eq!(events[0].payload, "{\"text\":\"墙外的排水沟堵了\"}");
        assert_eq!(events[2].recorded_at, at(3));
        assert_eq!(checked(&engine.db).unwrap(), Head { version: 3, hash: events[2].hash.clone() });
        let other = engine.db.read_here(|tx| Ok(ledger::load(tx, crate::fixture::OTHER, CASE)?)).unwrap();
        assert!(other.is_empty(), "{}: another county sees the case", engine.name);
    }
}

#[test]
fn a_changed_byte_in_any_column_is_found_and_its_event_named() {
    let changes = [
        ("kind", "kind = 'Voided'", "version 2 (Voided)"),
        ("payload", "payload = '{ }'", "version 2 (Noted)"),
        ("actor", "actor = 9", "version 2 (Noted)"),
        ("organ", "organ = 9", "version 2 (Noted)"),
        ("acted_on", "acted_on = '2025-09-06'", "version 2 (Noted)"),
        ("recorded_at", "recorded_at = recorded_at + 1", "version 2 (Noted)"),
        ("version", "version = 4", "version 2 is missing"),
        ("stream", "stream = 11", "version 2 is missing"),
        ("tenant", "tenant = 2", "version 2 is missing"),
        ("hash", "hash = $1", "version 2"),
    ];
    for engine in testkit::engines() {
        for (nth, (column, change, named)) in changes.into_iter().enumerate() {
            let other = if nth == 0 { None } else { Some(engine.another()) };
            let db = &other.as_ref().unwrap_or(&engine).db;
            three_events(db);
            let hash = db.read_here(|tx| Ok(ledger::load(tx, TENANT, CASE)?)).unwrap()[1].hash.clone();
            let mut changed = hash.clone();
            *changed.last_mut().unwrap() ^= 1;
            db.write_here(move |tx| {
                let sql = format!("UPDATE event SET {change} WHERE tenant = 1 AND stream = 10 AND version = 2");
                let args = args![changed.clone()];
                tx.values(&sql, if change.contains("$1") { args } else { &[] }, &mut |_| Ok(()))?;
                Ok(())
            })
            .unwrap();
            let said = checked(db).unwrap_err();
            assert!(said.contains(named), "{} {column}: {said}", engine.name);
            assert!(said.contains("event 10"), "{} {column}: {said}", engine.name);
        }
    }
}

#[test]
fn of_two_writers_of_one_version_one_fails() {
    for engine in testkit::engines() {
        let writers: Vec<_> = (0..2)
            .map(|n| {
                let db = engine.db.clone();
                std::thread::spawn(move || {
                    db.write_here(move |tx| ledger::append(tx, SUITE, TENANT, CASE, &Head::empty(), &stamp(n), &[event("{}")]))
                })
            })
            .collect();
        let outcomes: Vec<Result<Head, Failure>> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{}: {outcomes:?}", engine.name);
        let rows = engine.db.read_here(|tx| Ok(ledger::load(tx, TENANT, CASE)?)).unwrap();
        assert_eq!(rows.len(), 1);
        assert!(checked(&engine.db).is_ok());
    }
}

#[test]
fn a_destroyed_key_is_zeros_and_stands_in_the_list() {
    for engine in testkit::engines() {
        tenants(&engine.db);
        person(&engine.db, 10, keys::NARRATIVE);
        person(&engine.db, 10, 1);
        for _ in 0..2 {
            engine.db.write_here(|tx| Ok(keys::destroy(tx, TENANT, CASE, 1, at(9))?)).unwrap();
        }
        let (kept, list) = engine.db.read_here(|tx| Ok((keys::of_case(tx, TENANT, CASE)?, keys::erasures(tx, TENANT)?))).unwrap();
        assert_eq!(kept.len(), 2, "{}", engine.name);
        assert!(kept[0].erased_at.is_none() && crate::fixture::master().unwrap(&kept[0].wrapped, b"10/0").is_ok());
        assert!(kept[1].erased_at == Some(at(9)) && kept[1].wrapped.iter().all(|byte| *byte == 0));
        assert_eq!(list, [keys::Erasure { stream: CASE, subject: 1, erased_at: at(9) }]);
    }
}

#[test]
fn a_look_is_chained_and_a_changed_one_is_found() {
    for engine in testkit::engines() {
        for millis in 1..=3 {
            let look = reads::Look {
                account: kernel::id::AccountId::new(7),
                stream: CASE,
                payload: "{\"page\":\"case\"}".to_owned(),
                at: at(millis),
                salt: millis,
            };
            engine.db.write_here(move |tx| reads::write_down(tx, TENANT, &look)).unwrap();
        }
        let of_case = || engine.db.read_here(|tx| Ok(reads::of_case(tx, TENANT, CASE)?)).unwrap();
        assert_eq!(of_case().len(), 3, "{}: a look is read before it has its link", engine.name);
        for left in [2, 1, 0] {
            assert_eq!(engine.db.write_here(|tx| reads::chain(tx, SUITE, TENANT, 2)).unwrap(), left, "{}", engine.name);
            if left == 1 {
                let look = reads::Look { account: kernel::id::AccountId::new(8), stream: CASE, payload: "{}".to_owned(), at: at(1), salt: 1 };
                engine.db.write_here(move |tx| reads::write_down(tx, TENANT, &look)).unwrap();
                assert_eq!(engine.db.write_here(|tx| reads::chain(tx, SUITE, TENANT, 2)).unwrap(), 1);
            }
        }
        assert_eq!(of_case().len(), 4, "{}: and once, when it has it", engine.name);
        assert_eq!(engine.db.read_here(|tx| Ok(reads::check(tx, TENANT)?)).unwrap(), 4);
        engine.db.write_here(|tx| Ok(tx.values("UPDATE read_entry SET payload = '{}' WHERE nth = 2", &[], &mut |_| Ok(()))?)).unwrap();
        let said = engine.db.read_here(|tx| Ok(reads::check(tx, TENANT)?)).unwrap_err().to_string();
        assert!(said.contains("read_entry 2 of account 7"), "{}: {said}", engine.name);
    }
}
