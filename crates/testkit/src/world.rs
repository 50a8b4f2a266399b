//! An installation with two small counties, invented organs and invented people, that is used through its front door.
//!
//! ```no_run
//! let world = testkit::World::new();
//! let case = world.petition("drain");
//! world.as_("office-triage").act(&case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
//! world.today("2025-09-25");
//! println!("{}", world.state(&case));
//! ```
//!
//! Time stands at 2025-09-10 09:20 until a test moves it. Moving it to another day is a night: the machine is started
//! anew (what lives in memory only is gone), people sign in again, and the house does its own work of the day.

mod cast;
mod client;
mod form;
mod post;
mod state;

pub use cast::{PASSWORD, STAFF, account, organ};
pub use client::{Answer, Client, FILE};
pub use form::{Form, forms, unescape};
pub use post::Letterbox;

use crate::{Engine, sqlite};
use axum::{Router, body::Body, http::Request};
use casework::{
    Asker, House, Parts, Vault, people,
    petition::{Petition, carry, keeping, sweep},
};
use client::Jar;
use kernel::{
    Calendar, Clock as _, Day, Moment, SeededRandom, SetClock, StreamId, TenantId,
    crypto::{MasterKey, Suite},
};
use std::{cell::RefCell, collections::BTreeMap, sync::Arc};
use store::{Value, migrate};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use web::{Settings, Web, video::turn::Turn};

/// 桐庐县, where nearly everything happens.
pub const HERE: TenantId = TenantId::new(330_122);
/// 泰顺县: the neighbours, who see nothing of it. Their organs and accounts have the same numbers.
pub const ELSEWHERE: TenantId = TenantId::new(330_329);

/// The day on which a world begins.
pub const FIRST_DAY: &str = "2025-09-10";

/// An installation.
pub struct World {
    /// Where and how its rows are kept.
    pub engine: Engine,
    /// The clock; it stands.
    pub clock: Arc<SetClock>,
    runtime: Runtime,
    random: Arc<SeededRandom>,
    running: RefCell<Running>,
    jars: RefCell<BTreeMap<String, Jar>>,
    secrets: RefCell<BTreeMap<String, u32>>,
    cases: RefCell<BTreeMap<String, Case>>,
}

/// What a restart makes anew.
struct Running {
    house: House,
    web: Web,
    router: Router,
}

/// A registered matter, as its receipt tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its stream.
    pub stream: StreamId,
    /// 横访〔2025〕0001.
    pub number: String,
    /// The query code, in groups.
    pub code: String,
}

