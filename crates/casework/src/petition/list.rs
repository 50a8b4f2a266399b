//! The day by due date, and the cases behind a number.

use super::{
    model::{Stage, Words},
    policy::Sight,
};
use crate::{CaseKeys, House, Role, Scope, people::post};
use kernel::{
    Day,
    area::AreaPath,
    id::{AccountId, OrganId, StreamId, TenantId},
    sealed::{Opened, Sealed},
};
use std::collections::{HashMap, HashSet};
use store::{Failure, Value, args, keys::WrappedKey, row, select, sql};

row! {
    struct DayRow {
        stream: StreamId, rule: String, due_raw: Day, due_legal: Day, provisional: bool, yellow_on: Day, red_on: Day,
        number: String, stage: String, title: String, channel: String, officer: AccountId, area: String, label: i64, waits_for: String,
        wrapped: Vec<u8>, erased: bool,
    }
}

row! {
    struct CaseRow {
        stream: StreamId, number: String, stage: String, title: String, channel: String, holder: OrganId, officer: AccountId, area: String, label: i64,
        received_on: Day, history: bool, wrapped: Vec<u8>, erased: bool,
    }
}

/// A line of the day: a matter with the clock that ends first.
#[derive(Debug, Clone)]
pub struct Due {
    /// The matter.
    pub stream: StreamId,
    /// The clock's rule.
    pub rule: String,
    /// Without rolling.
    pub due_raw: Day,
    /// The last lawful day.
    pub due_legal: Day,
    /// A calendar is missing.
    pub provisional: bool,
    /// First yellow day.
    pub yellow_on: Day,
    /// First red day.
    pub red_on: Day,
    /// 横访〔2025〕0417.
    pub number: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its short name, still sealed: a list shows a part of what it reads, and opening costs more than reading.
    pub title: SealedTitle,
    /// By which way it came.
    pub channel: String,
    /// In whose hands; 0 for nobody yet.
    pub officer: AccountId,
    /// Where.
    pub area: Option<AreaPath>,
    /// `office`, `person`, `nobody`.
    pub waits_for: String,
}

/// A short name as a list may tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// As it was given.
    Open(String),
    /// 举报人: an accusation is told by no more than that (C-31).
    Accusation,
    /// Erased.
    Erased,
}

/// A short name as it is stored, with what opens it.
#[derive(Debug, Clone)]
pub struct SealedTitle {
    stream: StreamId,
    label: i64,
    sealed: String,
    wrapped: Vec<u8>,
    erased: bool,
}

impl SealedTitle {
    /// Opens it, as far as a list may tell it.
    #[must_use]
    pub fn open(&self, house: &House, tenant: TenantId) -> Title {
        if super::model::label::is_sealed(self.label) {
            return Title::Accusation;
        }
        if self.erased {
            return Title::Erased;
        }
        let Ok(sealed) = serde_json::from_value::<Sealed>(serde_json::Value::String(self.sealed.clone())) else { return Title::Erased };
        let key = WrappedKey { subject: store::keys::NARRATIVE, wrapped: self.wrapped.clone(), erased_at: None };
        let keys: CaseKeys = house.vault().unwrap(tenant, self.stream, &[key]);
        match super::seal::open_words(&keys, &Words { sealed, chars: 1 }) {
            Opened::Open(text) => Title::Open(text),
            Opened::Erased => Title::Erased,
        }
    }
}

/// A line of a list of cases.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The matter.
    pub stream: StreamId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its short name.
    pub title: Title,
    /// By which way it came.
    pub channel: String,
    /// In which organ's hands.
    pub holder: OrganId,
    /// In whose hands.
    pub officer: AccountId,
    /// Where.
    pub area: Option<AreaPath>,
    /// When it was received.
    pub received_on: Day,
    /// Came in as history.
    pub history: bool,
}

/// More running clocks than this of one organ are not read for one page; the page says so.
pub const MOST_DUE: i64 = 600;

