//! The rooms: what a county does with people's grievances, as rules, events and lists.
//!
//! Plain synchronous functions over [`store::Tx`]; no HTTP, no rendering. A room is one folder: the rules (pure), its
//! events, its lists, who may. What two rooms share lies here at the top: [`house`], [`vault`], [`asker`].
//!
//! | room | holds |
//! |---|---|
//! | [`petition`] | 信访事项: from its first word to its archived answer |
//! | [`mediation`] | 人民调解: from two who are angry to a kept promise |
//! | [`intake`] | what comes in by file: history of another system |
//! | [`document`] | letters: from the case's own data, numbered, kept as they went out; what comes back signed |
//! | [`notify`] | what is to be said to whom: words to the person, news of officers, reminders |
//! | [`find`] | exact search over what the asker may see |
//! | [`reception`] | what the front desk is shown before it decides: candidates, precedents |
//! | [`figures`] | numbers, each of which opens to its cases |
//! | [`organ`] | organs, places, names |
//! | [`people`] | accounts, passwords, posts, sessions, half-typed drafts |
//! | [`setup`] | sheets of organs, places and staff; single organs |
//! | [`roster`] | who mediates, who is on duty where and when |
//! | [`audit`] | who looked |
//! | [`verify`] | the tables compared with the ledger, and rebuilt from it |
//! | [`video`] | 视频调解室: who sits in it, who may hear whom, what is agreed and signed there |

pub mod asker;
pub mod audit;
pub mod document;
pub mod figures;
pub mod find;
pub mod house;
pub mod idempotency;
pub mod intake;
pub mod mediation;
pub mod notify;
pub mod organ;
pub mod people;
pub mod petition;
pub mod reception;
pub mod roster;
pub mod rows;
pub mod setup;
pub mod vault;
pub mod verify;
pub mod video;

pub use asker::{Asker, Role, Scope};
pub use house::{House, Parts};
pub use vault::{CaseKeys, Vault};
