//! A data folder.
//!
//! ```text
//! linju-data/
//!   linju.toml               how it is reached, which ciphers
//!   linju.db                 the rows (not there when they are on a PostgreSQL server)
//!   files/                   bodies of scans and photos, sealed
//!   keys/installation.key    to be copied apart, and kept from everybody else
//!   keys/…                   secrets of what carries messages; in no backup
//!   tls/                     certificate, key, and the office's own authority, when it has one; in no backup
//!   erasures.jsonl           who was erased: kept longer than any backup
//!   linju.lock linju.sock    of the process that writes
//! ```

use crate::{
    command_line::Place,
    config::{self, Config},
    key,
    lock::{self, Lock},
    oops::{Oops, at},
};
use casework::{
    House, Parts, Vault, audit,
    organ::{self, Tenant},
    verify,
};
use kernel::{Clock, SystemRandom, TenantId, calendar::Calendar, crypto::Suite};
use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{
    Db, Options, Target, args,
    files::FileStore,
    hold::{Hold, Kind},
    row, select,
};

/// Where the data are when nothing else is said.
const USUAL: &str = "linju-data";
/// There while `linju move` fills a new folder.
pub const HALF_MOVED: &str = "move-unfinished";

/// A data folder that was found.
pub struct Installation {
    /// The folder.
    pub folder: PathBuf,
    /// What its `linju.toml` says.
    pub config: Config,
    target: Target,
}

row! {
    struct FirstRecord { payload: String }
}
row! {
    struct TenantSuite { tenant: TenantId, suite: i64 }
}

impl Installation {
    /// Finds the folder and reads its configuration.
    ///
    /// # Errors
    /// Says what to do when there is none, or when only half of it has arrived.
    pub fn find(place: &Place) -> Result<Self, Oops> {
        let folder = folder(place);
        if is_half_moved(&folder) {
            return Err(Oops::wrong(format!(
                "{} is half moved ({HALF_MOVED} lies in it): run the same `linju move` from the old folder again, it begins anew or finishes",
                folder.display()
            )));
        }
        Self::find_half_moved(place)
    }

    /// As [`Installation::find`], for the move itself, while only half of it has arrived.
    ///
    /// # Errors
    /// As [`Installation::find`].
    pub fn find_half_moved(place: &Place) -> Result<Self, Oops> {
        let folder = folder(place);
        let config = config::read(&folder)?;
        let address = place.database.clone().or_else(|| config.database.url.clone());
        let target = address.map_or_else(|| Target::File(folder.join("linju.db")), Target::Server);
        Ok(Self { folder, config, target })
    }

    /// Makes a new folder with configuration and key; it must not be there, or be empty, as must the server's database.
    ///
    /// # Errors
    /// That one of them is not empty; what the engine or the system says.
    pub fn make(place: &Place, suite: Suite) -> Result<Self, Oops> {
        let folder = folder(place);
        refuse_filled(&folder)?;
        if let Some(address) = &place.database {
            refuse_filled_server(address)?;
        }
        make_folder(&folder)?;
        config::write(&folder, suite)?;
        key::make(&folder, &SystemRandom)?;
        Self::find(place)
    }

    /// Whether the rows are on a server, which many may write at once.
    #[must_use]
    pub const fn is_server(&self) -> bool {
        matches!(self.target, Target::Server(_))
    }

    /// Where the rows are.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Opens the installation for writing, tables brought up to date; holds the folder until the lock is dropped.
    ///
    /// # Errors
    /// That there is no database; a wrong key; what the engine says.
    pub fn open(&self, clock: Arc<dyn Clock>, _lock: &Lock) -> Result<House, Oops> {
        self.refuse_missing()?;
        self.open_new(clock)
    }

    /// As [`Installation::open`], where the rows may have many writers and no lock is asked for.
    ///
    /// # Errors
    /// As [`Installation::open`].
    pub fn open_on_server(&self, clock: Arc<dyn Clock>) -> Result<House, Oops> {
        self.open_new(clock)
    }

