//! `linju move`: to a server and back, into another folder, refused where it must be, and cut at any moment.

use crate::program::{Place, finish};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};
use store::{
    Db, Options, Target,
    moving::{Mark, set_mark},
};
use tempfile::TempDir;

/// An empty database of the throw-away server.
fn server() -> Option<(testkit::Engine, String)> {
    let engine = testkit::postgres()?;
    let address = engine.address();
    Some((engine, address))
}

/// A county with cases, letters and files; nobody serves it.
fn told() -> (TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    assert_eq!(place.stand(&["demo", "--small", "--today", "2026-11-23", "--port", "0"]).end(), 0);
    (folder, place)
}

/// A county that takes a while to copy.
fn long(cases: &str) -> (TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    place.run(&["bench", "seed", "--cases", cases]).ended(0);
    (folder, place)
}

/// Every table of a county with its digest, by a backup, which knows nothing of moving.
fn tables(place: &Place, into: &Path) -> Value {
    place.run(&["backup", into.to_str().unwrap()]).ended(0);
    let manifest: Value = serde_json::from_slice(&fs::read(into.join("manifest.json")).unwrap()).unwrap();
    fs::remove_dir_all(into).unwrap();
    serde_json::json!([manifest["tables"], manifest["files"], manifest["file_bytes"]])
}

const SECRETS: [(&str, &str); 2] = [("keys/hook.secret", "0123456789abcdef\n"), ("gateways/mail.password", "geheim\n")];

/// Both ways of messages, with their secrets in files.
fn set_gateways_up(place: &Place) {
    for (name, text) in SECRETS {
        let path = place.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let toml = place.folder.join("linju.toml");
    let ways = "[messages.hook]\nurl = \"http://127.0.0.1:1/\"\nsecret_file = \"keys/hook.secret\"\n\
                [messages.mail]\nserver = \"localhost\"\ntls = \"none\"\nfrom = \"linju@example.gov.cn\"\nuser = \"linju\"\n\
                password_file = \"gateways/mail.password\"\n";
    let text = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, format!("{text}\n{ways}")).unwrap();
}

fn is_whole(place: &Place) {
    assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["whole"], true);
}

