//! A data folder from its first day: set up, looked at, served, and what is refused.

use crate::program::{Place, engines};
use std::{fs, os::unix::fs::PermissionsExt};

#[test]
fn an_empty_county_is_set_up_and_well() {
    for (engine, _folder, place, _kept) in engines() {
        let made = place.run(&["init", "--county", "330122", "--admin-names", "尹川,库少筠,米安然", "--json"]).ended(0).json();
        assert_eq!(made["name"], "桐庐县", "{engine}");
        let accounts = made["accounts"].as_array().unwrap();
        assert_eq!(accounts.len(), 3);
        assert!(accounts.iter().all(|account| account["password"].as_str().is_some_and(|password| password.len() == 19)), "{accounts:?}");
        let key = fs::metadata(place.folder.join("keys/installation.key")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);

        let doctor = place.run(&["doctor", "--json"]).ended(0).json();
        assert_eq!(doctor["well"], true, "{engine}: {doctor}");
        assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["whole"], true);

        // A second time, or another county: this folder, and this database, are taken.
        place.run(&["init", "--county", "330114"]).ended(1).said("is not empty");
        let beside = Place::new(&place.folder.with_file_name("other"), place.database.clone());
        let status = beside.run(&["init", "--county", "330114"]);
        match engine {
            "sqlite" => status.ended(0),
            _ => status.ended(1).said("already holds county 330122"),
        };
    }
}

#[test]
fn only_one_serves_a_folder() {
    for (engine, _folder, place, _kept) in engines() {
        place.run(&["init", "--county", "330329", "--suite", "intl"]).ended(0);
        let standing = place.stand(&["serve", "--port", "0"]);
        assert!(standing.get("/health").ends_with("ok"), "{engine}");
        place.run(&["serve", "--port", "0"]).ended(1).said("another linju").said("stop it first");
        // Reading commands run beside it.
        place.run(&["verify"]).ended(0);
        let doctor = place.run(&["doctor"]).ended(0);
        assert!(doctor.out.contains("linju serves it"), "{doctor:?}");
        assert_eq!(standing.end(), 0);
        assert!(!place.folder.join("linju.sock").exists());
        // After a power cut the lock is free, and the socket that was left is no hindrance.
        place.stand(&["serve", "--port", "0"]).cut();
        assert!(place.folder.join("linju.sock").exists());
        place.run(&["verify"]).ended(0);
        assert_eq!(place.stand(&["serve", "--port", "0"]).end(), 0);
    }
}

#[test]
fn a_folder_with_a_long_path_takes_work_beside_too() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("很长的名字".repeat(12)), None);
    place.run(&["init", "--county", "330122"]).ended(0);
    let standing = place.stand(&["serve", "--port", "0"]);
    place.run(&["rebuild"]).ended(0);
    assert_eq!(standing.end(), 0);
}

#[test]
fn a_missing_or_wrong_key_is_noticed_before_anything_is_opened() {
    for (_engine, folder, place, _kept) in engines() {
        place.run(&["init", "--county", "330122"]).ended(0);
        let key = place.folder.join("keys/installation.key");
        let kept = folder.path().join("kept.key");
        fs::rename(&key, &kept).unwrap();
        place.run(&["serve", "--port", "0"]).ended(1).said("key is missing").said("put back the copy");

        fs::write(&key, format!("{}\n", "5a".repeat(32))).unwrap();
        place.run(&["verify"]).ended(1).said("can be read by others");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        place.run(&["serve", "--port", "0"]).ended(1).said("is not the key that county 330122 was begun with");
        place.run(&["doctor"]).ended(1);

        fs::rename(&kept, &key).unwrap();
        place.run(&["verify"]).ended(0);
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    place.run(&["serve"]).ended(1).said("linju init");
    place.run(&["doctor", "--json"]).ended(1);
    place.run(&["init", "--county", "12"]).ended(2).said("six digits");
    place.run(&["init", "--county", "110101"]).ended(2).said("--divisions");
    place.run(&["init", "--county", "330122", "--admin-names", "甲,乙"]).ended(2).said("three names");
    assert!(!place.folder.exists(), "nothing was made of what was refused");

    place.run(&["init", "--county", "330122"]).ended(0);
    let toml = place.folder.join("linju.toml");
    let good = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, good.replace("[server]", "[server]\nlisten_on = 80")).unwrap();
    place.run(&["serve"]).ended(1).said("linju.toml").said("listen_on");
    fs::write(&toml, good.replace("suite = \"gm\"", "suite = \"intl\"")).unwrap();
    place.run(&["serve"]).ended(1).said("suite is not the one");
    fs::write(&toml, &good).unwrap();
    // A way of messages that is half said would send nothing, in silence.
    for (flag, value, lacks) in [
        ("--mail-password-file", "x", "--mail-server"),
        ("--mail-port", "25", "--mail-server"),
        ("--mail-server", "localhost", "--mail-from"),
        ("--hook-secret-file", "x", "--hook-url"),
        ("--hook-url", "http://127.0.0.1/", "--hook-secret-file"),
    ] {
        place.run(&["serve", "--port", "0", flag, value]).ended(1).said(&format!("{lacks} is missing"));
    }
    fs::write(&toml, &good).unwrap();

    fs::rename(place.folder.join("linju.db"), folder.path().join("away.db")).unwrap();
    place.run(&["serve"]).ended(1).said("linju.db is not there").said("LINJU_DATABASE");
}

#[test]
fn another_county_brings_its_places_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("places.csv");
    fs::write(&file, "code,name\n11,某市\n1101,市辖区\n110199,某区\n110199001,前街街道\n110199001003,柳巷社区\n330122,桐庐县\n").unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    let made = place.run(&["init", "--county", "110199", "--divisions", file.to_str().unwrap(), "--json"]).ended(0).json();
    assert_eq!(made["name"], "某区");
    let export = folder.path().join("export");
    place.run(&["export", export.to_str().unwrap()]).ended(0);
    let areas = fs::read_to_string(export.join("tables/area.jsonl")).unwrap();
    assert_eq!(areas.lines().count(), 5);
    assert!(areas.contains("11.1101.110199.110199001.110199001003."), "{areas}");
}
