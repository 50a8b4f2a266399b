//! The portal: pages for those who brought a matter. No account, no name: the code on her slip opens her own matter.
//!
//! Large letters, one column, every page good on paper and without a script. She sees where her matter is, each date with
//! its sum, the letters to her. She never sees another's card, a note that is for the office alone, or who looked (C-38).
//!
//! | file | holds |
//! |---|---|
//! | [`doors`] | the first page: follow my matter, where to speak in person |
//! | [`channels`] | how each county is reached, procedure and terms; the poster |
//! | [`code`] | the code, typed or from the picture on the slip |
//! | [`case`] | her page |
//! | [`hers`] | whose matter a slip opens, and where it goes on |
//! | [`told`] | what the page tells of it, in her words |
//! | [`events`] | what happened, as far as it is hers to see |
//! | [`act`] | adding, rating, withdrawing, checking the fingerprint, leaving |
//! | [`rights`] | asking that another handles it, asking for a review, letters that reached her |
//! | [`review`] | the receipt of a request for review |
//! | [`reach`] | how she wants to be told |
//! | [`due`] | the day that matters to her |
//! | [`file`] | papers that were shown to her |
//! | [`say`] | saying it herself: what becomes of her data, the form, the read-back |
//! | [`receipt`] | what she takes home then |
//! | [`talk`] | her page of a mediation |
//! | [`seals`] | the seals of the last thirty days |

mod act;
mod case;
mod channels;
mod code;
mod doors;
pub(crate) mod due;
mod events;
mod file;
mod hers;
mod reach;
mod receipt;
mod review;
mod rights;
mod say;
mod seals;
mod talk;
mod told;

use crate::route::{Access, RouteEntry};

pub(crate) use doors::dial;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    let mut routes = say::routes();
    routes.extend([
        RouteEntry::get("/", Access::Public, doors::show),
        RouteEntry::get("/channels", Access::Public, channels::show),
        RouteEntry::get("/channels/{county}/poster", Access::Public, channels::poster),
        RouteEntry::get("/health/channels", Access::Public, channels::health),
        RouteEntry::get("/seals", Access::Public, seals::show),
        RouteEntry::get("/follow", Access::Public, code::show),
        RouteEntry::post("/follow", Access::Public, code::take),
        RouteEntry::get("/c/{slip}", Access::Public, code::from_slip),
        RouteEntry::get(receipt::PAGE, Access::Citizen, receipt::show),
        RouteEntry::get("/follow/case", Access::Citizen, case::show),
        RouteEntry::get(talk::PAGE, Access::Citizen, talk::show),
        RouteEntry::post("/follow/talk/{act}", Access::Citizen, talk::act),
        RouteEntry::get("/follow/file/{file}", Access::Citizen, file::show),
        RouteEntry::get(review::PAGE, Access::Citizen, review::show),
        RouteEntry::post("/follow/add", Access::Citizen, act::add).with_uploads(),
        RouteEntry::post("/follow/answer", Access::Citizen, act::answer).with_uploads(),
        RouteEntry::post("/follow/recusal", Access::Citizen, act::recusal),
        RouteEntry::post("/follow/data", Access::Citizen, act::data),
        RouteEntry::post("/follow/review", Access::Citizen, act::review).with_uploads(),
        RouteEntry::post("/follow/rate", Access::Citizen, act::rate),
        RouteEntry::post("/follow/withdraw", Access::Citizen, act::withdraw),
        RouteEntry::post("/follow/not-withdrawn", Access::Citizen, act::not_withdrawn),
        RouteEntry::post("/follow/not-same", Access::Citizen, act::not_same),
        RouteEntry::post("/follow/part", Access::Citizen, act::part),
        RouteEntry::post("/follow/reach", Access::Citizen, reach::take),
        RouteEntry::post("/follow/check", Access::Citizen, act::check),
        RouteEntry::post("/follow/leave", Access::Citizen, act::leave),
    ]);
    routes
}
