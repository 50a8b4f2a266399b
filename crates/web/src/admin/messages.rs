//! 消息收发: how words to people stand, for whoever runs the machine. Numbers and reasons; no matter and nobody is named.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker,
    notify::{
        outbox::{self, Count},
        reach::Way,
    },
};
use kernel::refusal::Refusal;
use serde::Deserialize;
use store::Failure;

struct WayLine {
    name: &'static str,
    is_set_up: bool,
    sent: i64,
}

struct Waiting {
    count: i64,
    since: String,
    next: String,
    error: String,
}

struct Untold {
    code: String,
    why: String,
    count: i64,
    since: String,
    again: bool,
}

#[derive(Template)]
#[template(path = "admin/messages.html")]
struct MessagesPage<'a> {
    page: &'a Page,
    ways: Vec<WayLine>,
    waiting: Vec<Waiting>,
    untold: Vec<Untold>,
    told: i64,
    again: Option<usize>,
    refusal: Option<Refusal>,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    again: String,
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, Query(asked): Query<Asked>, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, asked.again.parse().ok(), None).await?))
}

/// `POST /admin/messages`: what was not sent for one reason is tried again.
pub(super) async fn again(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    match outbox::send_all_again(web.house(), &asker, posted.text("why")).await {
        Ok(again) => Ok(Redirect::to(&format!("/admin/messages?again={again}")).into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&template(&web, &asker, &page, None, Some(refusal)).await?)),
        Err(failure) => Err(failure.into()),
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, again: Option<usize>, refusal: Option<Refusal>) -> Result<MessagesPage<'a>, Oops> {
    let tenant = asker.tenant;
    let (counts, trying) = web.house().db().read(move |tx| Ok(outbox::counts(tx, tenant)?)).await?;
    let of = |keep: &dyn Fn(&Count) -> bool| counts.iter().filter(|count| keep(count)).map(|count| count.count).sum::<i64>();
    let ways = [Way::Sms, Way::Mail].map(|way| WayLine {
        name: page.named("reach", way.code()),
        is_set_up: web.settings().ways.contains(&way),
        sent: of(&|count| count.state == "sent" && count.way == way.code()),
    });
    let untold = counts.iter().filter(|count| count.state == "to_tell").map(|count| Untold {
        code: count.why.clone(),
        why: page.named("untold", &count.why).to_owned(),
        count: count.count,
        since: page.moment(&count.oldest),
        again: outbox::is_of_the_machine(&count.why),
    });
    let waiting = trying.iter().map(|one| Waiting {
        count: one.count,
        since: page.moment(&one.oldest),
        next: page.moment(&one.next),
        error: one.error.clone(),
    });
    Ok(MessagesPage {
        page,
        ways: ways.into_iter().collect(),
        waiting: waiting.collect(),
        untold: untold.collect(),
        told: of(&|count| count.state == "told"),
        again,
        refusal,
    })
}
