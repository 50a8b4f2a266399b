//! What every registered statement must keep to: it prepares on both engines, and it never crosses tenants.

use store::{Db, STATEMENTS, Statement};

/// Tables that belong to no tenant: a statement may touch them without naming one.
const WITHOUT_TENANT: &[&str] = &["tenant", "migration"];

/// Prepares every registered statement; what the engine said about those that do not prepare, with file and line.
#[must_use]
pub fn prepare_all(db: &Db) -> Vec<String> {
    db.read_here(|tx| {
        let failed = STATEMENTS.iter().filter_map(|statement| Some((statement, tx.prepare(statement).err()?)));
        Ok(failed.map(|(statement, error)| format!("{}: {error}\n    {}", statement.at, statement.postgres())).collect())
    })
    .unwrap()
}

/// The registered statements that do not name the tenant of every table they touch, with file and line.
#[must_use]
pub fn crossing_tenants() -> Vec<String> {
    STATEMENTS
        .iter()
        .filter_map(|statement| Some(format!("{}: {}\n    {}", statement.at, fault(statement.postgres())?, statement.postgres())))
        .collect()
}

/// The statements of one crate whose source says `sql!(` or `select!(` and that did not register: `crates/store/src`.
#[must_use]
pub fn count_in(folder: &str) -> usize {
    STATEMENTS.iter().map(|statement: &Statement| statement.at).filter(|at| at.starts_with(folder)).count()
}

/// What is wrong with a statement: which table it touches without `tenant`.
fn fault(text: &str) -> Option<String> {
    let words = words(text);
    let mut unaliased = 0;
    for (at, pair) in words.windows(2).enumerate() {
        let [verb, table] = pair else { continue };
        if !["FROM", "JOIN", "INTO", "UPDATE"].contains(&verb.as_str()) || table == "(" || table == "SELECT" {
            continue;
        }
        // `FOR UPDATE` and `ON CONFLICT … DO UPDATE SET` name no table.
        if verb == "UPDATE" && at > 0 && words.get(at - 1).is_some_and(|before| before == "FOR" || before == "DO") {
            continue;
        }
        if words.get(at + 2).is_some_and(|next| next == ",")
            || words.get(at + 3).is_some_and(|next| next == ",") && words.get(at + 2).is_some_and(|next| is_name(next))
        {
            return Some("write JOIN instead of a comma between tables".to_owned());
        }
        if WITHOUT_TENANT.contains(&table.as_str()) {
            continue;
        }
        match words.get(at + 2).filter(|next| is_name(next)) {
            Some(alias) if !words.contains(&format!("{alias}.tenant")) => return Some(format!("the tenant of {table} (as {alias}) is not named")),
            Some(_) => {}
            None => unaliased += 1,
        }
    }
    let bare = words.iter().filter(|word| *word == "tenant").count();
    (bare < unaliased).then(|| "the tenant of a table is not named".to_owned())
}

/// Whether a word after a table can be its alias.
fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_lowercase())
}

/// Words, names with their dots, and single marks.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_alphanumeric() || letter == '_' || letter == '.' || letter == '$' {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if !letter.is_whitespace() {
            words.push(letter.to_string());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_statement_without_a_tenant_is_found() {
        for good in [
            "SELECT a FROM event WHERE tenant = $1",
            "INSERT INTO event (tenant, a) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            "SELECT p.a FROM place p JOIN event e ON e.tenant = p.tenant AND e.a = p.a WHERE p.tenant = $1",
            "UPDATE event SET a = 1 WHERE tenant = $1 AND EXISTS (SELECT 1 FROM place WHERE tenant = $1)",
            "SELECT a FROM event WHERE tenant = $1 FOR UPDATE",
            "SELECT name FROM migration",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "SELECT a FROM event",
            "INSERT INTO event (a) VALUES ($1)",
            "SELECT p.a FROM place p JOIN event e ON e.a = p.a WHERE p.tenant = $1",
            "SELECT a FROM event WHERE tenant = $1 AND EXISTS (SELECT 1 FROM place)",
            "SELECT 1 FROM place, event WHERE tenant = $1 AND tenant = $1",
            "SELECT 1 FROM place p, event e WHERE p.tenant = $1 AND e.tenant = $1",
            "DELETE FROM event WHERE a = $1",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
