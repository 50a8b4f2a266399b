//! Prints one letter of each template, and a file bound of some, into a folder: `cargo run -p paper --example sheets -- FOLDER`.

#![expect(clippy::unwrap_used, reason = "the samples are those of the tests")]

#[path = "../tests/it/samples.rs"]
mod samples;

use paper::{
    Press, Template, bind,
    bind::Paper,
    docx,
    template::mediation::{Item, Session},
};
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
    fs::write(Path::new(&folder).join("file.pdf"), bind::assemble(&press, &samples::mediation::volume(), &papers(&press)?)?)?;
    Ok(())
}

/// What must lie in a file.
fn papers(press: &Press) -> Result<Vec<Paper>, Box<dyn std::error::Error>> {
    use samples::mediation::{agreement, application, follow_up, record, rights};
    let letters = [
        (Item::Application, application().compose()?),
        (Item::Rights, rights().compose()?),
        (Item::Identity, follow_up().compose()?),
        (Item::Record, record(Session::Mediation).compose()?),
        (Item::Result, agreement().compose()?),
    ];
    letters.into_iter().map(|(item, letter)| Ok(Paper { item, pdf: press.print(&letter, &samples::print())? })).collect()
}
