//! One of three people is erased: she is nowhere, the others are whole, and no backup brings her back.

use casework::{petition::erase, verify};
use kernel::{SeededRandom, crypto::Suite};
use std::path::Path;
use store::backup;
use testkit::{
    World,
    world::{Case, HERE},
};

const HER_NAME: &str = "李秀兰";
const HER_PHONE: &str = "13805710417";
const HER_NUMBER: &str = "330122196805041229";
const OTHERS: [&str; 2] = ["钱守义", "孙明月"];

fn three(world: &World) -> Case {
    let valid = kernel::identity::ResidentNumber::parse(HER_NUMBER).is_ok();
    let document = if valid { HER_NUMBER.to_owned() } else { "护照 E12345678".to_owned() };
    let fields = [
        ("name", HER_NAME),
        ("phone", HER_PHONE),
        ("document", &*document),
        ("head_count", "3"),
        ("representative", OTHERS[0]),
        ("representative", OTHERS[1]),
        ("words", "水沟堵了三年。"),
    ];
    let case = world.register("three", "office-clerk", &fields);
    world.as_("office-clerk").act_with(&case, "add_paper", &[("kind", "signed_paper")], "file").done();
    case
}

/// The wrapped keys of a matter, by subject.
fn keys(world: &World, case: &Case) -> Vec<Vec<u8>> {
    let stream = case.stream;
    world.house().db().read_here(move |tx| Ok(store::keys::of_case(tx, HERE, stream)?)).unwrap().into_iter().map(|key| key.wrapped).collect()
}

fn she_is_nowhere(world: &World, case: &Case) {
    let clerk = world.as_("office-clerk");
    for path in ["", "?open=phone", "/receipt", "/readers"] {
        clerk.get(&format!("/desk/case/{case}{path}")).lacks(HER_NAME).lacks(HER_PHONE).lacks("138****0417");
    }
    let page = clerk.page(case);
    for other in OTHERS {
        assert!(page.text().contains(other), "{other} is not whole:\n{}", page.text());
    }
    let finds = |words: &str| clerk.get(&format!("/desk/find?q={words}")).body.contains(&format!("/desk/case/{case}"));
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    for hers in [HER_PHONE, &encoded(HER_NAME), "lixiulan", HER_NUMBER, "E12345678"] {
        assert!(!finds(hers), "she is found by {hers}");
    }
    for other in OTHERS {
        assert!(finds(&encoded(other)), "{other} is not found any more");
    }
    world.person(case).get("/follow/case").shows(&case.number).lacks(HER_NAME);
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn one_of_three_is_erased_and_no_backup_brings_her_back() {
    for world in World::each() {
        let name = world.engine.name;
        let case = three(&world);
        world.as_("office-clerk").page(&case).shows(HER_NAME).shows(OTHERS[0]);
        let wrapped = keys(&world, &case);
        assert_eq!(wrapped.len(), 4, "the narrative and three people");
        let bodies = bodies(&world.engine.files_folder());
        let house = world.house();
        let backup_folder = world.engine.path("backup");
        let random = SeededRandom::new(5);
        backup::backup(house.db(), house.files(), &backup_folder, Suite::Intl, house.now(), &random).unwrap();

        // Only the head of an office that has it, with a basis, once.
        let erase = |who: &str, basis: &str| world.block_on(erase::erase_person(&house, &world.asker(who), case.stream, 1, basis));
        assert!(erase("office-clerk", "本人申请").is_err());
        assert!(erase("water-head", "本人申请").is_err());
        assert!(erase("office-head", " ").is_err());
        // It cannot be taken back when the head returns: who stands in for him does not decide it.
        let deputy = casework::Asker { stands_for: Some(testkit::world::account("office-head")), ..world.asker("office-head") };
        assert!(world.block_on(erase::erase_person(&house, &deputy, case.stream, 1, "本人申请")).is_err());
        erase("office-head", "本人申请，《个人信息保护法》第四十七条").unwrap();
        assert!(erase("office-head", "本人申请").is_err());
        she_is_nowhere(&world, &case);

        // The tables say the same when they are written anew.
        let before = world.rows();
        verify::rebuild(&house, HERE).unwrap();
        assert_eq!(world.rows(), before, "{name}: the rebuilt tables differ");
        she_is_nowhere(&world, &case);

        // Her paper is gone from the disk.
        assert!(self::bodies(&world.engine.files_folder()) < bodies, "{name}: her paper is still there");

        // What is copied from now on holds nothing of her, nor does the old copy when it is put back.
        let later = world.engine.path("later");
        backup::backup(house.db(), house.files(), &later, Suite::Intl, house.now(), &random).unwrap();
        assert_eq!(found_in(&later, &wrapped[1]), None, "{name}: her key is in the copy");
        let erasures = backup::erasures_in(house.db()).unwrap();
        assert_eq!(erasures.len(), 1);
        let another = world.engine.another();
        let restored = backup::restore(&backup_folder, &another.db, &another.files, &erasures, &random).unwrap();
        assert_eq!(restored.erased.len(), 1, "{name}");
        let restored = World::over(another, testkit::world::FIRST_DAY);
        put_on_record(&restored);
        she_is_nowhere(&restored, &case);
        drop(house);
        for (which, world) in [("live", world), ("restored", restored)] {
            let is_file = world.engine.name == "sqlite";
            let folder = world.stopped();
            if !is_file {
                continue;
            }
            // The copies made before lie in the same folder; they are not the database.
            for copy in ["backup", "later"] {
                let _not_there = std::fs::remove_dir_all(folder.path().join(copy));
            }
            for (what, bytes) in [("her key", &*wrapped[1]), ("her name", HER_NAME.as_bytes()), ("her phone", HER_PHONE.as_bytes())] {
                assert_eq!(found_in(folder.path(), bytes), None, "{which}: {what} is on the disk");
            }
            assert!(found_in(folder.path(), &wrapped[2]).is_some(), "{which}: the others' keys are gone");
        }
    }
}

/// As `linju restore` does: the erasure that the backup did not have yet is put on record, once.
fn put_on_record(restored: &World) {
    for fresh in [1, 0] {
        let now = restored.house().now();
        let recorded = restored.house().db().write_here(move |tx| verify::record_erasures(tx, Suite::Intl, HERE, now)).unwrap();
        assert_eq!(recorded, fresh);
    }
}

/// How many sealed bodies lie in a folder.
fn bodies(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { bodies(&path) } else { 1 }).sum()
}

