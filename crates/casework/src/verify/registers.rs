//! The registers compared with what accounts for them.
//!
//! | register | is a reading of |
//! |---|---|
//! | tenant, area, organ, organ_past, succession, account, old_password, post, post_proposal, reset_request, enrolment, phone, approver, handover, channel, unread_page, and the tables of the roster: mediator, mediator_organ, mediator_standing, mentoring, committee_seat, squad, squad_member, outing, studio_opening, duty, duty_swap | the record of the house (`organ::proof`) |
//! | data_key | the subjects that events name, and the installation's key, under which each opens |
//! | erasure | `PersonErased`, `NarrativeErased` and `Destroyed`, or the record when a list kept apart brought it |
//! | file | the events that name it; the record for those that are older |
//! | imported | `Imported` |
//! | counter | the numbers given out, and the entries of the record |
//! | read_entry | its own chains, and the links of them that the record sealed; `read_waiting`, where a look stands for a second before, nothing |
//! | house_record, event, place, seal, unplaced | their own chains and each other |

use super::{Replay, Report};
use crate::{
    CaseKeys,
    mediation::proof,
    organ::proof::{self as house_proof, Record, hex},
    petition::event::{Did, Event, FileRow},
};
use kernel::{
    Moment,
    id::{FileId, StreamId, TenantId},
};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    Error, Failure, Tx, Value, args,
    files::StoredFile,
    keys::{Erasure, WrappedKey},
    ledger::StoredEvent,
    migrate, row, select, sql,
};

row! {
    struct Counter { name: String, value: i64 }
}
row! {
    struct Link { hash: Vec<u8> }
}
row! {
    struct Account { stream: StreamId }
}

/// What the walk over the matters compares with, read before it.
pub(super) struct Before {
    erasures: BTreeMap<(StreamId, i64), Moment>,
    files: HashMap<i64, Map<String, Json>>,
    counters: BTreeMap<String, i64>,
}

/// The highest number of each counter that an event gave out, and how many messages were imported.
#[derive(Default)]
pub(super) struct Given {
    highest: BTreeMap<String, i64>,
    imported: i64,
}

impl Given {
    /// Adds what another part of the walk found.
    pub(super) fn add(&mut self, other: Self) {
        for (name, value) in other.highest {
            self.note(name, value);
        }
        self.imported += other.imported;
    }

    fn note(&mut self, name: String, value: i64) {
        let highest = self.highest.entry(name).or_insert(value);
        *highest = value.max(*highest);
    }

    /// Notes the number that an event gave out.
    fn see(&mut self, stored: &StoredEvent, did: &Did) {
        let counted = match did {
            Did::Registered(first) => {
                number_in(&first.number).map(|(_, nth)| (format!("case {} {} {}", first.origin, first.channel.code(), first.received_on.year()), nth))
            }
            Did::Imported(first) => number_in(&first.number).map(|(_, nth)| (format!("import {} {}", stored.organ, first.received_on.year()), nth)),
            Did::OpinionSigned { doc_no, counter, .. } => number_in(doc_no.trim_end_matches('号')).map(|(stem, nth)| {
                let own = || format!("doc {} {stem}", stored.organ);
                (Some(counter.clone()).filter(|counter| !counter.is_empty()).unwrap_or_else(own), nth)
            }),
            Did::LetterIssued(letter) | Did::SuggestionAnswered(letter) if !letter.counter.is_empty() => {
                number_in(letter.number.trim_end_matches('号')).map(|(_, nth)| (letter.counter.clone(), nth))
            }
            _ => None,
        };
        if let Some((name, nth)) = counted {
            self.note(name, nth);
        }
    }
}

/// 横访〔2025〕0417 is 横访〔2025〕 and 417.
fn number_in(text: &str) -> Option<(&str, i64)> {
    let stem = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    Some((stem, text.strip_prefix(stem)?.parse().ok()?))
}

