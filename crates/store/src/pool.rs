//! A few threads, each with a connection of its own, fed from one queue.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, PoisonError},
};

type Job<C> = Box<dyn FnOnce(&mut C) + Send>;

/// Threads that own connections. Dropping the last handle lets them end.
pub(crate) struct Pool<C> {
    shared: Arc<Shared<C>>,
}

struct Shared<C> {
    queue: Mutex<Queue<C>>,
    news: Condvar,
}

struct Queue<C> {
    jobs: VecDeque<Job<C>>,
    ended: bool,
}

/// More waiting jobs than this and the caller hears "busy" at once.
const LONGEST_QUEUE: usize = 4096;

impl<C: Send + 'static> Pool<C> {
    pub(crate) fn start(name: &str, connections: Vec<C>) -> std::io::Result<Self> {
        let shared = Arc::new(Shared { queue: Mutex::new(Queue { jobs: VecDeque::new(), ended: false }), news: Condvar::new() });
        for (number, mut connection) in connections.into_iter().enumerate() {
            let shared = Arc::clone(&shared);
            std::thread::Builder::new().name(format!("{name}-{number}")).spawn(move || {
                while let Some(job) = shared.next() {
                    job(&mut connection);
                }
            })?;
        }
        Ok(Self { shared })
    }

    /// Queues a job; `false` when too many wait.
    pub(crate) fn run(&self, job: impl FnOnce(&mut C) + Send + 'static) -> bool {
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.ended || queue.jobs.len() >= LONGEST_QUEUE {
            return false;
        }
        queue.jobs.push_back(Box::new(job));
        drop(queue);
        self.shared.news.notify_one();
        true
    }
}

impl<C> Shared<C> {
    fn next(&self) -> Option<Job<C>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.ended {
                return None;
            }
            queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<C> Drop for Pool<C> {
    fn drop(&mut self) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.shared.news.notify_all();
    }
}
