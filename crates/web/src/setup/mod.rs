//! 开张: the pages of the first day, and of every day on which organs change.
//!
//! | page | who | shows |
//! |---|---|---|
//! | `/admin/setup` | system administrator | the three sheets: template, upload or paste, dry run, confirmation; one-time passwords printed once |
//! | `/admin/organs` | system administrator | the organs, each with its page: changed, ended, who continues its powers |
//! | `/admin/lists/…` | who confirms posts | all posts of a staff list in one act |
//! | `/admin/resets` | administrators, heads | forgotten passwords: asked for by one, given by another |
//! | `/admin/settings` | everybody at work | every term of the law with its article, its days and how sure it is |
//! | `/desk/succession` | heads | the matters of an organ that merges or divides, handed over |

mod lists;
mod organ;
mod organs;
mod resets;
mod settings;
mod sheets;
mod succession;

use crate::route::{Access, RouteEntry};
use casework::Role;

/// Below this stand the forms that take sheets: there text with commas is a file that may be handed in.
pub(crate) const SHEETS: &str = "/admin/setup/";

const SYSTEM: Access = Access::Admin(Role::SystemAdmin);
/// Who may have a change of posts to confirm, as in `admin`.
const CONFIRMING: Access = Access::Roles(&[Role::SecurityAdmin, Role::AuditAdmin, Role::Head]);
const RESETTING: Access = Access::Roles(&[Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Head]);
const ASKING: Access = Access::Roles(&[Role::SystemAdmin, Role::SecurityAdmin]);
const HEADS: Access = Access::Roles(&[Role::Head]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/admin/setup", SYSTEM, sheets::show),
        RouteEntry::get("/admin/setup/{sheet}/template", SYSTEM, sheets::template),
        RouteEntry::post("/admin/setup/{sheet}", SYSTEM, sheets::look).with_uploads(),
        RouteEntry::post("/admin/setup/{sheet}/take", SYSTEM, sheets::take),
        RouteEntry::get("/admin/organs", SYSTEM, organs::show),
        RouteEntry::post("/admin/organs", SYSTEM, organs::add),
        RouteEntry::get("/admin/organs/{organ}", SYSTEM, organ::show),
        RouteEntry::post("/admin/organs/{organ}", SYSTEM, organ::alter),
        RouteEntry::post("/admin/organs/{organ}/successors", SYSTEM, organ::succeed),
        RouteEntry::post("/admin/organs/{organ}/end", SYSTEM, organ::end),
        RouteEntry::post("/admin/lists/{list}/confirm", CONFIRMING, lists::confirm),
        RouteEntry::post("/admin/lists/{list}/refuse", CONFIRMING, lists::refuse),
        RouteEntry::get("/admin/resets", RESETTING, resets::show),
        RouteEntry::post("/admin/resets", ASKING, resets::ask),
        RouteEntry::post("/admin/resets/{request}/give", RESETTING, resets::give),
        RouteEntry::post("/admin/resets/{request}/refuse", RESETTING, resets::refuse),
        RouteEntry::post("/admin/accounts/{account}/open", SYSTEM, resets::open),
        RouteEntry::get("/admin/settings", Access::Signed, settings::show),
        RouteEntry::get("/desk/succession", HEADS, succession::show),
        RouteEntry::post("/desk/succession", HEADS, succession::hand_over),
    ]
}
