//! 登记: hearing somebody and writing down what she says.
//!
//! Nothing here refuses a person (C-01): not for what she says, nor for being anonymous, nor for coming again. What is
//! asked for is what makes the record true. Whatever is asked back, what was typed stays.
//!
//! | file | holds |
//! |---|---|
//! | [`typed`] | what was typed, and what is told of it |
//! | [`place`] | the place: picked, found from words, or left as written |
//! | [`page`] | the page, its read-back, and what was said before |
//! | [`receipt`] | what she takes home |

mod page;
pub(crate) mod place;
pub(crate) mod qr;
mod receipt;
pub(crate) mod typed;

use crate::route::{Access, RouteEntry};
use casework::Role;

/// Those who hear people.
const HEARERS: Access = Access::Roles(&[Role::Clerk, Role::Triage, Role::Handler, Role::Head, Role::Mediator]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/register", HEARERS, page::show),
        RouteEntry::post("/desk/register", HEARERS, page::take),
        RouteEntry::post("/desk/register/readback", HEARERS, page::read_back),
        RouteEntry::post("/desk/register/candidates", HEARERS, page::seek),
        RouteEntry::get("/desk/places", Access::Staff, place::pick),
        RouteEntry::get("/desk/case/{case}/receipt", Access::Staff, receipt::show),
    ]
}
