//! `linju doctor`: whether this installation is well. Changes nothing; runs beside whoever writes. With `--make-ca` it makes
//! what TLS needs instead ([`crate::tls`]).
//!
//! | file | looks at |
//! |---|---|
//! | [`folder`] | folder, key, lock, disk, configuration, certificate |
//! | [`database`] | engine, tables, order, dead letters, the clock |
//! | [`postgres`] | version, encoding, settings, collations, every statement |
//! | [`messages`] | what carries messages to people, and how they stand |
//! | [`video`] | the relay of mediation by video |
//! | [`law`] | calendars, parameters that rest on memory, fonts for letters |

mod database;
mod folder;
mod law;
mod messages;
mod postgres;
mod video;

use crate::{
    command_line::{Doctor, Place},
    config,
    installation::Installation,
    oops::Oops,
    running_clock::RunningClock,
    say::Say,
    tls,
};
use kernel::{Clock, Moment};
use serde::Serialize;
use std::sync::Arc;
use store::{Db, Options, Target};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Well.
    Ok,
    /// To be looked at.
    Warn,
    /// Not to go on with.
    Error,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// How bad.
    pub level: Level,
    /// What was looked at.
    pub what: &'static str,
    /// What was found, and what to do.
    pub text: String,
}

/// The lines so far.
#[derive(Debug, Default)]
pub struct Findings(Vec<Line>);

impl Findings {
    /// It is well.
    pub fn ok(&mut self, what: &'static str, text: impl Into<String>) {
        self.0.push(Line { level: Level::Ok, what, text: text.into() });
    }

    /// It is to be looked at.
    pub fn warn(&mut self, what: &'static str, text: impl Into<String>) {
        self.0.push(Line { level: Level::Warn, what, text: text.into() });
    }

    /// It is not to go on with.
    pub fn error(&mut self, what: &'static str, text: impl Into<String>) {
        self.0.push(Line { level: Level::Error, what, text: text.into() });
    }
}

/// `linju doctor`.
///
/// # Errors
/// Status 1 when a line is an error.
pub fn run(place: &Place, wanted: &Doctor, say: &Say) -> Result<(), Oops> {
    let clock = RunningClock::machine();
    if wanted.make_ca {
        return authority(place, &wanted.name, clock.now(), say);
    }
    let mut findings = Findings::default();
    let mut own_fonts = std::path::PathBuf::from("fonts");
    match Installation::find(place) {
        Ok(installation) => {
            own_fonts = installation.folder.join("fonts");
            folder::look(&installation, clock.now(), &mut findings);
            video::look(&installation, &mut findings);
            match installation.open_to_read(Arc::new(clock)) {
                Ok(house) => {
                    database::look(&house, clock.now(), &mut findings);
                    messages::look(&installation, &wanted.messages, &house, &mut findings);
                }
                Err(oops) => findings.error("database", oops.text()),
            }
            if let Target::Server(address) = installation.target() {
                server(address, &mut findings);
            }
        }
        Err(oops) => {
            findings.error("folder", oops.text());
            // A server can be looked at before there is a folder.
            if let Some(address) = &place.database {
                server(address, &mut findings);
            }
        }
    }
    law::look(clock.today(), &own_fonts, &mut findings);
    let is_well = findings.0.iter().all(|line| line.level < Level::Error);
    say.answer(&serde_json::json!({ "well": is_well, "lines": findings.0 }), || text(&findings.0));
    if is_well { Ok(()) } else { Err(Oops::Told) }
}

/// `linju doctor --make-ca`.
fn authority(place: &Place, names: &[String], now: Moment, say: &Say) -> Result<(), Oops> {
    let made = tls::make(&Installation::find(place)?.folder, names, now)?;
    say.answer(&made, || {
        format!(
            "{} authority: {}\n  fingerprint (SHA-256), to be printed and hung up at the window:\n  {}\ncertificate for {}, good until {}: {}\n  key: {}\n\
             In {}, under [server], unless they stand there: tls_cert = \"tls/server.pem\", tls_key = \"tls/server.key\"\n\
             A serving process takes the new certificate with its next connection.",
            if made.kept { "The same" } else { "A new" },
            made.authority.display(),
            made.fingerprint,
            names.join(", "),
            made.until,
            made.certificate.display(),
            made.key.display(),
            config::NAME
        )
    });
    Ok(())
}

fn server(address: &str, findings: &mut Findings) {
    match Db::open(&Target::Server(address.to_owned()), &Options { writing: false, readers: 1, connections: 1, max_pages: None }) {
        Ok(db) => postgres::look(&db, findings),
        // The address may hold a password: it is not repeated.
        Err(error) => findings.error("postgresql", format!("cannot be reached: {error}")),
    }
}

fn text(lines: &[Line]) -> String {
    let word = |level| match level {
        Level::Ok => "ok   ",
        Level::Warn => "warn ",
        Level::Error => "ERROR",
    };
    lines.iter().map(|line| format!("{} {}: {}\n", word(line.level), line.what, line.text)).collect()
}
