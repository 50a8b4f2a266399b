//! The guard before every address: is it our own page that asks, who is it, may he, and is the form's key good.
//!
//! ```text
//! another site's page            403
//! nobody signed in               to the sign-in page, and back here afterwards
//! a session that is locked       to the lock page; a form that was on its way is kept, sealed, and offered again
//! signed in, not for this role   404, like everything that is not there
//! a form without its key         403; with a stale one 409 and the form to be sent again
//! ```
//!
//! A script (htmx, drafts) is not sent to another page but told 401.

use crate::{
    citizen::{self, Citizen},
    cookie,
    error::{Again, Oops, SentKey},
    frame::Frame,
    key::{self, NoKey, Subject},
    limit,
    posted::{self, Field, Posted},
    route::Access,
    sign_in,
    state::Web,
    upload::{self, Left},
};
use axum::{
    body::Body,
    extract::{ConnectInfo, FromRequestParts, Request},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_TYPE, HOST, ORIGIN, REFERER},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker,
    people::{Session, Step},
};
use kernel::{
    crypto::Digest,
    id::{AccountId, TenantId},
};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

const LONGEST: Duration = Duration::from_secs(60);
const LONGEST_UPLOAD: Duration = Duration::from_secs(600);

/// Somebody at work, in one of his posts.
pub struct Signed(pub Asker);

/// The session itself, at whatever step: for drafts and the pages on the way in.
pub struct Who(pub Arc<Session>);

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Oops> {
        let session = parts.extensions.get::<Arc<Session>>();
        session.and_then(|session| session.asker.clone()).map(Self).ok_or(Oops::NotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Oops> {
        parts.extensions.get::<Arc<Session>>().cloned().map(Self).ok_or(Oops::NotFound)
    }
}

/// For whom the key of an upload must have been made; read by [`crate::upload::Upload`].
#[derive(Clone)]
pub(crate) struct Subjects(pub(crate) Arc<Vec<Subject>>);

/// Guards one entry of the table.
pub async fn guard(web: Web, access: Access, uploads: bool, mut request: Request, next: Next) -> Response {
    let is_unsafe = !request.method().is_safe();
    if is_unsafe && is_from_elsewhere(request.headers(), &web) {
        return Oops::CrossSite.into_response();
    }
    let session = match session(&web, request.headers()).await {
        Ok(session) => session,
        Err(oops) => return oops.into_response(),
    };
    let citizen = if access == Access::Citizen { Citizen::of(&web, request.headers()) } else { None };
    if session.as_ref().is_none_or(|session| session.step.is_ended()) {
        web.limits().page(address(&web, &request)).await;
    }
    if let Some(session) = &session {
        request.extensions_mut().insert(Arc::clone(session));
    }
    if let Some(answer) = turn_away(access, session.as_deref(), citizen, &request) {
        return hold(&web, session.as_deref(), uploads, request, answer).await;
    }
    if let Some(citizen) = citizen {
        request.extensions_mut().insert(citizen);
    }
    let longest = if uploads { LONGEST_UPLOAD } else { LONGEST };
    let run = async { if is_unsafe { run_posted(&web, session.as_deref(), uploads, request, next).await } else { next.run(request).await } };
    let mut answer = tokio::time::timeout(longest, run).await.unwrap_or_else(|_| Oops::Busy.into_response());
    if let Some(session) = session {
        answer.extensions_mut().insert(session);
    }
    answer
}

/// Whether an unsafe request was made by a page that is not ours. Browsers say so in one of three ways; what says nothing at
/// all still needs a form's key, which only our pages hold.
pub(crate) fn is_from_elsewhere(headers: &HeaderMap, web: &Web) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return true;
    }
    let host = text(HOST.as_str()).unwrap_or_default();
    let public = authority(&web.settings().public_address);
    let is_ours = |address: &str| !address.is_empty() && (authority(address) == host || authority(address) == public);
    match (text(ORIGIN.as_str()), text(REFERER.as_str())) {
        (Some(origin), _) => !is_ours(origin),
        (None, Some(referer)) => !is_ours(referer),
        (None, None) => false,
    }
}

