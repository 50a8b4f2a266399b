//! 历史导入: what comes in by file from another system.
//!
//! Each matter comes in as one `Imported` event that sets its state directly and starts no clock, task, notice, rating
//! or supervision. A row is known by its number in its source: a second run adds nothing, an interrupted one goes on.

pub mod messages;
