//! Hard days: the process killed under load, the disk full, the power gone between two writes.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests fail loudly, and wait for real processes"
)]

mod bodies;
mod crash;
mod cut;
mod full_disk;
mod messages;
mod serving;
mod trace;
mod upgrade;
mod uploads;
