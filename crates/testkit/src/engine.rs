//! A migrated, empty database of each engine.

use crate::cluster;
use kernel::random::Random as _;
use kernel::random::SystemRandom;
use std::path::{Path, PathBuf};
use store::{Db, Options, Target, files::FileStore, migrate};
use tempfile::TempDir;

/// A database for one test; gone when dropped.
pub struct Engine {
    /// `"sqlite"` or `"postgresql"`: for messages of failed tests.
    pub name: &'static str,
    /// The database: migrated, and empty.
    pub db: Db,
    /// An empty folder of file bodies.
    pub files: FileStore,
    target: Target,
    // Dropped last: the folder, and the database of the cluster.
    folder: TempDir,
    _cloned: Option<cluster::Cloned>,
}

impl Engine {
    /// A path inside this test's own folder; nothing is there yet.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where this test's file bodies lie.
    #[must_use]
    pub fn files_folder(&self) -> PathBuf {
        self.path("files")
    }

    /// The address of the database: to open it once more.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// The address of the database on its server.
    ///
    /// # Panics
    /// For a file.
    #[must_use]
    pub fn address(&self) -> String {
        self.target.address().unwrap().clone()
    }

    /// Closes the database and gives its folder, to look at the bytes that stay on the disk. Whoever else holds a handle has
    /// to let go of it before.
    #[must_use]
    pub fn closed(self) -> TempDir {
        let Self { db, folder, .. } = self;
        drop(db);
        // The threads of the pool end a moment later; the last to close brings the log into the file and removes it.
        let log = folder.path().join("linju.db-wal");
        for _ in 0..500 {
            if !log.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert!(!log.exists(), "somebody holds the database open");
        folder
    }

    /// Another empty database of the same engine.
    #[must_use]
    pub fn another(&self) -> Self {
        match self.target {
            Target::File(_) => sqlite(),
            Target::Server(_) => postgres().unwrap(),
        }
    }
}

/// A database of each engine: `SQLite`, and `PostgreSQL` where it is installed.
///
/// Without `PostgreSQL` or the locale `zh_CN.UTF-8` it says `SKIPPED: …` and gives `SQLite` alone; with
/// `LINJU_TESTS_MUST_RUN=1` it fails.
#[must_use]
pub fn engines() -> Vec<Engine> {
    std::iter::once(sqlite()).chain(postgres()).collect()
}

/// A `SQLite` file in a folder of its own.
#[must_use]
pub fn sqlite() -> Engine {
    sqlite_with(&Options::default())
}

/// As [`sqlite`], opened in a given way.
#[must_use]
pub fn sqlite_with(options: &Options) -> Engine {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::File(folder.path().join("linju.db"));
    let db = Db::open(&target, options).unwrap();
    migrate::run(&db).unwrap();
    Engine { name: "sqlite", db, files: files_in(folder.path()), target, folder, _cloned: None }
}

/// A database of its own in the throw-away cluster, cloned from a migrated one.
#[must_use]
pub fn postgres() -> Option<Engine> {
    let cloned = cluster::running()?.clone_template(&format!("test_{:016x}", SystemRandom.u64()));
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Server(cloned.address());
    let db = Db::open(&target, &Options { connections: 4, ..Options::default() }).unwrap();
    Some(Engine { name: "postgresql", db, files: files_in(folder.path()), target, folder, _cloned: Some(cloned) })
}

fn files_in(folder: &Path) -> FileStore {
    FileStore::new(&folder.join("files")).unwrap()
}
