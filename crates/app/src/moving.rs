//! `linju move`: a county leaves its file for a server, or a server for a file, or a folder for another.
//!
//! | from | `--to` | what happens |
//! |---|---|---|
//! | file | `postgres://…` | rows go to the server; files, key and configuration stay in the folder |
//! | server | `postgres://…` | rows go to the other server |
//! | server | the data folder itself | rows come back into `linju.db` |
//! | either | a new folder | rows into its `linju.db`; files, key, configuration and what else belongs to it are copied |
//!
//! Nobody works meanwhile: the folder and the server's database are held alone. The ledger is verified on both sides, and each
//! table is compared by digest ([`store::moving`]). Then the old rows are marked as gone, in one commit, and from there on no
//! program opens them; the new ones are let free after that. Cut at any moment, the same command begins anew, or finishes.
//! Nothing is removed: the old file is called `linju.db.moved`, the old server keeps its rows.

use crate::{
    command_line::{Move, Place},
    config, erasures,
    installation::{self, Installation},
    lock::Lock,
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use casework::{House, verify};
use kernel::{
    SystemRandom,
    crypto::{Digest, Hasher, Suite},
};
use serde::Serialize;
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};
use store::{
    Db, Options, Target,
    backup::TableEntry,
    files::FileStore,
    hold::{Hold, Kind},
    moving::{self, Mark},
    without_password,
};

/// What a new folder gets besides rows, bodies, configuration and what the configuration names. Secrets of gateways lie in
/// `keys` beside the key.
const ALONG: [&str; 3] = ["keys", "tls", "fonts"];

/// What was done.
#[derive(Debug, Serialize)]
struct Report {
    from: String,
    to: String,
    /// Whether only the end of an earlier, interrupted move was left to do.
    finished: bool,
    matters: u64,
    events: u64,
    rows: u64,
    files: u64,
    /// Over the digests of all tables: the same for the same rows on any engine.
    digest: Option<Digest>,
    tables: Vec<TableEntry>,
    seconds: f64,
    /// What is left to do by hand.
    left: Option<String>,
}

/// Where the rows shall be.
struct There {
    /// The folder that the rows will belong to.
    folder: PathBuf,
    /// Whether it is another folder than now.
    is_new_folder: bool,
    /// The server's address; `None` for a file in the folder.
    server: Option<String>,
    /// As it is shown.
    shown: String,
}

impl There {
    fn read(to: &str, here: &Installation) -> Result<Self, Oops> {
        let is_server = to.starts_with("postgres://") || to.starts_with("postgresql://") || to.contains("dbname=");
        if is_server {
            return Ok(Self { folder: here.folder.clone(), is_new_folder: false, server: Some(to.to_owned()), shown: without_password(to) });
        }
        let folder = PathBuf::from(to);
        let is_same = fs::canonicalize(&folder).ok().is_some_and(|there| fs::canonicalize(&here.folder).ok().as_ref() == Some(&there));
        let shown = std::path::absolute(&folder).map_err(at(&folder))?.display().to_string();
        Ok(Self { folder: if is_same { here.folder.clone() } else { folder }, is_new_folder: !is_same, server: None, shown })
    }

    /// The file while rows come into it.
    fn coming(&self) -> PathBuf {
        self.folder.join("linju.db.moving")
    }

    fn file(&self) -> PathBuf {
        self.folder.join("linju.db")
    }

    fn target(&self) -> Target {
        self.server.clone().map_or_else(|| Target::File(self.coming()), Target::Server)
    }

    /// That nothing is there that we did not put there. Makes nothing.
    fn refuse_filled(&self) -> Result<(), Oops> {
        if self.server.is_some() {
            return Ok(());
        }
        if self.file().exists() {
            return Err(Oops::wrong(format!("{} is there already: rows are moved into an empty place", self.file().display())));
        }
        if self.is_new_folder && !installation::is_half_moved(&self.folder) {
            installation::refuse_filled(&self.folder)
                .map_err(|_| Oops::wrong(format!("{} is not empty: choose a new folder", self.folder.display())))?;
        }
        Ok(())
    }

