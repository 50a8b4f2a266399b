//! What she does with her code: answer what was asked, add, rate, ask that another handles it, ask for a review, withdraw, check,
//! leave. A refusal stands where her hand was.

use super::{
    case::{self, Said},
    code::PAGE,
    hers::hers,
};
use crate::{
    citizen::Citizen,
    cookie,
    error::Oops,
    page::Page,
    posted::{Field, Posted},
    state::Web,
    upload::Upload,
};
use axum::{
    extract::State,
    http::{HeaderMap, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use casework::petition::{
    Petition, carry,
    citizen::{self, Added, Whom},
    handed::Handed,
    model::{DataRight, Rating},
    pair,
};
use kernel::{id::StreamId, refusal::Refusal};
use store::Failure;

/// What she handed in with a form.
fn handed(upload: &Upload) -> Result<Vec<Handed>, Refusal> {
    let one = |sent: &crate::upload::Sent| Handed { name: sent.name.clone(), media_type: sent.media_type.to_owned(), body: sent.body.clone() };
    Ok(upload.files()?.iter().map(one).collect())
}

/// `POST /follow/add`: words, a wish, photos.
pub async fn add(State(web): State<Web>, citizen: Citizen, page: Page, upload: Upload) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    let key = Some(upload.key.id().to_owned());
    let outcome = match handed(&upload) {
        Ok(files) => citizen::add(web.house(), citizen.tenant, citizen.stream, upload.raw("words"), upload.text("claim"), &files, key).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(Added::Anew(receipt)) => {
            // It has a number and a code of its own; from here on this phone follows it.
            let mut answer = Redirect::to(&format!("{PAGE}?done=anew#done")).into_response();
            let pass = Citizen { tenant: citizen.tenant, stream: receipt.stream, issue: 1 }.pass(&web);
            answer.headers_mut().append(SET_COOKIE, pass);
            Ok(answer)
        }
        Ok(Added::Here(petition)) => done(&web, citizen, &page, upload.fields(), "add", Ok(*petition)).await,
        Err(failure) => done(&web, citizen, &page, upload.fields(), "add", Err(failure)).await,
    }
}

/// `POST /follow/answer`: what the office asked for.
pub async fn answer(State(web): State<Web>, citizen: Citizen, page: Page, upload: Upload) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    let stream = hers.acted_on().petition.stream;
    let key = Some(upload.key.id().to_owned());
    let outcome = match handed(&upload) {
        Ok(files) => citizen::answer(web.house(), citizen.tenant, stream, upload.raw("answer"), &files, key).await,
        Err(refusal) => Err(refusal.into()),
    };
    done(&web, citizen, &page, upload.fields(), "answer", outcome).await
}

/// `POST /follow/recusal`: she asks that another handles it (C-24).
pub async fn recusal(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    let stream = hers.acted_on().petition.stream;
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let whom = match posted.text("recused") {
        "officer" => Some(Whom::Officer),
        "organ" => Some(Whom::Organ),
        "named" => posted.text("recused_organ").parse().ok().map(|organ| Whom::Named(organ, posted.text("recused_name"))),
        _ => None,
    };
    let outcome = match whom {
        Some(whom) => citizen::ask_recusal(web.house(), citizen.tenant, stream, whom, posted.raw("recusal_words"), key).await,
        None => Err(Refusal::new("RECUSAL_WHOM", "C-24").at("recused").into()),
    };
    done(&web, citizen, &page, posted.fields(), "recusal", outcome).await
}

/// `POST /follow/data`: what she asks of her personal data (C-81).
pub async fn data(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    let stream = hers.acted_on().petition.stream;
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let outcome = match DataRight::parse(posted.text("data_right")) {
        Some(right) => citizen::ask_data(web.house(), citizen.tenant, stream, right, posted.raw("data_words"), key).await,
        None => Err(Refusal::new("DATA_WHAT", "C-81").at("data_right").into()),
    };
    done(&web, citizen, &page, posted.fields(), "data", outcome).await
}

