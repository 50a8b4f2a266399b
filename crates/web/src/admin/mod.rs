//! 三员: the pages of the three administrators, who exclude one another and see no case.
//!
//! | page | who | shows |
//! |---|---|---|
//! | `/admin/accounts` | system administrator | accounts: made, ended the same day, given a one-time password |
//! | `/admin/posts` | security administrator | posts: given and ended; none for himself |
//! | `/admin/looks` | audit administrator | who looked at what, by person and day |
//! | `/admin/record` | audit administrator | what the administrators and the set-up commands did |

mod accounts;
mod looks;
mod posts;
mod record;

use crate::route::{Access, RouteEntry};
use casework::Role;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    let (system, security, audit) = (Access::Admin(Role::SystemAdmin), Access::Admin(Role::SecurityAdmin), Access::Admin(Role::AuditAdmin));
    vec![
        RouteEntry::get("/admin/accounts", system, accounts::show),
        RouteEntry::post("/admin/accounts", system, accounts::create),
        RouteEntry::post("/admin/accounts/{account}/disable", system, accounts::disable),
        RouteEntry::post("/admin/accounts/{account}/reset", system, accounts::reset),
        RouteEntry::get("/admin/posts", security, posts::show),
        RouteEntry::post("/admin/posts", security, posts::add),
        RouteEntry::post("/admin/posts/{post}/end", security, posts::end),
        RouteEntry::get("/admin/looks", audit, looks::show),
        RouteEntry::get("/admin/record", audit, record::show),
    ]
}
