//! How long a letter takes: `cargo bench -p paper`.

#![expect(clippy::unwrap_used, reason = "the samples are those of the tests")]

#[path = "../tests/it/samples.rs"]
#[expect(dead_code, reason = "one sample of many is measured")]
mod samples;

use paper::{Letter, Press, Template};
use std::{path::Path, sync::LazyLock};

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let press = Press::new(Path::new("fonts"));
    let _ = press.print(&letter(0), &samples::print());
    press
});

fn letter(nth: usize) -> Letter {
    let mut opinion = samples::opinion(2);
    opinion.person = format!("信访人{nth}");
    opinion.common.number = format!("横政信复〔2025〕{nth}号");
    if let Some(answer) = opinion.answers.first_mut() {
        answer.facts.push_str(&format!("检测报告编号{nth}。"));
    }
    opinion.compose().unwrap_or_else(|refusal| unreachable!("{refusal}"))
}

/// The first letter of a process: fonts are looked through and read.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn first() {
    let press = Press::new(Path::new("fonts"));
    divan::black_box(press.print(&letter(1), &samples::print()).map(|bytes| bytes.len()).unwrap_or_default());
}

/// A letter of three pages, each with other words.
#[divan::bench]
fn after_the_first(bencher: divan::Bencher) {
    let nth = std::sync::atomic::AtomicUsize::new(1);
    bencher.bench(|| {
        PRESS.print(&letter(nth.fetch_add(1, std::sync::atomic::Ordering::Relaxed)), &samples::print()).map(|bytes| bytes.len()).unwrap_or_default()
    });
}

/// A batch of a thousand.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn thousand() {
    for nth in 0..1000 {
        divan::black_box(PRESS.print(&letter(nth), &samples::print()).map(|bytes| bytes.len()).unwrap_or_default());
    }
}

fn main() {
    LazyLock::force(&PRESS);
    divan::main();
}
