//! 小队、联盟: who goes out together, and where next.

use super::{Tried, refused, typed};
use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    roster::{
        may, mediator,
        squad::{self, Outing},
    },
};
use kernel::{
    Day,
    id::{MediatorId, OrganId, SquadId},
    refusal::Refusal,
};
use store::Failure;

struct View {
    squad: SquadId,
    name: String,
    organ: String,
    members: Vec<(MediatorId, String)>,
    outings: Vec<Outing>,
    keeps: bool,
}

#[derive(Template)]
#[template(path = "roster/squads.html")]
struct SquadsPage<'a> {
    page: &'a Page,
    squads: Vec<View>,
    kept: Vec<(OrganId, String)>,
    everybody: Vec<(MediatorId, String)>,
    today: Day,
    tried: Option<Tried<'a>>,
}

impl SquadsPage<'_> {
    fn refused(&self, form: &str) -> Option<&Refusal> {
        refused(self.tried.as_ref(), form)
    }

    fn typed<'b>(&'b self, form: &str, field: &str, is: &'b str) -> &'b str {
        typed(self.tried.as_ref(), form, field, is)
    }

    /// The refusal of a form that has no room of its own on this page: it stands at the head.
    fn loose(&self) -> Option<&Refusal> {
        let tried = self.tried.as_ref()?;
        let is_offered = match tried.form.split_once('-') {
            Some(("join" | "plan", squad)) => self.squads.iter().any(|one| one.keeps && one.squad.to_string() == squad),
            Some(_) => false,
            None => !self.kept.is_empty(),
        };
        (!is_offered).then_some(&tried.refusal)
    }

    fn is_wrong(&self, form: &str, field: &str) -> bool {
        self.refused(form).is_some_and(|refusal| refusal.field == Some(field))
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, None).await?))
}

pub(super) async fn make(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let organ = posted.read("organ").unwrap_or(asker.organ);
    let outcome = squad::make(web.house(), &asker, organ, posted.text("name")).await.map(drop);
    answer(&web, &asker, &page, "make".to_owned(), &posted, outcome).await
}

pub(super) async fn act(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((number, verb)): Path<(SquadId, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let house = web.house();
    let member = posted.read("mediator").unwrap_or(MediatorId::new(0));
    let outcome = match verb.as_str() {
        "join" => squad::join(house, &asker, number, member).await,
        "part" => squad::part(house, &asker, number, member).await,
        "plan" => squad::plan(house, &asker, number, posted.read("going_on"), posted.text("place"), posted.text("what")).await,
        "end" => squad::end(house, &asker, number).await,
        _ => Err(Failure::NotFound),
    };
    answer(&web, &asker, &page, format!("{verb}-{number}"), &posted, outcome).await
}

pub(super) async fn call_off(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(outing): Path<i64>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = squad::call_off(web.house(), &asker, outing).await;
    answer(&web, &asker, &page, format!("off-{outing}"), &posted, outcome).await
}

async fn answer(web: &Web, asker: &Asker, page: &Page, form: String, posted: &Posted, outcome: Result<(), Failure>) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/desk/squads").into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&template(web, asker, page, Some(Tried::new(form, refusal, posted))).await?)),
        Err(failure) => Err(failure.into()),
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, tried: Option<Tried<'a>>) -> Result<SquadsPage<'a>, Oops> {
    let (tenant, today) = (asker.tenant, asker.today);
    let directory = web.house().directory(tenant).await?;
    let (all, mediators) = web.house().db().read(move |tx| Ok((squad::all(tx, tenant, today)?, mediator::all(tx, tenant)?))).await?;
    let name = |mediator: MediatorId| mediators.iter().find(|one| one.mediator == mediator).map_or_else(String::new, |one| one.name.clone());
    let view = |one: &squad::Squad| View {
        members: all.members.iter().filter(|member| member.squad == one.squad).map(|member| (member.mediator, name(member.mediator))).collect(),
        outings: all.outings.iter().filter(|outing| outing.squad == one.squad).cloned().collect(),
        organ: directory.organ_name(one.organ).to_owned(),
        keeps: may::keeps(&directory, asker, one.organ),
        squad: one.squad,
        name: one.name.clone(),
    };
    Ok(SquadsPage {
        page,
        squads: all.squads.iter().map(view).collect(),
        kept: may::kept(&directory, asker).into_iter().map(|organ| (organ, directory.organ_name(organ).to_owned())).collect(),
        everybody: mediators.iter().filter(|one| one.holds_on(today)).map(|one| (one.mediator, one.name.clone())).collect(),
        today,
        tried,
    })
}
