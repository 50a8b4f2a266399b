//! The installation's key: 32 random bytes as 64 hexadecimal digits in `keys/installation.key`, readable by one user.
//!
//! Without it everything sealed is lost; it is in no backup. It is made once and never overwritten. The first record
//! of each county in the house record holds its fingerprint, so that a wrong key is noticed before anything is read
//! or written with it.

use crate::oops::{Oops, at};
use kernel::{
    Random, TenantId,
    crypto::{MasterKey, Suite, blind},
};
use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Where the key of a folder lies.
#[must_use]
pub fn path(folder: &Path) -> PathBuf {
    folder.join("keys").join("installation.key")
}

/// Makes the key of a new folder.
///
/// # Errors
/// What the system says; that there is a key already.
pub fn make(folder: &Path, random: &dyn Random) -> Result<(), Oops> {
    use std::fmt::Write as _;
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes);
    let mut text = bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    text.push('\n');
    keep(folder, text.as_bytes())
}

/// Copies a key that was kept apart into a folder that has none.
///
/// # Errors
/// What the system says; that it is no key; that there is one already.
pub fn copy(folder: &Path, from: &Path, suite: Suite) -> Result<(), Oops> {
    let bytes = std::fs::read(from).map_err(at(from))?;
    MasterKey::from_bytes(suite, &bytes).map_err(|error| Oops::wrong(format!("{}: {error}", from.display())))?;
    keep(folder, &bytes)
}

fn keep(folder: &Path, bytes: &[u8]) -> Result<(), Oops> {
    let path = path(folder);
    let keys = folder.join("keys");
    DirBuilder::new().recursive(true).mode(0o700).create(&keys).map_err(at(&keys))?;
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Oops::wrong(format!("{} is there already, and a key is never overwritten", path.display())));
        }
        Err(error) => return Err(at(&path)(error)),
    };
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(&path))?;
    File::open(&keys).and_then(|open| open.sync_all()).map_err(at(&keys))
}

/// Reads the key of a folder.
///
/// # Errors
/// Says what to do when it is missing, damaged, or readable by others.
pub fn read(folder: &Path, suite: Suite) -> Result<MasterKey, Oops> {
    let path = path(folder);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Oops::wrong(format!(
                "the installation's key is missing: {}; put back the copy that was kept apart (without it what is sealed cannot be opened, and no other key will do)",
                path.display()
            )));
        }
        Err(error) => return Err(at(&path)(error)),
    };
    let mode = std::fs::metadata(&path).map_err(at(&path))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Oops::wrong(format!("{0} can be read by others: chmod 600 {0}", path.display())));
    }
    MasterKey::from_bytes(suite, &bytes).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))
}

/// What tells one key from another and gives nothing of it away.
#[must_use]
pub fn fingerprint(master: &MasterKey) -> String {
    format!("{:016x}", blind(master, TenantId::new(0), "installation-key", "fingerprint"))
}
