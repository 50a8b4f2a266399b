//! Letters on pages: what a case can send now, the kept bytes again, the seal-use register, signed pages that come back,
//! and, for anybody, whether a letter is real.
//!
//! | file | holds |
//! |---|---|
//! | [`letters`] | the letters of a case: look at one while it is made, preview, issue |
//! | [`bytes`] | a letter as it went out; each print is written down |
//! | [`seals`] | 用印登记 |
//! | [`posting`] | 邮寄清单 |
//! | [`scans`] | signed pages |
//! | [`real`] | the public check |

mod bytes;
pub mod letters;
mod posting;
mod real;
mod scans;
mod seals;

use crate::route::{Access, RouteEntry};

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/case/{case}/letters", Access::Staff, letters::show),
        RouteEntry::post("/desk/case/{case}/letters", Access::Staff, letters::issue),
        RouteEntry::post("/desk/case/{case}/letters/check", Access::Staff, letters::check),
        RouteEntry::post("/desk/case/{case}/letters/preview", Access::Staff, letters::preview),
        RouteEntry::get("/desk/case/{case}/letter/{nth}", Access::Staff, bytes::show),
        RouteEntry::get("/desk/seals", Access::Staff, seals::show),
        RouteEntry::get("/desk/seals/posting", Access::Staff, posting::show),
        RouteEntry::get("/desk/scans", Access::Staff, scans::show),
        RouteEntry::post("/desk/scans", Access::Staff, scans::take).with_uploads(),
        RouteEntry::get("/desk/scans/{page}", Access::Staff, scans::picture),
        RouteEntry::post("/desk/scans/{page}/put", Access::Staff, scans::put),
        RouteEntry::post("/desk/scans/{page}/aside", Access::Staff, scans::aside),
        RouteEntry::get("/v", Access::Public, real::show),
        RouteEntry::post("/v", Access::Public, real::check).with_uploads(),
        RouteEntry::get("/v/{mark}/{page}", Access::Public, real::from_mark),
        RouteEntry::get("/V/{mark}/{page}", Access::Public, real::from_mark),
    ]
}
