//! Nothing acknowledged is lost: the program is killed at its busiest, again and again.
//!
//! Officers register and classify as fast as they are answered; then the process is killed (SIGKILL) and started anew.
//! Every command that was answered must be there, with all of its rows (`verify`); and of what was on its way when the
//! process died, the same form sent again comes to exactly one case, whether it had been kept or not.

use crate::serving::{Browser, Folder, Serving, is_soak};
use kernel::StreamId;
use std::{collections::HashMap, time::Duration};

const CLIENTS: usize = 8;

/// What one officer knows when the process is gone.
#[derive(Default)]
struct Known {
    /// Each case, and the version to which its last acknowledged command led.
    answered: HashMap<StreamId, i64>,
    /// The registration that was never answered: key and words.
    on_its_way: Option<(String, String)>,
}

#[test]
fn what_was_acknowledged_survives_being_killed() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    let rounds = if is_soak() { 50 } else { 5 };
    let mut answered = HashMap::new();
    for round in 0..rounds {
        let serving = Serving::start(&folder.path);
        let known = work_until_killed(&folder, serving, round);
        let serving = Serving::start(&folder.path);
        for (client, known) in known.iter().enumerate() {
            answered.extend(known.answered.iter().map(|(case, version)| (*case, *version)));
            if let Some((key, words)) = &known.on_its_way {
                let again = || serving.browser().register(&folder.officers[client], key, words).unwrap();
                let (first, second) = (again(), again());
                assert_eq!((first.status, &first.location), (303, &second.location), "round {round}: {}", first.body);
                answered.insert(first.case().unwrap(), 1);
            }
        }
        let kept = folder.versions();
        for (case, version) in &answered {
            let there = kept.get(case).copied().unwrap_or(0);
            assert!(there >= *version, "round {round}: case {case} was answered at version {version}, and the ledger has {there}");
        }
        // Some are looked at as an officer would.
        for (client, known) in known.iter().enumerate() {
            for case in known.answered.keys().take(3) {
                let page = serving.browser().get(&format!("/desk/case/{case}"), &folder.officers[client].cookie).unwrap();
                assert_eq!(page.status, 200, "round {round}: case {case}");
            }
        }
        serving.stop();
        folder.verify();
    }
    assert!(answered.len() > rounds * CLIENTS, "hardly anything was done: {}", answered.len());
    println!("killed {rounds} times, {} cases acknowledged, none lost", answered.len());
}

/// Lets everybody work for a while, kills the process, and says what each knows.
fn work_until_killed(folder: &Folder, serving: Serving, round: usize) -> Vec<Known> {
    let address = serving.address;
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || work(folder, address, client, round))).collect();
        // Not always at the same place of a batch.
        std::thread::sleep(Duration::from_millis(400 + (u64::try_from(round).unwrap() * 137) % 400));
        serving.kill();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}

fn work(folder: &Folder, address: std::net::SocketAddr, client: usize, round: usize) -> Known {
    let mut known = Known::default();
    let officer = &folder.officers[client];
    let Ok(mut browser) = Browser::open(address) else { return known };
    for nth in 0.. {
        let (key, words) = (folder.form_key(officer), format!("屋后水沟堵了 {round}-{client}-{nth}"));
        known.on_its_way = Some((key.clone(), words.clone()));
        let Ok(answer) = browser.register(officer, &key, &words) else { return known };
        assert_eq!(answer.status, 303, "{}", answer.body);
        let case = answer.case().unwrap();
        known.on_its_way = None;
        known.answered.insert(case, 1);
        let Ok(answer) = browser.classify(officer, &folder.form_key(officer), case) else { return known };
        assert_eq!(answer.status, 303, "{}", answer.body);
        known.answered.insert(case, 2);
    }
    known
}
