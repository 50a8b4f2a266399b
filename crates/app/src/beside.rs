//! Commands that write while `serve` runs: they hand their work to the process that holds the folder, over a Unix
//! socket in it. When none runs they take the lock and do the work themselves.
//!
//! One line of JSON goes in ([`Letter`]), behind it the bytes of the file that it is about: the process that serves sees neither
//! the asker's home nor his `/tmp`. Lines of JSON come out ([`Reply`]): how far it is, then what came of it. Whoever goes away
//! before the end stops the work after the slice at hand; asked again it goes on from there.

mod client;
mod listen;

pub use client::through;
pub use listen::Listening;

use crate::{
    erase, export, import,
    installation::Installation,
    oops::{Oops, at},
    rebuild, setup,
};
use casework::House;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    fs::File,
    os::fd::AsRawFd,
    path::{Path, PathBuf},
};

/// What can be asked of the process that holds the folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// `import messages`.
    ImportMessages {
        /// What the file is called, for what is said of it; its bytes are enclosed.
        name: String,
        /// The text of the mapping.
        map: String,
        /// The county's code.
        county: Option<String>,
    },
    /// `rebuild`.
    Rebuild {
        /// The county's code; all when absent.
        county: Option<String>,
    },
    /// That everything is about to be exported, for the house record.
    NoteExport {
        /// Where to.
        into: PathBuf,
    },
    /// `setup import`.
    SetUp {
        /// Which sheet.
        sheet: String,
        /// What the file is called, for what is said of it; its bytes are enclosed.
        name: String,
        /// The county's code.
        county: Option<String>,
        /// Why the posts are asked for.
        reason: String,
        /// Whether it is only looked at.
        dry_run: bool,
    },
    /// `erase`.
    Erase {
        /// The county's code.
        county: Option<String>,
        /// The case's number.
        case: String,
        /// The person within it; 0 for what was said.
        person: i64,
        /// The legal basis.
        basis: String,
        /// Who decided it, by sign-in name.
        by: String,
    },
}

/// What goes in, as one line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Letter {
    /// What is asked.
    ask: Ask,
    /// How many bytes of a file follow the line.
    enclosed: u64,
}

/// No enclosed file is larger.
const LARGEST: u64 = 1 << 30;

/// A line of the answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// How far it is.
    Progress(String),
    /// What came of it.
    Done(Value),
    /// Why nothing came of it; whether it was asked wrongly.
    Failed {
        /// Why.
        text: String,
        /// Status 2 instead of 1.
        usage: bool,
    },
}

/// The path by which a folder's socket is bound and reached, and what keeps that path good.
///
/// The name of a socket has at most 107 bytes. In a folder whose own path is longer it is reached through the open
/// folder.
fn socket(installation: &Installation) -> Result<(PathBuf, Option<File>), Oops> {
    const LONGEST: usize = 107;
    let path = installation.socket();
    if path.as_os_str().len() <= LONGEST {
        return Ok((path, None));
    }
    let folder = File::open(&installation.folder).map_err(at(&installation.folder))?;
    Ok((PathBuf::from(format!("/proc/self/fd/{}/linju.sock", folder.as_raw_fd())), Some(folder)))
}

/// Told how far the work is; answers whether to go on.
pub type Progress<'a> = dyn FnMut(&str) -> bool + 'a;

/// Does what was asked, in the process that holds the folder.
///
/// # Errors
/// What each command says.
pub fn work(ask: &Ask, file: &[u8], house: &House, folder: &Path, progress: &mut Progress<'_>) -> Result<Value, Oops> {
    match ask {
        Ask::ImportMessages { name, map, county } => import::work(house, name, file, map, county.as_deref(), progress),
        Ask::Rebuild { county } => rebuild::work(house, county.as_deref(), progress),
        Ask::NoteExport { into } => export::note(house, into),
        Ask::SetUp { sheet, name, county, reason, dry_run } => {
            let look = if *dry_run { setup::Look::Dry } else { setup::Look::Real };
            setup::work(house, county.as_deref(), sheet, name, file, reason, look)
        }
        Ask::Erase { county, case, person, basis, by } => {
            let told = erase::work(house, county.as_deref(), case, *person, basis, by)?;
            crate::erasures::keep(folder, house.db())?;
            Ok(told)
        }
    }
}
