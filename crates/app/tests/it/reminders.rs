//! Words to people of a right that is about to lapse: the house owes them on whichever day it is.

use crate::program::{Place, set_clock};
use std::time::{Duration, Instant};
use store::{Db, Options, Target, args};

/// Notices of a right that lapses, as the rows have them.
fn reminders(place: &Place) -> usize {
    let options = Options { writing: false, readers: 1, connections: 1, max_pages: None };
    let db = Db::open(&Target::File(place.folder.join("linju.db")), &options).unwrap();
    let many = db.read_here(|tx| {
        let mut many = 0;
        tx.values("SELECT stream FROM notice WHERE tenant = 330122 AND kind = 'reminder'", args![], &mut |_| {
            many += 1;
            Ok(())
        })?;
        Ok(many)
    });
    many.unwrap()
}

#[test]
fn she_is_reminded_of_her_right_on_a_saturday_night_too() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    assert_eq!(place.stand(&["demo", "--small", "--today", "2026-11-23", "--port", "0"]).end(), 0);
    assert_eq!(reminders(&place), 0);
    // In that county one right to ask for review ends on 8 December; this is Saturday the fifth, three o'clock in Hangzhou. The house was
    // switched off all week.
    let mut command = place.command(&["serve", "--port", "0"]);
    if !set_clock(&mut command, "2026-12-04 19:00:00") {
        return;
    }
    let standing = place.stand_by(command);
    let began = Instant::now();
    while reminders(&place) == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody was reminded");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(standing.end(), 0);
    assert_eq!(reminders(&place), 1);
}
