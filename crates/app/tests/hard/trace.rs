//! An answer of success means that the words survive a power cut: the log's fdatasync comes before it.
//!
//! The program runs under strace. Officers send their forms at the same moment, round after round, so that their commands
//! share batches; in the order in which the system saw the calls, between the arrival of a round's first form and its first
//! answer the log must have been written and then synced.

use crate::serving::{Folder, Serving, skip};
use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Barrier,
};

const CLIENTS: usize = 6;
const ROUNDS: usize = 12;

#[test]
fn the_log_is_synced_before_a_batchs_first_answer() {
    if !Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        return skip("strace is missing: apt-get install strace");
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    let log = dir.path().join("calls");
    for (clients, rounds) in [(1, ROUNDS), (CLIENTS, ROUNDS)] {
        let answers = send(&folder, &log, clients, rounds);
        assert_eq!(answers, clients * rounds);
        let calls = std::fs::read_to_string(&log).unwrap();
        check(&calls, clients, rounds);
    }
}

/// Sends `rounds` times `clients` forms at once, under strace; how many were answered with success.
fn send(folder: &Folder, log: &Path, clients: usize, rounds: usize) -> usize {
    let mut strace = Command::new("strace");
    // -D: strace is the child, so that killing the process we started kills the program. Strings long enough for a verb.
    strace.args(["-f", "-D", "-y", "-s", "40", "-o"]).arg(log).args(["-e", "trace=fdatasync,fsync,pwrite64,recvfrom,read,write,writev,sendto"]);
    strace.arg(env!("CARGO_BIN_EXE_linju")).env("RUST_LOG", "error");
    let serving = Serving::under(strace, &folder.path);
    let barrier = Barrier::new(clients);
    let answers = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                let (serving, barrier) = (&serving, &barrier);
                scope.spawn(move || {
                    let mut browser = serving.browser();
                    let officer = &folder.officers[client];
                    let sent = |round: usize| {
                        barrier.wait();
                        let answer = browser.register(officer, &folder.form_key(officer), &format!("屋后水沟 {client}-{round}")).unwrap();
                        barrier.wait();
                        usize::from(answer.status == 303)
                    };
                    (0..rounds).map(sent).sum::<usize>()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    serving.stop();
    answers
}

/// Reads the calls in their order: a form arrives, the log is written, the log is synced, an answer goes out.
fn check(calls: &str, clients: usize, rounds: usize) {
    let (mut arrived, mut answered, mut synced_rounds) = (0, 0, 0);
    let (mut written, mut synced) = (false, false);
    for call in calls.lines() {
        // A call that waits is told twice; a sync counts when it has returned, an answer when it begins.
        let is_log = call.contains("linju.db-wal");
        let is_sync = call.contains("fdatasync") || call.contains("fsync");
        if call.contains("POST /desk/register") {
            if arrived % clients == 0 {
                (written, synced) = (false, false);
            }
            arrived += 1;
        } else if call.contains("pwrite64(") && is_log {
            written = true;
        } else if is_sync && call.ends_with("= 0") && (is_log || call.contains("resumed")) {
            synced |= written;
        } else if call.contains("HTTP/1.1 303") {
            if answered % clients == 0 {
                assert!(written && synced, "round {}: an answer went out before the log was synced\n{call}", answered / clients);
                synced_rounds += 1;
            }
            answered += 1;
        }
    }
    assert_eq!((arrived, answered, synced_rounds), (clients * rounds, clients * rounds, rounds));
    assert!(calls.contains("fdatasync"), "the log is synced by another call than fdatasync");
}

#[test]
fn an_answer_before_the_sync_is_noticed() {
    let form = r#"1 recvfrom(20<socket:[1]>, "POST /desk/register HTTP/1.1", 8192, 0, NULL, NULL) = 900"#;
    let write = r#"2 pwrite64(9</data/linju.db-wal>, "\1\2", 4096, 32) = 4096"#;
    let sync = "2 fdatasync(9</data/linju.db-wal>) = 0";
    let answer = r#"1 writev(20<socket:[1]>, [{iov_base="HTTP/1.1 303 See Other", iov_len=500}], 1) = 500"#;
    check(&[form, write, sync, answer].join("\n"), 1, 1);
    let noticed = std::panic::catch_unwind(|| check(&[form, write, answer, sync].join("\n"), 1, 1));
    assert!(noticed.is_err());
}
