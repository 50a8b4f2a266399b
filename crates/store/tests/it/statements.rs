//! Every statement of the program, on both engines.

use testkit::statements::{count_in, crossing_tenants, prepare_all};

#[test]
fn every_statement_prepares_on_both_engines() {
    for engine in testkit::engines() {
        let failed = prepare_all(&engine.db);
        assert!(failed.is_empty(), "{}:\n{}", engine.name, failed.join("\n"));
    }
}

#[test]
fn no_statement_crosses_tenants() {
    let crossing = crossing_tenants();
    assert!(crossing.is_empty(), "{}", crossing.join("\n"));
}

#[test]
fn every_statement_that_is_written_is_registered() {
    let mut written = 0;
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let code: String = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")).collect();
            written += code.matches("sql!(\"").count() + code.matches("select!(").count();
        }
    }
    assert_eq!(count_in("crates/store/src"), written);
}
