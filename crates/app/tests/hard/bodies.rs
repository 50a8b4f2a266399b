//! Gigabytes of scans are copied while people work: the copy is whole, the pages answer, and memory does not grow with them.
//!
//! A two-hundredth of the full size in every run (a debug build seals slowly); with `LINJU_SOAK=1` ten gigabytes, or as many as `LINJU_SOAK_GB` says. Needs
//! twice as much room, in `LINJU_SOAK_DIR` or the machine's folder for temporary files.

use crate::serving::{Browser, Folder, Serving, is_soak, skip};
use kernel::{
    Clock as _, FileId, Random as _, StreamId, SystemClock, SystemRandom,
    crypto::{DataKey, Suite},
};
use std::{
    io::Read,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};
use store::files::{self, FileStore, NewFile};

const MIB: u64 = 1 << 20;
/// As large as a long scan may be.
const BODY: u64 = 16 * MIB;
/// The serving process, in MiB, whatever lies beside it. A debug build takes its share.
const MOST_MEMORY: u64 = 300;
/// More than this, in MiB, beside what the same command takes of the county without its bodies, and something holds bodies in
/// memory: there are three at least, of 16 MiB each.
const MOST_GROWTH: u64 = 24;
/// A page that takes longer than this while gigabytes are copied is one that people notice.
const LONGEST_PAGE: Duration = Duration::from_secs(5);

/// Bytes that do not repeat: sealed ones do not either.
struct Noise(u64);

impl Read for Noise {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        for piece in out.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            let bytes = self.0.to_le_bytes();
            piece.copy_from_slice(&bytes[..piece.len()]);
        }
        Ok(out.len())
    }
}

/// Puts bodies beside the county, as forms that are being filled in have them: sealed, with a row, named by no act yet.
fn fill(folder: &Folder, bytes: u64) -> u64 {
    let db = folder.open(true);
    let files = FileStore::new(&folder.path.join("files")).unwrap();
    let (tenant, now) = (crate::serving::TENANT, SystemClock.now());
    let stream = *folder.versions().keys().min().unwrap();
    let many = bytes / BODY;
    for nth in 0..many {
        let (file, key) = (FileId::new(i64::try_from(nth).unwrap() + 1), DataKey::generate(&SystemRandom));
        let mut reader = Noise(SystemRandom.u64() | 1).take(BODY);
        let stored = files.put(&mut reader, tenant, file, &key, Suite::Gm, &SystemRandom).unwrap();
        let new = new_file(file, stream, stored, now);
        db.write_here(move |tx| Ok(files::add(tx, tenant, &new)?)).unwrap();
    }
    many
}

fn new_file(file: FileId, stream: StreamId, stored: files::Stored, added_at: kernel::Moment) -> NewFile {
    NewFile { file, stream, subject: 1, digest: stored.digest, size: stored.size, media_type: "application/pdf".to_owned(), name: vec![], added_at }
}

/// The most memory that a process has held so far, in MiB, without the pages of files that it has mapped when it runs still.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kib = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    Some(kib("VmHWM:")?.max(kib("RssAnon:")?) / 1024)
}

/// What pages took while something went on.
#[derive(Default)]
struct Pages {
    took: Vec<Duration>,
}

