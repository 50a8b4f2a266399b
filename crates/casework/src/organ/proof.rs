//! The registers as a reading of the record of the house.
//!
//! Every write to a table of [`ON_RECORD`] is followed, in the same transaction, by an entry of the record that carries
//! the rows as they then stand ([`record_rows`]). So the chain accounts for each row, and [`Record::compare`] names the
//! row and the column that say something else, the row that is gone and the row that nobody wrote. What must not stand
//! in the record in clear (hashes of passwords, second steps, names of files) stands there as a digest.
//!
//! A county that was there before its rows were on record is taken in once, as it stands ([`take_in`]). So is a new
//! one: what the set-up wrote is the first thing that the record accounts for.

use super::set_up::{self, record};
use kernel::{
    Moment,
    crypto::{Digest, Hasher, Suite},
    id::{AccountId, StreamId, TenantId},
};
use serde_json::{Map, Value as Json, json};
use std::{collections::HashMap, fmt::Write as _};
use store::{Failure, Tx, Value, args, ledger::SYSTEM, migrate, row, select, sql};

/// The tables of which every row is on record.
pub const ON_RECORD: &[&str] = &[
    "tenant",
    "area",
    "organ",
    "organ_past",
    "succession",
    "account",
    "old_password",
    "post",
    "post_proposal",
    "reset_request",
    "enrolment",
    "phone",
    "approver",
    "handover",
    "channel",
    "unread_page",
    "mediator",
    "mediator_organ",
    "mediator_standing",
    "mentoring",
    "committee_seat",
    "squad",
    "squad_member",
    "outing",
    "studio_opening",
    "duty",
    "duty_swap",
];
/// Columns that stand in the record as a digest.
const SECRET: &[(&str, &str)] = &[
    ("account", "password"),
    ("account", "totp"),
    ("old_password", "password"),
    ("enrolment", "address"),
    ("enrolment", "pin"),
    ("phone", "token"),
    ("phone", "pin"),
    ("file", "name"),
    ("unread_page", "picture"),
];
/// So many rows are taken in with one entry.
const TAKEN_AT_ONCE: usize = 200;
const TAKEN_IN: &str = "rows_taken_in";

/// A row that was just written or deleted.
#[derive(Debug, Clone)]
pub struct Touched {
    table: &'static str,
    key: Vec<Value>,
}

impl Touched {
    /// The row of `table` with this key, the tenant left out.
    #[must_use]
    pub fn new(table: &'static str, key: &[Value]) -> Self {
        Self { table, key: key.to_vec() }
    }

    /// The row of an account.
    #[must_use]
    pub fn account(account: AccountId) -> Self {
        Self::new("account", args![account])
    }
}

/// As [`record`], with the touched rows as they stand now. `payload` is an object.
///
/// # Errors
/// What the database says.
#[expect(clippy::too_many_arguments, reason = "an entry of the record written out")]
pub fn record_rows(
    tx: &Tx<'_>,
    suite: Suite,
    tenant: TenantId,
    actor: AccountId,
    now: Moment,
    kind: &str,
    payload: &Json,
    touched: &[Touched],
) -> Result<(), Failure> {
    let rows = touched.iter().map(|touched| present(tx, suite, tenant, touched)).collect::<Result<Vec<_>, _>>()?;
    let mut payload = payload.as_object().cloned().unwrap_or_default();
    if !rows.is_empty() {
        payload.insert("rows".to_owned(), rows.into());
    }
    record(tx, suite, tenant, actor, now, kind, &Json::Object(payload).to_string())
}

/// A touched row as the record tells it.
fn present(tx: &Tx<'_>, suite: Suite, tenant: TenantId, touched: &Touched) -> Result<Json, Failure> {
    let table = known(touched.table)?;
    let mut filter = String::new();
    for (nth, column) in table.key.iter().skip(1).enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(filter, " AND {column} = ${}", nth + 2);
    }
    let args = [vec![Value::from(tenant)], touched.key.clone()].concat();
    let mut found = None;
    tx.values(&format!("SELECT {} FROM {} WHERE tenant = $1{filter}", table.columns.join(", "), table.name), &args, &mut |row| {
        found = Some(tell(table, suite, row));
        Ok(())
    })?;
    let key: Map<String, Json> = table.key.iter().skip(1).map(|name| (*name).to_owned()).zip(touched.key.iter().map(plain)).collect();
    Ok(found.unwrap_or_else(|| json!({ "table": table.name, "gone": key })))
}

fn known(table: &str) -> Result<&'static migrate::Table, Failure> {
    migrate::table(table).ok_or_else(|| Failure::Bug(format!("no table is called {table}")))
}

