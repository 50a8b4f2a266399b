//! The organs of the county, in their tree, and the form for a new one.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    organ::{Directory, NewOrgan, Organ},
    setup::{columns, one},
};
use kernel::{Refusal, id::OrganId};
use std::sync::Arc;
use store::Failure;

#[derive(Template)]
#[template(path = "setup/organs.html")]
struct OrgansPage<'a> {
    page: &'a Page,
    directory: Arc<Directory>,
    kinds: Vec<&'static str>,
    ways: Vec<&'static str>,
    typed: Option<&'a Posted>,
    refusal: Option<&'a Refusal>,
}

impl OrgansPage<'_> {
    fn typed(&self, name: &str) -> &str {
        self.typed.map_or("", |posted| posted.text(name))
    }

    fn is_ticked(&self, way: &str) -> bool {
        self.typed.is_some_and(|posted| posted.all("ways").any(|ticked| ticked == way))
    }

    /// How deep an organ stands in the tree.
    fn depth(&self, organ: &Organ) -> usize {
        organ.path.split('/').filter(|part| !part.is_empty()).count().saturating_sub(1).min(4)
    }

    fn place(&self, organ: &Organ) -> String {
        organ.area.parse().map(|area| self.directory.place_name(&area)).unwrap_or_default()
    }

    fn all(&self) -> Vec<&Organ> {
        let mut all: Vec<&Organ> = self.directory.organs_ever().collect();
        all.sort_by_key(|organ| organ.ended_on.is_some());
        all
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&organs_page(&web, &asker, &page, None, None).await?))
}

pub(super) async fn add(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let outcome = match read(&directory, &asker, &posted) {
        Ok(new) => one::add(web.house(), &asker, new, ways_of(&posted)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(number) => Ok(Redirect::to(&format!("/admin/organs/{number}")).into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&organs_page(&web, &asker, &page, Some(&posted), Some(&refusal)).await?)),
        Err(failure) => Err(failure.into()),
    }
}

async fn organs_page<'a>(
    web: &Web,
    asker: &Asker,
    page: &'a Page,
    typed: Option<&'a Posted>,
    refusal: Option<&'a Refusal>,
) -> Result<OrgansPage<'a>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    Ok(OrgansPage { page, directory, kinds: columns::organ_kinds().collect(), ways: columns::ways().collect(), typed, refusal })
}

fn read(directory: &Directory, asker: &Asker, posted: &Posted) -> Result<NewOrgan, Refusal> {
    let kind = columns::organ_kind(posted.text("kind")).ok_or_else(|| Refusal::new("ORGAN_KIND", "SU-2").at("kind"))?;
    let code = if posted.text("area").is_empty() { asker.tenant.to_string() } else { posted.text("area").to_owned() };
    let mut places =
        directory.places().filter(|place| (place.code == code || place.name == code) && place.code.starts_with(&asker.tenant.to_string()));
    let area = match (places.next(), places.next()) {
        (Some(place), None) => place.path.parse().ok(),
        _ => None,
    };
    Ok(NewOrgan {
        organ: OrganId::new(0),
        parent: posted.read("parent").unwrap_or(OrganId::new(0)),
        kind: kind.to_owned(),
        name: posted.text("name").to_owned(),
        word: posted.text("word").to_owned(),
        area: area.ok_or_else(|| Refusal::new("POST_AREA", "S-06").at("area"))?,
        phone: cut(posted.text("phone")),
        address: cut(posted.text("address")),
        hours: cut(posted.text("hours")),
        remit: vec![],
    })
}

/// What is typed of how an organ is reached, at most 120 characters.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(120).collect()
}

/// The ticked ways, in the law's order.
pub(super) fn ways_of(posted: &Posted) -> String {
    columns::ways().filter(|way| posted.all("ways").any(|ticked| ticked == *way)).collect::<Vec<_>>().join(" ")
}
