//! Resident identity number (公民身份号码), GB 11643: area (6), birth date (8), sequence (3), check digit.

use std::fmt;

use super::{IdentityError, masked};
use crate::day::Day;
use crate::name::half_width;

/// A resident identity number of 18 places, well formed, with a day of birth that exists.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ResidentNumber(String);

/// Sex as the number tells it: odd sequence male, even female.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Even sequence.
    Female,
    /// Odd sequence.
    Male,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// The check digit of the first 17 digits; `None` when they are not 17 digits.
fn check_digit(base: &str) -> Option<char> {
    if base.len() != WEIGHTS.len() {
        return None;
    }
    let sum = base.chars().zip(WEIGHTS).try_fold(0, |sum, (digit, weight)| digit.to_digit(10).map(|value| sum + value * weight))?;
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied().map(char::from)
}

fn birth_date(digits: &str) -> Option<Day> {
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|day| day.year() >= 1850)
}

impl ResidentNumber {
    /// Reads a number: spaces fall away, full-width digits become plain, `x` becomes `X`.
    ///
    /// # Errors
    /// [`IdentityError`] with the first thing wrong: an old number is told apart from a short one.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let number = tidy(text);
        if number.len() == 15 && number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdentityError::OldForm);
        }
        if number.chars().count() != 18 {
            return Err(IdentityError::Length);
        }
        let (base, last) = number.split_at_checked(17).ok_or(IdentityError::Sign)?;
        if !base.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(last.as_bytes(), [b'X' | b'0'..=b'9']) {
            return Err(IdentityError::Sign);
        }
        base.get(6..14).and_then(birth_date).ok_or(IdentityError::BirthDate)?;
        if last.chars().next() != check_digit(base) {
            return Err(IdentityError::CheckDigit);
        }
        Ok(Self(number))
    }

    /// Reads the 15-digit form of an old paper and gives the number of 18 places that stands for it (born 19xx).
    ///
    /// # Errors
    /// [`IdentityError`] as for [`ResidentNumber::parse`].
    pub fn parse_old_paper(text: &str) -> Result<Self, IdentityError> {
        let number = tidy(text);
        if number.len() != 15 {
            return Err(IdentityError::Length);
        }
        let (area, rest) = number.split_at_checked(6).ok_or(IdentityError::Sign)?;
        let base = format!("{area}19{rest}");
        let last = check_digit(&base).ok_or(IdentityError::Sign)?;
        Self::parse(&format!("{base}{last}"))
    }

    /// The 18 places.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The county-level code of first registration.
    #[must_use]
    pub fn area_code(&self) -> &str {
        self.0.get(..6).unwrap_or_default()
    }

    /// The day of birth.
    #[must_use]
    pub fn birth_date(&self) -> Option<Day> {
        self.0.get(6..14).and_then(birth_date)
    }

    /// Whole years of age on a day; a birthday counts.
    #[must_use]
    pub fn age_on(&self, day: Day) -> Option<i32> {
        let born = self.birth_date()?;
        let before_birthday = (day.month(), day.day_of_month()) < (born.month(), born.day_of_month());
        Some(day.year() - born.year() - i32::from(before_birthday))
    }

    /// Sex as the number tells it.
    #[must_use]
    pub fn sex(&self) -> Sex {
        let odd = self.0.as_bytes().get(16).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    /// For display: `3301**********0018`.
    #[must_use]
    pub fn masked(&self) -> String {
        masked(&self.0, 4, 4)
    }
}

fn tidy(text: &str) -> String {
    text.chars().map(half_width).filter(|sign| !sign.is_whitespace()).map(|sign| if sign == 'x' { 'X' } else { sign }).collect()
}

impl fmt::Debug for ResidentNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ResidentNumber({})", self.masked())
    }
}
