//! Registration, receipt, following by code, search and figures, through the front door.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

#[path = "../common/mod.rs"]
mod common;
mod county;
mod figures;
mod find;
mod follow;
mod phone;
mod receipt;
mod register;
mod roster;
mod setup;