/// What an organ owes, by due date (the objection of P-04 is a right and not owed): one line a matter, with the clock that ends first.
///
/// # Errors
/// What the database says.
pub async fn day(house: &House, tenant: TenantId, organ: OrganId, sight: &Sight) -> Result<Vec<Due>, Failure> {
    let (hidden, tokens) = (sight.hidden, sight.tokens.clone());
    let rows: Vec<DayRow> = house
        .db()
        .glance(move |tx| {
            Ok(tx.select(
                select!(
                    DayRow,
                    "FROM (SELECT c.tenant AS tenant, c.stream AS stream, c.rule AS rule, c.due_raw AS due_raw, c.due_legal AS due_legal, c.provisional AS provisional, c.yellow_on AS yellow_on, c.red_on AS red_on, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.officer AS officer, f.area AS area, f.label AS label, f.waits_for AS waits_for, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM clock c JOIN case_file f ON f.tenant = c.tenant AND f.stream = c.stream JOIN data_key k ON k.tenant = c.tenant AND k.stream = c.stream AND k.subject = 0 WHERE c.tenant = $1 AND c.holder = $2 AND c.running = TRUE AND c.rule <> 'P-04') AS due WHERE tenant = $1 AND label & $3 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = due.tenant AND bar.stream = due.stream AND $4 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY due_legal, stream LIMIT $5"
                ),
                args![tenant, organ, hidden, tokens.text(), MOST_DUE],
            )?)
        })
        .await?;
    let mut lines: Vec<Due> = Vec::with_capacity(rows.len());
    let mut known = HashSet::with_capacity(rows.len());
    for row in rows {
        // Rows come by due date: the first of a matter is the one that ends first.
        if !known.insert(row.stream) {
            continue;
        }
        lines.push(Due {
            stream: row.stream,
            rule: row.rule,
            due_raw: row.due_raw,
            due_legal: row.due_legal,
            provisional: row.provisional,
            yellow_on: row.yellow_on,
            red_on: row.red_on,
            number: row.number,
            stage: Stage::parse(&row.stage).unwrap_or(Stage::Registered),
            title: SealedTitle { stream: row.stream, label: row.label, sealed: row.title, wrapped: row.wrapped, erased: row.erased },
            channel: row.channel,
            officer: row.officer,
            area: row.area.parse().ok(),
            waits_for: row.waits_for,
        });
    }
    Ok(lines)
}

/// What an organ has in hand without a date running: an objection to decide, an opinion that left the house and is not
/// proven received, an answer that is not completed. Nothing of it may be lost from sight. At most 50, oldest first.
///
/// `+` before a column keeps SQLite from walking an index for its sake: sorting the few that an organ has in hand costs
/// less than walking all cases in their order.
///
/// # Errors
/// What the database says.
pub async fn undated(house: &House, tenant: TenantId, organ: OrganId, sight: &Sight) -> Result<Vec<Listed>, Failure> {
    let (hidden, tokens) = (sight.hidden, sight.tokens.clone());
    let rows: Vec<CaseRow> = house
        .db()
        .glance(move |tx| {
            Ok(tx.select(
                select!(
                    CaseRow,
                    "FROM (SELECT f.tenant AS tenant, f.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_file f JOIN data_key k ON k.tenant = f.tenant AND k.stream = f.stream AND k.subject = 0 WHERE f.tenant = $1 AND f.holder = $2 AND f.stage IN ('objection_pending', 'competence_pending', 'opinion_issued', 'delivered')) AS c WHERE tenant = $1 AND NOT EXISTS (SELECT 1 FROM clock r WHERE r.tenant = c.tenant AND r.stream = c.stream AND r.running = TRUE AND +r.holder = $2 AND r.rule <> 'P-04') AND label & $3 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $4 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY +stream LIMIT $5"
                ),
                args![tenant, organ, hidden, tokens.text(), PAGE],
            )?)
        })
        .await?;
    Ok(rows.into_iter().map(|row| listed(house, tenant, row)).collect())
}

/// How many cases a list shows at once.
pub const PAGE: i64 = 50;

/// How many it shows at most, for who ticks many.
pub const LONG_PAGE: i64 = 200;

