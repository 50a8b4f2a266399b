//! A PDF, read back by poppler.

use paper::Press;
use std::{path::Path, process::Command};

/// A point in millimetres.
const MM: f64 = 72.0 / 25.4;

pub struct Line {
    pub page: usize,
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub top: f64,
}

pub fn press() -> Press {
    Press::new(Path::new("/nowhere"))
}

pub fn poppler(program: &str, pdf: &[u8], args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new(program).args(args).arg(&file).arg("-").output().expect("poppler-utils is missing: tools/setup.sh test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn number(line: &str, name: &str) -> f64 {
    let after = line.split_once(&format!("{name}=\"")).unwrap().1;
    after.split('"').next().unwrap().parse::<f64>().unwrap() / MM
}

/// The words of a PDF where they stand, in millimetres from the paper's edges.
pub fn lines(pdf: &[u8]) -> Vec<Line> {
    let mut page = 0;
    let mut found = vec![];
    for line in poppler("pdftotext", pdf, &["-bbox"]).lines() {
        page += usize::from(line.contains("<page "));
        if line.contains("<word ") {
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
            found.push(Line { page, text, left: number(line, "xMin"), right: number(line, "xMax"), top: number(line, "yMin") });
        }
    }
    found
}
