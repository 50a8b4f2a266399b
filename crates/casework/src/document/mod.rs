//! 文书: letters from the case's own data. Nothing that the record tells is typed a second time; each letter is numbered,
//! approved, kept as the bytes that went out; what comes back signed is put to it; whoever holds one can check it.
//!
//! What this room obeys: a letter is issued by the competent body in its own name; a required field that is empty refuses
//! by name; what the office wrote is read before the letter leaves (C-20, C-21, C-26); nothing of an accusation is
//! printed here (C-31); an address never stands in a letter of a matter with violence (C-55). A reprint serves the kept
//! bytes. Setting a letter holds no row: the number is foreseen, and drawn with the event.
//!
//! What it never does: show a letter's content to whoever checks its code, or put a page to a matter that the asker
//! does not see.
//!
//! | file | holds |
//! |---|---|
//! | [`data`] | the case opened: names, her words, who sent it where |
//! | [`compose`] | which letters a case can have now, and what each says |
//! | [`approver`] | who may approve that a seal is used: a second person |
//! | [`look`] | what is to be mended in a letter before it is issued, field by field, and how it would read |
//! | [`issue`] | preview; number, seal, keep, event |
//! | [`scan`] | signed pages by their marks |
//! | [`unread`] | signed pages without a mark that can be read, kept until a human files them |
//! | [`draft`] | what a draft answer lacks, and which of its words no letter may hold |
//! | [`check`] | is this letter real? |
//! | [`signed`] | the signed pages of a letter, each once |
//! | [`posting`] | 邮寄清单: the letters of a day that go by post |
//! | [`register`] | 用印登记: an organ's letters, by whom approved, how many copies |

pub mod approver;
pub mod check;
pub mod compose;
pub mod data;
pub mod draft;
pub mod issue;
pub mod look;
pub mod posting;
pub mod register;
pub mod scan;
pub mod signed;
pub mod unread;

pub use compose::{Typed, compose, possible};