/// The cases that the asker sees, newest first, before `cursor` (0 for the first page), at most `most`; all stages, or one.
///
/// Of an organ, its own list is walked (a CROSS JOIN is walked in the order in which it is written); of a county, the
/// cases in their order; of a place within it, its index, whose few cases are then sorted.
///
/// # Errors
/// What the database says.
pub async fn cases(house: &House, tenant: TenantId, sight: &Sight, stage: Option<Stage>, cursor: i64, most: i64) -> Result<Vec<Listed>, Failure> {
    let before = if cursor == 0 { i64::MAX } else { cursor };
    let stage = stage.map_or("", Stage::code);
    let (hidden, tokens, scope) = (sight.hidden, sight.tokens.clone(), sight.scope.clone());
    let rows: Vec<CaseRow> = house
        .db()
        .glance(move |tx| {
            Ok(match scope {
                Scope::Nothing => vec![],
                Scope::Organ(organ) => tx.select(
                    select!(
                        CaseRow,
                        "FROM (SELECT f.tenant AS tenant, x.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_access x CROSS JOIN case_file f CROSS JOIN data_key k WHERE x.tenant = $1 AND x.organ = $2 AND x.stream < $3 AND f.tenant = x.tenant AND f.stream = x.stream AND k.tenant = x.tenant AND k.stream = x.stream AND k.subject = 0) AS c WHERE tenant = $1 AND ($4 = '' OR stage = $4) AND label & $5 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $6 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY stream DESC LIMIT $7"
                    ),
                    args![tenant, organ, before, stage, hidden, tokens.text(), most],
                )?,
                Scope::Area(area) => {
                    let (from, to) = area.range();
                    let all = select!(
                        CaseRow,
                        "FROM (SELECT f.tenant AS tenant, f.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_file f JOIN data_key k ON k.tenant = f.tenant AND k.stream = f.stream AND k.subject = 0 WHERE f.tenant = $1 AND f.stream < $2) AS c WHERE tenant = $1 AND area >= $3 AND area < $4 AND ($5 = '' OR stage = $5) AND label & $6 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $7 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY stream DESC LIMIT $8"
                    );
                    let few = select!(
                        CaseRow,
                        "FROM (SELECT f.tenant AS tenant, f.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_file f JOIN data_key k ON k.tenant = f.tenant AND k.stream = f.stream AND k.subject = 0 WHERE f.tenant = $1 AND +f.stream < $2) AS c WHERE tenant = $1 AND area >= $3 AND area < $4 AND ($5 = '' OR stage = $5) AND label & $6 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $7 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY +stream DESC LIMIT $8"
                    );
                    let statement = if area.is_within_a_county() { few } else { all };
                    tx.select(statement, args![tenant, before, from, to, stage, hidden, tokens.text(), most])?
                }
            })
        })
        .await?;
    Ok(rows.into_iter().map(|row| listed(house, tenant, row)).collect())
}

/// The given cases, as far as the asker sees them, in the given order.
///
/// # Errors
/// What the database says.
pub async fn these(house: &House, tenant: TenantId, sight: &Sight, streams: Vec<StreamId>) -> Result<Vec<Listed>, Failure> {
    let (hidden, tokens, scope) = (sight.hidden, sight.tokens.clone(), sight.scope.clone());
    let rows: Vec<CaseRow> = house
        .db()
        .glance(move |tx| {
            let (organ, (from, to)) = match &scope {
                Scope::Nothing => return Ok(vec![]),
                Scope::Organ(organ) => (*organ, (String::new(), String::new())),
                Scope::Area(area) => (OrganId::new(-1), area.range()),
            };
            let mut rows = vec![];
            for stream in streams {
                rows.extend(tx.first::<CaseRow>(
                    select!(
                        CaseRow,
                        "FROM (SELECT f.tenant AS tenant, f.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_file f JOIN data_key k ON k.tenant = f.tenant AND k.stream = f.stream AND k.subject = 0 WHERE f.tenant = $1 AND f.stream = $2) AS c WHERE tenant = $1 AND ((area >= $3 AND area < $4) OR EXISTS (SELECT 1 FROM case_access x WHERE x.tenant = c.tenant AND x.organ = $5 AND x.stream = c.stream)) AND label & $6 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $7 LIKE '%,' || CAST(bar.token AS TEXT) || ',%')"
                    ),
                    args![tenant, stream, from.as_str(), to.as_str(), organ, hidden, tokens.text()],
                )?);
            }
            Ok(rows)
        })
        .await?;
    Ok(rows.into_iter().map(|row| listed(house, tenant, row)).collect())
}

