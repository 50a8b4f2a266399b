//! What an earlier version left behind: its data folder opens, its backup is put back, on both engines, and all of it is
//! verified; what a later version left behind is refused with a word that helps.
//!
//! `upgrade/NNNN.tar.gz` was made by a program that knew the migrations up to NNNN: an invented county as `bench seed` fills
//! it, as a folder and as a backup, with the key that an invented county may show. When a version leaves the house, its
//! archive is added, and stays:
//!
//! ```sh
//! LINJU_WRITE_FIXTURE=1 cargo nextest run --package app --test hard an_archive_of_this_version
//! ```

use crate::serving::{Folder, Serving, linju};
use casework::Vault;
use kernel::crypto::{MasterKey, Suite};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use store::{args, migrate, sql};

fn archives() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hard/upgrade");
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn unpack(archive: &Path, into: &Path) {
    let done = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(into).status().unwrap();
    assert!(done.success());
}

/// The county of an archive, and its backup.
fn county(archive: &Path, into: &Path) -> (Folder, PathBuf) {
    unpack(archive, into);
    (folder_of(into.join("county"), None), into.join("backup"))
}

fn folder_of(path: PathBuf, database: Option<String>) -> Folder {
    let key = fs::read(path.join("keys/installation.key")).unwrap();
    Folder { path, database, vault: Vault::new(MasterKey::from_bytes(Suite::Gm, &key).unwrap()), officers: vec![] }
}

/// Served by this version, verified, and looked at by an officer.
fn is_well(folder: &mut Folder, what: &str) {
    Serving::on(folder).stop();
    folder.verify();
    let doctor = folder.command(&["doctor"]).output().unwrap();
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(doctor.status.success() && said.contains("tables up to date, key fits"), "{what}: {said}");
    folder.sign_in();
    let (serving, officer) = (Serving::on(folder), folder.officers[0].clone());
    let mut browser = serving.browser();
    for page in ["/", "/sign-in", "/seals"] {
        assert_eq!(browser.get(page, "").unwrap().status, 200, "{what}: {page}");
    }
    let cases = browser.get("/desk/cases", &officer.cookie).unwrap();
    let case = cases.body.split("/desk/case/").nth(1).and_then(|rest| rest.split(['"', '/', '?']).next()).map(str::to_owned);
    let case = case.unwrap_or_else(|| panic!("{what}: no case is listed: {} {}", cases.status, cases.body));
    for page in ["/desk/day".to_owned(), format!("/desk/case/{case}"), "/desk/figures".to_owned(), "/desk/register".to_owned()] {
        let answer = browser.get(&page, &officer.cookie).unwrap();
        assert_eq!(answer.status, 200, "{what}: {page}: {}", answer.body);
    }
    // Old and new live in one ledger.
    let new = browser.register(&officer, &folder.form_key(&officer), "屋后水沟堵了").unwrap();
    assert_eq!(new.status, 303, "{what}: {}", new.body);
    let classified = browser.classify(&officer, &folder.form_key(&officer), new.case().unwrap()).unwrap();
    assert_eq!(classified.status, 303, "{what}: {}", classified.body);
    serving.stop();
    folder.verify();
}

#[test]
fn a_folder_of_an_earlier_version_opens_and_is_whole() {
    for archive in archives() {
        let dir = tempfile::tempdir().unwrap();
        let (mut folder, _) = county(&archive, dir.path());
        // Who only reads does not bring the tables up to date: he says what does.
        let read = folder.command(&["verify"]).output().unwrap();
        let said = String::from_utf8_lossy(&read.stderr).into_owned();
        assert!(read.status.success() || said.contains("run `linju serve` of this version once"), "{said}");
        is_well(&mut folder, &archive.display().to_string());
    }
}

/// How many migrations a folder's tables have had.
fn migrations(folder: &Folder) -> usize {
    let read = folder.open(false).read_here(|tx| {
        let mut names = 0;
        tx.values("SELECT name FROM migration WHERE nth >= 0", args![], &mut |_| {
            names += 1;
            Ok(())
        })?;
        Ok(names)
    });
    read.unwrap()
}

#[test]
fn a_configuration_that_cannot_serve_leaves_the_tables_to_the_version_before() {
    let oldest = archives().remove(0);
    let dir = tempfile::tempdir().unwrap();
    let (folder, _) = county(&oldest, dir.path());
    let before = migrations(&folder);
    assert!(before > 0 && before < migrate::names().count(), "{} is as new as this version", oldest.display());
    let certificate = ["--tls-cert", "none.pem", "--tls-key", "none.key"];
    let secret = ["--hook-url", "http://127.0.0.1:1/", "--hook-secret-file", "none"];
    let refused: [&[&str]; 3] = [&certificate, &["--hook-secret-file", "none"], &secret];
    for flags in refused {
        let out = folder.command(&[&["serve", "--port", "0"], flags].concat()).output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{flags:?}: {}", String::from_utf8_lossy(&out.stderr));
        assert_eq!(migrations(&folder), before, "{flags:?}");
    }
    Serving::on(&folder).stop();
    assert_eq!(migrations(&folder), migrate::names().count());
}

