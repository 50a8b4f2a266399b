//! A server that speaks PostgreSQL's wire: what it is, and whether everything that we say to it is understood.

use super::Findings;
use store::{Db, Failure, STATEMENTS, Tx, Value};

/// Settings without which an answer of success would not survive a power cut.
const DURABLE: [(&str, &[&str]); 3] =
    [("fsync", &["on"]), ("full_page_writes", &["on"]), ("synchronous_commit", &["on", "local", "remote_write", "remote_apply"])];
/// The oldest version that is tested.
const OLDEST: i64 = 150_000;

/// Looks at the server.
pub fn look(db: &Db, findings: &mut Findings) {
    match db.read_here(|tx| Ok(questions(tx))) {
        Ok(found) => found.into_iter().for_each(|(what, outcome)| match outcome {
            Ok(text) => findings.ok(what, text),
            Err(Trouble::Warn(text)) => findings.warn(what, text),
            Err(Trouble::Error(text)) => findings.error(what, text),
        }),
        Err(failure) => findings.error("postgresql", failure.to_string()),
    }
    statements(db, findings);
}

enum Trouble {
    Warn(String),
    Error(String),
}

type Found = Vec<(&'static str, Result<String, Trouble>)>;

fn questions(tx: &Tx<'_>) -> Found {
    let mut found = vec![("postgresql", version(tx)), ("encoding", encoding(tx)), ("collations", collations(tx))];
    for (setting, good) in DURABLE {
        found.push(("durability", durable(tx, setting, good)));
    }
    found
}

fn version(tx: &Tx<'_>) -> Result<String, Trouble> {
    let number = one(tx, "SHOW server_version_num")?.parse().unwrap_or(0_i64);
    let told = one(tx, "SELECT version()")?;
    if number < OLDEST { Err(Trouble::Warn(format!("{told}: older than what is tested ({})", OLDEST / 10_000))) } else { Ok(told) }
}

fn encoding(tx: &Tx<'_>) -> Result<String, Trouble> {
    let encoding = one(tx, "SHOW server_encoding")?;
    if encoding == "UTF8" {
        Ok(encoding)
    } else {
        Err(Trouble::Error(format!("{encoding}: names could not be kept; make the database with ENCODING 'UTF8'")))
    }
}

/// Under another collation than "C" a range of places silently returns nothing.
fn collations(tx: &Tx<'_>) -> Result<String, Trouble> {
    let wrong = all(
        tx,
        "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text' AND COALESCE(collation_name, '') <> 'C' ORDER BY 1",
    )?;
    if wrong.is_empty() {
        Ok("every text column is compared as \"C\"".to_owned())
    } else {
        Err(Trouble::Error(format!("not \"C\": {}", wrong.join(", "))))
    }
}

fn durable(tx: &Tx<'_>, setting: &str, good: &[&str]) -> Result<String, Trouble> {
    let value = one(tx, &format!("SHOW {setting}"))?;
    let told = format!("{setting} = {value}");
    if good.contains(&value.as_str()) {
        Ok(told)
    } else {
        Err(Trouble::Error(format!("{told}: what was answered as saved could be lost; set it to {}", good.join(" or "))))
    }
}

/// Prepares everything that this program can say, where there are tables to say it to.
fn statements(db: &Db, findings: &mut Findings) {
    let prepared = db.read_here(|tx| {
        if all(
            tx,
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'migration'",
        )
        .is_ok_and(|tables| tables.is_empty())
        {
            return Ok(None);
        }
        for statement in STATEMENTS {
            if let Err(error) = tx.prepare(statement) {
                return Ok(Some(Err(format!("{}: {error}", statement.at))));
            }
        }
        Ok::<_, Failure>(Some(Ok(STATEMENTS.len())))
    });
    match prepared {
        Ok(Some(Ok(count))) => findings.ok("statements", format!("all {count} are understood")),
        Ok(Some(Err(sentence))) => findings.error("statements", sentence),
        Ok(None) => findings.warn("statements", "the database is empty: linju init makes the tables, then look again"),
        Err(failure) => findings.error("statements", failure.to_string()),
    }
}

fn one(tx: &Tx<'_>, text: &str) -> Result<String, Trouble> {
    all(tx, text)?.into_iter().next().ok_or_else(|| Trouble::Error(format!("no answer to: {text}")))
}

fn all(tx: &Tx<'_>, text: &str) -> Result<Vec<String>, Trouble> {
    let mut found = vec![];
    tx.values(text, &[], &mut |columns| {
        found.extend(columns.next().and_then(|value| match value {
            Value::Text(text) => Some(text),
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        }));
        Ok(())
    })
    .map_err(|error| Trouble::Error(error.to_string()))?;
    Ok(found)
}