/// The record of the house, the registers that it accounts for, and what the walk needs.
pub(super) fn before(tx: &Tx<'_>, tenant: TenantId) -> Result<(Before, Report), Failure> {
    let mut report = Report::default();
    let mut record = Record::read(tx, tenant)?;
    std::mem::take(&mut record.wrong).into_iter().for_each(|sentence| report.tell(sentence));
    record.compare(tx, tenant)?.into_iter().for_each(|sentence| report.tell(sentence));
    for ((account, day), (nth, hash)) in &record.looks {
        let statement = select!(Link, "FROM read_entry WHERE tenant = $1 AND account = $2 AND day = $3 AND nth = $4");
        let link: Option<Link> = tx.first(statement, args![tenant, *account, day.as_str(), *nth])?;
        match link {
            Some(link) if hex(&link.hash) == *hash => {}
            Some(_) => report.tell(format!("read_entry {nth} of account {account} on {day}: it is not the one that was sealed")),
            None => report.tell(format!("read_entry {nth} of account {account} on {day}: it was sealed and is gone")),
        }
    }
    let files = record.take("file").into_iter().filter_map(|row| Some((row.get("file")?.as_i64()?, row))).collect();
    Ok((Before { erasures: record.erasures.into_iter().collect(), files, counters: counters(tx, tenant)? }, report))
}

fn counters(tx: &Tx<'_>, tenant: TenantId) -> Result<BTreeMap<String, i64>, Failure> {
    let rows: Vec<Counter> = tx.select(select!(Counter, "FROM counter WHERE tenant = $1"), args![tenant])?;
    // The counters of the record and of the seals are compared with those.
    Ok(rows.into_iter().filter(|row| !["house_record", store::sealer::SEALS].contains(&row.name.as_str())).map(|row| (row.name, row.value)).collect())
}

/// What the events of one matter say of the registers.
pub(super) struct Named<'a> {
    /// Its stream.
    pub(super) stream: StreamId,
    /// The subjects that it has keys for.
    pub(super) subjects: BTreeSet<i64>,
    /// Whose keys its events destroyed, and when.
    pub(super) erased: Vec<(i64, Moment)>,
    /// The rows of files, with the version that names them.
    pub(super) files: Vec<(i64, &'a FileRow)>,
    /// Files that are named without their row.
    pub(super) older: Vec<FileId>,
    /// Its keys as they lie.
    pub(super) rows: &'a [WrappedKey],
    /// Its keys, open.
    pub(super) keys: &'a CaseKeys,
}

/// Rows of registers that belong to the matters of one slice.
pub(super) struct Slice {
    files: HashMap<StreamId, Vec<StoredFile>>,
    erasures: HashMap<StreamId, Vec<Erasure>>,
}

impl Slice {
    /// The rows of the streams `first` to `last`.
    pub(super) fn read(tx: &Tx<'_>, tenant: TenantId, first: StreamId, last: StreamId) -> Result<Self, Error> {
        let (mut files, mut erasures) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        let statement = select!(StoredFile, "FROM file WHERE tenant = $1 AND stream >= $2 AND stream <= $3 ORDER BY stream, file");
        tx.for_each::<StoredFile>(statement, args![tenant, first, last], |file| {
            files.entry(file.stream).or_default().push(file);
            Ok(())
        })?;
        let statement = select!(Erasure, "FROM erasure WHERE tenant = $1 AND stream >= $2 AND stream <= $3 ORDER BY stream, subject");
        tx.for_each::<Erasure>(statement, args![tenant, first, last], |erasure| {
            erasures.entry(erasure.stream).or_default().push(erasure);
            Ok(())
        })?;
        Ok(Self { files, erasures })
    }

    /// Compares the register rows of one matter of whichever room.
    pub(super) fn compare(&self, before: &Before, matter: &Named<'_>) -> Vec<String> {
        let stream = matter.stream;
        let on_record = before.erasures.range((stream, i64::MIN)..=(stream, i64::MAX));
        let mut erased: BTreeMap<i64, Moment> = on_record.map(|((_, subject), at)| (*subject, *at)).collect();
        erased.extend(matter.erased.iter().copied());
        let mut wrong = wrong_keys(stream, &matter.subjects, matter.rows, matter.keys, &erased);
        let listed = self.erasures.get(&stream).map_or(&[][..], Vec::as_slice);
        wrong.extend(wrong_erasures(stream, listed, &erased));
        let files = self.files.get(&stream).map_or(&[][..], Vec::as_slice);
        wrong.extend(wrong_files(files, &before.files, matter, &erased));
        wrong
    }

