//! Sessions in memory, so that a page costs no SQL for knowing who asks.

use super::session::Session;
use kernel::{
    crypto::Digest,
    id::{AccountId, TenantId},
};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// More than this and the half not seen for longest is forgotten; a forgotten one is read again.
const MOST: usize = 10_000;

#[derive(Default)]
pub(super) struct Cache(RwLock<HashMap<Digest, Arc<Session>>>);

impl Cache {
    pub(super) fn get(&self, token: &Digest) -> Option<Arc<Session>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    pub(super) fn keep(&self, session: Arc<Session>) {
        let mut sessions = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= MOST {
            let mut seen: Vec<_> = sessions.values().map(|session| session.seen_at()).collect();
            seen.sort_unstable();
            if let Some(middle) = seen.get(seen.len() / 2).copied() {
                sessions.retain(|_, session| session.seen_at() > middle);
            }
        }
        sessions.insert(session.token, session);
    }

    pub(super) fn forget(&self, token: &Digest) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(token);
    }

    pub(super) fn forget_account(&self, tenant: TenantId, account: AccountId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|_, session| session.tenant != tenant || session.account != account);
    }
}
