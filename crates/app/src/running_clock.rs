//! A clock that runs with the machine's, some days beside it: for a demonstration with a day of its own.

use kernel::{Clock, Day, Moment, SystemClock};

/// Runs as the machine's clock does, shifted.
#[derive(Debug, Clone, Copy)]
pub struct RunningClock {
    shift: i64,
}

impl RunningClock {
    /// The machine's own time.
    #[must_use]
    pub const fn machine() -> Self {
        Self { shift: 0 }
    }

    /// 09:00 in Shanghai on `day`, now; and on from there.
    #[must_use]
    pub fn from_morning_of(day: Day) -> Self {
        Self { shift: Moment::at_local(day, 9, 0).millis() - SystemClock.now().millis() }
    }
}

impl Clock for RunningClock {
    fn now(&self) -> Moment {
        SystemClock.now().plus_millis(self.shift)
    }
}
