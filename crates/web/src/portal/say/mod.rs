//! 说说您的事: a citizen says herself what is wrong; nobody has to write it down for her.
//!
//! First what becomes of her data (C-80), then one page of few fields, then everything read back to her, then the slip. What
//! is asked for is only that something was said (C-01): name, phone, wish and photos may all be left out. What the form does not
//! ask is not taken, least of all of others (C-04). A busy line is slower and never closed.
//!
//! | file | holds |
//! |---|---|
//! | [`start`] | the county, and what becomes of her data |
//! | [`write`] | the form, with and without a script |
//! | [`coming`] | photos, voice and video in pieces, over a bad line |
//! | [`typed`] | what was typed, and what is told of it |
//! | [`receiver`] | which organ receives it |
//! | [`check`] | the read-back, and sending |

mod check;
mod coming;
mod receiver;
mod start;
mod typed;
mod write;

use crate::{
    error::Oops,
    frame::Frame,
    route::{Access, RouteEntry},
    state::Web,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use casework::petition::saying::{self, Saying};
use kernel::id::TenantId;
use std::sync::Arc;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/say", Access::Public, start::choose),
        RouteEntry::get("/say/{county}", Access::Public, start::show),
        RouteEntry::post("/say/{county}", Access::Public, start::go_on),
        RouteEntry::get("/say/{county}/write", Access::Public, write::show),
        RouteEntry::post("/say/{county}/write", Access::Public, write::take).with_uploads(),
        RouteEntry::post("/say/{county}/draft", Access::Public, write::save),
        RouteEntry::post("/say/{county}/file", Access::Public, write::hand_in).with_uploads(),
        RouteEntry::options("/say/{county}/uploads", Access::Public, coming::tell),
        RouteEntry::post("/say/{county}/uploads", Access::Public, coming::begin).with_uploads(),
        RouteEntry::get("/say/{county}/uploads/{upload}", Access::Public, coming::look),
        RouteEntry::patch("/say/{county}/uploads/{upload}", Access::Public, coming::append),
        RouteEntry::get("/say/{county}/places", Access::Public, write::places),
        RouteEntry::get("/say/{county}/check", Access::Public, check::show),
        RouteEntry::post("/say/{county}/send", Access::Public, check::send),
    ]
}

/// The random number of the visitor's browser; empty when it keeps no cookies.
pub struct Visit(String);

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Oops> {
        let frame = parts.extensions.get::<Arc<Frame>>().ok_or_else(|| Oops::Bug("a page outside its frame".to_owned()))?;
        Ok(Self(frame.visit.clone()))
    }
}

/// A county of this installation; any other is not there.
fn known(web: &Web, county: TenantId) -> Result<TenantId, Oops> {
    web.settings().tenants.iter().any(|(known, _)| *known == county).then_some(county).ok_or(Oops::NotFound)
}

/// What this browser is saying; `None` when it has not begun, or has sent it.
async fn going_on(web: &Web, county: TenantId, visit: &Visit) -> Result<Option<Saying>, Oops> {
    if visit.0.is_empty() {
        return Ok(None);
    }
    Ok(saying::load(web.house(), county, &visit.0).await?.filter(|saying| !saying.sent))
}

/// As [`going_on`]; what was sent to us begins by itself when its day is over, so that nothing typed is lost.
async fn begun(web: &Web, county: TenantId, visit: &Visit) -> Result<Saying, Oops> {
    match going_on(web, county, visit).await? {
        Some(saying) => Ok(saying),
        // Without a cookie the next page could not find it.
        None if visit.0.is_empty() => Err(Oops::StaleKey),
        None => Ok(saying::begin(web.house(), county, &visit.0, vec![]).await?),
    }
}
