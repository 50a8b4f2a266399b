//! Showing the case page.

use super::{
    acts::{self, Hand},
    people::Phones,
    view::{self, Around, View},
};
use crate::{
    desk::{
        candidates::{Shown, shown},
        colleagues,
        precedents::views,
    },
    error::Oops,
    field::{Input, Typed},
    guard::Signed,
    page::Page,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use casework::{
    Asker, House, audit,
    petition::{
        Petition, Verb, flow, list,
        page::{self as source, Case},
        policy::{self, Sight},
    },
    reception::{candidates, precedents},
};
use kernel::{id::StreamId, refusal::Refusal};
use serde::Deserialize;
use std::collections::HashSet;
use store::Failure;

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage<'a> {
    page: &'a Page,
    view: View,
    house: &'a casework::House,
}

/// What can be opened on the page.
#[derive(Deserialize, Default)]
pub struct Opening {
    /// `phone`: the persons' numbers, which leaves its own mark in the ledger of reads.
    #[serde(default)]
    open: String,
    /// A verb: its form.
    #[serde(default, rename = "do")]
    act: String,
}

/// `GET /desk/case/{case}`.
pub async fn show(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(case): Path<StreamId>,
    Query(opening): Query<Opening>,
) -> Result<Response, Oops> {
    let phones = if opening.open == "phone" { Phones::Open } else { Phones::Masked };
    let (found, sight) = source::to_look_at(web.house(), &asker, case).await?;
    let nothing = Typed::new();
    let hand = Verb::parse(&opening.act).map(|verb| Hand { verb, refusal: None, typed: &nothing });
    let now = web.house().now();
    let identity = found.petition.shows_accuser_to(asker.account, now);
    let purpose = if identity {
        "identity"
    } else if phones == Phones::Open {
        "phone"
    } else if policy::in_emergency(&sight, &found.petition).is_some() {
        "emergency"
    } else {
        "view"
    };
    let around = around(&web, &asker, &page, &sight, &found).await?;
    // The page is drawn while the look is being written down, and goes out when that is kept.
    let drawn = async {
        let view = put_together(&web, &asker, &sight, &page, &found, around, hand.as_ref(), phones).await?;
        Ok::<_, Oops>(page.show(&CasePage { page: &page, view, house: web.house() }))
    };
    let cases = [case];
    let (written, page_drawn) = tokio::join!(audit::look(web.house(), &asker, "case", purpose, &cases), drawn);
    written?;
    page_drawn
}

/// The page again, with a refusal where the hand was.
pub async fn show_again(
    web: &Web,
    asker: &Asker,
    page: &Page,
    case: StreamId,
    verb: Verb,
    refusal: Refusal,
    typed: &Typed,
) -> Result<Response, Oops> {
    let (found, sight) = source::to_look_at(web.house(), asker, case).await?;
    audit::look(web.house(), asker, "case", "view", &[case]).await?;
    let around = around(web, asker, page, &sight, &found).await?;
    let mut view =
        put_together(web, asker, &sight, page, &found, around, Some(&Hand { verb, refusal: Some(refusal), typed }), Phones::Masked).await?;
    view.keep_reason(typed);
    Ok(page.show_again(&CasePage { page, view, house: web.house() }))
}

#[expect(clippy::too_many_arguments, reason = "what a page is made of")]
async fn put_together(
    web: &Web,
    asker: &Asker,
    sight: &Sight,
    page: &Page,
    case: &Case,
    around: Around,
    hand: Option<&Hand<'_>>,
    phones: Phones,
) -> Result<View, Oops> {
    let house = web.house();
    let until = policy::in_emergency(sight, &case.petition).map(|one| page.moment(&one.until));
    // What was opened in an emergency is looked at, and nothing is done with it (C-32).
    let steps = if until.is_some() { vec![] } else { source::steps(house, asker, &case.petition, case.approvers.as_deref()) };
    let mut acts = acts::acts(steps, page, case, hand);
    let officers = if acts.ask_for_officer() { colleagues::named(house, asker, &case.directory).await? } else { vec![] };
    acts.fill(house, asker, page, case, &officers, hand);
    Ok(View { until, ..view::view(house, asker, page, case, acts, around, phones) })
}

/// What stands around the case: matters that may be the same, what was decided before.
async fn around(web: &Web, asker: &Asker, page: &Page, sight: &Sight, case: &Case) -> Result<Around, Failure> {
    let (house, petition) = (web.house(), &case.petition);
    if policy::in_emergency(sight, petition).is_some() {
        return Ok(Around::default());
    }
    let seeks = flow::allows(petition.stage, Verb::Merge) && policy::post_does(asker, petition, Verb::Merge) && !is_sealed(petition);
    let candidates = if seeks {
        shown(house, asker, page, sight, &case.directory, "case", &candidates::sought(petition, &case.keys)).await?
    } else {
        Shown::default()
    };
    let dispatches = [Verb::Refer, Verb::Assign, Verb::DecideCompetence].into_iter().any(|verb| flow::allows(petition.stage, verb));
    let precedents = if dispatches && !is_sealed(petition) {
        let found = precedents::like(house, asker.tenant, &petition.class, &petition.area).await?;
        let others = found.into_iter().filter(|one| one.stream != petition.stream).collect();
        views(house, asker.tenant, page, sight, &case.directory, others).await?
    } else {
        vec![]
    };
    Ok(Around { candidates, precedents, known: known(house, asker, sight, petition).await? })
}

fn is_sealed(petition: &Petition) -> bool {
    petition.is_sealed()
}

/// Of the matters that this one has to do with, those that the asker sees: only these are named to him.
async fn known(house: &House, asker: &Asker, sight: &Sight, petition: &Petition) -> Result<HashSet<StreamId>, Failure> {
    let kin = &petition.kin;
    if kin.is_empty() {
        return Ok(HashSet::new());
    }
    let mut others: Vec<StreamId> = kin.merged.iter().map(|one| one.into.stream).collect();
    others.extend(kin.taken.iter().map(|one| one.from.stream));
    others.extend(kin.split_from.iter().chain(&kin.repeat_of).chain(&kin.again).map(|one| one.stream));
    others.extend(kin.parts.iter().map(|one| one.into.stream));
    others.extend(kin.persons.iter().map(|one| one.other.stream));
    others.extend(kin.apart.iter().copied());
    others.sort_unstable();
    others.dedup();
    // What this one took in is seen with it.
    let taken: Vec<StreamId> = kin.taken.iter().filter(|one| one.back_on.is_none()).map(|one| one.from.stream).collect();
    let seen = list::these(house, asker.tenant, sight, others).await?;
    Ok(seen.into_iter().map(|one| one.stream).chain(taken).collect())
}
