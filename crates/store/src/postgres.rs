//! PostgreSQL: many connections, READ COMMITTED, held rows, repeats after a lost race.

use crate::{
    Error, Failure, Options, Value,
    pool::Pool,
    postgres_tls::Address,
    tx::{EachRow, Engine, Tx},
};
use ::postgres::{
    Client, IsolationLevel, Statement,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use std::{
    cell::RefCell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};
use tokio::sync::oneshot;

type Prepared = RefCell<HashMap<String, Statement>>;

/// A connection that mends itself: after an error that broke it, the next job opens a new one.
pub(crate) struct Link {
    address: Arc<Address>,
    client: Option<Client>,
    prepared: Prepared,
}

pub(crate) struct Postgres {
    pool: Pool<Link>,
}

/// How often a transaction that lost a race is repeated before the caller hears "busy".
const REPEATS: u32 = 20;

impl Postgres {
    pub(crate) fn open(address: &str, options: &Options) -> Result<Self, Error> {
        let address = Arc::new(Address::read(address)?);
        let links = (0..options.connections)
            .map(|_| {
                let mut link = Link { address: Arc::clone(&address), client: None, prepared: RefCell::default() };
                link.connect()?;
                Ok(link)
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let pool = Pool::start("postgres", links, |_| {}).map_err(|source| Error::File { path: "connection thread".to_owned(), source })?;
        Ok(Self { pool })
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        self.run(false, work)
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        let once = RefCell::new(Some(work));
        self.run(true, move |tx| match once.borrow_mut().take() {
            Some(work) => work(tx),
            None => Err(Failure::Busy),
        })
    }

    fn run<T: Send + 'static>(
        &self,
        read_only: bool,
        work: impl Fn(&Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Failure>> {
        let (reply, wait) = oneshot::channel();
        let _full = self.pool.run(move |link, _| {
            let outcome = catch_unwind(AssertUnwindSafe(|| link.transact(read_only, &work)))
                .unwrap_or_else(|_| Err(Failure::Bug("the command panicked".to_owned())));
            let _caller_gone = reply.send(outcome);
        });
        wait
    }
}

impl Link {
    fn connect(&mut self) -> Result<(), Error> {
        let mut client = self.address.connect()?;
        client.batch_execute("SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'; SET client_min_messages = 'warning'")?;
        self.prepared.borrow_mut().clear();
        self.client = Some(client);
        Ok(())
    }

    fn transact<T>(&mut self, read_only: bool, work: &impl Fn(&Tx<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        for attempt in 0..=REPEATS {
            if self.client.as_ref().is_none_or(Client::is_closed) {
                self.connect().map_err(|error| {
                    tracing::warn!(%error, "the database is away");
                    Failure::Busy
                })?;
            }
            let outcome = self.once(read_only, work);
            match outcome {
                // The connection broke before the commit: nothing was kept.
                Err(Failure::Bug(_)) if attempt < REPEATS && self.client.as_ref().is_none_or(Client::is_closed) => back_off(attempt),
                Err(Failure::Busy) if attempt < REPEATS => back_off(attempt),
                outcome => return outcome,
            }
        }
        Err(Failure::Busy)
    }

    fn once<T>(&mut self, read_only: bool, work: &impl Fn(&Tx<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        let Self { client: Some(client), prepared, .. } = self else { return Err(Failure::Busy) };
        let level = if read_only { IsolationLevel::RepeatableRead } else { IsolationLevel::ReadCommitted };
        let transaction = client.build_transaction().isolation_level(level).read_only(read_only).start().map_err(|_| Failure::Busy)?;
        let tx = Tx(Engine::Postgres(PgTx { transaction: RefCell::new(transaction), prepared }));
        let outcome = work(&tx)?;
        let Tx(Engine::Postgres(PgTx { transaction, .. })) = tx else { return Err(Failure::Busy) };
        transaction.into_inner().commit().map_err(|error| match Error::from(error) {
            error if error.is_contention() => Failure::Busy,
            error => Failure::NotSaved(error.to_string()),
        })?;
        Ok(outcome)
    }
}

#[expect(clippy::disallowed_methods, reason = "a connection thread that lost a race has nothing else to do")]
fn back_off(attempt: u32) {
    std::thread::sleep(Duration::from_micros(200 << attempt.min(7)));
}

pub(crate) struct PgTx<'a> {
    pub(crate) transaction: RefCell<::postgres::Transaction<'a>>,
    prepared: &'a Prepared,
}

impl PgTx<'_> {
    pub(crate) fn execute(&self, text: &str, args: &[Value]) -> Result<u64, Error> {
        let statement = self.statement(text)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|arg| arg as _).collect();
        Ok(self.transaction.borrow_mut().execute(&statement, &args)?)
    }

    pub(crate) fn rows(&self, text: &str, args: &[Value], each: &mut EachRow<'_>) -> Result<(), Error> {
        let statement = self.statement(text)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|arg| arg as _).collect();
        let rows = self.transaction.borrow_mut().query(&statement, &args)?;
        for row in rows {
            let values = (0..row.len()).map(|column| read(&row, column)).collect::<Result<Vec<_>, _>>()?;
            each(&mut values.into_iter())?;
        }
        Ok(())
    }

    pub(crate) fn batch(&self, text: &str) -> Result<(), Error> {
        Ok(self.transaction.borrow_mut().batch_execute(text)?)
    }

    pub(crate) fn prepare(&self, text: &str) -> Result<(), Error> {
        // In a savepoint of its own, so that one bad statement does not hide the others.
        let mut transaction = self.transaction.borrow_mut();
        let mut point = transaction.transaction()?;
        let outcome = point.prepare(text).map(drop);
        point.rollback()?;
        Ok(outcome?)
    }

    fn statement(&self, text: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.borrow().get(text) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.borrow_mut().prepare(text)?;
        self.prepared.borrow_mut().insert(text.to_owned(), statement.clone());
        Ok(statement)
    }
}

pub(crate) fn read(row: &::postgres::Row, column: usize) -> Result<Value, Error> {
    let Some(kind) = row.columns().get(column).map(::postgres::Column::type_) else { return Ok(Value::Null) };
    Ok(match *kind {
        Type::BOOL => row.try_get::<_, Option<bool>>(column)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from).into(),
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(column)?.into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column)?.into(),
        _ => row.try_get::<_, Option<String>>(column)?.into(),
    })
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, kind) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(number), &Type::BOOL) => (*number != 0).to_sql(kind, out),
            (Self::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(kind, out),
            (Self::Int(number), &Type::INT8) => number.to_sql(kind, out),
            (Self::Real(number), &Type::FLOAT8) => number.to_sql(kind, out),
            (Self::Text(text), &(Type::TEXT | Type::VARCHAR)) => text.to_sql(kind, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(kind, out),
            // Its bytes would be read as something else.
            (value, _) => Err(format!("{value:?} is no {kind}").into()),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}
