//! A copy made while others write, put back on either engine, without those who were erased since.

use crate::fixture::{SUITE, TENANT, append, at, master, person, tenants};
use kernel::{
    crypto::Digest,
    id::{FileId, StreamId},
    random::{SeededRandom, SystemRandom},
};
use std::{
    collections::HashSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{
    Db, Failure,
    backup::{self, Report},
    files::{self, FileStore, NewFile},
    keys, ledger, migrate, sealer,
};
use testkit::Engine;

fn copy(engine: &Engine, into: &Path) -> Report {
    backup::backup(&engine.db, &engine.files, into, SUITE, at(1000), &SystemRandom).unwrap()
}

fn all_streams(db: &Db) -> Vec<StreamId> {
    db.read_here(|tx| {
        let mut found = vec![];
        tx.values("SELECT DISTINCT stream FROM event WHERE tenant = 1 ORDER BY stream", &[], &mut |columns| {
            found.push(store::FromValue::from_value(columns.next().unwrap())?);
            Ok(())
        })?;
        Ok(found)
    })
    .unwrap()
}

/// Every chain, the order and the seals; how many events.
fn assert_whole(db: &Db) -> i64 {
    let mut events = 0;
    for stream in all_streams(db) {
        events += db.read_here(move |tx| Ok(ledger::check_chain(TENANT, &ledger::load(tx, TENANT, stream)?))).unwrap().unwrap().version;
    }
    db.read_here(|tx| Ok(sealer::check(tx, TENANT)?)).unwrap();
    events
}

fn add_file(engine: &Engine, stream: i64, subject: i64, number: i64, plain: &[u8]) -> Digest {
    let key = kernel::crypto::DataKey::generate(&SeededRandom::new(3));
    let file = FileId::new(number);
    let stored = engine.files.put(&mut &plain[..], TENANT, file, &key, SUITE, &SystemRandom).unwrap();
    let digest = stored.digest;
    let new = NewFile {
        file,
        stream: StreamId::new(stream),
        subject,
        digest,
        size: stored.size,
        media_type: "image/png".to_owned(),
        name: vec![1, 2, 3],
        added_at: at(0),
    };
    engine.db.write_here(move |tx| Ok(files::add(tx, TENANT, &new)?)).unwrap();
    digest
}

/// A case with a narrative and two people, events, seals, and a file of each.
fn a_case(engine: &Engine) -> [Digest; 2] {
    tenants(&engine.db);
    for subject in 0..=2 {
        person(&engine.db, 10, subject);
    }
    for millis in 0..5 {
        engine.db.write_here(move |tx| append(tx, TENANT, 10, millis, "{\"who\":\"褚秀珍\\n\\t\\\\\"}")).unwrap();
    }
    engine
        .db
        .write_here(|tx| {
            sealer::place_slice(tx, TENANT, 3)?;
            sealer::close_seal(tx, TENANT, SUITE, at(9))?;
            Ok(())
        })
        .unwrap();
    [add_file(engine, 10, 1, 501, b"hers"), add_file(engine, 10, 2, 502, b"his")]
}

fn restored(from: &Path, into: &Engine, erasures: &[backup::ErasureLine]) -> Result<backup::Restored, Failure> {
    backup::restore(from, &into.db, &into.files, erasures, &SystemRandom)
}

fn tables_alike(one: &Path, other: &Path) {
    for table in migrate::tables().iter().filter(|table| !migrate::PASSING.contains(&table.name)) {
        let name = format!("tables/{}.jsonl", table.name);
        assert_eq!(std::fs::read_to_string(one.join(&name)).unwrap(), std::fs::read_to_string(other.join(&name)).unwrap(), "{name}");
    }
}

#[test]
fn a_backup_of_either_engine_goes_into_either_and_is_the_same_again() {
    for engine in testkit::engines() {
        let digests = a_case(&engine);
        let first = engine.path("backup");
        let report = copy(&engine, &first);
        assert_eq!((report.manifest.files, report.manifest.missing.len(), report.erasures.len()), (2, 0, 0), "{}", engine.name);
        backup::check(&first).unwrap();
        for target in testkit::engines() {
            let back = restored(&first, &target, &[]).unwrap();
            assert_eq!((back.files, back.erased.len()), (2, 0), "{} to {}", engine.name, target.name);
            assert_eq!(assert_whole(&target.db), 5);
            for (digest, number) in digests.iter().zip([501, 502]) {
                target.files.verify_one(digest, TENANT, FileId::new(number)).unwrap();
            }
            let second = target.path("again");
            copy(&target, &second);
            tables_alike(&first, &second);
            let refused = restored(&first, &target, &[]).unwrap_err().to_string();
            assert!(refused.contains("not empty"), "{refused}");
        }
    }
}

#[test]
fn a_backup_made_while_others_write_is_one_moment() {
    for engine in testkit::engines() {
        tenants(&engine.db);
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..3_i64)
            .map(|writer| {
                let (db, stop) = (engine.db.clone(), Arc::clone(&stop));
                std::thread::spawn(move || {
                    let mut n = 0;
                    while !stop.load(Ordering::Relaxed) {
                        // Two streams in one transaction: a backup holds both or none.
                        db.write_here(move |tx| {
                            append(tx, TENANT, writer * 10_000 + 2 * n, n, "{}")?;
                            append(tx, TENANT, writer * 10_000 + 2 * n + 1, n, "{}")?;
                            if writer == 0 {
                                sealer::place_slice(tx, TENANT, 50)?;
                                sealer::close_seal(tx, TENANT, SUITE, at(n))?;
                            }
                            Ok(())
                        })
                        .unwrap();
                        n += 1;
                    }
                    n
                })
            })
            .collect();
        let mut held = vec![];
        for round in 0..3 {
            std::thread::sleep(std::time::Duration::from_millis(150));
            let folder = engine.path(&format!("backup {round}"));
            copy(&engine, &folder);
            held.push(folder);
        }
        stop.store(true, Ordering::Relaxed);
        let pairs: i64 = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
        let mut before = 0;
        for folder in held {
            let target = engine.another();
            restored(&folder, &target, &[]).unwrap();
            let events = assert_whole(&target.db);
            let streams: HashSet<i64> = all_streams(&target.db).iter().map(|stream| stream.get()).collect();
            assert!(streams.iter().all(|stream| streams.contains(&(stream ^ 1))), "{}: half of a command", engine.name);
            assert!(events >= before && events <= 2 * pairs, "{}", engine.name);
            before = events;
        }
        assert!(before > 0);
    }
}

