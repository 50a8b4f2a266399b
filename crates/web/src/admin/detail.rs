//! What an entry of the record of the house says besides its kind, in words: who, which organ, which step, until when. Only digests and
//! numbers that say nothing to a reader are left out; they are in the record and in `verify`.

use crate::page::Page;
use casework::organ::Directory;
use kernel::{
    Moment,
    id::{AccountId, OrganId},
};
use serde_json::Value;

/// Numbers of rows: they prove, and tell a reader nothing.
const PROOF: [&str; 9] = ["digest", "hash", "handover", "list", "phone", "post", "posts", "proposal", "looks"];

/// `员工：应知夏；单位：横村镇人民政府`; what the catalogue does not know stands as it was written.
pub(super) fn told(page: &Page, directory: &Directory, payload: &str) -> String {
    let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(payload) else { return payload.to_owned() };
    let part = |(key, value): (&String, &Value)| {
        let text = plain(value);
        let is_silent = text.is_empty() || (PROOF.contains(&key.as_str()) && value.as_i64().is_none_or(|many| many > 100_000));
        (!is_silent).then(|| page.with2("record-field", "name", page.named("record-field", key), "value", word(page, directory, key, &text)))
    };
    fields.iter().filter_map(part).collect::<Vec<_>>().join(page.t("record-between"))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(many) => many.iter().map(plain).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

/// A value as people say it.
fn word(page: &Page, directory: &Directory, key: &str, text: &str) -> String {
    let known = match key {
        "account" | "asked_by" | "deputy" | "taker" => text.parse::<AccountId>().ok().map(|account| directory.person(account).to_owned()),
        "organ" | "successor" => text.parse::<OrganId>().ok().map(|organ| directory.organ_name(organ).to_owned()),
        "approvers" => Some(text.split('、').map(|one| one.parse().map_or(one, |account| directory.person(account))).collect::<Vec<_>>().join("、")),
        "until" => text.parse::<i64>().ok().map(|millis| page.moment(&Moment::from_millis(millis))),
        "role" => page.maybe("role", text).map(str::to_owned),
        "state" => page.maybe("handover-state", text).map(str::to_owned),
        "kind" => page
            .maybe("channels-kind", text)
            .or_else(|| page.maybe("handover-kind", text))
            .or_else(|| page.maybe("record-word", text))
            .map(str::to_owned),
        _ => page.maybe("record-word", &text.replace(' ', "-")).map(str::to_owned),
    };
    known.unwrap_or_else(|| text.to_owned())
}
