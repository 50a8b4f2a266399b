//! All posts of a staff list, confirmed or refused in one act. The list itself stands on the page of confirmations.

use crate::{
    admin::{ListTried, show_proposals},
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    state::Web,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{Asker, people::list::Settled};
use store::Failure;

pub(super) async fn confirm(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(list): Path<i64>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().confirm_list(&asker, list).await;
    answer(&web, &asker, &page, list, &posted, outcome).await
}

pub(super) async fn refuse(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(list): Path<i64>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().refuse_list(&asker, list, posted.text("reason")).await;
    answer(&web, &asker, &page, list, &posted, outcome).await
}

async fn answer(web: &Web, asker: &Asker, page: &Page, list: i64, posted: &Posted, outcome: Result<Settled, Failure>) -> Result<Response, Oops> {
    match outcome {
        Ok(settled) if settled.left.is_empty() => Ok(Redirect::to("/admin/proposals").into_response()),
        Ok(settled) => show_proposals(web, asker, page, ListTried { list, left: &settled.left, ..ListTried::default() }).await,
        Err(Failure::Refused(refusal)) => {
            show_proposals(web, asker, page, ListTried { list, typed: posted.text("reason"), refusal: Some(&refusal), left: &[] }).await
        }
        Err(failure) => Err(failure.into()),
    }
}