    /// The open database, empty and marked. A file begins anew.
    fn open_empty(&self) -> Result<Db, Oops> {
        if self.server.is_none() {
            remove_file(&self.coming())?;
        }
        let db = Db::open(&self.target(), &Options::default())?;
        moving::begin(&db)?;
        Ok(db)
    }

    /// The rows that arrived, under whichever name they have by now; `None` when there is no such file.
    fn arrived(&self) -> Option<Target> {
        match &self.server {
            Some(address) => Some(Target::Server(address.clone())),
            None => [self.coming(), self.file()].into_iter().find(|path| path.exists()).map(Target::File),
        }
    }

    /// Makes the folder, when it is another, and copies what belongs to it. Until the move is at its end a mark in it keeps
    /// everybody else out, and from the first moment on its configuration names no other place of the rows than the folder.
    fn furnish(&self, here: &Installation) -> Result<u64, Oops> {
        if !self.is_new_folder {
            return Ok(0);
        }
        installation::make_folder(&self.folder)?;
        let mark = self.folder.join(installation::HALF_MOVED);
        fs::write(&mark, "").and_then(|()| fs::File::open(&mark)?.sync_all()).map_err(at(&mark))?;
        config::copy(&here.folder, &self.folder)?;
        for name in ALONG {
            copy_folder(&here.folder.join(name), &self.folder.join(name))?;
        }
        for name in here.config.own_files() {
            copy_file(&here.folder.join(name), &self.folder.join(name))?;
        }
        let list = erasures::path(&here.folder);
        if list.exists() {
            let copy = erasures::path(&self.folder);
            fs::copy(&list, &copy).map_err(at(&copy))?;
        }
        let (bodies, _) = FileStore::new(&self.folder.join("files"))?.take_all(&FileStore::new(&here.folder.join("files"))?, &SystemRandom)?;
        Ok(bodies)
    }

    /// Lets the rows free: marks go, the file gets its name, the configuration says where they are. What cannot be written
    /// there is left to do by hand.
    fn let_free(&self, db: Db) -> Result<Option<String>, Oops> {
        moving::set_mark(&db, None)?;
        close(db);
        if self.server.is_none() && self.coming().exists() {
            rename_file(&self.coming(), &self.file())?;
        }
        let mut left = None;
        match &self.server {
            Some(address) if without_password(address) != *address => {
                left = Some(format!(
                    "the address has a password and is not written into {}: give it with LINJU_DATABASE (as a systemd EnvironmentFile, mode 600)",
                    config::NAME
                ));
            }
            wanted => {
                if let Err(oops) = config::set_database(&self.folder, wanted.as_deref()) {
                    left = Some(oops.text().to_owned());
                }
            }
        }
        if self.is_new_folder {
            remove_file(&self.folder.join(installation::HALF_MOVED))?;
        }
        Ok(left)
    }
}

/// `linju move`.
///
/// # Errors
/// That somebody works here or there; a place that is not empty; a ledger that is not whole; what the engines say.
pub fn run(place: &Place, wanted: &Move, say: &Say) -> Result<(), Oops> {
    let began = Instant::now();
    let here = Installation::find(place)?;
    let there = There::read(&wanted.to, &here)?;
    if there.folder == here.folder && there.server.is_none() && !here.is_server() {
        return Err(Oops::usage("the rows are in this folder already"));
    }
    let lock = here.lock_alone()?;
    let hold_there = there.server.clone().map_or(Ok(None), |address| Hold::take(&Target::Server(address), Kind::Alone))?;
    let mut report = Report {
        from: shown(here.target()),
        to: there.shown.clone(),
        finished: false,
        matters: 0,
        events: 0,
        rows: 0,
        files: 0,
        digest: None,
        tables: vec![],
        seconds: 0.0,
        left: None,
    };
    if is_left_to_finish(&here, &there)? {
        report.finished = true;
        let arrived = there.arrived().unwrap_or_else(|| there.target());
        report.left = there.let_free(Db::open(&arrived, &Options::default())?)?;
        set_aside(&here)?;
    } else {
        carry_over(&here, &there, &Alone { here: &lock, there: hold_there.as_ref() }, &mut report, say)?;
    }
    report.seconds = began.elapsed().as_secs_f64();
    say.answer(&report, || text(&report, &there));
    Ok(())
}

