//! The second step: a code of six digits from the person's own device (RFC 6238, SHA-1, 30 s), for accounts that have it.
//!
//! What is stored is sealed: the secret and the number of the last time step that was used, so that no code counts
//! twice.

use crate::vault::Vault;
use kernel::{Moment, Random, id::AccountId};
use totp_rs::{Builder, Secret};

const SECRET_BYTES: usize = 20;

/// A secret and the last time step that it was used for.
#[derive(Clone)]
pub struct Kept {
    secret: [u8; SECRET_BYTES],
    last_step: u64,
}

impl Kept {
    /// A fresh secret.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        let mut secret = [0; SECRET_BYTES];
        random.fill(&mut secret);
        Self { secret, last_step: 0 }
    }

    /// The secret as a device asks for it: base 32.
    #[must_use]
    pub fn base32(&self) -> String {
        Secret::new_stack(self.secret).to_base32()
    }

    /// What a device reads from a picture: `otpauth://totp/…`.
    #[must_use]
    pub fn address(&self, account_name: &str) -> String {
        let name: String = account_name
            .bytes()
            .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect();
        format!("otpauth://totp/Linju:{name}?secret={}&issuer=Linju", self.base32())
    }

    /// The same with the step of this code marked as used; `None` when the code is wrong, or was used before. One step
    /// of 30 s early or late is let pass.
    #[must_use]
    pub fn accept(&self, code: &str, now: Moment) -> Option<Self> {
        let seconds = u64::try_from(now.millis() / 1000).ok()?;
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let step = Builder::new().with_secret(Secret::new_stack(self.secret)).build_noncompliant().check(&digits, seconds)?;
        (step > self.last_step).then_some(Self { secret: self.secret, last_step: step })
    }

    /// Sealed for the account: what the column holds.
    #[must_use]
    pub fn seal(&self, vault: &Vault, random: &dyn Random, account: AccountId) -> Vec<u8> {
        let plain = [self.secret.as_slice(), &self.last_step.to_be_bytes()].concat();
        vault.seal_aside(random, &place(account), &plain)
    }

    /// Opens what the column holds; `None` when it was damaged or belongs to another account: fails closed.
    #[must_use]
    pub fn open(vault: &Vault, account: AccountId, sealed: &[u8]) -> Option<Self> {
        let plain = vault.open_aside(&place(account), sealed)?;
        let (secret, step) = plain.split_at_checked(SECRET_BYTES)?;
        Some(Self { secret: secret.try_into().ok()?, last_step: u64::from_be_bytes(step.try_into().ok()?) })
    }
}

fn place(account: AccountId) -> String {
    format!("totp:{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_rfc_6238_and_none_of_them_twice() {
        // Appendix B: secret "12345678901234567890", 59 s after the epoch: 94287082, of which six digits are 287082.
        let kept = Kept { secret: *b"12345678901234567890", last_step: 0 };
        let used = kept.accept("287 082", Moment::from_millis(59_000)).unwrap();
        assert!(used.accept("287082", Moment::from_millis(59_000)).is_none());
        assert!(kept.accept("287083", Moment::from_millis(59_000)).is_none());
        assert!(kept.accept("287082", Moment::from_millis(150_000)).is_none());
        assert_eq!(kept.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
