//! Letters, read back.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod gbt9704;
mod rules;
mod samples;
mod scans;
