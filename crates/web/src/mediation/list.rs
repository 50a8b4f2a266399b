//! What is open and what is over; the sessions of the days to come; the promises that come due; whose loop is open.

use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    House, audit,
    mediation::list::{self, Entry, Which},
    petition::policy,
};
use kernel::{Day, Moment, id::StreamId};
use serde::Deserialize;

/// How many days ahead sessions and promises are shown.
const AHEAD: i64 = 14;

#[derive(Template)]
#[template(path = "mediation/list.html")]
struct ListPage<'a> {
    page: &'a Page,
    over: bool,
    lines: Vec<LineView>,
    sits: Vec<SitView>,
    promises: Vec<PromiseView>,
    can_write: bool,
}

/// A mediation in the list.
struct LineView {
    case: StreamId,
    number: String,
    title: String,
    stage: &'static str,
    dispute: String,
    organ: String,
    received_on: Day,
    due: Option<(Day, String, bool)>,
    /// Something must be reported: shown before everything else.
    alarm: bool,
    /// The five facts of the loop: which are there.
    facts: Vec<(&'static str, bool)>,
    /// For how many days the loop has been open.
    open_days: i64,
}

struct SitView {
    case: StreamId,
    at: String,
    title: String,
    note: String,
    is_his: bool,
}

struct PromiseView {
    case: StreamId,
    number: String,
    day: String,
    amount: String,
    late: bool,
}

/// What is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    over: String,
}

/// `GET /desk/mediations`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let over = asked.over == "1";
    let entries = list::of_asker(house, &asker, &sight, if over { Which::Over } else { Which::Open }).await?;
    let today = house.today();
    let from = Moment::at_local(today, 0, 0);
    let (sits, promises) = if over {
        (vec![], vec![])
    } else {
        (
            list::calendar(house, &asker, &sight, from, from.plus_hours(24 * AHEAD)).await?,
            list::promises(house, &asker, &sight, today.plus_days(AHEAD)).await?,
        )
    };
    let shown: Vec<StreamId> = entries.iter().map(|entry| entry.line.stream).collect();
    audit::look(house, &asker, "mediations", "list", &shown).await?;
    let mut lines: Vec<LineView> = entries.into_iter().map(|entry| line(house, &page, &directory, entry, today)).collect();
    lines.sort_by_key(|line| (!line.alarm, line.due.is_none(), line.due.as_ref().map(|(day, ..)| *day), std::cmp::Reverse(line.case)));
    let template = ListPage {
        page: &page,
        over,
        lines,
        sits: sits
            .into_iter()
            .map(|sit| SitView {
                case: sit.stream,
                at: page.moment(&sit.at),
                is_his: !sit.number.is_empty(),
                title: if sit.number.is_empty() { page.t("mediation-taken-time").to_owned() } else { sit.title },
                note: format!(
                    "{} · {} · {}",
                    page.named("mtogether", &sit.together),
                    page.named("mway", &sit.way),
                    page.with("mediation-minutes", "n", sit.minutes)
                ),
            })
            .collect(),
        promises: promises
            .into_iter()
            .map(|one| PromiseView {
                case: one.stream,
                number: one.number,
                day: page.day_and_weekday(&one.due),
                amount: if one.fen > 0 { super::view::yuan(&page, one.fen) } else { String::new() },
                late: one.due < today,
            })
            .collect(),
        can_write: page.has("/desk/mediations/new"),
    };
    Ok(page.show(&template))
}

fn line(house: &House, page: &Page, directory: &casework::organ::Directory, entry: Entry, today: Day) -> LineView {
    let Entry { line, title, due } = entry;
    let facts = [
        ("mediation-loop-received", line.taken_on.is_some() || line.accepted_on.is_some()),
        ("mediation-loop-answered", line.accepted_on.is_some()),
        ("mediation-loop-law", line.law_told_on.is_some()),
        ("mediation-loop-met", line.met_on.is_some()),
        ("mediation-loop-followed", line.followed_on.is_some()),
    ];
    let is_open = facts.iter().any(|(_, done)| !done) && line.ended_on.is_none();
    let mediation: Option<casework::mediation::Mediation> = serde_json::from_str(&line.state).ok();
    LineView {
        case: line.stream,
        number: line.number,
        title: if title.is_empty() { page.t("title-erased").to_owned() } else { title },
        stage: page.words().t(stage_key(&line.stage)),
        dispute: house.law().dispute_types.get(&line.dispute).map_or(String::new(), |row| page.row(row).to_owned()),
        organ: directory.organ_name(line.holder).to_owned(),
        received_on: line.received_on,
        due: due.map(|(day, rule)| (day, super::rule_name(page, &rule), day < today)),
        alarm: mediation.is_some_and(|mediation| mediation.owes_report()),
        facts: facts.into_iter().map(|(key, done)| (page.words().t(key), done)).collect(),
        open_days: if is_open { line.received_on.days_until(today) } else { 0 },
    }
}

pub(super) fn stage_key(stage: &str) -> &'static str {
    match casework::mediation::Stage::parse(stage) {
        Some(casework::mediation::Stage::Asked) => "mstage-asked",
        Some(casework::mediation::Stage::NotMediated) => "mstage-not_mediated",
        Some(casework::mediation::Stage::Accepted) => "mstage-accepted",
        Some(casework::mediation::Stage::InSession) => "mstage-in_session",
        Some(casework::mediation::Stage::Signing) => "mstage-signing",
        Some(casework::mediation::Stage::Performing) => "mstage-performing",
        Some(casework::mediation::Stage::Performed) => "mstage-performed",
        Some(casework::mediation::Stage::Breached) => "mstage-breached",
        Some(casework::mediation::Stage::Terminated) => "mstage-terminated",
        Some(casework::mediation::Stage::Closed) => "mstage-closed",
        Some(casework::mediation::Stage::Archived) => "mstage-archived",
        None => "title-erased",
    }
}