/// The first file below a folder that holds these bytes, as they are or as base64 without its ends.
fn found_in(folder: &Path, bytes: &[u8]) -> Option<String> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let written = STANDARD.encode(bytes);
    let written = written.trim_end_matches('=').as_bytes();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = if path.is_dir() {
            found_in(&path, bytes)
        } else {
            let content = std::fs::read(&path).unwrap();
            let holds = |wanted: &[u8]| content.windows(wanted.len()).any(|window| window == wanted);
            (holds(bytes) || holds(&written[..written.len() - 1])).then(|| path.display().to_string())
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What was said in the case, and in no other.
const SAID: [&str; 3] = ["水沟归谁修的怪事", "三年里他家的水都流到我院里", "请把水沟修到墙外"];

fn nothing_is_read(world: &World, case: &Case) {
    let clerk = world.as_("office-clerk");
    for path in [format!("/desk/case/{case}"), format!("/desk/case/{case}/receipt"), "/desk/cases".to_owned(), "/desk/day?all=1".to_owned()] {
        let page = clerk.get(&path);
        let _page = SAID.iter().fold(page, |page, said| page.lacks(said));
    }
    clerk.page(case).shows(&case.number).shows("已抹去").shows(HER_NAME);
    let hers = world.person(case).get("/follow/case");
    let hers = SAID.iter().fold(hers, |page, said| page.lacks(said));
    let _hers = hers.shows(&case.number);
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn pipl_47_what_was_said_is_erased_and_no_backup_brings_it_back() {
    for world in World::each() {
        let fields = [("name", HER_NAME), ("title", SAID[0]), ("words", SAID[1]), ("claim", SAID[2])];
        let case = world.register("said", "office-clerk", &fields);
        world.as_("office-clerk").page(&case).shows(SAID[1]);
        let clocks = world.matter(&case).clocks;
        let house = world.house();
        let backup_folder = world.engine.path("backup");
        let random = SeededRandom::new(5);
        backup::backup(house.db(), house.files(), &backup_folder, Suite::Intl, house.now(), &random).unwrap();

        let erase = |who: &str, basis: &str| world.block_on(erase::erase(&house, &world.asker(who), case.stream, erase::Erased::Narrative, basis));
        assert!(erase("office-clerk", "法院裁定").is_err(), "only a head decides");
        assert!(erase("water-head", "法院裁定").is_err(), "only of an organ that has it");
        assert!(erase("office-head", " ").is_err(), "not without a basis");
        erase("office-head", "法院裁定").unwrap();
        assert!(erase("office-head", "法院裁定").is_err(), "not twice");
        nothing_is_read(&world, &case);
        let after = world.matter(&case);
        assert_eq!((after.clocks, after.stage), (clocks, casework::petition::model::Stage::Registered), "days and stage stay");
        let before = world.rows();
        for tenant in [HERE, testkit::world::ELSEWHERE] {
            verify::rebuild(&house, tenant).unwrap();
        }
        assert_eq!(world.rows(), before, "a rebuild brings nothing back");
        // Nothing more can be said under a key that is gone.
        let _refused = world.as_("office-clerk").try_(&case, "note", &[("kind", "talk"), ("words", "又说了")]).refused("EMPTY");

        // Last week's backup, put back: it stays erased, and the record says by what.
        let list = backup::erasures_in(house.db()).unwrap();
        let again = world.engine.another();
        backup::restore(&backup_folder, &again.db, &again.files, &list, &random).unwrap();
        let restored = World::over(again, testkit::world::FIRST_DAY);
        assert!(!restored.wrong().is_empty(), "an erasure that nothing accounts for is told");
        put_on_record(&restored);
        assert!(restored.wrong().is_empty(), "{:?}", restored.wrong());
        let page = restored.as_("office-clerk").page(&case);
        let _page = SAID.iter().fold(page, |page, said| page.lacks(said)).shows(&case.number);
    }
}