/// `https://linju.example:8443/desk` → `linju.example:8443`.
fn authority(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

async fn session(web: &Web, headers: &HeaderMap) -> Result<Option<Arc<Session>>, Oops> {
    let Some((tenant, token)) = cookie::get(headers, cookie::SESSION).and_then(|value| read_cookie(web, value)) else { return Ok(None) };
    Ok(web.people().find(tenant, &token).await?)
}

fn read_cookie(web: &Web, value: &str) -> Option<(TenantId, Digest)> {
    let (tenant, token) = value.split_once('.')?;
    let tenant: TenantId = tenant.parse().ok()?;
    let token = cookie::from_hex(token)?.try_into().ok()?;
    // A county that is not here, or no longer: its cookie is nobody's.
    web.settings().tenants.iter().find(|(known, _)| *known == tenant)?;
    Some((tenant, casework::people::session::token_digest(web.house().vault().suite(), &token)))
}

fn address(web: &Web, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    limit::client(peer, request.headers(), web.settings())
}

/// Where somebody who may not pass is sent; `None` lets him pass.
fn turn_away(access: Access, session: Option<&Session>, citizen: Option<Citizen>, request: &Request) -> Option<Response> {
    let next = if request.method().is_safe() { request.uri().path_and_query().map_or("/", |address| address.as_str()) } else { "" };
    let to = |page: &str| {
        if is_script(request.headers()) {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        Redirect::to(&sign_in::with_next(page, next)).into_response()
    };
    let step = session.map(|session| session.step);
    match access {
        Access::Public => None,
        Access::Citizen => citizen.is_none().then(|| Redirect::to(citizen::DOOR).into_response()),
        Access::Gate => step.is_none_or(Step::is_ended).then(|| to(sign_in::DOOR)),
        _ => match (step, session.and_then(|session| session.asker.as_ref())) {
            (Some(Step::In), Some(asker)) => (!access.admits(asker.role)).then(|| Oops::NotFound.into_response()),
            (Some(Step::Replaced), _) => Some(to(sign_in::REPLACED)),
            (Some(step), _) if !step.is_ended() => Some(to(sign_in::page_of(step))),
            _ => Some(to(sign_in::DOOR)),
        },
    }
}

fn is_script(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request") || headers.get("sec-fetch-dest").is_some_and(|dest| dest == "empty")
}

/// Keeps a form that came too late, sealed for its account, so that it can be sent after the password.
async fn hold(web: &Web, session: Option<&Session>, uploads: bool, request: Request, answer: Response) -> Response {
    let path = request.uri().path().to_owned();
    let is_form = !request.method().is_safe() && !is_script(request.headers()) && answer.status().is_redirection();
    let Some(session) = session.filter(|_| is_form) else { return answer };
    let read = match is_multipart(&request) {
        true if uploads => upload::text_of(request, web).await,
        true => return answer,
        false => posted::read(request.into_body()).await.map(|fields| (fields, vec![])),
    };
    let Ok((fields, files)) = read else { return answer };
    if check_key(web, &fields, &[Subject::Account(session.account)]).is_err() {
        return answer;
    }
    match crate::draft::hold(web, session, &Again::new(&path, &fields).with_files(files)).await {
        Ok(()) if session.step == Step::Locked => Redirect::to(&sign_in::with_next(sign_in::LOCK, crate::draft::HELD)).into_response(),
        Ok(()) => Redirect::to(&sign_in::with_next(sign_in::DOOR, crate::draft::HELD)).into_response(),
        Err(_) => answer,
    }
}

/// Reads a form, checks its key, and hands both to the handler; a handler that could not save gets the form back into the
/// answer, to be sent again.
async fn run_posted(web: &Web, session: Option<&Session>, uploads: bool, mut request: Request, next: Next) -> Response {
    let subjects = subjects(session.map(|session| session.account), &request);
    let path = request.uri().path().to_owned();
    // The bytes of a file, and nothing else: its key comes beside them. A handler that takes forms finds none.
    if let Some(sent) = request.headers().get(key::HEADER).filter(|_| uploads) {
        let fields = [(key::FIELD.to_owned(), sent.to_str().unwrap_or_default().to_owned())];
        return match check_key(web, &fields, &subjects) {
            Ok(_) => next.run(request).await,
            Err(NoKey::Missing) => Oops::NoKey.into_response(),
            Err(NoKey::Stale) => Oops::StaleKey.into_response(),
        };
    }
    if is_multipart(&request) {
        if !uploads {
            return Oops::NoKey.into_response();
        }
        let left = Left::default();
        request.extensions_mut().insert(Subjects(Arc::new(subjects)));
        request.extensions_mut().insert(left.clone());
        let answer = next.run(request).await;
        return match left.take() {
            Some((fields, files)) => with_form(answer, Again::new(&path, &fields).with_files(files), sent_key(&fields)),
            None => answer,
        };
    }
    let (parts, body) = request.into_parts();
    let fields = match posted::read(body).await {
        Ok(fields) => fields,
        Err(oops) => return oops.into_response(),
    };
    let again = Again::new(&path, &fields);
    let checked = check_key(web, &fields, &subjects).map(|id| key::of_content(id, &path, &fields, &[]));
    let sent = sent_key(&fields);
    let answer = match checked {
        Err(NoKey::Missing) => Oops::NoKey.into_response(),
        Err(NoKey::Stale) => Oops::StaleKey.into_response(),
        Ok(key) => {
            let mut request = Request::from_parts(parts, Body::empty());
            request.extensions_mut().insert(Posted::new(key, fields));
            next.run(request).await
        }
    };
    with_form(answer, again, sent)
}

fn is_multipart(request: &Request) -> bool {
    request.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

fn sent_key(fields: &[Field]) -> Option<SentKey> {
    fields.iter().find(|(name, _)| name == key::FIELD).map(|(_, value)| SentKey(value.clone()))
}

/// An answer that says what did not work carries the form with it.
fn with_form(mut answer: Response, again: Again, sent: Option<SentKey>) -> Response {
    if answer.extensions().get::<Oops>().is_some() {
        answer.extensions_mut().insert(again);
        if let Some(sent) = sent {
            answer.extensions_mut().insert(sent);
        }
    }
    answer
}

fn subjects(account: Option<AccountId>, request: &Request) -> Vec<Subject> {
    let visit = request.extensions().get::<Arc<Frame>>().map(|frame| frame.visit.clone()).filter(|visit| !visit.is_empty());
    account.map(Subject::Account).into_iter().chain(visit.map(Subject::Visit)).collect()
}

pub(crate) fn check_key<'a>(web: &Web, fields: &'a [Field], subjects: &[Subject]) -> Result<&'a str, NoKey> {
    let text = fields.iter().find(|(name, _)| name == key::FIELD).map_or("", |(_, value)| value.as_str());
    key::check(web.house().vault().master(), web.house().now(), text, subjects)
}
