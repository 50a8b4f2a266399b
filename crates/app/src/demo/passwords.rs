//! One-time passwords: printed as long as nobody has used them. Kept in a file of the demonstration's folder that
//! one user may read; no other installation has such a file.

use crate::{
    installation::Installation,
    oops::{Oops, at},
};
use casework::{House, people::account};
use kernel::TenantId;
use serde::{Deserialize, Serialize};
use std::{fmt::Write as _, fs::OpenOptions, io::Write as _, os::unix::fs::OpenOptionsExt, path::Path};

/// What one person signs in with, once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OneTime {
    /// The county's code.
    pub county: String,
    /// What is typed.
    pub name: String,
    /// The password.
    pub password: String,
    /// The role's word.
    pub role: String,
    /// The person's name.
    pub shown_name: String,
    /// The organ's name.
    pub organ: String,
}

const KEPT: &str = "demo-passwords.json";

/// Keeps them in the folder.
///
/// # Errors
/// What the system says.
pub fn keep(installation: &Installation, all: &[OneTime]) -> Result<(), Oops> {
    write(&installation.folder.join(KEPT), all)
}

/// Writes them to a file that this user alone may read.
///
/// # Errors
/// What the system says.
pub fn write(path: &Path, all: &[OneTime]) -> Result<(), Oops> {
    let text = serde_json::to_string_pretty(all).map_err(|error| Oops::wrong(error.to_string()))?;
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path).map_err(at(path))?;
    file.write_all(text.as_bytes()).map_err(at(path))
}

/// Those that nobody has used yet.
///
/// # Errors
/// That this is no demonstration's folder; what the engine says.
pub fn unused(installation: &Installation, house: &House) -> Result<Vec<OneTime>, Oops> {
    let path = installation.folder.join(KEPT);
    let text = std::fs::read_to_string(&path)
        .map_err(|_| Oops::wrong(format!("{} is no demonstration: serve it with `linju serve --data {0}`", installation.folder.display())))?;
    let all: Vec<OneTime> = serde_json::from_str(&text).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))?;
    let kept = house.db().read_here(move |tx| {
        let mut kept = vec![];
        for one in all {
            let tenant = TenantId::new(one.county.parse().unwrap_or_default());
            if account::by_name(tx, tenant, &one.name)?.is_some_and(|account| account.must_change) {
                kept.push(one);
            }
        }
        Ok(kept)
    })?;
    Ok(kept)
}

/// As a table, what is typed first; Chinese last, because its letters are wide.
#[must_use]
pub fn table(all: &[OneTime]) -> String {
    let mut text = String::new();
    let mut county = "";
    for one in all {
        if county != one.county {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "\ncounty {}\n  {:<18} {:<21} {:<15} who", one.county, "sign-in name", "one-time password", "role");
            county = &one.county;
        }
        let _ = writeln!(text, "  {:<18} {:<21} {:<15} {}，{}", one.name, one.password, one.role, one.shown_name, one.organ);
    }
    if text.is_empty() {
        text.push_str("every one-time password has been used: sign in with the one that was chosen");
    }
    text
}
