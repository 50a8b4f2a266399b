//! What is done on a studio's week: adding, taking away, hours, swaps. A refusal comes back on the week, in the form that was sent.

use super::{
    Tried,
    week::{self, Asked},
};
use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    roster::{
        duty::{self, Typed},
        hours::{self, FIELDS},
        swap,
    },
};
use kernel::{
    Day,
    id::{DutyId, OrganId},
};
use store::Failure;

/// Back to the week, or the week again with the refusal.
async fn answer(web: &Web, asker: &Asker, page: &Page, form: String, posted: &Posted, outcome: Result<(), Failure>) -> Result<Response, Oops> {
    let asked = Asked { organ: posted.read("organ"), week: posted.read("week") };
    match outcome {
        Ok(()) => {
            let organ = asked.organ.map(|organ| format!("organ={organ}"));
            // What was added is shown in its own week.
            let week = posted.read::<Day>("day").or(asked.week).map(|week| format!("week={week}"));
            let parts: Vec<String> = organ.into_iter().chain(week).collect();
            Ok(Redirect::to(&format!("/desk/roster?{}", parts.join("&"))).into_response())
        }
        Err(Failure::Refused(refusal)) => week::again(web, asker, page, &asked, Tried::new(form, refusal, posted)).await,
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn add(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(organ): Path<OrganId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let text = |name: &str| posted.text(name).to_owned();
    let weeks = if posted.text("weeks").is_empty() { 1 } else { posted.read("weeks").unwrap_or(0) };
    let typed = Typed {
        kind: text("kind"),
        area: text("area"),
        spot: text("spot"),
        mediator: posted.read("mediator"),
        day: posted.read("day"),
        from: text("from"),
        to: text("to"),
        until: posted.read("until"),
        weeks,
    };
    let outcome = duty::add(web.house(), &asker, organ, &typed).await.map(drop);
    answer(&web, &asker, &page, "add".to_owned(), &posted, outcome).await
}

pub(super) async fn hours(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(organ): Path<OrganId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = hours::set(web.house(), &asker, organ, &FIELDS.map(|field| posted.text(field).to_owned())).await;
    answer(&web, &asker, &page, "hours".to_owned(), &posted, outcome).await
}

pub(super) async fn remove(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<DutyId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = duty::remove(web.house(), &asker, number, posted.text("why")).await;
    answer(&web, &asker, &page, format!("end-{number}"), &posted, outcome).await
}

pub(super) async fn ask(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<DutyId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = swap::ask(web.house(), &asker, number, posted.read("taker"), posted.read("back")).await;
    answer(&web, &asker, &page, format!("swap-{number}"), &posted, outcome).await
}

pub(super) async fn settle(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((number, verb)): Path<(i64, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let house = web.house();
    let outcome = match verb.as_str() {
        "accept" => swap::accept(house, &asker, number).await,
        "refuse" => swap::refuse_it(house, &asker, number).await,
        "withdraw" => swap::withdraw(house, &asker, number).await,
        _ => Err(Failure::NotFound),
    };
    answer(&web, &asker, &page, format!("question-{number}"), &posted, outcome).await
}
