//! The tables, in one text for both engines.
//!
//! Rewrites: PostgreSQL reads `BYTES` as `BYTEA`, gives every `TEXT` the collation `"C"` (under zh_CN a range of paths
//! would silently return nothing) and knows no `CLUSTERED`; SQLite reads `BIGINT` and `BOOLEAN` as `INTEGER`, `BYTES`
//! as `BLOB`, makes every table `STRICT` and a `CLUSTERED` one `WITHOUT ROWID`.

use crate::{Db, Error, Failure, Tx, args, moving, sql};

/// The migrations, oldest first; one is never changed once it has left the house.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_house", include_str!("../../../migrations/0001_house.sql")),
    ("0002_proposals", include_str!("../../../migrations/0002_proposals.sql")),
    ("0003_portal", include_str!("../../../migrations/0003_portal.sql")),
    ("0004_document", include_str!("../../../migrations/0004_document.sql")),
    ("0005_reception", include_str!("../../../migrations/0005_reception.sql")),
    ("0006_dispatch", include_str!("../../../migrations/0006_dispatch.sql")),
    ("0007_messages", include_str!("../../../migrations/0007_messages.sql")),
    ("0008_setup", include_str!("../../../migrations/0008_setup.sql")),
    ("0010_portal_rest", include_str!("../../../migrations/0010_portal_rest.sql")),
    ("0011_reads", include_str!("../../../migrations/0011_reads.sql")),
    ("0013_news", include_str!("../../../migrations/0013_news.sql")),
    ("0014_deputies", include_str!("../../../migrations/0014_deputies.sql")),
    ("0017_phone", include_str!("../../../migrations/0017_phone.sql")),
    ("0018_uploads", include_str!("../../../migrations/0018_uploads.sql")),
    ("0019_seal_approver", include_str!("../../../migrations/0019_seal_approver.sql")),
    ("0020_seasons", include_str!("../../../migrations/0020_seasons.sql")),
    ("0021_keeping", include_str!("../../../migrations/0021_keeping.sql")),
    ("0022_roster", include_str!("../../../migrations/0022_roster.sql")),
    ("0023_video", include_str!("../../../migrations/0023_video.sql")),
    ("0024_mediation", include_str!("../../../migrations/0024_mediation.sql")),
];

/// Brings the tables up to date; says which migrations ran.
///
/// # Errors
/// What the engine says; [`Error::Usage`] when the database was made by a newer version.
pub fn run(db: &Db) -> Result<Vec<&'static str>, Failure> {
    run_to(db, MIGRATIONS.len())
}

/// Runs the migrations up to the `last`th: a backup is put back into the tables that it was made from.
pub(crate) fn run_to(db: &Db, last: usize) -> Result<Vec<&'static str>, Failure> {
    db.write_here(move |tx| {
        make_list(tx)?;
        if let Some(mark) = moving::mark(tx)? {
            return Err(mark.refusal().into());
        }
        Ok(bring(tx, last)?)
    })
}

/// Tables that are empty and newer than the `last`th migration are made anew as they were then: a backup's rows do not fit into later ones.
pub(crate) fn run_back_to(db: &Db, last: usize) -> Result<(), Failure> {
    db.write_here(move |tx| {
        let done = count(tx)?;
        if done > last {
            for table in tables_of(done) {
                tx.batch(&format!("DROP TABLE {};", table.name))?;
            }
            tx.batch("DELETE FROM migration;")?;
            bring(tx, last)?;
        }
        Ok(())
    })
}

/// Makes the list of migrations where there is none.
pub(crate) fn make_list(tx: &Tx<'_>) -> Result<(), Error> {
    tx.batch(&dialect(tx, "CREATE TABLE IF NOT EXISTS migration (nth BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (nth));"))
}

/// Runs what is missing of the first `last` migrations, whatever mark the database carries.
pub(crate) fn bring(tx: &Tx<'_>, last: usize) -> Result<Vec<&'static str>, Error> {
    let done = count(tx)?;
    refuse_newer(done)?;
    let mut ran = vec![];
    for (nth, (name, text)) in MIGRATIONS.iter().enumerate().take(last).skip(done) {
        tx.batch(&dialect(tx, text))?;
        let nth = i64::try_from(nth).unwrap_or(i64::MAX);
        tx.execute(sql!("INSERT INTO migration (nth, name) VALUES ($1, $2)"), args![nth, *name])?;
        ran.push(*name);
    }
    Ok(ran)
}

/// That a database is of this version, for those who only read.
///
/// # Errors
/// [`Error::Usage`]: it was made by a newer version, was not brought up to date yet, or is not to be used ([`moving::Mark`]).
pub fn expect_current(tx: &Tx<'_>) -> Result<(), Error> {
    if let Some(mark) = moving::mark(tx)? {
        return Err(mark.refusal());
    }
    let done = count(tx)?;
    refuse_newer(done)?;
    if done < MIGRATIONS.len() {
        let known = MIGRATIONS.len();
        return Err(Error::Usage(format!(
            "this database has {done} migrations and this version knows {known}: run `linju serve` of this version once"
        )));
    }
    Ok(())
}

fn refuse_newer(done: usize) -> Result<(), Error> {
    let known = MIGRATIONS.len();
    if done <= known {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "a newer linju has brought this database up to date: it has {done} migrations and this version knows {known}: use the newer linju"
    )))
}