#[test]
fn whoever_was_erased_after_the_backup_is_nowhere_in_what_is_restored() {
    for engine in testkit::engines() {
        let [hers, his] = a_case(&engine);
        let last_week = engine.path("last week");
        copy(&engine, &last_week);
        engine
            .db
            .write_here(|tx| {
                keys::destroy(tx, TENANT, StreamId::new(10), 1, at(99))?;
                files::erase(tx, TENANT, StreamId::new(10), 1, at(99))?;
                Ok(())
            })
            .unwrap();
        engine.files.remove(TENANT, &hers).unwrap();
        let in_force = backup::erasures_in(&engine.db).unwrap();
        assert_eq!(in_force.len(), 1);
        let later = copy(&engine, &engine.path("today"));
        assert!(later.manifest.missing.is_empty(), "an erased body is not missed");
        assert_eq!(backup::read_erasures(&engine.path("today").join("erasures.jsonl")).unwrap(), in_force, "a kept list serves as well");

        let target = engine.another();
        let back = restored(&last_week, &target, &in_force).unwrap();
        assert_eq!((back.erased, back.files), (in_force.clone(), 1), "{}", engine.name);
        let case = StreamId::new(10);
        let (kept, list, rows) = target
            .db
            .read_here(move |tx| Ok((keys::of_case(tx, TENANT, case)?, keys::erasures(tx, TENANT)?, files::of_case(tx, TENANT, case)?)))
            .unwrap();
        let opens: Vec<bool> = kept.iter().map(|key| master().unwrap(&key.wrapped, format!("10/{}", key.subject).as_bytes()).is_ok()).collect();
        assert_eq!(opens, [true, false, true]);
        assert!(kept[1].erased_at == Some(at(99)) && kept[1].wrapped.iter().all(|byte| *byte == 0));
        assert_eq!(list.len(), 1);
        assert_eq!(subjects_found(&target.db), [0, 2], "her blind index is gone");
        assert!(rows[0].erased_at == Some(at(99)) && rows[0].name.is_empty() && rows[1].erased_at.is_none());
        assert!(!target.files.path(TENANT, &hers).exists() && target.files.path(TENANT, &his).exists());
        assert_eq!(assert_whole(&target.db), 5, "the ledger is whole");
        if let Some(file) = target.db.file() {
            let key: Vec<u8> = engine_key(&last_week);
            for suffix in ["", "-wal"] {
                let bytes = std::fs::read(format!("{}{suffix}", file.display())).unwrap_or_default();
                assert!(!bytes.windows(key.len()).any(|window| window == key), "her wrapped key was written to {suffix}");
            }
        }
    }
}

