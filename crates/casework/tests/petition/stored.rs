//! The same walk through the writer of a database: what is refused leaves every row as it was, what is done stands in the
//! ledger as in the tables, and at the end everything still agrees.

use crate::{
    commands::{self, Makes, OFFICE, STAFF, Step, TENANT},
    invariants,
};
use casework::{
    House, Parts, Vault,
    organ::{self, NewOrgan},
    petition::{
        Context, Petition, Verb, apply, carry,
        command::Office,
        event::{self, Event},
        flow::{self, TABLE},
        model::Channel,
        policy, ready, register,
        seal::Card,
        sweep,
    },
};
use kernel::{
    Calendar, Clock as _, Moment, OrganId, SeededRandom, SetClock, StreamId,
    crypto::{MasterKey, Suite},
};
use proptest::prelude::*;
use std::{cell::RefCell, sync::Arc};
use store::{Failure, Value, ledger};
use testkit::Engine;
use tokio::runtime::Runtime;

struct Hall {
    _engine: Engine,
    clock: Arc<SetClock>,
    house: House,
    runtime: Runtime,
}

impl Hall {
    fn open() -> Self {
        let engine = testkit::sqlite();
        let clock = Arc::new(SetClock::on("2025-01-02".parse().unwrap()));
        let house = House::new(Parts {
            db: engine.db.clone(),
            vault: Vault::new(MasterKey::from_bytes(Suite::Intl, &[9; 32]).unwrap()),
            files: engine.files.clone(),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(3)),
            calendar: Calendar::bundled().clone(),
        });
        let now = clock.now();
        house.db().write_here(move |tx| found(tx, now)).unwrap();
        Self { _engine: engine, clock, house, runtime: tokio::runtime::Builder::new_current_thread().build().unwrap() }
    }

    fn register(&self, claims: usize, first_time: bool) -> StreamId {
        let told = register::Told {
            channel: Some(Channel::Visit),
            words: "水沟堵了三年。".to_owned(),
            claims: vec!["疏通水沟".to_owned(); claims],
            petitioner: Card { name: "李秀兰".to_owned(), phone: "13805710417".to_owned(), ..Card::default() },
            confirmed: "read_to".to_owned(),
            first_time,
            ..register::Told::default()
        };
        let clerk = commands::asker(0, self.house.today());
        self.runtime.block_on(register::register(&self.house, &clerk, &told, None)).unwrap().stream
    }

    fn state(&self, stream: StreamId) -> Petition {
        self.runtime.block_on(carry::look_up(&self.house, TENANT, stream)).unwrap().0
    }

    /// Every row of a matter, and how many reads and claims of forms there are beside it.
    fn rows(&self, stream: StreamId) -> Vec<Vec<Value>> {
        const TABLES: [(&str, &str); 9] = [
            ("event", "version"),
            ("case_file", "version"),
            ("matter_fact", "stream"),
            ("clock", "rule, nth"),
            ("case_access", "organ"),
            ("bar", "token"),
            ("blind", "token, subject"),
            ("data_key", "subject"),
            ("unplaced", "version"),
        ];
        self.house
            .db()
            .read_here(move |tx| {
                let mut rows = vec![];
                for (table, order) in TABLES {
                    tx.values(
                        &format!("SELECT * FROM {table} WHERE tenant = $1 AND stream = $2 ORDER BY {order}"),
                        store::args![TENANT, stream],
                        &mut |row| {
                            rows.push(row.collect());
                            Ok(())
                        },
                    )?;
                }
                Ok(rows)
            })
            .unwrap()
    }

    fn events(&self, stream: StreamId) -> Vec<(ledger::StoredEvent, Event)> {
        let stored = self.house.db().read_here(move |tx| Ok(ledger::load(tx, TENANT, stream)?)).unwrap();
        ledger::check_chain(TENANT, &stored).unwrap();
        stored.into_iter().map(|stored| (event::read(&stored.payload).unwrap(), stored)).map(|(event, stored)| (stored, event)).collect()
    }

    /// Somebody asks for something; the rows before and after, and what came of it.
    fn step(&self, stream: StreamId, step: &Step) {
        let before = self.state(stream);
        let today = self.house.today();
        let house = &self.house;
        let (verb, who) = self.choose(&before, step);
        let asker = commands::asker(who, today);
        let rows = self.rows(stream);
        let acted_on = today.plus_days(-step.ago);
        let outcome = self.runtime.block_on(carry::carry(house, &asker, stream, None, Some(acted_on), |sealer, petition| {
            let context = Context {
                actor: commands::actor(&asker),
                now: house.now(),
                today,
                acted_on,
                calendar: house.calendar(),
                law: house.law(),
                office: Office::default(),
            };
            let makes = Makes {
                words: &|text| sealer.words(text),
                organ_token: &|organ| policy::organ_token(house, TENANT, organ),
                account_token: &|account| policy::account_token(house, TENANT, account),
            };
            let command = commands::well_formed(petition, verb, &context, &makes, step.choice);
            Ok(if step.sane { command } else { commands::spoilt(command.clone(), petition, &context).unwrap_or(command) })
        }));
        match outcome {
            Err(Failure::Refused(_) | Failure::NotFound) => assert_eq!(self.rows(stream), rows, "a refused {verb:?} left something behind"),
            Err(other) => panic!("{verb:?}: {other:?}"),
            Ok(after) => {
                let events = self.events(stream);
                assert_eq!(apply::replay(&events).as_ref(), Some(&after), "replay differs after {verb:?}");
                assert_eq!(self.state(stream), after);
                let (stored, event) = events.last().unwrap();
                invariants::check(&before, event, Some(verb), stored.actor, &after);
                assert!(policy::post_does(&asker, &before, verb), "{verb:?} was done by {:?}", asker.role);
            }
        }
    }

    fn choose(&self, state: &Petition, step: &Step) -> (Verb, usize) {
        let today = self.house.today();
        let can: Vec<(Verb, usize)> = (0..STAFF.len())
            .flat_map(|nth| TABLE.iter().map(move |row| (row.verb, nth)))
            .filter(|(verb, nth)| {
                let asker = commands::asker(*nth, today);
                let context = Context {
                    actor: commands::actor(&asker),
                    now: self.house.now(),
                    today,
                    acted_on: today,
                    calendar: self.house.calendar(),
                    law: self.house.law(),
                    office: Office::default(),
                };
                flow::allows(state.stage, *verb) && policy::post_does(&asker, state, *verb) && ready::ready(state, *verb, &context).is_ok()
            })
            .collect();
        let forward: Vec<(Verb, usize)> =
            can.iter().copied().filter(|(verb, _)| flow::of(*verb).is_some_and(|row| row.to.is_some()) && *verb != Verb::Withdraw).collect();
        match (step.lawful, forward.is_empty(), can.is_empty()) {
            (true, false, _) if !step.verb.is_multiple_of(5) => forward[step.verb / 5 % forward.len()],
            (true, _, false) => can[step.verb % can.len()],
            _ => (Verb::ALL[step.verb % Verb::ALL.len()], step.who % STAFF.len()),
        }
    }
}