fn tell(table: &migrate::Table, suite: Suite, row: &mut dyn Iterator<Item = Value>) -> Json {
    let cells = table.columns.iter().zip(row).filter(|(column, _)| **column != "tenant");
    let cells: Map<String, Json> = cells.map(|(column, value)| ((*column).to_owned(), cell(table.name, column, suite, &value))).collect();
    json!({ "table": table.name, "row": cells })
}

fn cell(table: &str, column: &str, suite: Suite, value: &Value) -> Json {
    let bytes = match value {
        Value::Text(text) => text.as_bytes(),
        Value::Bytes(bytes) => bytes.as_slice(),
        _ => return plain(value),
    };
    if !SECRET.contains(&(table, column)) {
        return plain(value);
    }
    let mut hasher = Hasher::new(suite);
    hasher.field(table.as_bytes()).field(column.as_bytes()).field(bytes);
    json!({ "digest": hasher.finish().to_string() })
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => hex(bytes).into(),
    }
}

/// Bytes as small hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether the rows of a county are on record since they were set up or taken in.
///
/// # Errors
/// What the database says.
pub fn is_taken_in(tx: &Tx<'_>, tenant: TenantId) -> Result<bool, Failure> {
    let taken = sql!("SELECT nth FROM house_record WHERE tenant = $1 AND kind = $2 ORDER BY nth LIMIT 1");
    Ok(tx.scalar::<i64>(taken, args![tenant, TAKEN_IN])?.is_some())
}

/// Writes every row of a county's registers into its record as it stands: at the end of setting up, and once for a
/// county that is older than this.
///
/// # Errors
/// What the database says.
pub fn take_in(tx: &Tx<'_>, suite: Suite, tenant: TenantId, now: Moment) -> Result<(), Failure> {
    set_up::count_records(tx, tenant)?;
    store::sealer::count_seals(tx, tenant)?;
    let mut part = 0;
    for name in ON_RECORD.iter().chain(&["file"]) {
        let table = known(name)?;
        let named = if table.name == "file" { " AND named_in IS NOT NULL" } else { "" };
        let text = format!("SELECT {} FROM {name} WHERE tenant = $1{named} ORDER BY {}", table.columns.join(", "), table.key.join(", "));
        let mut rows = vec![];
        tx.values(&text, args![tenant], &mut |row| {
            rows.push(tell(table, suite, row));
            Ok(())
        })?;
        for rows in rows.chunks(TAKEN_AT_ONCE) {
            part += 1;
            record(tx, suite, tenant, SYSTEM, now, TAKEN_IN, &json!({ "part": part, "rows": rows }).to_string())?;
        }
    }
    Ok(())
}

row! {
    struct Entry { nth: i64, kind: String, payload: String, actor: AccountId, recorded_at: Moment, hash: Vec<u8> }
}

/// What the record of the house accounts for.
#[derive(Debug, Default)]
pub struct Record {
    /// The last telling of each row, by table and key.
    rows: HashMap<(String, String), Map<String, Json>>,
    /// Of each account and day, the last look that was sealed: its number and its link.
    pub looks: HashMap<(AccountId, String), (i64, String)>,
    /// Erasures that came from a list kept apart, with their moment: after a backup was put back.
    pub erasures: HashMap<(StreamId, i64), Moment>,
    /// What the record says wrong about itself.
    pub wrong: Vec<String>,
}

impl Record {
    /// Walks the chain of the record and gathers what it accounts for.
    ///
    /// # Errors
    /// What the database says.
    pub fn read(tx: &Tx<'_>, tenant: TenantId) -> Result<Self, Failure> {
        let (mut record, mut before, mut last) = (Self::default(), vec![], 0);
        let mut parts_taken = 0;
        tx.for_each::<Entry>(select!(Entry, "FROM house_record WHERE tenant = $1 ORDER BY nth"), args![tenant], |entry| {
            let suite = entry.hash.first().copied().and_then(Suite::from_byte);
            let link =
                suite.map(|suite| set_up::link(suite, tenant, entry.nth, entry.actor, entry.recorded_at, &entry.kind, &entry.payload, &before));
            if entry.nth != last + 1 {
                record.wrong.push(format!("house_record {}: the entry is gone", last + 1));
            } else if link.as_ref() != Some(&entry.hash) {
                record.wrong.push(format!("house_record {}: its content does not match its hash", entry.nth));
            }
            (before, last) = (entry.hash, entry.nth);
            let payload: Json = serde_json::from_str(&entry.payload).unwrap_or_default();
            if entry.kind == TAKEN_IN {
                parts_taken += 1;
                if payload.get("part").and_then(Json::as_i64) != Some(parts_taken) {
                    record.wrong.push(format!("house_record {}: the rows were taken in a second time", entry.nth));
                }
            }
            record.gather(payload);
            Ok(())
        })?;
        let counted: Option<i64> = tx.scalar(sql!("SELECT value FROM counter WHERE tenant = $1 AND name = $2"), args![tenant, set_up::RECORDS])?;
        if counted != Some(last) {
            record.wrong.push(format!("counter {}: the record of the house ends with its entry {last}, house_record {}", set_up::RECORDS, last + 1));
        }
        record.wrong.truncate(5);
        Ok(record)
    }

