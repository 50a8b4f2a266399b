//! PostgreSQL: many connections, READ COMMITTED, held rows, repeats after a lost race.
//!
//! **A connection that is cut.** Before the commit nothing was kept, and a write is done again on a new connection. During the
//! commit nobody here can know: the server is asked what became of the transaction by its number, which was asked for before
//! (`Link::settle`). Only when it stays away is the caller told "not saved" without knowing; the form's key then makes the
//! same form sent again count once, kept or not.

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
        // A server that fell silent holds up nobody's end.
        let pool = pool.unwaited();
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
            match self.once(read_only, work) {
                // The connection broke before the commit, or a race was lost: nothing was kept.
                Once::Ended(Err(Failure::Busy)) if attempt < REPEATS => back_off(attempt),
                Once::Ended(outcome) => return outcome,
                Once::Unknown(number, outcome) => match self.settle(&number) {
                    Fate::Kept => return Ok(outcome),
                    Fate::Undone => back_off(attempt),
                    Fate::Unknown => {
                        let why = "the connection to the database was cut during the commit, and the server does not come back: whether it was kept is not known";
                        return Err(Failure::NotSaved(why.to_owned()));
                    }
                },
            }
        }
        Err(Failure::Busy)
    }

    fn once<T>(&mut self, read_only: bool, work: &impl Fn(&Tx<'_>) -> Result<T, Failure>) -> Once<T> {
        let Self { client: Some(client), prepared, .. } = self else { return Once::Ended(Err(Failure::Busy)) };
        let level = if read_only { IsolationLevel::RepeatableRead } else { IsolationLevel::ReadCommitted };
        let Ok(transaction) = client.build_transaction().isolation_level(level).read_only(read_only).start() else {
            self.client = None;
            return Once::Ended(Err(Failure::Busy));
        };
        let tx = Tx(Engine::Postgres(PgTx { transaction: RefCell::new(transaction), prepared }));
        let outcome = match work(&tx) {
            Ok(outcome) => outcome,
            Err(failure) => return Once::Ended(Err(failure)),
        };
        let Tx(Engine::Postgres(tx)) = tx else { return Once::Ended(Err(Failure::Busy)) };
        let number = match tx.number(read_only) {
            Ok(number) => number,
            Err(error) => return Once::Ended(Err(error.into())),
        };
        match (tx.transaction.into_inner().commit().map_err(Error::from), number) {
            (Ok(()), _) => Once::Ended(Ok(outcome)),
            (Err(error), _) if error.is_contention() => Once::Ended(Err(Failure::Busy)),
            // What only read has read all of it.
            (Err(error), None) if error.is_away() => Once::Ended(Ok(outcome)),
            (Err(error), Some(number)) if error.is_away() => Once::Unknown(number, outcome),
            (Err(error), _) => Once::Ended(Err(Failure::NotSaved(error.to_string()))),
        }
    }

    /// What became of a transaction whose commit was not answered. Waits some seconds for a server that is away.
    fn settle(&mut self, number: &str) -> Fate {
        for _ in 0..SETTLE_ROUNDS {
            // The old connection answers nothing more.
            self.client = None;
            if self.connect().is_ok() {
                let told = self.client.as_mut().map(|client| client.query_one("SELECT pg_xact_status(CAST(CAST($1 AS TEXT) AS xid8))", &[&number]));
                match told.and_then(|told| told.ok()?.try_get::<_, Option<String>>(0).ok()?).as_deref() {
                    Some("committed") => return Fate::Kept,
                    Some("aborted") => return Fate::Undone,
                    // "in progress": its backend has not noticed yet.
                    _ => {}
                }
            }
            pause(SETTLE_PAUSE);
        }
        tracing::error!(transaction = number, "what became of a commit is not known");
        Fate::Unknown
    }
}

/// How a transaction went.
enum Once<T> {
    /// It is known.
    Ended(Result<T, Failure>),
    /// The connection was cut during the commit: its number, and what came of it if it was kept.
    Unknown(String, T),
}

/// What became of a commit that was not answered.
enum Fate {
    Kept,
    Undone,
    Unknown,
}

/// So often a server is asked what became of a commit; with the pause between, five seconds.
const SETTLE_ROUNDS: u32 = 25;
const SETTLE_PAUSE: Duration = Duration::from_millis(200);

fn back_off(attempt: u32) {
    pause(Duration::from_micros(200 << attempt.min(7)));
}

#[expect(clippy::disallowed_methods, reason = "a connection thread that lost a race, or its server, has nothing else to do")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

pub(crate) struct PgTx<'a> {
    pub(crate) transaction: RefCell<::postgres::Transaction<'a>>,
    prepared: &'a Prepared,
}

impl PgTx<'_> {
    /// The transaction's number, for asking what became of it; `None` when it wrote nothing.
    fn number(&self, read_only: bool) -> Result<Option<String>, Error> {
        if read_only {
            return Ok(None);
        }
        let statement = self.statement("SELECT CAST(pg_current_xact_id_if_assigned() AS TEXT)")?;
        Ok(self.transaction.borrow_mut().query_one(&statement, &[])?.try_get(0)?)
    }

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
