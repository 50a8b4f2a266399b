//! 地方: townships, villages and grids by their division codes (GB/T 10114; grids have three more digits of the county's own).

use super::{
    Run,
    ground::Ground,
    plan::{Cells, Line, Note, Outcome, Plan},
};
use crate::organ::{self, Directory, Touched};
use kernel::{area::AreaPath, id::TenantId, name};
use std::collections::{HashMap, HashSet};
use store::{Failure, Tx, args, sql};

/// Takes a sheet of places in, or says what it would do.
pub(super) fn take(tx: &Tx<'_>, tenant: TenantId, directory: &Directory, cells: &Cells<'_>, run: Run) -> Result<(Plan, Vec<Touched>), Failure> {
    let mut ground = Ground::of(directory, tenant);
    let mut names: HashMap<String, String> = directory.places().map(|place| (place.code.clone(), place.name.clone())).collect();
    let (mut plan, mut touched, mut seen) = (Plan::default(), vec![], HashSet::new());
    // A place above may stand further down in the sheet: the short codes first.
    let mut rows: Vec<_> = cells.rows().collect();
    rows.sort_by_key(|row| row.get("code").len());
    for row in rows {
        let (code, place) = (row.get("code"), row.get("name"));
        let refuse = |column, why, value: &str| Line::refused(row.row, place, column, why, value);
        let line = if place.is_empty() {
            refuse("name", "EMPTY", "")
        } else if place.chars().count() > 40 {
            refuse("name", "TOO_LONG", "")
        } else if !code.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(code.len(), 9 | 12 | 15) {
            refuse("code", "CODE_LENGTH", code)
        } else if !code.starts_with(&tenant.to_string()) {
            refuse("code", "CODE_ELSEWHERE", code)
        } else if !seen.insert(code) {
            refuse("code", "TWICE", code)
        } else if let Some(path) = path_of(&ground, code) {
            match names.get(code) {
                Some(known) if known == place => Line::new(row.row, place, Outcome::Known),
                Some(known) => {
                    let note = Note { column: "name", code: "now", value: format!("{known} → {place}") };
                    if run == Run::Real {
                        tx.execute(
                            sql!("UPDATE area SET name = $3, pinyin = $4, initials = $5 WHERE tenant = $1 AND path = $2"),
                            args![tenant, path.as_str(), place, name::pinyin_plain(place), name::initials(place)],
                        )?;
                        touched.push(Touched::new("area", args![path.as_str()]));
                    }
                    Line { notes: vec![note], ..Line::new(row.row, place, Outcome::Changed) }
                }
                None => {
                    if run == Run::Real {
                        organ::add_area(tx, tenant, &path, code, kind(code), place)?;
                        touched.push(Touched::new("area", args![path.as_str()]));
                    }
                    ground.add_place(code, place, path);
                    names.insert(code.to_owned(), place.to_owned());
                    Line::new(row.row, place, Outcome::Added)
                }
            }
        } else {
            refuse("code", "CODE_ABOVE", above(code))
        };
        plan.lines.push(line);
    }
    plan.lines.sort_by_key(|line| line.row);
    Ok((plan, touched))
}

const fn kind(code: &str) -> &'static str {
    match code.len() {
        9 => "township",
        12 => "village",
        _ => "grid",
    }
}

fn above(code: &str) -> &str {
    let end = match code.len() {
        9 => 6,
        12 => 9,
        _ => 12,
    };
    code.get(..end).unwrap_or_default()
}

/// The path of a code below the place above it; `None` when that one is not there.
fn path_of(ground: &Ground, code: &str) -> Option<AreaPath> {
    let above = ground.area(above(code)).ok()?;
    format!("{}{code}.", above.as_str()).parse().ok()
}
