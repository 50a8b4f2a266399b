//! The stages that lists name in their statements are those of the one table.

use casework::petition::{
    flow::{ACCEPTED, UNDATED},
    model::Stage,
    stages::Stages,
};
use store::STATEMENTS;

/// The stages that a statement names.
fn named(text: &str) -> Option<Vec<Stage>> {
    let (_, rest) = text.split_once("f.stage IN (")?;
    let (list, _) = rest.split_once(')')?;
    Some(list.split(',').map(|word| Stage::parse(word.trim().trim_matches('\'')).unwrap()).collect())
}

#[test]
fn the_stages_of_a_list_are_those_of_the_table() {
    let of_lists = STATEMENTS.iter().filter(|statement| statement.at.contains("petition/list.rs"));
    let mut found: Vec<Vec<Stage>> = of_lists.filter_map(|statement| named(statement.postgres())).collect();
    found.sort_by_key(Vec::len);
    let stages = |set: Stages| set.iter().collect::<Vec<_>>();
    let mut expected = [stages(UNDATED), stages(ACCEPTED)];
    for list in &mut found {
        list.sort_by_key(|stage| Stage::ALL.iter().position(|other| other == stage));
    }
    expected.sort_by_key(Vec::len);
    assert_eq!(found, expected, "a statement in petition/list.rs names other stages than flow.rs");
}
