//! File bodies outside the database.

use crate::fixture::{OTHER, SUITE, TENANT, at};
use kernel::{
    crypto::{DataKey, Digest, Suite},
    id::{FileId, StreamId},
    moment::Moment,
    random::SeededRandom,
};
use std::{
    io::Read,
    time::{Duration, UNIX_EPOCH},
};
use store::files::{self, CHUNK, NewFile};
use testkit::Engine;

const FILE: FileId = FileId::new(77);

fn key() -> DataKey {
    DataKey::generate(&SeededRandom::new(1))
}

fn bytes(size: usize) -> Vec<u8> {
    (0..size).map(|n| u8::try_from((n * 31 + n / 251) % 256).unwrap()).collect()
}

fn put(engine: &Engine, file: FileId, plain: &[u8]) -> Digest {
    let stored = engine.files.put(&mut &plain[..], TENANT, file, &key(), SUITE, &SeededRandom::new(file.get().unsigned_abs())).unwrap();
    assert_eq!(stored.size, plain.len() as u64);
    stored.digest
}

fn row(engine: &Engine, file: FileId, subject: i64, digest: Digest) {
    let new = NewFile {
        file,
        stream: StreamId::new(10),
        subject,
        digest,
        size: 3,
        media_type: "image/jpeg".to_owned(),
        name: b"sealed".to_vec(),
        added_at: at(0),
    };
    engine.db.write_here(move |tx| Ok(files::add(tx, TENANT, &new)?)).unwrap();
}

#[test]
fn a_body_of_any_size_comes_back() {
    let engine = testkit::sqlite();
    for (number, size) in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5].into_iter().enumerate() {
        let file = FileId::new(i64::try_from(number).unwrap() + 1);
        let plain = bytes(size);
        let digest = put(&engine, file, &plain);
        assert!(engine.files.read(&digest, TENANT, file, &key()).unwrap() == plain, "{size} bytes");
        engine.files.verify_one(&digest, TENANT, file).unwrap();
        let on_disk = std::fs::read(engine.files.path(TENANT, &digest)).unwrap();
        assert!(size < 100 || on_disk[13..77] != plain[..64], "it is sealed");
    }
    let gm = engine.files.put(&mut &b"abc"[..], TENANT, FILE, &key(), Suite::Gm, &SeededRandom::new(4)).unwrap();
    assert_eq!(engine.files.read(&gm.digest, TENANT, FILE, &key()).unwrap(), b"abc");
}

#[test]
fn a_body_opens_only_at_its_own_place_with_its_own_key() {
    let engine = testkit::sqlite();
    let digest = put(&engine, FILE, b"abc");
    let other_key = DataKey::generate(&SeededRandom::new(2));
    assert!(engine.files.read(&digest, TENANT, FILE, &other_key).is_err());
    assert!(engine.files.read(&digest, TENANT, FileId::new(78), &key()).is_err());
    assert!(engine.files.read(&digest, OTHER, FILE, &key()).is_err());
}

#[test]
fn whatever_is_done_to_a_body_is_named() {
    let engine = testkit::sqlite();
    let digest = put(&engine, FILE, &bytes(2 * CHUNK + 5));
    let path = engine.files.path(TENANT, &digest);
    let whole = std::fs::read(&path).unwrap();
    let piece = CHUNK + 29;
    let mut flipped = whole.clone();
    flipped[piece + 1000] ^= 1;
    let swapped = [&whole[piece..2 * piece], &whole[..piece], &whole[2 * piece..]].concat();
    let doubled = [&whole[..piece], &whole[..]].concat();
    for (what, changed, named) in [
        ("a flipped bit", flipped, "file 77, piece 2"),
        ("its end cut off at a piece", whole[..2 * piece].to_vec(), "file 77, piece 2"),
        ("its end cut off anywhere", whole[..whole.len() - 1].to_vec(), "file 77, piece 3"),
        ("pieces swapped", swapped, "file 77, piece 1"),
        ("a piece doubled", doubled, "file 77, piece 2"),
        ("bytes added", [&whole[..], b"x"].concat(), "file 77, piece 3"),
        ("emptied", vec![], "file 77, piece 1"),
    ] {
        std::fs::write(&path, changed).unwrap();
        let said = engine.files.read(&digest, TENANT, FILE, &key()).unwrap_err().to_string();
        assert!(said.contains(named), "{what}: {said}");
        let said = engine.files.verify_one(&digest, TENANT, FILE).unwrap_err().to_string();
        assert!(said.contains("file 77"), "{what}: {said}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(engine.files.verify_one(&digest, TENANT, FILE).unwrap_err().to_string().contains("file 77"));
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    struct Broken(usize);
    impl Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or_else(|| std::io::Error::other("the line broke"))?;
            Ok(out.len().min(1 << 16))
        }
    }
    let engine = testkit::sqlite();
    assert!(engine.files.put(&mut Broken(65), TENANT, FILE, &key(), SUITE, &SeededRandom::new(1)).is_err());
    assert_eq!(std::fs::read_dir(engine.files_folder().join("new")).unwrap().count(), 0);
    assert!(!engine.files_folder().join("1").exists());
}

