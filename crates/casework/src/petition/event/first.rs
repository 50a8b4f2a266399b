//! With what a matter begins: what was said here, or what came from another system.

use crate::petition::{
    kin::Other,
    model::{Channel, Paper, Person, Words},
};
use kernel::{Day, area::AreaPath, id::OrganId};
use serde::{Deserialize, Serialize};

/// The first word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// 横访〔2025〕0417.
    pub number: String,
    /// The number it had in another system, or empty.
    pub outside_number: String,
    /// By which way.
    pub channel: Channel,
    /// The organ that registered it.
    pub origin: OrganId,
    /// At which level that organ stands: `village`, `township`, `county`.
    pub level: String,
    /// The organ in whose hands it is at once: the origin, or where a triage officer is when it may be an accusation.
    pub holder: OrganId,
    /// The day on which it was received.
    pub received_on: Day,
    /// Where it is about.
    pub area: AreaPath,
    /// The spot.
    pub spot: Option<Words>,
    /// A short name.
    pub title: Words,
    /// What she said.
    pub words: Words,
    /// What she wants.
    pub claims: Vec<Words>,
    /// The persons.
    pub persons: Vec<Person>,
    /// How many people came.
    pub head_count: u32,
    /// Oral: how the record was confirmed by her (`read_to`, `read_by`); empty for what she wrote herself.
    pub confirmed: String,
    /// Label bits.
    pub label: i64,
    /// 初次信访.
    pub first_time: bool,
    /// Which query code was given out.
    pub code_issue: u32,
    /// Papers handed in at once.
    pub papers: Vec<Paper>,
    /// The matter that it was split from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<Other>,
    /// Whom the matter that it was split from was hidden from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<i64>,
}

/// A matter of another system, with its official reply if there was one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The number given here.
    pub number: String,
    /// The number there.
    pub outside_number: String,
    /// The system it comes from.
    pub source: String,
    /// The digest of the source file.
    pub source_digest: String,
    /// The row in it, from 1, the heading not counted.
    pub row: u64,
    /// Version of the mapping.
    pub mapping: u32,
    /// By which way.
    pub channel: Channel,
    /// The organ that takes it in.
    pub origin: OrganId,
    /// At which level that organ stands.
    pub level: String,
    /// The day on which it was asked there.
    pub received_on: Day,
    /// The county's area, or finer when told.
    pub area: AreaPath,
    /// Short name.
    pub title: Words,
    /// Her words.
    pub words: Words,
    /// Label bits: what its words mark as an accusation is for triage officers alone until one has read it.
    #[serde(default)]
    pub label: i64,
    /// Who wrote, as far as told.
    pub persons: Vec<Person>,
    /// The official reply.
    pub reply: Option<Words>,
    /// Its day.
    pub replied_on: Option<Day>,
}
