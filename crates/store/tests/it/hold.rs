//! Who holds a database on a server, after the connection that holds it was cut.

use postgres::{Client, NoTls};
use std::time::Duration;
use store::{
    Target,
    hold::{Hold, Kind},
};

const CLASS: i32 = i32::from_be_bytes(*b"Linj");
const OURS: &str = "application_name = 'linju hold' AND datname = current_database()";

fn count(client: &mut Client, which: &str) -> i64 {
    client.query_one(&format!("SELECT COUNT(*) FROM pg_stat_activity WHERE {which}"), &[]).unwrap().get(0)
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let came = (0..200).any(|_| {
        is_so() || {
            std::thread::sleep(Duration::from_millis(50));
            false
        }
    });
    assert!(came, "{what} did not come");
}

#[test]
fn a_file_needs_no_hold() {
    assert!(Hold::take(testkit::sqlite().target(), Kind::Alone).unwrap().is_none());
}

#[test]
fn who_was_cut_asks_as_patiently_as_at_the_start_and_knows_that_it_was_cut() {
    let Some(engine) = testkit::postgres() else { return };
    let address = engine.address();
    let hold = Hold::take(&Target::Server(address.clone()), Kind::Alone).unwrap().unwrap();
    assert!(hold.is_unbroken());
    let mut looker = Client::connect(&address, NoTls).unwrap();
    // The server has not noticed yet that the old connection is gone: its locks are held for some moments more.
    let mut other = Client::connect(&address, NoTls).unwrap();
    other.batch_execute("SET application_name = 'another'").unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| other.execute("SELECT pg_advisory_lock($1, 1)", &[&CLASS]).unwrap());
        wait_for("the other in line", || count(&mut looker, "application_name = 'another' AND wait_event_type = 'Lock'") == 1);
        looker.execute(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS}"), &[]).unwrap();
    });
    assert!(!hold.is_unbroken());
    wait_for("the connection anew", || count(&mut looker, OURS) == 1);
    std::thread::sleep(Duration::from_millis(500));
    other.execute("SELECT pg_advisory_unlock($1, 1)", &[&CLASS]).unwrap();
    let mine = "SELECT COUNT(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted";
    wait_for("the locks", || looker.query_one(&format!("{mine} AND {OURS}"), &[]).unwrap().get::<_, i64>(0) == 2);
    assert!(!*hold.lost().borrow(), "it asked once and gave up");
    assert!(!hold.is_unbroken(), "somebody may have had it meanwhile");
    drop(hold);
    assert!(Hold::take(&Target::Server(address), Kind::Alone).unwrap().unwrap().is_unbroken());
}
