//! Measuring against the machine's own limits. Not registered yet.

/// The command as it will be typed.
#[expect(dead_code, reason = "the hook that the measurements are hung on")]
pub fn command() -> clap::Command {
    clap::Command::new("bench").about("Measure against this machine's own limits")
}
