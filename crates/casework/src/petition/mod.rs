//! 信访事项: a petition from its first word to its archived answer (domain SM-PET, 信访工作条例 arts 17–36).
//!
//! What this room obeys: registration is never refusable (C-01); words are kept as said and only added to (C-05); a
//! petition office refers within 15 days (P-01, art 22), another body tells the person in writing within 15 days
//! (P-02, P-03, art 23), an objection has 5 working days (P-04), a J6 matter is answered in writing within 60 days of
//! acceptance (P-05, art 34), extended at most once by at most 30 (C-16). Waiting for material, mediation or a hearing
//! stops no clock (C-17). Every claim gets its own written answer (C-18). The person's own 30 days begin only with a
//! proven delivery (C-19).
//!
//! What it never does: un-register, edit what was said, let an officer rate, show a matter to the body it accuses, or
//! close on a promise to be silent.
//!
//! | file | holds |
//! |---|---|
//! | [`model`] | stages, and the state of a matter that is read from its events |
//! | [`kin`] | what it has to do with other matters: merged, split, come back; persons who are one |
//! | [`event`] | what can have happened |
//! | [`flow`] | the one table of stages × verbs: guards, buttons, the diagram and the property test come from it |
//! | [`ready`] | why a verb that the table allows is not lawful yet |
//! | [`command`] | what can be asked for; each verb's own rules lie in `act/` |
//! | [`apply`] | how an event changes the state |
//! | [`clock`] | starting, ending and moving the statutory clocks |
//! | [`stages`] | sets of stages |
//! | [`deciders`] | who decides what the holder may not |
//! | [`reading`] | the rows that lists and figures read |
//! | [`policy`] | who sees, who may |
//! | [`carry`] | hold → decide → append → apply → write, in one transaction |
//! | [`pair`] | acts that are events in two matters |
//! | [`register`] | the first word, and its receipt |
//! | [`approval`] | who of an organ approves an answer before it is signed |
//! | [`handover`] | matters that one officer hands to another, and those that nobody has |
//! | [`list`] | the day by due date, the cases of a stage |
//! | [`page`] | everything the case page shows |
//! | [`citizen`] | what the person sees and does with her query code |
//! | [`handed`] | photos and papers that she hands in, kept sealed for her matter |
//! | [`said`] | her own words in a matter, for what may be made of them |
//! | [`saying`] | what she has half said at the portal, before it is registered |
//! | [`succession`] | the matters of an organ that merges or divides go over (art 24) |
//! | [`keeping`] | what is only stored when its term of keeping is over, and what becomes of it |
//! | [`emergency`] | one officer looks at one matter that he does not have (C-32) |
//! | [`term`] | how long a file is kept, and when it is only stored |
//! | [`sweep`] | late clocks open supervision; a loaded calendar moves provisional dates |

pub mod act;
pub mod apply;
pub mod approval;
pub mod carry;
pub mod citizen;
pub mod clock;
pub mod command;
pub mod deciders;
pub(crate) mod destroy;
pub mod emergency;
pub mod erase;
pub mod event;
pub mod flow;
pub mod handed;
pub mod handover;
pub mod keeping;
pub mod kin;
pub mod list;
pub mod model;
pub mod page;
pub mod pair;
pub mod policy;
pub mod reading;
pub mod ready;
pub mod receivers;
pub mod register;
pub mod said;
pub mod saying;
pub mod seal;
pub mod stages;
pub mod succession;
pub mod sweep;
pub mod term;

pub use command::{Actor, Command, Context};
pub use event::{Did, Event};
pub use flow::Verb;
pub use model::{Petition, Stage};
