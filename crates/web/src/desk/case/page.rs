//! Showing the case page.

use super::{
    forms::{self, Input, Typed},
    view::{self, Tried, View},
};
use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use casework::{
    Asker, audit,
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
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
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
        let officers = officers(&found, &asker);
        let view = view::view(web.house(), &asker, &page, &found, &officers, None, phone);
        page.show(&CasePage { page: &page, view, house: web.house() })
    };
    let cases = [case];
    let (written, page_drawn) = tokio::join!(audit::look(web.house(), &asker, "case", purpose, &cases), drawn);
    written?;
    Ok(page_drawn)
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
    let (found, _) = source::for_officer(web.house(), asker, case).await?;
    let officers = officers(&found, asker);
    let view = view::view(web.house(), asker, page, &found, &officers, Some(&Tried { verb, refusal, typed }), false);
    Ok(page.show_again(&CasePage { page, view, house: web.house() }))
}

/// Who of the asker's organ can be given a matter.
fn officers(case: &Case, asker: &Asker) -> Vec<(AccountId, String)> {
    let handlers = case.colleagues.iter().filter(|post| forms::may_handle(&post.role) && post.deputy_for.get() == 0);
    let mut people: Vec<(AccountId, String)> = handlers.map(|post| (post.account, case.directory.person(post.account).to_owned())).collect();
    people.sort();
    people.dedup();
    people.sort_by_key(|(account, _)| *account != asker.account);
    people
}
