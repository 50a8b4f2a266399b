//! Telling a thread to end, and waiting in it without missing that.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Whether the end was asked for.
#[derive(Debug, Default)]
pub struct Stop {
    asked: Mutex<bool>,
    heard: Condvar,
}

impl Stop {
    /// Waits, or less when the end was asked for; whether it was.
    pub fn pause(&self, time: Duration) -> bool {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (asked, _) = self.heard.wait_timeout_while(asked, time, |asked| !*asked).unwrap_or_else(PoisonError::into_inner);
        *asked
    }

    /// Whether it was, without waiting.
    pub fn is_asked(&self) -> bool {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for the end.
    pub fn ask(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }
}
