//! The tables compared with the ledger, and rebuilt from it.
//!
//! [`verify`] walks every stream's chain, replays it, and compares each row that lists, figures and search read with
//! the row that the replay gives; the registers with what accounts for them (`registers`); then the order and the
//! seals, the ledger of reads, and the bodies of files. It names the first break of each kind. [`rebuild`] writes the rows anew, a few matters at a
//! time, each in one transaction, so that it may run while others work.

mod registers;

pub use registers::record_erasures;

use crate::{
    CaseKeys, House,
    mediation::{self, proof},
    petition::{
        apply,
        event::{self, Event},
        model::Petition,
        reading,
    },
};
use kernel::id::{OrganId, StreamId, TenantId};
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};
use store::{
    Error, Failure, Tx, Value, args,
    keys::WrappedKey,
    ledger::{self, Head, StoredEvent},
    row, select, sql,
};

/// What was compared, and what did not agree.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Report {
    /// Matters.
    pub matters: u64,
    /// Events of their chains.
    pub events: u64,
    /// Entries of the ledger of reads.
    pub reads: u64,
    /// Files whose bodies were read.
    pub files: u64,
    /// What does not agree: sentences that name table and row. At most 20.
    pub wrong: Vec<String>,
}

const MOST_TOLD: usize = 20;
const SLICE: i64 = 200;
const REBUILD_SLICE: i64 = 10;

row! {
    struct Stream { stream: StreamId }
}

row! {
    #[derive(Clone, Copy)]
    struct BlindRow { season: i64, token: i64, stream: StreamId, subject: i64 }
}

row! {
    struct AccessRow { organ: OrganId, stream: StreamId }
}

impl Report {
    fn tell(&mut self, sentence: String) {
        if self.wrong.len() < MOST_TOLD {
            self.wrong.push(sentence);
        }
    }
}

/// Compares everything of a county.
///
/// # Errors
/// What the database says; what does not agree is in the report.
pub fn verify(house: &House, tenant: TenantId) -> Result<Report, Failure> {
    let (before, mut report) = house.db().read_here(move |tx| registers::before(tx, tenant))?;
    let (before, mut given, mut after) = (Arc::new(before), registers::Given::default(), StreamId::new(i64::MIN));
    loop {
        let (shared, from, known) = (house.clone(), after, Arc::clone(&before));
        let (part, numbers, last) = house.db().read_here(move |tx| compare_slice(tx, &shared, tenant, from, &known))?;
        report.matters += part.matters;
        report.events += part.events;
        given.add(numbers);
        part.wrong.into_iter().for_each(|sentence| report.tell(sentence));
        match last {
            Some(stream) => after = stream,
            None => break,
        }
    }
    let shared = house.clone();
    let rest = house.db().read_here(move |tx| {
        let mut rest = Report::default();
        compare_sets(tx, &shared, tenant, &mut rest)?;
        registers::after(tx, tenant, &before, &given, &mut rest)?;
        match store::sealer::check(tx, tenant) {
            Ok(_) => {}
            Err(Error::Damaged(sentence)) => rest.tell(sentence),
            Err(error) => return Err(error.into()),
        }
        match store::reads::check(tx, tenant) {
            Ok(reads) => rest.reads = reads,
            Err(Error::Damaged(sentence)) => rest.tell(sentence),
            Err(error) => return Err(error.into()),
        }
        Ok(rest)
    })?;
    report.reads = rest.reads;
    rest.wrong.into_iter().for_each(|sentence| report.tell(sentence));
    bodies(house, tenant, &mut report)?;
    Ok(report)
}

fn streams(tx: &Tx<'_>, tenant: TenantId, after: StreamId, limit: i64) -> Result<Vec<StreamId>, Error> {
    let rows: Vec<Stream> = tx.select(
        select!(Stream, "FROM event WHERE tenant = $1 AND stream > $2 AND version = 1 ORDER BY stream LIMIT $3"),
        args![tenant, after, limit],
    )?;
    Ok(rows.into_iter().map(|row| row.stream).collect())
}

type Compared = (Report, registers::Given, Option<StreamId>);

