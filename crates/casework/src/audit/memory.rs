//! Who looked at what in the last half hour: such a look is not written down a second time.

use kernel::{
    Moment,
    id::{AccountId, StreamId, TenantId},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// For how long a look at the same case by the same account is not written down again.
const SAME_LOOK_MINUTES: i64 = 30;
/// More remembered looks than this and the older half is forgotten (a forgotten one is written down once more).
const MOST_REMEMBERED: usize = 200_000;

/// Remembers who looked at what in the last half hour.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<Remembered, Moment>>);

/// County, account, case, and whether it was a line of a list.
type Remembered = (TenantId, AccountId, StreamId, bool);

impl Memory {
    pub(super) fn is_known(&self, key: Remembered, now: Moment) -> bool {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.get(&key).is_some_and(|at| now < at.plus_minutes(SAME_LOOK_MINUTES))
    }

    pub(super) fn remember(&self, key: Remembered, now: Moment) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() >= MOST_REMEMBERED {
            looks.retain(|_, at| now < at.plus_minutes(SAME_LOOK_MINUTES / 2));
        }
        looks.insert(key, now);
    }
}
