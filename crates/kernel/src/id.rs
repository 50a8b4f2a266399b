//! Names of things: one type for each kind of row, so that a case cannot be mistaken for a clerk.
//!
//! Every id is a positive `BIGINT`. What leaves for a browser carries ids as text, because a number of this size does
//! not survive its arithmetic; in the ledger's own JSON they are numbers.
//!
//! ```text
//! 63           43 bits            20 bits
//! 0 | milliseconds since 2020-01-01 UTC | counter, begun at random
//! ```
//!
//! Ids made later are greater, so a table keyed by them grows at its end and a list by id is a list by time. They
//! are *not* an order of commits: two commands may take their ids in one order and commit in the other. What needs
//! that order uses the sealer's places (see `store`).

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};

use crate::moment::Clock;
use crate::random::Random;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The number, as it stands in the database.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A county (县) that keeps its own cases in this installation.
    TenantId;
    /// One ledger: a case, a mediation, a household's points account.
    StreamId;
    /// One entry of a ledger.
    EventId;
    /// A bureau, department, studio, station, court desk or merchant (机关、单位).
    OrganId;
    /// Somebody who can log in.
    AccountId;
    /// An account in a role, in an organ, over an area, from one day to another (岗位).
    PostId;
    /// A change of posts that waits for a second person (岗位变动提议).
    ProposalId;
    /// Matters that one officer hands to another (交接).
    HandoverId;
    /// A forgotten password that waits for a second person (重置提请).
    RequestId;
    /// A phone that opens with its owner's own PIN (登记过的手机).
    PhoneId;
    /// A room in which people mediate by video (视频调解室).
    RoomId;
    /// A photo, scan, signed paper or issued letter.
    FileId;
    /// Somebody who mediates (调解员), with an account or without.
    MediatorId;
    /// One span of a duty roster (值班).
    DutyId;
    /// A named group of mediators (小队、联盟).
    SquadId;
    /// Work to be done after a command: notify, index, remind.
    TaskId;
}

impl StreamId {
    /// The season in which it began: 99 days, counted from 2020. What is found by chance numbers is kept by season, so that a table of
    /// twenty years is written in one place.
    #[must_use]
    pub const fn season(self) -> i64 {
        self.0 >> SEASON_BITS
    }
}

/// 2020-01-01T00:00:00Z in milliseconds of the Unix clock.
const EPOCH_MILLIS: i64 = 1_577_836_800_000;
const COUNTER_BITS: u32 = 20;
/// A season is 2^33 milliseconds.
const SEASON_BITS: u32 = COUNTER_BITS + 33;

/// Gives out ids that grow with time. One for each process; safe to share between threads.
pub struct Ids {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    last: AtomicI64,
}

impl Ids {
    /// A generator that reads time and randomness from its parameters.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self { clock, random, last: AtomicI64::new(0) }
    }

    /// The next id: greater than every id given before by this generator, even when the clock goes back.
    #[must_use]
    pub fn next(&self) -> i64 {
        let millis = (self.clock.now().millis() - EPOCH_MILLIS).max(1);
        let start = millis << COUNTER_BITS;
        let previous = self.last.load(Ordering::Relaxed);
        // The counter begins in the lower half, so that half a million ids fit into a millisecond before it borrows
        // from the next one.
        let fresh = if previous < start { start | i64::from(self.random_counter()) } else { start };
        self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(fresh.max(last + 1))).map_or(fresh, |last| fresh.max(last + 1))
    }

    fn random_counter(&self) -> u32 {
        let mut bytes = [0; 4];
        self.random.fill(&mut bytes);
        u32::from_le_bytes(bytes) >> (32 - COUNTER_BITS + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::{Moment, SetClock};
    use crate::random::SeededRandom;

    #[test]
    fn ids_grow_within_a_millisecond_and_when_the_clock_goes_back() {
        let clock = Arc::new(SetClock::new(Moment::from_millis(1_750_000_000_000)));
        let ids = Ids::new(clock.clone(), Arc::new(SeededRandom::new(7)));
        let mut given: Vec<i64> = (0..1000).map(|_| ids.next()).collect();
        clock.set(Moment::from_millis(1_700_000_000_000));
        given.extend((0..1000).map(|_| ids.next()));
        assert!(given.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn threads_never_get_the_same_id() {
        let clock = Arc::new(SetClock::new(Moment::from_millis(1_750_000_000_000)));
        let ids = Arc::new(Ids::new(clock, Arc::new(SeededRandom::new(7))));
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let ids = Arc::clone(&ids);
                std::thread::spawn(move || (0..2000).map(|_| ids.next()).collect::<Vec<_>>())
            })
            .collect();
        let mut given: Vec<i64> = workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), 8000);
    }

    #[test]
    fn an_id_is_a_bare_number_in_json_and_text() {
        let id = StreamId::new(42);
        assert_eq!(serde_json::to_string(&id).unwrap(), "42");
        assert_eq!("42".parse::<StreamId>().unwrap(), id);
        assert_eq!(id.to_string(), "42");
    }
}
