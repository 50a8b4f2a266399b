//! 人民调解委员会: who sits on it and until when, and what of L3 arts 8–9 it does not meet. That is said, and stops nobody.

use super::{Tried, chosen, refused, studios, typed};
use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    roster::{
        committee::{self, Seat, unmet},
        may, mediator,
    },
};
use kernel::{
    Day,
    id::{MediatorId, OrganId},
    refusal::Refusal,
};
use serde::Deserialize;
use store::Failure;

/// What is asked for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    organ: Option<OrganId>,
}

struct Line {
    mediator: MediatorId,
    name: String,
    seat: Seat,
    ended: bool,
}

#[derive(Template)]
#[template(path = "roster/committee.html")]
struct CommitteePage<'a> {
    page: &'a Page,
    organ: OrganId,
    name: String,
    studios: Vec<(OrganId, String)>,
    lines: Vec<Line>,
    unmet: Vec<String>,
    keeps: bool,
    others: Vec<(MediatorId, String)>,
    today: Day,
    tried: Option<Tried<'a>>,
}

impl CommitteePage<'_> {
    fn refused(&self) -> Option<&Refusal> {
        self.tried.as_ref().map(|tried| &tried.refusal)
    }

    fn is_wrong(&self, field: &str) -> bool {
        refused(self.tried.as_ref(), "give").is_some_and(|refusal| refusal.field == Some(field))
    }

    fn typed<'b>(&'b self, field: &str, is: &'b str) -> &'b str {
        typed(self.tried.as_ref(), "give", field, is)
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, asked.organ, None).await?))
}

pub(super) async fn give(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(organ): Path<OrganId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let days = (posted.read("elected_on"), posted.read("from_day"), posted.read("to_day"));
    let outcome = match posted.read("mediator") {
        Some(member) => committee::give(web.house(), &asker, organ, member, days).await,
        None => Err(Refusal::new("DUTY_WHO", "L3 art 8").at("mediator").into()),
    };
    answer(&web, &asker, &page, organ, ("give", &posted), outcome).await
}

pub(super) async fn end(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((organ, member)): Path<(OrganId, MediatorId)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = committee::end(web.house(), &asker, organ, member).await;
    answer(&web, &asker, &page, organ, ("end", &posted), outcome).await
}

async fn answer(
    web: &Web,
    asker: &Asker,
    page: &Page,
    organ: OrganId,
    (form, posted): (&str, &Posted),
    outcome: Result<(), Failure>,
) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/desk/committee?organ={organ}")).into_response()),
        Err(Failure::Refused(refusal)) => {
            let shown = template(web, asker, page, Some(organ), Some(Tried::new(form, refusal, posted))).await?;
            Ok(page.show_again(&shown))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, asked: Option<OrganId>, tried: Option<Tried<'a>>) -> Result<CommitteePage<'a>, Oops> {
    let (tenant, today) = (asker.tenant, asker.today);
    let directory = web.house().directory(tenant).await?;
    // A refused form may name an organ that is no studio: it is shown all the same.
    let organ = chosen(&directory, asker, asked).or_else(|| directory.organ(asker.organ)).ok_or(Oops::NotFound)?.organ;
    let (seats, everybody) = web.house().db().read(move |tx| Ok((committee::of_organ(tx, tenant, organ)?, mediator::all(tx, tenant)?))).await?;
    let find = |mediator: MediatorId| everybody.iter().find(|one| one.mediator == mediator);
    let is_woman = |mediator: MediatorId| find(mediator).is_some_and(|one| one.sex == "woman");
    let missing = if seats.is_empty() { vec![] } else { unmet(&seats, is_woman, today) };
    let line = |seat: Seat| Line {
        mediator: seat.mediator,
        name: find(seat.mediator).map_or_else(String::new, |one| one.name.clone()),
        ended: seat.to_day < today,
        seat,
    };
    Ok(CommitteePage {
        page,
        organ,
        name: directory.organ_name(organ).to_owned(),
        studios: studios(&directory, asker).into_iter().map(|organ| (organ.organ, organ.name.clone())).collect(),
        unmet: missing.into_iter().map(|one| page.with(&format!("committee-{}", one.code()), "n", one.number())).collect(),
        lines: seats.into_iter().map(line).collect(),
        keeps: may::keeps(&directory, asker, organ),
        others: everybody.iter().filter(|one| one.holds_on(today)).map(|one| (one.mediator, one.name.clone())).collect(),
        today,
        tried,
    })
}
