//! 要打的电话: whom no message reaches, with the number, her hours, what to say, and what came of it.
//!
//! Her number stands here because it is about to be rung, and for those alone whose post rings her; that it was shown is written down
//! as a look of its own. Whoever wants no call, or has not confirmed that ringing is safe, stands without a number (C-55).

use crate::{
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, audit,
    notify::outbox::{self, Call},
    petition::model::Stage,
};
use kernel::{id::StreamId, refusal::Refusal};
use serde::Deserialize;
use store::Failure;

const PAGE: &str = "/desk/calls";

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get(PAGE, Access::Staff, show), RouteEntry::post(PAGE, Access::Staff, take)]
}

/// A line: somebody to be told.
struct Row {
    case: String,
    title: String,
    number: String,
    stage: &'static str,
    name: String,
    phone: String,
    address: String,
    /// What to say once it is she: one sentence for each thing that she is to hear of.
    tell: Vec<&'static str>,
    why: String,
    since: String,
    hours: String,
    leave: &'static str,
    rings: String,
}

/// Those of one kind, and what can come of telling them.
struct Group {
    id: &'static str,
    rows: Vec<Row>,
    outcomes: &'static [&'static str],
}

#[derive(Template)]
#[template(path = "desk/calls.html")]
struct CallsPage<'a> {
    page: &'a Page,
    organ: String,
    groups: Vec<Group>,
    total: usize,
    tells: bool,
    done: bool,
    refusal: Option<Refusal>,
    /// Ways that are not set up.
    missing: Vec<&'static str>,
}

/// What was done just before.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /desk/calls`
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let calls = template(&web, &asker, &page, None).await?;
    Ok(page.show(&CallsPage { done: asked.done == "1", ..calls }))
}

/// `POST /desk/calls`: what came of telling somebody.
pub async fn take(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let outcome = match posted.read::<StreamId>("case") {
        None => Err(Refusal::new("NOTHING_TO_TELL", "C-55").into()),
        Some(case) => outbox::record_call(web.house(), &asker, case, posted.text("outcome"), Some(posted.key.id().to_owned())).await,
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("{PAGE}?done=1")).into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&template(&web, &asker, &page, Some(refusal)).await?)),
        Err(failure) => Err(failure.into()),
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, refusal: Option<Refusal>) -> Result<CallsPage<'a>, Oops> {
    let house = web.house();
    let sight = outbox::sight(house, asker).await?;
    let calls = outbox::calls(house, asker, &sight).await?;
    let shown: Vec<StreamId> = calls.iter().map(|call| call.stream).collect();
    let tells = outbox::tells(asker.role);
    if !shown.is_empty() {
        audit::look(house, asker, "calls", if tells { "phone" } else { "list" }, &shown).await?;
    }
    let directory = house.directory(asker.tenant).await?;
    let total = calls.len();
    let mut groups = [
        Group { id: "ring", rows: vec![], outcomes: &["reached", "not_reached", "wrong_number"] },
        Group { id: "write", rows: vec![], outcomes: &["letter", "told_here"] },
        Group { id: "wait", rows: vec![], outcomes: &["told_here", "letter"] },
    ];
    for mut call in calls {
        let at = match () {
            () if !call.phone.is_empty() => 0,
            () if call.writes => 1,
            () => 2,
        };
        if !tells {
            call.phone.clear();
            call.address.clear();
        }
        if let Some(group) = groups.get_mut(at) {
            group.rows.push(row(page, &call));
        }
    }
    Ok(CallsPage {
        page,
        organ: directory.organ_name(asker.organ).to_owned(),
        groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
        total,
        tells,
        done: false,
        refusal,
        missing: crate::reach::missing(web, page),
    })
}

fn row(page: &Page, call: &Call) -> Row {
    Row {
        case: call.stream.to_string(),
        title: page.title(&call.title),
        number: call.number.clone(),
        stage: page.named("stage", Stage::code(call.stage)),
        name: call.name.clone(),
        phone: call.phone.clone(),
        address: call.address.clone(),
        tell: call.news.iter().filter_map(|kind| page.maybe("calls-tell", kind)).collect(),
        why: page.named("untold", &call.why).to_owned(),
        since: page.day(&call.since),
        hours: page.with2("reach-hours", "from", i64::from(call.hours.from()), "until", i64::from(call.hours.until())),
        leave: if call.phone.is_empty() { "" } else { page.t(if call.leave_word { "calls-leave" } else { "calls-leave-not" }) },
        rings: if call.rings > 0 { page.with("calls-rings", "n", call.rings) } else { String::new() },
    }
}
