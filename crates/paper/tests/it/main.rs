//! Letters, read back.

mod gbt9704;
mod rules;
mod samples;
mod scans;
