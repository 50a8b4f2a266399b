//! `linju bench day`: the same clicks as an officer's day, in one mix, at this program or at another one.
//!
//! Twenty clicks, again and again, by each of so many officers: the list four times, a case eight times (another each time),
//! an exact search four times, a registration twice, a count twice. The mix is fixed, so that figures of two systems are of
//! the same work; how a click is sent to another system stands in a recipe ([`super::recipe`], docs/bench.md).
//!
//! | click | here | elsewhere |
//! |---|---|---|
//! | list | the day list of the officer's organ | the page with the work that waits for the user |
//! | open | a case page that he has not opened yet | the whole page of one matter |
//! | search | by number, phone or whole name | the same |
//! | register | the form with all that a person tells, to the receipt | a new matter with as much text, until it is durable |
//! | count | the figures of his organ | the page that counts the user's matters by state |

use super::{
    Day, Seed,
    desk::{self, Site},
    door::{Broken, Browser, PATIENCE, Served},
    load::{self, Figures, Outcome},
    machine::{self, Machine, Memory},
    recipe::Recipe,
    report::Size,
    run::{Folder, learn},
    seed,
};
use crate::{
    command_line::Place,
    installation,
    oops::{Oops, at},
    say::Say,
};
use hyper::StatusCode;
use serde::{Deserialize, Serialize};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt::Write as _,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// One thing that an officer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Click {
    /// What waits for him.
    List,
    /// One matter.
    Open,
    /// By number, phone or whole name.
    Search,
    /// A new matter.
    Register,
    /// How many.
    Count,
}

/// The mix, in the order in which each officer clicks.
const MIX: [Click; 20] = {
    use Click::{Count, List, Open, Register, Search};
    [List, Open, Open, Search, Open, Register, List, Open, Search, Open, Count, List, Open, Search, Open, Register, List, Open, Search, Count]
};

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Report {
    what: String,
    machine: Machine,
    commit: String,
    cases: Option<u64>,
    engine: Option<&'static str>,
    clients: usize,
    pause_seconds: f64,
    seconds: f64,
    clicks_per_second: f64,
    rows: BTreeMap<Click, Figures>,
    errors: BTreeMap<Click, String>,
    memory: Option<Memory>,
    processor_micros: Option<f64>,
}

/// `linju bench day`.
///
/// # Errors
/// A recipe that does not read; what the system says. A click that is not answered as expected is counted, not returned.
pub fn run(place: &Place, wanted: &Day, say: &Say) -> Result<(), Oops> {
    let report = match (&wanted.against, &wanted.recipe) {
        (Some(address), Some(recipe)) => elsewhere(*address, &Rc::new(Recipe::read(recipe)?), wanted)?,
        _ => here(place, wanted, say)?,
    };
    if let Some(path) = &wanted.out {
        let text = serde_json::to_string_pretty(&report).map_err(|error| Oops::wrong(error.to_string()))?;
        std::fs::write(path, text + "\n").map_err(at(path))?;
    }
    say.answer(&report, || text(&report));
    Ok(())
}

/// At this program, on a county that is seeded when there is none.
fn here(place: &Place, wanted: &Day, say: &Say) -> Result<Report, Oops> {
    let folder = Folder::of(place, wanted.cases);
    let place = Place { data: Some(folder.path.clone()), database: place.database.clone() };
    if !installation::is_filled(&folder.path) {
        say.progress(&format!("seeding {} cases …", wanted.cases));
        seed::fill(&place, &Seed { cases: wanted.cases, suite: wanted.suite }, say)?;
    }
    let mut size = Size::default();
    let site = learn(&place, &mut size)?;
    let served = Served::start(&folder.path, place.database.as_deref())?;
    let before = served.processor_micros();
    let shared = Rc::clone(&site);
    let step = async move |browser: &mut Browser, who: usize, click| at_ours(&shared, browser, who, click).await;
    let (outcomes, seconds) = clicks(served.address, wanted, step)?;
    let mut report = report(outcomes, seconds, wanted, format!("linju {}", env!("CARGO_PKG_VERSION")));
    let many: usize = report.rows.values().map(|figures| figures.count).sum();
    report.memory = Some(served.memory());
    report.processor_micros = Some((served.processor_micros() - before) as f64 / many.max(1) as f64);
    (report.cases, report.engine) = (Some(size.cases), Some(if place.database.is_some() { "postgresql" } else { "sqlite" }));
    served.stop();
    Ok(report)
}

/// At another system, by its recipe.
fn elsewhere(address: SocketAddr, recipe: &Rc<Recipe>, wanted: &Day) -> Result<Report, Oops> {
    let (shared, drawn) = (Rc::clone(recipe), RefCell::new(0_u64));
    let step = async move |browser: &mut Browser, who: usize, click| {
        let nth = drawn.replace_with(|nth| *nth + 1);
        shared.send(browser, who, nth, click).await
    };
    let (outcomes, seconds) = clicks(address, wanted, step)?;
    Ok(report(outcomes, seconds, wanted, recipe.name.clone()))
}

