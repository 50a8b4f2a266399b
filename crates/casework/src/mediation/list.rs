//! What is open, by due day; which session is when; which promises come due; whose loop is open.

use super::policy;
use crate::{Asker, CaseKeys, House, petition::policy::Sight};
use kernel::{
    Day, Moment,
    id::{OrganId, StreamId, TenantId},
    sealed::Sealed,
};
use std::collections::HashMap;
use store::{Failure, Tx, args, keys::WrappedKey, row, select, sql};

row! {
    struct Number { number: String }
}

row! {
    /// A mediation as its row tells.
    #[derive(Debug, Clone)]
    pub struct Line {
        /// The stream.
        pub stream: StreamId,
        /// Its number.
        pub number: String,
        /// Where it stands.
        pub stage: String,
        /// Whence.
        pub source: String,
        /// Of which type.
        pub dispute: String,
        /// How hard.
        pub grade: String,
        /// Who has it.
        pub holder: OrganId,
        /// When it was told.
        pub received_on: Day,
        /// When all consented.
        pub accepted_on: Option<Day>,
        /// When the law was told.
        pub law_told_on: Option<Day>,
        /// When they first met.
        pub met_on: Option<Day>,
        /// From when the agreement holds.
        pub effective_on: Option<Day>,
        /// When it was followed up.
        pub followed_on: Option<Day>,
        /// When it was taken in hand by who has it.
        pub taken_on: Option<Day>,
        /// When it ended without an agreement.
        pub ended_on: Option<Day>,
        /// When violence or a minor in danger was seen.
        pub alarmed_at: Option<Moment>,
        /// Its state.
        pub state: String,
    }
}

row! {
    struct Due { stream: StreamId, rule: String, due_legal: Day }
}

row! {
    struct Sitting { stream: StreamId, nth: i64, at: Moment, minutes: i64, way: String, together: String, number: String, title: String, state: String }
}

row! {
    struct Owed { stream: StreamId, nth: i64, due: Day, fen: i64, number: String, state: String }
}

/// A mediation in a list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its row.
    pub line: Line,
    /// Its short name.
    pub title: String,
    /// The next day on which the office owes something, by which rule.
    pub due: Option<(Day, String)>,
}

/// A session in the calendar.
#[derive(Debug, Clone)]
pub struct Sit {
    /// The mediation.
    pub stream: StreamId,
    /// Which of its sessions.
    pub nth: i64,
    /// When.
    pub at: Moment,
    /// How long.
    pub minutes: i64,
    /// How: a code of `Way`.
    pub way: String,
    /// Whether all sit together: a code of `Together`.
    pub together: String,
    /// Its number.
    pub number: String,
    /// Its short name.
    pub title: String,
}

/// A promise that is owed.
#[derive(Debug, Clone)]
pub struct Promised {
    /// The mediation.
    pub stream: StreamId,
    /// Which.
    pub nth: i64,
    /// By when.
    pub due: Day,
    /// How much, in fen.
    pub fen: i64,
    /// Its number.
    pub number: String,
}

/// The number of a mediation.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn number_of(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<String, Failure> {
    let row: Option<Number> = tx.first(select!(Number, "FROM mediation WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?;
    Ok(row.ok_or(Failure::NotFound)?.number)
}

/// The most lines of one list.
pub const MOST: i64 = 500;

/// Which of them a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those on which the committee still has something to do.
    Open,
    /// Those that are closed or put away.
    Over,
}

