//! A few threads, each with a connection of its own, fed from one queue.

use crate::threads::Threads;
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

/// Threads that own connections. They end when it is dropped, after what is queued.
pub(crate) struct Pool<C> {
    // Before the threads: they end when it says so.
    shared: Ending<C>,
    threads: Threads,
}

/// Tells the threads that no more is coming.
struct Ending<C>(Arc<Shared<C>>);

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
        let mut threads = Threads::default();
        for (number, mut connection) in connections.into_iter().enumerate() {
            let shared = Arc::clone(&shared);
            threads.start(format!("{name}-{number}"), move || {
                while let Some((turn, job)) = shared.at_once().or_else(|| {
                    rest(&mut connection);
                    shared.next()
                }) {
                    job(&mut connection, turn);
                }
            })?;
        }
        Ok(Self { shared: Ending(shared), threads })
    }

    /// Waits for nothing when it is dropped.
    pub(crate) fn unwaited(mut self) -> Self {
        self.threads.let_go();
        self
    }

    /// Queues a job; `false` when too many wait.
    pub(crate) fn run(&self, job: impl FnOnce(&mut C, Turn) + Send + 'static) -> bool {
        let mut queue = self.shared.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.ended || queue.jobs.len() >= LONGEST_QUEUE {
            return false;
        }
        let number = queue.queued;
        queue.queued += 1;
        queue.jobs.push_back((number, Box::new(job)));
        drop(queue);
        self.shared.0.news.notify_one();
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

impl<C> Drop for Ending<C> {
    fn drop(&mut self) {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.0.news.notify_all();
    }
}
