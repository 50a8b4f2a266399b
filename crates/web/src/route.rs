//! The one table of all addresses. A room hands in its entries; the router, the guards and the matrix test are made from
//! the table, so that no address can be without a guard and none missing from the test.

use crate::state::Web;
use axum::{handler::Handler, http::Method, routing::MethodRouter};
use casework::Role;

/// Who may ask an address at all. What he then sees is the business of the room's own policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// A citizen who holds the code of a case.
    Citizen,
    /// Somebody on the way in: code, new password, post, lock.
    Gate,
    /// Anybody at work, administrators too.
    Signed,
    /// Anybody at work with cases: every role but the three administrators.
    Staff,
    /// Somebody at work in one of these roles.
    Roles(&'static [Role]),
    /// One of the three administrators.
    Admin(Role),
}

impl Access {
    /// Whether a role passes; [`Access::Public`], [`Access::Citizen`] and [`Access::Gate`] ask for none.
    #[must_use]
    pub fn admits(self, role: Role) -> bool {
        match self {
            Self::Public | Self::Citizen | Self::Gate | Self::Signed => true,
            Self::Staff => !role.is_admin(),
            Self::Roles(roles) => roles.contains(&role),
            Self::Admin(admin) => role == admin,
        }
    }

    /// Whether somebody has to be at work.
    #[must_use]
    pub const fn needs_work(self) -> bool {
        matches!(self, Self::Signed | Self::Staff | Self::Roles(_) | Self::Admin(_))
    }
}

/// One address: method, path as axum writes it, who may, and what answers.
pub struct RouteEntry {
    /// `GET`, `POST`, `PATCH` or `OPTIONS`.
    pub method: Method,
    /// `/desk/case/{case}`.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Whether it takes files.
    pub uploads: bool,
    pub(crate) handler: MethodRouter<Web>,
}

impl RouteEntry {
    /// An address that shows something.
    pub fn get<H: Handler<T, Web>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::GET, path, access, uploads: false, handler: axum::routing::get(handler) }
    }

    /// An address that does something. Its handler takes [`Posted`](crate::Posted), or [`Upload`](crate::upload::Upload) after
    /// [`RouteEntry::with_uploads`].
    pub fn post<H: Handler<T, Web>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::POST, path, access, uploads: false, handler: axum::routing::post(handler) }
    }

    /// An address that takes the bytes of a file from an offset on; its key comes as a header ([`crate::key::HEADER`]).
    pub fn patch<H: Handler<T, Web>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::PATCH, path, access, uploads: true, handler: axum::routing::patch(handler) }
    }

    /// An address that tells what it speaks.
    pub fn options<H: Handler<T, Web>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self { method: Method::OPTIONS, path, access, uploads: false, handler: axum::routing::options(handler) }
    }

    /// Lets files in: the form is `multipart/form-data` and its first field is the form's key.
    #[must_use]
    pub fn with_uploads(self) -> Self {
        Self { uploads: true, ..self }
    }
}

/// What is known of an address without its handler: for menus and tests.
#[derive(Debug, Clone)]
pub struct Known {
    /// `GET`, `POST`, `PATCH` or `OPTIONS`.
    pub method: Method,
    /// As axum writes it.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Whether it takes files.
    pub uploads: bool,
}

impl From<&RouteEntry> for Known {
    fn from(entry: &RouteEntry) -> Self {
        Self { method: entry.method.clone(), path: entry.path, access: entry.access, uploads: entry.uploads }
    }
}

/// Every address of the program.
#[must_use]
pub fn table() -> Vec<RouteEntry> {
    [
        crate::serve::routes(),
        crate::install::routes(),
        crate::sign_in::routes(),
        crate::phone::routes(),
        crate::me::routes(),
        crate::draft::routes(),
        crate::admin::routes(),
        crate::setup::routes(),
        crate::desk::routes(),
        crate::dispatch::routes(),
        crate::document::routes(),
        crate::mediation::routes(),
        crate::portal::routes(),
        crate::roster::routes(),
        crate::video::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
