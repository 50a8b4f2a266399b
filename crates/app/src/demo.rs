//! `linju demo`: four counties of invented people, told through the house's own commands.
//!
//! | file | holds |
//! |---|---|
//! | [`book`] | the shapes of `demo/*.toml` |
//! | [`cast`] | organs, people and their posts, one-time passwords |
//! | [`plan`] | the acts of every case, each at its moment |
//! | [`tell`] [`act`] [`hand`] | carrying the acts out, in the order of time |
//! | [`talks`] | the mediations |
//! | [`letters`] | the letters of the first cases of a county |
//! | [`roster`] | who mediates, and who is on duty in the last week |
//! | [`passwords`] | which one-time passwords are still good |
//!
//! Nothing is back-dated: a clock is put to each act's moment and the act goes through the same command that a page
//! would send, so that the ledger's dates are those of the story. Each county is told by a thread of its own.

mod act;
mod book;
mod cast;
mod hand;
mod letters;
mod papers;
mod passwords;
mod plan;
mod roster;
mod talks;
mod tell;

use crate::{
    command_line::{Demo, Place},
    installation::{self, Installation},
    lock::Lock,
    messages::Gateways,
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
    serve::{self, Doors},
    task,
};
use book::Book;
use casework::{House, Parts};
use kernel::{Clock, SetClock, SystemRandom, crypto::Suite};
use paper::Press;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where the demonstration is when nothing else is said.
const USUAL: &str = ".local/demo";
/// There while it is being built: what is half-built is not served.
const UNFINISHED: &str = "demo-unfinished";

/// `linju demo`.
///
/// # Errors
/// A folder that is half-built, or served by another process; what the system says.
pub fn run(place: &Place, wanted: &Demo, say: &Say) -> Result<(), Oops> {
    let folder = place.data.clone().unwrap_or_else(|| PathBuf::from(USUAL));
    let place = Place { data: Some(folder.clone()), database: place.database.clone() };
    let clock = wanted.today.map_or_else(RunningClock::machine, RunningClock::from_morning_of);
    let is_new = !installation::is_filled(&folder);
    let installation = if is_new { begin(&place)? } else { Installation::find(&place)? };
    let lock = installation.lock()?;
    refuse_half_built(&folder, is_new)?;
    let house = if is_new { installation.open_new(Arc::new(clock))? } else { installation.open(Arc::new(clock), &lock)? };
    if is_new {
        let address = wanted.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], wanted.port)));
        build(&installation, &lock, &house, wanted.small, &serve::reached_at(address, false), say)?;
    }
    let unused = passwords::unused(&installation, &house)?;
    if let Some(file) = &wanted.passwords_file {
        passwords::write(file, &unused)?;
    }
    if !say.is_json() {
        say.answer(&(), || passwords::table(&unused));
    }
    let listen = wanted.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], wanted.port)));
    serve::stand(&installation, &lock, house, Gateways::none(), &Doors { listen, tls: serve::configured(&installation)?, install: None }, true, say)
}

fn begin(place: &Place) -> Result<Installation, Oops> {
    let installation = Installation::make(place, Suite::Gm)?;
    let path = installation.folder.join(UNFINISHED);
    std::fs::write(&path, "").map_err(at(&path))?;
    Ok(installation)
}

fn refuse_half_built(folder: &Path, is_new: bool) -> Result<(), Oops> {
    if !is_new && folder.join(UNFINISHED).exists() {
        return Err(Oops::wrong(format!(
            "the demonstration in {0} was interrupted while it was built: remove {0} and start again",
            folder.display()
        )));
    }
    Ok(())
}

/// Builds the counties, each on a thread of its own and with a clock of its own.
fn build(installation: &Installation, _lock: &Lock, house: &House, small: bool, address: &str, say: &Say) -> Result<(), Oops> {
    let began = std::time::Instant::now();
    say.progress("building the demonstration …");
    let books = book::read(small)?;
    let press = Arc::new(Press::new(&installation.folder.join("fonts")));
    let mut kept = vec![];
    std::thread::scope(|scope| {
        let told: Vec<_> = books.iter().map(|book| scope.spawn(|| county(house, book, &press, address))).collect();
        for thread in told {
            kept.extend(thread.join().map_err(|_| Oops::wrong("the telling of a county panicked"))??);
        }
        Ok::<_, Oops>(())
    })?;
    // Nothing carries messages here: whom they were for stands on the call lists.
    task::run_all(house, Gateways::none())?;
    passwords::keep(installation, &kept)?;
    let path = installation.folder.join(UNFINISHED);
    std::fs::remove_file(&path).map_err(at(&path))?;
    let cases: usize = books.iter().map(|book| book.cases.len()).sum();
    say.progress(&format!("{} counties, {} people, {cases} cases in {:.1} s", books.len(), kept.len(), began.elapsed().as_secs_f64()));
    Ok(())
}

/// Sets one county up and tells its cases, under a clock that goes with the story.
fn county(house: &House, book: &Book, press: &Arc<Press>, address: &str) -> Result<Vec<passwords::OneTime>, Oops> {
    let end = house.now();
    let acts = plan::acts(book, end)?;
    let begin = acts.first().map_or(end, |act| act.at).plus_hours(-24);
    let clock = Arc::new(SetClock::new(begin));
    let story = House::new(Parts {
        db: house.db().clone(),
        vault: house.vault().clone(),
        files: house.files().clone(),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        random: Arc::new(SystemRandom),
        calendar: house.calendar().clone(),
    });
    let cast = cast::set_up(&story, book, begin, end)?;
    tell::tell(&story, &clock, book, &cast, &acts, end, &letters::Office { press, address })?;
    Ok(cast.one_time)
}
