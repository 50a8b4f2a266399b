//! 人民调解 at the desk: what is open, writing a dispute down, the page of a mediation with exactly its lawful next steps, the slip of each
//! party.
//!
//! One address takes all acts, `POST /desk/mediation/{case}/{verb}`; which verbs there are, and from which stage, is the one table of
//! `casework::mediation::flow`.
//!
//! | file | holds |
//! |---|---|
//! | [`list`] | what is open and what is over, the sessions of the days to come, the promises that come due |
//! | [`new`] | writing a dispute down |
//! | [`page`] | showing a mediation |
//! | [`view`] | what its template draws |
//! | [`timeline`] | what happened, as lines |
//! | [`acts`] | what can be done now |
//! | [`forms`] | what each verb's form asks |
//! | [`act`] | taking a form |
//! | [`papers`] | T-31 to T-39 as PDF, and the bound file |
//! | [`video`] | a talk by video, and what was signed in it |
//! | [`shift`] | a shift's worth from the police, sent on in one act, and the answers |
//! | [`slip`] | the code of one party |

mod act;
mod acts;
mod forms;
mod list;
mod new;
mod page;
mod papers;
mod shift;
mod slip;
mod timeline;
mod video;
mod view;

pub use forms::party_name;
pub use view::{opened, promise_told};

use crate::route::{Access, RouteEntry};
use casework::Role;

/// Those who hear people.
const HEARERS: Access = Access::Roles(&[Role::Clerk, Role::Triage, Role::Handler, Role::Head, Role::Mediator]);

/// Those who send disputes on and answer for them: as the verb `dispatch`.
const DISPATCHERS: Access = Access::Roles(&[Role::Clerk, Role::Triage, Role::Handler, Role::Head]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/mediations", Access::Staff, list::show),
        RouteEntry::get("/desk/mediations/new", HEARERS, new::show),
        RouteEntry::post("/desk/mediations/new", HEARERS, new::take),
        RouteEntry::get("/desk/mediations/shift", HEARERS, shift::show),
        RouteEntry::post("/desk/mediations/shift", HEARERS, shift::take).with_uploads(),
        RouteEntry::get("/desk/mediations/dispatch", DISPATCHERS, shift::waiting),
        RouteEntry::post("/desk/mediations/dispatch", DISPATCHERS, shift::send),
        RouteEntry::get("/desk/mediations/answers", DISPATCHERS, shift::answers),
        RouteEntry::get("/desk/mediation/{case}", Access::Staff, page::show),
        RouteEntry::get("/desk/mediation/{case}/slip/{party}", Access::Staff, slip::show),
        RouteEntry::get("/desk/mediation/{case}/file/{file}", Access::Staff, page::file),
        RouteEntry::get("/desk/mediation/{case}/paper/{paper}", Access::Staff, papers::show),
        RouteEntry::get("/desk/mediation/{case}/volume", Access::Staff, papers::volume),
        RouteEntry::post("/desk/mediation/{case}/video", HEARERS, video::open),
        RouteEntry::post("/desk/mediation/{case}/video/{room}", HEARERS, video::take_over),
        RouteEntry::post("/desk/mediation/{case}/{verb}", Access::Staff, act::act).with_uploads(),
    ]
}

/// The name of a clock of a mediation.
pub fn rule_name(page: &crate::page::Page, rule: &str) -> String {
    match rule.strip_prefix("PR.") {
        Some(nth) => page.with("mediation-promise-nth", "n", nth.to_owned()),
        None => crate::desk::case::rule_name(page, rule).to_owned(),
    }
}
