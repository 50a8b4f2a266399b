//! What is answered when something did not work. Four kinds, never one for another:
//!
//! | kind | status | says |
//! |---|---|---|
//! | refused | 422 | which rule, and the way out; a handler shows its form again with what was typed |
//! | not found | 404 | not there, or not for these eyes |
//! | busy, not saved | 503 | nothing was done; the same form can be sent again and counts once |
//! | bug | 500 | that it was our fault, and the number of the operation |
//!
//! Every error page shows the number of the operation, which stands in the log beside what the page does not say. The log
//! holds no address with its query, no form, no name.

use crate::{frame::Frame, headers, key, page::Page, posted::Field, state::Web};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use kernel::refusal::Refusal;
use std::sync::Arc;
use store::Failure;

/// Something did not work. The frame makes a page of it.
#[derive(Debug, Clone)]
pub enum Oops {
    /// A rule said no, and no form stands ready to say so in its place.
    Refused(Refusal),
    /// Not there, or not for these eyes.
    NotFound,
    /// Nothing was tried; try again.
    Busy,
    /// Nothing was kept; try again.
    NotSaved(String),
    /// A fault of the program.
    Bug(String),
    /// The request comes from another site's page.
    CrossSite,
    /// A form without its key.
    NoKey,
    /// A form whose key is too old or was made for somebody else.
    StaleKey,
    /// More than this address takes.
    TooLarge,
}

impl From<Failure> for Oops {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::NotFound => Self::NotFound,
            Failure::Busy => Self::Busy,
            Failure::NotSaved(why) => Self::NotSaved(why),
            Failure::Bug(what) => Self::Bug(what),
        }
    }
}

impl From<Refusal> for Oops {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Oops {
    /// The status that it is answered with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Busy | Self::NotSaved(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::CrossSite | Self::NoKey => StatusCode::FORBIDDEN,
            Self::StaleKey => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    /// The word of its messages: `error-<word>` with `.says` and `.way`.
    const fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::NotFound => "not-found",
            Self::Busy => "busy",
            Self::NotSaved(_) => "not-saved",
            Self::Bug(_) => "bug",
            Self::CrossSite => "cross-site",
            Self::NoKey => "no-key",
            Self::StaleKey => "stale-key",
            Self::TooLarge => "too-large",
        }
    }

    /// Whether the same form may be sent again as it is.
    const fn may_send_again(&self) -> bool {
        matches!(self, Self::Busy | Self::NotSaved(_) | Self::StaleKey | Self::Bug(_))
    }

    fn log(&self, frame: &Frame, route: &str) {
        let operation = frame.operation.as_str();
        match self {
            Self::NotFound => tracing::debug!(operation, route, "not found"),
            Self::Refused(refusal) => tracing::info!(operation, route, code = refusal.code, rule = refusal.rule, "refused"),
            Self::CrossSite | Self::NoKey | Self::StaleKey | Self::TooLarge => tracing::warn!(operation, route, kind = self.word(), "not let in"),
            Self::Busy => tracing::warn!(operation, route, "busy"),
            Self::NotSaved(why) => tracing::error!(operation, route, why, "not saved"),
            Self::Bug(what) => tracing::error!(operation, route, what, "fault"),
        }
    }
}

impl IntoResponse for Oops {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A form that can be sent again: where to, and what stood in it.
#[derive(Debug, Clone)]
pub struct Again {
    /// The address.
    pub path: String,
    /// Its fields; passwords and codes are left out.
    pub fields: Arc<Vec<Field>>,
    /// The fields in which files came: a page cannot carry those back, and they are asked for anew.
    pub files: Vec<String>,
}

impl Again {
    /// Of a form that was sent to `path`.
    #[must_use]
    pub fn new(path: &str, fields: &[Field]) -> Self {
        const SECRET: [&str; 9] = ["password", "new_password", "new_password_again", "code", "digits", "pin", "own_pin", "own_pin_again", key::FIELD];
        let fields = fields.iter().filter(|(name, _)| !SECRET.contains(&name.as_str())).cloned().collect();
        Self { path: path.to_owned(), fields: Arc::new(fields), files: vec![] }
    }

    /// The same with files in it.
    #[must_use]
    pub(crate) fn with_files(self, files: Vec<String>) -> Self {
        Self { files, ..self }
    }
}

#[derive(Template)]
#[template(path = "error/page.html")]
struct ErrorPage<'a> {
    page: &'a Page,
    word: &'static str,
    says: String,
    way: String,
    refusal: Option<&'a Refusal>,
    again: Option<&'a Again>,
    /// The same key where the same form counts once; a fresh one where the old one was the trouble.
    key: String,
}

/// Makes the page of an answer that carries an [`Oops`].
#[must_use]
pub fn render(web: &Web, frame: &Arc<Frame>, answer: &Response, route: &str) -> Option<Response> {
    let oops = answer.extensions().get::<Oops>()?;
    oops.log(frame, route);
    let page = Page::bare(web.clone(), Arc::clone(frame), answer.extensions().get().cloned());
    let again = answer.extensions().get::<Again>().filter(|_| oops.may_send_again());
    let sent = answer.extensions().get::<SentKey>().filter(|_| !matches!(oops, Oops::StaleKey));
    let key = sent.map_or_else(|| page.form_key().to_owned(), |sent| sent.0.clone());
    let refusal = if let Oops::Refused(refusal) = oops { Some(refusal) } else { None };
    let word = oops.word();
    let mut response = page
        .show_with(oops.status(), &ErrorPage { page: &page, word, says: format!("{word}.says"), way: format!("{word}.way"), refusal, again, key });
    if oops.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    headers::copy_cookies(answer, &mut response);
    Some(response)
}

/// The key that a form came with, for sending it again.
#[derive(Debug, Clone)]
pub(crate) struct SentKey(pub(crate) String);
