//! Rows as they are compared with what the ledger says.

use store::Value;

/// The first column in which the rows differ, or that there are more or fewer of them; `None` when they are the same.
#[must_use]
pub fn first_difference(columns: &str, expected: &[Vec<Value>], actual: &[Vec<Value>]) -> Option<String> {
    if expected.len() != actual.len() {
        return Some(format!("the number of rows ({} instead of {})", actual.len(), expected.len()));
    }
    let names: Vec<&str> = columns.split(", ").collect();
    expected.iter().zip(actual).find_map(|(expected, actual)| {
        let at = expected.iter().zip(actual).position(|(expected, actual)| expected != actual)?;
        Some((*names.get(at)?).to_owned())
    })
}