/// Whether the old rows were given up to this place, and only the last steps are missing. The old side says so itself, under
/// whichever name it has by now; the new side may have been let free already, without the folder knowing it yet.
fn is_left_to_finish(here: &Installation, there: &There) -> Result<bool, Oops> {
    let once = || Options { connections: 1, ..Options::default() };
    let old = match here.target() {
        Target::File(path) if !path.exists() => Target::File(installation::moved_away(path)),
        target => target.clone(),
    };
    if matches!(&old, Target::File(path) if !path.exists()) {
        return Ok(false);
    }
    if moving::mark_of(&Db::open(&old, &once())?)? != Some(Mark::Gone(there.shown.clone())) {
        return Ok(false);
    }
    let Some(arrived) = there.arrived() else { return Ok(false) };
    Ok(matches!(moving::mark_of(&Db::open(&arrived, &once())?)?, None | Some(Mark::Ready)))
}

/// Both sides, for ourselves.
struct Alone<'a> {
    here: &'a Lock,
    there: Option<&'a Hold>,
}

impl Alone<'_> {
    /// That nobody else can have worked on either side since the rows were read.
    fn expect_unbroken(&self) -> Result<(), Oops> {
        if self.here.is_unbroken() && self.there.is_none_or(Hold::is_unbroken) {
            return Ok(());
        }
        Err(Oops::wrong(
            "the connection that held a database was cut meanwhile, and somebody may have worked there: nothing was switched over; run the same command again",
        ))
    }
}

fn carry_over(here: &Installation, there: &There, alone: &Alone<'_>, report: &mut Report, say: &Say) -> Result<(), Oops> {
    let house = here.open(Arc::new(RunningClock::machine()), alone.here)?;
    // Nothing is made anywhere before we know that it is wanted there and that what would come is whole.
    there.refuse_filled()?;
    say.progress("verifying the old side …");
    expect_whole(&house, "the old side", None)?;
    report.files = there.furnish(here)?;
    let db = there.open_empty()?;
    let suite: Suite = house.vault().suite();
    let told = |name: &str, rows: u64| eprintln!("{name}: {rows} rows");
    report.tables = moving::copy(house.db(), &db, suite, &told)?;
    report.rows = report.tables.iter().map(|table| table.rows).sum();
    report.digest = Some(digest(suite, &report.tables));
    let place = Place { data: Some(there.folder.clone()), database: there.server.clone() };
    let new = Installation::find_half_moved(&place)?.house(db.clone(), Arc::new(RunningClock::machine()))?;
    say.progress("verifying the new side …");
    expect_whole(&new, "the new side", Some(report))?;
    erasures::keep(&there.folder, &db)?;
    drop(new);
    moving::set_mark(&db, Some(Mark::Ready))?;
    alone.expect_unbroken()?;
    // From this commit on nobody opens the old rows.
    moving::set_mark(house.db(), Some(Mark::Gone(there.shown.clone())))?;
    let old = house.db().clone();
    drop(house);
    close(old);
    set_aside(here)?;
    report.left = there.let_free(db)?;
    Ok(())
}

fn expect_whole(house: &House, side: &str, report: Option<&mut Report>) -> Result<(), Oops> {
    let (mut matters, mut events) = (0, 0);
    for county in installation::counties(house)? {
        let found = verify::verify(house, county.tenant)?;
        if !found.wrong.is_empty() {
            return Err(Oops::wrong(format!("{side} is NOT whole, nothing was switched over:\n  {}", found.wrong.join("\n  "))));
        }
        matters += found.matters;
        events += found.events;
    }
    if let Some(report) = report {
        (report.matters, report.events) = (matters, events);
    }
    Ok(())
}

