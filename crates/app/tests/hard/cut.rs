//! Connections to the database that are cut while everybody works, and two processes that want the same database.
//!
//! Officers register as fast as they are answered while the server ends this database's connections at random, in the middle
//! of statements and of commits. Whoever hears "not now" sends the same form again. At the end there is exactly one case for
//! each form, whatever was kept or undone when its connection was cut.

use crate::serving::{Browser, Folder, Officer, Serving, is_soak, linju};
use postgres::{Client, NoTls};
use std::{
    collections::HashSet,
    net::SocketAddr,
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

const CLIENTS: usize = 8;

/// An empty database of the throw-away server; `None`, after saying so, where there is none to be had.
fn database() -> Option<(testkit::Engine, String)> {
    let engine = testkit::postgres()?;
    let address = engine.address();
    Some((engine, address))
}

/// Ends the connections that a condition chooses among those of this database that are not ours.
fn cut(client: &mut Client, which: &str) -> u64 {
    let text = format!(
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {which}"
    );
    client.query_one(&text, &[]).unwrap().get::<_, i64>(0).unsigned_abs()
}

/// Advisory locks that are held in this database: the server has those of other tests too.
const HELD: &str = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

struct Outcome {
    cases: HashSet<i64>,
    sent_again: u64,
}

#[test]
fn connections_that_are_cut_lose_nothing_that_was_acknowledged_and_nothing_counts_twice() {
    let Some((_engine, address)) = database() else { return };
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled_on(&dir.path().join("data"), Some(address.clone()), 40);
    let before = folder.versions().len();
    let serving = Serving::on(&folder);
    let (storm_over, cuts) = (AtomicBool::new(false), AtomicU64::new(0));
    let time = Duration::from_secs(if is_soak() { 120 } else { 5 });
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let (mut client, began, mut round) = (Client::connect(&address, NoTls).unwrap(), Instant::now(), 0_u32);
            while began.elapsed() < time {
                round += 1;
                // Now one at work, now whoever is in the middle of a commit, now all of them.
                let which = match round % 10 {
                    0 => "TRUE",
                    1..=4 => "query = 'COMMIT'",
                    _ => "state <> 'idle' AND application_name <> 'linju hold'",
                };
                cuts.fetch_add(cut(&mut client, which), Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(20 + u64::from(round * 37 % 60)));
            }
            storm_over.store(true, Ordering::SeqCst);
        });
        let clients: Vec<_> = folder.officers[..CLIENTS]
            .iter()
            .enumerate()
            .map(|(nth, officer)| {
                let (folder, over, to) = (&folder, &storm_over, serving.address);
                scope.spawn(move || work(folder, officer, nth, to, over))
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let cuts = cuts.load(Ordering::SeqCst);
    let acknowledged: HashSet<i64> = outcomes.iter().flat_map(|outcome| outcome.cases.iter().copied()).collect();
    let forms: usize = outcomes.iter().map(|outcome| outcome.cases.len()).sum();
    let again: u64 = outcomes.iter().map(|outcome| outcome.sent_again).sum();
    assert!(cuts > 20 && forms > CLIENTS, "{cuts} cuts, {forms} forms");
    assert_eq!(acknowledged.len(), forms, "two forms led to one case");
    let kept = folder.versions();
    assert!(acknowledged.iter().all(|case| kept.contains_key(&kernel::StreamId::new(*case))), "an acknowledged case is gone");
    assert_eq!(kept.len(), before + forms, "a form that was sent again made a second case");
    // Afterwards all is as before: at once, and the house's own work too.
    let answer = serving.browser().register(&folder.officers[0], &folder.form_key(&folder.officers[0]), "风停了").unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    wait_until_placed(&address);
    serving.stop();
    folder.verify();
    println!("{cuts} connections cut in {time:?}: {forms} cases acknowledged, none lost, none twice; {again} answers said to send again");
}

/// Registers until the storm is over; each form until it is acknowledged.
fn work(folder: &Folder, officer: &Officer, client: usize, address: SocketAddr, over: &AtomicBool) -> Outcome {
    let (mut browser, mut outcome) = (Browser::open(address).unwrap(), Outcome { cases: HashSet::new(), sent_again: 0 });
    for nth in 0.. {
        if over.load(Ordering::SeqCst) {
            break;
        }
        let (key, words) = (folder.form_key(officer), format!("屋后水沟堵了 {client}-{nth}"));
        let case = loop {
            let answer = browser.register(officer, &key, &words).unwrap();
            match answer.status {
                303 => break answer.case().unwrap_or_else(|| panic!("registering led to {}", answer.location)),
                503 => {
                    assert!(answer.body.contains("交几次都只算一次"), "{}", answer.body);
                    outcome.sent_again += 1;
                }
                status => panic!("a connection that was cut is answered with {status}: {}", answer.body),
            }
        };
        outcome.cases.insert(case.get());
    }
    outcome
}

/// The sealer goes on: nothing waits for its place any more.
fn wait_until_placed(address: &str) {
    let mut client = Client::connect(address, NoTls).unwrap();
    for _ in 0..200 {
        if client.query_one("SELECT COUNT(*) FROM unplaced", &[]).unwrap().get::<_, i64>(0) == 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("events wait for their places");
}

/// Another folder with the same key and configuration.
fn copy_of(folder: &Folder, to: &Path) -> Folder {
    let copied = std::process::Command::new("cp").arg("-a").arg(&folder.path).arg(to).status().unwrap();
    assert!(copied.success());
    Folder { path: to.to_owned(), database: folder.database.clone(), vault: folder.vault.clone(), officers: vec![] }
}

fn refused(folder: &Folder, arguments: &[&str], word: &str) {
    let out = folder.command(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.code() == Some(1) && said.contains(word), "{:?} {said}", out.status);
}

#[test]
fn one_database_is_served_by_one_process() {
    let Some((_engine, address)) = database() else { return };
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled_on(&dir.path().join("data"), Some(address.clone()), 4);
    let second = copy_of(&folder, &dir.path().join("second"));
    let serving = Serving::on(&folder);
    refused(&second, &["serve", "--port", "0"], "another linju serves this database");
    refused(&second, &["move", "--to", dir.path().join("away").to_str().unwrap()], "another linju serves this database");
    // What reads or works beside does not mind.
    assert!(second.command(&["verify"]).status().unwrap().success());
    assert!(folder.command(&["rebuild"]).status().unwrap().success());

    // The connection that holds it is cut: it is taken again, and the second is refused as before.
    let mut client = Client::connect(&address, NoTls).unwrap();
    // A command that has ended is still on the server's list for a moment.
    for _ in 0..100 {
        if client.query_one(HELD, &[]).unwrap().get::<_, i64>(0) <= 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!((1..=2).contains(&cut(&mut client, "application_name = 'linju hold'")));
    for _ in 0..100 {
        if client.query_one(HELD, &[]).unwrap().get::<_, i64>(0) >= 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    refused(&second, &["serve", "--port", "0"], "another linju serves this database");
    // After a power cut the server lets go of it by itself.
    serving.kill();
    Serving::on(&second).stop();
}

#[test]
fn who_loses_the_database_to_another_ends_and_says_so() {
    let Some((_engine, address)) = database() else { return };
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled_on(&dir.path().join("data"), Some(address.clone()), 4);
    let mut serving = Serving::on(&folder);
    let class = i32::from_be_bytes(*b"Linj");
    // Another waits in line at the server, and has it in the moment in which the connection is cut.
    let mut other = Client::connect(&address, NoTls).unwrap();
    other.batch_execute("SET application_name = 'another'").unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| other.execute("SELECT pg_advisory_lock($1, 1)", &[&class]).unwrap());
        for _ in 0..100 {
            let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'another' AND wait_event_type = 'Lock'";
            if client.query_one(waiting, &[]).unwrap().get::<_, i64>(0) == 1 {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(cut(&mut client, "application_name = 'linju hold'"), 1);
    });
    assert_eq!(serving.end_of_itself(), Some(1));
}

#[test]
fn a_folder_that_is_served_is_not_moved() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    let serving = Serving::start(&folder.path);
    refused(&folder, &["move", "--to", dir.path().join("away").to_str().unwrap()], "another linju");
    serving.stop();
    assert!(!dir.path().join("away").exists());
    assert!(linju().arg("move").arg("--data").arg(&folder.path).status().unwrap().code() == Some(2), "--to is wanted");
}
