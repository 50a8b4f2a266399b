//! The rules alone, without a database: decide, apply, replay, and the buttons.

use crate::{
    commands::{self, Makes, OFFICE, STAFF, Step, actor, asker, words},
    invariants,
};
use casework::petition::{
    Actor, Context, Petition, Verb,
    act::emergency,
    apply,
    apply::When,
    clock,
    command::{Office, decide},
    event::{self, Did, Event, Registered},
    flow::{self, TABLE, Where},
    model::{Channel, Part, Person, Recusal, Recused},
    policy, ready,
};
use kernel::{AccountId, Calendar, Day, Law, Moment, StreamId};
use proptest::prelude::*;
use store::ledger::StoredEvent;

/// A handler and the head of the water office.
const APPROVERS: &[AccountId] = &[AccountId::new(6), AccountId::new(7)];

struct Run {
    /// Whether the water office has its answers approved.
    approved: bool,
    today: Day,
    calendar: Calendar,
    state: Petition,
    events: Vec<(StoredEvent, Event)>,
}

const MAKES: Makes<'static> = Makes {
    words: &|text| words(u32::try_from(text.chars().count()).unwrap()),
    organ_token: &commands::organ_token,
    account_token: &commands::account_token,
};

impl Run {
    fn begin(day: Day, claims: usize, first_time: bool) -> Self {
        let area: kernel::AreaPath = "33.3301.330122.".parse().unwrap();
        let calendar = Calendar::bundled().clone();
        let person = Person { subject: 1, part: Part::Petitioner, card: None, erased_on: None, reach: None, kept_by: None };
        let registered = Registered {
            number: "桐信访〔2025〕0001".to_owned(),
            outside_number: String::new(),
            channel: Channel::Visit,
            origin: OFFICE,
            level: "county".to_owned(),
            holder: OFFICE,
            received_on: day,
            area: area.clone(),
            spot: None,
            title: words(4),
            words: words(20),
            claims: vec![words(5); claims],
            persons: vec![person],
            head_count: 1,
            confirmed: "read_to".to_owned(),
            label: 0,
            first_time,
            code_issue: 1,
            papers: vec![],
            split_from: None,
            bars: vec![],
        };
        let actor = Actor::Officer(AccountId::new(1), OFFICE, casework::Role::Clerk);
        let now = Moment::at_local(day, 9, 0);
        let context = Context { actor, now, today: day, acted_on: day, calendar: &calendar, law: Law::bundled(), office: Office::default() };
        let mut clocks: Vec<_> = clock::start(&context, "P-01", OFFICE, day, &area).into_iter().collect();
        if first_time {
            clocks.extend(clock::start(&context, "P-25", OFFICE, day, &area));
        }
        let event = Event::new(Did::Registered(Box::new(registered)), clocks);
        let when = When { actor: actor.account(), organ: actor.organ(), acted_on: day, at: now };
        let state = apply::begin(StreamId::new(1), &event, when).unwrap();
        let mut run = Self { approved: !first_time, today: day, calendar, state, events: vec![] };
        run.keep(&event, when);
        run
    }