fn digest(suite: Suite, tables: &[TableEntry]) -> Digest {
    let mut hasher = Hasher::new(suite);
    for table in tables {
        hasher.field(table.name.as_bytes()).field(table.digest.as_bytes());
    }
    hasher.finish()
}

/// The old file gets the name of what was moved away; of a server nothing more is to be done.
fn set_aside(here: &Installation) -> Result<(), Oops> {
    let Target::File(path) = here.target() else { return Ok(()) };
    if !path.exists() {
        return Ok(());
    }
    let aside = installation::moved_away(path);
    if aside.exists() {
        // What was moved away an earlier time.
        let older = (2..).map(|nth| with_end(&aside, &format!(".{nth}"))).find(|older| !older.exists());
        older.map_or(Ok(()), |older| rename_file(&aside, &older))?;
    }
    rename_file(path, &aside)
}

/// Lets go of a database; a file's log is brought into it by the last who closes.
fn close(db: Db) {
    let log = db.file().map(|path| with_end(path, "-wal"));
    drop(db);
    let Some(log) = log else { return };
    for _ in 0..200 {
        if !log.exists() {
            return;
        }
        pause();
    }
}

#[expect(clippy::disallowed_methods, reason = "the threads of a database end a moment after its last handle")]
fn pause() {
    std::thread::sleep(std::time::Duration::from_millis(10));
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// A SQLite file with what lies beside it.
fn rename_file(from: &Path, to: &Path) -> Result<(), Oops> {
    for end in ["-wal", "-shm", ""] {
        let (from, to) = (with_end(from, end), with_end(to, end));
        if from.exists() {
            fs::rename(&from, &to).map_err(at(&from))?;
        }
    }
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|open| open.sync_all()).map_err(at(folder))
}

fn remove_file(path: &Path) -> Result<(), Oops> {
    for end in ["", "-wal", "-shm"] {
        let path = with_end(path, end);
        if path.exists() {
            fs::remove_file(&path).map_err(at(&path))?;
        }
    }
    Ok(())
}

/// A small folder with its modes; what is not there is not copied.
fn copy_folder(from: &Path, to: &Path) -> Result<(), Oops> {
    if !from.is_dir() {
        return Ok(());
    }
    installation::make_folder(to)?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let path = entry.map_err(at(from))?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            copy_file(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// A small file with its mode; what is not there is not copied. Its name is there only when all of it is.
fn copy_file(from: &Path, to: &Path) -> Result<(), Oops> {
    if !from.is_file() {
        return Ok(());
    }
    let beside = with_end(to, ".moving");
    if let Some(folder) = to.parent() {
        installation::make_folder(folder)?;
    }
    fs::copy(from, &beside).and_then(|_| fs::File::open(&beside)?.sync_all()).map_err(at(from))?;
    fs::rename(&beside, to).map_err(at(to))
}

fn shown(target: &Target) -> String {
    match target {
        Target::File(path) => path.display().to_string(),
        Target::Server(address) => without_password(address),
    }
}

fn text(report: &Report, there: &There) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = if report.finished {
        writeln!(text, "the move to {} was whole already; it is finished", report.to)
    } else {
        writeln!(
            text,
            "{} rows of {} tables went from {} to {} in {:.1} s; {} matters, {} events, whole on both sides",
            report.rows,
            report.tables.len(),
            report.from,
            report.to,
            report.seconds,
            report.matters,
            report.events
        )
    };
    if let Some(digest) = report.digest {
        let _ = writeln!(text, "digest {digest}");
    }
    if report.files > 0 {
        let _ = writeln!(text, "{} files were copied", report.files);
    }
    let _ = writeln!(
        text,
        "the old rows are kept and marked: no linju opens them. Everybody signs in again. Now: linju serve --data {}",
        there.folder.display()
    );
    if let Some(left) = &report.left {
        let _ = writeln!(text, "to do by hand: {left}");
    }
    text
}
