//! `linju figures`: numbers for who holds the installation's key; the same numbers open to their cases on the pages.

use crate::{
    command_line::{FiguresReplies, Place},
    installation::{self, Installation},
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
};
use casework::figures::{LIMITS, Replies, ReplyQuestion, replies as count};
use kernel::{Clock, Day};
use serde_json::{Value, json};
use std::{fmt::Write as _, sync::Arc};

/// `linju figures replies`.
///
/// # Errors
/// What the engine says.
pub fn replies(place: &Place, wanted: &FiguresReplies, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let clock = RunningClock::machine();
    let house = installation.open_to_read(Arc::new(clock))?;
    let tenant = installation::county(&house, wanted.county.as_deref())?;
    let first = Day::new(1900, 1, 1).unwrap_or_else(|| clock.today());
    let question =
        ReplyQuestion { from: wanted.from.unwrap_or(first), to: wanted.to.unwrap_or_else(|| clock.today()), with_history: wanted.with_history };
    let threads = tokio::runtime::Builder::new_current_thread().build().map_err(|error| Oops::wrong(format!("threads: {error}")))?;
    let figure = threads.block_on(count(&house, tenant, None, question))?;
    say.answer(&value(&figure), || text(&figure));
    Ok(())
}

fn value(figure: &Replies) -> Value {
    let within: serde_json::Map<String, Value> = LIMITS.iter().zip(figure.within).map(|(limit, count)| (limit.to_string(), json!(count))).collect();
    json!({
        "asked": figure.asked,
        "answered": figure.answered,
        "answered_within_days": within,
        "answer_days_median": figure.median,
        "answer_days_p90": figure.p90,
    })
}

fn text(figure: &Replies) -> String {
    let mut text = format!("asked {}, answered in writing {}\n", figure.asked, figure.answered);
    for (limit, count) in LIMITS.iter().zip(figure.within) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  within {limit:>2} days  {count:>7}");
    }
    if let (Some(median), Some(p90)) = (figure.median, figure.p90) {
        let _ = writeln!(text, "  median {median} days, nine tenths within {p90} days");
    }
    text
}