/// The names of all migrations, oldest first.
pub fn names() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|(name, _)| *name)
}

/// Their texts, oldest first.
pub fn texts() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|(_, text)| *text)
}

fn count(tx: &Tx<'_>) -> Result<usize, Error> {
    let mut count = 0;
    // Not a registered statement: it must run before there are tables to prepare it against.
    tx.values("SELECT nth FROM migration WHERE nth < $1", args![moving::MARKS], &mut |_| {
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

fn dialect(tx: &Tx<'_>, text: &str) -> String {
    let text: String = text.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
    if tx.is_postgres() {
        return text.replace("BYTES", "BYTEA").replace(" TEXT", " TEXT COLLATE \"C\"").replace(" CLUSTERED;", ";");
    }
    text.split_inclusive(';')
        .map(|statement| {
            let statement = statement.replace("BIGINT", "INTEGER").replace("BOOLEAN", "INTEGER").replace("BYTES", "BLOB");
            if !statement.trim_start().starts_with("CREATE TABLE") {
                return statement;
            }
            if statement.ends_with(" CLUSTERED;") {
                statement.replace(" CLUSTERED;", " STRICT, WITHOUT ROWID;")
            } else {
                statement.replace(");", ") STRICT;")
            }
        })
        .collect()
}

/// The tables that are a reading of the ledger, and can be dropped and rebuilt.
pub const READINGS: &[&str] = &[
    "case_file",
    "case_access",
    "bar",
    "blind",
    "clock",
    "matter_fact",
    "letter",
    "precedent",
    "notice",
    "keeping",
    "mediation",
    "mediation_access",
    "mediation_clock",
    "mediation_session",
    "mediation_seat",
    "mediation_promise",
];
/// The tables that are not: what `backup`, `export` and `move` carry besides the ledger's own.
pub const REGISTERS: &[&str] = &[
    "tenant",
    "counter",
    "area",
    "organ",
    "organ_past",
    "succession",
    "account",
    "old_password",
    "post",
    "post_proposal",
    "approver",
    "handover",
    "reset_request",
    "enrolment",
    "phone",
    "house_record",
    "event",
    "unplaced",
    "place",
    "seal",
    "data_key",
    "erasure",
    "read_entry",
    "read_waiting",
    "idempotency",
    "file",
    "task",
    "imported",
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
/// The tables that neither `backup` nor `move` carries: who is signed in, what is half typed, who works on what just now, and what the
/// engine's own state is.
pub const PASSING: &[&str] =
    &["session", "lease", "migration", "draft", "saying", "upload", "upload_piece", "news", "video_room", "video_seat", "video_signature"];

/// A table as the migrations declare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: Vec<&'static str>,
    /// The columns of its primary key, in order; the first is the tenant.
    pub key: Vec<&'static str>,
}

/// All tables, in the order in which the migrations make them.
#[must_use]
pub fn tables() -> Vec<Table> {
    tables_of(MIGRATIONS.len())
}

/// One table by its name.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    static TABLES: std::sync::LazyLock<Vec<Table>> = std::sync::LazyLock::new(tables);
    TABLES.iter().find(|table| table.name == name)
}

/// The tables after the first `last` migrations. Each `CREATE TABLE` stands on one line; its key comes last.
pub(crate) fn tables_of(last: usize) -> Vec<Table> {
    let mut tables: Vec<Table> = vec![];
    for line in MIGRATIONS.iter().take(last).flat_map(|(_, text)| text.lines()) {
        if let Some((name, body)) = line.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split_once(" (")) {
            let (columns, key) = body.split_once(", PRIMARY KEY (").unwrap_or((body, ""));
            let key = key.split(')').next().unwrap_or_default();
            let columns = columns.split(", ").filter_map(|column| column.split(' ').next()).collect();
            tables.push(Table { name, columns, key: key.split(", ").collect() });
        } else if let Some((name, column)) = line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN ")) {
            let column = column.split(' ').next().unwrap_or_default();
            tables.iter_mut().filter(|table| table.name == name).for_each(|table| table.columns.push(column));
        } else if let Some((name, renamed)) = line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" RENAME TO ")) {
            tables.iter_mut().filter(|table| table.name == name).for_each(|table| table.name = renamed.trim_end_matches(';'));
        } else if let Some(name) = line.strip_prefix("DROP TABLE ") {
            tables.retain(|table| table.name != name.trim_end_matches(';'));
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_begins_its_key_with_the_tenant_and_is_in_one_list() {
        let tables = tables();
        assert!(tables.len() > 20, "{}", tables.len());
        for table in &tables {
            assert_eq!(table.columns.first(), Some(&"tenant"), "{}", table.name);
            assert_eq!(table.key.first(), Some(&"tenant"), "{}", table.name);
            assert!(table.key.iter().all(|column| table.columns.contains(column)), "{table:?}");
            let lists = [READINGS, REGISTERS, PASSING].iter().filter(|list| list.contains(&table.name)).count();
            assert_eq!(lists, 1, "the table {} must be in exactly one of READINGS, REGISTERS, PASSING", table.name);
        }
        for name in [READINGS, REGISTERS].concat() {
            assert!(tables.iter().any(|table| table.name == name), "no table is called {name}");
        }
    }
}
