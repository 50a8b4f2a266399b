//! What is the same around every page: the number of the operation, language and size, the nonce, the headers, and the
//! error page in place of a bare error.

use crate::{
    cookie,
    error::{self, Oops},
    headers,
    locale::Language,
    state::Web,
};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use std::sync::Arc;

/// One request, as the pages around it need to know it.
#[derive(Debug)]
pub struct Frame {
    /// The number of the operation: on error pages and in the log, eight letters and digits.
    pub operation: String,
    /// What a script of this page must carry.
    pub nonce: String,
    /// The language of the page.
    pub language: Language,
    /// Whether the page is large.
    pub large: bool,
    /// The visitor's random number; empty when the browser keeps no cookies and asks for no page.
    pub visit: String,
    /// The same, when it has to be set.
    pub new_visit: Option<String>,
    /// The path, without its query.
    pub path: String,
    /// The path with its query, where to come back to; empty for the answer to a sent form, to which nobody can.
    pub address: String,
}

impl Frame {
    fn of(web: &Web, request: &Request) -> Self {
        let mut chance = [0; 37];
        web.house().random().fill(&mut chance);
        let (nonce, rest) = chance.split_at(16);
        let (visit, operation) = rest.split_at(16);
        let known =
            cookie::get(request.headers(), cookie::VISIT).filter(|visit| visit.len() == 32 && visit.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let new_visit = if known.is_none() && request.method().is_safe() { Some(cookie::hex(visit)) } else { None };
        Self {
            operation: spell(operation),
            nonce: STANDARD_NO_PAD.encode(nonce),
            language: Language::parse(cookie::get(request.headers(), cookie::LANGUAGE).unwrap_or_default()),
            large: cookie::get(request.headers(), cookie::LARGE) == Some("1"),
            visit: known.map(str::to_owned).or_else(|| new_visit.clone()).unwrap_or_default(),
            new_visit,
            path: request.uri().path().to_owned(),
            address: if request.method().is_safe() {
                request.uri().path_and_query().map_or_else(String::new, ToString::to_string)
            } else {
                String::new()
            },
        }
    }
}

/// Eight letters and digits that are not misread over the telephone.
fn spell(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut bits = bytes.iter().take(5).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..8)
        .filter_map(|_| {
            let letter = LETTERS.get(usize::try_from(bits & 31).ok()?).copied();
            bits >>= 5;
            letter.map(char::from)
        })
        .collect()
}

/// The outermost layer of every page; assets and the health line need none of it.
pub async fn frame(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/health" {
        return next.run(request).await;
    }
    let frame = Arc::new(Frame::of(&web, &request));
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unknown".to_owned(), |matched| matched.as_str().to_owned());
    request.extensions_mut().insert(Arc::clone(&frame));
    let answer = next.run(request).await;
    let mut answer = error::render(&web, &frame, &answer, &route).unwrap_or(answer);
    headers::dress(&mut answer, &frame, web.settings());
    answer
}

/// What stands in for a handler that panicked.
#[must_use]
pub fn panicked(_what: Box<dyn std::any::Any + Send + 'static>) -> Response {
    // The panic's own message was logged by the panic hook, and may hold data: it is not repeated.
    axum::response::IntoResponse::into_response(Oops::Bug("the handler panicked".to_owned()))
}
