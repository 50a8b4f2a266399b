//! Tables as JSON lines.

use crate::{
    installation::make_folder,
    oops::{Oops, at},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value as Json, json};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};
use store::{
    Tx, Value,
    migrate::{self, Table},
};

/// So many rows are read at once.
const SLICE: usize = 2_000;
/// Tables that are of no use elsewhere.
const LEFT_OUT: &[&str] = &["old_password", "draft", "idempotency", "unplaced"];
/// Columns that are of no use elsewhere, and dangerous.
const BLANKED: &[(&str, &str)] = &[("account", "password"), ("account", "totp")];

/// Writes every table; how many rows each has.
///
/// # Errors
/// What the engine or the system says.
pub fn write(tx: &Tx<'_>, into: &Path) -> Result<Map<String, Json>, Oops> {
    make_folder(into)?;
    let mut counts = Map::new();
    for table in migrate::tables().iter().filter(|table| !migrate::PASSING.contains(&table.name) && !LEFT_OUT.contains(&table.name)) {
        let path = into.join(format!("{}.jsonl", table.name));
        let mut out = BufWriter::new(File::create(&path).map_err(at(&path))?);
        let mut rows = 0_u64;
        let mut after: Option<Vec<Value>> = None;
        loop {
            let slice = slice(tx, table, after.as_deref())?;
            for row in &slice {
                writeln!(out, "{}", object(table, row)).map_err(at(&path))?;
                rows += 1;
            }
            let Some(last) = slice.last().filter(|_| slice.len() == SLICE) else { break };
            after = Some(key_of(table, last));
        }
        out.flush().map_err(at(&path))?;
        counts.insert(table.name.to_owned(), json!(rows));
    }
    Ok(counts)
}

/// The next rows in key order. The names are the migrations' own, not anything that was typed.
fn slice(tx: &Tx<'_>, table: &Table, after: Option<&[Value]>) -> Result<Vec<Vec<Value>>, Oops> {
    let key = table.key.join(", ");
    let bound = if after.is_some() {
        let marks: Vec<String> = (1..=table.key.len()).map(|nth| format!("${nth}")).collect();
        format!("WHERE ({key}) > ({})", marks.join(", "))
    } else {
        String::new()
    };
    let text = format!("SELECT {} FROM {} {bound} ORDER BY {key} LIMIT {SLICE}", table.columns.join(", "), table.name);
    let mut rows = vec![];
    tx.values(&text, after.unwrap_or_default(), &mut |columns| {
        rows.push(columns.collect());
        Ok(())
    })?;
    Ok(rows)
}

fn key_of(table: &Table, row: &[Value]) -> Vec<Value> {
    table.key.iter().filter_map(|column| table.columns.iter().position(|name| name == column)).filter_map(|at| row.get(at)).cloned().collect()
}

fn object(table: &Table, row: &[Value]) -> Json {
    let cells = table.columns.iter().zip(row).map(|(column, value)| {
        let is_blank = BLANKED.contains(&(table.name, column));
        ((*column).to_owned(), if is_blank { Json::Null } else { json_of(value) })
    });
    Json::Object(cells.collect())
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => json!({ "base64": BASE64_STANDARD.encode(bytes) }),
    }
}
