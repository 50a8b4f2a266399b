//! What success means: one command's failure is its own, a failed commit is everybody's.

use crate::fixture::{self, TENANT, append};
use kernel::refusal::Refusal;
use std::sync::{
    Mutex,
    mpsc::{Receiver, channel},
};
use store::{Db, Failure, Options, args, sql};

/// Keeps the writer (or one connection) busy until something is sent, so that what follows gathers in one batch.
fn hold(db: &Db, release: Receiver<()>) -> std::thread::JoinHandle<Result<(), Failure>> {
    let (db, release) = (db.clone(), Mutex::new(release));
    let (started, wait) = channel();
    let holding = std::thread::spawn(move || {
        db.write_here(move |_| {
            let _nobody_waits = started.send(());
            let _sender_gone = release.lock().unwrap().recv();
            Ok(())
        })
    });
    wait.recv().unwrap();
    holding
}

/// What holds the writer, and commands that are queued meanwhile: one batch on SQLite. Their answers, in that order.
fn together(
    db: &Db,
    commands: usize,
    run: impl Fn(usize, &store::Tx<'_>) -> Result<(), Failure> + Clone + Send + 'static,
) -> Vec<Result<(), Failure>> {
    let (release, held) = channel();
    let holding = hold(db, held);
    let mut waiting = vec![];
    for number in 0..commands {
        let (db, run) = (db.clone(), run.clone());
        waiting.push(std::thread::spawn(move || db.write_here(move |tx| run(number, tx))));
        // One after the other into the queue.
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    release.send(()).unwrap();
    // Whoever is run once more is not held again.
    drop(release);
    std::iter::once(holding).chain(waiting).map(|one| one.join().unwrap()).collect()
}

fn streams(db: &Db) -> Vec<i64> {
    db.read_here(fixture::streams).unwrap()
}

#[test]
fn a_refusal_an_error_and_a_panic_undo_that_command_alone() {
    for engine in testkit::engines() {
        let answers = together(&engine.db, 5, |number, tx| {
            append(tx, TENANT, i64::try_from(number).unwrap(), 1, "{}")?;
            match number {
                1 => Err(Refusal::new("EXT_TOO_LONG", "C-16").into()),
                2 => tx
                    .execute(sql!("INSERT INTO tenant (tenant, name, suite, created_at) VALUES ($1, NULL, 1, 0)"), args![TENANT])
                    .map(drop)
                    .map_err(Into::into),
                3 => panic!("a bug that this test makes"),
                _ => Ok(()),
            }
        });
        assert!(
            matches!(&answers[..], [Ok(()), Ok(()), Err(Failure::Refused(_)), Err(Failure::Bug(_)), Err(Failure::Bug(_)), Ok(())]),
            "{}: {answers:?}",
            engine.name
        );
        assert_eq!(streams(&engine.db), [0, 4], "{}", engine.name);
        engine.db.write_here(|tx| append(tx, TENANT, 9, 1, "{}")).unwrap();
        assert_eq!(streams(&engine.db), [0, 4, 9]);
    }
}

#[test]
fn when_the_disk_is_full_all_of_the_batch_hear_not_saved_and_the_database_goes_on() {
    let engine = testkit::sqlite_with(&Options { max_pages: Some(400), ..Options::default() });
    let db = &engine.db;
    db.write_here(|tx| append(tx, TENANT, 1, 1, "{}")).unwrap();
    let answers = together(db, 4, |number, tx| {
        let payload = if number == 2 { format!("\"{}\"", "x".repeat(4 << 20)) } else { "{}".to_owned() };
        append(tx, TENANT, 10 + i64::try_from(number).unwrap(), 1, &payload)?;
        if number == 1 { Err(Refusal::new("EXT_TOO_LONG", "C-16").into()) } else { Ok(()) }
    });
    let (batch, later) = answers.split_at(4);
    assert!(batch.iter().all(|answer| matches!(answer, Err(Failure::NotSaved(_)))), "the refused too: {answers:?}");
    assert!(matches!(later, [Ok(())]), "what waited behind runs in the next batch: {answers:?}");
    assert_eq!(streams(db), [1, 13]);

    // Fill it to the last page with small commands, then make room.
    let mut kept = 0;
    let full = loop {
        let number = 100 + kept;
        match db.write_here(move |tx| append(tx, TENANT, number, 1, &format!("\"{}\"", "y".repeat(20_000)))) {
            Ok(_) => kept += 1,
            Err(failure) => break failure,
        }
    };
    assert!(matches!(full, Failure::NotSaved(_)), "{full:?}");
    assert_eq!(streams(db).len(), 2 + usize::try_from(kept).unwrap(), "what was acknowledged is there");
    db.write_here(|tx| Ok(tx.values("DELETE FROM event WHERE stream >= 100", &[], &mut |_| Ok(()))?)).unwrap();
    db.write_here(|tx| append(tx, TENANT, 500, 1, &format!("\"{}\"", "y".repeat(20_000)))).unwrap();
    assert_eq!(streams(db), [1, 13, 500]);
}

#[test]
fn when_the_commit_itself_fails_all_of_the_batch_hear_not_saved() {
    const NAME: &str = "group_commit::when_the_commit_itself_fails_all_of_the_batch_hear_not_saved";
    // The limit on a file's size holds for a whole process, so this test starts itself in one of its own.
    if std::env::var_os("LINJU_SMALL_FILES").is_none() {
        let limited = r#"trap '' XFSZ; ulimit -f 4096; LINJU_SMALL_FILES=1 exec "$0" --exact "$1" --nocapture"#;
        let child = std::process::Command::new("sh").args(["-c", limited]).arg(std::env::current_exe().unwrap()).arg(NAME).output().unwrap();
        assert!(child.status.success(), "{}{}", String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr));
        return;
    }
    let engine = testkit::sqlite();
    let answers = together(&engine.db, 4, |number, tx| {
        let payload = if number == 2 { format!("\"{}\"", "x".repeat(8 << 20)) } else { "{}".to_owned() };
        append(tx, TENANT, 10 + i64::try_from(number).unwrap(), 1, &payload)?;
        if number == 1 { Err(Refusal::new("EXT_TOO_LONG", "C-16").into()) } else { Ok(()) }
    });
    assert_eq!(answers.len(), 5);
    assert!(answers.iter().all(|answer| matches!(answer, Err(Failure::NotSaved(_)))), "the refused too: {answers:?}");
    assert!(streams(&engine.db).is_empty());
    engine.db.write_here(|tx| append(tx, TENANT, 7, 1, "{}")).unwrap();
    assert_eq!(streams(&engine.db), [7]);
}

#[test]
fn what_was_acknowledged_is_there_when_the_file_is_opened_again() {
    let engine = testkit::sqlite();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let db = engine.db.clone();
            std::thread::spawn(move || (0..20).for_each(|n| drop(db.write_here(move |tx| append(tx, TENANT, writer * 100 + n, 1, "{}")).unwrap())))
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    let again = Db::open(engine.target(), &Options { writing: false, ..Options::default() }).unwrap();
    assert_eq!(streams(&again).len(), 160);
    assert!(matches!(again.write_here(|_| Ok(())), Err(Failure::Busy)), "opened for reading");
}