async fn at_ours(site: &Site, browser: &mut Browser, who: usize, click: Click) -> Result<(), Broken> {
    let who = who.checked_rem(site.people.len()).unwrap_or(0);
    let officer = site.people.get(who).ok_or("nobody is at work")?;
    let path = match click {
        Click::Register => return desk::register(site, browser, officer, "").await.map(drop),
        Click::List => "/desk/day".to_owned(),
        Click::Open => format!("/desk/case/{}", site.next_case(who).ok_or("there is no case")?),
        Click::Search => desk::sought(site, who),
        Click::Count => "/desk/figures".to_owned(),
    };
    browser.get(&path, &officer.cookie).await?.expect(StatusCode::OK).map(drop)
}

type Outcomes = BTreeMap<Click, Outcome>;

/// Lets so many officers click through the mix for so long. They begin at different places of it.
fn clicks(
    address: SocketAddr,
    wanted: &Day,
    step: impl AsyncFn(&mut Browser, usize, Click) -> Result<(), Broken> + 'static,
) -> Result<(Outcomes, f64), Oops> {
    let (time, pause, many) = (Duration::from_secs(wanted.seconds), Duration::from_secs_f64(wanted.pause.max(0.0)), wanted.clients);
    load::on_one_thread(async {
        let (step, outcomes) = (Rc::new(step), Rc::new(RefCell::new(Outcomes::new())));
        let began = Instant::now();
        let mut all = JoinSet::new();
        for who in 0..many {
            let mut browser = Browser::open(address).await.map_err(|error| Oops::wrong(format!("{address}: {error}")))?;
            let (step, outcomes) = (Rc::clone(&step), Rc::clone(&outcomes));
            all.spawn_local(async move {
                // Not all at the same moment: people who pause come spread over their pause.
                tokio::time::sleep(pause.mul_f64(who as f64 / many.max(1) as f64)).await;
                for click in MIX.iter().cycle().skip(who * 7 % MIX.len()) {
                    if began.elapsed() >= time {
                        return;
                    }
                    let before = Instant::now();
                    let done = tokio::time::timeout(PATIENCE, step(&mut browser, who, *click)).await;
                    let done = done.unwrap_or_else(|_| Err("no answer within a minute".to_owned()));
                    load::note(outcomes.borrow_mut().entry(*click).or_default(), began, before, done);
                    tokio::time::sleep(pause).await;
                }
            });
        }
        while all.join_next().await.is_some() {}
        Ok((outcomes.take(), began.elapsed().as_secs_f64()))
    })?
}

fn report(outcomes: Outcomes, seconds: f64, wanted: &Day, what: String) -> Report {
    let errors = outcomes.iter().filter_map(|(click, outcome)| Some((*click, outcome.first_error.clone()?))).collect();
    let rows: BTreeMap<Click, Figures> = outcomes.into_iter().map(|(click, outcome)| (click, Outcome { seconds, ..outcome }.figures())).collect();
    let many: usize = rows.values().map(|figures| figures.count).sum();
    Report {
        what,
        machine: machine::look(),
        commit: machine::commit(),
        cases: None,
        engine: None,
        clients: wanted.clients,
        pause_seconds: wanted.pause,
        seconds,
        clicks_per_second: many as f64 / seconds.max(0.001),
        rows,
        errors,
        memory: None,
        processor_micros: None,
    }
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}: {:.0} clicks/s by {} officers ({} s between clicks) for {:.0} s",
        report.what, report.clicks_per_second, report.clients, report.pause_seconds, report.seconds
    );
    if let (Some(cases), Some(engine)) = (report.cases, report.engine) {
        let _ = writeln!(text, "{cases} cases inside, {engine}");
    }
    let _ = writeln!(text, "{} · {} cores · load {:.1} when it began", report.machine.cpu, report.machine.cores, report.machine.load_before);
    let _ = writeln!(text, "\n{:<10} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7}", "click", "many", "a second", "p50 ms", "p95 ms", "p99 ms", "errors");
    for (click, figures) in &report.rows {
        let name = format!("{click:?}").to_lowercase();
        let _ = writeln!(
            text,
            "{name:<10} {:>8} {:>9.1} {:>9.2} {:>9.2} {:>9.2} {:>7}",
            figures.count, figures.per_second, figures.p50, figures.p95, figures.p99, figures.errors
        );
    }
    for (click, error) in &report.errors {
        let _ = writeln!(text, "the first error of {click:?}: {error}");
    }
    if let (Some(memory), Some(micros)) = (report.memory, report.processor_micros) {
        let _ = writeln!(text, "\nthe program holds {:.0} MiB and takes {micros:.0} µs of processor a click", memory.own);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_is_what_the_guide_says() {
        let many = |wanted| MIX.iter().filter(|click| **click == wanted).count();
        assert_eq!([Click::List, Click::Open, Click::Search, Click::Register, Click::Count].map(many), [4, 8, 4, 2, 2]);
    }
}