fn compare_slice(tx: &Tx<'_>, house: &House, tenant: TenantId, after: StreamId, before: &registers::Before) -> Result<Compared, Failure> {
    let (mut report, mut given) = (Report::default(), registers::Given::default());
    let found = streams(tx, tenant, after, SLICE)?;
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Ok((report, given, None)) };
    let slice = registers::Slice::read(tx, tenant, *first, *last)?;
    for stream in &found {
        report.matters += 1;
        match replay(tx, house, tenant, *stream)? {
            Err(sentence) => report.tell(sentence),
            Ok(Matter::Petition(matter)) => {
                report.events += u64::try_from(matter.head.version).unwrap_or(0);
                let wrong = differences(tx, house, tenant, &matter.petition, &matter.head, &matter.keys)?;
                let registers = slice.compare_petition(tx, tenant, before, &matter, &mut given)?;
                wrong.into_iter().chain(registers).for_each(|sentence| report.tell(sentence));
            }
            Ok(Matter::Mediation(matter)) => {
                report.events += u64::try_from(matter.head.version).unwrap_or(0);
                let wrong = proof::differences(tx, house, tenant, &matter)?;
                let registers = slice.compare_mediation(before, &matter, &mut given);
                wrong.into_iter().chain(registers).for_each(|sentence| report.tell(sentence));
            }
        }
    }
    Ok((report, given, Some(*last)))
}

/// A matter as its events tell it, of the room whose first event it begins with.
enum Matter {
    Petition(Box<Replay>),
    Mediation(Box<proof::Replay>),
}

/// A petition as its events tell it.
struct Replay {
    petition: Petition,
    head: Head,
    events: Vec<(StoredEvent, Event)>,
    rows: Vec<WrappedKey>,
    keys: CaseKeys,
}

type Replayed = Result<Matter, String>;

