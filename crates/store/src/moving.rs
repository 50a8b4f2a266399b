//! All rows from one database into another, and the mark that says which of the two is in use.
//!
//! The same rows as in a backup go from one read view into the other database, in slices; what arrived is read again and
//! compared, table by table, by the digest of its lines (`backup::line`). Nothing is changed in between: the caller holds
//! both sides alone.
//!
//! A move can be cut at any moment. What keeps it from leaving two counties, or none, is a row of `migration` that is no
//! migration ([`Mark`]); every way into a database reads it first.
//!
//! | the new one says | the old one says | so |
//! |---|---|---|
//! | half | – | the old one is in use; moving again begins anew |
//! | ready | – | the same: the old one may have been worked with since |
//! | ready | gone | nobody may use either; moving again finishes |
//! | – | gone | the new one is in use |

use crate::{
    Db, Error, Failure, Tx, Value, args,
    backup::{TableEntry, line},
    migrate::{self, Table},
    sql,
};
use kernel::crypto::{Hasher, Suite};
use std::sync::Arc;

/// From this number on a row of `migration` is a mark. An older program takes it for a migration that it does not know, and
/// refuses the database.
pub(crate) const MARKS: i64 = 1_000_000;
/// How many rows go into one transaction.
const SLICE: usize = 2_000;

/// What a database says about a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Rows are being moved into it.
    Half,
    /// All are in it and were compared; the old one was not given up yet.
    Ready,
    /// Its rows were moved away: where to, without passwords.
    Gone(String),
}

impl Mark {
    fn text(&self) -> String {
        match self {
            Self::Half => "half".to_owned(),
            Self::Ready => "ready".to_owned(),
            Self::Gone(to) => format!("gone {to}"),
        }
    }

    fn parse(text: &str) -> Self {
        match text.split_once(' ') {
            Some(("gone", to)) => Self::Gone(to.to_owned()),
            _ if text == "ready" => Self::Ready,
            _ => Self::Half,
        }
    }

    /// Why a database with this mark is not opened.
    #[must_use]
    pub fn refusal(&self) -> Error {
        Error::Usage(match self {
            Self::Half | Self::Ready => {
                "a move into this database did not come to its end: run the same `linju move` again, or go on with the old one".to_owned()
            }
            Self::Gone(to) => format!("the rows of this database were moved to {to}: use that one; `linju move` from there brings them back"),
        })
    }
}

