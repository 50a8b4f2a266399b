//! Randomness as a parameter: from the machine in service, from a seed in tests and the demonstration.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Where random bytes come from. What it gives is fit for keys and nonces when it is [`SystemRandom`].
pub trait Random: Send + Sync {
    /// Fills the whole of `bytes`.
    fn fill(&self, bytes: &mut [u8]);

    /// Sixty-four random bits.
    fn u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// The machine's randomness: a ChaCha generator for each thread, seeded and reseeded by the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// The same bytes for the same seed: a test or a demonstration runs alike each time. Never for real keys.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// A generator that begins at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_again() {
        let (one, two, other) = (SeededRandom::new(1), SeededRandom::new(1), SeededRandom::new(2));
        assert_eq!(one.u64(), two.u64());
        assert_ne!(one.u64(), other.u64());
    }

    #[test]
    fn the_machine_gives_something() {
        assert_ne!(SystemRandom.u64(), SystemRandom.u64());
    }
}
