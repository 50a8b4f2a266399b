//! Putting a backup back.

use super::{ErasureLine, Manifest, at, check, line, read_erasures, table_path};
use crate::{Db, Error, Failure, FromValue, Value, files::FileStore, keys, migrate, moving};
use kernel::{
    crypto::{Digest, NotADigest},
    id::{StreamId, TenantId},
    random::Random,
};
use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    sync::Arc,
};

/// How many rows go into one transaction.
const SLICE: usize = 2_000;

/// What was put back.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The manifest of the backup.
    pub manifest: Manifest,
    /// Erasures that were applied: what the backup still held of these people is not in the new database.
    pub erased: Vec<ErasureLine>,
    /// Rows put back.
    pub rows: u64,
    /// Bodies put back.
    pub files: u64,
}

/// Puts a backup into an empty database and an empty folder of bodies.
///
/// `erasures` is the list in force now, from the live database ([`super::erasures_in`]) or from a kept file
/// ([`super::read_erasures`]); the backup's own list is applied too. The tables are made as the backup knew them, filled,
/// and then brought up to date. `db` must not be served before this has returned.
///
/// # Errors
/// What the engine or the system says; [`Error::Damaged`] before anything is written when the backup does not match
/// its manifest; [`Error::Usage`] when the database holds something already.
pub fn restore(from: &Path, db: &Db, into: &FileStore, erasures: &[ErasureLine], random: &dyn Random) -> Result<Restored, Failure> {
    let manifest = check(from)?;
    let known: Vec<&str> = migrate::names().collect();
    if !known.iter().zip(&manifest.migrations).all(|(known, had)| known == had) || manifest.migrations.len() > known.len() {
        return Err(Error::Usage("this backup was made by another version: use the newer linju".to_owned()).into());
    }
    migrate::run_to(db, manifest.migrations.len())?;
    let filled = db.read_here(|tx| Ok(moving::is_filled(tx)?))?;
    if filled {
        return Err(Error::Usage("the database is not empty: restore into a new one".to_owned()).into());
    }
    migrate::run_back_to(db, manifest.migrations.len())?;

    let mut erased = Erased::default();
    for erasure in read_erasures(&from.join("erasures.jsonl"))?.iter().chain(erasures) {
        erased.add(*erasure);
    }
    let (mut rows, mut bodies) = (0, vec![]);
    for table in &manifest.tables {
        rows += fill(from, db, &table.name, &mut erased, &mut bodies)?;
    }
    let list: Vec<ErasureLine> = erased.list.values().copied().collect();
    db.write_here(move |tx| list.iter().try_for_each(|line| Ok(keys::note_erasure(tx, line.tenant, line.stream, line.subject, line.erased_at)?)))?;
    migrate::run(db)?;

    let mut files = 0;
    let copies = FileStore::read_only(&from.join("files"));
    for (tenant, digest) in bodies {
        if manifest.missing.contains(&format!("{tenant}/{digest}")) {
            continue;
        }
        let path = copies.path(tenant, &digest);
        let mut sealed = File::open(&path).map_err(|source| at(&path, source))?;
        into.put_sealed(&mut sealed, tenant, &digest, random)?;
        files += 1;
    }
    Ok(Restored { manifest, erased: erased.applied, rows, files })
}

/// Fills one table, slice by slice; gathers which bodies its rows name.
fn fill(from: &Path, db: &Db, table: &str, erased: &mut Erased, bodies: &mut Vec<(TenantId, Digest)>) -> Result<u64, Failure> {
    let path = table_path(from, table);
    let damaged = |number: usize, error: &dyn std::fmt::Display| Error::Damaged(format!("{} line {number}: {error}", path.display()));
    let file = File::open(&path).map_err(|source| at(&path, source))?;
    let mut lines = BufReader::new(file).lines().enumerate();
    let mut next = || -> Result<Option<(usize, Vec<Value>)>, Error> {
        let Some((number, text)) = lines.next() else { return Ok(None) };
        let text = text.map_err(|source| at(&path, source))?;
        Ok(Some((number + 1, line::read(&text).map_err(|error| damaged(number + 1, &error))?)))
    };
    let Some((_, head)) = next()? else { return Err(damaged(1, &"the names of the columns are missing").into()) };
    let columns = head.into_iter().map(String::from_value).collect::<Result<Vec<_>, _>>()?;
    let (columns, table): (Arc<[String]>, Arc<str>) = (columns.into(), table.into());
    let mut rows = 0;
    loop {
        let mut slice = vec![];
        while slice.len() < SLICE {
            let Some((number, mut row)) = next()? else { break };
            if row.len() != columns.len() {
                return Err(damaged(number, &"not as many values as columns").into());
            }
            if erased.apply(&table, &columns, &mut row)? {
                if &*table == "file" && value(&columns, &row, "erased_at") == Value::Null {
                    let digest = String::from_value(value(&columns, &row, "digest"))?;
                    let digest = digest.parse().map_err(|error: NotADigest| damaged(number, &error))?;
                    bodies.push((TenantId::from_value(value(&columns, &row, "tenant"))?, digest));
                }
                slice.push(row);
            }
        }
        if slice.is_empty() {
            return Ok(rows);
        }
        rows += slice.len() as u64;
        let (table, columns) = (Arc::clone(&table), Arc::clone(&columns));
        db.write_here(move |tx| Ok(tx.fill_table(&table, &columns, &slice)?))?;
    }
}

fn value(columns: &[String], row: &[Value], name: &str) -> Value {
    columns.iter().position(|column| column == name).and_then(|at| row.get(at)).cloned().unwrap_or(Value::Null)
}

fn set(columns: &[String], row: &mut [Value], name: &str, new: Value) {
    if let Some(place) = columns.iter().position(|column| column == name).and_then(|at| row.get_mut(at)) {
        *place = new;
    }
}

/// The erasures in force, and those of them that changed something.
#[derive(Default)]
struct Erased {
    list: HashMap<(TenantId, StreamId, i64), ErasureLine>,
    applied: Vec<ErasureLine>,
}

impl Erased {
    fn add(&mut self, line: ErasureLine) {
        self.list.entry((line.tenant, line.stream, line.subject)).or_insert(line);
    }

    /// Takes from a row what an erased person may no longer have; `false` when the row is not to be put back at all.
    fn apply(&mut self, table: &str, columns: &[String], row: &mut [Value]) -> Result<bool, Error> {
        if !["data_key", "blind", "file"].contains(&table) || self.list.is_empty() {
            return Ok(true);
        }
        let number = |name| i64::from_value(value(columns, row, name));
        let whose = (TenantId::new(number("tenant")?), StreamId::new(number("stream")?), number("subject")?);
        let Some(line) = self.list.get(&whose) else { return Ok(true) };
        if table == "blind" {
            // Subject 0 of the index is the query code: erasing what was said leaves it.
            return Ok(whose.2 == keys::NARRATIVE);
        }
        if value(columns, row, "erased_at") != Value::Null {
            return Ok(true);
        }
        set(columns, row, "erased_at", line.erased_at.into());
        if table == "file" {
            set(columns, row, "name", Value::Bytes(vec![]));
        } else {
            let wrapped = Vec::<u8>::from_value(value(columns, row, "wrapped"))?;
            set(columns, row, "wrapped", Value::Bytes(vec![0; wrapped.len()]));
            self.applied.push(*line);
        }
        Ok(true)
    }
}
