//! What everything else stands on: days and calendars, ids and keys, names and places, and the facts of the law.
//! Nothing here opens a file, a socket or a database, and nothing asks the machine for time or chance except
//! [`moment::SystemClock`] and [`random::SystemRandom`].
//!
//! | question | module |
//! |---|---|
//! | When is it due, and how was that counted? | [`deadline`], [`calendar`], [`day`], [`moment`] |
//! | Which article says so? | [`law`] |
//! | Why was it refused? | [`refusal`] |
//! | What is it called in the database? | [`id`] |
//! | Where is it? | [`area`], [`divisions`] |
//! | Who is it? | [`identity`], [`name`] |
//! | How much is it, and how is that written? | [`yuan`] |
//! | Who may read it, and was it changed? | [`crypto`], [`sealed`] |

pub mod area;
pub mod calendar;
pub mod crypto;
pub mod day;
pub mod deadline;
pub mod divisions;
pub mod id;
pub mod identity;
pub mod law;
pub mod moment;
pub mod name;
pub mod random;
pub mod refusal;
pub mod sealed;
pub mod yuan;

// What nearly every file names, one step nearer.
pub use area::AreaPath;
pub use calendar::Calendar;
pub use day::Day;
pub use deadline::Deadline;
pub use id::{AccountId, EventId, FileId, HandoverId, Ids, OrganId, PostId, ProposalId, StreamId, TaskId, TenantId};
pub use law::Law;
pub use moment::{Clock, Moment, SetClock, SystemClock};
pub use random::{Random, SeededRandom, SystemRandom};
pub use refusal::Refusal;
pub use sealed::{Opened, Sealed};
pub use yuan::Yuan;
