//! Showing the case page.

use super::{
    acts::{self, Hand},
    forms::{self, Input, Typed},
    view::{self, View},
};
use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use casework::{
    Asker, House, audit,
    people::post,
    petition::{
        Verb,
        page::{self as source, Case},
    },
};
use kernel::{
    id::{AccountId, StreamId},
    refusal::Refusal,
};
use serde::Deserialize;
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
    let phone = opening.open == "phone";
    let found = source::to_look_at(web.house(), &asker, case).await?;
    let nothing = Typed::new();
    let hand = Verb::parse(&opening.act).map(|verb| Hand { verb, refusal: None, typed: &nothing });
    let now = web.house().now();
    let identity = found.petition.identity_open_to.is_some_and(|(account, until)| account == asker.account && now < until);
    let purpose = if identity {
        "identity"
    } else if phone {
        "phone"
    } else {
        "view"
    };
    // The page is drawn while the look is being written down, and goes out when that is kept.
    let drawn = async {
        let view = put_together(&web, &asker, &page, &found, hand.as_ref(), phone).await?;
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
    let found = source::to_look_at(web.house(), asker, case).await?;
    let view = put_together(web, asker, page, &found, Some(&Hand { verb, refusal: Some(refusal), typed }), false).await?;
    Ok(page.show_again(&CasePage { page, view, house: web.house() }))
}

async fn put_together(web: &Web, asker: &Asker, page: &Page, case: &Case, hand: Option<&Hand<'_>>, phone: bool) -> Result<View, Oops> {
    let house = web.house();
    let mut acts = acts::acts(house, asker, page, case, hand);
    let officers = if acts.ask_for_officer() { officers(house, case, asker).await? } else { vec![] };
    acts.fill(house, page, case, &officers, hand);
    Ok(view::view(house, asker, page, case, acts, phone))
}

/// Who of the asker's organ can be given a matter, himself first.
async fn officers(house: &House, case: &Case, asker: &Asker) -> Result<Vec<(AccountId, String)>, Failure> {
    let (tenant, organ, today) = (asker.tenant, asker.organ, asker.today);
    let posts = house.db().read(move |tx| Ok(post::of_organ(tx, tenant, organ, today)?)).await?;
    let handlers = posts.iter().filter(|post| forms::may_handle(&post.role));
    let mut people: Vec<(AccountId, String)> = handlers.map(|post| (post.account, case.directory.person(post.account).to_owned())).collect();
    people.sort();
    people.dedup();
    people.sort_by_key(|(account, _)| *account != asker.account);
    Ok(people)
}
