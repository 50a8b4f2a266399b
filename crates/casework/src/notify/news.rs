//! What an officer has not seen yet: what was given to him, what was answered, what waits for his signature, what ends soon.
//!
//! A line names a matter and a kind; title and stage are read when the page is drawn, through the same sight as every list
//! (C-30). It is no record: the day list and the case page tell the same, so lines pass away.

use crate::{
    Asker, House, Role,
    people::post,
    petition::{
        Actor, Did, Petition,
        list::{self, Listed},
        policy::Sight,
    },
};
use kernel::{
    Moment,
    id::{AccountId, OrganId, StreamId, TenantId},
};
use std::collections::HashMap;
use store::{Error, Failure, Tx, args, row, sql};

/// So many lines are shown on the page of their own.
pub const MOST: i64 = 60;
/// After so many days a line is forgotten.
const KEPT_DAYS: i64 = 60;

/// Whom a line is for.
enum Whom {
    /// The one who has it in hand; when nobody has, those who hand out and decide.
    InHand,
    /// Whoever decides.
    Heads,
    /// Whoever decides in the organ that has it, and in the one that answers for a review.
    HeadsAnd(OrganId),
    /// One officer: in whose name something was done.
    One(AccountId),
}

/// Tells officers what an event means for them, in its transaction.
///
/// # Errors
/// What the engine says.
pub fn tell_officers(tx: &Tx<'_>, tenant: TenantId, after: &Petition, did: &Did, actor: Actor, version: i64, now: Moment) -> Result<(), Error> {
    let (kind, whom) = match did {
        Did::Started { .. } | Did::HandedOver { .. } => ("given", Whom::InHand),
        Did::Referred { .. } | Did::Assigned { .. } | Did::AccusationHandedOver { .. } => ("came", Whom::InHand),
        Did::ObjectionAgreed | Did::Objected { .. } | Did::ObjectionRejected { .. } => ("objection", Whom::InHand),
        Did::Added { .. } if actor == Actor::Person => ("answered", Whom::InHand),
        Did::WithdrawalContested { .. } | Did::VoidObjected { .. } => ("contested", Whom::Heads),
        Did::Rated { .. } if actor == Actor::Person => ("rated", Whom::InHand),
        Did::ExtensionRequested { .. } | Did::OpinionDrafted { .. } => ("to_decide", Whom::Heads),
        Did::DraftReturned { .. } | Did::ExtensionAgreed | Did::ExtensionApproved { .. } | Did::ExtensionRefused { .. } => ("decided", Whom::InHand),
        Did::EmergencyOpened { reviewer, .. } => ("emergency", Whom::HeadsAnd(*reviewer)),
        // Nothing is sealed in his name unseen.
        Did::LetterIssued(issued) | Did::SuggestionAnswered(issued) => ("sealed", Whom::One(issued.approved_by)),
        _ => return Ok(()),
    };
    let told = match whom {
        Whom::One(account) => vec![account],
        Whom::InHand => people(tx, tenant, after.holder, after.officer, now, false)?,
        Whom::Heads => people(tx, tenant, after.holder, after.officer, now, true)?,
        Whom::HeadsAnd(other) => {
            let mut heads = people(tx, tenant, after.holder, after.officer, now, true)?;
            if other != after.holder {
                heads.extend(people(tx, tenant, other, after.officer, now, true)?);
            }
            heads
        }
    };
    for account in told {
        // Nobody is told what he has just done himself.
        if account != actor.account() {
            add(tx, tenant, account, after.stream, kind, &version.to_string(), now)?;
        }
    }
    Ok(())
}

