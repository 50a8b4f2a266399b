//! The receipt of a request for review: who took it, on which day, by when the written opinion is owed, and the fingerprint of the
//! entry, for the screen and for paper (art 35).

use super::{
    case::turned_away,
    hers::hers,
    rights::{self, Reviewed},
};
use crate::{citizen::Citizen, error::Oops, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use casework::{House, petition::Did};
use kernel::{Day, crypto::Digest};

/// Its address.
pub const PAGE: &str = "/follow/review-receipt";

#[derive(Template)]
#[template(path = "portal/review.html")]
struct ReviewPage<'a> {
    page: &'a Page,
    house: &'a House,
    number: String,
    review: Reviewed<'a>,
    delivered_on: Option<Day>,
    papers: usize,
    short: String,
    full: String,
}

/// `GET /follow/review-receipt`
pub async fn show(State(web): State<Web>, citizen: Citizen, page: Page) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(turned_away(&web)) };
    let case = hers.acted_on();
    let asked = case.events.iter().rev().find_map(|(stored, event)| match &event.did {
        Did::ReviewAsked { papers, .. } => Some((stored, papers.len())),
        _ => None,
    });
    let (Some((stored, papers)), Some(review)) = (asked, rights::reviews(&page, web.house().law(), case).into_iter().next()) else {
        return Ok(Redirect::to(super::code::PAGE).into_response());
    };
    let hash = Digest::from_slice(&stored.hash).map_err(|_| Oops::Bug("an event without a hash".to_owned()))?;
    Ok(page.show(&ReviewPage {
        page: &page,
        house: web.house(),
        number: case.petition.number.clone(),
        review,
        delivered_on: case.petition.facts.delivered_on,
        papers,
        short: hash.short(),
        full: hash.to_string(),
    }))
}