    /// Opens the installation for writing, making its tables when there are none.
    ///
    /// # Errors
    /// As [`Installation::open`].
    pub fn open_new(&self, clock: Arc<dyn Clock>) -> Result<House, Oops> {
        let db = Db::open(&self.target, &Options::default())?;
        store::migrate::run(&db)?;
        let house = self.house(db, clock)?;
        for county in counties(&house)? {
            take_in(&house, county.tenant)?;
        }
        Ok(house)
    }

    /// Opens the installation for reading, beside whoever writes.
    ///
    /// # Errors
    /// That there is no database, or one of another version; a wrong key; what the engine says.
    pub fn open_to_read(&self, clock: Arc<dyn Clock>) -> Result<House, Oops> {
        self.refuse_missing()?;
        let db = Db::open(&self.target, &Options { writing: false, readers: 2, connections: 2, max_pages: None })?;
        db.read_here(|tx| Ok(store::migrate::expect_current(tx)?))?;
        self.house(db, clock)
    }

    /// The house over a database that is open already, whatever mark it carries.
    ///
    /// # Errors
    /// A missing or wrong key; what the engine says.
    pub fn house(&self, db: Db, clock: Arc<dyn Clock>) -> Result<House, Oops> {
        let master = key::read(&self.folder, self.config.suite)?;
        self.check_key(&db, &key::fingerprint(&master))?;
        Ok(House::new(Parts {
            db,
            vault: Vault::new(master),
            files: FileStore::new(&self.folder.join("files"))?,
            clock,
            random: Arc::new(SystemRandom),
            calendar: Calendar::bundled().clone(),
        }))
    }

    /// Compares the key with what each county was begun with.
    fn check_key(&self, db: &Db, fingerprint: &str) -> Result<(), Oops> {
        let begun = db.read_here(|tx| {
            let mut begun = vec![];
            for county in tx.select::<TenantSuite>(select!(TenantSuite, "FROM tenant ORDER BY tenant"), args![])? {
                let first = tx.first::<FirstRecord>(select!(FirstRecord, "FROM house_record WHERE tenant = $1 AND nth = 1"), args![county.tenant])?;
                begun.push((county, first.map_or_else(String::new, |record| record.payload)));
            }
            Ok(begun)
        })?;
        for (county, payload) in begun {
            if county.suite != i64::from(self.config.suite.byte()) {
                return Err(Oops::wrong(format!("{}: suite is not the one that county {} was begun with; put it back", config::NAME, county.tenant)));
            }
            let payload: serde_json::Value = serde_json::from_str(&payload).unwrap_or_default();
            if payload.get("key").and_then(serde_json::Value::as_str).is_some_and(|known| known != fingerprint) {
                return Err(Oops::wrong(format!(
                    "{} is not the key that county {} was begun with: put the right one back; nothing was opened",
                    key::path(&self.folder).display(),
                    county.tenant
                )));
            }
        }
        Ok(())
    }

    fn refuse_missing(&self) -> Result<(), Oops> {
        match &self.target {
            Target::File(path) if !path.exists() && moved_away(path).exists() => Err(Oops::wrong(format!(
                "the rows were moved away by `linju move` ({} is what they were before): say where they are with --database, LINJU_DATABASE or [database] url in {}, or give the folder that they are in",
                moved_away(path).display(),
                config::NAME
            ))),
            Target::File(path) if !path.exists() => Err(Oops::wrong(format!(
                "{} is not there: if the rows are on a server, say so with --database, LINJU_DATABASE or [database] url in {}",
                path.display(),
                config::NAME
            ))),
            _ => Ok(()),
        }
    }

    /// Takes the folder's lock, and that of the server's database when the rows are on one.
    ///
    /// # Errors
    /// That another process has one of them.
    pub fn lock(&self) -> Result<Lock, Oops> {
        lock::take(&self.folder)?.with(&self.target, Kind::Serve)
    }

