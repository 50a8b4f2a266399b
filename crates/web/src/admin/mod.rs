//! 三员: the pages of the three administrators, who exclude one another and see no case.
//!
//! | page | who | shows |
//! |---|---|---|
//! | `/admin/accounts` | system administrator | accounts: made, ended the same day |
//! | `/admin/channels` | system administrator | how the county is reached, and what of it is not published yet |
//! | `/admin/messages` | system administrator | how messages to people stand, and what is set up for them |
//! | `/admin/posts` | security administrator | posts, and the forms that ask for one to be given or ended; none for himself |
//! | `/admin/proposals` | security administrators; where there is one only, the audit administrator and the head of the petition office | what was asked for and waits for a second person |
//! | `/admin/looks` | audit administrator | who looked at what, by person and day |
//! | `/admin/record` | audit administrator | what the administrators and the set-up commands did |

mod accounts;
mod channels;
mod detail;
mod looks;
mod messages;
mod posts;
mod proposals;
mod record;

pub(crate) use proposals::{ListTried, show_proposals};

use crate::route::{Access, RouteEntry};
use casework::Role;

/// Who may have a change of posts to confirm; heads of other organs than the petition office never do, and are told 404.
const CONFIRMING: Access = Access::Roles(&[Role::SecurityAdmin, Role::AuditAdmin, Role::Head]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    let (system, security, audit) = (Access::Admin(Role::SystemAdmin), Access::Admin(Role::SecurityAdmin), Access::Admin(Role::AuditAdmin));
    vec![
        RouteEntry::get("/admin/accounts", system, accounts::show),
        RouteEntry::post("/admin/accounts", system, accounts::create),
        RouteEntry::post("/admin/accounts/{account}/disable", system, accounts::disable),
        RouteEntry::get("/admin/channels", system, channels::show),
        RouteEntry::post("/admin/channels", system, channels::add),
        RouteEntry::post("/admin/channels/{channel}/end", system, channels::end),
        RouteEntry::get("/admin/posts", security, posts::show),
        RouteEntry::post("/admin/posts", security, posts::add),
        RouteEntry::post("/admin/posts/{post}/end", security, posts::end),
        RouteEntry::get("/admin/proposals", CONFIRMING, proposals::show),
        RouteEntry::post("/admin/proposals/{proposal}/confirm", CONFIRMING, proposals::confirm),
        RouteEntry::post("/admin/proposals/{proposal}/refuse", CONFIRMING, proposals::refuse),
        RouteEntry::post("/admin/proposals/{proposal}/withdraw", security, proposals::withdraw),
        RouteEntry::get("/admin/messages", system, messages::show),
        RouteEntry::post("/admin/messages", system, messages::again),
        RouteEntry::get("/admin/looks", audit, looks::show),
        RouteEntry::get("/admin/record", audit, record::show),
    ]
}