    fn gather(&mut self, mut payload: Json) {
        let text = |json: &Json| json.as_str().map(str::to_owned);
        for told in payload.get_mut("rows").and_then(Json::as_array_mut).into_iter().flatten() {
            let Some(table) = told.get("table").and_then(text) else { continue };
            let Some(known) = migrate::table(&table) else { continue };
            let (gone, row) = (told.get("gone").and_then(Json::as_object).cloned(), told.get_mut("row").map(Json::take));
            match (gone, row) {
                (Some(key), _) => drop(self.rows.remove(&(table, key_of(known, &key)))),
                (None, Some(Json::Object(row))) => drop(self.rows.insert((table, key_of(known, &row)), row)),
                _ => {}
            }
        }
        for head in payload.get("looks").and_then(Json::as_array).into_iter().flatten() {
            let at = |name| head.get(name);
            let account = at("account").and_then(Json::as_i64).map(AccountId::new);
            if let (Some(account), Some(day), Some(nth), Some(hash)) =
                (account, at("day").and_then(text), at("nth").and_then(Json::as_i64), at("hash").and_then(text))
            {
                self.looks.insert((account, day), (nth, hash));
            }
        }
        for erased in payload.get("erasures").and_then(Json::as_array).into_iter().flatten() {
            let number = |name| erased.get(name).and_then(Json::as_i64);
            if let (Some(stream), Some(subject), Some(at)) = (number("stream"), number("subject"), number("erased_at")) {
                self.erasures.insert((StreamId::new(stream), subject), Moment::from_millis(at));
            }
        }
    }

    /// Takes the rows of a table that is on record only for what is older than its events (files).
    pub fn take(&mut self, table: &str) -> Vec<Map<String, Json>> {
        let (taken, kept) = std::mem::take(&mut self.rows).into_iter().partition(|((name, _), _)| name == table);
        self.rows = kept;
        let taken: HashMap<(String, String), Map<String, Json>> = taken;
        taken.into_values().collect()
    }

    /// Compares the rows of every table on record; sentences that name table, row and column.
    ///
    /// # Errors
    /// What the database says.
    pub fn compare(&mut self, tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<String>, Failure> {
        let mut wrong = vec![];
        for name in ON_RECORD {
            let table = known(name)?;
            tx.values(&format!("SELECT {} FROM {name} WHERE tenant = $1", table.columns.join(", ")), args![tenant], &mut |row| {
                let cells: Vec<Value> = row.collect();
                let key = table.key.iter().skip(1).filter_map(|column| value_of(table, &cells, column)).map(|value| shown(&plain(value)));
                let key = key.collect::<Vec<_>>().join(" ");
                match self.rows.remove(&((*name).to_owned(), key.clone())) {
                    None => wrong.push(format!("{name} {key}: the record of the house knows no such row")),
                    Some(told) => {
                        if let Some(column) = first_difference(table, &told, &cells) {
                            wrong.push(format!("{name} {key}: {column} is not what the record of the house says"));
                        }
                    }
                }
                Ok(())
            })?;
        }
        for (table, key) in self.rows.keys().filter(|(table, _)| ON_RECORD.contains(&table.as_str())) {
            wrong.push(format!("{table} {key}: the row is gone"));
        }
        Ok(wrong)
    }
}

/// The first column in which a row is not as it was told. A column that is younger than the telling is not compared.
#[must_use]
pub fn first_difference(table: &migrate::Table, told: &Map<String, Json>, cells: &[Value]) -> Option<&'static str> {
    table.columns.iter().zip(cells).find_map(|(column, value)| {
        let told = told.get(*column)?;
        let suite = told.get("digest").and_then(Json::as_str).and_then(|text| text.parse::<Digest>().ok()).map(|digest| digest.suite());
        let is_same = match suite {
            Some(suite) => cell(table.name, column, suite, value) == *told,
            None => plain(value) == *told,
        };
        (!is_same).then_some(*column)
    })
}

fn value_of<'a>(table: &migrate::Table, cells: &'a [Value], column: &str) -> Option<&'a Value> {
    table.columns.iter().position(|name| *name == column).and_then(|at| cells.get(at))
}

fn key_of(table: &migrate::Table, row: &Map<String, Json>) -> String {
    let key = table.key.iter().skip(1).map(|column| row.get(*column).map_or_else(String::new, shown));
    key.collect::<Vec<_>>().join(" ")
}

/// A value as a sentence shows it.
fn shown(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