    /// As [`Installation::lock`], so that no command works beside either.
    ///
    /// # Errors
    /// As [`Installation::lock`].
    pub fn lock_alone(&self) -> Result<Lock, Oops> {
        lock::take(&self.folder)?.with(&self.target, Kind::Alone)
    }

    /// What a command needs that writes beside whoever serves the server's database.
    ///
    /// # Errors
    /// That somebody has the database alone.
    pub fn hold_beside(&self) -> Result<Option<Hold>, Oops> {
        Ok(Hold::take(&self.target, Kind::Beside)?)
    }

    /// Where commands that run beside the standing process find it.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.join("linju.sock")
    }
}

/// What a SQLite file is called once its rows were moved away.
#[must_use]
pub fn moved_away(path: &Path) -> PathBuf {
    path.with_extension("db.moved")
}

/// The folder that is meant.
#[must_use]
pub fn folder(place: &Place) -> PathBuf {
    place.data.clone().unwrap_or_else(|| PathBuf::from(USUAL))
}

/// Whether a move into this folder has not come to its end.
#[must_use]
pub fn is_half_moved(folder: &Path) -> bool {
    folder.join(HALF_MOVED).exists()
}

/// Whether a folder has anything in it.
#[must_use]
pub fn is_filled(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}

/// That a new folder is new.
///
/// # Errors
/// That it is not.
pub fn refuse_filled(folder: &Path) -> Result<(), Oops> {
    if is_filled(folder) { Err(Oops::wrong(format!("{} is not empty: choose a new folder with --data", folder.display()))) } else { Ok(()) }
}

/// That a server's database holds no county yet.
fn refuse_filled_server(address: &str) -> Result<(), Oops> {
    let db = Db::open(&Target::Server(address.to_owned()), &Options { connections: 1, ..Options::default() })?;
    store::migrate::run(&db)?;
    match db.read_here(casework::organ::tenants)?.first() {
        Some(there) => {
            Err(Oops::wrong(format!("the database already holds county {} {}: give each installation an empty one", there.tenant, there.name)))
        }
        None => Ok(()),
    }
}

/// Makes a folder that one user alone may read.
///
/// # Errors
/// What the system says.
pub fn make_folder(folder: &Path) -> Result<(), Oops> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at(folder))
}

/// Puts the rows of a county that is older than this on record, as they stand.
fn take_in(house: &House, tenant: TenantId) -> Result<(), Oops> {
    if house.db().read_here(move |tx| organ::proof::is_taken_in(tx, tenant))? {
        return Ok(());
    }
    let (suite, now) = (house.vault().suite(), house.now());
    house.db().write_here(move |tx| {
        organ::take_in(tx, suite, tenant, now)?;
        verify::record_erasures(tx, suite, tenant, now)?;
        audit::heads::seal_all(tx, suite, tenant, now)
    })?;
    Ok(())
}

/// The counties of an installation.
///
/// # Errors
/// What the engine says.
pub fn counties(house: &House) -> Result<Vec<Tenant>, Oops> {
    Ok(house.db().read_here(casework::organ::tenants)?)
}

/// The county that is meant: by its code, or the only one.
///
/// # Errors
/// That there are several, or none of that code.
pub fn county(house: &House, code: Option<&str>) -> Result<TenantId, Oops> {
    let counties = counties(house)?;
    let listed = || counties.iter().map(|county| format!("{} {}", county.tenant, county.name)).collect::<Vec<_>>().join(", ");
    match (code, counties.as_slice()) {
        (Some(code), _) => counties
            .iter()
            .map(|county| county.tenant)
            .find(|tenant| tenant.to_string() == code)
            .ok_or_else(|| Oops::usage(format!("there is no county {code} here: {}", listed()))),
        (None, [only]) => Ok(only.tenant),
        (None, _) => Err(Oops::usage(format!("say which county with --county: {}", listed()))),
    }
}
