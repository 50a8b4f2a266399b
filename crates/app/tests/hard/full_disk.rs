//! A full disk: a clear answer, nothing acknowledged lost, and work goes on once there is room.

use crate::serving::{Answer, Folder, Serving, TENANT, linju, skip};
use casework::petition::{
    Actor,
    model::Channel,
    register::{self, Told},
};
use kernel::StreamId;
use std::{path::Path, process::Command};
use store::{Failure, Options};

/// So many answers of "not saved" and it counts as full.
const ENOUGH: usize = 3;

#[test]
fn a_database_at_its_largest_size_refuses_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    let pages = std::fs::metadata(folder.path.join("linju.db")).unwrap().len() / 4096;
    let house = folder.house(folder.open_with(&Options { max_pages: Some(u32::try_from(pages).unwrap() + 60), ..Options::default() }));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let officer = folder.officers[0].clone();
    let register = |house: &casework::House| {
        let told = Told { channel: Some(Channel::Letter), words: "屋后水沟堵了。".repeat(40), ..Told::default() };
        let actor = Actor::Officer(officer.account, officer.organ, casework::Role::Head);
        runtime.block_on(register::register_as(house, TENANT, actor, officer.organ, &told, None))
    };
    let (mut kept, mut refused) = (vec![], 0);
    while refused < ENOUGH {
        match register(&house) {
            Ok(receipt) => kept.push(receipt.stream),
            Err(Failure::NotSaved(_)) => refused += 1,
            Err(failure) => panic!("a full database said: {failure}"),
        }
        assert!(kept.len() < 10_000, "it never became full");
    }
    assert!(!kept.is_empty());
    drop(house);
    expect_all(&folder, &kept);
    folder.verify();
    let house = folder.house(folder.open(true));
    kept.push(register(&house).unwrap().stream);
    drop(house);
    expect_all(&folder, &kept);
    folder.verify();
}

#[test]
fn a_full_disk_answers_not_saved_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(&dir.path().join("disk"), "24m") else {
        return skip("the full disk: only root may mount a small tmpfs");
    };
    let folder = Folder::filled(&disk.path.join("data"));
    let mut serving = Serving::start(&folder.path);
    // What else lies on the disk: the rest of it fills soon.
    let ballast = disk.path.join("ballast");
    std::fs::write(&ballast, vec![7; disk.free().saturating_sub(3 * 1024 * 1024)]).unwrap();
    let (mut kept, mut refused, mut browser) = (vec![], 0, serving.browser());
    let officer = &folder.officers[0];
    let register = |browser: &mut crate::serving::Browser, nth: usize| -> Answer {
        browser.register(officer, &folder.form_key(officer), &format!("{} {nth}", "屋后水沟堵了。".repeat(40))).unwrap()
    };
    for nth in 0.. {
        let answer = register(&mut browser, nth);
        match answer.status {
            303 => kept.push(answer.case().unwrap()),
            503 => {
                assert!(answer.body.contains("没有存上"), "{}", answer.body);
                assert!(answer.body.contains("屋后水沟堵了"), "what was typed is not in the answer");
                refused += 1;
            }
            status => panic!("a full disk was answered with {status}: {}", answer.body),
        }
        if refused == ENOUGH {
            break;
        }
        assert!(nth < 20_000, "it never became full");
    }
    assert!(!kept.is_empty());
    assert!(serving.ended().is_none(), "the process ended");
    assert_eq!(browser.get("/health", "").unwrap().status, 200);
    std::fs::remove_file(&ballast).unwrap();
    let answer = register(&mut browser, 999_999);
    assert_eq!(answer.status, 303, "there is room again: {}", answer.body);
    kept.push(answer.case().unwrap());
    serving.kill();
    expect_all(&folder, &kept);
    // The next start finds everything too.
    Serving::start(&folder.path).stop();
    expect_all(&folder, &kept);
    folder.verify();
}

fn expect_all(folder: &Folder, kept: &[StreamId]) {
    let versions = folder.versions();
    for case in kept {
        assert!(versions.contains_key(case), "case {case} was acknowledged and is gone");
    }
}

/// A small disk in memory; unmounted when dropped.
struct Disk {
    path: std::path::PathBuf,
}

impl Disk {
    fn mount(path: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir(path).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size},mode=0700"), "tmpfs"]).arg(path).output();
        mounted.is_ok_and(|out| out.status.success()).then(|| Self { path: path.to_owned() })
    }

    /// Free bytes.
    fn free(&self) -> usize {
        let out = Command::new("df").args(["--output=avail", "-B1"]).arg(&self.path).output().unwrap();
        String::from_utf8_lossy(&out.stdout).lines().nth(1).unwrap().trim().parse().unwrap()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _still_used = Command::new("umount").arg("-l").arg(&self.path).status();
    }
}

#[test]
fn the_program_says_so_when_there_is_no_room_to_begin() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(&dir.path().join("disk"), "256k") else {
        return skip("no room to begin: only root may mount a small tmpfs");
    };
    let begun = linju().args(["init", "--county", "330122", "--data"]).arg(disk.path.join("data")).output().unwrap();
    assert_eq!(begun.status.code(), Some(1), "{}", String::from_utf8_lossy(&begun.stderr));
    assert!(!begun.stderr.is_empty());
}
