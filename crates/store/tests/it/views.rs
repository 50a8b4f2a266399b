//! What a reader sees: readers that waited together share one view, and none sees less than was kept before it asked.

use crate::fixture::TENANT;
use store::{args, sql};

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
