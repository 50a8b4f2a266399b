//! Prints one letter of each template into a folder: `cargo run -p paper --example sheets -- FOLDER`.

#![expect(clippy::unwrap_used, reason = "the samples are those of the tests")]

#[path = "../tests/it/samples.rs"]
mod samples;

use paper::{Press, docx};
use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::args().nth(1).ok_or("which folder?")?;
    let press = Press::new(Path::new("fonts"));
    for letter in samples::all() {
        let letter = letter?;
        let code = letter.kind.code();
        fs::write(Path::new(&folder).join(format!("{code}.pdf")), press.print(&letter, &samples::print())?)?;
        fs::write(Path::new(&folder).join(format!("{code}.docx")), docx::write(&letter)?)?;
    }
    for letter in samples::mediation::others() {
        let letter = letter?;
        fs::write(Path::new(&folder).join(format!("{} {}.pdf", letter.kind.code(), letter.title)), press.print(&letter, &samples::print())?)?;
    }
    Ok(())
}