#[test]
fn an_orphan_is_swept_after_an_hour_and_a_named_body_is_not() {
    for engine in testkit::engines() {
        let (named, orphan) = (put(&engine, FILE, b"named"), put(&engine, FileId::new(78), b"orphan"));
        row(&engine, FILE, 1, named);
        let left_over = engine.files_folder().join("new/died");
        std::fs::write(&left_over, b"half").unwrap();
        let written = UNIX_EPOCH + Duration::from_secs(1_757_000_000);
        for path in [engine.files.path(TENANT, &named), engine.files.path(TENANT, &orphan), left_over.clone()] {
            std::fs::File::options().write(true).open(path).unwrap().set_modified(written).unwrap();
        }
        let sweep = |now: Moment| {
            let files = engine.files.clone();
            engine.db.read_here(move |tx| Ok(files.sweep(tx, TENANT, now)?)).unwrap()
        };
        assert_eq!(sweep(at(59 * 60_000)), 0, "{}", engine.name);
        assert_eq!(sweep(at(60 * 60_000)), 2);
        assert!(engine.files.path(TENANT, &named).exists() && !engine.files.path(TENANT, &orphan).exists() && !left_over.exists());
        let missed = engine.db.write_here(|tx| Ok(files::erase(tx, TENANT, StreamId::new(10), 1, at(5))?)).unwrap();
        assert_eq!(missed, [named]);
        assert_eq!(sweep(at(60 * 60_000)), 1, "an erased body whose removal was missed is swept");
    }
}

#[test]
fn an_erased_file_keeps_its_row_and_loses_its_name_and_body() {
    for engine in testkit::engines() {
        let (hers, his) = (put(&engine, FILE, b"hers"), put(&engine, FileId::new(78), b"his"));
        row(&engine, FILE, 1, hers);
        row(&engine, FileId::new(78), 2, his);
        let named = engine.db.write_here(|tx| Ok(files::name_in(tx, TENANT, StreamId::new(10), FILE, 3)?)).unwrap();
        let again = engine.db.write_here(|tx| Ok(files::name_in(tx, TENANT, StreamId::new(10), FILE, 4)?)).unwrap();
        assert_eq!((named, again), (true, false), "{}", engine.name);
        for digest in engine.db.write_here(|tx| Ok(files::erase(tx, TENANT, StreamId::new(10), 1, at(5))?)).unwrap() {
            engine.files.remove(TENANT, &digest).unwrap();
            engine.files.remove(TENANT, &digest).unwrap();
        }
        let rows = engine.db.read_here(|tx| Ok(files::of_case(tx, TENANT, StreamId::new(10))?)).unwrap();
        assert_eq!((rows[0].erased_at, rows[0].name.len(), rows[0].named_in), (Some(at(5)), 0, Some(3)));
        assert!(!engine.files.path(TENANT, &hers).exists());
        assert_eq!(rows[1].erased_at, None);
        assert_eq!(engine.files.read(&rows[1].digest().unwrap(), TENANT, FileId::new(78), &key()).unwrap(), b"his");
    }
}

#[test]
fn a_file_of_a_form_that_was_never_sent_is_forgotten() {
    for engine in testkit::engines() {
        row(&engine, FILE, 1, put(&engine, FILE, b"a"));
        row(&engine, FileId::new(78), 1, put(&engine, FileId::new(78), b"b"));
        engine.db.write_here(|tx| Ok(files::name_in(tx, TENANT, StreamId::new(10), FILE, 1)?)).unwrap();
        let forgotten = engine.db.write_here(|tx| Ok(files::forget_unnamed(tx, TENANT, at(1))?)).unwrap();
        let left = engine.db.read_here(|tx| Ok((files::get(tx, TENANT, FILE)?, files::get(tx, TENANT, FileId::new(78))?))).unwrap();
        assert!(forgotten == 1 && left.0.is_some() && left.1.is_none(), "{}", engine.name);
    }
}
