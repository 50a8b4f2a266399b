//! Citizens' messages with or without their official replies, from CSV or XLSX.

mod mapping;
mod rows;
mod write;

pub use mapping::{Mapping, MappingError};
pub use rows::{BadRow, Message, Reader, digest_of};
pub use write::{Tally, import};
