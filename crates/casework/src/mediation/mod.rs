//! 人民调解: a dispute between people from its first word to a kept promise (domain SM-MED, 人民调解法).
//!
//! What this room obeys: nothing begins before every party has consented, and each may stop at any time (C-40, arts 17, 23, 26); what a
//! party told alone is sealed under a key of its own and is in no letter, export, search or figure (C-47); a mediator tells what he has to
//! do with a party before he begins (C-45); an agreement is effective when every party and a mediator have signed it and the committee
//! has sealed it (C-43, art 29); confirmation by a court is asked for by all, within thirty days (C-44, art 33); violence at home is
//! reported and never closed by an agreement alone (C-50 to C-54). There is no field for a fee (C-42, art 4).
//!
//! What it never does: pause a clock of a petition or a term to sue (C-41), show one party the other's card, count how often somebody
//! mediates, or let an officer say for a person how she feels (C-59).
//!
//! | file | holds |
//! |---|---|
//! | [`model`] | stages, and the state of a mediation that is read from its events |
//! | [`event`] | what can have happened |
//! | [`flow`] | the one table of stages × verbs |
//! | [`command`] | what can be asked for |
//! | [`ready`] | why a verb that the table allows is not lawful yet |
//! | `act` | each verb's own rules |
//! | [`apply`] | how an event changes the state |
//! | [`petition`] | 访调: what is written down from a petition, and what became of it |
//! | [`policy`] | who sees, who may |
//! | [`choosing`] | who suits, and every reason why |
//! | [`carry`] | hold → decide → append → apply → write, in one transaction |
//! | [`register`] | the first word: who, about what, by which way |
//! | [`party`] | what a party sees and does with her code |
//! | [`reading`] | the rows that lists, calendars and figures read |
//! | [`erase`] | one party is erased |
//! | [`list`] | what is open, by due day; who has which session when; which promises come due |
//! | [`sweep`] | a calendar that was loaded moves provisional dates |
//! | [`page`] | everything that the page of a mediation shows |
//! | [`papers`] | T-31 to T-39 from its own data, and the file that binds them (T-30) |
//! | [`proof`] | what `verify` compares of it |

pub mod act;
pub mod apply;
pub mod carry;
pub mod choosing;
pub mod command;
pub mod erase;
pub mod event;
pub mod flow;
pub mod list;
pub mod model;
pub mod page;
pub mod papers;
pub mod party;
pub mod petition;
pub mod policy;
pub mod proof;
pub mod reading;
pub mod ready;
pub mod register;
pub mod sweep;

pub use command::Command;
pub use event::{Did, Event};
pub use flow::Verb;
pub use model::{Mediation, Stage};