    /// Compares the register rows of a mediation; notes the number that it was given.
    pub(super) fn compare_mediation(&self, before: &Before, matter: &proof::Replay, given: &mut Given) -> Vec<String> {
        if let Some((name, nth)) = matter.counted() {
            given.note(name, nth);
        }
        let named = Named {
            stream: matter.mediation.stream,
            subjects: matter.subjects(),
            erased: matter.erased(),
            files: matter.events.iter().flat_map(|(stored, event)| event.files.iter().map(|row| (stored.version, row))).collect(),
            older: vec![],
            rows: &matter.rows,
            keys: &matter.keys,
        };
        self.compare(before, &named)
    }

    /// Compares the register rows of a petition; notes the numbers that its events gave out.
    pub(super) fn compare_petition(
        &self,
        tx: &Tx<'_>,
        tenant: TenantId,
        before: &Before,
        matter: &Replay,
        given: &mut Given,
    ) -> Result<Vec<String>, Failure> {
        let stream = matter.petition.stream;
        for (stored, event) in &matter.events {
            given.see(stored, &event.did);
        }
        let erased =
            |(stored, event): &(StoredEvent, Event)| event.did.erases().iter().map(|subject| (*subject, stored.recorded_at)).collect::<Vec<_>>();
        let named = Named {
            stream,
            subjects: matter.petition.persons.iter().map(|person| person.subject).chain([store::keys::NARRATIVE]).collect(),
            erased: matter.events.iter().flat_map(erased).collect(),
            files: matter.events.iter().flat_map(|(stored, event)| event.files.iter().map(|row| (stored.version, row))).collect(),
            older: matter.events.iter().flat_map(|(_, event)| crate::petition::carry::named(&event.did)).collect(),
            rows: &matter.rows,
            keys: &matter.keys,
        };
        let mut wrong = self.compare(before, &named);
        if let Some((_, Event { did: Did::Imported(first), .. })) = matter.events.first() {
            given.imported += 1;
            let statement = sql!("SELECT stream FROM imported WHERE tenant = $1 AND source = $2 AND source_key = $3");
            let found: Option<StreamId> = tx.scalar(statement, args![tenant, &first.source, &first.outside_number])?;
            if found != Some(stream) {
                wrong.push(format!("imported {} {}: it does not name the matter {stream}", first.source, first.outside_number));
            }
        }
        Ok(wrong)
    }
}

fn wrong_keys(stream: StreamId, subjects: &BTreeSet<i64>, rows: &[WrappedKey], keys: &CaseKeys, erased: &BTreeMap<i64, Moment>) -> Vec<String> {
    let mut wrong = vec![];
    for row in rows {
        let named = format!("data_key {stream} {}", row.subject);
        if !subjects.contains(&row.subject) {
            wrong.push(format!("{named}: no event names this subject"));
        }
        match erased.get(&row.subject) {
            None if row.erased_at.is_some() => wrong.push(format!("{named}: erased_at says that it was destroyed, and no event does")),
            None if keys.data_key(row.subject).is_none() => wrong.push(format!("{named}: does not open under the installation's key")),
            Some(at) if row.erased_at != Some(*at) => wrong.push(format!("{named}: erased_at is not the moment of the erasure")),
            Some(_) if row.wrapped.is_empty() || row.wrapped.iter().any(|byte| *byte != 0) => {
                wrong.push(format!("{named}: wrapped is not as an erasure leaves it"));
            }
            _ => {}
        }
    }
    for subject in subjects.iter().filter(|subject| !rows.iter().any(|row| row.subject == **subject)) {
        wrong.push(format!("data_key {stream} {subject}: the row is gone"));
    }
    wrong
}

