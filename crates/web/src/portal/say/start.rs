//! The county, and what becomes of her data, before anything is asked (C-80).

use super::{Visit, going_on, known, typed};
use crate::{error::Oops, page::Page, portal::doors::dial, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::petition::saying;
use kernel::{id::TenantId, law::Law};

#[derive(Template)]
#[template(path = "portal/say_county.html")]
struct CountyPage<'a> {
    page: &'a Page,
    counties: &'a [(TenantId, String)],
}

/// What is told of one thing: its code, the words, the article.
struct Told {
    code: &'static str,
    words: &'static str,
    article: &'static str,
}

#[derive(Template)]
#[template(path = "portal/say_start.html")]
struct StartPage<'a> {
    page: &'a Page,
    county: TenantId,
    /// Who answers for her data: the county's petition office.
    controller: String,
    phone: String,
    dial: String,
    told: Vec<Told>,
    /// Whether something half said is still there.
    half: bool,
}

/// `GET /say`: straight on where there is one county.
pub async fn choose(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    match web.settings().tenants.as_slice() {
        [(only, _)] => Ok(Redirect::to(&format!("/say/{only}")).into_response()),
        counties => Ok(page.show(&CountyPage { page: &page, counties })),
    }
}

/// `GET /say/{county}`
pub async fn show(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let half = going_on(&web, county, &visit).await?.is_some_and(|saying| !typed::asked(&saying.fields).is_empty() || !saying.files.is_empty());
    let directory = web.house().directory(county).await?;
    let office = directory.petition_office();
    let phone = office.map(|organ| organ.phone.clone()).unwrap_or_default();
    let template = StartPage {
        page: &page,
        county,
        controller: office.map_or_else(|| directory.county.clone(), |organ| organ.name.clone()),
        dial: dial(&phone),
        phone,
        told: notice(&page, web.house().law()),
        half,
    };
    Ok(page.show(&template))
}

/// The rows of the notice that hold today, in the page's language.
fn notice(page: &Page, law: &'static Law) -> Vec<Told> {
    let pick = |zh: &'static str, en: &'static str| if page.is_english() { en } else { zh };
    law.notices
        .on(page.today())
        .map(|row| Told { code: &row.code, words: pick(&row.zh, &row.en), article: pick(&row.article, &row.article_en) })
        .collect()
}

/// `POST /say/{county}`: going on says that it was read.
pub async fn go_on(State(web): State<Web>, visit: Visit, Path(county): Path<TenantId>, posted: Posted) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    if visit.0.is_empty() {
        return Err(Oops::StaleKey);
    }
    let half = going_on(&web, county, &visit).await?;
    if half.is_none() || posted.has("anew") {
        saying::begin(web.house(), county, &visit.0, vec![]).await?;
    }
    Ok(Redirect::to(&format!("/say/{county}/write")).into_response())
}
