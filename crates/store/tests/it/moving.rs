//! Rows from one engine into the other: the same lines, and marks that keep everybody out.

use crate::fixture::{SUITE, TENANT, append, person, tenants};
use store::{
    Failure, migrate,
    moving::{self, Mark},
    sealer,
};
use testkit::{Engine, engines, sqlite};

fn fill(engine: &Engine) {
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
            Ok(sealer::close_seal(tx, TENANT, SUITE, crate::fixture::at(9))?)
        })
        .unwrap();
}

fn refused(outcome: Result<Vec<&'static str>, Failure>, word: &str) {
    let said = outcome.unwrap_err().to_string();
    assert!(said.contains(word), "{said}");
}

#[test]
fn every_row_arrives_on_either_engine_and_the_digests_are_the_same() {
    for from in engines() {
        fill(&from);
        let sent = moving::contents(&from.db, SUITE).unwrap();
        assert!(sent.iter().map(|table| table.rows).sum::<u64>() > 15);
        for to in engines() {
            moving::begin(&to.db).unwrap();
            let copied = moving::copy(&from.db, &to.db, SUITE, &|_: &str, _| {}).unwrap();
            assert_eq!(copied, sent, "{} to {}", from.name, to.name);
            assert_eq!(moving::contents(&to.db, SUITE).unwrap(), sent);
            // What came of it is opened by nobody yet; beginning anew takes the rows away.
            refused(migrate::run(&to.db), "did not come to its end");
            moving::begin(&to.db).unwrap();
            assert!(moving::contents(&to.db, SUITE).unwrap().iter().all(|table| table.rows == 0));
            moving::copy(&from.db, &to.db, SUITE, &|_: &str, _| {}).unwrap();
            moving::set_mark(&to.db, None).unwrap();
            assert_eq!(migrate::run(&to.db).unwrap(), Vec::<&str>::new());
            to.db.read_here(|tx| Ok(migrate::expect_current(tx)?)).unwrap();
            // A county is there now: nobody moves into it.
            let said = moving::begin(&to.db).unwrap_err().to_string();
            assert!(said.contains("is not empty"), "{said}");
        }
    }
}

#[test]
fn rows_that_were_given_up_say_where_they_went() {
    let engine = sqlite();
    fill(&engine);
    moving::set_mark(&engine.db, Some(Mark::Gone("postgres://linju@db/linju".to_owned()))).unwrap();
    assert_eq!(moving::mark_of(&engine.db).unwrap(), Some(Mark::Gone("postgres://linju@db/linju".to_owned())));
    refused(migrate::run(&engine.db), "were moved to postgres://linju@db/linju");
    let read = engine.db.read_here(|tx| Ok(migrate::expect_current(tx)?)).unwrap_err().to_string();
    assert!(read.contains("were moved to"), "{read}");
    assert!(moving::begin(&engine.db).is_err(), "what was moved away takes no rows in");
}

#[test]
fn a_row_that_changed_on_the_way_is_noticed() {
    let (from, to) = (sqlite(), sqlite());
    fill(&from);
    let before = moving::contents(&from.db, SUITE).unwrap();
    moving::begin(&to.db).unwrap();
    moving::copy(&from.db, &to.db, SUITE, &|_: &str, _| {}).unwrap();
    to.db.write_here(|tx| Ok(tx.execute(store::sql!("UPDATE event SET payload = 'x' WHERE tenant = 1 AND version = 2"), &[])?)).unwrap();
    let after = moving::contents(&to.db, SUITE).unwrap();
    let changed: Vec<&str> = before.iter().zip(&after).filter(|(one, other)| one != other).map(|(one, _)| one.name.as_str()).collect();
    assert_eq!(changed, ["event"]);
}
