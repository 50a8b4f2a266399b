//! One organ: how it is reached, what it was, who continues its powers, its end.

use super::organs::{cut, ways_of};
use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    organ::{Directory, Organ, change::Facts},
    setup::{
        columns,
        one::{self, Told},
    },
};
use kernel::{Refusal, id::OrganId, law::CodeRow};
use std::sync::Arc;
use store::Failure;

#[derive(Template)]
#[template(path = "setup/organ.html")]
struct OrganPage<'a> {
    page: &'a Page,
    directory: Arc<Directory>,
    organ: Organ,
    told: Told,
    ways: Vec<&'static str>,
    /// Content classes.
    classes: Vec<&'static CodeRow>,
    typed: Option<&'a Posted>,
    refusal: Option<&'a Refusal>,
}

impl OrganPage<'_> {
    /// What stands in a field: what was typed, else what is.
    fn value<'b>(&'b self, name: &str, is: &'b str) -> &'b str {
        self.typed.filter(|posted| posted.has(name)).map_or(is, |posted| posted.text(name))
    }

    fn is_way(&self, way: &str) -> bool {
        match self.typed.filter(|posted| posted.has("name")) {
            Some(posted) => posted.all("ways").any(|ticked| ticked == way),
            None => self.organ.ways.split(' ').any(|known| known == way),
        }
    }

    fn is_class(&self, class: &CodeRow) -> bool {
        match self.typed.filter(|posted| posted.has("name")) {
            Some(posted) => posted.all("remit").any(|ticked| ticked == class.zh),
            None => self.organ.takes(class),
        }
    }

    fn way_names(&self, ways: &str) -> String {
        let names: Vec<&str> = ways.split(' ').filter(|way| !way.is_empty()).map(|way| self.page.named("channel", way)).collect();
        names.join(self.page.t("list-mark"))
    }

    fn above(&self) -> &str {
        self.directory.organ_name(self.organ.parent)
    }

    fn place(&self) -> String {
        self.organ.area.parse().map(|area| self.directory.place_name(&area)).unwrap_or_default()
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(number): Path<OrganId>) -> Result<Response, Oops> {
    Ok(page.show(&organ_page(&web, &asker, &page, number, None, None).await?))
}

pub(super) async fn alter(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<OrganId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let classes = &web.house().law().content_classes;
    let remit: Vec<&str> = posted.all("remit").filter(|class| classes.iter().any(|row| row.zh == *class)).collect();
    let facts = Facts {
        name: posted.text("name").to_owned(),
        word: posted.text("word").to_owned(),
        phone: cut(posted.text("phone")),
        address: cut(posted.text("address")),
        hours: cut(posted.text("hours")),
        ways: ways_of(&posted),
        remit: remit.join(" "),
    };
    let outcome = one::alter(web.house(), &asker, number, facts).await;
    answer(&web, &asker, &page, number, &posted, outcome).await
}

pub(super) async fn succeed(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<OrganId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let successor = posted.read("successor").ok_or(Oops::NotFound)?;
    let outcome = one::succeed(web.house(), &asker, number, successor, posted.text("basis")).await;
    answer(&web, &asker, &page, number, &posted, outcome).await
}

pub(super) async fn end(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<OrganId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = one::end(web.house(), &asker, number).await;
    answer(&web, &asker, &page, number, &posted, outcome).await
}

async fn answer(web: &Web, asker: &Asker, page: &Page, number: OrganId, posted: &Posted, outcome: Result<(), Failure>) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/admin/organs/{number}")).into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&organ_page(web, asker, page, number, Some(posted), Some(&refusal)).await?)),
        Err(failure) => Err(failure.into()),
    }
}

async fn organ_page<'a>(
    web: &Web,
    asker: &Asker,
    page: &'a Page,
    number: OrganId,
    typed: Option<&'a Posted>,
    refusal: Option<&'a Refusal>,
) -> Result<OrganPage<'a>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let organ = directory.organ(number).cloned().ok_or(Oops::NotFound)?;
    let told = one::told(web.house(), asker, number).await?;
    let classes = web.house().law().content_classes.on(asker.today).collect();
    Ok(OrganPage { page, directory, organ, told, ways: columns::ways().collect(), classes, typed, refusal })
}
