//! A citizen who follows a case: no account, only the code on her slip.
//!
//! The code is asked once; then a cookie proves for two hours that it was right. The cookie names county, case, which
//! issue of the code it was (a lost slip is replaced by the next issue, and passes of the old one end: the room compares),
//! and when it ends, under a keyed digest.

use crate::{cookie, error::Oops, state::Web};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, request::Parts},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{
    Moment,
    crypto::{form_token, verify_form_token},
    id::{StreamId, TenantId},
};

/// Where a citizen without a pass is sent to.
pub const DOOR: &str = "/follow";
const VALID_HOURS: i64 = 2;

/// A citizen, proved by the code of her case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citizen {
    /// The county.
    pub tenant: TenantId,
    /// The case that she follows; no other.
    pub stream: StreamId,
    /// Which issue of the code it was, from 1.
    pub issue: u32,
}

impl Citizen {
    /// The cookie that proves her code for two hours: to be appended as `Set-Cookie`.
    #[must_use]
    pub fn pass(self, web: &Web) -> HeaderValue {
        let ends = web.house().now().plus_hours(VALID_HOURS).millis();
        let named = format!("{}.{}.{}.{ends}", self.tenant, self.stream, self.issue);
        let proof = form_token(web.house().vault().master(), &[b"citizen", named.as_bytes()]);
        cookie::set(cookie::CASE, &format!("{named}.{}", URL_SAFE_NO_PAD.encode(proof)), web.settings().secure)
    }

    /// The `Set-Cookie` that ends it.
    #[must_use]
    pub fn leave(web: &Web) -> HeaderValue {
        cookie::clear(cookie::CASE, web.settings().secure)
    }

    /// Reads and checks the cookie.
    pub(crate) fn of(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let (named, proof) = cookie::get(headers, cookie::CASE)?.rsplit_once('.')?;
        let proof = URL_SAFE_NO_PAD.decode(proof).ok()?;
        if !verify_form_token(web.house().vault().master(), &[b"citizen", named.as_bytes()], &proof) {
            return None;
        }
        let mut parts = named.split('.');
        let (tenant, stream, issue) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let ends = Moment::from_millis(parts.next()?.parse().ok()?);
        let now = web.house().now();
        // One that ends later than any given out now was given out by a clock that has been put back.
        (now < ends && ends <= now.plus_hours(VALID_HOURS).plus_minutes(1)).then_some(Self { tenant, stream, issue })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Citizen {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Oops> {
        parts.extensions.get::<Self>().copied().ok_or(Oops::NotFound)
    }
}
