//! What every room needs and none owns: the database, the keys, time, chance, the calendar, the files.

use crate::{audit::Memory, organ::Directory, vault::Vault};
use kernel::{Clock, Day, Ids, Moment, Random, calendar::Calendar, id::TenantId, law::Law};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use store::{Db, Failure, files::FileStore};

/// One installation. Cheap to clone; time and chance come in through it.
#[derive(Clone)]
pub struct House(Arc<Inner>);

/// What a [`House`] is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Keys and what they open.
    pub vault: Vault,
    /// Bodies of files.
    pub files: FileStore,
    /// The only source of time.
    pub clock: Arc<dyn Clock>,
    /// The only source of chance.
    pub random: Arc<dyn Random>,
    /// Which days are working days.
    pub calendar: Calendar,
}

struct Inner {
    parts: Parts,
    ids: Ids,
    directories: RwLock<HashMap<TenantId, Arc<Directory>>>,
    looks: Memory,
    bars: RwLock<HashMap<(TenantId, &'static str, i64), i64>>,
}

impl House {
    /// Puts an installation together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let ids = Ids::new(Arc::clone(&parts.clock), Arc::clone(&parts.random));
        Self(Arc::new(Inner { parts, ids, directories: RwLock::default(), looks: Memory::default(), bars: RwLock::default() }))
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.parts.db
    }

    /// Keys and what they open.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.0.parts.vault
    }

    /// Bodies of files.
    #[must_use]
    pub fn files(&self) -> &FileStore {
        &self.0.parts.files
    }

    /// Which days are working days.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.0.parts.calendar
    }

    /// The rows of the law.
    #[must_use]
    pub fn law(&self) -> &'static Law {
        Law::bundled()
    }

    /// Chance.
    #[must_use]
    pub fn random(&self) -> &dyn Random {
        &*self.0.parts.random
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.parts.clock.now()
    }

    /// The local day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now().local_day()
    }

    /// A fresh identifier, ordered by time.
    #[must_use]
    pub fn next_id(&self) -> i64 {
        self.0.ids.next()
    }

    /// Who has looked at what in the last half hour.
    #[must_use]
    pub fn looks(&self) -> &Memory {
        &self.0.looks
    }

    /// The blind token of an officer or an organ, made once: there are few of them, and every page asks for some.
    pub(crate) fn bar_token(&self, tenant: TenantId, kind: &'static str, id: i64) -> i64 {
        if let Some(token) = self.0.bars.read().unwrap_or_else(PoisonError::into_inner).get(&(tenant, kind, id)) {
            return *token;
        }
        let token = self.vault().blind(tenant, kind, &id.to_string());
        self.0.bars.write().unwrap_or_else(PoisonError::into_inner).insert((tenant, kind, id), token);
        token
    }

    /// Names of organs, places and people of a county; read once and kept until [`House::forget_directory`].
    ///
    /// # Errors
    /// What the database says; [`Failure::NotFound`] for an unknown county.
    pub async fn directory(&self, tenant: TenantId) -> Result<Arc<Directory>, Failure> {
        if let Some(known) = self.known_directory(tenant) {
            return Ok(known);
        }
        let read = Arc::new(self.db().read(move |tx| Directory::read(tx, tenant)).await?);
        self.0.directories.write().unwrap_or_else(PoisonError::into_inner).insert(tenant, Arc::clone(&read));
        Ok(read)
    }

    /// As [`House::directory`], for threads that may wait.
    ///
    /// # Errors
    /// As [`House::directory`].
    pub fn directory_here(&self, tenant: TenantId) -> Result<Arc<Directory>, Failure> {
        if let Some(known) = self.known_directory(tenant) {
            return Ok(known);
        }
        let read = Arc::new(self.db().read_here(move |tx| Directory::read(tx, tenant))?);
        self.0.directories.write().unwrap_or_else(PoisonError::into_inner).insert(tenant, Arc::clone(&read));
        Ok(read)
    }

    /// Forgets the names of a county, after they changed.
    pub fn forget_directory(&self, tenant: TenantId) {
        self.0.directories.write().unwrap_or_else(PoisonError::into_inner).remove(&tenant);
    }

    fn known_directory(&self, tenant: TenantId) -> Option<Arc<Directory>> {
        self.0.directories.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }
}
