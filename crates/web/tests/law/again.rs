//! What was noted as brought again by mistake is taken back by a second event with its reason (K-04, K-10).

use crate::way;
use testkit::{World, world::Case};

const AT_HOME: &[(&str, &str)] = &[("place_words", "近江社区")];
const WHY: &str = "是另一处的水沟，不是办过的那件。";

fn came_back(world: &World, case: &Case) -> Option<String> {
    world.matter(case).facts.came_back_on.map(|day| day.to_string())
}

#[test]
fn k_04_accepts_that_bringing_again_is_undone_and_the_figures_know_the_rest() {
    for world in World::each() {
        let answered = way::delivered(&world);
        world.today("2025-09-20");
        let first = world.register("first", "office-clerk", AT_HOME);
        world.today("2025-09-22");
        let second = world.register("second", "office-clerk", AT_HOME);
        let clerk = world.as_("office-clerk");
        for case in [&first, &second] {
            clerk.act(case, "bring_again", &[("into", &answered.number)]).done();
        }
        assert_eq!(came_back(&world, &answered).as_deref(), Some("2025-09-20"));
        clerk.act(&first, "undo_again", &[("reason", WHY)]).done();
        assert_eq!(came_back(&world, &answered).as_deref(), Some("2025-09-22"), "the other item still brings it again");
        assert!(!world.state(&first).contains("repeat of"), "{}", world.state(&first));
        assert!(!world.state(&answered).contains(&format!("came back as {}", first.number)), "{}", world.state(&answered));
        // Both lines stand, in both matters; she reads the reason.
        clerk.page(&first).shows("办过的事又来了").shows("撤销：不是办过的又来了").shows(WHY);
        world.as_("water-handler").page(&answered).shows("答复以后又来说").shows("撤销：那一件不是这件又来说");
        world.person(&first).get("/follow/case").shows("记错了").shows(WHY);
        // Bound again, and taken back once more: as often as people change their minds.
        clerk.act(&first, "bring_again", &[("into", &answered.number)]).done();
        assert_eq!(came_back(&world, &answered).as_deref(), Some("2025-09-20"));
        for case in [&first, &second] {
            clerk.act(case, "undo_again", &[("reason", WHY)]).done();
        }
        assert_eq!(came_back(&world, &answered), None, "nothing brings it again");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
        let before = world.rows();
        casework::verify::rebuild(&world.house(), testkit::world::HERE).unwrap();
        assert_eq!(world.rows(), before, "the rebuilt tables differ");
    }
}

#[test]
fn k_10_refuses_to_undo_without_a_reason_what_was_not_noted_and_by_whom_it_is_not_for() {
    for world in World::each() {
        let answered = way::delivered(&world);
        let case = world.register("again", "office-clerk", AT_HOME);
        let clerk = world.as_("office-clerk");
        clerk.try_(&case, "undo_again", &[("reason", WHY)]).refused("NOT_AGAIN").keeps(WHY);
        clerk.act(&case, "bring_again", &[("into", &answered.number)]).done();
        clerk.act(&case, "undo_again", &[("reason", " ")]).refused("EMPTY");
        world.as_("water-head").try_(&case, "undo_again", &[("reason", WHY)]).hidden();
        world.as_("county-leader").try_(&case, "undo_again", &[("reason", WHY)]).refused("NOT_YOURS");
        assert!(came_back(&world, &answered).is_some());
        clerk.act(&case, "undo_again", &[("reason", WHY)]).done();
        clerk.try_(&case, "undo_again", &[("reason", WHY)]).refused("NOT_AGAIN");
        assert!(world.wrong().is_empty(), "{}: {:?}", world.engine.name, world.wrong());
    }
}