/// What an organ has accepted and nobody handles on `day`: not given to anybody yet, or its officer has no post here that
/// day. Nothing may be without an owner for a day. Oldest first, at most [`LONG_PAGE`].
///
/// # Errors
/// What the database says.
pub async fn unowned(house: &House, tenant: TenantId, organ: OrganId, sight: &Sight, day: Day) -> Result<Vec<Listed>, Failure> {
    let (hidden, tokens) = (sight.hidden, sight.tokens.clone());
    let rows: Vec<CaseRow> = house
        .db()
        .glance(move |tx| {
            Ok(tx.select(
                select!(
                    CaseRow,
                    "FROM (SELECT f.tenant AS tenant, f.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_file f JOIN data_key k ON k.tenant = f.tenant AND k.stream = f.stream AND k.subject = 0 WHERE f.tenant = $1 AND f.holder = $2 AND f.stage IN ('accepted', 'in_handling', 'awaiting_material', 'extension_requested', 'opinion_draft', 'opinion_issued', 'delivered')) AS c WHERE tenant = $1 AND NOT EXISTS (SELECT 1 FROM post p JOIN account o ON o.tenant = p.tenant AND o.account = p.account WHERE p.tenant = c.tenant AND p.account = c.officer AND p.organ = c.holder AND p.role IN ('handler', 'head') AND p.deputy_for = 0 AND p.from_day <= $3 AND (p.to_day IS NULL OR p.to_day >= $3) AND o.disabled_on IS NULL) AND label & $4 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $5 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY +stream LIMIT $6"
                ),
                args![tenant, organ, day, hidden, tokens.text(), LONG_PAGE],
            )?)
        })
        .await?;
    Ok(rows.into_iter().map(|row| listed(house, tenant, row)).collect())
}

/// How many [`unowned`] has, however many they are.
///
/// # Errors
/// What the database says.
pub async fn count_unowned(house: &House, tenant: TenantId, organ: OrganId, sight: &Sight, day: Day) -> Result<i64, Failure> {
    let (hidden, tokens) = (sight.hidden, sight.tokens.clone());
    house
        .db()
        .glance(move |tx| {
            let count: Option<i64> = tx.scalar(
                sql!("SELECT COUNT(*) FROM case_file c WHERE c.tenant = $1 AND c.holder = $2 AND c.stage IN ('accepted', 'in_handling', 'awaiting_material', 'extension_requested', 'opinion_draft', 'opinion_issued', 'delivered') AND NOT EXISTS (SELECT 1 FROM post p JOIN account o ON o.tenant = p.tenant AND o.account = p.account WHERE p.tenant = c.tenant AND p.account = c.officer AND p.organ = c.holder AND p.role IN ('handler', 'head') AND p.deputy_for = 0 AND p.from_day <= $3 AND (p.to_day IS NULL OR p.to_day >= $3) AND o.disabled_on IS NULL) AND c.label & $4 = 0 AND NOT EXISTS (SELECT 1 FROM bar b WHERE b.tenant = c.tenant AND b.stream = c.stream AND $5 LIKE '%,' || CAST(b.token AS TEXT) || ',%')"),
                args![tenant, organ, day, hidden, tokens.text()],
            )?;
            Ok(count.unwrap_or(0))
        })
        .await
}

/// Who opens what comes in.
const WORKING: [Role; 4] = [Role::Clerk, Role::Triage, Role::Handler, Role::Head];

