//! 信访渠道: what the public page says of how the county is reached, written by the system administrator, and what art 18(1) asks
//! for that it does not say yet (C-06).

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker,
    organ::channel::{self, Channel, Typed},
};
use kernel::refusal::Refusal;
use store::Failure;

#[derive(Template)]
#[template(path = "admin/channels.html")]
struct ChannelsPage<'a> {
    page: &'a Page,
    /// What the page shows today.
    shown: Vec<Channel>,
    /// What was written down and has ended.
    ended: Vec<Channel>,
    missing: Vec<&'static str>,
    typed: Typed,
    refusal: Option<&'a Refusal>,
}

impl ChannelsPage<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        self.refusal.is_some_and(|refusal| refusal.field == Some(field))
    }
}

const KINDS: [&str; 6] = channel::KINDS;

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, Typed::default(), None).await?))
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, typed: Typed, refusal: Option<&'a Refusal>) -> Result<ChannelsPage<'a>, Failure> {
    let (house, tenant) = (web.house(), asker.tenant);
    let (shown, missing) = channel::of_county(house, tenant).await?;
    let written = house.db().read(move |tx| channel::all(tx, tenant)).await?;
    let today = house.today();
    let ended = written.into_iter().filter(|way| !way.holds_on(today)).collect();
    Ok(ChannelsPage { page, shown, ended, missing, typed, refusal })
}

pub(super) async fn add(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let text = |name: &str| posted.text(name).to_owned();
    let typed = Typed { kind: text("kind"), words: text("words"), address: text("address"), phone: text("phone"), hours: text("hours") };
    match channel::add(web.house(), &asker, typed.clone()).await {
        Ok(()) => Ok(Redirect::to("/admin/channels").into_response()),
        Err(Failure::Refused(refusal)) => Ok(page.show_again(&template(&web, &asker, &page, typed, Some(&refusal)).await?)),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn end(State(web): State<Web>, Signed(asker): Signed, Path(number): Path<i64>, _posted: Posted) -> Result<Response, Oops> {
    channel::end(web.house(), &asker, number).await?;
    Ok(Redirect::to("/admin/channels").into_response())
}