/// The mark that a database carries.
///
/// # Errors
/// What the engine says; there must be a list of migrations.
pub fn mark(tx: &Tx<'_>) -> Result<Option<Mark>, Error> {
    let mut found = None;
    // Not registered statements: as `migrate::count`, they must run before there are tables.
    tx.values("SELECT name FROM migration WHERE nth >= $1", args![MARKS], &mut |columns| {
        if let Some(Value::Text(text)) = columns.next() {
            found = Some(Mark::parse(&text));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Marks a database, or takes its mark away.
///
/// # Errors
/// What the engine says.
pub fn set_mark(db: &Db, mark: Option<Mark>) -> Result<(), Failure> {
    db.write_here(move |tx| Ok(put_mark(tx, mark.as_ref())?))
}

fn put_mark(tx: &Tx<'_>, mark: Option<&Mark>) -> Result<(), Error> {
    tx.execute(sql!("DELETE FROM migration WHERE nth >= $1"), args![MARKS])?;
    if let Some(mark) = mark {
        tx.execute(sql!("INSERT INTO migration (nth, name) VALUES ($1, $2)"), args![MARKS, mark.text()])?;
    }
    Ok(())
}

/// The mark of a database that may have no tables at all.
///
/// # Errors
/// What the engine says.
pub fn mark_of(db: &Db) -> Result<Option<Mark>, Failure> {
    db.write_here(|tx| {
        migrate::make_list(tx)?;
        Ok(mark(tx)?)
    })
}

/// Whether a database holds a county, or anything of one.
///
/// # Errors
/// What the engine says.
pub fn is_filled(tx: &Tx<'_>) -> Result<bool, Error> {
    let mut rows = 0;
    for table in ["tenant", "event", "organ", "data_key"] {
        tx.values(&format!("SELECT tenant FROM {table} LIMIT 1"), &[], &mut |_| {
            rows += 1;
            Ok(())
        })?;
    }
    Ok(rows > 0)
}

/// Makes a database ready to take rows in: tables made, marked as half, and what an earlier move left in it gone.
///
/// # Errors
/// [`Error::Usage`] when it holds a county, or was moved away itself; what the engine says.
pub fn begin(db: &Db) -> Result<(), Failure> {
    db.write_here(|tx| {
        migrate::make_list(tx)?;
        let before = mark(tx)?;
        migrate::bring(tx, usize::MAX)?;
        match before {
            Some(mark @ Mark::Gone(_)) => return Err(mark.refusal().into()),
            Some(Mark::Half | Mark::Ready) => {
                for table in migrate::tables() {
                    // TRUNCATE is quick on PostgreSQL however much there is; SQLite knows that a DELETE of all is one.
                    tx.batch(&format!("{} {};", if tx.is_postgres() { "TRUNCATE" } else { "DELETE FROM" }, table.name))?;
                }
            }
            None if is_filled(tx)? => {
                return Err(Error::Usage("the new database is not empty: rows are moved into an empty one".to_owned()).into());
            }
            None => {}
        }
        Ok(put_mark(tx, Some(&Mark::Half))?)
    })
}

/// Copies every row that a backup would carry, and compares; one entry a table.
///
/// `told` hears the name of each table that arrived and how many rows it has.
///
/// # Errors
/// [`Error::Damaged`] names the table that did not arrive as it left; what the engines say.
pub fn copy(from: &Db, to: &Db, suite: Suite, told: &(impl Fn(&str, u64) + Clone + Send + 'static)) -> Result<Vec<TableEntry>, Failure> {
    let (into, told) = (to.clone(), told.clone());
    let sent = from.read_here(move |tx| {
        let mut sent = vec![];
        for table in carried() {
            let entry = send(tx, &into, &table, suite)?;
            told(&entry.name, entry.rows);
            sent.push(entry);
        }
        Ok(sent)
    })?;
    let arrived = contents(to, suite)?;
    for (sent, arrived) in sent.iter().zip(&arrived) {
        if sent != arrived {
            let text = format!("table {} left with {} rows and arrived with {}, or with others", sent.name, sent.rows, arrived.rows);
            return Err(Error::Damaged(text).into());
        }
    }
    Ok(sent)
}

/// Every table that a backup would carry, with the digest of its lines: the same on both engines for the same rows.
///
/// # Errors
/// What the engine says.
pub fn contents(db: &Db, suite: Suite) -> Result<Vec<TableEntry>, Failure> {
    db.read_here(move |tx| Ok(carried().iter().map(|table| content(tx, table, suite)).collect::<Result<Vec<_>, _>>()?))
}

fn carried() -> Vec<Table> {
    migrate::tables().into_iter().filter(|table| !migrate::PASSING.contains(&table.name)).collect()
}

/// A table's lines, on their way into a digest.
struct Lines {
    hasher: Hasher,
    line: Vec<u8>,
    rows: u64,
}

impl Lines {
    fn new(table: &Table, suite: Suite) -> Result<Self, Error> {
        let mut lines = Self { hasher: Hasher::new(suite), line: vec![], rows: 0 };
        lines.take(&mut table.columns.iter().map(|column| Value::from(*column)))?;
        lines.rows = 0;
        Ok(lines)
    }

    fn take(&mut self, row: &mut dyn Iterator<Item = Value>) -> Result<(), Error> {
        self.line.clear();
        line::write(row, &mut self.line)?;
        self.hasher.bytes(&self.line);
        self.rows += 1;
        Ok(())
    }

    fn entry(self, table: &Table) -> TableEntry {
        TableEntry { name: table.name.to_owned(), rows: self.rows, digest: self.hasher.finish() }
    }
}

fn content(tx: &Tx<'_>, table: &Table, suite: Suite) -> Result<TableEntry, Error> {
    let mut lines = Lines::new(table, suite)?;
    tx.whole_table(table.name, &table.columns, &table.key, &mut |row| lines.take(row))?;
    Ok(lines.entry(table))
}

fn send(tx: &Tx<'_>, into: &Db, table: &Table, suite: Suite) -> Result<TableEntry, Error> {
    let (mut lines, mut slice) = (Lines::new(table, suite)?, vec![]);
    let name: Arc<str> = table.name.into();
    let columns: Arc<[String]> = table.columns.iter().map(|column| (*column).to_owned()).collect();
    let fill = |slice: &mut Vec<Vec<Value>>| -> Result<(), Error> {
        let (name, columns, rows) = (Arc::clone(&name), Arc::clone(&columns), std::mem::take(slice));
        into.write_here(move |tx| Ok(tx.fill_table(&name, &columns, &rows)?))
            .map_err(|failure| Error::Usage(format!("into the new database, table {}: {failure}", table.name)))
    };
    tx.whole_table(table.name, &table.columns, &table.key, &mut |row| {
        let values: Vec<Value> = row.collect();
        lines.take(&mut values.iter().cloned())?;
        slice.push(values);
        if slice.len() >= SLICE { fill(&mut slice) } else { Ok(()) }
    })?;
    if !slice.is_empty() {
        fill(&mut slice)?;
    }
    Ok(lines.entry(table))
}
