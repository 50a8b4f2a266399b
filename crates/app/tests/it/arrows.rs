//! Arrows point down only: app → web → casework → store → kernel. The test kit stands outside and is used by tests alone.

use std::collections::BTreeMap;

/// Who may use whom, besides crates from the registry.
const MAY_USE: [(&str, &[&str]); 7] = [
    ("kernel", &[]),
    ("paper", &["kernel"]),
    ("store", &["kernel"]),
    ("casework", &["kernel", "paper", "store"]),
    ("web", &["casework", "kernel", "paper", "store"]),
    ("app", &["casework", "kernel", "paper", "store", "web"]),
    ("testkit", &["casework", "kernel", "store", "web"]),
];

#[test]
fn no_crate_looks_up() {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().other_options(vec!["--offline".to_owned()]).exec().unwrap();
    let may_use = BTreeMap::from(MAY_USE);
    assert_eq!(metadata.packages.len(), may_use.len(), "a new crate needs its row here");
    for package in &metadata.packages {
        let allowed = may_use[package.name.as_str()];
        for dependency in &package.dependencies {
            let is_own = may_use.contains_key(dependency.name.as_str());
            let is_for_tests = dependency.kind == cargo_metadata::DependencyKind::Development;
            assert!(!is_own || is_for_tests || allowed.contains(&dependency.name.as_str()), "{} uses {}", package.name, dependency.name);
        }
    }
}
