//! Every statement of the whole program, this crate's too, on both engines.

use testkit::{engines, statements};

#[test]
fn every_statement_prepares_on_both_engines() {
    for engine in engines() {
        let failed = statements::prepare_all(&engine.db);
        assert!(failed.is_empty(), "{}:\n{}", engine.name, failed.join("\n"));
    }
}

#[test]
fn no_statement_crosses_tenants() {
    let crossing = statements::crossing_tenants();
    assert!(crossing.is_empty(), "{}", crossing.join("\n"));
    assert!(statements::count_in("crates/app/src") > 5 && statements::count_in("crates/casework/src") > 50, "the statements did not register");
}