/// What the asker's organ sent to another in which nobody is at work on `day`: it lies there unread. Organ by organ, because
/// those are few and matters many; oldest first, at most [`PAGE`] of each.
///
/// # Errors
/// What the database says.
pub async fn unstaffed(house: &House, tenant: TenantId, organ: OrganId, sight: &Sight, day: Day) -> Result<Vec<Listed>, Failure> {
    let organs: Vec<OrganId> = house.directory(tenant).await?.organs().map(|other| other.organ).filter(|other| *other != organ).collect();
    let (hidden, tokens) = (sight.hidden, sight.tokens.clone());
    let rows: Vec<CaseRow> = house
        .db()
        .glance(move |tx| {
            let (mut rows, at_work) = (vec![], post::at_work(tx, tenant, day)?);
            let is_staffed = |organ: OrganId| at_work.iter().any(|post| post.organ == organ && post.is_one_of(&WORKING));
            for other in organs.iter().filter(|other| !is_staffed(**other)) {
                rows.extend(tx.select::<CaseRow>(
                    select!(
                        CaseRow,
                        "FROM (SELECT f.tenant AS tenant, f.stream AS stream, f.number AS number, f.stage AS stage, f.title AS title, f.channel AS channel, f.holder AS holder, f.officer AS officer, f.area AS area, f.label AS label, f.received_on AS received_on, f.history AS history, k.wrapped AS wrapped, (k.erased_at IS NOT NULL) AS erased FROM case_file f JOIN data_key k ON k.tenant = f.tenant AND k.stream = f.stream AND k.subject = 0 WHERE f.tenant = $1 AND f.holder = $2 AND f.waits_for <> 'nobody' AND f.history = FALSE) AS c WHERE tenant = $1 AND EXISTS (SELECT 1 FROM case_access x WHERE x.tenant = c.tenant AND x.organ = $3 AND x.stream = c.stream) AND label & $4 = 0 AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.tenant = c.tenant AND bar.stream = c.stream AND $5 LIKE '%,' || CAST(bar.token AS TEXT) || ',%') ORDER BY +stream LIMIT $6"
                    ),
                    args![tenant, *other, organ, hidden, tokens.text(), PAGE],
                )?);
            }
            Ok(rows)
        })
        .await?;
    Ok(rows.into_iter().map(|row| listed(house, tenant, row)).collect())
}

row! {
    struct NextDue { stream: StreamId, due_legal: Day }
}

/// So many matters are asked for by one statement.
const AT_ONCE: usize = 20;

/// Of each matter, the last lawful day of the duty that ends first; of one that owes nothing, none.
///
/// # Errors
/// What the database says.
pub async fn next_due(house: &House, tenant: TenantId, streams: Vec<StreamId>) -> Result<HashMap<StreamId, Day>, Failure> {
    let rows: Vec<NextDue> = house
        .db()
        .glance(move |tx| {
            let mut rows: Vec<NextDue> = vec![];
            for some in streams.chunks(AT_ONCE) {
                let padded = some.iter().map(|stream| stream.get()).chain(std::iter::repeat(0)).take(AT_ONCE);
                let values: Vec<Value> = std::iter::once(tenant.into()).chain(padded.map(Value::from)).collect();
                // Rights of the person, and P-04, are owed by nobody.
                rows.extend(tx.select::<NextDue>(
                    sql!("SELECT stream, MIN(due_legal) FROM clock WHERE tenant = $1 AND stream IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) AND running = TRUE AND holder <> 0 AND rule <> 'P-04' GROUP BY stream"),
                    &values,
                )?);
            }
            Ok(rows)
        })
        .await?;
    Ok(rows.into_iter().map(|row| (row.stream, row.due_legal)).collect())
}

fn listed(house: &House, tenant: TenantId, row: CaseRow) -> Listed {
    Listed {
        title: SealedTitle { stream: row.stream, label: row.label, sealed: row.title, wrapped: row.wrapped, erased: row.erased }.open(house, tenant),
        stream: row.stream,
        number: row.number,
        stage: Stage::parse(&row.stage).unwrap_or(Stage::Registered),
        channel: row.channel,
        holder: row.holder,
        officer: row.officer,
        area: row.area.parse().ok(),
        received_on: row.received_on,
        history: row.history,
    }
}