fn found(tx: &store::Tx<'_>, now: Moment) -> Result<(), Failure> {
    let area: kernel::AreaPath = "33.3301.330122.".parse().unwrap();
    organ::add_tenant(tx, TENANT, "桐庐县", Suite::Intl, now)?;
    organ::add_area(tx, TENANT, &area, "330122", "county", "桐庐县")?;
    for (number, kind) in [(1, "petition_office"), (2, "discipline"), (3, "department"), (4, "department")] {
        let new = NewOrgan {
            organ: OrganId::new(number),
            parent: OrganId::new(0),
            kind: kind.to_owned(),
            name: format!("单位 {number}"),
            word: format!("字{number}"),
            area: area.clone(),
            phone: String::new(),
            address: String::new(),
            hours: String::new(),
            remit: vec![],
        };
        organ::add_organ(tx, TENANT, &new)?;
    }
    assert_eq!(OFFICE, OrganId::new(1));
    organ::take_in(tx, Suite::Intl, TENANT, now)
}

#[test]
fn what_is_refused_leaves_no_trace_and_what_is_done_stands_twice() {
    let hall = RefCell::new(Hall::open());
    let config = ProptestConfig { cases: 40, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() };
    proptest!(config, |(claims in 1..3_usize, first_time: bool, steps in proptest::collection::vec(commands::step(), 10..30))| {
        let hall = hall.borrow();
        let stream = hall.register(claims, first_time);
        for step in &steps {
            hall.clock.advance_days(step.days.min(12));
            while sweep::late(&hall.house, TENANT).unwrap() > 0 {}
            hall.step(stream, step);
        }
    });
    let hall = hall.into_inner();
    let report = casework::verify::verify(&hall.house, TENANT).unwrap();
    assert!(report.wrong.is_empty(), "{:?}", report.wrong);
    assert!(report.matters >= 40 && report.events > 120, "{report:?}");
}
