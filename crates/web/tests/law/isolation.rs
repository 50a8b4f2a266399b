//! No statement crosses tenants, and every one prepares on both engines: of all the crates that the pages stand on.

use std::path::{Path, PathBuf};
use testkit::{World, statements, world::ELSEWHERE};

#[test]
fn no_statement_crosses_tenants() {
    let crossing = statements::crossing_tenants();
    assert!(crossing.is_empty(), "{}", crossing.join("\n"));
}

#[test]
fn every_statement_prepares_on_both_engines() {
    for engine in testkit::engines() {
        let failed = statements::prepare_all(&engine.db);
        assert!(failed.is_empty(), "{}:\n{}", engine.name, failed.join("\n"));
    }
}

/// A statement that the linker dropped would escape both tests.
#[test]
fn every_statement_that_is_written_is_among_them() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in ["store", "casework", "web"] {
        let written = count(&crates.join(name).join("src"));
        assert_eq!(statements::count_in(&format!("crates/{name}/src")), written, "{name}");
    }
}

fn count(folder: &Path) -> usize {
    let entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries
        .iter()
        .map(|path| {
            if path.is_dir() {
                return count(path);
            }
            let text = std::fs::read_to_string(path).unwrap();
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line.trim(), ""]).collect();
            code.matches("sql!(\"").count() + code.matches("select!(").count()
        })
        .sum()
}

/// Both counties give their organs and accounts the same numbers: what is not bound to its county would show.
#[test]
fn the_neighbours_see_nothing_of_it() {
    let world = World::new();
    let case = world.petition("drain");
    let theirs = world.as_("330329/office-clerk").register("theirs", &[("words", "路灯不亮。"), ("title", "路灯不亮")]);
    for (who, sees, hidden) in [("office-triage", &case, &theirs), ("330329/office-triage", &theirs, &case)] {
        let officer = world.as_(who);
        officer.page(sees).shows(&sees.number);
        officer.page(hidden).hidden();
        officer.get(&format!("/desk/case/{hidden}/receipt")).hidden();
        officer.get("/desk/cases").shows(&sees.number).lacks(&hidden.number);
        officer.get("/desk/day?all=1").shows(&sees.number).lacks(&hidden.number);
        officer.get("/desk/find?q=13805710417").shows(&sees.number).lacks(&hidden.number);
        officer.try_(hidden, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).hidden();
    }
    // The same number of an account in the other county is another person: his key, session and reads are his own.
    let house = world.house();
    assert!(world.block_on(casework::petition::carry::look_up(&house, ELSEWHERE, case.stream)).is_err());
    assert!(world.wrong().is_empty());
}