/// Who is told: the one in whose hands it is, while he has a post there today; else those of the organ who decide.
pub(super) fn people(tx: &Tx<'_>, tenant: TenantId, organ: OrganId, officer: AccountId, now: Moment, heads: bool) -> Result<Vec<AccountId>, Error> {
    let posts = post::of_organ(tx, tenant, organ, now.local_day())?;
    if !heads && officer.get() != 0 && posts.iter().any(|post| post.account == officer) {
        return Ok(vec![officer]);
    }
    let decides = |post: &&post::Post| matches!(post.role(), Some(Role::Head)) || (!heads && matches!(post.role(), Some(Role::Triage)));
    let mut accounts: Vec<AccountId> = posts.iter().filter(decides).map(|post| post.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

/// One line; the same one is told once. `source` is the event's number, or for a reminder `rule day`.
pub(super) fn add(tx: &Tx<'_>, tenant: TenantId, account: AccountId, stream: StreamId, kind: &str, source: &str, now: Moment) -> Result<bool, Error> {
    let added = tx.execute(
        sql!("INSERT INTO news (tenant, account, stream, kind, source, at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT DO NOTHING"),
        args![tenant, account, stream, kind, source, now],
    )?;
    Ok(added == 1)
}

row! {
    struct NewsRow { stream: StreamId, kind: String, source: String, at: Moment, seen_at: Option<Moment> }
}

/// Which lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that he has not seen.
    Unseen,
}

/// A line, with its matter.
#[derive(Debug, Clone)]
pub struct Line {
    /// What happened: `given`, `answered`, `soon` …
    pub kind: String,
    /// Which clock ends, of `soon` and `late`; else the event.
    pub source: String,
    /// When.
    pub at: Moment,
    /// Whether he has seen it.
    pub seen: bool,
    /// The matter, as a list may tell it.
    pub matter: Listed,
}

/// The asker's lines, newest first, all of them or what he has not seen; of what may not be seen by him, none. At most `most`.
///
/// # Errors
/// What the database says.
pub async fn lines(house: &House, asker: &Asker, sight: &Sight, which: Which, most: i64) -> Result<Vec<Line>, Failure> {
    let (tenant, account, all) = (asker.tenant, asker.account, which == Which::All);
    let rows: Vec<NewsRow> = house
        .db()
        .glance(move |tx| {
            // A reminder ends when the thing is done, and when its day moves: the new day is told by a line of its own.
            Ok(tx.select(
                sql!("SELECT n.stream, n.kind, n.source, n.at, n.seen_at FROM news n WHERE n.tenant = $1 AND n.account = $2 AND ($4 = TRUE OR n.seen_at IS NULL) AND (n.kind NOT IN ('soon', 'late') OR EXISTS (SELECT 1 FROM clock c WHERE c.tenant = n.tenant AND c.stream = n.stream AND c.running = TRUE AND n.source = c.rule || ' ' || c.due_legal)) ORDER BY n.at DESC, n.stream DESC LIMIT $3"),
                args![tenant, account, most, all],
            )?)
        })
        .await?;
    let mut streams: Vec<StreamId> = rows.iter().map(|row| row.stream).collect();
    streams.sort_unstable();
    streams.dedup();
    let matters: HashMap<StreamId, Listed> = list::these(house, tenant, sight, streams).await?.into_iter().map(|line| (line.stream, line)).collect();
    let line = |row: NewsRow| {
        let rule = row.source.split_once(' ').map(|(rule, _)| rule.to_owned());
        let (matter, source) = (matters.get(&row.stream)?.clone(), rule.unwrap_or(row.source));
        Some(Line { matter, kind: row.kind, source, at: row.at, seen: row.seen_at.is_some() })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// Marks everything of an account up to now as seen; of one matter, or of all.
///
/// # Errors
/// What the database says.
pub async fn seen(house: &House, asker: &Asker, stream: Option<StreamId>) -> Result<(), Failure> {
    let (tenant, account, now) = (asker.tenant, asker.account, house.now());
    house
        .db()
        .write(move |tx| {
            match stream {
                Some(stream) => tx.execute(
                    sql!("UPDATE news SET seen_at = $3 WHERE tenant = $1 AND account = $2 AND seen_at IS NULL AND stream = $4"),
                    args![tenant, account, now, stream],
                )?,
                None => tx.execute(
                    sql!("UPDATE news SET seen_at = $3 WHERE tenant = $1 AND account = $2 AND seen_at IS NULL AND at <= $3"),
                    args![tenant, account, now],
                )?,
            };
            Ok(())
        })
        .await
}

/// Forgets old lines.
///
/// # Errors
/// What the engine says.
pub fn forget_old(tx: &Tx<'_>, tenant: TenantId, now: Moment) -> Result<u64, Failure> {
    Ok(tx.execute(sql!("DELETE FROM news WHERE tenant = $1 AND at < $2"), args![tenant, now.plus_hours(-24 * KEPT_DAYS)])?)
}
