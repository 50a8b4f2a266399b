//! Which column is what.

use crate::petition::model::Channel;
use serde::Deserialize;

/// How a file is read. Unknown keys are refused.
///
/// ```toml
/// version = 1                 # raise it when the meaning changes; stands in every event
/// source = "市长信箱"          # the system that the numbers come from
/// channel = "network"         # network · letter · phone · fax · visit
/// encoding = "utf-8"          # or gb18030; a byte-order mark decides for itself
/// organ = "信"                 # 字号 of the organ that takes them in; the petition office when empty
/// time_formats = ["%d.%m.%Y %H:%M"]   # only where the year does not come first
///
/// [columns]                   # headings of the file
/// number = "编号"              # must: the row is known by it
/// title = "主题"
/// words = "内容"               # must
/// asked_at = "时间"            # must
/// person = "用户"
/// phone = "电话"
/// reply = "答复"
/// replied_at = "答复时间"
/// place = "地点"
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Raised when the meaning changes.
    pub version: u32,
    /// The system that the numbers come from.
    pub source: String,
    /// By which way the messages came there.
    #[serde(default = "network")]
    pub channel: Channel,
    /// `utf-8` or `gb18030`.
    #[serde(default = "utf8")]
    pub encoding: String,
    /// 字号 of the organ that takes them in.
    #[serde(default)]
    pub organ: String,
    /// `strptime` formats, tried in order, before the usual forms with the year first.
    #[serde(default)]
    pub time_formats: Vec<String>,
    /// Headings.
    pub columns: Columns,
}

/// Headings of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The number there.
    pub number: String,
    /// Short name.
    pub title: Option<String>,
    /// Her words.
    pub words: String,
    /// When it was asked.
    pub asked_at: String,
    /// Who asked.
    pub person: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// The official reply.
    pub reply: Option<String>,
    /// When it was given.
    pub replied_at: Option<String>,
    /// A place of the county, by name or code.
    pub place: Option<String>,
}

fn network() -> Channel {
    Channel::Network
}

fn utf8() -> String {
    "utf-8".to_owned()
}

/// Dates and times with the year first, as most systems write them.
pub(super) const USUAL: [&str; 6] = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"];

/// Why a mapping cannot be used; says where.
#[derive(Debug, thiserror::Error)]
#[error("mapping: {0}")]
pub struct MappingError(pub String);

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// Where and why it is none.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(text).map_err(|error| MappingError(error.to_string()))?;
        if mapping.source.trim().is_empty() {
            return Err(MappingError("source must name the system that the numbers come from".to_owned()));
        }
        if encoding_rs::Encoding::for_label(mapping.encoding.as_bytes()).is_none() {
            return Err(MappingError(format!("unknown encoding {}", mapping.encoding)));
        }
        Ok(mapping)
    }
}
