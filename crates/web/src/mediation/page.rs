//! Showing a mediation, and the papers on it.

use super::{
    acts::{self, Hand},
    video,
    view::{self, Suits, View},
};
use crate::{
    desk::case::file as files,
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
    Asker, House, Role, audit,
    mediation::{
        Verb, choosing,
        page::{self as source, Case},
        ready,
    },
    people::post,
};
use kernel::{
    Refusal,
    id::{AccountId, FileId, StreamId},
};
use serde::Deserialize;
use store::Failure;

#[derive(Template)]
#[template(path = "mediation/case.html")]
struct MediationPage<'a> {
    page: &'a Page,
    view: View<'a>,
    house: &'a House,
}

/// What can be opened on the page.
#[derive(Deserialize, Default)]
pub struct Opening {
    /// A verb: its form.
    #[serde(default, rename = "do")]
    act: String,
}

/// `GET /desk/mediation/{case}`.
pub async fn show(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(case): Path<StreamId>,
    Query(opening): Query<Opening>,
) -> Result<Response, Oops> {
    let nothing = Typed::new();
    let hand = Verb::parse(&opening.act).map(|verb| Hand { verb, refusal: None, typed: &nothing });
    let found = source::for_officer(web.house(), &asker, case).await?;
    audit::look(web.house(), &asker, "mediation", "view", &[case]).await?;
    let view = put_together(&web, &asker, &page, &found, hand.as_ref()).await?;
    Ok(page.show(&MediationPage { page: &page, view, house: web.house() }))
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
    let found = source::for_officer(web.house(), asker, case).await?;
    audit::look(web.house(), asker, "mediation", "view", &[case]).await?;
    let view = put_together(web, asker, page, &found, Some(&Hand { verb, refusal: Some(refusal), typed })).await?;
    Ok(page.show_again(&MediationPage { page, view, house: web.house() }))
}

async fn put_together<'a>(web: &'a Web, asker: &Asker, page: &Page, case: &'a Case, hand: Option<&Hand<'_>>) -> Result<View<'a>, Oops> {
    let house = web.house();
    let mut acts = acts::acts(source::steps(house, asker, &case.mediation), page, case, hand);
    let mut mediators = mediators(house, asker).await?;
    let suits = if acts.ask_for_mediator() { suits(house, asker, page, case).await? } else { vec![] };
    // Whoever is registered as a mediator here can be asked too, and stands in the order in which he suits.
    for one in &suits {
        if !mediators.iter().any(|(account, _)| *account == one.account) {
            mediators.push((one.account, one.name.clone()));
        }
    }
    mediators.sort_by_key(|(account, _)| suits.iter().position(|one| one.account == *account).unwrap_or(suits.len()));
    acts.fill(house, asker, page, case, &mediators, hand);
    let can_video = ready::by_video(&case.mediation, asker.account, house.today()).is_ok();
    let rooms = if can_video { video::rooms(house, asker, page, case.mediation.stream).await? } else { vec![] };
    Ok(View { suits, rooms, can_video: can_video && web.settings().turn.is_some(), ..view::view(house, asker, page, case, acts) })
}

/// Who suits, each with his reasons.
async fn suits(house: &House, asker: &Asker, page: &Page, case: &Case) -> Result<Vec<Suits>, Failure> {
    let cards: Vec<_> = case.mediation.sides().filter_map(|party| casework::mediation::reading::open_card(&case.keys, party)).collect();
    let lines = choosing::lines(house, asker.tenant, &case.mediation, &cards).await?;
    Ok(lines
        .into_iter()
        .map(|line| Suits {
            account: line.account,
            name: line.name,
            reasons: line
                .suggestion
                .reasons
                .iter()
                .map(|weighed| {
                    page.with("mediation-reason", "why", page.named("mreason", weighed.reason.code()).to_owned()) + &format!(" {:+}", weighed.weight)
                })
                .collect(),
            excluded: line.suggestion.excluded.iter().map(|one| page.named("mexcluded", one.code()).to_owned()).collect(),
        })
        .collect())
}

/// Whether somebody can be given a seat by who asks: staff of his organ, or a registered mediator of the county.
pub(super) async fn can_sit(house: &House, asker: &Asker, account: AccountId) -> Result<bool, Failure> {
    if mediators(house, asker).await?.iter().any(|(known, _)| *known == account) {
        return Ok(true);
    }
    let (tenant, today) = (asker.tenant, asker.today);
    house.db().read(move |tx| Ok(casework::roster::mediator::of_account(tx, tenant, account, today)?.is_some())).await
}

/// Who of the asker's organ can mediate: its mediators, handlers and heads, the asker himself first.
pub(super) async fn mediators(house: &House, asker: &Asker) -> Result<Vec<(AccountId, String)>, Failure> {
    let (tenant, organ, today) = (asker.tenant, asker.organ, asker.today);
    let directory = house.directory(tenant).await?;
    let posts = house.db().read(move |tx| Ok(post::of_organ(tx, tenant, organ, today)?)).await?;
    let mediates = |role: &str| matches!(Role::parse(role), Some(Role::Mediator | Role::Handler | Role::Head));
    let mut found: Vec<AccountId> = posts.iter().filter(|post| mediates(&post.role) && post.deputy_for.get() == 0).map(|post| post.account).collect();
    found.sort_by_key(|account| (*account != asker.account, *account));
    found.dedup();
    Ok(found.into_iter().map(|account| (account, directory.person(account).to_owned())).collect())
}

/// `GET /desk/mediation/{case}/file/{file}`.
pub async fn file(State(web): State<Web>, Signed(asker): Signed, Path((case, file)): Path<(StreamId, FileId)>) -> Result<Response, Oops> {
    let house = web.house();
    let found = source::for_officer(house, &asker, case).await?;
    let row = found.files.iter().find(|row| row.file == file && row.named_in.is_some()).ok_or(Oops::NotFound)?;
    audit::look(house, &asker, "file", "file", &[case]).await?;
    files::body(house, asker.tenant, &found.keys, row).await
}
