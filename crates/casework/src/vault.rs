//! Keys, and what they open.
//!
//! A case has one data key for its narrative (subject 0) and one for each person in it. A field is sealed with the
//! case, the subject and the name of the field bound to it: a ciphertext moved elsewhere does not open.

use kernel::{
    Random,
    crypto::{DataKey, MasterKey, QueryCode, Suite, blind, query_code},
    id::{StreamId, TenantId},
    sealed::{Opened, Sealed},
};
use std::{collections::BTreeMap, sync::Arc};
use store::keys::WrappedKey;

/// The installation's key and what is derived from it.
#[derive(Clone)]
pub struct Vault(Arc<MasterKey>);

/// The open keys of one case.
pub struct CaseKeys {
    tenant: TenantId,
    stream: StreamId,
    suite: Suite,
    keys: BTreeMap<i64, Option<DataKey>>,
}

impl Vault {
    /// A vault over the installation's key.
    #[must_use]
    pub fn new(master: MasterKey) -> Self {
        Self(Arc::new(master))
    }

    /// The suite of this installation.
    #[must_use]
    pub fn suite(&self) -> Suite {
        self.0.suite()
    }

    /// The key itself, for what derives tokens from it (forms, codes).
    #[must_use]
    pub fn master(&self) -> &MasterKey {
        &self.0
    }

    /// Keys for a new case with the subjects `0..=persons`, and the rows that keep them.
    #[must_use]
    pub fn new_case(&self, tenant: TenantId, stream: StreamId, persons: i64, random: &dyn Random) -> (CaseKeys, Vec<(i64, Vec<u8>)>) {
        let mut keys = CaseKeys { tenant, stream, suite: self.suite(), keys: BTreeMap::new() };
        let rows = (0..=persons).map(|subject| (subject, self.add_subject(&mut keys, subject, random))).collect();
        (keys, rows)
    }

    /// One more subject of a case; its wrapped key.
    pub fn add_subject(&self, keys: &mut CaseKeys, subject: i64, random: &dyn Random) -> Vec<u8> {
        let key = DataKey::generate(random);
        let wrapped = self.0.wrap(&key, &key_place(keys.tenant, keys.stream, subject));
        keys.keys.insert(subject, Some(key));
        wrapped
    }

    /// Unwraps the keys of a case. A destroyed key stays destroyed; a key that does not unwrap opens nothing.
    #[must_use]
    pub fn unwrap(&self, tenant: TenantId, stream: StreamId, rows: &[WrappedKey]) -> CaseKeys {
        let keys = rows
            .iter()
            .map(|row| {
                let key = if row.erased_at.is_some() { None } else { self.0.unwrap(&row.wrapped, &key_place(tenant, stream, row.subject)).ok() };
                (row.subject, key)
            })
            .collect();
        CaseKeys { tenant, stream, suite: self.suite(), keys }
    }

    /// A blind index token: equal values of one kind in one county give equal tokens, and nothing else can be told.
    #[must_use]
    pub fn blind(&self, tenant: TenantId, kind: &str, value: &str) -> i64 {
        blind(&self.0, tenant, kind, value)
    }

    /// The query code of a case; `issue` counts the codes given out for it.
    #[must_use]
    pub fn query_code(&self, stream: StreamId, issue: u32) -> QueryCode {
        query_code(&self.0, stream, issue)
    }

    /// Seals a text that belongs to no case: drafts, one-time secrets.
    #[must_use]
    pub fn seal_aside(&self, random: &dyn Random, place: &str, text: &[u8]) -> Vec<u8> {
        let key = DataKey::generate(random);
        let mut sealed = self.0.wrap(&key, place.as_bytes());
        let length = u8::try_from(sealed.len()).unwrap_or(u8::MAX);
        sealed.insert(0, length);
        sealed.extend(key.seal(self.suite(), random, place.as_bytes(), text));
        sealed
    }

    /// Opens what [`Vault::seal_aside`] sealed; `None` when it was damaged or belongs elsewhere.
    #[must_use]
    pub fn open_aside(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (length, rest) = sealed.split_first()?;
        let (wrapped, body) = rest.split_at_checked(usize::from(*length))?;
        self.0.unwrap(wrapped, place.as_bytes()).ok()?.open(place.as_bytes(), body).ok()
    }
}

impl CaseKeys {
    /// Seals a field of a subject; `None` when the subject has no key (it was erased, or never was).
    #[must_use]
    pub fn seal(&self, random: &dyn Random, subject: i64, field: &str, text: &str) -> Option<Sealed> {
        let key = self.keys.get(&subject)?.as_ref()?;
        Some(Sealed::new(&key.seal(self.suite, random, &field_place(self.tenant, self.stream, subject, field), text.as_bytes())))
    }

    /// Opens a field.
    #[must_use]
    pub fn open(&self, subject: i64, field: &str, sealed: &Sealed) -> Opened<String> {
        self.keys
            .get(&subject)
            .and_then(Option::as_ref)
            .and_then(|key| key.open(&field_place(self.tenant, self.stream, subject, field), sealed.bytes()).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .map_or(Opened::Erased, Opened::Open)
    }

    /// Whether the subject's key was destroyed.
    #[must_use]
    pub fn is_erased(&self, subject: i64) -> bool {
        matches!(self.keys.get(&subject), Some(None))
    }

    /// The key of a subject, for its files.
    #[must_use]
    pub fn data_key(&self, subject: i64) -> Option<&DataKey> {
        self.keys.get(&subject)?.as_ref()
    }
}

fn key_place(tenant: TenantId, stream: StreamId, subject: i64) -> Vec<u8> {
    [b"data-key".as_slice(), &tenant.get().to_be_bytes(), &stream.get().to_be_bytes(), &subject.to_be_bytes()].concat()
}

fn field_place(tenant: TenantId, stream: StreamId, subject: i64, field: &str) -> Vec<u8> {
    [b"field".as_slice(), &tenant.get().to_be_bytes(), &stream.get().to_be_bytes(), &subject.to_be_bytes(), field.as_bytes()].concat()
}
