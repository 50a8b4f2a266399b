//! 案件: everything that the asker may see, newest first; every stage is a filter.

use crate::{
    dispatch::{self, Marks},
    error::Oops,
    guard::Signed,
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    Scope, audit,
    organ::Directory,
    petition::{
        list::{self, Listed},
        model::Stage,
        policy,
    },
};
use kernel::Day;
use serde::Deserialize;

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get("/desk/cases", Access::Staff, show)]
}

/// The stages as they are offered: what is being decided, what is handled, what is answered, what has ended, history.
const GROUPS: &[&[Stage]] = &[
    &[Stage::Registered, Stage::Triaged, Stage::Referred, Stage::Assigned, Stage::ObjectionPending, Stage::CompetencePending, Stage::SignedIn],
    &[Stage::Accepted, Stage::InHandling, Stage::AwaitingMaterial, Stage::ExtensionRequested],
    &[Stage::OpinionDraft, Stage::OpinionIssued, Stage::Delivered],
    &[
        Stage::Completed,
        Stage::Archived,
        Stage::Withdrawn,
        Stage::NonAccepted,
        Stage::Diverted,
        Stage::AccusationHandedOver,
        Stage::Merged,
        Stage::Voided,
    ],
    &[Stage::HistoryOpen, Stage::HistoryClosed],
];

/// A line of a list of cases, ready for its template.
pub struct CaseLine {
    /// The stream, for the address.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Its short name, or what stands for it.
    pub title: String,
    /// Where it stands.
    pub stage: &'static str,
    /// By which way it came.
    pub channel: String,
    /// Where it is about.
    pub place: String,
    /// In whose hands.
    pub organ: String,
    /// In which officer's hands; empty for nobody yet.
    pub officer: String,
    /// When it was received.
    pub received_on: Day,
}

/// Makes the line of a case.
#[must_use]
pub fn line(page: &Page, directory: &Directory, case: Listed) -> CaseLine {
    CaseLine {
        case: case.stream.to_string(),
        number: case.number,
        title: page.title(&case.title),
        stage: page.named("stage", case.stage.code()),
        channel: page.named("channel", &case.channel).to_owned(),
        place: case.area.map_or(String::new(), |area| directory.place_name(&area)),
        organ: directory.organ_name(case.holder).to_owned(),
        officer: directory.person(case.officer).to_owned(),
        received_on: case.received_on,
    }
}

#[derive(Template)]
#[template(path = "desk/cases.html")]
struct CasesPage<'a> {
    page: &'a Page,
    stage: &'static str,
    lines: Vec<CaseLine>,
    /// The address of the next older page.
    older: Option<String>,
    is_first: bool,
    sees_nothing: bool,
    whose: String,
    marks: Marks,
    /// The same list, longer; `None` when it is long already.
    longer: Option<String>,
}

impl CasesPage<'_> {
    const GROUPS: &'static [&'static [Stage]] = GROUPS;

    fn is_stage(&self, stage: &Stage) -> bool {
        self.stage == stage.code()
    }
}

/// What is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    stage: String,
    #[serde(default)]
    before: String,
    /// `200`: as many at once as can be ticked.
    #[serde(default)]
    show: String,
    /// `all`: every box stands ticked.
    #[serde(default)]
    tick: String,
}

/// `GET /desk/cases?stage=in_handling&before=…`
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let stage = Stage::parse(&asked.stage);
    let cursor = asked.before.parse().unwrap_or(0);
    let is_long = asked.show == "200";
    let most = if is_long { list::LONG_PAGE } else { list::PAGE };
    let found = list::cases(house, asker.tenant, &sight, stage, cursor, most).await?;
    let streams: Vec<_> = found.iter().map(|case| case.stream).collect();
    audit::look(house, &asker, "cases", "list", &streams).await?;
    let is_full = i64::try_from(streams.len()).is_ok_and(|n| n >= most);
    let code = stage.map_or("", Stage::code);
    let show = if is_long { "&show=200" } else { "" };
    let older = streams.last().filter(|_| is_full).map(|last| format!("/desk/cases?stage={code}&before={last}{show}"));
    let from = if cursor == 0 { String::new() } else { format!("&before={cursor}") };
    let here = |show: &str| format!("/desk/cases?stage={code}{from}{show}");
    let longer = (is_full && !is_long).then(|| here("&show=200"));
    let marks = dispatch::marks(&asker, here(show), &asked.tick);
    let whose = match &sight.scope {
        Scope::Organ(organ) => page.with("cases-of-organ", "organ", directory.organ_name(*organ).to_owned()),
        Scope::Area(area) => page.with("cases-of-area", "area", directory.place_name(area)),
        Scope::Nothing => String::new(),
    };
    let lines = found.into_iter().map(|case| line(&page, &directory, case)).collect();
    let sees_nothing = sight.scope == Scope::Nothing;
    Ok(page.show(&CasesPage { page: &page, stage: code, lines, older, is_first: cursor == 0, sees_nothing, whose, marks, longer }))
}
