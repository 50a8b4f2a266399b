//! 机关与地方: the organs of a county, its places, and the names of those who work there.
//!
//! Organs form a tree (county → bureau → office; county → township → village → station). Bodies above or beside the
//! county (city, province, court) are organs of kind `outside`. Nothing here is personal data of a citizen.

pub mod change;
pub mod channel;
mod directory;
pub mod proof;
mod published;
mod series;
mod set_up;

pub use directory::{Directory, Organ, Place};
pub use proof::{Touched, record_rows, take_in};
pub(crate) use published::check as check_published;
pub use series::Series;
pub use set_up::{NewOrgan, Tenant, add_area, add_organ, add_tenant, hold_county, record, tenants};
