//! A quiet hour, and then everybody comes at once.
//!
//! An arrival is a person: she opens the first page, types the code of an earlier matter and reads how far it is, from
//! one of five hundred addresses behind the office's proxy, with all limits on; and while she does, a clerk registers a
//! new matter. It is measured from when she was due, so that waiting in line counts.

use super::{
    desk::{self, Site},
    door::{Broken, Browser},
    lifecycle,
    load::{self, Outcome, Phase},
    words,
};
use crate::oops::Oops;
use serde::Serialize;
use std::{net::SocketAddr, rc::Rc, time::Duration};

/// One surge.
#[derive(Debug, Clone, Serialize)]
pub struct Surge {
    /// Arrivals a second before.
    pub from: f64,
    /// Arrivals a second during it.
    pub to: f64,
    /// For so many seconds.
    pub seconds: u64,
    /// Half of those who came before were done in, in milliseconds.
    pub before_p50: f64,
    /// Nineteen of twenty.
    pub before_p95: f64,
    /// As [`Surge::before_p50`], while it lasted.
    pub during_p50: f64,
    /// As [`Surge::before_p95`], while it lasted.
    pub during_p95: f64,
    /// So many seconds after it began nineteen of twenty were done as fast as before; `None` when never while it lasted.
    pub settled_after: Option<u64>,
    /// So many seconds after it ended the same; `None` when not within the time measured.
    pub back_after: Option<u64>,
    /// How many were served.
    pub served: usize,
    /// How many were not.
    pub errors: u64,
    /// The first of these.
    pub first_error: Option<String>,
}

/// Measures one surge: a quiet time, the rush, and a quiet time again.
///
/// # Errors
/// What the system says.
pub fn measure(site: &Rc<Site>, address: SocketAddr, from: f64, to: f64, seconds: u64) -> Result<Surge, Oops> {
    let quiet = (seconds / 2).max(3);
    let phases = [(from, quiet), (to, seconds), (from, quiet)].map(|(rate, seconds)| Phase { rate, time: Duration::from_secs(seconds) });
    let shared = Rc::clone(site);
    let outcome = load::on_one_thread(async {
        load::open(&phases, async move || Browser::open(address).await, async move |browser: &mut Browser, nth| arrive(&shared, browser, nth).await)
            .await
    })?;
    Ok(read(&outcome, from, to, quiet, seconds))
}

async fn arrive(site: &Site, browser: &mut Browser, nth: u64) -> Result<(), Broken> {
    let by = words::scatter(nth ^ 0xA881);
    let organ = usize::try_from(by % site.cases.len().max(1) as u64).unwrap_or(0);
    let cases = site.cases.get(organ).map_or(&[][..], Vec::as_slice);
    let case = usize::try_from(by >> 20).ok().and_then(|by| cases.get(by.checked_rem(cases.len())?)).copied().ok_or("there is no case")?;
    let visit = lifecycle::visit(site);
    let visitor = format!("{}={visit}", web::cookie::VISIT);
    lifecycle::look(site, browser, "/", &visitor).await.map_err(|error| format!("first page: {error}"))?;
    let pass = lifecycle::enter(site, browser, case, &visit).await.map_err(|error| format!("code: {error}"))?;
    lifecycle::look(site, browser, "/follow/case", &format!("{visitor}; {pass}")).await.map_err(|error| format!("her page: {error}"))?;
    let officer = site.people.get(organ * 2 + 1).ok_or("nobody is at work")?;
    desk::register(site, browser, officer, "203.0.113.251").await.map(drop).map_err(|error| format!("register: {error}"))
}

fn read(outcome: &Outcome, from: f64, to: f64, quiet: u64, seconds: u64) -> Surge {
    let between = |first: u64, last: u64| {
        let mut took: Vec<u32> =
            outcome.took.iter().filter(|(_, second)| (first..last).contains(&u64::from(*second))).map(|(micros, _)| *micros).collect();
        took.sort_unstable();
        took
    };
    // The very first ones open connections and read pages from the disk: they are not the quiet time.
    let before = between((quiet / 4).min(3), quiet);
    let during = between(quiet, quiet + seconds);
    let former = load::quantile(&before, 95);
    // Of a rate of one a second nineteen of twenty cannot be told within a second: five at a time, and a millisecond's grace.
    let window = if from < 5.0 { 5 } else { 1 };
    let settled = |begin: u64, end: u64, window: u64| {
        (begin..end).find(|second| {
            let took = between(*second, (*second + window).min(end));
            !took.is_empty() && load::quantile(&took, 95) <= former * 1.1 + 1.0
        })
    };
    Surge {
        from,
        to,
        seconds,
        before_p50: load::quantile(&before, 50),
        before_p95: former,
        during_p50: load::quantile(&during, 50),
        during_p95: load::quantile(&during, 95),
        settled_after: settled(quiet, quiet + seconds, 1).map(|second| second - quiet),
        back_after: settled(quiet + seconds, quiet * 2 + seconds, window).map(|second| second - quiet - seconds),
        served: outcome.took.len(),
        errors: outcome.errors,
        first_error: outcome.first_error.clone(),
    }
}
