//! The date vectors of the domain book over the command line.

use crate::program::{Ran, command, finish};
use serde_json::json;

fn deadline(arguments: &[&str]) -> Ran {
    finish(command(&[&["deadline"], arguments].concat()))
}

/// The vectors that one call can say: arguments, `due_raw`, `due_legal`.
#[test]
fn tv_1_to_9_and_16_to_18() {
    for (vector, arguments, due_raw, due_legal, provisional) in [
        ("TV-1", &["P-01", "--from", "2025-09-10"][..], "2025-09-25", "2025-09-25", false),
        ("TV-2", &["P-01", "--from", "2025-09-18"], "2025-10-03", "2025-10-09", false),
        ("TV-3", &["P-04", "--from", "2025-09-26"], "2025-10-10", "2025-10-10", false),
        ("TV-4", &["P-04", "--from", "2025-09-29"], "2025-10-13", "2025-10-13", false),
        ("TV-5", &["P-05", "--from", "2025-08-04"], "2025-10-03", "2025-10-09", false),
        ("TV-6", &["P-05", "--from", "2025-08-04", "--extended", "30"], "2025-11-02", "2025-11-03", false),
        ("TV-7", &["P-05", "--from", "2025-03-03"], "2025-05-02", "2025-05-06", false),
        ("TV-8", &["P-06", "--from", "2025-09-02"], "2025-10-02", "2025-10-09", false),
        ("TV-9", &["P-07", "--from", "2025-10-09"], "2025-11-08", "2025-11-10", false),
        ("TV-16", &["P-05", "--from", "2025-09-25"], "2025-11-24", "2025-11-24", false),
        ("TV-17", &["P-06", "--from", "2025-12-02", "--without-year", "2026"], "2026-01-01", "2026-01-01", true),
        ("TV-17 loaded", &["P-06", "--from", "2025-12-02"], "2026-01-01", "2026-01-04", false),
        ("TV-18", &["P-05", "--from", "2025-12-01", "--without-year", "2026"], "2026-01-30", "2026-01-30", true),
    ] {
        let answer = deadline(&[arguments, &["--json"]].concat()).ended(0).json();
        assert_eq!(
            (&answer["due_raw"], &answer["due_legal"], &answer["provisional"]),
            (&json!(due_raw), &json!(due_legal), &json!(provisional)),
            "{vector}"
        );
        assert_eq!(answer["rule"], arguments[0], "{vector}");
        assert_eq!(answer["from"], arguments[2], "{vector}");
    }
}

#[test]
fn the_arithmetic_is_told_in_both_languages() {
    let answer = deadline(&["P-05", "--from", "2025-08-04", "--json"]).ended(0).json();
    let told = [
        "起算事由发生于 2025年8月4日，当日不计入",
        "自次日 2025年8月5日 起算",
        "期限 60 日",
        "届满 2025年10月3日",
        "届满日为法定节假日，顺延至 2025年10月9日",
    ];
    assert_eq!(answer["derivation"], json!(told));
    assert_eq!(answer["article"], "《信访工作条例》第三十四条");
    let english = deadline(&["P-05", "--from", "2025-08-04", "--lang", "en"]).ended(0);
    assert!(english.out.contains("a public holiday: moves to 2025-10-09") && english.out.contains("art 34"), "{english:?}");
}

#[test]
fn hours_run_from_the_moment_and_months_to_the_corresponding_day() {
    let hours = deadline(&["P-11", "--from", "2025-10-01T23:30", "--json"]).ended(0).json();
    assert_eq!((&hours["due_at"], &hours["due_legal"]), (&json!("2025-10-02T01:30"), &json!("2025-10-02")));
    let by_day = deadline(&["P-11", "--from", "2025-10-01", "--json"]).ended(0).json();
    assert!(by_day.get("due_at").is_none());
    let law = kernel::Law::bundled();
    let months = law.deadlines().iter().find(|row| row.unit == kernel::deadline::Unit::Months && row.length.is_some() && row.enabled).unwrap();
    let area = months.jurisdiction.code().to_owned();
    let place: &[&str] = if area.is_empty() { &[] } else { &["--area", &area] };
    let answer = deadline(&[&[months.id.as_str(), "--from", "2026-01-31", "--json"], place].concat()).ended(0).json();
    let raw: kernel::Day = answer["due_raw"].as_str().unwrap().parse().unwrap();
    assert_eq!(raw, kernel::Day::new(2026, 1, 31).unwrap().plus_months(months.length.unwrap()));
}

#[test]
fn wrong_use_ends_with_2_and_a_refusal_with_1() {
    let unknown = deadline(&["P-55", "--from", "2025-09-10", "--json"]).ended(2).said("there is no row P-55").said("P-05");
    assert!(unknown.json()["error"].as_str().unwrap().contains("P-55"));
    deadline(&["P-01", "--from", "2025-02-30"]).ended(2).said("is no day");
    deadline(&["P-01"]).ended(2).said("--from");
    deadline(&["P-10", "--from", "2025-09-10"]).ended(2).said("--length");
    deadline(&["P-10", "--from", "2025-09-10", "--length", "30"]).ended(0);
    deadline(&["P-05", "--from", "2025-08-04", "--extended", "31"]).ended(1).said("at most 30 days");
    deadline(&["P-01", "--from", "2025-08-04", "--extended", "1"]).ended(1).said("may not be extended");
}
