//! Those who knock at the door: so many at once, each as soon as he was answered; or so many a second, come what may.

use super::door::{Broken, PATIENCE};
use crate::oops::Oops;
use serde::Serialize;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
    time::{Duration, Instant},
};
use tokio::task::{JoinSet, LocalSet};

/// What came of it.
#[derive(Debug, Default, Clone)]
pub struct Outcome {
    /// How long each took that was answered as expected, in microseconds, with the second in which it ended.
    pub took: Vec<(u32, u32)>,
    /// How many were not.
    pub errors: u64,
    /// The first of these.
    pub first_error: Option<String>,
    /// How long it all lasted, in seconds.
    pub seconds: f64,
}

/// What came of it, in five numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// How many a second.
    pub per_second: f64,
    /// Half took less than this, in milliseconds.
    pub p50: f64,
    /// Nineteen of twenty took less.
    pub p95: f64,
    /// Ninety-nine of a hundred took less.
    pub p99: f64,
    /// How many were answered.
    pub count: usize,
    /// How many were not answered as expected.
    pub errors: u64,
}

impl Outcome {
    /// In five numbers.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let mut took: Vec<u32> = self.took.iter().map(|(micros, _)| *micros).collect();
        took.sort_unstable();
        Figures {
            per_second: took.len() as f64 / self.seconds.max(0.001),
            p50: quantile(&took, 50),
            p95: quantile(&took, 95),
            p99: quantile(&took, 99),
            count: took.len(),
            errors: self.errors,
        }
    }
}

/// The value below which `percent` of sorted microseconds lie, in milliseconds.
#[must_use]
pub fn quantile(sorted: &[u32], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
}

/// Runs what waits on one thread of its own: the load shall cost as little as it can.
///
/// # Errors
/// When the system gives no thread.
pub fn on_one_thread<T>(work: impl Future<Output = T>) -> Result<T, Oops> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| Oops::wrong(format!("threads: {error}")))?;
    Ok(LocalSet::new().block_on(&runtime, work))
}

/// Each of `clients` does `step` again and again for so long; what is under way at the end is waited for.
pub async fn closed<C: 'static>(clients: Vec<C>, time: Duration, step: impl AsyncFn(&mut C) -> Result<(), Broken> + 'static) -> Outcome {
    let step = Rc::new(step);
    let outcome = Rc::new(RefCell::new(Outcome::default()));
    let began = Instant::now();
    let mut all = JoinSet::new();
    for mut client in clients {
        let (step, outcome) = (Rc::clone(&step), Rc::clone(&outcome));
        all.spawn_local(async move {
            while began.elapsed() < time {
                let before = Instant::now();
                let done = tokio::time::timeout(PATIENCE, step(&mut client)).await;
                note(&mut outcome.borrow_mut(), began, before, done.unwrap_or_else(|_| Err("no answer within a minute".to_owned())));
            }
        });
    }
    while all.join_next().await.is_some() {}
    let mut outcome = outcome.borrow().clone();
    outcome.seconds = began.elapsed().as_secs_f64();
    outcome
}

/// So many a second for so long, whether the former were answered or not.
#[derive(Debug, Clone, Copy)]
pub struct Phase {
    /// How many a second.
    pub rate: f64,
    /// For how long.
    pub time: Duration,
}

/// Lets people arrive by `phases`; each arrival takes a client out of `idle`, or has one made.
pub async fn open<C: 'static>(
    phases: &[Phase],
    make: impl AsyncFn() -> Result<C, Broken> + 'static,
    step: impl AsyncFn(&mut C, u64) -> Result<(), Broken> + 'static,
) -> Outcome {
    let (make, step) = (Rc::new(make), Rc::new(step));
    let outcome = Rc::new(RefCell::new(Outcome::default()));
    let idle: Rc<RefCell<Vec<C>>> = Rc::default();
    let nth = Cell::new(0);
    let began = Instant::now();
    let mut all = JoinSet::new();
    let mut phase_begins = Duration::ZERO;
    for phase in phases {
        let many = (phase.rate * phase.time.as_secs_f64()) as u64;
        for one in 0..many {
            let due = began + phase_begins + Duration::from_secs_f64(one as f64 / phase.rate);
            tokio::time::sleep_until(due.into()).await;
            let (make, step, outcome, idle) = (Rc::clone(&make), Rc::clone(&step), Rc::clone(&outcome), Rc::clone(&idle));
            let number = nth.replace(nth.get() + 1);
            all.spawn_local(async move {
                let work = async {
                    let kept = idle.borrow_mut().pop();
                    let mut client = match kept {
                        Some(client) => client,
                        None => make().await?,
                    };
                    step(&mut client, number).await?;
                    idle.borrow_mut().push(client);
                    Ok(())
                };
                let done = tokio::time::timeout(PATIENCE, work).await;
                // Counted from when it was due: a generator that is late itself hides nothing.
                note(&mut outcome.borrow_mut(), began, due, done.unwrap_or_else(|_| Err("no answer within a minute".to_owned())));
            });
        }
        phase_begins += phase.time;
        tokio::time::sleep_until((began + phase_begins).into()).await;
    }
    while all.join_next().await.is_some() {}
    let mut outcome = outcome.borrow().clone();
    outcome.seconds = began.elapsed().as_secs_f64();
    outcome
}

/// Notes what came of one.
pub(super) fn note(outcome: &mut Outcome, began: Instant, before: Instant, done: Result<(), Broken>) {
    match done {
        Ok(()) => {
            let micros = u32::try_from(before.elapsed().as_micros()).unwrap_or(u32::MAX);
            let second = u32::try_from(before.saturating_duration_since(began).as_secs()).unwrap_or(u32::MAX);
            outcome.took.push((micros, second));
        }
        Err(error) => {
            outcome.errors += 1;
            outcome.first_error.get_or_insert(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_hundred() {
        let sorted: Vec<u32> = (1..=100).map(|n| n * 1000).collect();
        assert!((quantile(&sorted, 50) - 51.0).abs() < 0.01);
        assert!((quantile(&sorted, 99) - 100.0).abs() < 0.01);
        assert!(quantile(&[], 50).abs() < 0.01);
    }
}