    fn context(&self, actor: Actor, acted_on: Day) -> Context<'_> {
        // Whoever answers in the water office is approved by a second person there; elsewhere the head signs at once.
        let approvers = (self.approved && self.state.holder == commands::WATER).then_some(APPROVERS);
        Context {
            actor,
            now: Moment::at_local(self.today, 10, 0),
            today: self.today,
            acted_on,
            calendar: &self.calendar,
            law: Law::bundled(),
            office: Office { approvers, stands_for: None },
        }
    }

    fn keep(&mut self, event: &Event, when: When) {
        let stored = StoredEvent {
            stream: StreamId::new(1),
            version: i64::try_from(self.events.len()).unwrap() + 1,
            kind: event.did.kind().to_owned(),
            payload: event.payload(),
            actor: when.actor,
            organ: when.organ,
            acted_on: when.acted_on,
            recorded_at: when.at,
            hash: vec![],
        };
        // What is replayed is what was written down, not what was in memory.
        let read = event::read(&stored.payload).unwrap();
        self.events.push((stored, read));
    }

    /// What a clock of the house does for a duty that ran out.
    fn sweep(&mut self) {
        let late = self.state.clocks.iter().find(|clock| {
            clock.ended.is_none()
                && clock.holder != clock::PERSON
                && clock.deadline.is_late(self.today)
                && !self.state.proposals.iter().any(|proposal| proposal.rule == clock.rule && proposal.nth == clock.nth)
        });
        if let Some(late) = late {
            let did = Did::SupervisionProposed { rule: late.rule.clone(), nth: late.nth };
            self.take(&Event::new(did, vec![]), None, Actor::House, self.today);
        }
    }

    fn take(&mut self, event: &Event, verb: Option<Verb>, by: Actor, acted_on: Day) {
        let when = When { actor: by.account(), organ: by.organ(), acted_on, at: Moment::at_local(self.today, 10, 0) };
        let before = self.state.clone();
        apply::apply(&mut self.state, event, when);
        invariants::check(&before, event, verb, by.account(), &self.state);
        self.keep(event, when);
        assert_eq!(apply::replay(&self.events).as_ref(), Some(&self.state), "replay differs after {}", event.did.kind());
    }

    fn step(&mut self, step: &Step) {
        self.today = self.today.plus_days(step.days);
        self.sweep();
        if step.choice == 11 {
            self.open_in_an_emergency(step.who);
        }
        let acted_on = self.today.plus_days(-step.ago);
        let (verb, by) = self.choose(step);
        let context = self.context(by, acted_on);
        let command = match (verb, step.sane) {
            (None, _) => casework::petition::Command::Rate { rating: casework::petition::model::Rating::Satisfied, words: None },
            (Some(verb), true) => commands::well_formed(&self.state, verb, &context, &MAKES, step.choice),
            (Some(verb), false) => {
                let command = commands::well_formed(&self.state, verb, &context, &MAKES, step.choice);
                match commands::spoilt(command.clone(), &self.state, &context) {
                    Some(spoilt) => {
                        assert!(decide(&self.state, spoilt.clone(), &context).is_err(), "accepted: {spoilt:?}");
                        spoilt
                    }
                    None => command,
                }
            }
        };
        if let Ok(event) = decide(&self.state, command, &context) {
            self.take(&event, verb, by, acted_on);
        }
        self.buttons(step.choice);
    }

    /// Somebody looks who does not have it (C-32).
    fn open_in_an_emergency(&mut self, who: usize) {
        let asker = asker(who, self.today);
        let has = self.state.had_by.contains(&asker.organ) || self.state.does_a_part(asker.organ);
        if has || self.state.is_sealed() || !policy::OPENERS.contains(&asker.role) || !flow::TOLD.contains(self.state.stage) {
            return;
        }
        let event = emergency::open(&self.state, "danger", words(9), self.state.holder, &self.context(actor(&asker), self.today)).unwrap();
        self.take(&event, None, actor(&asker), self.today);
        let (account, organ, now) = (asker.account, asker.organ, Moment::at_local(self.today, 10, 0));
        assert!(self.state.emergency_of(account, organ, now).is_some() && self.state.emergency_of(account, organ, now.plus_hours(24)).is_none());
        for row in TABLE.iter().filter(|row| asker.role != casework::Role::Supervisor || !matches!(row.place, Where::Above | Where::Answerable)) {
            assert!(!policy::post_does(&asker, &self.state, row.verb), "{:?} of {:?} by who only looks", row.verb, asker.role);
        }
    }

    fn choose(&self, step: &Step) -> (Option<Verb>, Actor) {
        if step.hers {
            let hers = [
                Some(Verb::AddWords),
                Some(Verb::Withdraw),
                None,
                Some(Verb::ContestWithdrawal),
                Some(Verb::ObjectVoid),
                Some(Verb::AnswerMaterial),
                Some(Verb::AskRecusal),
                Some(Verb::AskReview),
                Some(Verb::AskData),
            ];
            return (hers[step.choice % hers.len()], Actor::Person);
        }
        if step.lawful {
            let mut can: Vec<(Verb, Vec<Actor>)> = vec![];
            for nth in 0..STAFF.len() {
                let asker = asker(nth, self.today);
                let context = self.context(actor(&asker), self.today);
                let rows = TABLE.iter().filter(|row| flow::allows(self.state.stage, row.verb) && policy::post_does(&asker, &self.state, row.verb));
                for row in rows.filter(|row| ready::ready(&self.state, row.verb, &context).is_ok()) {
                    match can.iter_mut().find(|(verb, _)| *verb == row.verb) {
                        Some((_, people)) => people.push(actor(&asker)),
                        None => can.push((row.verb, vec![actor(&asker)])),
                    }
                }
            }
            // What leads on to an answer is drawn more often than what stands beside or ends the matter at once.
            let drawn: Vec<&(Verb, Vec<Actor>)> = can.iter().flat_map(|one| std::iter::repeat_n(one, if leads_on(one.0) { 9 } else { 1 })).collect();
            if !drawn.is_empty() {
                let (verb, people) = drawn[step.verb % drawn.len()];
                return (Some(*verb), people[step.who % people.len()]);
            }
        }
        (Some(Verb::ALL[step.verb % Verb::ALL.len()]), actor(&asker(step.who, self.today)))
    }

    /// What the page shows as a button is what a complete form gets done; what it does not is refused.
    fn buttons(&self, choice: usize) {
        for nth in 0..STAFF.len() {
            let asker = asker(nth, self.today);
            let context = self.context(actor(&asker), self.today);
            for row in TABLE.iter().filter(|row| policy::post_does(&asker, &self.state, row.verb)) {
                let is_button = flow::allows(self.state.stage, row.verb) && ready::ready(&self.state, row.verb, &context).is_ok();
                let command = commands::well_formed(&self.state, row.verb, &context, &MAKES, choice);
                let outcome = decide(&self.state, command, &context);
                assert_eq!(is_button, outcome.is_ok(), "{:?} of {:?} from {:?}: {:?}", row.verb, asker.role, self.state.stage, outcome.err());
            }
        }
    }
}

