//! What a reader sees: readers that waited together share one view, and none sees less than was kept before it asked.

use crate::fixture::{TENANT, append, streams};
use store::{Db, Failure, args, sql};

#[test]
fn what_was_acknowledged_is_seen_by_every_later_reader() {
    for engine in testkit::engines() {
        std::thread::scope(|scope| {
            for writer in 0..6_i64 {
                let db = engine.db.clone();
                scope.spawn(move || {
                    let name = format!("views {writer}");
                    for value in 1..=60_i64 {
                        let written = name.clone();
                        db.write_here(move |tx| {
                            tx.execute(
                                sql!("INSERT INTO counter (tenant, name, value) VALUES ($1, $2, $3) ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value"),
                                args![TENANT, &written, value],
                            )?;
                            Ok(())
                        })
                        .unwrap();
                        let read = name.clone();
                        let seen: Option<i64> =
                            db.read_here(move |tx| Ok(tx.scalar(sql!("SELECT value FROM counter WHERE tenant = $1 AND name = $2"), args![TENANT, &read])?)).unwrap();
                        assert_eq!(seen, Some(value), "{name}");
                    }
                });
            }
        });
    }
}

#[test]
fn a_reader_that_failed_spoils_nothing_for_the_next() {
    let engine = testkit::sqlite_with(&store::Options { readers: 1, ..store::Options::default() });
    let panicked = engine.db.read_here::<()>(|_| panic!("a reader's bug"));
    assert!(matches!(panicked, Err(store::Failure::Bug(_))), "{panicked:?}");
    let refused = engine.db.read_here::<()>(|_| Err(store::Failure::NotFound));
    assert!(matches!(refused, Err(store::Failure::NotFound)), "{refused:?}");
    let count: Option<i64> = engine.db.read_here(|tx| Ok(tx.scalar(sql!("SELECT COUNT(*) FROM counter WHERE tenant = $1"), args![TENANT])?)).unwrap();
    assert_eq!(count, Some(0));
}

/// What somebody reads on his own thread, one after another.
fn glanced(db: &Db) -> Vec<i64> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (once, again) = runtime.block_on(async { (db.glance(streams).await.unwrap(), db.glance(streams).await.unwrap()) });
    assert_eq!(once, again);
    once
}

#[test]
fn who_reads_on_his_own_thread_sees_all_that_was_kept_before_and_holds_up_nothing() {
    for engine in testkit::engines() {
        let db = &engine.db;
        for stream in 1..=40 {
            db.write_here(move |tx| append(tx, TENANT, stream, 1, "{}")).unwrap();
            assert_eq!(glanced(db), (1..=stream).collect::<Vec<_>>(), "{}", engine.name);
            let refused = db.write_here(|tx| append(tx, TENANT, 99, 1, "{}").and(Err::<(), _>(Failure::NotFound)));
            assert!(refused.is_err());
            assert_eq!(glanced(db).len(), usize::try_from(stream).unwrap(), "what was refused is nowhere");
        }
        let Some(file) = db.file() else { continue };
        // A view that stands open is let go within a second, or the log could not be begun anew.
        let other = rusqlite::Connection::open(file).unwrap();
        let busy = || -> i64 { other.query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| row.get(0)).unwrap() };
        for _ in 0..50 {
            if busy() == 0 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert_eq!(busy(), 0);
    }
}

/// A look of somebody at a case.
fn look(stream: i64) -> store::reads::Look {
    store::reads::Look {
        account: kernel::id::AccountId::new(7),
        stream: kernel::id::StreamId::new(stream),
        payload: "{}".to_owned(),
        at: crate::fixture::at(stream),
        salt: stream,
    }
}

#[test]
fn what_is_written_aside_is_durable_and_read_at_once_and_commands_beside_it_are_seen() {
    for engine in testkit::engines() {
        let db = &engine.db;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for stream in 1..=20 {
            let entry = look(stream);
            runtime.block_on(db.write_aside(move |tx| store::reads::write_down(tx, TENANT, &entry))).unwrap();
            let case = kernel::id::StreamId::new(stream);
            let looks = db.read_here(move |tx| Ok(store::reads::of_case(tx, TENANT, case)?)).unwrap();
            assert_eq!(looks.len(), 1, "{}", engine.name);
            // A command in between, also one that shares its batch with looks.
            let (one, other) = (look(stream + 100), look(stream + 200));
            let appended = runtime.block_on(async {
                let looks = two_looks(db, one, other);
                let (looked, appended) = tokio::join!(looks, db.write(move |tx| append(tx, TENANT, stream, 1, "{}")));
                looked.and(appended)
            });
            appended.unwrap();
            assert_eq!(glanced(db), (1..=stream).collect::<Vec<_>>(), "{}", engine.name);
        }
    }
}

async fn two_looks(db: &Db, one: store::reads::Look, other: store::reads::Look) -> Result<(), Failure> {
    let down = |look: store::reads::Look| db.write_aside(move |tx| store::reads::write_down(tx, TENANT, &look));
    let (one, other) = tokio::join!(down(one), down(other));
    one.and(other)
}
