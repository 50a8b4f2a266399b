//! The standing process's side.

use super::{Letter, Reply, socket, work};
use crate::{
    installation::Installation,
    oops::{Oops, at},
};
use casework::House;
use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// The socket, until this is dropped.
pub struct Listening {
    path: PathBuf,
    _folder: Option<File>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listening {
    /// Begins to take work for `house`.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(installation: &Installation, house: &House) -> Result<Self, Oops> {
        let (path, opened) = socket(installation)?;
        // Left by a process that was killed; the lock says that nobody is there.
        let _not_there = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path).map_err(at(&path))?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(at(&path))?;
        let ending = Arc::new(AtomicBool::new(false));
        let (house, folder, seen) = (house.clone(), installation.folder.clone(), Arc::clone(&ending));
        let thread =
            std::thread::Builder::new().name("beside".to_owned()).spawn(move || take(&listener, &house, &folder, &seen)).map_err(at(&path))?;
        Ok(Self { path, _folder: opened, ending, thread: Some(thread) })
    }
}

impl Drop for Listening {
    /// Work at hand stops after its slice.
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // Wakes the thread from its waiting.
        let _gone = UnixStream::connect(&self.path);
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
        let _not_there = std::fs::remove_file(&self.path);
    }
}

fn take(listener: &UnixListener, house: &House, folder: &Path, ending: &AtomicBool) {
    // One work at a time: two imports would only wait for each other at the writer.
    let turn = Mutex::new(());
    std::thread::scope(|scope| {
        for stream in listener.incoming() {
            if ending.load(Ordering::SeqCst) {
                return;
            }
            match stream {
                Ok(stream) => {
                    let turn = &turn;
                    scope.spawn(move || {
                        let _one_at_a_time = turn.lock().unwrap_or_else(PoisonError::into_inner);
                        answer(&stream, house, folder, ending);
                    });
                }
                Err(error) => tracing::warn!(%error, "a command could not be taken"),
            }
        }
    });
}

fn answer(stream: &UnixStream, house: &House, folder: &Path, ending: &AtomicBool) {
    let (mut line, mut reader) = (String::new(), BufReader::new(stream));
    if reader.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let mut out = stream;
    let mut tell = |reply: &Reply| serde_json::to_string(reply).is_ok_and(|text| writeln!(out, "{text}").is_ok());
    let outcome = match serde_json::from_str::<Letter>(&line) {
        Ok(letter) => enclosed(&mut reader, letter.enclosed).and_then(|file| {
            work(&letter.ask, &file, house, folder, &mut |text| tell(&Reply::Progress(text.to_owned())) && !ending.load(Ordering::SeqCst))
        }),
        Err(error) => Err(Oops::usage(format!("the serving process is of another version: {error}"))),
    };
    let reply = match outcome {
        Ok(value) => Reply::Done(value),
        Err(oops) => Reply::Failed { text: oops.text().to_owned(), usage: matches!(oops, Oops::Usage(_)) },
    };
    let _gone = tell(&reply);
}

/// The file behind the line, all of it: half a file is none.
fn enclosed(reader: &mut impl Read, size: u64) -> Result<Vec<u8>, Oops> {
    let mut file = vec![];
    match reader.take(size).read_to_end(&mut file) {
        Ok(read) if read as u64 == size => Ok(file),
        _ => Err(Oops::wrong("the file did not arrive whole: nothing was done")),
    }
}
