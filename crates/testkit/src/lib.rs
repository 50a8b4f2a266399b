//! What tests stand on: databases of both engines that are thrown away afterwards.
//!
//! ```no_run
//! for engine in testkit::engines() {
//!     // engine.db is migrated and empty; engine.files is an empty folder of bodies
//!     let migrations = store::migrate::run(&engine.db).unwrap();
//!     assert!(migrations.is_empty(), "{}", engine.name);
//! }
//! ```
//!
//! | part | gives |
//! |---|---|
//! | [`engines`] | a migrated, empty database of each engine |
//! | `cluster` | one throw-away PostgreSQL for all test processes of this machine |
//! | [`statements`] | what every registered statement must keep to |
//! | `world` | two counties used through their front door (feature `world`) |

#![expect(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test kit fails loudly, and waits for real processes")]
#![cfg_attr(feature = "world", expect(clippy::indexing_slicing, reason = "a test kit fails loudly"))]

mod cluster;
mod engine;
pub mod statements;
#[cfg(feature = "world")]
pub mod world;

pub use engine::{Engine, engines, postgres, sqlite, sqlite_with};
#[cfg(feature = "world")]
pub use world::World;
