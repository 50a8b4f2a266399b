//! `linju restore --drill`: the newest backup is tried, and what would be lost is told.

use crate::program::engines;
use std::fs;

#[test]
fn a_drill_takes_the_newest_backup_tells_what_would_be_lost_and_leaves_nothing_behind() {
    for (engine, folder, place, _kept) in engines() {
        // It runs beside the standing process.
        let standing = place.stand(&["demo", "--small", "--today", "2026-11-23", "--port", "0"]);
        let backups = folder.path().join("backups");
        fs::create_dir(&backups).unwrap();
        // By its moment and not by its name; a half-made one does not count.
        for name in ["b", "a"] {
            place.run(&["backup", backups.join(name).to_str().unwrap()]).ended(0);
        }
        fs::create_dir_all(backups.join("z/tables")).unwrap();
        let told = place.run(&["restore", backups.to_str().unwrap(), "--drill", "--json"]).ended(0).json();
        assert_eq!(told["backup"], backups.join("a").to_str().unwrap(), "{engine}");
        assert!(told["events"].as_u64().unwrap() >= 38 && told["rows"].as_u64().unwrap() > 20, "{engine}: {told}");
        assert_eq!((&told["wrong"], &told["events_lost"]), (&serde_json::json!([]), &0.into()), "{engine}: {told}");
        assert!(told["newest_event"].is_i64() && told["age_minutes"].is_i64() && told["seconds"].as_f64().unwrap() > 0.0, "{engine}: {told}");
        assert_eq!(standing.end(), 0);
        let left = fs::read_dir(&place.folder).unwrap().filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("drill"));
        assert_eq!(left.count(), 0, "{engine}");

        // A damaged backup fails the drill, and leaves nothing behind either.
        let table = backups.join("a/tables/organ.jsonl");
        let text = fs::read_to_string(&table).unwrap();
        fs::write(&table, format!("{text}\n")).unwrap();
        place.run(&["restore", backups.to_str().unwrap(), "--drill"]).ended(1).said("organ.jsonl");
        place.run(&["restore", folder.path().to_str().unwrap(), "--drill"]).ended(1).said("no finished backup");
        place.run(&["restore", backups.to_str().unwrap()]).ended(2);
    }
}