fn wrong_erasures(stream: StreamId, listed: &[Erasure], erased: &BTreeMap<i64, Moment>) -> Vec<String> {
    let mut wrong = vec![];
    for row in listed {
        match erased.get(&row.subject) {
            None => wrong.push(format!("erasure {stream} {}: no event accounts for it", row.subject)),
            Some(at) if *at != row.erased_at => wrong.push(format!("erasure {stream} {}: erased_at is not the moment of the erasure", row.subject)),
            Some(_) => {}
        }
    }
    for subject in erased.keys().filter(|subject| !listed.iter().any(|row| row.subject == **subject)) {
        wrong.push(format!("erasure {stream} {subject}: the row is gone"));
    }
    wrong
}

/// Which event names a file, and how its row stood then.
enum Told<'a> {
    ByEvent(i64, &'a FileRow),
    ByRecord(&'a Map<String, Json>),
}

fn wrong_files(files: &[StoredFile], on_record: &HashMap<i64, Map<String, Json>>, matter: &Named<'_>, erased: &BTreeMap<i64, Moment>) -> Vec<String> {
    let mut told: BTreeMap<i64, Told<'_>> = matter.files.iter().map(|(version, row)| (row.file.get(), Told::ByEvent(*version, row))).collect();
    // What is older than this is on record as it stood when the county was taken in.
    for file in &matter.older {
        if let Some(row) = on_record.get(&file.get()) {
            told.entry(file.get()).or_insert(Told::ByRecord(row));
        }
    }
    let mut wrong = vec![];
    for file in files {
        let named = format!("file {}", file.file);
        match told.remove(&file.file.get()) {
            None if file.named_in.is_some() => wrong.push(format!("{named}: no event accounts for it")),
            None => {}
            Some(told) => {
                if let Some(column) = file_difference(&told, file, erased) {
                    wrong.push(format!("{named}: {column} is not what the ledger says"));
                }
            }
        }
    }
    wrong.extend(told.keys().map(|file| format!("file {}: the row is gone from matter {}", FileId::new(*file), matter.stream)));
    wrong
}

fn file_difference(told: &Told<'_>, file: &StoredFile, erased: &BTreeMap<i64, Moment>) -> Option<&'static str> {
    let at = erased.get(&file.subject).copied();
    if file.erased_at != at {
        return Some("erased_at");
    }
    if at.is_some() && !file.name.is_empty() {
        return Some("name");
    }
    match told {
        Told::ByEvent(version, row) => {
            let pairs = [
                ("subject", file.subject == row.subject),
                ("digest", file.digest == row.digest),
                ("size", file.size == row.size),
                ("media_type", file.media_type == row.media_type),
                ("name", at.is_some() || file.name == row.name.bytes()),
                ("added_at", file.added_at == row.added_at),
                ("named_in", file.named_in == Some(*version)),
            ];
            pairs.into_iter().find(|(_, is_same)| !is_same).map(|(column, _)| column)
        }
        Told::ByRecord(row) => {
            let table = migrate::table("file")?;
            let cells: Vec<Value> = table.columns.iter().map(|column| file_cell(file, column)).collect();
            let mut row = (*row).clone();
            for passing in ["tenant", "erased_at"] {
                row.remove(passing);
            }
            if at.is_some() {
                row.remove("name");
            }
            house_proof::first_difference(table, &row, &cells)
        }
    }
}

fn file_cell(file: &StoredFile, column: &str) -> Value {
    match column {
        "file" => file.file.into(),
        "stream" => file.stream.into(),
        "subject" => file.subject.into(),
        "digest" => file.digest.as_str().into(),
        "size" => file.size.into(),
        "media_type" => file.media_type.as_str().into(),
        "name" => file.name.as_slice().into(),
        "added_at" => file.added_at.into(),
        "named_in" => file.named_in.into(),
        "erased_at" => file.erased_at.into(),
        _ => Value::Null,
    }
}

/// What belongs to no matter, and the counters, after the walk.
pub(super) fn after(tx: &Tx<'_>, tenant: TenantId, before: &Before, given: &Given, report: &mut Report) -> Result<(), Failure> {
    let late = counters(tx, tenant)?;
    for name in late.keys().chain(before.counters.keys()).chain(given.highest.keys()).collect::<BTreeSet<_>>() {
        let (was, highest, is) = (before.counters.get(name), given.highest.get(name).copied().unwrap_or(0), late.get(name));
        // Others may have drawn numbers during the walk: then the highest one that was seen lies between the two readings.
        if was.copied().unwrap_or(0) > highest || is.copied().unwrap_or(0) < highest {
            let value = is.or(was).copied().unwrap_or(0);
            report.tell(format!("counter {name}: it says {value} and the highest number given out is {highest}"));
        }
    }
    let orphans = [
        ("data_key", "stream, subject", "version = 1", ""),
        ("file", "file", "version = 1", " AND named_in IS NOT NULL"),
        ("unplaced", "recorded_at, stream, version", "version = t.version AND e.recorded_at = t.recorded_at", ""),
        ("imported", "source, source_key", "version = 1 AND e.kind = 'Imported'", ""),
        ("erasure", "stream, subject", "version = 1", ""),
        ("clock", "stream, rule, nth", "version = 1", ""),
        ("bar", "stream, token", "version = 1", ""),
    ];
    for (table, key, condition, only) in orphans {
        let text = format!(
            "SELECT {key} FROM {table} t WHERE tenant = $1{only} AND NOT EXISTS (SELECT 1 FROM event e WHERE e.tenant = t.tenant AND e.stream = t.stream AND e.{condition})"
        );
        let mut found = vec![];
        tx.values(&text, args![tenant], &mut |row| {
            found.push(row.map(|value| shown(&value)).collect::<Vec<_>>());
            Ok(())
        })?;
        for row in found.into_iter().filter(|row| table != "erasure" || !is_on_record(before, row)) {
            report.tell(format!("{table} {}: no event accounts for it", row.join(" ")));
        }
    }
    Ok(())
}

/// An erasure of a matter that a backup put back did not have yet.
fn is_on_record(before: &Before, row: &[String]) -> bool {
    let mut numbers = row.iter().filter_map(|text| text.parse::<i64>().ok());
    numbers.next().zip(numbers.next()).is_some_and(|(stream, subject)| before.erasures.contains_key(&(StreamId::new(stream), subject)))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// Writes into the record which erasures no event accounts for: they came from a list that was kept apart when a backup
/// was put back. Returns how many.
///
/// # Errors
/// What the database says.
pub fn record_erasures(tx: &Tx<'_>, suite: kernel::crypto::Suite, tenant: TenantId, now: Moment) -> Result<usize, Failure> {
    let mut known = Record::read(tx, tenant)?.erasures;
    let statement =
        select!(Account, "FROM event WHERE tenant = $1 AND kind IN ('PersonErased', 'NarrativeErased', 'Destroyed', 'MediationPersonErased')");
    let streams: BTreeSet<StreamId> = tx.select::<Account>(statement, args![tenant])?.into_iter().map(|row| row.stream).collect();
    for stream in streams {
        for stored in store::ledger::load(tx, tenant, stream)? {
            let erases = if stored.kind.starts_with(crate::mediation::event::PREFIX) {
                crate::mediation::event::read(&stored.payload).map(|event| event.erases()).unwrap_or_default()
            } else {
                crate::petition::event::read(&stored.payload).map(|event| event.did.erases().to_vec()).unwrap_or_default()
            };
            known.extend(erases.into_iter().map(|subject| ((stream, subject), stored.recorded_at)));
        }
    }
    let fresh: Vec<Erasure> =
        store::keys::erasures(tx, tenant)?.into_iter().filter(|erasure| !known.contains_key(&(erasure.stream, erasure.subject))).collect();
    for part in fresh.chunks(200) {
        let told: Vec<Json> = part
            .iter()
            .map(|erasure| serde_json::json!({ "stream": erasure.stream.get(), "subject": erasure.subject, "erased_at": erasure.erased_at.millis() }))
            .collect();
        let payload = serde_json::json!({ "erasures": told }).to_string();
        crate::organ::record(tx, suite, tenant, store::ledger::SYSTEM, now, "erasures_applied", &payload)?;
    }
    Ok(fresh.len())
}
