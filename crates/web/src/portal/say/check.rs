//! Everything she wrote, read back; then it is sent, once.

use super::{
    Visit, going_on, known,
    typed::{LEFT, Ready, ready},
    write,
};
use crate::{citizen::Citizen, desk::register::typed::Typed, error::Oops, page::Page, portal::receipt, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::header::SET_COOKIE,
    response::{IntoResponse, Redirect, Response},
};
use casework::petition::{
    carry, register,
    saying::{self, Saying},
};
use kernel::id::{StreamId, TenantId};
use store::Failure;

/// What was written, under what it was asked as.
struct Line {
    label: &'static str,
    texts: Vec<String>,
}

#[derive(Template)]
#[template(path = "portal/say_check.html")]
struct CheckPage<'a> {
    page: &'a Page,
    county: TenantId,
    words: Vec<String>,
    lines: Vec<Line>,
    /// Names of files that are not whole yet: they do not go along.
    half: String,
    receiver: String,
    /// Neither phone nor address: nobody can write to her.
    unreachable: bool,
    /// It goes to those who are cleared for accusations.
    sealed: bool,
}

/// `GET /say/{county}/check`
pub async fn show(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let Some(saying) = going_on(&web, county, &visit).await? else { return Ok(Redirect::to(&format!("/say/{county}")).into_response()) };
    let directory = web.house().directory(county).await?;
    let typed = Typed::from(saying.fields.clone());
    let files: Vec<String> = saying.files.iter().map(|handed| handed.name.clone()).collect();
    match ready(&page, &directory, &typed) {
        Ok(ready) => Ok(page.show(&CheckPage { half: half(&saying), ..read_back(&page, county, &typed, &ready, files) })),
        Err(refusal) => Ok(write::form(&page, county, &directory, &saying, &typed, Some(refusal))),
    }
}

fn half(saying: &Saying) -> String {
    let left = saying.fields.iter().filter(|(name, _)| name == LEFT).map(|(_, value)| value.as_str());
    saying.half().map(|one| one.name.as_str()).chain(left).collect::<Vec<_>>().join("、")
}

fn read_back<'a>(page: &'a Page, county: TenantId, typed: &Typed, ready: &Ready, files: Vec<String>) -> CheckPage<'a> {
    let own = |name: &str| typed.text(name).to_owned();
    let name = if own("name").is_empty() { page.t("say-no-name").to_owned() } else { own("name") };
    let heads = if ready.told.head_count > 1 { page.with("say-heads-n", "n", i64::from(ready.told.head_count)) } else { String::new() };
    let needs =
        ["large_print", "read_aloud", "dialect"].into_iter().filter(|need| typed.has(need)).map(|need| page.named("say-need", need).to_owned());
    let marks = ["is_accusation", "is_violence"].into_iter().filter(|mark| typed.has(mark)).map(|mark| page.named("say-tick", mark).to_owned());
    let listed = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut lines = vec![
        Line { label: page.named("say", "place"), texts: vec![ready.place.clone()] },
        Line { label: page.named("say", "want"), texts: listed(typed.claims()) },
        Line { label: page.named("say", "photos"), texts: files },
        Line { label: page.named("say", "name"), texts: vec![name] },
        Line { label: page.named("say", "phone"), texts: vec![own("phone")] },
        Line { label: page.named("say", "address"), texts: vec![own("address")] },
        Line { label: page.named("say", "group"), texts: std::iter::once(heads).chain(listed(typed.representatives())).collect() },
        Line { label: page.named("say", "needs"), texts: needs.chain(std::iter::once(own("note"))).collect() },
        Line { label: page.named("say", "marks"), texts: marks.collect() },
    ];
    for line in &mut lines {
        line.texts.retain(|text| !text.is_empty());
    }
    lines.retain(|line| !line.texts.is_empty());
    let told = &ready.told;
    let sounds = [&told.words, &told.spot].into_iter().chain(&told.claims).any(|text| register::sounds_like_accusation(text));
    CheckPage {
        page,
        county,
        words: told.words.split('\n').filter(|text| !text.trim().is_empty()).map(str::to_owned).collect(),
        lines,
        half: String::new(),
        receiver: ready.receiver_name.clone(),
        unreachable: own("phone").is_empty() && own("address").is_empty(),
        sealed: told.is_accusation || sounds,
    }
}

/// `POST /say/{county}/send`
pub async fn send(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>, _posted: Posted) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let house = web.house();
    let kept = if visit.0.is_empty() { None } else { saying::load(house, county, &visit.0).await? };
    let Some(saying) = kept else { return Ok(Redirect::to(&format!("/say/{county}")).into_response()) };
    if saying.sent {
        return again(&web, county, saying.stream()).await;
    }
    let directory = house.directory(county).await?;
    let typed = Typed::from(saying.fields.clone());
    let outcome = match ready(&page, &directory, &typed) {
        Ok(Ready { told, receiver, .. }) => saying.register(house, receiver, told).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(receipt) => Ok(enter(&web, county, receipt.stream)),
        Err(Failure::Refused(refusal)) => Ok(write::form(&page, county, &directory, &saying, &typed, Some(refusal))),
        Err(failure) => Err(failure.into()),
    }
}

/// The second click gets what the first one got; later the phone may be another's, and the code is asked for.
async fn again(web: &Web, county: TenantId, stream: StreamId) -> Result<Response, Oops> {
    let (petition, _) = carry::look_up(web.house(), county, stream).await?;
    if receipt::is_fresh(web.house(), &petition) { Ok(enter(web, county, stream)) } else { Ok(Redirect::to("/follow").into_response()) }
}

fn enter(web: &Web, tenant: TenantId, stream: StreamId) -> Response {
    let mut answer = Redirect::to(receipt::PAGE).into_response();
    answer.headers_mut().append(SET_COOKIE, Citizen { tenant, stream, issue: 1 }.pass(web));
    answer
}