#[test]
fn a_backup_of_an_earlier_version_is_put_back_on_both_engines() {
    for archive in archives() {
        let engine = testkit::postgres();
        let server = engine.as_ref().map(testkit::Engine::address);
        for database in std::iter::once(None).chain(server.map(Some)) {
            let dir = tempfile::tempdir().unwrap();
            let (old, backup) = county(&archive, dir.path());
            let into = dir.path().join("restored");
            let mut restore = linju();
            restore.arg("restore").arg(&backup).arg("--into").arg(&into).arg("--key").arg(old.path.join("keys/installation.key"));
            restore.arg("--data").arg(dir.path().join("none"));
            if let Some(address) = &database {
                restore.args(["--database", address]);
            }
            let done = restore.output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            is_well(&mut folder_of(into, database.clone()), &format!("{} {database:?}", archive.display()));
        }
    }
}

#[test]
fn what_a_newer_version_made_is_refused_with_a_word_that_helps() {
    let engine = testkit::postgres();
    let server = engine.as_ref().map(testkit::Engine::address);
    for database in std::iter::once(None).chain(server.map(Some)) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::filled_on(&dir.path().join("data"), database, 4);
        let backup = dir.path().join("backup");
        assert!(folder.command(&["backup", backup.to_str().unwrap()]).status().unwrap().success());
        let known = i64::try_from(migrate::names().count()).unwrap();
        folder
            .open(true)
            .write_here(move |tx| Ok(tx.execute(sql!("INSERT INTO migration (nth, name) VALUES ($1, '9999_later')"), args![known])?))
            .unwrap();
        let away = dir.path().join("away");
        let commands: [&[&str]; 6] = [
            &["serve", "--port", "0"],
            &["verify"],
            &["rebuild"],
            &["backup", away.to_str().unwrap()],
            &["export", away.to_str().unwrap()],
            &["move", "--to", away.to_str().unwrap()],
        ];
        for command in commands {
            let out = folder.command(command).output().unwrap();
            let said = String::from_utf8_lossy(&out.stderr);
            assert!(out.status.code() == Some(1) && said.contains("use the newer linju"), "{command:?}: {said}");
        }
        let doctor = folder.command(&["doctor"]).output().unwrap();
        assert!(doctor.status.code() == Some(1) && String::from_utf8_lossy(&doctor.stdout).contains("use the newer linju"));

        let path = backup.join("manifest.json");
        let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        manifest["migrations"].as_array_mut().unwrap().push("9999_later".into());
        fs::write(&path, manifest.to_string()).unwrap();
        let out = folder.command(&["restore", backup.to_str().unwrap(), "--into", dir.path().join("restored").to_str().unwrap()]).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.code() == Some(1) && said.contains("use the newer linju"), "{said}");
        assert!(!dir.path().join("restored").exists());
    }
}

/// Writes this version's archive, when asked to; else only tries whether it could.
#[test]
fn an_archive_of_this_version_can_be_made() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled_on(&dir.path().join("county"), None, 10);
    // Some acts that a person does, with what they leave: looks, keys of forms, places and seals.
    let (serving, officer) = (Serving::on(&folder), &folder.officers[0]);
    let mut browser = serving.browser();
    let case = browser.register(officer, &folder.form_key(officer), "屋后水沟堵了").unwrap().case().unwrap();
    assert_eq!(browser.classify(officer, &folder.form_key(officer), case).unwrap().status, 303);
    assert_eq!(browser.get(&format!("/desk/case/{case}"), &officer.cookie).unwrap().status, 200);
    serving.stop();
    folder.verify();
    assert!(folder.command(&["backup", dir.path().join("backup").to_str().unwrap()]).status().unwrap().success());
    let last = migrate::names().last().unwrap();
    let archive = dir.path().join(format!("{}.tar.gz", &last[..4]));
    let packed = Command::new("tar")
        .args(["--sort=name", "--owner=0", "--group=0", "--exclude=linju.lock", "--exclude=erasures.new*", "-czf"])
        .arg(&archive)
        .arg("-C")
        .arg(dir.path())
        .args(["county", "backup"])
        .status()
        .unwrap();
    assert!(packed.success());
    let size = fs::metadata(&archive).unwrap().len();
    assert!(size < 250_000, "{size} bytes are too many to keep");
    if std::env::var("LINJU_WRITE_FIXTURE").is_ok_and(|write| write == "1") {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hard/upgrade").join(archive.file_name().unwrap());
        fs::copy(&archive, &kept).unwrap();
        println!("{} is written: {size} bytes", kept.display());
    }
}