fn leads_on(verb: Verb) -> bool {
    let ends = matches!(verb, Verb::Withdraw | Verb::Divert | Verb::NonAccept | Verb::ConfirmVoid | Verb::Classify | Verb::ReturnDraft);
    flow::of(verb).is_some_and(|row| row.to.is_some()) && !ends
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_the_record_stands_and_the_clocks_run(
        day in 0..700_i64,
        claims in 0..3_usize,
        first_time: bool,
        steps in proptest::collection::vec(commands::step(), 1..40),
    ) {
        let first: Day = "2024-06-01".parse().unwrap();
        let mut run = Run::begin(first.plus_days(day), claims, first_time);
        for step in &steps {
            run.step(step);
        }
    }
}

#[test]
fn nobody_decides_whether_he_for_whom_he_stands_in_steps_back() {
    let mut run = Run::begin("2025-03-03".parse().unwrap(), 1, false);
    let (officer, head) = (AccountId::new(5), AccountId::new(9));
    run.state.recusals.push(Recusal { of: Recused::Officer(officer), decider: OFFICE, asked_on: run.today, decided: None });
    let asked = |stands_for| {
        let context = run.context(Actor::Officer(head, OFFICE, casework::Role::Head), run.today);
        let office = Office { stands_for, ..context.office };
        ready::ready(&run.state, Verb::DecideRecusal, &Context { office, ..context }).map_err(|refusal| refusal.code)
    };
    assert_eq!(asked(None), Ok(()));
    assert_eq!(asked(Some(officer)), Err("RECUSAL_REQUIRED"));
}

/// The random walk is worth something only if it gets everywhere.
#[test]
fn the_walk_reaches_every_stage() {
    use proptest::{strategy::ValueTree as _, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let steps = proptest::collection::vec(commands::step(), 40..60);
    let mut reached = std::collections::BTreeSet::new();
    let (mut opened, mut reviewed) = (0, 0);
    for nth in 0..400 {
        let mut run = Run::begin("2025-03-03".parse().unwrap(), 1 + nth % 2, nth % 3 == 0);
        for step in steps.new_tree(&mut runner).unwrap().current() {
            run.step(&step);
            reached.insert(run.state.stage);
        }
        opened += run.state.emergencies.len();
        reviewed += run.state.emergencies.iter().filter(|one| one.reviewed.is_some()).count();
    }
    assert!(reviewed > 10 && opened > reviewed, "{opened} looks in an emergency, {reviewed} reviewed");
    let history = |stage: &casework::petition::Stage| stage.code().starts_with("history");
    let missing: Vec<_> = casework::petition::Stage::ALL.iter().filter(|stage| !reached.contains(stage) && !history(stage)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
}
