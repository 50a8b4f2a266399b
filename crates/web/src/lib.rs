//! The pages, and the door they stand behind.
//!
//! # What happens to a request
//!
//! | step | file | does |
//! |---|---|---|
//! | connection | [`serve`] [`tls`] | keys agreed on, time limits, sizes, orderly end |
//! | frame | [`frame`] | number of the operation, language, nonce; headers of every answer; error pages |
//! | route | [`route`] | the one table of all addresses, each with who may |
//! | guard | [`guard`] | cross-site refusal, session, who may, slowing down, the form's key |
//! | handler | the rooms | reads or commands through `casework`, renders a page |
//!
//! No address can lack a guard: the router is built from the table, and the guard of each entry from its
//! [`Access`](route::Access). No handler can see a form whose key was not checked: [`Posted`](posted::Posted) and
//! [`Upload`](upload::Upload) are the only ways to a body, and both come with a checked key. No page can forget the content
//! policy: the frame sets it.
//!
//! # Four kinds of answer to what did not work
//!
//! Refused by a rule (422): the form again, what was typed still there, the rule and the way out. Not there, or not for
//! these eyes (404): the two are never told apart. Not now (503): nothing was saved, the same form can be sent again
//! and counts once. A fault of the program (500). See [`error`].
//!
//! Nothing here holds a rule of the trade. Every page works without a script.

pub mod admin;
pub mod assets;
pub mod citizen;
pub mod cookie;
pub mod dates;
pub mod desk;
mod dispatch;
mod document;
pub mod draft;
pub mod error;
mod field;
pub mod frame;
pub mod guard;
pub mod headers;
pub mod install;
pub mod key;
pub mod light;
pub mod limit;
pub mod locale;
pub mod me;
mod mediation;
pub mod page;
pub mod phone;
pub mod portal;
pub mod posted;
pub mod reach;
mod roster;
pub mod route;
pub mod serve;
pub mod settings;
mod setup;
pub mod sign_in;
pub mod state;
pub mod sum;
pub mod tls;
pub mod upload;
pub mod video;

pub use error::Oops;
pub use guard::{Signed, Who};
pub use key::FormKey;
pub use page::Page;
pub use posted::Posted;
pub use route::{Access, RouteEntry};
pub use serve::{Door, RENEW_DAYS, install_router, router, serve};
pub use settings::Settings;
pub use state::Web;
