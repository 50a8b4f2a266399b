//! A machine's clock that jumps: an hour ahead, a year ahead, and back. What is written down keeps the moment that the clock
//! then told; nothing is lost or hidden; nobody stays in for longer; and the house's own work goes on.

use casework::petition::sweep;
use kernel::{Clock as _, Moment};
use store::{lease, sealer};
use testkit::{
    World,
    world::{Case, HERE},
};

const YEAR: i64 = 365 * 24 * 60;

fn ahead(world: &World, minutes: i64) {
    world.minutes(minutes);
}

/// Places and seals what waits, as the worker would under this name; whether it had the lease.
fn seal(world: &World, holder: &'static str) -> bool {
    let (house, now) = (world.house(), world.clock.now());
    let suite = house.vault().suite();
    house
        .db()
        .write_here(move |tx| {
            if !lease::take(tx, HERE, sealer::LEASE, holder, now, 10_000)? {
                return Ok(false);
            }
            sealer::place_slice(tx, HERE, sealer::LARGEST_SLICE)?;
            sealer::close_seal(tx, HERE, suite, now)?;
            Ok(true)
        })
        .unwrap()
}

/// When each event of a case was written down, by version.
fn recorded(world: &World, case: &Case) -> Vec<Moment> {
    let stream = case.stream;
    let events = world.house().db().read_here(move |tx| Ok(store::ledger::load(tx, HERE, stream)?)).unwrap();
    events.into_iter().map(|event| event.recorded_at).collect()
}

#[test]
fn a_matter_of_a_wrong_day_can_be_worked_with_and_both_moments_stand() {
    for world in World::each() {
        let engine = world.engine.name;
        let before = world.petition("before");
        let true_time = world.clock.now();
        ahead(&world, YEAR);
        let wrong = world.petition("wrong day");
        assert!(seal(&world, "first"), "{engine}");
        world.clock.set(true_time.plus_minutes(5));
        // Both go their way on the true day.
        for case in [&before, &wrong] {
            world.as_("office-triage").act(case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
            world.as_("office-triage").page(case).shows(&case.number);
            world.person(case).get("/follow/case").shows(&case.number);
        }
        // Each event says what the clock said; that of the wrong day is not hidden by an earlier one after it.
        let moments = recorded(&world, &wrong);
        assert!(moments[0] > moments[1], "{engine}: {moments:?}");
        assert!(seal(&world, "first"), "{engine}");
        assert_eq!(world.wrong(), Vec::<String>::new(), "{engine}");
        // A seal is never older than the one before it: what is published stays in its order.
        let seals = world.house().db().read_here(|tx| Ok(sealer::last_seal(tx, HERE)?)).unwrap().unwrap();
        assert!(seals.sealed_at >= true_time.plus_minutes(YEAR), "{engine}");
    }
}

#[test]
fn nobody_stays_in_for_longer_because_a_clock_was_put_back() {
    for world in World::each() {
        let engine = world.engine.name;
        let _case = world.petition("drain");
        let clerk = world.as_("office-clerk");
        clerk.get("/desk/day").shows("");
        let true_time = world.clock.now();
        // An hour ahead and back (S-02): the password is asked for, since how long nobody sat there cannot be known.
        ahead(&world, 10);
        clerk.get("/desk/day").shows("");
        world.clock.set(true_time);
        let answer = clerk.bare(axum::http::Method::GET, "/desk/day", None);
        assert!(answer.location().starts_with("/lock"), "{engine}: {} {}", answer.status, answer.location());
        // A session that was opened in a day to come is over, and does not last until then.
        world.today("2025-12-01");
        let head = world.as_("office-head");
        head.get("/desk/day").shows("");
        world.clock.set(true_time.plus_minutes(1));
        let answer = head.bare(axum::http::Method::GET, "/desk/day", None);
        assert!(answer.location().starts_with("/sign-in"), "{engine}: {} {}", answer.status, answer.location());
    }
}

#[test]
fn her_pass_is_good_for_two_hours_whatever_the_clock_does() {
    for world in World::each() {
        let engine = world.engine.name;
        let case = world.petition("drain");
        let true_time = world.clock.now();
        ahead(&world, 24 * 60);
        let person = world.person(&case);
        person.get("/follow/case").shows(&case.number);
        world.clock.set(true_time);
        let answer = person.get("/follow/case");
        assert!(answer.location().starts_with("/follow"), "{engine}: a pass of tomorrow opens today: {}", answer.status);
        world.person(&case).get("/follow/case").shows(&case.number);
    }
}

#[test]
fn what_was_late_on_a_wrong_day_only_is_not_held_against_anybody() {
    for world in World::each() {
        let engine = world.engine.name;
        let case = world.petition("drain");
        let true_time = world.clock.now();
        ahead(&world, YEAR);
        // Midnight came for the house: the sweep finds it late and proposes supervision, once.
        let late = sweep::late(&world.house(), HERE).unwrap();
        assert!(late > 0, "{engine}");
        world.clock.set(true_time.plus_minutes(1));
        assert_eq!(sweep::late(&world.house(), HERE).unwrap(), 0, "{engine}");
        // The proposal stands in the record with its wrong day, to be set aside with a reason; the light is of the true day.
        assert!(world.state(&case).contains("supervision proposed 2026-09-10"), "{engine}:\n{}", world.state(&case));
        assert_eq!(world.wrong(), Vec::<String>::new(), "{engine}");
    }
}