/// The mediations of an asker: of his organ and those in which he sits, or of his area; newest first.
///
/// # Errors
/// What the database says.
pub async fn of_asker(house: &House, asker: &Asker, sight: &Sight, which: Which) -> Result<Vec<Entry>, Failure> {
    let (tenant, organ, account) = (asker.tenant, asker.organ, asker.account);
    let area = match &sight.scope {
        crate::Scope::Area(area) => Some(area.clone()),
        crate::Scope::Organ(_) => None,
        crate::Scope::Nothing => return Ok(vec![]),
    };
    let over = which == Which::Over;
    let (lines, keys, mut due) = house
        .db()
        .read(move |tx| {
            let mut lines: Vec<Line> = match &area {
                Some(area) => tx.select(
                    select!(Line, "FROM mediation WHERE tenant = $1 AND area >= $2 AND area < $3 AND (stage IN ('closed', 'archived')) = $4 ORDER BY stream DESC LIMIT $5"),
                    args![tenant, area.as_str(), area_end(area.as_str()), over, MOST],
                )?,
                None => tx.select(
                    select!(Line, "FROM mediation WHERE tenant = $1 AND (stage IN ('closed', 'archived')) = $2 AND (stream IN (SELECT stream FROM mediation_access WHERE tenant = $1 AND organ = $3) OR stream IN (SELECT stream FROM mediation_seat WHERE tenant = $1 AND account = $4)) ORDER BY stream DESC LIMIT $5"),
                    args![tenant, over, organ, account, MOST],
                )?,
            };
            lines.dedup_by_key(|line| line.stream);
            let mut keys: HashMap<StreamId, Vec<WrappedKey>> = HashMap::new();
            let mut due: HashMap<StreamId, (Day, String)> = HashMap::new();
            for line in &lines {
                keys.insert(line.stream, store::keys::of_case(tx, tenant, line.stream)?);
                let statement = select!(Due, "FROM mediation_clock WHERE tenant = $1 AND stream = $2 AND running = true AND holder <> 0 ORDER BY due_legal LIMIT 1");
                if let Some(next) = tx.first::<Due>(statement, args![tenant, line.stream])? {
                    due.insert(next.stream, (next.due_legal, next.rule));
                }
            }
            Ok((lines, keys, due))
        })
        .await?;
    let mut entries = vec![];
    for line in lines {
        let mediation: super::Mediation = serde_json::from_str(&line.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))?;
        if !policy::sees(asker, sight, &mediation) {
            continue;
        }
        let open = house.vault().unwrap(tenant, line.stream, keys.get(&line.stream).map_or(&[][..], Vec::as_slice));
        let title = title_of(&open, &mediation.title.sealed);
        entries.push(Entry { due: due.remove(&line.stream), title, line });
    }
    Ok(entries)
}

fn area_end(area: &str) -> String {
    format!("{area}\u{10ffff}")
}

fn title_of(keys: &CaseKeys, title: &Sealed) -> String {
    keys.open(store::keys::NARRATIVE, "words", title).open().unwrap_or_default()
}

/// The sessions that are set in an organ's rooms between two moments, in order: of those mediations that the asker sees by name, of others
/// only that the time is taken.
///
/// # Errors
/// What the database says.
pub async fn calendar(house: &House, asker: &Asker, sight: &Sight, from: Moment, to: Moment) -> Result<Vec<Sit>, Failure> {
    let (tenant, organ) = (asker.tenant, asker.organ);
    let rows = house
        .db()
        .read(move |tx| {
            let statement = sql!("SELECT s.stream, s.nth, s.at, s.minutes, s.way, s.together, m.number, m.title, m.state FROM mediation_session s JOIN mediation m ON m.tenant = s.tenant AND m.stream = s.stream WHERE s.tenant = $1 AND s.organ = $2 AND s.at >= $3 AND s.at < $4 AND s.state = 'set' ORDER BY s.at LIMIT 500");
            let rows: Vec<Sitting> = tx.select(statement, args![tenant, organ, from, to])?;
            let mut keys = HashMap::new();
            for row in &rows {
                keys.insert(row.stream, store::keys::of_case(tx, tenant, row.stream)?);
            }
            Ok((rows, keys))
        })
        .await?;
    let (rows, keys) = rows;
    let mut sits = vec![];
    for row in rows {
        let mediation: super::Mediation = serde_json::from_str(&row.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))?;
        let open = house.vault().unwrap(tenant, row.stream, keys.get(&row.stream).map_or(&[][..], Vec::as_slice));
        let seen = policy::sees(asker, sight, &mediation);
        let title = if seen { title_of(&open, &mediation.title.sealed) } else { String::new() };
        let number = if seen { row.number } else { String::new() };
        sits.push(Sit { stream: row.stream, nth: row.nth, at: row.at, minutes: row.minutes, way: row.way, together: row.together, number, title });
    }
    Ok(sits)
}

