//! A thread beside the pages, that goes on until it is told to end.

use crate::oops::Oops;
use std::{sync::Arc, thread::JoinHandle, time::Duration};
pub use store::stop::Stop;

/// A thread that ends with this value, and is waited for.
pub struct Standing {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

impl Standing {
    /// Starts a thread that does `work` until its [`Stop`] is asked for.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(name: &str, work: impl FnOnce(&Stop) + Send + 'static) -> Result<Self, Oops> {
        let stop = Arc::new(Stop::default());
        let heard = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&heard));
        let thread = thread.map_err(|error| Oops::wrong(format!("the thread {name}: {error}")))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Standing {
    /// Lets it finish what it has in hand; then it is gone.
    fn drop(&mut self) {
        self.stop.ask();
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

/// Tells once that something begins to fail, and once that it goes again.
#[derive(Default)]
pub struct Trouble {
    failing: bool,
}

impl Trouble {
    /// How long to wait for the next try: ten times as long while it fails.
    #[must_use]
    pub const fn wait(&self, usual: Duration) -> Duration {
        if self.failing { usual.saturating_mul(10) } else { usual }
    }

    /// What came of a try of `what`.
    pub fn tell(&mut self, what: &str, outcome: &Result<(), Oops>) {
        match (outcome, self.failing) {
            (Err(error), false) => tracing::error!(error = error.text(), "{what} failed; trying again"),
            (Ok(()), true) => tracing::info!("{what} goes on"),
            _ => {}
        }
        self.failing = outcome.is_err();
    }
}
