//! Threads that are waited for when their owner is dropped.

use std::{io, thread::JoinHandle};

/// Ends with its threads; whoever drops it has told them to end.
#[derive(Default)]
pub(crate) struct Threads(Vec<JoinHandle<()>>);

impl Threads {
    /// One more.
    pub(crate) fn start(&mut self, name: String, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.0.push(std::thread::Builder::new().name(name).spawn(work)?);
        Ok(())
    }

    /// Waits for none of them.
    pub(crate) fn let_go(&mut self) {
        self.0.clear();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // The last handle may go with a job, on one of these threads: it waits for nobody, least of all for who waits for its end.
        let own = std::thread::current().id();
        if self.0.iter().all(|thread| thread.thread().id() != own) {
            for thread in self.0.drain(..) {
                let _panicked = thread.join();
            }
        }
    }
}
