//! What a PIN must be: six to twelve digits, and none of those that are tried first.

use kernel::refusal::Refusal;

/// The fewest digits.
pub const SHORTEST: usize = 6;
/// The most digits.
pub const LONGEST: usize = 12;

/// What people choose when nothing stops them, beside rows, repetitions and birthdays.
const COMMON: &[&str] = &["147258", "159357", "258369", "741852", "789456", "456123", "520131", "5201314", "112233", "123321", "147896"];

/// Whether digits may become somebody's PIN.
///
/// # Errors
/// `PIN_DIGITS` when they are not six to twelve digits, `PIN_PLAIN` for what is tried first; both S-01.
pub fn check(pin: &str) -> Result<(), Refusal> {
    let digits: Vec<u8> = pin.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
    if !(SHORTEST..=LONGEST).contains(&digits.len()) || digits.iter().any(|digit| *digit > 9) {
        return Err(Refusal::new("PIN_DIGITS", "S-01").arg("min", SHORTEST).arg("max", LONGEST).at("own_pin"));
    }
    if is_plain(&digits) || is_birthday(pin) || COMMON.contains(&pin) {
        return Err(Refusal::new("PIN_PLAIN", "S-01").at("own_pin"));
    }
    Ok(())
}

/// One or two different digits, a row up or down, or a beginning that repeats.
fn is_plain(digits: &[u8]) -> bool {
    let mut different = digits.to_vec();
    different.sort_unstable();
    different.dedup();
    let goes_by = |step: u8| digits.windows(2).all(|pair| matches!(pair, [one, next] if *next == (one + step) % 10));
    let repeats = |long: usize| digits.len() > long && digits.iter().zip(digits.iter().skip(long)).all(|(one, other)| one == other);
    different.len() <= 2 || goes_by(1) || goes_by(9) || repeats(2) || repeats(3)
}

/// A day of somebody's life: 19560403, or 560403.
fn is_birthday(pin: &str) -> bool {
    let is_day = |text: &str| {
        text.get(..4).zip(text.get(4..6)).zip(text.get(6..)).is_some_and(|((year, month), day)| {
            (year.starts_with("19") || year.starts_with("20")) && format!("{year}-{month}-{day}").parse::<kernel::Day>().is_ok()
        })
    };
    match pin.len() {
        8 => is_day(pin),
        6 => is_day(&format!("19{pin}")) || is_day(&format!("20{pin}")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(pin: &str) -> &'static str {
        check(pin).map_or_else(|refusal| refusal.code, |()| "OK")
    }

    #[test]
    fn s01_what_a_pin_must_be() {
        for good in ["739164", "8273645", "602847195318", "991846"] {
            assert_eq!(code(good), "OK", "{good}");
        }
        for short in ["", "73916", "7391648205173", "73916a", "７３９１６４", "739 164"] {
            assert_eq!(code(short), "PIN_DIGITS", "{short}");
        }
        for plain in ["000000", "123456", "987654", "890123", "121212", "123123", "12312312", "334433", "147258", "560403", "19560403", "200229"] {
            assert_eq!(code(plain), "PIN_PLAIN", "{plain}");
        }
    }
}
