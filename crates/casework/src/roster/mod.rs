//! 调解员与值班: who mediates, with what skill, where, until when; and who is on duty where and when.
//!
//! | file | holds |
//! |---|---|
//! | [`mediator`] | 调解员: the register of people who mediate, with an account or without |
//! | [`card`] | what belongs to one: studios, honours, mentoring pairs (老带新) |
//! | [`committee`] | 人民调解委员会: seats, and what L3 arts 8–9 ask for that a committee does not meet |
//! | [`squad`] | 小队、联盟: a named group that goes out, with its calendar |
//! | [`hours`] | on which days a studio is open, from when to when |
//! | [`duty`] | 值班: who is on duty, 常驻, 轮驻 or 随驻; adding, repeating, taking away |
//! | [`swap`] | 换班: one asks, the other accepts; both are on record |
//! | [`cover`] | pure: where an open hour has nobody, who is on at a place |
//! | [`suggest`] | pure: who suits a dispute, each reason by itself |
//! | [`studio`] | one studio's days as pages read them |
//! | [`may`] | who may write |
//!
//! **What it obeys.** The committee's size, its women and its term are said where they are not met, and stop nobody (L3 arts 8–9). What is
//! published names no citizen (C-82). Nothing is deleted: what ends keeps its row with its last day, a span that is taken away keeps its
//! reason, and every write is an entry of the record of the house with the rows as they then stand; hours that were before stand there alone.
//!
//! **What it never does.** It holds nothing about who came with a dispute, and no count of cases: how many talks a mediator has open is
//! handed in by who asks. It chooses nobody: [`suggest`] lays out an order and why, a person decides. A wish of a party for a woman, or
//! for somebody not of her village, is kept before anything else, and whoever it leaves out is shown with that reason.
//!
//! A head keeps the rosters of his organ and of those below it. Everybody else at work with cases reads them. A mediator asks for and
//! accepts swaps of his own spans, and of nothing else.

pub mod card;
pub mod committee;
pub mod cover;
pub mod duty;
pub mod hours;
pub mod may;
pub mod mediator;
pub mod squad;
pub mod studio;
pub mod suggest;
pub mod swap;
mod write;

pub use suggest::{Candidate, Excluded, Reason, Suggestion, Weighed, Wishes, suggest};
pub use write::KINDS as RECORD_KINDS;
