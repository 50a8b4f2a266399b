//! What she does with her code: add, rate, withdraw, check, leave. A refusal stands where her hand was.

use super::{
    case::{self, Said, hers},
    code::PAGE,
};
use crate::{citizen::Citizen, cookie, error::Oops, page::Page, posted::Posted, state::Web};
use axum::{
    extract::State,
    http::{HeaderMap, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use casework::petition::{
    Petition,
    citizen::{self, Added},
    model::Rating,
};
use kernel::refusal::Refusal;
use store::Failure;

/// `POST /follow/add`
pub async fn add(State(web): State<Web>, citizen: Citizen, page: Page, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    let key = Some(posted.key.id().to_owned());
    let outcome = citizen::add(web.house(), citizen.tenant, citizen.stream, posted.raw("words"), posted.text("claim"), vec![], key).await;
    match outcome {
        Ok(Added::Anew(receipt)) => {
            // It has a number and a code of its own; from here on this phone follows it.
            let mut answer = Redirect::to(&format!("{PAGE}?done=anew#done")).into_response();
            let pass = Citizen { tenant: citizen.tenant, stream: receipt.stream, issue: 1 }.pass(&web);
            answer.headers_mut().append(SET_COOKIE, pass);
            Ok(answer)
        }
        Ok(Added::Here(petition)) => done(&web, citizen, &page, &posted, "add", Ok(*petition)).await,
        Err(failure) => done(&web, citizen, &page, &posted, "add", Err(failure)).await,
    }
}

/// `POST /follow/rate`
pub async fn rate(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    no_officer(&web, &headers)?;
    let outcome = match Rating::parse(posted.text("rating")) {
        None => Err(Refusal::new("RATING_MISSING", "C-70").at("rating").into()),
        Some(rating) => {
            let key = Some(posted.key.id().to_owned());
            citizen::rate(web.house(), citizen.tenant, citizen.stream, rating, posted.raw("why"), key).await
        }
    };
    done(&web, citizen, &page, &posted, "rate", outcome).await
}

/// `POST /follow/withdraw`
pub async fn withdraw(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let outcome = citizen::withdraw(web.house(), citizen.tenant, citizen.stream, posted.raw("reason"), key).await;
    done(&web, citizen, &page, &posted, "withdraw", outcome).await
}

/// `POST /follow/not-withdrawn`: what an officer wrote down as her withdrawal was not hers.
pub async fn not_withdrawn(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let outcome = citizen::contest_withdrawal(web.house(), citizen.tenant, citizen.stream, posted.raw("not_mine"), key).await;
    done(&web, citizen, &page, &posted, "not-withdrawn", outcome).await
}

/// A browser in which an officer is signed in does not rate, withdraw or contest for her (C-70).
fn no_officer(web: &Web, headers: &HeaderMap) -> Result<(), Refusal> {
    let _ = web;
    if cookie::get(headers, cookie::SESSION).is_some_and(|session| !session.is_empty()) {
        return Err(Refusal::new("RATING_FORGERY", "C-70"));
    }
    Ok(())
}

pub(super) async fn done(
    web: &Web,
    citizen: Citizen,
    page: &Page,
    posted: &Posted,
    act: &'static str,
    outcome: Result<Petition, Failure>,
) -> Result<Response, Oops> {
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("{PAGE}?done={act}#done")).into_response()),
        Err(Failure::Refused(refusal)) => case::show_again(web, citizen, page, Said::Refused(act, refusal), posted).await,
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /follow/check`: changes nothing; the answer stands below the field.
pub async fn check(State(web): State<Web>, citizen: Citizen, page: Page, posted: Posted) -> Result<Response, Oops> {
    let check = citizen::check_fingerprint(web.house(), citizen.tenant, citizen.stream, posted.text("fingerprint")).await?;
    case::show_again(&web, citizen, &page, Said::Checked(check), &posted).await
}

/// `POST /follow/leave`: the pass ends, on a phone that others use too.
pub async fn leave(State(web): State<Web>, _citizen: Citizen, _posted: Posted) -> Result<Response, Oops> {
    let mut answer = Redirect::to("/").into_response();
    answer.headers_mut().append(SET_COOKIE, Citizen::leave(&web));
    Ok(answer)
}