/// `POST /follow/review`: she asks the body above to look at it anew (art 35, C-25).
pub async fn review(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, upload: Upload) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    let stream = hers.acted_on().petition.stream;
    no_officer(&web, &headers)?;
    let key = Some(upload.key.id().to_owned());
    let (words, why_late) = (upload.raw("review_words"), upload.raw("why_late"));
    let outcome = match handed(&upload) {
        Ok(files) => citizen::ask_review(web.house(), citizen.tenant, stream, words, why_late, &files, key).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(super::review::PAGE).into_response()),
        Err(failure) => done(&web, citizen, &page, upload.fields(), "review", Err(failure)).await,
    }
}

/// `POST /follow/rate`
pub async fn rate(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    no_officer(&web, &headers)?;
    let outcome = match (hers.rated_on(), Rating::parse(posted.text("rating"))) {
        (Err(refusal), _) => Err(refusal.into()),
        (Ok(_), None) => Err(Refusal::new("RATING_MISSING", "C-70").at("rating").into()),
        (Ok(stream), Some(rating)) => {
            let key = Some(posted.key.id().to_owned());
            citizen::rate(web.house(), citizen.tenant, stream, rating, posted.raw("why"), key).await
        }
    };
    done(&web, citizen, &page, posted.fields(), "rate", outcome).await
}

/// `POST /follow/withdraw`
pub async fn withdraw(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let outcome = citizen::withdraw(web.house(), citizen.tenant, citizen.stream, posted.raw("reason"), key).await;
    done(&web, citizen, &page, posted.fields(), "withdraw", outcome).await
}

/// `POST /follow/not-withdrawn`: what an officer wrote down as her withdrawal was not hers.
pub async fn not_withdrawn(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let outcome = citizen::contest_withdrawal(web.house(), citizen.tenant, citizen.stream, posted.raw("not_mine"), key).await;
    done(&web, citizen, &page, posted.fields(), "not-withdrawn", outcome).await
}

/// `POST /follow/not-same`: her item was laid together with another, and it is not the same matter.
pub async fn not_same(State(web): State<Web>, citizen: Citizen, page: Page, headers: HeaderMap, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    no_officer(&web, &headers)?;
    let key = Some(posted.key.id().to_owned());
    let outcome = pair::contest_merge(web.house(), citizen.tenant, citizen.stream, key, posted.raw("not_same")).await;
    done(&web, citizen, &page, posted.fields(), "not-same", outcome).await
}

/// `POST /follow/part`: on to a part of hers that was split off: she holds the slip of the whole.
pub async fn part(State(web): State<Web>, citizen: Citizen, posted: Posted) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    let wanted: Option<StreamId> = posted.text("part").parse().ok();
    let part = hers.own.petition.kin.parts.iter().map(|part| part.into.stream).find(|stream| Some(*stream) == wanted).ok_or(Oops::NotFound)?;
    let (petition, _) = carry::look_up(web.house(), citizen.tenant, part).await?;
    let mut answer = Redirect::to(PAGE).into_response();
    let pass = Citizen { tenant: citizen.tenant, stream: part, issue: petition.code_issue }.pass(&web);
    answer.headers_mut().append(SET_COOKIE, pass);
    Ok(answer)
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
    fields: &[Field],
    act: &'static str,
    outcome: Result<Petition, Failure>,
) -> Result<Response, Oops> {
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("{PAGE}?done={act}#done")).into_response()),
        Err(Failure::Refused(refusal)) => case::show_again(web, citizen, page, Said::Refused(act, refusal), fields).await,
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /follow/check`: changes nothing; the answer stands below the field.
pub async fn check(State(web): State<Web>, citizen: Citizen, page: Page, posted: Posted) -> Result<Response, Oops> {
    let check = citizen::check_fingerprint(web.house(), citizen.tenant, citizen.stream, posted.text("fingerprint")).await?;
    case::show_again(&web, citizen, &page, Said::Checked(check), posted.fields()).await
}

/// `POST /follow/leave`: the pass ends, on a phone that others use too.
pub async fn leave(State(web): State<Web>, _citizen: Citizen, _posted: Posted) -> Result<Response, Oops> {
    let mut answer = Redirect::to("/").into_response();
    answer.headers_mut().append(SET_COOKIE, Citizen::leave(&web));
    Ok(answer)
}
