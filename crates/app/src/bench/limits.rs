//! What the machine can do at most: the bars that everything else stands beside.
//!
//! The bare row goes through the same `store::Db`: the same writer, the same batches, the same sync. It has a kilobyte
//! and three indexes besides its key, and no rule, no ciphers, no chain. The bare page is ten kilobytes from axum in a
//! process of its own, as the program is.

use super::{
    door::{Browser, Served},
    load::{self, Figures, Outcome},
    words::scatter,
};
use crate::oops::{Oops, at};
use axum::{Router, routing::get};
use serde::Serialize;
use std::{
    fs::File,
    io::Write,
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};
use store::{Db, Failure, Options, Target, args};

/// The limits of one run.
#[derive(Debug, Clone, Serialize)]
pub struct Limits {
    /// Bare durable rows, all clients together.
    pub insert: Figures,
    /// How long one `fdatasync` takes, in milliseconds: half, and nineteen of twenty.
    pub sync_p50: f64,
    /// See [`Limits::sync_p50`].
    pub sync_p95: f64,
    /// Bare pages, all clients together.
    pub page: Figures,
}

/// Measures them.
///
/// # Errors
/// What the system says.
pub fn measure(folder: &Path, database: Option<&str>, clients: usize, time: Duration) -> Result<Limits, Oops> {
    let (sync_p50, sync_p95) = syncs(folder)?;
    let insert = inserts(folder, database, clients, time)?.figures();
    let page = pages(clients, time)?.figures();
    Ok(Limits { insert, sync_p50, sync_p95, page })
}

fn syncs(folder: &Path) -> Result<(f64, f64), Oops> {
    let path = folder.join("bench-sync");
    let mut file = File::create(&path).map_err(at(&path))?;
    let mut took = vec![];
    for _ in 0..300 {
        file.write_all(&[7; 4096]).map_err(at(&path))?;
        let before = Instant::now();
        file.sync_data().map_err(at(&path))?;
        took.push(u32::try_from(before.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    std::fs::remove_file(&path).map_err(at(&path))?;
    took.sort_unstable();
    Ok((load::quantile(&took, 50), load::quantile(&took, 95)))
}

const TABLE: &str = "bench_bare";

/// Writes bare rows into a table of their own, which is thrown away.
fn inserts(folder: &Path, database: Option<&str>, clients: usize, time: Duration) -> Result<Outcome, Oops> {
    let path = folder.join("bench-bare.db");
    let target = database.map_or_else(|| Target::File(path.clone()), |url| Target::Server(url.to_owned()));
    let db = Db::open(&target, &Options::default())?;
    let body = if database.is_some() { "BYTEA" } else { "BLOB" };
    // Not registered statements: the table is not one of the house's.
    let ddl = [
        format!(
            "CREATE TABLE {TABLE} (id BIGINT NOT NULL PRIMARY KEY, day BIGINT NOT NULL, organ BIGINT NOT NULL, token BIGINT NOT NULL, body {body} NOT NULL)"
        ),
        format!("CREATE INDEX {TABLE}_day ON {TABLE} (day, id)"),
        format!("CREATE INDEX {TABLE}_organ ON {TABLE} (organ, id)"),
        format!("CREATE INDEX {TABLE}_token ON {TABLE} (token)"),
    ];
    for text in ddl {
        db.write_here(move |tx| Ok(tx.values(&text, &[], &mut |_| Ok(()))?))?;
    }
    let db = Rc::new(db);
    let each: Vec<(Rc<Db>, i64)> = (0..clients).map(|client| (Rc::clone(&db), i64::try_from(client).unwrap_or(0) << 40)).collect();
    let outcome = load::on_one_thread(load::closed(each, time, async |(db, id): &mut (Rc<Db>, i64)| {
        *id += 1;
        let id = *id;
        db.write(move |tx| row(tx, id)).await.map_err(|failure| failure.to_string())
    }))?;
    let drop_it = format!("DROP TABLE {TABLE}");
    db.write_here(move |tx| Ok(tx.values(&drop_it, &[], &mut |_| Ok(()))?))?;
    drop(db);
    if database.is_none() {
        for ending in ["", "-wal", "-shm"] {
            let _not_there = std::fs::remove_file(folder.join(format!("bench-bare.db{ending}")));
        }
    }
    Ok(outcome)
}

fn row(tx: &store::Tx<'_>, id: i64) -> Result<(), Failure> {
    let by = scatter(id.unsigned_abs());
    let token = i64::from_be_bytes(by.to_be_bytes());
    let organ = i64::try_from(by % 100).unwrap_or(0);
    tx.values(
        "INSERT INTO bench_bare (id, day, organ, token, body) VALUES ($1, $2, $3, $4, $5)",
        args![id, 20_000_i64, organ, token, [7_u8; 1000].as_slice()],
        &mut |_| Ok(()),
    )?;
    Ok(())
}

fn pages(clients: usize, time: Duration) -> Result<Outcome, Oops> {
    let served = Served::bare_page()?;
    let address = served.address;
    load::on_one_thread(async move {
        let mut browsers = vec![];
        for _ in 0..clients {
            browsers.push(Browser::open(address).await.map_err(Oops::wrong)?);
        }
        Ok(load::closed(browsers, time, async |browser: &mut Browser| browser.get("/", "").await?.expect(hyper::StatusCode::OK).map(drop)).await)
    })?
}

/// Serves the bare page until the process is ended.
///
/// # Errors
/// What the system says.
pub fn serve_bare_page() -> Result<(), Oops> {
    let failed = |error: std::io::Error| Oops::wrong(format!("bare page: {error}"));
    let page: &'static str = Box::leak("x".repeat(10 * 1024).into_boxed_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        println!("{}", serde_json::json!({ "ready": format!("http://{address}") }));
        let router = Router::new().route("/", get(move || async move { axum::response::Html(page) }));
        axum::serve(listener, router).await.map_err(failed)
    })
}
