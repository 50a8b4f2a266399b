//! The code: typed from the slip, or carried by the picture on it.
//!
//! Wrong tries are answered more and more slowly, counted by the first four symbols, and never refused (C-03). A code of
//! another county is simply not there.

use super::talk;
use crate::{citizen::Citizen, error::Oops, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    mediation::party,
    petition::{carry, citizen},
};
use kernel::{crypto::QueryCode, id::TenantId, refusal::Refusal};
use store::Failure;

/// Her own page.
pub const PAGE: &str = "/follow/case";

#[derive(Template)]
#[template(path = "portal/code.html")]
struct CodePage<'a> {
    page: &'a Page,
    counties: &'a [(TenantId, String)],
    county: String,
    typed: String,
    refusal: Option<Refusal>,
}

/// `GET /follow`
pub async fn show(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&CodePage { page: &page, counties: &web.settings().tenants, county: String::new(), typed: String::new(), refusal: None }))
}

/// `POST /follow`
pub async fn take(State(web): State<Web>, page: Page, posted: Posted) -> Result<Response, Oops> {
    let tenants = &web.settings().tenants;
    let county = match tenants.as_slice() {
        [(only, _)] => Some(*only),
        _ => posted.read::<TenantId>("county").filter(|county| tenants.iter().any(|(known, _)| known == county)),
    };
    let (typed, chosen) = (posted.text("code").to_owned(), posted.text("county").to_owned());
    let again = |status: StatusCode, refusal: Refusal| {
        let template = CodePage { page: &page, counties: tenants, county: chosen.clone(), typed: typed.clone(), refusal: Some(refusal) };
        Ok(page.show_with(status, &template))
    };
    let Some(county) = county else { return again(StatusCode::UNPROCESSABLE_ENTITY, Refusal::new("COUNTY_MISSING", "L1 art 21").at("county")) };
    let Ok(code) = typed.parse::<QueryCode>() else {
        return again(StatusCode::UNPROCESSABLE_ENTITY, Refusal::new("CODE_UNREADABLE", "C-03").at("code"));
    };
    match open(&web, county, &code).await {
        Ok(opened) => Ok(enter(&web, &opened)),
        Err(Failure::NotFound) => again(StatusCode::NOT_FOUND, Refusal::new("CODE_UNKNOWN", "C-03").at("code")),
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /c/{county}-{code}`: from the picture on the slip. Leads on at once, so that the code leaves the address bar.
pub async fn from_slip(State(web): State<Web>, page: Page, Path(slip): Path<String>) -> Result<Response, Oops> {
    let (county, typed) = slip.split_once('-').ok_or(Oops::NotFound)?;
    let tenants = &web.settings().tenants;
    let county = county.parse::<TenantId>().ok().filter(|county| tenants.iter().any(|(known, _)| known == county)).ok_or(Oops::NotFound)?;
    let code: QueryCode = typed.parse().map_err(|_| Oops::NotFound)?;
    match open(&web, county, &code).await {
        Ok(opened) => Ok(enter(&web, &opened)),
        Err(Failure::NotFound) => {
            // What was in the picture is not repeated: it may have been somebody's slip that was replaced.
            let refusal = Some(Refusal::new("CODE_UNKNOWN", "C-03").at("code"));
            let template = CodePage { page: &page, counties: tenants, county: county.to_string(), typed: String::new(), refusal };
            Ok(page.show_with(StatusCode::NOT_FOUND, &template))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn open(web: &Web, tenant: TenantId, code: &QueryCode) -> Result<Opened, Failure> {
    web.limits().attempt(code.prefix()).await;
    match citizen::find(web.house(), tenant, code).await {
        Ok(stream) => {
            let (petition, _) = carry::look_up(web.house(), tenant, stream).await?;
            Ok(Opened { citizen: Citizen { tenant, stream, issue: petition.code_issue }, page: PAGE })
        }
        // A party of a mediation has a code of her own.
        Err(Failure::NotFound) => {
            let who = party::find(web.house(), tenant, code).await?;
            Ok(Opened { citizen: talk::citizen(web.house(), tenant, who).await?, page: talk::PAGE })
        }
        Err(failure) => Err(failure),
    }
}

/// What a code opens, and on which page.
struct Opened {
    citizen: Citizen,
    page: &'static str,
}

fn enter(web: &Web, opened: &Opened) -> Response {
    let Opened { citizen, page } = opened;
    let mut answer = Redirect::to(page).into_response();
    answer.headers_mut().append(SET_COOKIE, citizen.pass(web));
    answer
}