/// Promises of an organ's agreements that are owed until a day, in order.
///
/// # Errors
/// What the database says.
pub async fn promises(house: &House, asker: &Asker, sight: &Sight, until: Day) -> Result<Vec<Promised>, Failure> {
    let (tenant, organ) = (asker.tenant, asker.organ);
    let rows: Vec<Owed> = house
        .db()
        .read(move |tx| {
            let statement = sql!("SELECT p.stream, p.nth, p.due, p.fen, m.number, m.state FROM mediation_promise p JOIN mediation m ON m.tenant = p.tenant AND m.stream = p.stream WHERE p.tenant = $1 AND p.organ = $2 AND p.state = 'open' AND p.due <= $3 ORDER BY p.due LIMIT 200");
            Ok(tx.select(statement, args![tenant, organ, until])?)
        })
        .await?;
    let mut owed = vec![];
    for row in rows {
        let mediation: super::Mediation = serde_json::from_str(&row.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))?;
        if policy::sees(asker, sight, &mediation) {
            owed.push(Promised { stream: row.stream, nth: row.nth, due: row.due, fen: row.fen, number: row.number });
        }
    }
    Ok(owed)
}

row! {
    struct Handed { stream: StreamId, number: String, outside_number: String, stage: String, state: String }
}

/// A dispute that another body handed over, for its answer: what became of this one, and nothing of anybody's other matters.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Their number.
    pub outside_number: String,
    /// Ours.
    pub number: String,
    /// Who has it.
    pub holder: OrganId,
    /// When it was taken in hand; `None` while it is not.
    pub taken_on: Option<Day>,
    /// Where it stands: a code of `Stage`.
    pub stage: String,
    /// When that came to an end: an agreement, a refusal, an end without one.
    pub ended_on: Option<Day>,
}

/// The disputes that a body handed over to an organ, newest first: those with its numbers.
///
/// # Errors
/// What the database says.
pub async fn handed_over(house: &House, asker: &Asker, body: &str) -> Result<Vec<Answer>, Failure> {
    let (tenant, organ, body) = (asker.tenant, asker.organ, body.to_owned());
    let rows: Vec<Handed> = house
        .db()
        .read(move |tx| {
            let statement =
                select!(Handed, "FROM mediation WHERE tenant = $1 AND origin = $2 AND outside_number <> '' ORDER BY stream DESC LIMIT 1000");
            Ok(tx.select(statement, args![tenant, organ])?)
        })
        .await?;
    let mut answers = vec![];
    for row in rows {
        let mediation: super::Mediation = serde_json::from_str(&row.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))?;
        if mediation.outside_body == body {
            let effective = mediation.agreement.as_ref().and_then(|agreement| agreement.effective_on);
            answers.push(Answer {
                outside_number: row.outside_number,
                number: row.number,
                holder: mediation.holder,
                taken_on: mediation.hops.iter().rev().find_map(|hop| hop.taken_at).map(|at| at.local_day()),
                stage: row.stage,
                ended_on: effective.or(mediation.ended.as_ref().map(|(_, day)| *day)),
            });
        }
    }
    Ok(answers)
}

/// The number of the mediation that a body's number stands for already, in this county; `None` when there is none.
///
/// # Errors
/// What the database says.
pub async fn known_outside(house: &House, tenant: TenantId, body: &str, number: &str) -> Result<Option<String>, Failure> {
    let (body, number) = (body.to_owned(), number.to_owned());
    let rows: Vec<Handed> = house
        .db()
        .read(move |tx| {
            Ok(tx.select(
                select!(Handed, "FROM mediation WHERE tenant = $1 AND outside_number = $2 ORDER BY stream LIMIT 50"),
                args![tenant, number],
            )?)
        })
        .await?;
    for row in rows {
        let mediation: super::Mediation = serde_json::from_str(&row.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))?;
        if mediation.outside_body == body {
            return Ok(Some(row.number));
        }
    }
    Ok(None)
}

/// What waits at an organ to be sent on: written down here and not yet sent, or sent back.
///
/// # Errors
/// What the database says.
pub async fn to_dispatch(house: &House, asker: &Asker, sight: &Sight) -> Result<Vec<(Entry, super::Mediation)>, Failure> {
    let entries = of_asker(house, asker, sight, Which::Open).await?;
    let mut waiting = vec![];
    for entry in entries {
        let mediation: super::Mediation = serde_json::from_str(&entry.line.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))?;
        let is_here = mediation.holder == asker.organ && mediation.stage == super::Stage::Asked;
        if is_here && mediation.hops.last().is_none_or(|hop| hop.returned) {
            waiting.push((entry, mediation));
        }
    }
    Ok(waiting)
}

/// Rows as a table that a spreadsheet opens (CSV, UTF-8 with its mark).
///
/// # Errors
/// [`Failure::Bug`] when it cannot be written.
pub fn table(rows: &[[String; 6]]) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).map_err(|error| Failure::Bug(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| Failure::Bug(error.to_string()))
}
