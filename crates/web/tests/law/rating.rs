//! What she thinks of it, by herself (art 21(2); W3 art 5).

use crate::way;
use testkit::World;

#[test]
fn c_70_accepts_her_own_rating_by_code_and_by_signed_form() {
    let world = World::new();
    let case = way::delivered(&world);
    world.person(&case).fill("/follow/case", "/follow/rate", &[("rating", "unsatisfied"), ("why", "只清了一半")], None).done();
    assert!(world.state(&case).contains("rated unsatisfied 2025-09-10"));
    let paper = way::delivered(&world);
    world.as_("water-clerk").act_with(&paper, "enter_paper_rating", &[("rating", "basically")], "form").done();
    assert!(world.state(&paper).contains("rated basically 2025-09-10"));
}

#[test]
fn c_70_refuses_a_rating_by_staff_a_form_without_its_scan_and_a_second_one() {
    let world = World::new();
    let case = way::delivered(&world);
    for name in ["water-clerk", "water-handler", "water-head", "office-triage"] {
        let officer = world.as_(name);
        officer.try_(&case, "rate", &[("rating", "satisfied")]).refused("RATING_FORGERY");
        officer.act(&case, "enter_paper_rating", &[("rating", "satisfied")]).refused("RATING_FORGERY");
    }
    // A clerk at her page without her code.
    let forged = world.as_("water-clerk").forge("/follow/rate", false, &[("rating", "satisfied")], None);
    assert!(forged.status.is_redirection() && !forged.location().contains("done"), "{}", forged.location());
    assert!(!world.state(&case).contains("rated"));
    let person = world.person(&case);
    person.fill("/follow/case", "/follow/rate", &[("rating", "satisfied")], None).done();
    person.forge("/follow/rate", false, &[("rating", "unsatisfied")], None).refused("ALREADY_RATED");
    world
        .as_("water-clerk")
        .forge(&format!("/desk/case/{case}/enter_paper_rating"), true, &[("rating", "satisfied")], Some(("form", testkit::world::FILE)))
        .refused("ALREADY_RATED");
    // Before there is a reply there is nothing to rate.
    let early = way::in_handling(&world);
    world.person(&early).forge("/follow/rate", false, &[("rating", "satisfied")], None).refused("NOTHING_TO_RATE");
}

#[test]
fn c_72_accepts_a_rating_on_the_last_lawful_day_of_its_window() {
    let world = World::since("2025-09-02");
    let case = way::delivered(&world);
    // Thirty days end in the holidays: on 9 October.
    assert_eq!(world.dates(&case, "P-24"), ("2025-10-02".to_owned(), "2025-10-09".to_owned()));
    world.today("2025-10-09");
    world.person(&case).fill("/follow/case", "/follow/rate", &[("rating", "basically")], None).done();
    assert!(world.state(&case).contains("rated basically 2025-10-09"));
}

#[test]
fn c_72_refuses_one_after_it_and_counts_silence_as_unrated() {
    let world = World::since("2025-09-02");
    let case = way::delivered(&world);
    world.today("2025-10-10");
    world.person(&case).forge("/follow/rate", false, &[("rating", "satisfied")], None).refused("RATING_CLOSED");
    // A day that is sent along does not open it again.
    let late = [("rating", "satisfied"), ("acted_on", "2025-10-01")];
    world
        .as_("water-clerk")
        .forge(&format!("/desk/case/{case}/enter_paper_rating"), true, &late, Some(("form", testkit::world::FILE)))
        .refused("RATING_CLOSED");
    assert!(world.matter(&case).rating.is_none());
    let stream = case.stream;
    let rating: Option<String> = world
        .house()
        .db()
        .read_here(move |tx| {
            let mut found = None;
            tx.values("SELECT rating FROM matter_fact WHERE tenant = $1 AND stream = $2", store::args![testkit::world::HERE, stream], &mut |row| {
                found = row.next().and_then(|value| if let store::Value::Text(text) = value { Some(text) } else { None });
                Ok(())
            })?;
            Ok(found)
        })
        .unwrap();
    assert_eq!(rating, None, "silence is no satisfaction");
}
