//! The catalogues: the same keys and variables in both languages, and none that pages ask for is missing.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use web::locale::Language;

#[test]
fn both_languages_say_the_same_things() {
    let keys = |language: Language| language.words().keys().iter().cloned().collect::<BTreeSet<_>>();
    let (chinese, english) = (keys(Language::Chinese), keys(Language::English));
    let missing: Vec<_> = chinese.symmetric_difference(&english).collect();
    assert!(missing.is_empty(), "only in one language: {missing:?}");
    assert_eq!(variables("zh-CN"), variables("en"), "a message with other variables");
    assert_eq!(Language::Chinese.words().keys().len(), chinese.len(), "a key stands twice");
}

#[test]
fn every_key_that_pages_ask_for_exists() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = vec![];
    for file in files(&crate_folder.join("src")).into_iter().chain(files(&crate_folder.join("templates"))) {
        let text = fs::read_to_string(&file).unwrap();
        let text: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for key in asked(&text) {
            if !Language::Chinese.words().has(&key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_refusal_has_its_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = BTreeSet::new();
    for folder in ["casework/src", "web/src"] {
        for file in files(&root.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            for code in text.split("Refusal::new(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()) {
                if !Language::Chinese.words().has(&format!("refusal-{code}")) {
                    missing.insert(code.to_owned());
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_family_and_table_of_the_law_has_a_name_on_the_page_of_settings() {
    let law = kernel::law::Law::bundled();
    let families = law.deadlines().iter().filter_map(|row| row.id.chars().next()).map(|family| format!("settings-family-{family}"));
    let tables = law.tables().filter(|(name, _)| *name != "notices").map(|(name, _)| format!("settings-table-{name}"));
    let missing: BTreeSet<String> = families.chain(tables).filter(|key| !Language::Chinese.words().has(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_written_down_of_the_house_and_of_looks_has_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = BTreeSet::new();
    for file in ["casework", "web", "app"].into_iter().flat_map(|one| files(&root.join(one).join("src"))) {
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        // The kind is the first word in quotes after the call, before the payload; where a variable stands there, other tests look.
        for call in ["record_rows(", "organ::record("] {
            for rest in text.split(call).skip(1) {
                let head = rest.split("json!(").next().unwrap().split(';').next().unwrap();
                if let Some(kind) = head.split('"').nth(1) {
                    missing.extend(Some(format!("record-kind-{kind}")).filter(|key| !Language::Chinese.words().has(key)));
                }
            }
        }
        for rest in text.split("audit::look(").skip(1) {
            let mut words = rest.split(')').next().unwrap().split('"').skip(1).step_by(2);
            if let (Some(screen), Some(purpose)) = (words.next(), words.next()) {
                let keys = [format!("looked-at-{screen}"), format!("purpose-{}", purpose.replace(':', "-"))];
                missing.extend(keys.into_iter().filter(|key| !Language::Chinese.words().has(key)));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn messages_with_and_without_variables() {
    let words = Language::English.words();
    assert_eq!(words.t("yes"), "yes");
    assert_eq!(words.t("no-such-key"), "no-such-key");
    let one = fluent_bundle::FluentArgs::from_iter([("minutes", 1)]);
    assert_eq!(words.with("refusal-SIGN_IN_LOCKED.rule", &one), "Try again in 1 minute");
    assert_eq!(words.with("refusal-SIGN_IN_LOCKED.rule", &fluent_bundle::FluentArgs::new()), "refusal-SIGN_IN_LOCKED.rule");
}

/// Key → names of its variables, from the text of the catalogues.
fn variables(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language);
    for file in files(&folder) {
        let mut key = String::new();
        let mut message = String::new();
        for line in fs::read_to_string(&file).unwrap().lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.starts_with([' ', '#', '.']) && !name.contains(' ')) {
                name.clone_into(&mut message);
                key.clone_from(&message);
            } else if let Some((name, _)) = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once(" =")) {
                key = format!("{message}.{name}");
            }
            let names = line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}', ',', ')']).next()).map(str::to_owned);
            found.entry(key.clone()).or_default().extend(names);
        }
    }
    found
}

/// The keys of `t("…")`, `with("…"` and their like.
fn asked(text: &str) -> BTreeSet<String> {
    ["page.t(\"", ".with(\"", ".with2(\"", ".with3(\"", "words().t(\""]
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|key| !key.is_empty() && !key.contains(' '))
        .map(str::to_owned)
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
