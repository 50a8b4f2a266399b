//! The shapes of `demo/*.toml`; what each key means stands at the head of those files.

use crate::oops::Oops;
use serde::Deserialize;
use std::collections::BTreeMap;

const ORGANS: &str = include_str!("../../demo/organs.toml");
const STAFF: &str = include_str!("../../demo/staff.toml");
const CASES: [(&str, &str); 4] = [
    ("330122", include_str!("../../demo/cases/330122.toml")),
    ("330114", include_str!("../../demo/cases/330114.toml")),
    ("330182", include_str!("../../demo/cases/330182.toml")),
    ("330329", include_str!("../../demo/cases/330329.toml")),
];
/// What the browser tests need: one whole county, and a little of another.
const SMALL: [(&str, usize); 2] = [("330122", usize::MAX), ("330329", 3)];

/// One county: its organs, its people, its cases.
#[derive(Debug)]
pub struct Book {
    /// Division code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Organs, parents before children.
    pub organs: Vec<Organ>,
    /// People who work there.
    pub staff: Vec<Person>,
    /// Cases.
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganFile {
    county: Vec<CountyOrgans>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountyOrgans {
    code: String,
    name: String,
    organ: Vec<Organ>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffFile {
    county: Vec<CountyStaff>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountyStaff {
    code: String,
    person: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

/// An organ.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organ {
    pub key: String,
    pub name: String,
    pub kind: String,
    pub word: String,
    pub parent: Option<String>,
    pub area: String,
    pub phone: String,
    pub address: String,
    pub hours: String,
    pub remit: Vec<String>,
}

/// Somebody who works there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub key: String,
    pub shown_name: String,
    pub sign_in: String,
    pub organ: String,
    pub role: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub area: Option<String>,
    pub from: String,
}

/// A case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub key: String,
    pub title: String,
    pub channel: String,
    #[serde(rename = "origin")]
    pub _origin: Option<String>,
    pub received_days_ago: i64,
    pub received_at: String,
    pub place: String,
    pub spot: String,
    pub organ: String,
    pub clerk: String,
    pub triage: Option<String>,
    pub matter_type: String,
    pub track: Option<String>,
    pub content_class: String,
    #[serde(default)]
    pub flags: Vec<String>,
    #[serde(default)]
    pub first_time: bool,
    #[serde(default)]
    pub urgent: bool,
    #[serde(default)]
    pub representatives: u32,
    #[serde(default)]
    pub anonymous: bool,
    #[serde(default)]
    pub petitioner: Petitioner,
    pub other_party: Option<OtherParty>,
    pub words: String,
    pub claims: Vec<String>,
    pub target_state: String,
    pub handler: Option<String>,
    pub officer: Option<String>,
    pub head: Option<String>,
    #[serde(default)]
    pub days: BTreeMap<String, i64>,
    pub assignment: Option<Assignment>,
    pub material: Option<Material>,
    pub extension: Option<Extension>,
    pub helper: Option<Helper>,
    pub diversion: Option<Diversion>,
    pub non_acceptance: Option<NonAcceptance>,
    pub withdrawal: Option<Withdrawal>,
    pub void: Option<Void>,
    pub handover: Option<HandOver>,
    #[serde(default)]
    pub answers: Vec<Answer>,
    pub delivery: Option<Delivery>,
    pub rating: Option<Rating>,
    #[serde(default)]
    pub additions: Vec<Addition>,
    #[serde(default)]
    pub notes: Vec<Note>,
}

macro_rules! part {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_meta])* pub $field: $kind),* }
    };
}

part! {
    /// The one with the grievance.
    #[derive(Default)]
    Petitioner { name: String, phone: String, address: String, #[serde(default)] wants_large_print: bool }
}
part! {
    /// The other side.
    OtherParty { name: String, #[serde(default)] note: String, #[serde(default)] phone: String }
}
part! {
    /// 交办.
    Assignment { term_days: i64, required: String }
}
part! {
    /// 补材料.
    Material { asked: String, reply_within_days: i64 }
}
part! {
    /// 延期.
    Extension { days: i64, reason: String }
}
part! {
    /// 协办.
    Helper { organ: String, day: i64, ask: String, working_days: i64, answered: Option<i64> }
}
part! {
    /// 导入法定途径.
    Diversion { procedure: String, statute: String, body: String, #[serde(default)] address: String, time_limit: String, limit_day: Option<i64> }
}
part! {
    /// 不予受理.
    NonAcceptance { reason: String, facts: String, basis: String, body: String }
}
part! {
    /// 撤回.
    Withdrawal { words: String, evidence: String }
}
part! {
    /// 作废.
    Void { reason: String, by: String, confirmed_by: String }
}
part! {
    /// 移交.
    HandOver { to: String, accused_organ: Option<String> }
}
part! {
    /// The answer to one claim.
    Answer {
        facts: String, outcome: String, basis: String, owner: Option<String>, do_by: Option<i64>, plan: Option<String>, done: Option<i64>,
        evidence: Option<String>, counsel: Option<String>,
    }
}
part! {
    /// 送达.
    Delivery { method: String, evidence: String }
}
part! {
    /// 评价.
    Rating { #[serde(rename = "about")] _about: String, value: String, day: i64, #[serde(default)] words: String }
}
part! {
    /// 补充.
    Addition { day: i64, at: String, channel: String, words: String }
}
part! {
    /// A note.
    Note { day: i64, at: String, kind: String, by: String, text: String, written: Option<i64> }
}

/// The counties that are to be told.
///
/// # Errors
/// What does not read; every file is read by a test.
pub fn read(small: bool) -> Result<Vec<Book>, Oops> {
    let organs: OrganFile = parse("organs.toml", ORGANS)?;
    let staff: StaffFile = parse("staff.toml", STAFF)?;
    let mut books = vec![];
    for (code, text) in CASES {
        let most = if small { SMALL.iter().find(|(wanted, _)| *wanted == code).map(|(_, most)| *most) } else { Some(usize::MAX) };
        let Some(most) = most else { continue };
        let county = organs.county.iter().find(|county| county.code == code);
        let people = staff.county.iter().find(|county| county.code == code);
        let (Some(county), Some(people)) = (county, people) else { return Err(Oops::wrong(format!("demo: county {code} is not in every file"))) };
        let cases: CaseFile = parse(code, text)?;
        books.push(Book {
            code: code.to_owned(),
            name: county.name.clone(),
            organs: county.organ.clone(),
            staff: people.person.clone(),
            cases: cases.case.into_iter().take(most).collect(),
        });
    }
    Ok(books)
}

fn parse<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, Oops> {
    toml::from_str(text).map_err(|error| Oops::wrong(format!("demo: {file}: {error}")))
}
