//! A form that was sent, its key already checked by the guard.

use crate::{error::Oops, key::FormKey};
use axum::{
    body::{Body, Bytes},
    extract::{Form, FromRequest, FromRequestParts},
    http::{Method, Request, header::CONTENT_TYPE, request::Parts},
};
use std::{str::FromStr, sync::Arc};

/// Name and value of one field.
pub type Field = (String, String);

/// The largest form without files, in bytes.
pub const LARGEST: usize = 1024 * 1024;

/// A form that was sent.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The checked key.
    pub key: FormKey,
    fields: Arc<Vec<Field>>,
}

impl Posted {
    pub(crate) fn new(key: FormKey, fields: Vec<Field>) -> Self {
        Self { key, fields: Arc::new(fields) }
    }

    /// What was typed into a field, without blank space around it; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// What was typed into a field, as it is: passwords, and a person's own words.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// All values of a field that may come several times, in order, empty ones too.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked, or a button of this name pressed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(found, _)| found == name)
    }

    /// A field read as something else: a number, a day, an identifier; `None` when it is empty or is not one.
    #[must_use]
    pub fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// Every field, in order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Posted {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Oops> {
        parts.extensions.get::<Self>().cloned().ok_or(Oops::NoKey)
    }
}

/// Reads the fields of a body. Line ends become one kind, so that a text is the same from every browser.
pub(crate) async fn read(body: Body) -> Result<Vec<Field>, Oops> {
    let bytes = axum::body::to_bytes(body, LARGEST).await.map_err(|_| Oops::TooLarge)?;
    parse(bytes).await
}

/// Reads fields as a browser encodes them: a kept draft, a form that was held.
///
/// # Errors
/// [`Oops::NoKey`] for what is not form-encoded.
pub async fn parse(bytes: Bytes) -> Result<Vec<Field>, Oops> {
    let request = Request::builder().method(Method::POST).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(bytes));
    let request = request.map_err(|error| Oops::Bug(error.to_string()))?;
    let Form(fields) = Form::<Vec<Field>>::from_request(request, &()).await.map_err(|_| Oops::NoKey)?;
    Ok(fields.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect())
}
