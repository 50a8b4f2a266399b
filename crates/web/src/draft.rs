//! Half-typed text, kept by the page's script; and a form that came when the screen was already locked.

use crate::{
    dates,
    error::{Again, Oops},
    guard::Who,
    page::Page,
    posted::{self, Field, Posted},
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use casework::people::Session;
use serde_json::{Value, json};

/// Where a form that was held is offered again.
pub const HELD: &str = "/held";
const HELD_NAME: &str = "held";

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::post("/desk/draft", Access::Staff, save),
        RouteEntry::get(HELD, Access::Signed, held),
        RouteEntry::post("/held/drop", Access::Signed, drop_held),
    ]
}

/// The name under which a form's draft is kept: the form, and which one of several.
#[must_use]
pub fn name(form: &str, key: &str) -> String {
    if key.is_empty() { form.to_owned() } else { format!("{form}:{key}") }
}

async fn save(State(web): State<Web>, Who(session): Who, posted: Posted) -> Result<Json<Value>, Oops> {
    let name = name(posted.text("form"), posted.text("draft_key"));
    let saved_at = web.people().save_draft(&session, &name, posted.raw("body")).await?;
    Ok(Json(json!({ "saved_at": dates::clock(saved_at) })))
}

/// What was typed into a form before, as fields; empty when nothing is kept.
///
/// # Errors
/// What the database says.
pub async fn kept(web: &Web, session: &Session, form: &str, key: &str) -> Result<Vec<Field>, Oops> {
    let Some(draft) = web.people().load_draft(session, &name(form, key)).await? else { return Ok(vec![]) };
    posted::parse(draft.body.into()).await
}

/// Keeps a form that came after the lock: its address in the first line, its fields as JSON in the second, in the third those in which
/// files came.
pub(crate) async fn hold(web: &Web, session: &Session, again: &Again) -> Result<(), Oops> {
    let body = serde_json::to_string(&*again.fields).and_then(|fields| Ok(format!("{fields}\n{}", serde_json::to_string(&again.files)?)));
    let body = body.map_err(|error| Oops::Bug(error.to_string()))?;
    web.people().save_draft(session, HELD_NAME, &format!("{}\n{body}", again.path)).await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "sign_in/held.html")]
struct HeldPage<'a> {
    page: &'a Page,
    again: Again,
}

async fn held(State(web): State<Web>, Who(session): Who, page: Page) -> Result<Response, Oops> {
    let draft = web.people().load_draft(&session, HELD_NAME).await?;
    let again = draft.and_then(|draft| {
        let mut lines = draft.body.splitn(3, '\n');
        let (path, fields, files) = (lines.next()?, lines.next()?, lines.next()?);
        let fields = std::sync::Arc::new(serde_json::from_str(fields).ok()?);
        Some(Again { path: path.to_owned(), fields, files: serde_json::from_str(files).ok()? })
    });
    match again {
        Some(again) => Ok(page.show(&HeldPage { page: &page, again })),
        None => Ok(Redirect::to(crate::sign_in::home(page.role())).into_response()),
    }
}

async fn drop_held(State(web): State<Web>, Who(session): Who, page: Page, _posted: Posted) -> Result<Redirect, Oops> {
    web.people().drop_draft(&session, HELD_NAME).await?;
    Ok(Redirect::to(crate::sign_in::home(page.role())))
}