#[test]
fn a_county_moves_to_a_server_and_back_and_nothing_is_another() {
    let Some((_engine, address)) = server() else { return };
    let (folder, place) = told();
    let copy = folder.path().join("copy");
    let before = tables(&place, &copy);
    let there = place.run(&["move", "--to", &address, "--json"]).ended(0).json();
    assert!(there["rows"].as_u64().unwrap() > 100 && there["events"].as_u64().unwrap() > 30, "{there}");
    assert_eq!((&there["finished"], &there["left"]), (&false.into(), &Value::Null));
    // linju.toml says now where the rows are.
    assert!(!place.folder.join("linju.db").exists() && place.folder.join("linju.db.moved").exists());
    is_whole(&place);
    assert_eq!(tables(&place, &copy), before);
    let toml = || fs::read_to_string(place.folder.join("linju.toml")).unwrap();
    assert!(toml().contains(&format!("\nurl = \"{address}\"\n")), "{}", toml());

    // A second county does not fit into the same database.
    let (_other_folder, other) = long("2");
    other.run(&["move", "--to", &address]).ended(1).said("is not empty");
    is_whole(&other);

    let back = place.run(&["move", "--to", place.folder.to_str().unwrap(), "--json"]).ended(0).json();
    assert_eq!((&back["digest"], &back["tables"]), (&there["digest"], &there["tables"]));
    is_whole(&place);
    assert_eq!(tables(&place, &copy), before);
    assert!(!toml().contains("\nurl = "), "{}", toml());
    // What was given up is opened by nobody, and says where the rows are.
    let stale = Place::new(&place.folder, Some(address.clone()));
    for command in ["verify", "serve", "rebuild"] {
        stale.run(&[command]).ended(1).said("were moved to").said(place.folder.to_str().unwrap());
    }
    place.run(&["move", "--to", &address]).ended(1).said("were moved to");
    place.run(&["move", "--to", place.folder.to_str().unwrap()]).ended(2).said("already");

    // And on into a folder of its own, which has then all that belongs to the county.
    let new = Place::new(&folder.path().join("new"), None);
    place.run(&["doctor", "--make-ca", "--name", "127.0.0.1"]).ended(0);
    set_gateways_up(&place);
    let moved = place.run(&["move", "--to", new.folder.to_str().unwrap(), "--json"]).ended(0).json();
    assert!(moved["files"].as_u64().unwrap() > 0, "{moved}");
    assert_eq!(moved["digest"], there["digest"]);
    is_whole(&new);
    assert_eq!(tables(&new, &copy), before);
    assert!(new.folder.join("tls/server.key").exists() && !new.folder.join("move-unfinished").exists());
    // Secrets too, wherever linju.toml has them, for nobody else to read.
    for (name, text) in SECRETS {
        let secret = new.folder.join(name);
        assert_eq!(fs::read_to_string(&secret).unwrap(), text, "{name}");
        assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let standing = new.stand(&["serve", "--port", "0"]);
    assert!(standing.get("/sign-in").starts_with("HTTP/1.1 200"));
    assert_eq!(standing.end(), 0);
    place.run(&["serve", "--port", "0"]).ended(1).said("were moved away").said("linju.db.moved");
}

#[test]
fn a_place_that_is_not_empty_and_a_ledger_that_is_not_whole_are_refused_and_nothing_is_changed() {
    let (folder, place) = long("4");
    let (_other_folder, other) = long("2");
    place.run(&["move", "--to", other.folder.to_str().unwrap()]).ended(1).said("is there already");
    let filled = folder.path().join("filled");
    fs::create_dir(&filled).unwrap();
    fs::write(filled.join("letter.txt"), "x").unwrap();
    place.run(&["move", "--to", filled.to_str().unwrap()]).ended(1).said("is not empty");
    assert_eq!(fs::read_dir(&filled).unwrap().count(), 1);
    is_whole(&place);

    // A word in an event was changed.
    let db = Db::open(&Target::File(place.folder.join("linju.db")), &Options::default()).unwrap();
    db.write_here(|tx| Ok(tx.execute(store::sql!("UPDATE event SET acted_on = '2020-01-01' WHERE tenant = 330122 AND version = 1"), &[])?)).unwrap();
    drop(db);
    let new = folder.path().join("new");
    place.run(&["move", "--to", new.to_str().unwrap()]).ended(1).said("NOT whole").said("does not match its hash");
    place.run(&["serve", "--port", "0", "--listen", "0.0.0.0:0"]).ended(2);
    // Nothing was made there: not even the folder.
    assert!(!new.exists());
}

#[test]
fn a_folder_that_only_half_arrived_serves_nobody_and_names_no_server() {
    let Some((_engine, address)) = server() else { return };
    let (folder, place) = long("150");
    place.run(&["move", "--to", &address]).ended(0);
    let new = Place::new(&folder.path().join("new"), None);
    let mut child = place.command(&["move", "--to", new.folder.to_str().unwrap()]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Cut when it has begun to fill the folder.
    let toml = new.folder.join("linju.toml");
    while !toml.exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ended_already = child.kill();
    child.wait().unwrap();
    assert!(new.folder.join("move-unfinished").exists(), "it was cut before its end");
    assert!(!fs::read_to_string(&toml).unwrap().contains("\nurl = "));
    let on_server = Place::new(&new.folder, Some(address.clone()));
    for there in [&new, &on_server] {
        for command in ["serve", "verify", "rebuild"] {
            there.run(&[command]).ended(1).said("is half moved");
        }
    }
    // The old folder is as it was, and the same command comes to its end.
    is_whole(&place);
    place.run(&["move", "--to", new.folder.to_str().unwrap()]).ended(0);
    is_whole(&new);
}

/// Kills it again and again, a little later each time; the last time it may finish.
fn move_under_fire(place: &Place, to: &str) {
    for millis in (20..2_000).step_by(290) {
        let mut child = place.command(&["move", "--to", to]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(millis));
        let _ended_already = child.kill();
        if child.wait().unwrap().success() {
            return;
        }
    }
    place.run(&["move", "--to", to]).ended(0);
}

#[test]
fn a_move_that_is_killed_begins_anew_or_finishes() {
    let (folder, place) = long("150");
    let copy = folder.path().join("copy");
    let before = tables(&place, &copy);
    let new = Place::new(&folder.path().join("new"), None);
    move_under_fire(&place, new.folder.to_str().unwrap());
    is_whole(&new);
    assert_eq!(tables(&new, &copy), before);
    let Some((_engine, address)) = server() else { return };
    move_under_fire(&new, &address);
    is_whole(&new);
    assert_eq!(tables(&new, &copy), before);
    move_under_fire(&new, new.folder.to_str().unwrap());
    is_whole(&new);
    assert_eq!(tables(&new, &copy), before);
}

fn mark(target: &Target, mark: Option<Mark>) {
    let db = Db::open(target, &Options { connections: 1, ..Options::default() }).unwrap();
    set_mark(&db, mark).unwrap();
}

#[test]
fn between_the_two_marks_nobody_is_served_and_the_same_command_finishes() {
    let Some((_engine, address)) = server() else { return };
    let (folder, place) = long("6");
    let copy = folder.path().join("copy");
    let before = tables(&place, &copy);
    let (file, server) = (Target::File(place.folder.join("linju.db")), Target::Server(address.clone()));
    // All arrived and was compared, and the machine went off before the old rows were given up: the old ones are in use.
    store::migrate::run(&Db::open(&server, &Options { connections: 1, ..Options::default() }).unwrap()).unwrap();
    mark(&server, Some(Mark::Ready));
    is_whole(&place);
    let on_server = Place::new(&place.folder, Some(address.clone()));
    on_server.run(&["serve", "--port", "0"]).ended(1).said("did not come to its end");
    let again = place.run(&["move", "--to", &address, "--json"]).ended(0).json();
    assert_eq!(again["finished"], false);
    is_whole(&place);

    // Now the old rows were given up, and the new ones not let free: neither is used.
    mark(&server, Some(Mark::Ready));
    fs::rename(place.folder.join("linju.db.moved"), place.folder.join("linju.db")).unwrap();
    mark(&file, Some(Mark::Gone(address.clone())));
    let toml = place.folder.join("linju.toml");
    let text = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, text.lines().filter(|line| !line.starts_with("url = ")).collect::<Vec<_>>().join("\n")).unwrap();
    place.run(&["serve", "--port", "0"]).ended(1).said("were moved to");
    on_server.run(&["serve", "--port", "0"]).ended(1).said("did not come to its end");
    let last = place.run(&["move", "--to", &address, "--json"]).ended(0).json();
    assert_eq!(last["finished"], true);
    is_whole(&place);
    assert_eq!(tables(&place, &copy), before);
    assert!(place.folder.join("linju.db.moved").exists());
}

#[test]
fn a_password_is_not_written_down() {
    let Some((_engine, address)) = server() else { return };
    let (_folder, place) = long("2");
    // The throw-away server asks for none, and takes any.
    let with = format!("{address} password=geheim");
    let told = place.run(&["move", "--to", &with, "--json"]).ended(0);
    assert!(!told.out.contains("geheim") && !told.err.contains("geheim"), "{told:?}");
    assert!(told.json()["left"].as_str().unwrap().contains("LINJU_DATABASE"));
    assert!(!fs::read_to_string(place.folder.join("linju.toml")).unwrap().contains("geheim"));
    is_whole(&Place::new(&place.folder, Some(with)));
    // Without it the folder says where it went.
    place.run(&["verify"]).ended(1).said("moved away");
    let mut alone: Command = place.command(&["verify"]);
    alone.env("LINJU_DATABASE", &address);
    finish(alone).ended(0);
}
