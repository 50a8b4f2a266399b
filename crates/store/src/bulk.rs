//! Whole tables in and out: for `backup`, `restore` and `move`, which know tables by name alone.

use crate::{
    Error, Tx, Value,
    postgres::read,
    tx::{EachRow, Engine},
};
use ::postgres::fallible_iterator::FallibleIterator;
use std::{fmt::Write as _, io::Write};

impl Tx<'_> {
    /// Hands over every row of `SELECT columns FROM table ORDER BY key`, without holding the table in memory.
    /// `each` must not use the transaction.
    pub(crate) fn whole_table(&self, table: &str, columns: &[&str], key: &[&str], each: &mut EachRow<'_>) -> Result<(), Error> {
        let text = format!("SELECT {} FROM {table} ORDER BY {}", columns.join(", "), key.join(", "));
        match &self.0 {
            Engine::Sqlite(_) => self.values(&text, &[], each),
            Engine::Postgres(tx) => {
                let mut transaction = tx.transaction.borrow_mut();
                // Reading ten million rows takes longer than a page may.
                transaction.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")?;
                let mut rows = transaction.query_raw(text.as_str(), Vec::<Value>::new())?;
                while let Some(row) = rows.next()? {
                    let values = (0..row.len()).map(|column| read(&row, column)).collect::<Result<Vec<_>, _>>()?;
                    each(&mut values.into_iter())?;
                }
                Ok(())
            }
        }
    }

    /// Inserts rows of bare values.
    pub(crate) fn fill_table(&self, table: &str, columns: &[String], rows: &[Vec<Value>]) -> Result<(), Error> {
        let names = columns.join(", ");
        match &self.0 {
            Engine::Sqlite(connection) => {
                let marks = (1..=columns.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
                let mut insert = connection.prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
                for row in rows {
                    insert.execute(rusqlite::params_from_iter(row))?;
                }
            }
            Engine::Postgres(tx) => {
                let mut transaction = tx.transaction.borrow_mut();
                let mut copy = transaction.copy_in(&format!("COPY {table} ({names}) FROM STDIN"))?;
                let mut text = String::new();
                for row in rows {
                    copy_line(row, &mut text);
                }
                copy.write_all(text.as_bytes()).map_err(|source| Error::File { path: format!("copy into {table}"), source })?;
                copy.finish()?;
            }
        }
        Ok(())
    }
}

/// A row in the text form of PostgreSQL's COPY.
fn copy_line(row: &[Value], out: &mut String) {
    for (nth, value) in row.iter().enumerate() {
        if nth > 0 {
            out.push('\t');
        }
        match value {
            Value::Null => out.push_str("\\N"),
            Value::Int(number) => {
                let _infallible = write!(out, "{number}");
            }
            Value::Real(number) => {
                let _infallible = write!(out, "{number}");
            }
            Value::Bytes(bytes) => {
                out.push_str("\\\\x");
                for byte in bytes {
                    let _infallible = write!(out, "{byte:02x}");
                }
            }
            Value::Text(text) => {
                for letter in text.chars() {
                    match letter {
                        '\\' => out.push_str("\\\\"),
                        '\n' => out.push_str("\\n"),
                        '\r' => out.push_str("\\r"),
                        '\t' => out.push_str("\\t"),
                        other => out.push(other),
                    }
                }
            }
        }
    }
    out.push('\n');
}