impl std::fmt::Display for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.stream.fmt(formatter)
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// On SQLite, on the first day.
    #[must_use]
    pub fn new() -> Self {
        Self::since(FIRST_DAY)
    }

    /// On SQLite, beginning on `day`.
    #[must_use]
    pub fn since(day: &str) -> Self {
        Self::on(sqlite(), day, Calendar::bundled())
    }

    /// One on each engine, on the first day.
    #[must_use]
    pub fn each() -> Vec<Self> {
        crate::engines().into_iter().map(|engine| Self::on(engine, FIRST_DAY, Calendar::bundled())).collect()
    }

    /// On an empty database, beginning on `day` at 09:20, with the years of `calendar` loaded.
    #[must_use]
    pub fn on(engine: Engine, day: &str, calendar: &Calendar) -> Self {
        let world = Self::empty(engine, day, calendar);
        let (first, now) = (world.house().today(), world.clock.now());
        world.house().db().write_here(move |tx| cast::found(tx, first, now)).unwrap();
        world
    }

    /// Over a database that is not to be set up: one that was restored.
    #[must_use]
    pub fn over(engine: Engine, day: &str) -> Self {
        Self::empty(engine, day, Calendar::bundled())
    }

    fn empty(engine: Engine, day: &str, calendar: &Calendar) -> Self {
        let clock = Arc::new(SetClock::new(Moment::at_local(day.parse().unwrap(), 9, 20)));
        let random = Arc::new(SeededRandom::new(20_250_910));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let running = start(&engine, &clock, &random, calendar.clone());
        Self {
            engine,
            clock,
            runtime,
            random,
            running: RefCell::new(running),
            jars: RefCell::default(),
            secrets: RefCell::default(),
            cases: RefCell::default(),
        }
    }

    /// The installation under the pages.
    #[must_use]
    pub fn house(&self) -> House {
        self.running.borrow().house.clone()
    }

    /// The pages.
    #[must_use]
    pub fn web(&self) -> Web {
        self.running.borrow().web.clone()
    }

    /// Somebody at work: `water-head`, or `330329/office-clerk` of the other county.
    #[must_use]
    pub fn as_(&self, name: &str) -> Client<'_> {
        Client::worker(self, name)
    }

    /// Somebody who is not signed in: one browser for each name.
    #[must_use]
    pub fn visitor(&self, name: &str) -> Client<'_> {
        Client::visitor(self, name)
    }

    /// The person with the grievance, who has typed the code of her slip.
    #[must_use]
    pub fn person(&self, case: &Case) -> Client<'_> {
        let client = self.visitor(&format!("person of {}", case.number));
        client.enter_code(&case.code);
        client
    }

    /// Somebody at work as the rooms know him: for what has no page.
    #[must_use]
    pub fn asker(&self, name: &str) -> Asker {
        let (house, account) = (self.house(), cast::account(name));
        let (directory, today) = (house.directory_here(HERE).unwrap(), house.today());
        let posts = house.db().read_here(move |tx| Ok(people::post::valid_on(tx, HERE, account, today)?)).unwrap();
        posts[0].asker(HERE, &directory, today).unwrap()
    }

    /// Every row of the tables that are read from the ledger, in the order of their keys.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<Value>> {
        let read = self.house().db().read_here(|tx| {
            let mut rows = vec![];
            for table in migrate::READINGS.iter().filter_map(|name| migrate::table(name)) {
                let text = format!("SELECT * FROM {} WHERE tenant = $1 ORDER BY {}", table.name, table.key.join(", "));
                tx.values(&text, store::args![HERE], &mut |row| {
                    rows.push(row.collect());
                    Ok(())
                })?;
            }
            Ok(rows)
        });
        read.unwrap()
    }

    /// Stops the machine and closes its database: what stays is its folder.
    #[must_use]
    pub fn stopped(self) -> tempfile::TempDir {
        let Self { engine, running, .. } = self;
        drop(running);
        engine.closed()
    }

    /// Sets the clock to 09:20 of a day: a night for each day that is another.
    pub fn today(&self, day: &str) {
        let day: Day = day.parse().unwrap();
        let was = self.house().today();
        self.clock.set(Moment::at_local(day, 9, 20));
        if day != was {
            let calendar = self.house().calendar().clone();
            self.restart(calendar);
            self.night();
        }
    }

    /// Lets minutes pass.
    pub fn minutes(&self, minutes: i64) {
        self.clock.advance_millis(minutes * 60_000);
    }

    /// Starts the machine anew with these years of the calendar: a notice of the State Council was loaded.
    pub fn load_calendar(&self, calendar: &Calendar) {
        self.restart(calendar.clone());
        self.night();
    }

    fn restart(&self, calendar: Calendar) {
        self.jars.borrow_mut().retain(|name, _| name.starts_with("person of"));
        *self.running.borrow_mut() = start(&self.engine, &self.clock, &self.random, calendar);
    }

    /// What the house does by itself: late clocks open proposals, provisional dates move. Until nothing more is due.
    pub fn night(&self) {
        for tenant in [HERE, ELSEWHERE] {
            while sweep::late(&self.house(), tenant).unwrap() > 0 {}
            while sweep::calendar_loaded(&self.house(), tenant).unwrap() > 0 {}
            while casework::mediation::sweep::calendar_loaded(&self.house(), tenant).unwrap() > 0 {}
            while keeping::sweep(&self.house(), tenant).unwrap() > 0 {}
        }
    }

    /// The first petition of most tests, under a name: what 李 says of the drain, told at the county's petition office.
    #[must_use]
    pub fn petition(&self, name: &str) -> Case {
        self.register(name, "office-clerk", &[])
    }

    /// A petition registered at the desk of `who`; `fields` replace those of the usual one. Its title holds `name`.
    #[must_use]
    pub fn register(&self, name: &str, who: &str, fields: &[(&str, &str)]) -> Case {
        let case = self.as_(who).register(name, fields);
        self.cases.borrow_mut().insert(name.to_owned(), case.clone());
        case
    }

    /// A petition that was registered under a name.
    #[must_use]
    pub fn case(&self, name: &str) -> Case {
        self.cases.borrow().get(name).cloned().unwrap_or_else(|| panic!("no petition was registered as {name:?}"))
    }

    /// The state of a matter, as its snapshot tells it.
    #[must_use]
    pub fn matter(&self, case: &Case) -> Petition {
        let (house, stream) = (self.house(), case.stream);
        self.block_on(async move { carry::look_up(&house, HERE, stream).await }).unwrap().0
    }

    /// The whole state of a matter as text, without numbers that differ from run to run.
    #[must_use]
    pub fn state(&self, case: &Case) -> String {
        state::print(self, case)
    }

    /// The dates of a running or ended clock: `due_raw`, `due_legal`; of the last of that rule.
    ///
    /// # Panics
    /// When the matter never had such a clock.
    #[must_use]
    pub fn dates(&self, case: &Case, rule: &str) -> (String, String) {
        let matter = self.matter(case);
        let clock = matter.clocks.iter().rev().find(|clock| clock.rule == rule).unwrap_or_else(|| panic!("no clock {rule}\n{}", self.state(case)));
        (clock.deadline.due_raw.to_string(), clock.deadline.due_legal.to_string())
    }

    /// What `linju verify` finds wrong in both counties; must be empty at all times.
    #[must_use]
    pub fn wrong(&self) -> Vec<String> {
        [HERE, ELSEWHERE].iter().flat_map(|tenant| casework::verify::verify(&self.house(), *tenant).unwrap().wrong).collect()
    }

    /// Runs what has to be waited for.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    fn send(&self, request: Request<Body>) -> (axum::http::response::Parts, Vec<u8>) {
        let router = self.running.borrow().router.clone();
        self.block_on(async move {
            let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
            (parts, axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec())
        })
    }
}

const KEY: [u8; 32] = [9; 32];

fn start(engine: &Engine, clock: &Arc<SetClock>, random: &Arc<SeededRandom>, calendar: Calendar) -> Running {
    let house = House::new(Parts {
        db: engine.db.clone(),
        vault: Vault::new(MasterKey::from_bytes(Suite::Intl, &KEY).unwrap()),
        files: engine.files.clone(),
        clock: clock.clone(),
        random: random.clone(),
        calendar,
    });
    let tenants = vec![(HERE, "桐庐县".to_owned()), (ELSEWHERE, "泰顺县".to_owned())];
    // Everybody comes from a machine of his own (see `Client`): whoever asks often is slowed down alone.
    let trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    // Nobody speaks to it: browsers do, and these are none.
    let turn = Turn::new(vec!["turn:127.0.0.1:3478".to_owned()], b"a secret of a test".to_vec(), clock.clone());
    let web = Web::new(house.clone(), Settings { tenants, trusted_proxies, turn, ..Settings::default() });
    let router = web::router(&web);
    Running { house, web, router }
}
