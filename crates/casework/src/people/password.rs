//! What a password must be (S-01), and how it is kept.
//!
//! At least 12 characters, three of the four classes (small, capital, digit, other), the user name nowhere inside, none
//! of the last five, changed after 90 days and at the first sign-in. The numbers are the house's own (`[D]`): the
//! standard names none.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use kernel::{Day, Random, refusal::Refusal};
use store::Failure;

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
/// The longest password that is looked at, in characters: hashing more would only cost time.
pub const LONGEST: usize = 128;
/// How many former passwords may not come back.
pub const REMEMBERED: usize = 5;
/// After so many days a password has to be changed.
pub const VALID_DAYS: i64 = 90;

/// Whether a text may become the password of the account `name`.
///
/// # Errors
/// `PASSWORD_SHORT`, `PASSWORD_LONG`, `PASSWORD_PLAIN`, `PASSWORD_HAS_NAME`, each under S-01.
pub fn check(name: &str, password: &str) -> Result<(), Refusal> {
    let refuse = |code| Refusal::new(code, "S-01").at("new_password");
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(refuse("PASSWORD_SHORT").arg("min", SHORTEST));
    }
    if length > LONGEST {
        return Err(refuse("PASSWORD_LONG").arg("max", LONGEST));
    }
    let classes = [
        password.chars().any(char::is_lowercase),
        password.chars().any(char::is_uppercase),
        password.chars().any(char::is_numeric),
        password.chars().any(|letter| !letter.is_lowercase() && !letter.is_uppercase() && !letter.is_numeric()),
    ];
    if classes.into_iter().filter(|there| *there).count() < 3 {
        return Err(refuse("PASSWORD_PLAIN"));
    }
    if !name.is_empty() && password.to_lowercase().contains(&name.to_lowercase()) {
        return Err(refuse("PASSWORD_HAS_NAME"));
    }
    Ok(())
}

/// Whether a password set on `set_on` is too old on `today`.
#[must_use]
pub fn is_too_old(set_on: Day, today: Day) -> bool {
    set_on.days_until(today) > VALID_DAYS
}

/// The hash that is stored: argon2id, 19 MiB, two passes, as a PHC string. Takes some 20 ms: not for a thread that
/// answers requests.
///
/// # Errors
/// [`Failure::Bug`] when the library says no.
pub fn hash(password: &str, random: &dyn Random) -> Result<String, Failure> {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Failure::Bug(format!("hashing a password: {error}")))
}

/// Whether `password` is the one that was hashed. As slow as [`hash`].
#[must_use]
pub fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A password for one sign-in, to be read from paper: four groups of four without letters that are misread.
#[must_use]
pub fn one_time(random: &dyn Random) -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    loop {
        let letters: String = (0..16)
            .filter_map(|_| {
                let place = usize::try_from(random.u64() % LETTERS.len() as u64).ok()?;
                LETTERS.get(place).copied().map(char::from)
            })
            .collect();
        let groups: Vec<&str> = [0, 4, 8, 12].iter().filter_map(|from| letters.get(*from..from + 4)).collect();
        let made = groups.join("-");
        if check("", &made).is_ok() {
            return made;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::random::SeededRandom;

    fn code(name: &str, password: &str) -> &'static str {
        check(name, password).map_or_else(|refusal| refusal.code, |()| "OK")
    }

    #[test]
    fn s01_the_policy() {
        assert_eq!(code("langwenqian", "Gao-Shan-Liu-Shui"), "OK");
        assert_eq!(code("langwenqian", "Duan-9"), "PASSWORD_SHORT");
        assert_eq!(code("langwenqian", "onlysmallletters"), "PASSWORD_PLAIN");
        assert_eq!(code("langwenqian", "Xx-LangWenQian-99"), "PASSWORD_HAS_NAME");
        assert_eq!(code("langwenqian", &"Aa1-".repeat(40)), "PASSWORD_LONG");
    }

    #[test]
    fn s01_ninety_days() {
        let set_on: Day = "2025-01-01".parse().unwrap();
        assert!(!is_too_old(set_on, set_on.plus_days(90)));
        assert!(is_too_old(set_on, set_on.plus_days(91)));
    }

    #[test]
    fn a_hash_knows_its_password() {
        let random = SeededRandom::new(1);
        let kept = hash("Gao-Shan-Liu-Shui", &random).unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(matches("Gao-Shan-Liu-Shui", &kept));
        assert!(!matches("gao-shan-liu-shui", &kept));
        assert!(!matches("x", "not a hash"));
    }

    #[test]
    fn one_time_passwords_meet_the_policy_and_differ() {
        let random = SeededRandom::new(1);
        let (one, two) = (one_time(&random), one_time(&random));
        assert_eq!(one.len(), 19);
        assert_ne!(one, two);
        assert_eq!(code("", &one), "OK");
    }
}
