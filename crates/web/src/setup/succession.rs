//! 合并、分立: the head of a ceasing organ hands its matters over to those who continue its powers (条例第二十四条).

use crate::{
    desk::cases::{self, CaseLine},
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{Asker, audit, petition::succession};
use kernel::{
    Refusal,
    id::{OrganId, StreamId},
};
use std::collections::HashMap;
use store::Failure;

#[derive(Template)]
#[template(path = "setup/succession.html")]
struct SuccessionPage<'a> {
    page: &'a Page,
    organ: String,
    /// Who continues the powers: number, name, document.
    successors: Vec<(String, String, String)>,
    lines: Vec<CaseLine>,
    /// There are more open matters than are listed.
    cut: bool,
    typed: Option<&'a Posted>,
    done: Option<usize>,
    refusal: Option<&'a Refusal>,
}

impl SuccessionPage<'_> {
    fn is_chosen(&self, field: &str, successor: &str) -> bool {
        self.typed.is_some_and(|posted| posted.text(field) == successor)
    }

    fn field(&self, line: &CaseLine) -> String {
        format!("to-{}", line.case)
    }
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: Option<usize>,
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let shown = succession_page(&web, &asker, &page).await?;
    Ok(page.show(&SuccessionPage { done: asked.done, ..shown }))
}

pub(super) async fn hand_over(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let rest = posted.read::<OrganId>("rest").unwrap_or(OrganId::new(0));
    let chosen: HashMap<StreamId, OrganId> =
        posted.fields().iter().filter_map(|(name, value)| Some((name.strip_prefix("to-")?.parse().ok()?, value.parse().ok()?))).collect();
    match succession::hand_over(web.house(), &asker, rest, chosen).await {
        Ok(moved) => Ok(Redirect::to(&format!("/desk/succession?done={moved}")).into_response()),
        Err(Failure::Refused(refusal)) => {
            let shown = succession_page(&web, &asker, &page).await?;
            Ok(page.show_again(&SuccessionPage { typed: Some(&posted), refusal: Some(&refusal), ..shown }))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn succession_page<'a>(web: &Web, asker: &Asker, page: &'a Page) -> Result<SuccessionPage<'a>, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let handing = succession::look(house, asker).await?;
    let streams: Vec<StreamId> = handing.open.iter().map(|case| case.stream).collect();
    audit::look(house, asker, "succession", "list", &streams).await?;
    let (cut, named) = (handing.is_cut, handing.successors.into_iter());
    let successors = named.map(|one| (one.successor.to_string(), directory.organ_name(one.successor).to_owned(), one.basis)).collect();
    Ok(SuccessionPage {
        page,
        organ: directory.organ_name(asker.organ).to_owned(),
        successors,
        lines: handing.open.into_iter().map(|case| cases::line(page, &directory, case)).collect(),
        cut,
        typed: None,
        done: None,
        refusal: None,
    })
}
