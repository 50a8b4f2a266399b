//! The relay of mediation by video, as `linju.toml` names it. Without `[video]` it is not set up: a visible state and no error.

use crate::{
    config::NAME,
    installation::Installation,
    oops::{Oops, at},
};
use kernel::SystemClock;
use std::sync::Arc;
use web::video::turn::{SHORTEST_SECRET, Turn};

/// The relay that is set up; `None` when there is none.
///
/// # Errors
/// A secret that cannot be read or is too short; an address that is no relay's.
pub fn configured(installation: &Installation) -> Result<Option<Turn>, Oops> {
    let Some(video) = &installation.config.video else { return Ok(None) };
    let path = installation.folder.join(&video.secret_file);
    let text = std::fs::read_to_string(&path).map_err(at(&path))?;
    let secret = text.trim().as_bytes().to_vec();
    if secret.len() < SHORTEST_SECRET {
        return Err(Oops::wrong(format!("{}: the secret of the relay has at least {SHORTEST_SECRET} bytes: openssl rand -hex 32", path.display())));
    }
    let wrong = || Oops::wrong(format!("{NAME}: [video] turn: write addresses such as \"turn:turn.example.gov.cn:3478?transport=udp\""));
    Turn::new(video.turn.clone(), secret, Arc::new(SystemClock)).map(Some).ok_or_else(wrong)
}
