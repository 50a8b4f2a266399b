//! 数字: every figure is a count over `matter_fact`, as of a day, and opens to the cases that it was counted from.
//!
//! History that was imported is left out unless it is asked for. Withdrawn and voided matters have no reply and are
//! not counted as answered; nothing that was not done counts as done (C-72).

mod replies;

pub use replies::{LIMITS, Replies, ReplyQuestion, cases_within, replies};