/// The wrapped key of subject 1, from the backup that still has it.
fn engine_key(backup: &Path) -> Vec<u8> {
    assert!(std::fs::read_to_string(backup.join("tables/data_key.jsonl")).unwrap().lines().count() == 4);
    let key = kernel::crypto::DataKey::generate(&SeededRandom::new(1001));
    master().wrap(&key, b"10/1")
}

fn subjects_found(db: &Db) -> Vec<i64> {
    db.read_here(|tx| {
        let mut found = vec![];
        tx.values("SELECT subject FROM blind ORDER BY subject", &[], &mut |columns| {
            found.push(store::FromValue::from_value(columns.next().unwrap())?);
            Ok(())
        })?;
        Ok(found)
    })
    .unwrap()
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_written() {
    let engine = testkit::sqlite();
    let [hers, _] = a_case(&engine);
    let whole = engine.path("whole");
    copy(&engine, &whole);
    let body = FileStore::new(&whole.join("files")).unwrap().path(TENANT, &hers);
    std::fs::remove_dir(whole.join("files/new")).unwrap();
    let target = testkit::sqlite();
    for path in [whole.join("tables/event.jsonl"), whole.join("erasures.jsonl"), body] {
        let had = std::fs::read(&path).unwrap();
        let mut changed = had.clone();
        changed.push(b'\n');
        std::fs::write(&path, &changed).unwrap();
        let said = restored(&whole, &target, &[]).unwrap_err().to_string();
        assert!(said.contains("does not match"), "{}: {said}", path.display());
        std::fs::remove_file(&path).unwrap();
        assert!(restored(&whole, &target, &[]).is_err());
        std::fs::write(&path, had).unwrap();
    }
    assert!(restored(&whole.join("tables"), &target, &[]).unwrap_err().to_string().contains("no manifest.json"));
    assert!(all_streams(&target.db).is_empty());
    restored(&whole, &target, &[]).unwrap();
}

#[test]
fn a_backup_goes_into_a_new_folder_and_says_what_is_missing() {
    for engine in testkit::engines() {
        let [hers, _] = a_case(&engine);
        engine.files.remove(TENANT, &hers).unwrap();
        let folder = engine.path("backup");
        let report = copy(&engine, &folder);
        assert_eq!(report.manifest.missing, [format!("1/{hers}")], "{}", engine.name);
        let again = backup::backup(&engine.db, &engine.files, &folder, SUITE, at(0), &SystemRandom).unwrap_err().to_string();
        assert!(again.contains("not empty"), "{again}");
        assert_eq!(restored(&folder, &engine.another(), &[]).unwrap().files, 1);
    }
}
