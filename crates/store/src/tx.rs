//! What a unit of work may do with the database: the same verbs on both engines.

use crate::{Error, FromValue, Row, Statement, Value, postgres::PgTx};

/// A transaction (or, when reading, one consistent view).
pub struct Tx<'a>(pub(crate) Engine<'a>);

pub(crate) enum Engine<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(PgTx<'a>),
}

/// Called with the columns of each row.
pub(crate) type EachRow<'f> = dyn FnMut(&mut dyn Iterator<Item = Value>) -> Result<(), Error> + 'f;

impl Tx<'_> {
    /// Holds the row that a statement with `FOR UPDATE` finds, until the end of the transaction. SQLite has one writer:
    /// there is nothing to hold.
    ///
    /// # Errors
    /// What the engine says.
    pub fn hold(&self, statement: &Statement, args: &[Value]) -> Result<(), Error> {
        match &self.0 {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(_) => self.scalar::<i64>(statement, args).map(drop),
        }
    }

    /// Runs a statement that changes rows; says how many.
    ///
    /// # Errors
    /// What the engine says.
    pub fn execute(&self, statement: &Statement, args: &[Value]) -> Result<u64, Error> {
        match &self.0 {
            Engine::Sqlite(connection) => {
                let changed = connection.prepare_cached(statement.sqlite())?.execute(rusqlite::params_from_iter(args))?;
                Ok(u64::try_from(changed).unwrap_or(u64::MAX))
            }
            Engine::Postgres(tx) => tx.execute(statement.postgres(), args),
        }
    }

    /// Reads every row.
    ///
    /// # Errors
    /// What the engine says, or [`Error::Shape`].
    pub fn select<R: Row>(&self, statement: &Statement, args: &[Value]) -> Result<Vec<R>, Error> {
        let mut rows = vec![];
        self.each(statement, args, &mut |columns| {
            rows.push(R::from_row(columns)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Reads the first row, if there is one.
    ///
    /// # Errors
    /// What the engine says, or [`Error::Shape`].
    pub fn first<R: Row>(&self, statement: &Statement, args: &[Value]) -> Result<Option<R>, Error> {
        Ok(self.select(statement, args)?.into_iter().next())
    }

    /// Reads the first column of the first row, if there is one.
    ///
    /// # Errors
    /// What the engine says, or [`Error::Shape`].
    pub fn scalar<T: FromValue>(&self, statement: &Statement, args: &[Value]) -> Result<Option<T>, Error> {
        let mut found = None;
        self.each(statement, args, &mut |columns| {
            if found.is_none() {
                found = Some(T::from_value(columns.next().ok_or(Error::Shape("a column"))?)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands each row to `take` as it comes: for what is too long for a list.
    ///
    /// # Errors
    /// What the engine says, or what `take` says.
    pub fn for_each<R: Row>(&self, statement: &Statement, args: &[Value], mut take: impl FnMut(R) -> Result<(), Error>) -> Result<(), Error> {
        self.each(statement, args, &mut |columns| take(R::from_row(columns)?))
    }

    /// Each row as bare values: for `verify` and `export`, which read tables that they know by name alone.
    ///
    /// # Errors
    /// What the engine says.
    pub fn values(&self, text: &str, args: &[Value], each: &mut EachRow<'_>) -> Result<(), Error> {
        match &self.0 {
            Engine::Sqlite(connection) => sqlite_rows(connection, &text.replace('$', "?"), args, each),
            Engine::Postgres(tx) => tx.rows(text, args, each),
        }
    }

    /// Several statements without arguments.
    pub(crate) fn batch(&self, text: &str) -> Result<(), Error> {
        match &self.0 {
            Engine::Sqlite(connection) => Ok(connection.execute_batch(text)?),
            Engine::Postgres(tx) => tx.batch(text),
        }
    }

    fn each(&self, statement: &Statement, args: &[Value], each: &mut EachRow<'_>) -> Result<(), Error> {
        match &self.0 {
            Engine::Sqlite(connection) => sqlite_rows(connection, statement.sqlite(), args, each),
            Engine::Postgres(tx) => tx.rows(statement.postgres(), args, each),
        }
    }

    /// Whether the engine is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.0, Engine::Postgres(_))
    }

    /// Only prepares: for the test of all statements.
    ///
    /// # Errors
    /// What the engine says.
    pub fn prepare(&self, statement: &Statement) -> Result<(), Error> {
        match &self.0 {
            Engine::Sqlite(connection) => Ok(connection.prepare(statement.sqlite()).map(drop)?),
            Engine::Postgres(tx) => tx.prepare(statement.postgres()),
        }
    }
}

fn sqlite_rows(connection: &rusqlite::Connection, text: &str, args: &[Value], each: &mut EachRow<'_>) -> Result<(), Error> {
    let mut prepared = connection.prepare_cached(text)?;
    let count = prepared.column_count();
    let mut rows = prepared.query(rusqlite::params_from_iter(args))?;
    while let Some(row) = rows.next()? {
        each(&mut (0..count).map(|column| sqlite_value(row, column)))?;
    }
    Ok(())
}

fn sqlite_value(row: &rusqlite::Row<'_>, column: usize) -> Value {
    use rusqlite::types::ValueRef;
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => Value::Int(number),
        Ok(ValueRef::Real(number)) => Value::Real(number),
        Ok(ValueRef::Text(text)) => Value::Text(str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text).into_owned(), str::to_owned)),
        Ok(ValueRef::Blob(bytes)) => Value::Bytes(bytes.to_vec()),
        Ok(ValueRef::Null) | Err(_) => Value::Null,
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
