//! 派单与交接: work between organs and inside one.
//!
//! | page | does |
//! |---|---|
//! | [`rows`] | one act on 1–200 matters of a list: each is decided alone, by its own command |
//! | [`sheet`] | the chosen matters on paper, or as a table for another program |
//! | [`handover`] | what one has in hand goes to a colleague, signed by both; what nobody has |
//! | [`away`] | who is away names a deputy |
//! | [`approval`] | who approves an answer before it is signed |
//!
//! What it never does: decide two matters by one answer, let a row pass that its own page would refuse, move a date when a
//! matter changes hands, or show how many matters a citizen has.

mod approval;
mod away;
mod handover;
mod rows;
mod sheet;
mod unowned;

use crate::route::{Access, RouteEntry};
use casework::Role;

pub(crate) use rows::{Marks, marks};
pub(crate) use unowned::count as unowned;

/// Who has matters in hand, or gives them to others.
const AT_WORK: Access = Access::Roles(&[Role::Clerk, Role::Triage, Role::Handler, Role::Head, Role::Mediator]);
const HEADS: Access = Access::Roles(&[Role::Head]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::post("/desk/rows", Access::Staff, rows::act),
        RouteEntry::get("/desk/handover", AT_WORK, handover::show),
        RouteEntry::post("/desk/handover", AT_WORK, handover::offer),
        RouteEntry::get("/desk/handover/{handover}", AT_WORK, handover::sheet),
        RouteEntry::post("/desk/handover/{handover}/accept", AT_WORK, handover::accept),
        RouteEntry::post("/desk/handover/{handover}/refuse", AT_WORK, handover::refuse),
        RouteEntry::post("/desk/handover/{handover}/withdraw", AT_WORK, handover::withdraw),
        RouteEntry::get("/desk/away", AT_WORK, away::show),
        RouteEntry::post("/desk/away", AT_WORK, away::name),
        RouteEntry::post("/desk/away/{post}/end", AT_WORK, away::end),
        RouteEntry::get("/desk/unowned", HEADS, unowned::show),
        RouteEntry::get("/desk/approval", HEADS, approval::show),
        RouteEntry::post("/desk/approval", HEADS, approval::set),
    ]
}
