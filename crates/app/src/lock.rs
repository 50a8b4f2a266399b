//! One process writes a data folder at a time; the system gives the lock back however the process ends. With the rows on a
//! server the lock is two: the folder's, and the database's ([`store::hold`]).

use crate::oops::{Oops, at};
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};
use store::{
    Target,
    hold::{Hold, Kind},
};

/// Held as long as this value lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    hold: Option<Hold>,
}

impl Lock {
    /// Takes the server's database too, when the rows are on one.
    ///
    /// # Errors
    /// That another process has it; what the server says.
    pub fn with(self, target: &Target, kind: Kind) -> Result<Self, Oops> {
        Ok(Self { hold: Hold::take(target, kind)?, ..self })
    }

    /// Whether nobody else can have worked here since this was taken: with a file always.
    #[must_use]
    pub fn is_unbroken(&self) -> bool {
        self.hold.as_ref().is_none_or(Hold::is_unbroken)
    }

    /// Waits until another process took the server's database, because the connection to it was cut: for ever with a file.
    pub async fn lost(&self) {
        if let Some(hold) = &self.hold
            && hold.lost().wait_for(|lost| *lost).await.is_ok()
        {
            return;
        }
        std::future::pending().await
    }
}

/// So often the lock is asked for again, each time after a twentieth of a second.
const TRIES: u32 = 4;

/// What came of asking for the lock.
pub enum Asked {
    /// It is ours.
    Ours(Lock),
    /// Another process has it: which, as far as it wrote down.
    Held(String),
}

/// Asks for the lock of a folder, without waiting.
///
/// # Errors
/// What the system says.
pub fn ask(folder: &Path) -> Result<Asked, Oops> {
    let path = folder.join("linju.lock");
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).mode(0o600).open(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _unknown = file.read_to_string(&mut holder);
            return Ok(Asked::Held(holder.trim().to_owned()));
        }
        Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
    }
    // Only for the message that another process gives.
    let _unknown = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "process {}", std::process::id()));
    Ok(Asked::Ours(Lock { _file: file, hold: None }))
}

/// As [`ask`], for those who cannot go on without. Whoever only looks whether the lock is free has it for a moment: it is asked for
/// again before it counts as taken.
///
/// # Errors
/// That another process has it.
pub fn take(folder: &Path) -> Result<Lock, Oops> {
    let mut tries = 0;
    loop {
        match ask(folder)? {
            Asked::Ours(lock) => return Ok(lock),
            Asked::Held(holder) if tries >= TRIES => return Err(held(folder, &holder)),
            Asked::Held(_) => tries += 1,
        }
        pause();
    }
}

#[expect(clippy::disallowed_methods, reason = "nothing else is there to be done")]
fn pause() {
    std::thread::sleep(std::time::Duration::from_millis(50));
}

/// Another linju is at work in the folder.
#[must_use]
pub fn held(folder: &Path, holder: &str) -> Oops {
    let holder = if holder.is_empty() { String::new() } else { format!(" ({holder})") };
    Oops::wrong(format!("another linju{holder} is at work in {}: stop it first, or use another --data folder", folder.display()))
}
