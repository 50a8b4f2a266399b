//! 账号与岗位: who may come in, how we know it is him, and what he was typing when he left.
//!
//! | file | holds | rule |
//! |---|---|---|
//! | [`account`] | one account for one person, never shared | S-05 |
//! | [`password`] | what a password must be, and how it is kept (argon2id) | S-01 |
//! | [`sign_in`] | password, then code, then a new password if it is due, then a post | S-01, S-02, S-04 |
//! | `at_work` | choosing a post, the lock, leaving | S-02 |
//! | [`session`] | a token in a cookie, of which only the digest is stored; idle lock, absolute end | S-02 |
//! | [`totp`] | the second step, for accounts that have it | S-04 |
//! | [`device`] | adding that second step to one's own account | S-04 |
//! | [`post`] | an account in a role, in an organ, over an area, from–to | S-07 |
//! | [`absence`] | who is away names a deputy; the deputyship is a post | S-07 |
//! | [`draft`] | half-typed text, sealed, that survives a lock | |
//! | [`administer`] | accounts by the system administrator | S-05, 9.2 |
//! | [`grant`] | changes of posts: asked for by the security administrator, confirmed by another person | S-06, 9.2 |
//! | [`proposal`] | such a change while it waits and afterwards, and who may confirm it | 9.2 |
//! | [`list`] | all posts of a staff list, confirmed in one act | 9.2 |
//! | [`phone`] | a phone that opens with its owner's own PIN | S-01, S-02, S-04, 9.2 |
//! | [`reset`] | a forgotten password: asked for by one, given by another | S-01, S-02, 9.2 |
//! | [`set_up`] | the first accounts of a county, before there is an administrator | |
//!
//! A password is never hashed inside a transaction, nor on a thread that answers requests. What an administrator does
//! is written into the house record in the same transaction (`organ::record`).
//!
//! This room never says whether it was the name or the password that was wrong.

pub mod absence;
pub mod account;
pub mod administer;
mod at_work;
mod cache;
pub mod device;
pub mod draft;
pub mod grant;
pub mod list;
pub mod password;
pub mod phone;
pub mod post;
pub mod proposal;
pub mod reset;
mod service;
pub mod session;
pub mod set_up;
pub mod sign_in;
pub mod totp;

pub use service::People;
pub use session::{Session, Step};
