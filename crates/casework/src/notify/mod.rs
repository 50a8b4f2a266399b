//! Messages out: what is to be said to whom, by which way, and whether it was.
//!
//! **To the person.** An event that she should hear of owes her a *word*: a row of `notice`, written with the event in one
//! transaction, and a task that sends it. What is sent says "you have news, look under your code or come by", and no more:
//! a message is read by whoever holds the phone (C-55). Which way is safe, and at which hours, she says herself, when she is
//! heard or under her code. Matters of violence, of minors and accusations send nothing until a safe way is confirmed.
//! Nothing goes at night. What no message can tell stands on the day's call list, and whoever rings writes down what came of
//! it. Whatever became of a word is an event of its case, so `notice` is a reading and is rebuilt like the others.
//!
//! **To officers.** [`news`]: what was given to him, what was answered, what ends soon. It is told by pages alone.
//!
//! What this room never does: tell the matter, the office's doubts or a name on a channel that others read; send twice
//! because a machine was switched off; let a call stand for a written notice (the law's row `phone_or_message` is not
//! written, and nothing here ends or starts a clock).
//!
//! | file | holds |
//! |---|---|
//! | [`owed`] | which events owe her a word |
//! | [`reach`] | how she wants to be told, and what that comes to |
//! | [`hours`] | when a message may go, when offices work |
//! | [`gateway`] | what carries a message, as the program gives it |
//! | [`send`] | the task: look, decide, send, write down |
//! | [`outbox`] | how words stand; the call list; trying again |
//! | [`news`] | what an officer has not seen yet |
//! | [`remind`] | clocks that end soon, in working hours; her own right that is about to lapse |

pub mod gateway;
pub mod hours;
pub mod news;
pub mod outbox;
pub mod owed;
pub mod reach;
pub mod remind;
pub mod send;

/// The kind of the tasks that send.
pub const TASK: &str = "notice";
