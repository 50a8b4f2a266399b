//! The small demonstration: told, checked, rebuilt, copied, put back, one person erased.

use crate::program::{Place, engines};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};
use store::migrate;

fn digests(backup: &Path) -> BTreeMap<String, String> {
    let manifest: Value = serde_json::from_slice(&fs::read(backup.join("manifest.json")).unwrap()).unwrap();
    let tables = manifest["tables"].as_array().unwrap().iter();
    tables.map(|table| (table["name"].as_str().unwrap().to_owned(), table["digest"].to_string())).collect()
}

fn backed_up(place: &Place, into: &Path) -> BTreeMap<String, String> {
    place.run(&["backup", into.to_str().unwrap()]).ended(0);
    digests(into)
}

#[test]
fn the_small_demonstration() {
    for (engine, folder, place, kept) in engines() {
        let passwords = folder.path().join("passwords.json");
        let told = ["demo", "--small", "--today", "2026-11-23", "--port", "0", "--passwords-file", passwords.to_str().unwrap()];
        let standing = place.stand(&told);
        assert!(standing.said.contains("lang.wenqian") && standing.get("/health").ends_with("ok"), "{engine}");
        let accounts: Vec<Value> = serde_json::from_slice(&fs::read(&passwords).unwrap()).unwrap();
        let clerk = accounts.iter().find(|one| one["name"] == "lang.wenqian").unwrap();
        assert_eq!(
            (&clerk["county"], &clerk["role"], &clerk["shown_name"], &clerk["organ"]),
            (&"330122".into(), &"clerk".into(), &"郎文倩".into(), &"横村镇综合信息指挥室".into())
        );
        assert_eq!(clerk["password"].as_str().unwrap().len(), 19);

        let whole = place.run(&["verify", "--json"]).ended(0).json();
        let matters: Vec<_> = whole["counties"].as_array().unwrap().iter().map(|county| county["report"]["matters"].as_u64().unwrap()).collect();
        assert_eq!(matters, [37, 4], "{engine}");

        // What one was typed is what the ledger says: rebuilding changes no byte, beside the standing process.
        let before = backed_up(&place, &folder.path().join("before"));
        place.run(&["rebuild"]).ended(0);
        let after = backed_up(&place, &folder.path().join("after"));
        for table in migrate::READINGS {
            assert_eq!(before[*table], after[*table], "{engine}: {table} after rebuild");
        }

        let export = folder.path().join("export");
        let exported = place.run(&["export", export.to_str().unwrap(), "--json"]).ended(0).json();
        assert_eq!(exported["cases"], 41, "{engine}: petitions, and mediations with them");
        let cases: String =
            fs::read_dir(export.join("cases/330122")).unwrap().map(|case| fs::read_to_string(case.unwrap().path()).unwrap()).collect();
        assert!(cases.contains("水没过脚面，灶头两天没生火") && cases.contains("褚秀珍"), "{engine}: the words are opened");
        // C-47: what one side told alone stays with who mediates; that it was told is exported.
        assert!(cases.contains("kept_apart") && cases.contains("MediationToldApart"), "{engine}");
        assert!(!cases.contains("别叫他知道"), "{engine}: told alone");
        let records = fs::read_to_string(export.join("tables/house_record.jsonl")).unwrap();
        assert_eq!(records.matches("\"exported\"").count(), 2, "{engine}: each county knows that it was exported");
        assert!(!fs::read_to_string(export.join("tables/account.jsonl")).unwrap().contains("argon2"), "{engine}");

        erase_and_put_back(engine, folder.path(), &place, &folder.path().join("before"));
        assert_eq!(standing.end(), 0);

        // Begun again it serves the same counties, and prints what is still unused.
        let again = place.stand(&told);
        assert!(again.said.contains("lang.wenqian"), "{engine}");
        assert_eq!(again.end(), 0);
        drop(kept);
    }
}

/// Erases one of two people, and puts the older backup back: she stays erased, the other is whole.
fn erase_and_put_back(engine: &str, folder: &Path, place: &Place, backup: &Path) {
    let number = number_of(place, folder, "屋后水沟改道，雨水倒灌灶间");
    let erase = |by: &str, person: &str| {
        place.run(&["erase", "--county", "330122", "--case", &number, "--person", person, "--basis", "本人要求", "--by", by])
    };
    erase("lang.wenqian", "1").ended(1).said("only a head");
    erase("qiu.lixin", "9").ended(1).said("has no person 9");
    erase("qiu.lixin", "1").ended(0);
    assert_eq!(fs::read_to_string(place.folder.join("erasures.jsonl")).unwrap().lines().count(), 1, "{engine}");
    place.run(&["verify"]).ended(0);

    // Into a SQLite folder, from either engine: that is how a county moves.
    let restored = Place::new(&folder.join("restored"), None);
    let into = restored.folder.to_str().unwrap();
    let answer = place.run(&["restore", backup.to_str().unwrap(), "--into", into, "--json"]);
    // A server that is at work with its rows is no new database.
    let answer = if place.database.is_some() {
        answer.ended(1).said("serves this database");
        assert!(!restored.folder.exists(), "no half of a backup is left");
        Place::new(&place.folder, None).run(&["restore", backup.to_str().unwrap(), "--into", into, "--json"])
    } else {
        answer
    };
    assert_eq!(answer.ended(0).json()["erased_anew"], 1, "{engine}");
    restored.run(&["verify"]).ended(0);
    let export = folder.join("export-restored");
    restored.run(&["export", export.to_str().unwrap()]).ended(0);
    let cases: String = fs::read_dir(export.join("cases/330122")).unwrap().map(|case| fs::read_to_string(case.unwrap().path()).unwrap()).collect();
    assert!(!cases.contains("\"name\": \"褚秀珍\"") && cases.contains("\"name\": \"戚国梁\""), "{engine}: one erased, the other whole");

    // And into a server, with the key kept apart.
    if let Some(server) = testkit::postgres().filter(|_| engine == "sqlite") {
        let address = server.address();
        let moved = Place::new(&folder.join("moved"), Some(address));
        let key = place.folder.join("keys/installation.key");
        let list = place.folder.join("erasures.jsonl");
        let mut command = crate::program::command(&["restore", backup.to_str().unwrap(), "--into", moved.folder.to_str().unwrap()]);
        command.args(["--data", "/nowhere", "--database", moved.database.as_deref().unwrap()]).arg("--key").arg(key).arg("--erasures").arg(list);
        let answer = crate::program::finish(command).ended(0);
        assert!(answer.out.contains("1 people who were erased"), "{answer:?}");
        moved.run(&["verify"]).ended(0);
    }

    // A byte of the backup that was changed is noticed before anything is written.
    let table = backup.join("tables/organ.jsonl");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replacen("横村", "横山", 1)).unwrap();
    let nowhere = folder.join("nowhere");
    place.run(&["restore", backup.to_str().unwrap(), "--into", nowhere.to_str().unwrap()]).ended(1).said("organ.jsonl");
    assert!(!nowhere.exists());
}

/// The number of the case with this title, from an export.
fn number_of(place: &Place, folder: &Path, title: &str) -> String {
    let export = folder.join("export-numbers");
    place.run(&["export", export.to_str().unwrap()]).ended(0);
    for case in fs::read_dir(export.join("cases/330122")).unwrap() {
        let case: Value = serde_json::from_slice(&fs::read(case.unwrap().path()).unwrap()).unwrap();
        let first = &case["events"][0]["payload"]["did"]["registered"];
        if first["title"] == title {
            return first["number"].as_str().unwrap().to_owned();
        }
    }
    panic!("no case is called {title}");
}
