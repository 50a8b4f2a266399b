//! Letters, read back.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod closing;
mod gbt9704;
mod mediation;
mod pdf;
mod rules;
mod samples;
mod scans;
