//! The page that shows stages and verbs is made from their one table; this fails when the page is stale.

use casework::petition::{
    flow::{Row, TABLE, Where, mermaid},
    model::Stage,
};
use std::fmt::Write as _;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/petition-states.md");
const REFRESH: &str = "LINJU_REFRESH=1 cargo test -p casework --test diagram";

const OF_MEDIATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mediation-states.md");

#[test]
fn the_page_of_stages_and_verbs_is_fresh() {
    is_fresh(PAGE, &page());
}

#[test]
fn the_page_of_a_mediation_is_fresh() {
    is_fresh(OF_MEDIATIONS, &page_of_mediations());
}

fn is_fresh(path: &str, fresh: &str) {
    if std::env::var_os("LINJU_REFRESH").is_some() {
        assert!(std::fs::write(path, fresh).is_ok(), "{path} cannot be written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let stale = fresh.lines().zip(kept.lines().chain(std::iter::repeat(""))).position(|(fresh, kept)| fresh != kept);
    assert!(kept == fresh, "{path} is stale from line {}: {REFRESH}", stale.map_or_else(|| fresh.lines().count() + 1, |at| at + 1));
}

fn page_of_mediations() -> String {
    use casework::mediation::flow::{self, Where};
    let mut text = format!(
        "<!-- Made from crates/casework/src/mediation/flow.rs. Do not edit: {REFRESH} -->\n\
         # Stages and verbs of a mediation\n\n\
         One table decides which verb may be done from which stage, by whom, and by which article. What it allows may still be\n\
         unlawful today: that is `ready.rs`, and each verb's own rules are in `act/`.\n\n\
         ## What moves a mediation\n\n```mermaid\n{}\n```\n\n\
         ## The table\n\n\
         *Button*: stands first on the page. *Beside*: folded below. *Holder*: the organ in whose hands it is, or who mediates it.\n\
         *Had*: any organ that has or had it. *Seat*: only who mediates it.\n\n\
         | verb | from | roles | organ | shown | article or rule |\n|---|---|---|---|---|---|\n",
        flow::mermaid()
    );
    for row in flow::TABLE {
        let from: Vec<&str> = row.from.iter().map(|stage| stage.code()).collect();
        let who: Vec<&str> = row.who.iter().map(|role| role.code()).collect();
        let place = match row.place {
            Where::Holder => "holder",
            Where::Had => "had",
            Where::Seat => "seat",
        };
        let shown = if row.main { "button" } else { "beside" };
        let _infallible =
            writeln!(text, "| `{}` | {} | {} | {place} | {shown} | {} |", row.verb.code(), from.join(", "), who.join(", "), row.article);
    }
    text
}

fn page() -> String {
    let mut text = format!(
        "<!-- Made from crates/casework/src/petition/flow.rs. Do not edit: {REFRESH} -->\n\
         # Stages and verbs of a petition\n\n\
         One table decides which verb may be done from which stage, by whom, and by which article. Guards, the buttons of\n\
         the case page, this page and the property test are read from it. What it allows may still be unlawful today: that\n\
         is `ready.rs`, and each verb's own rules are in `act/`.\n\n\
         ## What moves a matter\n\n```mermaid\n{}\n```\n\n\
         ## The table\n\n\
         *Button*: stands first on the case page. *Beside*: folded below. A verb without “to” leaves the stage as it is;\n\
         “where it was” is the stage that a withdrawal or a merging took it from.\n\
         *Holder*: the organ in whose hands it is. *Had*: any organ that has or had it. *With*: those, and organs that do a part\n\
         of it. *Part*: an organ whose part the lead waits for. *Above*: the supervisor of its area,\n\
         or the organ that registered it. *Origin*: the organ that registered it.\n\
         *Decider*: the organ before which it was brought who is competent. *Judge*: the organ that decides what she asked of\n\
         who handles it. *Reviewer*: the organ that took her request for review. *Answerable*: the organ that answers for the\n\
         review of an emergency access, or the supervisor of its area.\n\n\
         | verb | from | to | roles | organ | shown | article or rule |\n|---|---|---|---|---|---|---|\n",
        mermaid()
    );
    for row in TABLE {
        let _infallible = writeln!(text, "{}", line(row));
    }
    text.push_str("\n## Stages that nothing leaves\n\n");
    for stage in Stage::ALL.iter().filter(|stage| !TABLE.iter().any(|row| (row.to.is_some() || row.back) && row.from.contains(**stage))) {
        let _infallible = writeln!(text, "* `{}`", stage.code());
    }
    text
}

fn line(row: &Row) -> String {
    let from: Vec<&str> = row.from.iter().map(|stage| stage.code()).collect();
    let who: Vec<&str> = row.who.iter().map(|role| role.code()).collect();
    let place = match row.place {
        Where::Holder => "holder",
        Where::Had => "had",
        Where::With => "with",
        Where::Part => "part",
        Where::Above => "above",
        Where::Origin => "origin",
        Where::Decider => "decider",
        Where::Judge => "judge",
        Where::Reviewer => "reviewer",
        Where::Answerable => "answerable",
    };
    let to = if row.back { "where it was".to_owned() } else { row.to.map_or_else(String::new, |stage| format!("`{}`", stage.code())) };
    let who = if who.is_empty() { "the person alone".to_owned() } else { who.join(", ") };
    let shown = if row.main { "button" } else { "beside" };
    format!("| `{}` | {} | {to} | {} | {place} | {shown} | {} |", row.verb.code(), from.join(", "), who, row.article)
}
