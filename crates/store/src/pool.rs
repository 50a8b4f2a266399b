//! A few threads, each with a connection of its own, fed from one queue.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, PoisonError},
};

type Job<C> = Box<dyn FnOnce(&mut C, Turn) + Send>;

/// Which job it is, and how many had been queued when its turn came: what a connection looked at from a moment with
/// more queued jobs than this one's number is new enough for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    /// Its number, from 0.
    pub(crate) number: u64,
    /// How many had been queued.
    pub(crate) queued: u64,
}

/// Threads that own connections. Dropping the last handle lets them end.
pub(crate) struct Pool<C> {
    shared: Arc<Shared<C>>,
}

struct Shared<C> {
    queue: Mutex<Queue<C>>,
    news: Condvar,
}

struct Queue<C> {
    jobs: VecDeque<(u64, Job<C>)>,
    queued: u64,
    ended: bool,
}

/// More waiting jobs than this and the caller hears "busy" at once.
const LONGEST_QUEUE: usize = 4096;

impl<C: Send + 'static> Pool<C> {
    /// A thread for each connection; `rest` is called with it before its thread waits for more to do.
    pub(crate) fn start(name: &str, connections: Vec<C>, rest: fn(&mut C)) -> std::io::Result<Self> {
        let shared = Arc::new(Shared { queue: Mutex::new(Queue { jobs: VecDeque::new(), queued: 0, ended: false }), news: Condvar::new() });
        for (number, mut connection) in connections.into_iter().enumerate() {
            let shared = Arc::clone(&shared);
            std::thread::Builder::new().name(format!("{name}-{number}")).spawn(move || {
                while let Some((turn, job)) = shared.at_once().or_else(|| {
                    rest(&mut connection);
                    shared.next()
                }) {
                    job(&mut connection, turn);
                }
            })?;
        }
        Ok(Self { shared })
    }

    /// Queues a job; `false` when too many wait.
    pub(crate) fn run(&self, job: impl FnOnce(&mut C, Turn) + Send + 'static) -> bool {
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.ended || queue.jobs.len() >= LONGEST_QUEUE {
            return false;
        }
        let number = queue.queued;
        queue.queued += 1;
        queue.jobs.push_back((number, Box::new(job)));
        drop(queue);
        self.shared.news.notify_one();
        true
    }
}

impl<C> Shared<C> {
    /// What waits already; `None` when nothing does.
    fn at_once(&self) -> Option<(Turn, Job<C>)> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Waits for the next; `None` at the end.
    fn next(&self) -> Option<(Turn, Job<C>)> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(found) = queue.take() {
                return Some(found);
            }
            if queue.ended {
                return None;
            }
            queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<C> Queue<C> {
    fn take(&mut self) -> Option<(Turn, Job<C>)> {
        let (number, job) = self.jobs.pop_front()?;
        Some((Turn { number, queued: self.queued }, job))
    }
}

impl<C> Drop for Pool<C> {
    fn drop(&mut self) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.shared.news.notify_all();
    }
}