impl Pages {
    fn quantile(&mut self, percent: usize) -> f64 {
        self.took.sort_unstable();
        let at = (self.took.len() * percent / 100).min(self.took.len().saturating_sub(1));
        self.took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

/// A clerk at work until `over`: her day, and a new matter, twenty times a second at most.
fn work(folder: &Folder, serving: &Serving, over: &AtomicBool) -> Pages {
    let (mut browser, mut pages, officer): (Browser, _, _) = (serving.browser(), Pages::default(), &folder.officers[0]);
    for nth in 0.. {
        let began = Instant::now();
        let day = browser.get("/desk/day", &officer.cookie).unwrap();
        let made = browser.register(officer, &folder.form_key(officer), &format!("屋后水沟堵了 {nth}")).unwrap();
        pages.took.push(began.elapsed() / 2);
        assert_eq!((day.status, made.status), (200, 303), "{}", made.body);
        if over.load(Ordering::SeqCst) {
            return pages;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    pages
}

#[test]
fn gigabytes_of_scans_are_copied_while_people_work_and_memory_stays_small() {
    let gigabytes = std::env::var("LINJU_SOAK_GB").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(10.0);
    let bytes = if is_soak() { (gigabytes * 1024.0) as u64 * MIB } else { 48 * MIB };
    let dir = std::env::var("LINJU_SOAK_DIR").map_or_else(|_| tempfile::tempdir(), tempfile::tempdir_in).unwrap();
    let folder = Folder::filled(&dir.path().join("data"));
    // What copying and putting back take when there is hardly a body.
    let small = dir.path().join("small");
    let backup_alone = peak_of(&mut folder.command(&["backup", small.to_str().unwrap()]));
    let drill_alone = peak_of(&mut folder.command(&["restore", small.to_str().unwrap(), "--drill"]));
    let began = Instant::now();
    let many = fill(&folder, bytes);
    println!("{many} bodies, {} MiB sealed in {:.1} s", many * BODY / MIB, began.elapsed().as_secs_f64());
    let serving = Serving::start(&folder.path);
    let before = quiet(&folder, &serving);
    let backup = dir.path().join("backup");
    let (seconds, peak, pages) = beside(&folder, &serving, &["backup", backup.to_str().unwrap()]);
    let served = memory(serving.process()).unwrap();
    tell("backup", bytes, seconds, peak, served, before, pages);
    serving.stop();
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(backup.join("manifest.json")).unwrap()).unwrap();
    assert!(manifest["files"] == many && manifest["file_bytes"].as_u64().unwrap() >= many * BODY, "{}", manifest["files"]);
    assert!(peak < backup_alone + MOST_GROWTH, "{peak} MiB to copy, and {backup_alone} MiB without bodies");
    assert!(served < MOST_MEMORY, "{served} MiB to serve");

    // And back: the drill puts all of it into a folder beside, verifies it, and takes it away again.
    if has_room(dir.path(), bytes) {
        let serving = Serving::start(&folder.path);
        let before = quiet(&folder, &serving);
        let (seconds, peak, pages) = beside(&folder, &serving, &["restore", backup.to_str().unwrap(), "--drill"]);
        tell("drill", bytes, seconds, peak, memory(serving.process()).unwrap(), before, pages);
        serving.stop();
        assert!(peak < drill_alone + MOST_GROWTH, "{peak} MiB to put it back, and {drill_alone} MiB without bodies");
    } else {
        skip("there is not enough room for a third copy, so that none is put back: LINJU_SOAK_DIR names a larger folder");
    }
}

/// Half of the pages of a second in which nothing else goes on took less than this, in milliseconds, and 95 of a hundred.
fn quiet(folder: &Folder, serving: &Serving) -> (f64, f64) {
    let over = AtomicBool::new(false);
    let mut pages = std::thread::scope(|scope| {
        let working = scope.spawn(|| work(folder, serving, &over));
        std::thread::sleep(Duration::from_secs(2));
        over.store(true, Ordering::SeqCst);
        working.join().unwrap()
    });
    (pages.quantile(50), pages.quantile(95))
}

/// Runs a command to its end; the most memory that it held, in MiB.
fn peak_of(command: &mut Command) -> u64 {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let (status, peak) = watched(&mut child);
    assert!(status.success(), "{command:?}");
    peak
}

fn watched(child: &mut Child) -> (ExitStatus, u64) {
    let (process, mut peak) = (child.id(), 0);
    loop {
        peak = peak.max(memory(process).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            return (status, peak);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Runs a command while a clerk works; its seconds, its most memory, and what pages took.
fn beside(folder: &Folder, serving: &Serving, command: &[&str]) -> (f64, u64, Pages) {
    let over = AtomicBool::new(false);
    let began = Instant::now();
    let mut child = folder.command(command).stdout(Stdio::null()).spawn().unwrap();
    let (peak, mut pages) = std::thread::scope(|scope| {
        let working = scope.spawn(|| work(folder, serving, &over));
        let (ended, peak) = watched(&mut child);
        over.store(true, Ordering::SeqCst);
        assert!(ended.success(), "{command:?}");
        (peak, working.join().unwrap())
    });
    let longest = pages.took.iter().max().copied().unwrap_or_default();
    assert!(longest < LONGEST_PAGE, "a page took {longest:?}");
    pages.took.sort_unstable();
    (began.elapsed().as_secs_f64(), peak, pages)
}

fn tell(what: &str, bytes: u64, seconds: f64, peak: u64, served: u64, before: (f64, f64), mut pages: Pages) {
    println!(
        "{what}: {} MiB in {seconds:.1} s, {:.0} MiB/s; most memory {peak} MiB, of the serving process {served} MiB; pages p50 {:.1} → {:.1} ms, p95 {:.1} → {:.1} ms, longest {:.0} ms, {} of them",
        bytes / MIB,
        (bytes / MIB) as f64 / seconds,
        before.0,
        pages.quantile(50),
        before.1,
        pages.quantile(95),
        pages.quantile(100),
        pages.took.len() * 2
    );
}

/// Whether so many bytes and five gigabytes more are free.
fn has_room(folder: &Path, bytes: u64) -> bool {
    let out = std::process::Command::new("df").args(["--output=avail", "-B1"]).arg(folder).output().unwrap();
    let free: u64 = String::from_utf8_lossy(&out.stdout).lines().nth(1).unwrap().trim().parse().unwrap();
    free > bytes + 5 * 1024 * MIB
}