fn replay(tx: &Tx<'_>, house: &House, tenant: TenantId, stream: StreamId) -> Result<Replayed, Failure> {
    let stored = ledger::load(tx, tenant, stream)?;
    if stored.first().is_some_and(|first| first.kind.starts_with(mediation::event::PREFIX)) {
        return Ok(proof::replay(tx, house, tenant, stream, stored)?.map(|matter| Matter::Mediation(Box::new(matter))));
    }
    let head = match ledger::check_chain(tenant, &stored) {
        Ok(head) => head,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let mut events = Vec::with_capacity(stored.len());
    for one in stored {
        match event::read(&one.payload) {
            Ok(event) => events.push((one, event)),
            Err(error) => return Ok(Err(format!("event {stream} version {}: {error}", one.version))),
        }
    }
    let Some(petition) = apply::replay(&events) else { return Ok(Err(format!("event {stream}: the stream does not begin as a matter does"))) };
    let rows = store::keys::of_case(tx, tenant, stream)?;
    let keys = house.vault().unwrap(tenant, stream, &rows);
    Ok(Ok(Matter::Petition(Box::new(Replay { petition, head, events, rows, keys }))))
}

fn differences(tx: &Tx<'_>, house: &House, tenant: TenantId, petition: &Petition, head: &Head, keys: &CaseKeys) -> Result<Vec<String>, Failure> {
    let mut wrong = vec![];
    let stream = petition.stream;
    let expected = reading::expected(tenant, petition, head, house.calendar());
    for ((table, columns), expected) in reading::COLUMNS.iter().zip(expected) {
        let mut actual: Vec<Vec<Value>> = vec![];
        let order = match *table {
            "clock" => " ORDER BY rule, nth",
            "letter" | "notice" => " ORDER BY nth",
            _ => "",
        };
        tx.values(&format!("SELECT {columns} FROM {table} WHERE tenant = $1 AND stream = $2{order}"), args![tenant, stream], &mut |row| {
            actual.push(row.collect());
            Ok(())
        })?;
        if let Some(what) = crate::rows::first_difference(columns, &expected, &actual) {
            wrong.push(format!("{table} {stream}: {what} is not what the ledger says"));
        }
    }
    for (set, missing) in [("bar", missing_bars(tx, tenant, petition)?), ("case_access", missing_access(tx, tenant, petition)?)] {
        if missing {
            wrong.push(format!("{set} {stream}: the rows are not what the ledger says"));
        }
    }
    for (token, subject) in reading::expected_blind(house.vault(), tenant, petition, keys) {
        let there = tx.scalar::<i64>(
            sql!("SELECT subject FROM blind WHERE tenant = $1 AND season = $2 AND token = $3 AND stream = $4 AND subject = $5"),
            args![tenant, stream.season(), token, stream, subject],
        )?;
        if there.is_none() {
            wrong.push(format!("blind {stream}: a row of subject {subject} is missing"));
        }
    }
    Ok(wrong)
}

/// A bar that is gone opens every list to the one it barred.
fn missing_bars(tx: &Tx<'_>, tenant: TenantId, petition: &Petition) -> Result<bool, Failure> {
    let there =
        tx.scalar::<i64>(sql!("SELECT CAST(COUNT(*) AS BIGINT) FROM bar WHERE tenant = $1 AND stream = $2"), args![tenant, petition.stream])?;
    let mut bars = petition.bars.clone();
    bars.sort_unstable();
    bars.dedup();
    let mut found = 0;
    for bar in &bars {
        let one = sql!("SELECT token FROM bar WHERE tenant = $1 AND stream = $2 AND token = $3");
        found += usize::from(tx.scalar::<i64>(one, args![tenant, petition.stream, *bar])?.is_some());
    }
    Ok(found != bars.len() || there != i64::try_from(bars.len()).ok())
}

fn missing_access(tx: &Tx<'_>, tenant: TenantId, petition: &Petition) -> Result<bool, Failure> {
    for organ in &petition.open_to() {
        let one = sql!("SELECT organ FROM case_access WHERE tenant = $1 AND organ = $2 AND stream = $3");
        if tx.scalar::<i64>(one, args![tenant, *organ, petition.stream])?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Rows of the sets (access, bars, index) that nothing in the ledger accounts for.
fn compare_sets(tx: &Tx<'_>, house: &House, tenant: TenantId, report: &mut Report) -> Result<(), Failure> {
    for row in stale_blind(tx, house, tenant)? {
        report.tell(format!("blind {}: a row of subject {} is not what the ledger says", row.stream, row.subject));
    }
    for row in stale_access(tx, tenant)? {
        report.tell(format!("case_access {}: organ {} is not what the ledger says", row.stream, row.organ));
    }
    for table in
        ["case_file", "matter_fact", "mediation", "mediation_access", "mediation_clock", "mediation_session", "mediation_seat", "mediation_promise"]
    {
        let mut orphans = vec![];
        let text = format!(
            "SELECT stream FROM {table} t WHERE tenant = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.tenant = t.tenant AND e.stream = t.stream AND e.version = 1) LIMIT 5"
        );
        tx.values(&text, args![tenant], &mut |row| {
            orphans.extend(row.next());
            Ok(())
        })?;
        for orphan in orphans {
            report.tell(format!("{table} {orphan:?}: no event accounts for it"));
        }
    }
    Ok(())
}

fn stale_blind(tx: &Tx<'_>, house: &House, tenant: TenantId) -> Result<Vec<BlindRow>, Failure> {
    let mut rows: Vec<BlindRow> = tx.select(select!(BlindRow, "FROM blind WHERE tenant = $1"), args![tenant])?;
    rows.sort_unstable_by_key(|row| row.stream);
    let mut stale = vec![];
    for group in rows.chunk_by(|a, b| a.stream == b.stream) {
        let Some(stream) = group.first().map(|row| row.stream) else { continue };
        let expected: BTreeSet<(i64, i64)> = match replay(tx, house, tenant, stream)? {
            Ok(Matter::Petition(matter)) => reading::expected_blind(house.vault(), tenant, &matter.petition, &matter.keys).into_iter().collect(),
            Ok(Matter::Mediation(matter)) => {
                mediation::reading::expected_blind(house.vault(), tenant, &matter.mediation, &matter.keys).into_iter().collect()
            }
            Err(_) => continue,
        };
        let accounted = |row: &BlindRow| row.season == stream.season() && expected.contains(&(row.token, row.subject));
        stale.extend(group.iter().filter(|row| !accounted(row)).copied());
    }
    Ok(stale)
}

fn stale_access(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<AccessRow>, Failure> {
    let mut stale = vec![];
    let mut rows: Vec<AccessRow> = tx.select(select!(AccessRow, "FROM case_access WHERE tenant = $1"), args![tenant])?;
    rows.sort_unstable_by_key(|row| row.stream);
    for group in rows.chunk_by(|a, b| a.stream == b.stream) {
        let Some(stream) = group.first().map(|row| row.stream) else { continue };
        let state: Option<String> = tx.scalar(sql!("SELECT state FROM case_file WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?;
        let open_to = state.and_then(|state| serde_json::from_str::<Petition>(&state).ok()).map(|petition| petition.open_to()).unwrap_or_default();
        stale.extend(group.iter().filter(|row| !open_to.contains(&row.organ)).map(|row| AccessRow { organ: row.organ, stream }));
    }
    Ok(stale)
}

fn bodies(house: &House, tenant: TenantId, report: &mut Report) -> Result<(), Failure> {
    let files = house.db().read_here(move |tx| {
        Ok(tx.select::<store::files::StoredFile>(
            select!(store::files::StoredFile, "FROM file WHERE tenant = $1 AND erased_at IS NULL AND named_in IS NOT NULL ORDER BY file"),
            args![tenant],
        )?)
    })?;
    for file in files {
        report.files += 1;
        let read = file.digest().and_then(|digest| house.files().verify_one(&digest, tenant, file.file));
        if let Err(error) = read {
            report.tell(format!("file {}: {error}", file.file));
        }
    }
    Ok(())
}

/// Writes the rows of every matter anew from its events. Returns how many matters.
///
/// # Errors
/// [`Failure::Bug`] with the sentence when a chain is broken: then nothing of that matter is written.
pub fn rebuild(house: &House, tenant: TenantId) -> Result<u64, Failure> {
    let organs: Vec<OrganId> = house.directory_here(tenant)?.organs_ever().map(|organ| organ.organ).collect();
    let (mut after, mut count) = (StreamId::new(i64::MIN), 0);
    loop {
        let (shared, organs) = (house.clone(), organs.clone());
        let found = house.db().write_here(move |tx| {
            let found = streams(tx, tenant, after, REBUILD_SLICE)?;
            for stream in &found {
                rebuild_one(tx, &shared, tenant, *stream, &organs)?;
            }
            Ok(found)
        })?;
        let Some(last) = found.last() else { break };
        after = *last;
        count += u64::try_from(found.len()).unwrap_or(0);
    }
    let shared = house.clone();
    house.db().write_here(move |tx| {
        for row in stale_blind(tx, &shared, tenant)? {
            tx.execute(
                sql!("DELETE FROM blind WHERE tenant = $1 AND season = $2 AND token = $3 AND stream = $4 AND subject = $5"),
                args![tenant, row.season, row.token, row.stream, row.subject],
            )?;
        }
        Ok(())
    })?;
    Ok(count)
}

fn rebuild_one(tx: &Tx<'_>, house: &House, tenant: TenantId, stream: StreamId, organs: &[OrganId]) -> Result<(), Failure> {
    let matter = replay(tx, house, tenant, stream)?.map_err(Failure::Bug)?;
    let (rows, keys) = match &matter {
        Matter::Petition(matter) => (&matter.rows, &matter.keys),
        Matter::Mediation(matter) => (&matter.rows, &matter.keys),
    };
    if let Some(row) = rows.iter().find(|row| row.erased_at.is_none() && keys.data_key(row.subject).is_none()) {
        return Err(Failure::Bug(format!("data_key {stream} {}: does not open under the installation's key", row.subject)));
    }
    let matter = match matter {
        Matter::Petition(matter) => matter,
        Matter::Mediation(matter) => return proof::rebuild(tx, house, tenant, &matter),
    };
    let Replay { petition, head, keys, .. } = *matter;
    reading::remove(tx, tenant, stream)?;
    for organ in organs {
        tx.execute(sql!("DELETE FROM case_access WHERE tenant = $1 AND organ = $2 AND stream = $3"), args![tenant, *organ, stream])?;
    }
    reading::write_new(tx, tenant, &petition, &head, house.calendar())?;
    for (token, subject) in reading::expected_blind(house.vault(), tenant, &petition, &keys) {
        reading::insert_blind(tx, tenant, token, stream, subject)?;
    }
    Ok(())
}
