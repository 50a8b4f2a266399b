//! What is left when the last handle is gone: one whole file, at once.

use crate::fixture::{TENANT, append, streams};
use std::{
    future::Future as _,
    sync::{Mutex, mpsc::channel},
    task::{Context, Waker},
};
use store::{Db, Options, Target};

#[test]
fn a_database_that_was_dropped_is_one_file_whoever_read_in_it_last() {
    for _ in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::File(folder.path().join("linju.db"));
        let db = Db::open(&target, &Options::default()).unwrap();
        store::migrate::run(&db).unwrap();
        db.write_here(|tx| append(tx, TENANT, 1, 1, "{}")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(db.glance(streams)).unwrap(), [1]);
        let readers: Vec<_> = (0..4).map(|_| db.clone()).map(|db| std::thread::spawn(move || db.read_here(streams).unwrap())).collect();
        readers.into_iter().for_each(|reader| assert_eq!(reader.join().unwrap(), [1]));
        drop(db);
        let left: Vec<_> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["linju.db"]);
    }
}

#[test]
fn the_log_begins_anew_under_load() {
    const MIB: usize = 1 << 20;
    let engine = testkit::sqlite();
    let log = engine.path("linju.db-wal");
    let (mut written, mut largest) = (0, 0);
    std::thread::scope(|scope| {
        let (stop, stopped) = channel::<()>();
        let stopped = Mutex::new(stopped);
        let db = &engine.db;
        scope.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            while stopped.lock().unwrap().try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
                runtime.block_on(db.glance(streams)).unwrap();
            }
        });
        // A log that never began anew would hold all that was written, however slow the machine is.
        while written < largest + 128 * MIB {
            assert!(written < 1024 * MIB, "the log grew to {} MiB", largest / MIB);
            db.write_here(|tx| {
                tx.execute(
                    store::sql!(
                        "INSERT INTO counter (tenant, name, value) VALUES ($1, $2, 1) ON CONFLICT (tenant, name) DO UPDATE SET name = excluded.name"
                    ),
                    store::args![TENANT, &"x".repeat(MIB)],
                )?;
                Ok(())
            })
            .unwrap();
            written += MIB;
            largest = largest.max(log.metadata().map_or(0, |log| usize::try_from(log.len()).unwrap()));
        }
        stop.send(()).unwrap();
    });
}

#[test]
fn the_last_handle_may_go_with_a_reader() {
    let engine = testkit::sqlite();
    let file = engine.db.file().unwrap().to_owned();
    let db = Db::open(&Target::File(file), &Options { writing: false, ..Options::default() }).unwrap();
    let (release, held) = channel::<()>();
    let (ended, end) = channel();
    let (held, last) = (Mutex::new(held), db.clone());
    let mut reading = Box::pin(db.read(move |_| {
        held.lock().unwrap().recv().unwrap();
        drop(last);
        ended.send(()).unwrap();
        Ok(())
    }));
    // Queued, and then nobody waits for it.
    assert!(reading.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(reading);
    drop(db);
    release.send(()).unwrap();
    end.recv_timeout(std::time::Duration::from_secs(20)).expect("a reader waits for its own end");
}
