//! The case page: left the story and the papers, middle what happened, right the clocks with their sums, the people,
//! and only the next lawful steps.
//!
//! Each step is a form on the page itself, so that a refusal stands where the hand was with what was typed still there.
//! One address takes them all, `POST /desk/case/{case}/{verb}`; which verbs there are, and from which stage, is the one
//! table of `casework::petition::flow`.

mod act;
mod acts;
mod beside;
mod bonds;
pub(crate) mod file;
mod forms;
mod opinion;
mod page;
mod people;
mod readers;
mod timeline;
mod view;

use crate::route::{Access, RouteEntry};

pub use forms::rule_name;

/// The addresses of the case page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/case/{case}", Access::Staff, page::show),
        RouteEntry::get("/desk/case/{case}/opinion", Access::Staff, opinion::show),
        RouteEntry::post("/desk/case/{case}/opinion/check", Access::Staff, opinion::check).with_uploads(),
        RouteEntry::get("/desk/case/{case}/opinion/preview", Access::Staff, opinion::preview_drafted),
        RouteEntry::post("/desk/case/{case}/opinion/preview", Access::Staff, opinion::preview_typed).with_uploads(),
        RouteEntry::get("/desk/case/{case}/readers", Access::Staff, readers::show),
        RouteEntry::get("/desk/file/{file}", Access::Staff, file::show),
        RouteEntry::post("/desk/case/{case}/{verb}", Access::Staff, act::act).with_uploads(),
    ]
}
