//! The answer of a command: for people, or as one JSON value.

use crate::oops::Oops;
use serde::Serialize;
use std::io::Write;

/// Where the answer goes.
#[derive(Debug, Clone, Copy)]
pub struct Say {
    json: bool,
}

impl Say {
    /// With `json` the answer is one JSON value.
    #[must_use]
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether one JSON value is wanted.
    #[must_use]
    pub const fn is_json(self) -> bool {
        self.json
    }

    /// Says the answer: `text` for people, `value` as JSON.
    pub fn answer(self, value: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            print(&serde_json::to_string(value).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}")));
        } else {
            print(text().trim_end());
        }
    }

    /// Says why there is no answer: on standard error, and as JSON too when that was asked for.
    pub fn failed(self, oops: &Oops) {
        if oops.text().is_empty() {
            return;
        }
        eprintln!("linju: {}", oops.text());
        if self.json {
            print(&serde_json::json!({ "error": oops.text() }).to_string());
        }
    }

    /// A line on standard error: how far it is.
    pub fn progress(self, text: &str) {
        eprintln!("{text}");
    }
}

/// Who reads us may have gone (`linju … | head`): that is no failure of ours.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _reader_gone = writeln!(out, "{text}").and_then(|()| out.flush());
}
